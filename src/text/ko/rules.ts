// Sentence ends: which rule a value breaks, and why something is refused.
import type { Text } from '../en/index.ts';
import { silentText, someOf } from '../say.ts';
import { agentStates } from './names.ts';

const more = (count: number) => `외 ${count}개`;

export const rules: Text['rules'] = {
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
  branchName: () => '브랜치 이름이어야 합니다: 영문자, 숫자, . _ / -',
  commitId: () => '커밋의 16진수 40자리여야 합니다',
  absolutePath: () => '루트 아래의 절대 경로여야 합니다',
  systemPath: () => '/ 나 운영 체제의 폴더는 쓸 수 없습니다',
  pathCharacters: () => '따옴표, 줄바꿈, 제어 문자를 쓸 수 없습니다',
  description: () => '256자까지입니다',
  duration: () => '90s, 30m, 2h와 같은 기간이어야 합니다',
  pollInterval: () => '50ms 이상이어야 합니다',
  risingSteps: () => '1에서 100까지 커지는 숫자여야 합니다(예: 10,50,100)',
  sizes: (d) => `최소 ≤ 원하는 용량 ≤ 최대에 어긋납니다 (최소 ${d.min}, 원하는 용량 ${d.desired}, 최대 ${d.max})`,
  url: () => 'http://127.0.0.1:5000과 같은 주소여야 합니다',
  accountId: () => 'AWS 계정의 숫자 12자리여야 합니다',
  region: () => 'ap-northeast-2와 같은 AWS 리전이어야 합니다',
  text: () => '텍스트여야 합니다',
  listOfText: () => '텍스트의 목록이어야 합니다',
  unknownKey: () => '키는 이 파일에 쓸 수 없습니다',
  revisionName: () => '배포 ID(d-ABCDEFGHI), s3://bucket/key, owner/name@commit 중 하나여야 합니다',
  file: () => '있는 폴더여야 합니다',
  notFolder: () => '폴더가 아니라 파일이어야 합니다',
  readable: () => '읽을 권한이 있는 파일이어야 합니다',
  writable: () => '있는 폴더 안의, 쓸 수 있는 파일이어야 합니다',
  outside: () =>
    '저장소 안의 폴더여야 하고, 저장소가 없으면 현재 폴더 안에 있어야 합니다. 파이프라인에서는 이 컴퓨터의 다른 폴더가 보이지 않습니다',
  jsonObject: () => 'JSON 객체 하나여야 합니다',
  piped: () => '파이프로 들어온 것을 읽습니다. 로그를 파이프로 넘기거나 파일을 지정하십시오',
  onlyWithGroup: () => 'Auto Scaling 그룹이 있는 시나리오(book, fleet)에서만 쓸 수 있습니다',
  wholeAccount: (d) => `지정할 수 없습니다. ${d.fault} 장애는 계정 전체에 일어납니다`,
  noScript: (d) => `지정할 수 없습니다. ${d.fault} 장애는 스크립트와 관계가 없습니다`,
  deploymentId: () => 'd-1A2B3C4D5와 같은 배포 ID여야 합니다',
  minutes: () => '분 단위의 숫자여야 합니다. 예: 4 또는 0.5',
};

export const reasons: Text['reasons'] = {
  wrongServiceTrust: () =>
    '서비스 역할은 CodeDeploy가 밖에서 사용하므로 codedeploy.amazonaws.com을 신뢰해야 합니다. ec2.amazonaws.com을 신뢰하는 것은 인스턴스용 역할입니다.',
  wrongEc2Trust: () =>
    '이 역할은 인스턴스가 인스턴스 프로파일로 사용하므로 ec2.amazonaws.com을 신뢰해야 합니다. codedeploy.amazonaws.com을 신뢰하는 것은 서비스 역할이며 인스턴스에는 절대 연결하지 않습니다.',
  noTargets: (d) =>
    `배포 그룹 \`${d.group}\`에 속한 실행 중인 인스턴스가 없습니다${d.stopped > 0 ? `(중지됨 ${d.stopped}개)` : ''}. 태그나 Auto Scaling 그룹을 확인하십시오.`,
  twoColours: (d) =>
    `배포 그룹 \`${d.group}\`의 Auto Scaling 그룹은 이제 번갈아 서비스하는 두 색에 속합니다. 다음 명령으로 릴리스하십시오: ${d.command}`,
  alarmActive: (d) =>
    `배포 그룹의 경보가 ALARM 상태입니다: ${d.alarms}. 그동안 CodeDeploy는 배포를 바로 중지합니다. OK가 될 때까지 기다리거나 그룹에서 빼십시오(\`codedeploy-wizard group --alarms …\`).`,
  alarmGone: (d) =>
    `배포 그룹의 경보가 없습니다: ${d.alarms}. CodeDeploy는 경보의 상태를 알 수 없으면 배포를 중지합니다. 경보를 다시 만들거나 있는 경보를 지정하십시오(\`codedeploy-wizard group --alarms …\`).`,
  commitNotPushed: (d) => `커밋 ${d.commit}이(가) 아직 GitHub(${d.repository})에 없습니다. 먼저 푸시하십시오.`,
  bucketElsewhere: (d) =>
    `버킷 \`${d.bucket}\`의 리전은 ${d.region}, 서버의 리전은 ${d.here}입니다. 같은 리전이어야 합니다. 그 리전의 버킷에 개정을 올리십시오(\`codedeploy-wizard deploy push --bucket …\`).`,
  unreadable: (d) => `${d.path}: 읽을 수 없습니다(${d.problem}).`,
  nameNotUtf8: (d) => `${d.path}: 이름이 UTF-8이 아닙니다. 이름을 바꾸십시오.`,
  nameInZip: (d) =>
    `${d.path}: 이름에 역슬래시나 제어 문자가 있어 압축을 풀 때 그대로 돌아오지 않습니다. 이름을 바꾸거나, .codedeployignore로 제외하거나, --bundle-type tar 옵션으로 묶으십시오.`,
  minimumTooHigh: (d) =>
    `\`${d.config}\` 구성은 정상 인스턴스 ${d.minimum}개를 유지해야 하는데 인스턴스가 ${d.count}개이므로 하나도 배포할 수 없습니다. 이번 한 번만 --deployment-config AllAtOnce(또는 OneAtATime) 옵션으로 배포하거나 배포 그룹의 최소 정상 호스트를 줄이십시오: --minimum-healthy ${d.count - 1}`,
  tooFewHealthy: (d) =>
    `${someOf(d.failing, more)}: 중지되었거나 에이전트가 응답하지 않아 실패로 셉니다. 인스턴스 ${d.count}개 중 ${d.count - d.failing.length}개만 남는데 \`${d.config}\` 구성에는 ${d.minimum}개가 필요합니다. 시작하거나 태그를 떼거나, 이번 한 번만 --deployment-config AllAtOnce 옵션으로 배포하십시오.`,
  agentsSilent: (d) =>
    `CodeDeploy 에이전트가 어느 인스턴스에서도 응답하지 않습니다: ${silentText(agentStates, d.agents, more)}. 서버에서 시작하거나(\`sudo systemctl restart codedeploy-agent\`) ami 또는 group 단계로 설치하십시오.`,
  greenMissing: (d) =>
    `배포 그룹 \`${d.group}\`: 이미 있는 대체 환경을 사용합니다. --target-tags 또는 --target-asgs 옵션으로 지정하십시오.`,
  greenNotDiscovered: (d) =>
    `배포 그룹 \`${d.group}\`: 이미 있는 대체 환경을 사용하지 않습니다. --target-tags 옵션과 --target-asgs 옵션을 빼십시오.`,
};
