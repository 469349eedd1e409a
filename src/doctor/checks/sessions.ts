// What decides whether users notice a deployment: besides what any deployment depends on, how the load balancer lets
// instances go and takes them back, and what the application does when it is stopped.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FILE } from '../../appspec/folder.ts';
import { lintDocument } from '../../appspec/lint.ts';
import { minimumOf } from '../../deployments/preflight.ts';
import { simulate } from '../../deployments/simulation.ts';
import { type Check, check, each, fail, Unknown, warn } from '../check.ts';
import type { Facts } from '../facts.ts';
import { attributesOf, inState, isUsed, onPresent } from './balancer.ts';
import { configOf, groupCommand } from './group.ts';
import { checks } from './index.ts';

const isInPlace = async (facts: Facts) => (await facts.group()).deploymentStyle?.deploymentType !== 'BLUE_GREEN';

/** Of a deployment in place to all that the group reaches; undefined where it cannot begin. */
async function simulated(facts: Facts) {
  const [info, { running, stopped }] = [await facts.group(), await facts.reached()];
  const count = running.length + stopped.length;
  const config = configOf(info);
  const found = simulate(count, await minimumOf(facts.place, config));
  return found.canStart && (await isInPlace(facts)) ? { ...found, count, config } : undefined;
}

/** Seconds by which the load balancer should give up an idle connection before the application does. */
const SOONER = 5;
const ROUTING = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';

/** Only the application knows, so it must be said. */
function saidOf(facts: Facts, what: 'longestRequest' | 'keepAlive', flag: string): number {
  const seconds = facts.asked[what];
  if (seconds === undefined) throw new Unknown('unsaid', { flag });
  return seconds;
}

/** Whether a script runs in `event`, by the appspec.yml that is here. */
async function hasScript({ place, asked }: Facts, event: string): Promise<boolean> {
  const bytes = await readFile(join(resolve(place.cwd, asked.directory), FILE)).catch(() => undefined);
  const spec = bytes && lintDocument(bytes).spec;
  if (!spec) throw new Unknown('noAppSpec');
  return spec.scripts.some((script) => script.event === event);
}

const own: Check[] = [
  check('targets-two', 'balancer', (facts) =>
    onPresent(facts, async (_, balanced) => {
      if (!isUsed(balanced) || !(await isInPlace(facts))) return undefined;
      const healthy = inState(balanced, 'healthy').length;
      if (healthy === 0) return undefined;
      return healthy > 1 ? 'pass' : fail({ targetGroup: balanced.name });
    }),
  ),
  check('capacity-left', 'group', async (facts) => {
    const found = await simulated(facts);
    // To lose all at once is a matter of its own, and so is a single instance.
    if (!found || found.lowestHealthy === 0) return undefined;
    const { count, config, lowestHealthy: left } = found;
    if (left * 2 >= count) return 'pass';
    return warn({ config, left, count, command: groupCommand(facts, '--deployment-config', 'HalfAtATime') });
  }),
  check('drain-long-enough', 'balancer', (facts) =>
    onPresent(facts, async (found, { name }) => {
      const longest = saidOf(facts, 'longestRequest', '--longest-request');
      const seconds = Number((await attributesOf(facts, found))('deregistration_delay.timeout_seconds') ?? 300);
      if (seconds >= longest) return 'pass';
      return fail({ targetGroup: name, arn: found.TargetGroupArn ?? '', seconds, longest, wanted: Math.ceil(longest) });
    }),
  ),
  check('keep-alive', 'balancer', async (facts) => {
    const balancers = (await facts.balanced()).flatMap(({ found }) => found?.LoadBalancerArns ?? []);
    return each([...new Set(balancers)], async (balancer) => {
      const keepAlive = saidOf(facts, 'keepAlive', '--keep-alive');
      const { Attributes = [] } = await facts.place.aws.elb.describeLoadBalancerAttributes({
        LoadBalancerArn: balancer,
      });
      const seconds = Number(Attributes.find(({ Key }) => Key === 'idle_timeout.timeout_seconds')?.Value ?? 60);
      const wanted = Math.max(1, Math.ceil(keepAlive) - SOONER);
      return keepAlive > seconds ? 'pass' : warn({ balancer, seconds, keepAlive, wanted });
    });
  }),
  check('fail-open', 'balancer', (facts) =>
    onPresent(facts, async (found, { name, health }) => {
      const left = (await simulated(facts))?.lowestHealthy ?? 0;
      if (left === 0) return undefined;
      const attribute = await attributesOf(facts, found);
      const [count = 1, percent = 0] = ['count', 'percentage'].map(
        (kind) => Number(attribute(`${ROUTING}.${kind}`)) || 0,
      );
      const needed = Math.max(count, Math.ceil((health.length * percent) / 100));
      return left >= needed ? 'pass' : warn({ targetGroup: name, arn: found.TargetGroupArn ?? '', left, needed });
    }),
  ),
  check('health-path', 'balancer', (facts) =>
    onPresent(facts, async (found, { name }) => {
      if (!found.HealthCheckProtocol?.startsWith('HTTP')) return undefined;
      if (found.HealthCheckPath !== '/') return 'pass';
      return warn({ targetGroup: name, arn: found.TargetGroupArn ?? '' });
    }),
  ),
  check('alarms-configured', 'group', async (facts) => {
    const { alarmConfiguration: alarms, autoRollbackConfiguration: rollback } = await facts.group();
    const names = (alarms?.enabled ? (alarms.alarms ?? []) : []).flatMap(({ name }) => name ?? []);
    const rollsBack = rollback?.enabled && rollback.events?.includes('DEPLOYMENT_STOP_ON_ALARM');
    if (names.length > 0 && rollsBack) return 'pass';
    const command = groupCommand(facts, '--alarms', names.join(','), '--rollback-on', 'failure,alarm');
    return warn({ alarms: names.join(', '), ...(names.length > 0 && { command }) });
  }),
  check('stop-script', 'revision', async (facts) => ((await hasScript(facts, 'ApplicationStop')) ? 'pass' : warn({}))),
  check('validate-script', 'revision', async (facts) =>
    (await hasScript(facts, 'ValidateService')) ? 'pass' : warn({}),
  ),
];

/** Those of the doctor that users would notice. */
const SHARED = [
  'group-exists',
  'group-targets',
  'target-group-listener',
  'target-health',
  'asg-target-group',
  'traffic-control',
  'network-zones',
  'asg-minimum',
  'group-minimum',
  'group-all-at-once',
  'deregistration-delay',
  'stickiness',
  'asg-grace',
  'asg-refresh',
  'asg-processes',
  'group-outdated',
  'group-rollback',
  'last-deployment',
];

/** Where nobody is to notice anything, users on an instance that is deployed to are more than a warning. */
const strict = (one: Check): Check =>
  one.id !== 'traffic-control'
    ? one
    : {
        ...one,
        async look(facts) {
          const found = await one.look(facts);
          return typeof found === 'object' && found.status === 'warn' ? { ...found, status: 'fail' } : found;
        },
      };

const ORDER = ['asg', 'network', 'balancer', 'group', 'revision'];

export const sessionChecks: readonly Check[] = [
  ...checks.filter(({ id }) => SHARED.includes(id)).map(strict),
  ...own,
].sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group));
