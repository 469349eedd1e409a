// 도움말의 주제와 그 내용.
import type { help as enHelp } from '../en/help.ts';

export const help: typeof enHelp = {
  examples: '예:',
  topics: '주제:',
  about: {
    'exit-codes': '종료 코드의 뜻',
    environment: '읽는 환경 변수 모두',
    config: 'codedeploy-wizard.yml: 어디서 찾는지, 어떤 키가 있는지',
    permissions: '명령마다 필요한 IAM 작업',
  },
  precedence: '플래그가 환경 변수보다, 환경 변수가 설정 파일보다, 설정 파일이 AWS나 git의 제안보다 우선합니다.',
  variables: {
    AWS_REGION: 'AWS 리전. 없으면 AWS_DEFAULT_REGION, 그다음 프로파일',
    AWS_DEFAULT_REGION: 'AWS_REGION이 없을 때의 AWS 리전',
    AWS_PROFILE: 'AWS 프로파일',
    AWS_ACCESS_KEY_ID: '프로파일이 없을 때의 자격 증명. AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN과 함께',
    AWS_ENDPOINT_URL: 'AWS 호환 엔드포인트. 서비스 하나만은 AWS_ENDPOINT_URL_S3처럼',
    CODEDEPLOY_WIZARD_CONFIG: '설정 파일(--config와 같음)',
    CODEDEPLOY_WIZARD_ENV: '환경 이름(--env와 같음)',
    CODEDEPLOY_WIZARD_OUTPUT: 'text, json 또는 ndjson(--output과 같음)',
    CODEDEPLOY_WIZARD_LANG: 'en 또는 ko(--lang과 같음). 없으면 LC_ALL, LC_MESSAGES, LANG 순서',
    CODEDEPLOY_WIZARD_YES: '1이면 보통 수준의 확인에 모두 동의(--yes와 같음)',
    CODEDEPLOY_WIZARD_NO_INPUT: '절대 묻지 않음(--no-input과 같음). CI도 같음',
    CODEDEPLOY_WIZARD_POLL_INTERVAL: '다시 볼 때까지의 첫 간격(--poll-interval과 같음)',
    CODEDEPLOY_WIZARD_SANDBOX: '내장 계정의 시나리오(--sandbox와 같음)',
    CODEDEPLOY_WIZARD_SANDBOX_STATE: '샌드박스의 상태를 저장하는 파일',
    XDG_STATE_HOME: '그 상태를 두는 폴더(기본: ~/.local/state)',
    XDG_CACHE_HOME: '자동 완성이 기억하는 이름을 두는 폴더(기본: ~/.cache)',
    NO_COLOR: '색 없이. FORCE_COLOR: 색이 없을 곳에도 색을 씀',
  },
  questionsByVariable: '질문마다 환경 변수가 있습니다:',
  configPlace:
    'codedeploy-wizard.yml을 이 폴더부터 저장소의 루트까지 올라가며 찾습니다. --env NAME: codedeploy-wizard.NAME.yml. 답은 입력하는 대로 이 파일에 기록하며 주석은 그대로 둡니다. 이미 있는 값은 두 값을 보여 준 뒤에만 바꿉니다. 비밀 값과 ARN은 저장하지 않습니다. 키는 플래그로도 쓸 수 있습니다. sourceInstance는 --source-instance입니다.',
  configSchema: '편집기는 첫 줄에 있는 스키마로 키를 압니다. `export schema`로 스키마를 출력합니다.',
  expectAccount: '이 계정이 아니면 중단',
  permissionsPlace:
    '`export policy 명령`은 이름과 조건을 넣은 최소 정책을 만듭니다. 명령마다 호출하는 작업은 다음과 같습니다.',
  reads: '읽기',
  writes: '쓰기',
};
