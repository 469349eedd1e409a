// An Auto Scaling group as the request that makes it, but for its template and its tags.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';

export interface AsgShape {
  AutoScalingGroupName: string;
  MinSize: number;
  MaxSize: number;
  DesiredCapacity: number;
  subnets: string[];
  [member: string]: unknown;
}

export function shapeOf(group: AutoScalingGroup): AsgShape {
  const policies = group.TerminationPolicies ?? [];
  return {
    AutoScalingGroupName: group.AutoScalingGroupName ?? '',
    MinSize: group.MinSize ?? 0,
    MaxSize: group.MaxSize ?? 0,
    DesiredCapacity: group.DesiredCapacity ?? 0,
    subnets: (group.VPCZoneIdentifier ?? '').split(',').filter(Boolean),
    HealthCheckType: group.HealthCheckType ?? 'EC2',
    HealthCheckGracePeriod: group.HealthCheckGracePeriod ?? 300,
    ...(group.LoadBalancerNames?.length && { LoadBalancerNames: group.LoadBalancerNames }),
    ...(group.DefaultInstanceWarmup && { DefaultInstanceWarmup: group.DefaultInstanceWarmup }),
    ...(group.CapacityRebalance && { CapacityRebalance: true }),
    ...(group.MaxInstanceLifetime && { MaxInstanceLifetime: group.MaxInstanceLifetime }),
    ...(group.PlacementGroup && { PlacementGroup: group.PlacementGroup }),
    ...(group.NewInstancesProtectedFromScaleIn && { NewInstancesProtectedFromScaleIn: true }),
    ...(policies.join() !== 'Default' && policies.length > 0 && { TerminationPolicies: policies }),
  };
}
