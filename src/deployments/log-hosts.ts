// Which servers' files can be read through Systems Manager, and what became of those that cannot.
import type { Allowed } from '../aws/allowed.ts';
import { allPages, type Place } from '../aws/place.ts';
import type { Platform } from '../resources/run-command.ts';

export interface LogHost {
  instance: string;
  platform: Platform;
  /** `gone`: its files went with it. */
  state: 'readable' | 'unreachable' | 'stopped' | 'gone';
}

export async function logHosts({ aws }: Place, instances: string[], allowed: Allowed): Promise<LogHost[]> {
  const managed = await allowed(() =>
    allPages(
      (NextToken) =>
        aws.ssm.describeInstanceInformation({
          Filters: [{ Key: 'InstanceIds', Values: instances }],
          MaxResults: 50,
          NextToken,
        }),
      ({ InstanceInformationList }) => InstanceInformationList,
      ({ NextToken }) => NextToken,
    ),
  );
  const online = new Map(
    (managed ?? [])
      .filter(({ PingStatus }) => PingStatus === 'Online')
      .map(({ InstanceId = '', PlatformType }) => [InstanceId, PlatformType]),
  );
  const offline = instances.filter((instance) => !online.has(instance));
  const machines = offline.length === 0 ? [] : await allowed(() => machinesOf(aws, offline));
  return instances.map((instance): LogHost => {
    if (online.has(instance))
      return { instance, platform: online.get(instance) === 'Windows' ? 'Windows' : 'Linux', state: 'readable' };
    const machine = machines?.find(({ InstanceId }) => InstanceId === instance);
    const state = machines && (machine?.State?.Name ?? 'terminated');
    return {
      instance,
      platform: machine?.Platform === 'Windows' ? 'Windows' : 'Linux',
      state: /^(terminated|shutting-down)$/.test(state ?? '')
        ? 'gone'
        : /^stopp/.test(state ?? '')
          ? 'stopped'
          : 'unreachable',
    };
  });
}

/** Those that EC2 no longer knows are left out, as a filter does. */
async function machinesOf({ ec2 }: Place['aws'], instances: string[]) {
  const reservations = await allPages(
    (NextToken) => ec2.describeInstances({ Filters: [{ Name: 'instance-id', Values: instances }], NextToken }),
    ({ Reservations }) => Reservations,
    ({ NextToken }) => NextToken,
  );
  return reservations.flatMap(({ Instances = [] }) => Instances);
}
