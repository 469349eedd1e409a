// Lifecycle hooks in the sandbox: taken away by hand, both of a deployment group, and the processes that can be suspended.
import { beforeEach, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';

const region = 'ap-northeast-2';
const AutoScalingGroupName = 'exercise-group';
const group = { applicationName: 'shop', deploymentGroupName: 'shop_DG' };
let sandbox: Sandbox;
let aws: Aws;

beforeEach(async () => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  aws = connect({ region, sandbox });
  sandbox.state.iam.roles.deployer = {
    name: 'deployer',
    id: 'AROA',
    path: '/',
    trust: JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: { Service: 'codedeploy.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
    tags: [],
    attached: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole'],
    createdAt: 0,
  };
  sandbox.save();
  await aws.codeDeploy.createApplication({ applicationName: group.applicationName });
});

const create = (more: object = {}) =>
  aws.codeDeploy.createDeploymentGroup({
    ...group,
    serviceRoleArn: `arn:aws:iam::${sandbox.state.account}:role/deployer`,
    autoScalingGroups: [AutoScalingGroupName],
    ...more,
  });
const update = (more: object) =>
  aws.codeDeploy.updateDeploymentGroup({
    applicationName: group.applicationName,
    currentDeploymentGroupName: group.deploymentGroupName,
    ...more,
  });
const hooks = async () =>
  (await aws.autoScaling.describeLifecycleHooks({ AutoScalingGroupName })).LifecycleHooks?.map((hook) => ({
    name: hook.LifecycleHookName,
    transition: hook.LifecycleTransition?.split('_').at(-1),
  }));
const known = async () => (await aws.codeDeploy.getDeploymentGroup(group)).deploymentGroupInfo?.autoScalingGroups;
const described = async () =>
  (await aws.autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [AutoScalingGroupName] }))
    .AutoScalingGroups?.[0];
const resize = (DesiredCapacity: number) =>
  aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName, MinSize: 0, MaxSize: 4, DesiredCapacity });
const wait = async (milliseconds: number) => {
  await sandbox.sleep(milliseconds);
  sandbox.save();
};

it('a hook that is deleted by hand is gone from the group and stays in the mind of CodeDeploy', async () => {
  await create();
  const [entry] = (await known()) ?? [];
  await aws.autoScaling.deleteLifecycleHook({ AutoScalingGroupName, LifecycleHookName: entry?.hook });
  expect([await hooks(), await known()]).toEqual([[], [entry]]);
  await expect(
    aws.autoScaling.deleteLifecycleHook({ AutoScalingGroupName, LifecycleHookName: entry?.hook }),
  ).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('No Lifecycle Hook found') });
});

it('deleting a hook abandons who waits at it', async () => {
  await create();
  await aws.codeDeploy.deleteApplication({ applicationName: group.applicationName });
  await resize(2);
  await wait(40_000);
  expect((await described())?.Instances?.at(-1)?.LifecycleState).toBe('Pending:Wait');
  const [leftover] = (await hooks()) ?? [];
  await aws.autoScaling.deleteLifecycleHook({ AutoScalingGroupName, LifecycleHookName: leftover?.name });
  expect((await described())?.Instances?.at(-1)?.LifecycleState).toMatch(/^Terminating/);
  await wait(120_000);
  expect((await described())?.Instances?.map(({ LifecycleState }) => LifecycleState)).toEqual([
    'InService',
    'InService',
  ]);
});

it('the termination hook comes and goes with its setting, and goes with the launch hook', async () => {
  await create({ terminationHookEnabled: true });
  const [entry] = (await known()) ?? [];
  expect(await hooks()).toEqual([
    { name: entry?.hook, transition: 'LAUNCHING' },
    { name: entry?.terminationHook, transition: 'TERMINATING' },
  ]);
  await resize(0);
  await wait(180_000);
  expect((await described())?.Instances).toEqual([]);
  await update({ terminationHookEnabled: false });
  expect([(await hooks())?.length, Object.keys((await known())?.[0] ?? {})]).toEqual([1, ['name', 'hook']]);
  await update({ terminationHookEnabled: true });
  await update({ autoScalingGroups: [] });
  expect([await hooks(), await known()]).toEqual([[], []]);
});

it('while Launch is suspended nothing is launched', async () => {
  await aws.autoScaling.suspendProcesses({ AutoScalingGroupName, ScalingProcesses: ['Launch'] });
  await resize(2);
  await wait(120_000);
  const suspended = await described();
  expect([suspended?.Instances?.length, suspended?.SuspendedProcesses?.map(({ ProcessName }) => ProcessName)]).toEqual([
    1,
    ['Launch'],
  ]);
  await aws.autoScaling.resumeProcesses({ AutoScalingGroupName, ScalingProcesses: ['Launch'] });
  await wait(120_000);
  expect((await described())?.Instances?.length).toBe(2);
  await expect(
    aws.autoScaling.suspendProcesses({ AutoScalingGroupName, ScalingProcesses: ['Fly'] }),
  ).rejects.toMatchObject({ name: 'ValidationError' });
});

it('tags are put on and taken away by key', async () => {
  const tag = { ResourceId: AutoScalingGroupName, ResourceType: 'auto-scaling-group', Key: 'note' };
  await aws.autoScaling.createOrUpdateTags({ Tags: [{ ...tag, Value: 'x', PropagateAtLaunch: false }] });
  expect((await described())?.Tags?.map(({ Key, Value }) => [Key, Value])).toEqual([['note', 'x']]);
  await aws.autoScaling.deleteTags({ Tags: [tag] });
  await aws.autoScaling.deleteTags({ Tags: [tag] });
  expect((await described())?.Tags).toEqual([]);
});
