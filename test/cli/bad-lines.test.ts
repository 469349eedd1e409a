// Wrong command lines: each with its exit code and the sentence that says what is wrong, in a table beside this file.
// After a change: npx vitest run test/cli/bad-lines.test.ts -u, and read what has changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bench } from '../support/run.ts';

const file = join(import.meta.dirname, 'bad-lines.txt');
const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
const lines = rows.map((row) => row.split(' | ')[1] ?? row);

/** As a shell would take a line apart; `\n` stands for a line break. */
const wordsOf = (line: string) =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) =>
    (single ?? double ?? bare ?? '').replaceAll('\\n', '\n'),
  );

const answers: string[] = [];

beforeAll(async () => {
  const here = bench();
  for (const line of lines) {
    const { exitCode, stdout, stderr, calls } = await here.run(wordsOf(line));
    const said = stderr.split('\n').filter((text) => /^(Error: |→ Did you mean )/.test(text));
    answers.push(`${exitCode} | ${line} | ${said.join(' ').replaceAll(here.cwd, '.')}`);
    const wrong = [
      calls.some(({ write }) => write) && 'writes',
      stdout !== '' && 'prints a result',
      /^ {4}at /m.test(stderr) && 'shows a stack',
      exitCode <= 1 && 'is no error of the user',
    ].filter(Boolean);
    expect([line, wrong]).toEqual([line, []]);
  }
}, 120_000);

test('there are at least 200, each once', () => {
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(200);
});

test('each exits as it should and says what is wrong', async () => {
  await expect(`${answers.join('\n')}\n`).toMatchFileSnapshot(file);
});
