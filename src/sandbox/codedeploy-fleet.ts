// The instances of a deployment group: which they are, in which order they are deployed to, and by which events.
import type { EC2TagFilter, TargetInstances } from '@aws-sdk/client-codedeploy';
import { type Account, valuesOf } from './account.ts';
import type { Settings } from './codedeploy-group-rules.ts';
import { deploymentsOf } from './codedeploy-names.ts';
import { revisionKey } from './codedeploy-revisions.ts';
import type { DeploymentGroup, Instance, TargetGroup } from './state.ts';

export const INSTALL = [
  'ApplicationStop',
  'DownloadBundle',
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
];
export const BLOCK = ['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic'];
export const ALLOW = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'];
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

interface Named {
  ec2TagFilters?: EC2TagFilter[];
  ec2TagSet?: { ec2TagSetList?: EC2TagFilter[][] };
}

/** The instances of a deployment group, also those that are stopped. */
export const instancesOf = (account: Account, group: DeploymentGroup): string[] =>
  instancesNamed(
    account,
    group.autoScalingGroups.map(({ name }) => name),
    settingsOf(group),
  );

/** Those of `TargetInstances`, as a request names a green fleet. */
export const instancesMatching = (
  account: Account,
  { autoScalingGroups, tagFilters, ec2TagSet }: TargetInstances,
): string[] => instancesNamed(account, autoScalingGroups ?? [], { ec2TagFilters: tagFilters, ec2TagSet });

/** Members in service of the Auto Scaling groups, and whatever carries the tags. */
function instancesNamed({ state }: Account, autoScalingGroups: string[], named: Named): string[] {
  const members = autoScalingGroups.flatMap((name) => state.autoScaling.groups[name]?.members ?? []);
  const inService = members.filter(({ lifecycle }) => lifecycle === 'InService').map(({ instanceId }) => instanceId);
  if (!named.ec2TagFilters && !named.ec2TagSet) return inService;
  const known = new Set(members.map(({ instanceId }) => instanceId));
  const tagged = valuesOf(state.ec2.instances)
    .filter((instance) => instance.state !== 'terminated' && instance.state !== 'shutting-down')
    .filter((instance) => !known.has(instance.id) && carries(instance, named))
    .map(({ id }) => id);
  return [...inService, ...tagged];
}

function carries({ tags }: Instance, { ec2TagFilters, ec2TagSet }: Named): boolean {
  const has = ({ Key, Value, Type }: EC2TagFilter) =>
    tags.some(
      ({ key, value }) => (Type === 'VALUE_ONLY' || key === Key) && (Type === 'KEY_ONLY' || value === (Value ?? '')),
    );
  const sets = ec2TagSet?.ec2TagSetList ?? (ec2TagFilters ? [ec2TagFilters] : []);
  return sets.length > 0 && sets.every((filters) => filters.some(has));
}

/** CodeDeploy's own book: how its last deployment to each instance ended, and which revision that was. */
type Book = Map<string, { healthy: boolean; revision: string; at: number }>;

export function bookOf(account: Account, group: DeploymentGroup): Book {
  const book: Book = new Map();
  for (const { targets, revision } of deploymentsOf(account, group)) {
    const key = revisionKey(revision);
    for (const { instanceId, status, updatedAt: at } of targets)
      if ((status === 'Succeeded' || status === 'Failed') && at >= (book.get(instanceId)?.at ?? 0))
        book.set(instanceId, { healthy: status === 'Succeeded', revision: key, at });
  }
  return book;
}

export function isCurrent(book: Book, instanceId: string, revision: string): boolean {
  const last = book.get(instanceId);
  return last?.healthy === true && last.revision === revision;
}

/** Unhealthy ones first (there is nothing to lose), then those with another revision, then those that have it already; by name among equals. */
export function inOrder(book: Book, ids: string[], revision: string): string[] {
  const rank = (id: string) => {
    const last = book.get(id);
    if (!last?.healthy) return 0;
    return last.revision === revision ? 2 : 1;
  };
  const ranked = ids.map((id) => ({ id, rank: rank(id) }));
  return ranked.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}
