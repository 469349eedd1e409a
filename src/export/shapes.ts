// What of AWS's answers has a place in Terraform's blocks: by AWS's names, which differ from Terraform's by more than letters in a few.
import { attribute, block, type Item, type Value } from './hcl.ts';

interface Shape {
  /** AWS's name, or AWS's and Terraform's with a colon. */
  attributes?: string;
  blocks?: Record<string, Shape>;
}

type Data = Record<string, unknown>;

export const templateShape: Shape = {
  attributes:
    'ImageId InstanceType KeyName EbsOptimized DisableApiStop DisableApiTermination InstanceInitiatedShutdownBehavior KernelId RamDiskId SecurityGroupIds:vpc_security_group_ids SecurityGroups:security_group_names',
  blocks: {
    BlockDeviceMappings: {
      attributes: 'DeviceName NoDevice VirtualName',
      blocks: {
        Ebs: {
          attributes: 'DeleteOnTermination Encrypted Iops KmsKeyId SnapshotId Throughput VolumeSize VolumeType',
        },
      },
    },
    CapacityReservationSpecification: {
      attributes: 'CapacityReservationPreference',
      blocks: {
        CapacityReservationTarget: { attributes: 'CapacityReservationId CapacityReservationResourceGroupArn' },
      },
    },
    CpuOptions: { attributes: 'AmdSevSnp CoreCount ThreadsPerCore' },
    CreditSpecification: { attributes: 'CpuCredits' },
    EnclaveOptions: { attributes: 'Enabled' },
    HibernationOptions: { attributes: 'Configured' },
    InstanceMarketOptions: {
      attributes: 'MarketType',
      blocks: {
        SpotOptions: {
          attributes: 'BlockDurationMinutes InstanceInterruptionBehavior MaxPrice SpotInstanceType ValidUntil',
        },
      },
    },
    LicenseSpecifications: { attributes: 'LicenseConfigurationArn' },
    MaintenanceOptions: { attributes: 'AutoRecovery' },
    MetadataOptions: {
      attributes: 'HttpEndpoint HttpProtocolIpv6 HttpPutResponseHopLimit HttpTokens InstanceMetadataTags',
    },
    Monitoring: { attributes: 'Enabled' },
    NetworkInterfaces: {
      attributes:
        'AssociateCarrierIpAddress AssociatePublicIpAddress DeleteOnTermination Description DeviceIndex InterfaceType Ipv6AddressCount NetworkCardIndex NetworkInterfaceId PrivateIpAddress Groups:security_groups SubnetId',
    },
    Placement: {
      attributes:
        'Affinity AvailabilityZone GroupId GroupName HostId HostResourceGroupArn PartitionNumber SpreadDomain Tenancy',
    },
    PrivateDnsNameOptions: {
      attributes:
        'EnableResourceNameDnsARecord:enable_resource_name_dns_a_record EnableResourceNameDnsAAAARecord:enable_resource_name_dns_aaaa_record HostnameType',
    },
    TagSpecifications: { attributes: 'ResourceType Tags' },
  },
};

const TERRAFORM: Record<string, string> = { LicenseSpecifications: 'license_specification' };

const snake = (name: string) => TERRAFORM[name] ?? name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Everything that has a place, and the names of what has none. `text`: how a string is written. */
export function shaped(
  { attributes = '', blocks = {} }: Shape,
  data: Data,
  text: (value: string) => Value,
): { items: Item[]; left: string[] } {
  const names = new Map(
    attributes.split(' ').map((name): [string, string] => {
      const [theirs = '', ours = snake(theirs)] = name.split(':');
      return [theirs, ours];
    }),
  );
  const items: Item[] = [];
  const nested: Item[] = [];
  const left: string[] = [];
  for (const [name, value] of Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value === undefined || value === null) continue;
    const known = names.get(name);
    if (known) {
      items.push(attribute(known, asValue(value, text)));
      continue;
    }
    const inner = blocks[name];
    if (!inner) {
      left.push(name);
      continue;
    }
    for (const each of Array.isArray(value) ? value : [value]) {
      const within = shaped(inner, each as Data, text);
      nested.push(block(snake(name), within.items));
      left.push(...within.left.map((missing) => `${name}.${missing}`));
    }
  }
  return { items: [...items, ...nested], left: [...new Set(left)] };
}

function asValue(value: unknown, text: (value: string) => Value): Value {
  if (typeof value === 'string') return text(value);
  // A list of tags is a map in Terraform.
  if (Array.isArray(value) && value.length > 0 && value.every((each) => isData(each) && 'Key' in each))
    return Object.fromEntries(value.map(({ Key, Value }) => [Key, text(Value ?? '')]));
  if (Array.isArray(value)) return value.map((each) => asValue(each, text));
  if (isData(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asValue(each, text)]));
  return value as Value;
}
