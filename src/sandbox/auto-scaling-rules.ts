// What Auto Scaling refuses in a request that makes or changes a group.
import { type Account, refuse } from './account.ts';
import type { AutoScalingGroup } from './state.ts';

export function invalid(message: string): never {
  refuse('ValidationError', message);
}

export function checkName(name: string | undefined): string {
  // Printable ASCII; the colon separates the parts of the group's ARN.
  if (!name || !/^[\x20-\x39\x3b-\x7e]{1,255}$/.test(name)) {
    invalid(
      `1 validation error detected: Value '${name ?? ''}' at 'autoScalingGroupName' failed to satisfy constraint: ` +
        'Member must have length between 1 and 255 and must not contain a colon',
    );
  }
  return name;
}

/** The sizes after a request. New bounds alone move the desired capacity along. */
export function checkedSizes(
  request: { MinSize?: number; MaxSize?: number; DesiredCapacity?: number },
  present?: Pick<AutoScalingGroup, 'desired' | 'min' | 'max'>,
): Pick<AutoScalingGroup, 'desired' | 'min' | 'max'> {
  const min = request.MinSize ?? present?.min ?? 0;
  const max = request.MaxSize ?? present?.max ?? 0;
  const desired = request.DesiredCapacity ?? Math.min(max, Math.max(min, present?.desired ?? min));
  for (const [name, size] of Object.entries({ MinSize: min, MaxSize: max, DesiredCapacity: desired })) {
    if (!Number.isInteger(size) || size < 0) invalid(`${name} must be a non-negative integer.`);
  }
  if (min > max) invalid(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  if (desired < min || desired > max) {
    invalid(`Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`);
  }
  return { min, max, desired };
}

/** The subnets that a request names, or the default ones of its zones; undefined where it names neither. */
export function checkedSubnets(
  { state }: Account,
  request: { VPCZoneIdentifier?: string; AvailabilityZones?: string[] },
): string[] | undefined {
  const { subnets } = state.ec2;
  const ids = request.VPCZoneIdentifier?.split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  if (ids?.length) {
    const found = ids.map(
      (wanted) => subnets.find(({ id }) => id === wanted) ?? invalid(`The subnet ID '${wanted}' does not exist`),
    );
    if (new Set(found.map(({ vpcId }) => vpcId)).size > 1) {
      invalid('The subnets that you specify for VPCZoneIdentifier must all be in the same VPC');
    }
    const zones = request.AvailabilityZones ?? [];
    if (zones.some((zone) => !found.some((subnet) => subnet.zone === zone))) {
      invalid('The availability zones of the specified subnets and the Auto Scaling group do not match');
    }
    return ids;
  }
  return request.AvailabilityZones?.map((zone) => {
    const subnet = subnets.find((one) => one.zone === zone && one.isDefault);
    return subnet?.id ?? invalid(`No default subnet for availability zone: '${zone}'`);
  });
}

/** Exactly one place to take machines from: none is allowed where a group has one already. */
export function checkOneSource(
  request: {
    LaunchTemplate?: unknown;
    MixedInstancesPolicy?: unknown;
    LaunchConfigurationName?: string;
    InstanceId?: string;
  },
  atLeast: 0 | 1,
) {
  const { LaunchTemplate, MixedInstancesPolicy, LaunchConfigurationName, InstanceId } = request;
  const given = [LaunchTemplate, MixedInstancesPolicy, LaunchConfigurationName, InstanceId].filter(Boolean).length;
  if (given > 1 || given < atLeast) {
    invalid(
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
  }
  // There are no launch configurations here: accounts opened since 2023 cannot have any.
  if (LaunchConfigurationName) invalid(`Launch configuration name not found - ${LaunchConfigurationName}`);
  if (InstanceId) invalid('Creating a launch configuration from an instance is not available for this account.');
}

const HEALTH_CHECKS = ['EC2', 'ELB', 'EBS', 'VPC_LATTICE'];

export function checkHealthCheckType(type: string | undefined) {
  const unknown = type?.split(',').find((one) => !HEALTH_CHECKS.includes(one.trim()));
  if (unknown !== undefined) {
    invalid(`Invalid HealthCheckType: ${unknown}. Valid health check types are [${HEALTH_CHECKS.join(', ')}].`);
  }
}

const PROCESSES = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
];

/** None named means all of them. */
export function checkedProcesses(names: string[] | undefined): string[] {
  const unknown = names?.find((name) => !PROCESSES.includes(name));
  if (unknown !== undefined)
    invalid(`Invalid scaling process: ${unknown}. Valid processes are ${PROCESSES.join(', ')}.`);
  return names?.length ? names : PROCESSES;
}

export function checkTagKey(key: string | undefined): string {
  if (!key || key.length > 128) invalid('Tag keys must be between 1 and 128 characters.');
  if (key.toLowerCase().startsWith('aws:')) invalid("Tag keys that start with 'aws:' are reserved for system use.");
  return key;
}

export function checkTargetGroups({ state }: Account, arns: string[]) {
  const lost = arns.find((arn) => !state.elb.targetGroups[arn]);
  if (lost) invalid(`Target group '${lost}' not found. Please ensure that it exists and try again.`);
}

/** Page sizes of Auto Scaling: `MaxRecords` at most `most`. */
export function pageSize(maxRecords: number | undefined, usual: number, most: number): number {
  if (maxRecords !== undefined && (maxRecords < 1 || maxRecords > most)) {
    invalid(`1 validation error detected: Value '${maxRecords}' at 'maxRecords' must be between 1 and ${most}`);
  }
  return maxRecords ?? usual;
}
