// How many instances must stay healthy, and so how many may be deployed to at the same time. Arithmetic alone: no AWS call.

export interface Minimum {
  type: 'HOST_COUNT' | 'FLEET_PERCENT' | 'MOST_CONCURRENCY';
  value: number;
}

/** What the configurations that CodeDeploy brings with it say. One of somebody's own may be called `constructor`. */
export const PREDEFINED: Readonly<Record<string, Minimum | undefined>> = Object.assign(Object.create(null), {
  'CodeDeployDefault.OneAtATime': { type: 'MOST_CONCURRENCY', value: 1 },
  'CodeDeployDefault.HalfAtATime': { type: 'FLEET_PERCENT', value: 50 },
  'CodeDeployDefault.AllAtOnce': { type: 'FLEET_PERCENT', value: 0 },
});

/** Of `fleet` instances so many must stay healthy: a part of the fleet is rounded up. */
export function minimumHealthy({ type, value }: Minimum, fleet: number): number {
  if (type === 'MOST_CONCURRENCY') return Math.max(0, fleet - value);
  return type === 'HOST_COUNT' ? value : Math.ceil((fleet * value) / 100);
}

export interface Room {
  /** So many must stay healthy. */
  minimum: number;
  /** So many may be deployed to at the same time. */
  concurrency: number;
  /** Whether one may be taken away at all. */
  canStart: boolean;
}

export function roomIn(fleet: number, needed: Minimum): Room {
  const minimum = minimumHealthy(needed, fleet);
  return { minimum, concurrency: Math.max(0, fleet - minimum), canStart: fleet > minimum };
}

/**
 * Whether a deployment can still succeed when `failing` of the instances are sure to fail. With as many left as must
 * stay healthy it is a matter of order: the very last instance may fail, any other stops it.
 */
export const canSucceed = (fleet: number, failing: number, needed: Minimum): boolean =>
  roomIn(fleet, needed).canStart && fleet > failing && fleet - failing >= minimumHealthy(needed, fleet);
