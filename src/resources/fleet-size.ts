// The size of one colour: grown to that of the other, put back as it was, or empty. It is there once nobody is on the way.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Place } from '../aws/place.ts';
import { readLoop } from '../deployments/launch-loop.ts';
import { WizardError } from '../engine/errors.ts';
import { line, type Resource, type Severe } from '../engine/resource.ts';
import { groupNamed, isScaling, templateOf, withVersion } from './auto-scaling-group.ts';
import { isServing } from './storm.ts';

export interface Size {
  min: number;
  max: number;
  desired: number;
}

interface FoundSize extends Size {
  template: string;
  group?: AutoScalingGroup;
}

interface FleetShape {
  size: Partial<Size>;
  /** A launch template version as `lt-…:3`, where it must not be older. */
  template?: string;
  /** Not waited for: something else says when it is enough. */
  atOnce?: boolean;
  severe?: Severe[];
}

export const templateIn = (group: AutoScalingGroup | undefined): string | undefined => {
  const { LaunchTemplateId, Version } = (group && templateOf(group)) ?? {};
  return LaunchTemplateId && `${LaunchTemplateId}:${Version}`;
};

/** The newer one of two versions of a template; where they cannot be compared the one that is there. */
export function notOlder(present: string | undefined, other: string | undefined): string | undefined {
  const [[id, version], [otherId, otherVersion]] = [present, other].map((text = '') => text.split(':')) as [
    string[],
    string[],
  ];
  return id === otherId && Number(version) < Number(otherVersion) ? other : present;
}

export function fleetSize(
  place: Place,
  asg: string,
  { size, template, atOnce = false, severe = [] }: FleetShape,
): Resource<FoundSize> {
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: { ...size, ...(template && { template }) },
    // A group that is made earlier in the same plan is empty.
    async read() {
      const group = await groupNamed(place, asg);
      return {
        min: group?.MinSize ?? 0,
        max: group?.MaxSize ?? 0,
        desired: group?.DesiredCapacity ?? 0,
        template: templateIn(group) ?? '',
        group,
      };
    },
    create: () => groupNamed(place, asg),
    async update({ group, ...present }, _progress, differs) {
      const { min, max, desired } = { ...present, ...size };
      const [LaunchTemplateId = '', Version = ''] = template?.split(':') ?? [];
      const other = { LaunchTemplateId, Version };
      await place.aws.autoScaling.updateAutoScalingGroup({
        AutoScalingGroupName: asg,
        // The three together: each alone may contradict the others.
        MinSize: min,
        MaxSize: max,
        DesiredCapacity: desired,
        ...(differs.some(({ key }) => key === 'template') &&
          (group?.MixedInstancesPolicy
            ? { MixedInstancesPolicy: withVersion(group.MixedInstancesPolicy, other) }
            : { LaunchTemplate: other })),
      });
    },
    transient: isScaling,
    patience: 60 * 60_000,
    async waiting({ group, desired }) {
      if (atOnce) return undefined;
      const members = group?.Instances ?? [];
      const ready = members.filter(isServing).length;
      if (ready >= desired && members.length === ready) return undefined;
      const loop = group && (await readLoop(place, group, undefined)).loop;
      if (loop && loop.failures >= TOO_OFTEN) throw new WizardError('launchLoop', { asg, message: loop.message });
      const states = members.map(({ LifecycleState = '' }) => LifecycleState);
      const counts = [...new Set(states)].map((state) => `${states.filter((one) => one === state).length} ${state}`);
      return line('waitFleet', { asg, ready, desired, states: counts.join(', ') });
    },
    severe: () => severe,
  };
}

/** Launches abandoned in a row: waiting does not help any more. */
const TOO_OFTEN = 3;
