// An image: made once from the stopped source, found again by its name, ours by its tags.
import { AutoScalingClient, DescribeAutoScalingInstancesCommand } from '@aws-sdk/client-auto-scaling';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import {
  CreateImageCommand,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  type Image,
  type Instance,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { givenImage, type ImageShape, image, ownImage } from '../../src/resources/image.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, verb } from './support.ts';

const ec2 = mockClient(EC2Client);
const autoScaling = mockClient(AutoScalingClient);
const elb = mockClient(ElasticLoadBalancingV2Client);
const codeDeploy = mockClient(CodeDeployClient);

const shape: ImageShape = {
  name: 'shop-1',
  instance: 'i-1',
  restart: true,
  allowDowntime: false,
  before: async () => [],
};
const wanted = (of: Partial<ImageShape> = {}) => image(place, owner, { ...shape, ...of });
const source = { Key: 'codedeploy-wizard:source', Value: 'i-1' };

const there = (of: Image = {}) =>
  ec2
    .on(DescribeImagesCommand, { Owners: ['self'], Filters: [{ Name: 'name', Values: ['shop-1'] }] })
    .resolves({ Images: [{ ImageId: 'ami-1', State: 'available', Tags: [...ownTags, source], ...of }] });

/** The states that the source instance is seen in, one after another; the last one stays. */
function instance(...states: string[]) {
  const seen = (state = ''): { Reservations: { Instances: Instance[] }[] } => ({
    Reservations: [
      { Instances: [{ InstanceId: 'i-1', State: { Name: state as 'running' }, PublicIpAddress: '1.2.3.4' }] },
    ],
  });
  let behaviour = ec2.on(DescribeInstancesCommand);
  for (const state of states.slice(0, -1)) behaviour = behaviour.resolvesOnce(seen(state));
  behaviour.resolves(seen(states.at(-1)));
}
const serves = () =>
  autoScaling
    .on(DescribeAutoScalingInstancesCommand)
    .resolves({ AutoScalingInstances: [{ AutoScalingGroupName: 'shop-asg' } as never] });

beforeEach(() => {
  fresh(ec2, autoScaling, elb, codeDeploy);
});

describe('finding', () => {
  it('keeps ours from the same instance, in whatever state', async () => {
    for (const State of ['available', 'pending', 'failed'] as const) {
      there({ State });
      expect(await verb(wanted())).toBe('keep');
    }
  });

  it.each([
    ['another instance', [...ownTags, { ...source, Value: 'i-2' }]],
    ['no tags', undefined],
  ])('is a conflict with one of that name and %s', async (_, Tags) => {
    there({ Tags });
    await expect(verb(wanted())).rejects.toMatchObject({ code: 'conflict', data: { name: 'shop-1' } });
  });

  it('takes the newest living one of the project, from every page', async () => {
    const made = (ImageId: string, CreationDate: string, State = 'available') =>
      ({ ImageId, Name: `name of ${ImageId}`, CreationDate, State }) as Image;
    ec2
      .on(DescribeImagesCommand)
      .resolvesOnce({ Images: [made('ami-1', '2024-01-01'), made('ami-4', '2024-04-01', 'failed')], NextToken: 'more' })
      .resolvesOnce({ Images: [made('ami-3', '2024-03-01', 'pending'), made('ami-2', '2024-02-01')] });
    expect(await ownImage(place, 'shop', 'i-1')).toEqual({ id: 'ami-3', name: 'name of ami-3' });
    ec2.on(DescribeImagesCommand).resolves({});
    expect(await ownImage(place, 'shop', 'i-1')).toBeUndefined();
  });
});

describe('making', () => {
  it('marks the source, stops it, waits, and makes the image with its tags', async () => {
    instance('running', 'stopping', 'stopped');
    await wanted({ prepared: 'digest' }).create(progress);
    const order = ec2.calls().map(({ args }) => args[0].constructor.name.replace('Command', ''));
    expect(order.filter((name) => name !== 'DescribeInstances')).toEqual([
      'CreateTags',
      'StopInstances',
      'CreateImage',
    ]);
    expect(order.indexOf('CreateImage')).toBeGreaterThan(order.lastIndexOf('DescribeInstances'));
    expect(inputs(ec2.commandCalls(CreateTagsCommand))).toEqual([
      {
        Resources: ['i-1'],
        Tags: [
          { Key: 'codedeploy-wizard:prepared', Value: 'digest' },
          { Key: 'codedeploy-wizard:restart', Value: 'yes' },
        ],
      },
    ]);
    const Tags = [...ownTags, source, { Key: 'Name', Value: 'shop-1' }];
    expect(inputs(ec2.commandCalls(CreateImageCommand))).toEqual([
      {
        InstanceId: 'i-1',
        Name: 'shop-1',
        Description: 'Made by codedeploy-wizard for shop from i-1',
        TagSpecifications: [
          { ResourceType: 'image', Tags },
          { ResourceType: 'snapshot', Tags },
        ],
      },
    ]);
  });

  it('neither marks nor stops what is stopped, nor stops what is stopping', async () => {
    instance('stopped');
    await wanted().create(progress);
    expect(ec2.commandCalls(CreateTagsCommand)).toHaveLength(0);
    instance('stopping', 'stopped');
    await wanted({ restart: false }).create(progress);
    expect(ec2.commandCalls(StopInstancesCommand)).toHaveLength(0);
    expect(ec2.commandCalls(CreateImageCommand)).toHaveLength(2);
  });

  it('reads back after a lost answer, and passes on every other refusal', async () => {
    instance('stopped');
    ec2.on(CreateImageCommand).rejects(named('InvalidAMIName.Duplicate'));
    await wanted().create(progress);
    ec2.on(CreateImageCommand).rejects(named('InstanceLimitExceeded'));
    await expect(wanted().create(progress)).rejects.toMatchObject({ name: 'InstanceLimitExceeded' });
  });

  it('makes nothing of an instance that is terminated while it stops', async () => {
    instance('running', 'terminated');
    await expect(wanted().create(progress)).rejects.toMatchObject({ code: 'notFound', data: { name: 'i-1' } });
    expect(ec2.commandCalls(CreateImageCommand)).toHaveLength(0);
  });
});

describe('waiting', () => {
  const waits = async (of: Image) => {
    there(of);
    return wanted().waiting?.((await wanted().read())!, progress);
  };

  it('is over when it is available, and tells its progress before', async () => {
    expect(await waits({})).toBeUndefined();
    expect(await waits({ State: 'pending' })).toMatchObject({ key: 'waitImage', data: { progress: '' } });
    ec2.on(DescribeSnapshotsCommand).resolves({ Snapshots: [{ Progress: '42%' }] });
    expect(await waits({ State: 'pending' })).toMatchObject({ data: { image: 'ami-1', progress: '42%' } });
    expect(await waits({ State: undefined })).toMatchObject({ data: { state: 'unknown' } });
  });

  it.each(['failed', 'error', 'invalid', 'deregistered'] as const)('is broken when it is %s', async (State) => {
    await expect(waits({ State, StateReason: { Message: 'why' } })).rejects.toMatchObject({
      code: 'broken',
      data: { state: State, reason: 'why' },
    });
  });
});

describe('what stopping means', () => {
  it('is said before, and not when the image is there', async () => {
    instance('running');
    const keys = async (of: Partial<ImageShape> = {}) =>
      ((await wanted(of).notes?.(undefined, [])) ?? []).map(({ key }) => key);
    expect(await keys()).toEqual(['nothingDepends', 'stopsInstance', 'publicIpChanges']);
    expect(await keys({ restart: false })).toEqual(['nothingDepends', 'stopsInstance', 'staysStopped']);
    there();
    expect(await wanted().notes?.((await wanted().read())!, [])).toEqual([]);
  });

  it('needs consent by name, and downtime allowed, where the source serves', async () => {
    instance('running');
    expect(await wanted().severe?.(undefined, [])).toEqual([]);
    serves();
    await expect(wanted().severe?.(undefined, [])).rejects.toMatchObject({ code: 'servesTraffic' });
    expect(await wanted({ allowDowntime: true }).severe?.(undefined, [])).toMatchObject([
      { confirm: 'i-1', why: { key: 'instanceInAsg', data: { asg: 'shop-asg' } } },
    ]);
    instance('stopped');
    expect(await wanted().severe?.(undefined, [])).toEqual([]);
  });
});

describe('a given image', () => {
  const given = givenImage(place, 'ami-9');

  it('is taken as it is, and waited for', async () => {
    ec2
      .on(DescribeImagesCommand, { ImageIds: ['ami-9'] })
      .resolves({ Images: [{ ImageId: 'ami-9', State: 'pending' }] });
    expect(await verb(given)).toBe('keep');
    expect(await given.waiting?.((await given.read())!, progress)).toMatchObject({ key: 'waitImage' });
  });

  it('must be there: others are named instead', async () => {
    const arrange = () =>
      ec2.on(DescribeImagesCommand, { Owners: ['self'] }).resolves({ Images: [{ ImageId: 'ami-1', Name: 'shop-1' }] });
    arrange();
    for (const name of ['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed', 'InvalidAMIID.Unavailable']) {
      ec2.on(DescribeImagesCommand, { ImageIds: ['ami-9'] }).rejects(named(name));
      await expect(given.read()).rejects.toMatchObject({ code: 'notFound', data: { instead: ['ami-1 (shop-1)'] } });
    }
    ec2.on(DescribeImagesCommand, { ImageIds: ['ami-9'] }).rejects(named('UnauthorizedOperation'));
    await expect(given.read()).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });
});
