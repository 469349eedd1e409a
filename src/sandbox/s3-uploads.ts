// Multipart uploads in the sandbox: their parts outlive the process that sent them, as in S3.
import { createHash } from 'node:crypto';
import type { Handlers } from '../aws/operations.ts';
import { type Account, refuse } from './account.ts';
import { type Archive, readBundle } from './bundle.ts';
import { addVersion, bytesOf, checkBytes, etagOf, lowerCased, opened, versionOf } from './s3-objects.ts';
import type { Bucket, MultipartUpload } from './state.ts';

type UploadOperation =
  | 'createMultipartUpload'
  | 'uploadPart'
  | 'listMultipartUploads'
  | 'listParts'
  | 'completeMultipartUpload'
  | 'abortMultipartUpload';

const LEAST_PART = 5 * 1024 ** 2;
const MOST_PART = 5 * 1024 ** 3;
const MOST_PARTS = 10_000;
const UPLOAD_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

export const handlers: Pick<Handlers<'s3', Account>, UploadOperation> = {
  createMultipartUpload({ Bucket: name = '', Key = '', Metadata = {}, ChecksumAlgorithm }, account) {
    const bucket = opened(account, name);
    if (Buffer.byteLength(Key) > 1024) refuse('KeyTooLongError', 'Your key is too long');
    const id = account.newId('', 64, UPLOAD_LETTERS);
    bucket.uploads ??= {};
    bucket.uploads[id] = {
      key: Key,
      metadata: lowerCased(Metadata),
      initiatedAt: account.now,
      sha256: ChecksumAlgorithm === 'SHA256',
      parts: {},
    };
    return { Bucket: name, Key, UploadId: id };
  },

  async uploadPart({ Bucket: name = '', Key = '', UploadId = '', PartNumber = 0, ...sent }, account) {
    const upload = uploadOf(opened(account, name), Key, UploadId);
    if (PartNumber < 1 || PartNumber > MOST_PARTS)
      refuse('InvalidArgument', `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`);
    const bytes = await bytesOf(sent.Body);
    if (bytes.length > MOST_PART) refuse('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
    if (upload.sha256 && !sent.ChecksumSHA256)
      refuse(
        'InvalidRequest',
        'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
      );
    checkBytes(bytes, sent);
    account.bytes.put(partName(UploadId, PartNumber), bytes);
    const etag = etagOf(bytes);
    const { ChecksumSHA256 } = sent;
    upload.parts[PartNumber] = {
      etag,
      size: bytes.length,
      modifiedAt: account.now,
      ...(ChecksumSHA256 && { sha256: ChecksumSHA256 }),
    };
    return { ETag: etag, ...(ChecksumSHA256 && { ChecksumSHA256 }) };
  },

  listMultipartUploads({ Bucket: name = '', Prefix = '', UploadIdMarker, KeyMarker, MaxUploads = 3 }, account) {
    const all = Object.entries(opened(account, name).uploads ?? {})
      .filter(([, { key }]) => key.startsWith(Prefix))
      .sort(([, a], [, b]) => (a.key === b.key ? a.initiatedAt - b.initiatedAt : a.key < b.key ? -1 : 1));
    const after = all.findIndex(([id, { key }]) => id === UploadIdMarker && key === KeyMarker) + 1;
    const some = all.slice(after, after + MaxUploads);
    const isTruncated = after + some.length < all.length;
    return {
      Bucket: name,
      Uploads: some.map(([id, { key, initiatedAt, sha256 }]) => ({
        UploadId: id,
        Key: key,
        Initiated: new Date(initiatedAt),
        ...(sha256 && { ChecksumAlgorithm: 'SHA256' as const }),
      })),
      IsTruncated: isTruncated,
      ...(isTruncated && { NextUploadIdMarker: some.at(-1)?.[0], NextKeyMarker: some.at(-1)?.[1].key }),
    };
  },

  listParts({ Bucket: name = '', Key = '', UploadId = '', PartNumberMarker = '0', MaxParts = 3 }, account) {
    const { parts } = uploadOf(opened(account, name), Key, UploadId);
    const all = Object.entries(parts).filter(([number]) => Number(number) > Number(PartNumberMarker));
    const some = all.slice(0, MaxParts);
    const isTruncated = some.length < all.length;
    return {
      Bucket: name,
      Key,
      UploadId,
      Parts: some.map(([number, { etag, size, sha256, modifiedAt }]) => ({
        PartNumber: Number(number),
        ETag: etag,
        Size: size,
        LastModified: new Date(modifiedAt),
        ...(sha256 && { ChecksumSHA256: sha256 }),
      })),
      IsTruncated: isTruncated,
      ...(isTruncated && { NextPartNumberMarker: some.at(-1)?.[0] }),
    };
  },

  async completeMultipartUpload({ Bucket: name = '', Key = '', UploadId = '', MultipartUpload = {} }, account) {
    const bucket = opened(account, name);
    const upload = uploadOf(bucket, Key, UploadId);
    const wanted = MultipartUpload.Parts ?? [];
    if (wanted.length === 0) refuse('InvalidRequest', 'You must specify at least one part');
    if (wanted.some(({ PartNumber = 0 }, index) => PartNumber <= (wanted[index - 1]?.PartNumber ?? 0)))
      refuse('InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.');
    const parts = wanted.map(({ PartNumber = 0, ETag = '', ChecksumSHA256 }, index) => {
      const part = upload.parts[PartNumber];
      if (upload.sha256 && !ChecksumSHA256)
        refuse(
          'InvalidRequest',
          `The upload was created using a sha256 checksum. The complete request must include the checksum for each part. It was missing for part ${PartNumber} in the request.`,
        );
      if (part?.etag.replaceAll('"', '') !== ETag.replaceAll('"', '') || part.sha256 !== ChecksumSHA256)
        refuse(
          'InvalidPart',
          "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        );
      if (index < wanted.length - 1 && part!.size < LEAST_PART)
        refuse('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
      return { ...part!, name: partName(UploadId, PartNumber) };
    });
    const digests = parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex'));
    const etag = `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}"`;
    const archive = inParts(account, parts);
    const { versionId } = addVersion(account, bucket, Key, {
      etag,
      size: archive.size,
      metadata: upload.metadata,
      bundle: await readBundle(archive),
    });
    forget(account, bucket, UploadId);
    return { Bucket: name, Key, ETag: etag, ...versionOf(bucket, versionId) };
  },

  abortMultipartUpload({ Bucket: name = '', Key = '', UploadId = '' }, account) {
    const bucket = opened(account, name);
    uploadOf(bucket, Key, UploadId);
    forget(account, bucket, UploadId);
    return {};
  },
};

const partName = (uploadId: string, number: number) => `${uploadId}-${number}`;

function uploadOf(bucket: Bucket, key: string, id: string): MultipartUpload {
  const upload = bucket.uploads?.[id];
  if (upload?.key !== key)
    return refuse(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
    );
  return upload;
}

function forget({ bytes }: Account, bucket: Bucket, id: string) {
  for (const number of Object.keys(bucket.uploads?.[id]?.parts ?? {})) bytes.drop(partName(id, Number(number)));
  delete bucket.uploads?.[id];
}

/** What the parts make together, read where it lies. */
function inParts({ bytes }: Account, parts: { name: string; size: number }[]): Archive {
  const PIECE = 1024 ** 2;
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    *read(start, end) {
      let at = 0;
      for (const { name, size } of parts) {
        for (let from = Math.max(0, start - at); from < Math.min(size, end - at); from += PIECE)
          yield bytes.get(name, from, Math.min(PIECE, size - from, end - at - from));
        at += size;
      }
    },
  };
}
