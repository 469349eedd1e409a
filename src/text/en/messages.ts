// Lines said while working.
import type { Finding } from '../../appspec/finding.ts';
import type { What } from '../say.ts';
import { agentState, findingLines, kindText, plural } from '../say.ts';
import { findings } from './findings.ts';
import type { TaskKey } from './index.ts';
import { agentStates, kinds, tasks } from './names.ts';

/** Lines said while working. */
export const messages = {
  nothingToDo: () => 'Everything is already as wanted. Nothing to do.',
  applyThis: (d: { count: number }) => `Apply ${plural(d.count, 'change')}?`,
  waitVisible: (d: What) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: waiting until AWS shows it`,
  waitSpreading: (d: What) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: waiting until IAM has spread the new role`,
  madeBefore: (d: { things: What[] }) =>
    `Done before that: ${d.things.map(({ kind, name }) => `${kindText({ kinds }, kind)} \`${name}\``).join(', ')}.`,
  waitReadBack: (d: What) => `${kindText({ kinds }, d.kind)} \`${d.name}\`: the answer was lost, reading what is there`,
  configDiffers: (d: { file: string; key: string; from: string; to: string }) =>
    `${d.file}: change ${d.key} from ${d.from} to ${d.to}?`,
  configKept: (d: { file: string; key: string; from: string; to: string }) =>
    `${d.file} says ${d.key}: ${d.from}; this run uses ${d.to}. The file was left as it is.`,
  configNew: (d: { file: string }) => `${d.file} does not exist yet: answers are kept in it from now on.`,
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
  mixedInstances: () => 'The group has a mixed instances policy; it is kept whole, only the template version changes.',
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
  revisionWarning: (d: { file: string; finding: Finding }) =>
    findingLines({ findings }, { file: d.file, findings: [d.finding] })[0]?.trim() ?? '',
  packed: (d: { files: number; size: string }) => `Packed ${plural(d.files, 'file')}, ${d.size}`,
  uploaded: (d: { location: string }) => `Uploaded to ${d.location}`,
  runsAlready: (d: { deployment: string }) => `This revision already runs (deployment ${d.deployment}).`,
  deploymentCreated: (d: { deployment: string }) => `Deployment ${d.deployment} created`,
  noBucketVersioning: (d: { bucket: string }) =>
    `The bucket \`${d.bucket}\` keeps no versions: a rollback later downloads whatever lies at the key then.`,
};
