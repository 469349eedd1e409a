// The inside of the instances: one script, sent once to a sample, and what it says of each.

import type { Place } from '../aws/place.ts';
import { managed } from '../deployments/agents.ts';
import { AGENT_LOG, type Inspection, inspect, quote, readInspection } from '../resources/host-scripts.ts';
import { lookInsideEach } from '../resources/run-command.ts';

/** As many as one command can be sent to. */
export const SAMPLE = 50;

export interface HostReport extends Inspection {
  instance: string;
  /** How far its clock is off, in seconds. */
  skew: number;
  /** How full its disk is, in percent. */
  disk?: number;
  /** Absent where there is none. */
  ruby?: string;
  /** Keys of its own, which win over the role. */
  ownKeys: boolean;
  /** The first file that lies where the next revision goes, and is nobody's. */
  clash?: string;
}

export interface Hosts {
  reports: HostReport[];
  /** Systems Manager does not reach them. */
  unmanaged: string[];
}

const INSTRUCTIONS = '/opt/codedeploy-agent/deployment-root/deployment-instructions';

/** More would not fit into a command. */
const MOST_PATHS = 60;

/** `destinations`: absolute paths of files to come. `group`: id of the deployment group whose own files may lie there. */
export const script = (destinations: readonly string[], group: string): string[] => [
  // Its end mark comes at the end of the whole.
  ...inspect([]).slice(0, -1),
  // The log above is cut where the words of an error begin.
  "echo '@error'",
  `tail -n 60 ${AGENT_LOG} 2>/dev/null | grep -E 'ERROR|Missing credentials|Cannot reach' | tail -n 1 | cut -c1-400 || true`,
  "echo '@clock'",
  'date -u +%s',
  "echo '@disk'",
  'df -P / 2>/dev/null | tail -n 1 || true',
  "echo '@ruby'",
  'ruby --version 2>/dev/null | cut -c1-60 || true',
  "echo '@keys'",
  "if [ -e /root/.aws/credentials ]; then echo 'own'; fi",
  "echo '@clash'",
  ...destinations
    .slice(0, MOST_PATHS)
    .map(
      (path) =>
        `if [ -e ${quote(path)} ] && ! grep -qxF ${quote(path)} ${quote(`${INSTRUCTIONS}/${group}-cleanup`)} 2>/dev/null; then echo ${quote(path)}; fi`,
    ),
  "echo '@end'",
];

export async function readHosts(
  place: Place,
  instances: string[],
  destinations: readonly string[],
  group: string,
): Promise<Hosts> {
  const known = instances.length > 0 ? await managed(place, instances) : [];
  const unmanaged = instances.filter((id) => !known.some(({ instance }) => instance === id));
  // Windows speaks another language, which the script does not.
  const linux = known.filter(({ linux }) => linux).map(({ instance }) => instance);
  if (linux.length === 0) return { reports: [], unmanaged };
  const before = place.clock.now();
  const answers = await lookInsideEach(place, linux, script(destinations, group));
  const after = place.clock.now();
  const reports = [...answers].flatMap(([instance, { ok, output }]) =>
    ok ? [reportOf(instance, output, before, after)] : [],
  );
  return { reports: reports.sort((a, b) => (a.instance < b.instance ? -1 : 1)), unmanaged };
}

function reportOf(instance: string, output: string, before: number, after: number): HostReport {
  const section = (name: string) =>
    new RegExp(`^@${name}\\n((?:(?!@).*\\n?)*)`, 'm').exec(output)?.[1]?.trim().split('\n')[0] ?? '';
  const clock = Number(section('clock')) * 1000;
  const disk = /(\d+)%/.exec(section('disk'))?.[1];
  const inspection = readInspection(output);
  return {
    ...inspection,
    evidence: inspection.evidence && (section('error') || inspection.evidence),
    instance,
    // It was asked at some moment between the two.
    skew: clock ? Math.round(Math.max(0, before - clock, clock - after) / 1000) : 0,
    ...(disk && { disk: Number(disk) }),
    ruby: /(\d+\.\d+(\.\d+)?)/.exec(section('ruby'))?.[1],
    ownKeys: section('keys') === 'own',
    clash: section('clash') || undefined,
  };
}
