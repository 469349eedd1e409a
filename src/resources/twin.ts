// What the second colour is made from: a target group and an Auto Scaling group like those that are there, under names of
// their own. What is there already is left as it is.
import type { AutoScalingGroup, ScalingPolicy } from '@aws-sdk/client-auto-scaling';
import { allPages, type Place } from '../aws/place.ts';
import { labelIn, type Side, targetGroupNamed } from '../deployments/colours.ts';
import { WizardError } from '../engine/errors.ts';
import { line, type Resource } from '../engine/resource.ts';
import { groupNamed, isScaling, withVersion } from './auto-scaling-group.ts';
import { type Owner, tagsOf } from './tags.ts';

interface FoundTargetGroup {
  arn: string;
  vpc: string;
  attributes?: Record<string, string>;
}

export async function twinTargetGroup(
  place: Place,
  owner: Owner,
  name: string,
  like: string,
): Promise<Resource<FoundTargetGroup>> {
  const { elb } = place.aws;
  const original = await targetGroupNamed(place, like);
  if (!original) {
    throw new WizardError('notFound', { kind: 'elb.target-group', name: like, region: place.region, instead: [] });
  }
  const attributesOf = async (TargetGroupArn: string | undefined) => {
    const { Attributes = [] } = await elb.describeTargetGroupAttributes({ TargetGroupArn });
    return Object.fromEntries(Attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
  };
  const attributes = await attributesOf(original.TargetGroupArn);
  const present = await targetGroupNamed(place, name);
  // Once it is in use, how it behaves is for its owner to say.
  const isNew = !present?.LoadBalancerArns?.length;
  return {
    kind: 'elb.target-group',
    name,
    spec: { vpc: original.VpcId ?? '', ...(isNew && { attributes }) },
    async read() {
      const found = await targetGroupNamed(place, name);
      if (!found) return undefined;
      const own = isNew ? await attributesOf(found.TargetGroupArn) : {};
      // Some attributes are told only once a load balancer is in front: those are no difference.
      const told = Object.entries(attributes).map(([key, value]) => [key, own[key] ?? value]);
      return {
        arn: found.TargetGroupArn ?? '',
        vpc: found.VpcId ?? '',
        ...(isNew && { attributes: Object.fromEntries(told) }),
      };
    },
    async create() {
      const { TargetGroups } = await elb.createTargetGroup({
        Name: name,
        Protocol: original.Protocol,
        ProtocolVersion: original.ProtocolVersion,
        Port: original.Port,
        VpcId: original.VpcId,
        TargetType: original.TargetType,
        IpAddressType: original.IpAddressType,
        HealthCheckEnabled: original.HealthCheckEnabled,
        HealthCheckProtocol: original.HealthCheckProtocol,
        HealthCheckPort: original.HealthCheckPort,
        HealthCheckPath: original.HealthCheckPath,
        HealthCheckIntervalSeconds: original.HealthCheckIntervalSeconds,
        HealthCheckTimeoutSeconds: original.HealthCheckTimeoutSeconds,
        HealthyThresholdCount: original.HealthyThresholdCount,
        UnhealthyThresholdCount: original.UnhealthyThresholdCount,
        Matcher: original.Matcher,
        Tags: tagsOf(owner),
      });
      await sameAttributes(TargetGroups?.[0]?.TargetGroupArn);
    },
    mayUpdate: (_found, differs) => !differs.some(({ key }) => key === 'vpc'),
    update: ({ arn }) => sameAttributes(arn),
  };

  async function sameAttributes(TargetGroupArn: string | undefined): Promise<void> {
    const there = await attributesOf(TargetGroupArn);
    const Attributes = Object.entries(attributes)
      .filter(([Key, Value]) => there[Key] !== Value)
      .map(([Key, Value]) => ({ Key, Value }));
    if (Attributes.length > 0) await elb.modifyTargetGroupAttributes({ TargetGroupArn, Attributes });
  }
}

interface FoundTwin {
  targetGroup: string | null;
}

/** Empty at first; `side` says the target group that it belongs to. */
export function twinGroup(place: Place, owner: Owner, side: Side, like: AutoScalingGroup): Resource<FoundTwin> {
  const { autoScaling } = place.aws;
  const { asg, targetGroup } = side;
  const arn = async () => (await targetGroupNamed(place, targetGroup))?.TargetGroupArn ?? '';
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: { targetGroup },
    async read() {
      const group = await groupNamed(place, asg);
      if (!group || group.Status) return undefined;
      const own = await arn();
      return { targetGroup: own && group.TargetGroupARNs?.includes(own) ? targetGroup : null };
    },
    async create() {
      const template = like.LaunchTemplate;
      await autoScaling.createAutoScalingGroup({
        AutoScalingGroupName: asg,
        ...(template && {
          LaunchTemplate: { LaunchTemplateId: template.LaunchTemplateId, Version: template.Version },
        }),
        ...(like.MixedInstancesPolicy && { MixedInstancesPolicy: withOwnVersion(like) }),
        ...(like.LaunchConfigurationName && { LaunchConfigurationName: like.LaunchConfigurationName }),
        MinSize: 0,
        MaxSize: like.MaxSize ?? 0,
        DesiredCapacity: 0,
        VPCZoneIdentifier: like.VPCZoneIdentifier,
        TargetGroupARNs: [await arn()],
        HealthCheckType: like.HealthCheckType,
        HealthCheckGracePeriod: like.HealthCheckGracePeriod,
        DefaultCooldown: like.DefaultCooldown,
        DefaultInstanceWarmup: like.DefaultInstanceWarmup,
        TerminationPolicies: like.TerminationPolicies,
        NewInstancesProtectedFromScaleIn: like.NewInstancesProtectedFromScaleIn,
        CapacityRebalance: like.CapacityRebalance,
        MaxInstanceLifetime: like.MaxInstanceLifetime,
        Tags: twinTags(),
      });
    },
    update: async () =>
      autoScaling.attachLoadBalancerTargetGroups({ AutoScalingGroupName: asg, TargetGroupARNs: [await arn()] }),
    transient: isScaling,
    notes: (found) => (found ? [] : [line('makesTwin', { asg, like: like.AutoScalingGroupName ?? '' })]),
  };

  /** Ours are about the other one. */
  function twinTags() {
    const about = { ResourceId: asg, ResourceType: 'auto-scaling-group' };
    const copied = (like.Tags ?? [])
      .filter(({ Key = '' }) => !Key.startsWith('aws:') && !Key.startsWith('codedeploy-wizard:'))
      .map(({ Key, Value, PropagateAtLaunch }) => ({ Key, Value, PropagateAtLaunch, ...about }));
    return [...copied, ...tagsOf(owner).map((tag) => ({ ...tag, PropagateAtLaunch: false, ...about }))];
  }
}

const withOwnVersion = ({ MixedInstancesPolicy: policy = {} }: AutoScalingGroup) => {
  const { LaunchTemplateId = '', Version = '$Default' } = policy.LaunchTemplate?.LaunchTemplateSpecification ?? {};
  return withVersion(policy, { LaunchTemplateId, Version });
};

export const policiesOf = (place: Place, AutoScalingGroupName: string): Promise<ScalingPolicy[]> =>
  allPages(
    (NextToken) => place.aws.autoScaling.describePolicies({ AutoScalingGroupName, NextToken }),
    ({ ScalingPolicies }) => ScalingPolicies,
    ({ NextToken }) => NextToken,
  );

/** One policy of `like` for the twin. What it counts per target, it counts of the twin's own target group. */
export function twinPolicy(place: Place, side: Side, policy: ScalingPolicy): Resource<{ type: string }> {
  const { PolicyARN: _arn, Alarms = [], AutoScalingGroupName: _of, ...settings } = policy;
  const { PolicyName = '', PolicyType = 'SimpleScaling' } = policy;
  // Only a policy that tracks a target, or predicts, brings its alarms along.
  const needsAlarm = PolicyType === 'StepScaling' || PolicyType === 'SimpleScaling';
  const alarms = Alarms.map(({ AlarmName }) => AlarmName).join(', ');
  return {
    kind: 'autoscaling.policy',
    name: `${side.asg}/${PolicyName}`,
    spec: { type: PolicyType },
    async read() {
      if (!(await groupNamed(place, side.asg))) return undefined;
      const found = (await policiesOf(place, side.asg)).find((other) => other.PolicyName === PolicyName);
      return found && { type: found.PolicyType ?? '' };
    },
    async create() {
      const tracking = settings.TargetTrackingConfiguration;
      const metric = tracking?.PredefinedMetricSpecification;
      const own = await targetGroupNamed(place, side.targetGroup);
      const label = labelIn(own?.TargetGroupArn);
      await place.aws.autoScaling.putScalingPolicy({
        ...settings,
        AutoScalingGroupName: side.asg,
        PolicyName,
        ...(metric?.ResourceLabel && {
          TargetTrackingConfiguration: {
            ...tracking,
            TargetValue: tracking?.TargetValue,
            PredefinedMetricSpecification: {
              ...metric,
              PredefinedMetricType: metric.PredefinedMetricType,
              ResourceLabel: metric.ResourceLabel.replace(/targetgroup\/[^/]+\/[^/]+$/, label),
            },
          },
        }),
      });
    },
    notes: (found) =>
      !found && needsAlarm ? [line('policyWithoutAlarm', { asg: side.asg, policy: PolicyName, alarms })] : [],
  };
}
