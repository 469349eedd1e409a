// The command line about itself: commands, flags, wrong lines, exit codes.
import type { Text } from '../en/index.ts';

export const usage: Text['usage'] = {
  'commander.unknownOption': (what) => `${what} 옵션은 없습니다.`,
  'commander.unknownCommand': (what) => `${what} 명령은 없습니다.`,
  'commander.excessArguments': () => '인수가 너무 많습니다.',
  'commander.optionMissingArgument': (what) => `${what} 옵션에는 값이 필요합니다.`,
  'commander.missingArgument': (what) => `${what} 인수가 없습니다.`,
  'commander.invalidArgument': (what, allowed) => `${what} 옵션의 값은 다음 중 하나여야 합니다: ${allowed}`,
  'commander.help': () => '명령이 없습니다.',
};

export const commands: Text['commands'] = {
  program: '평범한 EC2 서버에서 AWS CodeDeploy 무중단 배포까지.',
  init: '처음부터 끝까지 순서대로: roles ami template asg app group deploy',
  show: '읽어서 보여 주기만 합니다',
  status: '한 화면: 무엇이 있고, 어떤 개정이 어디서 실행되며, 다음은 무엇인지',
  watch: '배포를 끝까지 지켜보기, --timeout 옵션이 없으면 한 시간(기본: 가장 최근 배포)',
  sandbox: '내장 계정: 보기, 새로 시작',
  sandboxShow: '샌드박스에 있는 것',
  sandboxReset: '샌드박스를 새로 시작',
  help: '명령이나 주제의 도움말',
};

export const flags: Text['flags'] = {
  region: 'AWS 리전',
  profile: 'AWS 프로파일',
  endpointUrl: 'AWS 호환 엔드포인트',
  config: '설정 파일(기본: 위로 올라가며 찾은 codedeploy-wizard.yml)',
  env: 'codedeploy-wizard.NAME.yml 사용',
  output: 'text, json 또는 ndjson',
  lang: 'en 또는 ko',
  yes: '보통 수준의 확인에 모두 동의',
  confirm: 'NAME을 묻는 중대한 확인에 동의(반복 가능)',
  noInput: '절대 묻지 않음',
  dryRun: '읽고 계획을 출력하기만 하고 아무것도 쓰지 않음',
  exitCode: '--dry-run과 함께: 변경할 것이 있으면 종료 코드 7',
  sandbox: '내장 계정 사용(book 또는 empty)',
  expectAccount: '이 계정이 아니면 중단',
  timeout: '가장 긴 대기 시간. 예: 90s, 30m, 2h',
  pollInterval: '다시 볼 때까지의 첫 간격(기본 5s)',
  quiet: '결과만 출력',
  debug: '모든 AWS 호출을 stderr에 출력',
  noColor: '색 없이',
  help: '도움말 보기',
  version: '버전 보기',
  scenario: 'book 또는 empty',
  instances: '인스턴스 수',
  ifChanged: '다른 개정이 실행 중일 때만 배포',
};

export const exitCodes: Text['exitCodes'] = {
  done: '완료했거나 할 일이 없음',
  unexpected: '예상하지 못한 오류: 이 도구의 결함',
  usage: '사용법 오류, 잘못된 값, 또는 물어볼 사람이 없는데 답이 없음',
  notReady: '준비되지 않음: 앞 단계가 없거나 우리 것이 아닌 것과 충돌',
  credentials: '자격 증명, 권한, 잘못된 계정',
  refused: 'AWS가 거절했거나 재시도 뒤에도 응답하지 않음',
  notFound: '지정한 것이 없음',
  pending: '변경할 것이 있음(--dry-run --exit-code)',
  declined: '확인에서 거절함',
  timedOut: '대기 시간 초과. 작업은 AWS에서 계속됨',
  failed: '배포가 실패했거나 중지됨',
  rolledBack: '배포가 실패했고 롤백이 성공함',
  busy: '이 배포 그룹의 다른 배포가 진행 중',
  interrupted: '중단됨(SIGINT)',
  terminated: '종료됨(SIGTERM)',
};
