// The full matrix of some acts: every call, every kind of failure, and every write the last.
import { appendFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Act } from '../support/acts.ts';
import { called, isOfWrite, ordealsOf, undisturbed, type Whole, wrongWith } from '../support/ordeal.ts';

const HOUR = 3_600_000;
/** Where what is found is written down as soon as it is: a run takes long. */
const { CHAOS_REPORT, CHAOS_ONLY, CHAOS_EVERY = '1' } = process.env;
const report = (line: string) => CHAOS_REPORT && appendFileSync(CHAOS_REPORT, `${line}\n`);

export const matrix = (acts: Act[]) =>
  describe.each(acts.filter(({ name }) => !CHAOS_ONLY || name.includes(CHAOS_ONLY)))('$name', (act) => {
    let whole: Whole;
    beforeAll(async () => {
      whole = await undisturbed(act);
    }, HOUR);

    test(
      'ends the same, whatever happens on the way',
      async () => {
        const wrong: string[] = [];
        // Of what concerns reads, every so manieth where there is no time for all.
        const ordeals = ordealsOf(whole).filter(
          (ordeal, index) => isOfWrite(whole, ordeal) || index % Number(CHAOS_EVERY) === 0,
        );
        for (const [index, ordeal] of ordeals.entries()) {
          const found = await wrongWith(act, whole, ordeal);
          if (index % 100 === 0) report(`# ${act.name}: ${index} of ${ordeals.length}, ${new Date().toISOString()}`);
          if (found.length === 0) continue;
          wrong.push(`${called(whole, ordeal)}: ${found.join(' | ')}`);
          report(`${act.name}: ${wrong.at(-1)}`);
        }
        report(`# ${act.name}: done, ${ordeals.length} ordeals, ${wrong.length} wrong`);
        expect(ordeals.length).toBeGreaterThan(20);
        expect(wrong).toEqual([]);
      },
      HOUR,
    );
  });
