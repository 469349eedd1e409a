// Deployments as CodeDeploy answers for them: created, listed, stopped, and told target by target.
import type { AlarmConfiguration, TargetInstances } from '@aws-sdk/client-codedeploy';
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, pageOf, refuse } from './account.ts';
import { checkDescription } from './codedeploy-applications.ts';
import { checkConfig } from './codedeploy-configs.ts';
import { describe, describeTarget } from './codedeploy-deployment-answers.ts';
import { finish, newDeployment } from './codedeploy-endings.ts';
import { settingsOf } from './codedeploy-fleet.ts';
import { activeDeployment, deploymentsOf, groupKey, groupNamed, isOver } from './codedeploy-names.ts';
import { registerUsed } from './codedeploy-registered.ts';
import { checkRevision } from './codedeploy-revisions.ts';
import { targetWith } from './codedeploy-tally.ts';
import type { Deployment, DeploymentGroup } from './state.ts';

const MOST_TARGETS = 25;
const MOST_DEPLOYMENTS = 25;
const STATUSES = ['Created', 'Queued', 'InProgress', 'Baking', 'Succeeded', 'Failed', 'Stopped', 'Ready'];

type DeploymentOperation =
  | 'getDeployment'
  | 'batchGetDeployments'
  | 'listDeployments'
  | 'listDeploymentTargets'
  | 'batchGetDeploymentTargets'
  | 'createDeployment'
  | 'continueDeployment'
  | 'stopDeployment';

export const handlers: Pick<Handlers<'codeDeploy', Account>, DeploymentOperation> = {
  getDeployment: ({ deploymentId }, account) => ({
    deploymentInfo: describe(account, deploymentWith(account, deploymentId)),
  }),

  /** Unknown ones are left out. */
  batchGetDeployments({ deploymentIds = [] }, account) {
    if (deploymentIds.length === 0)
      refuse('DeploymentIdRequiredException', 'At least one deployment ID must be specified.');
    if (deploymentIds.length > MOST_DEPLOYMENTS)
      refuse(
        'BatchLimitExceededException',
        `The maximum number of deployments per request, ${MOST_DEPLOYMENTS}, was exceeded.`,
      );
    const found = deploymentIds.flatMap((id) => account.state.codeDeploy.deployments[checkId(id)] ?? []);
    return { deploymentsInfo: found.map((deployment) => describe(account, deployment)) };
  },

  /** In no order that one could rely on. */
  listDeployments(input = {}, account) {
    const { applicationName, deploymentGroupName, includeOnlyStatuses = [], createTimeRange, nextToken } = input;
    if (deploymentGroupName && !applicationName)
      refuse('ApplicationNameRequiredException', 'The application name is required with a deployment group name.');
    if (applicationName && !deploymentGroupName)
      refuse('DeploymentGroupNameRequiredException', 'The deployment group name is required with an application name.');
    for (const status of includeOnlyStatuses)
      if (!STATUSES.includes(status))
        refuse('InvalidDeploymentStatusException', `The deployment status ${status} does not exist.`);
    const { start, end } = createTimeRange ?? {};
    if (start && end && start > end)
      refuse('InvalidTimeRangeException', 'The specified time range is not valid: its end is before its start.');
    const all = applicationName
      ? deploymentsOf(account, groupNamed(account, applicationName, deploymentGroupName))
      : Object.values(account.state.codeDeploy.deployments);
    const ids = all
      .filter(({ status }) => includeOnlyStatuses.length === 0 || includeOnlyStatuses.includes(status))
      .filter(({ createdAt }) => !(start && createdAt < start.getTime()) && !(end && createdAt > end.getTime()))
      .map(({ id }) => id)
      .sort();
    const { items, next } = page(ids, nextToken, pageOf(ids, 5, 100));
    return { deployments: items, nextToken: next };
  },

  listDeploymentTargets({ deploymentId, targetFilters = {}, nextToken }, account) {
    const { targets } = startedDeployment(account, deploymentId);
    for (const name of Object.keys(targetFilters))
      if (name !== 'TargetStatus' && name !== 'ServerInstanceLabel')
        refuse('InvalidTargetFilterNameException', `The target filter name ${name} is not valid.`);
    const { TargetStatus: statuses, ServerInstanceLabel: labels } = targetFilters;
    // Labels tell blue from green; in place there are none.
    const wanted = targets.filter(
      ({ status, label = '' }) =>
        (!statuses || statuses.includes(status)) && (!labels?.length || labels.includes(label)),
    );
    const ids = wanted.map(({ instanceId }) => instanceId);
    const { items, next } = page(ids, nextToken, pageOf(targets, 10, 100));
    return { targetIds: items, nextToken: next };
  },

  batchGetDeploymentTargets({ deploymentId, targetIds = [] }, account) {
    const deployment = startedDeployment(account, deploymentId);
    if (targetIds.length === 0)
      refuse('DeploymentTargetIdRequiredException', 'A deployment target ID was not provided.');
    if (targetIds.length > MOST_TARGETS)
      refuse(
        'DeploymentTargetListSizeExceededException',
        `The maximum number of targets per request, ${MOST_TARGETS}, was exceeded.`,
      );
    return {
      deploymentTargets: targetIds.map((id) => {
        const target = targetWith(deployment, id);
        if (!target)
          return refuse(
            'DeploymentTargetDoesNotExistException',
            `The deployment target ID ${id} does not belong to the deployment ${deployment.id}.`,
          );
        return describeTarget(account, deployment, target);
      }),
    };
  },

  createDeployment(input, account) {
    const group = groupNamed(account, input.applicationName, input.deploymentGroupName);
    const { deploymentConfigName, autoRollbackConfiguration, fileExistsBehavior = 'DISALLOW' } = input;
    if (deploymentConfigName) checkConfig(account, deploymentConfigName);
    const revision = checkRevision(input.revision);
    checkDescription(input.description);
    if (!['DISALLOW', 'OVERWRITE', 'RETAIN'].includes(fileExistsBehavior))
      refuse('InvalidFileExistsBehaviorException', `The file exists behavior ${fileExistsBehavior} is not valid.`);
    checkTargetInstances(group, input.targetInstances);
    checkAlarms(input.overrideAlarmConfiguration);
    if (autoRollbackConfiguration?.enabled && !autoRollbackConfiguration.events?.length)
      refuse(
        'InvalidAutoRollbackConfigException',
        'Automatic rollback is enabled, but no rollback event was specified.',
      );
    const active = activeDeployment(account, group);
    if (active)
      refuse(
        'DeploymentLimitExceededException',
        `The Deployment Group '${group.name}' already has an active Deployment '${active.id}'`,
      );
    const deployment = newDeployment(account, group, {
      creator: 'user',
      revision,
      fileExistsBehavior,
      ...(deploymentConfigName && { config: deploymentConfigName }),
      description: input.description,
      ignoreApplicationStopFailures: input.ignoreApplicationStopFailures ?? false,
      updateOutdatedInstancesOnly: input.updateOutdatedInstancesOnly ?? false,
      ...(input.targetInstances && { targetInstances: { ...input.targetInstances } }),
      ...(input.overrideAlarmConfiguration && { alarms: input.overrideAlarmConfiguration }),
      ...(autoRollbackConfiguration && {
        rollbackEvents: autoRollbackConfiguration.enabled ? (autoRollbackConfiguration.events ?? []) : [],
      }),
    });
    registerUsed(account, deployment);
    return { deploymentId: deployment.id };
  },

  /** Ends one of the two waits of a blue/green deployment: before the traffic moves, and before the old instances go. */
  continueDeployment({ deploymentId, deploymentWaitType = 'READY_WAIT' }, account) {
    const deployment = deploymentWith(account, deploymentId);
    const { id, blueGreen } = deployment;
    if (isOver(deployment))
      refuse('DeploymentAlreadyCompletedException', `The deployment ${id} has already completed.`);
    if (deploymentWaitType !== 'READY_WAIT' && deploymentWaitType !== 'TERMINATION_WAIT')
      refuse('InvalidDeploymentWaitTypeException', `The deployment wait type ${deploymentWaitType} is not valid.`);
    if (!blueGreen)
      return refuse('UnsupportedActionForDeploymentTypeException', 'Only blue/green deployments can be continued.');
    if (blueGreen.phase !== (deploymentWaitType === 'READY_WAIT' ? 'waiting' : 'terminating'))
      refuse(
        'DeploymentIsNotInReadyStateException',
        `The deployment ${id} is not in a ready state and cannot be continued.`,
      );
    blueGreen.continued = [...(blueGreen.continued ?? []), deploymentWaitType];
    return {};
  },

  /** Events that have begun go on to their end. */
  stopDeployment({ deploymentId, autoRollbackEnabled }, account) {
    const deployment = deploymentWith(account, deploymentId);
    if (isOver(deployment))
      refuse('DeploymentAlreadyCompletedException', `The deployment ${deployment.id} has already completed.`);
    deployment.stopping ??= {
      code: 'MANUAL_STOP',
      message: 'The deployment was stopped by a user.',
      rollback: autoRollbackEnabled ?? deployment.rollbackEvents.includes('DEPLOYMENT_STOP_ON_REQUEST'),
    };
    const statusMessage = 'No more commands will be scheduled for execution in the deployment instances';
    if (deployment.status !== 'Created') return { status: 'Pending', statusMessage };
    const group = account.state.codeDeploy.groups[groupKey(deployment.application, deployment.group)];
    finish(account, deployment, group, 'Stopped', deployment.stopping);
    return { status: 'Succeeded', statusMessage };
  },
};

function checkTargetInstances(group: DeploymentGroup, given: TargetInstances | undefined) {
  const { deploymentStyle, blueGreenDeploymentConfiguration } = settingsOf(group);
  const invalid = (message: string) => refuse('InvalidTargetInstancesException', message);
  if (deploymentStyle?.deploymentType !== 'BLUE_GREEN') {
    if (given) invalid('Target instances cannot be specified for in-place deployments.');
    return;
  }
  const discovers =
    blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action !== 'COPY_AUTO_SCALING_GROUP';
  const names = [given?.tagFilters, given?.autoScalingGroups, given?.ec2TagSet?.ec2TagSetList].some(
    (list) => list?.length,
  );
  if (given && !discovers) invalid('Target instances cannot be specified where the Auto Scaling group is copied.');
  if (discovers && !names) invalid('The instances of the replacement environment must be specified.');
}

function checkAlarms({ enabled, alarms = [] }: AlarmConfiguration = {}) {
  if ((enabled && alarms.length === 0) || alarms.some(({ name }) => !name))
    refuse('InvalidAlarmConfigException', 'The alarm configuration is enabled, but names no alarm.');
}

function checkId(id: string | undefined): string {
  if (!id) return refuse('DeploymentIdRequiredException', 'At least one deployment ID must be specified.');
  if (!/^d-[A-Z0-9]{9}$/.test(id)) refuse('InvalidDeploymentIdException', `The deployment ID ${id} is not valid.`);
  return id;
}

function deploymentWith({ state }: Account, id: string | undefined): Deployment {
  return (
    state.codeDeploy.deployments[checkId(id)] ??
    refuse('DeploymentDoesNotExistException', `The deployment ${id} could not be found`)
  );
}

function startedDeployment(account: Account, id: string | undefined): Deployment {
  const deployment = deploymentWith(account, id);
  if (deployment.status === 'Created')
    refuse('DeploymentNotStartedException', `The deployment ${deployment.id} has not started.`);
  return deployment;
}
