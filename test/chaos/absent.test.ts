// Each member that AWS answers, left out in turn.
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ask, membersOf, questions, wrongWithout } from '../support/absent.ts';

const { CHAOS_REPORT, CHAOS_ONLY } = process.env;
const report = (line: string) => CHAOS_REPORT && appendFileSync(CHAOS_REPORT, `${line}\n`);

test.each(questions.filter(({ name }) => !CHAOS_ONLY || name.includes(CHAOS_ONLY)))(
  '$name',
  async (question) => {
    const wrong: string[] = [];
    const members = membersOf((await ask(question)).calls);
    for (const absent of members) {
      const found = await wrongWithout(question, absent);
      if (found === '') continue;
      wrong.push(found);
      report(`${question.name}: ${found}`);
    }
    report(`# ${question.name}: done, ${members.length} members, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
  },
  3_600_000,
);
