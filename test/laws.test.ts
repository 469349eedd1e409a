// The laws over everything that writes: a step, or a command in the list of acts, joins by existing. A sample of what may
// go wrong is tried here; `npm run test:chaos` tries all of it.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { acts, stateOf } from './support/acts.ts';
import { numbers, SEED } from './support/numbers.ts';
import { called, isOfWrite, type Ordeal, ordealsOf, undisturbed, type Whole, wrongWith } from './support/ordeal.ts';
import { type Bench, bench, initBook, initEmpty, type Ran, stateFile } from './support/run.ts';

const SAMPLES = Number(process.env.LAWS_SAMPLES ?? 3);

const writesIn = ({ calls }: Ran) =>
  calls.filter(({ write }) => write).map(({ service, operation }) => `${service}.${operation}`);
const fileOf = (here: Bench) => readFileSync(stateFile(here), 'utf8');
const pendingIn = ({ envelope }: Ran) =>
  envelope.changes.filter(({ verb }) => verb !== 'keep').map(({ step, kind }) => `${step} ${kind}`);

describe.each(acts)('$name', (act) => {
  let whole: Whole;
  beforeAll(async () => {
    whole = await undisturbed(act);
    expect(whole.writes).toBeGreaterThan(0);
  }, 120_000);

  test('planning writes nothing anywhere, and every write was in the plan', async () => {
    const here = await act.start();
    const before = fileOf(here);
    const planned = await here.run([...act.command(here), '--dry-run']);
    expect([planned.exitCode, planned.envelope.error, writesIn(planned)]).toEqual([0, null, []]);
    expect(fileOf(here)).toBe(before);
    const ran = await here.run(act.command(here));
    expect(new Set(pendingIn(planned))).toEqual(new Set(pendingIn(ran)));
    if (!act.settles) return;
    const again = await here.run(act.command(here));
    expect([again.exitCode, writesIn(again), pendingIn(again)]).toEqual([0, [], []]);
  }, 120_000);

  test(`whatever fails, and wherever it is killed, it ends the same (seed ${SEED})`, async () => {
    const next = numbers(SEED);
    const ordeals = ordealsOf(whole);
    // Reads are many: half of the sample concerns writes.
    const ofWrites = ordeals.filter((ordeal) => isOfWrite(whole, ordeal));
    const some = (from: Ordeal[]) => from[Math.floor(next() * from.length)]!;
    const chosen = Array.from({ length: SAMPLES }, (_, index) => some(index % 2 ? ordeals : ofWrites));
    for (const ordeal of chosen) {
      const where = called(whole, ordeal);
      expect([where, await wrongWith(act, whole, ordeal)]).toEqual([where, []]);
    }
  }, 600_000);
});

describe('an empty account', () => {
  test('its plan needs no earlier step', async () => {
    const here = bench();
    const ran = await here.run([...(await initEmpty(here)), '--dry-run']);
    expect([ran.exitCode, ran.envelope.error, writesIn(ran)]).toEqual([0, null, []]);
    expect(new Set(ran.envelope.changes.map(({ step }) => step)).size).toBeGreaterThan(5);
  });

  test('what an uninterrupted run makes carries the name of the project', async () => {
    const here = bench();
    await here.run(initBook);
    const { iam, codeDeploy } = stateOf(here);
    const made = [iam.roles, iam.policies, iam.profiles, codeDeploy.applications, codeDeploy.groups];
    for (const { name, tags } of made.flatMap((record) => Object.values(record)))
      expect([name, tags]).toEqual([
        name,
        expect.arrayContaining([{ key: 'codedeploy-wizard:project', value: 'shop' }]),
      ]);
  });
});
