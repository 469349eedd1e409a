// The Auto Scaling group.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { readLoop } from '../../deployments/launch-loop.ts';
import { type Check, check, fail, Unknown, warn } from '../check.ts';
import type { Facts } from '../facts.ts';

/** Two at the least, and no fewer than there are. */
export function withTwo({ place }: Facts, asg: AutoScalingGroup): string {
  const sizes = { '--min-size': asg.MinSize, '--max-size': asg.MaxSize, '--desired-capacity': asg.DesiredCapacity };
  const words = Object.entries(sizes).flatMap(([flag, size]) => [flag, String(Math.max(2, size ?? 0))]);
  return place.command('asg', '--asg', asg.AutoScalingGroupName ?? '', ...words);
}

export const asgChecks: Check[] = [
  check('asg-exists', 'asg', async (facts) => {
    const asg = await facts.asgName();
    if (!asg) return undefined;
    try {
      await facts.asg();
      return 'pass';
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      return fail({ asg, command: facts.place.command('asg') });
    }
  }),
  check('asg-shared', 'asg', async (facts) => {
    const [asg, own] = [await facts.asgName(), await facts.group()];
    if (!asg) return undefined;
    const sharing = (await facts.allGroups()).filter(({ autoScalingGroups = [] }) =>
      autoScalingGroups.some(({ name }) => name === asg),
    );
    const other = sharing.find(({ deploymentGroupId }) => deploymentGroupId !== own.deploymentGroupId);
    if (!other) return 'pass';
    const { applicationName = '', deploymentGroupName = '' } = other;
    const groups = sharing.map((one) => `${one.applicationName}/${one.deploymentGroupName}`).join(', ');
    return fail({ asg, groups, other: deploymentGroupName, otherApplication: applicationName });
  }),
  check('asg-warm-pool', 'asg', async (facts) => {
    const asg = await facts.asg();
    if (!asg) return undefined;
    return asg.WarmPoolConfiguration ? warn({ asg: asg.AutoScalingGroupName ?? '' }) : 'pass';
  }),
  check('asg-launch-loop', 'asg', async (facts) => {
    const { place, asked } = facts;
    const found = await facts.asg();
    if (!found) return undefined;
    const { loop, failed } = await readLoop(place, found, asked);
    if (!loop) return 'pass';
    const { AutoScalingGroupName: asg = '' } = found;
    const { failures, message } = loop;
    const command = failed?.deploymentId
      ? place.command('explain', failed.deploymentId)
      : place.command('asg', 'hook', 'status', '--asg', asg);
    return fail({ asg, count: failures, message, command });
  }),
  check('asg-processes', 'asg', async (facts) => {
    const asg = await facts.asg();
    if (!asg) return undefined;
    const names = (asg.SuspendedProcesses ?? []).map(({ ProcessName = '' }) => ProcessName);
    if (names.length === 0) return 'pass';
    return warn({ asg: asg.AutoScalingGroupName ?? '', processes: names.join(', '), names: names.join(' ') });
  }),
  check('asg-minimum', 'asg', async (facts) => {
    const asg = await facts.asg();
    if (!asg) return undefined;
    const [name, count] = [asg.AutoScalingGroupName ?? '', asg.MinSize ?? 0];
    if (count > 1) return 'pass';
    return warn({ asg: name, count, command: withTwo(facts, asg) });
  }),
  check('asg-target-group', 'asg', async (facts) => {
    const [asg, balanced] = [await facts.asg(), await facts.balanced()];
    const arn = balanced?.found?.TargetGroupArn;
    if (!asg || !arn) return undefined;
    if (asg.TargetGroupARNs?.includes(arn)) return 'pass';
    return fail({ asg: asg.AutoScalingGroupName ?? '', targetGroup: balanced.name, arn });
  }),
];
