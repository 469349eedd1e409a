// Deployments in the sandbox, as the SDK shows them: how they walk through a fleet, fail, roll back and greet new members.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import type { Bundle, Instance } from '../../src/sandbox/state.ts';

const region = 'ap-northeast-2';
const asg = 'exercise-group';
const names = { applicationName: 'exercise-app', deploymentGroupName: 'exercise-dg' };
const bucket = 'exercise-revisions';
const APPSPEC = `version: 0.0
os: linux
files:
  - source: /
    destination: /srv/app
hooks:
  AfterInstall:
    - location: scripts/prepare.sh
      timeout: 60
`;
const FILES = ['appspec.yml', 'index.html', 'scripts/prepare.sh'];
const SEVEN = 'ApplicationStop DownloadBundle BeforeInstall Install AfterInstall ApplicationStart ValidateService';

let sandbox: Sandbox;
let aws: Aws;
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = createSandbox({ scenario: 'book', region, cwd, store: memoryStore(), throttling: false });
  aws = connect({ region, sandbox });
  putRoles();
  for (const name of ['first', 'second', 'third']) putInstance(name);
  upload('one.zip', { files: FILES, appspec: APPSPEC });
});
afterEach(() => rmSync(cwd, { recursive: true }));

function putRoles() {
  const { iam } = sandbox.state;
  const role = (name: string, service: string, policy: string) => {
    iam.roles[name] = {
      name,
      id: name,
      path: '/',
      trust: JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      }),
      tags: [],
      attached: [`arn:aws:iam::aws:policy/service-role/${policy}`],
      createdAt: 0,
    };
  };
  role('service', 'codedeploy.amazonaws.com', 'AWSCodeDeployRole');
  role('web', 'ec2.amazonaws.com', 'AmazonEC2RoleforAWSCodeDeploy');
  iam.profiles.web = { name: 'web', id: 'web', tags: [], roles: ['web'], createdAt: 0 };
}

const source = () =>
  Object.values(sandbox.state.ec2.instances).find(({ tags }) => tags.some(({ value }) => value === 'exercise-web'))!;

function putInstance(name: string): Instance {
  const instance = structuredClone(source());
  Object.assign(instance, { id: `i-${name}`, tags: [{ key: 'app', value: 'demo' }] });
  withAgent(instance);
  sandbox.state.ec2.instances[instance.id] = instance;
  return instance;
}

function withAgent(instance: Instance) {
  instance.profile = { name: 'web', associationId: `iip-assoc-${instance.id}`, since: 0 };
  instance.host = { ...instance.host, files: {}, installed: {} };
  instance.host.agent = { version: '1.8.1', running: true, credentials: true };
}

function upload(key: string, bundle: Bundle) {
  const objects = sandbox.state.s3.buckets[bucket]!.objects;
  const version = { versionId: `${key}-1`, etag: '"e"', size: 1, metadata: {}, modifiedAt: 0, bundle };
  objects[key] = [...(objects[key] ?? []), version];
  sandbox.save();
}

const instance = (name: string) => sandbox.state.ec2.instances[`i-${name}`]!;
/** Changes what is inside the account without asking anybody. */
function inside(change: () => void) {
  change();
  sandbox.save();
}

async function group(more: object = {}) {
  await aws.codeDeploy.createApplication({ applicationName: names.applicationName });
  const { deploymentGroupId } = await aws.codeDeploy.createDeploymentGroup({
    ...names,
    serviceRoleArn: `arn:aws:iam::${sandbox.state.account}:role/service`,
    ec2TagFilters: [{ Key: 'app', Value: 'demo', Type: 'KEY_AND_VALUE' }],
    ...more,
  });
  return deploymentGroupId!;
}

const s3 = (key: string) => ({ revisionType: 'S3' as const, s3Location: { bucket, key, bundleType: 'zip' as const } });
const deploy = async (key = 'one.zip', more: object = {}) =>
  (await aws.codeDeploy.createDeployment({ ...names, revision: s3(key), ...more })).deploymentId!;
const info = async (deploymentId: string) => (await aws.codeDeploy.getDeployment({ deploymentId })).deploymentInfo!;
const targetsOf = async (deploymentId: string) => {
  const { targetIds } = await aws.codeDeploy.listDeploymentTargets({ deploymentId });
  const { deploymentTargets } = await aws.codeDeploy.batchGetDeploymentTargets({ deploymentId, targetIds });
  return deploymentTargets!.map(({ instanceTarget }) => instanceTarget!);
};
const failureOf = async (deploymentId: string) => {
  const [failed] = (await targetsOf(deploymentId)).filter(({ status }) => status === 'Failed');
  return failed?.lifecycleEvents?.find(({ status }) => status === 'Failed');
};

async function ended(deploymentId: string) {
  for (let i = 0; i < 400; i++) {
    const deployment = await info(deploymentId);
    if (['Succeeded', 'Failed', 'Stopped'].includes(deployment.status!)) return deployment;
    await sandbox.sleep(5_000);
  }
  throw new Error(`${deploymentId} does not end`);
}

describe('a deployment in place', () => {
  it('goes through the fleet one at a time, event by event', async () => {
    const groupId = await group();
    const id = await deploy();
    expect(id).toMatch(/^d-[A-Z0-9]{9}$/);
    expect((await info(id)).status).toBe('Created');
    await expect(aws.codeDeploy.listDeploymentTargets({ deploymentId: id })).rejects.toMatchObject({
      name: 'DeploymentNotStartedException',
    });
    await sandbox.sleep(5_000);
    expect(await info(id)).toMatchObject({ status: 'InProgress', deploymentOverview: { InProgress: 1, Pending: 2 } });
    const deployment = await ended(id);
    expect(deployment).toMatchObject({ status: 'Succeeded', creator: 'user', deploymentOverview: { Succeeded: 3 } });
    const targets = await targetsOf(id);
    for (const { lifecycleEvents } of targets) {
      expect(lifecycleEvents?.map(({ lifecycleEventName }) => lifecycleEventName).join(' ')).toBe(SEVEN);
      expect(lifecycleEvents?.every(({ status }) => status === 'Succeeded')).toBe(true);
    }
    const spans = targets
      .map(({ lifecycleEvents }) => [lifecycleEvents![0]!.startTime!, lifecycleEvents!.at(-1)!.endTime!] as const)
      .sort(([a], [b]) => a.getTime() - b.getTime());
    expect(spans[1]![0].getTime()).toBeGreaterThanOrEqual(spans[0]![1].getTime());
    expect(instance('first').host.files).toMatchObject({ '/srv/app/index.html': groupId });
    const { deploymentGroupInfo } = await aws.codeDeploy.getDeploymentGroup(names);
    expect(deploymentGroupInfo).toMatchObject({
      lastSuccessfulDeployment: { deploymentId: id, status: 'Succeeded' },
      targetRevision: s3('one.zip'),
    });
  });

  it('allows one at a time only', async () => {
    await group();
    const id = await deploy();
    await expect(deploy()).rejects.toMatchObject({
      name: 'DeploymentLimitExceededException',
      message: `The Deployment Group 'exercise-dg' already has an active Deployment '${id}'`,
    });
    await ended(id);
    expect(await deploy()).not.toBe(id);
  });

  it('replaces what it had installed itself, and takes away what the revision no longer has', async () => {
    await group();
    await ended(await deploy());
    upload('two.zip', { files: FILES.map((file) => file.replace('index', 'main')), appspec: APPSPEC });
    await ended(await deploy('two.zip'));
    const { files } = instance('first').host;
    expect(files['/srv/app/index.html']).toBeUndefined();
    expect(files['/srv/app/main.html']).toBeDefined();
  });

  it('takes each instance out of the load balancer and back', async () => {
    const member = sandbox.state.autoScaling.groups[asg]!.members[0]!.instanceId;
    inside(() => withAgent(sandbox.state.ec2.instances[member]!));
    await group({
      ec2TagFilters: undefined,
      autoScalingGroups: [asg],
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'exercise-target' }] },
    });
    const id = await deploy();
    expect((await ended(id)).status).toBe('Succeeded');
    const [{ lifecycleEvents }] = (await targetsOf(id)) as [{ lifecycleEvents: object[] }];
    expect(lifecycleEvents).toHaveLength(13);
    const [target] = Object.values(sandbox.state.elb.targetGroups);
    expect(target?.targets[member]?.drainingSince).toBeUndefined();
  });

  it('finds its instances by tags that must all match', async () => {
    inside(() => instance('third').tags.push({ key: 'stage', value: 'test' }));
    const all = ['app', 'stage'].map((Key) => [{ Key, Type: 'KEY_ONLY' }]);
    await group({ ec2TagFilters: undefined, ec2TagSet: { ec2TagSetList: all } });
    const id = await deploy();
    await ended(id);
    expect((await targetsOf(id)).map(({ targetId }) => targetId)).toEqual(['i-third']);
  });
});

describe('a deployment fails', () => {
  it('where a file is in its way, unless it may overwrite or retain it', async () => {
    await group();
    inside(() => {
      for (const name of ['first', 'second', 'third']) instance(name).host.files['/srv/app/index.html'] = '';
    });
    const id = await deploy();
    const deployment = await ended(id);
    expect(deployment).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HEALTH_CONSTRAINTS' },
      deploymentOverview: { Failed: 1, Skipped: 2 },
    });
    expect(await failureOf(id)).toMatchObject({
      lifecycleEventName: 'Install',
      diagnostics: {
        errorCode: 'UnknownError',
        message: 'The deployment failed because a specified file already exists at this location: /srv/app/index.html',
      },
    });
    expect((await ended(await deploy('one.zip', { fileExistsBehavior: 'RETAIN' }))).status).toBe('Succeeded');
    expect(instance('second').host.files['/srv/app/index.html']).toBe('');
    expect((await ended(await deploy('one.zip', { fileExistsBehavior: 'OVERWRITE' }))).status).toBe('Succeeded');
    expect(instance('second').host.files['/srv/app/index.html']).not.toBe('');
  });

  it('where no agent answers within five minutes', async () => {
    await group();
    inside(() => {
      delete instance('first').host.agent;
      instance('second').host.agent!.running = false;
      instance('third').host.agent!.credentials = false;
    });
    const id = await deploy('one.zip', { deploymentConfigName: 'CodeDeployDefault.AllAtOnce' });
    await sandbox.sleep(250_000);
    expect((await info(id)).status).toBe('InProgress');
    expect(await ended(id)).toMatchObject({ status: 'Failed', deploymentOverview: { Failed: 3 } });
    const failure = await failureOf(id);
    expect(failure?.lifecycleEventName).toBe('ApplicationStop');
    expect(failure?.diagnostics?.message).toMatch(/^CodeDeploy agent was not able to receive the lifecycle event\./);
  });

  it.each([
    ['DownloadBundle', 'nowhere.zip', 'The specified key does not exist.'],
    ['DownloadBundle', 'broken.zip', 'end of central directory'],
    ['BeforeInstall', 'bare.zip', 'did not find an AppSpec file within the unpacked revision directory'],
    ['BeforeInstall', 'wrong.zip', 'an invalid version value (1.0)'],
    ['AfterInstall', 'scriptless.zip', 'Script does not exist at specified location'],
  ])('at %s with %s', async (event, key, message) => {
    upload('broken.zip', { files: [], broken: 'Zip end of central directory signature not found' });
    upload('bare.zip', { files: ['index.html', 'appspec.yaml'], appspec: APPSPEC });
    upload('wrong.zip', { files: FILES, appspec: APPSPEC.replace('0.0', '1.0') });
    upload('scriptless.zip', { files: FILES.slice(0, 2), appspec: APPSPEC });
    await group();
    const id = await deploy(key);
    expect((await ended(id)).status).toBe('Failed');
    const failure = await failureOf(id);
    expect(failure?.lifecycleEventName).toBe(event);
    expect(failure?.diagnostics?.message).toContain(message);
  });

  it('where the role of the instance does not allow it to read the revision', async () => {
    inside(() => {
      sandbox.state.iam.roles.web!.attached = [];
    });
    await group();
    const id = await deploy();
    await ended(id);
    expect((await failureOf(id))?.diagnostics?.message).toBe('Access Denied');
  });

  it('where the last revision cannot be stopped, unless that is to be ignored', async () => {
    await group();
    const appspec = `${APPSPEC}  ApplicationStop:\n    - location: scripts/stop.sh\n`;
    upload('unstoppable.zip', { files: FILES, appspec });
    expect((await ended(await deploy('unstoppable.zip'))).status).toBe('Succeeded');
    const id = await deploy();
    expect((await ended(id)).status).toBe('Failed');
    expect(await failureOf(id)).toMatchObject({
      lifecycleEventName: 'ApplicationStop',
      diagnostics: { errorCode: 'ScriptMissing', scriptName: 'scripts/stop.sh' },
    });
    expect((await ended(await deploy('one.zip', { ignoreApplicationStopFailures: true }))).status).toBe('Succeeded');
  });

  it('without instances, and with fewer than must stay healthy', async () => {
    await group({ ec2TagFilters: [{ Key: 'app', Value: 'nobody', Type: 'KEY_AND_VALUE' }] });
    expect((await ended(await deploy())).errorInformation?.code).toBe('NO_INSTANCES');
    await aws.codeDeploy.updateDeploymentGroup({
      applicationName: names.applicationName,
      currentDeploymentGroupName: names.deploymentGroupName,
      ec2TagFilters: [{ Key: 'app', Type: 'KEY_ONLY' }],
    });
    await aws.codeDeploy.createDeploymentConfig({
      deploymentConfigName: 'three',
      minimumHealthyHosts: { type: 'HOST_COUNT', value: 3 },
    });
    const id = await deploy('one.zip', { deploymentConfigName: 'three' });
    expect((await ended(id)).errorInformation?.code).toBe('HEALTH_CONSTRAINTS_INVALID');
  });

  it('not when only the very last instance does', async () => {
    await group();
    inside(() => {
      instance('third').host.files['/srv/app/index.html'] = '';
    });
    const deployment = await ended(await deploy());
    expect(deployment).toMatchObject({ status: 'Succeeded', deploymentOverview: { Succeeded: 2, Failed: 1 } });
  });
});

describe('afterwards', () => {
  const rollback = { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } };

  it('a failure brings back the last revision that succeeded', async () => {
    await group(rollback);
    upload('bare.zip', { files: ['index.html'] });
    const none = await ended(await deploy('bare.zip'));
    expect(none.rollbackInfo).toMatchObject({ rollbackMessage: expect.stringContaining('no last known') });
    await ended(await deploy());
    const failed = await ended(await deploy('bare.zip'));
    expect(failed).toMatchObject({ status: 'Failed', previousRevision: s3('one.zip') });
    const back = await ended(failed.rollbackInfo!.rollbackDeploymentId!);
    expect(back).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      revision: s3('one.zip'),
      rollbackInfo: { rollbackTriggeringDeploymentId: failed.deploymentId },
    });
    expect(await targetsOf(back.deploymentId!)).toHaveLength(1);
  });

  it('a person can stop it; what has begun goes on to its end', async () => {
    await group();
    const id = await deploy();
    await sandbox.sleep(10_000);
    expect(await aws.codeDeploy.stopDeployment({ deploymentId: id })).toMatchObject({ status: 'Pending' });
    expect(await ended(id)).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'MANUAL_STOP' },
      deploymentOverview: { Failed: 1, Skipped: 2 },
    });
    await expect(aws.codeDeploy.stopDeployment({ deploymentId: id })).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    });
  });

  it('an alarm stops it', async () => {
    inside(() => {
      sandbox.state.cloudWatch.alarms.errors = { name: 'errors', state: 'OK' };
    });
    await group({ alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } });
    const id = await deploy();
    await sandbox.sleep(10_000);
    sandbox.state.cloudWatch.alarms.errors!.state = 'ALARM';
    expect(await ended(id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } });
  });

  it('all stays as it was seen, although a write takes the account up again and runs its time anew', async () => {
    await group(rollback);
    await ended(await deploy());
    upload('bare.zip', { files: ['index.html'] });
    const failed = await ended(await deploy('bare.zip'));
    await ended(failed.rollbackInfo!.rollbackDeploymentId!);
    const seen = structuredClone(sandbox.state.codeDeploy.deployments);
    await aws.codeDeploy.createApplication({ applicationName: 'other' });
    expect(sandbox.state.codeDeploy.deployments).toEqual(seen);
  });

  it('deployments are found again by their group and status', async () => {
    await group();
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push((await ended(await deploy())).deploymentId);
    const first = await aws.codeDeploy.listDeployments({ ...names, includeOnlyStatuses: ['Succeeded'] });
    const second = await aws.codeDeploy.listDeployments({ ...names, nextToken: first.nextToken });
    expect([...first.deployments!, ...second.deployments!].sort()).toEqual(ids.sort());
    expect(first.deployments).toHaveLength(5);
  });
});

describe('a new member of the Auto Scaling group', () => {
  const grow = async () => {
    await aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: asg, MaxSize: 2, DesiredCapacity: 2 });
    await sandbox.sleep(60_000);
    return sandbox.state.autoScaling.groups[asg]!.members.at(-1)!;
  };

  /** Machines with agent and profile come out of the template. */
  const prepare = () =>
    inside(() => {
      const { ec2, autoScaling } = sandbox.state;
      withAgent(ec2.instances[autoScaling.groups[asg]!.members[0]!.instanceId]!);
      const [template] = Object.values(ec2.templates);
      template!.versions[0]!.data.IamInstanceProfile = { Name: 'web' };
      const image = ec2.images[String(template!.versions[0]!.data.ImageId)]!;
      image.host = { ...image.host, files: {}, installed: {} };
      image.host.agent = { version: '1.8.1', running: true, credentials: true };
    });
  const fleet = { ec2TagFilters: undefined, autoScalingGroups: [asg] };

  it('goes on bare while there is nothing to deploy', async () => {
    prepare();
    await group(fleet);
    const member = await grow();
    expect(member.lifecycle).toBe('InService');
    expect((await aws.codeDeploy.listDeployments(names)).deployments).toEqual([]);
  });

  it('gets the last successful revision before it is in service', async () => {
    prepare();
    await group(fleet);
    const first = await ended(await deploy());
    const member = await grow();
    expect(member.lifecycle).toBe('InService');
    const { deployments } = await aws.codeDeploy.listDeployments(names);
    const id = deployments!.find((one) => one !== first.deploymentId)!;
    expect(await info(id)).toMatchObject({ creator: 'autoscaling', status: 'Succeeded', revision: s3('one.zip') });
    expect(sandbox.state.ec2.instances[member.instanceId]!.host.files['/srv/app/index.html']).toBeDefined();
  });

  it('is brought up to the new revision where it came during its deployment', async () => {
    prepare();
    inside(() => {
      for (const name of ['first', 'second', 'third']) instance(name).tags.push({ key: 'old', value: '' });
    });
    await group({ ...fleet, ec2TagFilters: [{ Key: 'old', Type: 'KEY_ONLY' }] });
    await ended(await deploy());
    upload('two.zip', { files: FILES, appspec: APPSPEC });
    const second = await deploy('two.zip');
    const member = await grow();
    expect((await ended(second)).status).toBe('Succeeded');
    await sandbox.sleep(10_000);
    const { relatedDeployments } = await info(second);
    const [follow = ''] = relatedDeployments?.autoUpdateOutdatedInstancesDeploymentIds ?? [];
    expect(await ended(follow)).toMatchObject({ creator: 'CodeDeployAutoUpdate', revision: s3('two.zip') });
    expect((await targetsOf(follow)).map(({ targetId }) => targetId)).toEqual([member.instanceId]);
  });

  it('is given up when that fails', async () => {
    prepare();
    await group(fleet);
    await ended(await deploy());
    inside(() => {
      sandbox.state.s3.buckets[bucket]!.objects = {};
    });
    const { instanceId } = await grow();
    await sandbox.sleep(60_000);
    expect(sandbox.state.autoScaling.activities.some(({ message }) => /ABANDON/.test(message ?? ''))).toBe(true);
    expect(sandbox.state.ec2.instances[instanceId]?.state).not.toBe('running');
  });
});

describe('a revision on GitHub', () => {
  const github = (commitId: string) => ({
    revision: { revisionType: 'GitHub', gitHubLocation: { repository: 'someone/something', commitId } },
  });

  it('is read from the repository in the working folder', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
    git('init', '--quiet');
    writeFileSync(
      join(cwd, 'appspec.yml'),
      'version: 0.0\nos: linux\nfiles:\n  - {source: a.txt, destination: /srv/a}\n',
    );
    writeFileSync(join(cwd, 'a.txt'), 'a');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'first');
    await group();
    expect((await ended(await deploy('', github(git('rev-parse', 'HEAD'))))).status).toBe('Succeeded');
    expect(Object.keys(instance('first').host.files)).toEqual(['/srv/a/a.txt']);
  });

  it('that is not there answers as GitHub does', async () => {
    await group();
    const id = await deploy('', github('0'.repeat(40)));
    await ended(id);
    expect((await failureOf(id))?.diagnostics?.message).toContain('Server returned codes: 404');
    await expect(deploy('', github('main'))).rejects.toMatchObject({ name: 'InvalidRevisionException' });
  });
});
