// Launch templates in the sandbox: numbered versions that never change, each made from nothing or from another one.

import { isDeepStrictEqual } from 'node:util';
import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Handlers } from '../aws/operations.ts';
import { type Account, openAccount, refuse } from './account.ts';
import { checkId, ec2Page, type FilterTable, filtered, specifiedTags, tagsShown } from './ec2-filters.ts';
import { lagOf } from './lag.ts';
import type { LaunchTemplate } from './state.ts';

type Version = LaunchTemplate['versions'][number];
type Data = Record<string, unknown>;

type TemplateOperation =
  | 'describeLaunchTemplates'
  | 'describeLaunchTemplateVersions'
  | 'createLaunchTemplate'
  | 'createLaunchTemplateVersion'
  | 'modifyLaunchTemplate'
  | 'deleteLaunchTemplate'
  | 'deleteLaunchTemplateVersions';

export const handlers: Pick<Handlers<'ec2', Account>, TemplateOperation> = {
  describeLaunchTemplates(input = {}, asked) {
    const account = asKnown(asked);
    const { LaunchTemplateIds: ids = [], LaunchTemplateNames: names = [] } = input;
    if (ids.length > 0 && names.length > 0)
      refuse(
        'InvalidParameterCombination',
        'The parameters LaunchTemplateIds and LaunchTemplateNames cannot be used together',
      );
    const given = [
      ...ids.map((id) => templateWith(account, { id })),
      ...names.map((name) => templateWith(account, { name })),
    ];
    const all = given.length > 0 ? given : Object.values(account.state.ec2.templates);
    const table: FilterTable<LaunchTemplate> = {
      'launch-template-name': ({ name }) => name,
      'create-time': ({ createdAt }) => new Date(createdAt).toISOString(),
    };
    const { items, NextToken } = ec2Page(
      filtered(all, input.Filters, table, ({ tags }) => tags),
      input,
      {
        ids: given.length > 0 ? ['given'] : [],
        least: 1,
      },
    );
    return { LaunchTemplates: items.map((template) => templateShape(account, template)), NextToken };
  },

  describeLaunchTemplateVersions(input = {}, asked) {
    const account = asKnown(asked);
    const { LaunchTemplateId: id, LaunchTemplateName: name, Versions = [], MinVersion, MaxVersion } = input;
    // Without a template: the latest or default version of each.
    const isOfAll = !id && !name;
    if (isOfAll && (Versions.length === 0 || Versions.some((version) => /^\d+$/.test(version))))
      refuse('MissingParameter', 'Either LaunchTemplateId or LaunchTemplateName must be specified.');
    const templates = isOfAll ? Object.values(account.state.ec2.templates) : [templateWith(account, { id, name })];
    const all = templates.flatMap((template) => {
      const versions =
        Versions.length > 0
          ? [...new Set(Versions.map((version) => versionWith(template, version)))]
          : template.versions;
      return versions
        .toSorted((a, b) => b.number - a.number)
        .filter(
          ({ number }) => number >= Number(MinVersion ?? 1) && number <= Number(MaxVersion ?? Number.POSITIVE_INFINITY),
        )
        .map((version) => ({ template, version }));
    });
    const table: FilterTable<(typeof all)[number]> = {
      'image-id': ({ version }) => textOf(version.data.ImageId),
      'instance-type': ({ version }) => textOf(version.data.InstanceType),
      'iam-instance-profile': ({ version }) =>
        Object.values((version.data as RequestLaunchTemplateData).IamInstanceProfile ?? {}),
      'is-default-version': ({ template, version }) => String(version.number === template.defaultVersion),
    };
    const { items, NextToken } = ec2Page(
      filtered(all, input.Filters, table, () => []),
      input,
      { least: 1 },
    );
    return {
      LaunchTemplateVersions: items.map(({ template, version }) => versionShape(account, template, version)),
      NextToken,
    };
  },

  createLaunchTemplate(input, account) {
    const { state, now, newId } = account;
    const {
      LaunchTemplateName: name = '',
      LaunchTemplateData,
      VersionDescription: description,
      ClientToken: token,
    } = input;
    if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name))
      refuse(
        'InvalidLaunchTemplateName.MalformedException',
        'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
      );
    checkDescription(description);
    const data = dataOf(LaunchTemplateData);
    const tags = specifiedTags(input.TagSpecifications, 'launch-template')['launch-template'];
    const same = Object.values(state.ec2.templates).find((template) => template.name === name);
    const [first] = same?.versions ?? [];
    if (same && token && first?.token === token && isDeepStrictEqual(first.data, data))
      return { LaunchTemplate: templateShape(account, same) };
    if (same) refuse('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
    const version = { number: 1, description, data, createdAt: now, ...(token && { token }) };
    const template: LaunchTemplate = {
      id: newId('lt-0', 16),
      name,
      createdAt: now,
      defaultVersion: 1,
      tags,
      versions: [version],
    };
    state.ec2.templates[template.id] = template;
    return { LaunchTemplate: templateShape(account, template), ...warning(account, data) };
  },

  createLaunchTemplateVersion(input, account) {
    const template = templateWith(account, { id: input.LaunchTemplateId, name: input.LaunchTemplateName });
    const { SourceVersion: source, VersionDescription: description, ClientToken: token } = input;
    checkDescription(description);
    const given = dataOf(input.LaunchTemplateData);
    const data = { ...(source !== undefined && inherited(versionWith(template, source).data)), ...given };
    const repeated = token && template.versions.find((version) => version.token === token);
    if (repeated && !isDeepStrictEqual(repeated.data, data))
      refuse('IdempotentParameterMismatch', `The client token ${token} was used before with other parameters.`);
    const version: Version = repeated || {
      number: Math.max(latest(template), template.numbered ?? 0) + 1,
      description,
      data,
      createdAt: account.now,
      ...(token && { token }),
    };
    if (!repeated) template.versions.push(version);
    return { LaunchTemplateVersion: versionShape(account, template, version), ...warning(account, data) };
  },

  modifyLaunchTemplate(input = {}, account) {
    const template = templateWith(account, { id: input.LaunchTemplateId, name: input.LaunchTemplateName });
    if (input.DefaultVersion !== undefined)
      template.defaultVersion = versionWith(template, input.DefaultVersion).number;
    return { LaunchTemplate: templateShape(account, template) };
  },

  deleteLaunchTemplate(input = {}, account) {
    const template = templateWith(account, { id: input.LaunchTemplateId, name: input.LaunchTemplateName });
    delete account.state.ec2.templates[template.id];
    return { LaunchTemplate: templateShape(account, template) };
  },

  /** What cannot be deleted is told beside what was. */
  deleteLaunchTemplateVersions(input, account) {
    const template = templateWith(account, { id: input.LaunchTemplateId, name: input.LaunchTemplateName });
    const { Versions = [] } = input;
    if (Versions.length === 0) refuse('MissingParameter', 'The request must contain the parameter Versions');
    const item = { LaunchTemplateId: template.id, LaunchTemplateName: template.name };
    template.numbered = Math.max(latest(template), template.numbered ?? 0);
    const deleted = [];
    const kept = [];
    for (const version of Versions) {
      if (!/^\d+$/.test(version))
        refuse('InvalidLaunchTemplateId.VersionNotFound', `Could not parse the launch template version ${version}.`);
      const VersionNumber = Number(version);
      const present = template.versions.some(({ number }) => number === VersionNumber);
      if (present && VersionNumber !== template.defaultVersion) {
        template.versions = template.versions.filter(({ number }) => number !== VersionNumber);
        deleted.push({ ...item, VersionNumber });
        continue;
      }
      const ResponseError = present
        ? { Code: 'unexpectedError' as const, Message: `The default version ${version} cannot be deleted.` }
        : {
            Code: 'launchTemplateVersionDoesNotExist' as const,
            Message: `The specified launch template version ${version} does not exist.`,
          };
      kept.push({ ...item, VersionNumber, ResponseError });
    }
    return {
      SuccessfullyDeletedLaunchTemplateVersions: deleted,
      UnsuccessfullyDeletedLaunchTemplateVersions: kept,
    };
  },
};

/** The account in which what is new is not known yet. */
export function asKnown(account: Account): Account {
  const { state, now, cwd, bytes } = account;
  const lag = lagOf(state).templates;
  if (lag === 0) return account;
  const templates = Object.entries(state.ec2.templates).flatMap(([id, template]) => {
    const versions = template.versions.filter(({ createdAt }) => now - createdAt >= lag);
    // Until then what was the newest before stands for the default.
    const defaultVersion = Math.min(template.defaultVersion, versions.at(-1)?.number ?? 0);
    return versions.length > 0 ? [[id, { ...template, versions, defaultVersion }] as const] : [];
  });
  return openAccount({ ...state, ec2: { ...state.ec2, templates: Object.fromEntries(templates) } }, cwd, bytes);
}

/** The template of this id or this name; refuses as EC2 does. */
export function templateWith({ state }: Account, { id, name }: { id?: string; name?: string }): LaunchTemplate {
  if (id && name)
    refuse('InvalidParameterCombination', 'Only one of LaunchTemplateId and LaunchTemplateName may be specified.');
  if (id) {
    checkId(id, 'lt', 'InvalidLaunchTemplateId');
    return (
      state.ec2.templates[id] ??
      refuse(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      )
    );
  }
  if (!name) return refuse('MissingParameter', 'Either LaunchTemplateId or LaunchTemplateName must be specified.');
  return (
    Object.values(state.ec2.templates).find((template) => template.name === name) ??
    refuse(
      'InvalidLaunchTemplateName.NotFoundException',
      `The specified launch template, with template name ${name}, does not exist.`,
    )
  );
}

/** A version by number, `$Latest` or `$Default`; refuses as EC2 does. */
export function versionWith(template: LaunchTemplate, version: string): Version {
  if (!/^(\d+|\$Latest|\$Default)$/.test(version))
    refuse('InvalidLaunchTemplateId.VersionNotFound', `Could not parse the launch template version ${version}.`);
  const number =
    version === '$Latest' ? latest(template) : version === '$Default' ? template.defaultVersion : Number(version);
  return (
    template.versions.find((each) => each.number === number) ??
    refuse(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find the specified version ${version} for the launch template with ID ${template.id}.`,
    )
  );
}

const latest = ({ versions }: LaunchTemplate) => Math.max(...versions.map(({ number }) => number));

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Members that are not given count as absent, as they do once written to the wire. */
const dataOf = (data: RequestLaunchTemplateData | undefined): Data => {
  if (!data) return refuse('MissingParameter', 'The request must contain the parameter LaunchTemplateData');
  return JSON.parse(JSON.stringify(data));
};

/** All of the source but its volumes' snapshots: those would bring back the old image's content. */
function inherited(data: Data): Data {
  const copy = structuredClone(data) as RequestLaunchTemplateData;
  for (const { Ebs } of copy.BlockDeviceMappings ?? []) if (Ebs) delete Ebs.SnapshotId;
  return copy as Data;
}

function checkDescription(description = '') {
  if (description.length > 255)
    refuse('InvalidParameterValue', 'The version description must be at most 255 characters.');
}

/** A version is made even when nothing could be launched from it: what is wrong comes back beside it. */
function warning({ state }: Account, data: Data) {
  const { ImageId, UserData, NetworkInterfaces, SecurityGroupIds } = data as RequestLaunchTemplateData;
  const errors: { Code: string; Message: string }[] = [];
  const warn = (Code: string, Message: string) => errors.push({ Code, Message });
  if (ImageId && !ImageId.startsWith('resolve:ssm:')) {
    if (!/^ami-[0-9a-f]+$/.test(ImageId))
      warn('InvalidAMIID.Malformed', `Invalid id: "${ImageId}" (expecting "ami-...")`);
    else if (!state.ec2.images[ImageId]) warn('InvalidAMIID.NotFound', `The image id '[${ImageId}]' does not exist`);
  }
  if (UserData && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(UserData))
    warn('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
  if (NetworkInterfaces?.length && SecurityGroupIds?.length)
    warn(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level security groups may not be specified on the same request',
    );
  return errors.length > 0 ? { Warning: { Errors: errors } } : {};
}

const templateShape = ({ id }: Account, template: LaunchTemplate) => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: new Date(template.createdAt),
  CreatedBy: `arn:aws:iam::${id}:user/sandbox`,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: latest(template),
  ...tagsShown(template.tags),
});

const versionShape = ({ id }: Account, template: LaunchTemplate, version: Version) => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  VersionDescription: version.description,
  CreateTime: new Date(version.createdAt),
  CreatedBy: `arn:aws:iam::${id}:user/sandbox`,
  DefaultVersion: version.number === template.defaultVersion,
  LaunchTemplateData: version.data,
});
