// An Auto Scaling group as the request that makes it: its members, what it launches from, and its tags.
import type { AutoScalingGroup, LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { HeldAsg } from './holdings.ts';

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

/** `named`: how a version of a launch template is called there. */
export function launchesOf(
  { LaunchTemplate, MixedInstancesPolicy: mixed, LaunchConfigurationName }: AutoScalingGroup,
  named: (id: string | undefined, version: string) => object,
): Record<string, unknown> {
  const launch = ({ LaunchTemplateId, Version = '$Default' }: LaunchTemplateSpecification = {}) =>
    named(LaunchTemplateId, Version);
  const { LaunchTemplateSpecification, Overrides } = mixed?.LaunchTemplate ?? {};
  return {
    ...(LaunchTemplate && { LaunchTemplate: launch(LaunchTemplate) }),
    ...(mixed && {
      MixedInstancesPolicy: {
        ...mixed,
        LaunchTemplate: {
          LaunchTemplateSpecification: launch(LaunchTemplateSpecification),
          ...(Overrides && {
            Overrides: Overrides.map(({ LaunchTemplateSpecification: own, ...override }) => ({
              ...override,
              ...(own && { LaunchTemplateSpecification: launch(own) }),
            })),
          }),
        },
      },
    }),
    ...(LaunchConfigurationName && { LaunchConfigurationName }),
  };
}

export const asgTags = ({ group, tags }: Pick<HeldAsg, 'group' | 'tags'>) =>
  Object.entries(tags).map(([Key, Value]) => ({
    Key,
    Value,
    PropagateAtLaunch: group.Tags?.find((tag) => tag.Key === Key)?.PropagateAtLaunch === true,
  }));
