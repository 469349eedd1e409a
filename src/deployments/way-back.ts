// What can be gone back to: which earlier deployments brought something else, and worked.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { explain } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { same } from '../engine/json.ts';
import { newest } from './history.ts';
import { headObject, isInS3, nameOf, type Revision, revisionOf } from './revision.ts';
import { isActive } from './status.ts';

/** These bring what the group has already to single instances. */
export const PARTIAL: ReadonlySet<string> = new Set(['autoscaling', 'autoscalingTermination', 'CodeDeployAutoUpdate']);

/** How the description of a deployment that goes back begins, so that it is known again. */
export const ROLLBACK = 'Rollback to ';

/** An attempt to go back that failed has brought nothing: it may be tried again. */
const isFailedReturn = ({ status, creator, description = '' }: DeploymentInfo) =>
  status !== 'Succeeded' && (creator === 'codeDeployRollback' || description.startsWith(ROLLBACK));

/** Of a history, newest first: successes whose revision is not the one that was brought last, each revision once. */
export function waysBack(history: DeploymentInfo[]): DeploymentInfo[] {
  const whole = history.filter((info) => !PARTIAL.has(info.creator ?? '') && !isActive(info));
  const last = whole.find((info) => !isFailedReturn(info));
  const seen = [revisionOf(last?.revision)];
  return whole.filter(({ status, revision }) => {
    const present = revisionOf(revision);
    if (status !== 'Succeeded' || !present || seen.some((other) => same(other, present))) return false;
    seen.push(present);
    return true;
  });
}

/** Successes that brought the revision which `text` stands for: (the beginning of) a commit, a key or its end, a version. */
export const bringing = (history: DeploymentInfo[], text: string): DeploymentInfo[] =>
  history.filter(({ status, revision }) => status === 'Succeeded' && isMeant(revisionOf(revision), text));

function isMeant(revision: Revision | undefined, text: string): boolean {
  if (!revision) return false;
  if (!isInS3(revision)) return /^[0-9a-f]{4,40}$/i.test(text) && revision.commitId.startsWith(text.toLowerCase());
  const { key, version } = revision;
  return [key, key.split('/').at(-1), nameOf(revision), version].includes(text);
}

const DEPTHS = [25, 200, Number.POSITIVE_INFINITY];

/** What `pick` finds in the history, which is read further back only while it finds nothing. */
export async function found(
  place: Place,
  of: { application: string; group: string },
  pick: (history: DeploymentInfo[]) => Promise<DeploymentInfo | undefined> | DeploymentInfo | undefined,
): Promise<DeploymentInfo | undefined> {
  for (const limit of DEPTHS) {
    const history = await newest(place, { ...of, statuses: [], limit });
    const picked = await pick(history);
    if (picked || history.length < limit) return picked;
  }
  return undefined;
}

/** Whether S3 still has what was deployed; a commit is on GitHub for good. */
export async function isGone(place: Place, revision: Revision): Promise<boolean> {
  if (!isInS3(revision)) return false;
  try {
    const object = await headObject(place, revision);
    if (!object) return true;
    // The agent takes nothing else under the same name.
    return revision.eTag !== undefined && object.eTag !== undefined && revision.eTag !== object.eTag;
  } catch (error) {
    if (explain(error).code !== 'denied') throw error;
    return false;
  }
}
