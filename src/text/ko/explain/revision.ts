// What lines of a log mean that concern the revision of a deployment: fetching it, its appspec.yml, its files.
import type { Explanations } from '../../en/explain/index.ts';

const LINT = '탭 없이 공백으로만 들여 쓰고 검사하십시오: codedeploy-wizard appspec lint';

export const revision: Explanations['revision'] = {
  s3Denied: {
    means: '서버가 S3에서 개정을 읽을 권한이 없습니다.',
    causes: [
      [
        '인스턴스의 역할이 객체의 s3:GetObject(와 s3:GetObjectVersion)를 허용하지 않습니다.',
        'aws iam list-attached-role-policies --role-name <인스턴스의 역할>. AWSCodeDeployRole은 서비스용이라 도움이 되지 않습니다.',
        '인스턴스에 버킷을 허용하십시오: codedeploy-wizard roles --revision-bucket <버킷>',
      ],
      [
        '역할이 쓸 수 없는 KMS 키로 객체가 암호화되어 있습니다.',
        'aws s3api head-object --bucket <버킷> --key <키> 결과에 SSEKMSKeyId가 나옵니다.',
        '이 키의 kms:Decrypt를 허용하십시오.',
      ],
      [
        '버킷 정책이 거부하거나, 다른 계정의 버킷이거나, 객체가 없는데 역할이 버킷을 나열할 수 없습니다.',
        '버킷 정책과 객체가 있는지를 보십시오.',
        '버킷 정책을 바꾸거나 객체를 다시 올리십시오.',
      ],
    ],
  },
  kmsDenied: {
    means: '서버가 개정을 암호화한 KMS 키를 쓸 수 없습니다.',
    causes: [
      [
        '인스턴스의 역할에 kms:Decrypt가 없거나 키 정책에 역할이 없습니다.',
        '메시지에 키가 나옵니다.',
        '역할에 이 키의 kms:Decrypt를 허용하십시오. 다른 계정의 키이면 양쪽 정책에 모두 허용하십시오.',
      ],
    ],
  },
  s3OtherRegion: {
    means: '버킷이 서버와 다른 리전에 있습니다.',
    causes: [
      [
        'CodeDeploy는 같은 리전의 버킷에서만 개정을 읽습니다.',
        'aws s3api get-bucket-location --bucket <버킷>',
        '서버와 같은 리전의 버킷에 올려서 배포하십시오.',
      ],
    ],
  },
  s3NoBucket: {
    means: '그런 버킷이 없습니다.',
    causes: [
      [
        '이름이 틀렸거나 버킷이 삭제되었습니다.',
        '"Downloading artifact bundle" 줄에 버킷이 나옵니다.',
        '맞는 이름으로 배포하십시오: codedeploy-wizard deploy --bucket <버킷>',
      ],
    ],
  },
  s3NoKey: {
    means: '버킷에 개정이 없습니다.',
    causes: [
      [
        '키가 틀렸습니다. 대소문자를 구분합니다.',
        '"Downloading artifact bundle" 줄에 버킷과 키가 나옵니다.',
        '맞는 키로 배포하십시오: codedeploy-wizard deploy --key <키>',
      ],
      [
        '객체나 그 버전이 삭제되었거나 수명 주기 규칙으로 만료되었습니다.',
        'aws s3api list-object-versions --bucket <버킷> --prefix <키>',
        '다시 올려서 배포하십시오: codedeploy-wizard deploy --source local',
      ],
    ],
  },
  bundleReplaced: {
    means: 'S3의 객체가 등록된 것과 다릅니다. 배포를 만든 뒤에 바뀌었습니다.',
    causes: [
      [
        '다른 빌드가 같은 키에 올렸습니다.',
        '객체의 ETag가 줄에 나온 두 번째 값입니다.',
        '새 객체를 배포하고, 개정마다 다른 키를 쓰십시오.',
      ],
    ],
  },
  gitHubDownload: {
    means: '서버가 GitHub에서 개정을 내려받지 못했습니다.',
    causes: [
      [
        '커밋이 GitHub에 없거나, 비공개 리포지토리인데 연결되지 않았습니다.',
        '줄에 나온 상태: 404',
        '커밋을 푸시하거나 콘솔에서 애플리케이션을 GitHub에 연결하십시오.',
      ],
      [
        '주소마다 한 시간에 60번이라는 한도에 이르렀습니다. NAT 게이트웨이 뒤의 인스턴스들은 이것을 나누어 씁니다.',
        '줄에 나온 상태: 403 또는 429',
        '애플리케이션을 GitHub에 연결하거나 S3에서 배포하십시오.',
      ],
      [
        '서버에서 api.github.com과 codeload.github.com으로 가는 길이 없습니다.',
        '서버에서: curl -sI https://api.github.com',
        '나가는 TCP 443을 여십시오. GitHub용 VPC 엔드포인트는 없습니다.',
      ],
    ],
  },
  bundleType: {
    means: '압축 파일을 풀지 못했습니다.',
    causes: [
      [
        '파일 형식이 지정한 것과 다릅니다.',
        '배포 폴더에서 file bundle.tar 명령으로 보십시오. 에이전트는 모든 압축 파일에 이 이름을 붙입니다.',
        '맞는 형식으로 배포하십시오: codedeploy-wizard deploy --bundle-type tgz',
      ],
      [
        '압축 파일이 손상되었거나 비어 있습니다.',
        '이 컴퓨터에서도 unzip -t 또는 tar -tzf가 실패합니다.',
        '다시 묶어 올리십시오: codedeploy-wizard deploy --source local',
      ],
    ],
  },
  diskFull: {
    means: '서버의 디스크가 가득 찼습니다.',
    causes: [
      [
        '이전 개정이 차지합니다. 개정마다 압축 파일과 푼 것을 함께 둡니다.',
        'df -h; sudo du -sh /opt/codedeploy-agent/deployment-root',
        'codedeployagent.yml에 :max_revisions: 2를 설정하고 에이전트를 다시 시작하거나 볼륨을 늘리십시오.',
      ],
      [
        '애플리케이션의 로그나 데이터가 차지합니다.',
        'sudo du -xh --max-depth=2 / | sort -h | tail',
        '로그를 순환시키거나 볼륨을 늘리십시오.',
      ],
    ],
  },
  appSpecMissing: {
    means: '개정의 루트에 appspec.yml이 없습니다.',
    causes: [
      [
        '압축 파일에서 한 단계 깊은 곳에 있습니다. 폴더가 하나뿐이면 그 안을 보지만, 다른 것과 함께 있으면 보지 않습니다.',
        'unzip -l bundle.zip 또는 tar -tzf bundle.tgz',
        '폴더가 아니라 폴더의 내용을 묶으십시오: codedeploy-wizard deploy --source local',
      ],
      [
        '이름이 다릅니다: appspec.yaml, AppSpec.yml, appspec.yml.txt',
        '같은 목록에서 볼 수 있습니다.',
        '소문자로 appspec.yml이라고 하십시오.',
      ],
    ],
  },
  oldRevisionGone: {
    means:
      '이전 개정의 파일이 없어져서, 먼저 실행할 이전 스크립트(ApplicationStop과 BlockTraffic 앞뒤)를 찾지 못했습니다.',
    causes: [
      [
        '누군가 deployment-root 아래의 폴더를 삭제했습니다.',
        '줄에 나온 경로의 배포가 지금 배포와 다릅니다.',
        '한 번 codedeploy-wizard deploy --ignore-application-stop-failures 명령으로 배포하십시오. 그곳을 직접 삭제하지 말고 :max_revisions:를 설정하십시오.',
      ],
    ],
  },
  appSpecSyntax: {
    means: 'appspec.yml이 올바른 YAML이 아닙니다. 메시지에 줄과 열이 나옵니다.',
    causes: [
      [
        '탭, 잘못된 들여쓰기, 닫지 않은 따옴표 중 하나입니다.',
        '파일의 그 줄을 보십시오. "cannot start any token"은 대개 탭입니다.',
        `고치십시오. ${LINT}`,
      ],
      [
        '파일이 UTF-8이 아니거나, 큰따옴표 안에 Windows 경로가 있습니다.',
        'file appspec.yml 명령과 큰따옴표 안의 역슬래시를 보십시오.',
        "바이트 순서 표시(BOM) 없는 UTF-8로 저장하고 작은따옴표를 쓰십시오: 'C:\\web'",
      ],
    ],
  },
  appSpecShape: {
    means: 'appspec.yml이 올바른 YAML이지만 에이전트가 읽는 모양이 아닙니다.',
    causes: [
      [
        '키가 올 자리에 목록이 있거나 그 반대입니다. hooks는 이벤트의 매핑이며 이벤트마다 스크립트의 목록이 옵니다.',
        '줄에 each_pair 또는 has_key?가 있습니다.',
        `이벤트 아래에 스크립트를 "- location: …"으로 적으십시오. ${LINT}`,
      ],
      [
        'Ruby 3.1 이상의 에이전트가 거절하는 별칭(*name, <<:)이나 날짜를 썼습니다.',
        '줄에 "Unknown alias" 또는 "Tried to load unspecified class"가 있습니다.',
        '값을 직접 적고, 날짜는 따옴표로 묶으십시오.',
      ],
    ],
  },
  appSpecInvalid: {
    means: 'appspec.yml에 허용되지 않는 값이 있습니다. 어느 것인지는 메시지에 나옵니다.',
    causes: [
      [
        'version에 따옴표가 있거나(숫자 0.0이어야 합니다), os가 소문자 linux나 windows가 아니거나, 파일이 바이트 순서 표시(BOM)로 시작합니다.',
        '메시지에 version 또는 operating system이 나옵니다.',
        '파일을 version: 0.0과 os: linux로 시작하십시오.',
      ],
      [
        '권한의 mode에 따옴표가 없습니다. YAML은 0755를 493으로 읽습니다.',
        '메시지에 permissions mode가 나옵니다.',
        '따옴표로 묶으십시오: mode: "0755"',
      ],
      [
        '스크립트에 location이 없거나 timeout이 0보다 큰 숫자가 아니거나, 파일에 source나 destination이 없습니다.',
        '메시지에 어느 섹션인지 나옵니다.',
        '그 섹션을 채우고 검사하십시오: codedeploy-wizard appspec lint',
      ],
    ],
  },
  unknownEvents: {
    means: 'appspec.yml에 없는 수명 주기 이벤트가 적혀 있습니다.',
    causes: [
      [
        '이벤트 이름이 틀렸습니다. 대소문자를 구분합니다.',
        '메시지에 목록이 나옵니다.',
        'ApplicationStop, BeforeInstall, AfterInstall과 ApplicationStart, ValidateService, 그리고 BeforeBlockTraffic, AfterBlockTraffic과 BeforeAllowTraffic, AfterAllowTraffic에 스크립트를 둘 수 있습니다.',
      ],
    ],
  },
  noScriptRan: {
    means: '이 배포에서는 스크립트가 하나도 실행되지 않았습니다. 어느 이벤트에도 할 일이 없었습니다.',
    causes: [
      [
        'appspec.yml에 hooks가 없습니다. 의도한 것이면 문제가 아닙니다.',
        'appspec.yml의 hooks를 보십시오.',
        '할 일이 없습니다.',
      ],
      [
        '이벤트 이름이 틀렸습니다. 에이전트는 모르는 이름을 아무 말 없이 건너뜁니다.',
        '이름을 비교하십시오. 대소문자를 구분합니다.',
        'ApplicationStart처럼 올바른 이름으로 고치십시오.',
      ],
    ],
  },
  fileExists: {
    means:
      '개정의 파일이 놓일 곳에 파일이 이미 있으며, 이 배포 그룹이 놓은 것이 아닙니다. 이전 개정의 파일은 이미 지워졌으므로 배포가 성공할 때까지 애플리케이션이 없습니다.',
    causes: [
      [
        '애플리케이션이나 배포 그룹을 새로 만들었거나(ID가 다름) 다른 것이 같은 폴더에 배포합니다.',
        'ls /opt/codedeploy-agent/deployment-root/deployment-instructions 결과에 지금 그룹 ID의 cleanup 파일이 있는지 보십시오.',
        '한 번 codedeploy-wizard deploy --file-exists-behavior OVERWRITE 명령으로 배포하십시오.',
      ],
      [
        '인스턴스의 이미지에 이미 파일이 있었습니다.',
        '새 인스턴스만 실패하고 이전 인스턴스는 실패하지 않습니다.',
        '폴더를 비우고 이미지를 만드십시오: codedeploy-wizard ami --clean-paths <폴더>',
      ],
      [
        '누군가 파일을 직접 놓았거나 애플리케이션이 썼습니다.',
        'ls -l 명령으로 시각과 소유자를 보십시오.',
        '삭제하거나, 그런 파일은 개정의 폴더 밖에 쓰십시오.',
      ],
    ],
  },
  inTheWay: {
    means: '개정의 파일이나 폴더가 놓일 곳에 다른 종류의 것이 있습니다.',
    causes: [
      [
        'destination에 파일을 적었습니다. destination은 언제나 폴더입니다.',
        'appspec.yml의 destination을 보십시오.',
        '파일이 들어갈 폴더를 적으십시오.',
      ],
      [
        '폴더 자리에 심볼릭 링크나 파일이 있거나, 링크로 파일을 바꾸려 합니다.',
        '줄에 나온 경로를 ls -ld 명령으로 보십시오.',
        'BeforeInstall 스크립트에서 없애거나, 링크는 AfterInstall에서 만드십시오.',
      ],
    ],
  },
  notRemoved: {
    means: '이전 개정의 파일을 없애지 못했습니다.',
    causes: [
      [
        '없앨 폴더에 다른 파일이 있고 에이전트가 1.1.2보다 오래되었습니다.',
        'cat /opt/codedeploy-agent/.version',
        '에이전트를 업데이트하십시오: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  sourceMissing: {
    means: 'appspec.yml의 files 섹션에 적힌 source가 개정에 없습니다.',
    causes: [
      [
        '경로가 틀렸거나, 와일드카드를 썼거나(펼쳐지지 않습니다), 빌드 결과를 묶지 않았습니다.',
        '압축 파일의 목록과 비교하십시오.',
        'source를 고치거나 빠진 것을 함께 묶으십시오. Install이 복사할 것 보기: codedeploy-wizard appspec lint --explain',
      ],
    ],
  },
  ownerUnknown: {
    means: 'appspec.yml의 permissions 섹션에 적힌 사용자나 그룹이 서버에 없습니다.',
    causes: [
      [
        '사용자나 그룹을 나중에 패키지나 스크립트가 만듭니다.',
        'getent passwd <사용자>; getent group <그룹>',
        'BeforeInstall이나 이미지에서 만드십시오. 번호가 아니라 이름을 적으십시오.',
      ],
    ],
  },
  revisionsStay: {
    means: '이전 개정을 삭제하지 못해 디스크가 서서히 찹니다.',
    causes: [
      [
        '에이전트에 삭제 권한이 없거나 rm 명령을 찾지 못합니다(127).',
        '줄의 숫자와 ls -ld /opt/codedeploy-agent/deployment-root 결과를 보십시오.',
        '/bin이 들어 있는 PATH로 에이전트를 root로 실행하십시오.',
      ],
    ],
  },
  agentRestarted: {
    means: '수명 주기 이벤트가 실행되는 동안 에이전트가 끝나서 이벤트가 실패했습니다.',
    causes: [
      [
        '배포의 스크립트가 에이전트를 다시 시작하거나 업데이트하거나 서버를 재부팅합니다.',
        '스크립트에서 codedeploy-agent, reboot, shutdown을 찾으십시오.',
        '배포 중에는 하지 말고, 재부팅은 그 뒤에 하십시오.',
      ],
      [
        '누군가 다시 시작했거나 자동 업데이트가 했습니다.',
        'journalctl -u codedeploy-agent; /tmp/codedeploy-agent.update.log',
        '다시 배포하십시오. 에이전트는 배포 사이에 업데이트하십시오.',
      ],
    ],
  },
};
