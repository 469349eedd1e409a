// Who looks, and whether the instances can be reached and reach out.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { allPages, type Place } from '../../aws/place.ts';
import type { Check } from '../check.ts';
import { check, fail, warn } from '../check.ts';
import { onAsgs } from './asg.ts';
import { hostsAs, onHosts } from './host-lists.ts';

const NO_ROUTE = /NetworkingError|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|SocketError|getaddrinfo|execution expired/;

export const isCutOff = (line: string | undefined) => line !== undefined && NO_ROUTE.test(line);

/** The subnets that the group has, and one of each other zone; '' where there is none, or nobody may look. */
async function subnetsFor({ aws }: Place, { VPCZoneIdentifier = '' }: AutoScalingGroup): Promise<string> {
  const own = VPCZoneIdentifier.split(',').filter(Boolean);
  try {
    const { Subnets: [first] = [] } = await aws.ec2.describeSubnets({ SubnetIds: own.slice(0, 1) });
    const all = await allPages(
      (NextToken) =>
        aws.ec2.describeSubnets({ Filters: [{ Name: 'vpc-id', Values: [first?.VpcId ?? ''] }], NextToken }),
      ({ Subnets }) => Subnets,
      ({ NextToken }) => NextToken,
    );
    const zones = new Map([first, ...all].map((subnet) => [subnet?.AvailabilityZone, subnet?.SubnetId] as const));
    zones.delete(first?.AvailabilityZone);
    return zones.size > 0 ? [...own, ...zones.values()].join(',') : '';
  } catch {
    return '';
  }
}

export const callerChecks: Check[] = [
  check('caller-root', 'caller', async ({ place }) => {
    const { Arn = '' } = await place.aws.sts.getCallerIdentity({});
    return /:root$/.test(Arn) ? warn({ arn: Arn }) : 'pass';
  }),
  check('network-outbound', 'network', (facts) =>
    onHosts(
      facts,
      ({ trouble }) => isCutOff(trouble),
      (cut) => fail({ ...hostsAs(cut), line: cut[0]?.trouble ?? '' }),
    ),
  ),
  check('network-zones', 'network', (facts) =>
    onAsgs(facts, async (asg, name) => {
      const zones = asg.AvailabilityZones ?? [];
      if (zones.length > 1) return 'pass';
      return warn({ asg: name, zone: zones.join(', '), subnets: await subnetsFor(facts.place, asg) });
    }),
  ),
];
