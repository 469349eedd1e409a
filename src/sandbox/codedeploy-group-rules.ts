// What a deployment group's settings must satisfy, and what AWS takes where nothing was said.
import type { CreateDeploymentGroupInput } from '@aws-sdk/client-codedeploy';
import { type Account, refuse } from './account.ts';
import { checkConfig } from './codedeploy-configs.ts';

/** The members that a group keeps as they were given. */
const KEPT = [
  'serviceRoleArn',
  'deploymentConfigName',
  'ec2TagFilters',
  'ec2TagSet',
  'triggerConfigurations',
  'alarmConfiguration',
  'autoRollbackConfiguration',
  'outdatedInstancesStrategy',
  'deploymentStyle',
  'blueGreenDeploymentConfiguration',
  'loadBalancerInfo',
  'terminationHookEnabled',
] as const;

export type Settings = Pick<CreateDeploymentGroupInput, (typeof KEPT)[number]>;
/** What one request says of a group: a creation all that matters, an update what changes. */
export type Request = Partial<Settings> & { autoScalingGroups?: string[] };

const DEFAULTS = {
  deploymentConfigName: 'CodeDeployDefault.OneAtATime',
  deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
  outdatedInstancesStrategy: 'UPDATE',
  autoRollbackConfiguration: { enabled: false, events: [] },
  alarmConfiguration: { enabled: false, ignorePollAlarmFailure: false, alarms: [] },
  triggerConfigurations: [],
  terminationHookEnabled: false,
} satisfies Partial<Settings>;

/** `present` with what `request` says put in its place. */
export function merged(present: Record<string, unknown>, request: Request): Record<string, unknown> {
  const settings: Record<string, unknown> = { ...DEFAULTS, ...present };
  for (const key of KEPT) if (request[key] !== undefined) settings[key] = request[key];
  // One kind of tags takes the place of the other; an empty list takes tags away.
  if (request.ec2TagFilters?.length) delete settings.ec2TagSet;
  if (request.ec2TagSet?.ec2TagSetList?.length) delete settings.ec2TagFilters;
  const { ec2TagFilters, ec2TagSet } = settings as Settings;
  if (ec2TagFilters?.length === 0) delete settings.ec2TagFilters;
  if (ec2TagSet && !ec2TagSet.ec2TagSetList?.length) delete settings.ec2TagSet;
  return settings;
}

export function checkSettings(account: Account, request: Request, after: Record<string, unknown>) {
  const settings = after as Settings;
  checkTags(request);
  checkConfig(account, settings.deploymentConfigName ?? '');
  checkAlarms(settings);
  checkStyle(request, settings);
}

function checkTags({ ec2TagFilters, ec2TagSet }: Request) {
  const sets = ec2TagSet?.ec2TagSetList ?? [];
  if (ec2TagFilters?.length && sets.length > 0)
    refuse(
      'InvalidEC2TagCombinationException',
      'EC2 tag filters and EC2 tag sets cannot be specified in the same call.',
    );
  if (sets.length > 3) refuse('TagSetListLimitExceededException', 'A deployment group can have up to 3 tag groups.');
  const filters = [...(ec2TagFilters ?? []), ...sets.flat()];
  if (filters.length > 10) refuse('InvalidEC2TagException', 'A deployment group can have up to 10 tags.');
  for (const { Type, Key, Value } of filters) {
    const complete = { KEY_ONLY: Key, VALUE_ONLY: Value, KEY_AND_VALUE: Key && Value !== undefined };
    if (!Type || !complete[Type]) refuse('InvalidEC2TagException', 'The specified EC2 tag filter is not valid.');
  }
}

function checkAlarms({ alarmConfiguration: { enabled, alarms } = {}, autoRollbackConfiguration }: Settings) {
  const named = alarms ?? [];
  if (named.length > 10) refuse('AlarmsLimitExceededException', 'The maximum number of alarms, 10, was exceeded.');
  if ((enabled && named.length === 0) || named.some(({ name }) => !name))
    refuse('InvalidAlarmConfigException', 'The alarm configuration is enabled, but names no alarm.');
  const { enabled: rollsBack, events = [] } = autoRollbackConfiguration ?? {};
  if (rollsBack && events.length === 0)
    refuse('InvalidAutoRollbackConfigException', 'Automatic rollback is enabled, but no rollback event was specified.');
  if (rollsBack && events.includes('DEPLOYMENT_STOP_ON_ALARM') && !enabled)
    refuse(
      'InvalidAutoRollbackConfigException',
      'The rollback event DEPLOYMENT_STOP_ON_ALARM needs an alarm configuration that is enabled.',
    );
}

function checkStyle(request: Request, settings: Settings) {
  const { deploymentStyle, loadBalancerInfo, blueGreenDeploymentConfiguration: blueGreen } = settings;
  const { targetGroupInfoList = [], elbInfoList = [] } = loadBalancerInfo ?? {};
  if (targetGroupInfoList.length > 10 || [...targetGroupInfoList, ...elbInfoList].some(({ name }) => !name))
    refuse('InvalidLoadBalancerInfoException', 'The load balancer information is not valid.');
  const hasTraffic = deploymentStyle?.deploymentOption === 'WITH_TRAFFIC_CONTROL';
  if (hasTraffic && targetGroupInfoList.length + elbInfoList.length === 0)
    refuse(
      'InvalidLoadBalancerInfoException',
      'A load balancer or target group is required for deployments with traffic control.',
    );
  if (deploymentStyle?.deploymentType !== 'BLUE_GREEN') return;
  if (!hasTraffic)
    refuse('InvalidDeploymentStyleException', 'The deployment type BLUE_GREEN requires WITH_TRAFFIC_CONTROL.');
  if (!blueGreen)
    refuse(
      'InvalidBlueGreenDeploymentConfigurationException',
      'Blue/green deployments require a blue/green deployment configuration.',
    );
  // Asked of each request that speaks of it, also where the group has its Auto Scaling group already.
  const copies =
    request.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action === 'COPY_AUTO_SCALING_GROUP';
  if (copies && request.autoScalingGroups?.length !== 1)
    refuse(
      'InvalidBlueGreenDeploymentConfigurationException',
      'Exactly one AutoScaling group must be specifed when selecting the COPY_AUTO_SCALING_GROUP green fleet provisioning option.',
    );
}
