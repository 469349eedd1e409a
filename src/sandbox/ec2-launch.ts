// How EC2 makes a machine out of launch template data. Only Auto Scaling launches here.
import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { type Account, forgetValues, fromTags, mergeTags, refuse } from './account.ts';
import { checkId } from './ec2-filters.ts';
import { profileProblem } from './iam.ts';
import type { Host, Image, Instance, Tag } from './state.ts';

const SMALLEST_VOLUME = 8;

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
    host: booted(withUserData(structuredClone(image.host), template.UserData), profile !== undefined),
    rootDevice: image.rootDevice,
    userData: template.UserData,
  };
  state.ec2.instances[instance.id] = instance;
  forgetValues(state.ec2.instances);
  return instance;
}

/** Of what a first boot runs only the agent's installer is acted on: 1.x below `latest`, 2.x below `latestv2`. */
function withUserData(host: Host, encoded: string | undefined): Host {
  const [, folder] = /\/(latest|latestv2)\/install\b/.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  if (folder && !host.agent)
    host.agent = { version: folder === 'latest' ? '1.8.1' : '2.1.0', running: true, credentials: false };
  return host;
}

/** The agent starts with the machine, and from then on has whatever credentials there were at that moment. */
export function booted(host: Host, credentials: boolean): Host {
  if (host.agent) host.agent = { ...host.agent, running: true, credentials };
  return host;
}

/** A name or an ARN of a profile -> its name. */
export const nameOf = (nameOrArn: string) => nameOrArn.split('/').at(-1) ?? '';

function launchableImage({ state }: Account, { ImageId: id = '', InstanceType, BlockDeviceMappings }: Data): Image {
  if (!id) refuse('MissingParameter', 'The request must contain the parameter ImageId');
  checkId(id, 'ami', 'InvalidAMIID');
  const image = state.ec2.images[id];
  if (!image) return refuse('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
  if (image.state !== 'available') refuse('InvalidAMIID.Unavailable', `The AMI ${id} is ${image.state}`);
  // Graviton types have a g after the generation: t4g, m7gd; a1 was the first.
  const architecture = /^([a-z]+\d+g|a1\.)/.test(InstanceType ?? '') ? 'arm64' : 'x86_64';
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

export const publicAddress = ({ state, newId }: Account) =>
  `198.51.${100 + Number(newId('', 1, '01'))}.${1 + (state.counter % 254)}`;
