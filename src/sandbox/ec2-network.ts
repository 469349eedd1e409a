// VPCs, subnets, security groups and key pairs in the sandbox, which are only read; and tags, which any of EC2's things take.
import { createHash } from 'node:crypto';
import type { Handlers } from '../aws/operations.ts';
import { type Account, fromTags, mergeTags, refuse } from './account.ts';
import { checkId, checkTags, ec2Page, type FilterTable, filtered, tagsShown } from './ec2-filters.ts';
import type { State, Tag } from './state.ts';

type Ec2 = State['ec2'];

type NetworkOperation =
  | 'describeVpcs'
  | 'describeSubnets'
  | 'describeSecurityGroups'
  | 'describeKeyPairs'
  | 'createTags'
  | 'deleteTags';

export const handlers: Pick<Handlers<'ec2', Account>, NetworkOperation> = {
  describeVpcs(input = {}, account) {
    const { state, id: OwnerId } = account;
    const table: FilterTable<Ec2['vpcs'][number]> = {
      'vpc-id': ({ id }) => id,
      'is-default': ({ isDefault }) => String(isDefault),
      isDefault: ({ isDefault }) => String(isDefault),
      cidr: ({ cidr }) => cidr,
      state: () => 'available',
    };
    const all = chosen(state.ec2.vpcs, input.VpcIds, 'vpc', 'InvalidVpcID');
    const { items, NextToken } = ec2Page(filtered(all, input.Filters, table, tagsIn(account)), input, {
      ids: input.VpcIds,
    });
    return {
      Vpcs: items.map((vpc) => ({
        VpcId: vpc.id,
        CidrBlock: vpc.cidr,
        IsDefault: vpc.isDefault,
        State: 'available' as const,
        OwnerId,
        ...tagsShown(tagsIn(account)(vpc)),
      })),
      NextToken,
    };
  },

  describeSubnets(input = {}, account) {
    const { state, id: OwnerId } = account;
    const table: FilterTable<Ec2['subnets'][number]> = {
      'subnet-id': ({ id }) => id,
      'vpc-id': ({ vpcId }) => vpcId,
      'default-for-az': ({ isDefault }) => String(isDefault),
      defaultForAz: ({ isDefault }) => String(isDefault),
      'availability-zone': ({ zone }) => zone,
      'cidr-block': ({ cidr }) => cidr,
      state: () => 'available',
    };
    const all = chosen(state.ec2.subnets, input.SubnetIds, 'subnet', 'InvalidSubnetID');
    const { items, NextToken } = ec2Page(filtered(all, input.Filters, table, tagsIn(account)), input, {
      ids: input.SubnetIds,
    });
    return {
      Subnets: items.map((subnet) => ({
        SubnetId: subnet.id,
        VpcId: subnet.vpcId,
        AvailabilityZone: subnet.zone,
        CidrBlock: subnet.cidr,
        DefaultForAz: subnet.isDefault,
        MapPublicIpOnLaunch: true,
        State: 'available' as const,
        OwnerId,
        ...tagsShown(tagsIn(account)(subnet)),
      })),
      NextToken,
    };
  },

  describeSecurityGroups(input = {}, account) {
    const { state, id: OwnerId } = account;
    const table: FilterTable<Ec2['securityGroups'][number]> = {
      'group-id': ({ id }) => id,
      'group-name': ({ name }) => name,
      'vpc-id': ({ vpcId }) => vpcId,
      description: ({ description }) => description,
    };
    const byId = chosen(state.ec2.securityGroups, input.GroupIds, 'sg', 'InvalidGroup');
    for (const name of input.GroupNames ?? [])
      if (!byId.some((group) => group.name === name))
        refuse('InvalidGroup.NotFound', `The security group '${name}' does not exist`);
    const all = input.GroupNames?.length ? byId.filter(({ name }) => input.GroupNames?.includes(name)) : byId;
    const { items, NextToken } = ec2Page(filtered(all, input.Filters, table, tagsIn(account)), input, {
      ids: input.GroupIds,
    });
    return {
      SecurityGroups: items.map((group) => ({
        GroupId: group.id,
        GroupName: group.name,
        VpcId: group.vpcId,
        Description: group.description,
        OwnerId,
        ...tagsShown(tagsIn(account)(group)),
      })),
      NextToken,
    };
  },

  /** The only list here that EC2 never splits. */
  describeKeyPairs(input = {}, account) {
    const pairs = account.state.ec2.keyPairs.map((name) => ({ id: keyPairId(name), name }));
    for (const name of input.KeyNames ?? [])
      if (!pairs.some((pair) => pair.name === name))
        refuse('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
    const named = pairs.filter(({ name }) => !input.KeyNames?.length || input.KeyNames.includes(name));
    const table: FilterTable<(typeof pairs)[number]> = {
      'key-name': ({ name }) => name,
      'key-pair-id': ({ id }) => id,
    };
    return {
      KeyPairs: filtered(named, input.Filters, table, tagsIn(account)).map((pair) => ({
        KeyPairId: pair.id,
        KeyName: pair.name,
        KeyType: 'rsa' as const,
        ...tagsShown(tagsIn(account)(pair)),
      })),
    };
  },

  createTags({ Resources = [], Tags }, account) {
    const added = checkTags(fromTags(Tags));
    const places = Resources.map((id) => tagPlace(account, id));
    for (const place of places) place.set(mergeTags(place.get(), added));
    return {};
  },

  /** A tag given without its value goes whatever its value is; no tags at all: all of them go but AWS's own. */
  deleteTags({ Resources = [], Tags }, account) {
    const doomed = ({ key, value }: Tag) =>
      !key.startsWith('aws:') &&
      (!Tags || Tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value)));
    checkTags(fromTags(Tags));
    const places = Resources.map((id) => tagPlace(account, id));
    for (const place of places) place.set(place.get().filter((tag) => !doomed(tag)));
    return {};
  },
};

const keyPairId = (name: string) => `key-0${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

const tagsIn =
  ({ state }: Account) =>
  ({ id }: { id: string }) =>
    state.ec2.tags[id] ?? [];

/** Those of the ids given, which must exist; all if none are given. */
function chosen<T extends { id: string }>(all: T[], ids: string[] | undefined, prefix: string, error: string): T[] {
  if (!ids?.length) return all;
  return ids.map((id) => {
    checkId(id, prefix, error);
    return all.find((one) => one.id === id) ?? refuse(`${error}.NotFound`, `The ID '${id}' does not exist`);
  });
}

/** Kind of id -> how EC2 names the error that there is none. */
const MISSING: Record<string, string> = {
  i: 'InvalidInstanceID.NotFound',
  ami: 'InvalidAMIID.NotFound',
  snap: 'InvalidSnapshot.NotFound',
  lt: 'InvalidLaunchTemplateId.NotFound',
  vpc: 'InvalidVpcID.NotFound',
  subnet: 'InvalidSubnetID.NotFound',
  sg: 'InvalidGroup.NotFound',
  key: 'InvalidKeyPair.NotFound',
};

/** Where the tags of a thing are kept, whatever it is. */
function tagPlace({ state }: Account, id: string) {
  const { ec2 } = state;
  const thing = ec2.instances[id] ?? ec2.images[id] ?? ec2.snapshots[id] ?? ec2.templates[id];
  if (thing)
    return {
      get: () => thing.tags,
      set: (tags: Tag[]) => {
        thing.tags = tags;
      },
    };
  const others = [
    ...ec2.vpcs,
    ...ec2.subnets,
    ...ec2.securityGroups,
    ...ec2.keyPairs.map((name) => ({ id: keyPairId(name) })),
  ];
  if (!others.some((other) => other.id === id)) {
    const missing = MISSING[id.split('-')[0] ?? ''];
    refuse(missing ?? 'InvalidID', missing ? `The ID '${id}' does not exist` : `The ID '${id}' is not valid`);
  }
  return {
    get: () => ec2.tags[id] ?? [],
    set: (tags: Tag[]) => {
      ec2.tags[id] = tags;
    },
  };
}
