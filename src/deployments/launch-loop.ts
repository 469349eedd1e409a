// A launch loop: new instances fail their deployment, are terminated, and are launched again, without end.
import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { deploymentsWith } from './history.ts';

export interface LaunchLoop {
  /** deploymentFailed: CodeDeploy said ABANDON. heartbeatTimeout: nobody answered the hook. healthCheck: not the hook's doing. */
  reason: 'deploymentFailed' | 'heartbeatTimeout' | 'healthCheck';
  /** Launches that failed since the last one that did not. */
  failures: number;
  since: string;
  /** When the newest of them began. */
  latest: string;
  /** What AWS says of the newest. */
  message: string;
}

const WINDOW = 30 * 60_000;
/** Fewer may be chance: an instance that was lost, a hook that was deleted. */
const ENOUGH = 2;
/** Health checks also fail for reasons that pass. */
const ENOUGH_UNHEALTHY = 3;

const ABANDONED = /was abandoned: (Lifecycle Action Completed with ABANDON Result|Heartbeat Timeout)/i;
const UNHEALTHY = /in response to an ELB system health check failure/i;

const within = (activities: Activity[], now: number) =>
  activities.filter(({ StartTime }) => (StartTime?.getTime() ?? 0) >= now - WINDOW);

const isAbandoned = ({ StatusCode, StatusMessage }: Activity) =>
  (StatusCode === 'Failed' || StatusCode === 'Cancelled') && ABANDONED.test(StatusMessage ?? '');

/** `activities`: newest first, as AWS answers them. */
export function judgeLoop(activities: Activity[], now: number): LaunchLoop | undefined {
  const recent = within(activities, now);
  const launches = recent.filter(({ Description }) => Description?.startsWith('Launching'));
  const success = launches.findIndex(({ StatusCode }) => StatusCode === 'Successful');
  const failed = (success < 0 ? launches : launches.slice(0, success)).filter(isAbandoned);
  if (failed.length >= ENOUGH) {
    const message = failed[0]?.StatusMessage ?? '';
    return told(failed, message, /Heartbeat Timeout/i.test(message) ? 'heartbeatTimeout' : 'deploymentFailed');
  }
  // These reach InService first: their launches succeed, and it is their end that tells.
  const unhealthy = recent.filter(({ Cause }) => UNHEALTHY.test(Cause ?? ''));
  return unhealthy.length >= ENOUGH_UNHEALTHY ? told(unhealthy, unhealthy[0]?.Cause ?? '', 'healthCheck') : undefined;
}

const told = (activities: Activity[], message: string, reason: LaunchLoop['reason']): LaunchLoop => ({
  reason,
  failures: activities.length,
  since: activities.at(-1)?.StartTime?.toISOString() ?? '',
  latest: activities[0]?.StartTime?.toISOString() ?? '',
  message,
});

/** `abandoned`: all of the last 30 minutes, also before a launch that did not fail. */
export async function readLoop(
  place: Place,
  AutoScalingGroupName: string,
): Promise<{ loop: LaunchLoop | undefined; abandoned: number }> {
  const { Activities = [] } = await place.aws.autoScaling.describeScalingActivities({
    AutoScalingGroupName,
    MaxRecords: 100,
  });
  const now = place.clock.now();
  return { loop: judgeLoop(Activities, now), abandoned: within(Activities, now).filter(isAbandoned).length };
}

/** The newest deployment to a new instance that failed within the time of the loop. */
export async function failedLaunchDeployment(
  place: Place,
  applicationName: string,
  deploymentGroupName: string,
): Promise<DeploymentInfo | undefined> {
  const failed = await deploymentsWith(place, {
    applicationName,
    deploymentGroupName,
    includeOnlyStatuses: ['Failed'],
    createTimeRange: { start: new Date(place.clock.now() - WINDOW) },
  });
  return failed.find(({ creator }) => creator === 'autoscaling');
}
