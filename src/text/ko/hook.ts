// CodeDeploy's lifecycle hook: what it is, how it is paused, restored and repaired, and the way out of a launch loop.
import type { hookErrors as enErrors, hookMessages as enMessages } from '../en/hook.ts';
import type { Text } from '../en/index.ts';

export const hookMessages: typeof enMessages = {
  hookSuspended: (d) =>
    `\`${d.asg}\`에 있던 \`${d.group}\`의 수명 주기 후크가 ${d.since}부터 일시 중지되어 있습니다. 새 인스턴스는 애플리케이션 없이 시작됩니다. 복원하십시오: ${d.command}`,
  hookPauses: (d) =>
    `\`${d.group}\` 배포 그룹에서 \`${d.asg}\` 그룹을 분리합니다. 후크를 복원할 때까지 새 인스턴스는 애플리케이션 없이 빈 채로 시작되고, 이 그룹에는 아무것도 배포되지 않습니다. 실행 중인 인스턴스는 그대로입니다.`,
  hookTakesTraffic: (d) =>
    `\`${d.asg}\` 그룹은 ${d.targetGroups}에 연결되어 있습니다. 빈 인스턴스도 상태 확인을 통과하면 바로 트래픽을 받습니다.`,
  hookTerminatesWaiting: (d) =>
    `인스턴스 ${d.count}개가 후크에서 대기 중입니다. 후크가 없어지면 종료되고, 빈 인스턴스가 다시 시작됩니다.`,
  hooksNotCleanedUp: (d) =>
    `CodeDeploy가 \`${d.asg}\`의 후크를 제거하지 못했습니다: ${d.hooks}. 하트비트 제한 시간까지 모든 시작을 막습니다. 다음 명령으로 제거하십시오: codedeploy-wizard asg hook repair`,
  hookComesBack: (d) =>
    `\`${d.group}\` 배포 그룹이 \`${d.asg}\` 그룹에 다시 배포하며, CodeDeploy가 새 후크를 만듭니다. 그사이 시작된 인스턴스에는 배포하지 않습니다.`,
  waitHook: (d) => `\`${d.asg}\`: CodeDeploy의 후크가 생길 때까지 대기`,
  nothingSuspended: (d) => `\`${d.asg}\`에 일시 중지된 후크가 없습니다. 할 일이 없습니다.`,
  nothingToRepair: (d) => `\`${d.asg}\`에 있는 CodeDeploy의 후크에 문제가 없습니다. 고칠 것이 없습니다.`,
  bareMembers: (d) =>
    `\`${d.group}\`의 후크가 일시 중지된 동안 인스턴스 ${d.count}개가 시작되어 현재 개정이 없습니다: ${d.instances}`,
  deletesHook: (d) =>
    `\`${d.asg}\`에서 후크 \`${d.hook}\`을(를) 삭제합니다. ${d.group ? `\`${d.group}\`의 ID가 적혀 있지만 그 배포 그룹이 아는 후크가 아니므로` : '적혀 있는 ID의 배포 그룹이 없으므로'} 아무도 응답하지 않습니다. 여기서 대기 중인 인스턴스는 종료됩니다${d.count > 0 ? `(지금 ${d.count}개)` : ''}.`,
  reattaches: (d) =>
    `\`${d.group}\` 배포 그룹에서 \`${d.asg}\` 그룹을 분리했다가 다시 연결합니다. 그러면 CodeDeploy가 새 후크를 만듭니다.`,
  noLaunchLoop: (d) =>
    `\`${d.asg}\`에서 시작이 되풀이해서 실패하고 있지 않습니다: 인스턴스 ${d.desired}개 중 ${d.ready}개 서비스 중, 최근 30분 동안 중단된 시작 ${d.failed}번. 할 일이 없습니다.`,
  healthCheckLoop: (d) =>
    `\`${d.asg}\`에서 인스턴스 ${d.failed}개가 로드 밸런서의 상태 확인에 실패하여 교체되었습니다. 후크 때문이 아닙니다. 상태 확인 경로를 보고, 상태 확인 유예 기간이 애플리케이션이 시작되는 시간보다 긴지 확인하십시오.`,
  launchLoopFound: (d) =>
    `\`${d.asg}\`에서 시작이 되풀이해서 실패합니다: ${d.since}부터 ${d.failed}번 중단됨${d.deployment ? `, 마지막은 배포 ${d.deployment} 때문` : ''}. ${d.message}`,
  rescueStopsLaunches: (d) =>
    `먼저 \`${d.asg}\`에서 더는 인스턴스를 시작하지 않습니다. 서비스 중인 인스턴스는 그대로 둡니다.`,
  rescueShrinks: (d) =>
    `먼저 \`${d.asg}\`에서 인스턴스를 한 번에 하나만 시작하고, 비어 있다는 이유로 교체하지 않게 합니다.`,
  rescueDetaches: (d) => `후크가 없으므로 \`${d.asg}\`에 빈 인스턴스 하나가 시작됩니다.`,
  rescueWaitsForOne: (d) =>
    `\`${d.asg}\`의 인스턴스 하나가 서비스 중이 되고 시작 중인 인스턴스가 없을 때까지 기다립니다.`,
  rescueWaitsForAll: (d) => `\`${d.asg}\`의 모든 인스턴스가 서비스 중이 되면 끝납니다.`,
  rescueAttaches: (d) => `그런 다음 \`${d.asg}\` 그룹을 새 후크와 함께 다시 연결합니다.`,
  rescueDeploys: (d) =>
    `${d.revision} 개정을 배포합니다. 성공하면 새 인스턴스는 실패하는 개정 대신 이 개정을 받습니다.`,
  rescuePutsBack: (d) =>
    `마지막에는 무슨 일이 있어도 \`${d.asg}\` 그룹을 되돌립니다: 최소 ${d.min}, 최대 ${d.max}, 원하는 용량 ${d.desired}, 상태 확인과 시작은 이전 그대로.`,
  rescueUnfinished: (d) =>
    `\`${d.asg}\` 그룹에 대한 asg rescue 작업이 끝나지 않아 용량이 이전과 다릅니다. codedeploy-wizard asg rescue 명령을 다시 실행하거나 모두 되돌리십시오: ${d.command}`,
  putsBack: (d) => `\`${d.asg}\` 그룹을 이전 상태로 되돌립니다.`,
  putBackFailed: (d) =>
    `\`${d.asg}\` 그룹을 이전 상태로 되돌리지 못했습니다(${d.message}). 다음 명령으로 되돌리십시오: ${d.command}`,
};

export const hookErrors: typeof enErrors = {
  hookAbsent: (d) => ({
    message: `\`${d.group}\` 배포 그룹은 \`${d.asg}\` 그룹에 배포하지 않으므로 일시 중지할 후크가 없습니다.`,
    hint: d.command,
  }),
  emptyInstances: (d) => ({
    message: `\`${d.asg}\` 그룹은 ${d.targetGroups}에 연결되어 있습니다. 후크가 일시 중지된 동안 새 인스턴스가 애플리케이션 없이 트래픽을 받게 됩니다.`,
    hint: '빈 인스턴스가 상태 확인에 실패하거나 그래도 괜찮다면 --accept-empty-instances 옵션을 추가하십시오.',
  }),
  noGoodRevision: (d) => ({
    message: `\`${d.group}\`에서 성공한 다른 개정이 없어 어느 것이 좋은 개정인지 알 수 없습니다.`,
    hint: '직접 지정하십시오: --to d-ABCDEFGHI, --to s3://bucket/key 또는 --to owner/name@commit',
  }),
};

export const hook: Text['hook'] = {
  about: [
    'CodeDeploy는 배포 그룹이 배포하는 Auto Scaling 그룹마다 수명 주기 후크를 만듭니다.',
    '새 인스턴스는 마지막으로 성공한 개정이 배포될 때까지 후크에서 대기하고(Pending:Wait), 그다음에야 InService가 됩니다.',
    '그 배포가 실패하면 Auto Scaling이 인스턴스를 종료하고 다른 인스턴스를 시작하며, 이것이 끝없이 되풀이됩니다.',
    '이 후크는 CodeDeploy만 만들 수 있습니다. 직접 삭제하지 마십시오. 새 인스턴스가 애플리케이션 없이 시작됩니다.',
    '일시 중지: asg hook suspend. 되풀이되는 시작 실패에서 벗어나기: asg rescue.',
  ],
  aboutShort: '새 인스턴스는 CodeDeploy가 배포를 마칠 때까지 이 후크에서 대기합니다. 자세히: docs/hook.md',
  states: {
    healthy: '정상',
    deletedByHand: '직접 삭제됨: 새 인스턴스가 애플리케이션 없이 시작됩니다',
    mismatched: '배포 그룹이 아는 것과 다른 후크',
    leftover: '남은 후크: 하트비트 제한 시간까지 모든 시작을 막습니다',
    suspended: '일시 중지됨',
    unknown: '알 수 없음',
  },
  transitions: { launch: '시작', termination: '종료' },
  titles: {
    hooks: '수명 주기 후크',
    waiting: '대기 중인 인스턴스',
    suspended: '일시 중지됨',
    processes: '일시 중지된 프로세스',
    loop: '되풀이되는 시작 실패',
  },
};
