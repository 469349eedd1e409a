// Each step as a command of its own, single instances by tags, the empty account, status, and the commands that are suggested.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { bench, example, initBook, initEmpty } from '../support/run.ts';

const json = ['--sandbox', '--yes', '--output', 'json'];
const writes = (calls: { write: boolean }[]) => calls.filter(({ write }) => write);

test('the steps one by one end where init ends', async () => {
  const { run } = bench();
  for (const step of ['roles', 'ami', 'template', 'asg', 'app', 'group']) {
    const planned = await run([step, ...json, '--dry-run']);
    expect([step, planned.exitCode, writes(planned.calls)]).toEqual([step, 0, []]);
    const ran = await run([step, ...json]);
    expect([step, ran.exitCode, ran.envelope.error]).toEqual([step, 0, null]);
    // What was made is what was planned, change for change.
    expect(ran.envelope.changes).toEqual(planned.envelope.changes);
    const again = await run([step, ...json]);
    expect([step, again.exitCode, writes(again.calls)]).toEqual([step, 0, []]);
  }
  const deployed = await run(['deploy', ...json, '--directory', example]);
  expect(deployed.envelope.gives.deploy?.status).toBe('Succeeded');
  const whole = await run(initBook);
  expect([whole.exitCode, writes(whole.calls)]).toEqual([0, []]);
}, 60_000);

test('deploy deploys again, unless only when changed', async () => {
  const { run } = bench();
  const first = (await run(initBook)).envelope.gives.deploy?.deploymentId;
  const same = (await run(['deploy', ...json, '--if-changed'])).envelope.gives.deploy?.deploymentId;
  const other = (await run(['deploy', ...json])).envelope.gives.deploy?.deploymentId;
  expect(same).toBe(first);
  expect(other).not.toBe(first);
}, 60_000);

const byTags = [
  'init',
  ...json,
  '--targets',
  'tags',
  '--tags',
  'Name=exercise-web',
  '--source',
  'local',
  '--directory',
  example,
];

test('with tags image, template and group fall away and the instances get profile and agent', async () => {
  const { run } = bench();
  const ran = await run(byTags);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  expect(Object.keys(ran.envelope.gives)).toEqual(['roles', 'app', 'group', 'deploy']);
  expect(ran.envelope.changes.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['ec2.profile-association', 'ssm.host']),
  );
  const again = await run(byTags);
  expect([again.exitCode, writes(again.calls), new Set(again.envelope.changes.map(({ verb }) => verb))]).toEqual([
    0,
    [],
    new Set(['keep']),
  ]);
}, 60_000);

test('an empty account gets a template and a group from nothing, and a revision from GitHub', async () => {
  const here = bench();
  const args = await initEmpty(here);
  const planned = await here.run([...args, '--dry-run']);
  expect([planned.exitCode, writes(planned.calls)]).toEqual([0, []]);
  expect(planned.envelope.gives.template).toEqual({
    launchTemplateId: '<template.launchTemplateId>',
    version: '<template.version>',
  });
  const ran = await here.run(args);
  expect([ran.exitCode, ran.envelope.error, ran.envelope.gives.deploy?.status]).toEqual([0, null, 'Succeeded']);
  const again = await here.run(args);
  expect([again.exitCode, writes(again.calls)]).toEqual([0, []]);
}, 60_000);

describe('reading', () => {
  test('status and show write nothing, before and after', async () => {
    const { run } = bench();
    const before = await run(['status', ...json, '--directory', example]);
    expect([before.exitCode, writes(before.calls)]).toEqual([0, []]);
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'status.json'), 'utf8'),
    );
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    const states = (data: unknown) => (data as { steps: { state: string }[] }).steps.map(({ state }) => state);
    expect(states(before.envelope.data)).toContain('missing');
    await run(initBook);
    const after = await run(['status', ...json]);
    expect(states(after.envelope.data)).toEqual(Array(7).fill('ready'));
    for (const { envelope } of [before, after, await run(['roles', 'show', ...json])]) {
      validate(envelope.data);
      expect(validate.errors ?? []).toEqual([]);
    }
    const show = await run(['roles', 'show', ...json]);
    expect([show.exitCode, Object.keys(show.envelope.gives.roles ?? {})]).toEqual([
      0,
      ['ec2RoleArn', 'instanceProfileArn', 'serviceRoleArn'],
    ]);
    expect(writes([...after.calls, ...show.calls])).toEqual([]);
  }, 60_000);
});

test('the suggested commands run and ask nothing', async () => {
  const { run } = bench();
  const { next } = (await run(initBook)).envelope;
  for (const command of next) {
    const ran = await run(command.split(' ').slice(1));
    expect([command, ran.exitCode, writes(ran.calls)]).toEqual([command, 0, []]);
  }
}, 60_000);

test('a folder is emptied only when its name was given', async () => {
  const { run } = bench();
  const unconfirmed = await run([...initBook, '--clean-paths', '/var/www']);
  expect([unconfirmed.exitCode, unconfirmed.envelope.error?.hint]).toEqual([
    2,
    expect.stringContaining('--confirm /var/www'),
  ]);
  expect(writes(unconfirmed.calls)).toEqual([]);
  const confirmed = await run([...initBook, '--clean-paths', '/var/www', '--confirm', '/var/www']);
  expect([confirmed.exitCode, confirmed.envelope.error]).toEqual([0, null]);
}, 60_000);

test('the answers are kept with their comments, and a dry run keeps nothing', async () => {
  const here = bench();
  await here.run([...initBook, '--dry-run']);
  expect(() => readFileSync(join(here.cwd, 'codedeploy-wizard.yml'))).toThrow();
  await here.run(initBook);
  const kept = readFileSync(join(here.cwd, 'codedeploy-wizard.yml'), 'utf8');
  expect(kept).toContain('asg: exercise-group');
  expect(kept).not.toMatch(/arn:|sandbox|secret/i);
}, 60_000);
