// An Auto Scaling group: pinned to a template version, sized, and waited for until all of it serves.
import {
  type Activity,
  AutoScalingClient,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  type Instance,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AsgShape, autoScalingGroup, groupNames } from '../../src/resources/auto-scaling-group.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, said, updated, verb } from './support.ts';

const autoScaling = mockClient(AutoScalingClient);
const elb = mockClient(ElasticLoadBalancingV2Client);

const shape: AsgShape = {
  name: 'shop-asg',
  templateId: 'lt-1',
  version: '8',
  min: 1,
  max: 4,
  desired: 2,
  subnets: ['subnet-a', 'subnet-b'],
  refresh: false,
};
const asg = (of: Partial<AsgShape> = {}) => autoScalingGroup(place, owner, { ...shape, ...of });
const at8 = { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'shop', Version: '8' };
const sizes = { MinSize: 1, MaxSize: 4, DesiredCapacity: 2 };

const there = (of: Partial<AutoScalingGroup> = {}) =>
  autoScaling.on(DescribeAutoScalingGroupsCommand, { AutoScalingGroupNames: ['shop-asg'] }).resolves({
    AutoScalingGroups: [{ AutoScalingGroupName: 'shop-asg', LaunchTemplate: at8, ...sizes, ...of } as AutoScalingGroup],
  });
const member = (InstanceId: string, LifecycleState = 'InService', HealthStatus = 'Healthy') =>
  ({ InstanceId, LifecycleState, HealthStatus }) as Instance;
const sent = () => inputs(autoScaling.commandCalls(UpdateAutoScalingGroupCommand)).at(-1);

beforeEach(() => {
  fresh(autoScaling, elb);
  said.length = 0;
});

describe('reading', () => {
  it('knows a group by its template and sizes, also inside a mixed instances policy', async () => {
    there();
    expect(await verb(asg())).toBe('keep');
    there({
      LaunchTemplate: undefined,
      MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: at8 } },
    });
    expect(await verb(asg())).toBe('keep');
  });

  it('counts one that is absent or being deleted as absent', async () => {
    autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({ AutoScalingGroups: [] });
    expect(await asg().read()).toBeUndefined();
    autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({});
    expect(await asg().read()).toBeUndefined();
    there({ Status: 'Delete in progress' });
    expect(await asg().read()).toBeUndefined();
  });

  it.each([
    { LaunchTemplate: { ...at8, Version: '$Latest' } },
    { LaunchTemplate: { ...at8, LaunchTemplateId: 'lt-2' } },
    { LaunchTemplate: undefined, LaunchConfigurationName: 'old' },
    { DesiredCapacity: 0 },
  ])('differs with %j', async (of) => {
    there(of);
    expect(await verb(asg())).toBe('update');
  });

  it('lists the names of every page', async () => {
    autoScaling
      .on(DescribeAutoScalingGroupsCommand)
      .resolvesOnce({ AutoScalingGroups: [{ AutoScalingGroupName: 'a' } as AutoScalingGroup], NextToken: 'more' })
      .resolvesOnce({ AutoScalingGroups: [{ AutoScalingGroupName: 'b' } as AutoScalingGroup] });
    expect(await groupNames(place)).toEqual(['a', 'b']);
  });
});

describe('writing', () => {
  it('creates it with the pinned version, subnets, target group and tags', async () => {
    elb
      .on(DescribeTargetGroupsCommand)
      .resolves({ TargetGroups: [{ TargetGroupName: 'tg', TargetGroupArn: 'arn:tg' }] });
    await asg({ targetGroup: 'tg' }).create(progress);
    await asg().create(progress);
    const [first, second] = inputs(autoScaling.commandCalls(CreateAutoScalingGroupCommand));
    expect(first).toMatchObject({
      AutoScalingGroupName: 'shop-asg',
      LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '8' },
      ...sizes,
      VPCZoneIdentifier: 'subnet-a,subnet-b',
      TargetGroupARNs: ['arn:tg'],
      Tags: ownTags.map((tag) => ({ ...tag, PropagateAtLaunch: false, ResourceId: 'shop-asg' })),
    });
    expect(second).not.toHaveProperty('TargetGroupARNs');
  });

  it('updates the template by its id alone, with the three sizes', async () => {
    there({ LaunchTemplate: { ...at8, Version: '7' } });
    await updated(asg());
    expect(sent()).toEqual({
      AutoScalingGroupName: 'shop-asg',
      LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '8' },
      ...sizes,
    });
  });

  it('keeps a mixed instances policy whole, and names each template once', async () => {
    const others = { InstancesDistribution: { OnDemandBaseCapacity: 1 } };
    const overrides = [{ InstanceType: 't3.small', WeightedCapacity: '1' }, { InstanceType: 't4g.small' }];
    const [x86, arm] = overrides;
    const own = { LaunchTemplateId: 'lt-arm', Version: '3' };
    there({
      LaunchTemplate: undefined,
      MixedInstancesPolicy: {
        ...others,
        LaunchTemplate: {
          LaunchTemplateSpecification: { ...at8, Version: '7' },
          Overrides: [x86!, { ...arm, LaunchTemplateSpecification: { ...own, LaunchTemplateName: 'arm' } }],
        },
      },
    });
    await updated(asg());
    expect(JSON.parse(JSON.stringify(sent()))).toEqual({
      AutoScalingGroupName: 'shop-asg',
      MixedInstancesPolicy: {
        ...others,
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '8' },
          Overrides: [x86, { ...arm, LaunchTemplateSpecification: own }],
        },
      },
      ...sizes,
    });
  });

  it('tries again what passes, and nothing else', () => {
    const transient = (name: string, message = '') => asg().transient?.(named(name, message));
    expect(transient('ValidationError', '… Invalid IAM Instance Profile name')).toBe(true);
    expect(transient('ScalingActivityInProgressFault')).toBe(true);
    expect(transient('ValidationError', 'Max must be larger')).toBe(false);
    expect(transient('AlreadyExistsFault')).toBe(false);
  });
});

describe('waiting', () => {
  const waits = async (Instances: Instance[] | undefined, of: Partial<AutoScalingGroup> = {}, resource = asg()) => {
    there({ Instances, ...of });
    return resource.waiting?.((await resource.read())!, progress);
  };
  const failures = (...messages: (string | undefined)[]) =>
    autoScaling.on(DescribeScalingActivitiesCommand).resolves({
      Activities: messages.map(
        (StatusMessage, index) =>
          ({ ActivityId: `${index}`, StatusCode: 'Failed', StatusMessage, StartTime: new Date(2_000) }) as Activity,
      ),
    });

  it('is over when as many as wanted serve and none is on its way', async () => {
    expect(await waits([member('i-1'), member('i-2')])).toBeUndefined();
    expect(await waits(undefined, { DesiredCapacity: 0 })).toBeUndefined();
    expect(await waits([member('i-1'), member('i-2', 'Pending:Wait')])).toMatchObject({
      key: 'waitInService',
      data: { ready: 1, desired: 2, states: '1 InService, 1 Pending:Wait' },
    });
    expect(await waits([member('i-1'), member('i-2', 'InService', 'Unhealthy')])).toMatchObject({ data: { ready: 1 } });
    expect(await waits([member('i-1'), member('i-2'), member('i-3', 'Terminating')])).toMatchObject({
      key: 'waitInService',
    });
  });

  it('asks each target group too', async () => {
    const health = (...ids: string[]) => ({
      TargetHealthDescriptions: ids.map((Id) => ({ Target: { Id }, TargetHealth: { State: 'healthy' as const } })),
    });
    const members = [member('i-1'), member('i-2')];
    const TargetGroupARNs = ['arn:1', 'arn:2'];
    elb.on(DescribeTargetHealthCommand).resolves(health('i-1', 'i-2'));
    expect(await waits(members, { TargetGroupARNs })).toBeUndefined();
    elb.on(DescribeTargetHealthCommand, { TargetGroupArn: 'arn:2' }).resolves(health('i-1'));
    expect(await waits(members, { TargetGroupARNs })).toMatchObject({ data: { ready: 1 } });
  });

  it('says each failed launch once', async () => {
    const resource = asg();
    failures('no capacity');
    await waits([], {}, resource);
    await waits([], {}, resource);
    expect(said).toEqual([{ key: 'scalingActivity', data: { message: 'no capacity' } }]);
  });

  it('gives up when the same launch fails again and again since it began', async () => {
    failures('i-0a failed its check', 'i-0b failed its check', 'i-0c failed its check');
    await expect(waits([])).rejects.toMatchObject({ code: 'launchLoop', data: { asg: 'shop-asg' } });
    failures('one', 'two', 'three');
    expect(await waits([])).toBeDefined();
    failures(...Array(5).fill('Invalid IAM Instance Profile name'));
    expect(await waits([])).toBeDefined();
    const old = { StatusCode: 'Failed', StatusMessage: 'same', StartTime: new Date(0) } as Activity;
    autoScaling.on(DescribeScalingActivitiesCommand).resolves({ Activities: [old, old, old] });
    expect(await waits([])).toBeDefined();
  });
});

it('notes what changing does to what runs', async () => {
  const keys = async (of: Partial<AutoScalingGroup>, resource = asg()) => {
    there(of);
    return ((await resource.notes?.(await resource.read(), [])) ?? []).map(({ key }) => key);
  };
  const Instances = [member('i-1')];
  const LaunchTemplate = { ...at8, Version: '7' };
  expect(await keys({ Instances })).toEqual([]);
  expect(await keys({ Instances, LaunchTemplate })).toEqual(['oldInstancesStay']);
  expect(await keys({ Instances, LaunchTemplate }, asg({ refresh: true }))).toEqual([]);
  expect(await keys({ DesiredCapacity: 1 })).toEqual(['sizeEffect', 'bareInstances']);
  expect(await keys({ LaunchTemplate: undefined, LaunchConfigurationName: 'old' })).toEqual([
    'leavesLaunchConfiguration',
  ]);
});
