// What is remembered of a hook while it is suspended: a tag on the Auto Scaling group.
// There, and not on the deployment group, because its tags come with every answer about it, while those of a deployment
// group cost a call of their own; because it outlives the deployment group; and because without it nothing is to be restored.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Place } from '../aws/place.ts';
import type { Resource } from '../engine/resource.ts';
import { groupNamed } from './auto-scaling-group.ts';
import { tagValue } from './tags.ts';

export const SUSPENDED = 'codedeploy-wizard:hook-suspended';

export interface Suspension {
  /** The deployment group as `application/name`. */
  group: string;
  /** ISO 8601: instances launched later came up bare. */
  since: string;
  /** The termination hook was there too. */
  terminationHook: boolean;
  /** Not paused on purpose: a repair was on its way and ends by attaching again. */
  repair: boolean;
}

/** `shop/shop-group 2026-01-05T00:00:00Z termination`: names have no blanks, and 256 characters hold the longest ones. */
const written = ({ group, since, terminationHook, repair }: Suspension) =>
  [group, since, ...(terminationHook ? ['termination'] : []), ...(repair ? ['repair'] : [])].join(' ');

export function suspensionOf(group: AutoScalingGroup | undefined): Suspension | undefined {
  const value = tagValue(group?.Tags, SUSPENDED);
  if (value === undefined) return undefined;
  const [name = '', since = '', ...marks] = value.split(' ');
  return { group: name, since, terminationHook: marks.includes('termination'), repair: marks.includes('repair') };
}

export const tagOn = (asg: string, Key: string) => ({ ResourceId: asg, ResourceType: 'auto-scaling-group', Key });

export const remember = (place: Place, asg: string, suspension: Suspension) =>
  place.aws.autoScaling.createOrUpdateTags({
    Tags: [{ ...tagOn(asg, SUSPENDED), Value: written(suspension), PropagateAtLaunch: false }],
  });

export const forget = (place: Place, asg: string) =>
  place.aws.autoScaling.deleteTags({ Tags: [tagOn(asg, SUSPENDED)] });

/** Epoch milliseconds as AWS writes a moment. */
export const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

export interface FoundSuspension {
  /** The deployment group whose hook is suspended. */
  hookSuspended: string | false;
}

/** `wanted`: remembered, before the hook goes; else forgotten, after it has come back. */
export function suspension(
  place: Place,
  asg: string,
  wanted: Pick<Suspension, 'group' | 'terminationHook'> | undefined,
): Resource<FoundSuspension> {
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: { hookSuspended: wanted?.group ?? false },
    async read() {
      const group = await groupNamed(place, asg);
      return group && { hookSuspended: suspensionOf(group)?.group ?? false };
    },
    create: () => groupNamed(place, asg),
    async update() {
      if (wanted) await remember(place, asg, { ...wanted, since: moment(place.clock.now()), repair: false });
      else await forget(place, asg);
    },
    // One tag, one suspension: that of another deployment group would be lost.
    mayUpdate: ({ hookSuspended }) => !wanted || hookSuspended === false,
  };
}
