// What `bluegreen` has put before the second fleet, to be taken away: its target group, unless somebody is served by it.
import { allPages, type Place } from '../aws/place.ts';
import { type Forward, forwardsTo, nameInArn, targetGroupNamed, weightsOf } from '../deployments/colours.ts';
import { allGroups } from './auto-scaling-group.ts';
import { noteOn } from './release-note.ts';
import { type Removable, type Search, type Survey, type Thing, together, unlessUsed } from './removal.ts';
import { isOurs, STEP, tagValue } from './tags.ts';
import { sendWeights } from './weights.ts';

/** As many as ELB tells the tags of in one answer. */
const AT_ONCE = 20;

export async function findTargetGroups({ place, goes, project }: Search): Promise<Survey> {
  const surveys: Survey[] = [];
  for (const arn of await ourTargetGroups(place, project)) {
    const name = nameInArn(arn);
    const attached = (await allGroups(place))
      .filter(({ TargetGroupARNs = [] }) => TargetGroupARNs.includes(arn))
      .map(({ AutoScalingGroupName = '' }) => ({ kind: 'autoscaling.group' as const, name: AutoScalingGroupName }))
      .filter((user) => !goes(user.kind, user.name));
    surveys.push(unlessUsed(targetGroup(place, name, arn), [...(await servedBy(place, name)), ...attached]));
  }
  return together(surveys);
}

async function ourTargetGroups({ aws: { elb } }: Place, project: string): Promise<string[]> {
  const all = await allPages(
    (Marker) => elb.describeTargetGroups({ Marker }),
    ({ TargetGroups }) => TargetGroups,
    ({ NextMarker }) => NextMarker,
  );
  const arns = all.map(({ TargetGroupArn = '' }) => TargetGroupArn);
  const ours: string[] = [];
  for (let at = 0; at < arns.length; at += AT_ONCE) {
    const { TagDescriptions = [] } = await elb.describeTags({ ResourceArns: arns.slice(at, at + AT_ONCE) });
    for (const { ResourceArn = '', Tags } of TagDescriptions)
      if (isOurs(Tags, { project, step: 'bluegreen' })) ours.push(ResourceArn);
  }
  return ours;
}

/** Who sends requests to it, and who is at the other end of a release that is not at its end. */
export async function servedBy(place: Place, targetGroup: string): Promise<Thing[]> {
  const forwards = await forwardsTo(place, [targetGroup]);
  const partners = new Set(forwards.flatMap((forward) => Object.keys(weightsOf(forward))));
  const behind = (await allGroups(place)).map((group) => ({
    group,
    targetGroups: (group.TargetGroupARNs ?? []).map(nameInArn).filter((name) => partners.has(name)),
  }));
  const isReleasing = behind.some(({ group, targetGroups }) => targetGroups.length > 0 && noteOn(group));
  const others = behind.filter(
    ({ targetGroups }) => isReleasing && targetGroups.length > 0 && !targetGroups.includes(targetGroup),
  );
  return [
    ...forwards.filter((forward) => needs(forward, targetGroup)).map(({ kind, name }) => ({ kind, name })),
    ...others.map(({ group }) => ({ kind: 'autoscaling.group' as const, name: group.AutoScalingGroupName ?? '' })),
  ];
}

/** Second colours that have traffic now: without the first one there would be no switching back. */
export async function servingTwins(place: Place, targetGroup: string): Promise<Thing[]> {
  const serving = new Set(
    (await forwardsTo(place, [targetGroup])).flatMap((forward) =>
      Object.entries(weightsOf(forward)).flatMap(([name, weight]) => (weight > 0 ? [name] : [])),
    ),
  );
  return (await allGroups(place))
    .filter(
      ({ Tags, TargetGroupARNs = [] }) =>
        tagValue(Tags, STEP) === 'bluegreen' && TargetGroupARNs.some((arn) => serving.has(nameInArn(arn))),
    )
    .map(({ AutoScalingGroupName = '' }) => ({ kind: 'autoscaling.group', name: AutoScalingGroupName }));
}

/** A forward action needs one target group at least. */
function needs(forward: Forward, targetGroup: string): boolean {
  const { [targetGroup]: share = 0, ...others } = weightsOf(forward);
  return share > 0 || Object.keys(others).length === 0;
}

function targetGroup(place: Place, name: string, TargetGroupArn: string): Removable {
  return {
    kind: 'elb.target-group',
    name,
    present: async () => (await targetGroupNamed(place, name)) !== undefined,
    async remove() {
      // Whoever has been sent requests in the meantime keeps it: then AWS refuses.
      for (const forward of await forwardsTo(place, [name])) {
        const { [name]: _, ...others } = weightsOf(forward);
        if (!needs(forward, name)) await sendWeights(place, forward, others);
      }
      await place.aws.elb.deleteTargetGroup({ TargetGroupArn });
    },
  };
}
