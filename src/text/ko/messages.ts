// Lines said while working.
import type { messages as english } from '../en/messages.ts';
import { agentState, findingLines, kindText } from '../say.ts';
import { findings } from './findings.ts';
import { agentStates, kinds, tasks } from './names.ts';

export const messages: typeof english = {
  nothingToDo: () => '모든 것이 이미 원하는 상태입니다. 할 일이 없습니다.',
  applyThis: (d) => `변경 ${d.count}개를 적용하시겠습니까?`,
  waitVisible: (d) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: AWS에 보일 때까지 대기`,
  waitSpreading: (d) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: IAM이 새 역할을 퍼뜨릴 때까지 대기`,
  madeBefore: (d) =>
    `그 전에 끝난 것: ${d.things.map(({ kind, name }) => `${kindText({ kinds }, kind)} \`${name}\``).join(', ')}`,
  waitReadBack: (d) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: 응답을 받지 못해 지금 상태를 확인`,
  configDiffers: (d) => `${d.file}: ${d.key} 값을 ${d.from}에서 ${d.to}(으)로 바꾸시겠습니까?`,
  configKept: (d) => `${d.file}의 ${d.key} 값은 ${d.from}, 이번 실행의 값은 ${d.to}입니다. 파일은 그대로 두었습니다.`,
  configNew: (d) => `${d.file}: 아직 없는 파일입니다. 이번 실행의 답부터 이 파일에 남깁니다.`,
  sandboxOffer: () => 'AWS 자격 증명이 없습니다. 계정 없이 샌드박스에서 해 보시겠습니까?',
  dryRun: () => '모의 실행: 아무것도 쓰지 않았습니다.',

  serviceRoleIsForCodeDeploy: (d) =>
    `서비스 역할 \`${d.role}\`: CodeDeploy 서비스가 밖에서 사용합니다. 배포 그룹에 지정하며, 인스턴스에는 절대 연결하지 않습니다.`,
  serviceRoleOnInstance: (d) =>
    `EC2 역할 \`${d.role}\`에 CodeDeploy 서비스용 정책 ${d.policy}이(가) 있습니다. 인스턴스 프로파일이 무엇이든 있기만 하면 에이전트가 동작하므로 이것을 연결해서 해결된 것처럼 보였을 뿐입니다. 그러나 서버의 모든 프로세스가 인스턴스를 종료하고 Auto Scaling 그룹을 삭제할 수 있게 되며, S3의 개정은 여전히 읽지 못합니다. 분리하십시오: aws iam detach-role-policy --role-name ${d.role} --policy-arn <${d.policy}의 ARN>`,
  serviceRoleTrustsEc2: (d) =>
    `서비스 역할 \`${d.role}\`의 신뢰 관계에 ec2.amazonaws.com도 있습니다. 인스턴스에 연결할 역할이 아니므로 codedeploy.amazonaws.com만 신뢰하면 됩니다.`,
  readsEveryBucket: () =>
    '책의 정책(모든 버킷에 s3:Get*, s3:List*)은 필요 이상으로 넓습니다. --revision-bucket으로 버킷을 지정하면 최소 권한 정책을 만듭니다.',

  instanceInAsg: (d) =>
    `\`${d.instance}\`: Auto Scaling 그룹 \`${d.asg}\`에 속해 있어 중지하면 종료되고 다른 인스턴스로 교체됩니다.`,
  instanceInTargetGroup: (d) => `\`${d.instance}\`: 대상 그룹 \`${d.targetGroup}\`에서 트래픽을 받고 있습니다.`,
  instanceMatchesGroup: (d) =>
    `\`${d.instance}\`: 배포 그룹 \`${d.application}/${d.group}\`의 태그가 있습니다. 중지된 동안의 배포는 실패로 셉니다.`,
  nothingDepends: (d) =>
    `\`${d.instance}\`에 의존하는 것이 없습니다: Auto Scaling 그룹, 대상 그룹, 배포 그룹의 태그 모두 없음.`,
  publicIpChanges: (d) => `\`${d.instance}\`의 퍼블릭 IP 주소 ${d.ip}: 다시 시작하면 바뀝니다.`,
  stopsInstance: (d) => `이미지를 만들기 위해 \`${d.instance}\` 인스턴스를 중지합니다.`,
  staysStopped: (d) => `그 뒤 \`${d.instance}\` 인스턴스는 중지된 채로 둡니다.`,
  listing: (d) => `${d.path}의 내용: ${d.entries}${d.more > 0 ? ` 외 ${d.more}개` : ''}`,
  emptiesFolder: (d) => `서버의 ${d.path}에 있는 모든 것(${d.count}개)을 삭제합니다.`,
  profileMissing: (d) =>
    `\`${d.instance}\`에 인스턴스 프로파일이 없어 \`${d.profile}\` 프로파일을 연결합니다. 에이전트는 다시 시작해야 이를 압니다.`,
  profileOther: (d) =>
    `\`${d.instance}\`: 지금의 인스턴스 프로파일 \`${d.profile}\` 그대로 둡니다. 에이전트에 필요한 권한이 있어야 합니다.`,
  agentScript: (d) => `서버(${d.platform})에서 다음을 실행한 뒤 이 명령을 다시 실행하십시오:\n${d.script}`,
  filesInTheWay: (d) =>
    `개정이 놓일 ${d.path}에 이미 ${d.count}개 항목이 있습니다(${d.example}). 개정에 같은 이름의 파일이 있으면 이 이미지로 하는 첫 배포는 "file already exists"로 실패합니다. --clean-paths ${d.path} 옵션으로 폴더를 비우거나 --file-exists-behavior OVERWRITE 옵션으로 배포하십시오.`,
  waitManaged: (d) => `\`${d.instance}\`: Systems Manager에 보일 때까지 대기`,
  waitCommand: (d) => `\`${d.instance}\`: ${tasks[d.what]}`,
  waitAgent: (d) => `\`${d.instance}\`: CodeDeploy 에이전트 상태 - ${agentState(agentStates, d.state)}`,
  waitInstance: (d) => `\`${d.instance}\`: ${d.state}, ${d.to} 상태가 될 때까지 대기`,
  waitImage: (d) => `AMI \`${d.image}\`: ${d.state}${d.progress ? ` (${d.progress})` : ''}`,

  templateDiff: (d) => `원본은 버전 ${d.from}이며 ${d.keys}만 바뀝니다.`,
  templateUsers: (d) => `$Default를 사용하는 다음 Auto Scaling 그룹이 바로 따라 바뀝니다: ${d.groups}`,
  userDataInherited: () => '원본 버전의 사용자 데이터를 물려받습니다.',
  userDataRegion: (d) => `물려받은 사용자 데이터에 리전 ${d.region}이(가) 적혀 있습니다. 이 템플릿의 리전과 다릅니다.`,

  oldInstancesStay: (d) =>
    `실행 중인 인스턴스 ${d.count}개는 이전 템플릿 그대로이고, 새 인스턴스만 버전 ${d.version}을(를) 사용합니다. --refresh 옵션으로 교체할 수 있습니다.`,
  sizeEffect: (d) =>
    d.to > d.from ? `인스턴스 ${d.to - d.from}개를 시작합니다.` : `인스턴스 ${d.from - d.to}개를 종료합니다.`,
  bareInstances: () =>
    '새 인스턴스에는 첫 배포 전까지 애플리케이션이 없습니다. 그때까지 로드 밸런서가 오류를 보일 수 있으며, 정상입니다.',
  mixedInstances: () => '그룹에 혼합 인스턴스 정책이 있습니다. 그대로 두고 템플릿 버전만 바꿉니다.',
  overridesPinned: () =>
    '그 정책의 일부 재정의에 자체 시작 템플릿이 지정되어 있습니다. 그 유형의 인스턴스는 새 이미지를 받지 못하므로 직접 바꾸십시오.',
  leavesLaunchConfiguration: (d) => `그룹이 시작 구성 \`${d.name}\` 대신 시작 템플릿을 사용하게 됩니다.`,
  waitInService: (d) =>
    `인스턴스 ${d.desired}개 중 ${d.ready}개가 InService이고 정상${d.states ? ` (${d.states})` : ''}`,
  scalingActivity: (d) => `Auto Scaling: ${d.message}`,
  waitRefresh: (d) => `인스턴스 새로 고침: ${d.status}, ${d.percent} %`,

  matches: (d) => `${d.tags}: 일치하는 고유 인스턴스 ${d.count}개`,
  matchesNone: (d) => `${d.tags}: 일치하는 실행 중인 인스턴스가 없습니다. 배포하면 NO_INSTANCES로 실패합니다.`,
  matchesStopped: (d) => `중지된 인스턴스 ${d.count}개가 태그와 일치합니다. 배포하면 실패로 셉니다.`,
  hookExplained: (d) =>
    `CodeDeploy가 \`${d.asg}\`에 수명 주기 후크를 만듭니다. 새 인스턴스는 InService가 되기 전에 마지막으로 성공한 개정을 받습니다.`,
  targetGroupNotOnAsg: (d) =>
    `대상 그룹 \`${d.targetGroup}\`: \`${d.asg}\`에 연결되어 있지 않아 인스턴스가 정상 상태가 될 수 없습니다.`,
  singleInstance: () => '인스턴스가 하나이면 중단 없이 배포할 수 없습니다.',
  otherGroupOnAsg: (d) =>
    `\`${d.asg}\`: 이미 배포 그룹 \`${d.group}\`에 속해 있습니다. 후크 두 개가 한 에이전트에 동시에 배포하게 됩니다.`,
  blueGreenRenames: (d) =>
    `CodeDeploy의 블루/그린은 배포할 때마다 새 이름의 Auto Scaling 그룹을 만들고 \`${d.asg}\` 그룹을 삭제합니다.`,

  githubConnection: (d) =>
    `애플리케이션 \`${d.application}\`에 아직 GitHub 연결이 없습니다. 비공개 리포지토리라면 콘솔에서 한 번 연결하십시오: ${d.url} (배포 만들기, 애플리케이션을 GitHub에 저장, GitHub에 연결, 그다음 취소)`,
  githubTokenOther: (d) => `애플리케이션에 연결된 GitHub 토큰은 \`${d.linked}\`이며 \`${d.token}\` 토큰이 아닙니다.`,
  revisionWarning: (d) => findingLines({ findings }, { file: d.file, findings: [d.finding] })[0]?.trim() ?? '',
  packed: (d) => `파일 ${d.files}개, ${d.size} 크기로 묶었습니다`,
  uploaded: (d) => `${d.location}에 올렸습니다`,
  runsAlready: (d) => `이 개정은 이미 실행 중입니다(배포 ${d.deployment}).`,
  deploymentCreated: (d) => `배포 ${d.deployment} 생성됨`,
  noBucketVersioning: (d) =>
    `버킷 \`${d.bucket}\`: 버전을 보관하지 않습니다. 나중의 롤백은 그때 그 키에 있는 것을 내려받습니다.`,
};
