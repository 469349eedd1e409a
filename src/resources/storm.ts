// The launches of an Auto Scaling group that fails to launch: calmed, remembered, and put back as they were.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Place } from '../aws/place.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { groupNamed, isScaling } from './auto-scaling-group.ts';
import { tagOn } from './suspension.ts';
import { tagValue } from './tags.ts';

export const RESCUE = 'codedeploy-wizard:rescue';

/** How the group was before the rescue; a tag on it, from before the first write until all is as it was. */
export interface Before {
  min: number;
  max: number;
  desired: number;
  healthCheckType: string;
  launch: 'active' | 'suspended';
  /** stops: launching is suspended; shrinks: the group is made small. */
  calm: 'stops' | 'shrinks';
  /** Epoch seconds. */
  since: number;
  /** The revision that is to be deployed, as `--to` names it. */
  to: string;
}

/** `2/4/3 ELB active shrinks 1767571200 d-ABCDEFGHI`: what may be long comes last, and is left out where it does not fit. */
const written = ({ min, max, desired, healthCheckType, launch, calm, since, to }: Before) => {
  const begin = `${min}/${max}/${desired} ${healthCheckType} ${launch} ${calm} ${since}`;
  return begin.length + 1 + to.length <= 256 ? `${begin} ${to}` : begin;
};

export function rescueOf(group: AutoScalingGroup | undefined): Before | undefined {
  const [, min, max, desired, healthCheckType = '', launch, calm, since, to = ''] =
    /^(\d+)\/(\d+)\/(\d+) (\S+) (active|suspended) (stops|shrinks) (\d+)(?: (.*))?$/.exec(
      tagValue(group?.Tags, RESCUE) ?? '',
    ) ?? [];
  return since === undefined
    ? undefined
    : {
        min: Number(min),
        max: Number(max),
        desired: Number(desired),
        healthCheckType,
        launch: launch as Before['launch'],
        calm: calm as Before['calm'],
        since: Number(since),
        to,
      };
}

export const isServing = ({ LifecycleState, HealthStatus }: NonNullable<AutoScalingGroup['Instances']>[number]) =>
  LifecycleState === 'InService' && HealthStatus === 'Healthy';

const launchOf = (group: AutoScalingGroup): Before['launch'] =>
  (group.SuspendedProcesses ?? []).some(({ ProcessName }) => ProcessName === 'Launch') ? 'suspended' : 'active';

/** Remembered before anything is changed (`before`), forgotten when all is as it was. */
export function rescueNote(place: Place, asg: string, before: Before | undefined): Resource<{ rescue: boolean }> {
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: { rescue: before !== undefined },
    async read() {
      const group = await groupNamed(place, asg);
      return group && { rescue: rescueOf(group) !== undefined };
    },
    create: () => groupNamed(place, asg),
    update: () =>
      before
        ? place.aws.autoScaling.createOrUpdateTags({
            Tags: [{ ...tagOn(asg, RESCUE), Value: written(before), PropagateAtLaunch: false }],
          })
        : place.aws.autoScaling.deleteTags({ Tags: [tagOn(asg, RESCUE)] }),
  };
}

type FoundSizes = Pick<Before, 'min' | 'max' | 'desired' | 'healthCheckType' | 'launch'>;

export const sizesOf = (group: AutoScalingGroup): FoundSizes => ({
  min: group.MinSize ?? 0,
  max: group.MaxSize ?? 0,
  desired: group.DesiredCapacity ?? 0,
  healthCheckType: (group.HealthCheckType ?? 'EC2').replaceAll(' ', ''),
  launch: launchOf(group),
});

/** Sends only what differs from `wanted`. */
async function setSizes(place: Place, asg: string, wanted: FoundSizes, differs: readonly { key: string }[]) {
  const { autoScaling } = place.aws;
  const differ = new Set(differs.map(({ key }) => key));
  const process = { AutoScalingGroupName: asg, ScalingProcesses: ['Launch'] };
  if (differ.has('launch') && wanted.launch === 'suspended') await autoScaling.suspendProcesses(process);
  if (['min', 'max', 'desired', 'healthCheckType'].some((key) => differ.has(key)))
    await autoScaling.updateAutoScalingGroup({
      AutoScalingGroupName: asg,
      // The three together: each alone may contradict the others.
      MinSize: wanted.min,
      MaxSize: wanted.max,
      DesiredCapacity: wanted.desired,
      ...(differ.has('healthCheckType') && { HealthCheckType: wanted.healthCheckType }),
    });
  if (differ.has('launch') && wanted.launch === 'active') await autoScaling.resumeProcesses(process);
}

function sizes(
  place: Place,
  asg: string,
  wanted: FoundSizes,
  { spec, note }: { spec: Partial<FoundSizes>; note: Line },
): Resource<FoundSizes> {
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec,
    async read() {
      const group = await groupNamed(place, asg);
      return group && sizesOf(group);
    },
    create: () => groupNamed(place, asg),
    update: (_found, _progress, differs) => setSizes(place, asg, wanted, differs),
    transient: isScaling,
    notes: () => [note],
  };
}

/**
 * Stops the storm. Where instances serve, their number is left alone and only launching stops: with a smaller size
 * Auto Scaling would choose whom to terminate. Where none does, one is launched at a time, and a load balancer that
 * finds it empty does not have it replaced.
 */
export function calm(place: Place, asg: string, before: Before): Resource<FoundSizes> {
  if (before.calm === 'stops') {
    const wanted: FoundSizes = { ...before, launch: 'suspended' };
    return sizes(place, asg, wanted, { spec: { launch: 'suspended' }, note: line('rescueStopsLaunches', { asg }) });
  }
  const one = Math.min(1, before.desired);
  const wanted: FoundSizes = { min: 0, max: before.max, desired: one, healthCheckType: 'EC2', launch: 'active' };
  return sizes(place, asg, wanted, { spec: wanted, note: line('rescueShrinks', { asg }) });
}

/** Sizes, health check and launching as they were. */
export function asBefore(place: Place, asg: string, before: Before): Resource<FoundSizes> {
  const { min, max, desired, healthCheckType, launch } = before;
  const wanted = { min, max, desired, healthCheckType, launch };
  return sizes(place, asg, wanted, { spec: wanted, note: line('rescuePutsBack', { asg, min, max, desired }) });
}

/** Waits until nobody is on the way in or out, and at least one instance serves; `all`: as many as are desired. */
export function serving(place: Place, asg: string, { all }: { all: boolean }): Resource<{ group: AutoScalingGroup }> {
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: {},
    async read() {
      const group = await groupNamed(place, asg);
      return group && { group };
    },
    create: () => groupNamed(place, asg),
    patience: 30 * 60_000,
    notes: () => [all ? line('rescueWaitsForAll', { asg }) : line('rescueWaitsForOne', { asg })],
    waiting({ group }) {
      const members = group.Instances ?? [];
      const ready = members.filter(isServing).length;
      const wanted = group.DesiredCapacity ?? 0;
      const desired = all ? wanted : Math.min(1, wanted);
      const moving = members.some(({ LifecycleState = '' }) => LifecycleState.startsWith('Pending'));
      if (ready >= desired && !moving) return undefined;
      const states = members.map(({ LifecycleState = '' }) => LifecycleState);
      const counts = [...new Set(states)].map((state) => `${states.filter((one) => one === state).length} ${state}`);
      return line('waitInService', { ready, desired, states: counts.join(', ') });
    },
  };
}
