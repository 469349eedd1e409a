// The agent is the judge: what it rejects has an error here, and what it accepts has none.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintDocument } from '../../src/appspec/lint.ts';

const folder = join(import.meta.dirname, 'agent');
const [, ...rows] = readFileSync(join(folder, 'verdicts.tsv'), 'utf8').trimEnd().split('\n');
const verdicts = rows.map((row) => {
  const [file = '', linux, , , windows] = row.split('\t');
  return { file, linux, windows };
});

test('every file has a verdict', () => {
  expect(verdicts.map(({ file }) => file)).toEqual(
    readdirSync(folder)
      .filter((file) => file !== 'verdicts.tsv')
      .sort(),
  );
  expect(verdicts.length).toBe(120);
});

test.each(verdicts)('$file', ({ file, linux, windows }) => {
  const bytes = readFileSync(join(folder, file));
  const { findings, spec } = lintDocument(bytes);
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);
  const verdict = spec?.os === 'windows' ? windows : linux;
  expect(errors.length > 0 ? 'REJECT' : 'ACCEPT', errors.join()).toBe(verdict);
});
