// Auto Scaling in the sandbox, as the SDK shows it: what it launches, replaces, waits for and refuses.
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { openAccount } from '../../src/sandbox/account.ts';
import { addHook, completeHook, removeHook } from '../../src/sandbox/auto-scaling.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import type { Hook } from '../../src/sandbox/state.ts';

const region = 'ap-northeast-2';
const NAME = 'exercise-group';
let sandbox: Sandbox;
let aws: Aws;

beforeEach(() => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  aws = connect({ region, sandbox });
});

const account = () => openAccount(sandbox.state, '/');
const group = (name = NAME) => sandbox.state.autoScaling.groups[name]!;
const template = () => Object.values(sandbox.state.ec2.templates)[0]!;

async function wait(milliseconds: number) {
  await sandbox.sleep(milliseconds);
  sandbox.save();
}

const described = async (name = NAME) =>
  (await aws.autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [name] })).AutoScalingGroups?.[0];
const lifecycles = async (name = NAME) => (await described(name))?.Instances?.map((one) => one.LifecycleState);
const activities = async (name = NAME) =>
  (await aws.autoScaling.describeScalingActivities({ AutoScalingGroupName: name })).Activities ?? [];
const resize = (DesiredCapacity: number, MaxSize = 4) =>
  aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: NAME, MinSize: 0, MaxSize, DesiredCapacity });

/** A second version of the template, which launches a smaller machine. */
function addVersion() {
  const { versions } = template();
  versions.push({ number: 2, data: { ...versions[0]!.data, InstanceType: 't3.nano' }, createdAt: sandbox.state.now });
  sandbox.save();
}

const hook: Hook = {
  name: 'launching',
  transition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  heartbeat: 600,
  defaultResult: 'ABANDON',
  target: 'arn:aws:sqs:ap-northeast-2:0:queue',
  roleArn: 'arn:aws:iam::0:role/deploy',
  metadata: 'group-id',
};
function withHook(change: Partial<Hook> = {}) {
  addHook(account(), NAME, { ...hook, ...change });
  sandbox.save();
}

describe('capacity', () => {
  it('grows: pending, in service, then healthy behind the load balancer', async () => {
    await resize(3);
    await wait(5_000);
    expect(await lifecycles()).toEqual(['InService', 'Pending', 'Pending']);
    await wait(30_000);
    expect(await lifecycles()).toEqual(['InService', 'InService', 'InService']);
    const [latest] = await activities();
    expect(latest).toMatchObject({ StatusCode: 'Successful', Progress: 100 });
    expect(latest?.Description).toMatch(/^Launching a new EC2 instance: i-0/);
    expect(latest?.Cause).toContain('increasing the capacity from 1 to 3');
    await wait(30_000);
    const { TargetHealthDescriptions } = await aws.elb.describeTargetHealth({
      TargetGroupArn: group().targetGroupArns[0],
    });
    expect(TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toEqual(Array(3).fill('healthy'));
    const zones = (await described())?.Instances?.map(({ AvailabilityZone }) => AvailabilityZone);
    expect(new Set(zones).size).toBe(2);
  });

  it('shrinks: drains first, and is gone in the end', async () => {
    await resize(0);
    await wait(10_000);
    expect(await lifecycles()).toEqual(['Terminating']);
    expect(await activities()).toMatchObject([{ StatusCode: 'WaitingForELBConnectionDraining' }]);
    await wait(90_000);
    expect(await lifecycles()).toEqual([]);
    expect(await activities()).toMatchObject([{ StatusCode: 'Successful' }]);
  });

  it('is held: what was stopped or terminated outside is replaced, unless suspended', async () => {
    const [first] = group().members;
    group().suspended = ['ReplaceUnhealthy'];
    sandbox.save();
    await aws.ec2.stopInstances({ InstanceIds: [first!.instanceId] });
    await wait(120_000);
    expect((await described())?.Instances).toMatchObject([{ LifecycleState: 'InService', HealthStatus: 'Unhealthy' }]);
    group().suspended = [];
    await wait(120_000);
    const instances = (await described())?.Instances;
    expect(instances).toMatchObject([{ LifecycleState: 'InService', HealthStatus: 'Healthy' }]);
    expect(instances?.[0]?.InstanceId).not.toBe(first!.instanceId);
    const causes = (await activities()).map(({ Cause }) => Cause).join();
    expect(causes).toContain('EC2 health check indicating it has been terminated or stopped');
    expect(causes).toContain('in response to an unhealthy instance needing to be replaced');
  });

  it('is tried for again and again when launches fail', async () => {
    const { ImageId } = template().versions[0]!.data as { ImageId: string };
    await resize(2);
    const image = sandbox.state.ec2.images[ImageId]!;
    delete sandbox.state.ec2.images[ImageId];
    sandbox.save();
    await wait(70_000);
    const failed = await activities();
    expect(failed).toHaveLength(3);
    expect(failed[0]).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: `The image id '[${ImageId}]' does not exist. Launching EC2 instance failed.`,
    });
    sandbox.state.ec2.images[ImageId] = image;
    await wait(70_000);
    expect(await lifecycles()).toEqual(['InService', 'InService']);
  });
});

describe('lifecycle hooks', () => {
  it('hold what is launched until someone completes them', async () => {
    withHook();
    await resize(2);
    await wait(30_000);
    expect(await lifecycles()).toEqual(['InService', 'Pending:Wait']);
    expect((await activities())[0]?.StatusCode).toBe('MidLifecycleAction');
    completeHook(account(), NAME, group().members[1]!.instanceId, hook.name, 'CONTINUE');
    expect(group().members[1]?.lifecycle).toBe('Pending:Proceed');
    await wait(5_000);
    expect(await lifecycles()).toEqual(['InService', 'InService']);
    const { LifecycleHooks } = await aws.autoScaling.describeLifecycleHooks({ AutoScalingGroupName: NAME });
    expect(LifecycleHooks).toMatchObject([{ LifecycleHookName: 'launching', NotificationMetadata: 'group-id' }]);
  });

  it('lose the instance when they are abandoned, late or removed', async () => {
    withHook({ heartbeat: 60 });
    await resize(2);
    await wait(25_000);
    completeHook(account(), NAME, group().members[1]!.instanceId, hook.name, 'ABANDON');
    expect((await activities())[0]?.Description).toMatch(/^Terminating/);
    expect((await activities())[1]).toMatchObject({
      StatusCode: 'Cancelled',
      StatusMessage: expect.stringMatching(/was abandoned: Lifecycle Action Completed with ABANDON Result$/),
    });
    await wait(120_000);
    const messages = (await activities()).map(({ StatusMessage }) => StatusMessage).join();
    expect(messages).toContain('was abandoned: Heartbeat Timeout');
    for (let i = 0; i < 20 && group().members.at(-1)?.lifecycle !== 'Pending:Wait'; i++) await wait(5_000);
    removeHook(account(), NAME, hook.name);
    sandbox.save();
    expect(group().members.at(-1)?.lifecycle).toBe('Terminating');
    await wait(120_000);
    expect(await lifecycles()).toEqual(['InService', 'InService']);
  });

  it('hold what is to be terminated too', async () => {
    withHook({ name: 'terminating', transition: 'autoscaling:EC2_INSTANCE_TERMINATING', heartbeat: 300 });
    await resize(0);
    await wait(60_000);
    expect(await lifecycles()).toEqual(['Terminating:Wait']);
    removeHook(account(), NAME, 'terminating');
    await wait(60_000);
    expect(await lifecycles()).toEqual([]);
  });
});

describe('an instance refresh', () => {
  const start = (Preferences = {}, version = '2') =>
    aws.autoScaling.startInstanceRefresh({
      AutoScalingGroupName: NAME,
      DesiredConfiguration: { LaunchTemplate: { LaunchTemplateId: template().id, Version: version } },
      Preferences,
    });
  const refresh = async () =>
    (await aws.autoScaling.describeInstanceRefreshes({ AutoScalingGroupName: NAME })).InstanceRefreshes?.[0];

  beforeEach(async () => {
    addVersion();
    await resize(3);
    await wait(60_000);
  });

  it('replaces one after the other, and then changes the template of the group', async () => {
    await start({ InstanceWarmup: 10 });
    expect(await refresh()).toMatchObject({ Status: 'Pending', PercentageComplete: 0, InstancesToUpdate: 3 });
    await expect(start()).rejects.toMatchObject({ name: 'InstanceRefreshInProgressFault' });
    let fewest = 3;
    const seen = new Set<number | undefined>();
    for (let i = 0; i < 100 && !(await refresh())?.EndTime; i++) {
      await wait(5_000);
      fewest = Math.min(fewest, group().members.filter(({ lifecycle }) => lifecycle === 'InService').length);
      seen.add(group().refresh?.progress);
      if (group().refresh?.status === 'InProgress') expect(group().launchTemplate?.version).toBe('1');
    }
    expect(await refresh()).toMatchObject({ Status: 'Successful', PercentageComplete: 100, InstancesToUpdate: 0 });
    expect(fewest).toBe(2);
    expect([...seen].slice(0, 3)).toEqual([0, 33, 66]);
    expect((await described())?.LaunchTemplate?.Version).toBe('2');
    expect((await described())?.Instances?.map((one) => one.LaunchTemplate?.Version)).toEqual(['2', '2', '2']);
  });

  it('launches before it terminates where it may', async () => {
    await start({ MinHealthyPercentage: 100, MaxHealthyPercentage: 150, InstanceWarmup: 0 });
    let fewest = 3;
    for (let i = 0; i < 100 && !(await refresh())?.EndTime; i++) {
      await wait(5_000);
      fewest = Math.min(fewest, group().members.filter(({ lifecycle }) => lifecycle === 'InService').length);
    }
    expect((await refresh())?.Status).toBe('Successful');
    expect(fewest).toBe(3);
    await wait(60_000);
    expect(await lifecycles()).toEqual(['InService', 'InService', 'InService']);
  });

  it('leaves alone what matches, when it may skip that', async () => {
    await start({ SkipMatching: true }, '1');
    await wait(10_000);
    expect((await refresh())?.Status).toBe('Successful');
    await expect(start({ MaxHealthyPercentage: 110 })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('gives up when nothing moves for an hour', async () => {
    withHook({ heartbeat: 7_200 });
    await start();
    await wait(3_700_000);
    expect(await refresh()).toMatchObject({ Status: 'Failed', StatusReason: expect.any(String) });
  });
});

describe('requests', () => {
  const create = (change = {}) =>
    aws.autoScaling.createAutoScalingGroup({
      AutoScalingGroupName: 'second',
      LaunchTemplate: { LaunchTemplateName: template().name, Version: '$Latest' },
      MinSize: 0,
      MaxSize: 2,
      VPCZoneIdentifier: group().subnets.join(','),
      ...change,
    });

  it('make a group, which resolves its version at each launch', async () => {
    await create({
      DesiredCapacity: 1,
      TargetGroupARNs: group().targetGroupArns,
      Tags: [{ Key: 'Name', Value: 'second', PropagateAtLaunch: true }],
    });
    await expect(create()).rejects.toMatchObject({ name: 'AlreadyExistsFault' });
    await wait(30_000);
    expect(await described('second')).toMatchObject({
      LaunchTemplate: { LaunchTemplateId: template().id, Version: '$Latest' },
      VPCZoneIdentifier: group().subnets.join(','),
      HealthCheckType: 'EC2',
      Tags: [{ Key: 'Name', Value: 'second', ResourceId: 'second', PropagateAtLaunch: true }],
      Instances: [{ LifecycleState: 'InService', LaunchTemplate: { Version: '1' } }],
    });
    const instanceId = group('second').members[0]!.instanceId;
    expect(sandbox.state.ec2.instances[instanceId]?.tags).toContainEqual({ key: 'Name', value: 'second' });
    const { AutoScalingInstances } = await aws.autoScaling.describeAutoScalingInstances({ InstanceIds: [instanceId] });
    expect(AutoScalingInstances).toMatchObject([{ AutoScalingGroupName: 'second', HealthStatus: 'HEALTHY' }]);
    addVersion();
    group('second').desired = 2;
    await wait(30_000);
    expect(group('second').members[1]?.launchTemplate?.version).toBe('2');
  });

  it.each([
    ['a colon in the name', { AutoScalingGroupName: 'a:b' }, /autoScalingGroupName/],
    ['no source', { LaunchTemplate: undefined }, /must contain either LaunchTemplate/],
    ['a lost template', { LaunchTemplate: { LaunchTemplateId: 'lt-0' } }, /^You must use a valid fully-formed launch/],
    ['no subnets', { VPCZoneIdentifier: undefined }, /At least one Availability Zone or VPC Subnet/],
    ['a lost subnet', { VPCZoneIdentifier: 'subnet-0' }, /The subnet ID 'subnet-0' does not exist/],
    ['a lost target group', { TargetGroupARNs: ['arn:gone'] }, /Target group 'arn:gone' not found/],
    ['bounds in the wrong order', { MinSize: 3 }, /Max bound, 2, must be greater than or equal to min bound, 3/],
    ['too large a wish', { DesiredCapacity: 3 }, /Desired capacity:3 must be between/],
    ['an unknown health check', { HealthCheckType: 'PING' }, /Invalid HealthCheckType/],
    ['a reserved tag', { Tags: [{ Key: 'aws:mine', Value: '' }] }, /reserved/],
  ])('are refused for %s', async (_, change, message) => {
    await expect(create(change)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(message),
    });
    expect(await described('second')).toBeUndefined();
  });

  it('are refused for a template that cannot be launched', async () => {
    const data = template().versions[0]!.data;
    const refused = async (change: object, message: RegExp) => {
      template().versions[0]!.data = { ...data, ...change };
      sandbox.save();
      await expect(create()).rejects.toMatchObject({
        name: 'ValidationError',
        message: expect.stringMatching(message),
      });
    };
    await refused(
      { IamInstanceProfile: { Name: 'web' } },
      /fully-formed launch template\. Value \(web\).*Invalid IAM Instance/,
    );
    await refused({ ImageId: `ami-0${'f'.repeat(16)}` }, /The image id '\[ami-0f+\]' does not exist/);
    await expect(create({ LaunchTemplate: { LaunchTemplateId: template().id, Version: '9' } })).rejects.toThrow(
      'Could not find the specified version 9',
    );
  });

  it('change bounds and move the desired capacity along', async () => {
    const update = (change: object) =>
      aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: NAME, ...change });
    await update({ MinSize: 2, MaxSize: 3 });
    expect(group()).toMatchObject({ min: 2, max: 3, desired: 2 });
    await update({ MinSize: 0, MaxSize: 1 });
    expect(group()).toMatchObject({ min: 0, max: 1, desired: 1 });
    await expect(update({ MinSize: 2 })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(
      aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName: 'gone', MinSize: 1 }),
    ).rejects.toMatchObject({ name: 'ValidationError', message: /not found/ });
  });

  it('drop a mixed policy for a plain template', async () => {
    const LaunchTemplateSpecification = { LaunchTemplateId: template().id, Version: '1' };
    const MixedInstancesPolicy = {
      LaunchTemplate: { LaunchTemplateSpecification, Overrides: [{ InstanceType: 't3.small' as const }] },
      InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 50 },
    };
    const AutoScalingGroupName = NAME;
    await aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName, MixedInstancesPolicy });
    const mixed = await described();
    expect(mixed?.LaunchTemplate).toBeUndefined();
    expect(mixed?.MixedInstancesPolicy).toMatchObject(MixedInstancesPolicy);
    await resize(2);
    await wait(5_000);
    expect(sandbox.state.ec2.instances[group().members[1]!.instanceId]?.type).toBe('t3.small');
    await aws.autoScaling.updateAutoScalingGroup({ AutoScalingGroupName, LaunchTemplate: LaunchTemplateSpecification });
    expect((await described())?.MixedInstancesPolicy).toBeUndefined();
  });

  it('tag groups', async () => {
    const tag = { ResourceId: NAME, ResourceType: 'auto-scaling-group', Key: 'step', PropagateAtLaunch: false };
    await aws.autoScaling.createOrUpdateTags({ Tags: [{ ...tag, Value: '1' }] });
    await aws.autoScaling.createOrUpdateTags({ Tags: [{ ...tag, Value: '2' }] });
    expect((await described())?.Tags).toMatchObject([{ Key: 'step', Value: '2', PropagateAtLaunch: false }]);
    const found = async (value: string) =>
      (await aws.autoScaling.describeAutoScalingGroups({ Filters: [{ Name: 'tag:step', Values: [value] }] }))
        .AutoScalingGroups?.length;
    expect([await found('2'), await found('1')]).toEqual([1, 0]);
  });

  it('delete a group only when it is empty, or by force', async () => {
    const remove = (ForceDelete = false) =>
      aws.autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName: NAME, ForceDelete });
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceInUseFault' });
    await resize(0);
    await wait(5_000);
    await expect(remove()).rejects.toMatchObject({ name: 'ScalingActivityInProgressFault' });
    await remove(true);
    expect((await described())?.Status).toBe('Delete in progress');
    await expect(resize(1)).rejects.toMatchObject({ name: 'ValidationError' });
    await wait(120_000);
    expect(await described()).toBeUndefined();
    await expect(remove()).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('are answered in pages', async () => {
    for (const n of [1, 2, 3]) await create({ AutoScalingGroupName: `more-${n}`, MaxSize: 6, DesiredCapacity: n * 2 });
    const first = await aws.autoScaling.describeAutoScalingGroups({});
    expect(first.AutoScalingGroups).toHaveLength(3);
    const second = await aws.autoScaling.describeAutoScalingGroups({ NextToken: first.NextToken });
    expect([second.AutoScalingGroups?.length, second.NextToken]).toEqual([1, undefined]);
    await wait(10_000);
    expect(await activities('more-3')).toHaveLength(5);
    const all = await aws.autoScaling.describeScalingActivities({ AutoScalingGroupName: 'more-3', MaxRecords: 100 });
    expect(all.Activities).toHaveLength(6);
    expect(
      (await aws.autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: ['gone'] })).AutoScalingGroups,
    ).toEqual([]);
    await expect(aws.autoScaling.describeLifecycleHooks({ AutoScalingGroupName: 'gone' })).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});
