// Blue/green deployments in the sandbox: a second fleet, its traffic, the first one's end, and every way that leads off it.
import type { BlueGreenDeploymentConfiguration } from '@aws-sdk/client-codedeploy';
import { describe, expect, it, test } from 'vitest';
import { config, fleet, names, revision } from './support.ts';

const COPY: BlueGreenDeploymentConfiguration = {
  deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
  greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
  terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
};
const SEVEN = 'ApplicationStop DownloadBundle BeforeInstall Install AfterInstall ApplicationStart ValidateService';

async function blueGreen(instances: number, more: BlueGreenDeploymentConfiguration = {}) {
  const own = fleet(instances);
  await own.aws.codeDeploy.updateDeploymentGroup({
    applicationName: names.applicationName,
    currentDeploymentGroupName: names.deploymentGroupName,
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    blueGreenDeploymentConfiguration: { ...COPY, ...more },
    autoScalingGroups: ['shop-asg'],
  });
  const groups = () => Object.keys(own.sandbox.state.autoScaling.groups);
  const serving = () => {
    const [target] = Object.values(own.sandbox.state.elb.targetGroups);
    return Object.entries(target!.targets)
      .filter(([, { drainingSince }]) => drainingSince === undefined)
      .map(([id]) => id)
      .sort();
  };
  const group = async () => (await own.aws.codeDeploy.getDeploymentGroup(names)).deploymentGroupInfo!;
  const labelled = (id: string, label: string) => own.targets(id, { ServerInstanceLabel: [label] });
  const during = async (id: string, phase: string) => {
    for (let i = 0; own.sandbox.state.codeDeploy.deployments[id]?.blueGreen?.phase !== phase; i++) {
      if (i > 500) throw new Error(`${id} never comes to ${phase}`);
      await own.sandbox.sleep(1_000);
    }
  };
  return { ...own, groups, serving, group, labelled, during };
}

const ready = (waitTimeInMinutes: number) => ({
  deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT' as const, waitTimeInMinutes },
});

describe('a blue/green deployment that copies the group', () => {
  it('launches as many, deploys to them, moves the traffic and takes the old ones away', async () => {
    const { ids, deploy, during, info, labelled, groups, serving, group, ended, sandbox, aws } = await blueGreen(3);
    const blue = ids();
    const hook = (await group()).autoScalingGroups![0]!.hook;
    const id = await deploy();
    const name = `CodeDeploy_shop-group_${id}`;

    await during(id, 'installing');
    expect(groups()).toEqual(['shop-asg', name]);
    const copy = sandbox.state.autoScaling.groups[name]!;
    expect(copy).toMatchObject({
      desired: 3,
      targetGroupArns: [],
      hooks: [],
      suspended: ['AddToLoadBalancer', 'AlarmNotification', 'ScheduledActions'],
    });
    expect(copy.tags).toContainEqual({
      key: 'CodeDeployProvisioningDeploymentId',
      value: id,
      propagate: true,
    });
    const { launchTemplate } = sandbox.state.autoScaling.groups['shop-asg']!;
    expect(copy.launchTemplate).toEqual(launchTemplate);
    // Nobody has lost traffic yet.
    expect(serving()).toEqual(blue);

    await during(id, 'terminating');
    const green = copy.members.map(({ instanceId }) => instanceId).sort();
    expect(serving()).toEqual(green);
    expect(await info(id)).toMatchObject({ status: 'InProgress', instanceTerminationWaitTimeStarted: true });
    const shown = await labelled(id, 'Green');
    expect(shown.map(({ targetId }) => targetId)).toEqual(green);
    for (const { instanceLabel, status, lifecycleEvents } of shown) {
      expect([instanceLabel, status]).toEqual(['Green', 'Succeeded']);
      expect(lifecycleEvents!.map(({ lifecycleEventName }) => lifecycleEventName).join(' ')).toBe(
        `${SEVEN} BeforeAllowTraffic AllowTraffic AfterAllowTraffic`,
      );
    }
    const old = await labelled(id, 'Blue');
    expect(old.map(({ targetId }) => targetId).sort()).toEqual(blue);
    expect(old[0]!.lifecycleEvents!.map(({ lifecycleEventName }) => lifecycleEventName)).toEqual([
      'BeforeBlockTraffic',
      'BlockTraffic',
      'AfterBlockTraffic',
    ]);
    // The first green instance had its traffic before the first blue one lost it.
    const allowed = shown.map(({ lifecycleEvents }) => lifecycleEvents!.at(-2)!.endTime!.getTime());
    const blocked = old.map(({ lifecycleEvents }) => lifecycleEvents![1]!.startTime!.getTime());
    expect(Math.max(...allowed)).toBeLessThanOrEqual(Math.min(...blocked));

    // The deployment group has a new Auto Scaling group, and a new hook on it.
    const after = (await group()).autoScalingGroups!;
    expect(after.map((one) => one.name)).toEqual([name]);
    expect(after[0]!.hook).not.toBe(hook);
    const { LifecycleHooks } = await aws.autoScaling.describeLifecycleHooks({ AutoScalingGroupName: name });
    expect(LifecycleHooks?.map(({ LifecycleHookName }) => LifecycleHookName)).toEqual([after[0]!.hook]);
    expect(copy.suspended).toEqual([]);
    expect(groups()).toContain('shop-asg');

    expect(await ended(id)).toMatchObject({ status: 'Succeeded', deploymentOverview: { Succeeded: 6 } });
    await sandbox.sleep(120_000);
    expect(groups()).toEqual([name]);
    for (const one of blue) expect(sandbox.state.ec2.instances[one]?.state).toBe('terminated');
    expect(copy.members.map(({ lifecycle }) => lifecycle)).toEqual(['InService', 'InService', 'InService']);
  });

  it('does it again under another name, and new members get the revision', async () => {
    const { deploy, ended, groups, sandbox, aws, info } = await blueGreen(2, {
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 0 },
    });
    await ended(await deploy());
    await sandbox.sleep(120_000);
    const second = await deploy();
    expect((await ended(second)).status).toBe('Succeeded');
    await sandbox.sleep(120_000);
    const [name = '', ...others] = groups();
    expect([name, others]).toEqual([`CodeDeploy_shop-group_${second}`, []]);
    await aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: name, MaxSize: 3, DesiredCapacity: 3 });
    await sandbox.sleep(180_000);
    const { deployments } = await aws.codeDeploy.listDeployments(names);
    const creators = await Promise.all(deployments!.map(async (id) => (await info(id)).creator));
    expect(creators.sort()).toEqual(['autoscaling', 'user', 'user']);
    expect(sandbox.state.autoScaling.groups[name]!.members.map(({ lifecycle }) => lifecycle)).toEqual(
      Array(3).fill('InService'),
    );
  });

  it('keeps the old group where it is told to', async () => {
    const { deploy, ended, groups, serving, ids, sandbox } = await blueGreen(2, {
      terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
    });
    const blue = ids();
    const id = await deploy();
    expect((await ended(id)).status).toBe('Succeeded');
    await sandbox.sleep(600_000);
    expect(groups()).toEqual(['shop-asg', `CodeDeploy_shop-group_${id}`]);
    expect(serving()).not.toEqual(expect.arrayContaining(blue));
    expect(sandbox.state.autoScaling.groups['shop-asg']!.hooks).toEqual([]);
  });

  it('needs a service role that may launch from a template', async () => {
    const { deploy, ended, groups, sandbox } = await blueGreen(2);
    const role = sandbox.state.iam.roles['shop-codedeploy']!;
    role.attached = role.attached.filter((arn) => arn.endsWith('AWSCodeDeployRole'));
    sandbox.save();
    const { status, errorInformation } = await ended(await deploy());
    expect([status, errorInformation?.code]).toEqual(['Failed', 'AUTO_SCALING_IAM_ROLE_PERMISSIONS']);
    expect(groups()).toEqual(['shop-asg']);
  });

  it('fails when nothing can be launched, and leaves the new group behind', async () => {
    const { deploy, ended, groups, sandbox, serving, ids } = await blueGreen(2);
    const blue = ids();
    for (const image of Object.values(sandbox.state.ec2.images)) image.state = 'failed';
    sandbox.save();
    const id = await deploy();
    const { status, errorInformation } = await ended(id);
    expect([status, errorInformation?.code]).toEqual(['Failed', 'AUTO_SCALING_CONFIGURATION']);
    expect(groups()).toEqual(['shop-asg', `CodeDeploy_shop-group_${id}`]);
    expect(serving()).toEqual(blue);
  });
});

describe('the wait before the traffic moves', () => {
  it('is Ready until somebody has it go on', async () => {
    const { deploy, until, targets, aws, ended, serving, ids, sandbox, info } = await blueGreen(2, ready(60));
    const blue = ids();
    const id = await deploy();
    const wait = (deploymentWaitType?: 'READY_WAIT' | 'TERMINATION_WAIT') =>
      aws.codeDeploy.continueDeployment({ deploymentId: id, deploymentWaitType });
    await expect(wait('READY_WAIT')).rejects.toMatchObject({ name: 'DeploymentIsNotInReadyStateException' });
    const deployment = await until(id, 'Ready');
    expect(deployment.deploymentOverview).toMatchObject({ Ready: 2, Pending: 2 });
    expect((await targets(id, { TargetStatus: ['Ready'] })).map(({ instanceLabel }) => instanceLabel)).toEqual([
      'Green',
      'Green',
    ]);
    await sandbox.sleep(30 * 60_000);
    expect((await info(id)).status).toBe('Ready');
    expect(serving()).toEqual(blue);
    await expect(deploy()).rejects.toMatchObject({ name: 'DeploymentLimitExceededException' });

    await expect(wait('TERMINATION_WAIT')).rejects.toMatchObject({ name: 'DeploymentIsNotInReadyStateException' });
    await wait();
    for (;;) {
      const { status, instanceTerminationWaitTimeStarted } = await info(id);
      expect(status).toBe('InProgress');
      if (instanceTerminationWaitTimeStarted) break;
    }
    await wait('TERMINATION_WAIT');
    expect((await ended(id)).status).toBe('Succeeded');
    await expect(wait()).rejects.toMatchObject({ name: 'DeploymentAlreadyCompletedException' });
  });

  it('ends in Stopped when nobody does', async () => {
    const { deploy, until, ended, serving, ids, groups, sandbox } = await blueGreen(2, ready(10));
    const blue = ids();
    const id = await deploy();
    await until(id, 'Ready');
    await sandbox.sleep(9 * 60_000);
    const { status, errorInformation } = await ended(id);
    expect([status, errorInformation?.code]).toEqual(['Stopped', 'TIMEOUT']);
    expect(serving()).toEqual(blue);
    expect(groups()).toHaveLength(2);
  });

  it('may be stopped', async () => {
    const { deploy, until, ended, aws, serving, ids } = await blueGreen(2, ready(60));
    const blue = ids();
    const id = await deploy();
    await until(id, 'Ready');
    expect(await aws.codeDeploy.stopDeployment({ deploymentId: id })).toMatchObject({ status: 'Pending' });
    expect(await ended(id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
    expect(serving()).toEqual(blue);
  });
});

describe('when green fails', () => {
  it('before the traffic has moved, blue goes on serving', async () => {
    const { deploy, ended, arm, failure, serving, ids, groups } = await blueGreen(3);
    const blue = ids();
    arm('script-fails');
    const id = await deploy(config('OneAtATime'));
    const deployment = await ended(id);
    expect(deployment).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HEALTH_CONSTRAINTS' },
      deploymentOverview: { Failed: 1, Skipped: 5 },
    });
    expect(await failure(id)).toMatchObject({ event: 'AfterInstall', errorCode: 'ScriptFailed' });
    expect(blue).not.toContain((await failure(id))!.instance);
    expect(serving()).toEqual(blue);
    expect(groups()).toEqual(['shop-asg', `CodeDeploy_shop-group_${id}`]);
  });

  it('an alarm while the old instances wait for their end brings the traffic back to them', async () => {
    const { deploy, ended, sandbox, during, serving, ids, groups, group, labelled } = await blueGreen(2);
    await ended(await deploy());
    await sandbox.sleep(120_000);
    const blue = ids();
    const second = await deploy({
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] },
    });
    await during(second, 'terminating');
    expect(serving()).not.toEqual(blue);
    sandbox.state.cloudWatch.alarms['shop-errors']!.state = 'ALARM';
    sandbox.save();
    const stopped = await ended(second);
    expect(stopped).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } });
    sandbox.state.cloudWatch.alarms['shop-errors']!.state = 'OK';
    sandbox.save();
    const back = stopped.rollbackInfo!.rollbackDeploymentId!;
    expect(await ended(back)).toMatchObject({ status: 'Succeeded', creator: 'codeDeployRollback' });
    expect(serving()).toEqual(blue);
    const events = async (label: string) =>
      (await labelled(back, label))[0]!.lifecycleEvents!.map(({ lifecycleEventName }) => lifecycleEventName);
    expect(await events('Blue')).toEqual(['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']);
    expect(await events('Green')).toEqual(['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic']);
    // What was launched stays, and so does what was there before.
    expect(groups()).toHaveLength(2);
    expect((await group()).autoScalingGroups!.map(({ name }) => name)).toEqual([groups()[0]]);
  });
});

describe('a green fleet that is there already', () => {
  const discover = () =>
    blueGreen(2, {
      greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
    });

  it('is found by the tags of the request', async () => {
    const { deploy, ended, sandbox, serving, labelled } = await discover();
    const web = Object.values(sandbox.state.ec2.instances).find(({ tags }) => tags.some(({ key }) => key === 'Name'))!;
    const id = await deploy({
      ...config('AllAtOnce'),
      targetInstances: { tagFilters: [{ Key: 'Name', Value: 'shop-web', Type: 'KEY_AND_VALUE' }] },
    });
    expect((await ended(id)).status).toBe('Succeeded');
    expect((await labelled(id, 'Green')).map(({ targetId }) => targetId)).toEqual([web.id]);
    expect(serving()).toEqual([web.id]);
  });

  it('must be named, and must not be empty', async () => {
    const { deploy, ended } = await discover();
    await expect(deploy()).rejects.toMatchObject({ name: 'InvalidTargetInstancesException' });
    const targetInstances = { tagFilters: [{ Key: 'Name', Value: 'nobody', Type: 'KEY_AND_VALUE' as const }] };
    const { errorInformation } = await ended(await deploy({ targetInstances }));
    expect(errorInformation?.code).toBe('NO_INSTANCES');
  });

  it('cannot be named where there is none to be found', async () => {
    const targetInstances = { autoScalingGroups: ['shop-asg'] };
    for (const own of [await blueGreen(2), fleet(2)])
      await expect(own.deploy({ targetInstances })).rejects.toMatchObject({ name: 'InvalidTargetInstancesException' });
  });
});

test('in place there is nothing to continue', async () => {
  const { deploy, aws } = fleet(2);
  const deploymentId = await deploy();
  await expect(aws.codeDeploy.continueDeployment({ deploymentId })).rejects.toMatchObject({
    name: 'UnsupportedActionForDeploymentTypeException',
  });
});

test('revisions that were used are registered, and say where', async () => {
  const { deploy, ended, aws } = fleet(2);
  const { applicationName } = names;
  const read = () => aws.codeDeploy.getApplicationRevision({ applicationName, revision });
  await expect(read()).rejects.toMatchObject({ name: 'RevisionDoesNotExistException' });
  const id = await deploy();
  expect((await read()).revisionInfo).toMatchObject({
    description: `Application revision registered by Deployment ID: ${id}`,
    deploymentGroups: [],
  });
  await ended(id);
  expect((await read()).revisionInfo).toMatchObject({ deploymentGroups: ['shop-group'] });
  const other = { ...revision, s3Location: { ...revision.s3Location, key: 'shop/other.zip' } };
  await aws.codeDeploy.registerApplicationRevision({ applicationName, revision: other, description: 'pushed' });
  const list = async (more: object) =>
    (await aws.codeDeploy.listApplicationRevisions({ applicationName, ...more })).revisions!.map(
      ({ s3Location }) => s3Location!.key,
    );
  expect(await list({})).toEqual(['shop/first.zip', 'shop/other.zip']);
  expect(await list({ deployed: 'include' })).toEqual(['shop/first.zip']);
  expect(await list({ sortBy: 'registerTime', sortOrder: 'descending' })).toEqual(['shop/other.zip', 'shop/first.zip']);
  const missing = { ...revision, s3Location: { ...revision.s3Location, key: 'shop/nowhere.zip' } };
  const batch = await aws.codeDeploy.batchGetApplicationRevisions({ applicationName, revisions: [other, missing] });
  expect(batch.revisions?.map(({ genericRevisionInfo }) => genericRevisionInfo?.description)).toEqual(['pushed']);
});
