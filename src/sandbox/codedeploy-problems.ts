// Why a deployment as a whole does not start or does not go on, in CodeDeploy's words.
import type { Account } from './account.ts';
import { controlsTraffic, settingsOf, targetGroupsOf } from './codedeploy-fleet.ts';
import { allows, isAssumable, serviceRole } from './codedeploy-roles.ts';
import { minimumOf } from './codedeploy-waves.ts';
import type { Deployment, DeploymentGroup } from './state.ts';

export type Problem = NonNullable<Deployment['error']>;

export const TOO_MANY_FAILED: Problem = {
  code: 'HEALTH_CONSTRAINTS',
  message:
    'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.',
};
export const NO_INSTANCES: Problem = {
  code: 'NO_INSTANCES',
  message:
    'The deployment failed because no instances were found for your deployment group. Check your deployment group settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups correctly identify the instances you want to deploy to, and then try again.',
};
const TOO_FEW_INSTANCES: Problem = {
  code: 'HEALTH_CONSTRAINTS_INVALID',
  message:
    "The deployment can't start because the minimum number of healthy instances, as defined by your deployment configuration, are not available. You can reduce the required number of healthy instances by updating your deployment configuration or increase the number of instances in this deployment group.",
};

export const TIMED_OUT: Problem = {
  code: 'TIMEOUT',
  message: 'The deployment failed because it was not completed within the time that a deployment may take.',
};
export const NOT_CONTINUED: Problem = {
  code: 'TIMEOUT',
  message: 'The deployment was stopped because nobody had it go on within the time that it waits.',
};
export const NOT_LAUNCHED: Problem = {
  code: 'AUTO_SCALING_CONFIGURATION',
  message:
    'The deployment failed because the instances of the replacement environment could not be launched. Look at the activities of its Auto Scaling group.',
};

const deniedTo = (arn: unknown, service: string): Problem => ({
  code: 'IAM_ROLE_PERMISSIONS',
  message: `The IAM role ${arn} does not give you permission to perform operations in the following AWS service: ${service}.`,
});

/** Launching from a template in another's name needs what AWS's own policy for the service role does not give. */
export function copyingDenied(account: Account, group: DeploymentGroup): Problem | undefined {
  const arn = settingsOf(group).serviceRoleArn;
  const role = serviceRole(account, arn);
  const missing = ['ec2:RunInstances', 'ec2:CreateTags'].some((action) => !allows(account, role, action));
  if (!missing) return undefined;
  return { ...deniedTo(arn, 'AmazonAutoScaling'), code: 'AUTO_SCALING_IAM_ROLE_PERMISSIONS' };
}

export function problemAtStart(
  account: Account,
  deployment: Deployment,
  group: DeploymentGroup,
  fleet: number,
): Problem | undefined {
  const arn = settingsOf(group).serviceRoleArn;
  const role = serviceRole(account, arn);
  if (!role)
    return {
      code: 'IAM_ROLE_MISSING',
      message:
        'The deployment failed because you specified a service role name that does not exist. Make sure you specified the correct service role name.',
    };
  const needed = {
    AmazonEC2: 'ec2:DescribeInstances',
    AmazonElasticLoadBalancing: 'elasticloadbalancing:DeregisterTargets',
  };
  const denied = Object.entries(needed)
    .slice(0, controlsTraffic(group) ? 2 : 1)
    .find(([, action]) => !isAssumable(account, role) || !allows(account, role, action));
  if (denied) return deniedTo(arn, denied[0]);
  if (fleet === 0) return NO_INSTANCES;
  if (controlsTraffic(group) && targetGroupsOf(account, group).includes(undefined))
    return {
      code: 'ELASTIC_LOAD_BALANCING_INVALID',
      message: 'The deployment failed because a target group of the deployment group does not exist.',
    };
  if (minimumOf(account, deployment, fleet) >= fleet) return TOO_FEW_INSTANCES;
  return undefined;
}

export function watchAlarms(account: Account, deployment: Deployment, group: DeploymentGroup) {
  const { enabled, alarms, ignorePollAlarmFailure } = deployment.alarms ?? settingsOf(group).alarmConfiguration ?? {};
  if (!enabled || deployment.stopping || deployment.creator === 'autoscaling') return;
  const known = account.state.cloudWatch.alarms;
  const active = (alarms ?? [])
    .map(({ name = '' }) => name)
    .filter((name) => (known[name] ? known[name].state === 'ALARM' : !ignorePollAlarmFailure));
  if (active.length === 0) return;
  deployment.stopping = {
    code: 'ALARM_ACTIVE',
    message: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <${active.join(',')}>`,
    rollback: deployment.rollbackEvents.includes('DEPLOYMENT_STOP_ON_ALARM'),
  };
}
