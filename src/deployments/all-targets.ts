// Every target of a deployment, for what is told once it is over: a request per 25 of them, a few at a time.
import type { DeploymentTarget } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { firstTargets, targetsWith } from './first-targets.ts';

const BATCH = 25;
/** The rates that AWS allows are not published: more would only be throttled. */
const LANES = 4;

/** Those that failed first. `looked`: how many of how many are read. */
export async function allTargets(
  place: Place,
  deploymentId: string,
  ids: string[],
  looked: (count: number, total: number) => void,
): Promise<DeploymentTarget[]> {
  const targets: DeploymentTarget[] = [];
  for (let start = 0; start < ids.length; start += LANES * BATCH) {
    const lanes = Array.from({ length: LANES }, (_, lane) => ids.slice(start + lane * BATCH).slice(0, BATCH));
    const read = await Promise.all(lanes.map((lane) => targetsWith(place, deploymentId, lane)));
    targets.push(...read.flat());
    looked(Math.min(ids.length, start + LANES * BATCH), ids.length);
  }
  return targets;
}

export const allTargetIds = (place: Place, deploymentId: string) =>
  firstTargets(place, deploymentId, Number.POSITIVE_INFINITY);
