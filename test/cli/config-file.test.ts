// A config file that is asked for and is not there: what reads refuses it, what writes answers says that it will be new.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bench, bench } from '../support/run.ts';

const json = ['--sandbox', '--output', 'json'];
let here: Bench;
beforeEach(() => {
  here = bench();
  mkdirSync(here.cwd, { recursive: true });
  writeFileSync(join(here.cwd, 'codedeploy-wizard.prod.yml'), 'project: shop\n');
});

describe.each([
  ['--env', 'prdo', 'codedeploy-wizard.prdo.yml'],
  ['--config', 'prdo.yml', 'prdo.yml'],
])('%s %s', (flag, value, file) => {
  test.each([
    [['status']],
    [['app', 'show']],
    [['doctor']],
    [['logs']],
    [['deploy', 'list']],
    [['deploy', 'show', 'd-ABC']],
    [['deploy', 'watch']],
    [['deploy', 'stop']],
    [['deploy', 'rollback']],
    [['asg', 'hook', 'status']],
    [['explain', 'd-ABC']],
    [['export', 'policy']],
  ])('%j: exit 6, with the files that exist', async (command) => {
    const ran = await here.run([...command, flag, value, ...json]);
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([6, 'notFound']);
    expect(ran.envelope.error?.message).toContain(join(here.cwd, file));
    expect(ran.envelope.error?.hint).toContain('codedeploy-wizard.prod.yml');
    expect(ran.calls.filter(({ write }) => write)).toEqual([]);
  });
});

const made = ['app', '--project', 'shop', '--application', 'shop', '--yes'];

test('a mistyped --env with nobody to see it makes nothing', async () => {
  const ran = await here.run([...made, '--env', 'prdo', ...json]);
  expect([ran.exitCode, ran.envelope.error?.code]).toEqual([6, 'notFound']);
  expect(ran.calls.filter(({ write }) => write)).toEqual([]);
  expect(existsSync(join(here.cwd, 'codedeploy-wizard.prdo.yml'))).toBe(false);
});

test('--config names a file that may be new: it is said, and made', async () => {
  const ran = await here.run([...made, '--config', 'new.yml', '--sandbox']);
  expect(ran.exitCode).toBe(0);
  expect(ran.stderr).toContain(`${join(here.cwd, 'new.yml')} does not exist yet`);
  expect(readFileSync(join(here.cwd, 'new.yml'), 'utf8')).toContain('application: shop');
  expect((await here.run([...made, '--config', 'new.yml', '--sandbox'])).stderr).not.toContain('does not exist');
});
