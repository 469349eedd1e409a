// How a deployment goes through its group: how many instances at a time, when it has failed, and what follows its end.
import { createHash } from 'node:crypto';
import type { Account } from './account.ts';
import { completeHook } from './auto-scaling.ts';
import { minimumHealthy } from './codedeploy-configs.ts';
import {
  bookOf,
  controlsTraffic,
  eventsOf,
  inOrder,
  instancesOf,
  isCurrent,
  settingsOf,
  targetGroupsOf,
} from './codedeploy-fleet.ts';
import { isOver } from './codedeploy-names.ts';
import { revisionKey } from './codedeploy-revisions.ts';
import { allows, isAssumable, serviceRole } from './codedeploy-roles.ts';
import { count, lastMoment, move, standing } from './codedeploy-tally.ts';
import { skipEvents, walk } from './codedeploy-walk.ts';
import { strikeFleet } from './faults.ts';
import type { Deployment, DeploymentGroup } from './state.ts';

type Problem = NonNullable<Deployment['error']>;

const BEGINS_IN = 3_000;
const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** The id of a deployment that nobody asked for follows from its cause: it stays the same when time is run again. */
export const idOf = (...cause: string[]) =>
  `d-${[...createHash('sha256').update(cause.join()).digest().subarray(0, 9)].map((byte) => ID_LETTERS[byte % 36]).join('')}`;

const TOO_MANY_FAILED: Problem = {
  code: 'HEALTH_CONSTRAINTS',
  message:
    'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.',
};
const NO_INSTANCES: Problem = {
  code: 'NO_INSTANCES',
  message:
    'The deployment failed because no instances were found for your deployment group. Check your deployment group settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups correctly identify the instances you want to deploy to, and then try again.',
};
const TOO_FEW_INSTANCES: Problem = {
  code: 'HEALTH_CONSTRAINTS_INVALID',
  message:
    "The deployment can't start because the minimum number of healthy instances, as defined by your deployment configuration, are not available. You can reduce the required number of healthy instances by updating your deployment configuration or increase the number of instances in this deployment group.",
};

type Choices = Pick<Deployment, 'creator' | 'revision'> & Partial<Deployment>;

export function newDeployment(account: Account, group: DeploymentGroup, choices: Choices): Deployment {
  const { deployments } = account.state.codeDeploy;
  const { autoRollbackConfiguration, deploymentConfigName } = settingsOf(group);
  const deployment: Deployment = {
    id: choices.id ?? account.newId('d-', 9, ID_LETTERS),
    application: group.application,
    group: group.name,
    status: 'Created',
    config: deploymentConfigName ?? '',
    fileExistsBehavior: 'DISALLOW',
    ignoreApplicationStopFailures: false,
    rollbackEvents: autoRollbackConfiguration?.enabled ? (autoRollbackConfiguration.events ?? []) : [],
    createdAt: account.now,
    targets: [],
    previousRevision: deployments[group.lastSuccessful ?? '']?.revision,
    ...choices,
  };
  deployments[deployment.id] = deployment;
  if (deployment.creator !== 'autoscaling') group.lastAttempted = deployment.id;
  return deployment;
}

export function advanceDeployment(account: Account, deployment: Deployment): void {
  if (isOver(deployment)) return;
  const group = account.state.codeDeploy.groups[`${deployment.application}/${deployment.group}`];
  if (!group) {
    finish(account, deployment, undefined, 'Failed', {
      code: 'DEPLOYMENT_GROUP_MISSING',
      message: 'The deployment failed because the deployment group was deleted.',
    });
    return;
  }
  watchAlarms(account, deployment, group);
  if (deployment.status === 'Created') {
    if (account.now < deployment.createdAt + BEGINS_IN) return;
    begin(account, deployment, group);
  }
  if (isOver(deployment)) return;
  // What has ended in this stride makes room for what begins in it.
  let room = true;
  while (room) {
    for (const target of standing(deployment, 'InProgress')) walk({ account, deployment, group, target });
    room = startTargets(account, deployment);
  }
  settle(account, deployment, group);
}

function begin(account: Account, deployment: Deployment, group: DeploymentGroup) {
  // Moments follow from what was before, not from the stride in which it is noticed.
  deployment.startedAt = deployment.createdAt + BEGINS_IN;
  const fleet = deployment.creator === 'autoscaling' ? (deployment.only ?? []) : instancesOf(account, group);
  if (deployment.creator === 'user') strikeFleet(account, fleet);
  const problem = deployment.stopping ?? problemAtStart(account, deployment, group, fleet.length);
  if (problem) return finish(account, deployment, group, deployment.stopping ? 'Stopped' : 'Failed', problem);
  deployment.status = 'InProgress';
  deployment.fleet = fleet.length;
  const { only, updateOutdatedInstancesOnly } = deployment;
  const revision = revisionKey(deployment.revision);
  const book = bookOf(account, group);
  const wanted = only && new Set(only);
  const chosen = fleet.filter(
    (id) => (!wanted || wanted.has(id)) && !(updateOutdatedInstancesOnly && isCurrent(book, id, revision)),
  );
  deployment.targets = inOrder(book, chosen, revision).map((instanceId) => ({
    instanceId,
    status: 'Pending',
    events: eventsOf(group).map((name) => ({ name, status: 'Pending' })),
    updatedAt: deployment.startedAt ?? account.now,
  }));
}

function problemAtStart(account: Account, deployment: Deployment, group: DeploymentGroup, fleet: number) {
  const arn = settingsOf(group).serviceRoleArn;
  const role = serviceRole(account, arn);
  if (!role)
    return {
      code: 'IAM_ROLE_MISSING',
      message:
        'The deployment failed because you specified a service role name that does not exist. Make sure you specified the correct service role name.',
    };
  const needed = {
    AmazonEC2: 'ec2:DescribeInstances',
    AmazonElasticLoadBalancing: 'elasticloadbalancing:DeregisterTargets',
  };
  const denied = Object.entries(needed)
    .slice(0, controlsTraffic(group) ? 2 : 1)
    .find(([, action]) => !isAssumable(account, role) || !allows(account, role, action));
  if (denied)
    return {
      code: 'IAM_ROLE_PERMISSIONS',
      message: `The IAM role ${arn} does not give you permission to perform operations in the following AWS service: ${denied[0]}.`,
    };
  if (fleet === 0) return NO_INSTANCES;
  if (controlsTraffic(group) && targetGroupsOf(account, group).includes(undefined))
    return {
      code: 'ELASTIC_LOAD_BALANCING_INVALID',
      message: 'The deployment failed because a target group of the deployment group does not exist.',
    };
  if (minimumOf(account, deployment, fleet) >= fleet) return TOO_FEW_INSTANCES;
  return undefined;
}

/** Of a new member of an Auto Scaling group nothing is expected yet. */
const minimumOf = (account: Account, { creator, config }: Deployment, fleet: number) =>
  creator === 'autoscaling' ? 0 : minimumHealthy(account, config, fleet);

/** As many instances may be away as are not needed; those that failed are away for good. */
function startTargets(account: Account, deployment: Deployment): boolean {
  const { fleet = 0, stopping } = deployment;
  if (stopping) return false;
  const away = count(deployment, undefined, 'InProgress', 'Failed');
  const free = fleet - minimumOf(account, deployment, fleet) - away;
  const next = first(standing(deployment, 'Pending'), free);
  const at = endOf(account, deployment);
  for (const target of next) move(deployment, target, 'InProgress', at);
  return next.length > 0;
}

function first<T>(items: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  if (most > 0) for (const item of items) if (found.push(item) >= most) break;
  return found;
}

/** When the last thing happened in a deployment. */
const endOf = ({ now }: Account, deployment: Deployment) =>
  Math.max(deployment.startedAt ?? now, lastMoment(deployment));

function settle(account: Account, deployment: Deployment, group: DeploymentGroup) {
  if (count(deployment, undefined, 'InProgress') > 0) return;
  const { fleet = 0, stopping, targets } = deployment;
  if (stopping) return finish(account, deployment, group, 'Stopped', stopping);
  const minimum = minimumOf(account, deployment, fleet);
  // With work left, no further failure may be risked; the very last instance may fail.
  if (count(deployment, undefined, 'Pending') > 0) {
    if (fleet - count(deployment, undefined, 'Failed') <= minimum)
      finish(account, deployment, group, 'Failed', TOO_MANY_FAILED);
    return;
  }
  const untouched = fleet - targets.length;
  const succeeded = count(deployment, undefined, 'Succeeded');
  const isGood = (succeeded > 0 || targets.length === 0) && succeeded + untouched >= minimum;
  finish(account, deployment, group, isGood ? 'Succeeded' : 'Failed', isGood ? undefined : TOO_MANY_FAILED);
}

function watchAlarms(account: Account, deployment: Deployment, group: DeploymentGroup) {
  const { enabled, alarms, ignorePollAlarmFailure } = settingsOf(group).alarmConfiguration ?? {};
  if (!enabled || deployment.stopping || deployment.creator === 'autoscaling') return;
  const known = account.state.cloudWatch.alarms;
  const active = (alarms ?? [])
    .map(({ name = '' }) => name)
    .filter((name) => (known[name] ? known[name].state === 'ALARM' : !ignorePollAlarmFailure));
  if (active.length === 0) return;
  deployment.stopping = {
    code: 'ALARM_ACTIVE',
    message: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <${active.join(',')}>`,
    rollback: deployment.rollbackEvents.includes('DEPLOYMENT_STOP_ON_ALARM'),
  };
}

export function finish(
  account: Account,
  deployment: Deployment,
  group: DeploymentGroup | undefined,
  status: 'Succeeded' | 'Failed' | 'Stopped',
  problem?: Problem,
) {
  const touched = deployment.targets
    .filter((target) => target.status !== 'Pending')
    .map(({ instanceId }) => instanceId);
  for (const target of standing(deployment, 'Pending')) {
    move(deployment, target, 'Skipped');
    skipEvents(target);
  }
  deployment.status = status;
  deployment.completedAt = status === 'Stopped' ? account.now : endOf(account, deployment);
  if (problem) deployment.error = { code: problem.code, message: problem.message };
  const { hook, only, stopping, rollbackEvents } = deployment;
  if (hook)
    completeHook(account, hook.group, only?.[0] ?? '', hook.name, status === 'Succeeded' ? 'CONTINUE' : 'ABANDON');
  if (!group) return;
  if (status === 'Succeeded') {
    if (deployment.creator === 'user' || deployment.creator === 'codeDeployRollback')
      group.lastSuccessful = deployment.id;
  } else if (touched.length > 0 && deployment.creator === 'user') {
    const wanted = status === 'Failed' ? rollbackEvents.includes('DEPLOYMENT_FAILURE') : stopping?.rollback;
    if (wanted) rollBack(account, deployment, group, touched);
  }
}

function rollBack(account: Account, failed: Deployment, group: DeploymentGroup, touched: string[]) {
  const last = account.state.codeDeploy.deployments[group.lastSuccessful ?? ''];
  if (!last) {
    failed.rollback = {
      message:
        'The deployment could not be rolled back, because the deployment group has no last known successful deployment.',
    };
    return;
  }
  const { id, revision, config, fileExistsBehavior } = last;
  const rollback = newDeployment(account, group, {
    id: idOf('rollback', failed.id),
    createdAt: failed.completedAt ?? account.now,
    creator: 'codeDeployRollback',
    revision,
    config: failed.config || config,
    fileExistsBehavior,
    description: `Rollback deployment of ${failed.id} to the revision of ${id}`,
    rollbackEvents: [],
    rollback: { triggeringId: failed.id },
    only: touched,
  });
  failed.rollback = { deploymentId: rollback.id };
}
