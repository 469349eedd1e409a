// What the checks share: each fact is read once, when the first of them asks.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { TargetGroup, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { type Hook, judgeHooks, readHooks } from '../deployments/hooks.ts';
import { isInS3, type Revision, revisionOf, type S3Revision } from '../deployments/revision.ts';
import { type Reached, reachedBy } from '../deployments/targets.ts';
import { same } from '../engine/json.ts';
import { allGroups, groupNamed, templateOf } from '../resources/auto-scaling-group.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { deploymentGroups, type InstanceFacts, instances } from '../resources/instance.ts';
import { inBatches } from '../resources/run-command.ts';
import { suspensionOf } from '../resources/suspension.ts';
import { Unknown } from './check.ts';
import { type Destinations, destinationsIn } from './destinations.ts';
import { type Hosts, readHosts } from './hosts.ts';
import { type RoleFacts, roleFacts } from './role-facts.ts';

export interface Asked {
  application: string;
  group: string;
  /** The folder of the next revision. */
  directory: string;
  /** The GitHub connection that the application should have. */
  gitHubToken?: string;
  /** Seconds that only the application knows: its longest request, and how long it keeps an idle connection open. */
  longestRequest?: number;
  keepAlive?: number;
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

export interface NamedAsg {
  name: string;
  /** Absent: it is not there. */
  found?: AutoScalingGroup;
}

export interface Facts {
  place: Place;
  /** Operations that AWS has answered, as `service.operation`. */
  answered: ReadonlySet<string>;
  asked: Asked;
  /** Undefined where it is not there; `group` takes that for unknown. */
  groupInfo(): Promise<DeploymentGroupInfo | undefined>;
  group(): Promise<DeploymentGroupInfo>;
  allGroups(): Promise<DeploymentGroupInfo[]>;
  serviceRole(): Promise<RoleFacts>;
  /** Name of each profile of the instances, and what stands behind it. */
  instanceRoles(): Promise<{ profile: string; role: RoleFacts | undefined }[]>;
  /** The Auto Scaling groups that the deployment group names, or is detached from for a while. */
  asgs(): Promise<NamedAsg[]>;
  reached(): Promise<Reached>;
  /** Those that run. */
  instances(): Promise<InstanceFacts[]>;
  destinations(): Promise<Destinations | undefined>;
  hosts(): Promise<Hosts>;
  templateOf(asg: AutoScalingGroup): Promise<TemplateFacts | undefined>;
  /** The target groups that the deployment group names, or else those of the Auto Scaling groups. */
  balanced(): Promise<Balanced[]>;
  hooksOf(asg: AutoScalingGroup): Promise<Hook[]>;
  /** What was brought last, and will be brought to new instances. */
  revision(): Promise<Revision | undefined>;
  /** That, and the one of the last deployment if it failed: of a first deployment there is no other. */
  objects(): Promise<S3Revision[]>;
}

function lazily<T>(read: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= read();
    return known;
  };
}

function lazilyFor<K extends object, T>(read: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const known = new Map<K, Promise<T>>();
  return (key) => {
    const found = known.get(key) ?? read(key);
    known.set(key, found);
    return found;
  };
}

/** The same connection, which notes what was answered. */
function noting(aws: Place['aws'], answered: Set<string>): Place['aws'] {
  type Calls = Record<string, (input: unknown) => Promise<unknown>>;
  const noted = (service: string, calls: Calls) =>
    new Proxy(calls, {
      get: (_, name: string) => async (input: unknown) => {
        const output = await calls[name]!(input);
        answered.add(`${service}.${name}`);
        return output;
      },
    });
  return new Proxy(aws, {
    get: (_, service: string) => noted(service, (aws as unknown as Record<string, Calls>)[service]!),
  });
}

/** EC2 takes as many values in a filter. */
const MOST_VALUES = 200;

export function factsOf(where: Place, asked: Asked): Facts {
  const answered = new Set<string>();
  const aws = noting(where.aws, answered);
  const place: Place = { ...where, aws };
  const groupInfo = lazily(() => readGroup(place, asked.application, asked.group));
  const group = async () => {
    const info = await groupInfo();
    if (!info) throw new Unknown('noGroup');
    return info;
  };
  const asgs = lazily(async (): Promise<NamedAsg[]> => {
    const info = await group();
    const names = (info.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);
    if (names.length > 0)
      return Promise.all(names.map(async (name) => ({ name, found: await groupNamed(place, name) })));
    if (info.ec2TagSet?.ec2TagSetList?.length || info.ec2TagFilters?.length) return [];
    // One that is detached for a while remembers whose it is.
    const own = `${asked.application}/${asked.group}`;
    const detached = (await allGroups(place)).filter((one) => suspensionOf(one)?.group === own);
    return detached.map((found) => ({ name: found.AutoScalingGroupName ?? '', found }));
  });
  const present = async () => (await asgs()).flatMap(({ found }) => found ?? []);
  const reached = lazily(async () => {
    const found = await reachedBy(place, await group());
    if (!found) throw new Unknown('onPremises');
    return { running: found.running.sort(), stopped: found.stopped.sort() };
  });
  const running = lazily(async () => {
    const batches = inBatches((await reached()).running, MOST_VALUES);
    const found = await Promise.all(batches.map((Values) => instances(place, [{ Name: 'instance-id', Values }])));
    return found.flat();
  });
  const destinations = lazily(() => destinationsIn(place, asked.directory));

  return {
    place,
    answered,
    asked,
    groupInfo,
    group,
    allGroups: () => deploymentGroups(place),
    serviceRole: lazily(async () => roleFacts(place, nameIn((await group()).serviceRoleArn))),
    instanceRoles: lazily(async () => {
      const profiles = [...new Set((await running()).flatMap(({ profile }) => profile ?? []))];
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
    asgs,
    reached,
    instances: running,
    destinations,
    hosts: lazily(async () => {
      const info = await group();
      // One that comes up has no agent yet, or one that does not poll.
      const coming = (await present())
        .flatMap(({ Instances = [] }) => Instances)
        .filter(({ LifecycleState }) => LifecycleState !== 'InService');
      const isComing = new Set(coming.map(({ InstanceId }) => InstanceId));
      const ids = (await reached()).running.filter((id) => !isComing.has(id));
      return readHosts(place, ids, (await destinations())?.paths ?? [], info.deploymentGroupId ?? '');
    }),
    templateOf: lazilyFor(async (asg: AutoScalingGroup) => {
      const spec = templateOf(asg);
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
      const names = ((await group()).loadBalancerInfo?.targetGroupInfoList ?? []).flatMap(({ name }) => name ?? []);
      if (names.length > 0) return Promise.all(names.map((name) => readBalanced(place, name, { Names: [name] })));
      const arns = new Set((await present()).flatMap(({ TargetGroupARNs = [] }) => TargetGroupARNs));
      return Promise.all([...arns].map((arn) => readBalanced(place, arn, { TargetGroupArns: [arn] })));
    }),
    hooksOf: lazilyFor(async (asg: AutoScalingGroup) => {
      const name = asg.AutoScalingGroupName ?? '';
      const [found, groups] = await Promise.all([readHooks(place, name), deploymentGroups(place)]);
      return judgeHooks(name, found, groups, suspensionOf(asg)?.group);
    }),
    revision: async () => revisionOf((await group()).targetRevision),
    objects: lazily(async () => {
      const { targetRevision, lastAttemptedDeployment: { deploymentId, status } = {} } = await group();
      const failed =
        status === 'Failed'
          ? await unless('DeploymentDoesNotExistException', () => aws.codeDeploy.getDeployment({ deploymentId }))
          : undefined;
      const all = [targetRevision, failed?.deploymentInfo?.revision]
        .flatMap((one) => revisionOf(one) ?? [])
        .filter(isInS3);
      return all.filter((one, at) => all.findIndex((other) => same(one, other)) === at);
    }),
  };
}

async function readBalanced(
  { aws }: Place,
  name: string,
  which: { Names: string[] } | { TargetGroupArns: string[] },
): Promise<Balanced> {
  const found = await unless('TargetGroupNotFoundException', () => aws.elb.describeTargetGroups(which));
  const [target] = found?.TargetGroups ?? [];
  if (!target) return { name, health: [] };
  const { TargetHealthDescriptions = [] } = await aws.elb.describeTargetHealth({
    TargetGroupArn: target.TargetGroupArn,
  });
  return { name: target.TargetGroupName ?? '', found: target, health: TargetHealthDescriptions };
}

const nameIn = (arn = '') => arn.split('/').at(-1) ?? '';
