// Labels and sentences around an explanation.
import type { ExplainWords } from '../../en/explain/index.ts';

export const words: ExplainWords = {
  severities: { error: '오류', warning: '경고', info: '참고' },
  means: '뜻',
  evidence: '증거',
  cause: '원인',
  tell: '확인 방법',
  fix: '해결',
  where: '위치',
  since: '끝남',
  instance: '인스턴스',
  log: '로그',
  line: (d) => (d.lines > 1 ? `${d.line}행 (모두 ${d.lines}행, 마지막은 ${d.last}행)` : `${d.line}행`),
  over: (d) => `이미 끝난 일입니다. ${d.line}행에서는 다시 정상이었습니다.`,
  event: (d) => [d.deployment, d.event, d.script].filter(Boolean).join(' · '),
  wrong: (d) => `문제 ${d.count}개를 찾았습니다.${d.count > 1 ? ' 가장 중요한 것부터 보여 줍니다.' : ''}`,
  healthy: (d) => `지금은 문제가 없습니다. 에이전트가 CodeDeploy에 폴링하고 응답을 받습니다(${d.line}행).`,
  nothingKnown: (d) =>
    d.lines === 0
      ? '로그가 비어 있습니다.'
      : `${d.lines}행에서 여기서 아는 문제를 찾지 못했습니다. 에이전트가 폴링하는 줄이 없으므로 정상이라는 증거도 아닙니다.`,
  scriptsOnly: () =>
    '스크립트의 로그입니다. 스크립트가 출력한 것만 있고 실패했는지는 없습니다. 그것은 에이전트 로그에 있습니다.',
  notOurs: () => 'CodeDeploy 에이전트나 배포의 로그로 보이는 줄이 없습니다.',
  stopped: (d) =>
    `${d.line}행에서 에이전트가 중지되었고 이 로그에서는 다시 시작되지 않았습니다. 시작하려면: sudo systemctl start codedeploy-agent`,
  unknownErrors: (d) => `여기서 모르는 오류가 ${d.lines}행 있으며 마지막은 ${d.line}행입니다: ${d.evidence}`,
  deploymentStatus: (d) => `배포 ${d.deployment}: ${d.status}`,
  agentSilent: () => '어느 인스턴스도 보고하지 않았습니다. 에이전트가 응답하지 않았습니다.',
  newCode: {
    means: '이 프로그램보다 새로운 코드입니다. CodeDeploy가 준 것이며 여기서는 아는 것이 없습니다.',
    causes: [
      [
        '무슨 일이 있었는지 메시지에 나옵니다.',
        'CodeDeploy 사용 설명서에 모든 코드가 있습니다.',
        '그곳에서 찾아보십시오.',
      ],
    ],
  },
  instances: (d) => (d.count > 1 ? `${d.first} 외 ${d.count - 1}개` : d.first),
};
