// Brings a tree to S3 while it is packed: in parts, some at a time, and taken up again where an earlier run has stopped.
import { createHash } from 'node:crypto';
import { isNamed, unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import type { BundleType, Chunk, Tree } from '../bundle/tree.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import { line, type Progress } from '../engine/resource.ts';
import { headObject, nameOf } from './revision.ts';

export interface Target {
  bucket: string;
  key: string;
}

export interface Uploaded {
  /** Of the archive. */
  sha256: string;
  size: number;
}

interface Part {
  number: number;
  bytes: Uint8Array;
  /** Bytes of the tree that are in S3 with it and with all before it. */
  done: number;
}

interface Sent {
  PartNumber: number;
  ETag: string | undefined;
  ChecksumSHA256: string;
}

const MiB = 1024 ** 2;
const PART = 8 * MiB;
const MOST_PARTS = 10_000;
/** Parts that are sent side by side: each waits in memory until S3 has it. */
const AT_ONCE = 4;

const CONTENT_TYPES: Record<BundleType, string> = {
  zip: 'application/zip',
  tar: 'application/x-tar',
  tgz: 'application/gzip',
};

/** Begins the key that a tree is stored under where nobody asks for another one. */
export const nameIn = ({ digest }: Pick<Tree, 'digest'>) => digest.slice(0, 12);

/** Of an archive that is in S3 already: made again, since the same tree gives the same bytes. */
export async function archiveSha256(tree: Tree): Promise<string> {
  const whole = createHash('sha256');
  for await (const { bytes } of (await import('../bundle/pack.ts')).pack(tree)) whole.update(bytes);
  return whole.digest('hex');
}

export async function upload(place: Place, target: Target, tree: Tree, progress: Progress): Promise<Uploaded> {
  const { bucket: Bucket, key: Key } = target;
  const { s3 } = place.aws;
  const whole = createHash('sha256');
  let size = 0;
  async function* chunks() {
    for await (const chunk of (await import('../bundle/pack.ts')).pack(tree)) {
      whole.update(chunk.bytes);
      size += chunk.bytes.length;
      yield chunk;
    }
  }
  const described = {
    ContentType: CONTENT_TYPES[tree.type],
    Metadata: { digest: tree.digest },
    ChecksumAlgorithm: 'SHA256' as const,
  };
  const spare: Uint8Array[] = [];
  const parts = inParts(chunks(), partSize(tree), spare);
  try {
    const first = (await parts.next()).value!;
    const second = await parts.next();
    if (second.done)
      await s3.putObject({ Bucket, Key, ...described, Body: first.bytes, ChecksumSHA256: checksumOf(first.bytes) });
    else await inManyParts(place, target, tree, described, all(first, second.value, parts), spare, progress);
  } catch (error) {
    throw withKey(error, Bucket);
  } finally {
    progress.advance(undefined);
    await parts.return(undefined);
  }
  return { sha256: whole.digest('hex'), size };
}

async function inManyParts(
  place: Place,
  target: Target,
  tree: Tree,
  described: object,
  parts: AsyncIterable<Part>,
  spare: Uint8Array[],
  progress: Progress,
): Promise<void> {
  const { s3 } = place.aws;
  const into = { Bucket: target.bucket, Key: target.key };
  const location = nameOf(target);
  // S3 does not tell what an unfinished upload will be; where the key is made from the content, it does.
  const mayContinue = target.key.includes(nameIn(tree));
  const begun = mayContinue ? await unfinished(place, target) : undefined;
  if (begun) progress.say(line('uploadContinued', { location, parts: begun.parts.size }));
  const UploadId = begun?.id ?? (await s3.createMultipartUpload({ ...into, ...described })).UploadId!;
  const sent: Sent[] = [];
  try {
    await together(parts, AT_ONCE, async ({ number, bytes, done }) => {
      const ChecksumSHA256 = checksumOf(bytes);
      const there = begun?.parts.get(number);
      const part = { PartNumber: number, ChecksumSHA256 };
      const ETag = isSame(there, bytes, ChecksumSHA256)
        ? there.ETag
        : (await s3.uploadPart({ ...into, UploadId, ...part, Body: bytes, ContentLength: bytes.length })).ETag;
      sent.push({ ...part, ETag });
      spare.push(bytes);
      progress.advance(line('uploading', { done, total: tree.size }));
    });
    sent.sort((a, b) => a.PartNumber - b.PartNumber);
    await s3.completeMultipartUpload({ ...into, UploadId, MultipartUpload: { Parts: sent } });
  } catch (error) {
    // Also where the answer was lost, or where somebody pushes the same tree at the same time.
    if (isNamed(error, 'NoSuchUpload') && (await headObject(place, target))?.metadata.digest === tree.digest) return;
    if (isWizardError(error, 'folderChanged') || !mayContinue)
      await s3.abortMultipartUpload({ ...into, UploadId }).catch(() => {});
    else progress.say(line('uploadKept', { location }));
    throw error;
  }
}

interface There {
  ETag?: string;
  Size?: number;
  ChecksumSHA256?: string;
}

/** The newest upload to this key that was begun and not finished. Who may not look begins anew. */
async function unfinished(
  { aws: { s3 } }: Place,
  { bucket: Bucket, key: Key }: Target,
): Promise<{ id: string; parts: Map<number, There> } | undefined> {
  return unless(['AccessDenied', 'NoSuchUpload', 'NotImplemented'], async () => {
    let markers: { KeyMarker?: string; UploadIdMarker?: string } = {};
    const uploads = await allPages(
      () => s3.listMultipartUploads({ Bucket, Prefix: Key, ...markers }),
      ({ Uploads }) => Uploads?.filter((upload) => upload.Key === Key),
      ({ IsTruncated, NextKeyMarker, NextUploadIdMarker }) => {
        markers = { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker };
        return IsTruncated ? 'more' : undefined;
      },
    );
    const began = ({ Initiated }: { Initiated?: Date }) => Initiated?.getTime() ?? 0;
    const id = uploads.sort((a, b) => began(b) - began(a))[0]?.UploadId;
    if (!id) return undefined;
    const parts = await allPages(
      (PartNumberMarker) => s3.listParts({ Bucket, Key, UploadId: id, PartNumberMarker }),
      ({ Parts }) => Parts,
      ({ IsTruncated, NextPartNumberMarker }) => (IsTruncated ? NextPartNumberMarker : undefined),
    );
    return { id, parts: new Map(parts.map((part) => [part.PartNumber ?? 0, part])) };
  });
}

const checksumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

/** An etag is the MD5 of a part unless it is encrypted with a key of KMS; what is in doubt is sent again. */
function isSame(there: There | undefined, bytes: Uint8Array, checksum: string): there is There {
  if (there?.Size !== bytes.length) return false;
  if (there.ChecksumSHA256) return there.ChecksumSHA256 === checksum;
  return there.ETag?.replaceAll('"', '') === createHash('md5').update(bytes).digest('hex');
}

/** The same for the same tree, or parts that are there already would not fit. */
function partSize({ size, entries }: Tree): number {
  // What does not shrink grows a little, and each entry has its headers.
  const atMost = size * 1.01 + entries.length * 4096;
  return Math.max(PART, Math.ceil(atMost / (MOST_PARTS - 1) / MiB) * MiB);
}

/** Each in memory that is used again once it is in `spare`. */
async function* inParts(chunks: AsyncIterable<Chunk>, size: number, spare: Uint8Array[]): AsyncGenerator<Part> {
  const take = () => spare.pop() ?? Buffer.allocUnsafeSlow(size);
  let bytes = take();
  let filled = 0;
  let number = 1;
  let done = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.bytes.length; ) {
      // Given away only when more follows: what is left at the end is the last part.
      if (filled === size) {
        yield { number: number++, bytes, done };
        bytes = take();
        filled = 0;
      }
      const piece = chunk.bytes.subarray(at, at + size - filled);
      bytes.set(piece, filled);
      filled += piece.length;
      at += piece.length;
    }
    done = chunk.done;
  }
  yield { number, bytes: bytes.subarray(0, filled), done };
}

async function* all<T>(first: T, second: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield second;
  yield* rest;
}

/** Acts on the items in order, `most` at a time. The first failure ends it, once what is under way has ended too. */
async function together<T>(items: AsyncIterable<T>, most: number, act: (item: T) => Promise<void>): Promise<void> {
  const underway = new Set<Promise<void>>();
  try {
    for await (const item of items) {
      const one = act(item).then(() => void underway.delete(one));
      // Looked at below; until then it is nobody's.
      one.catch(() => {});
      underway.add(one);
      if (underway.size >= most) await Promise.race(underway);
    }
    await Promise.all(underway);
  } finally {
    await Promise.allSettled(underway);
  }
}

/** S3 asks KMS in the caller's name, and tells its refusal as one of its own. */
function withKey(error: unknown, bucket: string): unknown {
  const { name, message } = error as Error;
  const isKey = name.startsWith('KMS.') || (name === 'AccessDenied' && message.includes('kms:'));
  return isKey ? new WizardError('keyDenied', { bucket, message }, { cause: error }) : error;
}
