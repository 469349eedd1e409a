// Deployments of a group, whole and newest first: AWS lists their ids in no order that one could rely on.
import type { DeploymentInfo, ListDeploymentsCommandInput } from '@aws-sdk/client-codedeploy';
import { allPages, type Place } from '../aws/place.ts';

/** At most this many in one request. */
const BATCH = 25;

export async function deploymentsWith(place: Place, filter: ListDeploymentsCommandInput): Promise<DeploymentInfo[]> {
  const { codeDeploy } = place.aws;
  const ids = await allPages(
    (nextToken) => codeDeploy.listDeployments({ ...filter, nextToken }),
    ({ deployments }) => deployments,
    ({ nextToken }) => nextToken,
  );
  const infos: DeploymentInfo[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const { deploymentsInfo = [] } = await codeDeploy.batchGetDeployments({
      deploymentIds: ids.slice(start, start + BATCH),
    });
    infos.push(...deploymentsInfo);
  }
  return infos.sort((a, b) => (b.createTime?.getTime() ?? 0) - (a.createTime?.getTime() ?? 0));
}
