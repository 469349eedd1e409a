// A project as a shell script of AWS CLI commands that make it from nothing.
import { groupRequest } from './group-request.ts';
import { asgTags, launchesOf, shapeOf } from './group-shape.ts';
import type { HeldAsg, HeldTemplate } from './holdings.ts';
import { labelsFor } from './labels.ts';
import { portable } from './portable.ts';
import type { Exported } from './terraform.ts';

const PSEUDO = { partition: '$PARTITION', region: '$REGION', account: '$ACCOUNT' };

/** Stands for a shell variable within JSON, where it must not be escaped. */
const variable = (name: string) => `\u0000${name}\u0000`;

export function script({ project, held, unknown, place, text }: Exported): string {
  const label = labelsFor('_');
  const lines: string[] = [];
  const presupposed: string[] = [];
  const say = (...more: string[]) => lines.push(...more);
  const part = (kind: string, name: string) => say('', `# ${kind} ${name}`);

  /** Something that is made elsewhere: another one can be given. */
  const given = (what: string, value: string): string => {
    const name = label('variable', what).toUpperCase();
    const line = `${name}="\${${name}:-${inQuotes(value)}}"`;
    if (!presupposed.includes(line)) presupposed.push(line);
    return name;
  };
  const word = (value: string): string => {
    const parts = portable(value, place);
    if (!parts) return quoted(value);
    return `"${parts.map((each) => (typeof each === 'string' ? inQuotes(each) : PSEUDO[each.pseudo])).join('')}"`;
  };
  /** What begins with a hyphen would be taken for an option, and what begins with file:// for a file to read. */
  const option = (flag: string, value: string | undefined): string[] => {
    if (value === undefined || value === '') return [];
    if (/^(fileb?|https?):\/\//.test(value)) {
      say(`# ${text.leftOut({ names: [`${flag} ${quoted(value)}`] })}`);
      return [];
    }
    return [value.startsWith('-') ? `${flag}=${word(value)}` : `${flag} ${word(value)}`];
  };
  const json = (value: unknown): string =>
    JSON.stringify(inPlace(value), null, 2)
      .replace(/[\\$`]/g, '\\$&')
      .replace(/\\\\u0000(\w+)\\\\u0000/g, '$$$1');
  const inPlace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inPlace);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inPlace(each)]));
    const parts = typeof value === 'string' ? portable(value, place) : undefined;
    return parts
      ? parts.map((each) => (typeof each === 'string' ? each : variable(PSEUDO[each.pseudo].slice(1)))).join('')
      : value;
  };
  const list = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const tagged = (tags: Record<string, string>) =>
    Object.keys(tags).length > 0 ? [`--tags ${quoted(JSON.stringify(list(tags)))}`] : [];
  const path = (where: string) => option('--path', where === '/' ? undefined : where);
  const command = (...words: string[]) => say(words.join(' \\\n  '));
  const withJson = (value: unknown, ...words: string[]) =>
    say(`${words.join(' \\\n  ')} file:///dev/stdin <<JSON`, json(value), 'JSON');
  /** A request that may have to be sent again. */
  const again = (value: unknown, ...words: string[]) =>
    say(
      'read -r -d "" input <<JSON || true',
      json(value),
      'JSON',
      `again ${words.join(' ')} --cli-input-json "$input"`,
    );
  const { kinds } = text;

  for (const { name, path: where, description, document, tags } of held.policies) {
    part(kinds.policy, name);
    withJson(
      document,
      'aws iam create-policy',
      ...option('--policy-name', name),
      ...path(where),
      ...option('--description', description),
      ...tagged(tags),
      '--policy-document',
    );
  }
  for (const role of held.roles) {
    const { name } = role;
    part(kinds.role, name);
    if (role.inline.length > 0) say(`# ${text.inlinePolicies({ role: name, names: role.inline })}`);
    withJson(
      role.trust,
      'aws iam create-role',
      ...option('--role-name', name),
      ...path(role.path),
      ...option('--description', role.description),
      ...option('--permissions-boundary', role.boundary),
      ...(role.longestSession !== undefined && role.longestSession !== 3600
        ? [`--max-session-duration ${role.longestSession}`]
        : []),
      ...tagged(role.tags),
      '--assume-role-policy-document',
    );
    for (const arn of role.attached)
      command('aws iam attach-role-policy', ...option('--role-name', name), ...option('--policy-arn', arn));
  }
  for (const { name, path: where, role, tags } of held.profiles) {
    part(kinds.profile, name);
    const named = option('--instance-profile-name', name);
    command('aws iam create-instance-profile', ...named, ...path(where), ...tagged(tags));
    if (role !== null) command('aws iam add-role-to-instance-profile', ...named, ...option('--role-name', role));
    say(`aws iam wait instance-profile-exists ${named.join(' ')}`);
  }
  for (const template of held.templates) {
    const { name, tags } = template;
    part(kinds.template, name);
    const data = dataOf(template);
    withJson(
      data,
      'aws ec2 create-launch-template',
      ...option('--launch-template-name', name),
      ...(Object.keys(tags).length > 0
        ? [`--tag-specifications ${quoted(JSON.stringify([{ ResourceType: 'launch-template', Tags: list(tags) }]))}`]
        : []),
      '--launch-template-data',
    );
  }
  for (const asg of held.asgs) {
    part(kinds.asg, asg.name);
    say(`# ${text.hook}`);
    again(requestOf(asg), 'aws autoscaling create-auto-scaling-group');
  }
  for (const { name, tags } of held.applications) {
    part(kinds.application, name);
    command(
      'aws deploy create-application',
      ...option('--application-name', name),
      '--compute-platform Server',
      ...tagged(tags),
    );
  }
  for (const { name, minimum } of held.configs) {
    part(kinds.config, name);
    command(
      'aws deploy create-deployment-config',
      ...option('--deployment-config-name', name),
      '--compute-platform Server',
      `--minimum-healthy-hosts type=${minimum.type},value=${minimum.value}`,
    );
  }
  for (const { name, application, info, tags } of held.groups) {
    part(kinds.group, name);
    const request = groupRequest(info);
    const balancer = info.loadBalancerInfo;
    again(
      {
        applicationName: application,
        deploymentGroupName: name,
        ...request,
        ...(request.loadBalancerInfo !== undefined &&
          balancer?.targetGroupInfoList && {
            loadBalancerInfo: {
              ...balancer,
              targetGroupInfoList: balancer.targetGroupInfoList.map(({ name = '' }) => ({
                name: held.targetGroups.some((each) => each.name === name) ? variable(targetGroupNamed(name)) : name,
              })),
            },
          }),
        ...(Object.keys(tags).length > 0 && { tags: list(tags) }),
      },
      'aws deploy create-deployment-group',
    );
  }

  function dataOf({ name, used }: HeldTemplate): unknown {
    const { userData, data } = used;
    const images = data.ImageId && variable(given(`${name} image`, data.ImageId));
    // Key pairs may be called anything, and within JSON a variable is not escaped.
    const isPlain = /^[\w. /:@+-]*$/.test(data.KeyName ?? '');
    const key = data.KeyName && isPlain && variable(given(`${name} key`, data.KeyName));
    const groups = data.SecurityGroupIds?.map((id, index) =>
      variable(given(`${name} security group${index > 0 ? ` ${index + 1}` : ''}`, id)),
    );
    let script: string | undefined;
    if (userData === 'secret') {
      const named = label('variable', `${name} user data`).toUpperCase();
      presupposed.push(`# ${text.userDataSecret} (base64)`, `: "\${${named}:?}"`);
      script = variable(named);
    } else if (userData && 'base64' in userData) script = userData.base64;
    else if (userData) {
      script = Buffer.from(userData.script).toString('base64');
      say(
        `# ${text.userData}`,
        ...userData.script
          .trimEnd()
          .split('\n')
          .map((line) => `#   ${line}`.trimEnd()),
      );
    }
    return {
      ...data,
      ...(images && { ImageId: images }),
      ...(key && { KeyName: key }),
      ...(groups && { SecurityGroupIds: groups }),
      ...(script && { UserData: script }),
    };
  }

  function requestOf(asg: HeldAsg): unknown {
    const { name, group, tags, templateId } = asg;
    const { subnets, ...shape } = shapeOf(group);
    const from = held.templates.find(({ id }) => id === templateId);
    const launch = (id: string | undefined, version: string) =>
      from && id === from.id
        ? { LaunchTemplateName: from.name, Version: version.startsWith('$') ? version : '1' }
        : { LaunchTemplateId: id, Version: version };
    const targets = [...(group.TargetGroupARNs ?? [])].sort().map((arn) => {
      const known = held.targetGroups.find((each) => each.arn === arn);
      return known ? variable(targetGroup(known.name)) : arn;
    });
    return {
      ...shape,
      VPCZoneIdentifier: variable(given(`${name} subnets`, subnets.join(','))),
      ...(targets.length > 0 && { TargetGroupARNs: targets }),
      ...launchesOf(group, launch),
      ...(Object.keys(tags).length > 0 && {
        Tags: asgTags(asg).map((tag) => ({ ResourceId: name, ResourceType: 'auto-scaling-group', ...tag })),
      }),
    };
  }

  function targetGroupNamed(name: string): string {
    return given(`${name} target group`, name);
  }

  /** Its ARN has a part that nobody knows beforehand. */
  function targetGroup(name: string): string {
    const named = targetGroupNamed(name);
    const arn = `${named}_ARN`;
    const line = `${arn}=$(aws elbv2 describe-target-groups --names "$${named}" --query 'TargetGroups[0].TargetGroupArn' --output text)`;
    if (!presupposed.includes(line)) presupposed.push(line);
    return arn;
  }

  const made = lines.join('\n');
  const uses = (name: string) => made.includes(`$${name}`);
  return `${[
    '#!/usr/bin/env bash',
    `# ${text.head({ project, ...place })}`,
    `# ${text.script}`,
    ...(unknown.length > 0 ? [`# ${text.unknown({ actions: unknown })}`] : []),
    'set -euo pipefail',
    "export AWS_PAGER=''",
    '',
    `# ${text.presupposed}`,
    `REGION="\${AWS_REGION:-${place.region}}"`,
    'export AWS_REGION="$REGION" AWS_DEFAULT_REGION="$REGION"',
    ...(uses('ACCOUNT') ? ['ACCOUNT=$(aws sts get-caller-identity --query Account --output text)'] : []),
    ...(uses('PARTITION') ? ['PARTITION=$(aws sts get-caller-identity --query Arn --output text | cut -d: -f2)'] : []),
    ...presupposed,
    ...(made.includes('\nagain ')
      ? [
          '',
          `# ${text.again}`,
          'again() {',
          '  for _ in 1 2 3 4 5 6 7 8 9; do',
          '    "$@" && return',
          '    sleep 5',
          '  done',
          '  "$@"',
          '}',
        ]
      : []),
    made,
    '',
    `# ${text.next}`,
  ].join('\n')}\n`;
}

const quoted = (value: string) => (/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);

/** Between double quotes. */
const inQuotes = (value: string) => value.replace(/[\\$`"]/g, '\\$&');
