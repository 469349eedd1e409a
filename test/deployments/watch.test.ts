// Watching, as whole commands against AWS by script: the verdict is the final status, whatever came before it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchGetDeploymentTargetsCommand, ListDeploymentTargetsCommand } from '@aws-sdk/client-codedeploy';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deploymentInfo } from '../../src/deployments/status.ts';
import { watch } from '../../src/deployments/watch.ts';
import type { Grid } from '../../src/engine/grid.ts';
import type { Progress } from '../../src/engine/resource.ts';
import { place } from '../resources/support.ts';
import { type Fleet, fleet } from '../support/fleet.ts';
import { type Answer, codeDeploy, ID, named, script, scriptFleet, watchCommand } from '../support/scripted.ts';

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'deployment.json'), 'utf8')),
);

const counts = (of: object) => ({ Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0, ...of });
const created: Answer = { status: 'Created' };
const running: Answer = { status: 'InProgress', deploymentOverview: counts({ InProgress: 2 }) };
const succeeded: Answer = { status: 'Succeeded', deploymentOverview: counts({ Succeeded: 2 }) };
const failed: Answer = {
  status: 'Failed',
  deploymentOverview: counts({ Failed: 2 }),
  errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'The overall deployment failed.' },
};
const throttled = named('ThrottlingException', 'Rate exceeded');
const lost = named('ECONNRESET', 'socket hang up');
const broken = named('InternalFailure', 'oops', 503);

describe('the verdict is the final status', () => {
  const passing = fc.constantFrom<Answer>(
    created,
    { status: 'Queued' },
    { status: 'InProgress' },
    running,
    { status: 'Ready', deploymentOverview: counts({ Ready: 2 }) },
    { status: 'Baking', deploymentOverview: counts({ Succeeded: 2 }) },
    throttled,
    lost,
    broken,
  );
  const ends = fc.constantFrom<[Answer, number]>(
    [succeeded, 0],
    [{ status: 'Succeeded' }, 0],
    [failed, 10],
    [{ ...failed, deploymentOverview: undefined }, 10],
    [{ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP', message: 'by kim' } }, 10],
    [{ ...failed, rollbackInfo: { rollbackDeploymentId: 'd-BACK00001' } }, 11],
    [{ ...failed, rollbackInfo: { rollbackDeploymentId: 'd-BACK00002' } }, 10],
    [{ ...failed, rollbackInfo: { rollbackMessage: 'There is no earlier revision.' } }, 10],
  );
  test('from any sequence of answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(passing, { maxLength: 12 }), ends, async (before, [end, exitCode]) => {
        script({
          [ID]: [...before, end],
          'd-BACK00001': [created, lost, succeeded],
          'd-BACK00002': [created, throttled, failed],
        });
        const ran = await watchCommand(ID);
        expect(ran.exitCode).toBe(exitCode);
        expect(validate(ran.envelope.data) ? [] : validate.errors).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** Watches a whole fleet for somebody who sees `rows` instances. */
async function drawn(deployment: Fleet, rows: number): Promise<Grid[]> {
  scriptFleet(deployment);
  const watching = watch(place);
  const grids: Grid[] = [];
  const board = { rows, draw: (grid: Grid) => grids.push(grid), leave: () => {} };
  const progress: Progress = { say: () => {}, warn: () => {}, advance: () => {}, target: () => {}, board };
  while (await watching.look(await deploymentInfo(place, deployment.id), progress));
  return grids;
}

describe('the cost does not grow with the fleet', () => {
  const slowly = { begins: (index: number) => (index * 7) % 48, fails: (index: number) => index % 100 === 3 };
  const callsPerLook = async (instances: number, page: number, look: (deployment: Fleet) => Promise<unknown>) => {
    const deployment = fleet({ instances, page, ...slowly });
    const { getDeployment } = deployment;
    let peak = 0;
    let before = 0;
    const all = () => Object.values(deployment.calls).reduce((sum, count) => sum + count, 0);
    deployment.getDeployment = () => {
      peak = Math.max(peak, all() - before);
      before = all();
      return getDeployment();
    };
    await look(deployment);
    return { average: all() / deployment.calls.getDeployment, peak };
  };

  const onTerminal = (deployment: Fleet) => drawn(deployment, 25);
  const elsewhere = async (deployment: Fleet) => {
    scriptFleet(deployment);
    expect((await watchCommand(deployment.id)).exitCode).toBe(0);
  };

  test.each([10, 100, 1_000, 3_000])('%i instances', async (instances) => {
    const { average, peak } = await callsPerLook(instances, 100, onTerminal);
    expect(average).toBeLessThanOrEqual(3);
    expect(peak).toBeLessThanOrEqual(5);
    expect((await callsPerLook(instances, 100, elsewhere)).average).toBeLessThanOrEqual(2.1);
  });

  test('also with small pages', async () => {
    expect((await callsPerLook(3_000, 10, onTerminal)).peak).toBeLessThanOrEqual(8);
    expect((await callsPerLook(3_000, 10, elsewhere)).peak).toBeLessThanOrEqual(8);
  });

  test('1 call a look where nothing is shown and nothing fails', async () => {
    const deployment = fleet({ instances: 1_000 });
    await elsewhere(deployment);
    const { getDeployment, listDeploymentTargets, batchGetDeploymentTargets } = deployment.calls;
    expect([listDeploymentTargets + batchGetDeploymentTargets, getDeployment > 10]).toEqual([0, true]);
  });
});

describe('the grid', () => {
  test.each([
    [10, 25],
    [10, 4],
    [400, 25],
    [400, 3],
    [400, 1],
  ])('%i instances in %i rows: never more rows, all are counted, and failures stay', async (instances, rows) => {
    const grids = await drawn(fleet({ instances, begins: (index) => index % 20, fails: (index) => index === 5 }), rows);
    let failed = false;
    for (const { rows: shown, hidden } of grids) {
      expect(shown.length).toBeLessThanOrEqual(rows);
      expect(shown.length + hidden).toBe(instances);
      expect(new Set(shown.map(({ instance }) => instance)).size).toBe(shown.length);
      const fails = shown.some(({ status }) => status === 'Failed');
      expect(fails || !failed).toBe(true);
      failed = fails;
    }
    expect(failed).toBe(true);
  });

  test('of a large fleet what has ended gives way, at the next look, to what is in progress', async () => {
    const grids = await drawn(fleet({ instances: 400, begins: (index) => index % 20 }), 10);
    const busy = grids.map(({ rows }) => rows.filter(({ status }) => status === 'InProgress').length);
    for (let at = 2; at < 28; at++) expect(Math.max(busy[at]!, busy[at + 1]!)).toBeGreaterThanOrEqual(8);
  });
});

test('every instance of a small fleet is told event by event, of a large one only what fails', async () => {
  const told = async (instances: number) => {
    scriptFleet(fleet({ instances, fails: (index) => index === 1 }));
    const { stderr } = await watchCommand('d-FLEET0001', []);
    return stderr
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .map((line) => line.trim().split(' ').slice(1, 4).join(' '));
  };
  const small = await told(3);
  expect(small).toContain('i-00000000000000002 AfterAllowTraffic Succeeded');
  expect(new Set(small).size).toBe(small.length);
  expect((await told(60)).filter((line) => line.startsWith('i-'))).toEqual([
    'i-00000000000000001 ApplicationStart Failed',
  ]);
});

describe('why it failed', () => {
  test('HEALTH_CONSTRAINTS never stands alone: instances, event, script, exit code, log, cause, and one command', async () => {
    const deployment = fleet({ instances: 5, fails: () => true, status: 'Failed' });
    scriptFleet(deployment);
    const { exitCode, envelope } = await watchCommand(deployment.id);
    expect(exitCode).toBe(10);
    expect(envelope.error?.message).toBe(
      `Deployment d-FLEET0001 failed (HEALTH_CONSTRAINTS): Too many instances failed.
  Failed 5
  i-00000000000000000, i-00000000000000001, i-00000000000000002 and 2 more: ApplicationStart failed scripts/start.sh exit code 1 (ScriptFailed)
    Script at specified location: scripts/start.sh run as user root failed with exit code 1
    | LifecycleEvent - ApplicationStart
    | Script - scripts/start.sh
    | [stderr]port 80 is in use
    The script itself ended with an error; what it printed last says which.`,
    );
    const look = 'codedeploy-wizard deploy show d-FLEET0001 --instance i-00000000000000000 --region ap-northeast-2';
    expect(envelope.error?.hint).toBe(look);
    expect(envelope.next[0]).toBe(look);
    const { targets } = (envelope.data as { deployment: { targets: unknown[] } }).deployment;
    expect(targets).toHaveLength(5);
    expect(validate(envelope.data) ? [] : validate.errors).toEqual([]);
  });

  test('nobody reported anything: the agents are silent', async () => {
    script({ [ID]: [created, { ...failed, deploymentOverview: counts({ Skipped: 40 }) }] });
    const { envelope } = await watchCommand(ID);
    expect(envelope.error?.message).toContain('No instance has reported anything. The CodeDeploy agent did not fetch');
  });

  test('a rollback that failed too is explained too, and one that did not take place says why', async () => {
    script({
      [ID]: [running, { ...failed, rollbackInfo: { rollbackDeploymentId: 'd-BACK00001' } }],
      'd-BACK00001': [{ status: 'Failed', errorInformation: { code: 'IAM_ROLE_MISSING', message: 'No role.' } }],
    });
    expect((await watchCommand(ID)).envelope.error?.message).toContain(
      'Its rollback d-BACK00001 failed too (IAM_ROLE_MISSING): No role.',
    );
    script({ [ID]: [{ ...failed, rollbackInfo: { rollbackMessage: 'There is no earlier revision.' } }] });
    expect((await watchCommand(ID)).envelope.error?.message).toContain(
      'It was not rolled back: There is no earlier revision.',
    );
  });

  test('stopped stays stopped, also when the revision before it is back', async () => {
    const stopped: Answer = { status: 'Stopped', rollbackInfo: { rollbackDeploymentId: 'd-BACK00001' } };
    script({ [ID]: [running, stopped], 'd-BACK00001': [running, succeeded] });
    const { exitCode, envelope } = await watchCommand(ID);
    expect([exitCode, envelope.error?.code]).toEqual([10, 'deploymentStopped']);
    expect(envelope.error?.message).toContain('The revision before it is back: d-BACK00001');
  });
});

test('it counts as succeeded although instances failed: a warning that names them', async () => {
  const deployment = fleet({ instances: 200, fails: (index) => index < 2, status: 'Succeeded' });
  scriptFleet(deployment);
  const { exitCode, envelope } = await watchCommand(deployment.id);
  expect(exitCode).toBe(0);
  const [warning] = envelope.warnings;
  expect(warning?.code).toBe('succeededWithFailures');
  expect(warning?.message).toMatch(/2 of 200 instances failed\.\n {2}i-0{17}, i-0{16}1: ApplicationStart failed/);
});

test('updates of instances launched meanwhile are followed; that one failed is a warning', async () => {
  const relatedDeployments = { autoUpdateOutdatedInstancesDeploymentIds: ['d-UPDATE001', 'd-UPDATE002'] };
  script({
    [ID]: [running, { ...succeeded, relatedDeployments }],
    'd-UPDATE001': [created, running, succeeded],
    'd-UPDATE002': [running, failed],
  });
  const { exitCode, stderr } = await watchCommand(ID, []);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/updates them by d-UPDATE001[\s\S]*d-UPDATE001: Succeeded[\s\S]*updates them by d-UPDATE002/);
  expect(stderr).toContain('Warning: d-SCRIPT001 succeeded, but the update d-UPDATE002');
});

describe('pauses', () => {
  test('Ready: until when, what happens then, and the command that goes on', async () => {
    const blueGreenDeploymentConfiguration = {
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT' as const, waitTimeInMinutes: 60 },
    };
    const ready: Answer = { status: 'Ready', blueGreenDeploymentConfiguration };
    script({ [ID]: [running, ready, ready, running, succeeded] });
    const { exitCode, stderr } = await watchCommand(ID, []);
    expect(exitCode).toBe(0);
    expect(
      stderr.match(/wait for traffic until about 1970-01-01 01:00 UTC; then the deployment is stopped/g),
    ).toHaveLength(1);
    expect(stderr).toContain(`To go on now: codedeploy-wizard deploy continue ${ID} --region ap-northeast-2`);
  });

  test('Baking and the wait before termination say what they wait for, once', async () => {
    const baking: Answer = { status: 'Baking' };
    const terminating: Answer = {
      ...running,
      instanceTerminationWaitTimeStarted: true,
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      },
    };
    script({ [ID]: [running, baking, baking, terminating, terminating, succeeded] });
    const { stderr } = await watchCommand(ID, []);
    expect(stderr.match(/is baking/g)).toHaveLength(1);
    expect(stderr.match(/original ones are terminated after 5 minutes/g)).toHaveLength(1);
  });

  test('being prepared is said, never null', async () => {
    script({ [ID]: [created, created, { status: 'InProgress' }, running, succeeded] });
    const { stderr } = await watchCommand(ID, []);
    expect(stderr).toContain('Deployment d-SCRIPT001: being prepared (Created)');
    expect(stderr).not.toMatch(/null|undefined/);
  });
});

describe('the pause between two looks', () => {
  const still = Array.from({ length: 12 }, () => running);

  test('grows while nothing changes, and is short again after a change', async () => {
    const moved: Answer = { ...running, deploymentOverview: counts({ InProgress: 1, Succeeded: 1 }) };
    script({ [ID]: [...still, moved, moved, succeeded] });
    const { pauses } = await watchCommand(ID, ['--poll-interval', '1s']);
    expect(pauses[0]).toBeLessThanOrEqual(1_100);
    expect(pauses[11]).toBeGreaterThanOrEqual(3_600);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(4_400);
    expect(pauses[12]).toBeLessThanOrEqual(1_100);
  });

  test('throttling makes it longer, up to a bound, and no failure', async () => {
    script({ [ID]: [running, ...Array.from({ length: 8 }, () => throttled), succeeded] });
    const { exitCode, pauses } = await watchCommand(ID, ['--poll-interval', '1s']);
    expect(exitCode).toBe(0);
    expect(pauses[3]).toBeGreaterThanOrEqual(7_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(12 * 1_100);
  });
});

test('a lost connection is said once, and looked at again', async () => {
  script({ [ID]: [running, lost, lost, lost, running, succeeded] });
  const { exitCode, stderr } = await watchCommand(ID, []);
  expect(exitCode).toBe(0);
  expect(stderr.match(/AWS does not answer \(socket hang up\)/g)).toHaveLength(1);
});

describe('cut off, it says how to come back', () => {
  const again = `codedeploy-wizard deploy watch ${ID} --region ap-northeast-2`;

  test('a connection that stays lost ends with the timeout', async () => {
    script({ [ID]: [running, lost] });
    const { exitCode, envelope } = await watchCommand(ID, ['--output', 'json', '--timeout', '2m']);
    expect(exitCode).toBe(9);
    expect(envelope.error?.hint).toBe(`Go on waiting: ${again}`);
    expect(envelope.next).toEqual([again]);
  });

  test.each([
    ['ExpiredTokenException', 'expiredCredentials'],
    ['AccessDeniedException', 'denied'],
  ])('%s is final', async (name, code) => {
    script({ [ID]: [running, named(name)] });
    const { exitCode, envelope } = await watchCommand(ID);
    expect([exitCode, envelope.error?.code]).toEqual([4, code]);
    expect(envelope.error?.hint).toContain(again);
  });
});

test('an id that is none, and a deployment that is not there', async () => {
  script({});
  expect((await watchCommand('latest')).exitCode).toBe(2);
  expect((await watchCommand(ID)).exitCode).toBe(6);
});

test('nothing is asked of targets before there are any', async () => {
  script({ [ID]: [created, created, succeeded] });
  await watchCommand(ID);
  expect(codeDeploy.commandCalls(BatchGetDeploymentTargetsCommand)).toHaveLength(0);
  expect(codeDeploy.commandCalls(ListDeploymentTargetsCommand).length).toBeLessThanOrEqual(1);
});
