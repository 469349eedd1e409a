// What the checks share: each fact is read once, when the first of them asks.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { TargetGroup, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { type Hook, judgeHooks, readHooks } from '../deployments/hooks.ts';
import { type Revision, revisionOf } from '../deployments/revision.ts';
import { type Reached, reachedBy } from '../deployments/targets.ts';
import { allGroups, groupNamed, templateOf } from '../resources/auto-scaling-group.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { deploymentGroups, type InstanceFacts, instances } from '../resources/instance.ts';
import { suspensionOf } from '../resources/suspension.ts';
import { Unknown } from './check.ts';
import { type Destinations, destinationsIn } from './destinations.ts';
import { type Hosts, readHosts, SAMPLE } from './hosts.ts';
import { type RoleFacts, roleFacts } from './role-facts.ts';

export interface Asked {
  application: string;
  group: string;
  /** The folder of the next revision. */
  directory: string;
  /** The GitHub connection that the application should have. */
  gitHubToken?: string;
}

export interface TemplateFacts {
  id: string;
  name: string;
  /** As the Auto Scaling group names it: a number, `$Latest` or `$Default`. */
  named: string;
  version: string;
  data: ResponseLaunchTemplateData;
}

export interface Balanced {
  name: string;
  /** Absent: it is not there. */
  found?: TargetGroup;
  health: TargetHealthDescription[];
}

export interface Facts {
  place: Place;
  asked: Asked;
  /** Undefined where it is not there; `group` takes that for unknown. */
  groupInfo(): Promise<DeploymentGroupInfo | undefined>;
  group(): Promise<DeploymentGroupInfo>;
  allGroups(): Promise<DeploymentGroupInfo[]>;
  serviceRole(): Promise<RoleFacts>;
  /** Of the instances that were looked at: name of the profile, and what stands behind it. */
  instanceRoles(): Promise<{ profile: string; role: RoleFacts | undefined }[]>;
  /** Name of the group's Auto Scaling group, if it has one. */
  asgName(): Promise<string | undefined>;
  /** Undefined where the deployment group names none. */
  asg(): Promise<AutoScalingGroup | undefined>;
  reached(): Promise<Reached>;
  /** Those that run, at most as many as one command reaches. */
  sample(): Promise<InstanceFacts[]>;
  destinations(): Promise<Destinations | undefined>;
  hosts(): Promise<Hosts>;
  template(): Promise<TemplateFacts | undefined>;
  /** The target group that the deployment group names, or else the one of the Auto Scaling group. */
  balanced(): Promise<Balanced | undefined>;
  hooks(): Promise<Hook[]>;
  /** What was brought last, and will be brought to new instances. */
  revision(): Promise<Revision | undefined>;
}

function lazily<T>(read: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= read();
    return known;
  };
}

export function factsOf(place: Place, asked: Asked): Facts {
  const { aws } = place;
  const groupInfo = lazily(() => readGroup(place, asked.application, asked.group));
  const group = async () => {
    const info = await groupInfo();
    if (!info) throw new Unknown('noGroup');
    return info;
  };
  const asgName = lazily(async () => {
    const info = await group();
    const [named] = info.autoScalingGroups ?? [];
    if (named || info.ec2TagSet?.ec2TagSetList?.length || info.ec2TagFilters?.length) return named?.name;
    // One that is detached for a while remembers whose it is.
    const own = `${asked.application}/${asked.group}`;
    return (await allGroups(place)).find((one) => suspensionOf(one)?.group === own)?.AutoScalingGroupName;
  });
  const asg = lazily(async () => {
    const name = await asgName();
    if (!name) return undefined;
    const found = await groupNamed(place, name);
    if (!found) throw new Unknown('noAsg');
    return found;
  });
  const reached = lazily(async () => {
    const found = await reachedBy(place, await group());
    if (!found) throw new Unknown('onPremises');
    return { running: found.running.sort(), stopped: found.stopped.sort() };
  });
  const sample = lazily(async () => {
    const ids = (await reached()).running.slice(0, SAMPLE);
    return ids.length > 0 ? instances(place, [{ Name: 'instance-id', Values: ids }]) : [];
  });
  const destinations = lazily(() => destinationsIn(place, asked.directory));

  return {
    place,
    asked,
    groupInfo,
    group,
    allGroups: () => deploymentGroups(place),
    serviceRole: lazily(async () => roleFacts(place, nameIn((await group()).serviceRoleArn))),
    instanceRoles: lazily(async () => {
      const profiles = [...new Set((await sample()).flatMap(({ profile }) => profile ?? []))];
      return Promise.all(
        profiles.map(async (profile) => {
          const found = await unless('NoSuchEntityException', () =>
            aws.iam.getInstanceProfile({ InstanceProfileName: profile }),
          );
          const name = found?.InstanceProfile?.Roles?.[0]?.RoleName;
          return { profile, role: name === undefined ? undefined : await roleFacts(place, name) };
        }),
      );
    }),
    asgName,
    asg,
    reached,
    sample,
    destinations,
    hosts: lazily(async () => {
      const info = await group();
      // One that comes up has no agent yet, or one that does not poll.
      const coming = ((await asg())?.Instances ?? []).filter(({ LifecycleState }) => LifecycleState !== 'InService');
      const up = (await reached()).running.filter((id) => !coming.some(({ InstanceId }) => InstanceId === id));
      const ids = up.slice(0, SAMPLE);
      return readHosts(place, ids, (await destinations())?.paths ?? [], info.deploymentGroupId ?? '');
    }),
    template: lazily(async () => {
      const found = await asg();
      const spec = found && templateOf(found);
      if (!spec) return undefined;
      const named = spec.Version ?? '$Default';
      const { LaunchTemplateVersions: [version] = [] } = await aws.ec2.describeLaunchTemplateVersions({
        LaunchTemplateId: spec.LaunchTemplateId,
        Versions: [named],
      });
      return {
        id: version?.LaunchTemplateId ?? '',
        name: version?.LaunchTemplateName ?? '',
        named,
        version: String(version?.VersionNumber ?? named),
        data: version?.LaunchTemplateData ?? {},
      };
    }),
    balanced: lazily(async () => {
      const name = (await group()).loadBalancerInfo?.targetGroupInfoList?.[0]?.name;
      const arn = name ? undefined : (await asg())?.TargetGroupARNs?.[0];
      if (!name && !arn) return undefined;
      const found = await unless('TargetGroupNotFoundException', () =>
        aws.elb.describeTargetGroups(arn ? { TargetGroupArns: [arn] } : { Names: [name ?? ''] }),
      );
      const [target] = found?.TargetGroups ?? [];
      if (!target) return { name: name ?? arn ?? '', health: [] };
      const { TargetHealthDescriptions = [] } = await aws.elb.describeTargetHealth({
        TargetGroupArn: target.TargetGroupArn,
      });
      return { name: target.TargetGroupName ?? '', found: target, health: TargetHealthDescriptions };
    }),
    hooks: lazily(async () => {
      const found = await asg();
      if (!found) return [];
      const name = found.AutoScalingGroupName ?? '';
      const [present, groups] = await Promise.all([readHooks(place, name), deploymentGroups(place)]);
      return judgeHooks(name, present, groups, suspensionOf(found)?.group);
    }),
    revision: async () => revisionOf((await group()).targetRevision),
  };
}

const nameIn = (arn = '') => arn.split('/').at(-1) ?? '';
