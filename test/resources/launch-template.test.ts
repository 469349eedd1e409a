// Launch templates: a version that is its source with another image and profile, or a template from nothing.
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  type LaunchTemplateVersion,
  ModifyLaunchTemplateCommand,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type NewTemplate,
  newTemplate,
  templateVersion,
  type VersionShape,
} from '../../src/resources/launch-template.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, updated, verb } from './support.ts';

const ec2 = mockClient(EC2Client);
const autoScaling = mockClient(AutoScalingClient);
const profileArn = 'arn:aws:iam::123456789012:instance-profile/shop-profile';

beforeEach(() => {
  fresh(ec2, autoScaling);
});

const template = (LaunchTemplateName = 'shop') =>
  ec2
    .on(DescribeLaunchTemplatesCommand, { LaunchTemplateNames: [LaunchTemplateName] })
    .resolves({ LaunchTemplates: [{ LaunchTemplateId: `lt-${LaunchTemplateName}`, LaunchTemplateName }] });

describe('a version', () => {
  const shape: VersionShape = {
    template: 'shop',
    from: '$Default',
    imageId: 'ami-new',
    profileArn,
    makeDefault: false,
  };
  const version = (of: Partial<VersionShape> = {}) => templateVersion(place, { ...shape, ...of });
  const source: ResponseLaunchTemplateData = {
    ImageId: 'ami-old',
    InstanceType: 't3.small',
    IamInstanceProfile: { Name: 'old' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, SnapshotId: 'snap-old' } }],
  };
  const made: ResponseLaunchTemplateData = {
    IamInstanceProfile: { Name: 'shop-profile' },
    BlockDeviceMappings: [{ Ebs: { VolumeSize: 20 }, DeviceName: '/dev/xvda' }],
    InstanceType: 't3.small',
    ImageId: 'ami-new',
  };
  /** Versions 1, 2 … of the template; the first is the source, and the default one. */
  function versions(...all: ResponseLaunchTemplateData[]) {
    template();
    const listed = all.map(
      (LaunchTemplateData, index): LaunchTemplateVersion => ({
        LaunchTemplateId: 'lt-shop',
        VersionNumber: index + 1,
        DefaultVersion: index === 0,
        LaunchTemplateData,
      }),
    );
    ec2
      .on(DescribeLaunchTemplateVersionsCommand)
      .resolves({ LaunchTemplateVersions: listed })
      .on(DescribeLaunchTemplateVersionsCommand, { LaunchTemplateName: 'shop', Versions: ['$Default'] })
      .resolves({ LaunchTemplateVersions: listed.slice(0, 1) });
    return listed;
  }
  const created = () => inputs(ec2.commandCalls(CreateLaunchTemplateVersionCommand)) as Record<string, unknown>[];

  it('that fits already is used, the newest of them', async () => {
    versions(source, made, made, { ...made, InstanceType: 't3.large' });
    expect(await verb(version())).toBe('keep');
    expect(await version().read()).toMatchObject({ id: 'lt-shop', version: '3', isDefault: false });
  });

  it('that fits is found on any page', async () => {
    const [first, second] = versions(source, made);
    ec2
      .on(DescribeLaunchTemplateVersionsCommand, { LaunchTemplateName: 'shop', Versions: undefined })
      .resolves({ LaunchTemplateVersions: [first!], NextToken: 'more' })
      .on(DescribeLaunchTemplateVersionsCommand, { NextToken: 'more' })
      .resolves({ LaunchTemplateVersions: [second!] })
      .on(DescribeLaunchTemplateVersionsCommand, { Versions: ['$Default'] })
      .resolves({ LaunchTemplateVersions: [first!] });
    expect(await version().read()).toMatchObject({ version: '2' });
  });

  it.each([
    ['another image', { ImageId: 'ami-x' }],
    ['another profile', { IamInstanceProfile: { Name: 'x' } }],
    ['no profile', { IamInstanceProfile: undefined }],
    ['another volume', { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30 } }] }],
    ['more than the source', { UserData: 'IyE=' }],
  ])('with %s does not fit', async (_, of) => {
    versions(source, { ...made, ...of });
    expect(await verb(version())).toBe('create');
  });

  it('is made of its source, with only the image and the profile given', async () => {
    versions(source);
    await version().create(progress);
    expect(created()).toEqual([
      {
        LaunchTemplateId: 'lt-shop',
        SourceVersion: '1',
        VersionDescription: 'codedeploy-wizard',
        ClientToken: expect.stringMatching(/^[\x21-\x7e]{1,128}$/),
        LaunchTemplateData: { ImageId: 'ami-new', IamInstanceProfile: { Name: 'shop-profile' } },
      },
    ]);
    expect(ec2.commandCalls(ModifyLaunchTemplateCommand)).toHaveLength(0);
  });

  it('names the profile as its source does: by ARN where that has an ARN', async () => {
    versions({ ...source, IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/old' } });
    await version().create(progress);
    expect(created()[0]).toMatchObject({ LaunchTemplateData: { IamInstanceProfile: { Arn: profileArn } } });
  });

  it('has the same token only when the request is the same', async () => {
    versions(source);
    template('blog');
    const long = `${profileArn}${'x'.repeat(100)}`;
    const shapes = [
      {},
      {},
      { template: 'blog' },
      { imageId: 'ami-x' },
      { profileArn: long },
      { profileArn: `${long}y` },
    ];
    for (const of of shapes) await version(of).create(progress);
    const tokens = created().map(({ ClientToken }) => ClientToken);
    expect(tokens[1]).toBe(tokens[0]);
    expect(new Set(tokens).size).toBe(shapes.length - 1);
  });

  it('is broken when AWS warns of it', async () => {
    versions(source);
    ec2
      .on(CreateLaunchTemplateVersionCommand)
      .resolves({ Warning: { Errors: [{ Code: 'InvalidAMIID.NotFound', Message: 'no such image' }] } });
    await expect(version({ makeDefault: true }).create(progress)).rejects.toMatchObject({
      code: 'broken',
      data: { reason: 'no such image' },
    });
    expect(ec2.commandCalls(ModifyLaunchTemplateCommand)).toHaveLength(0);
  });

  it('becomes the default where that is wanted, new or not', async () => {
    const expected = { LaunchTemplateName: 'shop', DefaultVersion: '2' };
    versions(source);
    ec2.on(CreateLaunchTemplateVersionCommand).resolves({ LaunchTemplateVersion: { VersionNumber: 2 } });
    await version({ makeDefault: true }).create(progress);
    versions(source, made);
    await updated(version({ makeDefault: true }));
    expect(inputs(ec2.commandCalls(ModifyLaunchTemplateCommand))).toEqual([expected, expected]);
    expect(created()).toHaveLength(1);
  });

  it('names those that follow the default, from every page', async () => {
    versions(source, made);
    const following = (AutoScalingGroupName: string, Version: string) =>
      ({ AutoScalingGroupName, LaunchTemplate: { LaunchTemplateId: 'lt-shop', Version } }) as never;
    autoScaling
      .on(DescribeAutoScalingGroupsCommand)
      .resolvesOnce({ AutoScalingGroups: [following('pinned', '1')], NextToken: 'more' })
      .resolvesOnce({ AutoScalingGroups: [following('follows', '$Default')] });
    const resource = version({ makeDefault: true });
    expect(await resource.notes?.(await resource.read(), [])).toEqual([
      { key: 'templateUsers', data: { groups: 'follows' } },
    ]);
  });

  it('says what changes, and what inherited user data may mean', async () => {
    const UserData = Buffer.from('#!/bin/sh\naws --region us-east-1 s3 ls').toString('base64');
    versions({ ...source, UserData });
    expect(await version().notes?.(undefined, [])).toEqual([
      { key: 'templateDiff', data: { from: '1', keys: 'ImageId, IamInstanceProfile' } },
      { key: 'userDataInherited', data: {} },
      { key: 'userDataRegion', data: { region: 'us-east-1' } },
    ]);
  });

  it('needs its template and its source, and names what there is instead', async () => {
    const none = named('InvalidLaunchTemplateName.NotFoundException');
    ec2
      .on(DescribeLaunchTemplatesCommand)
      .resolves({ LaunchTemplates: [{ LaunchTemplateName: 'blog' }] })
      .on(DescribeLaunchTemplatesCommand, { LaunchTemplateNames: ['shop'] })
      .rejects(none);
    await expect(verb(version())).rejects.toMatchObject({
      code: 'notFound',
      data: { name: 'shop', instead: ['blog'] },
    });
    versions(source);
    ec2
      .on(DescribeLaunchTemplateVersionsCommand, { Versions: ['9'] })
      .rejects(named('InvalidLaunchTemplateId.VersionNotFound'));
    await expect(verb(version({ from: '9' }))).rejects.toMatchObject({
      code: 'notFound',
      data: { name: 'shop 9', instead: ['1'] },
    });
  });
});

describe('a new template', () => {
  const shape: NewTemplate = {
    name: 'shop',
    imageId: 'ami-1',
    profileArn,
    instanceType: 't3.small',
    securityGroups: ['sg-b', 'sg-a'],
  };
  const wanted = (of: Partial<NewTemplate> = {}) => newTemplate(place, owner, { ...shape, ...of });
  const latest = (LaunchTemplateData?: ResponseLaunchTemplateData) => {
    template();
    ec2
      .on(DescribeLaunchTemplateVersionsCommand, { Versions: ['$Latest'] })
      .resolves({ LaunchTemplateVersions: [{ VersionNumber: 4, LaunchTemplateData }] });
  };
  const data: ResponseLaunchTemplateData = {
    ImageId: 'ami-1',
    InstanceType: 't3.small',
    IamInstanceProfile: { Arn: profileArn },
    SecurityGroupIds: ['sg-a', 'sg-b'],
  };

  it('is created whole, with tags and without the old metadata service', async () => {
    ec2.on(DescribeLaunchTemplatesCommand).rejects(named('InvalidLaunchTemplateName.NotFoundException'));
    expect(await verb(wanted())).toBe('create');
    await wanted({ keyPair: 'key', userData: '#!/bin/sh' }).create(progress);
    expect(inputs(ec2.commandCalls(CreateLaunchTemplateCommand))).toEqual([
      {
        LaunchTemplateName: 'shop',
        ClientToken: expect.stringMatching(/^[\x21-\x7e]{1,128}$/),
        LaunchTemplateData: {
          ImageId: 'ami-1',
          InstanceType: 't3.small',
          IamInstanceProfile: { Name: 'shop-profile' },
          KeyName: 'key',
          SecurityGroupIds: ['sg-b', 'sg-a'],
          MetadataOptions: { HttpTokens: 'required' },
          UserData: Buffer.from('#!/bin/sh').toString('base64'),
        },
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: ownTags }],
      },
    ]);
    await wanted({ name: 'shop-green' }).create(progress);
    const tokens = ec2.commandCalls(CreateLaunchTemplateCommand).map(({ args }) => args[0].input.ClientToken);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  it('is kept when its latest version is as wanted, whatever else it says', async () => {
    latest({ ...data, KeyName: 'key', UserData: 'IyE=' });
    expect(await verb(wanted())).toBe('keep');
    expect(await wanted().read()).toMatchObject({ id: 'lt-shop', version: '4' });
  });

  it('gets a new version of its latest one where that differs', async () => {
    latest({ ...data, InstanceType: 't3.large' });
    await updated(wanted());
    expect(inputs(ec2.commandCalls(CreateLaunchTemplateVersionCommand))).toMatchObject([
      { LaunchTemplateId: 'lt-shop', SourceVersion: '4', LaunchTemplateData: { InstanceType: 't3.small' } },
    ]);
  });

  it('reads a version that says nothing', async () => {
    latest();
    expect(await wanted().read()).toMatchObject({ imageId: null, profile: null, securityGroups: [], keyPair: null });
  });

  it('does not mind that another created it meanwhile, and minds everything else', async () => {
    ec2.on(CreateLaunchTemplateCommand).rejects(named('InvalidLaunchTemplateName.AlreadyExistsException'));
    await wanted().create(progress);
    ec2.on(CreateLaunchTemplateCommand).rejects(named('InvalidParameterValue'));
    await expect(wanted().create(progress)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});
