// 내보낸 파일의 주석. 파일의 언어와 관계없이 각각 한 줄이 됩니다.
import type { exported as enExported } from '../en/exported.ts';

export const exported: typeof enExported = {
  head: (d) =>
    `계정 ${d.account}, ${d.region}에 있는 \`${d.project}\` 프로젝트의 현재 상태입니다. codedeploy-wizard가 작성했습니다.`,
  terraform:
    'import 블록은 이미 있는 리소스를 가져오며, 새로 만들지 않습니다. 첫 plan을 확인하고 apply한 뒤 import 블록을 삭제하십시오.',
  cloudFormation:
    '다른 곳에서 만들 때: aws cloudformation create-stack --capabilities CAPABILITY_NAMED_IAM. 이미 있는 리소스는 IMPORT 유형의 변경 세트로 가져옵니다.',
  retain: '모든 리소스가 유지됩니다. 스택을 삭제해도 운영 중인 리소스는 삭제되지 않습니다.',
  script: '실행하는 계정과 리전에 같은 구성을 처음부터 만듭니다. 처음 실패한 곳에서 멈춥니다.',
  presupposed: '미리 있어야 하는 것입니다. 다른 것을 쓰려면 변수를 설정하십시오.',
  again: 'IAM에 새로 만든 것이 모든 곳에 알려지기까지 몇 초가 걸리며, 그때까지는 거절됩니다.',
  next: '다음으로 애플리케이션을 배포하십시오: codedeploy-wizard deploy',
  unknown: (d) => `현재 자격 증명에 다음 권한이 없어 여기에 빠진 것은 알 수 없음: ${d.actions.join(', ')}`,
  leftOut: (d) => `여기에 나타낼 수 없어 제외했습니다: ${d.names.join(', ')}`,
  inlinePolicies: (d) => `\`${d.role}\` 역할의 인라인 정책이므로 제외했습니다: ${d.names.join(', ')}`,
  noTags: 'CloudFormation은 정책과 인스턴스 프로파일에 태그를 지정하지 않습니다.',
  userData: '디코딩한 사용자 데이터:',
  userDataSecret: '보안 정보로 보이는 내용이 있어 사용자 데이터를 제외했습니다.',
  hook: 'CodeDeploy는 배포 그룹을 통해 수명 주기 후크를 스스로 추가합니다. 여기에 쓰지 마십시오. 동작하는 후크는 CodeDeploy만 만들 수 있습니다.',
  capacity: '인스턴스 수는 조정 정책과 사람이 변경합니다.',
  movedSizes: '인스턴스 수는 조정 정책과 블루/그린 릴리스마다 변경됩니다.',
  releaseInTags:
    'codedeploy-wizard는 릴리스하거나 복구하는 동안 프로세스를 일시 중지하고 이전 상태를 태그에 기록합니다. 그 도중에 apply가 되돌려서는 안 됩니다.',
  waitForCapacity: '인스턴스는 CodeDeploy가 배포를 마쳐야 서비스 상태가 되므로 apply가 이를 기다릴 필요는 없습니다.',
  copied: (d) =>
    `제외: Auto Scaling 그룹 \`${d.asg}\`. CodeDeploy는 다음 블루/그린 배포 후 이 그룹을 삭제하고 다른 이름의 복사본으로 바꿉니다. 여기에 쓰면 다시 만들어집니다.`,
  copiedNames: '블루/그린 배포마다 다른 Auto Scaling 그룹으로 바뀝니다.',
  copiedGroup: (d) => `제외: 배포 그룹 \`${d.group}\`. CloudFormation은 서버의 블루/그린 배포를 나타낼 수 없습니다.`,
  newestVersion: '템플릿의 새 버전을 바로 사용합니다.',
  kinds: {
    policy: '정책',
    role: '역할',
    profile: '인스턴스 프로파일',
    template: '시작 템플릿',
    asg: 'Auto Scaling 그룹',
    application: '애플리케이션',
    config: '배포 구성',
    group: '배포 그룹',
  },
};
