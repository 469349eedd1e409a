// A blue/green deployment: a second fleet gets the revision, then the traffic; the first one loses it and goes.
import type { Account } from './account.ts';
import { deleteGroup } from './auto-scaling.ts';
import { launchable, sourceOf } from './auto-scaling-template.ts';
import { finish } from './codedeploy-endings.ts';
import { ALLOW, BLOCK, INSTALL, instancesMatching, settingsOf, targetGroupsOf } from './codedeploy-fleet.ts';
import { attach } from './codedeploy-groups.ts';
import { isOver } from './codedeploy-names.ts';
import {
  copyingDenied,
  NO_INSTANCES,
  NOT_CONTINUED,
  NOT_LAUNCHED,
  type Problem,
  TOO_MANY_FAILED,
} from './codedeploy-problems.ts';
import { anywhere } from './codedeploy-tally.ts';
import { advanceWave, type Wave } from './codedeploy-waves.ts';
import { terminateInstance } from './ec2.ts';
import type { AutoScalingGroup, BlueGreen, Deployment, DeploymentGroup, DeploymentTarget } from './state.ts';

/** How long green instances may take to come into service. */
const LAUNCHED_WITHIN = 3_600_000;
/** In minutes. */
const LONGEST_WAIT = 2_880;
/** What CodeDeploy suspends on the new group until it is in place. */
const SUSPENDED = ['AddToLoadBalancer', 'AlarmNotification', 'ScheduledActions'];

const choicesOf = (group: DeploymentGroup) => settingsOf(group).blueGreenDeploymentConfiguration ?? {};
const minutes = (count = 0) => count * 60_000;

function targetsOf(
  { startedAt = 0 }: Deployment,
  label: NonNullable<DeploymentTarget['label']>,
  ids: string[],
  events: string[],
): DeploymentTarget[] {
  return ids.map((instanceId) => ({
    instanceId,
    label,
    status: 'Pending',
    events: events.map((name) => ({ name, status: 'Pending' })),
    updatedAt: startedAt,
  }));
}

export function beginBlueGreen(account: Account, deployment: Deployment, group: DeploymentGroup, fleet: string[]) {
  const { blueGreen } = deployment as { blueGreen: BlueGreen };
  blueGreen.since = deployment.startedAt ?? account.now;
  if (blueGreen.phase === 'returning') return beginReturn(account, deployment, blueGreen);
  blueGreen.blue = fleet;
  deployment.targets = targetsOf(deployment, 'Blue', fleet, BLOCK);
  const problem =
    choicesOf(group).greenFleetProvisioningOption?.action === 'COPY_AUTO_SCALING_GROUP'
      ? copyGroup(account, deployment, group)
      : discover(account, deployment, blueGreen);
  if (problem) finish(account, deployment, group, 'Failed', problem);
}

/** A group of the same size, launched from the same template; its name tells which deployment has made it. */
function copyGroup(account: Account, deployment: Deployment, group: DeploymentGroup): Problem | undefined {
  const { groups } = account.state.autoScaling;
  const blue = groups[group.autoScalingGroups[0]?.name ?? ''];
  if (!blue) return NOT_LAUNCHED;
  const denied = copyingDenied(account, group);
  if (denied) return denied;
  const size = deployment.fleet ?? 0;
  const name = `CodeDeploy_${group.name}_${deployment.id}`;
  const green: AutoScalingGroup = {
    ...structuredClone(blue),
    name,
    min: Math.min(blue.min, size),
    max: Math.max(blue.max, size),
    desired: size,
    targetGroupArns: [],
    tags: [...blue.tags, { key: 'CodeDeployProvisioningDeploymentId', value: deployment.id, propagate: true }],
    suspended: SUSPENDED,
    createdAt: account.now,
    members: [],
    hooks: [],
  };
  delete green.refresh;
  if ('problem' in launchable(account, sourceOf(green))) return NOT_LAUNCHED;
  groups[name] = green;
  Object.assign(deployment.blueGreen!, { blueGroup: blue.name, greenGroup: name });
  return undefined;
}

/** The instances that the request has named, and that are there already. */
function discover(account: Account, deployment: Deployment, blueGreen: BlueGreen): Problem | undefined {
  const blue = new Set(blueGreen.blue);
  const green = instancesMatching(account, deployment.targetInstances ?? {}).filter((id) => !blue.has(id));
  if (green.length === 0) return NO_INSTANCES;
  install(account, deployment, blueGreen, green);
  return undefined;
}

function install({ now }: Account, deployment: Deployment, blueGreen: BlueGreen, green: string[]) {
  deployment.targets = [
    ...targetsOf(deployment, 'Green', [...green].sort(), [...INSTALL, ...ALLOW]),
    ...deployment.targets,
  ].map((target) => ({ ...target, updatedAt: now }));
  deployment.fleet = green.length;
  enter(blueGreen, 'installing', now);
}

function enter(blueGreen: BlueGreen, phase: BlueGreen['phase'], now: number) {
  blueGreen.phase = phase;
  blueGreen.since = now;
}

type Stage = (account: Account, deployment: Deployment, group: DeploymentGroup, blueGreen: BlueGreen) => void;

/** What each phase waits for, and which comes next. */
const STAGES: Record<BlueGreen['phase'], Stage> = {
  provisioning(account, deployment, group, blueGreen) {
    const { members = [] } = account.state.autoScaling.groups[blueGreen.greenGroup ?? ''] ?? {};
    const inService = members.filter(({ lifecycle }) => lifecycle === 'InService').map(({ instanceId }) => instanceId);
    if (inService.length >= (deployment.fleet ?? 0)) install(account, deployment, blueGreen, inService);
    else if (account.now >= blueGreen.since + LAUNCHED_WITHIN)
      finish(account, deployment, group, 'Failed', NOT_LAUNCHED);
  },

  installing: through(
    { label: 'Green', from: 'Pending', to: 'Ready', until: 'BeforeAllowTraffic' },
    (account, deployment, group, blueGreen) => {
      const { actionOnTimeout } = choicesOf(group).deploymentReadyOption ?? {};
      if (actionOnTimeout === 'STOP_DEPLOYMENT') {
        deployment.status = 'Ready';
        enter(blueGreen, 'waiting', account.now);
      } else enter(blueGreen, 'rerouting', account.now);
    },
  ),

  waiting(account, deployment, group, blueGreen) {
    const { waitTimeInMinutes } = choicesOf(group).deploymentReadyOption ?? {};
    if (blueGreen.continued?.includes('READY_WAIT')) {
      deployment.status = 'InProgress';
      enter(blueGreen, 'rerouting', account.now);
    } else if (account.now >= blueGreen.since + minutes(waitTimeInMinutes ?? LONGEST_WAIT))
      finish(account, deployment, group, 'Stopped', NOT_CONTINUED);
  },

  rerouting: through({ label: 'Green', from: 'Ready', to: 'Succeeded' }, (account, _, __, blueGreen) =>
    enter(blueGreen, 'blocking', account.now),
  ),

  blocking: through(
    { label: 'Blue', from: 'Pending', to: 'Succeeded', strict: true },
    (account, _, group, blueGreen) => {
      takeOver(account, group, blueGreen);
      enter(blueGreen, 'terminating', account.now);
    },
  ),

  terminating(account, deployment, group, blueGreen) {
    const { action, terminationWaitTimeInMinutes } = choicesOf(group).terminateBlueInstancesOnDeploymentSuccess ?? {};
    if (action === 'TERMINATE') {
      const until = blueGreen.since + minutes(terminationWaitTimeInMinutes);
      if (account.now < until && !blueGreen.continued?.includes('TERMINATION_WAIT')) return;
      const old = account.state.autoScaling.groups[blueGreen.blueGroup ?? ''];
      if (old) deleteGroup(account, old);
      else for (const id of blueGreen.blue) terminateInstance(account, id);
    }
    finish(account, deployment, group, 'Succeeded');
  },

  returning: through({ label: 'Blue', from: 'Pending', to: 'Succeeded', strict: true }, (account, _, __, blueGreen) =>
    enter(blueGreen, 'leaving', account.now),
  ),

  leaving: through(
    { label: 'Green', from: 'Pending', to: 'Succeeded', strict: true },
    (account, deployment, group, { blueGroup }) => {
      if (blueGroup) attach(account, group, [blueGroup]);
      finish(account, deployment, group, 'Succeeded');
    },
  ),
};

function through(wave: Wave, next: Stage): Stage {
  return (account, deployment, group, blueGreen) => {
    const isGood = advanceWave(account, deployment, group, wave);
    if (isGood === false) finish(account, deployment, group, 'Failed', TOO_MANY_FAILED);
    else if (isGood) next(account, deployment, group, blueGreen);
  };
}

export function advanceBlueGreen(account: Account, deployment: Deployment, group: DeploymentGroup): void {
  const { blueGreen } = deployment as { blueGreen: BlueGreen };
  // One phase may end in the moment in which the next begins and ends.
  for (let before: string | undefined; before !== blueGreen.phase; ) {
    before = blueGreen.phase;
    const { stopping } = deployment;
    if (stopping && anywhere(deployment, 'InProgress').length === 0)
      finish(account, deployment, group, 'Stopped', stopping);
    else STAGES[blueGreen.phase](account, deployment, group, blueGreen);
    if (isOver(deployment)) return;
  }
}

/** The group of the deployment group is now the green one: the hook moves, and what was suspended goes on. */
function takeOver(account: Account, group: DeploymentGroup, { greenGroup }: BlueGreen) {
  const green = account.state.autoScaling.groups[greenGroup ?? ''];
  if (!green) return;
  green.suspended = green.suspended.filter((process) => !SUSPENDED.includes(process));
  green.targetGroupArns = targetGroupsOf(account, group).flatMap((one) => one?.arn ?? []);
  attach(account, group, [green.name]);
}

function beginReturn(account: Account, deployment: Deployment, { blue, greenGroup }: BlueGreen) {
  const { instances } = account.state.ec2;
  const isRunning = (id: string) => instances[id]?.state === 'running';
  const failed = account.state.codeDeploy.deployments[deployment.rollback?.triggeringId ?? ''];
  const members = account.state.autoScaling.groups[greenGroup ?? '']?.members.map(({ instanceId }) => instanceId);
  const green =
    members ?? failed?.targets.filter(({ label }) => label === 'Green').map(({ instanceId }) => instanceId) ?? [];
  deployment.targets = [
    ...targetsOf(deployment, 'Blue', blue.filter(isRunning), ALLOW),
    ...targetsOf(deployment, 'Green', green.filter(isRunning), BLOCK),
  ];
}
