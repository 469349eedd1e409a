// One thing that goes wrong while a command runs, what must hold of that run, and of running it again afterwards.
import type { Disturbance, DisturbanceKind } from '../../src/sandbox/disturbances.ts';
import type { Lag } from '../../src/sandbox/lag.ts';
import { type Act, stateOf } from './acts.ts';
import { edit } from './hook.ts';
import { normal } from './normal.ts';
import type { Bench, Ran, RecordedCall } from './run.ts';

/** It is asked again, or AWS is read: nobody notices. */
export const PASSING: DisturbanceKind[] = ['throttled', 'broken', 'overloaded', 'timed-out', 'reset', 'lost', 'slow'];
/** From here on every call: the run ends with a sentence, and running it again goes on. */
export const LASTING: DisturbanceKind[] = ['throttled', 'broken', 'timed-out', 'reset', 'expired', 'denied'];

const FOR_GOOD = 1_000_000;

export interface Ordeal {
  disturbance?: Disturbance;
  /** Dies at this write, before or after AWS has acted on it. */
  killed?: { write: number; moment: 'before' | 'after' };
  lag?: Partial<Lag>;
}

export interface Whole {
  calls: RecordedCall[];
  writes: number;
  state: ReturnType<typeof normal>;
}

export const normalOf = (here: Bench) => normal(stateOf(here));

/** The act as it goes when nothing goes wrong. */
export async function undisturbed(act: Act): Promise<Whole> {
  const here = await act.start();
  const ran = await here.run(act.command(here));
  if (ran.exitCode !== 0) throw new Error(`${act.name}: ${ran.exitCode} ${ran.stdout}`);
  return { calls: ran.calls, writes: ran.calls.filter(({ write }) => write).length, state: normalOf(here) };
}

class Killed extends Error {}

async function runWith(act: Act, here: Bench, { disturbance, killed, lag }: Ordeal): Promise<Ran> {
  edit(here, (state) => {
    if (disturbance) state.disturbances = [disturbance];
    if (lag) state.lag = lag;
  });
  let dead = false;
  const patience = disturbance && disturbance.times > 1 ? ['--timeout', '30m'] : [];
  const ran = await here.run([...act.command(here), ...patience], {
    onCall: (call, now, written) => {
      if (dead || (killed && call.write && now === killed.moment && written === killed.write)) {
        dead = true;
        throw new Killed();
      }
    },
  });
  edit(here, (state) => {
    delete state.disturbances;
    delete state.lag;
  });
  return ran;
}

/** What a run that was cut off says to do; the same once more where it says nothing else. */
const wayOn = (act: Act, here: Bench, ran: Ran) => {
  const [next = ''] = ran.envelope.next;
  const watches = !act.settles && next.startsWith('codedeploy-wizard deploy watch');
  return watches ? [...next.split(' ').slice(1), '--output', 'json'] : act.command(here);
};

/** What was wrong with it; empty where every law holds. */
export async function wrongWith(act: Act, whole: Whole, ordeal: Ordeal): Promise<string[]> {
  const here = await act.start();
  const ran = await runWith(act, here, ordeal);
  const wrong: string[] = [];
  const passes = !ordeal.killed && (ordeal.disturbance?.times ?? 1) === 1;
  const told = `exit ${ran.exitCode} ${ran.envelope.error?.message ?? ''}`;
  if (ran.exitCode === 1 && !ordeal.killed) wrong.push(told);
  else if (passes && ran.exitCode !== 0) wrong.push(told);
  if (!passes && ran.exitCode !== 0) {
    const { error } = ran.envelope;
    if (!ordeal.killed && ![4, 5, 9].includes(ran.exitCode)) wrong.push(told);
    else if (!ordeal.killed && !error?.hint) wrong.push(`no hint: ${told}`);
    let again = await here.run(wayOn(act, here, ran));
    // What was begun cannot be begun again, and the command that follows it is named.
    const [, follow] = /^codedeploy-wizard (deploy watch \S+)/.exec(again.envelope.error?.hint ?? '') ?? [];
    if (!act.settles && follow) again = await here.run([...follow.split(' '), '--sandbox', '--output', 'json']);
    if (again.exitCode !== 0) wrong.push(`again: exit ${again.exitCode} ${again.envelope.error?.message}`);
  }
  const state = normalOf(here);
  for (const key of Object.keys(whole.state) as (keyof Whole['state'])[]) {
    const [expected, found] = [JSON.stringify(whole.state[key]), JSON.stringify(state[key])];
    if (expected !== found) wrong.push(`${key}: ${found} instead of ${expected}`);
  }
  return wrong;
}

/** Whether it concerns a write: those are few, and what is lost is lost there. */
export const isOfWrite = ({ calls }: Whole, { killed, disturbance }: Ordeal) =>
  killed !== undefined || calls[(disturbance?.from ?? 1) - 1]?.write === true;

/** Everything that may go wrong with an act; what concerns writes comes first. */
export function ordealsOf({ calls, writes }: Whole): Ordeal[] {
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const isWrite = (from: number) => calls[from - 1]!.write;
  const each = numbered(calls.length).sort((a, b) => Number(isWrite(b)) - Number(isWrite(a)) || a - b);
  const disturbed = each.flatMap((from): Ordeal[] => [
    ...PASSING.map((kind) => ({ disturbance: { kind, from, times: 1 } })),
    ...LASTING.map((kind) => ({ disturbance: { kind, from, times: FOR_GOOD } })),
  ]);
  return [
    ...numbered(writes).flatMap((write) =>
      (['before', 'after'] as const).map((moment) => ({ killed: { write, moment } })),
    ),
    // An answer that is lost, and the process dies at the write after that.
    ...each
      .filter(isWrite)
      .map((from, index) => ({
        disturbance: { kind: 'lost' as const, from, times: 1 },
        killed: { write: index + 2, moment: 'before' as const },
      }))
      .slice(0, -1),
    ...disturbed,
  ];
}

export function called({ calls }: Whole, { disturbance, killed, lag }: Ordeal): string {
  const nameOf = (call: RecordedCall | undefined) => call && `${call.service}.${call.operation}`;
  const written = calls.filter(({ write }) => write);
  return [
    ...(disturbance
      ? [
          `${disturbance.kind}${disturbance.times > 1 ? ' for good' : ''} at call ${disturbance.from}, ${nameOf(calls[disturbance.from - 1])}`,
        ]
      : []),
    ...(killed ? [`killed ${killed.moment} write ${killed.write}, ${nameOf(written[killed.write - 1])}`] : []),
    ...(lag ? [JSON.stringify(lag)] : []),
  ].join('; ');
}
