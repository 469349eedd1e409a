// New members of an Auto Scaling group that wait at CodeDeploy's hook: each gets the last successful revision, or goes on bare.
import type { Account } from './account.ts';
import { completeHook } from './auto-scaling.ts';
import { idOf, newDeployment } from './codedeploy-endings.ts';
import { bookOf, instancesOf, isCurrent, settingsOf } from './codedeploy-fleet.ts';
import { activeDeployment, deploymentsOf } from './codedeploy-names.ts';
import { revisionKey } from './codedeploy-revisions.ts';
import { STRIDE } from './codedeploy-walk.ts';
import type { DeploymentGroup } from './state.ts';

/** How long the message about a new member takes. */
const HEARD_IN = 4_000;

export function deployToNewMembers(account: Account, group: DeploymentGroup): void {
  for (const { name, hook, terminationHook } of group.autoScalingGroups) {
    if (hook) deployAt(account, group, { group: name, name: hook });
    if (terminationHook) letGo(account, name, terminationHook);
  }
}

/** Members that leave wait until CodeDeploy has heard of them; no stop events are run. */
function letGo(account: Account, groupName: string, hook: string) {
  for (const { instanceId, lifecycle, since, waiting } of account.state.autoScaling.groups[groupName]?.members ?? [])
    if (lifecycle === 'Terminating:Wait' && waiting?.includes(hook) && account.now >= since + HEARD_IN)
      completeHook(account, groupName, instanceId, hook, 'CONTINUE');
}

function deployAt(account: Account, group: DeploymentGroup, hook: { group: string; name: string }) {
  const autoScalingGroup = account.state.autoScaling.groups[hook.group];
  // Who deletes the hook by hand is not noticed: members just no longer wait at it.
  if (!autoScalingGroup?.hooks.some(({ name, metadata }) => name === hook.name && metadata === group.id)) return;
  const heard = autoScalingGroup.members.filter(
    ({ lifecycle, since, waiting }) =>
      lifecycle === 'Pending:Wait' && waiting?.includes(hook.name) && account.now >= since + HEARD_IN,
  );
  if (heard.length === 0) return;
  const known = new Set(
    deploymentsOf(account, group).flatMap((deployment) =>
      deployment.hook?.name === hook.name ? (deployment.only ?? []) : [],
    ),
  );
  for (const { instanceId, since } of heard) {
    if (known.has(instanceId)) continue;
    const last = account.state.codeDeploy.deployments[group.lastSuccessful ?? ''];
    if (!last) {
      completeHook(account, hook.group, instanceId, hook.name, 'CONTINUE');
      continue;
    }
    const { revision, fileExistsBehavior } = last;
    const only = [instanceId];
    newDeployment(account, group, {
      id: idOf(hook.name, instanceId),
      createdAt: Math.max(since + HEARD_IN, account.now - STRIDE),
      creator: 'autoscaling',
      revision,
      fileExistsBehavior,
      rollbackEvents: [],
      only,
      hook,
    });
  }
}

/** Instances that came while a new revision was on its way have got the one before: they are brought up to it. */
export function updateLatecomers(account: Account, group: DeploymentGroup): void {
  const { deployments } = account.state.codeDeploy;
  const last = deployments[group.lastSuccessful ?? ''];
  if (!last || settingsOf(group).outdatedInstancesStrategy === 'IGNORE' || activeDeployment(account, group)) return;
  const others = deploymentsOf(account, group);
  const came = others
    .filter(({ creator, status }) => creator === 'autoscaling' && status === 'Succeeded')
    .filter(({ createdAt, completedAt = 0 }) => completedAt >= last.createdAt && createdAt <= (last.completedAt ?? 0))
    .flatMap(({ only }) => only ?? []);
  if (came.length === 0) return;
  const followed = new Set(others.filter(({ follows }) => follows === last.id).flatMap(({ only }) => only ?? []));
  const inService = new Set(instancesOf(account, group));
  const book = bookOf(account, group);
  const revision = revisionKey(last.revision);
  const late = came.filter((id) => inService.has(id) && !followed.has(id) && !isCurrent(book, id, revision));
  if (late.length === 0) return;
  newDeployment(account, group, {
    id: idOf(last.id, ...late),
    creator: 'CodeDeployAutoUpdate',
    revision: last.revision,
    fileExistsBehavior: last.fileExistsBehavior,
    rollbackEvents: [],
    only: [...new Set(late)],
    follows: last.id,
  });
}
