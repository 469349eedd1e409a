// The embedded account from the command line: fleets of any size, and faults that are armed, shown and disarmed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it, test } from 'vitest';
import { faults } from '../../src/sandbox/faults.ts';
import type { State } from '../../src/sandbox/state.ts';
import { bench, initBook, stateFile } from '../support/run.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'sandbox-fault.json'), 'utf8'),
);
const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(schema);

const first = ['--source', 's3', '--bucket', 'shop-revisions', '--key', 'shop/first.zip'];
const deploy = ['deploy', '--sandbox', 'fleet', '--yes', ...first, '--output', 'json'];
const stateOf = (here: ReturnType<typeof bench>) => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;

describe('sandbox reset', () => {
  it('makes a fleet that can be deployed to at once', async () => {
    const here = bench();
    const reset = await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '30', '--output', 'json']);
    expect(reset.envelope.data).toMatchObject({ scenario: 'fleet', instances: 30 });
    const ran = await here.run(deploy);
    expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
    const [deployment] = Object.values(stateOf(here).codeDeploy.deployments);
    expect(deployment!.targets.filter(({ status }) => status === 'Succeeded')).toHaveLength(30);
  });

  it('is not needed for it: the scenario alone has ten', async () => {
    const here = bench();
    const ran = await here.run(deploy);
    expect(ran.exitCode).toBe(0);
    expect(stateOf(here).autoScaling.groups['shop-asg']!.members).toHaveLength(10);
  });

  it('makes the group of the book as large as it is told, and the book is walked with it', async () => {
    const here = bench();
    await here.run(['sandbox', 'reset', '--instances', '12']);
    const { members } = stateOf(here).autoScaling.groups['exercise-group']!;
    expect(members).toHaveLength(12);
    const ran = await here.run(initBook);
    expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
    const [deployment] = Object.values(stateOf(here).codeDeploy.deployments);
    expect(deployment!.targets).toHaveLength(12);
  }, 30_000);

  it.each([
    [['--instances', 'many'], 'whole number'],
    [['--instances', '0'], 'between 1 and 10000'],
    [['--instances', '10001'], 'between 1 and 10000'],
    [['--scenario', 'empty', '--instances', '3'], 'Auto Scaling group'],
    [['--scenario', 'nothing'], 'book, empty, fleet'],
  ])('%j is refused', async (words, part) => {
    const { exitCode, envelope } = await bench().run(['sandbox', 'reset', ...words, '--output', 'json']);
    expect([exitCode, envelope.error?.message]).toEqual([2, expect.stringContaining(part)]);
  });
});

describe('sandbox fault', () => {
  const json = ['--output', 'json'];

  it('lists every fault with a line of its own, in both languages', async () => {
    const here = bench();
    for (const lang of ['en', 'ko']) {
      const { exitCode, envelope } = await here.run(['sandbox', 'fault', '--list', '--lang', lang, ...json]);
      expect([exitCode, validate(envelope.data), validate.errors]).toEqual([0, true, null]);
      const { faults: listed } = envelope.data as { faults: { name: string; about: string; armed: unknown[] }[] };
      expect(listed.map(({ name }) => name)).toEqual(Object.keys(faults));
      expect(new Set(listed.map(({ about }) => about)).size).toBe(listed.length);
      expect(listed.flatMap(({ armed }) => armed)).toEqual([]);
      if (lang === 'ko') for (const { about } of listed) expect(about).toMatch(/[가-힣]/);
    }
    const shown = await here.run(['sandbox', 'fault']);
    expect(shown.stdout + shown.stderr).toContain('script-fails');
  });

  it('arms one: the deployment fails and says why; disarmed, it succeeds', async () => {
    const here = bench();
    await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '3']);
    const armed = await here.run(['sandbox', 'fault', 'script-fails', '--event', 'ValidateService', ...json]);
    expect([armed.exitCode, validate(armed.envelope.data)]).toEqual([0, true]);
    expect(armed.envelope.data).toEqual({
      armed: { name: 'script-fails', instance: null, event: 'ValidateService' },
    });
    expect(armed.envelope.next).toEqual(['codedeploy-wizard sandbox fault --clear script-fails']);
    const failed = await here.run(deploy);
    expect([failed.exitCode, failed.envelope.error?.code]).toEqual([10, 'deploymentFailed']);
    expect(failed.envelope.error?.message).toContain('scripts/validate.sh failed with exit code 1');
    expect((await here.run(['sandbox', 'show'])).stdout).toContain('script-fails');

    const cleared = await here.run(['sandbox', 'fault', '--clear', 'script-fails', ...json]);
    expect([cleared.exitCode, validate(cleared.envelope.data)]).toEqual([0, true]);
    expect((await here.run(deploy)).exitCode).toBe(0);
    const again = await here.run(['sandbox', 'fault', '--clear']);
    expect(again.stdout + again.stderr).toContain('Nothing was armed');
  });

  it('is seen where it was armed, on the instance that it befell', async () => {
    const here = bench();
    await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
    const ids = stateOf(here).autoScaling.groups['shop-asg']!.members.map(({ instanceId }) => instanceId);
    await here.run(['sandbox', 'fault', 'agent-stopped', ...json]);
    await here.run(['sandbox', 'fault', 'agent-missing', '--instance', ids.sort()[1]!, ...json]);
    const { envelope } = await here.run(['sandbox', 'fault', '--list', ...json]);
    const { faults: listed } = envelope.data as { faults: { name: string; armed: unknown[] }[] };
    expect(listed.flatMap(({ armed }) => armed)).toEqual([
      { name: 'agent-missing', instance: ids[1], event: null },
      { name: 'agent-stopped', instance: ids[0], event: null },
    ]);
    const { instances } = stateOf(here).ec2;
    expect([instances[ids[0]!]!.host.agent?.running, instances[ids[1]!]!.host.agent]).toEqual([false, undefined]);
    await here.run(['sandbox', 'fault', '--clear']);
    expect(stateOf(here).ec2.instances[ids[1]!]!.host.agent).toMatchObject({ running: true });
  });

  it('writes nothing in a dry run', async () => {
    const here = bench();
    await here.run(['sandbox', 'reset', '--scenario', 'fleet']);
    const before = readFileSync(stateFile(here), 'utf8');
    await here.run(['sandbox', 'fault', 'agent-missing', '--dry-run']);
    await here.run(['sandbox', 'reset', '--dry-run']);
    expect(readFileSync(stateFile(here), 'utf8')).toBe(before);
  });

  it.each([
    [['scrpt-fails'], 2, 'There is no fault scrpt-fails.'],
    [['--clear', 'agent'], 2, 'There is no fault agent.'],
    [['agent-missing', '--event', 'Install'], 2, 'befalls no script'],
    [['s3-denied', '--instance', 'i-1'], 2, 'whole account'],
    [['script-fails', '--event', 'Install'], 2, 'AfterInstall'],
    [['script-fails', '--instance', 'i-00000000000000000'], 6, 'i-00000000000000000'],
  ])('%j is refused', async (words, code, part) => {
    const { exitCode, envelope } = await bench().run(['sandbox', 'fault', ...words, ...json]);
    expect([exitCode, envelope.error?.message]).toEqual([code, expect.stringContaining(part)]);
  });

  it('names what was meant, and what there is', async () => {
    const { envelope } = await bench().run(['sandbox', 'fault', 'scrpt-fails', ...json]);
    expect(envelope.error?.hint).toMatch(/^Did you mean script-fails.*\? There is: .*connection-lost/);
    const { envelope: none } = await bench().run(['sandbox', 'fault', 'zzzzzzzzzz', ...json]);
    expect(none.error?.hint).toMatch(/^There is: /);
  });
});

test('the network is gone for a while: a command gets over it, or says so and goes on when it is run again', async () => {
  const here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
  await here.run(['sandbox', 'fault', 'connection-lost']);
  let ran = await here.run(deploy);
  for (let tries = 0; ran.exitCode !== 0 && tries < 5; tries++) {
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([5, 'unreachable']);
    ran = await here.run(deploy);
  }
  expect(ran.exitCode).toBe(0);
  const { faults: [fault] = [], calls } = stateOf(here);
  expect(calls - fault!.armedAfter).toBeGreaterThan(30);
}, 30_000);

test.each([
  ['credentials-expire', 4, 'expiredCredentials'],
  ['alarm-active', 3, 'cannotStart'],
] as const)('%s ends a command with its own code', async (fault, exitCode, code) => {
  const here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
  await here.run(['sandbox', 'fault', fault]);
  const ran = await here.run(deploy);
  expect([ran.exitCode, ran.envelope.error?.code]).toEqual([exitCode, code]);
});

test('a throttling storm makes a command slower, not wrong', async () => {
  const here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
  await here.run(['sandbox', 'fault', 'throttling-storm']);
  expect((await here.run(deploy)).exitCode).toBe(0);
}, 30_000);
