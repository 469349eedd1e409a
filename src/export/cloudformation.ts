// A project as a CloudFormation template: what differs between accounts is a parameter, and nothing is deleted with the stack.
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { groupRequest } from './group-request.ts';
import { asgTags, launchesOf, shapeOf } from './group-shape.ts';
import { type HeldAsg, type HeldGroup, type HeldTemplate, isCopied, type UserData } from './holdings.ts';
import { labelsFor, named } from './labels.ts';
import { portable } from './portable.ts';
import type { Exported } from './terraform.ts';

/** A value in the short form of an intrinsic function. */
class Intrinsic {
  readonly tag: '!Ref' | '!GetAtt' | '!Sub' | '!Base64';
  readonly value: string;
  constructor(tag: Intrinsic['tag'], value: string) {
    this.tag = tag;
    this.value = value;
  }
}
const ref = (name: string) => new Intrinsic('!Ref', name);
const attributeOf = (name: string, attribute: string) => new Intrinsic('!GetAtt', `${name}.${attribute}`);

interface Resource {
  id: string;
  type: string;
  properties: Record<string, unknown>;
  comment?: string;
}

const pseudo = (name: string) => `\${AWS::${name}}`;
const PSEUDO = { partition: pseudo('Partition'), region: pseudo('Region'), account: pseudo('AccountId') };

export function cloudFormation({ project, held, unknown, place, text }: Exported): string {
  const label = labelsFor('');
  const parameters: Record<string, Record<string, unknown>> = {};
  const left: string[] = [];
  const parameter = (name: string, type: string, value: string, more = {}) => {
    const id = label('parameter', name);
    parameters[id] = { Type: type, Default: value, ...more };
    return ref(id);
  };
  /** ARNs hold in another place too. */
  const here = (value: unknown): unknown => {
    if (value instanceof Intrinsic) return value;
    if (Array.isArray(value)) return value.map(here);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, here(each)]));
    const parts = typeof value === 'string' ? portable(value, place) : undefined;
    if (!parts) return value;
    // A policy variable looks like one of CloudFormation's.
    const text = (part: string) => part.replaceAll('${', '${!');
    return new Intrinsic(
      '!Sub',
      parts.map((part) => (typeof part === 'string' ? text(part) : PSEUDO[part.pseudo])).join(''),
    );
  };
  const tags = (all: Record<string, string>) =>
    Object.keys(all).length > 0 ? { Tags: Object.entries(all).map(([Key, Value]) => ({ Key, Value })) } : {};
  const path = (where: string) => (where === '/' ? {} : { Path: where });

  const policyId = (name: string) => label('policy', named(name, 'Policy'));
  const roleId = (name: string) => label('role', named(name, 'Role'));
  const profileId = (name: string) => label('profile', named(name, 'Profile'));
  const templateId = (name: string) => label('template', named(name, 'Template'));
  const asgId = (name: string) => label('asg', named(name, 'Group'));
  const applicationId = (name: string) => label('application', named(name, 'Application'));
  const configId = (name: string) => label('config', named(name, 'Config'));
  const has = (list: { name: string }[], name: string | null | undefined) => list.some((each) => each.name === name);

  const policies = held.policies.map(
    ({ name, path: where, description, document }): Resource => ({
      id: policyId(name),
      type: 'AWS::IAM::ManagedPolicy',
      comment: text.noTags,
      properties: {
        ManagedPolicyName: name,
        ...path(where),
        ...(description && { Description: description }),
        PolicyDocument: here(document),
      },
    }),
  );
  const roles = held.roles.map((role): Resource => {
    const attached = role.attached.map((arn) => {
      const policy = held.policies.find((each) => each.arn === arn);
      return policy ? ref(policyId(policy.name)) : here(arn);
    });
    return {
      id: roleId(role.name),
      type: 'AWS::IAM::Role',
      ...(role.inline.length > 0 && { comment: text.inlinePolicies({ role: role.name, names: role.inline }) }),
      properties: {
        RoleName: role.name,
        ...path(role.path),
        ...(role.description && { Description: role.description }),
        ...(role.longestSession !== undefined &&
          role.longestSession !== 3600 && { MaxSessionDuration: role.longestSession }),
        ...(role.boundary && { PermissionsBoundary: here(role.boundary) }),
        AssumeRolePolicyDocument: here(role.trust),
        ...(attached.length > 0 && { ManagedPolicyArns: attached }),
        ...tags(role.tags),
      },
    };
  });
  const profiles = held.profiles.map(
    ({ name, path: where, role }): Resource => ({
      id: profileId(name),
      type: 'AWS::IAM::InstanceProfile',
      properties: {
        InstanceProfileName: name,
        ...path(where),
        Roles: role === null ? [] : [has(held.roles, role) ? ref(roleId(role)) : role],
      },
    }),
  );

  const template = ({ name, used, tags: all }: HeldTemplate): Resource => {
    const { IamInstanceProfile: profile, ...data } = used.data;
    const known = held.profiles.find(({ name, arn }) => profile?.Name === name || profile?.Arn === arn);
    const profileHere =
      known &&
      (profile?.Arn ? { Arn: attributeOf(profileId(known.name), 'Arn') } : { Name: ref(profileId(known.name)) });
    const { userData } = used;
    const secret = userData === 'secret' && ref(label('parameter', `${name} User Data`));
    if (secret) parameters[secret.value] = { Type: 'String', NoEcho: true, Description: 'base64' };
    return {
      id: templateId(name),
      type: 'AWS::EC2::LaunchTemplate',
      ...(secret && { comment: text.userDataSecret }),
      properties: {
        LaunchTemplateName: name,
        LaunchTemplateData: {
          ...(here(data) as object),
          ...(data.ImageId && { ImageId: parameter(`${name} Image`, 'AWS::EC2::Image::Id', data.ImageId) }),
          ...(data.KeyName && { KeyName: parameter(`${name} Key`, 'AWS::EC2::KeyPair::KeyName', data.KeyName) }),
          ...(data.SecurityGroupIds?.length && {
            SecurityGroupIds: parameter(
              `${name} Security Groups`,
              'List<AWS::EC2::SecurityGroup::Id>',
              data.SecurityGroupIds.join(','),
            ),
          }),
          ...(profile && { IamInstanceProfile: profileHere ?? here(profile) }),
          ...(secret && { UserData: secret }),
          ...(userData && userData !== 'secret' && { UserData: encoded(userData) }),
        },
        ...(Object.keys(all).length > 0 && {
          TagSpecifications: [{ ResourceType: 'launch-template', ...tags(all) }],
        }),
      },
    };
  };

  const targetGroup = (arn: string) => {
    const known = held.targetGroups.find((each) => each.arn === arn);
    return parameter(`${known?.name ?? 'x'} Target Group`, 'String', arn);
  };
  /** The second part of its ARN's three. */
  const targetGroupNamed = (name: string) => {
    const known = held.targetGroups.find((each) => each.name === name);
    return known ? { 'Fn::Select': [1, { 'Fn::Split': ['/', targetGroup(known.arn)] }] } : name;
  };
  const asg = (one: HeldAsg): Resource => {
    const { name, group } = one;
    const { subnets, DesiredCapacity: _desired, MinSize, MaxSize, ...shape } = shapeOf(group);
    const from = held.templates.find(({ id }) => id === one.templateId);
    const launch = (id: string | undefined, version: string) =>
      from && id === from.id
        ? {
            LaunchTemplateId: ref(templateId(from.name)),
            Version: attributeOf(templateId(from.name), 'LatestVersionNumber'),
          }
        : { LaunchTemplateId: id, Version: version };
    const metrics = (group.EnabledMetrics ?? []).map(({ Metric }) => Metric).sort();
    return {
      id: asgId(name),
      type: 'AWS::AutoScaling::AutoScalingGroup',
      comment: `${text.hook}\n${held.asgs.length > 1 ? text.movedSizes : text.capacity}\n${text.newestVersion}`,
      properties: {
        ...shape,
        MinSize: String(MinSize),
        MaxSize: String(MaxSize),
        VPCZoneIdentifier: parameter(`${name} Subnets`, 'List<AWS::EC2::Subnet::Id>', subnets.join(',')),
        ...(group.TargetGroupARNs?.length && { TargetGroupARNs: [...group.TargetGroupARNs].sort().map(targetGroup) }),
        ...(metrics.length > 0 && { MetricsCollection: [{ Granularity: '1Minute', Metrics: metrics }] }),
        ...launchesOf(group, launch),
        ...(Object.keys(one.tags).length > 0 && { Tags: asgTags(one) }),
      },
    };
  };

  const applications = held.applications.map(
    ({ name, tags: all }): Resource => ({
      id: applicationId(name),
      type: 'AWS::CodeDeploy::Application',
      properties: { ApplicationName: name, ComputePlatform: 'Server', ...tags(all) },
    }),
  );
  const configs = held.configs.map(
    ({ name, minimum }): Resource => ({
      id: configId(name),
      type: 'AWS::CodeDeploy::DeploymentConfig',
      properties: {
        DeploymentConfigName: name,
        ComputePlatform: 'Server',
        MinimumHealthyHosts: { Type: minimum.type, Value: minimum.value },
      },
    }),
  );
  const group = ({ name, application, info, tags: all }: HeldGroup): Resource => {
    const {
      deploymentConfigName: config = '',
      serviceRoleArn = '',
      autoScalingGroups,
      ...rest
    } = groupRequest(info) as {
      deploymentConfigName?: string;
      serviceRoleArn?: string;
      autoScalingGroups?: string[];
      ec2TagSet?: { ec2TagSetList?: object[][] };
      loadBalancerInfo?: { targetGroupInfoList?: { name?: string }[] };
    };
    const { ec2TagSet, loadBalancerInfo: balancer, ...others } = rest;
    const role = held.roles.find(({ arn }) => arn === serviceRoleArn);
    return {
      id: label('group', named(name, 'Deployment Group')),
      type: 'AWS::CodeDeploy::DeploymentGroup',
      properties: {
        ApplicationName: has(held.applications, application) ? ref(applicationId(application)) : application,
        DeploymentGroupName: name,
        ServiceRoleArn: role ? attributeOf(roleId(role.name), 'Arn') : here(serviceRoleArn),
        DeploymentConfigName: has(held.configs, config) ? ref(configId(config)) : config,
        ...(autoScalingGroups && {
          AutoScalingGroups: autoScalingGroups.map((each) => (has(held.asgs, each) ? ref(asgId(each)) : each)),
        }),
        ...(ec2TagSet?.ec2TagSetList && {
          Ec2TagSet: { Ec2TagSetList: ec2TagSet.ec2TagSetList.map((Ec2TagGroup) => ({ Ec2TagGroup })) },
        }),
        ...(here(capitalised(others)) as object),
        ...(balancer && {
          LoadBalancerInfo: {
            ...(capitalised(balancer) as object),
            ...(balancer.targetGroupInfoList && {
              TargetGroupInfoList: balancer.targetGroupInfoList.map(({ name = '' }) => ({
                Name: targetGroupNamed(name),
              })),
            }),
          },
        }),
        ...tags(all),
      },
    };
  };

  for (const { name } of held.asgs.filter(({ replaced }) => replaced)) left.push(text.copied({ asg: name }));
  for (const { name } of held.groups.filter(({ info }) => isCopied(info))) left.push(text.copiedGroup({ group: name }));
  const resources = [
    ...policies,
    ...roles,
    ...profiles,
    ...held.templates.map(template),
    ...held.asgs.filter(({ replaced }) => !replaced).map(asg),
    ...applications,
    ...configs,
    ...held.groups.filter(({ info }) => !isCopied(info)).map(group),
  ];
  const head = [
    text.head({ project, ...place }),
    text.cloudFormation,
    text.retain,
    ...(unknown.length > 0 ? [text.unknown({ actions: unknown })] : []),
    ...left,
  ];
  return written(head, project, parameters, resources);
}

function written(
  head: string[],
  project: string,
  parameters: Record<string, Record<string, unknown>>,
  resources: Resource[],
): string {
  // As CloudFormation reads it: there a date or `on` without quotes is no text.
  const document = new Document(undefined, { version: '1.1' });
  const root = new YAMLMap();
  root.add(new Pair(new Scalar('AWSTemplateFormatVersion'), node('2010-09-09')));
  root.add(new Pair(new Scalar('Description'), node(`${project}: AWS CodeDeploy`)));
  if (Object.keys(parameters).length > 0) root.add(new Pair(apart('Parameters'), node(parameters)));
  const list = new YAMLMap();
  for (const [index, { id, type, properties, comment }] of resources.entries()) {
    const key = index > 0 ? apart(id) : new Scalar(id);
    if (comment) key.commentBefore = commented(comment);
    list.add(
      new Pair(
        key,
        node({ Type: type, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: properties }),
      ),
    );
  }
  root.add(new Pair(apart('Resources'), list));
  document.contents = root as unknown as typeof document.contents;
  document.commentBefore = commented(head.join('\n'));
  return document.toString({ lineWidth: 0, indentSeq: true });
}

const commented = (text: string) =>
  text
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n');

function apart(key: string): Scalar {
  const scalar = new Scalar(key);
  scalar.spaceBefore = true;
  return scalar;
}

function node(value: unknown): Scalar | YAMLMap | YAMLSeq {
  if (value instanceof Intrinsic) {
    const scalar = new Scalar(value.value);
    scalar.tag = value.tag;
    return scalar;
  }
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    list.items.push(...value.map(node));
    return list;
  }
  if (typeof value === 'object' && value !== null) {
    const map = new YAMLMap();
    for (const [key, each] of Object.entries(value))
      if (each !== undefined) map.add(new Pair(new Scalar(key), node(each)));
    return map;
  }
  return new Scalar(value);
}

/** CodeDeploy's own names begin with a small letter. */
function capitalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.charAt(0).toUpperCase() + key.slice(1), capitalised(each)]),
  );
}

const encoded = (userData: Exclude<UserData, 'secret'>) =>
  'base64' in userData ? userData.base64 : new Intrinsic('!Base64', userData.script);
