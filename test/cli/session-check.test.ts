// `session-check` from outside: each check with what breaks it, the estimate against a real deployment, and the probe.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionChecks } from '../../src/doctor/checks/sessions.ts';
import { WizardError } from '../../src/engine/errors.ts';
import type { FaultName } from '../../src/sandbox/faults.ts';
import type { State } from '../../src/sandbox/state.ts';
import { edit, stateOf, writesOf } from '../support/hook.ts';
import { type Bench, bench, type Ran, stateFile } from '../support/run.ts';
import { validates } from '../support/schema.ts';

const json = ['--sandbox', 'fleet', '--project', 'shop', '--yes', '--output', 'json'];
const SCRIPT = (event: string) => `  ${event}:\n    - location: run.sh\n`;
const appspec = (...events: string[]) =>
  `version: 0.0\nos: linux\nfiles:\n  - source: /site\n    destination: /var/www/shop\nhooks:\n${events.map(SCRIPT).join('')}`;
const SAID = ['--longest-request', '30s', '--keep-alive', '75s'];

interface Data {
  checks: { id: string; status: string; evidence: string; fix: string | null }[];
  sessions: { sticky: boolean; type: string | null; seconds: number | null }[];
  estimate: { batches: number; draining: number; becomingHealthy: number; seconds: number; lowestHealthy: number };
  probe: Record<string, unknown>;
}
const dataOf = ({ envelope }: Ran) => envelope.data as Data;
const check = (here: Bench, ...more: string[]) => here.run(['session-check', ...json, ...more]);
const notPassed = (ran: Ran) =>
  Object.fromEntries(dataOf(ran).checks.flatMap(({ id, status }) => (status === 'pass' ? [] : [[id, status]])));

const targetGroup = ({ elb }: State) => Object.values(elb.targetGroups)[0]!;
const settings = ({ codeDeploy }: State) => codeDeploy.groups['shop/shop-group']!.settings as Record<string, unknown>;

let sound: Bench;
beforeAll(async () => {
  sound = bench();
  mkdirSync(sound.cwd, { recursive: true });
  writeFileSync(join(sound.cwd, 'appspec.yml'), appspec('ApplicationStop', 'ValidateService'));
  await sound.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '4', '--yes', '--project', 'shop']);
  const ran = await sound.run([
    'deploy',
    ...json,
    '--source',
    's3',
    '--bucket',
    'shop-revisions',
    '--key',
    'shop/first.zip',
  ]);
  if (ran.exitCode !== 0) throw new Error(ran.stdout);
  edit(sound, (state) => {
    targetGroup(state).healthPath = '/health';
    settings(state).autoRollbackConfiguration = {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
    };
  });
}, 60_000);

function copy(change: (state: State) => void = () => {}): Bench {
  const here = bench();
  cpSync(sound.cwd, here.cwd, { recursive: true });
  mkdirSync(dirname(stateFile(here)), { recursive: true });
  cpSync(stateFile(sound), stateFile(here));
  edit(here, change);
  return here;
}

test('where nothing is wrong nothing is said to be, and nothing is written', async () => {
  const ran = await check(copy(), ...SAID);
  expect([ran.exitCode, notPassed(ran)]).toEqual([0, {}]);
  // Only a group that is replaced by the load balancer's health can be replaced too soon.
  const expected = sessionChecks.map(({ id }) => id).filter((id) => id !== 'asg-grace');
  expect(dataOf(ran).checks.map(({ id }) => id)).toEqual(expected);
  validates('session-check', ran);
  expect(writesOf(ran.calls)).toEqual([]);
});

type Wrong = Record<string, 'warn' | 'fail' | 'unknown'>;
const FAULTS: [FaultName, Wrong][] = [
  ['one-zone', { 'network-zones': 'warn' }],
  ['refresh-running', { 'asg-refresh': 'warn' }],
  ['short-grace', { 'asg-grace': 'warn' }],
  ['suspended-processes', { 'asg-processes': 'warn' }],
  ['minimum-one', { 'asg-minimum': 'warn' }],
  ['target-group-detached', { 'asg-target-group': 'fail' }],
  ['no-listener', { 'target-group-listener': 'fail' }],
  ['unhealthy-target', { 'target-health': 'fail' }],
  ['sticky', { stickiness: 'warn' }],
  ['long-draining', { 'deregistration-delay': 'warn' }],
  ['no-targets', { 'group-targets': 'fail' }],
  ['no-traffic-control', { 'traffic-control': 'fail' }],
  ['all-at-once', { 'group-all-at-once': 'fail' }],
  ['outdated-ignored', { 'group-outdated': 'warn' }],
  ['minimum-impossible', { 'group-minimum': 'fail' }],
  ['no-rollback', { 'group-rollback': 'warn', 'alarms-configured': 'warn' }],
  ['last-failed', { 'last-deployment': 'warn' }],
];
const CHANGES: [string, (state: State) => void, Wrong, ...string[]][] = [
  [
    'one healthy target',
    (state) => {
      for (const target of Object.values(targetGroup(state).targets).slice(1)) target.failing = true;
    },
    { 'targets-two': 'fail', 'target-health': 'fail' },
  ],
  [
    'more than half away',
    (state) => {
      const minimumHealthyHosts = { type: 'HOST_COUNT' as const, value: 1 };
      state.codeDeploy.configs.own = { name: 'own', id: 'own', minimumHealthyHosts, createdAt: 0 };
      settings(state).deploymentConfigName = 'own';
    },
    { 'capacity-left': 'warn' },
  ],
  ['requests that outlast draining', () => {}, { 'drain-long-enough': 'fail' }, '--longest-request', '31s'],
  ['connections that the application closes first', () => {}, { 'keep-alive': 'warn' }, '--keep-alive', '60s'],
  [
    'a load balancer that keeps connections for longer',
    (state) => {
      Object.values(state.elb.loadBalancers)[0]!.idleTimeout = 120;
    },
    { 'keep-alive': 'warn' },
  ],
  [
    'a target group that fails open early',
    (state) => {
      const key = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage';
      targetGroup(state).attributes = { [key]: '75' };
    },
    { 'fail-open': 'warn' },
  ],
  [
    'a health check of the start page',
    (state) => {
      targetGroup(state).healthPath = '/';
    },
    { 'health-path': 'warn' },
  ],
  [
    'no alarm',
    (state) => {
      settings(state).alarmConfiguration = { enabled: false, alarms: [] };
    },
    { 'alarms-configured': 'warn' },
  ],
  [
    'no deployment group',
    (state) => {
      state.codeDeploy.groups = {};
    },
    { 'group-exists': 'fail' },
  ],
];

const PLACEHOLDER = /\b(NAME|PORT|PATH)\b|undefined|\[object/;

async function finds(here: Bench, wrong: Wrong, more: string[] = []): Promise<void> {
  const ran = await check(here, ...SAID, ...more);
  const found = notPassed(ran);
  if (wrong['group-exists'])
    for (const [id, status] of Object.entries(found)) if (status === 'unknown') delete found[id];
  expect(found).toEqual(wrong);
  expect(ran.exitCode).toBe(Object.values(wrong).includes('fail') ? 3 : 0);
  validates('session-check', ran);
  for (const { id, evidence, fix } of dataOf(ran).checks.filter(({ id }) => id in wrong)) {
    expect(evidence, id).not.toMatch(PLACEHOLDER);
    expect(fix, id).toBeTruthy();
    expect(fix, id).not.toMatch(PLACEHOLDER);
  }
}

describe('is found', () => {
  test.each(FAULTS)('%s', async (fault, wrong) => {
    const here = copy();
    await here.run(['sandbox', 'fault', fault, ...json]);
    await finds(here, wrong);
  });

  test.each(CHANGES)('%s, also in Korean', async (_, change, wrong, ...more) => {
    const here = copy(change);
    await finds(here, wrong, more);
    const ran = await here.run(['session-check', ...json.slice(0, 5), '--lang', 'ko', ...SAID, ...more]);
    expect(ran.exitCode).toBe(Object.values(wrong).includes('fail') ? 3 : 0);
    for (const line of ran.stdout.split('\n').filter((line) => !/aws --region|codedeploy-wizard/.test(line)))
      expect(stringWidth(line), line).toBeLessThanOrEqual(80);
  });

  test.each([
    ['stop-script', 'ValidateService'],
    ['validate-script', 'ApplicationStop'],
  ])('%s', async (id, other) => {
    const here = copy();
    writeFileSync(join(here.cwd, 'appspec.yml'), appspec(other));
    await finds(here, { [id]: 'warn' });
  });

  test('and everything that is checked is broken once', () => {
    const broken = [...FAULTS, ...CHANGES.map(([, , wrong]) => ['', wrong] as const)].flatMap(([, wrong]) =>
      Object.keys(wrong),
    );
    const ids = sessionChecks.map(({ id }) => id as string);
    expect(ids.filter((id) => ![...broken, 'stop-script', 'validate-script'].includes(id))).toEqual([]);
  });
});

test('what only the application knows is unknown until it is said', async () => {
  const ran = await check(copy());
  expect([ran.exitCode, notPassed(ran)]).toEqual([0, { 'drain-long-enough': 'unknown', 'keep-alive': 'unknown' }]);
});

describe('the estimate', () => {
  test.each<[string, seconds: number, batches: number]>([
    ['CodeDeployDefault.HalfAtATime', 2 * 50, 2],
    ['CodeDeployDefault.OneAtATime', 4 * 50, 4],
    ['CodeDeployDefault.AllAtOnce', 50, 1],
  ])('of %s is what it takes, but for the scripts', async (config, seconds, batches) => {
    const here = copy((state) => {
      settings(state).deploymentConfigName = config;
    });
    const { estimate } = dataOf(await check(here));
    expect(estimate).toMatchObject({ batches, draining: 30, becomingHealthy: 20, seconds });
    expect(dataOf(await check(here, '--scripts', '1m')).estimate.seconds).toBe(seconds + batches * 60);
    const s3 = ['--source', 's3', '--bucket', 'shop-revisions', '--key', 'shop/first.zip'];
    await here.run(['deploy', ...json, ...s3]);
    const { deployments, groups } = stateOf(here).codeDeploy;
    const { targets, startedAt } = deployments[groups['shop/shop-group']!.lastAttempted!]!;
    const took = Math.max(...targets.map(({ updatedAt }) => updatedAt)) - startedAt!;
    expect(took / 1_000).toBeGreaterThanOrEqual(seconds);
    // Of each batch: the other eleven events, and the clock's stride at each turn of traffic.
    expect(took / 1_000).toBeLessThanOrEqual(seconds + batches * 60);
  });

  test('counts without traffic control what is left: the scripts', async () => {
    const here = copy((state) => {
      settings(state).deploymentStyle = { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' };
    });
    expect(dataOf(await check(here, '--scripts', '30s')).estimate).toMatchObject({ draining: 0, seconds: 60 });
  });
});

test.each([
  [undefined, { sticky: false, type: null, seconds: null }],
  [{ 'stickiness.enabled': 'true' }, { sticky: true, type: 'lb_cookie', seconds: 86_400 }],
  [
    { 'stickiness.enabled': 'true', 'stickiness.lb_cookie.duration_seconds': '600' },
    { sticky: true, type: 'lb_cookie', seconds: 600 },
  ],
])('stickiness %j', async (attributes, expected) => {
  const here = copy((state) => {
    targetGroup(state).attributes = attributes as Record<string, string> | undefined;
  });
  expect(dataOf(await check(here)).sessions).toMatchObject([expected]);
});

describe('--probe', () => {
  let site: Server;
  let url = '';
  beforeAll(async () => {
    site = createServer(({ headers }, response) => {
      const number = Number(headers['x-codedeploy-wizard-probe']);
      const set = headers.cookie ? [] : [`PHPSESSID=${number}`];
      response.writeHead(number > 5 && number <= 8 ? 503 : 200, { 'set-cookie': set }).end();
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  });
  afterAll(() => site.close());
  const here = bench();
  const asked = (...more: string[]) =>
    here.run(['session-check', '--probe', url, '--rate', '100', '--duration', '200ms', '--output', 'json', ...more]);

  test.each<[string[], exitCode: number, code: string | undefined]>([
    [[], 0, undefined],
    [['--fail-on-errors', '3'], 0, undefined],
    [['--fail-on-errors', '2'], 3, 'requestsFailed'],
    [['--fail-on-errors', '0', '--cookie-jar'], 3, 'requestsFailed'],
  ])('with %j exits %i, without an account', async (more, exitCode, code) => {
    const ran = await asked(...more);
    expect([ran.exitCode, ran.envelope.error?.code, ran.calls]).toEqual([exitCode, code, []]);
    expect(dataOf(ran).probe).toMatchObject({
      requests: 20,
      failed: 3,
      failures: { 'status 503': 3 },
      longestGap: 30,
      sessions: more.includes('--cookie-jar') ? { lost: 0 } : null,
    });
    validates('session-check', ran);
  });

  test('tells people in both languages', async () => {
    const line = ['session-check', '--probe', url, '--rate', '100', '--duration', '100ms'];
    const english = await here.run(line);
    expect(english.stdout).toMatch(/Requests +10\n +Failed +3 · status 503 3\n +Longest gap +30 ms\n +Latency +p50/);
    expect((await here.run([...line, '--lang', 'ko'])).stdout).toMatch(/요청 +10\n +실패 +3 · status 503 3\n/);
  });

  test('--during ends with the deployment, which is told', async () => {
    const fleet = copy();
    const id = stateOf(fleet).codeDeploy.groups['shop/shop-group']!.lastAttempted!;
    const ran = await fleet.run(['session-check', ...json, '--probe', url, '--during', id, '--rate', '100']);
    expect(ran.exitCode).toBe(0);
    expect(dataOf(ran).probe).toMatchObject({ deployment: { id, status: 'Succeeded' } });
    expect(dataOf(ran).probe.requests).toBeGreaterThan(0);
    validates('session-check', ran);
    expect(writesOf(ran.calls)).toEqual([]);
    const gone = await fleet.run(['session-check', ...json, '--probe', url, '--during', 'd-NOTTHERE1']);
    expect([gone.exitCode, gone.envelope.error?.code]).toEqual([6, 'notFound']);
  });

  test('Ctrl-C tells what was measured', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new WizardError('interrupted', { command: '' })), 300);
    const ran = await here.run(
      ['session-check', '--probe', url, '--rate', '50', '--duration', '1h', '--output', 'json'],
      {
        signal: stop.signal,
      },
    );
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([130, 'interrupted']);
    expect(dataOf(ran).probe.requests).toBeGreaterThan(0);
    validates('session-check', ran);
  });

  test.each([
    ['--probe', 'ftp://x'],
    ['--rate', '0'],
    ['--rate', '2000'],
    ['--duration', 'long'],
    ['--cookie-jar', 'none'],
    ['--fail-on-errors', '-1'],
    ['--request-timeout', '5'],
    ['--during', 'x'],
  ])('%s %s is a usage error', async (flag, value) => {
    const ran = await here.run([
      'session-check',
      '--sandbox',
      'fleet',
      '--probe',
      url,
      flag,
      value,
      '--output',
      'json',
    ]);
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([2, 'invalidValue']);
  });
});
