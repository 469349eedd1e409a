// What a user would have lost: each was found by trying everything that can happen to a call.
import { expect, test } from 'vitest';
import type { Disturbance } from '../src/sandbox/disturbances.ts';
import { acts, stateOf } from './support/acts.ts';
import { edit } from './support/hook.ts';
import type { Bench, Ran } from './support/run.ts';

const roles = acts.find(({ name }) => name === 'roles by itself')!;
const push = acts.find(({ name }) => name === 'deploy push')!;
const release = acts.find(({ name }) => name === 'deploy, after a first release')!;

const proceed = acts.find(({ name }) => name === 'deploy continue')!;

async function disturbed(act: typeof roles, disturbance: Disturbance, more: string[] = []): Promise<[Bench, Ran]> {
  const here = await act.start();
  edit(here, (state) => {
    state.disturbances = [disturbance];
  });
  return [here, await here.run([...act.command(here), ...more])];
}

const once = (kind: Disturbance['kind'], call: string): Disturbance => ({ kind, call, from: 1, times: 1 });
const forGood = (kind: Disturbance['kind'], call: string): Disturbance => ({ kind, call, from: 1, times: 1_000 });

test.each(['createPolicy', 'createRole', 'createInstanceProfile', 'addRoleToInstanceProfile'])(
  'a run no longer ends at iam:%s because the answer to the first request was lost, and the second says "exists"',
  async (operation) => {
    const [, ran] = await disturbed(roles, once('lost', `iam.${operation}`));
    expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  },
);

test('a revision is not stored twice, in two versions, because the answer was lost', async () => {
  const [here, ran] = await disturbed(push, once('lost', 's3.putObject'));
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  const versions = Object.values(stateOf(here).s3.buckets['exercise-revisions']!.objects).map(({ length }) => length);
  expect(versions).toEqual([1]);
}, 120_000);

test('traffic that was let go over is not told to be waiting because the answer was lost', async () => {
  const [, ran] = await disturbed(proceed, once('lost', 'codeDeploy.continueDeployment'));
  expect([ran.exitCode, ran.envelope.data]).toMatchObject([0, { deployment: { status: 'Succeeded' } }]);
}, 120_000);

test('a deployment that AWS does not know for a moment after naming it is not given up', async () => {
  const here = await release.start();
  edit(here, (state) => {
    state.lag = { staleReads: 2 };
  });
  const ran = await here.run(release.command(here));
  expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
}, 120_000);

test('a quota of IAM is told at once: it is no throttling, and asking again does not raise it', async () => {
  const here = await roles.start();
  let asked = 0;
  const ran = await here.run(roles.command(here), {
    onCall(call, moment) {
      if (call.operation !== 'createRole' || moment !== 'before') return;
      asked++;
      const error = new Error('Cannot exceed quota for RolesPerAccount: 1000');
      throw Object.assign(error, { name: 'LimitExceededException', $metadata: { httpStatusCode: 409 } });
    },
  });
  expect([ran.exitCode, ran.envelope.error?.code, asked]).toEqual([5, 'refused', 1]);
});

test.each(['expired', 'denied'] as const)('%s is not asked again', async (kind) => {
  const [here, ran] = await disturbed(roles, forGood(kind, 'iam.createRole'));
  expect([ran.exitCode, stateOf(here).disturbances?.[0]?.seen]).toEqual([4, 1]);
});

test('after the last try: what AWS said, what was done before, and how it goes on, in both languages', async () => {
  const [, ran] = await disturbed(roles, forGood('broken', 'iam.createRole'));
  expect([ran.exitCode, ran.envelope.error]).toMatchObject([
    5,
    {
      code: 'unavailable',
      message:
        'AWS could not do iam:createRole, also after several tries: An internal error has occurred\nDone before that: IAM policy `shop-ec2-s3`.',
      hint: expect.stringContaining('run the same command again: it continues.'),
      aws: { name: 'ServiceFailureException' },
    },
  ]);
  const [here, korean] = await disturbed(roles, forGood('throttled', 'iam.createRole'), ['--lang', 'ko']);
  expect(korean.envelope.error?.message).toMatch(/iam:createRole[\s\S]*그 전에 끝난 것: IAM 정책 `shop-ec2-s3`/);
  edit(here, (state) => {
    delete state.disturbances;
  });
  expect((await here.run(roles.command(here))).exitCode).toBe(0);
});
