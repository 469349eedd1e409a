// What lines of the agent's log mean that concern the agent itself: credentials, network, configuration, start and stop.
import type { Explanations } from '../../en/explain/index.ts';

const RESTART = 'sudo systemctl restart codedeploy-agent';
const REACH = '서버에서: curl -sv https://codedeploy-commands.<리전>.amazonaws.com';

export const agent: Explanations['agent'] = {
  missingCredentials: {
    means: '에이전트에 자격 증명이 없어 배포를 받지 못합니다.',
    causes: [
      [
        '인스턴스에 인스턴스 프로파일이 없습니다.',
        'EC2 콘솔에서 인스턴스의 IAM 역할이 비어 있습니다.',
        `ec2.amazonaws.com을 신뢰하는 것을 연결한 뒤(codedeploy-wizard ami 명령이 합니다) 에이전트를 다시 시작하십시오: ${RESTART}`,
      ],
      [
        '에이전트를 시작한 뒤에 인스턴스 프로파일을 연결했습니다. 에이전트는 다시 찾아보지 않습니다.',
        '인스턴스에 IAM 역할이 있는데도 이 줄이 계속 나옵니다.',
        `에이전트를 다시 시작하십시오: ${RESTART}`,
      ],
      [
        '메타데이터 서비스(IMDS)가 꺼져 있거나 에이전트에게 막혀 있습니다.',
        '서버에서 curl -s http://169.254.169.254/ 명령에 응답이 없습니다.',
        '인스턴스의 메타데이터 서비스를 켠 뒤 에이전트를 다시 시작하십시오.',
      ],
    ],
  },
  pollDenied: {
    means: 'CodeDeploy가 에이전트를 거부합니다. 에이전트가 잘못된 자격으로 묻고 있습니다.',
    causes: [
      [
        'root의 홈 폴더(또는 서비스의 환경 변수)에 있는 액세스 키가 인스턴스의 역할보다 먼저 쓰입니다.',
        'sudo ls /root/.aws 명령에 credentials나 config가 나옵니다.',
        `그 파일을 없앤 뒤 에이전트를 다시 시작하십시오: ${RESTART}`,
      ],
      [
        '에이전트가 실행되는 동안 인스턴스의 역할을 바꾸었습니다.',
        '역할을 바꾼 때부터 이 줄이 나옵니다.',
        `에이전트를 다시 시작하고(${RESTART}), 그래도 안 되면 인스턴스를 재부팅하십시오.`,
      ],
      [
        'enable_auth_policy가 켜져 있는데 역할에 codedeploy-commands-secure:* 권한이 없습니다.',
        'grep enable_auth_policy /etc/codedeploy-agent/conf/codedeployagent.yml',
        '인스턴스의 역할에 codedeploy-commands-secure:*를 허용하십시오.',
      ],
    ],
  },
  credentialsExpired: {
    means: '에이전트의 자격 증명이 만료되었습니다.',
    causes: [
      [
        '온프레미스 서버가 세션을 쓰는데 그 파일이 갱신되지 않습니다.',
        'codedeploy.onpremises.yml의 aws_credentials_file이 가리키는 파일이 얼마나 오래되었는지 보십시오.',
        `세션을 갱신한 뒤 에이전트를 다시 시작하십시오: ${RESTART}`,
      ],
      [
        '에이전트가 메타데이터 서비스에서 새 자격 증명을 받지 못합니다.',
        '서버에서 curl -s http://169.254.169.254/ 명령에 응답이 없습니다.',
        '메타데이터 서비스로 가는 길을 되살린 뒤 에이전트를 다시 시작하십시오.',
      ],
    ],
  },
  keyUnknown: {
    means: 'AWS가 에이전트의 서명 키를 받아들이지 않습니다.',
    causes: [
      [
        '온프레미스: 액세스 키가 삭제되었거나 비활성화되었거나 잘못 복사되었습니다.',
        'codedeploy.onpremises.yml과 IAM 사용자의 키를 비교하십시오.',
        `유효한 키를 넣은 뒤 에이전트를 다시 시작하십시오: ${RESTART}`,
      ],
      [
        '리전이나 파티션이 키의 것과 다릅니다.',
        '"CodeDeploy endpoint" 줄에 리전이 나옵니다.',
        'codedeploy.onpremises.yml의 리전을 고치십시오.',
      ],
    ],
  },
  clockSkew: {
    means: '서버의 시계가 5분 넘게 틀려서 AWS가 서명을 거절합니다.',
    causes: [
      [
        '시각이 동기화되지 않습니다.',
        'timedatectl 명령으로 보십시오. 메시지에 두 시각이 나옵니다.',
        `동기화를 켠 뒤(sudo systemctl enable --now chronyd, Ubuntu는 chrony) 에이전트를 다시 시작하십시오: ${RESTART}`,
      ],
    ],
  },
  secureEndpoint: {
    means: '엔드포인트가 에이전트의 요청을 모릅니다. VPC 엔드포인트에는 다른 인증 방식이 필요합니다.',
    causes: [
      [
        'codedeploy-commands-secure VPC 엔드포인트가 있는데 enable_auth_policy가 켜져 있지 않습니다.',
        'grep enable_auth_policy /etc/codedeploy-agent/conf/codedeployagent.yml',
        ':enable_auth_policy: true로 설정하고, 역할에 codedeploy-commands-secure:*를 허용하고, 에이전트를 다시 시작하십시오.',
      ],
      [
        '에이전트가 1.3.2보다 오래되었습니다.',
        'cat /opt/codedeploy-agent/.version',
        '업데이트하십시오: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  untrustedCertificate: {
    means: '서버가 CodeDeploy 엔드포인트의 인증서를 신뢰하지 않습니다.',
    causes: [
      [
        '프록시나 방화벽이 인증서를 자기 것으로 바꿉니다.',
        `${REACH} 결과의 발급자가 Amazon이 아닙니다.`,
        'codedeploy-commands와 S3는 그대로 통과시키거나, 프록시의 인증서를 서버에 설치하십시오.',
      ],
      [
        '서버의 인증 기관 목록이나 시계가 오래되었습니다.',
        'timedatectl과 ca-certificates 패키지의 날짜를 보십시오.',
        'ca-certificates를 업데이트하고 시계를 맞춘 뒤 에이전트를 다시 시작하십시오.',
      ],
    ],
  },
  dnsFails: {
    means: '서버가 CodeDeploy 엔드포인트의 주소를 찾지 못합니다.',
    causes: [
      [
        '서버의 이름 풀이(DNS)가 동작하지 않습니다.',
        'getent hosts codedeploy-commands.<리전>.amazonaws.com',
        'VPC에서 DNS 확인을 켜거나 /etc/resolv.conf를 고치십시오.',
      ],
      [
        '이름에 든 리전이 잘못 적혔습니다.',
        '"CodeDeploy endpoint" 줄에 이름이 나옵니다.',
        '에이전트 설정의 리전을 고치십시오.',
      ],
    ],
  },
  networkTimeout: {
    means: 'CodeDeploy 엔드포인트가 제시간에 응답하지 않습니다.',
    causes: [
      [
        '밖으로 나가는 길이 없습니다. 퍼블릭 주소도, 서브넷 라우팅 테이블의 NAT 게이트웨이도, VPC 엔드포인트도 없습니다.',
        REACH,
        '서브넷에 NAT 또는 인터넷 게이트웨이로 가는 경로나 codedeploy-commands-secure VPC 엔드포인트를 만드십시오.',
      ],
      [
        '보안 그룹, 네트워크 ACL 또는 방화벽이 나가는 443 포트를 버립니다.',
        '보안 그룹의 아웃바운드 규칙을 보십시오.',
        '나가는 TCP 443을 허용하십시오.',
      ],
      [
        '프록시를 거쳐야 하는데 에이전트가 모릅니다.',
        'env | grep -i proxy',
        'codedeployagent.yml에 :proxy_uri:를 설정한 뒤 에이전트를 다시 시작하십시오.',
      ],
    ],
  },
  networkLost: {
    means: '에이전트가 CodeDeploy 엔드포인트에 연결하지 못합니다.',
    causes: [
      [
        '나가는 길이 막혔습니다: 보안 그룹, 네트워크 ACL, 라우팅, NAT 게이트웨이 또는 서버의 방화벽.',
        REACH,
        'codedeploy-commands.<리전>.amazonaws.com으로 나가는 TCP 443을 허용하십시오.',
      ],
      [
        '프록시가 거절하거나 에이전트가 프록시를 모릅니다.',
        'grep proxy_uri /etc/codedeploy-agent/conf/codedeployagent.yml',
        'codedeployagent.yml에 :proxy_uri:를 설정한 뒤 에이전트를 다시 시작하십시오.',
      ],
    ],
  },
  startCheckFailed: {
    means:
      '에이전트가 시작할 때 CodeDeploy에 처음 연결하지 못해 그만두었습니다. 에이전트는 이런 실패를 모두 잘못된 인증서라고 부르며, 그래도 status는 실행 중이라고 합니다.',
    causes: [
      [
        '서버에서 엔드포인트로 가는 길이 없습니다: 라우팅, 보안 그룹, DNS 또는 프록시.',
        REACH,
        '나가는 TCP 443을 연 뒤(NAT, 보안 그룹, :proxy_uri:) 에이전트를 다시 시작하십시오.',
      ],
      [
        '인증서를 정말로 신뢰하지 않습니다. 프록시가 바꾸었거나 인증 기관 목록이나 시계가 오래되었습니다.',
        '발급자는 curl로, 시계는 timedatectl로 보십시오.',
        'ca-certificates를 업데이트하고 시계를 맞추거나, 엔드포인트가 프록시를 그대로 통과하게 하십시오.',
      ],
      [
        '어느 쪽인지 에이전트가 말하지 않습니다.',
        'codedeployagent.yml에 :verbose: true를 설정하고 에이전트를 다시 시작하면 이 줄 곁에 진짜 오류가 나옵니다.',
        '새 로그를 읽으십시오: codedeploy-wizard logs --agent',
      ],
    ],
  },
  imdsUnreachable: {
    means:
      '인스턴스의 메타데이터 서비스가 응답하지 않아 에이전트가 시작하지 못합니다. 그래도 status는 실행 중이라고 합니다.',
    causes: [
      [
        '인스턴스의 메타데이터 서비스가 꺼져 있습니다.',
        'aws ec2 describe-instances --instance-ids <ID> 결과의 MetadataOptions에서 HttpEndpoint가 disabled입니다.',
        'aws ec2 modify-instance-metadata-options --instance-id <ID> --http-endpoint enabled',
      ],
      [
        '서버의 방화벽이 169.254.169.254를 막거나, 에이전트가 컨테이너에 있고 홉 제한이 1입니다.',
        '서버에서 curl -s http://169.254.169.254/ 명령에 응답이 없습니다.',
        '그 주소를 허용하거나 홉 제한을 2로 하십시오.',
      ],
      [
        'EC2 인스턴스가 아닌데 온프레미스 설정 파일이 없습니다.',
        '로그에 "On Premises config file does not exist or not readable"이 있습니다.',
        '/etc/codedeploy-agent/conf에 codedeploy.onpremises.yml을 두십시오.',
      ],
    ],
  },
  imdsTokenRefused: {
    means: '메타데이터 서비스가 IMDSv2 토큰을 주지 않고, 에이전트는 IMDSv1을 쓸 수 없습니다.',
    causes: [
      [
        ':disable_imds_v1:이 true인데 IMDSv2에 닿지 않습니다.',
        'grep disable_imds_v1 /etc/codedeploy-agent/conf/codedeployagent.yml',
        '인스턴스의 IMDSv2를 켜거나(컨테이너에서는 홉 제한 2) 그 설정을 빼십시오.',
      ],
    ],
  },
  imdsOldAgent: {
    means: '인스턴스는 IMDSv2를 요구하는데 이 에이전트는 IMDSv1만 압니다.',
    causes: [
      [
        '에이전트가 1.2보다 오래되었습니다.',
        'cat /opt/codedeploy-agent/.version',
        '업데이트하십시오: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  imdsFallback: {
    means: '에이전트가 IMDSv2 토큰을 받지 못해 IMDSv1을 씁니다. 알림일 뿐입니다.',
    causes: [
      [
        '에이전트가 컨테이너에 있고 홉 제한이 1이거나, IMDSv2가 막혀 있습니다.',
        '그 뒤에 에이전트가 폴링하고 있다면 문제가 아닙니다.',
        '할 일이 없습니다. IMDSv1을 끄기 전에 홉 제한을 2로 하십시오.',
      ],
    ],
  },
  missingRegion: {
    means: '에이전트가 자기 리전을 모릅니다.',
    causes: [
      [
        '네트워크나 메타데이터 서비스가 준비되기 전에 시작했습니다.',
        '부팅한 뒤에만 이 줄이 나옵니다.',
        `에이전트를 다시 시작하십시오: ${RESTART}. 유닛이 network-online.target 뒤에 시작하게 하십시오.`,
      ],
    ],
  },
  onPremisesConfig: {
    means: '온프레미스 설정이 완전하지 않아 에이전트가 시작하지 못합니다. 그래도 status는 실행 중이라고 합니다.',
    causes: [
      [
        'codedeploy.onpremises.yml에 키가 빠졌습니다. 어느 키인지 줄에 나옵니다.',
        'cat /etc/codedeploy-agent/conf/codedeploy.onpremises.yml',
        'region과 함께, iam_user_arn과 두 액세스 키 또는 iam_session_arn과 aws_credentials_file이 있어야 합니다.',
      ],
      [
        '서버가 EC2 인스턴스인데 이 파일이 남아 있습니다.',
        '인스턴스에 인스턴스 프로파일이 있습니다.',
        '파일을 없앤 뒤 에이전트를 다시 시작하십시오.',
      ],
    ],
  },
  badMaxRevisions: {
    means: 'max_revisions 값이 올바르지 않아 에이전트가 시작하자마자 스스로 끝납니다.',
    causes: [
      [
        ':max_revisions:가 0이거나 숫자가 아닙니다.',
        'grep max_revisions /etc/codedeploy-agent/conf/codedeployagent.yml',
        '1 이상의 정수로 설정하고(1이면 개정 두 개를 둡니다) 에이전트를 다시 시작하십시오.',
      ],
    ],
  },
  configUnreadable: {
    means: '에이전트 설정이 올바른 YAML이 아니어서 에이전트의 어떤 명령도 동작하지 않습니다.',
    causes: [
      [
        '파일을 직접 고쳤습니다. 메시지에 줄과 열이 나옵니다.',
        'sudo cat /etc/codedeploy-agent/conf/codedeployagent.yml',
        `그 줄을 고치거나 패키지의 파일로 되돌린 뒤 에이전트를 다시 시작하십시오: ${RESTART}`,
      ],
    ],
  },
  configMissing: {
    means: '에이전트가 설정 파일을 찾지 못해 에이전트의 어떤 명령도 동작하지 않습니다.',
    causes: [
      [
        '파일이 삭제되었거나 에이전트의 사용자가 읽을 수 없습니다.',
        'ls -l /etc/codedeploy-agent/conf /opt/codedeploy-agent/conf',
        'codedeployagent.yml을 되살리거나 에이전트를 다시 설치하십시오: codedeploy-wizard ami',
      ],
    ],
  },
  agentStopped: {
    means: '에이전트가 실행되고 있지 않습니다.',
    causes: [
      [
        '아무도 시작하지 않았거나, 자동 시작이 켜져 있지 않은데 서버가 재부팅되었습니다.',
        'sudo systemctl status codedeploy-agent',
        'sudo systemctl enable --now codedeploy-agent',
      ],
      [
        '시작했다가 다시 끝났습니다.',
        '/var/log/aws/codedeploy-agent/codedeploy-agent.log의 마지막 줄에 이유가 있습니다.',
        '그 로그를 읽으십시오: codedeploy-wizard logs --agent',
      ],
    ],
  },
  agentTooOld: {
    means: '에이전트가 너무 오래되어 CodeDeploy가 보낸 것을 확인하지 못합니다.',
    causes: [
      [
        '1.0.1.854보다 오래되었습니다.',
        'cat /opt/codedeploy-agent/.version',
        '업데이트하십시오: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  agentCrashLoops: {
    means: '에이전트의 작업 프로세스가 시작할 때마다 끝납니다. 그래도 status는 실행 중이라고 합니다.',
    causes: [
      [
        '이유는 줄에 있는 오류이며, 여기서 아는 오류가 아닙니다.',
        '같은 오류가 몇 초마다 되풀이되는지 보십시오.',
        '그 오류를 해결한 뒤 에이전트를 다시 시작하거나 새로 설치하십시오: codedeploy-wizard ami',
      ],
    ],
  },
  eventNotReceived: {
    means: '인스턴스의 에이전트가 5분 안에 수명 주기 이벤트를 받지 못했습니다.',
    causes: [
      [
        '에이전트가 설치되지 않았거나, 실행되지 않거나, 자격 증명이 없습니다.',
        'sudo systemctl status codedeploy-agent 명령과 로그의 "Missing credentials"를 보십시오.',
        '시작하거나, 인스턴스 프로파일을 연결하고 다시 시작하거나, 설치하십시오: codedeploy-wizard ami',
      ],
      [
        '에이전트에서 CodeDeploy로 가는 길이 없습니다.',
        REACH,
        'codedeploy-commands.<리전>.amazonaws.com으로 나가는 TCP 443을 여십시오.',
      ],
      [
        '에이전트가 다른 배포를 하고 있습니다. 한 번에 하나만 합니다.',
        'Auto Scaling 그룹이 배포 그룹 두 개에 속해 있습니다.',
        'Auto Scaling 그룹마다 배포 그룹을 하나만 쓰십시오.',
      ],
    ],
  },
  pollThrottled: {
    means: 'CodeDeploy에 요청이 너무 많습니다. 에이전트가 나중에 스스로 다시 묻습니다.',
    causes: [
      [
        '계정의 많은 에이전트가 한꺼번에 묻습니다.',
        '뒤에 200과 poll_host_command가 있는 줄이 나오면 끝난 것입니다.',
        '기다리십시오. 계속되면 한 번에 시작하는 인스턴스나 배포를 줄이십시오.',
      ],
    ],
  },
  serviceFault: {
    means: 'CodeDeploy에 장애가 있었습니다. 에이전트가 스스로 다시 묻습니다.',
    causes: [
      [
        'AWS 내부의 장애입니다.',
        'AWS Health Dashboard에 나올 수 있습니다.',
        '기다리십시오. 계속되면 AWS Support에 문의하십시오.',
      ],
    ],
  },
  alreadyRunning: {
    means: '이미 실행 중인 에이전트를 또 시작했습니다. 두 번째 시작은 스스로 끝났습니다.',
    causes: [
      ['유닛 두 개, 또는 유닛과 다른 스크립트가 함께 시작합니다.', '에이전트는 계속 폴링합니다.', '할 일이 없습니다.'],
    ],
  },
  stopRefused: {
    means: '배포가 진행 중이어서 에이전트가 멈추지 않았고, 전과 같이 계속 실행됩니다.',
    causes: [
      [
        '누군가, 또는 배포의 스크립트가 에이전트를 중지, 재시작 또는 업데이트했습니다.',
        '그 시각에 무엇이 실행되었는지 보십시오. 후크에서 에이전트를 다시 시작하면 안 됩니다.',
        '배포가 끝난 뒤 한 번 더 다시 시작하십시오.',
      ],
    ],
  },
};
