// What was made to go wrong goes wrong in the words of AWS or of the agent, and is whole again once it is disarmed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import { diagnose } from '../../src/explain/diagnose.ts';
import { faults } from '../../src/sandbox/faults.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { config, fleet, names, region } from './support.ts';

const NOT_RECEIVED = /^CodeDeploy agent was not able to receive the lifecycle event/;

describe('a fault on an instance befalls the first by name, and passes when it is disarmed', () => {
  it.each([
    ['agent-missing', 'BeforeBlockTraffic', 'UnknownError', NOT_RECEIVED],
    ['agent-stopped', 'BeforeBlockTraffic', 'UnknownError', NOT_RECEIVED],
    ['no-credentials', 'BeforeBlockTraffic', 'UnknownError', NOT_RECEIVED],
    [
      'script-fails',
      'AfterInstall',
      'ScriptFailed',
      /^Script at specified location: scripts\/permissions.sh failed with exit code 1$/,
    ],
    [
      'script-times-out',
      'AfterInstall',
      'ScriptTimedOut',
      /^Script at specified location: scripts\/permissions.sh failed to complete in 60 seconds$/,
    ],
    [
      'script-missing',
      'AfterInstall',
      'ScriptMissing',
      /^Script does not exist at specified location: \/opt\/codedeploy-agent\/.+\/scripts\/permissions.sh$/,
    ],
    [
      'file-exists',
      'Install',
      'UnknownError',
      /^The deployment failed because a specified file already exists at this location: \/var\/www\/shop\/index.html$/,
    ],
    ['unhealthy-target', 'AllowTraffic', 'UnknownError', /^$/],
  ] as const)('%s', async (name, event, errorCode, message) => {
    const { arm, deploy, ended, failure, ids, disarm, sandbox } = fleet(3);
    const before = structuredClone(sandbox.state.ec2.instances);
    const [victim] = ids();
    arm(name);
    const id = await deploy();
    const deployment = await ended(id);
    expect(deployment).toMatchObject({ status: 'Failed', errorInformation: { code: 'HEALTH_CONSTRAINTS' } });
    const failed = await failure(id);
    expect(failed).toMatchObject({ instance: victim, event, errorCode });
    expect(failed?.message).toMatch(message);

    disarm(name);
    if (name !== 'script-missing' && !name.startsWith('script'))
      expect(sandbox.state.ec2.instances[victim!]!.host.agent).toEqual(before[victim!]!.host.agent);
    expect((await ended(await deploy())).deploymentOverview).toMatchObject({ Succeeded: 3, Failed: 0 });
  });

  it('takes as long as it takes there', async () => {
    const { arm, deploy, ended, targets } = fleet(3);
    arm('script-times-out');
    const id = await deploy();
    await ended(id);
    const [target] = await targets(id, { TargetStatus: ['Failed'] });
    const hung = target!.lifecycleEvents!.find(({ status }) => status === 'Failed')!;
    const seconds = (hung.endTime!.getTime() - hung.startTime!.getTime()) / 1_000;
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThan(75);
  });

  it('or the instance and the event that are named', async () => {
    const { arm, deploy, ended, failure, ids } = fleet(3);
    const instance = ids()[1]!;
    arm('script-fails', { instance, event: 'ValidateService' });
    const id = await deploy();
    expect((await ended(id)).status).toBe('Failed');
    expect(await failure(id)).toMatchObject({
      instance,
      event: 'ValidateService',
      scriptName: 'scripts/validate.sh',
      logTail: expect.stringMatching(
        /^LifecycleEvent - ValidateService\nScript - scripts\/validate.sh\n.*\[stderr\]curl/s,
      ),
    });
  });

  it('also where it comes before there is anything to befall', async () => {
    const { arm, deploy, ended, failure, ids, sandbox } = fleet(2);
    const group = sandbox.state.codeDeploy.groups['shop/shop-group']!;
    delete sandbox.state.codeDeploy.groups['shop/shop-group'];
    expect(arm('agent-stopped').changes).toEqual([]);
    sandbox.state.codeDeploy.groups['shop/shop-group'] = group;
    const id = await deploy(config('AllAtOnce'));
    await ended(id);
    expect(await failure(id)).toMatchObject({ instance: ids()[0] });
  });
});

describe('what somebody has repaired', () => {
  it('stays repaired while the fault is armed, and when it is disarmed', async () => {
    const { arm, disarm, ids, sandbox, deploy, ended } = fleet(2);
    arm('agent-stopped');
    const { host } = sandbox.state.ec2.instances[ids()[0]!]!;
    host.agent = { version: '2.1.0', running: true, credentials: true };
    sandbox.save();
    expect((await ended(await deploy())).status).toBe('Succeeded');
    disarm();
    expect(sandbox.state.ec2.instances[ids()[0]!]!.host.agent?.version).toBe('2.1.0');
  });
});

describe('a failed script', () => {
  it('leaves its words in the logs of the server', async () => {
    const { arm, deploy, ended, ids, sandbox, aws } = fleet(1);
    arm('script-fails');
    const id = await deploy(config('AllAtOnce'));
    await ended(id);
    const group = sandbox.state.codeDeploy.groups['shop/shop-group']!.id;
    const root = '/opt/codedeploy-agent/deployment-root';
    const { Command } = await aws.ssm.sendCommand({
      InstanceIds: [ids()[0]!],
      DocumentName: 'AWS-RunShellScript',
      Parameters: {
        commands: [
          `tail -n 4 ${root}/deployment-logs/codedeploy-agent-deployments.log`,
          `cat ${root}/${group}/${id}/logs/scripts.log`,
        ],
      },
    });
    await sandbox.sleep(30_000);
    const { CommandInvocations } = await aws.ssm.listCommandInvocations({
      CommandId: Command!.CommandId,
      Details: true,
    });
    const { Output } = CommandInvocations![0]!.CommandPlugins![0]!;
    expect(Output).toMatch(new RegExp(`^\\[.*\\] \\[${id}\\]Script - scripts/permissions.sh$`, 'm'));
    expect(Output).toContain(`[${id}]LifecycleEvent - AfterInstall`);
    expect(Output).toContain(`[${id}][stderr]chown: invalid user: 'app:app'`);
  });

  it('is told in the log of the agent too, which polls on', async () => {
    const { arm, deploy, ended, ids, sandbox, aws } = fleet(1);
    arm('script-fails');
    const id = await deploy(config('AllAtOnce'));
    await ended(id);
    const { Command } = await aws.ssm.sendCommand({
      InstanceIds: [ids()[0]!],
      DocumentName: 'AWS-RunShellScript',
      Parameters: { commands: ['cat /var/log/aws/codedeploy-agent/codedeploy-agent.log'] },
    });
    await sandbox.sleep(30_000);
    const { StandardOutputContent = '' } = await aws.ssm.getCommandInvocation({
      CommandId: Command!.CommandId,
      InstanceId: ids()[0]!,
    });
    const reader = diagnose();
    for (const line of StandardOutputContent.split('\n')) reader.line(line);
    const { kind, findings, healthyLine } = reader.end();
    const [first] = findings;
    expect([kind, first?.deployment, first?.event]).toEqual(['agent', id, 'AfterInstall']);
    expect(healthyLine).toBeGreaterThan(first!.line);
  });

  it('of a new revision spares the rollback', async () => {
    const { arm, deploy, ended } = fleet(1);
    await ended(await deploy(config('AllAtOnce')));
    arm('script-fails');
    const failed = await ended(await deploy(config('AllAtOnce')));
    expect(await ended(failed.rollbackInfo!.rollbackDeploymentId!)).toMatchObject({ status: 'Succeeded' });
  });
});

test('every third instance fails, which all at once is a success to CodeDeploy', async () => {
  const { arm, deploy, ended } = fleet(10);
  arm('some-fail');
  expect(await ended(await deploy(config('AllAtOnce')))).toMatchObject({
    status: 'Succeeded',
    deploymentOverview: { Succeeded: 7, Failed: 3 },
  });
});

describe('a fault of the account', () => {
  it.each([
    ['s3-denied', 'Access Denied'],
    ['bucket-elsewhere', 'must be addressed using the specified endpoint'],
  ] as const)('%s', async (name, message) => {
    const { arm, disarm, deploy, ended, failure } = fleet(2);
    arm(name);
    const id = await deploy();
    expect((await ended(id)).status).toBe('Failed');
    expect(await failure(id)).toMatchObject({ event: 'DownloadBundle', message: expect.stringContaining(message) });
    disarm(name);
    expect((await ended(await deploy())).status).toBe('Succeeded');
  });

  it('s3-denied takes away the right to S3, and no other', () => {
    const { arm, disarm, sandbox } = fleet(2);
    const attached = () => sandbox.state.iam.roles['shop-ec2']!.attached;
    const before = attached();
    arm('s3-denied');
    expect(attached()).toEqual(['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']);
    disarm();
    expect(attached()).toEqual(before);
  });

  it('commit-not-found', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const git = (...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
    git('init', '--quiet');
    writeFileSync(join(cwd, 'appspec.yml'), 'version: 0.0\nos: linux\n');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'first');
    const commitId = git('rev-parse', 'HEAD');
    const github = { revisionType: 'GitHub' as const, gitHubLocation: { repository: 'acme/shop', commitId } };
    const { arm, disarm, deploy, ended, failure } = fleet(2, cwd);
    arm('commit-not-found');
    const id = await deploy({ revision: github });
    expect((await ended(id)).status).toBe('Failed');
    expect(await failure(id)).toMatchObject({
      event: 'DownloadBundle',
      message: `Could not download bundle at 'https://api.github.com/repos/acme/shop/tarball/${commitId}' after 3 retries. Server returned codes: 404, 404, 404, 404.`,
    });
    disarm();
    expect((await ended(await deploy({ revision: github }))).status).toBe('Succeeded');
    rmSync(cwd, { recursive: true });
  });

  it('service-role-trust', async () => {
    const { arm, disarm, deploy, ended } = fleet(2);
    arm('service-role-trust');
    const { status, errorInformation } = await ended(await deploy());
    expect([status, errorInformation?.code]).toEqual(['Failed', 'IAM_ROLE_PERMISSIONS']);
    disarm();
    expect((await ended(await deploy())).status).toBe('Succeeded');
  });

  it('alarm-active', async () => {
    const { arm, disarm, aws, deploy, ended } = fleet(2);
    arm('alarm-active');
    const { MetricAlarms } = await aws.cloudWatch.describeAlarms({ AlarmNames: ['shop-errors'] });
    expect(MetricAlarms?.[0]?.StateValue).toBe('ALARM');
    expect(await ended(await deploy())).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE' },
    });
    // What a deployment says for itself counts in place of its group.
    const overrideAlarmConfiguration = { enabled: false };
    expect((await ended(await deploy({ overrideAlarmConfiguration }))).status).toBe('Succeeded');
    disarm();
    expect((await ended(await deploy())).status).toBe('Succeeded');
  });

  it('slow-overview', async () => {
    const { arm, deploy, info, sandbox } = fleet(2);
    arm('slow-overview');
    const id = await deploy();
    await sandbox.sleep(10_000);
    const early = await info(id);
    expect([early.status, early.deploymentOverview]).toEqual(['InProgress', undefined]);
    await sandbox.sleep(20_000);
    expect((await info(id)).deploymentOverview).toBeDefined();
  });
});

test('an instance that is stopped and found by its tags counts as failed', async () => {
  const { arm, disarm, aws, deploy, ended, failure, ids, sandbox } = fleet(2);
  for (const id of ids()) sandbox.state.ec2.instances[id]!.tags.push({ key: 'app', value: 'shop' });
  sandbox.state.autoScaling.groups = {};
  sandbox.save();
  await aws.codeDeploy.updateDeploymentGroup({
    applicationName: names.applicationName,
    currentDeploymentGroupName: names.deploymentGroupName,
    autoScalingGroups: [],
    ec2TagFilters: [{ Key: 'app', Type: 'KEY_ONLY' }],
    deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
  });
  arm('stopped-instance');
  const id = await deploy();
  expect((await ended(id)).status).toBe('Failed');
  expect(await failure(id)).toMatchObject({ event: 'ApplicationStop', message: expect.stringMatching(NOT_RECEIVED) });
  disarm();
  expect((await ended(await deploy())).deploymentOverview).toMatchObject({ Succeeded: 2 });
});

describe('a fault of the calls', () => {
  const call = (own: ReturnType<typeof fleet>) => own.aws.codeDeploy.getDeploymentGroup({ ...names });

  it('throttling-storm: each call comes through at the third attempt, side by side too', async () => {
    const own = fleet(1);
    own.arm('throttling-storm');
    const before = own.sandbox.state.calls;
    await Promise.all([
      call(own),
      call(own),
      own.aws.ec2.describeInstances({}),
      own.aws.iam.getRole({ RoleName: 'shop-ec2' }),
    ]);
    await own.aws.sts.getCallerIdentity({});
    expect(own.sandbox.state.calls - before).toBe(4 * 3 + 2);
    await own.sandbox.sleep(600_000);
    const later = own.sandbox.state.calls;
    await call(own);
    expect(own.sandbox.state.calls - later).toBe(1);
  });

  it('throttling-storm: in the words of each service', async () => {
    const own = fleet(1);
    own.arm('throttling-storm');
    const refusal = (service: 'ec2' | 'codeDeploy' | 'iam') =>
      own.sandbox.answer(service, 'any', false, {}).catch(({ name }: Error) => name);
    expect([await refusal('ec2'), await refusal('codeDeploy'), await refusal('iam')]).toEqual([
      'RequestLimitExceeded',
      'ThrottlingException',
      'Throttling',
    ]);
  });

  it('connection-lost: twenty calls get no answer, and the next does', async () => {
    const own = fleet(1);
    own.arm('connection-lost');
    for (let i = 0; i < 10; i++) await call(own);
    await expect(call(own)).rejects.toMatchObject({ code: 'ECONNRESET' });
    let lost = 1;
    while (
      await call(own).then(
        () => false,
        () => true,
      )
    )
      lost++;
    expect(lost).toBeLessThan(20);
    await call(own);
  });

  it('credentials-expire: from then on, until it is disarmed', async () => {
    const own = fleet(1);
    own.arm('credentials-expire');
    for (let i = 0; i < 30; i++) await call(own);
    for (let i = 0; i < 3; i++) await expect(call(own)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    await expect(own.aws.ec2.describeInstances({})).rejects.toMatchObject({ name: 'RequestExpired' });
    own.disarm('credentials-expire');
    await call(own);
  });
});

test('unarmed, nothing fails', async () => {
  const { arm, disarm, deploy, ended, sandbox } = fleet(3);
  const whole = structuredClone({ ...sandbox.state, faults: [] });
  for (const name of Object.keys(faults) as (keyof typeof faults)[]) arm(name);
  expect(disarm()).toHaveLength(Object.keys(faults).length);
  // Ids that were given out are not given out again.
  expect({ ...sandbox.state, counter: whole.counter }).toEqual(whole);
  expect(await ended(await deploy())).toMatchObject({ status: 'Succeeded', deploymentOverview: { Failed: 0 } });
});

test('a fault is remembered by the next process', async () => {
  const { arm, store } = fleet(1);
  arm('credentials-expire');
  const next = () => connect({ region, sandbox: createSandbox({ scenario: 'book', region, cwd: '/', store }) });
  const first = next();
  for (let i = 0; i < 30; i++) await first.codeDeploy.createApplication({ applicationName: `app-${i}` });
  await expect(next().codeDeploy.getDeploymentGroup(names)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
});
