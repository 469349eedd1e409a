// Deployments day by day: who made them, when, and what is said when they are listed, shown, stopped and rolled back.
import type { deploymentMessages as English } from '../en/deployments.ts';
import type { Text } from '../en/index.ts';
import { reasonText, silentText } from '../say.ts';
import { agentStates } from './names.ts';
import { reasons } from './rules.ts';

export const creators: Text['creators'] = {
  user: '사용자',
  autoscaling: '스케일 아웃',
  autoscalingTermination: '스케일 인',
  codeDeployRollback: '롤백',
  CodeDeploy: 'CodeDeploy',
  CodeDeployAutoUpdate: '자동 업데이트',
  CloudFormation: 'CloudFormation',
  CloudFormationRollback: 'CloudFormation 롤백',
};

const spans = [
  [86_400, '일'],
  [3_600, '시간'],
  [60, '분'],
  [1, '초'],
] as const;

const age = ({ seconds }: { seconds: number }) => {
  const [size, unit] = spans.find(([size]) => seconds >= size) ?? [1, '초'];
  return `${Math.max(0, Math.floor(seconds / size))}${unit}`;
};

export const time: Text['time'] = {
  ago: (d) => `${age(d)} 전`,
  age,
  took({ seconds }) {
    const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
    if (hours > 0) return `${hours}시간${minutes}분`;
    return minutes > 0 ? `${minutes}분${seconds % 60}초` : `${seconds}초`;
  },
};

export const shown: Text['shown'] = {
  status: '상태',
  by: '생성자',
  age: '경과',
  created: '생성',
  took: '소요',
  done: '완료',
  revision: '개정',
  description: '배포 설명',
  group: '배포 그룹',
  error: '오류',
  rollback: '롤백',
  instances: '인스턴스',
  events: '이벤트',
  notShown: (d) => `외 ${d.count}개는 표시하지 않음`,
  noDeployments: (d) => `\`${d.group}\`: 아직 그런 배포가 없습니다.`,
};

export const checks: Text['checks'] = {
  targets: '배포 그룹에 속한 인스턴스',
  agents: '에이전트 실행 여부',
  minimum: '최소 정상 호스트 수',
  alarms: '경보 상태',
  pushed: 'GitHub에 커밋이 있는지: 이 저장소로는 알 수 없음',
  gitHub: '애플리케이션의 GitHub 연결',
};

export const deploymentMessages: typeof English = {
  wouldNotStart: (d) => `지금 상태로는 배포가 성공할 수 없습니다: ${reasonText({ reasons }, d)}`,
  joins: (d) => `배포 ${d.deployment}이(가) 이미 이 개정을 배포하고 있습니다. 새로 만들지 않고 끝까지 지켜봅니다.`,
  notChecked: (d) => `확인하지 못함: ${checks[d.what]} (${d.why})`,
  silentAgents: (d) =>
    `CodeDeploy 에이전트가 응답하지 않는 인스턴스: ${silentText(agentStates, d.agents, (count) => `외 ${count}개`)}. 여기서는 배포가 실패합니다.`,
  onceConfig: (d) => `이 배포는 배포 그룹의 구성 대신 \`${d.config}\` 구성을 사용합니다.`,
  waitAgents: (d) => `에이전트 확인 중(${d.count}개 남음)`,
  waitsForActive: (d) => `배포 ${d.deployment}이(가) 끝날 때까지 기다립니다.`,
  waitActive: (d) => `배포 ${d.deployment}: ${d.status}`,
  stopThis: (d) => `배포 ${d.deployment}(${d.status})을(를) 중지하시겠습니까?`,
  stopAndRollBack: (d) => `배포 ${d.deployment}(${d.status})을(를) 중지하고 롤백하시겠습니까?`,
  waitStopped: (d) =>
    `배포 ${d.deployment} 중지 중. 실행 중인 스크립트는 끝까지 실행됩니다${d.counts ? ` (${d.counts})` : ''}`,
  noneActive: (d) => `\`${d.group}\`: 진행 중인 배포가 없습니다. 중지할 것이 없습니다.`,
  isOver: (d) => `배포 ${d.deployment}은(는) 이미 끝났습니다(${d.status}). 중지할 것이 없습니다.`,
  wasStopped: (d) => `배포 ${d.deployment}을(를) 중지했습니다.`,
  followsStop: (d) => `배포 ${d.deployment}의 롤백 ${d.rollback}을(를) 끝까지 지켜봅니다.`,
  wasContinued: (d) => `배포 ${d.deployment}을(를) 계속합니다.`,
  endsReadyWait: (d) => `배포 ${d.deployment}의 새 인스턴스로 트래픽을 보냅니다.`,
  endsTerminationWait: (d) => `배포 ${d.deployment}의 원본 인스턴스를 지금 종료합니다.`,
  noWayBack: (d) => `\`${d.group}\`: 성공한 배포가 한 번도 없습니다. CodeDeploy는 되돌릴 것이 없으므로 중지만 합니다.`,
  rollsBackTo: (d) => `배포 ${d.deployment}(${time.ago(d)})의 개정으로 되돌립니다: ${d.revision}`,
  rollbackUnderWay: (d) => `롤백 ${d.deployment}이(가) 이미 진행 중입니다. 끝까지 지켜봅니다.`,
  untouched: (d) => `배포 ${d.deployment}은(는) 인스턴스에 닿기 전에 중지되었습니다. 되돌릴 것이 없습니다.`,
  endedFirst: (d) => `배포 ${d.deployment}은(는) 중지하기 전에 끝났습니다(${d.status}).`,
  revisionGone: (d) => `배포 ${d.deployment}의 개정이 더 이상 S3에 없습니다: ${d.revision}`,
};
