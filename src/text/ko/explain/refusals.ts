// What AWS refuses, by the name of the error, and sentences of its messages that have a meaning of their own.
import type { Explanations } from '../../en/explain/index.ts';
import type { Explanation } from '../../say.ts';

const AGAIN = '같은 명령을 다시 실행하십시오.';

const throttled: Explanation = {
  means: '지금 이 계정에서 AWS 호출이 너무 많습니다.',
  causes: [
    [
      '이 프로그램이나 다른 프로그램이 한꺼번에 많이 호출합니다.',
      '누가 가장 많이 호출하는지 CloudTrail에서 볼 수 있습니다.',
      '잠시 뒤 같은 명령을 다시 실행하면 이어서 합니다. AWS_MAX_ATTEMPTS=10이면 더 오래 시도합니다.',
    ],
  ],
};

export const refusals: Explanations['refusals'] = {
  AccessDenied: {
    means: '호출자에게 이 작업의 권한이 없습니다.',
    causes: [
      [
        '메시지에 나온 작업을 허용하는 정책이 호출자에게 없습니다.',
        '메시지에 "is not authorized to perform: <작업>, because no identity-based policy allows it"이 있습니다.',
        '사용자나 역할에 바로 그 작업을 허용한 뒤 같은 명령을 다시 실행하면 이어서 합니다. 명령에 필요한 전체 권한: codedeploy-wizard export policy',
      ],
      [
        '권한 경계, 조직 정책 또는 버킷 정책이 거부합니다.',
        '메시지에 "with an explicit deny in"이 있습니다.',
        '그 정책의 담당자에게 문의하십시오. 허용을 더해도 소용이 없습니다.',
      ],
    ],
  },
  UnauthorizedOperation: {
    means: '호출자에게 이 EC2 작업의 권한이 없습니다.',
    causes: [
      [
        '메시지에 나온 작업을 허용하는 정책이 없습니다.',
        'aws sts decode-authorization-message --encoded-message <메시지의 긴 부분>',
        '그 작업을 허용한 뒤 같은 명령을 다시 실행하면 이어서 합니다.',
      ],
      [
        '인스턴스 프로파일을 넘겨주므로 iam:PassRole도 필요합니다.',
        '메시지에 iam:PassRole이 있습니다.',
        'codedeploy-wizard explain iam:PassRole 명령으로 보십시오.',
      ],
    ],
  },
  'iam:PassRole': {
    means: '호출자가 이 역할을 AWS 서비스에 넘겨줄 수 없습니다.',
    causes: [
      [
        '시작 템플릿, Auto Scaling 그룹, 배포 그룹은 역할을 넘겨주는데 호출자의 정책에 그 역할의 iam:PassRole이 없습니다.',
        '메시지에 "is not authorized to perform: iam:PassRole on resource: <역할>"이 있습니다.',
        '이 역할에만 iam:PassRole을 허용하고, iam:PassedToService 조건을 ec2.amazonaws.com 또는 codedeploy.amazonaws.com으로 두십시오.',
      ],
    ],
  },
  NotAuthorizedToUseLaunchTemplate: {
    means:
      '"You are not authorized to use launch template": 호출자의 권한으로는 Auto Scaling이 이 시작 템플릿을 쓸 수 없습니다.',
    causes: [
      [
        '호출자에게 ec2:RunInstances, 인스턴스 프로파일의 iam:PassRole, ec2:CreateTags 중 무엇인가가 없습니다.',
        'aws ec2 run-instances --dry-run --launch-template LaunchTemplateId=<ID> 명령이 없는 것을 알려 줍니다.',
        '호출자에게 세 작업을 허용한 뒤 다시 실행하십시오: codedeploy-wizard asg',
      ],
    ],
  },
  EntityAlreadyExistsException: {
    means: 'IAM에 같은 이름이 이미 있습니다.',
    causes: [
      [
        '이전 실행이나 다른 사람이 만들었습니다.',
        '이 프로젝트의 것인지 태그로 알 수 있습니다.',
        '명령을 다시 실행하면 비교하여 맞는 것은 이어받습니다. 아니면 --ec2-role 같은 옵션으로 다른 이름을 고르십시오.',
      ],
    ],
  },
  NoSuchEntityException: {
    means: 'IAM이 이 역할, 인스턴스 프로파일 또는 정책을 모릅니다.',
    causes: [
      ['방금 만들어서 IAM에 아직 퍼지지 않았습니다.', '1분 뒤에는 있습니다.', AGAIN],
      [
        '이름이 틀렸거나 다른 계정에 있습니다.',
        'aws iam get-role --role-name <이름>; aws sts get-caller-identity',
        '이름을 고치거나 --profile 옵션으로 계정을 고르십시오.',
      ],
    ],
  },
  LimitExceededException: {
    means: 'IAM의 할당량에 이르렀습니다.',
    causes: [
      [
        'InstanceSessionsPerInstanceProfile: 인스턴스 프로파일에 이미 역할이 있으며, 하나만 넣을 수 있습니다.',
        'aws iam get-instance-profile --instance-profile-name <이름>',
        '다른 인스턴스 프로파일이나 그 안에 있는 역할을 사용하십시오.',
      ],
      [
        'PoliciesPerRole: 역할에 관리형 정책이 10개 있습니다.',
        'aws iam list-attached-role-policies --role-name <역할>',
        '쓰지 않는 정책을 분리하거나, 둘을 합치거나, 할당량 증가를 요청하십시오.',
      ],
    ],
  },
  ConcurrentModificationException: {
    means: '같은 순간에 다른 쪽이 이 역할이나 정책을 바꾸고 있었습니다.',
    causes: [['두 프로그램이 함께 쓰고 있습니다.', 'CloudTrail에서 다른 호출을 볼 수 있습니다.', AGAIN]],
  },
  InvalidRoleException: {
    means: 'CodeDeploy가 서비스 역할을 사용할 수 없습니다.',
    causes: [
      [
        '역할이 codedeploy.amazonaws.com을 신뢰하지 않습니다. ec2.amazonaws.com을 신뢰하는 것은 인스턴스용 역할입니다.',
        'aws iam get-role --role-name <서비스 역할>의 AssumeRolePolicyDocument',
        '서비스 역할을 만드십시오: codedeploy-wizard roles',
      ],
      ['역할을 방금 만들어서 IAM에 아직 퍼지지 않았습니다.', '만든 지 5분이 되지 않았습니다.', AGAIN],
      [
        '역할에 배포 그룹에 필요한 권한(예: Auto Scaling)이 없습니다.',
        '메시지에 "does not give you permission to perform operations in"이 있습니다.',
        '역할에 AWSCodeDeployRole을 연결하십시오: codedeploy-wizard roles',
      ],
    ],
  },
  ValidationError: {
    means:
      'Auto Scaling(또는 IAM)이 값을 받아들이지 않거나, 값이 가리키는 것이 없습니다. 어느 것인지는 메시지에 있습니다.',
    causes: [
      [
        '"Invalid IAM Instance Profile": 인스턴스 프로파일이 새것이라 아직 퍼지지 않았습니다.',
        '만든 지 2분이 되지 않았습니다.',
        AGAIN,
      ],
      [
        '"Invalid IAM Instance Profile": 인스턴스 프로파일 이름 자리에 역할 이름을 적었습니다.',
        'aws iam list-instance-profiles-for-role --role-name <역할>',
        '인스턴스 프로파일의 이름을 적으십시오. 콘솔 밖에서 만든 역할에는 인스턴스 프로파일이 없을 수 있습니다.',
      ],
      [
        'Auto Scaling 그룹, 템플릿 버전 또는 수명 주기 작업이 없거나 없어졌습니다.',
        '메시지 끝에 "not found", "does not exist" 또는 "No active Lifecycle Action found"가 있습니다.',
        '이름과 리전을 확인하십시오: codedeploy-wizard status',
      ],
    ],
  },
  InvalidParameterValue: {
    means: 'EC2가 값을 받아들이지 않습니다. 어느 것인지는 메시지에 있습니다.',
    causes: [
      [
        '"Invalid IAM Instance Profile": 인스턴스 프로파일이 새것이라 아직 퍼지지 않았습니다.',
        '만든 지 2분이 되지 않았습니다.',
        AGAIN,
      ],
      [
        '값이 없거나 맞지 않습니다. 예: 인스턴스 프로파일 대신 역할, 다른 VPC의 서브넷.',
        '메시지에 그 값이 나옵니다.',
        'codedeploy-wizard.yml이나 플래그에서 고치십시오.',
      ],
    ],
  },
  'InvalidAMIName.Duplicate': {
    means: '같은 이름의 이미지가 이미 있습니다.',
    causes: [
      [
        '이전 실행이 만들었습니다.',
        'aws ec2 describe-images --owners self --filters Name=name,Values=<이름>',
        '--image-id 옵션으로 그 이미지를 쓰거나 다른 이름을 주십시오: codedeploy-wizard ami --image-name <이름>',
      ],
    ],
  },
  IncorrectInstanceState: {
    means: '인스턴스가 이 작업을 할 수 없는 상태입니다.',
    causes: [
      [
        '지금 중지되거나 시작되는 중입니다.',
        '상태가 stopping 또는 pending입니다.',
        '1분 뒤 같은 명령을 다시 실행하십시오.',
      ],
    ],
  },
  UnsupportedOperation: {
    means: '이 인스턴스에서는 할 수 없는 작업입니다. 대개 중지할 수 없는 인스턴스입니다.',
    causes: [
      [
        '루트 볼륨이 인스턴스 스토어이거나 일회성 스팟 인스턴스입니다.',
        'aws ec2 describe-instances --instance-ids <ID> 결과의 RootDeviceType과 InstanceLifecycle을 보십시오.',
        '다른 인스턴스로 이미지를 만드십시오: codedeploy-wizard ami --source-instance <ID>',
      ],
    ],
  },
  OperationNotPermitted: {
    means: '인스턴스가 이 작업으로부터 보호되어 있습니다.',
    causes: [
      [
        '중지 방지 또는 종료 방지가 켜져 있습니다.',
        'aws ec2 describe-instance-attribute --attribute disableApiStop --instance-id <ID>',
        '그래도 된다면 직접 보호를 해제하거나, 다른 원본 인스턴스를 고르십시오.',
      ],
    ],
  },
  'InvalidLaunchTemplateId.VersionNotFound': {
    means: '시작 템플릿에 그 버전이 없습니다.',
    causes: [
      [
        '번호가 틀렸거나 버전이 삭제되었습니다.',
        'aws ec2 describe-launch-template-versions --launch-template-id <ID>',
        '있는 버전을 지정하십시오: codedeploy-wizard template --template-version <번호>',
      ],
      ['방금 만들었습니다.', '몇 초 뒤에는 있습니다.', AGAIN],
    ],
  },
  ScalingActivityInProgressFault: {
    means: 'Auto Scaling 그룹이 조정 활동 중입니다.',
    causes: [
      [
        '지금 인스턴스를 시작하거나 종료하고 있습니다.',
        '그룹의 활동 기록에 진행 중으로 나옵니다.',
        '끝날 때까지 기다린 뒤 같은 명령을 다시 실행하십시오.',
      ],
    ],
  },
  ResourceContentionFault: {
    means: '같은 순간에 다른 쪽이 Auto Scaling 그룹을 바꾸고 있습니다.',
    causes: [
      ['다른 업데이트, 배포 또는 인스턴스 새로 고침이 그룹을 바꾸고 있습니다.', '그룹의 활동 기록을 보십시오.', AGAIN],
    ],
  },
  InstanceRefreshInProgressFault: {
    means: '이 그룹의 인스턴스 새로 고침이 이미 진행 중입니다.',
    causes: [
      [
        '이전 실행이나 다른 사람이 시작했습니다.',
        'aws autoscaling describe-instance-refreshes --auto-scaling-group-name <그룹>',
        '끝날 때까지 기다린 뒤 같은 명령을 다시 실행하십시오.',
      ],
    ],
  },
  ApplicationAlreadyExistsException: {
    means: '이 리전에 같은 이름의 CodeDeploy 애플리케이션이 이미 있습니다.',
    causes: [
      [
        '이전 실행이나 다른 사람이 만들었습니다.',
        'codedeploy-wizard app show',
        '명령을 다시 실행하면 맞는 것은 이어받습니다. 아니면 --application 옵션으로 다른 이름을 고르십시오.',
      ],
    ],
  },
  DeploymentGroupAlreadyExistsException: {
    means: '애플리케이션에 같은 이름의 배포 그룹이 이미 있습니다.',
    causes: [
      [
        '이전 실행이나 다른 사람이 만들었습니다.',
        'codedeploy-wizard group show',
        '명령을 다시 실행하면 비교하여 다른 점을 보여 줍니다. 아니면 --group 옵션으로 다른 이름을 고르십시오.',
      ],
    ],
  },
  DeploymentConfigAlreadyExistsException: {
    means: '같은 이름의 배포 구성이 이미 있으며, 배포 구성은 바꿀 수 없습니다.',
    causes: [
      [
        '이전 실행이 다른 최소 정상 호스트로 만들었습니다.',
        'aws deploy get-deployment-config --deployment-config-name <이름>',
        '--deployment-config 옵션으로 다른 이름을 고르십시오.',
      ],
    ],
  },
  ApplicationDoesNotExistException: {
    means: '이 리전에 그 이름의 CodeDeploy 애플리케이션이 없습니다.',
    causes: [
      [
        '애플리케이션의 리전과 다른 리전입니다.',
        '각 명령의 첫 줄에 리전이 나옵니다.',
        '--region 옵션으로 리전을 고르십시오.',
      ],
      [
        '이름이 틀렸거나 아직 만들지 않았습니다.',
        'aws deploy list-applications',
        '이름을 고치거나 만드십시오: codedeploy-wizard app',
      ],
    ],
  },
  DeploymentGroupDoesNotExistException: {
    means: '이 리전의 애플리케이션에 그 이름의 배포 그룹이 없습니다.',
    causes: [
      [
        '이름이 틀렸거나 아직 만들지 않았습니다.',
        'aws deploy list-deployment-groups --application-name <애플리케이션>',
        '이름을 고치거나 만드십시오: codedeploy-wizard group',
      ],
      ['리전이 다릅니다.', '각 명령의 첫 줄에 리전이 나옵니다.', '--region 옵션으로 리전을 고르십시오.'],
    ],
  },
  DeploymentConfigDoesNotExistException: {
    means: '그 이름의 배포 구성이 없습니다.',
    causes: [
      [
        '이름이 틀렸거나 다른 리전에 있습니다.',
        'aws deploy list-deployment-configs',
        'OneAtATime, HalfAtATime, AllAtOnce를 쓰거나 새로 만드십시오: codedeploy-wizard group --minimum-healthy 50%',
      ],
    ],
  },
  DeploymentDoesNotExistException: {
    means: 'CodeDeploy에 그 ID의 배포가 없습니다.',
    causes: [
      [
        '다른 리전이나 다른 계정에 있습니다.',
        'aws sts get-caller-identity',
        '--region, --profile 옵션으로 고르십시오.',
      ],
      ['ID의 일부가 빠졌습니다.', 'ID는 d-ABCDEFGHI 형식입니다.', '다시 복사하십시오: codedeploy-wizard deploy list'],
    ],
  },
  InvalidAutoScalingGroupException: {
    means: 'CodeDeploy가 Auto Scaling 그룹을 찾지 못합니다.',
    causes: [
      [
        '이 리전에 그룹이 없거나 블루/그린 배포로 이름이 바뀌었습니다.',
        'aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names <그룹>',
        '--asg 옵션으로 지금 있는 그룹을 지정하십시오.',
      ],
      [
        '서비스 역할이 Auto Scaling 그룹을 볼 수 없습니다.',
        'aws iam list-attached-role-policies --role-name <서비스 역할>',
        '역할에 AWSCodeDeployRole을 연결하십시오: codedeploy-wizard roles',
      ],
    ],
  },
  InvalidBlueGreenDeploymentConfigurationException: {
    means: '블루/그린 설정이 서로 맞지 않습니다.',
    causes: [
      [
        '"Exactly one AutoScaling group must be specified": 그룹을 복사하는 블루/그린에는 그룹이 정확히 하나여야 하며, 업데이트할 때마다 다시 적어야 합니다.',
        '배포 그룹에 Auto Scaling 그룹이 없거나 여럿입니다.',
        '하나만 두십시오: codedeploy-wizard group --asg <그룹>',
      ],
      ['대기 시간이 허용된 것보다 깁니다.', '메시지에 그 설정이 나옵니다.', '종료 대기는 2880분까지입니다.'],
    ],
  },
  LifecycleHookLimitExceededException: {
    means: 'Auto Scaling 그룹의 수명 주기 후크가 한도(50개)에 이르렀습니다.',
    causes: [
      [
        '삭제된 배포 그룹의 후크가 남아 있습니다.',
        '남아 있는 후크 보기: codedeploy-wizard asg hook status',
        '어느 배포 그룹에도 적혀 있지 않은 후크를 삭제하십시오: codedeploy-wizard asg hook repair. 그 후크에서 기다리던 인스턴스는 종료됩니다.',
      ],
    ],
  },
  DeploymentLimitExceededException: {
    means: '지금은 배포를 더 시작할 수 없습니다.',
    causes: [
      [
        '이 배포 그룹의 다른 배포가 진행 중입니다. 하나만 할 수 있으며, 메시지에 그 배포가 나옵니다.',
        'codedeploy-wizard status',
        '끝난 뒤에 배포하거나(codedeploy-wizard deploy --wait-for-active) 중지하십시오: codedeploy-wizard deploy stop',
      ],
      [
        '계정에서 동시에 하는 배포가 너무 많습니다. Auto Scaling이 시작하는 인스턴스도 하나씩 셉니다.',
        '메시지에 계정의 한도가 나옵니다.',
        '기다리거나, 한 번에 시작하는 인스턴스를 줄이거나, 할당량 증가를 요청하십시오.',
      ],
    ],
  },
  DeploymentNotStartedException: {
    means: '배포를 만들었지만 아직 시작되지 않았습니다.',
    causes: [
      [
        'CodeDeploy가 아직 준비하고 있습니다.',
        '상태가 Created 또는 Queued입니다.',
        '몇 초 기다리십시오. 문제가 아닙니다.',
      ],
    ],
  },
  DeploymentIsNotInReadyStateException: {
    means: '배포가 기다리고 있지 않으므로 계속할 것이 없습니다.',
    causes: [
      [
        '새 인스턴스가 아직 끝나지 않았거나 배포가 이미 끝났습니다.',
        '상태가 준비(Ready)가 아닙니다.',
        '준비(Ready) 상태가 될 때까지 지켜보십시오: codedeploy-wizard deploy watch',
      ],
    ],
  },
  DeploymentAlreadyCompletedException: {
    means: '배포가 끝나서 중지할 수도 계속할 수도 없습니다.',
    causes: [
      [
        '그사이에 끝났습니다.',
        'codedeploy-wizard status',
        '이전 개정으로 되돌리려면: codedeploy-wizard deploy rollback',
      ],
    ],
  },
  InvalidInstanceId: {
    means: 'Systems Manager(또는 EC2)가 인스턴스를 받아들이지 않습니다.',
    causes: [
      [
        'Systems Manager에 보이지 않습니다. AmazonSSMManagedInstanceCore가 있는 인스턴스 프로파일, SSM 에이전트, 엔드포인트로 가는 경로 중 무엇인가가 없습니다.',
        'aws ssm describe-instance-information에 나오지 않습니다.',
        '인스턴스 프로파일을 연결하고(codedeploy-wizard ami 명령이 합니다) 몇 분 기다리거나, --agent script 옵션으로 직접 설치하십시오.',
      ],
      [
        '인스턴스가 중지되었거나 다른 리전에 있습니다.',
        '인스턴스의 상태와 리전을 보십시오.',
        '시작하거나 --region 옵션으로 리전을 고르십시오.',
      ],
    ],
  },
  InvocationDoesNotExist: {
    means: 'Systems Manager가 이 인스턴스의 이 명령을 (아직) 모릅니다.',
    causes: [['명령을 방금 보냈습니다.', '몇 초 뒤에는 있습니다.', AGAIN]],
  },
  ThrottlingException: throttled,
  Throttling: throttled,
  RequestLimitExceeded: {
    means: '지금 이 계정에서 EC2 호출이 너무 많습니다.',
    causes: [
      [
        '한꺼번에 많이 호출합니다. EC2는 계정 전체의 호출을 셉니다.',
        '누가 가장 많이 호출하는지 CloudTrail에서 볼 수 있습니다.',
        '잠시 뒤 같은 명령을 다시 실행하면 이어서 합니다. AWS_MAX_ATTEMPTS=10이면 더 오래 시도합니다.',
      ],
    ],
  },
  ExpiredToken: {
    means: '임시 자격 증명이 만료되었습니다.',
    causes: [
      [
        'aws sso login이나 수임한 역할의 세션이 끝났습니다.',
        'aws sts get-caller-identity도 같은 오류로 실패합니다.',
        '다시 로그인한 뒤(aws sso login) 같은 명령을 다시 실행하면 이어서 합니다.',
      ],
    ],
  },
  UnrecognizedClientException: {
    means: 'AWS가 이 액세스 키를 모릅니다.',
    causes: [
      [
        '키가 삭제되었거나 다른 파티션(중국, GovCloud)의 것입니다.',
        'aws sts get-caller-identity도 같은 오류로 실패합니다.',
        '유효한 프로파일을 쓰십시오: --profile',
      ],
      [
        '계정에서 그 리전이 활성화되지 않았습니다.',
        '다른 리전에서는 됩니다.',
        '리전을 활성화하거나 --region 옵션으로 다른 리전을 고르십시오.',
      ],
    ],
  },
  InvalidGitHubAccountTokenException: {
    means: 'CodeDeploy의 GitHub 연결이 유효하지 않습니다.',
    causes: [
      [
        'GitHub에서 접근이 취소되었거나 연결한 사용자가 떠났습니다.',
        '그 사용자의 GitHub 승인된 앱 목록에 "AWS CodeDeploy"가 없습니다.',
        '콘솔에서 다시 연결하십시오: 배포 만들기, "애플리케이션을 GitHub에 저장", "GitHub에 연결"',
      ],
    ],
  },
  Unknown: {
    means: '본문이 없어 이름도 없는 응답입니다. 대개 객체가 있는지 물었을 때 S3가 준 403입니다.',
    causes: [
      [
        'HTTP 상태 403: 호출자가 객체를 읽을 수 없거나, 버킷을 나열할 수 없는데 객체가 없습니다.',
        '--debug 옵션으로 실행하면 호출의 상태가 나옵니다.',
        '객체에 s3:GetObject, 버킷에 s3:ListBucket을 허용하고 키의 대소문자를 확인하십시오.',
      ],
      [
        'HTTP 상태 301 또는 400: 버킷이 다른 리전에 있습니다.',
        'aws s3api get-bucket-location --bucket <버킷>',
        '서버와 같은 리전의 버킷을 사용하십시오.',
      ],
    ],
  },
};
