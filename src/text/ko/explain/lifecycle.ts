// Error codes of a lifecycle event on an instance: every `LifecycleErrorCode` of the CodeDeploy API.
import type { Explanations } from '../../en/explain/index.ts';

export const lifecycle: Explanations['lifecycle'] = {
  Success: {
    means: '수명 주기 이벤트가 성공했습니다.',
    causes: [
      [
        '이 이벤트에는 문제가 없습니다.',
        '그런데도 배포가 실패했다면 다른 이벤트나 다른 인스턴스에서 실패한 것입니다.',
        '여기서는 할 일이 없습니다.',
      ],
    ],
  },
  ScriptMissing: {
    means: 'appspec.yml에 적힌 스크립트가 개정에 없습니다.',
    causes: [
      [
        'location이 틀렸습니다. 개정의 루트부터 적으며 대소문자를 구분합니다.',
        'appspec.yml의 location과 압축 파일의 목록을 비교하십시오.',
        'location을 고치고(인수는 적을 수 없습니다) 검사하십시오: codedeploy-wizard appspec lint',
      ],
      [
        '개정을 묶을 때 스크립트가 빠졌습니다.',
        '제외 파일에 적혀 있거나 커밋되지 않았습니다.',
        '제외 파일에서 빼거나 커밋하십시오.',
      ],
    ],
  },
  ScriptNotExecutable: {
    means: '에이전트가 스크립트를 실행 가능하게 만들지 못했습니다.',
    causes: [
      [
        '파일 시스템이 noexec로 마운트되었거나 에이전트가 root로 실행되지 않습니다.',
        'mount | grep noexec; ps aux | grep codedeploy-agent',
        '에이전트의 root_dir을 다른 파일 시스템으로 옮기거나 에이전트를 root로 실행하십시오.',
      ],
      [
        'Windows에서 실행할 수 있는 형식의 파일이 아닙니다.',
        '파일 이름이 .ps1, .bat, .cmd, .exe로 끝나지 않습니다.',
        '.ps1 또는 .bat 파일에서 호출하십시오.',
      ],
    ],
  },
  ScriptTimedOut: {
    means: '스크립트가 appspec.yml의 timeout보다 오래 실행되었습니다.',
    causes: [
      [
        '스크립트가 백그라운드로 시작한 프로세스가 출력을 열어 두어 에이전트가 기다립니다.',
        '일은 제한 시간보다 훨씬 전에 끝났습니다.',
        '세 스트림을 모두 돌리십시오: nohup ./server >/var/log/server.log 2>&1 </dev/null &',
      ],
      [
        '스크립트가 잠금, 응답, 입력 같은 것을 기다립니다.',
        '마지막으로 출력한 줄에서 알 수 있습니다.',
        '기다리는 것에 제한 시간을 두십시오.',
      ],
      [
        '일이 실제로 그만큼 걸립니다.',
        '직접 실행해도 그만큼 걸립니다.',
        'appspec.yml의 timeout을 늘리십시오. 수명 주기 이벤트 하나는 3600초까지입니다.',
      ],
    ],
  },
  ScriptFailed: {
    means: '스크립트가 0이 아닌 종료 코드로 끝났습니다.',
    causes: [
      [
        '스크립트 안의 명령이 실패했습니다.',
        '스크립트가 마지막으로 출력한 줄을 보십시오. 전체 출력 보기: codedeploy-wizard logs --scripts',
        '스크립트를 고쳐 새 개정을 배포하십시오. 스크립트는 셸 프로필 없이 root로, 개정 폴더가 아닌 곳에서 실행됩니다.',
      ],
      [
        '명령을 찾지 못했거나 파일을 실행할 수 없습니다.',
        '종료 코드 127: 찾지 못함, 126: 실행할 수 없거나 Windows 줄바꿈',
        '절대 경로를 쓰거나 스크립트에서 PATH를 설정하고, LF 줄바꿈으로 저장하십시오.',
      ],
      [
        '이전 개정의 스크립트입니다. ApplicationStop과 BlockTraffic 앞뒤의 이벤트는 이전 스크립트를 실행합니다.',
        '실패한 이벤트가 ApplicationStop, BeforeBlockTraffic 또는 AfterBlockTraffic입니다.',
        '한 번 건너뛰십시오: codedeploy-wizard deploy --ignore-application-stop-failures',
      ],
    ],
  },
  UnknownError: {
    means: '따로 코드가 없는 이유로 이벤트가 실패했습니다. 이유는 메시지에 있습니다.',
    causes: [
      [
        '무슨 일이 있었는지 이벤트의 메시지에 적혀 있습니다.',
        'DownloadBundle: S3, GitHub, 네트워크, 디스크. Install: 파일, 권한, appspec.yml. 모든 이벤트: 에이전트.',
        '메시지를 설명받으십시오: codedeploy-wizard explain "<메시지>"',
      ],
      [
        '에이전트가 이벤트를 받지 못했습니다.',
        '메시지에 에이전트가 수명 주기 이벤트를 받을 수 없었다고 나옵니다.',
        '인스턴스의 에이전트 로그를 보십시오: codedeploy-wizard logs --agent',
      ],
    ],
  },
};
