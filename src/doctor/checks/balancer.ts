// The load balancer: whether instances can leave it and come back.
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Check, check, each, type Found, fail, warn } from '../check.ts';
import type { Balanced, Facts } from '../facts.ts';
import { idsAs } from './host-lists.ts';

/** For longer, users hardly notice, but deployments do. */
const LONG = 60;

export const isUsed = ({ found }: Balanced) => (found?.LoadBalancerArns ?? []).length > 0;

const onTargetGroups = async <D>(facts: Facts, look: (balanced: Balanced) => Promise<Found<D>>) =>
  each(await facts.balanced(), look);

export const onPresent = <D>(facts: Facts, look: (found: TargetGroup, balanced: Balanced) => Promise<Found<D>>) =>
  onTargetGroups(facts, async (balanced) => (balanced.found ? look(balanced.found, balanced) : undefined));

export const inState = ({ health }: Balanced, state: string) =>
  health.filter((one) => one.TargetHealth?.State === state);

export async function attributesOf({ place }: Facts, { TargetGroupArn }: TargetGroup) {
  const { Attributes = [] } = await place.aws.elb.describeTargetGroupAttributes({ TargetGroupArn });
  return (key: string) => Attributes.find(({ Key }) => Key === key)?.Value;
}

/** Where a listener could be: a balancer of the same network, and what listens on it now. Only the fix needs it. */
async function nearestBalancer({ place: { aws } }: Facts, { VpcId }: TargetGroup) {
  try {
    const { LoadBalancers = [] } = await aws.elb.describeLoadBalancers({});
    const balancer = LoadBalancers.find((one) => one.VpcId === VpcId)?.LoadBalancerArn;
    if (!balancer) return {};
    const { Listeners: [listener] = [] } = await aws.elb.describeListeners({ LoadBalancerArn: balancer });
    return { balancer, listener: listener?.ListenerArn };
  } catch {
    return {};
  }
}

const portOf = ({ HealthCheckPort, Port }: TargetGroup) =>
  HealthCheckPort && HealthCheckPort !== 'traffic-port' ? Number(HealthCheckPort) : (Port ?? 80);

const checkOf = ({ HealthCheckProtocol, HealthCheckPath = '', Matcher }: TargetGroup) =>
  `${HealthCheckProtocol ?? ''} ${HealthCheckPath} (${Matcher?.HttpCode ?? ''})`;

export const balancerChecks: Check[] = [
  check('target-group-listener', 'balancer', (facts) =>
    onTargetGroups(facts, async (balanced) => {
      if (isUsed(balanced)) return 'pass';
      const { name, found } = balanced;
      const [asg] = await facts.asgs();
      const subnets = (asg?.found?.VPCZoneIdentifier ?? '').split(',').filter(Boolean);
      const near = found ? await nearestBalancer(facts, found) : {};
      return fail({ targetGroup: name, arn: found?.TargetGroupArn, subnets, ...near });
    }),
  ),
  check('target-health', 'balancer', (facts) =>
    onPresent(facts, async (found, balanced) => {
      if (!isUsed(balanced)) return undefined;
      const sick = inState(balanced, 'unhealthy');
      // That not one passes is another matter, and nobody registered is none.
      if (balanced.health.length === 0 || sick.length === balanced.health.length) return undefined;
      if (sick.length === 0) return 'pass';
      return fail({
        targetGroup: balanced.name,
        ...idsAs(sick.map(({ Target }) => Target?.Id ?? '')),
        message: sick[0]?.TargetHealth?.Description ?? '',
        port: portOf(found),
        path: found.HealthCheckPath ?? '/',
      });
    }),
  ),
  check('target-zones', 'balancer', (facts) =>
    onPresent(facts, async (_, balanced) => {
      if (!isUsed(balanced)) return undefined;
      const outside = balanced.health.filter(({ TargetHealth }) => TargetHealth?.Reason === 'Target.NotInUse');
      if (outside.length === 0) return 'pass';
      const [balancer = ''] = balanced.found?.LoadBalancerArns ?? [];
      const ids = outside.map(({ Target }) => Target?.Id ?? '');
      const own = (await facts.instances()).filter(({ id }) => ids.includes(id));
      const subnets = [...new Set(own.flatMap(({ subnet }) => subnet ?? []))];
      const present = await facts.place.aws.elb
        .describeLoadBalancers({ LoadBalancerArns: [balancer] })
        .catch(() => ({}));
      const zones = ('LoadBalancers' in present && present.LoadBalancers?.[0]?.AvailabilityZones) || [];
      const all = [...zones.flatMap(({ SubnetId }) => SubnetId ?? []), ...subnets].join(' ');
      return fail({ targetGroup: balanced.name, ...idsAs(ids), balancer, subnets: all });
    }),
  ),
  check('health-check', 'balancer', (facts) =>
    onPresent(facts, async (found, balanced) => {
      if (!isUsed(balanced)) return undefined;
      const sick = inState(balanced, 'unhealthy');
      if (sick.length === 0 || sick.length < balanced.health.length) return 'pass';
      return fail({
        targetGroup: balanced.name,
        check: checkOf(found),
        message: sick[0]?.TargetHealth?.Description ?? '',
        arn: found.TargetGroupArn ?? '',
        port: portOf(found),
        path: found.HealthCheckPath ?? '/',
      });
    }),
  ),
  check('deregistration-delay', 'balancer', (facts) =>
    onPresent(facts, async (found, { name }) => {
      const attribute = await attributesOf(facts, found);
      const seconds = Number(attribute('deregistration_delay.timeout_seconds') ?? 300);
      return seconds > LONG ? warn({ targetGroup: name, arn: found.TargetGroupArn ?? '', seconds }) : 'pass';
    }),
  ),
  check('stickiness', 'balancer', (facts) =>
    onPresent(facts, async (found, { name }) => {
      const attribute = await attributesOf(facts, found);
      if (attribute('stickiness.enabled') !== 'true') return 'pass';
      return warn({ targetGroup: name, arn: found.TargetGroupArn ?? '' });
    }),
  ),
  check('traffic-control', 'balancer', async (facts) => {
    const { deploymentStyle } = await facts.group();
    return onPresent(facts, async (_, { name }) => {
      if (deploymentStyle?.deploymentOption === 'WITH_TRAFFIC_CONTROL') return 'pass';
      const { application, group } = facts.asked;
      const where = ['--application', application, '--group', group];
      return warn({
        targetGroup: name,
        command: facts.place.command('group', ...where, '--target-group', name, '--traffic-control'),
      });
    });
  }),
];
