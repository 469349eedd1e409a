// A launch loop: new instances fail their deployment, are terminated, and are launched again, without end.
import type { Activity, AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { isServing } from '../resources/storm.ts';
import { deploymentsWith } from './history.ts';
import { fits, revisionOf } from './revision.ts';

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

/** Auto Scaling tries again within that: nobody may be on the way, and yet the next one will be. */
const NEXT_TRY = 2 * 60_000;

const ABANDONED = /was abandoned: (Lifecycle Action Completed with ABANDON Result|Heartbeat Timeout)/i;
const UNHEALTHY = /in response to an ELB system health check failure/i;

const startOf = ({ StartTime }: Activity) => StartTime?.getTime() ?? 0;
const endOf = (activity: Activity | undefined) => activity?.EndTime?.getTime() ?? (activity ? startOf(activity) : 0);

const within = (activities: Activity[], now: number) =>
  activities.filter((activity) => startOf(activity) >= now - WINDOW);

const isAbandoned = ({ StatusCode, StatusMessage }: Activity) =>
  (StatusCode === 'Failed' || StatusCode === 'Cancelled') && ABANDONED.test(StatusMessage ?? '');

type Members = Pick<AutoScalingGroup, 'DesiredCapacity' | 'Instances' | 'HealthCheckGracePeriod'>;

/** As many serve as are wanted, and nobody is on the way: nothing is being launched any more. */
const isComplete = ({ DesiredCapacity = 0, Instances = [] }: Members) =>
  Instances.filter(isServing).length >= DesiredCapacity &&
  !Instances.some(({ LifecycleState }) => LifecycleState?.startsWith('Pending'));

/** `activities`: newest first, as AWS answers them. */
export function judgeLoop(activities: Activity[], group: Members, now: number): LaunchLoop | undefined {
  const recent = within(activities, now);
  const complete = isComplete(group);
  const launches = recent.filter(({ Description }) => Description?.startsWith('Launching'));
  const success = launches.findIndex(({ StatusCode }) => StatusCode === 'Successful');
  const failed = (success < 0 ? launches : launches.slice(0, success)).filter(isAbandoned);
  if (failed.length >= ENOUGH && !(complete && now - endOf(failed[0]) > NEXT_TRY)) {
    const message = failed[0]?.StatusMessage ?? '';
    return told(failed, message, /Heartbeat Timeout/i.test(message) ? 'heartbeatTimeout' : 'deploymentFailed');
  }
  // These reach InService first: their launches succeed, and it is their end that tells.
  const unhealthy = recent.filter(({ Cause }) => UNHEALTHY.test(Cause ?? ''));
  if (unhealthy.length < ENOUGH_UNHEALTHY || (complete && isCalm(unhealthy.map(startOf), group, now))) return undefined;
  return told(unhealthy, unhealthy[0]?.Cause ?? '', 'healthCheck');
}

/** Those who serve now have outlived the longest of the others: `ends`, the newest first. */
function isCalm(ends: number[], { HealthCheckGracePeriod = 0 }: Members, now: number): boolean {
  const pauses = ends.slice(1).map((end, i) => (ends[i] ?? end) - end);
  return now - (ends[0] ?? 0) > Math.max(...pauses, HealthCheckGracePeriod * 1_000);
}

const told = (activities: Activity[], message: string, reason: LaunchLoop['reason']): LaunchLoop => ({
  reason,
  failures: activities.length,
  since: activities.at(-1)?.StartTime?.toISOString() ?? '',
  latest: activities[0]?.StartTime?.toISOString() ?? '',
  message,
});

export interface Launches {
  /** Absent where it is over: a launch has succeeded since, nobody is launched any more, or new instances get another revision. */
  loop?: LaunchLoop;
  /** The newest deployment to a new instance that failed within the time of the loop. */
  failed?: DeploymentInfo;
  /** All of the last 30 minutes, also before a launch that did not fail. */
  abandoned: number;
}

/** `owner`: whose hook it is, where that is known. */
export async function readLoop(
  place: Place,
  group: AutoScalingGroup,
  owner: { application: string; group: string } | undefined,
): Promise<Launches> {
  const { Activities = [] } = await place.aws.autoScaling.describeScalingActivities({
    AutoScalingGroupName: group.AutoScalingGroupName,
    MaxRecords: 100,
  });
  const now = place.clock.now();
  const abandoned = within(Activities, now).filter(isAbandoned).length;
  const loop = judgeLoop(Activities, group, now);
  // Only CodeDeploy's ABANDON is healed by a deployment: a hook that nobody answers goes on blocking.
  if (loop?.reason !== 'deploymentFailed' || !owner) return { loop, abandoned };
  const [failed, last] = await Promise.all([
    failedLaunchDeployment(place, owner.application, owner.group),
    lastSuccessful(place, owner.application, owner.group),
  ]);
  return isHealed(loop, failed, last) ? { abandoned } : { loop, failed, abandoned };
}

/** Something else has succeeded meanwhile: from now on new instances get that. */
function isHealed({ latest }: LaunchLoop, failed: DeploymentInfo | undefined, last: DeploymentInfo | undefined) {
  const [fails, gets] = [failed, last].map((info) => revisionOf(info?.revision));
  if (fails !== undefined) return gets !== undefined && !fits(fails, gets);
  return (last?.completeTime?.getTime() ?? 0) > Date.parse(latest);
}

async function failedLaunchDeployment(
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

/** New instances get its revision. */
export async function lastSuccessful(
  place: Place,
  application: string,
  group: string,
): Promise<DeploymentInfo | undefined> {
  const deploymentId = (await readGroup(place, application, group))?.lastSuccessfulDeployment?.deploymentId;
  return deploymentId ? (await place.aws.codeDeploy.getDeployment({ deploymentId })).deploymentInfo : undefined;
}
