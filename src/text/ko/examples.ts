// 명령마다 실제로 입력하는 예와 그 뜻.
import type { examples as enExamples } from '../en/examples.ts';

export const examples: typeof enExamples = {
  init: {
    'init --sandbox': 'AWS 계정 없이 처음부터 끝까지',
    'init --source local --directory . --dry-run': '이 폴더의 계획만 보고 아무것도 쓰지 않음',
    'init --env staging --yes --output json < /dev/null': '스크립트에서, 파일에 있는 답으로',
  },
  roles: {
    'roles --revision-bucket revisions': '버킷 하나만 읽는 최소 정책',
    'roles --s3-access all --dry-run': '책의 정책을 쓰면 무엇이 바뀌는지',
  },
  'roles show': { 'roles show': '지금 있는 것' },
  ami: {
    'ami --source-instance i-0123456789abcdef0': '에이전트 설치, 이미지 생성, 사용할 수 있을 때까지 대기',
    'ami --image-id ami-0123456789abcdef0': '이미 있는 이미지',
  },
  'ami show': { 'ami show': '지금 있는 것' },
  template: { 'template --template web --make-default': '$Default를 쓰는 그룹이 따라올 새 버전' },
  'template show': { 'template show --template web': '지금 있는 것' },
  asg: {
    'asg --asg web --min-size 2 --max-size 6 --desired-capacity 3': '이 크기의 그룹',
    'asg --asg web --refresh': '실행 중인 인스턴스를 인스턴스 새로 고침으로 교체',
  },
  'asg show': { 'asg show --asg web': '지금 있는 것' },
  'asg hook status': { 'asg hook status --asg web': '새 인스턴스가 되풀이해서 시작되는 까닭' },
  'asg hook suspend': { 'asg hook suspend --asg web --confirm web': '새 인스턴스가 애플리케이션 없이 시작됨' },
  'asg hook restore': { 'asg hook restore --asg web': '일시 중지한 것을 그대로' },
  'asg hook repair': { 'asg hook repair --asg web --dry-run': '무엇을 고칠지 보기만' },
  'asg rescue': {
    'asg rescue --to d-ABCDEFGHI': '그 배포의 개정으로 되풀이에서 벗어남',
    'asg rescue --to s3://revisions/shop.zip': '좋은 것으로 알려진 개정으로',
  },
  app: { 'app --application shop': '애플리케이션이 없으면 만듦' },
  'app show': { 'app show': '지금 있는 것' },
  group: {
    'group --asg web --target-group web --minimum-healthy 50%': '한 번에 인스턴스의 절반',
    'group --targets tags --tags Name=web': '태그로 찾은 인스턴스',
  },
  'group show': { 'group show': '지금 있는 것' },
  deploy: {
    'deploy --source local': '이 폴더를 묶어 한 번 올리고 배포하며 지켜봄',
    'deploy --source github --no-wait': '체크아웃한 커밋을 배포하고 기다리지 않음',
    'deploy --source s3 --bucket revisions --key shop.zip': 'S3에 있는 객체',
  },
  'deploy show': { 'deploy show d-ABCDEFGHI --instance i-0123456789abcdef0': '인스턴스 하나의 이벤트' },
  'deploy push': { 'deploy push . --bucket revisions': '이 폴더를 묶어 올리고 등록' },
  'deploy watch': { 'deploy watch': '가장 최근 배포를 끝까지', 'deploy watch d-ABCDEFGHI --timeout 30m': '30분 동안' },
  'deploy list': { 'deploy list --status Failed --limit 5': '최근에 실패한 다섯 개' },
  'deploy stop': { 'deploy stop --rollback': '진행 중인 배포를 중지하고 롤백' },
  'deploy continue': { 'deploy continue d-ABCDEFGHI': '지금 트래픽을 옮김' },
  'deploy rollback': {
    'deploy rollback --dry-run': '무엇이 배포될지 보기만',
    'deploy rollback --to d-ABCDEFGHI': '그 배포의 개정으로',
  },
  bluegreen: {
    'bluegreen --source local --asg web': '트래픽을 받지 않는 그룹에 배포한 뒤 트래픽을 옮김',
    'bluegreen --steps 10,50,100 --pause 5m': '트래픽을 세 단계로',
  },
  'bluegreen status': { 'bluegreen status': '어느 쪽이 트래픽을 받고, 릴리스가 어디까지 왔는지' },
  'bluegreen switch': { 'bluegreen switch --to green': '모든 트래픽을 다른 그룹으로' },
  'bluegreen abort': { 'bluegreen abort': '릴리스 이전 그대로' },
  'bluegreen finish': { 'bluegreen finish --now': '트래픽을 받지 않는 쪽을 기다리지 않고 줄임' },
  status: { status: '무엇이 있고, 무엇이 어디서 실행되며, 다음은 무엇인지', 'status --output json': '스크립트용' },
  destroy: {
    'destroy --dry-run': '무엇이 제거될지 보기만',
    'destroy group app --confirm shop': '이 두 단계만',
  },
  doctor: {
    doctor: '모든 점검과 고치는 방법',
    'doctor --only agent-running,alarms-exist': '점검 두 가지만',
  },
  logs: {
    logs: '마지막 배포에 일어난 일',
    'logs d-ABCDEFGHI --event AfterInstall --tail 200': '이벤트 하나를 더 길게',
    'logs --follow --agent': '배포가 끝날 때까지 에이전트의 로그',
  },
  explain: {
    'explain HEALTH_CONSTRAINTS': '오류 코드',
    'explain d-ABCDEFGHI': '배포',
    'explain --log codedeploy-agent.log': '이 컴퓨터에 있는 로그',
  },
  'sandbox show': { 'sandbox show': '샌드박스에 있는 것' },
  'sandbox reset': { 'sandbox reset --scenario fleet --instances 100': '인스턴스 백 개' },
  'sandbox fault': {
    'sandbox fault script-fails --event AfterInstall': '다음 배포가 거기서 실패함',
    'sandbox fault --list': '일으킬 수 있는 모든 장애',
  },
  'group leftovers': {
    'group leftovers': '실패한 블루/그린 배포가 남긴 것',
    'group leftovers --remove --confirm CodeDeploy_shop-group_d-ABCDEFGHI': '남은 것을 제거',
  },
  'group simulate': {
    'group simulate --instances 10 --deployment-config HalfAtATime': '배치와 정상으로 남는 인스턴스 수',
    'group simulate --instances 7 --minimum-healthy 60%': '직접 만든 배포 구성',
  },
  'deploy report': {
    'deploy report d-ABCDEFGHI --html report.html': '전달할 수 있는 페이지',
  },
  'session-check': {
    'session-check': '사용자가 배포를 알아채는지 점검',
    'session-check --probe https://shop.example/ --duration 5m --fail-on-errors 1': '계속 요청하며 측정',
  },
  'appspec lint': {
    'appspec lint .': '묶일 모습 그대로의 이 폴더',
    'appspec lint --strict --explain .': '경고도 오류로 보고, Install이 복사할 것도 표시',
    'appspec lint appspec.yml': '문서 파일만',
  },
  'export terraform': {
    'export terraform --out infra': '있는 그대로, import 블록과 함께',
  },
  'export cloudformation': {
    'export cloudformation > shop.yml': '있는 것을 템플릿으로',
  },
  'export cli': {
    'export cli > shop.sh': '처음부터 같은 것을 만드는 스크립트',
  },
  'export policy': {
    'export policy deploy > policy.json': '`deploy`에 필요한 권한',
    'export policy --read-only': '예행 실행과 읽기 명령용',
  },
  'export github-actions': {
    'export github-actions --out .': '워크플로와 그 역할에 필요한 것을 이 폴더의 파일로',
    'export github-actions --branch release': '다른 브랜치에서 배포',
  },
  'export gitlab': { 'export gitlab --repository acme/shop --out .': '파이프라인과 그 역할에 필요한 것' },
  'export codebuild': { 'export codebuild --repository acme/shop --out .': '프로젝트와 그 역할에 필요한 것' },
  'export schema': { 'export schema > codedeploy-wizard.schema.json': '네트워크가 없는 편집기용' },
  completion: {
    'completion bash >> ~/.bash_completion': 'bash용',
    'completion zsh > ~/.zfunc/_codedeploy-wizard': 'zsh용, $fpath에 있는 폴더에',
    'completion fish | source': 'fish용, config.fish에',
  },
  help: { 'help exit-codes': '주제', 'help deploy rollback': '명령' },
};
