// Whether users notice a deployment: what decides it, what happens to sessions, and what a probe has measured.
import { aws, type Where } from '../aws-cli.ts';
import type { Text } from '../en/index.ts';
import type {
  sessionChecks as enChecks,
  sessionCommands as enCommands,
  sessionErrors as enErrors,
  sessionFlags as enFlags,
  sessionMessages as enMessages,
} from '../en/sessions.ts';

const targetGroup = (d: Where & { arn: string }, words: string) =>
  aws(d, `elbv2 modify-target-group --target-group-arn ${d.arn} ${words}`);
const attribute = (d: Where & { arn: string }, key: string, value: number | string) =>
  aws(d, `elbv2 modify-target-group-attributes --target-group-arn ${d.arn} --attributes Key=${key},Value=${value}`);

export const sessionChecks: typeof enChecks = {
  'targets-two': {
    title: '정상 대상이 둘 이상임',
    evidence: (d) =>
      `${d.targetGroup} 대상 그룹에 정상 대상이 하나뿐입니다. 현재 위치에 배포하면 서비스가 멈출 수밖에 없습니다`,
    fix: () => 'Auto Scaling 그룹을 늘리거나(asg-minimum) 다른 대상을 정상으로 만드십시오(target-health).',
  },
  'capacity-left': {
    title: '배포하는 동안 인스턴스가 충분히 남음',
    evidence: (d) =>
      `${d.config} 구성은 배포하는 동안 ${d.count}대 중 ${d.left}대만 남깁니다. 남은 인스턴스가 모든 부하를 받습니다`,
    fix: (d) => `남은 인스턴스로 부족하면 구성을 바꾸십시오:\n${d.command}`,
  },
  'drain-long-enough': {
    title: '등록 취소 지연이 가장 긴 요청보다 김',
    evidence: (d) =>
      `${d.targetGroup} 대상 그룹의 등록 취소 지연은 ${d.seconds}초인데 요청이 ${d.longest}초까지 걸릴 수 있어 중간에 끊깁니다`,
    fix: (d) => attribute(d, 'deregistration_delay.timeout_seconds', d.wanted),
  },
  'keep-alive': {
    title: '애플리케이션이 유휴 연결을 로드 밸런서보다 오래 유지함',
    evidence: (d) =>
      `애플리케이션은 유휴 연결을 ${d.keepAlive}초 뒤에 닫는데 로드 밸런서는 ${d.seconds}초 동안 다시 씁니다. 방금 닫힌 연결로 간 요청이 가끔 실패합니다(502)`,
    fix: (d) =>
      `애플리케이션이 연결을 ${d.seconds}초보다 오래 유지하게 하거나 다음 명령을 실행하십시오:\n${aws(d, `elbv2 modify-load-balancer-attributes --load-balancer-arn ${d.balancer} --attributes Key=idle_timeout.timeout_seconds,Value=${d.wanted}`)}`,
  },
  'fail-open': {
    title: '트래픽이 정상 대상으로만 감',
    evidence: (d) =>
      `정상 대상이 ${d.needed}개보다 적으면 ${d.targetGroup} 대상 그룹은 비정상 대상까지 모든 대상에 요청을 보냅니다. 배포하는 동안 ${d.left}개만 남습니다`,
    fix: (d) => attribute(d, 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', d.left),
  },
  'health-path': {
    title: '상태 확인이 애플리케이션에 물음',
    evidence: (d) =>
      `${d.targetGroup} 대상 그룹은 / 경로를 확인합니다. 뒤의 애플리케이션이 멈춰도 웹 서버가 응답할 수 있습니다`,
    fix: (d) =>
      `/health처럼 애플리케이션만 응답하는 페이지가 있으면 그 경로로 바꾸십시오:\n${targetGroup(d, '--health-check-path /health')}`,
  },
  'alarms-configured': {
    title: '경보가 배포를 중지하고 롤백함',
    evidence: (d) =>
      d.alarms
        ? `경보(${d.alarms})가 배포를 중지하지만 롤백하지는 않습니다`
        : '문제를 일으키는 배포를 중지할 경보가 없습니다',
    fix: (d) =>
      d.command ?? 'CloudWatch에서 5xx 응답 수와 같은 경보를 만들고 group 단계에서 --alarms 옵션으로 지정하십시오.',
  },
  'stop-script': {
    title: '스크립트가 애플리케이션을 정상적으로 종료함',
    evidence: () =>
      'ApplicationStop에서 실행하는 스크립트가 없습니다. 파일을 바꿀 때 처리 중인 요청이 끊길 수 있습니다',
    fix: () => 'ApplicationStop에서 SIGTERM을 보내고 애플리케이션이 요청을 마칠 때까지 기다리십시오.',
  },
  'validate-script': {
    title: '스크립트가 애플리케이션의 작동을 확인함',
    evidence: () =>
      'ValidateService에서 실행하는 스크립트가 없습니다. 애플리케이션이 시작되지 않아도 다음 인스턴스로 넘어갑니다',
    fix: () => 'ValidateService에서 애플리케이션의 페이지를 요청하고 응답이 없으면 오류로 끝내십시오.',
  },
};

export const sessionCommands: typeof enCommands = {
  sessionCheck: '배포를 사용자가 알아차리는지 확인: 등록 취소, 고정 세션, 상태 확인. --probe 옵션은 직접 측정',
};

export const sessionFlags: typeof enFlags = {
  longestRequest: '요청 하나가 걸릴 수 있는 가장 긴 시간, 예: 30s',
  keepAlive: '애플리케이션이 유휴 연결을 유지하는 시간, 예: 75s',
  scripts: '인스턴스 하나에서 중지, 설치, 시작에 걸리는 시간(예상 시간 계산에 사용)',
  probe: '계정을 확인하는 대신 이 주소를 계속 요청',
  cookieJar: '쿠키를 지닌 방문자로 요청하고(기본값: 10명) 잃어버린 세션을 셈',
  sessionCookie: '세션이 든 쿠키의 이름(기본값: 세션처럼 보이는 이름)',
  during: '이 배포가 끝날 때까지',
  duration: '측정 시간, 예: 10m(기본값: 60s 또는 배포가 끝날 때까지)',
  rate: '초당 요청 수(기본값: 2)',
  requestTimeout: '이보다 오래 걸린 요청은 실패로 셈(기본값: 10s)',
  failOnErrors: '실패한 요청과 잃어버린 세션이 이보다 많으면 종료 코드 3',
};

export const sessionMessages: typeof enMessages = {
  probing: (d) => `${d.url}: 요청 ${d.requests}개, 실패 ${d.failed}개`,
  noSessionCookie: () =>
    '세션을 받은 방문자가 없습니다. 세션처럼 보이는 쿠키가 없습니다. --session-cookie 옵션으로 이름을 지정하십시오.',
  sessionsRoll: () =>
    '응답마다 새 세션을 설정합니다. 매번 갱신하는 방식이거나 세션을 한 인스턴스의 메모리에만 둔 것입니다. 잃어버린 수는 알 수 없습니다.',
  probeLate: (d) =>
    `이 컴퓨터가 바빠서 요청 하나를 ${d.seconds}초 늦게 보냈습니다. 그 시간은 지연 시간에 들어 있습니다.`,
};

export const sessionErrors: typeof enErrors = {
  requestsFailed: (d) => ({
    message: `요청 ${d.requests}개 중 ${d.failed}개가 실패했고 세션 ${d.lost}개를 잃어버렸습니다. 허용한 수는 ${d.allowed}개입니다.`,
  }),
};

export const sessions: Text['sessions'] = {
  titles: { sessions: '세션', estimate: '배포에 걸리는 시간' },
  noBalancer: '대상 그룹이 없습니다. 배포하는 동안 사용자를 다른 인스턴스로 보내지 않습니다.',
  notSticky: (d) =>
    `${d.targetGroup} 대상 그룹에 고정 세션이 없습니다. 요청마다 다른 인스턴스로 갈 수 있으므로 세션은 모두 함께 쓰는 저장소나 서명된 쿠키에 있어야 합니다.`,
  sticky: (d) =>
    `${d.targetGroup} 대상 그룹은 클라이언트를 같은 인스턴스에 둡니다(${[d.type, d.time].filter(Boolean).join(', ')}). 인스턴스의 메모리에 있는 세션은 어떤 배포 구성이든 그 인스턴스에 배포할 때 한 번 사라집니다. 세션을 모두 함께 쓰는 저장소에 두면 고정 세션이 필요 없습니다.`,
  sourceIp: '긴 연결(WebSocket, 업로드)은 옮겨지지 않고 등록 취소 지연이 끝날 때 끊깁니다.',
  mixed:
    '마지막 배치가 끝날 때까지 두 버전이 함께 응답합니다. 서로의 세션을 읽고 정적 파일을 제공할 수 있어야 하며 비밀 값이 같아야 합니다.',
  estimate: (d) =>
    `${d.time}: 배치 ${d.batches}개 × (등록 취소 ${d.draining}초${d.scripts === undefined ? '' : ` + 스크립트 ${d.scripts}초`} + 정상이 될 때까지 ${d.healthy}초)`,
  withoutScripts: '중지, 설치, 시작에 걸리는 시간은 들어 있지 않습니다. --scripts 옵션으로 지정하십시오.',
  capacity: (d) => `가장 적을 때 인스턴스 ${d.total}개 중 ${d.lowest}개가 서비스합니다(${d.config}).`,
  probe: {
    rows: {
      requests: '요청',
      failed: '실패',
      gap: '가장 긴 공백',
      lost: '잃어버린 세션',
      latency: '지연 시간',
    },
    milliseconds: (d) => `${d.count}ms`,
    unfinished: (d) => `끊은 요청 ${d.count}개`,
    lost: (d) => `방문자 ${d.watched}명 중 ${d.lost}`,
  },
};
