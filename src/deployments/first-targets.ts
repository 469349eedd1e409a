// The targets of a deployment that one looks for: those that failed first, as many as are asked for and no more.
import type { DeploymentTarget, TargetFilterName } from '@aws-sdk/client-codedeploy';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';

export async function firstTargets(place: Place, deploymentId: string, most = 25): Promise<string[]> {
  const ids = new Set<string>();
  for (const targetFilters of [{ TargetStatus: ['Failed'] }, undefined]) {
    const found = await unless('DeploymentNotStartedException', () => some(place, deploymentId, targetFilters, most));
    for (const id of found ?? []) if (ids.size < most) ids.add(id);
  }
  return [...ids];
}

async function some(
  { aws: { codeDeploy } }: Place,
  deploymentId: string,
  targetFilters: Partial<Record<TargetFilterName, string[]>> | undefined,
  most: number,
): Promise<string[]> {
  const ids: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await codeDeploy.listDeploymentTargets({ deploymentId, targetFilters, nextToken });
    ids.push(...(page.targetIds ?? []));
    nextToken = page.nextToken || undefined;
  } while (nextToken && ids.length < most);
  return ids;
}

const NO_TARGET = [
  'DeploymentTargetDoesNotExistException',
  'InvalidDeploymentTargetIdException',
  'DeploymentNotStartedException',
];
const BATCH = 25;

/** None at all where one of a batch is not the deployment's. */
export async function targetsWith(
  { aws: { codeDeploy } }: Place,
  deploymentId: string,
  ids: string[],
): Promise<DeploymentTarget[]> {
  const targets: DeploymentTarget[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const targetIds = ids.slice(start, start + BATCH);
    const found = await unless(NO_TARGET, () => codeDeploy.batchGetDeploymentTargets({ deploymentId, targetIds }));
    targets.push(...(found?.deploymentTargets ?? []));
  }
  return targets;
}
