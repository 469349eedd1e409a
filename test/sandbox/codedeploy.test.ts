// CodeDeploy in the sandbox, as the SDK shows it: applications, configurations and deployment groups.
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import type { Role } from '../../src/sandbox/state.ts';

const region = 'ap-northeast-2';
const applicationName = 'exercise-app';
const deploymentGroupName = 'exercise_DG';
const asg = 'exercise-group';
const names = { applicationName, deploymentGroupName };
let sandbox: Sandbox;
let aws: Aws;
let serviceRoleArn: string;

beforeEach(async () => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  aws = connect({ region, sandbox });
  serviceRoleArn = putRole({});
  await aws.codeDeploy.createApplication({ applicationName });
});

/** A role that has been there for long. */
function putRole(change: Partial<Role>, principal = 'codedeploy.amazonaws.com'): string {
  const role: Role = {
    name: 'service-role',
    id: 'AROA',
    path: '/',
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }],
    }),
    tags: [],
    attached: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole'],
    createdAt: 0,
    ...change,
  };
  sandbox.state.iam.roles[role.name] = role;
  sandbox.save();
  return `arn:aws:iam::${sandbox.state.account}:role/${role.name}`;
}

const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (error: Error) => error,
  );
  return error?.name;
};
const hooks = () => sandbox.state.autoScaling.groups[asg]!.hooks;
const create = (more: object = {}) =>
  aws.codeDeploy.createDeploymentGroup({ ...names, serviceRoleArn, autoScalingGroups: [asg], ...more });
const change = (more: object) =>
  aws.codeDeploy.updateDeploymentGroup({ applicationName, currentDeploymentGroupName: deploymentGroupName, ...more });
const read = async () => (await aws.codeDeploy.getDeploymentGroup(names)).deploymentGroupInfo!;

describe('applications', () => {
  it('are made once, found by name, listed by pages, and gone after deletion', async () => {
    const { codeDeploy } = aws;
    expect((await codeDeploy.getApplication({ applicationName })).application).toMatchObject({
      applicationName,
      computePlatform: 'Server',
      linkedToGitHub: false,
      createTime: expect.any(Date),
    });
    expect(await refusal(codeDeploy.createApplication({ applicationName }))).toBe('ApplicationAlreadyExistsException');
    expect(await refusal(codeDeploy.createApplication({ applicationName: '앱' }))).toBe(
      'InvalidApplicationNameException',
    );
    await expect(codeDeploy.getApplication({ applicationName: 'x' })).rejects.toMatchObject({
      name: 'ApplicationDoesNotExistException',
      message: 'No application found for name: x',
    });
    for (const name of ['b', 'c', 'd']) await codeDeploy.createApplication({ applicationName: name });
    const first = await codeDeploy.listApplications({});
    const second = await codeDeploy.listApplications({ nextToken: first.nextToken });
    expect([first.applications, second.applications]).toEqual([[applicationName, 'b', 'c'], ['d']]);
    await codeDeploy.deleteApplication({ applicationName });
    expect(await refusal(codeDeploy.getApplication({ applicationName }))).toBe('ApplicationDoesNotExistException');
  });

  it('and groups carry tags under their ARNs', async () => {
    await create({ tags: [{ Key: 'a', Value: '1' }] });
    const arn = (rest: string) => `arn:aws:codedeploy:${region}:${sandbox.state.account}:${rest}`;
    const group = arn(`deploymentgroup:${applicationName}/${deploymentGroupName}`);
    await aws.codeDeploy.tagResource({ ResourceArn: group, Tags: [{ Key: 'b', Value: '가' }] });
    const { Tags } = await aws.codeDeploy.listTagsForResource({ ResourceArn: group });
    expect(Tags).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '가' },
    ]);
    const unknown = aws.codeDeploy.listTagsForResource({ ResourceArn: arn('application:nobody') });
    expect(await refusal(unknown)).toBe('ApplicationDoesNotExistException');
    expect(await refusal(aws.codeDeploy.listTagsForResource({ ResourceArn: 'x' }))).toBe('InvalidArnException');
  });
});

describe('configurations', () => {
  const minimumOf = async (deploymentConfigName: string) =>
    (await aws.codeDeploy.getDeploymentConfig({ deploymentConfigName })).deploymentConfigInfo?.minimumHealthyHosts;

  it('know the predefined ones as AWS shows them', async () => {
    expect(await minimumOf('CodeDeployDefault.OneAtATime')).toEqual({ type: 'MOST_CONCURRENCY', value: 1 });
    expect(await minimumOf('CodeDeployDefault.HalfAtATime')).toEqual({ type: 'FLEET_PERCENT', value: 50 });
    expect(await minimumOf('CodeDeployDefault.AllAtOnce')).toEqual({ type: 'FLEET_PERCENT', value: 0 });
    expect(await refusal(minimumOf('mine'))).toBe('DeploymentConfigDoesNotExistException');
  });

  it('are made once, checked, and kept while in use', async () => {
    const make = (type: 'HOST_COUNT' | 'FLEET_PERCENT', value: number, deploymentConfigName = 'mine') =>
      aws.codeDeploy.createDeploymentConfig({ deploymentConfigName, minimumHealthyHosts: { type, value } });
    expect(await refusal(make('FLEET_PERCENT', 100))).toBe('InvalidMinimumHealthyHostValueException');
    expect(await refusal(make('HOST_COUNT', 1, 'CodeDeployDefault.x'))).toBe('InvalidDeploymentConfigNameException');
    await make('HOST_COUNT', 2);
    expect(await minimumOf('mine')).toEqual({ type: 'HOST_COUNT', value: 2 });
    expect(await refusal(make('HOST_COUNT', 2))).toBe('DeploymentConfigAlreadyExistsException');
    await create({ deploymentConfigName: 'mine' });
    const remove = () => aws.codeDeploy.deleteDeploymentConfig({ deploymentConfigName: 'mine' });
    expect(await refusal(remove())).toBe('DeploymentConfigInUseException');
    await aws.codeDeploy.deleteDeploymentGroup(names);
    await remove();
    expect(await refusal(minimumOf('mine'))).toBe('DeploymentConfigDoesNotExistException');
  });
});

describe('deployment groups', () => {
  it('put a hook on their Auto Scaling group, and say which', async () => {
    const { deploymentGroupId } = await create();
    const [hook] = hooks();
    expect(hook).toMatchObject({ heartbeat: 600, defaultResult: 'ABANDON', metadata: deploymentGroupId });
    expect(hook?.name).toMatch(/^CodeDeploy-managed-automatic-launch-deployment-hook-exerciseDG-[0-9a-f-]{36}$/);
    expect(await read()).toMatchObject({
      deploymentGroupId,
      autoScalingGroups: [{ name: asg, hook: hook?.name }],
      deploymentConfigName: 'CodeDeployDefault.OneAtATime',
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
      outdatedInstancesStrategy: 'UPDATE',
      serviceRoleArn,
    });
    expect(await refusal(create())).toBe('DeploymentGroupAlreadyExistsException');
  });

  it('keep what an update does not name; an empty list detaches', async () => {
    await create();
    const before = hooks();
    await change({ deploymentConfigName: 'CodeDeployDefault.AllAtOnce' });
    await change({ autoScalingGroups: [asg] });
    expect(hooks()).toEqual(before);
    expect(await change({ autoScalingGroups: [] })).toMatchObject({ hooksNotCleanedUp: [] });
    expect(hooks()).toEqual([]);
    expect(await read()).toMatchObject({
      autoScalingGroups: [],
      deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
      serviceRoleArn,
    });
    await change({ autoScalingGroups: [asg] });
    expect(hooks()[0]?.name).not.toBe(before[0]?.name);
    await aws.codeDeploy.deleteDeploymentGroup(names);
    expect(hooks()).toEqual([]);
  });

  it('leave their hooks behind when the application is deleted', async () => {
    await create();
    await aws.codeDeploy.deleteApplication({ applicationName });
    expect(hooks()).toHaveLength(1);
  });

  it('want a role that CodeDeploy can assume, that has spread, and that allows Auto Scaling', async () => {
    const withRole = (arn: string) => refusal(create({ serviceRoleArn: arn }));
    const invalid = 'InvalidRoleException';
    expect(await withRole(`arn:aws:iam::${sandbox.state.account}:role/nobody`)).toBe(invalid);
    expect(await withRole(putRole({ name: 'ec2' }, 'ec2.amazonaws.com'))).toBe(invalid);
    expect(await withRole(putRole({ name: 'bare', attached: [] }))).toBe(invalid);
    const fresh = putRole({ name: 'fresh', createdAt: sandbox.state.now });
    expect(await withRole(fresh)).toBe(invalid);
    await sandbox.sleep(12_000);
    expect(await withRole(fresh)).toBeUndefined();
  });

  it.each([
    ['InvalidAutoScalingGroupException', { autoScalingGroups: ['nobody'] }],
    ['DeploymentConfigDoesNotExistException', { deploymentConfigName: 'nobody' }],
    [
      'InvalidEC2TagCombinationException',
      {
        ec2TagFilters: [{ Key: 'a', Type: 'KEY_ONLY' }],
        ec2TagSet: { ec2TagSetList: [[{ Key: 'a', Type: 'KEY_ONLY' }]] },
      },
    ],
    [
      'InvalidAutoRollbackConfigException',
      { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] } },
    ],
    [
      'InvalidLoadBalancerInfoException',
      { deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' } },
    ],
    [
      'InvalidDeploymentStyleException',
      { deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' } },
    ],
  ])('are refused with %s', async (name, more) => {
    expect(await refusal(create(more))).toBe(name);
    expect(hooks()).toEqual([]);
  });

  it('copying one Auto Scaling group must name it in each request', async () => {
    const blueGreen = {
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'exercise-target' }] },
      blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' } },
    };
    await create(blueGreen);
    expect(await refusal(change(blueGreen))).toBe('InvalidBlueGreenDeploymentConfigurationException');
    expect(await refusal(change({ ...blueGreen, autoScalingGroups: [asg] }))).toBeUndefined();
  });

  it('are listed by pages and read in batches', async () => {
    for (const name of ['a', 'b', 'c', 'd'])
      await create({
        deploymentGroupName: name,
        autoScalingGroups: [],
        ec2TagFilters: [{ Key: 'x', Type: 'KEY_ONLY' }],
      });
    const first = await aws.codeDeploy.listDeploymentGroups({ applicationName });
    expect(first.deploymentGroups).toEqual(['a', 'b', 'c']);
    const second = await aws.codeDeploy.listDeploymentGroups({ applicationName, nextToken: first.nextToken });
    expect(second).toMatchObject({ deploymentGroups: ['d'] });
    const { deploymentGroupsInfo } = await aws.codeDeploy.batchGetDeploymentGroups({
      applicationName,
      deploymentGroupNames: ['a', 'd', 'nobody'],
    });
    expect(deploymentGroupsInfo?.map((group) => group.deploymentGroupName)).toEqual(['a', 'd']);
  });
});
