// How a deployment comes to be and ends, and what follows from its end.
import { createHash } from 'node:crypto';
import type { Account } from './account.ts';
import { completeHook } from './auto-scaling.ts';
import { settingsOf } from './codedeploy-fleet.ts';
import type { Problem } from './codedeploy-problems.ts';
import { anywhere, move } from './codedeploy-tally.ts';
import { skipEvents } from './codedeploy-walk.ts';
import { endOf } from './codedeploy-waves.ts';
import type { Deployment, DeploymentGroup } from './state.ts';

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** The id of a deployment that nobody asked for follows from its cause: it stays the same when time is run again. */
export const idOf = (...cause: string[]) =>
  `d-${[...createHash('sha256').update(cause.join()).digest().subarray(0, 9)].map((byte) => ID_LETTERS[byte % 36]).join('')}`;

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
    ...(isBlueGreen(group, choices) && { blueGreen: { phase: 'provisioning', since: account.now, blue: [] } }),
    ...choices,
  };
  deployments[deployment.id] = deployment;
  if (deployment.creator !== 'autoscaling') group.lastAttempted = deployment.id;
  return deployment;
}

/** New members, and instances that are brought up to a revision, get it where they are. */
const isBlueGreen = (group: DeploymentGroup, { creator }: Choices) =>
  creator === 'user' && settingsOf(group).deploymentStyle?.deploymentType === 'BLUE_GREEN';

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
  for (const target of anywhere(deployment, 'Pending')) {
    move(deployment, target, 'Skipped');
    skipEvents(target);
  }
  deployment.status = status;
  deployment.completedAt = status === 'Stopped' || deployment.blueGreen ? account.now : endOf(account, deployment);
  if (problem) deployment.error = { code: problem.code, message: problem.message };
  const { hook, only, stopping, rollbackEvents } = deployment;
  if (hook)
    completeHook(account, hook.group, only?.[0] ?? '', hook.name, status === 'Succeeded' ? 'CONTINUE' : 'ABANDON');
  if (!group) return;
  if (status === 'Succeeded') {
    if (deployment.creator === 'user' || deployment.creator === 'codeDeployRollback')
      group.lastSuccessful = deployment.id;
  } else if ((touched.length > 0 || deployment.blueGreen) && deployment.creator === 'user') {
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
    // Traffic goes back to where it came from; nothing is installed.
    ...(failed.blueGreen ? { blueGreen: { ...failed.blueGreen, phase: 'returning' } } : { only: touched }),
  });
  failed.rollback = { deploymentId: rollback.id };
}
