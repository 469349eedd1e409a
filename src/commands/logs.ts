// `logs`: what happened to a deployment, from CodeDeploy and from the log files of its servers, in one order. Changes nothing.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { OptionValues } from 'commander';
import type { Allowed } from '../aws/allowed.ts';
import { explain, isNamed } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { type DescribedTarget, describeDeployment } from '../deployments/describe.ts';
import { firstTargets, targetsWith } from '../deployments/first-targets.ts';
import {
  type HostFile,
  pathOf,
  type ReadHost,
  readingScript,
  readPrinted,
  type Wanted,
  type Written,
} from '../deployments/host-logs.ts';
import { eventEntries, fileEntries, merged } from '../deployments/log-entries.ts';
import { type LogHost, logHosts } from '../deployments/log-hosts.ts';
import { deploymentInfo, isActive, isUnknown, totalOf } from '../deployments/status.ts';
import { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import type { LogEntry } from '../engine/ui.ts';
import { duration, invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { readInsideEach } from '../resources/run-command.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { readsOnly } from './reads-only.ts';
import { type Sight, sightOf } from './sight.ts';
import { suggest } from './suggest.ts';
import { seen } from './which-group.ts';

/** Without being named; those that failed come first. */
const HOSTS = 10;
/** As many as one command of Systems Manager goes to. */
const MOST_HOSTS = 50;
const TAIL = 50;
const MOST_LINES = 9_999;
const EVENTS =
  'BeforeBlockTraffic BlockTraffic AfterBlockTraffic ApplicationStop DownloadBundle BeforeInstall Install AfterInstall ApplicationStart ValidateService BeforeAllowTraffic AllowTraffic AfterAllowTraffic'.split(
    ' ',
  );

interface Asked {
  instances: string[];
  files: HostFile[];
  /** What CodeDeploy itself says. */
  events: boolean;
  all: boolean;
  event?: string;
  /** Milliseconds ago. */
  since?: number;
  tail: number;
}

export async function logs(
  session: Session,
  settings: Settings,
  options: OptionValues,
  given: string | undefined,
): Promise<Work> {
  await readsOnly(session, settings);
  const asked = askedFor(options);
  const sight = sightOf(session);
  const { place, info } = given ? await seen.named(session, given, sight) : await seen.last(session, settings, sight);
  if (!info) return { data: { deployment: null, entries: [], unknown: sight.unknown }, ...nothingSeen(session, sight) };
  const look = await reader(session, place, info, asked, sight);
  const entries: LogEntry[] = [];
  const answer = (now: DeploymentInfo) => ({
    data: {
      deployment: { id: now.deploymentId ?? '', status: now.status ?? '' },
      entries,
      unknown: sight.unknown,
    },
    ...(sight.blind
      ? nothingSeen(session, sight, now)
      : { next: isUnknown(now) ? [sight.next] : whatNext(session, now) }),
  });
  let now = info;
  for (;;) {
    try {
      const fresh = await look();
      for (const entry of fresh) session.ui.entry(entry);
      entries.push(...fresh);
      // What was written between the last look and the end is read once more.
      if (!options.follow || (!isActive(now) && fresh.length === 0)) return answer(now);
      await place.clock.sleep(session.globals.pollInterval);
      if (isActive(now)) now = await deploymentInfo(place, now.deploymentId ?? '');
    } catch (error) {
      if (!session.world.signal.aborted) throw error;
    }
    if (session.world.signal.aborted) return { ...answer(now), error: explain(session.world.signal.reason) };
  }
}

function askedFor(options: OptionValues): Asked {
  const instances = [...new Set<string>(options.instance ?? [])];
  for (const instance of instances)
    if (!/^m?i-[0-9a-f]{8,17}$/.test(instance)) throw invalid('--instance', instance, 'instanceId');
  if (instances.length > MOST_HOSTS)
    throw invalid('--instance', String(instances.length), 'range', { from: '1', to: String(MOST_HOSTS) });
  const since = duration('--since', options.since);
  // Who says since when has said how much.
  const {
    tail = String(since === undefined ? TAIL : MOST_LINES),
    all = false,
    agent = false,
    scripts = false,
  } = options;
  if (!/^[1-9]\d{0,3}$/.test(tail)) throw invalid('--tail', tail, 'range', { from: '1', to: String(MOST_LINES) });
  const event = EVENTS.find((name) => name.toLowerCase() === options.event?.toLowerCase());
  if (options.event !== undefined && !event)
    throw invalid('--event', options.event, 'oneOf', { options: EVENTS.join(', ') });
  const any = !agent && !scripts;
  return {
    instances,
    files: [
      ...(any || agent ? (['agent'] as const) : []),
      ...(any || scripts ? (['deployments', 'scripts'] as const) : []),
    ],
    events: any,
    all,
    event,
    since,
    tail: Number(tail),
  };
}

/** Each call answers what is new since the one before. */
async function reader(
  session: Session,
  place: Place,
  info: DeploymentInfo,
  asked: Asked,
  { allowed, isDenied }: Sight,
) {
  const { deploymentId = '', applicationName = '', deploymentGroupName = '' } = info;
  const { ui } = session;
  const found = applicationName
    ? await allowed(async () => ({ info: await readGroup(place, applicationName, deploymentGroupName) }))
    : undefined;
  const group = found?.info?.deploymentGroupId;
  const written: Written | undefined = group ? { deployment: deploymentId, group } : undefined;
  const since = asked.since === undefined ? undefined : place.clock.now() - asked.since;
  let ids: string[] = [];
  let readable: LogHost[] = [];
  /** Who has answered at least once: his own files say more than the tails that CodeDeploy keeps. */
  const known = new Map<string, Wanted['known']>();
  const told = new Set<string>();

  return async (): Promise<LogEntry[]> => {
    if (ids.length === 0) await find();
    const read = new Map<string, ReadHost>();
    for (const platform of ['Linux', 'Windows'] as const)
      for (const [instance, host] of await filesOf(platform)) read.set(instance, host);
    const targets = await describedTargets(place, info, ids, allowed);
    const lists = targets.flatMap((target) => {
      const { instance } = target;
      const host = read.get(instance);
      const events = asked.events ? eventEntries(target, !known.has(instance)) : [];
      const fromFiles = (host?.files ?? [])
        // The log of all deployments repeats what the deployment's own says.
        .filter(
          ({ file }) => file !== 'deployments' || asked.all || !host?.files.some(({ file }) => file === 'scripts'),
        )
        .map((file) => fileEntries(file, target, host!.zone, file.file === 'deployments' ? deploymentId : undefined));
      return [events.filter(isNews), ...fromFiles];
    });
    return merged(lists).filter(isWanted);
  };

  /** It has none before it has begun. */
  async function find() {
    ids =
      asked.instances.length > 0
        ? asked.instances
        : ((await allowed(() => firstTargets(place, deploymentId, HOSTS))) ?? []);
    const more = asked.instances.length > 0 || ids.length === 0 ? 0 : (totalOf(info) ?? 0) - ids.length;
    if (more > 0) ui.warn(line('logsOfFew', { shown: ids.length, more }));
    const machines = ids.filter((id) => /^m?i-[0-9a-f]+$/.test(id));
    const hosts = machines.length > 0 ? await logHosts(place, machines, allowed) : [];
    if (hosts.some(({ state }) => state === 'gone'))
      await allowed(() => refuseUnknown(place, info, asked.instances, hosts));
    for (const host of hosts) sayWhatIsLost(session, host, asked.files, written);
    readable = hosts.filter(({ state }) => state === 'readable');
  }

  /** A command can go only to hosts of one platform; where known lines differ, to fewer. */
  async function filesOf(platform: LogHost['platform']): Promise<Map<string, ReadHost>> {
    const batches = new Map<string, string[]>();
    for (const { instance } of readable.filter((host) => host.platform === platform)) {
      const key = JSON.stringify(known.get(instance) ?? {});
      batches.set(key, [...(batches.get(key) ?? []), instance]);
    }
    const found = new Map<string, ReadHost>();
    for (const [key, instances] of batches) {
      const { files, tail, all: routine } = asked;
      const wanted = { files, written, tail, since, routine, known: JSON.parse(key) as Wanted['known'] };
      const answers = await printedBy(platform, instances, readingScript(platform, wanted));
      for (const instance of instances) {
        const ran = answers.get(instance);
        if (!ran?.ok) {
          if (!known.has(instance)) sayUnread(instance, platform);
          continue;
        }
        const host = readPrinted(ran.output);
        found.set(instance, host);
        const before = known.get(instance) ?? {};
        // A file that has fewer lines than before was begun anew.
        const counts = host.files.map(({ file, lines }) => [file, lines < (before[file] ?? 0) ? 0 : lines]);
        known.set(instance, Object.fromEntries(counts));
        const cut = host.files.filter(({ cut }) => cut).map(({ file }) => pathOf(platform, file, written) ?? file);
        if (cut.length > 0) ui.warn(line('logsCut', { instance, paths: cut }));
      }
    }
    return found;
  }

  async function printedBy(platform: LogHost['platform'], instances: string[], script: string[]) {
    try {
      return await readInsideEach(place, instances, platform, script);
    } catch (error) {
      if (!isDenied(error) && !isNamed(error, ['InvalidInstanceId', 'InvalidDocument'])) throw error;
      readable = readable.filter(({ instance }) => !instances.includes(instance));
      return new Map<string, never>();
    }
  }

  function sayUnread(instance: string, platform: LogHost['platform']) {
    readable = readable.filter((host) => host.instance !== instance);
    sayWhatIsLost(session, { instance, platform, state: 'unreachable' }, asked.files, written);
  }

  function isNews({ time, instance, event, text }: LogEntry): boolean {
    const key = [time, instance, event, text].join('\n');
    return !told.has(key) && told.add(key) !== undefined;
  }

  function isWanted({ time, event }: LogEntry): boolean {
    if (asked.event && event !== asked.event) return false;
    return since === undefined || time === null || Date.parse(time) >= since;
  }
}

/** An instance that is gone and that the deployment never knew is a slip of the pen. */
async function refuseUnknown(place: Place, { deploymentId = '' }: DeploymentInfo, asked: string[], hosts: LogHost[]) {
  for (const { instance, state } of hosts) {
    if (state !== 'gone' || !asked.includes(instance)) continue;
    if ((await targetsWith(place, deploymentId, [instance])).length > 0) continue;
    const instead = await firstTargets(place, deploymentId, HOSTS);
    throw new WizardError('notFound', { kind: 'ec2.instance', name: instance, region: place.region, instead });
  }
}

/** Also those that the deployment does not know: their files can be read all the same. */
async function describedTargets(
  place: Place,
  info: DeploymentInfo,
  ids: string[],
  allowed: Allowed,
): Promise<DescribedTarget[]> {
  const { deploymentId = '' } = info;
  if (ids.length === 0) return [];
  const found = await allowed(async () => {
    const together = await targetsWith(place, deploymentId, ids);
    if (together.length === ids.length) return together;
    return (await Promise.all(ids.map((id) => targetsWith(place, deploymentId, [id])))).flat();
  });
  const targets = found ?? [];
  const described = describeDeployment(info, targets).targets;
  const strangers = ids.filter((id) => !described.some(({ instance }) => id.endsWith(instance)));
  return [...described, ...strangers.map((instance) => ({ instance, label: null, status: '', events: [] }))];
}

function sayWhatIsLost({ ui }: Session, host: LogHost, files: HostFile[], written: Written | undefined) {
  const { instance, platform, state } = host;
  if (state === 'gone') ui.warn(line('logsGone', { instance }));
  else if (state === 'stopped') ui.warn(line('logsStopped', { instance }));
  else if (state === 'unreachable') {
    const paths = files.flatMap((file) => pathOf(platform, file, written) ?? []);
    const commands = paths.map((path) =>
      platform === 'Windows' ? `Get-Content -Tail 50 '${path}'` : `sudo tail -n 50 ${path}`,
    );
    ui.warn(line('logsUnreachable', { instance, commands }));
  }
}

/** Not one line could be read. */
const nothingSeen = ({ text: { words } }: Session, sight: Sight, info?: DeploymentInfo): Work => ({
  blocks: [{ rows: [[[words.deployment, info?.deploymentId].filter(Boolean).join(' '), words.unknown]] }],
  next: [sight.next],
  error: sight.refusal,
});

function whatNext(session: Session, info: DeploymentInfo): string[] {
  const { deploymentId: id = '', status } = info;
  if (isActive(info)) return [suggest(session, 'deploy', 'watch', id)];
  const show = suggest(session, 'deploy', 'show', id);
  return status === 'Succeeded' ? [show] : [suggest(session, 'explain', id), show];
}
