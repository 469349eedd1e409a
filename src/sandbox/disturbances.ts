// What is to happen to single calls, by a plan in the state: below the SDK's retry, so that what it takes up is seen too.
import type { ServiceName } from '../aws/operations.ts';
import { breakDown, deny, expire, loseConnection, overload, runOutOfTime, throttle } from './refusals.ts';

type Instead = (service: ServiceName, operation: string) => never;

/** Kind -> what the call gets instead of being acted on. */
const before = {
  throttled: throttle,
  broken: breakDown,
  overloaded: overload,
  'timed-out': runOutOfTime,
  reset: loseConnection,
  expired: expire,
  denied: deny,
} satisfies Record<string, Instead>;

/** `lost`: AWS has acted, and nobody hears of it. `slow`: it answers a minute later. */
export const kinds = [...Object.keys(before), 'lost', 'slow'] as (keyof typeof before | 'lost' | 'slow')[];

export type DisturbanceKind = (typeof kinds)[number];

export interface Disturbance {
  kind: DisturbanceKind;
  /** `iam.createRole`; without, every call counts. */
  call?: string;
  /** The first that is disturbed, from 1 on. Each attempt of a call counts. */
  from: number;
  /** How many are, from there on. */
  times: number;
  /** How many have come so far. */
  seen?: number;
}

export const SLOW = 60_000;

/** What happens to this call; each one is to be asked for once. */
export function disturbing(plan: Disturbance[] = [], call: string): DisturbanceKind | undefined {
  let found: DisturbanceKind | undefined;
  for (const one of plan) {
    if (one.call !== undefined && one.call !== call) continue;
    one.seen = (one.seen ?? 0) + 1;
    if (one.seen >= one.from && one.seen < one.from + one.times) found ??= one.kind;
  }
  return found;
}

export function refuseInstead(kind: DisturbanceKind, service: ServiceName, operation: string): void {
  if (kind in before) (before[kind as keyof typeof before] as Instead)(service, operation);
}
