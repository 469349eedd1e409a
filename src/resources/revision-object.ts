// A packed folder in S3. Its key is made from its content, so the same folder is uploaded once.

import { FILE } from '../appspec/folder.ts';
import { isNamed, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import type { Pack } from '../deployments/pack.ts';
import { headObject, nameOf } from '../deployments/revision.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';

export interface FoundObject {
  sha256: string;
  version?: string;
  eTag?: string;
}

export const revisionKey = (application: string, { sha256 }: Pick<Pack, 'sha256'>) =>
  `${application}/${sha256.slice(0, 12)}.zip`;

export function revisionObject(place: Place, bucket: string, key: string, pack: Pack): Resource<FoundObject> {
  const { s3 } = place.aws;
  const { sha256, bytes, files, size, warnings } = pack;
  const name = nameOf({ bucket, key });
  const noBucket = (cause: unknown) =>
    new WizardError('notFound', { kind: 's3.bucket', name: bucket, region: place.region, instead: [] }, { cause });

  return {
    kind: 's3.object',
    name,
    spec: { sha256 },
    async read() {
      const object = await headObject(place, { bucket, key });
      if (!object) return undefined;
      const { metadata, version, eTag } = object;
      return { sha256: metadata.sha256 ?? '', version, eTag };
    },
    async create(progress) {
      progress.say(line('packed', { files, size: sizeText(size) }));
      await s3.putObject({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        ContentType: 'application/zip',
        Metadata: { sha256 },
      });
      progress.say(line('uploaded', { location: name }));
    },
    async notes(found): Promise<Line[]> {
      const strange = warnings.map((finding) => line('revisionWarning', { file: FILE, finding }));
      if (found) return strange;
      try {
        const versioning = await unless('AccessDenied', () => s3.getBucketVersioning({ Bucket: bucket }));
        return versioning && versioning.Status !== 'Enabled'
          ? [...strange, line('noBucketVersioning', { bucket })]
          : strange;
      } catch (error) {
        // To a HEAD of an object a missing bucket is a missing object; this answer tells them apart.
        throw isNamed(error, 'NoSuchBucket') ? noBucket(error) : error;
      }
    },
  };
}

function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
