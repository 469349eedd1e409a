// The instances of a deployment group: which they are, in which order they are deployed to, and by which events.
import type { EC2TagFilter } from '@aws-sdk/client-codedeploy';
import type { Account } from './account.ts';
import type { Settings } from './codedeploy-group-rules.ts';
import { deploymentsOf } from './codedeploy-names.ts';
import { revisionKey } from './codedeploy-revisions.ts';
import type { Deployment, DeploymentGroup, Instance, TargetGroup } from './state.ts';

const INSTALL = [
  'ApplicationStop',
  'DownloadBundle',
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
];
const BLOCK = ['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic'];
const ALLOW = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'];
export const EVENTS = [...BLOCK, ...INSTALL, ...ALLOW];

export const settingsOf = (group: DeploymentGroup) => group.settings as unknown as Settings;

export const controlsTraffic = (group: DeploymentGroup) =>
  settingsOf(group).deploymentStyle?.deploymentOption === 'WITH_TRAFFIC_CONTROL';

export const eventsOf = (group: DeploymentGroup) => (controlsTraffic(group) ? EVENTS : INSTALL);

/** By name, as the deployment group knows them; an absent one is undefined. */
export const targetGroupsOf = ({ state }: Account, group: DeploymentGroup): (TargetGroup | undefined)[] =>
  (settingsOf(group).loadBalancerInfo?.targetGroupInfoList ?? []).map((info) =>
    Object.values(state.elb.targetGroups).find(({ name }) => name === info.name),
  );

/** Members in service of the Auto Scaling groups, and whatever carries the tags, also when it is stopped. */
export function instancesOf({ state }: Account, group: DeploymentGroup): string[] {
  const members = group.autoScalingGroups.flatMap(({ name }) => state.autoScaling.groups[name]?.members ?? []);
  const inService = members.filter(({ lifecycle }) => lifecycle === 'InService').map(({ instanceId }) => instanceId);
  const tagged = Object.values(state.ec2.instances)
    .filter((instance) => instance.state !== 'terminated' && instance.state !== 'shutting-down')
    .filter((instance) => carries(instance, group) && !members.some(({ instanceId }) => instanceId === instance.id))
    .map(({ id }) => id);
  return [...new Set([...inService, ...tagged])];
}

function carries({ tags }: Instance, group: DeploymentGroup): boolean {
  const { ec2TagFilters, ec2TagSet } = settingsOf(group);
  const has = ({ Key, Value, Type }: EC2TagFilter) =>
    tags.some(
      ({ key, value }) => (Type === 'VALUE_ONLY' || key === Key) && (Type === 'KEY_ONLY' || value === (Value ?? '')),
    );
  const sets = ec2TagSet?.ec2TagSetList ?? (ec2TagFilters ? [ec2TagFilters] : []);
  return sets.length > 0 && sets.every((filters) => filters.some(has));
}

/** CodeDeploy's own book: how its last deployment to an instance ended, and which revision that was. */
export function lastResult(account: Account, group: DeploymentGroup, instanceId: string) {
  const ended = deploymentsOf(account, group)
    .flatMap(({ targets, revision }) => targets.map((target) => ({ target, revision: revisionKey(revision) })))
    .filter(({ target }) => target.instanceId === instanceId && ['Succeeded', 'Failed'].includes(target.status));
  const last = ended.sort((a, b) => a.target.updatedAt - b.target.updatedAt).at(-1);
  return last && { healthy: last.target.status === 'Succeeded', revision: last.revision };
}

export const isCurrent = (account: Account, group: DeploymentGroup, instanceId: string, revision: string) => {
  const last = lastResult(account, group, instanceId);
  return last?.healthy === true && last.revision === revision;
};

/** Unhealthy ones first (there is nothing to lose), then those with another revision, then those that have it already. */
export function inOrder(account: Account, group: DeploymentGroup, ids: string[], deployment: Deployment): string[] {
  const revision = revisionKey(deployment.revision);
  const rank = (id: string) => {
    const last = lastResult(account, group, id);
    if (!last?.healthy) return 0;
    return last.revision === revision ? 2 : 1;
  };
  const ranked = ids.map((id) => ({ id, rank: rank(id) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ id }) => id);
}
