// The inside of all instances: one script for each platform, sent once to every 50, and what it says of each.
import type { Place } from '../aws/place.ts';
import { managed } from '../deployments/agents.ts';
import { type Inspection, readInspection } from '../resources/host-scripts.ts';
import { lookInsideEach, type Platform, type Ran } from '../resources/run-command.ts';
import { linuxScript, windowsScript } from './host-script.ts';

export interface HostReport {
  instance: string;
  platform: Platform;
  agent: Inspection['agent'];
  version: string | null;
  /** What the agent remembers of earlier deployments. */
  remembered: string[];
  /** The line of the agent's log that says what is wrong. */
  trouble?: string;
  /** unclear: it is at work, has just started, or writes another log than the first generation does. */
  polling: 'lately' | 'unclear' | 'silent';
  /** When it polled last, by its own clock. */
  polled?: string;
  /** How far its clock is off, in seconds. */
  skew?: number;
  /** How full its disk is, in percent. */
  disk?: number;
  /** Absent where there is none. */
  ruby?: string;
  /** Keys of its own, which win over the role. */
  ownKeys: boolean;
  /** The first file that lies where the next revision goes, and is nobody's. */
  clash?: string;
}

/** Why an instance was not looked into. */
export type Blind = 'unmanaged' | 'offline' | 'failed' | 'unanswered' | 'untold';

export interface Unseen {
  instance: string;
  why: Blind;
}

export interface Hosts {
  reports: HostReport[];
  unseen: Unseen[];
}

const PLATFORMS: readonly Platform[] = ['Linux', 'Windows'];

export async function readHosts(
  place: Place,
  instances: string[],
  destinations: readonly string[],
  group: string,
): Promise<Hosts> {
  const known = new Map((await managed(place, instances)).map((one) => [one.instance, one]));
  const reports: HostReport[] = [];
  const unseen = instances.flatMap((instance): Unseen[] => {
    const found = known.get(instance);
    return found?.online ? [] : [{ instance, why: found ? 'offline' : 'unmanaged' }];
  });
  for (const platform of PLATFORMS) {
    const ids = instances.filter((id) => known.get(id)?.online && known.get(id)?.platform === platform);
    if (ids.length === 0) continue;
    const script = platform === 'Linux' ? linuxScript(destinations, group) : windowsScript;
    const before = place.clock.now();
    const answers = await lookInsideEach(place, ids, script, platform);
    const asked = { before, after: place.clock.now() };
    for (const instance of ids) {
      const ran = answers.get(instance);
      const report = ran?.ok && reportOf(instance, platform, ran, asked);
      if (report) reports.push(report);
      else unseen.push({ instance, why: ran ? 'failed' : 'unanswered' });
    }
  }
  const byId = (a: { instance: string }, b: { instance: string }) => (a.instance < b.instance ? -1 : 1);
  return { reports: reports.sort(byId), unseen: unseen.sort(byId) };
}

function reportOf(
  instance: string,
  platform: Platform,
  { output: printed }: Ran,
  { before, after }: { before: number; after: number },
): HostReport | undefined {
  const output = printed.replaceAll('\r', '');
  const lines = (name: string) =>
    new RegExp(`^@${name}\\n((?:(?!@).*\\n?)*)`, 'm').exec(output)?.[1]?.trim().split('\n') ?? [];
  const first = (name: string) => lines(name)[0] ?? '';
  const inspection = readInspection(output);
  if (!inspection.whole) return undefined;
  const clock = Number(first('clock')) * 1000;
  const disk = /(\d+)%/.exec(first('disk'))?.[1];
  const agent = platform === 'Windows' ? windowsAgent(first('service'), inspection) : inspection.agent;
  return {
    instance,
    platform,
    agent,
    version: inspection.version,
    remembered: inspection.remembered,
    trouble: inspection.evidence && (first('error') || inspection.evidence),
    ...pollingOf(first, lines('log'), inspection.version),
    // It was asked at some moment between the two.
    ...(clock && { skew: Math.round(Math.max(0, before - clock, clock - after) / 1000) }),
    ...(disk && { disk: Number(disk) }),
    ruby: /(\d+\.\d+(\.\d+)?)/.exec(first('ruby'))?.[1],
    ownKeys: first('keys') === 'own',
    clash: first('clash') || undefined,
  };
}

/** There it is the service that says whether the agent is installed; its version only the log knows. */
function windowsAgent(service: string, { evidence }: Inspection): Inspection['agent'] {
  if (!service) return 'missing';
  if (service !== 'Running') return 'stopped';
  if (!evidence) return 'running';
  return /Missing credentials/.test(evidence) ? 'without credentials' : 'not polling';
}

/** A long poll takes a minute, and after errors the agent pauses for as long. */
const LATELY = 5 * 60_000;

function pollingOf(
  first: (name: string) => string,
  log: string[],
  version: string | null,
): Pick<HostReport, 'polling' | 'polled'> {
  const now = momentOf(first('now'));
  const isRecent = (time: string | undefined) => now - momentOf(time) <= LATELY;
  const polled = first('polled') || undefined;
  if (isRecent(polled)) return { polling: 'lately', polled };
  const last = log.findLast((text) => !Number.isNaN(momentOf(text)));
  const isAtWork = first('busy') !== '' || isRecent(last);
  const isOldEnough = version?.startsWith('1.') === true;
  const isRead = first('logged') === '' || polled !== undefined || log.some((text) => text.trim() !== '');
  return { polling: isAtWork || !isOldEnough || !isRead ? 'unclear' : 'silent', polled };
}

/** NaN where the line does not begin with a moment. Older agents put a blank between date and time. */
function momentOf(text = ''): number {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/.exec(text) ?? [];
  return Date.parse(`${day}T${time}Z`);
}
