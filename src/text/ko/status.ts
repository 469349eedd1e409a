// 어느 개정이 어디에서 실행되는지와 볼 수 없는 것.
import type { statusMessages as enMessages, running as enRunning } from '../en/status.ts';

export const statusMessages: typeof enMessages = {
  mixedRevisions: (d) =>
    `\`${d.group}\`의 인스턴스가 모두 같은 개정을 실행하고 있지 않습니다. 개정과 결과의 종류: ${d.kinds}개.`,
  statusOfFew: (d) =>
    `\`${d.step}\` 단계의 서버 가운데 처음 ${d.most}대만 확인했고, 나머지 서버의 ${d.left}개 항목은 확인하지 않았습니다.`,
  statusLoop: (d) =>
    `\`${d.asg}\`에서 시작이 되풀이해서 실패합니다. ${d.since}부터 인스턴스 ${d.failed}개가 시작되었다가 사라졌습니다. ${d.message}`,
  notAllowed: (d) => `이 자격 증명에는 ${d.action} 권한이 없어 해당 내용을 알 수 없습니다.`,
};

export const running: typeof enRunning = {
  Succeeded: '성공',
  Failed: '실패',
  unknown: '알 수 없음',
  count: (d) => `인스턴스 ${d.count}개`,
};
