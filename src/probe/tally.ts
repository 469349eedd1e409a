// What a series of requests comes to: counted once each, in the order in which they were due.

/** `failure`: why it counts as failed, as a code or `status 503`. */
export type Outcome = { latency: number; failure?: undefined } | { failure: string };

export interface Counts {
  requests: number;
  failed: number;
  /** How many by why. */
  failures: Record<string, number>;
  /** Milliseconds without a success, from the first request that failed to the next that did not. */
  longestGap: number;
  /** Milliseconds, of those that succeeded; null where none did. */
  latency: { p50: number; p95: number; max: number } | null;
}

export interface Tally {
  /** `index`: which request it was, from 0. */
  add(index: number, outcome: Outcome): void;
  counts(): Counts;
}

/** `interval`: milliseconds between two requests. */
export function tally(interval: number): Tally {
  let requests = 0;
  let failed = 0;
  const failures: Record<string, number> = {};
  /** Milliseconds -> how many took so long: exact, and no longer than the longest request. */
  const latencies = new Map<number, number>();
  /** What came before those that were due earlier. */
  const early = new Map<number, boolean>();
  let next = 0;
  let run = 0;
  let longest = 0;

  const passes = (ok: boolean) => {
    run = ok ? 0 : run + 1;
    longest = Math.max(longest, run);
  };

  return {
    add(index, outcome) {
      requests++;
      const ok = outcome.failure === undefined;
      if (outcome.failure === undefined) {
        const rounded = Math.round(outcome.latency);
        latencies.set(rounded, (latencies.get(rounded) ?? 0) + 1);
      } else {
        failed++;
        failures[outcome.failure] = (failures[outcome.failure] ?? 0) + 1;
      }
      early.set(index, ok);
      for (let known = early.get(next); known !== undefined; known = early.get(next)) {
        passes(known);
        early.delete(next++);
      }
    },
    counts() {
      // Those that were cut off leave holes: nothing is known of them.
      for (const [index, ok] of [...early].sort(([a], [b]) => a - b)) {
        passes(ok);
        early.delete(index);
        next = index + 1;
      }
      return {
        requests,
        failed,
        failures: { ...failures },
        longestGap: Math.round(longest * interval),
        latency: latencies.size === 0 ? null : quantiles(latencies, requests - failed),
      };
    },
  };
}

function quantiles(latencies: ReadonlyMap<number, number>, total: number) {
  const sorted = [...latencies].sort(([a], [b]) => a - b);
  const at = (part: number) => {
    let left = Math.ceil(total * part);
    for (const [milliseconds, count] of sorted) {
      left -= count;
      if (left <= 0) return milliseconds;
    }
    return 0;
  };
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1)?.[0] ?? 0 };
}
