// S3 in the sandbox: buckets and the revisions put there, of which only the list of files and the appspec are kept.
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, refuse } from './account.ts';
import { readBundle } from './bundle.ts';
import type { Bucket } from './state.ts';

const VERSION_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';
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

  async putObject({ Bucket: name = '', Key = '', Body, Metadata = {}, IfNoneMatch }, account) {
    const bucket = opened(account, name);
    if (Buffer.byteLength(Key) > 1024) refuse('KeyTooLongError', 'Your key is too long');
    const versions = bucket.objects[Key] ?? [];
    if (IfNoneMatch === '*' && versions.length > 0)
      refuse('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
    const bytes = await bytesOf(Body);
    if (bytes.length > MOST_BYTES) refuse('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const versionId = bucket.versioning ? account.newId('', 32, VERSION_LETTERS) : 'null';
    const version = {
      versionId,
      etag,
      size: bytes.length,
      metadata: Object.fromEntries(Object.entries(Metadata).map(([key, value]) => [key.toLowerCase(), value])),
      modifiedAt: account.now,
      bundle: await readBundle(Key, bytes),
    };
    bucket.objects[Key] = bucket.versioning ? [...versions, version] : [version];
    return { ETag: etag, ...versionOf(bucket, versionId) };
  },
};

/** Only a bucket with versioning says which version. */
const versionOf = ({ versioning }: Bucket, versionId: string) => (versioning ? { VersionId: versionId } : {});

function opened({ state, region }: Account, name: string): Bucket {
  const bucket = state.s3.buckets[name];
  if (!bucket) return refuse('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (bucket.region !== region)
    refuse(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
    );
  return bucket;
}

function headed({ state, region }: Account, name: string): Bucket {
  const bucket = state.s3.buckets[name];
  if (!bucket) return headless('NotFound', 404);
  if (bucket.region !== region) headless('Unknown', 301, { 'x-amz-bucket-region': bucket.region });
  return bucket;
}

/** The answer to a HEAD has no body, so the SDK knows neither the error's code nor its message. */
function headless(name: string, httpStatusCode: number, headers: Record<string, string> = {}): never {
  throw Object.assign(new Error('UnknownError'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode, requestId: 'sandbox', attempts: 1 },
    $response: { statusCode: httpStatusCode, headers },
  });
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  return buffer(body as AsyncIterable<Uint8Array>);
}
