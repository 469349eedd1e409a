// The lifecycle hook as whole commands: its states, its pause and its repair, and what every command says meanwhile.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ASG,
  asg,
  attachmentsSent,
  byHand,
  copyOf,
  deploymentGroup,
  edit,
  json,
  later,
  loseMembers,
  stateOf,
  walked,
  withLostRevision,
  writesOf,
} from '../support/hook.ts';
import { type Bench, bench, example, initBook, type Ran } from '../support/run.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'hook.json'), 'utf8'),
) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Status {
  hooks: { transition: string; state: string; name: string | null; expected: string | null; group: string | null }[];
  waiting: { instance: string; state: string; since: string | null }[];
  suspended: { group: string; since: string } | null;
  processes: { name: string }[];
  loop: { reason: string; failures: number; deployment: string | null } | null;
}

const hook = (here: Bench, verb: string, ...more: string[]) => here.run(['asg', 'hook', verb, ...json, ...more]);
async function status(here: Bench): Promise<{ data: Status; next: string[] }> {
  const ran = await hook(here, 'status');
  expect([ran.exitCode, writesOf(ran.calls)]).toEqual([0, []]);
  validate(ran.envelope.data);
  expect(validate.errors ?? []).toEqual([]);
  return { data: ran.envelope.data as Status, next: ran.envelope.next };
}
const states = async (here: Bench) => (await status(here)).data.hooks.map(({ state }) => state);
const codes = ({ envelope }: Ran) => envelope.warnings.map(({ code }) => code);
const suspend = (here: Bench, ...more: string[]) => hook(here, 'suspend', '--accept-empty-instances', ...more);
const directWrites = (...runs: Ran[]) =>
  runs.flatMap(({ calls }) => writesOf(calls)).filter((name) => /LifecycleHook/.test(name));

/** More instances are wanted, and come up. */
async function grow(here: Bench, size: number): Promise<void> {
  await byHand(here, (aws) =>
    aws.autoScaling.updateAutoScalingGroup({
      AutoScalingGroupName: ASG,
      MinSize: 1,
      MaxSize: size,
      DesiredCapacity: size,
    }),
  );
  await later(here, 5);
}

let book: Bench;
beforeAll(async () => {
  book = await walked();
}, 60_000);

describe('status', () => {
  test('says what the hook is, in both languages, and that it is healthy', async () => {
    const here = copyOf(book);
    const { data } = await status(here);
    const { hook: name = '' } = deploymentGroup(here).autoScalingGroups[0]!;
    expect(data).toEqual({
      hooks: [{ asg: ASG, transition: 'launch', state: 'healthy', name, expected: name, group: 'shop/shop-group' }],
      waiting: [],
      suspended: null,
      processes: [],
      loop: null,
      unknown: [],
    });
    const terminal = { columns: 80, env: { NO_COLOR: '1' } };
    const english = await here.run(['asg', 'hook', 'status', '--sandbox'], terminal);
    expect(english.stdout).toContain('Do not delete it by hand');
    const piped = await here.run(['asg', 'hook', 'status', '--sandbox']);
    expect(piped.stdout.split('\n')[0]).toMatch(/docs\/hook\.md$/);
    expect(piped.stdout).not.toContain('Do not delete it by hand');
    const korean = await here.run(['asg', 'hook', 'status', '--sandbox', '--lang', 'ko'], terminal);
    expect(korean.stdout).toContain('직접 삭제하지 마십시오');
    expect(korean.stdout).toContain('정상');
  });

  test('names who waits, since when, and the processes that are suspended', async () => {
    const here = copyOf(book);
    await byHand(here, async (aws) => {
      await aws.autoScaling.suspendProcesses({ AutoScalingGroupName: ASG, ScalingProcesses: ['AZRebalance'] });
      await aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: ASG, MaxSize: 2, DesiredCapacity: 2 });
    });
    await later(here, 0.4);
    const { data } = await status(here);
    expect(data.processes).toEqual([{ name: 'AZRebalance', reason: 'User suspended' }]);
    expect(data.waiting).toEqual([
      {
        instance: asg(here).members[1]?.instanceId,
        state: 'Pending:Wait',
        since: expect.stringMatching(/^2026-01-05T.*Z$/),
      },
    ]);
  });

  test('a launch loop is told with the deployment that fails, and the way out', async () => {
    const here = copyOf(book);
    await withLostRevision(here);
    await loseMembers(here);
    const { data, next } = await status(here);
    expect(data.loop).toMatchObject({ reason: 'deploymentFailed', deployment: expect.stringMatching(/^d-/) });
    expect(data.loop?.failures).toBeGreaterThan(2);
    expect(stateOf(here).codeDeploy.deployments[data.loop?.deployment ?? '']).toMatchObject({
      creator: 'autoscaling',
      status: 'Failed',
    });
    expect(next[0]).toContain('asg rescue --asg exercise-group');
  }, 60_000);

  test('an unknown group is exit 6 with what there is', async () => {
    const ran = await hook(copyOf(book), 'status', '--asg', 'nosuch');
    expect([ran.exitCode, ran.envelope.error?.hint]).toEqual([6, `There is: ${ASG}`]);
  });
});

describe('suspend', () => {
  test('while a target group is attached it wants to be told that empty instances are acceptable', async () => {
    const here = copyOf(book);
    for (const [lang, part] of [
      ['en', 'new instances would take traffic there without the application'],
      ['ko', '애플리케이션 없이 트래픽을 받게 됩니다'],
    ] as const) {
      const ran = await here.run(['asg', 'hook', 'suspend', '--sandbox', '--yes', '--lang', lang]);
      expect([ran.exitCode, ran.stderr.includes(part), ran.stderr.includes('--accept-empty-instances')]).toEqual([
        3,
        true,
        true,
      ]);
      expect(writesOf(ran.calls)).toEqual([]);
    }
    edit(here, ({ autoScaling }) => {
      autoScaling.groups[ASG]!.targetGroupArns = [];
    });
    expect((await hook(here, 'suspend')).exitCode).toBe(0);
  });

  test('remembers, then detaches, and a second run has nothing to do', async () => {
    const here = copyOf(book);
    const planned = await suspend(here, '--dry-run', '--exit-code');
    expect([planned.exitCode, writesOf(planned.calls)]).toEqual([7, []]);
    const ran = await suspend(here);
    expect([ran.exitCode, writesOf(ran.calls), attachmentsSent(ran.calls)]).toEqual([
      0,
      ['autoScaling.createOrUpdateTags', 'codeDeploy.updateDeploymentGroup'],
      [[]],
    ]);
    expect(ran.envelope.changes).toEqual(planned.envelope.changes);
    // What the run itself has done is told by its result.
    expect(codes(ran)).toEqual(['hookTakesTraffic']);
    const { data, next } = await status(here);
    expect(data.hooks.map(({ state, group }) => [state, group])).toEqual([['suspended', 'shop/shop-group']]);
    expect(data.suspended).toMatchObject({ group: 'shop/shop-group', since: expect.stringMatching(/Z$/) });
    expect(next).toEqual([`codedeploy-wizard asg hook restore --asg ${ASG} --sandbox book`]);
    const again = await suspend(here);
    expect([again.exitCode, writesOf(again.calls)]).toEqual([0, []]);
    // Without the hook an instance comes up bare, and serves.
    await grow(here, 2);
    expect(asg(here).members.map(({ lifecycle }) => lifecycle)).toEqual(['InService', 'InService']);
  });

  test('needs somebody to agree', async () => {
    const ran = await copyOf(book).run(['asg', 'hook', 'suspend', '--sandbox', '--accept-empty-instances']);
    expect([ran.exitCode, ran.stderr.includes('--yes'), writesOf(ran.calls)]).toEqual([2, true, []]);
  });

  test('other Auto Scaling groups stay attached', async () => {
    const here = copyOf(book);
    await byHand(here, async (aws) => {
      const { LaunchTemplate, VPCZoneIdentifier } = (
        await aws.autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [ASG] })
      ).AutoScalingGroups![0]!;
      const { LaunchTemplateId, Version } = LaunchTemplate!;
      await aws.autoScaling.createAutoScalingGroup({
        AutoScalingGroupName: 'second',
        LaunchTemplate: { LaunchTemplateId, Version },
        MinSize: 0,
        MaxSize: 1,
        VPCZoneIdentifier,
      });
      await aws.codeDeploy.updateDeploymentGroup({
        applicationName: 'shop',
        currentDeploymentGroupName: 'shop-group',
        autoScalingGroups: [ASG, 'second'],
      });
    });
    const paused = await suspend(here);
    expect([paused.exitCode, attachmentsSent(paused.calls)]).toEqual([0, [['second']]]);
    const back = await hook(here, 'restore');
    expect([back.exitCode, attachmentsSent(back.calls)]).toEqual([0, [['second', ASG]]]);
  });

  test('while a deployment of the group is active it is exit 12', async () => {
    const here = copyOf(book);
    await here.run(['deploy', ...json, '--no-wait']);
    const ran = await suspend(here);
    expect([ran.exitCode, ran.envelope.error?.code, writesOf(ran.calls)]).toEqual([12, 'busy', []]);
  });

  test('a group that does not deploy there, or does not exist', async () => {
    const here = copyOf(book);
    await byHand(here, (aws) =>
      aws.codeDeploy.updateDeploymentGroup({
        applicationName: 'shop',
        currentDeploymentGroupName: 'shop-group',
        autoScalingGroups: [],
      }),
    );
    const absent = await suspend(here);
    expect([absent.exitCode, absent.envelope.error?.code]).toEqual([3, 'hookAbsent']);
    const unknown = await suspend(here, '--group', 'nosuch');
    expect([unknown.exitCode, unknown.envelope.error?.hint]).toEqual([6, 'There is: shop/shop-group']);
  });
});

test('a dry run of the pause is followed by the pause: nothing is to be restored', async () => {
  const ran = await suspend(copyOf(book), '--dry-run');
  expect([ran.exitCode, writesOf(ran.calls), ran.envelope.next]).toEqual([
    0,
    [],
    [
      `codedeploy-wizard asg hook suspend --asg ${ASG} --application shop --group shop-group --accept-empty-instances --sandbox book`,
    ],
  ]);
});

describe('while it is suspended', () => {
  let paused: Bench;
  beforeAll(async () => {
    paused = copyOf(book);
    await suspend(paused);
  });

  test.each([
    [['status']],
    [['asg', 'show']],
    [['group', 'show']],
    [['asg', '--dry-run']],
    [['group', '--dry-run']],
    [['deploy', '--dry-run']],
    [['init', '--dry-run', '--source', 'local']],
    [['asg', 'hook', 'status']],
    [['asg', 'hook', 'repair']],
    [['asg', 'rescue']],
    [['roles', 'show']],
    [['roles', '--dry-run']],
    [['app', 'show']],
    [['deploy', 'push', '--dry-run', '--bucket', 'exercise-revisions', example]],
    [['deploy', 'list']],
    [['deploy', 'show']],
    [['deploy', 'watch']],
    [['deploy', 'rollback', '--dry-run']],
    [['deploy', 'stop', '--dry-run']],
    [['explain', 'd-NOSUCH000']],
    [['logs']],
    [['doctor', '--only', 'caller-root']],
    [['asg', 'hook', 'restore', '--dry-run']],
    [['asg', 'hook', 'suspend', '--dry-run', '--accept-empty-instances']],
  ])('%j says so before anything else, and how to restore it', async (args) => {
    const ran = await paused.run([...args, ...json]);
    expect(ran.envelope.warnings[0]).toEqual({
      code: 'hookSuspended',
      message: expect.stringContaining(`codedeploy-wizard asg hook restore --asg ${ASG} --sandbox book`),
    });
    expect(codes(ran).filter((code) => code === 'hookSuspended')).toHaveLength(1);
  });

  test('it is not put back in passing', async () => {
    const here = copyOf(paused);
    const ran = await here.run(['group', ...json]);
    expect([ran.exitCode, writesOf(ran.calls)]).toEqual([0, []]);
    expect(await states(here)).toEqual(['suspended']);
    const deployed = await here.run(['deploy', ...json]);
    expect([deployed.exitCode, deployed.envelope.error?.code]).toEqual([3, 'cannotStart']);
  });

  test('the plan of the group does not tell of a hook that is not there', async () => {
    const ran = await paused.run(['group', '--sandbox', '--dry-run', '--rollback-on', 'stop']);
    expect(ran.stderr).toContain('rollbackOn');
    expect(ran.stderr).not.toContain('lifecycle hook on');
    const usually = await copyOf(book).run(['group', '--sandbox', '--dry-run', '--rollback-on', 'stop']);
    expect(usually.stderr).toContain('lifecycle hook on');
  });

  test.each([
    [['--project', 'shop'], ['hookSuspended']],
    [['--project', 'other', '--application', 'other', '--asg', 'other'], []],
    [['--project', 'other', '--application', 'shop'], ['hookSuspended']],
    [['--project', 'other', '--application', 'other', '--asg', ASG], ['hookSuspended']],
  ])('where it is said which project is meant, only its own is told: %j', async (about, said) => {
    const ran = await copyOf(paused).run(['group', 'show', ...json, ...about]);
    expect(codes(ran).filter((code) => code === 'hookSuspended')).toEqual(said);
  });

  test('who may not look at Auto Scaling is told nothing, and what he came for goes on', async () => {
    const ran = await copyOf(paused).run(['deploy', 'list', ...json], {
      onCall: ({ service }) => {
        if (service === 'autoScaling')
          throw Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
      },
    });
    expect([ran.exitCode, codes(ran)]).toEqual([0, []]);
  });
});

describe('restore', () => {
  test('puts back exactly what was there, and names who came up without the revision', async () => {
    const here = copyOf(book);
    const before = deploymentGroup(here);
    const first = await suspend(here);
    await grow(here, 2);
    const bare = asg(here).members[1]!.instanceId;
    const ran = await hook(here, 'restore');
    expect([ran.exitCode, writesOf(ran.calls), attachmentsSent(ran.calls)]).toEqual([
      0,
      ['codeDeploy.updateDeploymentGroup', 'autoScaling.deleteTags'],
      [[ASG]],
    ]);
    const after = deploymentGroup(here);
    expect(after.settings).toEqual(before.settings);
    expect(after.autoScalingGroups.map(({ name }) => name)).toEqual([ASG]);
    expect(asg(here).tags).toEqual([]);
    expect(await states(here)).toEqual(['healthy']);
    expect(ran.envelope.data).toEqual({ restored: 'shop/shop-group', bare: [bare] });
    expect(ran.envelope.warnings.find(({ code }) => code === 'bareMembers')?.message).toContain(bare);
    const [next = ''] = ran.envelope.next;
    expect(next).toContain('codedeploy-wizard deploy --update-outdated-instances-only --application shop');
    expect(next).toMatch(/--bucket exercise-revisions --key shop\/\S+\.zip --bundle-type zip --version-id \S+/);
    expect(directWrites(first, ran)).toEqual([]);
    const again = await hook(here, 'restore');
    expect([again.exitCode, writesOf(again.calls), again.envelope.data]).toEqual([0, [], { restored: null, bare: [] }]);
  });

  test('both hooks come back', async () => {
    const here = copyOf(book);
    const names = { applicationName: 'shop', currentDeploymentGroupName: 'shop-group' };
    await byHand(here, (aws) => aws.codeDeploy.updateDeploymentGroup({ ...names, terminationHookEnabled: true }));
    expect(await states(here)).toEqual(['healthy', 'healthy']);
    await suspend(here);
    expect(asg(here).hooks).toEqual([]);
    // Somebody turns it off meanwhile: what was there is what comes back.
    await byHand(here, (aws) => aws.codeDeploy.updateDeploymentGroup({ ...names, terminationHookEnabled: false }));
    expect((await hook(here, 'restore')).exitCode).toBe(0);
    expect((await status(here)).data.hooks.map(({ transition, state }) => [transition, state])).toEqual([
      ['launch', 'healthy'],
      ['termination', 'healthy'],
    ]);
  });

  test('says that there is nothing to do, in both languages', async () => {
    const here = copyOf(book);
    const english = await here.run(['asg', 'hook', 'restore', '--sandbox']);
    expect([english.exitCode, english.stderr.includes('Nothing to do')]).toEqual([0, true]);
    const korean = await here.run(['asg', 'hook', 'restore', '--sandbox', '--lang', 'ko']);
    expect([korean.exitCode, korean.stderr.includes('일시 중지된 후크가 없습니다')]).toEqual([0, true]);
  });

  test('what is suspended for another deployment group is left alone', async () => {
    const here = copyOf(book);
    await suspend(here);
    const ran = await hook(here, 'restore', '--group', 'other');
    expect([ran.exitCode, writesOf(ran.calls), codes(ran)]).toEqual([0, [], ['hookSuspended']]);
  });

  test('a deployment group that is gone is named', async () => {
    const here = copyOf(book);
    await suspend(here);
    await byHand(here, (aws) => aws.codeDeploy.deleteApplication({ applicationName: 'shop' }));
    const ran = await hook(here, 'restore');
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([6, 'notFound']);
    expect(ran.envelope.error?.message).toContain('shop/shop-group');
  });
});

describe('repair', () => {
  const deleteByHand = (here: Bench) =>
    byHand(here, (aws) =>
      aws.autoScaling.deleteLifecycleHook({
        AutoScalingGroupName: ASG,
        LifecycleHookName: deploymentGroup(here).autoScalingGroups[0]?.hook,
      }),
    );

  test('nothing to repair', async () => {
    const ran = await hook(copyOf(book), 'repair');
    expect([ran.exitCode, writesOf(ran.calls)]).toEqual([0, []]);
  });

  test('deleted by hand: detached and attached again, through CodeDeploy alone', async () => {
    const here = copyOf(book);
    await deleteByHand(here);
    const { data, next } = await status(here);
    expect(data.hooks[0]).toMatchObject({ state: 'deletedByHand', name: null, expected: expect.any(String) });
    expect(next[0]).toContain('asg hook repair');
    const ran = await hook(here, 'repair');
    expect([ran.exitCode, attachmentsSent(ran.calls), directWrites(ran)]).toEqual([0, [[], [ASG]], []]);
    expect(await states(here)).toEqual(['healthy']);
    expect(asg(here).tags).toEqual([]);
  });

  test('left over: deleted only when it is named', async () => {
    const here = copyOf(book);
    await byHand(here, (aws) => aws.codeDeploy.deleteApplication({ applicationName: 'shop' }));
    edit(here, ({ autoScaling }) => {
      const { hooks } = autoScaling.groups[ASG]!;
      hooks.push({ ...hooks[0]!, name: 'my-own-hook' });
    });
    const name = asg(here).hooks[0]!.name;
    expect((await status(here)).data.hooks).toEqual([
      { asg: ASG, transition: 'launch', state: 'leftover', name, expected: null, group: null },
    ]);
    const unnamed = await hook(here, 'repair');
    expect([unnamed.exitCode, unnamed.envelope.error?.hint, writesOf(unnamed.calls)]).toEqual([
      2,
      expect.stringContaining(`--confirm ${name}`),
      [],
    ]);
    const ran = await hook(here, 'repair', '--confirm', name);
    expect([ran.exitCode, writesOf(ran.calls)]).toEqual([0, ['autoScaling.deleteLifecycleHook']]);
    expect(ran.envelope.changes).toEqual([
      { step: 'asg', verb: 'remove', kind: 'autoscaling.hook', name, differs: [] },
    ]);
    // Hooks of others are never touched.
    expect(asg(here).hooks.map((one) => one.name)).toEqual(['my-own-hook']);
  });

  test('another than the deployment group names: that one is deleted when named, then attached again', async () => {
    const here = copyOf(book);
    const other = 'CodeDeploy-managed-automatic-launch-deployment-hook-shop-group-other';
    edit(here, ({ autoScaling }) => {
      autoScaling.groups[ASG]!.hooks[0]!.name = other;
    });
    expect((await status(here)).data.hooks[0]).toMatchObject({ state: 'mismatched', name: other });
    expect((await hook(here, 'repair')).exitCode).toBe(2);
    const ran = await hook(here, 'repair', '--confirm', other);
    expect([ran.exitCode, attachmentsSent(ran.calls)]).toEqual([0, [[], [ASG]]]);
    expect(await states(here)).toEqual(['healthy']);
    expect(asg(here).hooks).toHaveLength(1);
  });

  test('what was suspended on purpose stays suspended', async () => {
    const here = copyOf(book);
    await suspend(here);
    const ran = await hook(here, 'repair');
    expect([ran.exitCode, writesOf(ran.calls)]).toEqual([0, []]);
    expect(await states(here)).toEqual(['suspended']);
  });
});

test('the hook is found without a config file, and flags may stand anywhere', async () => {
  const here = bench();
  await here.run([...initBook, '--config', join(here.home, 'other.yml')]);
  const ran = await here.run(['asg', '--asg', ASG, 'hook', 'suspend', '--group', 'shop-group', ...json]);
  expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'emptyInstances']);
}, 60_000);
