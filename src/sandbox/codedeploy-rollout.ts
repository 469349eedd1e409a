// How a deployment in place goes through its group, and where a blue/green one goes its own way.
import type { Account } from './account.ts';
import { advanceBlueGreen, beginBlueGreen } from './codedeploy-blue-green.ts';
import { finish } from './codedeploy-endings.ts';
import { bookOf, eventsOf, inOrder, instancesOf, isCurrent } from './codedeploy-fleet.ts';
import { isOver } from './codedeploy-names.ts';
import { problemAtStart, TIMED_OUT, TOO_MANY_FAILED, watchAlarms } from './codedeploy-problems.ts';
import { revisionKey } from './codedeploy-revisions.ts';
import { anywhere, count } from './codedeploy-tally.ts';
import { giveUp } from './codedeploy-walk.ts';
import { advanceWave } from './codedeploy-waves.ts';
import { strikeFleet } from './faults.ts';
import type { Deployment, DeploymentGroup } from './state.ts';

const BEGINS_IN = 3_000;
/** In place half a day; blue/green twice two days of waiting more. */
const mayTake = ({ blueGreen }: Deployment) => (blueGreen ? 109 : 12) * 3_600_000;

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
  if (!isOver(deployment)) goOn(account, deployment, group);
}

function goOn(account: Account, deployment: Deployment, group: DeploymentGroup) {
  if (account.now > (deployment.startedAt ?? account.now) + mayTake(deployment))
    return timeOut(account, deployment, group);
  if (deployment.blueGreen) return advanceBlueGreen(account, deployment, group);
  const isGood = advanceWave(account, deployment, group, { from: 'Pending', to: 'Succeeded' });
  const { stopping } = deployment;
  if (stopping && count(deployment, undefined, 'InProgress') === 0)
    finish(account, deployment, group, 'Stopped', stopping);
  else if (isGood !== undefined)
    finish(account, deployment, group, isGood ? 'Succeeded' : 'Failed', isGood ? undefined : TOO_MANY_FAILED);
}

function timeOut(account: Account, deployment: Deployment, group: DeploymentGroup) {
  for (const target of anywhere(deployment, 'InProgress')) giveUp(deployment, target, account.now);
  finish(account, deployment, group, 'Failed', TIMED_OUT);
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
  if (deployment.blueGreen) return beginBlueGreen(account, deployment, group, fleet);
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
