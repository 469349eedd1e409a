// Blue/green with fixed names, as whole commands: there and back, cut off at every write, taken back from everywhere.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { WizardError } from '../../src/engine/errors.ts';
import {
  again,
  BLUE,
  fleetOfTwo,
  GREEN,
  installedOn,
  json,
  release,
  revision,
  sizesNow,
  standingOf,
  weightsNow,
} from '../support/colours.ts';
import { edit, later, stateOf, writesOf } from '../support/hook.ts';
import { type Bench, bench, type RecordedCall, stateFile } from '../support/run.ts';
import { validates } from '../support/schema.ts';

const QUICK = ['--keep', '1m', '--healthy-polls', '2'];
const is = (sizes: string, serving: number) => ({ sizes, serving, suspended: [], remembered: false });
const all = (blue: number, green: number) => [0, 1].map(() => ({ 'shop-target': blue, 'shop-target-green': green }));
const WENT_OVER = {
  weights: all(0, 100),
  groups: { [BLUE]: is('0/4/0', 0), [GREEN]: is('1/4/2', 2) },
  deploymentGroups: [
    { name: 'shop-group', asgs: [], revision: 'shop/zero.zip' },
    { name: 'shop-group-blue', asgs: [BLUE] },
    { name: 'shop-group-green', asgs: [GREEN], revision: 'shop/first.zip' },
  ],
};
const namesIn = (here: Bench) => {
  const { autoScaling, elb, codeDeploy } = stateOf(here);
  return [autoScaling.groups, elb.targetGroups, elb.loadBalancers, codeDeploy.groups].map((of) => Object.keys(of));
};
const dataOf = ({ envelope }: { envelope: { data: unknown } }) =>
  envelope.data as {
    active: string | null;
    release: { phase: string; keptUntil: string | null } | null;
    colours: Record<'blue' | 'green', { share: number; revision: string | null }>;
  };

/** How the account was after each write of a whole release: as it is when the run is killed there. */
const snapshots: { after: string; state: string }[] = [];
let fresh: Bench;
/** The first release has gone over. */
let over: Bench;
let calls: RecordedCall[];
/** What was so at the moment at which blue was shrunk. */
let whenShrunk: { now: number; moved: number; healthy: number; weights: object[] } | undefined;

const isShrinking = ({ operation, input }: RecordedCall, asg: string) =>
  operation === 'updateAutoScalingGroup' &&
  (input as { AutoScalingGroupName: string }).AutoScalingGroupName === asg &&
  (input as { DesiredCapacity: number }).DesiredCapacity === 0;

beforeAll(async () => {
  fresh = await fleetOfTwo();
  over = again(fresh);
  const ran = await over.run(release('first', ...QUICK), {
    onCall: (call, moment) => {
      if (moment !== 'after' || !call.write) return;
      const state = readFileSync(stateFile(over), 'utf8');
      snapshots.push({ after: `${snapshots.length + 1} ${call.operation}`, state });
      if (isShrinking(call, BLUE)) {
        const { now, autoScaling, elb } = JSON.parse(state) as ReturnType<typeof stateOf>;
        const tag = autoScaling.groups[BLUE]!.tags.find(({ key }) => key === 'codedeploy-wizard:release');
        const green = Object.values(elb.targetGroups).find(({ name }) => name === 'shop-target-green')!;
        whenShrunk = {
          now,
          moved: Number(tag?.value.split(' ').at(-1)) * 1_000,
          healthy: Object.keys(green.targets).length,
          weights: weightsNow(stateOf(over)),
        };
      }
    },
  });
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  validates('bluegreen', ran);
  calls = ran.calls;
}, 120_000);

describe('a release', () => {
  test('goes over, and every name stays', () => {
    expect(standingOf(over)).toEqual(WENT_OVER);
    const before = namesIn(fresh).flat();
    expect(namesIn(over).flat()).toEqual(expect.arrayContaining(before));
  });

  test('writes in this order', () => {
    expect(writesOf(calls).map((write) => write.split('.')[1])).toEqual([
      'createTargetGroup',
      'modifyTargetGroupAttributes',
      'createAutoScalingGroup',
      'modifyListener',
      'modifyRule',
      'createOrUpdateTags',
      'createDeploymentGroup',
      'updateAutoScalingGroup',
      'createDeployment',
      'suspendProcesses',
      'suspendProcesses',
      'modifyListener',
      'modifyRule',
      'createOrUpdateTags',
      'updateAutoScalingGroup',
      'resumeProcesses',
      'resumeProcesses',
      'updateAutoScalingGroup',
      'updateDeploymentGroup',
      'createDeploymentGroup',
      'deleteTags',
    ]);
  });

  test('blue is not shrunk before its time, and only once green has everything', () => {
    expect(whenShrunk?.now).toBeGreaterThanOrEqual((whenShrunk?.moved ?? Number.NaN) + 60_000);
    expect([whenShrunk?.healthy, whenShrunk?.weights]).toEqual([2, all(0, 100)]);
  });

  test('sends everything else of a rule back as it was', () => {
    const sent = calls.filter(({ operation }) => operation === 'modifyRule').map(({ input }) => input);
    for (const { Actions } of sent as { Actions: { Type: string; Order: number; TargetGroupArn?: string }[] }[]) {
      expect(Actions).toMatchObject([
        {
          Type: 'authenticate-oidc',
          Order: 1,
          AuthenticateOidcConfig: { ClientId: 'shop', UseExistingClientSecret: true },
        },
        { Type: 'forward', Order: 2, ForwardConfig: { TargetGroupStickinessConfig: { Enabled: false } } },
      ]);
      expect(Actions[1]?.TargetGroupArn).toBeUndefined();
    }
  });

  test('of what the active colour has is nothing to do', async () => {
    const here = again(over);
    const ran = await here.run(release('first', ...QUICK));
    expect([ran.exitCode, writesOf(ran.calls)]).toEqual([0, []]);
  }, 60_000);

  test('has taken the fleet from the first deployment group: nothing gives it back in passing, and all lead to bluegreen', async () => {
    const here = again(over);
    const status = await here.run(['status', ...json]);
    expect(status.envelope.next[0]).toBe('codedeploy-wizard bluegreen status --sandbox fleet');
    const { steps } = status.envelope.data as { steps: { step: string; state: string }[] };
    expect(steps.find(({ step }) => step === 'group')?.state).toBe('ready');
    const doctor = await here.run(['doctor', '--only', 'group-targets', ...json]);
    expect((doctor.envelope.data as { checks: object[] }).checks).toMatchObject([
      {
        status: 'warn',
        evidence: expect.stringContaining('shop-group-green deploys to the one that serves'),
        fix: 'codedeploy-wizard doctor --application shop --group shop-group-green --sandbox fleet',
      },
    ]);
    // Who may look at no other deployment group is told what can be told.
    const blind = await here.run(['deploy', ...json, ...revision('second')], {
      onCall: ({ operation, input }) => {
        if (operation === 'getDeploymentGroup' && JSON.stringify(input).includes('shop-group-blue'))
          throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
      },
    });
    expect([blind.exitCode, blind.envelope.error?.code]).toEqual([3, 'cannotStart']);
    expect(blind.envelope.error?.message).toContain('no running instance');
    const group = await here.run(['group', ...json]);
    expect([group.exitCode, writesOf(group.calls)]).toEqual([0, []]);
    for (const [lang, part] of [
      ['en', 'release with codedeploy-wizard bluegreen --sandbox fleet'],
      ['ko', '릴리스하십시오: codedeploy-wizard bluegreen --sandbox fleet'],
    ] as const) {
      const ran = await here.run(['deploy', ...json, ...revision('second'), '--lang', lang]);
      expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'cannotStart']);
      expect(ran.envelope.error?.message).toContain(part);
    }
  });

  test('goes the other way the next time, among the same names', async () => {
    const here = again(over);
    const before = namesIn(here);
    const ran = await here.run(release('second', ...QUICK));
    expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
    expect(namesIn(here)).toEqual(before);
    expect(standingOf(here)).toEqual({
      weights: all(100, 0),
      groups: { [BLUE]: is('1/4/2', 2), [GREEN]: is('0/4/0', 0) },
      deploymentGroups: [
        { name: 'shop-group', asgs: [], revision: 'shop/zero.zip' },
        { name: 'shop-group-blue', asgs: [BLUE], revision: 'shop/second.zip' },
        { name: 'shop-group-green', asgs: [GREEN], revision: 'shop/first.zip' },
      ],
    });
    expect(dataOf(ran)).toMatchObject({ active: 'blue', release: null });
  }, 60_000);

  test('can be planned, and what is severe is asked for by name', async () => {
    const here = again(fresh);
    const planned = await here.run(release('first', '--dry-run', '--exit-code'));
    expect([planned.exitCode, writesOf(planned.calls)]).toEqual([7, []]);
    const ran = await here.run(release('first').filter((word) => word !== '--confirm' && word !== 'shop'));
    expect([ran.exitCode, ran.envelope.error?.code, writesOf(ran.calls)]).toEqual([2, 'confirmationMissing', []]);
    expect(ran.envelope.error?.hint).toContain('--confirm shop');
    for (const [lang, ...parts] of [
      ['en', 'All traffic of `shop-asg` goes to `shop-asg-green`', 'is scaled to 0'],
      ['ko', '모든 트래픽을 `shop-asg-green` 그룹으로 옮깁니다', '용량을 0으로 줄입니다'],
    ] as const) {
      const text = await here.run([
        'bluegreen',
        '--sandbox',
        'fleet',
        ...revision('first'),
        '--dry-run',
        '--lang',
        lang,
      ]);
      for (const part of parts) expect(text.stderr.replace(/\s+/g, ' ')).toContain(part);
    }
  }, 60_000);
});

test('the twin is made like what is there: tags, subnets, health check, attributes, and policies that count its own targets', async () => {
  const here = again(fresh);
  edit(here, ({ autoScaling, elb }) => {
    const group = autoScaling.groups[BLUE]!;
    const original = Object.values(elb.targetGroups).find(({ name }) => name === 'shop-target')!;
    const label = `app/shop-lb/1/${original.arn.split(':').at(-1)}`;
    const metric = { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label };
    group.policies = [
      {
        PolicyName: 'load',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingConfiguration: { TargetValue: 100, PredefinedMetricSpecification: metric },
      },
      { PolicyName: 'queue', PolicyType: 'StepScaling' },
    ];
    group.tags.push(
      { key: 'team', value: 'shop', propagate: true },
      { key: 'codedeploy-wizard:x', value: '', propagate: false },
    );
    group.healthCheckType = 'ELB';
    original.attributes = { 'slow_start.duration_seconds': '45' };
  });
  const setup = ['bluegreen', '--setup-only', ...json];
  const ran = await here.run(setup);
  expect([ran.exitCode, ran.envelope.warnings.map(({ code }) => code)]).toEqual([0, ['policyWithoutAlarm']]);
  const { autoScaling, elb } = stateOf(here);
  const [blue, green] = [autoScaling.groups[BLUE]!, autoScaling.groups[GREEN]!];
  const own = Object.values(elb.targetGroups).find(({ name }) => name === 'shop-target-green')!;
  for (const key of ['launchTemplate', 'subnets', 'healthCheckType', 'healthCheckGracePeriod', 'max'] as const)
    expect(green[key]).toEqual(blue[key]);
  expect(green.tags.map(({ key }) => key)).toEqual(['team', 'codedeploy-wizard:project', 'codedeploy-wizard:step']);
  expect(own).toMatchObject({
    deregistrationDelay: 30,
    attributes: { 'slow_start.duration_seconds': '45' },
    interval: 10,
  });
  expect(green.policies?.map(({ PolicyName }) => PolicyName)).toEqual(['load', 'queue']);
  expect(JSON.stringify(green.policies?.[0])).toContain(`app/shop-lb/1/${own.arn.split(':').at(-1)}`);
  expect(writesOf((await here.run(setup)).calls)).toEqual([]);
}, 60_000);

/** The account as it was when the run was killed. */
function killedAt({ state }: { state: string }): Bench {
  const here = again(over);
  writeFileSync(stateFile(here), state);
  return here;
}

describe('cut off after any of its writes', () => {
  test('a release that is run again comes to the same end', async () => {
    for (const snapshot of snapshots) {
      const here = killedAt(snapshot);
      const ran = await here.run(release('first', ...QUICK));
      expect([snapshot.after, ran.exitCode, ran.envelope.error]).toEqual([snapshot.after, 0, null]);
      expect(standingOf(here)).toEqual(WENT_OVER);
      expect(Object.keys(stateOf(here).codeDeploy.deployments)).toHaveLength(2);
    }
  }, 600_000);

  test('abort puts weights, sizes and scaling back', async () => {
    for (const snapshot of snapshots) {
      const here = killedAt(snapshot);
      const begun = sizesNow(stateOf(here))[BLUE]?.remembered;
      const ran = await here.run(['bluegreen', 'abort', ...json]);
      expect([snapshot.after, ran.exitCode, ran.envelope.error]).toEqual([snapshot.after, 0, null]);
      if (!begun) {
        expect(writesOf(ran.calls)).toEqual([]);
        continue;
      }
      validates('bluegreen', ran);
      const { weights, groups } = standingOf(here);
      expect({ after: snapshot.after, weights, groups }).toEqual({
        after: snapshot.after,
        weights: all(100, 0),
        groups: { [BLUE]: is('1/4/2', 2), [GREEN]: is('0/4/0', 0) },
      });
      // Also where blue was empty already and has been launched again.
      expect([snapshot.after, installedOn(stateOf(here), BLUE)]).toEqual([
        snapshot.after,
        [['shop/zero'], ['shop/zero']],
      ]);
    }
  }, 600_000);
});

test('abort, cut off after any of its own writes, is run again to the same end', async () => {
  // Blue is empty and has been handed over; only the note is still there.
  const late = snapshots.at(-2);
  const inside: { after: string; state: string }[] = [];
  const first = killedAt(late!);
  await first.run(['bluegreen', 'abort', ...json], {
    onCall: ({ write, operation }, moment) => {
      if (write && moment === 'after')
        inside.push({ after: `${inside.length + 1} ${operation}`, state: readFileSync(stateFile(first), 'utf8') });
    },
  });
  expect(inside.length).toBeGreaterThan(5);
  for (const snapshot of inside) {
    const here = killedAt(snapshot);
    const ran = await here.run(['bluegreen', 'abort', ...json]);
    expect([snapshot.after, ran.exitCode, standingOf(here)]).toEqual([snapshot.after, 0, standingOf(first)]);
    expect(installedOn(stateOf(here), BLUE)).toEqual([['shop/zero'], ['shop/zero']]);
  }
}, 300_000);

describe('in between', () => {
  let waiting: Bench;
  beforeAll(async () => {
    waiting = again(fresh);
    const ran = await waiting.run(release('first', '--no-wait', '--steps', '10,50', '--pause', '2m'));
    expect([ran.exitCode, dataOf(ran).release?.phase]).toEqual([0, 'keeping']);
    expect(ran.envelope.next.join('\n')).toContain('bluegreen finish');
    const shares = ran.calls
      .filter(({ operation }) => operation === 'modifyListener')
      .map(({ input }) =>
        (
          input as { DefaultActions: { ForwardConfig: { TargetGroups: { Weight: number }[] } }[] }
        ).DefaultActions[0]!.ForwardConfig.TargetGroups.map(({ Weight }) => Weight),
      );
    expect(shares).toEqual([
      [100, 0],
      [90, 10],
      [50, 50],
      [0, 100],
    ]);
  }, 120_000);

  test('--no-wait leaves the old colour as the way back, and finish gives it up when its time has come', async () => {
    const here = again(waiting);
    expect(sizesNow(stateOf(here))[BLUE]).toMatchObject({ sizes: '1/4/2', serving: 2, remembered: true });
    const status = await here.run(['bluegreen', 'status', ...json]);
    validates('bluegreen', status);
    expect(writesOf(status.calls)).toEqual([]);
    await later(here, 31);
    const late = await here.run(['bluegreen', 'status', ...json]);
    expect(dataOf(late).release?.phase).toBe('kept');
    const ran = await here.run(['bluegreen', 'finish', ...json]);
    expect([ran.exitCode, standingOf(here)]).toEqual([0, WENT_OVER]);
  }, 60_000);

  test('switch goes there and back; the time of the way back begins anew', async () => {
    const here = again(waiting);
    const back = await here.run(['bluegreen', 'switch', ...json]);
    expect([back.exitCode, dataOf(back).active, weightsNow(stateOf(here))]).toEqual([0, 'blue', all(100, 0)]);
    const refused = await here.run(['bluegreen', 'finish', ...json]);
    expect([refused.exitCode, refused.envelope.error?.code, writesOf(refused.calls)]).toEqual([3, 'notMoved', []]);
    await later(here, 31);
    const forth = await here.run(['bluegreen', 'switch', ...json, '--to', 'green']);
    expect([forth.exitCode, dataOf(forth).release?.phase]).toEqual([0, 'keeping']);
    const twice = await here.run(['bluegreen', 'switch', ...json, '--to', 'green']);
    expect([twice.exitCode, writesOf(twice.calls)]).toEqual([0, []]);
  }, 60_000);

  test.each([[['deploy', 'list']], [['deploy', '--dry-run', ...revision('second')]], [['status']], [['asg', 'show']]])(
    '%j says first that a release is on its way, and what leads on',
    async (args) => {
      const ran = await waiting.run([...args, ...json]);
      expect(ran.envelope.warnings[0]).toEqual({
        code: 'releaseOnItsWay',
        message: expect.stringMatching(
          /`shop-asg`.* kept as the way back.*: codedeploy-wizard bluegreen status --sandbox fleet$/,
        ),
      });
    },
  );

  test('of another project it is not said, nor where releases are the subject', async () => {
    for (const args of [
      ['deploy', 'list', '--project', 'other', '--application', 'shop', '--asg', 'other', '--twin', 'others'],
      ['bluegreen', 'status'],
      ['bluegreen', 'switch', '--to', 'green'],
    ])
      expect((await waiting.run([...args, ...json])).envelope.warnings).toEqual([]);
  });

  test('the doctor resumes nothing that a release has frozen', async () => {
    for (const group of ['shop-group', 'shop-group-green']) {
      const ran = await waiting.run(['doctor', '--only', 'asg-processes', '--group', group, ...json]);
      const { checks } = ran.envelope.data as { checks: { status: string; evidence: string; fix: string }[] };
      expect(checks).toMatchObject([
        {
          status: 'warn',
          evidence: expect.stringContaining('a blue/green release has not come to its end'),
          fix: 'codedeploy-wizard bluegreen status --sandbox fleet',
        },
      ]);
    }
  });

  test('another revision has to wait', async () => {
    const here = again(waiting);
    const ran = await here.run(release('second'));
    expect([ran.exitCode, ran.envelope.error?.code, writesOf(ran.calls)]).toEqual([3, 'releaseUnfinished', []]);
  }, 60_000);

  test('cookies that lead back are waited for', async () => {
    const here = again(waiting);
    edit(here, ({ elb }) => {
      for (const { listeners } of Object.values(elb.loadBalancers))
        listeners[0]!.actions[0]!.ForwardConfig!.TargetGroupStickinessConfig = {
          Enabled: true,
          DurationSeconds: 7_200,
        };
    });
    await later(here, 31);
    const ran = await here.run(['bluegreen', 'status', ...json]);
    expect(dataOf(ran).release?.phase).toBe('keeping');
  }, 60_000);
});

describe('goes wrong', () => {
  test('too many 5xx: all traffic goes back, in every listener and rule', async () => {
    const here = again(fresh);
    await here.run(['bluegreen', '--setup-only', ...json]);
    edit(here, ({ elb }) => {
      Object.values(elb.targetGroups).find(({ name }) => name === 'shop-target-green')!.errors = 30;
    });
    const ran = await here.run(release('first', '--steps', '10,100'));
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([11, 'shiftErrors']);
    expect(ran.envelope.error?.hint).toContain('codedeploy-wizard bluegreen abort --sandbox fleet');
    expect(weightsNow(stateOf(here))).toEqual(all(100, 0));
    expect(sizesNow(stateOf(here))[BLUE]).toMatchObject({ sizes: '1/4/2', remembered: true });
    const aborted = await here.run(['bluegreen', 'abort', ...json]);
    expect([aborted.exitCode, sizesNow(stateOf(here))]).toEqual([
      0,
      { [BLUE]: is('1/4/2', 2), [GREEN]: is('0/4/0', 0) },
    ]);
  }, 60_000);

  test('targets become unhealthy under their new traffic: all of it goes back', async () => {
    const here = again(fresh);
    const ran = await here.run(release('first', '--steps', '10,100'), {
      onCall: ({ operation, state }, moment) => {
        if (operation !== 'modifyRule' || moment !== 'after' || weightsNow(state!)[1]?.['shop-target-green'] !== 10)
          return;
        const green = Object.values(state!.elb.targetGroups).find(({ name }) => name === 'shop-target-green')!;
        Object.values(green.targets)[0]!.failing = true;
      },
    });
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([11, 'shiftUnhealthy']);
    expect(weightsNow(stateOf(here))).toEqual(all(100, 0));
  }, 60_000);

  test('--smoke: traffic moves only once the page answers', async () => {
    const here = again(fresh);
    let status = 503;
    const page = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const smoke = ['--smoke', `http://127.0.0.1:${(page.address() as AddressInfo).port}/up`];
    try {
      const ran = await here.run(release('first', ...QUICK, ...smoke));
      expect([ran.exitCode, ran.envelope.error?.code]).toEqual([10, 'smokeFailed']);
      expect(weightsNow(stateOf(here))).toEqual(all(100, 0));
      status = 302;
      const mended = await here.run(release('first', ...QUICK, ...smoke));
      expect([mended.exitCode, standingOf(here)]).toEqual([0, WENT_OVER]);
    } finally {
      page.close();
    }
  }, 60_000);

  test('one of several rules is refused: the others go back with it', async () => {
    const here = again(fresh);
    let moves = 0;
    const ran = await here.run(release('first', ...QUICK), {
      onCall: ({ operation }, moment) => {
        // The first time it is only divided.
        if (operation === 'modifyRule' && moment === 'before' && ++moves === 2)
          throw Object.assign(new Error('not now'), { name: 'ValidationError', $metadata: { httpStatusCode: 400 } });
      },
    });
    expect([ran.exitCode, weightsNow(stateOf(here))]).toEqual([5, all(100, 0)]);
  }, 60_000);

  test('a deployment to those that serve is waited for by nobody', async () => {
    const here = again(fresh);
    await here.run(['deploy', ...json, ...revision('second'), '--no-wait']);
    const ran = await here.run(release('first'));
    expect([ran.exitCode, ran.envelope.error?.code, writesOf(ran.calls)]).toEqual([12, 'busy', []]);
  }, 60_000);

  test('told to stop while it pauses, it stops there and goes on from there', async () => {
    const here = again(fresh);
    const stop = new AbortController();
    const interrupted = await here.run(release('first', '--steps', '10,100', ...QUICK), {
      signal: stop.signal,
      onCall: ({ operation, input }, moment) => {
        if (operation === 'modifyRule' && moment === 'after' && JSON.stringify(input).includes('"Weight":10}'))
          stop.abort(new WizardError('interrupted', { command: '' }));
      },
    });
    expect(interrupted.exitCode).toBe(130);
    expect(weightsNow(stateOf(here))).toEqual(all(90, 10));
    const ran = await here.run(release('first', '--steps', '10,100', ...QUICK));
    expect([ran.exitCode, standingOf(here)]).toEqual([0, WENT_OVER]);
  }, 60_000);

  test('the deployment fails: traffic never moves', async () => {
    const here = again(fresh);
    edit(here, ({ s3 }) => {
      const [object] = s3.buckets['shop-revisions']!.objects['shop/first.zip']!;
      object!.bundle = { files: ['readme.txt'] };
    });
    const ran = await here.run(release('first', ...QUICK));
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([10, 'deploymentFailed']);
    expect(weightsNow(stateOf(here))).toEqual(all(100, 0));
  }, 60_000);

  test('nothing is switched to a colour without healthy targets', async () => {
    const here = again(over);
    for (const [lang, part] of [
      ['en', 'No target of `shop-target` is healthy'],
      ['ko', '정상인 대상이 없습니다'],
    ] as const) {
      const ran = await here.run(['bluegreen', 'switch', ...json, '--lang', lang]);
      expect([ran.exitCode, ran.envelope.error?.code, writesOf(ran.calls)]).toEqual([3, 'noHealthyTargets', []]);
      expect(ran.envelope.error?.message).toContain(part);
    }
  }, 60_000);

  test('no group to begin with: what makes one is named, in both languages', async () => {
    const here = bench();
    await here.run(['sandbox', 'reset', '--scenario', 'empty']);
    for (const [args, lang, part] of [
      [['bluegreen', '--setup-only'], 'en', 'There is no Auto Scaling group in ap-northeast-2 yet'],
      [
        ['bluegreen', 'status', '--asg', 'shop-asg', '--target-group', 'shop'],
        'ko',
        '아직 Auto Scaling 그룹이 없습니다',
      ],
    ] as const) {
      const ran = await here.run([...args, '--sandbox', 'empty', '--output', 'json', '--lang', lang]);
      expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'noFleet']);
      expect(ran.envelope.error?.message).toContain(part);
      expect(ran.envelope.next).toEqual(['codedeploy-wizard init --sandbox empty']);
    }
  });

  test('both have traffic and nobody is moving it: somebody must choose', async () => {
    const here = again(over);
    edit(here, ({ elb }) => {
      for (const { listeners } of Object.values(elb.loadBalancers))
        for (const target of listeners[0]!.actions[0]!.ForwardConfig!.TargetGroups) target.Weight = 50;
    });
    const ran = await here.run(release('second'));
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'bothActive']);
    const chosen = await here.run(['bluegreen', 'switch', ...json, '--to', 'green']);
    expect([chosen.exitCode, weightsNow(stateOf(here))]).toEqual([0, all(0, 100)]);
  }, 60_000);

  test.each([
    ['--steps', '50,10'],
    ['--steps', '0,100'],
    ['--steps', 'half'],
    ['--healthy-polls', '0'],
    ['--smoke', 'example.com'],
    ['--max-5xx', 'many'],
    ['--keep', 'long'],
  ])('%s %s is refused before anything is looked at', async (flag, value) => {
    const ran = await again(fresh).run(release('first', flag, value));
    expect([ran.exitCode, ran.envelope.error?.code, ran.calls]).toEqual([2, 'invalidValue', []]);
  });
});
