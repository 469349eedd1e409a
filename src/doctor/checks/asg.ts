// The Auto Scaling groups.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { readLoop } from '../../deployments/launch-loop.ts';
import { allGroups } from '../../resources/auto-scaling-group.ts';
import { PROCESSES } from '../../resources/processes.ts';
import { noteOn } from '../../resources/release-note.ts';
import { rescueOf } from '../../resources/storm.ts';
import { type Check, check, each, type Found, fail, Unknown, warn } from '../check.ts';
import type { Facts } from '../facts.ts';

/** At each Auto Scaling group of the deployment group; of one that is not there nothing is known. */
export const onAsgs = async <D>(facts: Facts, look: (asg: AutoScalingGroup, name: string) => Promise<Found<D>>) =>
  each(await facts.asgs(), async ({ name, found }) => {
    if (!found) throw new Unknown('noAsg', { asg: name });
    return look(found, name);
  });

/** Two at the least, and no fewer than there are. */
export function withTwo({ place }: Facts, asg: AutoScalingGroup): string {
  const sizes = { '--min-size': asg.MinSize, '--max-size': asg.MaxSize, '--desired-capacity': asg.DesiredCapacity };
  const words = Object.entries(sizes).flatMap(([flag, size]) => [flag, String(Math.max(2, size ?? 0))]);
  return place.command('asg', '--asg', asg.AutoScalingGroupName ?? '', ...words);
}

/** What the target group takes at least to call a target healthy. */
const toHealthy = ({ HealthyThresholdCount = 0, HealthCheckIntervalSeconds = 0 }) =>
  HealthyThresholdCount * HealthCheckIntervalSeconds;

/** A release of blue/green freezes both colours, and is remembered on one of them. */
async function isReleased({ place }: Facts, asg: AutoScalingGroup): Promise<boolean> {
  if (noteOn(asg)) return true;
  const suspended = new Set((asg.SuspendedProcesses ?? []).map(({ ProcessName }) => ProcessName));
  return PROCESSES.every((process) => suspended.has(process)) && (await allGroups(place)).some((one) => noteOn(one));
}

export const asgChecks: Check[] = [
  check('asg-exists', 'asg', async (facts) =>
    each(await facts.asgs(), async ({ name, found }) =>
      found ? 'pass' : fail({ asg: name, command: facts.place.command('asg', '--asg', name) }),
    ),
  ),
  check('asg-shared', 'asg', async (facts) => {
    const own = await facts.group();
    return each(await facts.asgs(), async ({ name: asg }) => {
      const sharing = (await facts.allGroups()).filter(({ autoScalingGroups = [] }) =>
        autoScalingGroups.some(({ name }) => name === asg),
      );
      const other = sharing.find(({ deploymentGroupId }) => deploymentGroupId !== own.deploymentGroupId);
      if (!other) return 'pass';
      const { applicationName = '', deploymentGroupName = '', autoScalingGroups = [] } = other;
      const groups = sharing.map((one) => `${one.applicationName}/${one.deploymentGroupName}`).join(', ');
      const kept = autoScalingGroups.flatMap(({ name }) => (name && name !== asg ? [name] : []));
      return fail({ asg, groups, other: deploymentGroupName, otherApplication: applicationName, kept });
    });
  }),
  check('asg-warm-pool', 'asg', (facts) =>
    onAsgs(facts, async (asg, name) => (asg.WarmPoolConfiguration ? warn({ asg: name }) : 'pass')),
  ),
  check('asg-launch-loop', 'asg', (facts) =>
    onAsgs(facts, async (found, asg) => {
      const { place, asked } = facts;
      const { loop, failed } = await readLoop(place, found, asked);
      if (!loop) return 'pass';
      const { failures, message } = loop;
      const command = failed?.deploymentId
        ? place.command('explain', failed.deploymentId)
        : place.command('asg', 'hook', 'status', '--asg', asg);
      return fail({ asg, count: failures, message, command });
    }),
  ),
  check('asg-processes', 'asg', (facts) =>
    onAsgs(facts, async (asg, name) => {
      const names = (asg.SuspendedProcesses ?? []).map(({ ProcessName = '' }) => ProcessName);
      if (names.length === 0) return 'pass';
      const { application, group } = facts.asked;
      const where = ['--asg', name, '--application', application, '--group', group];
      // Launches that a rescue has stopped would fail again: it is the rescue that must come to its end.
      const rescue = rescueOf(asg) && facts.place.command('asg', 'rescue', ...where);
      const release = !rescue && (await isReleased(facts, asg)) && facts.place.command('bluegreen', 'status');
      return warn({
        asg: name,
        processes: names.join(', '),
        names: names.join(' '),
        rescue,
        ...(release && { release }),
      });
    }),
  ),
  check('asg-refresh', 'asg', (facts) =>
    onAsgs(facts, async (_, name) => {
      const { InstanceRefreshes = [] } = await facts.place.aws.autoScaling.describeInstanceRefreshes({
        AutoScalingGroupName: name,
        MaxRecords: 1,
      });
      const [{ Status = '', InstanceRefreshId: id = '' } = {}] = InstanceRefreshes;
      return /^(Pending|InProgress|Cancelling|RollbackInProgress|Baking)$/.test(Status)
        ? warn({ asg: name, id, status: Status })
        : 'pass';
    }),
  ),
  check('asg-grace', 'asg', async (facts) => {
    const balanced = (await facts.balanced()).flatMap(({ found }) => found ?? []);
    return onAsgs(facts, async (asg, name) => {
      const own = balanced.filter(({ TargetGroupArn = '' }) => asg.TargetGroupARNs?.includes(TargetGroupArn));
      // Only then does an instance that is not healthy yet get replaced.
      if (!asg.HealthCheckType?.includes('ELB') || own.length === 0) return undefined;
      const [seconds, grace] = [Math.max(...own.map(toHealthy)), asg.HealthCheckGracePeriod ?? 0];
      return grace >= seconds ? 'pass' : warn({ asg: name, grace, seconds, wanted: Math.max(300, 2 * seconds) });
    });
  }),
  check('asg-minimum', 'asg', (facts) =>
    onAsgs(facts, async (asg, name) => {
      const count = asg.MinSize ?? 0;
      return count > 1 ? 'pass' : warn({ asg: name, count, command: withTwo(facts, asg) });
    }),
  ),
  check('asg-target-group', 'asg', async (facts) => {
    const present = (await facts.balanced()).flatMap(({ name, found }) =>
      found?.TargetGroupArn ? [{ targetGroup: name, arn: found.TargetGroupArn }] : [],
    );
    const [first] = present;
    if (!first) return undefined;
    return onAsgs(facts, async (asg, name) =>
      present.some(({ arn }) => asg.TargetGroupARNs?.includes(arn)) ? 'pass' : fail({ asg: name, ...first }),
    );
  }),
  check('asg-green-left', 'asg', async (facts) => {
    const own = (await facts.asgs()).map(({ name }) => name);
    // CodeDeploy names a copy after the deployment group and the deployment.
    const isCopy = (name: string) => name.startsWith(`CodeDeploy_${facts.asked.group}_d-`);
    const left = (await allGroups(facts.place)).filter(
      ({ AutoScalingGroupName: name = '' }) => isCopy(name) && !own.includes(name),
    );
    const active = (await facts.group()).lastAttemptedDeployment?.deploymentId ?? '-';
    return each(left, async ({ AutoScalingGroupName: name = '', Instances = [] }) =>
      // The newest may be on its way.
      name.endsWith(active) ? undefined : warn({ asg: name, count: Instances.length }),
    ).then((found) => found ?? 'pass');
  }),
];
