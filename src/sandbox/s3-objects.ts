// Buckets and objects of the sandbox's S3: finding them, what is kept of them, and how S3 says that it cannot.
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type Account, refuse } from './account.ts';
import type { Bucket } from './state.ts';

const VERSION_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

type Version = Bucket['objects'][string][number];

/** Puts it on top of those that are there; without versioning, in their place. */
export function addVersion(
  account: Account,
  bucket: Bucket,
  key: string,
  object: Omit<Version, 'versionId' | 'modifiedAt'>,
): Version {
  const versionId = bucket.versioning ? account.newId('', 32, VERSION_LETTERS) : 'null';
  const version = { versionId, modifiedAt: account.now, ...object };
  bucket.objects[key] = bucket.versioning ? [...(bucket.objects[key] ?? []), version] : [version];
  return version;
}

export const etagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** S3 refuses bytes that are not those that were meant. */
export function checkBytes(
  bytes: Buffer,
  { ChecksumSHA256, ContentMD5 }: { ChecksumSHA256?: string; ContentMD5?: string },
) {
  const of = (algorithm: string) => createHash(algorithm).update(bytes).digest('base64');
  if (ChecksumSHA256 && ChecksumSHA256 !== of('sha256'))
    refuse('BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
  if (ContentMD5 && ContentMD5 !== of('md5'))
    refuse('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

/** Names of metadata travel as headers. */
export const lowerCased = (metadata: Record<string, string>) =>
  Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key.toLowerCase(), value]));

/** Only a bucket with versioning says which version. */
export const versionOf = ({ versioning }: Bucket, versionId: string) => (versioning ? { VersionId: versionId } : {});

export function opened({ state, region }: Account, name: string): Bucket {
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

export function headed({ state, region }: Account, name: string): Bucket {
  const bucket = state.s3.buckets[name];
  if (!bucket) return headless('NotFound', 404);
  if (bucket.region !== region) headless('Unknown', 301, { 'x-amz-bucket-region': bucket.region });
  return bucket;
}

/** The answer to a HEAD has no body, so the SDK knows neither the error's code nor its message. */
export function headless(name: string, httpStatusCode: number, headers: Record<string, string> = {}): never {
  throw Object.assign(new Error('UnknownError'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode, requestId: 'sandbox', attempts: 1 },
    $response: { statusCode: httpStatusCode, headers },
  });
}

export async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  return buffer(body as AsyncIterable<Uint8Array>);
}
