// A revision that CodeDeploy knows of: it can be chosen in the console before it was ever deployed.
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { headObject, locationOf, nameOf, pinned, type S3Revision } from '../deployments/revision.ts';
import type { Resource } from '../engine/resource.ts';

export interface FoundRevision {
  description: string;
  /** Of the archive, where its description tells. */
  sha256?: string;
}

const LONGEST = 256;

/** Of the tree with this digest; `about` is asked once its archive is there. */
export function registeredRevision(
  place: Place,
  application: string,
  revision: S3Revision,
  digest: string,
  about: () => Promise<{ sha256: string; description?: string }>,
): Resource<FoundRevision> {
  const { codeDeploy } = place.aws;
  return {
    kind: 'codedeploy.revision',
    name: `${application} ${nameOf(revision)}`,
    spec: {},
    read: () => readRegistered(place, application, revision, digest),
    async create() {
      const { sha256, description = '' } = await about();
      await codeDeploy.registerApplicationRevision({
        applicationName: application,
        revision: locationOf(await pinned(place, revision)),
        description: `sha256:${sha256} ${description}`.trim().slice(0, LONGEST),
      });
    },
  };
}

export async function readRegistered(
  place: Place,
  application: string,
  revision: S3Revision,
  digest: string,
): Promise<FoundRevision | undefined> {
  const object = await headObject(place, revision);
  // What lies there before it is pushed is another one.
  if (object?.metadata.digest !== digest) return undefined;
  const { version, eTag } = object;
  const found = await unless('RevisionDoesNotExistException', () =>
    place.aws.codeDeploy.getApplicationRevision({
      applicationName: application,
      revision: locationOf({ ...revision, ...(version && { version }), ...(eTag && { eTag }) }),
    }),
  );
  const { description = '' } = found?.revisionInfo ?? {};
  return found && { description, sha256: /\bsha256:([0-9a-f]{64})\b/.exec(description)?.[1] };
}
