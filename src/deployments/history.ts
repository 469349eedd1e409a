// What a deployment group has lived through, newest first, read no further back than is asked for.
import type { DeploymentInfo, DeploymentStatus, ListDeploymentsInput, TimeRange } from '@aws-sdk/client-codedeploy';
import { type Allowed, must } from '../aws/allowed.ts';
import { allPages, type Place } from '../aws/place.ts';
import { unknownDeployment } from './status.ts';

/** All that `filter` lets through, newest first: for what is few. */
export async function deploymentsWith(place: Place, filter: ListDeploymentsInput): Promise<DeploymentInfo[]> {
  const ids = await allPages(
    (nextToken) => place.aws.codeDeploy.listDeployments({ ...filter, nextToken }),
    ({ deployments }) => deployments,
    ({ nextToken }) => nextToken,
  );
  return newestFirst(await infosOf(place, ids));
}

export interface Asked {
  application: string;
  group: string;
  /** Any, where none is named. */
  statuses: DeploymentStatus[];
  /** At most so many, the newest. */
  limit: number;
}

const HOUR = 3_600_000;
/** A window in which more have been created is made smaller. */
const MANY = 200;
const WIDENS = 4;
/** What is older is read in one go. */
const WIDEST = 400 * 24 * HOUR;
const BATCH = 25;

/** ListDeployments has no order: of a long history only what lies in a window of time is read, and the window widened. */
export async function newest(
  place: Place,
  { application, group, statuses, limit }: Asked,
  allowed = must,
): Promise<DeploymentInfo[]> {
  const { codeDeploy } = place.aws;
  const request: ListDeploymentsInput = {
    applicationName: application,
    deploymentGroupName: group,
    ...(statuses.length > 0 && { includeOnlyStatuses: statuses }),
  };
  const page = await codeDeploy.listDeployments(request);
  const ids = page.nextToken ? await idsOfLong() : (page.deployments ?? []);
  const infos = await infosOf(place, ids, allowed);
  return newestFirst(infos).slice(0, limit);

  async function idsOfLong(): Promise<string[]> {
    if (!Number.isFinite(limit)) return (await idsIn(undefined, Number.POSITIVE_INFINITY)) ?? [];
    const ids = new Set<string>();
    let span = HOUR;
    let end = place.clock.now() + HOUR;
    while (ids.size < limit) {
      const isLast = span >= WIDEST;
      // A narrow window is read whole, however many there are.
      const most = span < 60_000 ? Number.POSITIVE_INFINITY : Math.max(MANY, 2 * limit);
      const start = isLast ? undefined : new Date(end - span);
      const found = await idsIn({ start, end: new Date(end) }, most);
      if (!found) {
        span = isLast ? WIDEST / WIDENS : span / WIDENS;
        continue;
      }
      for (const id of found) ids.add(id);
      if (isLast) break;
      end -= span;
      span *= WIDENS;
    }
    return [...ids];
  }

  /** Undefined as soon as there are too many. */
  async function idsIn(createTimeRange: TimeRange | undefined, most: number): Promise<string[] | undefined> {
    const ids: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await codeDeploy.listDeployments({ ...request, createTimeRange, nextToken });
      ids.push(...(page.deployments ?? []));
      if (ids.length > most) return undefined;
      nextToken = page.nextToken || undefined;
    } while (nextToken);
    return ids;
  }
}

const newestFirst = (infos: DeploymentInfo[]) => infos.sort((a, b) => timeOf(b) - timeOf(a));
const timeOf = ({ createTime }: DeploymentInfo) => createTime?.getTime() ?? 0;

/** Of those that may be listed but not described, only the ids. */
async function infosOf(
  { aws: { codeDeploy } }: Place,
  ids: string[],
  allowed: Allowed = must,
): Promise<DeploymentInfo[]> {
  const infos: DeploymentInfo[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const deploymentIds = ids.slice(start, start + BATCH);
    const described = await allowed(() => codeDeploy.batchGetDeployments({ deploymentIds }));
    infos.push(...(described ? (described.deploymentsInfo ?? []) : deploymentIds.map(unknownDeployment)));
  }
  return infos;
}
