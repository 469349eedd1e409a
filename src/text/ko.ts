// 한국어. Console terms as AWS's Korean console has them; event names, enums and error names stay as they are.
import { agentState, kindText, reasonText, ruleText, type Text } from './en.ts';

const kinds = {
  'aws.region': '리전',
  'aws.profile': '프로파일',
  'iam.policy': 'IAM 정책',
  'iam.role': 'IAM 역할',
  'iam.instance-profile': '인스턴스 프로파일',
  'ec2.profile-association': '인스턴스에 연결된 인스턴스 프로파일',
  'ssm.host': '서버',
  'ec2.image': 'AMI',
  'ec2.instance': '인스턴스',
  'ec2.launch-template': '시작 템플릿',
  'ec2.launch-template-version': '시작 템플릿 버전',
  'autoscaling.group': 'Auto Scaling 그룹',
  'autoscaling.refresh': '인스턴스 새로 고침',
  'elb.target-group': '대상 그룹',
  'cloudwatch.alarm': '경보',
  's3.bucket': '버킷',
  'codedeploy.application': 'CodeDeploy 애플리케이션',
  'codedeploy.config': '배포 구성',
  'codedeploy.group': '배포 그룹',
  's3.object': 'S3의 개정',
  'codedeploy.deployment': '배포',
};

const tasks = {
  looksAtAgent: '에이전트 확인 중',
  looksForFiles: '배포를 막는 파일 확인 중',
  installsAgent: '에이전트 설치 중',
  restartsAgent: '에이전트 다시 시작 중',
  emptiesFolders: '폴더 비우는 중',
};

const agentStates = {
  missing: '설치되지 않음',
  stopped: '중지됨',
  'without credentials': '자격 증명 없이 실행 중',
  'not polling': '실행 중이지만 CodeDeploy에 폴링하지 않음',
  running: '실행 중',
};

const rules: Text['rules'] = {
  empty: () => '비워 둘 수 없습니다',
  oneOf: (d) => `다음 중 하나여야 합니다: ${d.options}`,
  yesNo: () => '예 또는 아니요여야 합니다 (y/n)',
  wholeNumber: () => '정수여야 합니다',
  range: (d) => `${d.from}에서 ${d.to} 사이여야 합니다`,
  iamName: (d) => `영문자, 숫자, _+=,.@- 로 1~${d.max}자여야 합니다 (IAM 규칙)`,
  twoRoles: () => 'EC2 역할과 같을 수 없습니다. 서비스 역할은 CodeDeploy 서비스가 쓰며 인스턴스에는 연결하지 않습니다',
  codeDeployName: () => '영문자, 숫자, +=,.@_- 로 1~100자여야 합니다 (CodeDeploy 규칙)',
  configName: () => 'OneAtATime, HalfAtATime, AllAtOnce가 아니면 CodeDeployDefault.로 시작할 수 없습니다',
  bucketName: () => 'S3 버킷 이름이어야 합니다: 영문 소문자, 숫자, 점, 하이픈으로 3~63자',
  objectKey: () => '슬래시로 시작하지 않는 1~1024바이트의 S3 키여야 합니다',
  instanceId: () => 'i-0123456789abcdef0 형식이어야 합니다',
  imageId: () => 'ami-0123456789abcdef0 형식이어야 합니다',
  subnetId: () => 'subnet-0123456789abcdef0 형식의 서브넷 ID여야 합니다',
  securityGroupId: () => 'sg-0123456789abcdef0 형식의 보안 그룹 ID여야 합니다',
  imageName: () => "영문자, 숫자, 공백, ()[]./-'@_ 로 3~128자여야 합니다 (EC2 규칙)",
  templateName: () => '영문자, 숫자, ().-/_ 로 3~128자여야 합니다 (EC2 규칙)',
  templateVersion: () => '버전 번호, $Latest 또는 $Default여야 합니다',
  asgName: () => '콜론이 없는 출력 가능한 문자 1~255자여야 합니다 (Auto Scaling 규칙)',
  targetGroupName: () => '대상 그룹의 이름이어야 합니다(ARN 아님): 영문자, 숫자, 하이픈으로 1~32자',
  projectName: () => '영문자로 시작하고 영문자, 숫자, 하이픈으로 1~40자여야 합니다',
  arn: () => 'arn:aws:iam::123456789012:policy/boundary 형식의 ARN이어야 합니다',
  tagPairs: () => 'Key=Value 형식이어야 합니다',
  tagCount: () => '태그는 10개까지입니다 (CodeDeploy 규칙)',
  minimumHealthy: () => '2와 같은 호스트 수 또는 0%~99%의 비율이어야 합니다',
  repositoryName: () => '주소와 .git 없이 owner/name 형식이어야 합니다',
  commitId: () => '커밋의 16진수 40자리여야 합니다',
  absolutePath: () => '루트 아래의 절대 경로여야 합니다',
  systemPath: () => '/ 나 운영 체제의 폴더는 쓸 수 없습니다',
  pathCharacters: () => '따옴표, 줄바꿈, 제어 문자를 쓸 수 없습니다',
  description: () => '256자까지입니다',
  duration: () => '90s, 30m, 2h와 같은 기간이어야 합니다',
  pollInterval: () => '50ms 이상이어야 합니다',
  sizes: (d) => `최소 ≤ 원하는 용량 ≤ 최대에 어긋납니다 (최소 ${d.min}, 원하는 용량 ${d.desired}, 최대 ${d.max})`,
  url: () => 'http://127.0.0.1:5000과 같은 주소여야 합니다',
  accountId: () => 'AWS 계정의 숫자 12자리여야 합니다',
  region: () => 'ap-northeast-2와 같은 AWS 리전이어야 합니다',
  text: () => '텍스트여야 합니다',
  listOfText: () => '텍스트의 목록이어야 합니다',
  unknownKey: () => '키는 이 파일에 쓸 수 없습니다',
  file: () => '있는 폴더여야 합니다',
};

const reasons: Text['reasons'] = {
  wrongServiceTrust: () =>
    '서비스 역할은 CodeDeploy가 밖에서 사용하므로 codedeploy.amazonaws.com을 신뢰해야 합니다. ec2.amazonaws.com을 신뢰하는 것은 인스턴스용 역할입니다.',
  wrongEc2Trust: () =>
    '이 역할은 인스턴스가 인스턴스 프로파일로 사용하므로 ec2.amazonaws.com을 신뢰해야 합니다. codedeploy.amazonaws.com을 신뢰하는 것은 서비스 역할이며 인스턴스에는 절대 연결하지 않습니다.',
  noTargets: (d) => `배포 그룹 \`${d.group}\`에 속한 실행 중인 인스턴스가 없습니다.`,
  alarmActive: (d) => `배포 그룹의 경보가 ALARM 상태입니다: ${d.alarms}`,
  commitNotPushed: (d) => `커밋 ${d.commit}이(가) 아직 GitHub(${d.repository})에 없습니다. 먼저 푸시하십시오.`,
  bucketElsewhere: (d) =>
    `버킷 \`${d.bucket}\`의 리전은 ${d.region}, 서버의 리전은 ${d.here}입니다. 같은 리전이어야 합니다.`,
  appSpecMissing: () => '루트에 appspec.yml이 없습니다.',
  appSpecName: (d) => `에이전트는 appspec.yml이라는 이름만 읽습니다. 지금 이름: ${d.file}`,
  appSpecEncoding: () => 'appspec.yml은 바이트 순서 표시(BOM) 없는 UTF-8로 저장해야 합니다.',
  appSpecSyntax: (d) => `appspec.yml:${d.line}:${d.column}: ${d.problem}`,
  appSpecEmpty: () => 'appspec.yml이 비어 있습니다.',
  appSpecVersion: (d) => `appspec.yml의 version은 따옴표 없는 숫자 0.0이어야 합니다. 지금 값: ${d.value}`,
  appSpecOs: (d) => `appspec.yml의 os는 linux 또는 windows여야 합니다. 지금 값: ${d.value}`,
  appSpecBehavior: (d) =>
    `appspec.yml의 file_exists_behavior는 DISALLOW, OVERWRITE, RETAIN 중 하나여야 합니다. 지금 값: ${d.value}`,
  appSpecMapping: (d) => `appspec.yml의 ${d.key}: 키와 값의 매핑이어야 합니다.`,
  appSpecList: (d) => `appspec.yml의 ${d.key}: 하이픈으로 시작하는 목록이어야 합니다.`,
  appSpecText: (d) => `appspec.yml의 ${d.key}: 텍스트로 주어야 합니다.`,
  scriptMissing: (d) =>
    `appspec.yml이 ${d.event}에 쓰는 스크립트 ${d.location}: 개정에 없습니다. 파일이 없거나 제외 파일이 빼 놓은 것입니다.`,
  sourceMissing: (d) =>
    `appspec.yml이 복사하는 ${d.source}: 개정에 없습니다. 파일이 없거나 제외 파일이 빼 놓은 것입니다.`,
};

const words: Text['words'] = {
  account: '계정',
  region: '리전',
  profile: '프로파일',
  sandbox: '샌드박스',
  plan: '계획',
  answers: '답',
  done: '완료했습니다.',
  next: '다음',
  warning: '경고',
  error: '오류',
  hint: '도움말',
  none: '없음',
  newOne: '새로 입력',
  yes: '예',
  no: '아니요',
  severe: '되돌릴 수 없습니다.',
  typeToConfirm: '확인하려면 이름을 입력하십시오',
  keys: '↑↓ 이동 · ⏎ 선택',
  keysMany: '↑↓ 이동 · 스페이스 표시 · ⏎ 완료',
  missing: '없음',
  partial: '일부',
  ready: '준비',
  state: '상태',
  instance: '인스턴스',
  event: '이벤트',
  status: '상태',
  step: '단계',
  value: '값',
  stillWaiting: '계속 기다리는 중',
  requestId: '요청 ID',
  usage: '사용법:',
  commands: '명령:',
  options: '옵션:',
  arguments: '인수:',
  globalOptions: '전역 옵션:',
  didYouMean: '혹시 이것입니까:',
  targets: '대상',
  deployments: '배포',
  hook: '수명 주기 후크',
  group: '배포 그룹',
  empty: '(비어 있음)',
  fileTooLarge: '파일이 1 MB보다 큽니다.',
  fileNotKeys: '파일에는 `project: shop` 같은 줄이 있어야 합니다.',
  keyTwice: '두 번 지정되었습니다',
};

const differences = (differs: readonly { key: string; from: unknown; to: unknown }[]) =>
  differs
    .map(({ key, from, to }) => `  ${key}: 지금 ${JSON.stringify(from)}, 원하는 값 ${JSON.stringify(to)}`)
    .join('\n');

export const ko: Text = {
  kinds,
  steps: {
    roles: { title: 'IAM 역할', about: 'EC2 정책, 역할, 인스턴스 프로파일과 CodeDeploy 서비스 역할' },
    ami: { title: 'AMI', about: '에이전트 설치, 중지, 이미지 생성, 사용 가능할 때까지 대기' },
    template: { title: '시작 템플릿', about: '새 버전: AMI와 인스턴스 프로파일만 바뀝니다' },
    asg: { title: 'Auto Scaling 그룹', about: '템플릿 버전, 용량, InService까지 대기' },
    app: { title: 'CodeDeploy 애플리케이션', about: '애플리케이션(EC2/온프레미스)' },
    group: { title: '배포 그룹', about: '어디에 어떻게 배포할지' },
    deploy: { title: '배포', about: '개정, 배포, 끝까지 지켜보기' },
  },

  verbs: { create: '생성', update: '변경', keep: '유지', remove: '제거' },

  sources: {
    flag: '플래그',
    environment: '환경 변수',
    file: '파일',
    typed: '입력',
    default: '기본값',
    directory: '제안: 폴더 이름',
    repository: '제안: 리포지토리 이름',
    git: '제안: git',
    onlyOne: '제안: 계정에 하나뿐',
    project: '제안: 프로젝트 이름에서',
    present: '제안: 지금 그대로',
    book: '제안: 책과 같이',
    clock: '제안: 현재 시각',
    target: '제안: Auto Scaling 그룹에서',
    bundle: '제안: 개정에서',
    unreachable: '제안: 실행 중인 인스턴스에 인스턴스 프로파일이 없어 배포할 수 없음',
  },

  rules,
  reasons,

  messages: {
    nothingToDo: () => '모든 것이 이미 원하는 상태입니다. 할 일이 없습니다.',
    applyThis: (d) => `변경 ${d.count}개를 적용하시겠습니까?`,
    waitVisible: (d) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: AWS에 보일 때까지 대기`,
    waitSpreading: (d) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: IAM이 새 역할을 퍼뜨릴 때까지 대기`,
    waitReadBack: (d) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: 응답을 받지 못해 지금 상태를 확인`,
    configDiffers: (d) => `${d.file}: ${d.key} 값을 ${d.from}에서 ${d.to}(으)로 바꾸시겠습니까?`,
    configKept: (d) => `${d.file}의 ${d.key} 값은 ${d.from}, 이번 실행의 값은 ${d.to}입니다. 파일은 그대로 두었습니다.`,
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
    userDataRegion: (d) =>
      `물려받은 사용자 데이터에 리전 ${d.region}이(가) 적혀 있습니다. 이 템플릿의 리전과 다릅니다.`,

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
    packed: (d) => `파일 ${d.files}개, ${d.size} 크기로 묶었습니다`,
    uploaded: (d) => `${d.location}에 올렸습니다`,
    runsAlready: (d) => `이 개정은 이미 실행 중입니다(배포 ${d.deployment}).`,
    deploymentCreated: (d) => `배포 ${d.deployment} 생성됨`,
    watching: (d) => `배포 ${d.deployment}: ${d.status}${d.counts ? ` (${d.counts})` : ''}`,
    followsRollback: (d) => `배포 ${d.deployment} 실패. 롤백 ${d.rollback}을(를) 끝까지 지켜봅니다.`,
    succeededWithFailures: (d) => `배포는 성공으로 끝났지만 인스턴스 ${d.total}개 중 ${d.failed}개가 실패했습니다.`,
    noBucketVersioning: (d) =>
      `버킷 \`${d.bucket}\`: 버전을 보관하지 않습니다. 나중의 롤백은 그때 그 키에 있는 것을 내려받습니다.`,
  },

  usage: {
    'commander.unknownOption': (what) => `${what} 옵션은 없습니다.`,
    'commander.unknownCommand': (what) => `${what} 명령은 없습니다.`,
    'commander.excessArguments': () => '인수가 너무 많습니다.',
    'commander.optionMissingArgument': (what) => `${what} 옵션에는 값이 필요합니다.`,
    'commander.missingArgument': (what) => `${what} 인수가 없습니다.`,
    'commander.invalidArgument': (what, allowed) => `${what} 옵션의 값은 다음 중 하나여야 합니다: ${allowed}`,
    'commander.help': () => '명령이 없습니다.',
  },

  errors: {
    unexpected: (d) => ({
      message: `codedeploy-wizard의 결함입니다: ${d.message}`,
      hint: '--debug 옵션으로 다시 실행하고 출력을 알려 주십시오.',
    }),
    usage: (d) => ({ message: d.problem, hint: d.suggestion }),
    missingAnswers: (d) => ({
      message: `물어볼 사람이 없고 답 ${d.missing.length}개가 없습니다:\n${d.missing
        .map(({ key, flag, variable }) => `  ${flag}  (${variable}, 또는 설정 파일의 ${key})`)
        .join('\n')}`,
      hint: '플래그, 환경 변수, codedeploy-wizard.yml로 주거나 터미널에서 실행하십시오.',
    }),
    invalidValue: (d) => ({ message: `${d.where}: \`${d.value}\` ${ruleText({ rules }, d.rule, d.data)}.` }),
    configInvalid: (d) => ({ message: `${d.file}:${d.line}:${d.column}: ${d.problem}` }),
    regionMissing: () => ({
      message: 'AWS 리전이 정해지지 않았습니다.',
      hint: '--region ap-northeast-2 옵션을 주거나 AWS_REGION 환경 변수 또는 프로파일에 설정하십시오(aws configure).',
    }),
    confirmationMissing: (d) => ({
      message: '확인해 줄 사람이 없습니다.',
      hint: `동의하려면 추가하십시오: ${[...(d.yes ? ['--yes'] : []), ...d.names.map((name) => `--confirm ${name}`)].join(' ')}`,
    }),
    sandboxStateBroken: (d) => ({
      message: `샌드박스의 상태 파일을 읽을 수 없습니다: ${d.file}`,
      hint: '새로 시작하십시오: codedeploy-wizard sandbox reset',
    }),
    notReady: (d) => ({
      message: d.what
        ? `${kindText({ kinds }, d.what.kind)} \`${d.what.name}\`: 아직 없습니다.`
        : `단계 ${d.step}: 아직 끝나지 않았습니다.`,
      hint: `codedeploy-wizard ${d.step}`,
    }),
    conflict: (d) => ({
      message: `${kindText({ kinds }, d.kind)} \`${d.name}\`: 이미 있고, 이 도구가 바꿀 수 없으며, 다음이 다릅니다:\n${differences(d.differs)}${d.why ? `\n${reasonText({ reasons }, d.why)}` : ''}`,
      hint: '다른 이름을 고르거나 원하는 값으로 직접 바꾸십시오.',
    }),
    servesTraffic: (d) => ({
      message: `\`${d.instance}\` 인스턴스를 중지하지 않았습니다. ${
        d.asg
          ? `Auto Scaling 그룹 \`${d.asg}\`에 속해 있어 교체됩니다.`
          : `대상 그룹 \`${d.targetGroup}\`에서 트래픽을 받고 있습니다.`
      }`,
      hint: '아무것도 의존하지 않는 인스턴스를 고르거나 --allow-downtime 옵션을 추가하십시오.',
    }),
    filesInTheWay: (d) => ({
      message: `개정이 놓일 곳에 파일이 있습니다: ${d.paths.join(', ')}`,
      hint: '--clean-paths 옵션으로 폴더를 비우거나 --file-exists-behavior OVERWRITE 옵션으로 배포하십시오.',
    }),
    agentNotVerified: (d) => ({
      message: `\`${d.instance}\`의 CodeDeploy 에이전트 상태: ${agentState(agentStates, d.state)}.${d.evidence ? `\n  ${d.evidence}` : ''}`,
      hint: '서버의 /var/log/aws/codedeploy-agent/codedeploy-agent.log를 보거나 --agent script 옵션으로 직접 설치하십시오.',
    }),
    notManaged: (d) => ({
      message: `\`${d.instance}\`: Systems Manager에 보이지 않아 명령을 실행할 수 없습니다.`,
      hint: 'SSM 에이전트, AmazonSSMManagedInstanceCore가 있는 인스턴스 프로파일, SSM 엔드포인트로 가는 경로가 필요합니다. 또는 --agent script 옵션을 쓰십시오.',
    }),
    scriptToRun: (d) => ({
      message: `\`${d.instance}\`에서 root로 다음을 실행하십시오:\n${d.script}`,
      hint: '그런 다음 같은 명령을 --agent skip 옵션으로 다시 실행하십시오.',
    }),
    unplanned: (d) => ({
      message: `${kindText({ kinds }, d.kind)} \`${d.name}\`: 계획을 보여 준 뒤에 바뀌었습니다. 아무것도 쓰지 않았습니다.`,
      hint: '명령을 다시 실행하여 새 계획을 보십시오.',
    }),
    cannotStart: (d) => ({ message: `배포가 성공할 수 없습니다: ${reasonText({ reasons }, d)}` }),
    revisionBroken: (d) => ({ message: `이 개정은 배포할 수 없습니다: ${reasonText({ reasons }, d)}` }),
    launchLoop: (d) => ({
      message: `\`${d.asg}\`에서 인스턴스 시작이 계속 실패합니다: ${d.message}`,
      hint: `aws autoscaling describe-scaling-activities --auto-scaling-group-name ${d.asg}`,
    }),
    noCredentials: (d) => ({
      message: `AWS 자격 증명이 없습니다: ${d.reason}`,
      hint: '`aws configure` 또는 `aws sso login`으로 설정하거나, --profile로 프로파일을 지정하거나, --sandbox로 해 보십시오.',
    }),
    expiredCredentials: (d) => ({
      message: `AWS 자격 증명이 만료되었습니다(${d.operation}).`,
      hint: '갱신한 뒤(aws sso login) 같은 명령을 다시 실행하면 이어서 합니다.',
    }),
    denied: (d) => ({
      message: `AWS가 ${d.operation} 작업을 거부했습니다(권한 없음): ${d.message}`,
      hint: '호출자에게 이 작업을 허용한 뒤 같은 명령을 다시 실행하면 이어서 합니다.',
    }),
    wrongAccount: (d) => ({
      message: `이 계정은 ${d.account}이며 예상한 ${d.expected} 계정이 아닙니다. 아무것도 쓰지 않았습니다.`,
      hint: '--profile로 올바른 프로파일을 고르십시오.',
    }),
    refused: (d) => ({ message: `AWS가 ${d.operation} 작업을 거절했습니다: ${d.message}` }),
    unreachable: (d) => ({
      message: `AWS가 ${d.operation} 작업에 응답하지 않았습니다: ${d.message}`,
      hint: '네트워크와 --endpoint-url을 확인한 뒤 같은 명령을 다시 실행하면 이어서 합니다.',
    }),
    throttled: (d) => ({
      message: `AWS가 ${d.operation} 작업을 여러 번 시도한 뒤에도 제한하고 있습니다.`,
      hint: '잠시 뒤 같은 명령을 다시 실행하면 이어서 합니다.',
    }),
    broken: (d) => ({
      message: `${kindText({ kinds }, d.kind)} \`${d.name}\`의 상태: ${d.state}${d.reason ? ` - ${d.reason}` : ''}`,
    }),
    notFound: (d) => ({
      message: `${d.region ? `${d.region}에 ` : ''}${kindText({ kinds }, d.kind)} \`${d.name}\`: 없습니다.`,
      hint: d.instead.length > 0 ? `있는 것: ${d.instead.slice(0, 10).join(', ')}` : undefined,
    }),
    declined: () => ({ message: '확인되지 않았습니다. 더 이상 아무것도 하지 않았습니다.' }),
    timedOut: (d) => ({
      message: `\`${d.what}\`: ${d.seconds}초 뒤에 기다리기를 그만두었습니다. 작업은 AWS에서 계속됩니다.`,
      hint: '같은 명령을 다시 실행하면 이어서 기다립니다.',
    }),
    deploymentFailed: (d) => ({
      message: `배포 ${d.deployment} 실패(${d.code}): ${d.message}${d.failures
        .map(
          ({ instance, event, code, message, log }) =>
            `\n  ${instance} ${event} ${code}: ${message}${log ? `\n    ${log.trimEnd().split('\n').slice(-5).join('\n    ')}` : ''}`,
        )
        .join('')}`,
      hint: 'codedeploy-wizard status',
    }),
    deploymentStopped: (d) => ({
      message: `배포 ${d.deployment} 중지됨${d.code ? ` (${d.code})` : ''}${d.message ? `: ${d.message}` : ''}`,
    }),
    rolledBack: (d) => ({
      message: `배포 ${d.deployment} 실패(${d.code}), ${d.rollback}(으)로 롤백되었습니다: ${d.message}${d.failures
        .map(({ instance, event, code, message }) => `\n  ${instance} ${event} ${code}: ${message}`)
        .join('')}`,
    }),
    busy: (d) => ({
      message: `\`${d.group}\`: 다른 배포가 진행 중입니다${d.deployment ? `: ${d.deployment}` : ''}.`,
      hint: '끝날 때까지 기다린 뒤 같은 명령을 다시 실행하십시오.',
    }),
    interrupted: (d) => ({
      message: '중단했습니다. AWS에서 시작된 작업은 계속됩니다.',
      hint: `이어서 하려면: ${d.command}`,
    }),
    terminated: (d) => ({
      message: '종료 신호를 받았습니다. AWS에서 시작된 작업은 계속됩니다.',
      hint: `이어서 하려면: ${d.command}`,
    }),
  },

  questions: {
    project: { label: '프로젝트', help: '프로젝트 이름: 이름과 태그를 여기서 만듭니다' },
    ec2Role: { label: 'EC2 역할', help: '인스턴스의 역할. 같은 이름의 인스턴스 프로파일을 가집니다' },
    ec2Policy: { label: 'EC2 정책', help: '인스턴스가 개정을 읽는 정책' },
    serviceRole: { label: '서비스 역할', help: 'CodeDeploy 서비스가 쓰는 역할(인스턴스에는 연결하지 않음)' },
    revisionBucket: { label: '개정 버킷', help: '개정을 두는 S3 버킷. 이 버킷만 읽는 최소 정책을 만듭니다' },
    s3Access: { label: 'S3 접근', help: 'bucket: 최소 정책, all: 책의 s3:Get*, s3:List*를 모든 버킷에' },
    ssm: { label: 'Systems Manager', help: 'SSH가 필요 없도록 AmazonSSMManagedInstanceCore를 줍니다' },
    permissionsBoundary: { label: '권한 경계', help: '역할의 권한을 제한하는 정책의 ARN' },
    sourceInstance: { label: '원본 인스턴스', help: 'AMI를 만들 인스턴스' },
    agent: { label: 'CodeDeploy 에이전트', help: 'ssm: 설치하고 확인, script: 출력, skip: 보지 않음' },
    agentGeneration: { label: '에이전트 세대', help: '1(Ruby, 1.8) 또는 2(단일 바이너리)' },
    cleanPaths: { label: '비울 폴더', help: '이미지를 만들기 전에 비울 서버의 폴더(책: /var/www)' },
    imageName: { label: 'AMI 이름', help: 'AMI의 이름' },
    imageId: { label: 'AMI', help: '만들지 않고 이 AMI를 사용합니다' },
    restartSource: { label: '원본 다시 시작', help: '이미지를 만든 뒤 원본 인스턴스를 시작합니다' },
    allowDowntime: { label: '중단 허용', help: '트래픽을 받는 인스턴스라도 중지합니다' },
    template: { label: '시작 템플릿', help: '새 버전을 만들 시작 템플릿' },
    templateVersion: { label: '원본 버전', help: '새 버전의 바탕: 번호, $Latest 또는 $Default' },
    instanceType: { label: '인스턴스 유형', help: '새 시작 템플릿에 사용' },
    keyPair: { label: '키 페어', help: '새 시작 템플릿에 사용' },
    securityGroups: { label: '보안 그룹', help: '새 시작 템플릿에 사용' },
    makeDefault: { label: '기본 버전으로 설정', help: '$Default를 쓰는 그룹이 바로 따라 바뀝니다' },
    asg: { label: 'Auto Scaling 그룹', help: '배포할 Auto Scaling 그룹' },
    minSize: { label: '최소 용량', help: '최소 용량' },
    maxSize: { label: '최대 용량', help: '최대 용량' },
    desiredCapacity: { label: '원하는 용량', help: '원하는 용량' },
    subnets: { label: '서브넷', help: '새 Auto Scaling 그룹에 사용' },
    targetGroup: { label: '대상 그룹', help: '로드 밸런서의 대상 그룹(이름)' },
    refresh: { label: '인스턴스 새로 고침', help: '실행 중인 인스턴스를 새로 고침으로 교체합니다' },
    application: { label: '애플리케이션', help: 'CodeDeploy 애플리케이션' },
    group: { label: '배포 그룹', help: '배포 그룹' },
    deploymentType: { label: '배포 유형', help: 'in-place(현재 위치) 또는 blue-green(블루/그린)' },
    targets: { label: '배포 대상', help: 'asg: Auto Scaling 그룹, tags: 태그로 찾은 개별 인스턴스' },
    tags: { label: '태그', help: '인스턴스의 Key=Value. 모두 일치해야 합니다' },
    deploymentConfig: { label: '배포 구성', help: 'OneAtATime, HalfAtATime, AllAtOnce 또는 있는 이름' },
    minimumHealthy: { label: '최소 정상 호스트', help: '2 또는 50%: 사용자 지정 배포 구성을 만듭니다' },
    trafficControl: { label: '로드 밸런싱', help: '배포하는 동안 인스턴스를 대상 그룹에서 뺍니다' },
    rollbackOn: { label: '롤백 조건', help: 'failure, alarm, stop' },
    alarms: { label: '경보', help: '배포를 중지하는 CloudWatch 경보' },
    source: { label: '개정 유형', help: 's3, github 또는 local(이 폴더)' },
    bucket: { label: '버킷', help: '개정의 S3 버킷' },
    key: { label: '키', help: '개정의 S3 키' },
    bundleType: { label: '개정 파일 형식', help: 'zip, tar 또는 tgz' },
    versionId: { label: '버전', help: 'S3 객체의 버전' },
    repository: { label: '리포지토리', help: 'GitHub 리포지토리, owner/name' },
    commit: { label: '커밋 ID', help: '원격 리포지토리에 있는 커밋' },
    githubTokenName: { label: 'GitHub 토큰 이름', help: '콘솔에서 만든 연결의 이름' },
    directory: { label: '폴더', help: '묶어서 올리고 배포할 폴더' },
    description: { label: '배포 설명', help: '배포의 설명' },
    fileExistsBehavior: { label: '콘텐츠 옵션', help: 'DISALLOW: 실패, OVERWRITE: 덮어쓰기, RETAIN: 유지' },
    ignoreApplicationStopFailures: {
      label: 'ApplicationStop 실패 무시',
      help: '이전 개정의 중지 스크립트가 실패해도 계속합니다',
    },
    wait: { label: '끝까지 대기', help: '배포가 끝날 때까지 지켜봅니다' },
  },

  choices: {
    agent: { ssm: 'Systems Manager로 설치하고 확인', script: '스크립트를 출력하고 직접 실행', skip: '보지 않음' },
    s3Access: { bucket: '개정 버킷만', all: '책과 같이 모든 버킷에 s3:Get*, s3:List*' },
    deploymentType: { 'in-place': '현재 위치', 'blue-green': '블루/그린(매번 그룹 이름이 바뀜)' },
    targets: { asg: 'Auto Scaling 그룹', tags: '태그로 찾은 개별 인스턴스' },
    source: { s3: 'S3의 객체', github: 'GitHub의 커밋', local: '여기 있는 폴더' },
    deploymentConfig: { OneAtATime: '한 번에 하나씩', HalfAtATime: '한 번에 절반씩', AllAtOnce: '한 번에 모두' },
    fileExistsBehavior: { DISALLOW: '배포 실패', OVERWRITE: '콘텐츠 덮어쓰기', RETAIN: '콘텐츠 유지' },
  },

  words,

  commands: {
    program: '평범한 EC2 서버에서 AWS CodeDeploy 무중단 배포까지.',
    init: '처음부터 끝까지 순서대로: roles ami template asg app group deploy',
    show: '읽어서 보여 주기만 합니다',
    status: '한 화면: 무엇이 있고, 어떤 개정이 어디서 실행되며, 다음은 무엇인지',
    sandbox: '내장 계정: 보기, 새로 시작',
    sandboxShow: '샌드박스에 있는 것',
    sandboxReset: '샌드박스를 새로 시작',
    help: '명령이나 주제의 도움말',
  },

  flags: {
    region: 'AWS 리전',
    profile: 'AWS 프로파일',
    endpointUrl: 'AWS 호환 엔드포인트',
    config: '설정 파일(기본: 위로 올라가며 찾은 codedeploy-wizard.yml)',
    env: 'codedeploy-wizard.NAME.yml 사용',
    output: 'text, json 또는 ndjson',
    lang: 'en 또는 ko',
    yes: '보통 수준의 확인에 모두 동의',
    confirm: 'NAME을 묻는 중대한 확인에 동의(반복 가능)',
    noInput: '절대 묻지 않음',
    dryRun: '읽고 계획을 출력하기만 하고 아무것도 쓰지 않음',
    exitCode: '--dry-run과 함께: 변경할 것이 있으면 종료 코드 7',
    sandbox: '내장 계정 사용(book 또는 empty)',
    expectAccount: '이 계정이 아니면 중단',
    timeout: '가장 긴 대기 시간. 예: 90s, 30m, 2h',
    pollInterval: '다시 볼 때까지의 첫 간격(기본 5s)',
    quiet: '결과만 출력',
    debug: '모든 AWS 호출을 stderr에 출력',
    noColor: '색 없이',
    help: '도움말 보기',
    version: '버전 보기',
    scenario: 'book 또는 empty',
    instances: '인스턴스 수',
    ifChanged: '다른 개정이 실행 중일 때만 배포',
  },

  exitCodes: {
    done: '완료했거나 할 일이 없음',
    unexpected: '예상하지 못한 오류: 이 도구의 결함',
    usage: '사용법 오류, 잘못된 값, 또는 물어볼 사람이 없는데 답이 없음',
    notReady: '준비되지 않음: 앞 단계가 없거나 우리 것이 아닌 것과 충돌',
    credentials: '자격 증명, 권한, 잘못된 계정',
    refused: 'AWS가 거절했거나 재시도 뒤에도 응답하지 않음',
    notFound: '지정한 것이 없음',
    pending: '변경할 것이 있음(--dry-run --exit-code)',
    declined: '확인에서 거절함',
    timedOut: '대기 시간 초과. 작업은 AWS에서 계속됨',
    failed: '배포가 실패했거나 중지됨',
    rolledBack: '배포가 실패했고 롤백이 성공함',
    busy: '이 배포 그룹의 다른 배포가 진행 중',
    interrupted: '중단됨(SIGINT)',
    terminated: '종료됨(SIGTERM)',
  },
};
