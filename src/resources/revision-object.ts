// A packed folder in S3.
import { isNamed, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import type { Tree } from '../bundle/tree.ts';
import { headObject, nameOf } from '../deployments/revision.ts';
import { nameIn, type Target, type Uploaded, upload } from '../deployments/upload.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Progress, type Resource } from '../engine/resource.ts';

export interface FoundObject {
  location: string;
  digest: string;
  version?: string;
  eTag?: string;
}

export interface RevisionObject extends Resource<FoundObject> {
  /** The archive, where this run has made it. */
  uploaded(): Uploaded | undefined;
}

export function revisionObject(place: Place, target: Target, tree: Tree): RevisionObject {
  const { s3 } = place.aws;
  const { bucket } = target;
  const name = nameOf(target);
  const noBucket = (cause: unknown) =>
    new WizardError('notFound', { kind: 's3.bucket', name: bucket, region: place.region, instead: [] }, { cause });
  let uploaded: Uploaded | undefined;
  async function send(progress: Progress) {
    uploaded = await upload(place, target, tree, progress);
    progress.say(line('uploaded', { location: name, size: uploaded.size }));
  }

  return {
    kind: 's3.object',
    name,
    // Of the tree: the archive itself is made only to be sent.
    spec: { digest: tree.digest },
    uploaded: () => uploaded,
    async read() {
      const object = await headObject(place, target);
      if (!object) return undefined;
      const { metadata, version, eTag } = object;
      return { location: name, digest: metadata.digest ?? '', version, eTag };
    },
    create: send,
    update: (_, progress) => send(progress),
    // A key that is made from the content never means other content; one that was asked for gets what is pushed there.
    mayUpdate: () => !target.key.includes(nameIn(tree)),
    async notes(found, differs): Promise<Line[]> {
      if (found && differs.length === 0) return [line('revisionThere', { location: name }), ...tree.warnings];
      const { files, size, type } = tree;
      const known = [line('willPack', { files, size, type }), ...tree.warnings];
      try {
        const versioning = await unless('AccessDenied', () => s3.getBucketVersioning({ Bucket: bucket }));
        return versioning && versioning.Status !== 'Enabled'
          ? [...known, line('noBucketVersioning', { bucket })]
          : known;
      } catch (error) {
        // To a HEAD of an object a missing bucket is a missing object; this answer tells them apart.
        throw isNamed(error, 'NoSuchBucket') ? noBucket(error) : error;
      }
    },
  };
}
