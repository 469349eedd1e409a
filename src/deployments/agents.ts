// Whether the agents of a fleet run and poll, asked of a sample through Systems Manager: a few calls, however large the fleet is.
import type { InstanceInformation } from '@aws-sdk/client-ssm';
import { allPages, type Place } from '../aws/place.ts';
import { type Inspection, inspect, readInspection } from '../resources/host-scripts.ts';
import { BATCH, inBatches, lookInsideEach } from '../resources/run-command.ts';

export interface SilentAgent {
  instance: string;
  state: Inspection['agent'];
}

export interface Silence {
  silent: SilentAgent[];
  /** Every single one that was picked has answered that its agent is silent. */
  all: boolean;
}

/** What Systems Manager does not reach is not known, and is not called silent. */
export async function silenceIn(place: Place, instances: string[]): Promise<Silence> {
  const sample = instances.slice(0, BATCH);
  const reachable = await online(place, sample);
  if (reachable.length === 0) return { silent: [], all: false };
  const answers = await lookInsideEach(place, reachable, inspect([]));
  const quiet = [...answers].flatMap(([instance, { ok, output }]) => {
    const inspection = readInspection(output);
    return ok && isSilent(inspection) ? [{ instance, state: inspection.agent }] : [];
  });
  if (quiet.length === 0) return { silent: [], all: false };
  const settled = await upForLong(place, quiet);
  const silent = quiet.filter(({ instance }) => settled.has(instance));
  return { silent, all: silent.length === sample.length };
}

/** CodeDeploy waits so long for an agent: one that comes up together with its server is not silent yet. */
const COMES_UP = 5 * 60_000;

async function upForLong({ aws, clock }: Place, quiet: SilentAgent[]): Promise<Set<string>> {
  const { Reservations = [] } = await aws.ec2.describeInstances({
    InstanceIds: quiet.map(({ instance }) => instance),
  });
  const found = Reservations.flatMap(({ Instances = [] }) => Instances);
  const isOld = ({ LaunchTime }: { LaunchTime?: Date }) => clock.now() - (LaunchTime?.getTime() ?? 0) > COMES_UP;
  return new Set(found.filter(isOld).map(({ InstanceId = '' }) => InstanceId));
}

/** Without a line that says so, an agent that has not polled lately may be busy with a deployment. */
const isSilent = ({ agent, evidence }: Inspection) =>
  agent !== 'running' && (agent !== 'not polling' || evidence !== undefined);

async function online(place: Place, instances: string[]): Promise<string[]> {
  const found = await managed(place, instances);
  return found.filter(({ online, platform }) => online && platform === 'Linux').map(({ instance }) => instance);
}

export interface Managed {
  instance: string;
  platform: string;
  /** Systems Manager reaches it now. */
  online: boolean;
}

/** Those that Systems Manager knows: a call for every 50. */
export async function managed(place: Place, instances: string[]): Promise<Managed[]> {
  const found: InstanceInformation[] = [];
  for (const Values of inBatches(instances)) {
    const batch = await allPages(
      (NextToken) =>
        place.aws.ssm.describeInstanceInformation({
          Filters: [{ Key: 'InstanceIds', Values }],
          MaxResults: 50,
          NextToken,
        }),
      ({ InstanceInformationList }) => InstanceInformationList,
      ({ NextToken }) => NextToken,
    );
    found.push(...batch);
  }
  return found.map(({ InstanceId = '', PlatformType = '', PingStatus }) => ({
    instance: InstanceId,
    platform: PlatformType,
    online: PingStatus === 'Online',
  }));
}
