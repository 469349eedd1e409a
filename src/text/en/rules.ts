// Sentence ends: which rule a value breaks, and why something is refused.
import { type SilentAgent, silentText, someOf } from '../say.ts';
import { agentStates } from './names.ts';

const more = (count: number) => `and ${count} more`;

/** The rules that a value may break; each ends a sentence that begins with the value. */
export const rules = {
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
  branchName: () => 'must be the name of a branch: letters, digits and . _ / -',
  commitId: () => 'must be the 40 hexadecimal digits of a commit',
  absolutePath: () => 'must be an absolute path below the root',
  systemPath: () => 'must not be / or a folder of the operating system',
  pathCharacters: () => 'must not contain quotes, line breaks or control characters',
  description: () => 'must be at most 256 characters',
  duration: () => 'must be a duration such as 90s, 30m or 2h',
  pollInterval: () => 'must be at least 50ms',
  risingSteps: () => 'must rise, from 1 to 100, such as 10,50,100',
  sizes: (d: { min: number; max: number; desired: number }) =>
    `breaks min ≤ desired ≤ max (min ${d.min}, desired ${d.desired}, max ${d.max})`,
  url: () => 'must be an address such as http://127.0.0.1:5000',
  accountId: () => 'must be the 12 digits of an AWS account',
  region: () => 'must be an AWS Region such as ap-northeast-2',
  text: () => 'must be text',
  listOfText: () => 'must be a list of text',
  unknownKey: () => 'is not a key of this file',
  file: () => 'must be an existing folder',
  notFolder: () => 'must be a file, not a folder',
  readable: () => 'must be a file that you may read',
  writable: () => 'must be a file that you may write, in a folder that exists',
  outside: () =>
    'must lie in the repository, or without one in the current folder: a pipeline sees nothing else of this machine',
  jsonObject: () => 'must hold one JSON object',
  piped: () => 'reads what is piped into it: pipe a log into it, or name a file',
  onlyWithGroup: () => 'counts only where the scenario has an Auto Scaling group (book, fleet)',
  wholeAccount: (d: { fault: string }) => `cannot be given: the fault ${d.fault} befalls the whole account`,
  noScript: (d: { fault: string }) => `cannot be given: the fault ${d.fault} befalls no script`,
  deploymentId: () => 'must be the id of a deployment, such as d-1A2B3C4D5',
  revisionName: () => 'must be the id of a deployment (d-ABCDEFGHI), s3://bucket/key or owner/name@commit',
  minutes: () => 'must be a number of minutes, such as 4 or 0.5',
};

/** Why a deployment is refused before it is created; each ends a sentence. */
export const reasons = {
  wrongServiceTrust: () =>
    'CodeDeploy itself uses the service role, from outside: it must trust codedeploy.amazonaws.com. One that trusts ec2.amazonaws.com is a role for instances.',
  wrongEc2Trust: () =>
    'instances use this role through their instance profile: it must trust ec2.amazonaws.com. One that trusts codedeploy.amazonaws.com is a service role, which never belongs on an instance.',
  noTargets: (d: { group: string; stopped: number }) =>
    `no running instance belongs to the deployment group \`${d.group}\`${d.stopped > 0 ? ` (${d.stopped} ${d.stopped === 1 ? 'is' : 'are'} stopped)` : ''}. Look at its tags or its Auto Scaling group.`,
  twoColours: (d: { group: string; command: string }) =>
    `the deployment group \`${d.group}\` has given its Auto Scaling group to two colours, which take turns: release with ${d.command}`,
  alarmActive: (d: { alarms: string }) =>
    `an alarm of the deployment group is in ALARM: ${d.alarms}. CodeDeploy stops a deployment at once while it is: wait until it is OK, or take it off the group (\`codedeploy-wizard group --alarms …\`).`,
  alarmGone: (d: { alarms: string }) =>
    `an alarm of the deployment group does not exist: ${d.alarms}. CodeDeploy stops a deployment of which it cannot read the alarms: make it again, or name those that are there (\`codedeploy-wizard group --alarms …\`).`,
  commitNotPushed: (d: { commit: string; repository: string }) =>
    `commit ${d.commit} is not on GitHub (${d.repository}) yet. Push it first.`,
  bucketElsewhere: (d: { bucket: string; region: string; here: string }) =>
    `the bucket \`${d.bucket}\` is in ${d.region}, the servers are in ${d.here}. It must be in the same Region: push the revision to a bucket there (\`codedeploy-wizard deploy push --bucket …\`).`,
  unreadable: (d: { path: string; problem: string }) => `${d.path} cannot be read (${d.problem}).`,
  nameNotUtf8: (d: { path: string }) => `the name of ${d.path} is not UTF-8. Rename it.`,
  nameInZip: (d: { path: string }) =>
    `${d.path} has a backslash or a control character in its name, which unzip programs do not give back. Rename it, leave it out in .codedeployignore, or pack with --bundle-type tar.`,
  minimumTooHigh: (d: { config: string; minimum: number; count: number }) =>
    `\`${d.config}\` keeps ${d.minimum} instances healthy and there ${d.count === 1 ? 'is' : 'are'} ${d.count}: none may be deployed to. Deploy once with --deployment-config AllAtOnce (or OneAtATime), or give the group a smaller minimum: --minimum-healthy ${d.count - 1}.`,
  tooFewHealthy: (d: { config: string; minimum: number; count: number; failing: string[] }) =>
    `${someOf(d.failing, more)} cannot be deployed to (stopped, or the agent is silent) and count as failed: ${d.count - d.failing.length} of ${d.count} instances would be left, and \`${d.config}\` needs ${d.minimum}. Start them or take their tags off, or deploy once with --deployment-config AllAtOnce.`,
  agentsSilent: (d: { agents: SilentAgent[] }) =>
    `the CodeDeploy agent answers on no instance: ${silentText(agentStates, d.agents, more)}. Start it there (\`sudo systemctl restart codedeploy-agent\`), or let the steps ami or group install it.`,
  greenMissing: (d: { group: string }) =>
    `the deployment group \`${d.group}\` takes a green fleet that is there already. Name it with --target-tags or --target-asgs.`,
  greenNotDiscovered: (d: { group: string }) =>
    `the deployment group \`${d.group}\` takes no green fleet that is there already. Leave --target-tags and --target-asgs out.`,
};
