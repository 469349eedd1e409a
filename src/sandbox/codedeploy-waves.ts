// How many instances of a deployment are on their way at a time, and when so many have failed that it has.
import type { Account } from './account.ts';
import { minimumHealthy } from './codedeploy-configs.ts';
import { count, lastMoment, move, standing } from './codedeploy-tally.ts';
import { walk } from './codedeploy-walk.ts';
import type { Deployment, DeploymentGroup, DeploymentTarget, TargetStatus } from './state.ts';

export interface Wave {
  /** Whose turn it is: one environment of a blue/green deployment, or all. */
  label?: DeploymentTarget['label'];
  /** Where its targets stand before, and when they have come through. */
  from: TargetStatus;
  to: TargetStatus;
  /** The event before which they stop, at `to`. */
  until?: string;
  /** All at once, and none may fail. */
  strict?: boolean;
}

export /** Of a new member of an Auto Scaling group nothing is expected yet. */
const minimumOf = (account: Account, { creator, config }: Deployment, fleet: number) =>
  creator === 'autoscaling' ? 0 : minimumHealthy(account, config, fleet);

/** Takes the wave as far as it comes by now: undefined while it goes on, then whether enough have come through. */
export function advanceWave(
  account: Account,
  deployment: Deployment,
  group: DeploymentGroup,
  wave: Wave,
): boolean | undefined {
  const { label, from, to, until, strict } = wave;
  const { fleet = 0, targets } = deployment;
  const minimum = strict ? 0 : minimumOf(account, deployment, fleet);
  // What has ended in this stride makes room for what begins in it.
  let room = true;
  while (room) {
    for (const target of standing(deployment, 'InProgress', label)) walk({ account, deployment, group, target, until });
    room = start(account, deployment, wave, minimum);
  }
  if (count(deployment, label, 'InProgress') > 0 || deployment.stopping) return undefined;
  const failed = count(deployment, label, 'Failed');
  if (strict) return failed === 0;
  // With work left, no further failure may be risked; the very last instance may fail.
  if (count(deployment, label, from) > 0) return fleet - failed <= minimum ? false : undefined;
  const through = count(deployment, label, to);
  const untouched = label ? 0 : fleet - targets.length;
  return (through > 0 || failed === 0) && through + untouched >= minimum;
}

/** As many instances may be away as are not needed; those that failed are away for good. */
function start(account: Account, deployment: Deployment, { label, from }: Wave, minimum: number): boolean {
  const { fleet = 0, stopping } = deployment;
  if (stopping) return false;
  const free = fleet - minimum - count(deployment, label, 'InProgress', 'Failed');
  const next = first(standing(deployment, from, label), free);
  const at = endOf(account, deployment);
  for (const target of next) move(deployment, target, 'InProgress', at);
  return next.length > 0;
}

function first<T>(items: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  if (most > 0) for (const item of items) if (found.push(item) >= most) break;
  return found;
}

/** When the last thing happened in a deployment. */
export const endOf = ({ now }: Account, deployment: Deployment) =>
  Math.max(deployment.startedAt ?? now, deployment.blueGreen?.since ?? 0, lastMoment(deployment));
