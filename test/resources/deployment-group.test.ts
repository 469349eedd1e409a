// A deployment group: read in one form, and told only what changes.
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  BatchGetDeploymentGroupsCommand,
  CodeDeployClient,
  CreateDeploymentGroupCommand,
  type DeploymentGroupInfo,
  GetDeploymentGroupCommand,
  ListApplicationsCommand,
  ListDeploymentGroupsCommand,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, type Role } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { deploymentGroupNames } from '../../src/resources/application.ts';
import { type DeploymentGroupShape, deploymentGroup } from '../../src/resources/deployment-group.ts';
import { trustOf } from '../../src/resources/policy-document.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, updated, verb } from './support.ts';

const codeDeploy = mockClient(CodeDeployClient);
const iam = mockClient(IAMClient);
const autoScaling = mockClient(AutoScalingClient);
const ec2 = mockClient(EC2Client);
const elb = mockClient(ElasticLoadBalancingV2Client);
const cloudWatch = mockClient(CloudWatchClient);

const serviceRoleArn = 'arn:aws:iam::123456789012:role/service-role/shop-codedeploy';
const shape: DeploymentGroupShape = {
  application: 'shop',
  name: 'shop-group',
  serviceRoleArn,
  type: 'in-place',
  asg: 'shop-asg',
  tags: [],
  config: 'CodeDeployDefault.OneAtATime',
  targetGroup: 'shop-tg',
  rollbackOn: ['DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_FAILURE'],
  alarms: ['slow', 'errors'],
};
const group = (of: Partial<DeploymentGroupShape> = {}) => deploymentGroup(place, owner, { ...shape, ...of });
const byTags = (...tags: string[]) => group({ asg: undefined, tags });

/** What AWS says of a group that is as wanted, in its own order. */
const info: DeploymentGroupInfo = {
  deploymentGroupId: 'g-1',
  serviceRoleArn,
  deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  autoScalingGroups: [{ name: 'shop-asg', hook: 'CodeDeploy-managed-hook' }],
  deploymentConfigName: 'CodeDeployDefault.OneAtATime',
  loadBalancerInfo: { targetGroupInfoList: [{ name: 'shop-tg' }] },
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }, { name: 'slow' }] },
};
const there = (of: Partial<DeploymentGroupInfo> = {}) =>
  codeDeploy
    .on(GetDeploymentGroupCommand, { applicationName: 'shop', deploymentGroupName: 'shop-group' })
    .resolves({ deploymentGroupInfo: { ...info, ...of } });
const tagged = { autoScalingGroups: [] };
const pair = (Key: string, Value: string) => ({ Key, Value, Type: 'KEY_AND_VALUE' as const });

const trusts = (service: string) =>
  iam
    .on(GetRoleCommand, { RoleName: 'shop-codedeploy' })
    .resolves({ Role: { AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustOf(service))) } as Role });

/** What one update sends besides the names. */
async function sent(resource: ReturnType<typeof group>) {
  codeDeploy.resetHistory();
  await updated(resource);
  const [input, ...more] = inputs(codeDeploy.commandCalls(UpdateDeploymentGroupCommand));
  expect(more).toEqual([]);
  const { applicationName, currentDeploymentGroupName, ...rest } = input as Record<string, unknown>;
  expect([applicationName, currentDeploymentGroupName]).toEqual(['shop', 'shop-group']);
  return JSON.parse(JSON.stringify(rest));
}

beforeEach(() => {
  fresh(codeDeploy, iam, autoScaling, ec2, elb, cloudWatch);
  cloudWatch.on(DescribeAlarmsCommand).resolves({});
  autoScaling.on(DescribePoliciesCommand).resolves({});
  autoScaling.on(DescribeScheduledActionsCommand).resolves({});
  trusts('codedeploy.ap-northeast-2.amazonaws.com');
});

describe('reading', () => {
  it.each(['DeploymentGroupDoesNotExistException', 'ApplicationDoesNotExistException'])(
    'knows absence by %s',
    async (name) => {
      codeDeploy.on(GetDeploymentGroupCommand).rejects(named(name));
      expect(await verb(group())).toBe('create');
    },
  );

  it('does not take a refusal for absence', async () => {
    codeDeploy.on(GetDeploymentGroupCommand).rejects(named('AccessDeniedException'));
    await expect(verb(group())).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('keeps what is as wanted, in whatever order', async () => {
    there();
    expect(await verb(group())).toBe('keep');
  });

  it('reads absent, empty and disabled as none', async () => {
    const none = group({ targetGroup: undefined, rollbackOn: [], alarms: [] });
    const { deploymentGroupId, autoScalingGroups, deploymentConfigName } = info;
    const bare = { deploymentGroupId, autoScalingGroups, deploymentConfigName, serviceRoleArn };
    codeDeploy.on(GetDeploymentGroupCommand).resolves({ deploymentGroupInfo: bare });
    expect(await verb(none)).toBe('keep');
    there({
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
      autoRollbackConfiguration: { enabled: false, events: ['DEPLOYMENT_FAILURE'] },
      alarmConfiguration: { enabled: false, alarms: [{ name: 'errors' }] },
      ec2TagSet: { ec2TagSetList: [] },
      ec2TagFilters: [],
    });
    expect(await verb(none)).toBe('keep');
  });

  it('reads tags of both forms: all of the sets, any of a set', async () => {
    const wanted = byTags('Role=web', 'Env=a=b');
    there({ ...tagged, ec2TagSet: { ec2TagSetList: [[pair('Env', 'a=b')], [pair('Role', 'web')]] } });
    expect(await verb(wanted)).toBe('keep');
    there({ ...tagged, ec2TagFilters: [pair('Role', 'web')] });
    expect(await verb(byTags('Role=web'))).toBe('keep');
    const either = [pair('Env', 'a=b'), pair('Role', 'web')];
    there({ ...tagged, ec2TagSet: { ec2TagSetList: [either] } });
    expect(await verb(wanted)).toBe('update');
    there({ ...tagged, ec2TagFilters: either });
    expect(await verb(wanted)).toBe('update');
  });
});

describe('creating', () => {
  const made = async (resource: ReturnType<typeof group>) => {
    await resource.create(progress);
    return inputs(codeDeploy.commandCalls(CreateDeploymentGroupCommand)).at(-1) as Record<string, unknown>;
  };

  it('sends everything for an Auto Scaling group, and no tags of instances', async () => {
    expect(await made(group())).toEqual({
      applicationName: 'shop',
      deploymentGroupName: 'shop-group',
      serviceRoleArn,
      tags: ownTags,
      autoScalingGroups: ['shop-asg'],
      deploymentConfigName: shape.config,
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'shop-tg' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
      alarmConfiguration: { enabled: true, alarms: [{ name: 'slow' }, { name: 'errors' }] },
    });
  });

  it('sends a set for each tag, and no Auto Scaling groups', async () => {
    const input = await made(byTags('Role=web', 'Env=a=b', 'Empty='));
    expect(input.ec2TagSet).toEqual({
      ec2TagSetList: [[pair('Role', 'web')], [pair('Env', 'a=b')], [pair('Empty', '')]],
    });
    expect(input).not.toHaveProperty('autoScalingGroups');
    expect(input).not.toHaveProperty('ec2TagFilters');
  });

  it('sends the one group with blue/green', async () => {
    expect(await made(group({ type: 'blue-green' }))).toMatchObject({
      autoScalingGroups: ['shop-asg'],
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' } },
    });
  });

  it('does not mind that another created it meanwhile, and minds everything else', async () => {
    codeDeploy.on(CreateDeploymentGroupCommand).rejects(named('DeploymentGroupAlreadyExistsException'));
    await group().create(progress);
    codeDeploy.on(CreateDeploymentGroupCommand).rejects(named('InvalidAutoScalingGroupException'));
    await expect(group().create(progress)).rejects.toMatchObject({ name: 'InvalidAutoScalingGroupException' });
  });

  it('waits for a new role, and never for one with the wrong trust', async () => {
    expect(group().transient?.(named('InvalidRoleException'))).toBe(true);
    iam.on(ListAttachedRolePoliciesCommand).resolves({});
    trusts('ec2.amazonaws.com');
    await expect(group().create(progress)).rejects.toMatchObject({
      code: 'conflict',
      data: { kind: 'iam.role', name: 'shop-codedeploy', differs: [{ key: 'trusts', from: 'ec2.amazonaws.com' }] },
    });
    expect(codeDeploy.commandCalls(CreateDeploymentGroupCommand)).toHaveLength(0);
    iam.on(GetRoleCommand).rejects(named('NoSuchEntityException'));
    await group().create(progress);
  });
});

describe('updating', () => {
  it.each([
    ['the configuration', { config: 'shop-min-1' }, { deploymentConfigName: 'shop-min-1' }],
    ['the alarms', { alarms: [] }, { alarmConfiguration: { enabled: false, alarms: [] } }],
    ['the rollback', { rollbackOn: [] }, { autoRollbackConfiguration: { enabled: false, events: [] } }],
    ['another Auto Scaling group', { asg: 'other' }, { autoScalingGroups: ['other'] }],
    [
      'another target group',
      { targetGroup: 'other' },
      {
        deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        loadBalancerInfo: { targetGroupInfoList: [{ name: 'other' }] },
      },
    ],
    [
      'no target group',
      { targetGroup: undefined },
      { deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' } },
    ],
  ])('sends %s and nothing else', async (_, of, expected) => {
    there();
    expect(await sent(group(of))).toEqual(expected);
  });

  it('names the Auto Scaling group again when it speaks of copying it', async () => {
    there();
    expect(await sent(group({ type: 'blue-green' }))).toMatchObject({
      autoScalingGroups: ['shop-asg'],
      deploymentStyle: { deploymentType: 'BLUE_GREEN' },
    });
  });

  it('goes from an Auto Scaling group to tags and back', async () => {
    there();
    const ec2TagSet = { ec2TagSetList: [[pair('Role', 'web')]] };
    expect(await sent(byTags('Role=web'))).toEqual({ autoScalingGroups: [], ec2TagSet });
    there({ ...tagged, ec2TagSet });
    expect(await sent(group())).toEqual({ autoScalingGroups: ['shop-asg'], ec2TagSet: { ec2TagSetList: [] } });
    there({ ...tagged, ec2TagFilters: [pair('Role', 'web')] });
    expect(await sent(group())).toEqual({ autoScalingGroups: ['shop-asg'], ec2TagFilters: [] });
  });

  it('never sends an empty list of Auto Scaling groups unless tags take their place', async () => {
    const changes: Partial<DeploymentGroupShape>[] = [
      { config: 'x' },
      { alarms: ['x'] },
      { rollbackOn: [] },
      { targetGroup: 'x' },
      { type: 'blue-green' },
      { serviceRoleArn: `${serviceRoleArn}-2` },
    ];
    there();
    for (const change of changes)
      expect((await sent(group(change))).autoScalingGroups ?? ['kept'], JSON.stringify(change)).not.toEqual([]);
  });

  it('looks at the trust of another role before it is sent', async () => {
    there();
    const other = group({ serviceRoleArn: 'arn:aws:iam::123456789012:role/shop-codedeploy' });
    expect(await sent(other)).toEqual({ serviceRoleArn: 'arn:aws:iam::123456789012:role/shop-codedeploy' });
    trusts('ec2.amazonaws.com');
    await expect(updated(other)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('notes', () => {
  const keys = async (resource: ReturnType<typeof group>, found = false) =>
    ((await resource.notes?.(found ? await resource.read() : undefined, [{ key: 'x', from: 1, to: 2 }])) ?? []).map(
      ({ key }) => key,
    );
  const other = (of: DeploymentGroupInfo) => {
    codeDeploy.on(ListApplicationsCommand).resolves({ applications: ['blog'] });
    codeDeploy.on(ListDeploymentGroupsCommand).resolves({ deploymentGroups: ['blog-group'] });
    codeDeploy.on(BatchGetDeploymentGroupsCommand).resolves({
      deploymentGroupsInfo: [{ autoScalingGroups: [{ name: 'shop-asg' }], ...of }],
    });
  };

  it('tell of another group on the same Auto Scaling group, not of itself', async () => {
    there();
    other({ deploymentGroupId: 'g-2' });
    expect(await keys(group(), true)).toContain('otherGroupOnAsg');
    other({ deploymentGroupId: 'g-1' });
    expect(await keys(group(), true)).not.toContain('otherGroupOnAsg');
  });

  it('tell of a target group that is not on the Auto Scaling group', async () => {
    autoScaling
      .on(DescribeAutoScalingGroupsCommand)
      .resolves({ AutoScalingGroups: [{ AutoScalingGroupName: 'shop-asg' } as never] });
    expect(await keys(group())).toEqual(['hookExplained', 'targetGroupNotOnAsg']);
  });

  it('count the instances of every page that match, stopped ones apart', async () => {
    const instance = (Name: 'running' | 'stopped') => ({ Instances: [{ State: { Name } }] });
    ec2
      .on(DescribeInstancesCommand)
      .resolvesOnce({ Reservations: [instance('running')], NextToken: 'more' })
      .resolvesOnce({ Reservations: [instance('stopped'), {}] });
    expect(await keys(byTags('Role=web'))).toEqual(['matches', 'matchesStopped', 'singleInstance']);
    ec2.on(DescribeInstancesCommand).resolves({});
    expect(await keys(byTags('Role=web'))).toEqual(['matchesNone']);
  });
});

it('lists the names of every page', async () => {
  codeDeploy
    .on(ListDeploymentGroupsCommand)
    .resolvesOnce({ deploymentGroups: ['a'], nextToken: 'more' })
    .resolvesOnce({ deploymentGroups: ['b'] });
  expect(await deploymentGroupNames(place, 'shop')).toEqual(['a', 'b']);
});
