// Scaling policies and scheduled actions of Auto Scaling groups: kept and told, never followed.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page } from './account.ts';
import { groupNamed, livingGroup } from './auto-scaling-members.ts';
import { invalid, pageSize } from './auto-scaling-rules.ts';
import type { AutoScalingGroup } from './state.ts';

type Policy = NonNullable<AutoScalingGroup['policies']>[number];

export const policyHandlers: Pick<
  Handlers<'autoScaling', Account>,
  'describePolicies' | 'describeScheduledActions' | 'putScalingPolicy'
> = {
  describePolicies({ AutoScalingGroupName, NextToken, MaxRecords } = {}, account) {
    if (AutoScalingGroupName) groupNamed(account, AutoScalingGroupName);
    const policies = Object.values(account.state.autoScaling.groups)
      .filter(({ name }) => !AutoScalingGroupName || name === AutoScalingGroupName)
      .flatMap((group) => (group.policies ?? []).map((policy) => policyOf(account, group, policy)));
    const { items, next } = page(policies, NextToken, pageSize(MaxRecords, 3, 100));
    return { ScalingPolicies: items, NextToken: next };
  },

  describeScheduledActions({ AutoScalingGroupName, NextToken, MaxRecords } = {}, account) {
    if (AutoScalingGroupName) groupNamed(account, AutoScalingGroupName);
    const actions = Object.values(account.state.autoScaling.groups)
      .filter(({ name }) => !AutoScalingGroupName || name === AutoScalingGroupName)
      .flatMap(({ name, scheduled = [] }) => scheduled.map((action) => ({ ...action, AutoScalingGroupName: name })));
    const { items, next } = page(actions, NextToken, pageSize(MaxRecords, 3, 100));
    return { ScheduledUpdateGroupActions: items, NextToken: next };
  },

  putScalingPolicy(request, account) {
    const { AutoScalingGroupName, PolicyName, PolicyType = 'SimpleScaling', ...settings } = request;
    const group = livingGroup(account, AutoScalingGroupName);
    if (!PolicyName) invalid('1 validation error detected: Value at policyName must not be null');
    if (PolicyType === 'TargetTrackingScaling' && !request.TargetTrackingConfiguration)
      invalid('TargetTrackingConfiguration is required for a policy of the type TargetTrackingScaling.');
    const policy = { ...settings, PolicyName, PolicyType };
    group.policies = [...(group.policies ?? []).filter((other) => other.PolicyName !== PolicyName), policy];
    const { PolicyARN, Alarms } = policyOf(account, group, policy);
    return { PolicyARN, Alarms };
  },
};

/** A policy that tracks a target brings two alarms of its own, which go with it. */
function policyOf({ region, id }: Account, { name }: AutoScalingGroup, policy: Policy) {
  const alarms = ['AlarmHigh', 'AlarmLow'].map((alarm) => `TargetTracking-${name}-${alarm}-${policy.PolicyName}`);
  return {
    ...policy,
    AutoScalingGroupName: name,
    PolicyARN: `arn:aws:autoscaling:${region}:${id}:scalingPolicy:0:autoScalingGroupName/${name}:policyName/${policy.PolicyName}`,
    Alarms:
      policy.PolicyType === 'TargetTrackingScaling'
        ? alarms.map((AlarmName) => ({ AlarmName, AlarmARN: `arn:aws:cloudwatch:${region}:${id}:alarm:${AlarmName}` }))
        : [],
  };
}
