// The processes of an Auto Scaling group by which its fleet would change under a release. Launching is never one of them.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Place } from '../aws/place.ts';
import type { Resource } from '../engine/resource.ts';
import { groupNamed } from './auto-scaling-group.ts';

export const PROCESSES = ['AZRebalance', 'AlarmNotification', 'ReplaceUnhealthy', 'ScheduledActions'] as const;

export type Process = (typeof PROCESSES)[number];

export const suspendedIn = (group: AutoScalingGroup | undefined): Process[] =>
  PROCESSES.filter((process) => group?.SuspendedProcesses?.some(({ ProcessName }) => ProcessName === process));

/** Of these processes exactly `wanted` are suspended; the others of the group are nobody's business. */
export function suspendedProcesses(
  place: Place,
  asg: string,
  wanted: readonly Process[],
): Resource<{ suspended: Process[] }> {
  const { autoScaling } = place.aws;
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: { suspended: PROCESSES.filter((process) => wanted.includes(process)) },
    // A group that is made earlier in the same plan has nothing suspended.
    read: async () => ({ suspended: suspendedIn(await groupNamed(place, asg)) }),
    create: () => groupNamed(place, asg),
    async update({ suspended }) {
      const [more, less] = [
        wanted.filter((process) => !suspended.includes(process)),
        suspended.filter((process) => !wanted.includes(process)),
      ];
      if (more.length > 0) await autoScaling.suspendProcesses({ AutoScalingGroupName: asg, ScalingProcesses: more });
      if (less.length > 0) await autoScaling.resumeProcesses({ AutoScalingGroupName: asg, ScalingProcesses: less });
    },
  };
}
