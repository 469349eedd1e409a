// The way out of a launch loop, as whole commands: with nobody in service, with somebody, and when it goes wrong.
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
import { type Bench, example } from '../support/run.ts';

const rescue = (here: Bench, ...more: string[]) => here.run(['asg', 'rescue', ...json, ...more]);
const inService = (here: Bench) => asg(here).members.filter(({ lifecycle }) => lifecycle === 'InService').length;
const sizes = (here: Bench) => {
  const { min, max, desired, healthCheckType, suspended, tags } = asg(here);
  return { min, max, desired, healthCheckType, suspended, tags };
};
const userDeployments = (here: Bench) =>
  Object.values(stateOf(here).codeDeploy.deployments).filter(({ creator }) => creator === 'user');
/** The hook is that of the deployment group, and no other. */
const isAttached = (here: Bench) =>
  deploymentGroup(here)
    .autoScalingGroups.map(({ name, hook }) => `${name} ${hook}`)
    .join() ===
  asg(here)
    .hooks.map(({ name }) => `${ASG} ${name}`)
    .join();

const BEFORE = { min: 1, max: 4, desired: 2, healthCheckType: 'ELB', suspended: [], tags: [] };

let book: Bench;
/** Two instances are wanted, and none gets the revision that is no longer there. */
let stuck: Bench;
/** One serves, the second never comes up. */
let limping: Bench;

beforeAll(async () => {
  book = await walked();
  await withLostRevision(book);
  const { min: MinSize, max: MaxSize, desired: DesiredCapacity, healthCheckType: HealthCheckType } = BEFORE;
  const grown = (here: Bench) =>
    byHand(here, (aws) =>
      aws.autoScaling.updateAutoScalingGroup({
        AutoScalingGroupName: ASG,
        MinSize,
        MaxSize,
        DesiredCapacity,
        HealthCheckType,
      }),
    );
  limping = copyOf(book);
  await grown(limping);
  await later(limping, 12);
  stuck = copyOf(book);
  await grown(stuck);
  await loseMembers(stuck);
}, 60_000);

test('the accounts are as the tests want them', () => {
  expect([inService(stuck), inService(limping), sizes(stuck), sizes(limping)]).toEqual([0, 1, BEFORE, BEFORE]);
});

describe('nobody is in service', () => {
  test('one comes up bare, gets the last good revision, and the sizes come back', async () => {
    const here = copyOf(stuck);
    const planned = await rescue(here, '--dry-run', '--exit-code');
    expect([planned.exitCode, writesOf(planned.calls)]).toEqual([7, []]);
    const ran = await rescue(here);
    expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
    expect(writesOf(ran.calls)).toEqual([
      'autoScaling.createOrUpdateTags',
      'autoScaling.updateAutoScalingGroup',
      'autoScaling.createOrUpdateTags',
      'codeDeploy.updateDeploymentGroup',
      'codeDeploy.updateDeploymentGroup',
      'autoScaling.deleteTags',
      'codeDeploy.createDeployment',
      'autoScaling.updateAutoScalingGroup',
      'autoScaling.deleteTags',
    ]);
    expect(attachmentsSent(ran.calls)).toEqual([[], [ASG]]);
    const [first, , last] = userDeployments(here);
    expect([last?.status, last?.revision, last?.fileExistsBehavior]).toEqual([
      'Succeeded',
      first?.revision,
      'OVERWRITE',
    ]);
    expect(ran.envelope.gives.deploy).toEqual({ deploymentId: last?.id, status: 'Succeeded' });
    expect([sizes(here), inService(here), isAttached(here)]).toEqual([BEFORE, 2, true]);
    const again = await rescue(here);
    expect([again.exitCode, writesOf(again.calls)]).toEqual([0, []]);
  }, 60_000);

  test('the plan says what happens, in both languages', async () => {
    const here = copyOf(stuck);
    const english = await here.run(['asg', 'rescue', '--sandbox', '--dry-run']);
    for (const part of [
      'Launch loop in',
      'comes up bare',
      'attached again, with a new hook',
      'min 1, max 4, desired 2',
    ])
      expect(english.stderr).toContain(part);
    const korean = await here.run(['asg', 'rescue', '--sandbox', '--dry-run', '--lang', 'ko']);
    for (const part of ['되풀이해서 실패합니다', '빈 인스턴스 하나가 시작됩니다', '최소 1, 최대 4, 원하는 용량 2'])
      expect(korean.stderr).toContain(part);
  });

  test('needs somebody to agree', async () => {
    const ran = await copyOf(stuck).run(['asg', 'rescue', '--sandbox']);
    expect([ran.exitCode, writesOf(ran.calls)]).toEqual([2, []]);
  });
});

test('somebody is in service: only launching stops, nobody is terminated, the hook stays', async () => {
  const here = copyOf(limping);
  const [serving] = asg(here).members.filter(({ lifecycle }) => lifecycle === 'InService');
  const ran = await rescue(here);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  expect(writesOf(ran.calls)).toEqual([
    'autoScaling.createOrUpdateTags',
    'autoScaling.suspendProcesses',
    'codeDeploy.createDeployment',
    'autoScaling.resumeProcesses',
    'autoScaling.deleteTags',
  ]);
  expect(asg(here).members.map(({ instanceId }) => instanceId)).toContain(serving?.instanceId);
  expect([sizes(here), inService(here), isAttached(here)]).toEqual([BEFORE, 2, true]);
}, 60_000);

test('without a loop there is nothing to do, and the evidence is told', async () => {
  const here = copyOf(book);
  for (const [lang, part] of [
    ['en', '1 of 1 instance in service, 0 abandoned launches'],
    ['ko', '인스턴스 1개 중 1개 서비스 중'],
  ] as const) {
    const ran = await here.run(['asg', 'rescue', '--sandbox', '--lang', lang]);
    expect([ran.exitCode, ran.stderr.replace(/\s+/g, ' ').includes(part), writesOf(ran.calls)]).toEqual([0, true, []]);
  }
});

test('when something else has succeeded meanwhile there is nothing to do', async () => {
  const here = copyOf(limping);
  const ran = await here.run([
    'deploy',
    ...json,
    '--source',
    'local',
    '--directory',
    example,
    '--file-exists-behavior',
    'OVERWRITE',
  ]);
  expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
  const rescued = await rescue(here);
  expect([rescued.exitCode, writesOf(rescued.calls)]).toEqual([0, []]);
}, 60_000);

describe('the good revision', () => {
  test('may be named', async () => {
    const here = copyOf(limping);
    const [first] = userDeployments(here);
    const { bucket, key, version } = (first!.revision as { s3Location: Record<string, string> }).s3Location;
    const ran = await rescue(here, '--to', `s3://${bucket}/${key}?versionId=${version}`);
    expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
  }, 60_000);

  test.each([
    ['d-ABCDEFGHI', 6, 'notFound'],
    ['latest', 2, 'invalidValue'],
  ])('%s is no name of one', async (to, exitCode, code) => {
    const ran = await rescue(copyOf(stuck), '--to', to);
    expect([ran.exitCode, ran.envelope.error?.code, writesOf(ran.calls)]).toEqual([exitCode, code, []]);
  });

  test('where none is known it must be named', async () => {
    const here = copyOf(stuck);
    edit(here, ({ s3 }) => {
      s3.buckets['exercise-revisions']!.objects = {};
    });
    for (const [lang, part] of [
      ['en', 'it is not known which one is good'],
      ['ko', '어느 것이 좋은 개정인지 알 수 없습니다'],
    ] as const) {
      const ran = await here.run(['asg', 'rescue', '--sandbox', '--yes', '--lang', lang]);
      expect([ran.exitCode, ran.stderr.includes(part), ran.stderr.includes('--to d-')]).toEqual([2, true, true]);
      expect(writesOf(ran.calls)).toEqual([]);
    }
  });
});

describe('a hook that nobody answers goes as well', () => {
  const STRAY = 'CodeDeploy-managed-automatic-launch-deployment-hook-shop-old';
  const confirmed = ['--confirm', STRAY];
  const withStray = (here: Bench, metadata = 'gone') =>
    edit(here, ({ autoScaling }) => {
      const { hooks } = autoScaling.groups[ASG]!;
      hooks.push({ ...hooks[0]!, name: STRAY, metadata });
    });
  const deleted = (here: Bench) => !asg(here).hooks.some(({ name }) => name === STRAY);

  test.each([
    ['nobody in service', () => stuck],
    ['somebody in service', () => limping],
  ])(
    'in the same run, after its name was given: %s',
    async (_, from) => {
      const here = copyOf(from());
      withStray(here);
      for (const lang of ['en', 'ko']) {
        const planned = await here.run(['asg', 'rescue', '--sandbox', '--dry-run', '--lang', lang]);
        expect([planned.exitCode, writesOf(planned.calls)]).toEqual([0, []]);
        expect(planned.stderr).toContain(STRAY);
      }
      const unnamed = await rescue(here);
      expect([unnamed.exitCode, unnamed.envelope.error?.code, writesOf(unnamed.calls)]).toEqual([
        2,
        'confirmationMissing',
        [],
      ]);
      const ran = await rescue(here, ...confirmed);
      expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
      const writes = writesOf(ran.calls);
      // Remembered and calmed before anything is taken away.
      expect(writes.indexOf('autoScaling.deleteLifecycleHook')).toBeGreaterThan(1);
      expect([sizes(here), inService(here), isAttached(here), deleted(here)]).toEqual([BEFORE, 2, true, true]);
      const again = await rescue(here, ...confirmed);
      expect([again.exitCode, writesOf(again.calls)]).toEqual([0, []]);
    },
    60_000,
  );

  test('where it alone is to blame, what was deployed last is deployed again', async () => {
    const here = await walked();
    const [last] = userDeployments(here);
    withStray(here);
    await byHand(here, (aws) =>
      aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: ASG, MaxSize: 4, DesiredCapacity: 2 }),
    );
    await later(here, 25);
    const { loop } = (await here.run(['asg', 'hook', 'status', ...json])).envelope.data as { loop: { reason: string } };
    expect([loop.reason, inService(here)]).toEqual(['heartbeatTimeout', 1]);
    const ran = await rescue(here, ...confirmed);
    expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
    expect(userDeployments(here).map(({ status, revision }) => [status, revision])).toEqual([
      ['Succeeded', last?.revision],
      ['Succeeded', last?.revision],
    ]);
    expect([inService(here), isAttached(here), deleted(here)]).toEqual([2, true, true]);
  }, 60_000);

  test.each([
    ['nobody in service', () => stuck],
    ['somebody in service', () => limping],
  ])(
    'also where it stands in place of that of the deployment group: %s',
    async (_, from) => {
      const here = copyOf(from());
      edit(here, ({ autoScaling }) => {
        autoScaling.groups[ASG]!.hooks[0]!.name = STRAY;
      });
      const ran = await rescue(here, ...confirmed);
      expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
      expect([sizes(here), inService(here), isAttached(here), deleted(here)]).toEqual([BEFORE, 2, true, true]);
    },
    60_000,
  );
});

describe('afterwards nobody speaks of a loop', () => {
  const spokenOf = async (here: Bench) => {
    const [status, doctor, rescued] = [
      await here.run(['asg', 'hook', 'status', ...json]),
      await here.run(['doctor', '--only', 'asg-launch-loop', ...json]),
      await rescue(here, '--dry-run'),
    ];
    const { loop } = status.envelope.data as { loop: { reason: string } | null };
    return [loop?.reason ?? null, doctor.exitCode, (rescued.envelope.data as { loop: object | null }).loop];
  };

  test.each([
    ['nobody in service', () => stuck],
    ['somebody in service', () => limping],
  ])(
    'after the rescue: %s',
    async (_, from) => {
      const here = copyOf(from());
      expect(await spokenOf(here)).toEqual(['deploymentFailed', 3, expect.anything()]);
      await rescue(here);
      expect(await spokenOf(here)).toEqual([null, 0, null]);
    },
    60_000,
  );

  test('when another revision has succeeded, before the next launch', async () => {
    const here = copyOf(limping);
    const flags = ['--source', 'local', '--directory', example, '--file-exists-behavior', 'OVERWRITE'];
    await here.run(['deploy', ...json, ...flags]);
    expect(await spokenOf(here)).toEqual([null, 0, null]);
  }, 60_000);

  test('when nobody is launched any more', async () => {
    const here = copyOf(limping);
    await byHand(here, (aws) =>
      aws.autoScaling.suspendProcesses({ AutoScalingGroupName: ASG, ScalingProcesses: ['Launch'] }),
    );
    await later(here, 5);
    expect(await spokenOf(here)).toEqual(['deploymentFailed', 3, expect.anything()]);
    await byHand(here, (aws) =>
      aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: ASG, DesiredCapacity: 1 }),
    );
    expect(await spokenOf(here)).toEqual([null, 0, null]);
  }, 60_000);
});

describe('whatever happens, hook and sizes come back', () => {
  /** A revision that cannot be installed anywhere. */
  const withBadRevision = (here: Bench) =>
    edit(here, ({ s3 }) => {
      const { objects } = s3.buckets['exercise-revisions']!;
      const [[good] = []] = Object.values(objects);
      objects['shop/bad.zip'] = [{ ...good!, versionId: 'bad', bundle: { files: ['readme.txt'] } }];
    });
  const bad = ['--to', 's3://exercise-revisions/shop/bad.zip'];

  test.each([
    ['nobody in service', () => stuck],
    ['somebody in service', () => limping],
  ])(
    'the deployment fails: %s',
    async (_, from) => {
      const here = copyOf(from());
      withBadRevision(here);
      const ran = await rescue(here, ...bad);
      expect([ran.exitCode, ran.envelope.error?.code]).toEqual([10, 'deploymentFailed']);
      expect([sizes(here), isAttached(here)]).toEqual([BEFORE, true]);
      expect(ran.envelope.next.join('\n')).toContain('asg rescue');
    },
    60_000,
  );

  test('the revision is not there after all', async () => {
    const here = copyOf(stuck);
    const [, lost] = userDeployments(here);
    const ran = await rescue(here, '--to', lost!.id);
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([6, 'notFound']);
    expect([sizes(here), isAttached(here)]).toEqual([BEFORE, true]);
  }, 60_000);

  test('AWS refuses in the middle', async () => {
    const here = copyOf(stuck);
    const ran = await here.run(['asg', 'rescue', ...json], {
      onCall: ({ operation, input }, moment) => {
        const detaches = (input as { autoScalingGroups?: string[] }).autoScalingGroups?.length === 0;
        if (operation === 'updateDeploymentGroup' && detaches && moment === 'before')
          throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
      },
    });
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([4, 'denied']);
    expect([sizes(here), isAttached(here)]).toEqual([BEFORE, true]);
  }, 60_000);

  test.each(['updateAutoScalingGroup', 'updateDeploymentGroup', 'createDeployment'])(
    'Ctrl-C at %s',
    async (operation) => {
      const here = copyOf(stuck);
      const { WizardError } = await import('../../src/engine/errors.ts');
      const stop = new AbortController();
      const ran = await here.run(['asg', 'rescue', ...json], {
        signal: stop.signal,
        onCall: (call, moment) => {
          if (call.operation === operation && moment === 'after')
            stop.abort(new WizardError('interrupted', { command: 'the same' }));
        },
      });
      expect([ran.exitCode, ran.envelope.error?.code]).toEqual([130, 'interrupted']);
      expect([sizes(here), isAttached(here)]).toEqual([BEFORE, true]);
    },
    60_000,
  );

  test('where even that fails it says with which command', async () => {
    const here = copyOf(stuck);
    let dead = false;
    const ran = await here.run(['asg', 'rescue', ...json], {
      onCall: ({ operation }) => {
        if (operation === 'createDeployment') dead = true;
        if (dead) throw Object.assign(new Error('no'), { name: 'ExpiredTokenException', $metadata: {} });
      },
    });
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([4, 'expiredCredentials']);
    expect(ran.envelope.warnings.at(-1)).toEqual({
      code: 'putBackFailed',
      message: expect.stringContaining('asg hook restore'),
    });
    const meanwhile = await here.run(['status', ...json]);
    expect(meanwhile.envelope.warnings.map(({ code }) => code)).toContain('rescueUnfinished');
    const restored = await here.run(['asg', 'hook', 'restore', ...json]);
    expect([restored.exitCode, sizes(here), isAttached(here)]).toEqual([0, BEFORE, true]);
  }, 60_000);
});
