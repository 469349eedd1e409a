// S3 in the sandbox: buckets and the revisions put there.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, refuse } from './account.ts';
import { inMemory, readBundle } from './bundle.ts';
import {
  addVersion,
  bytesOf,
  checkBytes,
  etagOf,
  headed,
  headless,
  lowerCased,
  opened,
  versionOf,
} from './s3-objects.ts';
import { handlers as uploads } from './s3-uploads.ts';

const MOST_BYTES = 5 * 1024 ** 3;

export const handlers: Handlers<'s3', Account> = {
  headBucket({ Bucket: name = '' }, account) {
    const { region } = headed(account, name);
    return { BucketRegion: region, BucketArn: `arn:aws:s3:::${name}`, AccessPointAlias: false };
  },

  headObject({ Bucket: name = '', Key = '', VersionId }, account) {
    const bucket = headed(account, name);
    const versions = bucket.objects[Key] ?? [];
    const version = VersionId ? versions.find(({ versionId }) => versionId === VersionId) : versions.at(-1);
    if (!version) return headless('NotFound', 404);
    return {
      ETag: version.etag,
      ContentLength: version.size,
      LastModified: new Date(version.modifiedAt),
      Metadata: version.metadata,
      ...versionOf(bucket, version.versionId),
    };
  },

  getBucketVersioning({ Bucket: name = '' }, account) {
    const { versioning } = opened(account, name);
    return versioning ? { Status: 'Enabled' } : {};
  },

  listBuckets(input = {}, { state, region }) {
    const { MaxBuckets, ContinuationToken, Prefix = '' } = input;
    const buckets = Object.values(state.s3.buckets)
      .filter((bucket) => bucket.name.startsWith(Prefix) && bucket.region === (input.BucketRegion ?? bucket.region))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(buckets, ContinuationToken, MaxBuckets ?? 10_000);
    return {
      Buckets: items.map(({ name, createdAt, ...bucket }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: bucket.region ?? region,
      })),
      ContinuationToken: next,
    };
  },

  async putObject({ Bucket: name = '', Key = '', Metadata = {}, IfNoneMatch, ...sent }, account) {
    const bucket = opened(account, name);
    if (Buffer.byteLength(Key) > 1024) refuse('KeyTooLongError', 'Your key is too long');
    if (IfNoneMatch === '*' && (bucket.objects[Key] ?? []).length > 0)
      refuse('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
    const bytes = await bytesOf(sent.Body);
    if (bytes.length > MOST_BYTES) refuse('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
    checkBytes(bytes, sent);
    const etag = etagOf(bytes);
    const { versionId } = addVersion(account, bucket, Key, {
      etag,
      size: bytes.length,
      metadata: lowerCased(Metadata),
      bundle: await readBundle(inMemory(bytes)),
    });
    return { ETag: etag, ...versionOf(bucket, versionId) };
  },

  ...uploads,
};
