// What lines of a log mean that concern the scripts of a deployment, and the traffic of an instance.
import type { Explanations } from '../../en/explain/index.ts';

const LF = 'LF 줄바꿈으로 저장하십시오(git: .gitattributes에 *.sh text eol=lf).';

export const scripts: Explanations['scripts'] = {
  oldScript: {
    means:
      '이전 개정의 스크립트가 실패했습니다. ApplicationStop과 BlockTraffic 앞뒤의 이벤트는 서버에 이미 있는 스크립트를 실행하므로 새 개정으로는 고칠 수 없습니다.',
    causes: [
      [
        '이전 개정의 중지 스크립트가 실패합니다. 예: 중지할 것이 없음',
        '이벤트가 ApplicationStop, BeforeBlockTraffic 또는 AfterBlockTraffic입니다.',
        '새 개정에서 고친 뒤 한 번 이렇게 배포하십시오: codedeploy-wizard deploy --ignore-application-stop-failures',
      ],
    ],
  },
  commandNotFound: {
    means: '스크립트의 명령을 찾지 못했습니다(종료 코드 127).',
    causes: [
      [
        '에이전트의 PATH는 짧습니다. 셸 프로필을 읽지 않으므로 nvm, npm이나 pm2, rbenv 같은 것이 들어 있지 않습니다.',
        '바로 앞 줄에 명령이 나옵니다.',
        '절대 경로를 쓰거나 스크립트 첫머리에서 PATH를 설정하십시오.',
      ],
      [
        '이 서버에 프로그램이 설치되어 있지 않습니다.',
        'root로 which <명령>',
        '이미지나 BeforeInstall 스크립트에서 설치하십시오.',
      ],
      ['runas를 쓸 때: 첫 줄의 인터프리터가 없거나 Windows 줄바꿈으로 끝납니다.', 'head -1 <스크립트> | od -c', LF],
    ],
  },
  notRunnable: {
    means: '파일을 실행할 수 없었습니다(종료 코드 126).',
    causes: [
      [
        '실행 권한이 없거나 noexec로 마운트된 파일 시스템에 있습니다.',
        'ls -l; mount | grep noexec',
        'chmod +x를 하거나 인터프리터로 호출하십시오: bash <파일>',
      ],
      [
        '다른 프로세서용 프로그램이거나 Windows 줄바꿈입니다.',
        'file <파일>; uname -m',
        '이 프로세서용으로 빌드하고 LF 줄바꿈으로 저장하십시오.',
      ],
    ],
  },
  scriptKilled: {
    means: '스크립트가 시그널로 끝났습니다.',
    causes: [
      [
        '서버의 메모리가 모자라 Linux가 끝냈습니다(137).',
        'sudo dmesg | grep -i "killed process"',
        '더 큰 인스턴스나 스왑을 쓰거나, 다른 곳에서 빌드한 결과를 배포하십시오.',
      ],
      [
        '다른 프로그램이 끝냈습니다. 예: 중지 스크립트의 pkill이 너무 많은 것과 일치',
        '종료 코드가 143이거나 없습니다.',
        '프로세스 ID나 systemctl로 끝내십시오.',
      ],
    ],
  },
  noInterpreter: {
    means: '스크립트는 있지만 인터프리터가 없습니다. 첫 줄에 적힌 것이 서버에 없습니다.',
    causes: [
      [
        '스크립트가 Windows 줄바꿈이어서 첫 줄 끝에 보이지 않는 문자가 있습니다.',
        'head -1 <스크립트> | od -c 결과에 \\r이 나옵니다.',
        LF,
      ],
      [
        '인터프리터가 설치되지 않았거나 location에 인수가 있습니다.',
        'head -1 <스크립트>',
        '설치하거나 #!/bin/bash라고 적고, location에서 인수를 빼십시오.',
      ],
    ],
  },
  lineEndings: {
    means: '스크립트가 Windows 줄바꿈입니다.',
    causes: [['Windows에서 저장했거나 체크아웃했습니다.', 'file <스크립트> 결과에 CRLF가 나옵니다.', LF]],
  },
  outputLeftOpen: {
    means: '스크립트는 끝났지만 그것이 시작한 프로세스가 출력을 열어 두어 이벤트가 끝나지 않았습니다.',
    causes: [
      [
        '출력을 돌리지 않고 서버를 백그라운드로 시작했습니다.',
        'ps에서 스크립트 없이 남은 프로세스로 보입니다.',
        '세 스트림을 모두 돌리거나(nohup ./server >/var/log/server.log 2>&1 </dev/null &) systemctl로 시작하십시오.',
      ],
    ],
  },
  binaryOutput: {
    means: '스크립트가 UTF-8이 아닌 바이트를 출력하여 에이전트가 실패했습니다.',
    causes: [
      [
        '바이너리 데이터나 다른 인코딩의 텍스트를 출력합니다.',
        '직접 실행하여 출력을 보십시오.',
        '그 출력을 파일로 돌리거나 iconv로 변환하십시오.',
      ],
    ],
  },
  noLoginShell: {
    means: 'runas에 적힌 사용자로 스크립트를 실행할 수 없습니다.',
    causes: [
      [
        'www-data나 nobody처럼 로그인 셸이 없는 사용자입니다.',
        'getent passwd <사용자> 결과가 nologin이나 false로 끝납니다.',
        '셸이 있는 사용자를 쓰거나, root로 실행하고 스크립트 안에서 sudo -u나 runuser를 쓰십시오.',
      ],
      [
        '사용자가 없거나 에이전트가 root로 실행되지 않습니다.',
        'getent passwd <사용자>; ps aux | grep codedeploy-agent',
        '이미지에서 사용자를 만들고, 에이전트를 root로 실행하십시오.',
      ],
    ],
  },
  portInUse: {
    means: '포트를 다른 프로세스가 쓰고 있어 애플리케이션이 시작하지 못했습니다.',
    causes: [
      [
        '이전 버전을 아무도 멈추지 않아 아직 실행 중입니다.',
        'sudo ss -ltnp',
        'ApplicationStop에서 멈추거나 ApplicationStart에서 systemctl로 다시 시작하십시오.',
      ],
    ],
  },
  outOfMemory: {
    means: '스크립트가 실행되는 동안 서버의 메모리가 모자랐습니다.',
    causes: [
      [
        '서버에서 빌드(npm, webpack, maven)를 합니다.',
        'free -m; sudo dmesg | grep -i "killed process"',
        '다른 곳에서 빌드한 결과를 배포하거나 더 큰 인스턴스를 쓰십시오.',
      ],
    ],
  },
  packageLock: {
    means: '다른 프로그램이 잠금을 쥐고 있어 스크립트가 패키지를 설치하지 못했습니다.',
    causes: [
      [
        '인스턴스가 시작된 직후에 자동 업데이트가 실행됩니다.',
        'ps aux | grep -E "apt|dnf|yum"',
        '이미지에서 패키지를 설치하거나 스크립트에서 기다리십시오: apt-get -o DPkg::Lock::Timeout=300',
      ],
    ],
  },
  serviceMissing: {
    means: 'systemctl이 서비스를 시작하지 못했습니다.',
    causes: [
      [
        '이 서버에 유닛이 없거나, 놓은 뒤 daemon-reload를 하지 않았습니다.',
        'systemctl cat <서비스>',
        '유닛을 설치하고, 시작하기 전에 sudo systemctl daemon-reload를 하십시오.',
      ],
      ['서비스 자체가 실패합니다.', 'journalctl -u <서비스> -n 50', '거기에 나온 것을 고치십시오.'],
    ],
  },
  notPermitted: {
    means: '스크립트에 권한이 없는 작업이 있었습니다.',
    causes: [
      [
        '권한이 없는 다른 사용자(runas)로 실행됩니다.',
        'appspec.yml의 runas와 파일의 소유자를 보십시오.',
        'root로 실행하거나 permissions 섹션에서 소유자와 mode를 설정하십시오.',
      ],
      [
        '파일에 실행 권한이 없습니다.',
        'ls -l <파일>',
        'AfterInstall에서 chmod +x를 하거나 git에서 설정하십시오: git update-index --chmod=+x <파일>',
      ],
    ],
  },
  wroteErrors: {
    means:
      '마지막 스크립트가 오류 출력(stderr)에 무엇인가를 썼습니다. 실패하지 않아도 그렇게 하는 프로그램이 많으며, 이 로그에는 종료 코드가 없습니다.',
    causes: [
      [
        '쓴 것이 알림일 뿐입니다.',
        '배포가 성공했거나, 에이전트 로그에서 이벤트의 error_code가 0입니다.',
        '할 일이 없습니다.',
      ],
      [
        '스크립트가 실패했습니다.',
        '에이전트 로그에 "failed with exit code"가 있습니다.',
        '에이전트 로그도 읽으십시오: codedeploy-wizard logs --agent',
      ],
    ],
  },
  neverHealthy: {
    means:
      '로드 밸런서가 인스턴스를 정상으로 보지 못해 트래픽을 보내지 않았습니다(AllowTraffic). 로그에는 더 나오지 않습니다.',
    causes: [
      [
        '대상 그룹의 상태 확인이 실패합니다. 경로, 포트 또는 예상 상태 코드가 애플리케이션과 맞지 않습니다.',
        '대상 그룹에 나오는 이유: codedeploy-wizard doctor --only target-health. 인스턴스에서: curl -i http://localhost:<포트><경로>',
        '그 경로가 예상 상태 코드로 응답하게 하거나 상태 확인을 고치십시오.',
      ],
      [
        '인스턴스의 보안 그룹이 로드 밸런서를 들이지 않습니다.',
        '이유가 Target.Timeout입니다.',
        '로드 밸런서의 보안 그룹에서 오는 포트를 허용하십시오.',
      ],
      [
        '대상 그룹이 Auto Scaling 그룹에 연결되지 않았거나 애플리케이션이 느리게 시작합니다.',
        '연결되었는지 보기: codedeploy-wizard doctor --only asg-target-group',
        '연결하거나(codedeploy-wizard asg --target-group <이름>) 임계값을 늘리십시오.',
      ],
      [
        '어느 리스너도 대상 그룹으로 전달하지 않아 상태 확인이 이루어지지 않습니다.',
        '이유가 Target.NotInUse입니다.',
        '로드 밸런서의 리스너나 규칙에서 이 대상 그룹으로 전달하게 하거나, 사용 중인 대상 그룹을 지정하십시오: codedeploy-wizard group --target-group <이름>',
        'notListening',
      ],
    ],
  },
  notDrained: {
    means: '인스턴스를 로드 밸런서에서 뺄 수 없었습니다(BlockTraffic).',
    causes: [
      [
        '인스턴스가 배포 그룹의 대상 그룹에 등록되어 있지 않습니다.',
        '대상 그룹에 그 인스턴스가 없습니다.',
        '인스턴스가 있는 대상 그룹을 지정하십시오: codedeploy-wizard group --target-group <이름>',
      ],
      [
        '서비스 역할이 등록을 취소할 수 없습니다.',
        'aws iam list-attached-role-policies --role-name <서비스 역할>',
        '역할에 AWSCodeDeployRole을 연결하십시오: codedeploy-wizard roles',
      ],
    ],
  },
};
