// What a release waits for between its writes: every target healthy for a while, steady under new traffic, the old colour
// without requests, the way back kept long enough. Nothing here writes.
import { explain } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { answersOf, healthIn, type Side } from '../deployments/colours.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { groupNamed } from './auto-scaling-group.ts';
import { moment } from './suspension.ts';

interface Watched {
  waiting(): Promise<Line | undefined>;
  patience: number;
  note?: Line;
  takenUpBy?: () => string;
}

const watched = (side: Side, { waiting, patience, note, takenUpBy }: Watched): Resource => ({
  kind: 'elb.target-group',
  name: side.targetGroup,
  spec: {},
  read: async () => ({}),
  create: async () => undefined,
  notes: () => (note ? [note] : []),
  waiting,
  patience,
  ...(takenUpBy && { takenUpBy: () => ({ command: takenUpBy() }) }),
});

const HOUR = 60 * 60_000;

/** Every member is a healthy target, `polls` times in a row; then the page that is to be tried answers. */
export function healthy(place: Place, side: Side, { polls, smoke }: { polls: number; smoke?: string }): Resource {
  let inRow = 0;
  let refused = 0;
  return watched(side, {
    patience: HOUR,
    note: line('waitsHealthy', { targetGroup: side.targetGroup, polls }),
    async waiting() {
      const [targets, group] = await Promise.all([healthIn(place, side.targetGroup), groupNamed(place, side.asg)]);
      const desired = group?.DesiredCapacity ?? 0;
      const members = (group?.Instances ?? []).map(({ InstanceId }) => InstanceId);
      const ready = targets.filter(({ state, instance }) => state === 'healthy' && members.includes(instance)).length;
      inRow = ready > 0 && ready >= desired && ready === targets.length ? inRow + 1 : 0;
      if (inRow < polls) {
        const unhealthy = targets.length - ready;
        return line('waitHealthy', { targetGroup: side.targetGroup, ready, desired, unhealthy, done: inRow, polls });
      }
      if (!smoke) return undefined;
      const problem = await problemAt(smoke);
      if (!problem) return undefined;
      if (++refused >= TRIES) throw new WizardError('smokeFailed', { url: smoke, problem, command: giveUp(place) });
      return line('waitSmoke', { url: smoke, problem });
    },
  });
}

const giveUp = (place: Place) => place.command('bluegreen', 'abort');

const TRIES = 3;
const PATIENT = 10_000;

/** What speaks against a page; a redirect is an answer. */
async function problemAt(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENT) });
    return status < 400 ? undefined : `HTTP ${status}`;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error };
    return cause?.message || message;
  }
}

export interface Limits {
  /** Of a hundred answers, how many may be 5xx. */
  max5xx: number;
  maxUnhealthy: number;
}

/** Fewer requests say nothing about a rate. */
const ENOUGH_REQUESTS = 20;

/** Stays as it is for `pause` after traffic has moved. Throws at the first sign that it does not. */
export function steady(place: Place, side: Side, { pause, limits }: { pause: number; limits: Limits }): Resource {
  let began: number | undefined;
  return watched(side, {
    patience: pause + HOUR,
    async waiting() {
      began ??= place.clock.now();
      const { targetGroup } = side;
      const targets = await healthIn(place, targetGroup);
      const unhealthy = targets.filter(({ state }) => state !== 'healthy').length;
      if (unhealthy > limits.maxUnhealthy || unhealthy === targets.length)
        throw new WizardError('shiftUnhealthy', {
          targetGroup,
          unhealthy,
          total: targets.length,
          command: giveUp(place),
        });
      const { requests, errors } = await counted(place, targetGroup, began);
      const rate = Math.round((errors / requests) * 1_000) / 10;
      if (requests >= ENOUGH_REQUESTS && rate > limits.max5xx)
        throw new WizardError('shiftErrors', {
          targetGroup,
          rate,
          max: limits.max5xx,
          requests,
          command: giveUp(place),
        });
      const until = began + pause;
      return place.clock.now() < until ? line('waitSteady', { targetGroup, until: moment(until) }) : undefined;
    },
  });
}

/** Whoever may not read metrics is left with the health checks. */
async function counted(place: Place, targetGroup: string, since: number) {
  try {
    return await answersOf(place, targetGroup, since);
  } catch (error) {
    if (explain(error).code !== 'denied') throw error;
    return { requests: 0, errors: 0 };
  }
}

/**
 * The old colour can take traffic again: nobody is on the way in, and somebody is healthy. One that is unhealthy all the
 * time is not waited for: whoever takes a release back is in a hurry.
 */
export const servesAgain = (place: Place, side: Side): Resource =>
  watched(side, {
    patience: HOUR,
    note: line('waitsForOld', { asg: side.asg }),
    async waiting() {
      const [targets, group] = await Promise.all([healthIn(place, side.targetGroup), groupNamed(place, side.asg)]);
      const desired = group?.DesiredCapacity ?? 0;
      const members = (group?.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === 'InService').length;
      const count = (wanted: string) => targets.filter(({ state }) => state === wanted).length;
      if (members >= desired && count('initial') === 0 && count('healthy') > 0) return undefined;
      const ready = count('healthy');
      const unhealthy = targets.length - ready;
      return line('waitHealthy', { targetGroup: side.targetGroup, ready, desired, unhealthy, done: 0, polls: 1 });
    },
  });

/** Metrics come by the minute. */
const QUIET = 2 * 60_000;

export interface Keep {
  /** Epoch seconds. */
  moved: number;
  /** Seconds. */
  keep: number;
  /** How long cookies lead back, in seconds. */
  sticky: number;
}

export const keptUntil = ({ moved, keep, sticky }: Keep): number => Math.max(moved + keep, moved + sticky) * 1_000;

/**
 * Until the way back has been kept long enough, no cookie leads to the old colour any more, and nobody has come for two
 * minutes: it finishes what it has begun, and is asked nothing new.
 */
export function kept(place: Place, side: Side, read: () => Promise<Keep>, takenUpBy: () => string): Resource {
  return watched(side, {
    patience: 8 * 24 * HOUR,
    takenUpBy,
    async waiting() {
      const keep = await read();
      const { targetGroup, asg } = side;
      const until = Math.max(keptUntil(keep), keep.moved * 1_000 + QUIET);
      const now = place.clock.now();
      if (now < until) return line('waitKept', { asg, until: moment(until) });
      const { requests } = await counted(place, targetGroup, now - QUIET);
      return requests > 0 ? line('waitDrained', { targetGroup, requests }) : undefined;
    },
  });
}
