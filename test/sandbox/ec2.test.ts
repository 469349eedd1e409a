// EC2 in the sandbox, as the SDK shows it: what moves by itself, what is found, what is refused.
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { openAccount } from '../../src/sandbox/account.ts';
import { launchInstance, terminateInstance } from '../../src/sandbox/ec2.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import type { Instance } from '../../src/sandbox/state.ts';

const region = 'ap-northeast-2';
const absent = (prefix: string) => `${prefix}-0${'f'.repeat(16)}`;

let sandbox: Sandbox;
let ec2: Aws['ec2'];
let web: Instance;

beforeEach(() => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  ec2 = connect({ region, sandbox }).ec2;
  const named = ({ tags }: Instance) => tags.some(({ value }) => value === 'exercise-web');
  web = Object.values(sandbox.state.ec2.instances).find(named) as Instance;
});

async function wait(milliseconds: number) {
  await sandbox.sleep(milliseconds);
  sandbox.save();
}

const stateOf = async (id: string) =>
  (await ec2.describeInstances({ InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0]?.State?.Name;

describe('instances', () => {
  it('stop and start in their own time, with another address afterwards', async () => {
    const before = web.publicIp;
    const { StoppingInstances } = await ec2.stopInstances({ InstanceIds: [web.id] });
    expect(StoppingInstances).toMatchObject([
      { PreviousState: { Name: 'running' }, CurrentState: { Name: 'stopping' } },
    ]);
    expect(await stateOf(web.id)).toBe('stopping');
    await expect(ec2.startInstances({ InstanceIds: [web.id] })).rejects.toMatchObject({
      name: 'IncorrectInstanceState',
    });
    await wait(20_000);
    expect(await stateOf(web.id)).toBe('stopped');
    await ec2.stopInstances({ InstanceIds: [web.id] });
    await ec2.startInstances({ InstanceIds: [web.id] });
    await expect(ec2.stopInstances({ InstanceIds: [web.id] })).rejects.toMatchObject({
      name: 'IncorrectInstanceState',
    });
    await wait(15_000);
    expect(await stateOf(web.id)).toBe('running');
    expect(sandbox.state.ec2.instances[web.id]?.publicIp).not.toBe(before);
  });

  it('are found by filters, with wildcards', async () => {
    const find = async (Name: string, ...Values: string[]) =>
      (await ec2.describeInstances({ Filters: [{ Name, Values }] })).Reservations?.flatMap(
        ({ Instances }) => Instances ?? [],
      );
    expect(await find('tag:Name', 'exercise-*')).toMatchObject([{ InstanceId: web.id, PublicIpAddress: web.publicIp }]);
    expect(await find('tag-key', 'aws:autoscaling:groupName')).toHaveLength(1);
    expect(await find('instance-state-name', 'running', 'stopped')).toHaveLength(2);
    expect(await find('instance-state-name', 'running.')).toHaveLength(0);
    await expect(find('instance-name', 'x')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('refuses ids that are unknown or no ids at all', async () => {
    const describeOne = (id: string) => ec2.describeInstances({ InstanceIds: [id] });
    await expect(describeOne(absent('i'))).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
    await expect(describeOne('exercise-web')).rejects.toMatchObject({ name: 'InvalidInstanceID.Malformed' });
    await expect(ec2.describeInstances({ InstanceIds: [web.id], MaxResults: 5 })).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
  });

  it('are launched from template data with what their image holds, listed in pages, and gone at last', async () => {
    const account = openAccount(sandbox.state, '/');
    const [template] = Object.values(sandbox.state.ec2.templates);
    const data = template?.versions[0]?.data ?? {};
    const tags = [{ key: 'aws:autoscaling:groupName', value: 'exercise-group' }];
    const image = sandbox.state.ec2.images[String(data.ImageId)];
    if (image) image.host.agent = { version: '1.7.0', running: false, credentials: true };
    const launched = Array.from({ length: 5 }, () => launchInstance(account, { data, subnetId: web.subnetId, tags }));
    expect(launched[0]?.host).toMatchObject({
      agent: { running: true, credentials: false },
      files: { '/var/www/html/app.js': '' },
    });
    expect(new Set(launched.map(({ privateIp }) => privateIp)).size).toBe(5);
    const first = await ec2.describeInstances({});
    const second = await ec2.describeInstances({ NextToken: first.NextToken });
    expect([first.Reservations?.length, second.Reservations?.length, second.NextToken]).toEqual([5, 2, undefined]);
    const id = launched[0]?.id ?? '';
    expect(await stateOf(id)).toBe('pending');
    sandbox.save();
    await wait(15_000);
    expect(await stateOf(id)).toBe('running');
    terminateInstance(openAccount(sandbox.state, '/'), id);
    expect(await stateOf(id)).toBe('shutting-down');
    await wait(30_000);
    expect(await stateOf(id)).toBe('terminated');
    await wait(3_600_000);
    await expect(stateOf(id)).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
  });

  it('are not launched from what does not fit', () => {
    const account = openAccount(sandbox.state, '/');
    const launch = (data: Record<string, unknown>) => () =>
      launchInstance(account, { data: { ImageId: web.imageId, ...data }, subnetId: web.subnetId, tags: [] });
    const named = (name: string) => expect.objectContaining({ name });
    expect(launch({ ImageId: absent('ami') })).toThrow(named('InvalidAMIID.NotFound'));
    expect(launch({ InstanceType: 't4g.micro' })).toThrow(named('InvalidParameterValue'));
    expect(launch({ KeyName: 'lost-key' })).toThrow(named('InvalidKeyPair.NotFound'));
    expect(launch({ SecurityGroupIds: [absent('sg')] })).toThrow(named('InvalidGroup.NotFound'));
    expect(launch({ IamInstanceProfile: { Name: 'absent' } })).toThrow(named('InvalidParameterValue'));
    expect(launch({ InstanceType: 'g4dn.xlarge' })).not.toThrow();
  });
});

describe('images', () => {
  const make = (Name = 'golden') =>
    ec2.createImage({
      InstanceId: web.id,
      Name,
      TagSpecifications: [
        { ResourceType: 'image', Tags: [{ Key: 'project', Value: 'book' }] },
        { ResourceType: 'snapshot', Tags: [{ Key: 'project', Value: 'book' }] },
      ],
    });

  it('are unknown for a moment, then pending, then available, and hold what the machine held', async () => {
    const { ImageId = '' } = await make();
    const find = async () => (await ec2.describeImages({ ImageIds: [ImageId] })).Images?.[0];
    await expect(find()).rejects.toMatchObject({ name: 'InvalidAMIID.NotFound' });
    await wait(2_000);
    expect(await find()).toMatchObject({ State: 'pending', Tags: [{ Key: 'project', Value: 'book' }] });
    const Filters = [{ Name: 'description', Values: [`*${ImageId}*`] }];
    const { Snapshots } = await ec2.describeSnapshots({ OwnerIds: ['self'], Filters });
    expect(Snapshots).toMatchObject([{ State: 'pending', Progress: expect.stringMatching(/^[1-9]\d?%$/) }]);
    await wait(40_000);
    expect(await find()).toMatchObject({
      State: 'available',
      BlockDeviceMappings: [{ Ebs: { SnapshotId: Snapshots?.[0]?.SnapshotId } }],
    });
    expect(sandbox.state.ec2.images[ImageId]?.host.files).toEqual(web.host.files);
  });

  it('have names of their own', async () => {
    const { ImageId } = await make();
    await expect(make()).rejects.toMatchObject({
      name: 'InvalidAMIName.Duplicate',
      message: `AMI name golden is already in use by AMI ${ImageId}`,
    });
    await expect(make('황금')).rejects.toMatchObject({ name: 'InvalidAMIName.Malformed' });
    await wait(3_000);
    const { Images } = await ec2.describeImages({ Owners: ['self'], Filters: [{ Name: 'name', Values: ['golden'] }] });
    expect(Images).toMatchObject([{ ImageId }]);
  });

  it('are taken away before their snapshots', async () => {
    const { ImageId = '' } = await make();
    await wait(41_000);
    const SnapshotId = sandbox.state.ec2.images[ImageId]?.snapshotId;
    await expect(ec2.deleteSnapshot({ SnapshotId })).rejects.toMatchObject({ name: 'InvalidSnapshot.InUse' });
    await ec2.deregisterImage({ ImageId });
    await expect(ec2.describeImages({ ImageIds: [ImageId] })).rejects.toMatchObject({ name: 'InvalidAMIID.NotFound' });
    await ec2.deleteSnapshot({ SnapshotId });
    await expect(ec2.deleteSnapshot({ SnapshotId })).rejects.toMatchObject({ name: 'InvalidSnapshot.NotFound' });
    await expect(ec2.deregisterImage({ ImageId: web.imageId })).rejects.toMatchObject({ name: 'AuthFailure' });
  });
});

describe('launch templates', () => {
  const template = { LaunchTemplateName: 'exercise-template' };
  const next = (data: object, ClientToken?: string) =>
    ec2.createLaunchTemplateVersion({ ...template, SourceVersion: '1', LaunchTemplateData: data, ClientToken });

  it('make a version out of another, all but what is given', async () => {
    const answer = await next({ ImageId: web.imageId, IamInstanceProfile: { Name: 'web' } });
    expect(answer.Warning).toBeUndefined();
    expect(answer.LaunchTemplateVersion).toMatchObject({
      VersionNumber: 2,
      DefaultVersion: false,
      LaunchTemplateData: { ImageId: web.imageId, KeyName: 'exercise-key', UserData: expect.any(String) },
    });
    const versions = await ec2.describeLaunchTemplateVersions({ ...template, Versions: ['$Latest', '$Default'] });
    expect(versions.LaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber)).toEqual([2, 1]);
    await ec2.modifyLaunchTemplate({ ...template, DefaultVersion: '2' });
    const { LaunchTemplates } = await ec2.describeLaunchTemplates({ LaunchTemplateNames: ['exercise-template'] });
    expect(LaunchTemplates).toMatchObject([{ DefaultVersionNumber: 2, LatestVersionNumber: 2 }]);
  });

  it('lose versions but the default one, whose number no other ever gets', async () => {
    await next({ InstanceType: 't3.small' });
    const answer = await ec2.deleteLaunchTemplateVersions({ ...template, Versions: ['1', '2', '9'] });
    expect(answer.SuccessfullyDeletedLaunchTemplateVersions).toMatchObject([{ VersionNumber: 2 }]);
    expect(answer.UnsuccessfullyDeletedLaunchTemplateVersions).toMatchObject([
      { VersionNumber: 1 },
      { VersionNumber: 9, ResponseError: { Code: 'launchTemplateVersionDoesNotExist' } },
    ]);
    const { LaunchTemplateVersion } = await next({ InstanceType: 't3.large' });
    expect(LaunchTemplateVersion?.VersionNumber).toBe(3);
  });

  it('leave the snapshots of the source behind', async () => {
    const BlockDeviceMappings = [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 20, SnapshotId: absent('snap') } }];
    await next({ BlockDeviceMappings });
    const { LaunchTemplateVersion } = await ec2.createLaunchTemplateVersion({
      ...template,
      SourceVersion: '$Latest',
      LaunchTemplateData: {},
    });
    expect(LaunchTemplateVersion?.LaunchTemplateData?.BlockDeviceMappings).toEqual([
      { DeviceName: '/dev/sda1', Ebs: { VolumeSize: 20 } },
    ]);
  });

  it('make the same version for the same token', async () => {
    const first = await next({ ImageId: web.imageId }, 'once');
    const again = await next({ ImageId: web.imageId }, 'once');
    expect(again.LaunchTemplateVersion?.VersionNumber).toBe(first.LaunchTemplateVersion?.VersionNumber);
    await expect(next({ InstanceType: 't3.small' }, 'once')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
    });
  });

  it('warn of what could not be launched', async () => {
    const { Warning } = await next({ ImageId: absent('ami') });
    expect(Warning?.Errors).toMatchObject([{ Code: 'InvalidAMIID.NotFound' }]);
  });

  it('are listed newest first, in pages', async () => {
    for (let i = 0; i < 6; i++) await next({});
    const first = await ec2.describeLaunchTemplateVersions(template);
    const second = await ec2.describeLaunchTemplateVersions({ ...template, NextToken: first.NextToken });
    const numbers = [first, second].map(({ LaunchTemplateVersions }) =>
      LaunchTemplateVersions?.map((v) => v.VersionNumber),
    );
    expect(numbers).toEqual([
      [7, 6, 5, 4, 3],
      [2, 1],
    ]);
  });

  it('refuses in EC2’s words', async () => {
    const data = { ...template, LaunchTemplateData: {} };
    await expect(ec2.createLaunchTemplate(data)).rejects.toMatchObject({
      name: 'InvalidLaunchTemplateName.AlreadyExistsException',
    });
    await expect(ec2.createLaunchTemplate({ ...data, LaunchTemplateName: 'a template' })).rejects.toMatchObject({
      name: 'InvalidLaunchTemplateName.MalformedException',
    });
    await expect(ec2.describeLaunchTemplates({ LaunchTemplateNames: ['absent'] })).rejects.toMatchObject({
      name: 'InvalidLaunchTemplateName.NotFoundException',
    });
    await expect(ec2.describeLaunchTemplates({ LaunchTemplateIds: [absent('lt')] })).rejects.toMatchObject({
      name: 'InvalidLaunchTemplateId.NotFound',
    });
    await expect(ec2.describeLaunchTemplateVersions({ ...template, Versions: ['9'] })).rejects.toMatchObject({
      name: 'InvalidLaunchTemplateId.VersionNotFound',
    });
  });
});

describe('tags', () => {
  it('are put on anything and taken off again', async () => {
    const [subnet] = sandbox.state.ec2.subnets;
    const Resources = [web.id, subnet?.id ?? ''];
    await ec2.createTags({ Resources, Tags: [{ Key: 'env', Value: 'book' }] });
    const Filters = [{ Name: 'tag:env', Values: ['book'] }];
    expect((await ec2.describeSubnets({ Filters })).Subnets).toHaveLength(1);
    await ec2.deleteTags({ Resources, Tags: [{ Key: 'env', Value: 'other' }] });
    expect((await ec2.describeInstances({ Filters })).Reservations).toHaveLength(1);
    await ec2.deleteTags({ Resources, Tags: [{ Key: 'env' }] });
    expect((await ec2.describeInstances({ Filters })).Reservations).toHaveLength(0);
  });

  it('leave AWS’s own alone, and go all or nothing', async () => {
    const Tags = [{ Key: 'env', Value: 'book' }];
    await expect(ec2.createTags({ Resources: [web.id, absent('ami')], Tags })).rejects.toMatchObject({
      name: 'InvalidAMIID.NotFound',
    });
    expect(sandbox.state.ec2.instances[web.id]?.tags).toEqual([{ key: 'Name', value: 'exercise-web' }]);
    await expect(ec2.createTags({ Resources: [web.id], Tags: [{ Key: 'aws:x', Value: '' }] })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

it('shows the network of an empty account', async () => {
  const empty = createSandbox({ scenario: 'empty', region, cwd: '/', store: memoryStore(), throttling: false });
  const { ec2 } = connect({ region, sandbox: empty });
  const { Vpcs } = await ec2.describeVpcs({ Filters: [{ Name: 'is-default', Values: ['true'] }] });
  const Filters = [{ Name: 'vpc-id', Values: [Vpcs?.[0]?.VpcId ?? ''] }];
  const { Subnets } = await ec2.describeSubnets({ Filters });
  expect(Subnets?.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([`${region}a`, `${region}c`]);
  expect((await ec2.describeSecurityGroups({ Filters })).SecurityGroups).toMatchObject([{ GroupName: 'default' }]);
  expect((await ec2.describeKeyPairs({})).KeyPairs).toEqual([]);
});
