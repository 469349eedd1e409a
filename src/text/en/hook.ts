// CodeDeploy's lifecycle hook: what it is, how it is paused, restored and repaired, and the way out of a launch loop.
import type { Sentence } from '../say.ts';
import { plural } from '../say.ts';

export const hookMessages = {
  hookSuspended: (d: { asg: string; group: string; since: string; command: string }) =>
    `The hook of \`${d.group}\` on \`${d.asg}\` has been suspended since ${d.since}: new instances come up without the application. Restore it: ${d.command}`,
  hookPauses: (d: { asg: string; group: string }) =>
    `\`${d.group}\` lets go of \`${d.asg}\`: until the hook is restored, new instances come up bare, without the application, and nothing is deployed to the group. Instances that run keep what they have.`,
  hookTakesTraffic: (d: { asg: string; targetGroups: string }) =>
    `\`${d.asg}\` is attached to ${d.targetGroups}: a bare instance takes traffic as soon as its health check passes.`,
  hookTerminatesWaiting: (d: { count: number }) =>
    `${plural(d.count, 'instance')} ${d.count === 1 ? 'waits' : 'wait'} at the hook: when it goes, ${d.count === 1 ? 'it is' : 'they are'} terminated and launched again, bare.`,
  hooksNotCleanedUp: (d: { asg: string; hooks: string }) =>
    `CodeDeploy could not take its hook off \`${d.asg}\`: ${d.hooks}. It blocks every launch until its heartbeat timeout; \`codedeploy-wizard asg hook repair\` takes it away.`,
  hookComesBack: (d: { asg: string; group: string }) =>
    `\`${d.group}\` deploys to \`${d.asg}\` again; CodeDeploy installs a new hook. It does not deploy to instances that came up meanwhile.`,
  waitHook: (d: { asg: string }) => `\`${d.asg}\`: waiting until CodeDeploy's hook is there`,
  nothingSuspended: (d: { asg: string }) => `No hook is suspended on \`${d.asg}\`. Nothing to do.`,
  nothingToRepair: (d: { asg: string }) =>
    `Nothing to repair: the hooks of CodeDeploy on \`${d.asg}\` are as they should be.`,
  bareMembers: (d: { count: number; instances: string; group: string }) =>
    `${plural(d.count, 'instance')} came up while the hook of \`${d.group}\` was suspended and ${d.count === 1 ? 'does' : 'do'} not have the current revision: ${d.instances}`,
  deletesHook: (d: { asg: string; hook: string; group: string; count: number }) =>
    `The hook \`${d.hook}\` is deleted from \`${d.asg}\`. ${d.group ? `It carries the id of \`${d.group}\`, which does not name it` : 'The id in it is of no deployment group'}, so nobody answers it. Instances that wait at it are terminated${d.count > 0 ? ` (now: ${d.count})` : ''}.`,
  reattaches: (d: { asg: string; group: string }) =>
    `\`${d.group}\` is detached from \`${d.asg}\` and attached again: CodeDeploy then installs a new hook.`,
  noLaunchLoop: (d: { asg: string; ready: number; desired: number; failed: number }) =>
    `There is no launch loop in \`${d.asg}\`: ${d.ready} of ${plural(d.desired, 'instance')} in service, ${plural(d.failed, 'abandoned launch', 'abandoned launches')} in the last 30 minutes. Nothing to do.`,
  healthCheckLoop: (d: { asg: string; failed: number }) =>
    `In \`${d.asg}\` ${plural(d.failed, 'instance')} failed the load balancer's health check and ${d.failed === 1 ? 'was' : 'were'} replaced. The hook has no part in it: look at the health check path and at the grace period, which must be longer than the application needs to start.`,
  launchLoopFound: (d: { asg: string; failed: number; since: string; deployment: string; message: string }) =>
    `Launch loop in \`${d.asg}\`: ${plural(d.failed, 'launch', 'launches')} abandoned since ${d.since}${d.deployment ? `, last by deployment ${d.deployment}` : ''}. ${d.message}`,
  rescueStopsLaunches: (d: { asg: string }) =>
    `First nothing more is launched in \`${d.asg}\`; instances that serve go on serving.`,
  rescueShrinks: (d: { asg: string }) =>
    `First \`${d.asg}\` launches one instance at a time, which is not replaced for being empty.`,
  rescueDetaches: (d: { asg: string }) => `Without the hook one instance of \`${d.asg}\` comes up bare.`,
  rescueWaitsForOne: (d: { asg: string }) =>
    `It waits until an instance of \`${d.asg}\` is in service and none is on its way.`,
  rescueWaitsForAll: (d: { asg: string }) => `It is done when all instances of \`${d.asg}\` are in service.`,
  rescueAttaches: (d: { asg: string }) => `Then \`${d.asg}\` is attached again, with a new hook.`,
  rescueDeploys: (d: { revision: string }) =>
    `${d.revision} is deployed: once it has succeeded, new instances get it instead of the one that fails.`,
  rescuePutsBack: (d: { asg: string; min: number; max: number; desired: number }) =>
    `At the end, whatever happens, \`${d.asg}\` is put back: min ${d.min}, max ${d.max}, desired ${d.desired}, health check and launches as before.`,
  rescueUnfinished: (d: { asg: string; command: string }) =>
    `A rescue of \`${d.asg}\` has not come to its end, and its sizes are not as they were. Run \`codedeploy-wizard asg rescue\` again, or put everything back: ${d.command}`,
  putsBack: (d: { asg: string }) => `Putting \`${d.asg}\` back as it was before the rescue.`,
  putBackFailed: (d: { asg: string; message: string; command: string }) =>
    `\`${d.asg}\` could not be put back as it was (${d.message}). Do it with: ${d.command}`,
};

export const hookErrors = {
  hookAbsent: (d: { asg: string; group: string; command: string }): Sentence => ({
    message: `The deployment group \`${d.group}\` does not deploy to \`${d.asg}\`, so there is no hook to suspend.`,
    hint: d.command,
  }),
  emptyInstances: (d: { asg: string; targetGroups: string }): Sentence => ({
    message: `\`${d.asg}\` is attached to ${d.targetGroups}: while the hook is suspended, new instances would take traffic there without the application.`,
    hint: 'Add --accept-empty-instances if the health check fails on an empty instance, or if that is acceptable.',
  }),
  noGoodRevision: (d: { group: string }): Sentence => ({
    message: `No other revision has ever succeeded in \`${d.group}\`, so it is not known which one is good.`,
    hint: 'Name it: --to d-ABCDEFGHI, --to s3://bucket/key or --to owner/name@commit',
  }),
};

export const hook = {
  about: [
    'CodeDeploy puts a lifecycle hook on each Auto Scaling group that a deployment group deploys to.',
    'A new instance waits at it (Pending:Wait) until the last successful revision is deployed to it; only then is it InService.',
    'If that deployment fails, Auto Scaling terminates the instance and launches another one, again and again.',
    'Only CodeDeploy can make this hook. Do not delete it by hand: new instances would come up without the application.',
    'To pause it: asg hook suspend. Out of a launch loop: asg rescue.',
  ],
  aboutShort: 'A new instance waits at it until CodeDeploy has deployed to it. More: docs/hook.md',
  states: {
    healthy: 'healthy',
    deletedByHand: 'deleted by hand: new instances come up without the application',
    mismatched: 'another one than the deployment group names',
    leftover: 'left over: blocks every launch until its heartbeat timeout',
    suspended: 'suspended',
    unknown: 'unknown',
  },
  transitions: { launch: 'launch', termination: 'termination' },
  titles: {
    hooks: 'Hooks',
    waiting: 'Waiting instances',
    suspended: 'Suspended',
    processes: 'Suspended processes',
    loop: 'Launch loop',
  },
};
