// The full matrix of some acts: every call, every kind of failure, and every write the last.
import { appendFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Act } from '../support/acts.ts';
import { called, ordealsOf, undisturbed, type Whole, wrongWith } from '../support/ordeal.ts';

const HOUR = 3_600_000;

export const matrix = (acts: Act[]) =>
  describe.each(acts)('$name', (act) => {
    let whole: Whole;
    beforeAll(async () => {
      whole = await undisturbed(act);
    }, HOUR);

    test(
      'ends the same, whatever happens on the way',
      async () => {
        const wrong: string[] = [];
        const ordeals = ordealsOf(whole);
        for (const ordeal of ordeals) {
          const found = await wrongWith(act, whole, ordeal);
          if (found.length > 0) wrong.push(`${called(whole, ordeal)}: ${found.join(' | ')}`);
          const { CHAOS_REPORT } = process.env;
          if (CHAOS_REPORT && found.length > 0) appendFileSync(CHAOS_REPORT, `${act.name}: ${wrong.at(-1)}\n`);
        }
        expect(ordeals.length).toBeGreaterThan(20);
        expect(wrong).toEqual([]);
      },
      HOUR,
    );
  });
