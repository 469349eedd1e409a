// Groups, members and activities in the words of Auto Scaling's answers.
import type { AutoScalingGroup as Answer, MixedInstancesPolicy } from '@aws-sdk/client-auto-scaling';
import type { Account } from './account.ts';
import type { Activity, AutoScalingGroup, Member } from './state.ts';

export const specOf = ({ state }: Account, { id, version }: { id: string; version: string }) => ({
  LaunchTemplateId: id,
  LaunchTemplateName: state.ec2.templates[id]?.name,
  Version: version,
});

export function describe(account: Account, group: AutoScalingGroup): Answer {
  const { region, id, state } = account;
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: `arn:aws:autoscaling:${region}:${id}:autoScalingGroup:00000000-0000-4000-8000-${group.createdAt.toString(16).padStart(12, '0')}:autoScalingGroupName/${group.name}`,
    ...(group.launchTemplate && { LaunchTemplate: specOf(account, group.launchTemplate) }),
    ...(group.mixedInstancesPolicy && { MixedInstancesPolicy: group.mixedInstancesPolicy as MixedInstancesPolicy }),
    MinSize: group.min,
    MaxSize: group.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: 300,
    AvailabilityZones: [...new Set(group.subnets.map((subnet) => zoneOf(state, subnet)))],
    VPCZoneIdentifier: group.subnets.join(','),
    LoadBalancerNames: [],
    TargetGroupARNs: group.targetGroupArns,
    TrafficSources: group.targetGroupArns.map((Identifier) => ({ Identifier, Type: 'elbv2' })),
    HealthCheckType: group.healthCheckType,
    HealthCheckGracePeriod: group.healthCheckGracePeriod,
    Instances: group.members.map((member) => describeMember(account, member)),
    CreatedTime: new Date(group.createdAt),
    SuspendedProcesses: group.suspended.map((ProcessName) => ({
      ProcessName,
      SuspensionReason: 'User suspended',
    })),
    EnabledMetrics: [],
    ...(group.warmPool && { WarmPoolConfiguration: { MinSize: 1, PoolState: 'Stopped' } }),
    ...(group.deleting && { Status: 'Delete in progress' }),
    Tags: group.tags.map(({ key, value, propagate }) => ({
      ResourceId: group.name,
      ResourceType: 'auto-scaling-group',
      Key: key,
      Value: value,
      PropagateAtLaunch: propagate,
    })),
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
    ServiceLinkedRoleARN: `arn:aws:iam::${id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
  };
}

const zoneOf = (state: Account['state'], subnetId: string) =>
  state.ec2.subnets.find(({ id }) => id === subnetId)?.zone ?? '';

export function describeMember(account: Account, member: Member) {
  const instance = account.state.ec2.instances[member.instanceId];
  return {
    InstanceId: member.instanceId,
    InstanceType: instance?.type,
    ImageId: instance?.imageId,
    AvailabilityZone: zoneOf(account.state, instance?.subnetId ?? ''),
    LifecycleState: member.lifecycle,
    HealthStatus: member.healthy ? 'Healthy' : 'Unhealthy',
    ...(member.launchTemplate && { LaunchTemplate: specOf(account, member.launchTemplate) }),
    ProtectedFromScaleIn: false,
  };
}

export function describeActivity({ state }: Account, activity: Activity) {
  const subnet = state.ec2.instances[activity.instanceId ?? '']?.subnetId;
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: activity.group,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startedAt),
    ...(activity.endedAt !== undefined && { EndTime: new Date(activity.endedAt) }),
    StatusCode: activity.status,
    ...(activity.message && { StatusMessage: activity.message }),
    Progress: activity.endedAt === undefined ? 50 : 100,
    Details: JSON.stringify(subnet ? { 'Subnet ID': subnet, 'Availability Zone': zoneOf(state, subnet) } : {}),
  };
}
