// What went wrong, and what to do next; by error code.
import type { errors as english } from '../en/errors.ts';
import {
  agentState,
  creatorText,
  findingLines,
  kindText,
  listed,
  quoted,
  reasonText,
  ruleText,
  typed,
} from '../say.ts';
import { creators, time } from './deployments.ts';
import { findings } from './findings.ts';
import { agentStates, kinds } from './names.ts';
import { reasons, rules } from './rules.ts';

const differences = (differs: readonly { key: string; from: unknown; to: unknown }[]) =>
  differs
    .map(({ key, from, to }) => `  ${key}: 지금 ${JSON.stringify(from)}, 원하는 값 ${JSON.stringify(to)}`)
    .join('\n');

const again = ({ command }: { command?: string }) =>
  command ? `다음 명령으로 이어서 하십시오: ${command}` : '같은 명령을 다시 실행하면 이어서 합니다.';

export const errors: typeof english = {
  unexpected: (d) => ({
    message: `codedeploy-wizard의 결함입니다: ${d.message}`,
    hint: '--debug 옵션으로 다시 실행하고 출력을 알려 주십시오.',
  }),
  usage: (d) => ({ message: d.problem, hint: d.suggestion }),
  missingAnswers: (d) => ({
    message: `물어볼 사람이 없고 답 ${d.missing.length}개가 없습니다:\n${d.missing
      .map(({ key, flag, variable }) => `  ${flag}  (${variable}, 또는 설정 파일의 ${key})`)
      .join('\n')}`,
    hint: '플래그, 환경 변수, codedeploy-wizard.yml로 주거나 터미널에서 실행하십시오.',
  }),
  invalidValue: (d) => ({ message: `${d.where}: ${quoted(d.value)} ${ruleText({ rules }, d.rule, d.data)}.` }),
  configInvalid: (d) => ({ message: `${d.file}:${d.line}:${d.column}: ${d.problem}` }),
  regionMissing: () => ({
    message: 'AWS 리전이 정해지지 않았습니다.',
    hint: '--region ap-northeast-2 옵션을 주거나 AWS_REGION 환경 변수 또는 프로파일에 설정하십시오(aws configure).',
  }),
  confirmationMissing: (d) => ({
    message: '확인해 줄 사람이 없습니다.',
    hint: `동의하려면 추가하십시오: ${[...(d.yes ? ['--yes'] : []), ...d.names.map((name) => `--confirm ${name}`)].join(' ')}`,
  }),
  sandboxStateBroken: (d) => ({
    message: `샌드박스의 상태 파일을 읽을 수 없습니다: ${d.file}`,
    hint: '새로 시작하십시오: codedeploy-wizard sandbox reset',
  }),
  notReady: (d) => ({
    message: d.what
      ? `${kindText({ kinds }, d.what.kind)} \`${d.what.name}\`: 아직 없습니다.`
      : `단계 ${d.step}: 아직 끝나지 않았습니다.`,
    hint: `codedeploy-wizard ${d.step}`,
  }),
  conflict: (d) => ({
    message: `${kindText({ kinds }, d.kind)} \`${d.name}\`: 이미 있고, 이 도구가 바꿀 수 없으며, 다음이 다릅니다:\n${differences(d.differs)}${d.why ? `\n${reasonText({ reasons }, d.why)}` : ''}`,
    hint: '다른 이름을 고르거나 원하는 값으로 직접 바꾸십시오.',
  }),
  servesTraffic: (d) => ({
    message: `\`${d.instance}\` 인스턴스를 중지하지 않았습니다. ${
      d.asg
        ? `Auto Scaling 그룹 \`${d.asg}\`에 속해 있어 교체됩니다.`
        : `대상 그룹 \`${d.targetGroup}\`에서 트래픽을 받고 있습니다.`
    }`,
    hint: '아무것도 의존하지 않는 인스턴스를 고르거나 --allow-downtime 옵션을 추가하십시오.',
  }),
  filesInTheWay: (d) => ({
    message: `개정이 놓일 곳에 파일이 있습니다: ${d.paths.join(', ')}`,
    hint: '--clean-paths 옵션으로 폴더를 비우거나 --file-exists-behavior OVERWRITE 옵션으로 배포하십시오.',
  }),
  agentNotVerified: (d) => ({
    message: `\`${d.instance}\`의 CodeDeploy 에이전트 상태: ${agentState(agentStates, d.state)}.${d.evidence ? `\n  ${d.evidence}` : ''}`,
    hint: '서버의 /var/log/aws/codedeploy-agent/codedeploy-agent.log를 보거나 --agent script 옵션으로 직접 설치하십시오.',
  }),
  notManaged: (d) => ({
    message: `\`${d.instance}\`: Systems Manager에 보이지 않아 명령을 실행할 수 없습니다.`,
    hint: 'SSM 에이전트, AmazonSSMManagedInstanceCore가 있는 인스턴스 프로파일, SSM 엔드포인트로 가는 경로가 필요합니다. 또는 --agent script 옵션을 쓰십시오.',
  }),
  scriptToRun: (d) => ({
    message: `\`${d.instance}\`에서 root로 다음을 실행하십시오:\n${d.script}`,
    hint: '그런 다음 같은 명령을 --agent skip 옵션으로 다시 실행하십시오.',
  }),
  unplanned: (d) => ({
    message: `${kindText({ kinds }, d.kind)} \`${d.name}\`: 계획을 보여 준 뒤에 바뀌었습니다. 아무것도 쓰지 않았습니다.`,
    hint: '명령을 다시 실행하여 새 계획을 보십시오.',
  }),
  revisionBroken: (d) => ({
    message: `이 개정은 배포할 수 없습니다:\n${findingLines({ findings }, d).join('\n')}`,
    hint: d.folder && `codedeploy-wizard appspec lint ${typed(d.folder)}`,
  }),
  notPackable: (d) => ({ message: `이 폴더는 묶을 수 없습니다: ${reasonText({ reasons }, d)}` }),
  folderChanged: (d) => ({
    message: `폴더를 묶는 동안 ${d.path} 파일이 바뀌었습니다. 개정의 내용이 이름과 달라지므로 시작한 것을 그만두었습니다.`,
    hint: '폴더에 아무것도 쓰지 않을 때 같은 명령을 다시 실행하십시오.',
  }),
  cannotStart: (d) => ({
    message: `배포가 성공할 수 없습니다:${listed(d.reasons.map((reason) => reasonText({ reasons }, reason)))}`,
  }),
  launchLoop: (d) => ({
    message: `\`${d.asg}\`에서 인스턴스 시작이 계속 실패합니다: ${d.message}`,
    hint: `aws autoscaling describe-scaling-activities --auto-scaling-group-name ${d.asg}`,
  }),
  noCredentials: (d) => ({
    message: `AWS 자격 증명이 없습니다: ${d.reason}`,
    hint: '`aws configure` 또는 `aws sso login`으로 설정하거나, --profile로 프로파일을 지정하거나, --sandbox로 해 보십시오.',
  }),
  expiredCredentials: (d) => ({
    message: `AWS 자격 증명이 만료되었습니다(${d.operation}).`,
    hint: `갱신한 뒤(aws sso login) ${again(d)}`,
  }),
  denied: (d) => ({
    message: `AWS가 ${d.action ?? d.operation} 작업을 거부했습니다(권한 없음)${d.resource ? `. 리소스 ${d.resource}` : ''}: ${d.message}`,
    hint: d.statement
      ? `호출자에게 다음 정책 문을 허용하십시오: ${JSON.stringify(d.statement)} (명령에 필요한 전체 정책은 \`codedeploy-wizard export policy COMMAND\`로 볼 수 있습니다.) 그런 다음 ${again(d)}`
      : d.action
        ? `호출자의 정책보다 위에서 금지되어 있습니다. 그 정책의 관리자에게 ${d.action} 허용을 요청한 뒤 ${again(d)}`
        : `호출자에게 이 작업을 허용한 뒤 ${again(d)}`,
  }),
  bucketDenied: (d) => ({
    message: `버킷 \`${d.bucket}\`에 \`${d.key}\` 객체가 있는지 S3가 알려 주지 않습니다. 권한이 없거나 다른 사람의 버킷입니다.`,
    hint: '호출자에게 버킷의 s3:ListBucket, 객체의 s3:GetObject와 s3:PutObject를 허용한 뒤 같은 명령을 다시 실행하십시오.',
  }),
  keyDenied: (d) => ({
    message: `버킷 \`${d.bucket}\`을(를) 암호화하는 KMS 키를 사용할 수 없습니다: ${d.message}`,
    hint: '호출자에게 그 키의 kms:GenerateDataKey와 kms:Decrypt를, 인스턴스의 역할에 kms:Decrypt를 허용한 뒤 같은 명령을 다시 실행하십시오.',
  }),
  wrongAccount: (d) => ({
    message: `이 계정은 ${d.account}이며 예상한 ${d.expected} 계정이 아닙니다. 아무것도 쓰지 않았습니다.`,
    hint: '--profile로 올바른 프로파일을 고르십시오.',
  }),
  refused: (d) => ({
    message: `AWS가 ${d.operation} 작업을 거절했습니다: ${d.message}`,
    hint: '이미 만든 것은 그대로 남습니다. 원인을 해결한 뒤 같은 명령을 다시 실행하면 이어서 합니다.',
  }),
  unreachable: (d) => ({
    message: `AWS가 ${d.operation} 작업에 응답하지 않았습니다: ${d.message}`,
    hint: `네트워크와 --endpoint-url을 확인한 뒤 ${again(d)}`,
  }),
  throttled: (d) => ({
    message: `AWS가 ${d.operation} 작업을 여러 번 시도한 뒤에도 제한하고 있습니다.`,
    hint: `잠시 뒤 ${again(d)}`,
  }),
  unavailable: (d) => ({
    message: `AWS가 여러 번 시도해도 ${d.operation} 작업을 하지 못했습니다: ${d.message}`,
    hint: `원인은 AWS 쪽에 있습니다(https://health.aws.amazon.com/). 잠시 뒤 ${again(d)}`,
  }),
  broken: (d) => ({
    message: `${kindText({ kinds }, d.kind)} \`${d.name}\`의 상태: ${d.state}${d.reason ? ` - ${d.reason}` : ''}`,
  }),
  notFound: (d) => ({
    message: `${d.region ? `${d.region}에 ` : ''}${kindText({ kinds }, d.kind)} \`${d.name}\`: 없습니다.`,
    hint: d.instead.length > 0 ? `있는 것: ${d.instead.slice(0, 10).join(', ')}` : undefined,
  }),
  unknownCode: (d) => ({
    message: `\`${d.code}\`: 여기서 아는 코드나 메시지가 아닙니다.`,
    hint:
      d.near.length > 0
        ? `혹시 이것입니까: ${d.near.join(', ')}`
        : '메시지 전체를 따옴표로 묶어 주거나 로그를 주십시오: codedeploy-wizard explain --log FILE',
  }),
  declined: () => ({ message: '확인되지 않았습니다. 더 이상 아무것도 하지 않았습니다.' }),
  timedOut: (d) => ({
    message: `\`${d.what}\`: ${d.seconds}초 뒤에 기다리기를 그만두었습니다. 작업은 AWS에서 계속됩니다.`,
    hint: d.command ? `이어서 기다리려면: ${d.command}` : '같은 명령을 다시 실행하면 이어서 기다립니다.',
  }),
  busy: (d) => ({
    message: `\`${d.group}\`: 다른 배포가 진행 중입니다: ${d.deployment}, 생성자 ${creatorText({ creators }, d.creator)}, ${time.ago(d)} 생성.`,
    hint: `--wait-for-active 옵션으로 기다리거나, 지켜보거나 중지하십시오:${listed(d.commands)}`,
  }),
  interrupted: (d) => ({
    message: d.goesOn
      ? '중단했습니다. AWS에서 시작된 작업은 계속됩니다.'
      : '중단했습니다. AWS에서 시작된 작업은 없습니다.',
    hint: `이어서 하려면: ${d.command}`,
  }),
  terminated: (d) => ({
    message: d.goesOn
      ? '종료 신호를 받았습니다. AWS에서 시작된 작업은 계속됩니다.'
      : '종료 신호를 받았습니다. AWS에서 시작된 작업은 없습니다.',
    hint: `이어서 하려면: ${d.command}`,
  }),
  notWaiting: (d) => ({
    message: d.terminate
      ? `배포 ${d.deployment}: 원본 인스턴스 종료를 기다리는 중이 아닙니다. 지금 상태: ${d.status}`
      : `배포 ${d.deployment}: 계속하기를 기다리는 중(Ready)이 아닙니다. 지금 상태: ${d.status}`,
    hint: d.command,
  }),
  nothingBefore: (d) => ({
    message: `되돌릴 것이 없습니다. \`${d.group}\`: 지금과 다른 개정으로 성공한 배포가 없습니다.`,
    hint: d.command,
  }),
  neverSucceeded: (d) => ({
    message: `배포 ${d.deployment}(${d.status})(으)로는 되돌릴 수 없습니다. 성공한 배포로만 되돌릴 수 있습니다.`,
    hint: d.command,
  }),
};
