// What a deployment configuration would do to a fleet: without AWS, so that it can be tried before anything is there.
import { type Minimum, PREDEFINED } from '../deployments/healthy.ts';
import {
  durationOf,
  longestInstance,
  type Simulation,
  simulate,
  spread,
  TIME_LIMIT,
  type Zonal,
  type Zone,
} from '../deployments/simulation.ts';
import { WizardError } from '../engine/errors.ts';
import { accept, flagOf } from '../engine/question.ts';
import type { Block } from '../engine/ui.ts';
import { duration, invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import { minimumHealthyOf } from '../resources/deployment-config.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { configNamed } from '../steps/group.ts';
import { questions } from '../steps/index.ts';
import * as rules from '../steps/rules.ts';
import { readsOnly } from './reads-only.ts';
import { pictureOf } from './simulate-picture.ts';
import { suggest } from './suggest.ts';

export interface SimulateOptions {
  instances?: string;
  zones?: string;
  minimumHealthyPerZone?: string;
  monitor?: string;
  firstMonitor?: string;
  minutesPerInstance?: string;
}

const MOST_INSTANCES = 10_000;

export async function simulateGroup(session: Session, settings: Settings, options: SimulateOptions): Promise<Work> {
  await readsOnly(session, settings);
  const { text } = session;
  const zones = zonesOf(session, options);
  const fleet = fleetOf(session, options, zones);
  const config = configSaid(session, settings, zones !== undefined);
  const zonal = zones && zonalOf(options, zones(fleet));
  const found = simulate(fleet, config.minimum, zonal);
  const perInstance = minutesOf(options.minutesPerInstance);
  const longest = durationOf(found, longestInstance(trafficOf(settings)));
  const expected = perInstance === undefined || !found.canStart ? undefined : durationOf(found, perInstance);
  const data = {
    config: config.name,
    instances: fleet,
    minimum: found.minimum,
    batches: found.batches.map(({ instances }) => instances),
    lowestHealthy: found.lowestHealthy,
    canStart: found.canStart,
    reason: found.reason,
    zones: zonal ? zonal.zones : null,
    minutes: {
      expected: expected === undefined ? null : expected / 60,
      longest: found.canStart ? Math.min(longest, TIME_LIMIT) / 60 : null,
      limit: TIME_LIMIT / 60,
    },
  };
  const columns = session.world.stdout.columns ?? 80;
  const blocks: Block[] = [
    {
      title: text.simulate.titles.simulation,
      rows: summary(session, { config, fleet, found, zonal, expected, longest }),
    },
    ...(found.canStart ? pictureOf(session.text, found, fleet, perInstance, columns) : []),
  ];
  // What is zonal is not made by this program.
  const next = found.canStart && !zonal ? [suggest(session, 'group', ...config.words)] : [];
  return { data, blocks, next };
}

interface Shown {
  config: Config;
  fleet: number;
  found: Simulation;
  zonal: Zonal | undefined;
  /** Seconds. */
  expected: number | undefined;
  longest: number;
}

function summary({ text }: Session, { config, fleet, found, zonal, expected, longest }: Shown): string[][] {
  const { rows, share, refused, ...say } = text.simulate;
  const { batches, minimum, reason, zone } = found;
  const head = [
    [rows.config, config.name],
    [rows.instances, [fleet, ...(zonal?.zones ?? []).map(({ name, count }) => `${name} ${count}`)].join(' · ')],
  ];
  if (reason) {
    const one = zonal?.zones.find(({ name }) => name === zone);
    const data = one
      ? { minimum: simulate(one.count, zonal!.minimumPerZone).minimum, count: one.count, zone: one.name }
      : { minimum, count: fleet };
    return [...head, ['', refused[reason](data)], ['', say.way]];
  }
  const most = Math.max(...batches.map(({ instances }) => instances.length));
  const time = (seconds: number) => text.time.took({ seconds: Math.round(seconds) });
  const takes = (seconds: number) => (seconds > TIME_LIMIT ? say.pastLimit({ time: time(seconds) }) : time(seconds));
  const inZone = zonal && zonal.minimumPerZone.value > 0 ? say.perZone({ minimum: said(zonal.minimumPerZone) }) : '';
  return [
    ...head,
    [rows.minimum, [String(minimum), inZone].filter(Boolean).join(' · ')],
    [rows.batches, say.counted({ count: batches.length, most })],
    [rows.lowest, share({ count: found.lowestHealthy, total: fleet })],
    [rows.expected, expected === undefined ? say.withoutTime : takes(expected)],
    [
      rows.longest,
      longest > TIME_LIMIT ? say.limit({ time: time(TIME_LIMIT) }) : say.longestIs({ time: time(longest) }),
    ],
  ];
}

const said = ({ type, value }: Minimum) => (type === 'FLEET_PERCENT' ? `${value}%` : String(value));

interface Config {
  name: string;
  minimum: Minimum;
  /** What makes it so, for `group`. */
  words: string[];
}

/** The configurations that this program makes say in their names what they are. */
const OWN = /-min-(\d+)(pct)?$/;

/** What is said in one place counts before what is said in the next: a flag for either before the file for the other. */
function configSaid({ text }: Session, { given }: Settings, zonal: boolean): Config {
  const sources = [given.flags, given.variables, given.config as Record<string, string>];
  const source = sources.find(({ minimumHealthy, deploymentConfig }) => minimumHealthy ?? deploymentConfig) ?? {};
  const { minimumHealthy, deploymentConfig = 'OneAtATime' } = source;
  if (minimumHealthy !== undefined) return customConfig(checked('minimumHealthy', String(minimumHealthy)));
  const name = configNamed(checked('deploymentConfig', String(deploymentConfig)));
  const predefined = PREDEFINED[name];
  if (predefined && zonal) throw new WizardError('usage', { problem: text.simulate.problems.zonesPredefined });
  const words = ['--deployment-config', name.replace(/^CodeDeployDefault\./, '')];
  if (predefined) return { name, minimum: predefined, words };
  const [, value, percent] = OWN.exec(name) ?? [];
  if (value === undefined)
    throw new WizardError('usage', { problem: text.simulate.problems.unknownConfig({ config: name }) });
  const custom = percent ? `${value}%` : value;
  return { name, minimum: minimumHealthyOf(custom), words };
}

const customConfig = (custom: string): Config => ({
  name: `--minimum-healthy ${custom}`,
  minimum: minimumHealthyOf(custom),
  words: ['--minimum-healthy', custom],
});

const checked = (key: string, value: string) => String(accept(questions.get(key)!, value, flagOf(key)));

function trafficOf({ given: { flags, variables, config } }: Settings): boolean {
  const raw = flags.trafficControl ?? variables.trafficControl ?? config.trafficControl;
  // Longer with a load balancer, so that is what is reckoned with.
  return raw === undefined || accept(questions.get('trafficControl')!, String(raw), '--traffic-control') === true;
}

/** The zones of a fleet of any size; undefined where the configuration is not zonal. */
function zonesOf(
  session: Session,
  options: SimulateOptions,
): (((fleet: number) => Zone[]) & { sum?: number }) | undefined {
  const { problems } = session.text.simulate;
  const usage = (problem: string) => new WizardError('usage', { problem });
  if (options.zones === undefined) {
    const { minimumHealthyPerZone, monitor, firstMonitor } = options;
    if (minimumHealthyPerZone ?? monitor ?? firstMonitor) throw usage(problems.zonesMissing);
    return undefined;
  }
  if (/^[1-9]\d?$/.test(options.zones)) {
    const names = Array.from({ length: Number(options.zones) }, (_, at) => `zone-${at + 1}`);
    return (fleet) => spread(fleet, names);
  }
  const parts = options.zones.split(',').map((part) => /^([\w-]+)(?:=(\d{1,5}))?$/.exec(part.trim()));
  const zones = parts.flatMap((part) => (part ? [{ name: part[1]!, count: part[2] }] : []));
  const sized = zones.filter(({ count }) => count !== undefined).length;
  const isList = zones.length === parts.length && new Set(zones.map(({ name }) => name)).size === zones.length;
  if (!isList || (sized > 0 && sized < zones.length)) throw usage(problems.zoneList);
  if (sized === 0)
    return (fleet) =>
      spread(
        fleet,
        zones.map(({ name }) => name),
      );
  const known = zones.map(({ name, count }) => ({ name, count: Number(count) }));
  return Object.assign(() => known, { sum: known.reduce((sum, { count }) => sum + count, 0) });
}

function fleetOf({ text }: Session, { instances }: SimulateOptions, zones: ReturnType<typeof zonesOf>): number {
  const { problems } = text.simulate;
  if (instances === undefined && zones?.sum === undefined)
    throw new WizardError('usage', { problem: problems.noInstances });
  if (instances !== undefined && !/^\d+$/.test(instances)) throw invalid('--instances', instances, 'wholeNumber');
  const fleet = Number(instances ?? zones?.sum);
  if (fleet > MOST_INSTANCES)
    throw invalid('--instances', String(fleet), 'range', { from: '0', to: String(MOST_INSTANCES) });
  if (zones?.sum !== undefined && zones.sum !== fleet)
    throw new WizardError('usage', { problem: problems.zoneSum({ total: zones.sum, count: fleet }) });
  return fleet;
}

function zonalOf({ minimumHealthyPerZone = '0', monitor, firstMonitor }: SimulateOptions, zones: Zone[]): Zonal {
  const flag = '--minimum-healthy-per-zone';
  const broken = rules.minimumHealthy(minimumHealthyPerZone);
  if (broken) throw invalid(flag, minimumHealthyPerZone, broken.rule);
  const seconds = (name: string, given: string | undefined) => {
    const milliseconds = duration(name, given);
    return milliseconds === undefined ? undefined : milliseconds / 1_000;
  };
  return {
    zones,
    minimumPerZone: minimumHealthyOf(minimumHealthyPerZone),
    monitor: seconds('--monitor', monitor) ?? 0,
    firstMonitor: seconds('--first-monitor', firstMonitor),
  };
}

/** Seconds. */
function minutesOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d{1,4}(\.\d+)?$/.test(given) || Number(given) === 0)
    throw invalid('--minutes-per-instance', given, 'minutes');
  return Number(given) * 60;
}
