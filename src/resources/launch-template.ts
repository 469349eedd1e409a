// Launch templates: a version made from another one with only the image and the instance profile changed, or a template from nothing.
import { createHash } from 'node:crypto';
import type { RequestLaunchTemplateData, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import { isNamed, unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { canonical, type Json } from '../engine/json.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { type Owner, tagsOf } from './tags.ts';

const ABSENT = ['InvalidLaunchTemplateName.NotFoundException', 'InvalidLaunchTemplateId.NotFound'];

export async function templateNames(place: Place): Promise<string[]> {
  const templates = await allPages(
    (NextToken) => place.aws.ec2.describeLaunchTemplates({ NextToken }),
    ({ LaunchTemplates }) => LaunchTemplates,
    ({ NextToken }) => NextToken,
  );
  return templates.map(({ LaunchTemplateName = '' }) => LaunchTemplateName);
}

export async function templateNamed(place: Place, name: string) {
  return (await unless(ABSENT, () => place.aws.ec2.describeLaunchTemplates({ LaunchTemplateNames: [name] })))
    ?.LaunchTemplates?.[0];
}

export async function templateVersions(place: Place, name: string, versions?: string[]) {
  return allPages(
    (NextToken) =>
      place.aws.ec2.describeLaunchTemplateVersions({ LaunchTemplateName: name, Versions: versions, NextToken }),
    ({ LaunchTemplateVersions }) => LaunchTemplateVersions,
    ({ NextToken }) => NextToken,
  );
}

export interface VersionShape {
  template: string;
  /** A number, `$Latest` or `$Default`. */
  from: string;
  imageId: string;
  /** The ARN of the instance profile. */
  profileArn: string;
  makeDefault: boolean;
}

export interface FoundVersion {
  id: string;
  version: string;
  isDefault: boolean;
}

/** The same request gives the same version, also when the first answer was lost; a token with another request is refused. */
const tokenOf = (request: object) =>
  `codedeploy-wizard-${createHash('sha256').update(canonical(request)).digest('hex').slice(0, 32)}`;

export const profileOf = (data: ResponseLaunchTemplateData | undefined) =>
  data?.IamInstanceProfile?.Arn?.split('/').at(-1) ?? data?.IamInstanceProfile?.Name ?? null;

/** Everything but what a new version changes. Snapshots of the source's volumes belong to its image, not to the template. */
const rest = (data: ResponseLaunchTemplateData | undefined) => {
  const { ImageId: _image, IamInstanceProfile: _profile, ...others } = data ?? {};
  const devices = others.BlockDeviceMappings?.map(({ Ebs, ...device }) => ({
    ...device,
    ...(Ebs && { Ebs: { ...Ebs, SnapshotId: undefined } }),
  }));
  return canonical({ ...others, ...(devices && { BlockDeviceMappings: devices }) });
};

/** A version of an existing template that is its source version with this image and this profile. */
export function templateVersion(place: Place, shape: VersionShape): Resource<FoundVersion> {
  const { ec2 } = place.aws;
  const { template, from, imageId, profileArn, makeDefault } = shape;
  const profile = profileArn.split('/').at(-1) ?? profileArn;

  async function source() {
    const [present, version] = await Promise.all([
      templateNamed(place, template),
      unless([...ABSENT, 'InvalidLaunchTemplateId.VersionNotFound'], () => templateVersions(place, template, [from])),
    ]);
    if (!present) {
      throw new WizardError('notFound', {
        kind: 'ec2.launch-template',
        name: template,
        region: place.region,
        instead: await templateNames(place),
      });
    }
    if (!version?.[0]) {
      const versions = await templateVersions(place, template);
      throw new WizardError('notFound', {
        kind: 'ec2.launch-template-version',
        name: `${template} ${from}`,
        region: place.region,
        instead: versions.map(({ VersionNumber }) => String(VersionNumber)),
      });
    }
    return { template: present, version: version[0] };
  }

  return {
    kind: 'ec2.launch-template-version',
    name: template,
    spec: { imageId, profile, ...(makeDefault && { isDefault: true }) },
    async read() {
      const [{ version }, all = []] = await Promise.all([
        source(),
        unless(ABSENT, () => templateVersions(place, template)),
      ]);
      // Versions never change: the newest that fits is as good as a new one.
      const fitting = all
        .filter(
          ({ LaunchTemplateData: data }) =>
            data?.ImageId === imageId && profileOf(data) === profile && rest(data) === rest(version.LaunchTemplateData),
        )
        .sort((a, b) => (b.VersionNumber ?? 0) - (a.VersionNumber ?? 0))[0];
      if (!fitting) return undefined;
      return {
        id: fitting.LaunchTemplateId ?? '',
        version: String(fitting.VersionNumber),
        isDefault: fitting.DefaultVersion === true,
        imageId,
        profile,
      };
    },
    async create() {
      const { template: present, version } = await source();
      const byArn = version.LaunchTemplateData?.IamInstanceProfile?.Arn !== undefined;
      const request = {
        LaunchTemplateId: present.LaunchTemplateId,
        SourceVersion: String(version.VersionNumber),
        VersionDescription: 'codedeploy-wizard',
        LaunchTemplateData: { ImageId: imageId, IamInstanceProfile: byArn ? { Arn: profileArn } : { Name: profile } },
      };
      const answer = await ec2.createLaunchTemplateVersion({ ...request, ClientToken: tokenOf(request) });
      const [problem] = answer.Warning?.Errors ?? [];
      if (problem)
        throw new WizardError('broken', {
          kind: 'ec2.launch-template-version',
          name: template,
          state: 'invalid',
          reason: problem.Message ?? problem.Code ?? '',
        });
      const made = answer.LaunchTemplateVersion;
      await mustFit(made?.VersionNumber, version.LaunchTemplateData);
      if (makeDefault) await setDefault(made?.VersionNumber);
    },
    update: async ({ version }) => setDefault(Number(version)),
    async notes(found): Promise<Line[]> {
      const { template: present, version } = await source();
      const lines: Line[] = [];
      if (!found) {
        const keys = [
          version.LaunchTemplateData?.ImageId !== imageId && 'ImageId',
          profileOf(version.LaunchTemplateData) !== profile && 'IamInstanceProfile',
        ];
        lines.push(
          line('templateDiff', { from: String(version.VersionNumber), keys: keys.filter(Boolean).join(', ') }),
        );
        lines.push(...userDataNotes(version.LaunchTemplateData?.UserData, place.region));
      }
      if (makeDefault && !found?.isDefault) {
        const users = (await groupsOnDefault(place, present.LaunchTemplateId ?? '')).join(', ');
        if (users) lines.push(line('templateUsers', { groups: users }));
      }
      return lines;
    },
  };

  /** Reads the new version back: it must be its source with nothing but image and profile changed. */
  async function mustFit(number: number | undefined, from: ResponseLaunchTemplateData | undefined) {
    const [made] =
      (await unless('InvalidLaunchTemplateId.VersionNotFound', () =>
        templateVersions(place, template, [String(number)]),
      )) ?? [];
    // A version that is not visible yet is waited for by whoever reads it next.
    if (!made) return;
    const data = made.LaunchTemplateData;
    const keys = [...new Set([...Object.keys(from ?? {}), ...Object.keys(data ?? {})])].filter(
      (key) =>
        key !== 'ImageId' &&
        key !== 'IamInstanceProfile' &&
        rest({ [key]: data?.[key as keyof typeof data] }) !== rest({ [key]: from?.[key as keyof typeof from] }),
    );
    if (keys.length > 0) {
      throw new WizardError('conflict', {
        kind: 'ec2.launch-template-version',
        name: `${template} ${number}`,
        differs: keys.map((key) => ({
          key,
          from: (data?.[key as keyof typeof data] ?? null) as Json,
          to: (from?.[key as keyof typeof from] ?? null) as Json,
        })),
      });
    }
  }

  async function setDefault(number: number | undefined) {
    await ec2.modifyLaunchTemplate({ LaunchTemplateName: template, DefaultVersion: String(number) });
  }
}

function userDataNotes(encoded: string | undefined, region: string): Line[] {
  if (!encoded) return [];
  const script = Buffer.from(encoded, 'base64').toString();
  const other = script.match(/\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\d\b/g)?.find((name) => name !== region);
  return [line('userDataInherited', {}), ...(other ? [line('userDataRegion', { region: other })] : [])];
}

/** Auto Scaling groups that follow the template's default version by themselves. */
async function groupsOnDefault(place: Place, id: string): Promise<string[]> {
  const groups = await allPages(
    (NextToken) => place.aws.autoScaling.describeAutoScalingGroups({ NextToken }),
    ({ AutoScalingGroups }) => AutoScalingGroups,
    ({ NextToken }) => NextToken,
  );
  return groups
    .filter(({ LaunchTemplate }) => LaunchTemplate?.LaunchTemplateId === id && LaunchTemplate.Version === '$Default')
    .map(({ AutoScalingGroupName = '' }) => AutoScalingGroupName);
}

export interface NewTemplate {
  name: string;
  imageId: string;
  profileArn: string;
  /** What is not given stays as it is. */
  instanceType?: string;
  keyPair?: string;
  securityGroups?: string[];
  /** A shell script run at first boot. */
  userData?: string;
}

/** A launch template made from nothing; one of that name which is ours already is compared. */
export function newTemplate(place: Place, owner: Owner, shape: NewTemplate): Resource<FoundVersion> {
  const { ec2 } = place.aws;
  const { name, imageId, instanceType, keyPair, securityGroups, userData } = shape;
  const profile = shape.profileArn.split('/').at(-1) ?? shape.profileArn;
  const spec: Record<string, Json> = {
    imageId,
    profile,
    ...(instanceType && { instanceType }),
    ...(securityGroups && { securityGroups: [...securityGroups].sort() }),
    ...(keyPair && { keyPair }),
  };
  const data: RequestLaunchTemplateData = {
    ImageId: imageId,
    ...(instanceType && { InstanceType: instanceType as RequestLaunchTemplateData['InstanceType'] }),
    IamInstanceProfile: { Name: profile },
    ...(keyPair && { KeyName: keyPair }),
    ...(securityGroups && securityGroups.length > 0 && { SecurityGroupIds: securityGroups }),
    MetadataOptions: { HttpTokens: 'required' },
    ...(userData && { UserData: Buffer.from(userData).toString('base64') }),
  };
  return {
    kind: 'ec2.launch-template',
    name,
    spec,
    async read() {
      const [present, [version] = []] = await Promise.all([
        templateNamed(place, name),
        unless(ABSENT, () => templateVersions(place, name, ['$Latest'])),
      ]);
      if (!present) return undefined;
      const found = version?.LaunchTemplateData;
      return {
        id: present.LaunchTemplateId ?? '',
        version: String(version?.VersionNumber ?? present.LatestVersionNumber),
        isDefault: version?.DefaultVersion === true,
        imageId: found?.ImageId ?? null,
        profile: profileOf(found),
        instanceType: found?.InstanceType ?? null,
        securityGroups: [...(found?.SecurityGroupIds ?? [])].sort(),
        keyPair: found?.KeyName ?? null,
      };
    },
    async create() {
      try {
        const request = {
          LaunchTemplateName: name,
          LaunchTemplateData: data,
          TagSpecifications: [{ ResourceType: 'launch-template' as const, Tags: tagsOf(owner) }],
        };
        await ec2.createLaunchTemplate({ ...request, ClientToken: tokenOf(request) });
      } catch (error) {
        if (!isNamed(error, 'InvalidLaunchTemplateName.AlreadyExistsException')) throw error;
      }
    },
    // Numbers only grow: a change is a new version of the whole.
    async update({ id, version }) {
      await ec2.createLaunchTemplateVersion({ LaunchTemplateId: id, SourceVersion: version, LaunchTemplateData: data });
    },
  };
}
