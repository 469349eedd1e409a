// Blue/green with two fixed Auto Scaling groups: how a release goes, where it stands, and why it does not go on.
import type {
  blueGreenCommands as enCommands,
  blueGreenErrors as enErrors,
  blueGreenFlags as enFlags,
  blueGreenMessages as enMessages,
} from '../en/bluegreen.ts';
import type { Text } from '../en/index.ts';

export const blueGreenMessages: typeof enMessages = {
  makesTwin: (d) =>
    `\`${d.asg}\` 그룹을 \`${d.like}\` 그룹과 같게 만듭니다. 템플릿, 서브넷, 태그, 상태 확인, 조정 정책이 같고 처음에는 비어 있습니다.`,
  policyWithoutAlarm: (d) =>
    `\`${d.asg}\`의 정책 \`${d.policy}\`은(는) 자체 경보가 있어야 작동합니다. ${d.alarms || '다른 그룹의 경보'}와 같은 경보를 만드십시오.`,
  handsOver: (d) =>
    `\`${d.asg}\` 그룹이 비면 \`${d.from}\` 배포 그룹에서 분리하고, 그 뒤로는 \`${d.to}\` 배포 그룹이 배포합니다.`,
  releaseGoes: (d) =>
    `지금 트래픽은 \`${d.from}\` 그룹이 받습니다. \`${d.to}\` 그룹을 인스턴스 ${d.desired}개로 늘려 배포한 다음 트래픽을 넘깁니다. 이름은 바뀌지 않습니다.`,
  staysCookies: (d) =>
    `로드 밸런서가 가중치와 관계없이 쿠키로 최대 ${d.seconds}초 동안 클라이언트를 \`${d.targetGroup}\`에 남겨 둡니다. 그 전에는 이전 색을 줄이지 않습니다.`,
  waitsHealthy: (d) => `\`${d.targetGroup}\`의 모든 대상이 연속 ${d.polls}번 정상이면 다음으로 넘어갑니다.`,
  keepsOld: (d) => `그런 다음 \`${d.asg}\` 그룹을 ${d.seconds}초 동안 그대로 두어 되돌아갈 수 있게 합니다.`,
  fewAddresses: (d) => `\`${d.asg}\`의 서브넷에 남은 IP 주소가 ${d.free}개입니다. ${d.desired}개가 필요합니다.`,
  movesTraffic: (d) => `\`${d.from}\`의 모든 트래픽을 \`${d.to}\` 그룹으로 옮깁니다.`,
  shrinksOld: (d) =>
    `\`${d.asg}\` 그룹의 용량을 0으로 줄입니다. 그 뒤로 되돌아가려면 인스턴스를 다시 시작하는 시간이 걸립니다.`,
  waitFleet: (d) =>
    `\`${d.asg}\`: 인스턴스 ${d.desired}개 중 ${d.ready}개 InService${d.states ? ` (${d.states})` : ''}`,
  waitHealthy: (d) =>
    d.unhealthy > 0 || d.ready < d.desired
      ? `\`${d.targetGroup}\`: 대상 ${d.desired}개 중 ${d.ready}개 정상`
      : `\`${d.targetGroup}\`: 대상 ${d.ready}개 모두 정상, 연속 ${d.polls}번 중 ${d.done}번`,
  waitSmoke: (d) => `${d.url}: ${d.problem}`,
  waitSteady: (d) => `새 트래픽을 받는 \`${d.targetGroup}\` 대상 그룹을 ${d.until}까지 지켜보는 중`,
  waitKept: (d) => `\`${d.asg}\` 그룹을 ${d.until}까지 되돌아갈 곳으로 유지`,
  waitDrained: (d) => `\`${d.targetGroup}\` 대상 그룹에 최근 2분 동안 아직 요청 ${d.requests}개`,
  activeHasIt: (d) =>
    `트래픽을 받는 \`${d.asg}\` 그룹에 이 개정이 이미 있습니다(배포 ${d.deployment}). 릴리스할 것이 없습니다. 그래도 릴리스하려면 --again 옵션을 사용하십시오.`,
  goesOn: (d) =>
    `\`${d.from}\`에서 \`${d.to}\` 그룹으로 가는 릴리스가 ${d.since}부터 진행 중입니다. 멈춘 곳에서 계속합니다.`,
  releaseOnItsWay: (d) =>
    `\`${d.asg}\` 그룹에서 시작한 블루/그린 릴리스가 ${d.since}부터 끝나지 않았습니다. ${d.moved ? '이전 색을 아직 유지하고 있고' : '트래픽이 나뉘어 있을 수 있고'}, 끝날 때까지 두 색이 자동으로 조정되지 않을 수 있습니다. 진행 상황과 계속하거나 되돌리는 방법은 다음 명령으로 확인하십시오: ${d.command}`,
  nothingToAbort: () => '진행 중인 릴리스가 없어 되돌릴 것이 없습니다.',
  nothingToFinish: () => '진행 중인 릴리스가 없어 마칠 것이 없습니다.',
  hasTraffic: (d) => `\`${d.asg}\` 그룹이 이미 모든 트래픽을 받고 있습니다.`,
  takesBack: (d) =>
    `트래픽을 이전 용량의 \`${d.old}\` 그룹으로 되돌리고 \`${d.coming}\` 그룹도 이전 상태로 되돌립니다.`,
  weightsGoBack: (d) => `전환하지 못했습니다. 모든 트래픽을 \`${d.asg}\` 그룹으로 되돌립니다.`,
  weightsStay: (d) =>
    `트래픽을 \`${d.asg}\` 그룹으로 되돌리지 못했습니다(${d.message}). 다음 명령으로 되돌리십시오: ${d.command}`,
  waitsForOld: (d) => `\`${d.asg}\`에서 시작 중이거나 종료 중인 인스턴스가 없으면 바로 트래픽을 되돌립니다.`,
  waitStoppedHere: (d) => `\`${d.group}\`: 배포 ${d.deployment} 중지 중`,
  // CodeDeploy's own blue/green
  renameAlarms: (d) =>
    `다음 경보는 \`${d.asg}\` 그룹을 이름으로 지켜보므로 첫 배포 뒤에는 아무것도 보지 못합니다: ${d.alarms}`,
  renamePolicies: (d) =>
    `\`${d.asg}\`의 조정 정책은 새 그룹으로 복사됩니다. 직접 만든 경보로 작동하는 정책은 그 경보에 다시 연결해야 합니다: ${d.policies}`,
  renameSchedules: (d) =>
    `예약된 작업은 \`${d.asg}\` 이름에 속합니다. 첫 배포 뒤 새 그룹에 있는지 확인하십시오: ${d.actions}`,
  renameOwner: (d) =>
    `\`${d.asg}\` 그룹은 ${d.owner}에서 관리합니다. 그룹이 삭제되면 그곳에서 하는 다음 변경은 실패하거나 두 번째 그룹을 만듭니다.`,
  keepsNames: (d) => `이름이 바뀌지 않는 블루/그린: ${d.command}`,
  oneTargetGroup: (d) =>
    `CodeDeploy는 대상 그룹 \`${d.targetGroup}\` 하나에 인스턴스를 넣고 뺍니다. ECS와 달리 대상 그룹 두 개가 블루와 그린이 되지 않습니다.`,
  launchRights: (d) =>
    `\`${d.role}\` 역할에 ${d.actions} 권한이 없습니다. 시작 템플릿을 사용하는 그룹을 복사하려면 필요합니다. 다음 명령으로 부여하십시오: ${d.command}`,
  launchPolicyExplained: (d) =>
    `\`${d.policy}\` 정책이 있으면 CodeDeploy가 시작 템플릿으로 Auto Scaling 그룹의 사본을 시작할 수 있습니다.`,
  nameAdopted: (d) =>
    `CodeDeploy가 \`${d.from}\` 대신 \`${d.to}\` 그룹을 만들었습니다. 이제 설정 파일에도 이 이름을 적습니다.`,
  noLeftovers: (d) => `\`${d.group}\`의 배포가 남긴 Auto Scaling 그룹이 없습니다.`,
  leftoverFound: (d) =>
    `\`${d.asg}\` 그룹은 배포 ${d.deployment}이(가) 남긴 것입니다. 인스턴스 ${d.count}개가 아무것도 하지 않으면서 비용을 냅니다.`,
  deletesLeftover: (d) => `\`${d.asg}\` 그룹과 인스턴스 ${d.count}개를 삭제합니다.`,
};

export const blueGreenErrors: typeof enErrors = {
  noFleet: (d) => ({
    message: `${d.region} 리전에 아직 Auto Scaling 그룹이 없습니다. 블루/그린은 Application Load Balancer 뒤에서 서비스하는 그룹에서 시작합니다. 그 그룹이 블루가 되고, 그린은 그것과 같게 만듭니다.`,
    hint: d.commands.join('\n'),
  }),
  noHealthyTargets: (d) => ({
    message: `\`${d.targetGroup}\`에 정상인 대상이 없습니다. 그곳으로 보낸 요청은 실패합니다.`,
    hint: `먼저 그 색을 준비하십시오: ${d.command}`,
  }),
  notForwarded: (d) => ({
    message: `\`${d.targetGroup}\` 대상 그룹으로 전달하는 리스너나 규칙이 없어 나눌 트래픽이 없습니다.`,
    hint: '대상 그룹을 Application Load Balancer의 리스너에 연결하거나 --target-group 옵션으로 다른 대상 그룹을 지정하십시오.',
  }),
  otherBalancer: (d) => ({
    message: `\`${d.targetGroup}\` 대상 그룹은 ${d.type} 유형의 로드 밸런서에 연결되어 있습니다. 트래픽은 Application Load Balancer의 가중치로 나눕니다.`,
  }),
  notPaired: (d) => ({ message: `\`${d.asg}\` 그룹에 아직 두 번째 색이 없습니다.`, hint: d.command }),
  bothActive: (d) => ({
    message: `진행 중인 릴리스가 없는데 \`${d.blue}\` 그룹과 \`${d.green}\` 그룹이 모두 트래픽을 받고 있어 어느 쪽을 남겨야 할지 알 수 없습니다.`,
    hint: `하나를 고르십시오: ${d.commands.join(' 또는 ')}`,
  }),
  releaseUnfinished: (d) => ({
    message: `\`${d.from}\`에서 \`${d.to}\` 그룹으로 가는 릴리스가 트래픽을 옮긴 채 아직 끝나지 않았습니다. 다른 개정은 기다려야 합니다.`,
    hint: d.commands.join('\n'),
  }),
  notMoved: (d) => ({
    message: `\`${d.to}\` 그룹이 아직 모든 트래픽을 받고 있지 않으므로 \`${d.from}\` 그룹을 줄일 수 없습니다.`,
    hint: d.commands.join('\n'),
  }),
  partlyDeployed: (d) => ({
    message: `배포 ${d.deployment}은(는) 성공했지만 인스턴스 ${d.count}개에서는 실패했습니다. AllAtOnce는 하나만 성공해도 성공으로 봅니다. 트래픽은 그대로입니다.`,
    hint: d.command,
  }),
  smokeFailed: (d) => ({
    message: `${d.url} 주소가 제대로 응답하지 않습니다: ${d.problem}. 트래픽은 그대로입니다.`,
    hint: `애플리케이션을 고친 다음 같은 명령을 다시 실행하거나 그만두십시오: ${d.command}`,
  }),
  shiftUnhealthy: (d) => ({
    message: `트래픽을 옮기는 동안 \`${d.targetGroup}\`의 대상 ${d.total}개 중 ${d.unhealthy}개가 비정상이 되어 트래픽을 되돌렸습니다.`,
    hint: `서버를 살펴본 다음 같은 명령을 다시 실행하거나 그만두십시오: ${d.command}`,
  }),
  shiftErrors: (d) => ({
    message: `\`${d.targetGroup}\` 대상 그룹이 요청 ${d.requests}개 중 ${d.rate}%에 5xx로 응답하여(한도 ${d.max}%) 트래픽을 되돌렸습니다.`,
    hint: `서버를 살펴본 다음 같은 명령을 다시 실행하거나 그만두십시오: ${d.command}`,
  }),
  refreshActive: (d) => ({
    message: `\`${d.asg}\`의 인스턴스 새로 고침이 진행 중이어서 인스턴스가 교체되고 있습니다.`,
    hint: '끝날 때까지 기다리거나 취소한 다음 같은 명령을 다시 실행하십시오.',
  }),
};

export const blueGreenCommands: typeof enCommands = {
  blueGreenStatus: '두 색의 상태, 트래픽을 받는 색, 릴리스의 진행 상황',
  blueGreenSwitch: '모든 트래픽을 다른 색이나 지정한 색으로 옮김',
  blueGreenAbort: '트래픽을 이전 색으로 되돌리고 용량과 조정을 릴리스 전 상태로 되돌림',
  leftovers: 'CodeDeploy의 블루/그린 배포가 실패하면서 남긴 Auto Scaling 그룹',
  blueGreenFinish: '릴리스의 마무리: 되돌아갈 시간이 지날 때까지 기다린 다음 이전 색의 용량을 0으로 줄임',
};

export const blueGreenFlags: typeof enFlags = {
  steps: '단계별 트래픽 비율(%), 예: 10,50,100(기본값: 100)',
  pause: '단계마다 지켜보는 시간(--steps 사용 시 기본값: 2m)',
  keep: '이전 색을 그대로 유지하는 시간(기본값: 30m)',
  healthyPolls: '모든 대상이 연속으로 정상이어야 하는 횟수(기본값: 3)',
  smoke: '트래픽을 옮기기 전에 응답해야 하는 페이지',
  max5xx: '5xx 응답이 이 비율(%)을 넘으면 트래픽을 되돌림(기본값: 5)',
  maxUnhealthy: '트래픽을 옮기는 동안 비정상 대상이 이보다 많으면 트래픽을 되돌림(기본값: 0)',
  setupOnly: '두 번째 색만 만들고 릴리스하지 않음',
  again: '트래픽을 받는 색에 이미 있는 개정도 릴리스',
  switchTo: 'blue 또는 green(기본값: 다른 색)',
  removeLeftovers: '인스턴스와 함께 모두 삭제',
  now: '되돌아갈 시간이 끝나기를 기다리지 않음',
};

export const blueGreen: Text['blueGreen'] = {
  titles: { colours: '색', revision: '개정', traffic: '트래픽', release: '릴리스' },
  colours: { blue: '블루', green: '그린' },
  active: '활성',
  absent: '아직 없음',
  share: (d) => `${d.percent}%`,
  serving: (d) => `InService ${d.ready}/${d.desired}개, 정상 ${d.total}개`,
  phases: {
    preparing: '새 색을 준비하는 중',
    shifting: '트래픽을 옮기는 중',
    keeping: '이전 색을 되돌아갈 곳으로 유지하는 중',
    kept: '이전 색의 용량을 0으로 줄일 수 있음',
  },
};
