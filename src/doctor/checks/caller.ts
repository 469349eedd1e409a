// Who looks, and whether the instances can be reached and reach out.
import type { Check } from '../check.ts';
import { check, fail, warn } from '../check.ts';
import { hostsAs, reportsOf } from './host-lists.ts';

const NO_ROUTE = /NetworkingError|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|SocketError|getaddrinfo|execution expired/;

export const isCutOff = (evidence: string | undefined) => evidence !== undefined && NO_ROUTE.test(evidence);

export const callerChecks: Check[] = [
  check('caller-root', 'caller', async ({ place }) => {
    const { Arn = '' } = await place.aws.sts.getCallerIdentity({});
    return /:root$/.test(Arn) ? warn({ arn: Arn }) : 'pass';
  }),
  check('network-outbound', 'network', async (facts) => {
    const cut = (await reportsOf(facts)).filter(({ evidence }) => isCutOff(evidence));
    return cut[0] ? fail({ ...hostsAs(cut), line: cut[0].evidence ?? '' }) : 'pass';
  }),
  check('network-zones', 'network', async (facts) => {
    const asg = await facts.asg();
    if (!asg) return undefined;
    const zones = asg.AvailabilityZones ?? [];
    return zones.length > 1 ? 'pass' : warn({ asg: asg.AutoScalingGroupName ?? '', zone: zones.join(', ') });
  }),
];
