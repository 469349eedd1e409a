// A revision that is known to be good: one that has succeeded and is not the one that fails now.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { deploymentsWith } from './history.ts';
import { fits, type Revision, revisionOf } from './revision.ts';
import { isGone, PARTIAL } from './way-back.ts';

/** Newest first. */
export const goodOnes = (deployments: DeploymentInfo[], failing: Revision | undefined): DeploymentInfo[] =>
  deployments.filter(({ status, creator, revision }) => {
    const one = revisionOf(revision);
    return status === 'Succeeded' && !PARTIAL.has(creator ?? '') && one && !(failing && fits(failing, one));
  });

export interface Good {
  revision: Revision;
  /** How it was named, or the deployment that it is taken from: short enough to be remembered. */
  from: string;
}

/** The newest good one whose object is still there. */
export async function newestGood(
  place: Place,
  application: string,
  group: string,
  failing: Revision | undefined,
): Promise<Good | undefined> {
  const succeeded = await deploymentsWith(place, {
    applicationName: application,
    deploymentGroupName: group,
    includeOnlyStatuses: ['Succeeded'],
  });
  for (const { deploymentId = '', revision: location } of goodOnes(succeeded, failing)) {
    const revision = revisionOf(location)!;
    if (!(await isGone(place, revision))) return { revision, from: deploymentId };
  }
  return undefined;
}

/** What `--to` names: a deployment, `s3://bucket/key?versionId=V`, or `owner/name@commit`. */
export async function namedGood(place: Place, name: string): Promise<Good> {
  if (/^d-[A-Z0-9]{9}$/.test(name)) {
    const found = await unless(['DeploymentDoesNotExistException', 'InvalidDeploymentIdException'], () =>
      place.aws.codeDeploy.getDeployment({ deploymentId: name }),
    );
    const revision = revisionOf(found?.deploymentInfo?.revision);
    if (!revision)
      throw new WizardError('notFound', {
        kind: 'codedeploy.deployment',
        name,
        region: place.region,
        instead: [],
      });
    return { revision, from: name };
  }
  const revision = revisionNamed(name);
  if (!revision) throw new WizardError('invalidValue', { where: '--to', value: name, rule: 'revisionName' });
  return { revision, from: name };
}

export function revisionNamed(name: string): Revision | undefined {
  const [, bucket, key, version] = /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(name) ?? [];
  if (bucket && key) {
    const [, ending = 'zip'] = /\.(zip|tar|tgz|tar\.gz)$/i.exec(key) ?? [];
    const bundleType = ending.toLowerCase().replace('tar.gz', 'tgz');
    return { bucket, key, bundleType, ...(version && { version }) };
  }
  const [, repository, commitId] = /^([\w-]+\/[\w.-]+)@([0-9a-f]{40})$/i.exec(name) ?? [];
  return repository && commitId ? { repository, commitId: commitId.toLowerCase() } : undefined;
}
