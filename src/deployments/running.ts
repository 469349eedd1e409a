// Which revision runs on which instance, as the deployments tell it. The calls grow with pages of a hundred targets, and have a bound.
import type { DeploymentInfo, ListDeploymentTargetsInput } from '@aws-sdk/client-codedeploy';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { same } from '../engine/json.ts';
import { instanceOf } from './describe.ts';
import { type Revision, revisionOf } from './revision.ts';

export interface Running {
  instance: string;
  /** Of a failed deployment: the one that did not come through, so that what runs may be neither. */
  revision: Revision | null;
  deployment: string | null;
  status: 'Succeeded' | 'Failed' | 'unknown';
}

/** What is not known by then is called unknown. */
const MOST_PAGES = 100;

export const unknown = (instance: string): Running => ({
  instance,
  revision: null,
  deployment: null,
  status: 'unknown',
});

/** `infos` newest first: for each instance the first counts in which it has come to an end. */
export async function runningOn(place: Place, instances: string[], infos: DeploymentInfo[]): Promise<Running[]> {
  const open = new Set(instances);
  const known = new Map<string, Running>();
  let pages = 0;
  for (const info of infos) {
    for (const status of ['Succeeded', 'Failed'] as const) {
      if (info.deploymentOverview && !info.deploymentOverview[status]) continue;
      for await (const id of targetsIn(info, status)) {
        if (!open.delete(id)) continue;
        const revision = revisionOf(info.revision) ?? null;
        known.set(id, { instance: id, revision, deployment: info.deploymentId ?? null, status });
      }
      if (open.size === 0 || pages >= MOST_PAGES) break;
    }
    if (open.size === 0 || pages >= MOST_PAGES) break;
  }
  return instances.map((instance) => known.get(instance) ?? unknown(instance));

  async function* targetsIn({ deploymentId, deploymentStyle }: DeploymentInfo, status: string) {
    const targetFilters: ListDeploymentTargetsInput['targetFilters'] = {
      TargetStatus: [status],
      // Traffic is taken from the blue ones, and they get nothing.
      ...(deploymentStyle?.deploymentType === 'BLUE_GREEN' && { ServerInstanceLabel: ['Green'] }),
    };
    let nextToken: string | undefined;
    do {
      pages++;
      const page = await unless('DeploymentNotStartedException', () =>
        place.aws.codeDeploy.listDeploymentTargets({ deploymentId, targetFilters, nextToken }),
      );
      yield* (page?.targetIds ?? []).map(instanceOf);
      nextToken = page?.nextToken || undefined;
    } while (nextToken && open.size > 0 && pages < MOST_PAGES);
  }
}

export interface RunningGroup extends Omit<Running, 'instance' | 'deployment'> {
  count: number;
}

/** The most frequent first; more than one that is known: revisions are mixed. */
export function byRevision(targets: Running[]): RunningGroup[] {
  const groups: RunningGroup[] = [];
  for (const { revision, status } of targets) {
    const group = groups.find((one) => one.status === status && same(one.revision, revision));
    if (group) group.count++;
    else groups.push({ revision, status, count: 1 });
  }
  return groups.sort((a, b) => b.count - a.count);
}
