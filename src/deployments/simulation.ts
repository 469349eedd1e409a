// How a deployment in place would go through a fleet: its batches, who stays healthy, how long. Arithmetic alone: no AWS call.
import { type Minimum, minimumHealthy, roomIn } from './healthy.ts';

export interface Zone {
  name: string;
  count: number;
}

/** One Availability Zone after the other. */
export interface Zonal {
  zones: readonly Zone[];
  /** So many must stay healthy in the zone that is deployed to. */
  minimumPerZone: Minimum;
  /** Seconds between the end of a zone and the beginning of the next. */
  monitor: number;
  /** The same after the first zone. */
  firstMonitor?: number;
}

export interface Batch {
  /** Numbers of instances, from 1. */
  instances: number[];
  zone?: string;
  /** Of the whole fleet while the batch is away. */
  healthy: number;
  /** Seconds for which nothing is deployed after it. */
  monitored: number;
}

export interface Simulation {
  /** So many must stay healthy. */
  minimum: number;
  batches: Batch[];
  lowestHealthy: number;
  canStart: boolean;
  /** AWS's code for why it fails at once. */
  reason: 'NO_INSTANCES' | 'HEALTH_CONSTRAINTS_INVALID' | null;
  /** The zone that leaves no room, where the fleet as a whole would. */
  zone?: string;
}

/** In the order of their numbers: which instance is whose is for CodeDeploy to choose. */
export function simulate(fleet: number, needed: Minimum, zonal?: Zonal): Simulation {
  const { minimum, concurrency, canStart } = roomIn(fleet, needed);
  const refused = (reason: Simulation['reason'], zone?: string): Simulation => ({
    minimum,
    batches: [],
    lowestHealthy: fleet,
    canStart: false,
    reason,
    ...(zone !== undefined && { zone }),
  });
  if (fleet === 0) return refused('NO_INSTANCES');
  if (!canStart) return refused('HEALTH_CONSTRAINTS_INVALID');
  const zones = zonal?.zones.filter(({ count }) => count > 0);
  const full = zones?.find(({ count }) => minimumHealthy(zonal!.minimumPerZone, count) >= count);
  if (full) return refused('HEALTH_CONSTRAINTS_INVALID', full.name);

  let first = 1;
  const batchesOf = (count: number, most: number): Batch[] => {
    const batches: Batch[] = [];
    for (let left = count; left > 0; left -= most) {
      const size = Math.min(left, most);
      batches.push({ instances: numbers(first, size), healthy: fleet - size, monitored: 0 });
      first += size;
    }
    return batches;
  };
  const batches =
    zones && zonal
      ? zones.flatMap(({ name, count }, at) => {
          const most = Math.min(concurrency, count - minimumHealthy(zonal.minimumPerZone, count));
          const own = batchesOf(count, most).map((batch) => ({ ...batch, zone: name }));
          if (at < zones.length - 1)
            own.at(-1)!.monitored = at === 0 ? (zonal.firstMonitor ?? zonal.monitor) : zonal.monitor;
          return own;
        })
      : batchesOf(fleet, concurrency);
  return {
    minimum,
    batches,
    lowestHealthy: Math.min(...batches.map(({ healthy }) => healthy)),
    canStart: true,
    reason: null,
  };
}

const numbers = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

/** As even as can be: the first ones get what is left over. */
export const spread = (fleet: number, names: readonly string[]): Zone[] =>
  names.map((name, at) => ({
    name,
    count: Math.floor(fleet / names.length) + (at < fleet % names.length ? 1 : 0),
  }));

/** Seconds; CodeDeploy ends a deployment in place after so long. */
export const TIME_LIMIT = 12 * 3_600;
/** An event may wait so long for its agent, and take so long. */
const LONGEST_EVENT = 300 + 3_600;
const EVENTS = { withTraffic: 13, withoutTraffic: 7 };

/** What one instance takes when each of its events takes as long as it may. */
export const longestInstance = (traffic: boolean) =>
  LONGEST_EVENT * (traffic ? EVENTS.withTraffic : EVENTS.withoutTraffic);

/** Seconds, when every instance takes `perInstance`. Without the time limit. */
export const durationOf = ({ batches }: Simulation, perInstance: number) =>
  batches.reduce((sum, { monitored }) => sum + perInstance + monitored, 0);
