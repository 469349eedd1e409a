// The schema of the config file: what the program takes no editor marks, and what it marks the program refuses.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaIn } from '../src/commands/export-schema.ts';
import { readConfig } from '../src/config.ts';
import { isWizardError } from '../src/engine/errors.ts';
import { optionsOf, patternOf } from '../src/engine/question.ts';
import { SCHEMA_URL } from '../src/export/config-schema.ts';
import { questions } from '../src/steps/index.ts';
import { en } from '../src/text/en/index.ts';
import { ko } from '../src/text/ko/index.ts';
import { bench } from './support/run.ts';

const isMarked = (() => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(schemaIn(en));
  return (source: string) => !validate(parse(source) ?? {});
})();

const file = join(mkdtempSync(join(tmpdir(), 'cdw-schema-')), 'codedeploy-wizard.yml');
async function isTaken(source: string): Promise<boolean> {
  writeFileSync(file, source);
  try {
    await readConfig(file, questions, en);
    return true;
  } catch (error) {
    if (!isWizardError(error)) throw error;
    return false;
  }
}

/** Values as they stand in a file. */
const VALUES = [
  ...['shop', 'a b', '"a,b"', "''", '"yes"', 'Yes', 'no', 'true', 'FALSE', '예', '~', '', '3', '-1', '1.5', '12.10'],
  ...['0123', '1e3', '50%', '101%', '[a, b]', '[1, 2]', '[]', '[[a]]', '{a: b}', 'failure', '[failure, stop]', '[x]'],
  ...['failure,stop', 'i-0123456789abcdef0', 'ami-0123456789abcdef0', '[subnet-0123456789abcdef0]', 'Name=web'],
  ...['[Name=web]', '[sg-0123abcd]', 'acme/shop', 'acme/shop.git', 'a'.repeat(40), 's3', 'local', 'tgz', 'ssm', '2'],
  ...[
    'asg',
    'in-place',
    'OVERWRITE',
    'all',
    '$Latest',
    '1.2.3.4',
    'a..b',
    'arn:aws:iam::123456789012:policy/x',
    '/var/www',
  ],
  ...['[/var/www]', '123456789012', 'OneAtATime', '2024-01-01', '0x10', 'null', '"12"', '.5'],
];

/** Where any text is taken, a few tell as much. */
const valuesFor = (key: string) => {
  const question = questions.get(key);
  return question?.kind === 'text' && !question.check ? VALUES.slice(0, 30) : VALUES;
};

const keys = [...questions.keys(), 'expectAccount'];

test('what the program takes is marked by no editor', async () => {
  const wrong = [];
  for (const key of keys)
    for (const value of valuesFor(key)) {
      const source = `${key}: ${value}\n`;
      if ((await isTaken(source)) && isMarked(source)) wrong.push(source);
    }
  expect(wrong).toEqual([]);
});

test('of a pattern, a choice, a number or a yes, what the program refuses is marked', async () => {
  const wrong = [];
  for (const question of questions.values()) {
    if (!patternOf(question) && !optionsOf(question) && !['number', 'confirm'].includes(question.kind)) continue;
    for (const value of VALUES) {
      const source = `${question.key}: ${value}\n`;
      // A number has lost how it was written, and a list on one line is looked at by the program alone.
      if (question.kind === 'list' ? !value.startsWith('[') : /^[-.\d]/.test(value)) continue;
      if (!(await isTaken(source)) && !isMarked(source)) wrong.push(source);
    }
  }
  expect(wrong).toEqual([]);
});

test('another key, and a key that is misspelt, is marked', () => {
  expect(isMarked('aplication: shop\n')).toBe(true);
  expect(isMarked('application: shop\nexpectAccount: "123456789012"\n')).toBe(false);
});

test('every key is described, in both languages', () => {
  for (const text of [en, ko]) {
    const { properties } = schemaIn(text) as { properties: Record<string, { description: string }> };
    expect(Object.keys(properties)).toEqual(keys);
    for (const { description } of Object.values(properties)) expect(description).toMatch(/\S/);
  }
});

test('it is printed without an account, and is where the first line of a file says', async () => {
  const { run } = bench();
  const ran = await run(['export', 'schema']);
  expect([ran.exitCode, ran.calls]).toEqual([0, []]);
  expect(JSON.parse(ran.stdout)).toEqual(schemaIn(en));
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string;
  };
  expect(SCHEMA_URL).toBe(`https://unpkg.com/codedeploy-wizard@${version.split('.')[0]}/dist/config.schema.json`);
});
