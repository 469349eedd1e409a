// How a deployment went: when each instance was under way, in which batches, and how many were healthy meanwhile.
// Arithmetic alone: no AWS call.
import type { DescribedTarget } from './describe.ts';

/** One instance under way. */
export interface Run {
  instance: string;
  label: string | null;
  status: string;
  /** Which batch it was in, from 1; null where it was never begun. */
  batch: number | null;
  startedAt: string | null;
  /** Null while it goes on. */
  endedAt: string | null;
}

export interface Batch {
  instances: number;
  succeeded: number;
  failed: number;
  startedAt: string;
  endedAt: string | null;
}

export interface Healthy {
  total: number;
  lowest: number;
  /** From each moment on so many; of a large fleet the lowest of each span. */
  points: { at: string; healthy: number }[];
}

/** How many instances an event ran on, span by span. */
export interface Density {
  event: string;
  counts: number[];
}

export interface Course {
  from: string | null;
  to: string | null;
  /** In the order in which they were begun. */
  runs: Run[];
  batches: Batch[];
  /** Null of a blue/green deployment: nothing that serves is taken away. */
  healthy: Healthy | null;
}

const ENDED = ['Succeeded', 'Failed', 'Skipped'];

const earliest = (times: (string | null)[]) => times.filter((time) => time !== null).sort()[0] ?? null;
const latest = (times: (string | null)[]) =>
  times
    .filter((time) => time !== null)
    .sort()
    .at(-1) ?? null;

export function courseOf(targets: readonly DescribedTarget[]): Course {
  const runs = targets.map(runOf).sort(byStart);
  const batches = batched(runs);
  const times = runs.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]);
  return {
    from: earliest(times),
    to: latest(times.concat(targets.flatMap(({ events }) => events.map(({ startedAt }) => startedAt)))),
    runs,
    batches,
    healthy: runs.some(({ label }) => label) ? null : healthyOf(runs),
  };
}

function runOf({ instance, label, status, events }: DescribedTarget): Run {
  const startedAt = earliest(events.map(({ startedAt }) => startedAt));
  const endedAt = startedAt && ENDED.includes(status) ? latest(events.map(({ endedAt }) => endedAt)) : null;
  return { instance, label, status, batch: null, startedAt, endedAt };
}

/** What was never begun comes last. */
const byStart = (a: Run, b: Run) => {
  const [first, second] = [a.startedAt ?? '~', b.startedAt ?? '~'];
  return first === second ? (a.instance < b.instance ? -1 : 1) : first < second ? -1 : 1;
};

/** CodeDeploy knows no batches: who begins after one of a batch has ended has taken its place, and begins the next. */
function batched(runs: Run[]): Batch[] {
  const batches: Batch[] = [];
  let firstEnd: string | null = null;
  for (const run of runs) {
    if (run.startedAt === null) continue;
    if (batches.length === 0 || (firstEnd !== null && run.startedAt >= firstEnd)) {
      batches.push({ instances: 0, succeeded: 0, failed: 0, startedAt: run.startedAt, endedAt: run.startedAt });
      firstEnd = null;
    }
    firstEnd = earliest([firstEnd, run.endedAt]);
    run.batch = batches.length;
    const batch = batches.at(-1)!;
    batch.instances++;
    if (run.status === 'Succeeded') batch.succeeded++;
    if (run.status === 'Failed') batch.failed++;
    batch.endedAt = batch.endedAt && run.endedAt && latest([batch.endedAt, run.endedAt]);
  }
  return batches;
}

/** As CodeDeploy counts: an instance is away from its first event until it has succeeded. */
function healthyOf(runs: readonly Run[]): Healthy | null {
  const changes = new Map<string, number>();
  const change = (at: string, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const { startedAt, endedAt, status } of runs) {
    if (startedAt) change(startedAt, -1);
    if (endedAt && status !== 'Failed') change(endedAt, 1);
  }
  if (changes.size === 0) return null;
  let healthy = runs.length;
  const points = [...changes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, by]) => {
      healthy += by;
      return { at, healthy };
    });
  return { total: runs.length, lowest: Math.min(...points.map((point) => point.healthy)), points: thinned(points) };
}

const MOST_POINTS = 240;

function thinned(points: Healthy['points']): Healthy['points'] {
  if (points.length <= MOST_POINTS) return points;
  const size = Math.ceil(points.length / MOST_POINTS);
  const spans = Array.from({ length: Math.ceil(points.length / size) }, (_, at) =>
    points.slice(at * size, (at + 1) * size),
  );
  const lowest = spans.map((span) => span.reduce((low, point) => (point.healthy < low.healthy ? point : low)));
  return [...lowest.slice(0, -1), points.at(-1)!];
}

const SPANS = 60;

/** Where a fleet is too large for a row each. */
export function densityOf(targets: readonly DescribedTarget[], { from, to }: Pick<Course, 'from' | 'to'>): Density[] {
  if (from === null || to === null) return [];
  const start = Date.parse(from);
  const length = Math.max(1, Date.parse(to) - start);
  const spanOf = (time: string) => Math.min(SPANS - 1, Math.floor(((Date.parse(time) - start) / length) * SPANS));
  const density = new Map<string, number[]>();
  for (const { events } of targets)
    for (const { name, startedAt, endedAt } of events) {
      if (!startedAt) continue;
      const counts = density.get(name) ?? new Array<number>(SPANS).fill(0);
      density.set(name, counts);
      for (let span = spanOf(startedAt); span <= spanOf(endedAt ?? to); span++) counts[span]!++;
    }
  return [...density].map(([event, counts]) => ({ event, counts }));
}
