// English: this catalogue defines the vocabulary. Every other language must match it to compile.
import type { Difference } from '../engine/resource.ts';

export interface Sentence {
  message: string;
  /** What to type or do next. */
  hint?: string;
}

interface What {
  kind: string;
  name: string;
}

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
/** Kinds of resources. The keys are public: they stand in JSON. */
const kinds = {
  'aws.region': 'Region',
  'aws.profile': 'profile',
  'iam.policy': 'IAM policy',
  'iam.role': 'IAM role',
  'iam.instance-profile': 'instance profile',
  'ec2.profile-association': 'instance profile of instance',
  'ssm.host': 'server',
  'ec2.image': 'AMI',
  'ec2.instance': 'instance',
  'ec2.launch-template': 'launch template',
  'ec2.launch-template-version': 'launch template version',
  'autoscaling.group': 'Auto Scaling group',
  'autoscaling.refresh': 'instance refresh',
  'elb.target-group': 'target group',
  'cloudwatch.alarm': 'alarm',
  's3.bucket': 'bucket',
  'codedeploy.application': 'CodeDeploy application',
  'codedeploy.config': 'deployment configuration',
  'codedeploy.group': 'deployment group',
  's3.object': 'revision in S3',
  'codedeploy.deployment': 'deployment',
};

/** What is run on a server, as said while it runs. */
const tasks = {
  looksAtAgent: 'looking at the agent',
  looksForFiles: 'looking for files in the way',
  installsAgent: 'installing the agent',
  restartsAgent: 'restarting the agent',
  emptiesFolders: 'emptying folders',
};

/** States of the agent on a server. */
const agentStates = {
  missing: 'missing',
  stopped: 'stopped',
  'without credentials': 'running without credentials',
  'not polling': 'running, but not polling CodeDeploy',
  running: 'running',
};

const steps = {
  roles: { title: 'IAM roles', about: 'EC2 policy, role and instance profile; CodeDeploy service role' },
  ami: { title: 'AMI', about: 'agent on the instance, stop, image, wait until available' },
  template: { title: 'Launch template', about: 'new version: only AMI and instance profile change' },
  asg: { title: 'Auto Scaling group', about: 'template version, sizes, wait until InService' },
  app: { title: 'CodeDeploy application', about: 'the application (EC2/On-premises)' },
  group: { title: 'Deployment group', about: 'where and how to deploy' },
  deploy: { title: 'Deployment', about: 'revision, deployment, watch to the end' },
};

/** The rules that a value may break; each ends a sentence that begins with the value. */
const rules = {
  empty: () => 'must not be empty',
  oneOf: (d: { options: string }) => `must be one of ${d.options}`,
  yesNo: () => 'must be yes or no',
  wholeNumber: () => 'must be a whole number',
  range: (d: { from: number; to: number }) => `must be between ${d.from} and ${d.to}`,
  iamName: (d: { max: number }) => `must be 1 to ${d.max} letters, digits or _+=,.@- (an IAM rule)`,
  twoRoles: () => 'must not be the EC2 role: the service role is for the CodeDeploy service and never on an instance',
  codeDeployName: () => 'must be 1 to 100 letters, digits or +=,.@_- (a CodeDeploy rule)',
  configName: () => 'must not begin with CodeDeployDefault. unless it is one of OneAtATime, HalfAtATime, AllAtOnce',
  bucketName: () => 'must be an S3 bucket name: 3 to 63 lowercase letters, digits, dots or hyphens',
  objectKey: () => 'must be an S3 key of 1 to 1024 bytes without a leading slash',
  instanceId: () => 'must look like i-0123456789abcdef0',
  imageId: () => 'must look like ami-0123456789abcdef0',
  subnetId: () => 'must be subnet ids such as subnet-0123456789abcdef0',
  securityGroupId: () => 'must be security group ids such as sg-0123456789abcdef0',
  imageName: () => "must be 3 to 128 letters, digits, spaces or ()[]./-'@_ (an EC2 rule)",
  templateName: () => 'must be 3 to 128 letters, digits or ().-/_ (an EC2 rule)',
  templateVersion: () => 'must be a version number, $Latest or $Default',
  asgName: () => 'must be 1 to 255 printable characters without a colon (an Auto Scaling rule)',
  targetGroupName: () => 'must be the name (not the ARN) of a target group: 1 to 32 letters, digits or hyphens',
  projectName: () => 'must be 1 to 40 letters, digits or hyphens and begin with a letter',
  arn: () => 'must be an ARN such as arn:aws:iam::123456789012:policy/boundary',
  tagPairs: () => 'must be Key=Value pairs',
  tagCount: () => 'must be at most 10 tags (a CodeDeploy rule)',
  minimumHealthy: () => 'must be a number of hosts such as 2, or a percentage from 0% to 99%',
  repositoryName: () => 'must be owner/name, without an address and without .git',
  commitId: () => 'must be the 40 hexadecimal digits of a commit',
  absolutePath: () => 'must be an absolute path below the root',
  systemPath: () => 'must not be / or a folder of the operating system',
  pathCharacters: () => 'must not contain quotes, line breaks or control characters',
  description: () => 'must be at most 256 characters',
  duration: () => 'must be a duration such as 90s, 30m or 2h',
  pollInterval: () => 'must be at least 50ms',
  sizes: (d: { min: number; max: number; desired: number }) =>
    `breaks min ≤ desired ≤ max (min ${d.min}, desired ${d.desired}, max ${d.max})`,
  url: () => 'must be an address such as http://127.0.0.1:5000',
  accountId: () => 'must be the 12 digits of an AWS account',
  region: () => 'must be an AWS Region such as ap-northeast-2',
  text: () => 'must be text',
  listOfText: () => 'must be a list of text',
  unknownKey: () => 'is not a key of this file',
  file: () => 'must be an existing folder',
};

/** Why a deployment is refused before it is created; each ends a sentence. */
const reasons = {
  wrongServiceTrust: () =>
    'CodeDeploy itself uses the service role, from outside: it must trust codedeploy.amazonaws.com. One that trusts ec2.amazonaws.com is a role for instances.',
  wrongEc2Trust: () =>
    'instances use this role through their instance profile: it must trust ec2.amazonaws.com. One that trusts codedeploy.amazonaws.com is a service role, which never belongs on an instance.',
  noTargets: (d: { group: string }) => `no running instance belongs to the deployment group \`${d.group}\`.`,
  alarmActive: (d: { alarms: string }) => `an alarm of the deployment group is in ALARM: ${d.alarms}.`,
  commitNotPushed: (d: { commit: string; repository: string }) =>
    `commit ${d.commit} is not on GitHub (${d.repository}) yet. Push it first.`,
  bucketElsewhere: (d: { bucket: string; region: string; here: string }) =>
    `the bucket \`${d.bucket}\` is in ${d.region}, the servers are in ${d.here}. It must be in the same Region.`,
  appSpecMissing: () => 'there is no appspec.yml at its root.',
  appSpecName: (d: { file: string }) => `the agent only reads a file named appspec.yml; this one is named ${d.file}.`,
  appSpecEncoding: () => 'appspec.yml must be saved as UTF-8 without a byte order mark.',
  appSpecSyntax: (d: { line: number; column: number; problem: string }) =>
    `appspec.yml:${d.line}:${d.column}: ${d.problem}`,
  appSpecEmpty: () => 'appspec.yml is empty.',
  appSpecVersion: (d: { value: string }) =>
    `version in appspec.yml must be the number 0.0, without quotes; it is ${d.value}.`,
  appSpecOs: (d: { value: string }) => `os in appspec.yml must be linux or windows; it is ${d.value}.`,
  appSpecBehavior: (d: { value: string }) =>
    `file_exists_behavior in appspec.yml must be DISALLOW, OVERWRITE or RETAIN; it is ${d.value}.`,
  appSpecMapping: (d: { key: string }) => `${d.key} in appspec.yml must be a mapping of keys and values.`,
  appSpecList: (d: { key: string }) => `${d.key} in appspec.yml must be a list (lines that begin with a hyphen).`,
  appSpecText: (d: { key: string }) => `${d.key} in appspec.yml must be given, as text.`,
  scriptMissing: (d: { event: string; location: string }) =>
    `appspec.yml names the script ${d.location} for ${d.event}, which is not in the revision: it does not exist there, or an ignore file leaves it out.`,
  sourceMissing: (d: { source: string }) =>
    `appspec.yml copies ${d.source}, which is not in the revision: it does not exist there, or an ignore file leaves it out.`,
};

export const en = {
  kinds,
  steps,

  verbs: { create: 'create', update: 'change', keep: 'keep', remove: 'remove' },

  /** Where an answer comes from. */
  sources: {
    flag: 'flag',
    environment: 'environment',
    file: 'file',
    typed: 'typed',
    default: 'default',
    directory: 'suggested: name of the folder',
    repository: 'suggested: name of the repository',
    git: 'suggested: git',
    onlyOne: 'suggested: the only one in the account',
    project: 'suggested: from the project name',
    present: 'suggested: as it is now',
    book: 'suggested: as in the book',
    clock: 'suggested: present time',
    target: 'suggested: from the Auto Scaling group',
    bundle: 'suggested: from the revision',
    unreachable: 'suggested: running instances have no instance profile, so nothing can be deployed to them',
  },

  rules,
  reasons,

  /** Lines said while working. */
  messages: {
    nothingToDo: () => 'Everything is already as wanted. Nothing to do.',
    applyThis: (d: { count: number }) => `Apply ${plural(d.count, 'change')}?`,
    waitVisible: (d: What) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: waiting until AWS shows it`,
    waitSpreading: (d: What) =>
      `${kindText({ kinds }, d.kind)} \`${d.name}\`: waiting until IAM has spread the new role`,
    waitReadBack: (d: What) =>
      `${kindText({ kinds }, d.kind)} \`${d.name}\`: the answer was lost, reading what is there`,
    configDiffers: (d: { file: string; key: string; from: string; to: string }) =>
      `${d.file}: change ${d.key} from ${d.from} to ${d.to}?`,
    configKept: (d: { file: string; key: string; from: string; to: string }) =>
      `${d.file} says ${d.key}: ${d.from}; this run uses ${d.to}. The file was left as it is.`,
    sandboxOffer: () => 'There are no AWS credentials here. Try it in the sandbox, without an account?',
    dryRun: () => 'Dry run: nothing was written.',

    // roles
    serviceRoleIsForCodeDeploy: (d: { role: string }) =>
      `The service role \`${d.role}\` is used by CodeDeploy itself, from outside; it is named in the deployment group and never put on an instance.`,
    serviceRoleOnInstance: (d: { role: string; policy: string }) =>
      `The EC2 role \`${d.role}\` carries ${d.policy}, which is meant for the CodeDeploy service. Any instance profile lets the agent work, so attaching this one seemed to help; but it lets every process on the server terminate instances and delete Auto Scaling groups, and it still cannot read a revision from S3. Detach it: aws iam detach-role-policy --role-name ${d.role} --policy-arn <arn of ${d.policy}>`,
    serviceRoleTrustsEc2: (d: { role: string }) =>
      `The service role \`${d.role}\` also trusts ec2.amazonaws.com, as if it were to be put on instances. It needs to trust codedeploy.amazonaws.com only.`,
    readsEveryBucket: () =>
      'The policy of the book (s3:Get*, s3:List* on every bucket) is wider than needed: name the bucket with --revision-bucket for the least policy.',

    // ami
    instanceInAsg: (d: { instance: string; asg: string }) =>
      `\`${d.instance}\` belongs to the Auto Scaling group \`${d.asg}\`: stopped, it would be terminated and replaced.`,
    instanceInTargetGroup: (d: { instance: string; targetGroup: string }) =>
      `\`${d.instance}\` serves traffic in the target group \`${d.targetGroup}\`.`,
    instanceMatchesGroup: (d: { instance: string; application: string; group: string }) =>
      `\`${d.instance}\` carries the tags of the deployment group \`${d.application}/${d.group}\`: while it is stopped, deployments to it count as failed.`,
    nothingDepends: (d: { instance: string }) =>
      `Nothing depends on \`${d.instance}\`: no Auto Scaling group, no target group, no tags of a deployment group.`,
    publicIpChanges: (d: { instance: string; ip: string }) =>
      `The public IP address ${d.ip} of \`${d.instance}\` changes when it starts again.`,
    stopsInstance: (d: { instance: string }) => `\`${d.instance}\` is stopped for the image.`,
    staysStopped: (d: { instance: string }) => `\`${d.instance}\` stays stopped afterwards.`,
    listing: (d: { path: string; entries: string; more: number }) =>
      `In ${d.path}: ${d.entries}${d.more > 0 ? ` and ${d.more} more` : ''}`,
    emptiesFolder: (d: { path: string; count: number }) =>
      `Everything in ${d.path} (${plural(d.count, 'entry', 'entries')}) is deleted from the server.`,
    profileMissing: (d: { instance: string; profile: string }) =>
      `\`${d.instance}\` has no instance profile; \`${d.profile}\` is attached. The agent learns of it when it is restarted.`,
    profileOther: (d: { instance: string; profile: string }) =>
      `\`${d.instance}\` keeps its own instance profile \`${d.profile}\`; it must allow what the agent needs.`,
    agentScript: (d: { platform: string; script: string }) =>
      `Run this on the server (${d.platform}), then run this command again:\n${d.script}`,
    filesInTheWay: (d: { path: string; example: string; count: number }) =>
      `${d.path}, where the revision goes, already holds ${plural(d.count, 'entry', 'entries')} (${d.example}): where the revision brings a file of the same name, the first deployment from this image fails with "file already exists". Empty the folder with --clean-paths ${d.path}, or deploy with --file-exists-behavior OVERWRITE.`,
    waitManaged: (d: { instance: string }) => `\`${d.instance}\`: waiting until Systems Manager sees it`,
    waitCommand: (d: { instance: string; what: TaskKey }) => `\`${d.instance}\`: ${tasks[d.what]}`,
    waitAgent: (d: { instance: string; state: string }) =>
      `\`${d.instance}\`: CodeDeploy agent is ${agentState(agentStates, d.state)}`,
    waitInstance: (d: { instance: string; state: string; to: string }) =>
      `\`${d.instance}\`: ${d.state}, waiting for ${d.to}`,
    waitImage: (d: { image: string; state: string; progress: string }) =>
      `AMI \`${d.image}\`: ${d.state}${d.progress ? ` (${d.progress})` : ''}`,

    // template
    templateDiff: (d: { from: string; keys: string }) => `Version ${d.from} is the source; only ${d.keys} change.`,
    templateUsers: (d: { groups: string }) => `These Auto Scaling groups use $Default and follow at once: ${d.groups}`,
    userDataInherited: () => 'The user data of the source version is inherited.',
    userDataRegion: (d: { region: string }) =>
      `The inherited user data names the Region ${d.region}; this template is in another one.`,

    // asg
    oldInstancesStay: (d: { count: number; version: string }) =>
      `${plural(d.count, 'running instance')} keep${d.count === 1 ? 's' : ''} the old template; only new instances use version ${d.version}. Replace them with --refresh.`,
    sizeEffect: (d: { from: number; to: number }) =>
      d.to > d.from
        ? `${plural(d.to - d.from, 'instance')} will be launched.`
        : `${plural(d.from - d.to, 'instance')} will be terminated.`,
    bareInstances: () =>
      'The new instances carry no application until the first deployment: the load balancer may show an error until then. This is expected.',
    mixedInstances: () =>
      'The group has a mixed instances policy; it is kept whole, only the template version changes.',
    overridesPinned: () =>
      'Some overrides of that policy name a launch template of their own: instances of those types never get the new image. Change them yourself.',
    leavesLaunchConfiguration: (d: { name: string }) =>
      `The group leaves its launch configuration \`${d.name}\` for the launch template.`,
    waitInService: (d: { ready: number; desired: number; states: string }) =>
      `${d.ready} of ${d.desired} instances InService and healthy${d.states ? ` (${d.states})` : ''}`,
    scalingActivity: (d: { message: string }) => `Auto Scaling: ${d.message}`,
    waitRefresh: (d: { percent: number; status: string }) => `instance refresh: ${d.status}, ${d.percent} %`,

    // group
    matches: (d: { count: number; tags: string }) => `${plural(d.count, 'unique matched instance')} for ${d.tags}`,
    matchesNone: (d: { tags: string }) =>
      `No running instance matches ${d.tags}: a deployment would fail with NO_INSTANCES.`,
    matchesStopped: (d: { count: number }) =>
      `${plural(d.count, 'stopped instance')} ${d.count === 1 ? 'matches' : 'match'} the tags and would count as failed.`,
    hookExplained: (d: { asg: string }) =>
      `CodeDeploy puts a lifecycle hook on \`${d.asg}\`: each new instance gets the last successful revision before it is InService.`,
    targetGroupNotOnAsg: (d: { targetGroup: string; asg: string }) =>
      `The target group \`${d.targetGroup}\` is not attached to \`${d.asg}\`: its instances would never become healthy there.`,
    singleInstance: () => 'With one instance there is no deployment without downtime.',
    otherGroupOnAsg: (d: { asg: string; group: string }) =>
      `\`${d.asg}\` already belongs to the deployment group \`${d.group}\`: two hooks deploy at the same time to one agent.`,
    blueGreenRenames: (d: { asg: string }) =>
      `CodeDeploy's blue/green makes a new Auto Scaling group with a new name each time and deletes \`${d.asg}\`.`,

    // deploy
    githubConnection: (d: { url: string; application: string }) =>
      `The application \`${d.application}\` has no GitHub connection yet; for a private repository make it once in the console: ${d.url} (Create deployment, My application is stored in GitHub, Connect to GitHub, then Cancel).`,
    githubTokenOther: (d: { token: string; linked: string }) =>
      `The application is connected with the GitHub token \`${d.linked}\`, not \`${d.token}\`.`,
    packed: (d: { files: number; size: string }) => `Packed ${plural(d.files, 'file')}, ${d.size}`,
    uploaded: (d: { location: string }) => `Uploaded to ${d.location}`,
    runsAlready: (d: { deployment: string }) => `This revision already runs (deployment ${d.deployment}).`,
    deploymentCreated: (d: { deployment: string }) => `Deployment ${d.deployment} created`,
    watching: (d: { deployment: string; status: string; counts: string }) =>
      `Deployment ${d.deployment}: ${d.status}${d.counts ? ` (${d.counts})` : ''}`,
    followsRollback: (d: { deployment: string; rollback: string }) =>
      `Deployment ${d.deployment} failed; its rollback ${d.rollback} is followed to the end.`,
    succeededWithFailures: (d: { failed: number; total: number }) =>
      `The deployment counts as succeeded, but ${d.failed} of ${d.total} instances failed.`,
    noBucketVersioning: (d: { bucket: string }) =>
      `The bucket \`${d.bucket}\` keeps no versions: a rollback later downloads whatever lies at the key then.`,
  },

  /** Wrong command lines, by commander's code; `what` is the word it concerns. */
  usage: {
    'commander.unknownOption': (what: string) => `There is no option ${what}.`,
    'commander.unknownCommand': (what: string) => `There is no command ${what}.`,
    'commander.excessArguments': () => 'There are words too many.',
    'commander.optionMissingArgument': (what: string) => `The option ${what} needs a value.`,
    'commander.missingArgument': (what: string) => `${what} is missing.`,
    'commander.invalidArgument': (what: string, allowed: string) => `The option ${what} takes one of ${allowed}.`,
    'commander.help': () => 'A command is missing.',
  },

  errors: {
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
      message: `${d.where}: \`${d.value}\` ${ruleText({ rules }, d.rule, d.data)}.`,
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
    cannotStart: (d: Reason): Sentence => ({
      message: `The deployment could not succeed: ${reasonText({ reasons }, d)}`,
    }),
    revisionBroken: (d: Reason): Sentence => ({
      message: `This revision cannot be deployed: ${reasonText({ reasons }, d)}`,
    }),
    launchLoop: (d: { asg: string; message: string }): Sentence => ({
      message: `Launches in \`${d.asg}\` keep failing: ${d.message}`,
      hint: `aws autoscaling describe-scaling-activities --auto-scaling-group-name ${d.asg}`,
    }),
    noCredentials: (d: { reason: string }): Sentence => ({
      message: `No AWS credentials: ${d.reason}`,
      hint: 'Set them up with `aws configure` or `aws sso login`, name a profile with --profile, or try it with --sandbox.',
    }),
    expiredCredentials: (d: { operation: string }): Sentence => ({
      message: `The AWS credentials have expired (${d.operation}).`,
      hint: 'Refresh them (aws sso login) and run the same command again: it continues.',
    }),
    denied: (d: { operation: string; message: string }): Sentence => ({
      message: `AWS denies ${d.operation}: ${d.message}`,
      hint: 'Allow this action to the caller, then run the same command again: it continues.',
    }),
    wrongAccount: (d: { expected: string; account: string }): Sentence => ({
      message: `This is account ${d.account}, not the expected ${d.expected}. Nothing was written.`,
      hint: 'Choose the right profile with --profile.',
    }),
    refused: (d: { operation: string; message: string }): Sentence => ({
      message: `AWS refused ${d.operation}: ${d.message}`,
    }),
    unreachable: (d: { operation: string; message: string }): Sentence => ({
      message: `AWS did not answer ${d.operation}: ${d.message}`,
      hint: 'Look at the network and --endpoint-url, then run the same command again: it continues.',
    }),
    throttled: (d: { operation: string }): Sentence => ({
      message: `AWS throttles ${d.operation}, also after several tries.`,
      hint: 'Wait a little and run the same command again: it continues.',
    }),
    broken: (d: { kind: string; name: string; state: string; reason: string }): Sentence => ({
      message: `The ${kindText({ kinds }, d.kind)} \`${d.name}\` is ${d.state}${d.reason ? `: ${d.reason}` : ''}.`,
    }),
    notFound: (d: What & { region?: string; instead: string[] }): Sentence => ({
      message: `There is no ${kindText({ kinds }, d.kind)} \`${d.name}\`${d.region ? ` in ${d.region}` : ''}.`,
      hint: d.instead.length > 0 ? `There is: ${d.instead.slice(0, 10).join(', ')}` : undefined,
    }),
    declined: (): Sentence => ({ message: 'Not confirmed. Nothing more was done.' }),
    timedOut: (d: { what: string; seconds: number }): Sentence => ({
      message: `Gave up waiting for \`${d.what}\` after ${d.seconds} s; the work goes on in AWS.`,
      hint: 'Run the same command again to go on waiting.',
    }),
    deploymentFailed: (d: {
      deployment: string;
      code: string;
      message: string;
      failures: { instance: string; event: string; code: string; message: string; log?: string }[];
    }): Sentence => ({
      message: `Deployment ${d.deployment} failed (${d.code}): ${d.message}${d.failures
        .map(
          ({ instance, event, code, message, log }) =>
            `\n  ${instance} ${event} ${code}: ${message}${log ? `\n    ${log.trimEnd().split('\n').slice(-5).join('\n    ')}` : ''}`,
        )
        .join('')}`,
      hint: 'codedeploy-wizard status',
    }),
    deploymentStopped: (d: { deployment: string; code: string; message: string }): Sentence => ({
      message: `Deployment ${d.deployment} was stopped${d.code ? ` (${d.code})` : ''}${d.message ? `: ${d.message}` : '.'}`,
    }),
    rolledBack: (d: {
      deployment: string;
      rollback: string;
      code: string;
      message: string;
      failures: { instance: string; event: string; code: string; message: string }[];
    }): Sentence => ({
      message: `Deployment ${d.deployment} failed (${d.code}) and was rolled back by ${d.rollback}: ${d.message}${d.failures
        .map(({ instance, event, code, message }) => `\n  ${instance} ${event} ${code}: ${message}`)
        .join('')}`,
    }),
    busy: (d: { group: string; deployment: string }): Sentence => ({
      message: `Another deployment of \`${d.group}\` is active${d.deployment ? `: ${d.deployment}` : ''}.`,
      hint: 'Wait until it has ended and run the same command again.',
    }),
    interrupted: (d: { command: string }): Sentence => ({
      message: 'Interrupted. What was begun in AWS goes on there.',
      hint: `Take it up again: ${d.command}`,
    }),
    terminated: (d: { command: string }): Sentence => ({
      message: 'Terminated. What was begun in AWS goes on there.',
      hint: `Take it up again: ${d.command}`,
    }),
  },

  /** Prompt and help of each question, by key. */
  questions: {
    project: { label: 'Project', help: 'name of the project: names and tags are made from it' },
    ec2Role: { label: 'EC2 role', help: 'role of the instances, with an instance profile of the same name' },
    ec2Policy: { label: 'EC2 policy', help: 'policy with which instances read revisions' },
    serviceRole: { label: 'Service role', help: 'role that the CodeDeploy service uses (never put on an instance)' },
    revisionBucket: { label: 'Revision bucket', help: 'S3 bucket of the revisions; the least policy is made for it' },
    s3Access: {
      label: 'S3 access',
      help: "bucket: least policy; all: the book's s3:Get* and s3:List* on every bucket",
    },
    ssm: { label: 'Systems Manager', help: 'give instances AmazonSSMManagedInstanceCore, so that no SSH is needed' },
    permissionsBoundary: { label: 'Permissions boundary', help: 'ARN of a policy that bounds the roles' },
    sourceInstance: { label: 'Source instance', help: 'instance from which the AMI is made' },
    agent: { label: 'CodeDeploy agent', help: 'ssm: install and verify; script: print it; skip: do not look' },
    agentGeneration: { label: 'Agent generation', help: '1 (Ruby, 1.8) or 2 (one binary)' },
    cleanPaths: {
      label: 'Folders to empty',
      help: 'folders emptied on the server before the image (the book: /var/www)',
    },
    imageName: { label: 'AMI name', help: 'name of the AMI' },
    imageId: { label: 'AMI', help: 'use this AMI instead of making one' },
    restartSource: { label: 'Start the source again', help: 'start the source instance after the image is made' },
    allowDowntime: { label: 'Allow downtime', help: 'stop the instance although it serves traffic' },
    template: { label: 'Launch template', help: 'launch template that gets a new version' },
    templateVersion: {
      label: 'Source version',
      help: 'version the new one is made from: a number, $Latest or $Default',
    },
    instanceType: { label: 'Instance type', help: 'for a new launch template' },
    keyPair: { label: 'Key pair', help: 'for a new launch template' },
    securityGroups: { label: 'Security groups', help: 'for a new launch template' },
    makeDefault: { label: 'Make it the default version', help: 'groups that use $Default follow at once' },
    asg: { label: 'Auto Scaling group', help: 'Auto Scaling group to deploy to' },
    minSize: { label: 'Minimum capacity', help: 'minimum capacity' },
    maxSize: { label: 'Maximum capacity', help: 'maximum capacity' },
    desiredCapacity: { label: 'Desired capacity', help: 'desired capacity' },
    subnets: { label: 'Subnets', help: 'for a new Auto Scaling group' },
    targetGroup: { label: 'Target group', help: 'target group of the load balancer (name)' },
    refresh: { label: 'Instance refresh', help: 'replace running instances by an instance refresh' },
    application: { label: 'Application', help: 'CodeDeploy application' },
    group: { label: 'Deployment group', help: 'deployment group' },
    deploymentType: { label: 'Deployment type', help: 'in-place or blue-green' },
    targets: { label: 'Targets', help: 'asg: an Auto Scaling group; tags: single instances by tags' },
    tags: { label: 'Tags', help: 'Key=Value of the instances; all must match' },
    deploymentConfig: {
      label: 'Deployment configuration',
      help: 'OneAtATime, HalfAtATime, AllAtOnce or the name of one',
    },
    minimumHealthy: { label: 'Minimum healthy hosts', help: '2 or 50%: makes a custom deployment configuration' },
    trafficControl: {
      label: 'Load balancing',
      help: 'take instances out of the target group while they are deployed to',
    },
    rollbackOn: { label: 'Roll back on', help: 'failure, alarm, stop' },
    alarms: { label: 'Alarms', help: 'CloudWatch alarms that stop a deployment' },
    source: { label: 'Revision source', help: 's3, github, or local (this folder)' },
    bucket: { label: 'Bucket', help: 'S3 bucket of the revision' },
    key: { label: 'Key', help: 'S3 key of the revision' },
    bundleType: { label: 'File type', help: 'zip, tar or tgz' },
    versionId: { label: 'Version', help: 'version of the S3 object' },
    repository: { label: 'Repository', help: 'GitHub repository, owner/name' },
    commit: { label: 'Commit', help: 'commit id; it must be on the remote' },
    githubTokenName: { label: 'GitHub token name', help: 'name of the connection made in the console' },
    directory: { label: 'Directory', help: 'folder that is packed, uploaded and deployed' },
    description: { label: 'Description', help: 'description of the deployment' },
    fileExistsBehavior: { label: 'Existing files', help: 'DISALLOW: fail, OVERWRITE, or RETAIN' },
    ignoreApplicationStopFailures: {
      label: 'Ignore ApplicationStop failures',
      help: 'go on when a stop script of the last revision fails',
    },
    wait: { label: 'Wait', help: 'watch the deployment to its end' },
  },

  /** Names of choices, by question and value. */
  choices: {
    agent: {
      ssm: 'install and verify through Systems Manager',
      script: 'print the script, I run it',
      skip: 'do not look at it',
    },
    s3Access: { bucket: 'only the revision bucket', all: 's3:Get* and s3:List* everywhere, as in the book' },
    deploymentType: { 'in-place': 'in place', 'blue-green': 'blue/green (CodeDeploy renames the group each time)' },
    targets: { asg: 'an Auto Scaling group', tags: 'single instances, by tags' },
    source: { s3: 'an object in S3', github: 'a commit on GitHub', local: 'a folder here' },
    deploymentConfig: { OneAtATime: 'one at a time', HalfAtATime: 'half at a time', AllAtOnce: 'all at once' },
    fileExistsBehavior: { DISALLOW: 'fail', OVERWRITE: 'overwrite', RETAIN: 'keep' },
  },

  /** Single words and short phrases of the faces. */
  words: {
    account: 'Account',
    region: 'Region',
    profile: 'profile',
    sandbox: 'sandbox',
    plan: 'Plan',
    answers: 'Answers',
    done: 'Done.',
    next: 'Next',
    warning: 'Warning',
    error: 'Error',
    hint: 'Hint',
    none: 'none',
    newOne: 'a new one',
    yes: 'yes',
    no: 'no',
    severe: 'This cannot be undone.',
    typeToConfirm: 'Type the name to confirm',
    keys: '↑↓ move · ⏎ choose',
    keysMany: '↑↓ move · space mark · ⏎ done',
    missing: 'missing',
    partial: 'partial',
    ready: 'ready',
    state: 'State',
    instance: 'Instance',
    event: 'Event',
    status: 'Status',
    step: 'Step',
    value: 'Value',
    stillWaiting: 'still waiting',
    requestId: 'request id',
    usage: 'Usage:',
    commands: 'Commands:',
    options: 'Options:',
    arguments: 'Arguments:',
    globalOptions: 'Global options:',
    didYouMean: 'Did you mean',
    targets: 'Targets',
    deployments: 'Deployments',
    hook: 'Lifecycle hook',
    group: 'Deployment group',
    empty: '(empty)',
    fileTooLarge: 'The file is larger than 1 MB.',
    fileNotKeys: 'The file must hold lines such as `project: shop`.',
    keyTwice: 'is given twice',
  },

  /** What each command is for. */
  commands: {
    program: 'From a plain EC2 server to zero-downtime deployments with AWS CodeDeploy.',
    init: 'the whole way, in order: roles ami template asg app group deploy',
    show: 'only read and show what is there',
    status: 'one screen: what exists, which revision runs where, what to do next',
    sandbox: 'the embedded account: show it, or start afresh',
    sandboxShow: 'what the sandbox holds',
    sandboxReset: 'start the sandbox afresh',
    help: 'help on a command or topic',
  },

  flags: {
    region: 'AWS Region',
    profile: 'AWS profile',
    endpointUrl: 'any AWS-compatible endpoint',
    config: 'config file (default: codedeploy-wizard.yml, found upwards)',
    env: 'use codedeploy-wizard.NAME.yml',
    output: 'text, json or ndjson',
    lang: 'en or ko',
    yes: 'answer every moderate confirmation',
    confirm: 'answer the severe confirmation that asks for NAME (repeatable)',
    noInput: 'never prompt',
    dryRun: 'read, plan and print; write nothing',
    exitCode: 'with --dry-run: exit 7 when changes are pending',
    sandbox: 'use the embedded account (book or empty)',
    expectAccount: 'stop unless this is the account',
    timeout: 'longest wait, such as 90s, 30m or 2h',
    pollInterval: 'first pause between two looks (default 5s)',
    quiet: 'only the result',
    debug: 'each AWS call on stderr',
    noColor: 'no colours',
    help: 'show help',
    version: 'show the version',
    scenario: 'book or empty',
    instances: 'size of the fleet',
    ifChanged: 'deploy only if another revision runs',
  },

  exitCodes: {
    done: 'done, or nothing to do',
    unexpected: 'unexpected error: a defect of ours',
    usage: 'usage, invalid value, or missing answers with nobody to ask',
    notReady: 'not ready: an earlier step is missing, or a conflict with something not ours',
    credentials: 'credentials, permission, wrong account',
    refused: 'AWS refused or did not answer after retries',
    notFound: 'the named thing does not exist',
    pending: 'changes pending (--dry-run --exit-code)',
    declined: 'declined at a prompt',
    timedOut: 'a wait timed out; the work goes on in AWS',
    failed: 'the deployment failed or was stopped',
    rolledBack: 'the deployment failed and its rollback succeeded',
    busy: 'busy: another deployment of this group is active',
    interrupted: 'interrupted (SIGINT)',
    terminated: 'terminated (SIGTERM)',
  },
};

export type Text = typeof en;
export type TaskKey = keyof typeof tasks;
export type KindKey = keyof typeof kinds;
export type RuleKey = keyof typeof rules;
export type ReasonKey = keyof typeof reasons;
/** A reason with what its sentence needs. */
export type Reason = {
  [K in ReasonKey]: { why: K; data: Parameters<(typeof reasons)[K]> extends [infer D] ? D : Record<string, never> };
}[ReasonKey];
export type SourceKey = keyof Text['sources'];
export type MessageKey = keyof Text['messages'];
export type MessageData<K extends MessageKey> =
  Parameters<Text['messages'][K]> extends [infer D] ? D : Record<string, never>;
export type ErrorCode = Extract<keyof Text['errors'], string>;
export type ErrorData<C extends ErrorCode> =
  Parameters<Text['errors'][C]> extends [infer D] ? D : Record<string, never>;
export type QuestionKey = keyof Text['questions'];

/** The sentence end that a broken rule gives, in the language of `text`. */
export const ruleText = (
  text: { rules: typeof rules },
  rule: RuleKey,
  data?: Record<string, string | number>,
): string => (text.rules[rule] as (data: unknown) => string)(data ?? {});

/** The sentence end that says why, in the language of `text`. */
export const reasonText = (text: { reasons: typeof reasons }, { why, data }: Reason): string =>
  (text.reasons[why] as (data: unknown) => string)(data);

/** What a kind is called, in the language of `text`; an unknown kind is called by its key. */
export const kindText = (text: { kinds: Record<string, string> }, kind: string): string => text.kinds[kind] ?? kind;

/** A state that has no name of its own is AWS's word for it. */
export const agentState = (states: Record<string, string>, state: string): string => states[state] ?? state;
