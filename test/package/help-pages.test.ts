// Help that lies ready is what the program would say, and where no page fits the program answers.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layOutHelp } from '../../src/lay-out-help.ts';
import { bench } from '../support/run.ts';

const root = join(import.meta.dirname, '..', '..');

function typed(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/codedeploy-wizard.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { exitCode: status, stdout, stderr };
}

test.each(['en', 'ko'] as const)('the pages of %s are those of the tree', async (language) =>
  expect(readFileSync(join(root, 'dist', `help.${language}.txt`), 'utf8')).toBe(await layOutHelp(language)),
);

test.each([
  [['-h']],
  [['help']],
  [['deploy', 'push', '--help']],
  [['help', 'asg', 'hook', '--lang', 'ko']],
  [['--lang=ko', 'status', '-h']],
  // No page: topics, words that are no command, languages that there are none of, and help beside other flags.
  [['help', 'exit-codes']],
  [['help', 'nothing']],
  [['rolez', '--help']],
  [['status', '--help', '--lang', 'fr']],
  [['deploy', '--wait', '--help']],
])('%j says what the program says', async (args) => {
  const { exitCode, stdout, stderr } = await bench().run(args);
  expect(typed(...args)).toEqual({ exitCode, stdout, stderr });
});
