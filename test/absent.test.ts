// Members that AWS leaves out of its answers: never a defect, whatever is missing. `npm run test:chaos` leaves out each.
import { describe, expect, test } from 'vitest';
import { ask, membersOf, questions, textOf, wrongWithout } from './support/absent.ts';
import { numbers, SEED } from './support/numbers.ts';

const SAMPLES = 4;

describe.each(questions)('$name', (question) => {
  test(`is never an unexpected error (seed ${SEED})`, async () => {
    const members = membersOf((await ask(question)).calls);
    expect(members.length).toBeGreaterThan(5);
    const next = numbers(SEED);
    for (let sample = 0; sample < SAMPLES; sample++) {
      const absent = members[Math.floor(next() * members.length)]!;
      expect([textOf(absent), await wrongWithout(question, absent)]).toEqual([textOf(absent), '']);
    }
  }, 120_000);
});
