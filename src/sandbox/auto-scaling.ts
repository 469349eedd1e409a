// Auto Scaling in the sandbox: what it answers. What it does by itself is in auto-scaling-capacity.ts.
import type { MixedInstancesPolicy } from '@aws-sdk/client-auto-scaling';
import type { Handlers } from '../aws/operations.ts';
import { type Account, mergeTags, page, pageOf, refuse, uuid } from './account.ts';
import { describe, describeActivity, describeMember, specOf } from './auto-scaling-answers.ts';
import { activeMembers, groupNamed, livingGroup, removeHook, takeOut } from './auto-scaling-members.ts';
import { policyHandlers } from './auto-scaling-policies.ts';
import { runningRefresh, toUpdate } from './auto-scaling-refresh.ts';
import {
  checkedProcesses,
  checkedSizes,
  checkedSubnets,
  checkHealthCheckType,
  checkName,
  checkOneSource,
  checkTagKey,
  checkTargetGroups,
  invalid,
  pageSize,
} from './auto-scaling-rules.ts';
import { checkedSource, launchable, sourceOf } from './auto-scaling-template.ts';
import { registerTarget } from './elb.ts';
import type { AutoScalingGroup, Member } from './state.ts';

export { advance } from './auto-scaling-capacity.ts';
export { addHook, completeHook, removeHook } from './auto-scaling-members.ts';

type Tag = AutoScalingGroup['tags'][number];

export const handlers: Handlers<'autoScaling', Account> = {
  ...policyHandlers,

  describeAutoScalingGroups({ AutoScalingGroupNames, Filters, MaxRecords, NextToken } = {}, account) {
    const wanted = Object.values(account.state.autoScaling.groups).filter(
      ({ name, tags }) =>
        (!AutoScalingGroupNames?.length || AutoScalingGroupNames.includes(name)) &&
        (Filters ?? []).every(({ Name, Values }) => tags.some((tag) => passes(tag, Name ?? '', Values ?? []))),
    );
    const { items, next } = page(wanted, NextToken, pageSize(MaxRecords, 3, 100));
    return { AutoScalingGroups: items.map((group) => describe(account, group)), NextToken: next };
  },

  describeAutoScalingInstances({ InstanceIds, MaxRecords, NextToken } = {}, account) {
    if ((InstanceIds?.length ?? 0) > 50) invalid('The number of instance ids must not be greater than 50.');
    const rows = Object.values(account.state.autoScaling.groups).flatMap((group) =>
      group.members
        .filter(({ instanceId }) => !InstanceIds?.length || InstanceIds.includes(instanceId))
        .map((member) => ({
          ...describeMember(account, member),
          // Written in capitals here, and only here.
          HealthStatus: member.healthy ? 'HEALTHY' : 'UNHEALTHY',
          AutoScalingGroupName: group.name,
        })),
    );
    const { items, next } = page(rows, NextToken, pageSize(MaxRecords, pageOf(rows, 5, 50), 50));
    return { AutoScalingInstances: items, NextToken: next };
  },

  describeScalingActivities({ AutoScalingGroupName, ActivityIds, MaxRecords, NextToken } = {}, account) {
    if (AutoScalingGroupName) groupNamed(account, AutoScalingGroupName);
    const activities = account.state.autoScaling.activities.filter(
      ({ id, group }) =>
        (!AutoScalingGroupName || group === AutoScalingGroupName) && (!ActivityIds?.length || ActivityIds.includes(id)),
    );
    const { items, next } = page(activities, NextToken, pageSize(MaxRecords, pageOf(activities, 5, 100), 100));
    return { Activities: items.map((activity) => describeActivity(account, activity)), NextToken: next };
  },

  describeInstanceRefreshes({ AutoScalingGroupName, InstanceRefreshIds }, account) {
    const group = groupNamed(account, AutoScalingGroupName);
    const { refresh } = group;
    // Only the newest is kept.
    if (!refresh || (InstanceRefreshIds?.length && !InstanceRefreshIds.includes(refresh.id))) {
      return { InstanceRefreshes: [] };
    }
    const { launchTemplate, mixedInstancesPolicy } = refresh.wanted ?? {};
    return {
      InstanceRefreshes: [
        {
          InstanceRefreshId: refresh.id,
          AutoScalingGroupName: group.name,
          Status: refresh.status,
          StatusReason: refresh.reason,
          StartTime: new Date(refresh.startedAt),
          ...(refresh.endedAt !== undefined && { EndTime: new Date(refresh.endedAt) }),
          PercentageComplete: refresh.progress,
          InstancesToUpdate: toUpdate(account, group, refresh),
          Strategy: 'Rolling',
          Preferences: {
            MinHealthyPercentage: refresh.minHealthy,
            MaxHealthyPercentage: refresh.maxHealthy,
            InstanceWarmup: refresh.warmup,
            SkipMatching: refresh.skipMatching,
          },
          ...(refresh.wanted && {
            DesiredConfiguration: {
              ...(launchTemplate && { LaunchTemplate: specOf(account, launchTemplate) }),
              ...(mixedInstancesPolicy && { MixedInstancesPolicy: mixedInstancesPolicy as MixedInstancesPolicy }),
            },
          }),
        },
      ],
    };
  },

  describeLifecycleHooks({ AutoScalingGroupName, LifecycleHookNames }, account) {
    const group = groupNamed(account, AutoScalingGroupName);
    return {
      LifecycleHooks: group.hooks
        .filter(({ name }) => !LifecycleHookNames?.length || LifecycleHookNames.includes(name))
        .map((hook) => ({
          LifecycleHookName: hook.name,
          AutoScalingGroupName: group.name,
          LifecycleTransition: hook.transition,
          NotificationTargetARN: hook.target,
          RoleARN: hook.roleArn,
          NotificationMetadata: hook.metadata,
          HeartbeatTimeout: hook.heartbeat,
          GlobalTimeout: Math.min(172_800, hook.heartbeat * 100),
          DefaultResult: hook.defaultResult,
        })),
    };
  },

  attachLoadBalancerTargetGroups({ AutoScalingGroupName, TargetGroupARNs = [] }, account) {
    const group = livingGroup(account, AutoScalingGroupName);
    checkTargetGroups(account, TargetGroupARNs);
    for (const arn of TargetGroupARNs.filter((arn) => !group.targetGroupArns.includes(arn))) {
      group.targetGroupArns = [...group.targetGroupArns, arn];
      for (const { lifecycle, instanceId } of group.members)
        if (lifecycle === 'InService') registerTarget(account, arn, instanceId);
    }
    return {};
  },

  createAutoScalingGroup(request, account) {
    const { groups } = account.state.autoScaling;
    const name = checkName(request.AutoScalingGroupName);
    if (groups[name]) {
      refuse(
        'AlreadyExistsFault',
        groups[name].deleting
          ? `AutoScalingGroup by this name is pending delete - The group with the name ${name} is being deleted`
          : `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
      );
    }
    checkOneSource(request, 1);
    if (request.MinSize === undefined || request.MaxSize === undefined) {
      invalid('Valid requests must contain MinSize and MaxSize.');
    }
    const sizes = checkedSizes(request);
    checkHealthCheckType(request.HealthCheckType);
    const subnets = checkedSubnets(account, request);
    if (!subnets?.length) invalid('At least one Availability Zone or VPC Subnet is required.');
    checkTargetGroups(account, request.TargetGroupARNs ?? []);
    if (request.LoadBalancerNames?.length) {
      invalid('Provided Load Balancers may not be valid. Please ensure they exist and try again.');
    }
    groups[name] = {
      name,
      ...checkedSource(account, request, subnets[0] ?? ''),
      ...sizes,
      subnets,
      targetGroupArns: request.TargetGroupARNs ?? [],
      healthCheckType: request.HealthCheckType ?? 'EC2',
      healthCheckGracePeriod: request.HealthCheckGracePeriod ?? 0,
      tags: (request.Tags ?? []).map(tagOf),
      suspended: [],
      createdAt: account.now,
      members: [],
      hooks: [],
    };
    return {};
  },

  updateAutoScalingGroup(request, account) {
    const group = livingGroup(account, request.AutoScalingGroupName);
    checkOneSource(request, 0);
    const sizes = checkedSizes(
      { MinSize: request.MinSize, MaxSize: request.MaxSize, DesiredCapacity: request.DesiredCapacity },
      group,
    );
    checkHealthCheckType(request.HealthCheckType);
    const subnets = checkedSubnets(account, request);
    if (request.LaunchTemplate || request.MixedInstancesPolicy) {
      const source = checkedSource(account, request, (subnets ?? group.subnets)[0] ?? '', group.mixedInstancesPolicy);
      // One source takes the other's place: a plain template drops the whole mixed policy.
      group.launchTemplate = source.launchTemplate;
      group.mixedInstancesPolicy = source.mixedInstancesPolicy;
    }
    Object.assign(group, sizes);
    if (subnets?.length) group.subnets = subnets;
    group.healthCheckType = request.HealthCheckType ?? group.healthCheckType;
    group.healthCheckGracePeriod = request.HealthCheckGracePeriod ?? group.healthCheckGracePeriod;
    return {};
  },

  startInstanceRefresh({ AutoScalingGroupName, DesiredConfiguration, Preferences, Strategy }, account) {
    const group = livingGroup(account, AutoScalingGroupName);
    if (Strategy !== undefined && Strategy !== 'Rolling') invalid(`Strategy ${Strategy} is not supported.`);
    if (runningRefresh(group)) {
      refuse(
        'InstanceRefreshInProgressFault',
        'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
      );
    }
    const { MinHealthyPercentage: min, MaxHealthyPercentage: max } = Preferences ?? {};
    checkHealthyRange(min, max);
    if (DesiredConfiguration) checkOneSource(DesiredConfiguration, 1);
    const wanted =
      DesiredConfiguration &&
      checkedSource(account, DesiredConfiguration, group.subnets[0] ?? '', group.mixedInstancesPolicy);
    const skipMatching = Preferences?.SkipMatching ?? false;
    const members = activeMembers(group);
    group.refresh = {
      id: uuid(account),
      status: 'Pending',
      startedAt: account.now,
      // Without SkipMatching every member is replaced, also one that is as wanted.
      outdated: (skipMatching
        ? members.filter((member) => !matches(account, member, wanted ?? sourceOf(group)))
        : members
      ).map(({ instanceId }) => instanceId),
      minHealthy: min ?? 90,
      maxHealthy: max ?? 100,
      warmup: Preferences?.InstanceWarmup ?? group.healthCheckGracePeriod,
      skipMatching,
      ...(wanted && { wanted }),
      progress: 0,
      progressAt: account.now,
    };
    return { InstanceRefreshId: group.refresh.id };
  },

  createOrUpdateTags({ Tags }, account) {
    const changes = (Tags ?? []).map((tag) => {
      if (tag.ResourceType !== undefined && tag.ResourceType !== 'auto-scaling-group') {
        invalid(`'${tag.ResourceType}' is not a valid tag resource type`);
      }
      return { group: livingGroup(account, tag.ResourceId), tag: tagOf(tag) };
    });
    for (const { group, tag } of changes) group.tags = mergeTags(group.tags, [tag]);
    return {};
  },

  /** A tag that is not there is taken as deleted; with a value only that value is. */
  deleteTags({ Tags }, account) {
    for (const { ResourceId, Key, Value } of Tags ?? []) {
      const group = livingGroup(account, ResourceId);
      group.tags = group.tags.filter(({ key, value }) => key !== Key || (Value !== undefined && value !== Value));
    }
    return {};
  },

  deleteLifecycleHook({ AutoScalingGroupName, LifecycleHookName }, account) {
    const group = livingGroup(account, AutoScalingGroupName);
    if (!group.hooks.some(({ name }) => name === LifecycleHookName))
      invalid(`No Lifecycle Hook found with name: ${LifecycleHookName}`);
    removeHook(account, group.name, LifecycleHookName ?? '');
    return {};
  },

  suspendProcesses({ AutoScalingGroupName, ScalingProcesses }, account) {
    const group = livingGroup(account, AutoScalingGroupName);
    group.suspended = [...new Set([...group.suspended, ...checkedProcesses(ScalingProcesses)])];
    return {};
  },

  resumeProcesses({ AutoScalingGroupName, ScalingProcesses }, account) {
    const group = livingGroup(account, AutoScalingGroupName);
    const resumed = checkedProcesses(ScalingProcesses);
    group.suspended = group.suspended.filter((name) => !resumed.includes(name));
    return {};
  },

  deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete }, account) {
    const group = livingGroup(account, AutoScalingGroupName);
    if (!ForceDelete && activeMembers(group).length > 0) {
      refuse(
        'ResourceInUseFault',
        'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
      );
    }
    if (!ForceDelete && group.members.length > 0) {
      refuse(
        'ScalingActivityInProgressFault',
        'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
      );
    }
    deleteGroup(account, group);
    return {};
  },
};

/** With all its members. */
export function deleteGroup(account: Account, group: AutoScalingGroup): void {
  group.deleting = true;
  // Nobody is waited for any more.
  group.hooks = [];
  for (const member of activeMembers(group)) {
    takeOut(
      account,
      group,
      member,
      'an instance was taken out of service in response to a user request to delete the group.',
    );
  }
}

function checkHealthyRange(min: number | undefined, max: number | undefined) {
  if (min !== undefined && (min < 0 || min > 100)) invalid('MinHealthyPercentage must be between 0 and 100.');
  if (max === undefined) return;
  if (max < 100 || max > 200) invalid('MaxHealthyPercentage must be between 100 and 200.');
  if (min === undefined) invalid('MinHealthyPercentage must be specified when MaxHealthyPercentage is specified.');
  else if (max - min > 100) {
    invalid('The difference between MinHealthyPercentage and MaxHealthyPercentage cannot be greater than 100.');
  }
}

function matches(account: Account, { launchTemplate }: Member, source: ReturnType<typeof sourceOf>) {
  const found = launchable(account, source);
  if ('problem' in found) return false;
  return launchTemplate?.id === found.templateId && launchTemplate.version === String(found.version);
}

const tagOf = (tag: { Key?: string; Value?: string; PropagateAtLaunch?: boolean }): Tag => ({
  key: checkTagKey(tag.Key),
  value: tag.Value ?? '',
  propagate: tag.PropagateAtLaunch ?? true,
});

function passes({ key, value }: Tag, filter: string, values: string[]): boolean {
  if (filter === 'tag-key') return values.includes(key);
  if (filter === 'tag-value') return values.includes(value);
  if (filter.startsWith('tag:')) return filter.slice(4) === key && values.includes(value);
  return invalid(`Filter type ${filter} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>`);
}
