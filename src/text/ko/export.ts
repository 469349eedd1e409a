// 내보내는 내용을 쓰기 전에 알아야 할 것.
import type { exportMessages as enMessages } from '../en/export.ts';

export const exportMessages: typeof enMessages = {
  policyOpen: (d) => `알 수 없어서 같은 종류의 리소스를 모두 허용합니다: ${d.flags}. 값을 지정하면 범위가 좁아집니다.`,
  policyRunsScripts: () =>
    'Shell 문은 InServers와 InSource에 해당하는 인스턴스에서 root로 스크립트를 실행하도록 허용합니다. 이 문이 없으면 인스턴스 안을 볼 수 없으며, doctor, logs, status는 보지 못한 내용을 알려 줍니다.',
  policyLong: (d) =>
    `관리형 정책의 최대 길이 6,144자를 넘습니다. --output json은 ${d.parts}개로 나누어 출력합니다. 모두 연결하십시오.`,
  callsNothing: (d) => `\`${d.command}\` 명령은 AWS를 호출하지 않으므로 권한이 필요하지 않습니다.`,
};
