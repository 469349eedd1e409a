// `status` of what was deployed: which revision runs where, the hooks, what is worst, and what may not be looked at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Running, RunningGroup } from '../../src/deployments/running.ts';
import {
  ASG,
  byHand,
  copyOf,
  deploymentGroup,
  edit,
  json,
  loseMembers,
  walked,
  withLostRevision,
} from '../support/hook.ts';
import { type Bench, bench, type Ran } from '../support/run.ts';
import { prepare, sandbox, shop } from '../support/shop.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'status.json'), 'utf8'));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Data {
  steps: { step: string; state: string; found: { state: string }[] }[];
  targets: Running[];
  revisions: RunningGroup[];
  mixed: boolean;
  hook: { state: string; asg: string }[];
  loops: { asg: string; reason: string }[];
  deployments: { id: string }[];
}

function dataOf({ envelope }: Ran): Data {
  validate(envelope.data);
  expect(validate.errors ?? []).toEqual([]);
  return envelope.data as Data;
}
const firstOf = ({ envelope }: Ran) => envelope.next[0]?.split(' ').slice(1).join(' ') ?? '';
const warningsOf = ({ envelope }: Ran) => envelope.warnings.map(({ code }) => code);

const failing = () =>
  prepare('2 servers, the second release failed', async () => {
    const here = await shop(2);
    await here.ask('deploy', '--source', 'github');
    here.release('Second release');
    await here.ask('sandbox', 'fault', 'script-fails');
    await here.ask('deploy', '--source', 'github', '--rollback-on', 'stop');
    return here;
  });

/** With the group's own rollback, which succeeds. */
const rolledBack = () =>
  prepare('2 servers, the second release was rolled back', async () => {
    const here = await shop(2);
    await here.ask('deploy', '--source', 'github');
    here.release('Second release');
    await here.ask('sandbox', 'fault', 'script-fails');
    await here.ask('deploy', '--source', 'github', '--rollback-on', 'failure');
    return here;
  });

it('what was rolled back is to be understood, though the rollback succeeded', async () => {
  const here = await rolledBack();
  const ran = await here.ask('status');
  const all = here.state().codeDeploy.deployments;
  const [rollback, failed] = dataOf(ran).deployments.map(({ id }) => all[id]!);
  expect([rollback!.creator, rollback!.status, failed!.status]).toEqual(['codeDeployRollback', 'Succeeded', 'Failed']);
  expect(firstOf(ran)).toBe(`explain ${failed!.id} --sandbox book`);
}, 60_000);

describe('which revision runs where', () => {
  it('is told for each instance, and that they differ', async () => {
    const here = await failing();
    const [failed = '', spared = ''] = here.servers();
    const ran = await here.ask('status');
    const { targets, revisions, mixed, deployments } = dataOf(ran);
    const { deployments: all, groups } = here.state().codeDeploy;
    const commit = (id: string | null) =>
      (all[id ?? '']!.revision as { gitHubLocation: { commitId: string } }).gitHubLocation.commitId;
    const { lastAttempted = '', lastSuccessful = '' } = groups['shop/shop-group']!;
    expect(new Map(targets.map(({ instance, deployment, status }) => [instance, [deployment, status]]))).toEqual(
      new Map([
        [failed, [lastAttempted, 'Failed']],
        [spared, [lastSuccessful, 'Succeeded']],
      ]),
    );
    for (const { revision, deployment } of targets) expect(revision).toMatchObject({ commitId: commit(deployment) });
    expect([mixed, revisions.map(({ count }) => count)]).toEqual([true, [1, 1]]);
    expect(deployments.map(({ id }) => id)).toEqual([lastAttempted, lastSuccessful]);
    expect([warningsOf(ran), firstOf(ran)]).toEqual([['mixedRevisions'], `explain ${lastAttempted} --sandbox book`]);
  });

  it('is the same everywhere after a success, and unknown where nothing was deployed', async () => {
    const here = await shop(2);
    const before = dataOf(await here.ask('status'));
    expect([before.mixed, before.revisions]).toEqual([false, [{ revision: null, status: 'unknown', count: 2 }]]);
    await here.ask('deploy', '--source', 'github');
    const after = await here.ask('status');
    const { mixed, revisions } = dataOf(after);
    expect([mixed, revisions.map(({ status, count }) => [status, count])]).toEqual([false, [['Succeeded', 2]]]);
    expect(warningsOf(after)).toEqual([]);
  });

  it.each(['en', 'ko'])('fits 80 columns in %s', async (lang) => {
    const here = await failing();
    const { stdout } = await here.run(['status', '--sandbox', '--lang', lang]);
    expect(stdout).toContain(here.servers()[0]);
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('of a thousand instances takes a few calls more than of ten, also after deployments that reached none', async () => {
    const [large, small] = await Promise.all([1_000, 10].map(fleetOf));
    const ran = await large!.run(['status', '--sandbox', 'fleet', '--output', 'json']);
    const { targets, mixed, revisions } = dataOf(ran);
    expect([targets.length, mixed, revisions.map(({ status }) => status)]).toEqual([1_000, false, ['Succeeded']]);
    const least = (await small!.run(['status', '--sandbox', 'fleet', '--output', 'json'])).calls.length;
    expect(ran.calls.length - least).toBeLessThan(20);
    expect(ran.calls.filter(({ write }) => write)).toEqual([]);
  }, 60_000);
});

it('of servers found by tags looks into a few, however many there are', async () => {
  const here = await shop(10);
  const calls = async () =>
    (await here.ask('status')).calls.filter(({ operation }) => operation !== 'describeInstances').length;
  const few = await calls();
  here.change(({ ec2 }) => {
    const source = ec2.instances[here.servers()[0]!]!;
    for (let index = 0; index < 300; index++) {
      const id = `i-0${(0xc000 + index).toString(16).padStart(16, '0')}`;
      ec2.instances[id] = { ...structuredClone(source), id, privateIp: `10.1.${index >> 8}.${index & 255}` };
    }
  });
  const ran = await here.ask('status');
  expect([dataOf(ran).targets.length, warningsOf(ran)]).toEqual([310, ['statusOfFew']]);
  expect((await calls()) - few).toBeLessThan(20);
}, 60_000);

/** Deployed to once, and then twenty times to nobody. */
async function fleetOf(instances: number): Promise<Bench> {
  const here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', String(instances)]);
  edit(here, ({ codeDeploy, autoScaling, now }) => {
    const { members } = autoScaling.groups['shop-asg']!;
    const everywhere = members.map(({ instanceId }) => ({
      instanceId,
      status: 'Succeeded' as const,
      events: [],
      updatedAt: now,
    }));
    for (let index = 0; index <= 20; index++) {
      const id = `d-FLEET${String(index).padStart(4, '0')}`;
      codeDeploy.deployments[id] = {
        id,
        application: 'shop',
        group: 'shop-group',
        status: index === 0 ? 'Succeeded' : 'Stopped',
        creator: 'user',
        revision: {
          revisionType: 'S3',
          s3Location: { bucket: 'shop-revisions', key: 'shop/first.zip', bundleType: 'zip' },
        },
        config: 'CodeDeployDefault.AllAtOnce',
        fileExistsBehavior: 'DISALLOW',
        ignoreApplicationStopFailures: false,
        rollbackEvents: [],
        createdAt: now - 3_600_000 + index * 60_000,
        startedAt: now - 3_600_000 + index * 60_000,
        completedAt: now - 3_570_000 + index * 60_000,
        targets: index === 0 ? everywhere : [],
      };
    }
  });
  return here;
}

describe('the hook', () => {
  let book: Bench;
  beforeAll(async () => {
    book = await walked();
  }, 60_000);

  it('is healthy, and the next thing is to deploy', async () => {
    const ran = await copyOf(book).run(['status', ...json]);
    expect(dataOf(ran).hook.map(({ asg, state }) => [asg, state])).toEqual([[ASG, 'healthy']]);
    expect(firstOf(ran)).toBe('deploy --sandbox book');
  });

  it('that was deleted by hand is repaired first', async () => {
    const here = copyOf(book);
    const { hook = '' } = deploymentGroup(here).autoScalingGroups[0]!;
    await byHand(here, (aws) =>
      aws.autoScaling.deleteLifecycleHook({ AutoScalingGroupName: ASG, LifecycleHookName: hook }),
    );
    const ran = await here.run(['status', ...json]);
    expect(dataOf(ran).hook.map(({ state }) => state)).toEqual(['deletedByHand']);
    expect(firstOf(ran)).toBe(`asg hook repair --asg ${ASG} --sandbox book`);
  });

  it('lets go of instance after instance: the loop is flagged, and the way out comes first', async () => {
    const here = copyOf(book);
    await withLostRevision(here);
    await loseMembers(here);
    const ran = await here.run(['status', ...json]);
    expect(dataOf(ran).loops.map(({ asg, reason }) => [asg, reason])).toEqual([[ASG, 'deploymentFailed']]);
    expect(warningsOf(ran)).toContain('statusLoop');
    expect(firstOf(ran)).toBe(`asg rescue --asg ${ASG} --application shop --group shop-group --sandbox book`);
  }, 60_000);

  it('that is suspended is restored first', async () => {
    const here = copyOf(book);
    await here.run(['asg', 'hook', 'suspend', ...json, '--accept-empty-instances']);
    const ran = await here.run(['status', ...json]);
    expect(dataOf(ran).hook.map(({ state }) => state)).toEqual(['suspended']);
    expect(firstOf(ran)).toBe(`asg hook restore --asg ${ASG} --sandbox book`);
  });
});

describe('with credentials that may ask nothing but who they are', () => {
  const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400, requestId: 'r-1' } };
  const nothing = {
    onCall: ({ service }: { service: string }, moment: string) => {
      if (service !== 'sts' && moment === 'before') throw Object.assign(new Error('is not authorized'), denied);
    },
  };

  it('status calls everything unknown and says why', async () => {
    const here = await failing();
    const ran = await here.run(['status', ...sandbox], nothing);
    const { steps, targets } = dataOf(ran);
    expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect([targets, ran.exitCode, ran.envelope.error?.code]).toEqual([[], 4, 'denied']);
    expect(new Set(warningsOf(ran))).toEqual(new Set(['notAllowed']));
    const people = await here.run(['status', '--sandbox', '--lang', 'ko'], nothing);
    expect([people.stdout, people.stderr]).toEqual([
      expect.stringContaining('알 수 없음'),
      expect.stringContaining('권한'),
    ]);
  });

  it('status tells what it may see where only a part is denied', async () => {
    const here = await failing();
    const ran = await here.run(['status', ...sandbox], {
      onCall: (call, moment) => {
        if (call.service !== 'iam') return;
        nothing.onCall(call, moment);
      },
    });
    const { steps, targets } = dataOf(ran);
    expect(steps.find(({ step }) => step === 'roles')?.state).toBe('unknown');
    expect([ran.exitCode, targets.length]).toEqual([0, 2]);
  });
});
