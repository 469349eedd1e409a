// What is deployed: an object in S3 or a commit on GitHub, in a form that can be compared.
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { httpStatus } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { same } from '../engine/json.ts';

export interface S3Revision {
  bucket: string;
  key: string;
  bundleType: string;
  version?: string;
  eTag?: string;
}

export interface GitHubRevision {
  repository: string;
  commitId: string;
}

export type Revision = S3Revision | GitHubRevision;

export const isInS3 = (revision: Revision): revision is S3Revision => 'bucket' in revision;

export const locationOf = (revision: Revision): RevisionLocation =>
  isInS3(revision)
    ? { revisionType: 'S3', s3Location: { ...revision, bundleType: revision.bundleType as 'zip' } }
    : { revisionType: 'GitHub', gitHubLocation: { ...revision } };

/** Undefined for revisions of other platforms. */
export function revisionOf(location: RevisionLocation | undefined): Revision | undefined {
  const { s3Location: s3, gitHubLocation: gitHub } = location ?? {};
  if (s3)
    return {
      bucket: s3.bucket ?? '',
      key: s3.key ?? '',
      bundleType: s3.bundleType ?? '',
      ...(s3.version && { version: s3.version }),
      ...(s3.eTag && { eTag: unquoted(s3.eTag) }),
    };
  return gitHub && { repository: gitHub.repository ?? '', commitId: gitHub.commitId ?? '' };
}

/** Whether `present` is what is wanted; a version or tag that is not wanted does not matter. */
export function fits(wanted: Revision, present: Revision | undefined): boolean {
  const keys = Object.keys(wanted) as (keyof Revision)[];
  return !!present && keys.every((key) => same(wanted[key], present[key]));
}

export interface StoredObject {
  /** Absent where the bucket keeps no versions. */
  version?: string;
  eTag?: string;
  metadata: Record<string, string>;
  /** In bytes. */
  size: number;
}

/** What S3 says about an object, or undefined when it, or its bucket, is not there. */
export async function headObject(
  place: Place,
  { bucket, key, version }: Pick<S3Revision, 'bucket' | 'key' | 'version'>,
): Promise<StoredObject | undefined> {
  try {
    const head = await place.aws.s3.headObject({ Bucket: bucket, Key: key, VersionId: version });
    return {
      ...(head.VersionId && head.VersionId !== 'null' && { version: head.VersionId }),
      ...(head.ETag && { eTag: unquoted(head.ETag) }),
      metadata: head.Metadata ?? {},
      size: head.ContentLength ?? 0,
    };
  } catch (error) {
    // The answer to a HEAD has no body, so the error has no name: its status and headers are all there is.
    const region = bucketRegion(error);
    if (region && region !== place.region)
      throw new WizardError(
        'cannotStart',
        { reasons: [{ why: 'bucketElsewhere', data: { bucket, region, here: place.region } }] },
        { cause: error },
      );
    if (httpStatus(error) === 404) return undefined;
    // To who may not list a bucket, an object that is not there is forbidden as well.
    if (httpStatus(error) === 403) throw new WizardError('bucketDenied', { bucket, key }, { cause: error });
    throw error;
  }
}

/** The object with its version and tag: without them a rollback or a new instance gets whatever lies at the key then. */
export async function pinned(place: Place, revision: S3Revision): Promise<S3Revision> {
  const { bucket, key, bundleType } = revision;
  const object = await headObject(place, revision);
  if (!object)
    throw new WizardError('notFound', {
      kind: 's3.object',
      name: nameOf({ bucket, key }),
      region: place.region,
      instead: [],
    });
  const { version, eTag } = object;
  return { bucket, key, bundleType, ...(version && { version }), ...(eTag && { eTag }) };
}

export const nameOf = ({ bucket, key }: Pick<S3Revision, 'bucket' | 'key'>) => `s3://${bucket}/${key}`;

const unquoted = (eTag: string) => eTag.replace(/^"|"$/g, '');

const bucketRegion = (error: unknown) =>
  (error as { $response?: { headers?: Record<string, string> } })?.$response?.headers?.['x-amz-bucket-region'];
