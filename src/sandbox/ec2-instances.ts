// Machines in the sandbox: started, stopped, given a profile, and found.
import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Handlers } from '../aws/operations.ts';
import { type Account, fromTags, mergeTags, refuse } from './account.ts';
import { checkId, ec2Page, type FilterTable, filtered, tagsShown } from './ec2-filters.ts';
import { profileArn, profileProblem } from './iam.ts';
import type { Host, Image, Instance, Tag } from './state.ts';

const STARTS_IN = 15_000;
const STOPS_IN = 20_000;
const DIES_IN = 30_000;
const ASSOCIATES_IN = 5_000;
/** A terminated instance is still shown for an hour. */
const FORGOTTEN_IN = 3_600_000;
const SMALLEST_VOLUME = 8;

const CODES = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 };

export interface Launch {
  /** LaunchTemplateData, as a template's version holds it. */
  data: Record<string, unknown>;
  subnetId: string;
  tags: Tag[];
}

type Data = RequestLaunchTemplateData;

/** What RunInstances does, which only Auto Scaling calls here. Refuses as EC2 does. */
export function launchInstance(account: Account, { data, subnetId, tags }: Launch): Instance {
  const { state, now, newId } = account;
  const template = data as Data;
  const image = launchableImage(account, template);
  const subnet = state.ec2.subnets.find(({ id }) => id === subnetId);
  if (!subnet) return refuse('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`);
  const keyName = template.KeyName;
  if (keyName && !state.ec2.keyPairs.includes(keyName))
    refuse('InvalidKeyPair.NotFound', `The key pair '${keyName}' does not exist`);
  const profile = template.IamInstanceProfile?.Name ?? template.IamInstanceProfile?.Arn;
  const problem = profile && profileProblem(account, profile);
  if (problem) refuse('InvalidParameterValue', problem);
  const specified = template.TagSpecifications?.find(({ ResourceType }) => ResourceType === 'instance')?.Tags;
  const instance: Instance = {
    id: newId('i-0', 16),
    imageId: image.id,
    type: template.InstanceType ?? 'm1.small',
    subnetId,
    privateIp: addressIn(subnet.cidr, state.counter),
    publicIp: publicAddress(account),
    keyName,
    securityGroups: groupsFor(account, template, subnet.vpcId),
    state: 'pending',
    since: now,
    launchedAt: now,
    tags: mergeTags(fromTags(specified), tags),
    ...(profile && { profile: { name: nameOf(profile), associationId: newId('iip-assoc-0', 16), since: now } }),
    host: booted(structuredClone(image.host), profile !== undefined),
    rootDevice: image.rootDevice,
    userData: template.UserData,
  };
  state.ec2.instances[instance.id] = instance;
  return instance;
}

/** What TerminateInstances does, which only Auto Scaling and CodeDeploy call here. */
export function terminateInstance(account: Account, id: string): void {
  const instance = account.state.ec2.instances[id];
  if (instance && !isGone(instance)) enter(account, instance, 'shutting-down');
}

/** Pending machines come up, stopping ones stop, dying ones die and are forgotten. */
export function advanceInstances(account: Account): void {
  const { state, now } = account;
  for (const instance of Object.values(state.ec2.instances)) {
    const age = now - instance.since;
    if (instance.state === 'pending' && age >= STARTS_IN) enter(account, instance, 'running');
    else if (instance.state === 'stopping' && age >= STOPS_IN) {
      instance.publicIp = undefined;
      enter(account, instance, 'stopped');
    } else if (instance.state === 'shutting-down' && age >= DIES_IN) {
      instance.publicIp = undefined;
      instance.profile = undefined;
      enter(account, instance, 'terminated');
    } else if (instance.state === 'terminated' && age >= FORGOTTEN_IN) delete state.ec2.instances[instance.id];
  }
}

/** The agent starts with the machine, and from then on has whatever credentials there were at that moment. */
export function booted(host: Host, credentials: boolean): Host {
  if (host.agent) host.agent = { ...host.agent, running: true, credentials };
  return host;
}

export function instanceWith({ state }: Account, id = ''): Instance {
  checkId(id, 'i', 'InvalidInstanceID');
  return (
    state.ec2.instances[id] ?? refuse('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
  );
}

type InstanceOperation =
  | 'describeInstances'
  | 'stopInstances'
  | 'startInstances'
  | 'associateIamInstanceProfile'
  | 'describeIamInstanceProfileAssociations';

export const handlers: Pick<Handlers<'ec2', Account>, InstanceOperation> = {
  describeInstances(input, account) {
    const { InstanceIds: ids } = input;
    const all = ids?.length ? ids.map((id) => instanceWith(account, id)) : Object.values(account.state.ec2.instances);
    const { items, NextToken } = ec2Page(filtered(all, input.Filters, filtersFor(account), tagsOf), input, { ids });
    return {
      Reservations: items.map((instance) => ({
        ReservationId: instance.id.replace('i-', 'r-'),
        OwnerId: account.id,
        Instances: [shape(account, instance)],
      })),
      NextToken,
    };
  },

  stopInstances({ InstanceIds = [] }, account) {
    const changes = InstanceIds.map((id) => instanceWith(account, id));
    for (const { id, state } of changes)
      if (!['running', 'stopping', 'stopped'].includes(state)) incorrectState(id, state, 'stopped');
    return {
      StoppingInstances: changes.map((instance) =>
        changing(instance, () => {
          if (instance.state === 'running') enter(account, instance, 'stopping');
        }),
      ),
    };
  },

  startInstances({ InstanceIds = [] }, account) {
    const changes = InstanceIds.map((id) => instanceWith(account, id));
    for (const { id, state } of changes)
      if (!['running', 'pending', 'stopped'].includes(state)) incorrectState(id, state, 'started');
    return {
      StartingInstances: changes.map((instance) =>
        changing(instance, () => {
          if (instance.state !== 'stopped') return;
          enter(account, instance, 'pending');
          instance.launchedAt = account.now;
          instance.publicIp = publicAddress(account);
          booted(instance.host, instance.profile !== undefined);
        }),
      ),
    };
  },

  /** An agent that is already running learns nothing of it before it is restarted. */
  associateIamInstanceProfile({ InstanceId, IamInstanceProfile: { Name, Arn } = {} }, account) {
    const instance = instanceWith(account, InstanceId);
    if (Name && Arn)
      refuse('InvalidParameterCombination', "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
    const given = Name ?? Arn;
    if (!given) return refuse('MissingParameter', 'The request must contain the parameter iamInstanceProfile');
    if (isGone(instance))
      refuse('IncorrectInstanceState', `The instance '${instance.id}' is not in a state from which a profile can be associated.`);
    if (instance.profile)
      refuse('IncorrectState', `There is an existing association for instance ${instance.id}`);
    const problem = profileProblem(account, given);
    if (problem) refuse('InvalidParameterValue', problem);
    instance.profile = { name: nameOf(given), associationId: account.newId('iip-assoc-0', 16), since: account.now };
    return { IamInstanceProfileAssociation: associations(account, instance)[0] };
  },

  describeIamInstanceProfileAssociations(input, account) {
    const { AssociationIds: ids } = input;
    const all = Object.values(account.state.ec2.instances).flatMap((instance) => associations(account, instance));
    for (const id of ids ?? [])
      if (!all.some(({ AssociationId }) => AssociationId === id))
        refuse('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
    const named = ids?.length ? all.filter(({ AssociationId }) => ids.includes(AssociationId)) : all;
    const table = {
      'instance-id': ({ InstanceId }: (typeof all)[number]) => InstanceId,
      state: ({ State }: (typeof all)[number]) => State,
    };
    const { items, NextToken } = ec2Page(filtered(named, input.Filters, table, () => []), input, { ids });
    return { IamInstanceProfileAssociations: items, NextToken };
  },
};

const isGone = ({ state }: Instance) => state === 'terminated' || state === 'shutting-down';
const nameOf = (nameOrArn: string) => nameOrArn.split('/').at(-1) ?? '';
const tagsOf = ({ tags }: Instance) => tags;

function enter({ now }: Account, instance: Instance, state: Instance['state']) {
  instance.state = state;
  instance.since = now;
}

function changing(instance: Instance, change: () => void) {
  const stateOf = () => ({ Code: CODES[instance.state], Name: instance.state });
  const PreviousState = stateOf();
  change();
  return { InstanceId: instance.id, PreviousState, CurrentState: stateOf() };
}

const incorrectState = (id: string, state: string, to: string) =>
  refuse(
    'IncorrectInstanceState',
    to === 'stopped'
      ? `This instance '${id}' is not in a state from which it can be stopped.`
      : `The instance '${id}' is not in a state from which it can be started (it is ${state}).`,
  );

function launchableImage({ state }: Account, { ImageId: id = '', InstanceType = '', BlockDeviceMappings }: Data): Image {
  if (!id) refuse('MissingParameter', 'The request must contain the parameter ImageId');
  checkId(id, 'ami', 'InvalidAMIID');
  const image = state.ec2.images[id];
  if (!image) return refuse('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
  if (image.state !== 'available') refuse('InvalidAMIID.Unavailable', `The AMI ${id} is ${image.state}`);
  // Graviton types have a g after the generation: t4g, m7gd; a1 was the first.
  const architecture = /^([a-z]+\d+g|a1\.)/.test(InstanceType) ? 'arm64' : 'x86_64';
  if (architecture !== image.architecture)
    refuse(
      'InvalidParameterValue',
      `The architecture '${architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  const root = BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === image.rootDevice);
  const size = root?.Ebs?.VolumeSize ?? SMALLEST_VOLUME;
  if (size < SMALLEST_VOLUME)
    refuse(
      'InvalidBlockDeviceMapping',
      `Volume of size ${size}GB is smaller than snapshot '${image.snapshotId}', expect size >= ${SMALLEST_VOLUME}GB`,
    );
  return image;
}

/** The groups named, or the default one of the VPC. */
function groupsFor({ state }: Account, data: Data, vpcId: string): string[] {
  const given = data.NetworkInterfaces?.length ? data.NetworkInterfaces[0]?.Groups : data.SecurityGroupIds;
  const names = data.SecurityGroups ?? [];
  const { securityGroups } = state.ec2;
  for (const id of given ?? []) {
    const group = securityGroups.find((group) => group.id === id);
    if (!group) return refuse('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
    if (group.vpcId !== vpcId)
      refuse('InvalidParameter', `Security group ${id} and the subnet belong to different networks.`);
  }
  const byName = names.map(
    (name) =>
      securityGroups.find((group) => group.name === name && group.vpcId === vpcId)?.id ??
      refuse('InvalidGroup.NotFound', `The security group '${name}' does not exist in VPC '${vpcId}'`),
  );
  const chosen = [...(given ?? []), ...byName];
  if (chosen.length > 0) return chosen;
  return securityGroups.filter((group) => group.vpcId === vpcId && group.name === 'default').map(({ id }) => id);
}

/** The first four addresses of a subnet and the last are AWS's. */
function addressIn(cidr: string, n: number): string {
  const [network = '', bits = '24'] = cidr.split('/');
  const start = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const address = start + 4 + (n % (2 ** (32 - Number(bits)) - 5));
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

const publicAddress = ({ state, newId }: Account) =>
  `198.51.${100 + Number(newId('', 1, '01'))}.${1 + (state.counter % 254)}`;

const profileShape = (account: Account, name: string) => ({
  Arn: profileArn(account, { name }),
  Id: account.state.iam.profiles[name]?.id,
});

function associations(account: Account, { id, profile }: Instance) {
  if (!profile) return [];
  const State = account.now - profile.since < ASSOCIATES_IN ? ('associating' as const) : ('associated' as const);
  const { associationId: AssociationId, name, since } = profile;
  const Timestamp = new Date(since);
  return [{ AssociationId, InstanceId: id, IamInstanceProfile: profileShape(account, name), State, Timestamp }];
}

const vpcOf = ({ state }: Account, { subnetId }: Instance) =>
  state.ec2.subnets.find(({ id }) => id === subnetId)?.vpcId;
const zoneOf = ({ state }: Account, { subnetId }: Instance) =>
  state.ec2.subnets.find(({ id }) => id === subnetId)?.zone;

const filtersFor = (account: Account): FilterTable<Instance> => ({
  'instance-id': ({ id }) => id,
  'instance-state-name': ({ state }) => state,
  'instance-state-code': ({ state }) => String(CODES[state]),
  'instance-type': ({ type }) => type,
  'image-id': ({ imageId }) => imageId,
  'key-name': ({ keyName }) => keyName,
  'subnet-id': ({ subnetId }) => subnetId,
  'vpc-id': (instance) => vpcOf(account, instance),
  'availability-zone': (instance) => zoneOf(account, instance),
  'private-ip-address': ({ privateIp }) => privateIp,
  'ip-address': ({ publicIp }) => publicIp,
  'instance.group-id': ({ securityGroups }) => securityGroups,
  'iam-instance-profile.arn': ({ profile }) => profile && profileArn(account, profile),
  'iam-instance-profile.name': ({ profile }) => profile?.name,
  'root-device-name': ({ rootDevice }) => rootDevice,
});

function shape(account: Account, instance: Instance) {
  const { state } = account;
  const image = state.ec2.images[instance.imageId];
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type as 't3.micro',
    State: { Code: CODES[instance.state], Name: instance.state },
    SubnetId: instance.subnetId,
    VpcId: vpcOf(account, instance),
    Placement: { AvailabilityZone: zoneOf(account, instance), Tenancy: 'default' as const },
    PrivateIpAddress: instance.state === 'terminated' ? undefined : instance.privateIp,
    PublicIpAddress: instance.publicIp,
    KeyName: instance.keyName,
    LaunchTime: new Date(instance.launchedAt),
    SecurityGroups: instance.securityGroups.map((id) => ({
      GroupId: id,
      GroupName: state.ec2.securityGroups.find((group) => group.id === id)?.name,
    })),
    ...(instance.profile && { IamInstanceProfile: profileShape(account, instance.profile.name) }),
    Architecture: image?.architecture ?? ('x86_64' as const),
    RootDeviceName: instance.rootDevice,
    RootDeviceType: 'ebs' as const,
    PlatformDetails: instance.host.platform === 'Windows' ? 'Windows' : 'Linux/UNIX',
    ...(instance.host.platform === 'Windows' && { Platform: 'windows' as const }),
    ...tagsShown(instance.tags),
  };
}
