// What a project has in AWS, read by following what names what: deployment groups, their Auto Scaling groups, templates, profiles, roles.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Allowed } from '../aws/allowed.ts';
import { unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { mask } from '../engine/mask.ts';
import { deploymentGroupNames } from '../resources/application.ts';
import { asgsOf } from '../resources/attachment.ts';
import { templateOf } from '../resources/auto-scaling-group.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { targetGroups } from '../resources/instance.ts';
import { profileOf, templateVersions } from '../resources/launch-template.ts';
import { policyArn } from '../resources/managed-policy.ts';
import { type PolicyDocument, parseDocument } from '../resources/policy-document.ts';
import { readRole } from '../resources/role.ts';

type Tags = Record<string, string>;

interface Named {
  name: string;
  tags: Tags;
}

interface Pathed extends Named {
  path: string;
  description?: string;
}

export interface HeldPolicy extends Pathed {
  arn: string;
  document: PolicyDocument;
}

export interface HeldRole extends Pathed {
  arn: string;
  trust: PolicyDocument;
  /** ARNs of managed policies. */
  attached: string[];
  /** Names of those written into the role itself: what they say is not read. */
  inline: string[];
  boundary?: string;
  longestSession?: number;
}

export interface HeldProfile extends Pathed {
  arn: string;
  role: string | null;
}

export interface HeldTemplate extends Named {
  id: string;
  latest: TemplateVersion;
  /** The newest of those that its groups launch from. */
  used: TemplateVersion;
}

export interface TemplateVersion {
  number: number;
  data: ResponseLaunchTemplateData;
  userData?: UserData;
}

/** `secret`: something in it looks like one, and it is not told. */
export type UserData = { script: string } | { base64: string } | 'secret';

export interface HeldAsg extends Named {
  group: AutoScalingGroup;
  templateId?: string;
  /** CodeDeploy deletes it after its next blue/green deployment and makes another. */
  replaced: boolean;
}

export interface HeldConfig {
  name: string;
  minimum: { type: string; value: number };
}

export interface HeldGroup extends Named {
  application: string;
  info: DeploymentGroupInfo;
}

/** Each list sorted by name: the order in which AWS answers means nothing. */
export interface Holdings {
  policies: HeldPolicy[];
  roles: HeldRole[];
  profiles: HeldProfile[];
  templates: HeldTemplate[];
  asgs: HeldAsg[];
  /** They and their balancer are made elsewhere. */
  targetGroups: { name: string; arn: string }[];
  applications: Named[];
  configs: HeldConfig[];
  groups: HeldGroup[];
}

/** As far as they are known. */
export interface HeldNames {
  application: string;
  groups: string[];
  asgs: string[];
  template?: string;
  ec2Role: string;
  serviceRole: string;
  policy: string;
}

/** Templates and groups may have been there before the project. */
export const isEmpty = ({ policies, roles, profiles, applications, groups }: Holdings) =>
  [policies, roles, profiles, applications, groups].every((list) => list.length === 0);

export async function holdings(place: Place, names: HeldNames, allowed: Allowed): Promise<Holdings> {
  const { iam, ec2, autoScaling, codeDeploy } = place.aws;
  const each = async <T>(keys: (string | undefined)[], read: (key: string) => Promise<T | undefined>) => {
    const wanted = [...new Set(keys.filter((key) => key !== undefined && key !== ''))] as string[];
    const found = await Promise.all(wanted.map((key) => allowed(() => read(key))));
    return found.filter((one) => one !== undefined) as T[];
  };
  const tagsAt = async (path: string): Promise<Tags> => {
    const ResourceArn = `arn:${place.partition}:codedeploy:${place.region}:${place.account}:${path}`;
    const tags = await allowed(() =>
      allPages(
        (NextToken) => codeDeploy.listTagsForResource({ ResourceArn, NextToken }),
        ({ Tags }) => Tags,
        ({ NextToken }) => NextToken,
      ),
    );
    return tagsOf(tags);
  };

  const { application } = names;
  const applications = await each([application], async (applicationName) => {
    const found = await unless('ApplicationDoesNotExistException', () =>
      codeDeploy.getApplication({ applicationName }),
    );
    return found && { name: applicationName, tags: await tagsAt(`application:${applicationName}`) };
  });
  const listed = await allowed(() =>
    unless('ApplicationDoesNotExistException', () => deploymentGroupNames(place, application)),
  );
  const groups = await each(
    names.groups.filter((name) => listed?.includes(name) ?? true),
    async (name): Promise<HeldGroup | undefined> => {
      const info = await readGroup(place, application, name);
      return info && { name, application, info, tags: await tagsAt(`deploymentgroup:${application}/${name}`) };
    },
  );
  const configs = await each(
    groups.map(({ info }) => info.deploymentConfigName),
    async (name): Promise<HeldConfig | undefined> => {
      if (name.startsWith('CodeDeployDefault.')) return undefined;
      const { deploymentConfigInfo: info } = await codeDeploy.getDeploymentConfig({ deploymentConfigName: name });
      const { type = 'HOST_COUNT', value = 0 } = info?.minimumHealthyHosts ?? {};
      return { name, minimum: { type, value } };
    },
  );

  const asgNames = [...names.asgs, ...groups.flatMap(({ info }) => asgsOf(info))];
  const copied = groups.filter(({ info }) => isCopied(info)).flatMap(({ info }) => asgsOf(info));
  // Without a name AWS answers all there are.
  const found =
    asgNames.length > 0 &&
    (await allowed(() => autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [...new Set(asgNames)] })));
  const asgs = ((found || undefined)?.AutoScalingGroups ?? [])
    .filter(({ Status }) => !Status)
    .map((group): HeldAsg => {
      const { AutoScalingGroupName: name = '', Tags: tags } = group;
      const templateId = templateOf(group)?.LaunchTemplateId;
      return { name, group, tags: tagsOf(tags), templateId, replaced: copied.includes(name) };
    });

  const described = await each([names.template, ...asgs.map(({ templateId }) => templateId)], async (key) => {
    const which = key.startsWith('lt-') ? { LaunchTemplateIds: [key] } : { LaunchTemplateNames: [key] };
    return (await unless(ABSENT, () => ec2.describeLaunchTemplates(which)))?.LaunchTemplates?.[0];
  });
  const templates = await each(
    described.map(({ LaunchTemplateId }) => LaunchTemplateId),
    async (id): Promise<HeldTemplate> => {
      const { LaunchTemplateName: name = '', Tags } = described.find((one) => one.LaunchTemplateId === id)!;
      const users = asgs.filter(({ templateId }) => templateId === id).map(({ group }) => templateOf(group)?.Version);
      const read = async (versions: string[]) =>
        (await templateVersions(place, name, versions)).sort((a, b) => b.VersionNumber! - a.VersionNumber!)[0]!;
      const latest = versionOf(await read(['$Latest']));
      const wanted = [...new Set(users.map((version) => version ?? '$Default'))];
      const used = wanted.length > 0 ? versionOf(await read(wanted)) : latest;
      return { id, name, tags: tagsOf(Tags), latest, used };
    },
  );

  const profiles = await each(
    [names.ec2Role, ...templates.map(({ used }) => profileOf(used.data) ?? undefined)],
    async (name): Promise<HeldProfile | undefined> => {
      const profile = (
        await unless('NoSuchEntityException', () => iam.getInstanceProfile({ InstanceProfileName: name }))
      )?.InstanceProfile;
      const { Path: path = '/', Arn: arn = '', Roles: roles } = profile ?? {};
      return profile && { name, arn, path, tags: tagsOf(profile.Tags), role: roles?.[0]?.RoleName ?? null };
    },
  );
  const roles = await each(
    [
      names.ec2Role,
      names.serviceRole,
      ...profiles.map(({ role }) => role ?? undefined),
      ...groups.map(({ info }) => info.serviceRoleArn?.split('/').at(-1)),
    ],
    async (name): Promise<HeldRole | undefined> => {
      const present = await readRole(place, name);
      const trust = parseDocument(present?.role.AssumeRolePolicyDocument);
      if (!present || !trust) return undefined;
      const { role, attached } = present;
      const inline = await allowed(() =>
        allPages(
          (Marker) => iam.listRolePolicies({ RoleName: name, Marker }),
          ({ PolicyNames }) => PolicyNames,
          ({ Marker }) => Marker,
        ),
      );
      return {
        name,
        arn: role.Arn ?? '',
        path: role.Path ?? '/',
        description: role.Description,
        trust,
        attached: [...attached].sort(),
        inline: [...(inline ?? [])].sort(),
        boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
        longestSession: role.MaxSessionDuration,
        tags: tagsOf(role.Tags),
      };
    },
  );
  const policies = await each([names.policy], async (name): Promise<HeldPolicy | undefined> => {
    const arn = policyArn(place, name);
    const policy = (await unless('NoSuchEntityException', () => iam.getPolicy({ PolicyArn: arn })))?.Policy;
    if (!policy) return undefined;
    const version = await iam.getPolicyVersion({ PolicyArn: arn, VersionId: policy.DefaultVersionId });
    const document = parseDocument(version.PolicyVersion?.Document);
    const { Path: path = '/', Description: description, Tags } = policy;
    return document && { name, arn, path, description, document, tags: tagsOf(Tags) };
  });

  const behind = asgs.flatMap(({ group }) => group.TargetGroupARNs ?? []);
  const all = behind.length > 0 ? ((await allowed(() => targetGroups(place))) ?? []) : [];
  const held: Holdings = {
    policies,
    roles,
    profiles,
    templates,
    asgs,
    targetGroups: all.filter(({ arn }) => behind.includes(arn)).map(({ name, arn }) => ({ name, arn })),
    applications,
    configs,
    groups,
  };
  for (const list of Object.values(held) as { name: string }[][]) list.sort((a, b) => (a.name < b.name ? -1 : 1));
  return held;
}

const ABSENT = ['InvalidLaunchTemplateName.NotFoundException', 'InvalidLaunchTemplateId.NotFound'];

/** Whether each of its deployments ends with another Auto Scaling group. */
export const isCopied = ({ deploymentStyle, blueGreenDeploymentConfiguration: how }: DeploymentGroupInfo) =>
  deploymentStyle?.deploymentType === 'BLUE_GREEN' &&
  how?.greenFleetProvisioningOption?.action === 'COPY_AUTO_SCALING_GROUP';

/** AWS's own cannot be set. What the wizard remembers during a release is no property of the group either. */
function tagsOf(tags: { Key?: string; Value?: string }[] | undefined): Tags {
  const kept = (tags ?? []).filter(
    ({ Key = '' }) => !Key.startsWith('aws:') && (!Key.startsWith('codedeploy-wizard:') || LASTING.has(Key)),
  );
  return Object.fromEntries(
    kept.map(({ Key = '', Value = '' }) => [Key, Value] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const LASTING = new Set(['codedeploy-wizard:project', 'codedeploy-wizard:step']);

function versionOf({
  VersionNumber: number = 0,
  LaunchTemplateData: found,
}: Awaited<ReturnType<typeof templateVersions>>[number]): TemplateVersion {
  // What AWS answers and does not take.
  const { UserData: encoded, MetadataOptions: metadata, Operator: _operator, ...data } = found ?? {};
  const { State: _state, ...options } = metadata ?? {};
  return {
    number,
    ...(encoded && { userData: userDataOf(encoded) }),
    // Moments as text, and nothing that is undefined.
    data: JSON.parse(JSON.stringify({ ...data, ...(metadata && { MetadataOptions: options }) })),
  };
}

function userDataOf(base64: string): UserData {
  const script = Buffer.from(base64, 'base64').toString();
  const told = script.replace(HARMLESS, '\n\n\n\n');
  if (mask(told) !== told) return 'secret';
  // Compressed, or in pieces.
  return Buffer.from(script).toString('base64') === base64 ? { script } : { base64 };
}

/** Looks like a secret and is none: what the metadata service is asked for on the spot, variables, and what a command prints. */
const HARMLESS = /x-aws-ec2-metadata-token(-ttl-seconds)?|(?<!')\$(\w+|\{\w+\}|\([^()\n]*\))/gi;
