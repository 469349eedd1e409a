// What went wrong, and what to do next; by error code.
import type { Difference } from '../../engine/resource.ts';
import type { Sentence, What } from '../say.ts';
import {
  agentState,
  type BrokenRevision,
  creatorText,
  findingLines,
  kindText,
  listed,
  plural,
  quoted,
  reasonText,
  ruleText,
  typed,
} from '../say.ts';
import { creators, time } from './deployments.ts';
import { findings } from './findings.ts';
import type { Reason, RuleKey } from './index.ts';
import { agentStates, kinds } from './names.ts';
import { reasons, rules } from './rules.ts';

/** Where a run was cut off: a command of its own, or the same once more. */
const again = ({ command }: { command?: string }) =>
  command ? `go on with: ${command}` : 'run the same command again: it continues.';

export const errors = {
  unexpected: (d: { message: string }): Sentence => ({
    message: `This is a defect of codedeploy-wizard: ${d.message}`,
    hint: 'Run the command again with --debug and report what it prints.',
  }),
  usage: (d: { problem: string; suggestion?: string }): Sentence => ({ message: d.problem, hint: d.suggestion }),
  missingAnswers: (d: { missing: { key: string; flag: string; variable: string }[] }): Sentence => ({
    message: `Nobody to ask, and ${plural(d.missing.length, 'answer')} missing:\n${d.missing
      .map(({ key, flag, variable }) => `  ${flag}  (${variable}, or ${key} in the config file)`)
      .join('\n')}`,
    hint: 'Give them as flags, variables or in codedeploy-wizard.yml, or run it at a terminal.',
  }),
  invalidValue: (d: {
    where: string;
    value: string;
    rule: RuleKey;
    data?: Record<string, string | number>;
  }): Sentence => ({
    message: `${d.where}: ${quoted(d.value)} ${ruleText({ rules }, d.rule, d.data)}.`,
  }),
  configInvalid: (d: { file: string; line: number; column: number; problem: string }): Sentence => ({
    message: `${d.file}:${d.line}:${d.column}: ${d.problem}`,
  }),
  regionMissing: (): Sentence => ({
    message: 'No AWS Region is set.',
    hint: 'Give --region ap-northeast-2, or set AWS_REGION, or set one in your profile (aws configure).',
  }),
  confirmationMissing: (d: { yes: boolean; names: string[] }): Sentence => ({
    message: 'Nobody to confirm this.',
    hint: `Add ${[...(d.yes ? ['--yes'] : []), ...d.names.map((name) => `--confirm ${name}`)].join(' ')} to agree.`,
  }),
  sandboxStateBroken: (d: { file: string }): Sentence => ({
    message: `The sandbox's state file cannot be read: ${d.file}`,
    hint: 'Start afresh: codedeploy-wizard sandbox reset',
  }),
  notReady: (d: { step: string; what?: What }): Sentence => ({
    message: d.what
      ? `There is no ${kindText({ kinds }, d.what.kind)} \`${d.what.name}\` yet.`
      : `The step ${d.step} is not done yet.`,
    hint: `codedeploy-wizard ${d.step}`,
  }),
  conflict: (d: { kind: string; name: string; differs: Difference[]; why?: Reason }): Sentence => ({
    message: `The ${kindText({ kinds }, d.kind)} \`${d.name}\` exists, is not ours to change, and differs:\n${d.differs
      .map(({ key, from, to }) => `  ${key}: is ${JSON.stringify(from)}, wanted ${JSON.stringify(to)}`)
      .join('\n')}${d.why ? `\n${reasonText({ reasons }, d.why)}` : ''}`,
    hint: 'Choose another name, or change it yourself to what is wanted.',
  }),
  servesTraffic: (d: { instance: string; asg?: string; targetGroup?: string }): Sentence => ({
    message: `\`${d.instance}\` is not stopped: it ${d.asg ? `belongs to the Auto Scaling group \`${d.asg}\`, which would replace it` : `serves traffic in the target group \`${d.targetGroup}\``}.`,
    hint: 'Choose an instance that nothing depends on, or add --allow-downtime.',
  }),
  filesInTheWay: (d: { paths: string[] }): Sentence => ({
    message: `Files lie where the revision goes: ${d.paths.join(', ')}`,
    hint: 'Empty the folder with --clean-paths, or deploy with --file-exists-behavior OVERWRITE.',
  }),
  agentNotVerified: (d: { instance: string; state: string; evidence?: string }): Sentence => ({
    message: `The CodeDeploy agent on \`${d.instance}\` is ${agentState(agentStates, d.state)}.${d.evidence ? `\n  ${d.evidence}` : ''}`,
    hint: 'Look at /var/log/aws/codedeploy-agent/codedeploy-agent.log on the server, or install it yourself with --agent script.',
  }),
  notManaged: (d: { instance: string }): Sentence => ({
    message: `Systems Manager does not see \`${d.instance}\`, so nothing can be run on it.`,
    hint: 'It needs the SSM agent, an instance profile with AmazonSSMManagedInstanceCore and a way to the SSM endpoints; or install the agent yourself: --agent script.',
  }),
  scriptToRun: (d: { instance: string; script: string }): Sentence => ({
    message: `Run this as root on \`${d.instance}\`:\n${d.script}`,
    hint: 'Then run the same command again with --agent skip.',
  }),
  unplanned: (d: What): Sentence => ({
    message: `The ${kindText({ kinds }, d.kind)} \`${d.name}\` has changed since the plan was shown; nothing was written to it.`,
    hint: 'Run the command again to see the new plan.',
  }),
  cannotStart: (d: { reasons: Reason[] }): Sentence => ({
    message: `The deployment could not succeed:${listed(d.reasons.map((reason) => reasonText({ reasons }, reason)))}`,
  }),
  revisionBroken: (d: BrokenRevision): Sentence => ({
    message: `This revision cannot be deployed:\n${findingLines({ findings }, d).join('\n')}`,
    hint: d.folder && `codedeploy-wizard appspec lint ${typed(d.folder)}`,
  }),
  notPackable: (d: Reason): Sentence => ({
    message: `This folder cannot be packed: ${reasonText({ reasons }, d)}`,
  }),
  folderChanged: (d: { path: string }): Sentence => ({
    message: `${d.path} has changed while the folder was packed. What was begun was given up: the revision would not be what its name says.`,
    hint: 'Wait until nothing writes into the folder, then run the same command again.',
  }),
  launchLoop: (d: { asg: string; message: string }): Sentence => ({
    message: `Launches in \`${d.asg}\` keep failing: ${d.message}`,
    hint: `aws autoscaling describe-scaling-activities --auto-scaling-group-name ${d.asg}`,
  }),
  noCredentials: (d: { reason: string }): Sentence => ({
    message: `No AWS credentials: ${d.reason}`,
    hint: 'Set them up with `aws configure` or `aws sso login`, name a profile with --profile, or try it with --sandbox.',
  }),
  expiredCredentials: (d: { operation: string; command?: string }): Sentence => ({
    message: `The AWS credentials have expired (${d.operation}).`,
    hint: `Refresh them (aws sso login), then ${again(d)}`,
  }),
  denied: (d: {
    operation: string;
    message: string;
    action?: string;
    resource?: string;
    statement?: object;
    command?: string;
  }): Sentence => ({
    message: `AWS denies ${d.action ?? d.operation}${d.resource ? ` on ${d.resource}` : ''}: ${d.message}`,
    hint: d.statement
      ? `Allow it to the caller by this statement: ${JSON.stringify(d.statement)} (\`codedeploy-wizard export policy COMMAND\` tells all that a command needs.) Then ${again(d)}`
      : d.action
        ? `It is forbidden above the caller's own policies: ask who keeps that policy to allow ${d.action}, then ${again(d)}`
        : `Allow this action to the caller, then ${again(d)}`,
  }),
  bucketDenied: (d: { bucket: string; key: string }): Sentence => ({
    message: `S3 does not say whether \`${d.key}\` is in the bucket \`${d.bucket}\`: permission is missing, or the bucket belongs to somebody else.`,
    hint: 'Allow the caller s3:ListBucket on the bucket and s3:GetObject and s3:PutObject on its objects, then run the same command again.',
  }),
  keyDenied: (d: { bucket: string; message: string }): Sentence => ({
    message: `The bucket \`${d.bucket}\` encrypts with a KMS key that cannot be used: ${d.message}`,
    hint: 'Allow the caller kms:GenerateDataKey and kms:Decrypt on that key, and the role of the instances kms:Decrypt; then run the same command again.',
  }),
  wrongAccount: (d: { expected: string; account: string }): Sentence => ({
    message: `This is account ${d.account}, not the expected ${d.expected}. Nothing was written.`,
    hint: 'Choose the right profile with --profile.',
  }),
  refused: (d: { operation: string; message: string }): Sentence => ({
    message: `AWS refused ${d.operation}: ${d.message}`,
    hint: 'What was made before it stays. Mend the cause, then run the same command again: it continues.',
  }),
  unreachable: (d: { operation: string; message: string; command?: string }): Sentence => ({
    message: `AWS did not answer ${d.operation}: ${d.message}`,
    hint: `Look at the network and --endpoint-url, then ${again(d)}`,
  }),
  throttled: (d: { operation: string; command?: string }): Sentence => ({
    message: `AWS throttles ${d.operation}, also after several tries.`,
    hint: `Wait a little, then ${again(d)}`,
  }),
  unavailable: (d: { operation: string; message: string; command?: string }): Sentence => ({
    message: `AWS could not do ${d.operation}, also after several tries: ${d.message}`,
    hint: `The cause lies with AWS (https://health.aws.amazon.com/). Wait a little, then ${again(d)}`,
  }),
  broken: (d: { kind: string; name: string; state: string; reason: string }): Sentence => ({
    message: `The ${kindText({ kinds }, d.kind)} \`${d.name}\` is ${d.state}${d.reason ? `: ${d.reason}` : ''}.`,
  }),
  notFound: (d: What & { region?: string; instead: string[] }): Sentence => ({
    message: `There is no ${kindText({ kinds }, d.kind)} \`${d.name}\`${d.region ? ` in ${d.region}` : ''}.`,
    hint: d.instead.length > 0 ? `There is: ${d.instead.slice(0, 10).join(', ')}` : undefined,
  }),
  unknownCode: (d: { code: string; near: string[] }): Sentence => ({
    message: `\`${d.code}\` is neither a code nor a message that is known here.`,
    hint:
      d.near.length > 0
        ? `Did you mean ${d.near.join(', ')}?`
        : 'Give the whole message in quotes, or a log: codedeploy-wizard explain --log FILE',
  }),
  declined: (): Sentence => ({ message: 'Not confirmed. Nothing more was done.' }),
  timedOut: (d: { what: string; seconds: number; command?: string }): Sentence => ({
    message: `Gave up waiting for \`${d.what}\` after ${d.seconds} s; the work goes on in AWS.`,
    hint: d.command ? `Go on waiting: ${d.command}` : 'Run the same command again to go on waiting.',
  }),
  busy: (d: { group: string; deployment: string; creator: string; seconds: number; commands: string[] }): Sentence => ({
    message: `Another deployment of \`${d.group}\` is active: ${d.deployment}, by ${creatorText({ creators }, d.creator)}, created ${time.ago(d)}.`,
    hint: `Wait for it with --wait-for-active, or watch or stop it:${listed(d.commands)}`,
  }),
  interrupted: (d: { command: string; goesOn?: boolean }): Sentence => ({
    message: d.goesOn ? 'Interrupted. What was begun in AWS goes on there.' : 'Interrupted. Nothing was begun in AWS.',
    hint: `Take it up again: ${d.command}`,
  }),
  terminated: (d: { command: string; goesOn?: boolean }): Sentence => ({
    message: d.goesOn ? 'Terminated. What was begun in AWS goes on there.' : 'Terminated. Nothing was begun in AWS.',
    hint: `Take it up again: ${d.command}`,
  }),
  notWaiting: (d: { deployment: string; status: string; terminate: boolean; command: string }): Sentence => ({
    message: d.terminate
      ? `Deployment ${d.deployment} does not wait to terminate its original instances: it is ${d.status}.`
      : `Deployment ${d.deployment} does not wait for anybody to go on: it is ${d.status}, not Ready.`,
    hint: d.command,
  }),
  nothingBefore: (d: { group: string; command: string }): Sentence => ({
    message: `There is nothing to roll back to: no deployment of \`${d.group}\` has succeeded with another revision than the present one.`,
    hint: d.command,
  }),
  neverSucceeded: (d: { deployment: string; status: string; command: string }): Sentence => ({
    message: `Deployment ${d.deployment} is no way back: it is ${d.status}, and only what has succeeded is.`,
    hint: d.command,
  }),
};
