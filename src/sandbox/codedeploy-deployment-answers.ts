// Deployments and their targets in the words of CodeDeploy's answers.
import type { DeploymentInfo, RollbackInfo, DeploymentTarget as Target } from '@aws-sdk/client-codedeploy';
import type { Account } from './account.ts';
import { settingsOf } from './codedeploy-fleet.ts';
import { groupKey } from './codedeploy-names.ts';
import { SUCCESS } from './codedeploy-scripts.ts';
import { isArmed } from './faults.ts';
import type { Deployment, DeploymentTarget } from './state.ts';

const date = (time: number | undefined) => (time === undefined ? undefined : new Date(time));

export function describe(account: Account, deployment: Deployment): DeploymentInfo {
  const { targets, rollback, rollbackEvents, follows } = deployment;
  const group = account.state.codeDeploy.groups[groupKey(deployment.application, deployment.group)];
  const settings = group && settingsOf(group);
  const overview = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  for (const { status } of targets) if (status !== 'Unknown') overview[status]++;
  const rollbackInfo: RollbackInfo | undefined = rollback && {
    rollbackDeploymentId: rollback.deploymentId,
    rollbackTriggeringDeploymentId: rollback.triggeringId,
    rollbackMessage: rollback.message,
  };
  const updates = Object.values(account.state.codeDeploy.deployments).filter((one) => one.follows === deployment.id);
  return {
    applicationName: deployment.application,
    deploymentGroupName: deployment.group,
    deploymentConfigName: deployment.config,
    deploymentId: deployment.id,
    previousRevision: deployment.previousRevision,
    revision: deployment.revision,
    status: deployment.status,
    errorInformation: deployment.error as { code: 'TIMEOUT'; message: string } | undefined,
    createTime: new Date(deployment.createdAt),
    startTime: date(deployment.startedAt),
    completeTime: date(deployment.completedAt),
    ...(isCounted(account, deployment) && { deploymentOverview: overview }),
    description: deployment.description,
    creator: deployment.creator,
    ignoreApplicationStopFailures: deployment.ignoreApplicationStopFailures,
    autoRollbackConfiguration: { enabled: rollbackEvents.length > 0, events: rollbackEvents as 'DEPLOYMENT_FAILURE'[] },
    updateOutdatedInstancesOnly: deployment.updateOutdatedInstancesOnly ?? false,
    rollbackInfo,
    deploymentStyle: settings?.deploymentStyle,
    ...(deployment.blueGreen && {
      blueGreenDeploymentConfiguration: settings?.blueGreenDeploymentConfiguration,
      targetInstances: deployment.targetInstances,
    }),
    overrideAlarmConfiguration: deployment.alarms,
    instanceTerminationWaitTimeStarted: deployment.blueGreen?.phase === 'terminating',
    loadBalancerInfo: settings?.loadBalancerInfo,
    fileExistsBehavior: deployment.fileExistsBehavior,
    deploymentStatusMessages: [],
    computePlatform: 'Server',
    ...((follows || updates.length > 0) && {
      relatedDeployments: {
        autoUpdateOutdatedInstancesRootDeploymentId: follows,
        ...(updates.length > 0 && { autoUpdateOutdatedInstancesDeploymentIds: updates.map(({ id }) => id) }),
      },
    }),
  };
}

/** How long CodeDeploy takes to count when it is slow. */
const COUNTED_LATE = 20_000;

/** There is nothing to count before it has found its targets. */
function isCounted(account: Account, { status, startedAt = 0 }: Deployment) {
  if (status === 'Created') return false;
  return !isArmed(account, 'slow-overview') || account.now >= startedAt + COUNTED_LATE;
}

export function describeTarget({ region, id }: Account, deployment: Deployment, target: DeploymentTarget): Target {
  return {
    deploymentTargetType: 'InstanceTarget',
    instanceTarget: {
      deploymentId: deployment.id,
      targetId: target.instanceId,
      targetArn: `arn:aws:ec2:${region}:${id}:instance/${target.instanceId}`,
      status: target.status,
      ...(target.label && { instanceLabel: target.label }),
      lastUpdatedAt: new Date(target.updatedAt),
      lifecycleEvents: target.events.map(({ name, status, startedAt, endedAt, diagnostics }) => ({
        lifecycleEventName: name,
        status: status as 'Pending',
        startTime: date(startedAt),
        endTime: date(endedAt),
        diagnostics: (diagnostics ?? (status === 'Succeeded' ? SUCCESS : undefined)) as
          | { errorCode: 'Success' }
          | undefined,
      })),
    },
  };
}
