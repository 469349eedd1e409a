// What AWS says of deployments: whether one goes on, how many instances are where, and which of a group are on their way.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { isNamed } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import type { TakenUp } from '../engine/resource.ts';

/** A deployment in one of these goes on. */
export const ACTIVE = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;

export const isActive = ({ status }: DeploymentInfo) => ACTIVE.some((active) => active === status);

/** All that is known of one that may not be looked at. */
export const unknownDeployment = (deploymentId: string): DeploymentInfo => ({
  deploymentId,
  status: 'unknown' as DeploymentInfo['status'],
});

export const isUnknown = ({ status }: DeploymentInfo) => (status as string) === 'unknown';

export async function deploymentInfo(place: Place, deploymentId: string): Promise<DeploymentInfo> {
  try {
    const { deploymentInfo } = await place.aws.codeDeploy.getDeployment({ deploymentId });
    return { ...deploymentInfo, deploymentId };
  } catch (error) {
    if (!isNamed(error, ['DeploymentDoesNotExistException', 'InvalidDeploymentIdException'])) throw error;
    const missing = { kind: 'codedeploy.deployment', name: deploymentId, region: place.region, instead: [] };
    throw new WizardError('notFound', missing, { cause: error });
  }
}

/** For a run that is cut off while it waits: a script goes on with the same deployment. */
export const watchAgain = (place: Place, deploymentId: string, status = 'Created'): TakenUp => ({
  command: place.command('deploy', 'watch', deploymentId),
  gives: { deploy: { deploymentId, status } },
});

/** `Succeeded 3, Failed 1`; empty until AWS has counted. */
export const countsOf = ({ deploymentOverview }: DeploymentInfo): string =>
  Object.entries(deploymentOverview ?? {})
    .filter(([, count]) => count)
    .map(([status, count]) => `${status} ${count}`)
    .join(', ');

/** How many instances it concerns; undefined until AWS has counted. */
export const totalOf = ({ deploymentOverview }: DeploymentInfo): number | undefined =>
  deploymentOverview && Object.values(deploymentOverview).reduce<number>((sum, count) => sum + (count ?? 0), 0);

/** Those of the group that go on, without those of single new instances: these come and go by themselves. */
export async function activeDeployments(
  { aws: { codeDeploy } }: Place,
  applicationName: string,
  deploymentGroupName: string,
): Promise<DeploymentInfo[]> {
  const ids = await allPages(
    (nextToken) =>
      codeDeploy.listDeployments({
        applicationName,
        deploymentGroupName,
        includeOnlyStatuses: [...ACTIVE],
        nextToken,
      }),
    ({ deployments }) => deployments,
    ({ nextToken }) => nextToken,
  );
  const infos: DeploymentInfo[] = [];
  for (let start = 0; start < ids.length; start += 25) {
    const { deploymentsInfo = [] } = await codeDeploy.batchGetDeployments({
      deploymentIds: ids.slice(start, start + 25),
    });
    infos.push(...deploymentsInfo);
  }
  return infos.filter((info) => !info.creator?.startsWith('autoscaling') && isActive(info));
}

/** Refuses because of a deployment that is on its way: whose it is, since when, and what can be done about it. */
export function busyWith(place: Place, group: string, info: DeploymentInfo, cause?: unknown): WizardError<'busy'> {
  const { deploymentId: deployment = '', creator = 'user', createTime } = info;
  const now = place.clock.now();
  const seconds = Math.max(0, Math.floor((now - (createTime?.getTime() ?? now)) / 1000));
  const commands = ['watch', 'stop'].map((verb) => place.command('deploy', verb, deployment));
  return new WizardError('busy', { group, deployment, creator, seconds, commands }, { cause });
}
