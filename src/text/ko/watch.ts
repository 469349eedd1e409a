// Watching a deployment: what it waits for, how it ends, and why it failed.
import type { Failure, Why } from '../../deployments/failures.ts';
import type * as english from '../en/watch.ts';

export const causes: typeof english.causes = {
  agentSilent:
    'CodeDeploy 에이전트가 작업을 가져가지 않았습니다. 설치되지 않았거나, 중지되었거나, 인스턴스 프로파일이 없거나, CodeDeploy에 연결하지 못합니다.',
  agentRestarted: '스크립트가 실행되는 동안 에이전트나 서버가 다시 시작되었습니다. 스크립트에서 그렇게 하면 안 됩니다.',
  fileExists:
    '배포로 만들어지지 않은 파일이 이미 있습니다. 그 파일을 지우거나 --file-exists-behavior OVERWRITE 옵션으로 배포하십시오.',
  notExecutable: '스크립트를 실행할 수 없습니다. 첫 줄, 윈도우 줄바꿈, noexec로 마운트된 파일 시스템인지 확인하십시오.',
  commandMissing:
    '명령이나 첫 줄의 인터프리터를 찾지 못했습니다. 에이전트는 최소한의 PATH로 스크립트를 실행하며, 윈도우 줄바꿈이 있어도 이렇게 됩니다.',
  scriptMissing: 'appspec.yml에 적힌 스크립트가 개정에 없습니다. 대소문자도 맞아야 합니다.',
  scriptTooSlow:
    '스크립트가 제한 시간을 넘겼습니다. 시작한 프로세스가 출력을 열어 두는 경우가 많으니 모두 리디렉션하거나 제한 시간을 늘리십시오.',
  scriptEnded: '스크립트가 오류로 끝났습니다. 마지막 출력에 원인이 있습니다.',
  downloadDenied: '인스턴스에 개정을 읽을 권한이 없습니다. 인스턴스 프로파일의 정책과 버킷을 확인하십시오.',
  notDownloaded: '개정을 내려받지 못했습니다. 객체나 커밋, 그리고 인스턴스에서 그곳까지의 경로를 확인하십시오.',
  diskFull: '인스턴스의 디스크가 가득 찼습니다.',
  notHealthy:
    '로드 밸런서의 상태 확인에서 인스턴스가 정상이 되지 않았습니다. 상태 확인의 경로, 포트, 보안 그룹을 확인하십시오.',
  notDrained: '인스턴스를 로드 밸런서에서 빼지 못했습니다. 서비스 역할과 대상 그룹을 확인하십시오.',
  serviceRole:
    'CodeDeploy가 배포 그룹의 서비스 역할을 사용하지 못했습니다. 역할이 없거나, 신뢰 정책에 codedeploy.amazonaws.com이 없거나, AWSCodeDeployRole 정책이 없습니다.',
  nothingTold: '어느 이벤트에도 이유가 없습니다. 대부분 그 인스턴스의 에이전트가 응답하지 않은 경우입니다.',
  seeMessage: 'AWS가 알려 준 것은 위의 메시지가 전부입니다.',
};

export const marks: typeof english.marks = {
  succeeded: '완료',
  running: '진행 중',
  failed: '실패',
  skipped: '건너뜀',
  waiting: '대기',
  hidden: (d) => `인스턴스 ${d.count}개 더 있음`,
};

const who = (instances: string[]) =>
  `${instances.slice(0, 3).join(', ')}${instances.length > 3 ? ` 외 ${instances.length - 3}개` : ''}`;

const failure = ({ instances, event, script, exitCode, code, message, log, cause }: Failure) =>
  [
    `${who(instances)}: ${[event ? `${event} 실패` : '실패', script, exitCode !== undefined && `종료 코드 ${exitCode}`, code && `(${code})`].filter(Boolean).join(' ')}`,
    ...(message ? [`  ${message}`] : []),
    ...log.map((line) => `  | ${line}`),
    `  ${causes[cause]}`,
  ]
    .map((line) => `\n  ${line}`)
    .join('');

const more = (count: number) => (count > 0 ? `\n  그 밖의 실패 ${count}가지` : '');

const why = (d: Pick<Why, 'counts' | 'failures' | 'more' | 'silent' | 'cause'>) =>
  [
    d.counts && `\n  ${d.counts}`,
    ...d.failures.map(failure),
    more(d.more),
    d.cause && `\n  ${causes[d.cause]}`,
    d.silent && `\n  아무 인스턴스도 결과를 알리지 않았습니다. ${causes.agentSilent}`,
  ]
    .filter(Boolean)
    .join('');

const reason = ({ code, message }: Pick<Why, 'code' | 'message'>) => `(${code})${message ? `: ${message}` : ''}`;

const notBack = (d: { rollbackMessage?: string; alsoFailed?: Why }) =>
  (d.rollbackMessage ? `\n롤백되지 않았습니다: ${d.rollbackMessage}` : '') +
  (d.alsoFailed ? `\n롤백 ${d.alsoFailed.deployment}도 실패했습니다 ${reason(d.alsoFailed)}${why(d.alsoFailed)}` : '');

export const watchErrors: typeof english.watchErrors = {
  deploymentFailed: (d) => ({
    message: `배포 ${d.deployment} 실패 ${reason(d)}${why(d)}${notBack(d)}`,
    hint: d.look,
  }),
  deploymentStopped: (d) => ({
    message: `배포 ${d.deployment} 중지됨 ${reason(d)}${why(d)}${
      d.rollback ? `\n이전 개정으로 돌아왔습니다: ${d.rollback}` : ''
    }${notBack(d)}`,
    hint: d.look,
  }),
  rolledBack: (d) => ({
    message: `배포 ${d.deployment} 실패, ${d.rollback}(으)로 롤백되었습니다 ${reason(d)}${why(d)}`,
    hint: d.look,
  }),
};

export const watchMessages: typeof english.watchMessages = {
  preparing: (d) => `배포 ${d.deployment}: 준비하는 중${d.status ? ` (${d.status})` : ''}`,
  watching: (d) => `배포 ${d.deployment}: ${d.status}${d.counts ? ` (${d.counts})` : ''}`,
  watchThrottled: () => 'AWS가 요청을 제한하고 있어 더 오래 쉬었다가 다시 봅니다',
  watchLost: (d) => `AWS가 응답하지 않습니다(${d.reason}). 배포는 계속되며 다시 확인합니다`,
  readyWaits: (d) =>
    `${d.deployment}: 새 인스턴스가 준비되어 ${d.until}경까지 트래픽을 기다립니다. 그때가 되면 배포가 ${d.atDeadline === 'stops' ? '중지됩니다' : '저절로 계속됩니다'}. 지금 계속하려면: ${d.command}`,
  bakes: (d) =>
    `${d.deployment}: 배포 구성에서 정한 시간 동안 CodeDeploy가 배포된 상태를 지켜보는 중이며(Baking), 그 뒤 저절로 계속됩니다.`,
  terminationWaits: (d) =>
    `${d.deployment}: 새 인스턴스가 트래픽을 받고 있습니다. 원본 인스턴스는 ${d.minutes > 0 ? `${d.minutes}분 뒤에 ` : ''}종료됩니다.`,
  looksForRollback: (d) => `배포 ${d.deployment}: 이어지는 롤백이 있는지 확인하는 중`,
  followsRollback: (d) => `배포 ${d.deployment}이(가) 성공하지 못했습니다. 롤백 ${d.rollback}을(를) 끝까지 지켜봅니다.`,
  followsUpdate: (d) =>
    `${d.deployment}이(가) 진행되는 동안 시작된 인스턴스에는 이전 개정이 배포되었습니다. CodeDeploy가 ${d.update}(으)로 업데이트하며, 끝까지 지켜봅니다.`,
  updateFailed: (d) =>
    `${d.parent}은(는) 성공했지만, 그동안 시작된 인스턴스를 업데이트하는 ${d.deployment}은(는) 성공하지 못했습니다 ${reason(d)}${why(d)}`,
  succeededWithFailures: (d) =>
    `배포는 성공으로 끝났지만 인스턴스 ${d.total}개 중 ${d.failed}개가 실패했습니다.${d.failures.map(failure).join('')}${more(d.more)}`,
};
