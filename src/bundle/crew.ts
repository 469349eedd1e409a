// Who does the work: two threads beside this one, or this one alone where starting them would take longer.
import { Worker } from 'node:worker_threads';
import { WizardError } from '../engine/errors.ts';
import { type Work, work } from './work.ts';
import type { Order, Report } from './worker.ts';

export interface Crew {
  /** Jobs that keep everybody busy while one result is taken. */
  readonly ahead: number;
  run<K extends keyof Work>(what: K, job: Parameters<Work[K]>[0]): Promise<ReturnType<Work[K]>>;
}

/** Beside the built program; from its sources no thread can be started. */
const SCRIPT = new URL('./worker.cjs', import.meta.url);
const isBuilt = import.meta.url.endsWith('.cjs');
const THREADS = 2;

/** `script` is for tests, which run from the sources and prove that both kinds of crew do the same. */
export const openCrew = (isWorthIt: boolean, script = isBuilt ? SCRIPT : undefined): Crew =>
  isWorthIt && script ? (opened.get(script.href) ?? threads(script)) : alone;

/** Started once for both passes: by then they know the work. */
const opened = new Map<string, Crew>();

const alone: Crew = {
  ahead: 1,
  async run(what, job) {
    // Between two jobs what is sent and shown gets its turn.
    await new Promise((resolve) => setImmediate(resolve));
    return (work[what] as (job: never) => never)(job as never);
  },
};

function threads(script: URL): Crew {
  const waiting = new Map<number, { resolve(result: never): void; reject(error: unknown): void }>();
  let last = 0;
  const members = Array.from({ length: THREADS }, () => {
    const member = { worker: new Worker(script), busy: 0 };
    // Who waits for work keeps nobody from leaving.
    member.worker.unref();
    member.worker.on('message', ({ id, result, refused, failure }: Report) => {
      if (--member.busy === 0) member.worker.unref();
      const { resolve, reject } = waiting.get(id)!;
      waiting.delete(id);
      if (refused) reject(new WizardError(refused.code as never, refused.data as never));
      else if (failure) reject(failure);
      else resolve(result as never);
    });
    member.worker.on('error', (error) => {
      opened.delete(script.href);
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return member;
  });
  const crew: Crew = {
    ahead: 3 * THREADS,
    run: (what, job) =>
      new Promise((resolve, reject) => {
        const member = members.reduce((least, other) => (other.busy < least.busy ? other : least));
        if (member.busy++ === 0) member.worker.ref();
        waiting.set(++last, { resolve, reject });
        member.worker.postMessage({ id: last, what, job } satisfies Order);
      }),
  };
  opened.set(script.href, crew);
  return crew;
}

/** The results in the order of their jobs, `ahead` of which are under way at a time. */
export async function* inOrder<J, R>(
  jobs: Iterable<J>,
  run: (job: J) => Promise<R>,
  ahead: number,
): AsyncGenerator<[J, R]> {
  const underway: { job: J; result: Promise<R> }[] = [];
  const start = (job: J) => {
    const result = run(job);
    // Who stops at an earlier failure never looks at this one.
    result.catch(() => {});
    underway.push({ job, result });
  };
  for (const job of jobs) {
    start(job);
    if (underway.length < ahead) continue;
    const first = underway.shift()!;
    yield [first.job, await first.result];
  }
  for (const { job, result } of underway) yield [job, await result];
}
