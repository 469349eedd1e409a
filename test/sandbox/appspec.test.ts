// The sandbox's agent judges an appspec.yml as the real one does: each file, on both platforms.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppSpecError, readAppSpec } from '../../src/sandbox/appspec.ts';

const folder = join(import.meta.dirname, '..', 'appspec', 'agent');
const [, ...rows] = readFileSync(join(folder, 'verdicts.tsv'), 'utf8').trimEnd().split('\n');
const verdicts = rows.map((row) => {
  const [file = '', linux = '', , , windows = '', message = ''] = row.split('\t');
  return { file, linux, windows, message };
});

function judged(file: string, os: 'linux' | 'windows'): [verdict: string, message: string] {
  try {
    readAppSpec(readFileSync(join(folder, file), 'utf8'), os);
    return ['ACCEPT', ''];
  } catch (error) {
    if (!(error instanceof AppSpecError)) throw error;
    return ['REJECT', error.message];
  }
}

test('there are verdicts', () => expect(verdicts.length).toBe(120));

/** Where it differs is said by another YAML parser otherwise: the line and column, and that UTF-16 is not UTF-8. */
const OTHER_PLACE = /^(031|037|041)-/;

test.each(verdicts)('$file', ({ file, linux, windows, message }) => {
  const [verdict, said] = judged(file, 'linux');
  expect([verdict, judged(file, 'windows')[0]]).toEqual([linux, windows]);
  if (!OTHER_PLACE.test(file)) expect(said).toBe(message);
});
