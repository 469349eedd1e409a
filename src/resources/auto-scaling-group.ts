// An Auto Scaling group: which template version new instances get, how many there are, and whether they are all in service.
import type { AutoScalingGroup, MixedInstancesPolicy } from '@aws-sdk/client-auto-scaling';
import { isNamed } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Progress, type Resource } from '../engine/resource.ts';
import { targetGroups } from './instance.ts';
import { type Owner, tagsOf } from './tags.ts';

export const groupNames = (place: Place) =>
  place.once('asgs', async () => (await allGroups(place)).map(({ AutoScalingGroupName = '' }) => AutoScalingGroupName));

/** Another change of the group is on its way: it ends by itself. */
export const isScaling = (error: unknown) =>
  isNamed(error, ['ScalingActivityInProgressFault', 'ResourceContentionFault']);

export const allGroups = (place: Place) =>
  allPages(
    (NextToken) => place.aws.autoScaling.describeAutoScalingGroups({ NextToken }),
    ({ AutoScalingGroups }) => AutoScalingGroups,
    ({ NextToken }) => NextToken,
  );

export async function groupNamed(place: Place, name: string): Promise<AutoScalingGroup | undefined> {
  const { AutoScalingGroups = [] } = await place.aws.autoScaling.describeAutoScalingGroups({
    AutoScalingGroupNames: [name],
  });
  return AutoScalingGroups[0];
}

/** The template a group launches from, whether it names it itself or in its mixed instances policy. */
export const templateOf = (group: AutoScalingGroup) =>
  group.LaunchTemplate ?? group.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;

/** Names of the target groups attached to a group. */
export async function targetGroupNames(place: Place, group: AutoScalingGroup): Promise<string[]> {
  const all = await targetGroups(place);
  return (group.TargetGroupARNs ?? []).map((arn) => all.find((target) => target.arn === arn)?.name ?? arn);
}

export interface AsgShape {
  name: string;
  templateId: string;
  version: string;
  min: number;
  max: number;
  desired: number;
  /** Only for a group that does not exist yet. */
  subnets: string[];
  /** Name of a target group to attach, only for a new group. */
  targetGroup?: string;
  /** Running instances are replaced afterwards. */
  refresh: boolean;
}

export interface FoundAsg {
  name: string;
  template: string;
  min: number;
  max: number;
  desired: number;
  group: AutoScalingGroup;
}

/** Launches that fail this often for the same reason do not get better by waiting. */
const SAME_FAILURES = 3;

export function autoScalingGroup(place: Place, owner: Owner, shape: AsgShape): Resource<FoundAsg> {
  const { autoScaling, elb } = place.aws;
  const { name, templateId, version, min, max, desired, refresh } = shape;
  const LaunchTemplate = { LaunchTemplateId: templateId, Version: version };
  const sizes = { MinSize: min, MaxSize: max, DesiredCapacity: desired };
  const since = place.clock.now();
  const told = new Set<string>();

  return {
    kind: 'autoscaling.group',
    name,
    spec: { template: `${templateId}:${version}`, min, max, desired },
    async read() {
      const group = await groupNamed(place, name);
      if (!group || group.Status) return undefined;
      const template = templateOf(group);
      return {
        name,
        template: template ? `${template.LaunchTemplateId}:${template.Version}` : (group.LaunchConfigurationName ?? ''),
        min: group.MinSize ?? 0,
        max: group.MaxSize ?? 0,
        desired: group.DesiredCapacity ?? 0,
        group,
      };
    },
    async create() {
      const target = shape.targetGroup && (await targetGroups(place)).find((group) => group.name === shape.targetGroup);
      await autoScaling.createAutoScalingGroup({
        AutoScalingGroupName: name,
        LaunchTemplate,
        ...sizes,
        VPCZoneIdentifier: shape.subnets.join(','),
        ...(target && { TargetGroupARNs: [target.arn] }),
        HealthCheckType: 'EC2',
        HealthCheckGracePeriod: 300,
        Tags: tagsOf(owner).map((tag) => ({
          ...tag,
          PropagateAtLaunch: false,
          ResourceId: name,
          ResourceType: 'auto-scaling-group',
        })),
      });
    },
    async update({ group }) {
      await autoScaling.updateAutoScalingGroup({
        AutoScalingGroupName: name,
        ...(group.MixedInstancesPolicy
          ? { MixedInstancesPolicy: withVersion(group.MixedInstancesPolicy, LaunchTemplate) }
          : { LaunchTemplate }),
        ...sizes,
      });
    },
    transient: (error) =>
      isNamed(error, 'ValidationError', 'Invalid IAM Instance Profile') ||
      isNamed(error, 'ValidationError', 'does not exist') ||
      isScaling(error) ||
      isNamed(error, 'ServiceLinkedRoleFailure'),
    patience: 30 * 60_000,
    async waiting({ group }, progress) {
      const wanted = group.DesiredCapacity ?? 0;
      const members = group.Instances ?? [];
      const serving = members.filter(
        ({ LifecycleState, HealthStatus }) => LifecycleState === 'InService' && HealthStatus === 'Healthy',
      );
      const sick: string[] = [];
      const health = await Promise.all(
        (group.TargetGroupARNs ?? []).map((TargetGroupArn) => elb.describeTargetHealth({ TargetGroupArn })),
      );
      for (const { TargetHealthDescriptions = [] } of health) {
        for (const { InstanceId = '' } of serving) {
          const state = TargetHealthDescriptions.find(({ Target }) => Target?.Id === InstanceId)?.TargetHealth;
          if (state?.State !== 'healthy') sick.push(InstanceId);
        }
      }
      const ready = serving.filter(({ InstanceId = '' }) => !sick.includes(InstanceId)).length;
      if (ready >= wanted && members.length === serving.length) return undefined;
      await tellActivities(progress);
      const states = Object.entries(countBy(members.map(({ LifecycleState = '' }) => LifecycleState)));
      return line('waitInService', {
        ready,
        desired: wanted,
        states: states.map(([state, count]) => `${count} ${state}`).join(', '),
      });
    },
    async notes(found): Promise<Line[]> {
      const lines: Line[] = [];
      const running = found?.group.Instances?.length ?? 0;
      if (!found) return desired > 0 ? [line('sizeEffect', { from: 0, to: desired }), line('bareInstances', {})] : [];
      if (found.group.MixedInstancesPolicy) lines.push(line('mixedInstances', {}));
      if (overridesOf(found.group).some(({ LaunchTemplateSpecification }) => LaunchTemplateSpecification))
        lines.push(line('overridesPinned', {}));
      if (found.group.LaunchConfigurationName)
        lines.push(line('leavesLaunchConfiguration', { name: found.group.LaunchConfigurationName }));
      if (desired !== found.desired) lines.push(line('sizeEffect', { from: found.desired, to: desired }));
      if (desired > found.desired) lines.push(line('bareInstances', {}));
      if (found.template !== `${templateId}:${version}` && running > 0 && !refresh)
        lines.push(line('oldInstancesStay', { count: running, version }));
      return lines;
    },
  };

  /** Says each failed launch once, and stops when the same one comes again and again. */
  async function tellActivities(progress: Progress) {
    const { Activities = [] } = await autoScaling.describeScalingActivities({
      AutoScalingGroupName: name,
      MaxRecords: 20,
    });
    const failed = Activities.filter(
      ({ StatusCode, StartTime }) =>
        (StatusCode === 'Failed' || StatusCode === 'Cancelled') && (StartTime?.getTime() ?? 0) >= since,
    );
    for (const { ActivityId = '', StatusMessage = '' } of failed) {
      if (told.has(ActivityId)) continue;
      told.add(ActivityId);
      progress.warn(line('scalingActivity', { message: StatusMessage }));
    }
    const [message, count] = Object.entries(
      countBy(failed.map(({ StatusMessage = '' }) => StatusMessage.replace(/\bi-[0-9a-f]+/g, 'i-…'))),
    ).sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
    // A profile that IAM has not spread yet heals by itself.
    if (count >= SAME_FAILURES && !message.includes('Invalid IAM Instance Profile'))
      throw new WizardError('launchLoop', { asg: name, message });
  }
}

/** The whole policy as it was read, with another template version. */
export const withVersion = (
  policy: MixedInstancesPolicy,
  specification: { LaunchTemplateId: string; Version: string },
): MixedInstancesPolicy => ({
  ...policy,
  LaunchTemplate: {
    ...policy.LaunchTemplate,
    LaunchTemplateSpecification: specification,
    // AWS answers a template's id and name, and takes only one of them.
    ...(policy.LaunchTemplate?.Overrides && {
      Overrides: policy.LaunchTemplate.Overrides.map(({ LaunchTemplateSpecification: own, ...override }) => ({
        ...override,
        ...(own && {
          LaunchTemplateSpecification: own.LaunchTemplateId ? { ...own, LaunchTemplateName: undefined } : own,
        }),
      })),
    }),
  },
});

const countBy = (items: string[]) => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
};

const overridesOf = (group: AutoScalingGroup) => group.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? [];
