// Images and their snapshots in the sandbox.
import type { Handlers } from '../aws/operations.ts';
import { type Account, refuse } from './account.ts';
import { checkId, ec2Page, type FilterTable, filtered, specifiedTags, tagsShown } from './ec2-filters.ts';
import { instanceWith } from './ec2-instances.ts';
import { booted } from './ec2-launch.ts';
import { lagOf } from './lag.ts';
import type { Image, Snapshot } from './state.ts';

const READY_IN = 40_000;
const AMAZON = '137112412989';
const VOLUME_SIZE = 8;

export function advanceImages({ state, now }: Account): void {
  for (const image of Object.values(state.ec2.images)) {
    if (image.state !== 'pending' || now - image.since < READY_IN) continue;
    image.state = 'available';
    image.since = now;
  }
}

type ImageOperation = 'describeImages' | 'describeSnapshots' | 'createImage' | 'deregisterImage' | 'deleteSnapshot';

export const handlers: Pick<Handlers<'ec2', Account>, ImageOperation> = {
  describeImages(input = {}, account) {
    const { ImageIds: ids, Owners: owners } = input;
    const { images } = account.state.ec2;
    const all = ids?.length ? ids.map((id) => imageWith(account, id)) : Object.values(images);
    const owned = all.filter((image) => {
      const holders = [ownerId(account, image), image.owner];
      return isKnown(account, image) && (!owners?.length || owners.some((owner) => holders.includes(owner)));
    });
    const { items, NextToken } = ec2Page(
      filtered(owned, input.Filters, imageFilters(account), ({ tags }) => tags),
      input,
      { ids, least: 1 },
    );
    return { Images: items.map((image) => imageShape(account, image)), NextToken };
  },

  describeSnapshots(input = {}, account) {
    const { SnapshotIds: ids } = input;
    const all = ids?.length ? ids.map((id) => snapshotWith(account, id)) : Object.values(account.state.ec2.snapshots);
    const table: FilterTable<Snapshot> = {
      description: ({ description }) => description,
      'snapshot-id': ({ id }) => id,
      status: (snapshot) => snapshotProgress(account, snapshot).State,
      progress: (snapshot) => snapshotProgress(account, snapshot).Progress,
      'owner-id': () => account.id,
    };
    const { items, NextToken } = ec2Page(
      filtered(all, input.Filters, table, ({ tags }) => tags),
      input,
      { ids },
    );
    return { Snapshots: items.map((snapshot) => snapshotShape(account, snapshot)), NextToken };
  },

  createImage(input, account) {
    const { state, now, newId } = account;
    const { Name: name = '', Description: description } = input;
    const instance = instanceWith(account, input.InstanceId);
    if (!/^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/.test(name))
      refuse(
        'InvalidAMIName.Malformed',
        "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
      );
    if (description && (description.length > 255 || !/^[\x20-\x7e]*$/.test(description)))
      refuse('InvalidParameterValue', 'The description must be at most 255 characters of ASCII.');
    const tags = specifiedTags(input.TagSpecifications, 'image', 'snapshot');
    const same = Object.values(state.ec2.images).find((image) => image.owner === 'self' && image.name === name);
    if (same) refuse('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${same.id}`);
    if (instance.state !== 'running' && instance.state !== 'stopped')
      refuse(
        'IncorrectInstanceState',
        `The instance '${instance.id}' is not in a state from which an image can be created; it must be running or stopped.`,
      );
    const id = newId('ami-0', 16);
    const snapshotId = newId('snap-0', 16);
    const from = state.ec2.images[instance.imageId];
    state.ec2.images[id] = {
      id,
      name,
      description,
      owner: 'self',
      state: 'pending',
      since: now,
      createdAt: now,
      architecture: from?.architecture ?? 'x86_64',
      rootDevice: instance.rootDevice,
      snapshotId,
      tags: tags.image,
      // A snapshot is of the moment at which it was asked for, however long it takes.
      host: structuredClone(instance.host),
    };
    state.ec2.snapshots[snapshotId] = {
      id: snapshotId,
      description: `Created by CreateImage(${instance.id}) for ${id}`,
      tags: tags.snapshot,
      startedAt: now,
    };
    // Unless told not to, EC2 reboots a running machine, and its agent with it.
    if (instance.state === 'running' && !input.NoReboot) booted(instance.host, instance.profile !== undefined);
    return { ImageId: id };
  },

  deregisterImage({ ImageId, DeleteAssociatedSnapshots }, account) {
    const image = imageWith(account, ImageId);
    const { images, snapshots } = account.state.ec2;
    if (image.owner !== 'self') refuse('AuthFailure', `Not authorized for image:${image.id}`, 403);
    delete images[image.id];
    if (!DeleteAssociatedSnapshots) return { Return: true };
    delete snapshots[image.snapshotId];
    return { Return: true, DeleteSnapshotResults: [{ SnapshotId: image.snapshotId, ReturnCode: 'success' }] };
  },

  deleteSnapshot({ SnapshotId }, account) {
    const { id } = snapshotWith(account, SnapshotId);
    const user = Object.values(account.state.ec2.images).find(({ snapshotId }) => snapshotId === id);
    if (user) refuse('InvalidSnapshot.InUse', `The snapshot ${id} is currently in use by ${user.id}`);
    delete account.state.ec2.snapshots[id];
    return {};
  },
};

/** For a moment after CreateImage has given its id, no one else knows the image. */
const isKnown = ({ now, state }: Account, { createdAt }: Image) => now - createdAt >= lagOf(state).images;

function imageWith(account: Account, id = ''): Image {
  checkId(id, 'ami', 'InvalidAMIID');
  const image = account.state.ec2.images[id];
  return image && isKnown(account, image)
    ? image
    : refuse('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
}

function snapshotWith({ state }: Account, id = ''): Snapshot {
  checkId(id, 'snap', 'InvalidSnapshotID');
  return state.ec2.snapshots[id] ?? refuse('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);
}

const ownerId = ({ id }: Account, { owner }: Image) => (owner === 'self' ? id : AMAZON);

const imageFilters = (account: Account): FilterTable<Image> => ({
  name: ({ name }) => name,
  'image-id': ({ id }) => id,
  state: ({ state }) => state,
  description: ({ description }) => description,
  architecture: ({ architecture }) => architecture,
  'owner-id': (image) => ownerId(account, image),
  'owner-alias': ({ owner }) => (owner === 'amazon' ? 'amazon' : undefined),
  'root-device-name': ({ rootDevice }) => rootDevice,
  'root-device-type': () => 'ebs',
  'block-device-mapping.snapshot-id': ({ state, snapshotId }) => (state === 'available' ? snapshotId : undefined),
});

function imageShape(account: Account, image: Image) {
  const OwnerId = ownerId(account, image);
  return {
    ImageId: image.id,
    Name: image.name,
    Description: image.description,
    ImageLocation: `${image.owner === 'self' ? OwnerId : 'amazon'}/${image.name}`,
    ImageType: 'machine' as const,
    OwnerId,
    ...(image.owner === 'amazon' && { ImageOwnerAlias: 'amazon' }),
    Public: image.owner === 'amazon',
    State: image.state,
    ...(image.state === 'failed' && {
      StateReason: { Code: 'Server.InternalError', Message: 'Server.InternalError: Internal error on image creation' },
    }),
    CreationDate: new Date(image.createdAt).toISOString(),
    Architecture: image.architecture,
    PlatformDetails: image.host.platform === 'Windows' ? 'Windows' : 'Linux/UNIX',
    RootDeviceName: image.rootDevice,
    RootDeviceType: 'ebs' as const,
    VirtualizationType: 'hvm' as const,
    // The snapshot is named only when the image is ready.
    BlockDeviceMappings: [
      {
        DeviceName: image.rootDevice,
        Ebs: {
          VolumeSize: VOLUME_SIZE,
          VolumeType: 'gp3' as const,
          DeleteOnTermination: true,
          ...(image.state === 'available' && { SnapshotId: image.snapshotId }),
        },
      },
    ],
    ...tagsShown(image.tags),
  };
}

function snapshotProgress({ now }: Account, { startedAt }: Snapshot) {
  const done = Math.min(100, Math.floor(((now - startedAt) / READY_IN) * 100));
  return { State: done < 100 ? ('pending' as const) : ('completed' as const), Progress: `${done}%` };
}

const snapshotShape = (account: Account, snapshot: Snapshot) => ({
  SnapshotId: snapshot.id,
  Description: snapshot.description,
  OwnerId: account.id,
  StartTime: new Date(snapshot.startedAt),
  VolumeSize: VOLUME_SIZE,
  Encrypted: false,
  ...snapshotProgress(account, snapshot),
  ...tagsShown(snapshot.tags),
});
