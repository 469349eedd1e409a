// Which instances a deployment group reaches, as CodeDeploy finds them.
import type { DeploymentGroupInfo, EC2TagFilter } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { instances } from '../resources/instance.ts';

/** Ids of instances. */
export interface Reached {
  running: string[];
  stopped: string[];
}

/** How a fleet is found. */
export type Fleet = Pick<
  DeploymentGroupInfo,
  'ec2TagFilters' | 'ec2TagSet' | 'autoScalingGroups' | 'onPremisesInstanceTagFilters' | 'onPremisesTagSet'
>;

/** Undefined for a fleet with on-premises instances: their state is not known to AWS. */
export async function reachedBy(place: Place, group: Fleet): Promise<Reached | undefined> {
  const { onPremisesInstanceTagFilters = [], onPremisesTagSet } = group;
  if (onPremisesInstanceTagFilters.length > 0 || onPremisesTagSet?.onPremisesTagSetList?.length) return undefined;
  const [tagged, members] = await Promise.all([taggedStates(place, group), memberStates(place, group)]);
  const states = [...new Map([...tagged, ...members])];
  const inState = (...wanted: string[]) => states.filter(([, state]) => wanted.includes(state)).map(([id]) => id);
  return { running: inState('running', 'pending'), stopped: inState('stopped', 'stopping') };
}

type States = [instance: string, state: string][];

async function taggedStates(place: Place, { ec2TagSet, ec2TagFilters }: Fleet): Promise<States> {
  const sets = ec2TagFilters?.length ? [ec2TagFilters] : (ec2TagSet?.ec2TagSetList ?? []);
  if (sets.length === 0) return [];
  // EC2 can narrow by one tag only where there is no other choice; the rest is decided here.
  const filters = sets.flatMap(([only, ...more]) => (only?.Key && more.length === 0 ? [ec2Filter(only)] : []));
  const found = await instances(place, filters);
  return found
    .filter(({ tags }) => sets.every((set) => set.some((filter) => carries(tags, filter))))
    .map(({ id, state }) => [id, state]);
}

const ec2Filter = ({ Key = '', Value = '', Type }: EC2TagFilter) =>
  Type === 'KEY_ONLY' ? { Name: 'tag-key', Values: [Key] } : { Name: `tag:${Key}`, Values: [Value] };

const carries = (tags: Record<string, string>, { Key = '', Value = '', Type }: EC2TagFilter) =>
  Type === 'VALUE_ONLY'
    ? Object.values(tags).includes(Value)
    : Key in tags && (Type === 'KEY_ONLY' || tags[Key] === Value);

async function memberStates(place: Place, { autoScalingGroups = [] }: Fleet): Promise<States> {
  const names = autoScalingGroups.flatMap(({ name }) => name ?? []);
  if (names.length === 0) return [];
  const { AutoScalingGroups = [] } = await place.aws.autoScaling.describeAutoScalingGroups({
    AutoScalingGroupNames: names,
  });
  return AutoScalingGroups.flatMap(({ Instances = [] }) => Instances)
    .filter(({ LifecycleState }) => !/^(Terminat|Detach)/.test(LifecycleState ?? ''))
    .map(({ InstanceId = '' }) => [InstanceId, 'running']);
}
