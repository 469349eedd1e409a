// 로그를 읽을 때: 파일을 읽지 못한 서버와 빠진 내용.
import type { logMessages as enMessages } from '../en/logs.ts';

export const logMessages: typeof enMessages = {
  logsOfFew: (d) =>
    `실패한 인스턴스부터 ${d.shown}개의 로그입니다. 나머지 ${d.more}개는 읽지 않았습니다. --instance로 지정하십시오.`,
  logsGone: (d) =>
    `${d.instance}은(는) 종료되어 로그 파일도 함께 사라졌습니다. CodeDeploy에 남아 있는 내용을 표시합니다.`,
  logsStopped: (d) =>
    `${d.instance}이(가) 중지되어 있어 지금은 로그 파일을 읽을 수 없습니다. CodeDeploy에 남아 있는 내용을 표시합니다.`,
  logsUnreachable: (d) =>
    `Systems Manager로 ${d.instance}의 파일을 읽을 수 없습니다. CodeDeploy에 남아 있는 내용을 표시합니다. 서버에서 직접 실행하십시오.\n${d.commands.map((command) => `  ${command}`).join('\n')}`,
  logsCut: (d) =>
    `Systems Manager가 전달하는 양에는 한도가 있어 ${d.instance}의 ${d.paths.join(', ')}은(는) 끝부분만 표시합니다.`,
  waitLogs: (d) => `로그 읽는 중(${d.count}개 남음)`,
};
