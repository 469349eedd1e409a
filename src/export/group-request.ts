// A deployment group as the request that makes it: what AWS answers besides, and what says nothing, is left away.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { asgsOf } from '../resources/attachment.ts';

const MEMBERS = [
  'deploymentConfigName',
  'ec2TagFilters',
  'ec2TagSet',
  'onPremisesInstanceTagFilters',
  'onPremisesTagSet',
  'serviceRoleArn',
  'triggerConfigurations',
  'alarmConfiguration',
  'autoRollbackConfiguration',
  'outdatedInstancesStrategy',
  'deploymentStyle',
  'blueGreenDeploymentConfiguration',
  'loadBalancerInfo',
  'terminationHookEnabled',
] as const satisfies (keyof DeploymentGroupInfo)[];

const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' &&
    !Array.isArray(value) &&
    (('enabled' in value && value.enabled === false) || Object.values(value).every(saysNothing)));

export function groupRequest(info: DeploymentGroupInfo): Record<string, unknown> {
  const groups = asgsOf(info).sort();
  const request: Record<string, unknown> = Object.fromEntries(
    MEMBERS.filter((member) => !saysNothing(info[member])).map((member) => [member, info[member]]),
  );
  return { ...request, ...(groups.length > 0 && { autoScalingGroups: groups }) };
}
