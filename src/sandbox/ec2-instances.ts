// Machines in the sandbox: started, stopped, given a profile, and found.
import type { Handlers } from '../aws/operations.ts';
import { type Account, forgetValues, refuse, valuesOf } from './account.ts';
import { checkId, ec2Page, type FilterTable, filtered, tagsShown } from './ec2-filters.ts';
import { booted, nameOf, publicAddress } from './ec2-launch.ts';
import { profileArn, profileProblem } from './iam.ts';
import type { Instance } from './state.ts';

const STARTS_IN = 15_000;
const STOPS_IN = 20_000;
const DIES_IN = 30_000;
const ASSOCIATES_IN = 5_000;
/** A terminated instance is still shown for an hour. */
const FORGOTTEN_IN = 3_600_000;

const CODES = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 };

/** What TerminateInstances does, which only Auto Scaling and CodeDeploy call here. */
export function terminateInstance(account: Account, id: string): void {
  const instance = account.state.ec2.instances[id];
  if (instance && !isGone(instance)) enter(account, instance, 'shutting-down');
}

/** Pending machines come up, stopping ones stop, dying ones die and are forgotten. */
export function advanceInstances(account: Account): void {
  const { state, now } = account;
  for (const instance of valuesOf(state.ec2.instances)) {
    const age = now - instance.since;
    if (instance.state === 'pending' && age >= STARTS_IN) enter(account, instance, 'running');
    else if (instance.state === 'stopping' && age >= STOPS_IN) {
      instance.publicIp = undefined;
      enter(account, instance, 'stopped');
    } else if (instance.state === 'shutting-down' && age >= DIES_IN) {
      instance.publicIp = undefined;
      instance.profile = undefined;
      enter(account, instance, 'terminated');
    } else if (instance.state === 'terminated' && age >= FORGOTTEN_IN) {
      delete state.ec2.instances[instance.id];
      forgetValues(state.ec2.instances);
    }
  }
}

export function instanceWith({ state }: Account, id = ''): Instance {
  checkId(id, 'i', 'InvalidInstanceID');
  return state.ec2.instances[id] ?? refuse('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
}

type InstanceOperation =
  | 'describeInstances'
  | 'stopInstances'
  | 'startInstances'
  | 'associateIamInstanceProfile'
  | 'describeIamInstanceProfileAssociations';

export const handlers: Pick<Handlers<'ec2', Account>, InstanceOperation> = {
  describeInstances(input = {}, account) {
    const { InstanceIds: ids } = input;
    const all = ids?.length ? ids.map((id) => instanceWith(account, id)) : valuesOf(account.state.ec2.instances);
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
      refuse(
        'InvalidParameterCombination',
        "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
      );
    const given = Name ?? Arn;
    if (!given) return refuse('MissingParameter', 'The request must contain the parameter iamInstanceProfile');
    if (isGone(instance))
      refuse(
        'IncorrectInstanceState',
        `The instance '${instance.id}' is not in a state from which a profile can be associated.`,
      );
    if (instance.profile) refuse('IncorrectState', `There is an existing association for instance ${instance.id}`);
    const problem = profileProblem(account, given);
    if (problem) refuse('InvalidParameterValue', problem);
    instance.profile = { name: nameOf(given), associationId: account.newId('iip-assoc-0', 16), since: account.now };
    return { IamInstanceProfileAssociation: associations(account, instance)[0] };
  },

  describeIamInstanceProfileAssociations(input = {}, account) {
    const { AssociationIds: ids } = input;
    const all = valuesOf(account.state.ec2.instances).flatMap((instance) => associations(account, instance));
    for (const id of ids ?? [])
      if (!all.some(({ AssociationId }) => AssociationId === id))
        refuse('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
    const named = ids?.length ? all.filter(({ AssociationId }) => ids.includes(AssociationId)) : all;
    const table = {
      'instance-id': ({ InstanceId }: (typeof all)[number]) => InstanceId,
      state: ({ State }: (typeof all)[number]) => State,
    };
    const { items, NextToken } = ec2Page(
      filtered(named, input.Filters, table, () => []),
      input,
      { ids },
    );
    return { IamInstanceProfileAssociations: items, NextToken };
  },
};

const isGone = ({ state }: Instance) => state === 'terminated' || state === 'shutting-down';
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
    ...(instance.host.platform === 'Windows' && { Platform: 'Windows' as const }),
    ...tagsShown(instance.tags),
  };
}
