// Why a deployment that goes on does nothing for a while, and what ends that.
import type { DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { type Line, line } from '../engine/resource.ts';
import { isActive } from './status.ts';

export function pauseOf(place: Place, info: DeploymentInfo, targets: DeploymentTarget[]): Line | undefined {
  const { deploymentId: deployment = '', status, blueGreenDeploymentConfiguration: blueGreen } = info;
  if (status === 'Ready') {
    const { actionOnTimeout, waitTimeInMinutes = 0 } = blueGreen?.deploymentReadyOption ?? {};
    return line('readyWaits', {
      deployment,
      until: minute((lastEvent(targets) ?? place.clock.now()) + waitTimeInMinutes * 60_000),
      atDeadline: actionOnTimeout === 'CONTINUE_DEPLOYMENT' ? 'continues' : 'stops',
      command: place.command('deploy', 'continue', deployment),
    });
  }
  if (status === 'Baking') return line('bakes', { deployment });
  const { action, terminationWaitTimeInMinutes: minutes = 0 } =
    blueGreen?.terminateBlueInstancesOnDeploymentSuccess ?? {};
  // AWS may call the deployment succeeded before, while or after it waits: its status is not second-guessed.
  if (!info.instanceTerminationWaitTimeStarted || action === 'KEEP_ALIVE') return undefined;
  if (isActive(info) || status === 'Succeeded') return line('terminationWaits', { deployment, minutes });
  return undefined;
}

/** The wait begins when the last new instance is ready; AWS gives no moment of its own. */
function lastEvent(targets: DeploymentTarget[]): number | undefined {
  const ends = targets
    .filter(({ instanceTarget }) => instanceTarget?.instanceLabel !== 'Blue')
    .flatMap(({ instanceTarget }) => instanceTarget?.lifecycleEvents ?? [])
    .flatMap(({ endTime }) => endTime?.getTime() ?? []);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

/** `2025-01-31 09:15 UTC` */
const minute = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
