// The load balancer: whether instances can leave it and come back.
import { type Check, check, fail, warn } from '../check.ts';
import { idsAs } from './host-lists.ts';

/** For longer, users hardly notice, but deployments do. */
const LONG = 60;

const isUsed = (balanced: { found?: { LoadBalancerArns?: string[] } }) =>
  (balanced.found?.LoadBalancerArns ?? []).length > 0;

export const balancerChecks: Check[] = [
  check('target-group-listener', 'balancer', async (facts) => {
    const balanced = await facts.balanced();
    if (!balanced) return undefined;
    if (isUsed(balanced)) return 'pass';
    return fail({ targetGroup: balanced.name, arn: balanced.found?.TargetGroupArn ?? 'TARGET_GROUP_ARN' });
  }),
  check('target-health', 'balancer', async (facts) => {
    const balanced = await facts.balanced();
    if (!balanced || !isUsed(balanced)) return undefined;
    const sick = balanced.health.filter(({ TargetHealth }) => TargetHealth?.State === 'unhealthy');
    // That not one passes is another matter, and nobody registered is none.
    if (balanced.health.length === 0 || sick.length === balanced.health.length) return undefined;
    if (sick.length === 0) return 'pass';
    return fail({
      targetGroup: balanced.name,
      ...idsAs(sick.map(({ Target }) => Target?.Id ?? '')),
      message: sick[0]?.TargetHealth?.Description ?? '',
    });
  }),
  check('health-check', 'balancer', async (facts) => {
    const balanced = await facts.balanced();
    if (!balanced?.found || !isUsed(balanced)) return undefined;
    const { found, health, name } = balanced;
    const sick = health.filter(({ TargetHealth }) => TargetHealth?.State === 'unhealthy');
    if (sick.length === 0 || sick.length < health.length) return 'pass';
    return fail({
      targetGroup: name,
      check: `${found.HealthCheckProtocol ?? ''} ${found.HealthCheckPath ?? ''} (${found.Matcher?.HttpCode ?? ''})`,
      message: sick[0]?.TargetHealth?.Description ?? '',
      arn: found.TargetGroupArn ?? '',
    });
  }),
  check('deregistration-delay', 'balancer', async (facts) => {
    const balanced = await facts.balanced();
    const arn = balanced?.found?.TargetGroupArn;
    if (!arn) return undefined;
    const { Attributes = [] } = await facts.place.aws.elb.describeTargetGroupAttributes({ TargetGroupArn: arn });
    const delay = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value;
    const seconds = Number(delay ?? 300);
    return seconds > LONG ? warn({ targetGroup: balanced.name, arn, seconds }) : 'pass';
  }),
  check('traffic-control', 'balancer', async (facts) => {
    const [info, balanced] = [await facts.group(), await facts.balanced()];
    if (!balanced?.found) return undefined;
    if (info.deploymentStyle?.deploymentOption === 'WITH_TRAFFIC_CONTROL') return 'pass';
    const command = facts.place.command('group', '--target-group', balanced.name, '--traffic-control');
    return warn({ targetGroup: balanced.name, command });
  }),
];
