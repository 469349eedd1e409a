// Running instances replaced by ones from the group's present template version.
import { isNamed } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { line, type Resource } from '../engine/resource.ts';
import { groupNamed } from './auto-scaling-group.ts';

const OVER = ['Successful', 'Failed', 'Cancelled', 'RollbackSuccessful', 'RollbackFailed'];

interface FoundRefresh {
  old: number;
  status: string;
  percent: number;
  reason: string;
}

export function instanceRefresh(place: Place, asg: string, version: string): Resource<FoundRefresh> {
  const { autoScaling } = place.aws;
  let followed = false;
  return {
    kind: 'autoscaling.refresh',
    name: asg,
    spec: { version },
    async read() {
      const group = await groupNamed(place, asg);
      const { InstanceRefreshes = [] } = await autoScaling.describeInstanceRefreshes({
        AutoScalingGroupName: asg,
        MaxRecords: 1,
      });
      const last = InstanceRefreshes[0];
      const active = last && !OVER.includes(last.Status ?? '');
      if (active) followed = true;
      const old = (group?.Instances ?? []).filter(({ LaunchTemplate }) => LaunchTemplate?.Version !== version).length;
      // A refresh that is under way is taken up; with nothing old left none is needed.
      if (old > 0 && !active && !followed) return undefined;
      return {
        version,
        old,
        // How an earlier one ended says nothing where nothing old is left.
        status: followed ? (last?.Status ?? 'Pending') : 'Successful',
        percent: last?.PercentageComplete ?? 100,
        reason: last?.StatusReason ?? '',
      };
    },
    async create() {
      const group = await groupNamed(place, asg);
      // One instance under the usual 90 % is terminated before its successor is there: launch first instead.
      const single = (group?.DesiredCapacity ?? 0) <= 1;
      try {
        await autoScaling.startInstanceRefresh({
          AutoScalingGroupName: asg,
          Strategy: 'Rolling',
          Preferences: {
            MinHealthyPercentage: single ? 100 : 90,
            ...(single && { MaxHealthyPercentage: 200 }),
            SkipMatching: true,
          },
        });
      } catch (error) {
        if (!isNamed(error, 'InstanceRefreshInProgressFault')) throw error;
      }
      followed = true;
    },
    waiting({ status, percent, reason }) {
      if (status === 'Successful') return undefined;
      if (OVER.includes(status))
        throw new WizardError('broken', { kind: 'autoscaling.refresh', name: asg, state: status, reason });
      return line('waitRefresh', { percent, status });
    },
    patience: 2 * 60 * 60_000,
  };
}
