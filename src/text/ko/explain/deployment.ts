// Error codes of a whole deployment: every `ErrorCode` of the CodeDeploy API, and one that only the user guide knows.
import type { Explanations } from '../../en/explain/index.ts';
import type { Cause } from '../../say.ts';

const otherPlatform = (platform: string): [Cause] => [
  [
    `${platform} 배포의 오류입니다. 이 도구가 만드는 EC2 인스턴스 배포는 이 코드로 끝나지 않습니다.`,
    '콘솔에서 애플리케이션 이름 옆의 컴퓨팅 플랫폼을 보십시오.',
    `CodeDeploy 사용 설명서에서 ${platform} 부분을 찾아보십시오.`,
  ],
];

export const deployment: Explanations['deployment'] = {
  AGENT_ISSUE: {
    means: '인스턴스의 CodeDeploy 에이전트가 일을 하지 못했습니다.',
    causes: [
      [
        '에이전트가 설치되지 않았거나 실행되고 있지 않습니다.',
        '인스턴스에서: sudo systemctl status codedeploy-agent',
        '시작하거나(sudo systemctl enable --now codedeploy-agent) 설치하십시오: codedeploy-wizard ami',
      ],
      [
        '에이전트에 자격 증명이 없습니다. 인스턴스 프로파일이 없거나, 에이전트를 시작한 뒤에 연결했습니다.',
        '에이전트 로그에 "Missing credentials"가 있습니다.',
        '인스턴스 프로파일을 연결한 뒤 에이전트를 다시 시작하십시오: sudo systemctl restart codedeploy-agent',
      ],
      [
        '에이전트가 너무 오래되었습니다.',
        'cat /opt/codedeploy-agent/.version',
        '업데이트하십시오: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  ALARM_ACTIVE: {
    means:
      '배포 그룹의 CloudWatch 경보가 ALARM 상태이거나 상태를 알 수 없어서 배포가 중지되었거나 시작되지 않았습니다.',
    causes: [
      [
        '새 개정 때문에 경보가 울립니다.',
        '배포가 시작된 뒤에 ALARM 상태가 되었습니다.',
        '경보가 재는 것을 고친 뒤 다시 배포하십시오.',
      ],
      [
        '배포 전부터 경보가 울리고 있었습니다.',
        'CloudWatch의 경보 기록이 배포보다 앞섭니다.',
        '경보를 OK 상태로 되돌리거나, 수정 사항을 배포하는 동안 배포 그룹에서 경보를 빼십시오.',
        'alarmBefore',
      ],
      [
        '배포 그룹에 적힌 경보가 없습니다. 삭제되었거나, 이름이 바뀌었거나, 잘못 적혔거나, 다른 리전에 있습니다. CodeDeploy는 경보의 상태를 알 수 없으면 배포를 중지합니다.',
        'aws cloudwatch describe-alarms --alarm-names <경보> 명령의 결과가 비어 있습니다. 경보가 있고 데이터만 부족하면(INSUFFICIENT_DATA) ALARM 상태가 아닙니다.',
        '경보를 다시 만들거나, 있는 경보를 지정하십시오: codedeploy-wizard group --alarms <경보>',
        'alarmGone',
      ],
    ],
  },
  APPLICATION_MISSING: {
    means: '배포를 만든 뒤 CodeDeploy 애플리케이션이 삭제되었습니다.',
    causes: [
      [
        '누군가 또는 다른 프로그램이 삭제했습니다.',
        'CloudTrail에 DeleteApplication이 있습니다.',
        '다시 만드십시오: codedeploy-wizard app. 새 배포 그룹은 이전 파일을 모르므로 다음 배포에는 한 번 --file-exists-behavior OVERWRITE 옵션이 필요합니다.',
      ],
    ],
  },
  AUTOSCALING_VALIDATION_ERROR: {
    means: 'Auto Scaling이 CodeDeploy의 요청을 거절했습니다.',
    causes: [
      [
        'Auto Scaling 그룹에 지정된 것이 없어졌습니다: 시작 템플릿, 이미지, 서브넷, 보안 그룹, 키 페어.',
        '배포의 메시지가 Auto Scaling의 말을 옮깁니다. 그룹의 활동 기록에도 있습니다.',
        '시작 템플릿이나 그룹을 고치십시오: codedeploy-wizard asg',
      ],
      [
        'Auto Scaling의 할당량에 이르렀습니다. 예: 그룹 하나에 수명 주기 후크 50개.',
        '메시지에 할당량이 나옵니다.',
        '쓰지 않는 것을 삭제하거나 할당량 증가를 요청하십시오.',
      ],
    ],
  },
  AUTO_SCALING_CONFIGURATION: {
    means: 'Auto Scaling 그룹을 배포 그룹의 설정대로 사용할 수 없습니다.',
    causes: [
      [
        'Auto Scaling 그룹이 없어졌거나 블루/그린 배포로 이름이 바뀌었습니다.',
        'codedeploy-wizard status',
        '지금 있는 그룹을 배포 그룹에 지정하십시오: codedeploy-wizard group',
      ],
      [
        '그룹이나 시작 템플릿을 블루/그린용으로 복사할 수 없습니다.',
        '인스턴스를 시작할 때 무엇이 실패하는지 그룹의 활동 기록에 있습니다.',
        '먼저 그 템플릿으로 인스턴스 하나를 직접 시작해 성공시키십시오.',
      ],
    ],
  },
  AUTO_SCALING_IAM_ROLE_PERMISSIONS: {
    means: 'CodeDeploy의 서비스 역할에 Auto Scaling 그룹을 다룰 권한이 부족합니다.',
    causes: [
      [
        '그룹이 시작 템플릿을 사용하는데 역할에 ec2:RunInstances, ec2:CreateTags, iam:PassRole 권한이 없습니다. AWSCodeDeployRole에는 들어 있지 않습니다.',
        '그룹을 복사하는 블루/그린 배포이거나, 활동 기록에 시작 실패가 있습니다.',
        '서비스 역할에 이 세 작업도 허용하십시오: codedeploy-wizard roles --deployment-type blue-green',
      ],
      [
        '역할에 AWSCodeDeployRole이 없습니다.',
        'aws iam list-attached-role-policies --role-name <서비스 역할>',
        '역할에 AWSCodeDeployRole을 연결하십시오: codedeploy-wizard roles',
      ],
    ],
  },
  CLOUDFORMATION_STACK_FAILURE: {
    means: 'CodeDeploy로 배포하는 CloudFormation 스택이 실패했습니다.',
    causes: otherPlatform('CloudFormation 블루/그린(Amazon ECS)'),
  },
  CODEDEPLOY_RESOURCE_CANNOT_BE_FOUND: {
    means: '배포가 가리키는 CodeDeploy 리소스가 없어졌습니다.',
    causes: [
      [
        '애플리케이션, 배포 그룹, 배포 구성 또는 개정이 그사이에 삭제되었습니다.',
        'codedeploy-wizard status',
        '없어진 것을 다시 만든 뒤 배포하십시오.',
      ],
    ],
  },
  CUSTOMER_APPLICATION_UNHEALTHY: {
    means: '배포 뒤 애플리케이션이 정상이 아니었습니다.',
    causes: [
      [
        '새 버전의 상태 확인이 실패합니다. 주로 Amazon ECS에서 보입니다.',
        '대상 그룹의 대상이 비정상이며 이유가 적혀 있습니다.',
        '인스턴스에서 상태 확인 경로를 열어 보고 애플리케이션을 고친 뒤 다시 배포하십시오.',
      ],
    ],
  },
  DEPLOYMENT_GROUP_MISSING: {
    means: '배포를 만든 뒤 배포 그룹이 삭제되었습니다.',
    causes: [
      [
        '누군가 또는 다른 프로그램이 삭제했습니다.',
        'CloudTrail에 DeleteDeploymentGroup이 있습니다.',
        '다시 만드십시오: codedeploy-wizard group. 새 그룹은 ID가 다르므로 첫 배포에는 --file-exists-behavior OVERWRITE 옵션이 필요합니다.',
      ],
    ],
  },
  ECS_UPDATE_ERROR: {
    means: 'Amazon ECS 서비스를 업데이트하지 못했습니다.',
    causes: otherPlatform('Amazon ECS'),
  },
  ELASTIC_LOAD_BALANCING_INVALID: {
    means: '배포 그룹의 로드 밸런서나 대상 그룹을 사용할 수 없습니다.',
    causes: [
      [
        '대상 그룹이 삭제되었거나 이름이 바뀌었거나 다른 리전에 있습니다.',
        'aws elbv2 describe-target-groups --names <대상 그룹>',
        '지금 있는 것을 지정하십시오: codedeploy-wizard group --target-group <이름>',
      ],
      [
        '대상 그룹이 인스턴스가 아니라 IP 주소를 등록합니다.',
        '대상 유형이 ip입니다.',
        '대상 유형이 instance인 대상 그룹을 사용하십시오.',
      ],
    ],
  },
  ELB_INVALID_INSTANCE: {
    means: '인스턴스를 로드 밸런서에 등록할 수 없습니다.',
    causes: [
      [
        '인스턴스의 VPC가 대상 그룹의 VPC와 다릅니다.',
        '두 VPC ID를 비교하십시오.',
        '인스턴스와 같은 VPC의 대상 그룹을 사용하십시오.',
      ],
      [
        '인스턴스가 그사이에 중지 또는 종료되었거나, 로드 밸런서에서 그 가용 영역이 활성화되지 않았습니다.',
        '인스턴스의 상태와 로드 밸런서의 가용 영역을 보십시오.',
        '인스턴스를 시작하거나 가용 영역을 활성화하십시오.',
      ],
    ],
  },
  HEALTH_CONSTRAINTS: {
    means:
      '너무 많은 인스턴스가 실패했거나 정상 인스턴스가 너무 적습니다. 이것은 요약일 뿐이며 이유는 인스턴스에 있습니다.',
    causes: [
      [
        '인스턴스에서 스크립트나 수명 주기 이벤트가 실패했습니다.',
        '실패한 인스턴스의 첫 번째 실패한 이벤트에서 오류 코드, 메시지, 마지막 로그를 보십시오: codedeploy-wizard deploy show',
        '그 오류 코드를 설명받으십시오. 예: codedeploy-wizard explain ScriptFailed',
      ],
      [
        '에이전트가 응답하지 않아 모든 이벤트가 건너뜀 또는 보류 중이었습니다.',
        '어느 인스턴스에도 진단 정보가 없습니다.',
        '에이전트 로그를 보십시오: codedeploy-wizard logs --agent',
      ],
      [
        'AllowTraffic이 실패했습니다. 이때는 로그가 남지 않습니다. 대상 그룹이 인스턴스를 정상으로 보지 못한 것입니다.',
        '실패한 이벤트가 AllowTraffic입니다.',
        '대상 그룹의 상태 확인 경로, 포트, 임계값을 확인하십시오: codedeploy-wizard doctor --only health-check',
      ],
    ],
  },
  HEALTH_CONSTRAINTS_INVALID: {
    means: '최소 정상 호스트 때문에 배포할 수 있는 인스턴스가 없습니다.',
    causes: [
      [
        '최소 정상 호스트가 인스턴스 수와 같습니다. 비율은 올림하므로 인스턴스가 하나이면 0보다 큰 비율은 모두 1입니다.',
        '배포 구성과 인스턴스 수를 비교하십시오.',
        '최소 정상 호스트를 줄이거나(codedeploy-wizard group --deployment-config AllAtOnce) 인스턴스를 늘리십시오.',
      ],
      [
        '중지된 인스턴스가 배포 그룹의 태그를 가지고 있어 정상이 아닌 것으로 셉니다.',
        '어느 인스턴스인지 보기: codedeploy-wizard doctor --only group-stopped',
        '그 인스턴스의 태그를 없애거나, 시작하거나, 종료하십시오.',
      ],
    ],
  },
  HOOK_EXECUTION_FAILURE: {
    means: '수명 주기 후크로 실행되는 Lambda 함수가 실패했습니다.',
    causes: otherPlatform('AWS Lambda 또는 Amazon ECS'),
  },
  IAM_ROLE_MISSING: {
    means: '배포 그룹의 서비스 역할이 없습니다.',
    causes: [
      [
        '역할이 삭제되었거나 다른 이름으로 다시 만들어졌습니다.',
        '배포 그룹에 적힌 ARN의 역할이 IAM에 없습니다.',
        '역할을 만들어 그룹에 지정하십시오: codedeploy-wizard roles, 그다음 codedeploy-wizard group',
      ],
    ],
  },
  IAM_ROLE_PERMISSIONS: {
    means: 'CodeDeploy가 서비스 역할을 사용할 수 없거나 역할에 권한이 부족합니다.',
    causes: [
      [
        '역할이 codedeploy.amazonaws.com을 신뢰하지 않습니다. 인스턴스용 역할을 지정한 경우가 많습니다.',
        'aws iam get-role --role-name <서비스 역할>의 AssumeRolePolicyDocument',
        'CodeDeploy를 신뢰하는 역할을 지정하십시오: codedeploy-wizard roles',
      ],
      [
        'AWSCodeDeployRole이 연결되지 않았거나, 권한 경계 또는 조직 정책이 막고 있습니다.',
        'aws iam list-attached-role-policies --role-name <서비스 역할>',
        'AWSCodeDeployRole을 연결하거나(codedeploy-wizard roles) 권한 경계의 담당자에게 문의하십시오.',
        'policyMissing',
      ],
    ],
  },
  INTERNAL_ERROR: {
    means: 'CodeDeploy 자체에 장애가 있었습니다.',
    causes: [
      [
        'AWS 내부의 장애입니다.',
        'AWS Health Dashboard에 나올 수 있습니다.',
        '다시 배포하십시오. 계속되면 배포 ID를 AWS Support에 알리십시오.',
      ],
    ],
  },
  INVALID_ECS_SERVICE: {
    means: 'Amazon ECS 서비스를 사용할 수 없습니다.',
    causes: otherPlatform('Amazon ECS'),
  },
  INVALID_LAMBDA_CONFIGURATION: {
    means: 'Lambda 배포의 설정이 올바르지 않습니다.',
    causes: otherPlatform('AWS Lambda'),
  },
  INVALID_LAMBDA_FUNCTION: { means: 'Lambda 함수를 배포할 수 없습니다.', causes: otherPlatform('AWS Lambda') },
  INVALID_REVISION: {
    means: '이 개정은 배포할 수 없습니다.',
    causes: [
      [
        '루트에 appspec.yml이 없거나 올바르지 않습니다.',
        '애플리케이션 폴더에서: codedeploy-wizard appspec lint. 압축 파일의 목록: unzip -l bundle.zip 또는 tar -tzf bundle.tgz',
        'appspec.yml이 루트에 오도록 묶으십시오: codedeploy-wizard deploy --source local',
      ],
      [
        '파일 형식이 맞지 않습니다. 예: tgz를 zip이라고 지정했습니다.',
        '배포의 개정 파일 형식과 실제 파일을 비교하십시오.',
        '맞는 형식을 지정하십시오: --bundle-type',
      ],
    ],
  },
  MANUAL_STOP: {
    means: '누군가 배포를 중지했습니다.',
    causes: [
      [
        '사람이나 다른 프로그램이 중지했습니다.',
        'CloudTrail에서 StopDeployment를 호출한 사람을 볼 수 있습니다.',
        '이것으로 망가진 것은 없습니다. 끝난 인스턴스에는 새 개정이 남습니다. 원할 때 다시 배포하십시오.',
      ],
    ],
  },
  MISSING_BLUE_GREEN_DEPLOYMENT_CONFIGURATION: {
    means: '배포 그룹이 블루/그린인데 블루/그린 설정이 없습니다.',
    causes: [
      [
        '새 인스턴스를 어디서 가져오고 이전 인스턴스를 어떻게 할지 정하지 않은 채 블루/그린으로 바꾸었습니다.',
        'aws deploy get-deployment-group --application-name <애플리케이션> --deployment-group-name <그룹> 결과에 blueGreenDeploymentConfiguration이 없습니다.',
        '다시 설정하십시오: codedeploy-wizard group --deployment-type blue-green',
      ],
    ],
  },
  MISSING_ELB_INFORMATION: {
    means: '배포에 로드 밸런서가 필요한데 배포 그룹에 지정되어 있지 않습니다.',
    causes: [
      [
        '대상 그룹 없이 로드 밸런싱을 활성화했거나 블루/그린 그룹입니다.',
        'aws deploy get-deployment-group --application-name <애플리케이션> --deployment-group-name <그룹> 결과에 loadBalancerInfo가 없습니다.',
        '대상 그룹을 지정하거나(codedeploy-wizard group --target-group <이름>) 끄십시오: --no-traffic-control',
      ],
    ],
  },
  MISSING_GITHUB_TOKEN: {
    means: '이 애플리케이션에 유효한 GitHub 연결이 없습니다.',
    causes: [
      [
        '이 리전에서 애플리케이션을 GitHub에 연결한 적이 없습니다.',
        '애플리케이션에 GitHub 연결이 보이지 않습니다. 연결은 리전마다 따로 있습니다.',
        '콘솔에서 한 번 연결하십시오: 배포 만들기, "애플리케이션을 GitHub에 저장", "GitHub에 연결"',
      ],
      [
        '연결이 무효가 되었습니다. 접근이 취소되었거나, 사용자가 떠났거나, 연결이 25개를 넘었습니다.',
        '전에는 되었고, 그 사용자의 GitHub 승인된 앱 목록에 "AWS CodeDeploy"가 없습니다.',
        '콘솔에서 같은 이름으로 다시 연결하십시오.',
      ],
    ],
  },
  NO_EC2_SUBSCRIPTION: {
    means: '계정이 Amazon EC2에 가입되어 있지 않습니다.',
    causes: [
      [
        '새 계정이거나 정지된 계정입니다.',
        'EC2 콘솔에 표시됩니다.',
        '가입을 마치고 결제 수단을 확인하거나 AWS Support에 문의하십시오.',
      ],
    ],
  },
  NO_INSTANCES: {
    means: '배포 그룹에 속한 인스턴스가 없습니다.',
    causes: [
      [
        '태그가 일치하지 않습니다. 값이 다르거나 대소문자가 다릅니다.',
        '일치하는 인스턴스 수 보기: codedeploy-wizard group --dry-run',
        '인스턴스에 태그를 붙이거나 그룹의 태그를 고치십시오: codedeploy-wizard group',
      ],
      [
        'Auto Scaling 그룹에 실행 중인 인스턴스가 없습니다.',
        '원하는 용량이 0이거나 인스턴스 시작이 실패합니다.',
        '용량을 늘리십시오: codedeploy-wizard asg --desired-capacity 1',
        'asgEmpty',
      ],
      [
        '배포 그룹의 Auto Scaling 그룹이 더는 없습니다.',
        '있는지 보기: codedeploy-wizard doctor --only asg-exists',
        '지금 있는 그룹을 지정하십시오: codedeploy-wizard group',
        'asgGone',
      ],
      [
        '배포 그룹에 태그도 Auto Scaling 그룹도 없습니다. 예를 들어 수명 주기 후크가 일시 중지되어 분리된 상태입니다.',
        '일시 중지되었는지 보기: codedeploy-wizard status',
        '후크를 복원하거나(codedeploy-wizard asg hook restore) 그룹을 지정하십시오: codedeploy-wizard group',
        'detached',
      ],
      [
        '인스턴스가 다른 리전에 있습니다.',
        '이번 실행의 리전과 인스턴스의 리전을 비교하십시오.',
        '--region 옵션으로 리전을 고르십시오.',
      ],
    ],
  },
  OVER_MAX_INSTANCES: {
    means: '배포 하나에 허용된 것보다 인스턴스가 많습니다.',
    causes: [
      [
        '배포당 인스턴스 할당량에 이르렀습니다.',
        '인스턴스 수와 Service Quotas의 할당량을 비교하십시오.',
        '여러 배포 그룹으로 나누거나 할당량 증가를 요청하십시오.',
      ],
    ],
  },
  RESOURCE_LIMIT_EXCEEDED: {
    means: 'AWS 계정의 할당량에 이르렀습니다.',
    causes: [
      [
        'vCPU, Auto Scaling 그룹, 수명 주기 후크 중 무엇인가가 너무 많습니다. 블루/그린 배포에는 인스턴스가 두 배로 필요합니다.',
        '배포의 메시지나 그룹의 활동 기록에 나옵니다.',
        '쓰지 않는 것을 삭제하거나 Service Quotas에서 할당량 증가를 요청하십시오.',
      ],
    ],
  },
  REVISION_MISSING: {
    means: '배포를 만들 때 있던 개정이 지금은 없습니다.',
    causes: [
      [
        'S3의 객체가 삭제되었거나 버킷의 수명 주기 규칙으로 만료되었거나, GitHub에서 커밋이 없어졌습니다.',
        '객체나 커밋이 있는지 보십시오.',
        '다시 올려서 배포하십시오: codedeploy-wizard deploy. 버킷에 버전을 보관하십시오.',
      ],
    ],
  },
  THROTTLED: {
    means: '이 계정에서 CodeDeploy의 AWS 호출이 제한되었습니다.',
    causes: [
      [
        '여러 배포나 다른 도구가 같은 API를 동시에 호출합니다.',
        'CloudTrail에 ThrottlingException이나 RequestLimitExceeded가 많습니다.',
        '다시 배포하십시오. 동시에 하는 배포를 줄이십시오.',
      ],
    ],
  },
  TIMEOUT: {
    means: '배포가 허용된 시간보다 오래 걸렸습니다.',
    causes: [
      [
        '수명 주기 이벤트 중에 인스턴스가 죽었거나 스크립트가 멈췄습니다. 이벤트는 한 시간 뒤에야 실패합니다.',
        '한 이벤트가 오래 진행 중이었습니다.',
        'appspec.yml에서 스크립트에 timeout을 주고, 백그라운드 프로세스의 출력을 다른 곳으로 돌리십시오.',
      ],
      [
        '블루/그린 배포가 트래픽을 다시 라우팅하기를 기다렸지만 아무도 하지 않았습니다.',
        '상태가 준비(Ready)였습니다.',
        '제때 계속하거나(codedeploy-wizard deploy continue) 자동으로 다시 라우팅하게 하십시오.',
      ],
      [
        '로드 밸런서에서 등록을 취소하는 데 배치마다 몇 분이 걸립니다.',
        'BlockTraffic이 대상 그룹의 등록 취소 지연만큼 걸립니다.',
        '등록 취소 지연(기본 300초)을 줄이거나 한 번에 더 많은 인스턴스에 배포하십시오.',
      ],
    ],
  },
  UNABLE_TO_SEND_ASG: {
    means: '배포 그룹과 Auto Scaling 그룹의 연결이 깨졌습니다.',
    causes: [
      [
        'CodeDeploy의 수명 주기 후크를 누군가 직접 삭제하거나 바꾸었습니다.',
        '배포 그룹에 적힌 후크가 Auto Scaling 그룹에 없습니다: codedeploy-wizard asg hook status',
        '새 후크는 CodeDeploy만 만들 수 있습니다. 만들게 하십시오: codedeploy-wizard asg hook repair',
      ],
    ],
  },
};
