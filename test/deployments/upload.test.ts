// A tree goes to S3 in parts that fit S3's rules; what is there already is not sent again, and a changed folder leaves nothing.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { survey } from '../../src/bundle/survey.ts';
import { nameIn, upload } from '../../src/deployments/upload.ts';
import { bytesOf, newFolder, noise, putIn } from '../bundle/support.ts';
import { inputs, named, place, progress, said } from '../resources/support.ts';

const s3 = mockClient(S3Client);
const MiB = 1024 ** 2;
const PART = 8 * MiB;
const hash = (bytes: Uint8Array, algorithm = 'sha256', encoding: 'base64' | 'hex' = 'base64') =>
  createHash(algorithm).update(bytes).digest(encoding);

let folder: string;
const put = putIn(() => folder);
const tree = () => survey(folder, { type: 'zip' });
const large = () => put('noise', noise(18 * MiB));
const target = async () => ({ bucket: 'revisions', key: `shop/${nameIn(await tree())}.zip` });
const push = async () => upload(place, await target(), await tree(), progress);
const sentParts = () =>
  s3
    .commandCalls(UploadPartCommand)
    .map(({ args }) => args[0].input.PartNumber)
    .sort();

beforeEach(() => {
  folder = newFolder();
  put('appspec.yml');
  said.length = 0;
  s3.reset();
  s3.onAnyCommand().resolves({});
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'new' });
  s3.on(UploadPartCommand).callsFake(({ PartNumber }) => ({ ETag: `"etag-${PartNumber}"` }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('sends a small one whole, with its checksum', async () => {
  const { digest } = await tree();
  const bytes = await bytesOf(await tree());
  expect(await push()).toEqual({ sha256: hash(bytes, 'sha256', 'hex'), size: bytes.length });
  const [input] = inputs(s3.commandCalls(PutObjectCommand)) as { Body: Buffer }[];
  expect(input).toMatchObject({
    ContentType: 'application/zip',
    Metadata: { digest: digest },
    ChecksumSHA256: hash(bytes),
  });
  expect(bytes.equals(input!.Body)).toBe(true);
  expect(s3.commandCalls(CreateMultipartUploadCommand)).toEqual([]);
});

describe('a large one', () => {
  it('goes in parts, which together are the archive', async () => {
    large();
    const bytes = await bytesOf(await tree());
    const parts: Buffer[] = [];
    s3.on(UploadPartCommand).callsFake(({ PartNumber, Body, ChecksumSHA256 }) => {
      expect(ChecksumSHA256).toBe(hash(Body));
      // The memory is used again for another part.
      parts[PartNumber - 1] = Buffer.from(Body);
      return { ETag: `"etag-${PartNumber}"` };
    });
    expect(await push()).toEqual({ sha256: hash(bytes, 'sha256', 'hex'), size: bytes.length });
    expect(parts.map(({ length }) => length)).toEqual([PART, PART, bytes.length - 2 * PART]);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    expect(inputs(s3.commandCalls(CompleteMultipartUploadCommand))).toMatchObject([
      {
        UploadId: 'new',
        MultipartUpload: {
          Parts: parts.map((part, index) => ({
            PartNumber: index + 1,
            ETag: `"etag-${index + 1}"`,
            ChecksumSHA256: hash(part),
          })),
        },
      },
    ]);
  });

  it('has no more parts than S3 takes, however large it is', async () => {
    const sizes: number[] = [];
    // Nothing of it is read: its first block is not what it was.
    for (const size of [70e9, 90e9]) {
      const { entries, ...rest } = await tree();
      const file = { ...entries.find(({ kind }) => kind === 'file')!, size, blocks: [] };
      const made = { ...rest, size, entries: [file] } as unknown as Awaited<ReturnType<typeof tree>>;
      s3.on(PutObjectCommand).callsFake(({ Body }) => {
        sizes.push(Body.buffer.byteLength);
        return {};
      });
      await upload(place, await target(), made, progress);
    }
    expect(sizes[0]).toBe(PART);
    expect(Math.ceil(90e9 / sizes[1]!)).toBeLessThan(10_000);
  });

  it('is not sent twice after a lost answer', async () => {
    large();
    s3.on(CompleteMultipartUploadCommand).rejects(named('NoSuchUpload'));
    s3.on(HeadObjectCommand).resolves({ Metadata: { digest: (await tree()).digest } });
    await expect(push()).resolves.toMatchObject({ size: expect.any(Number) });
    s3.on(HeadObjectCommand).resolves({ Metadata: {} });
    await expect(push()).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('stops at a refusal, leaves its parts, and says so', async () => {
    large();
    s3.on(UploadPartCommand, { PartNumber: 2 }).rejects(named('InternalError'));
    await expect(push()).rejects.toMatchObject({ name: 'InternalError' });
    expect(said.map(({ key }) => key)).toContain('uploadKept');
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toEqual([]);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)).toEqual([]);
  });

  it('is given up when the folder changes meanwhile', async () => {
    large();
    put('zz', 'before');
    const [surveyed, to] = [await tree(), await target()];
    put('zz', 'after!');
    await expect(upload(place, to, surveyed, progress)).rejects.toMatchObject({
      code: 'folderChanged',
      data: { path: 'zz' },
    });
    expect(inputs(s3.commandCalls(AbortMultipartUploadCommand))).toMatchObject([{ UploadId: 'new' }]);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)).toEqual([]);
  });
});

describe('an upload that was begun earlier', () => {
  const begun = async (parts: (bytes: Buffer) => object[]) => {
    large();
    const { key: Key } = await target();
    const bytes = await bytesOf(await tree());
    s3.on(ListMultipartUploadsCommand)
      .resolvesOnce({ Uploads: [{ Key: `${Key}x`, UploadId: 'other' }], IsTruncated: true, NextKeyMarker: 'k' })
      .resolves({
        Uploads: [
          { Key, UploadId: 'older', Initiated: new Date(1) },
          { Key, UploadId: 'newer', Initiated: new Date(2) },
        ],
      });
    s3.on(ListPartsCommand, { UploadId: 'newer' }).resolves({ Parts: parts(bytes) });
    await push();
  };
  const first = (bytes: Buffer) => bytes.subarray(0, PART);

  it('is continued: what is there is not sent again', async () => {
    await begun((bytes) => [
      { PartNumber: 1, Size: PART, ETag: '"one"', ChecksumSHA256: hash(first(bytes)) },
      { PartNumber: 2, Size: PART, ETag: '"two"', ChecksumSHA256: hash(Buffer.from('other')) },
    ]);
    expect(sentParts()).toEqual([2, 3]);
    const [{ UploadId, MultipartUpload }] = inputs(s3.commandCalls(CompleteMultipartUploadCommand)) as [
      { UploadId: string; MultipartUpload: { Parts: { ETag: string }[] } },
    ];
    expect([UploadId, MultipartUpload.Parts.map(({ ETag }) => ETag)]).toEqual([
      'newer',
      ['"one"', '"etag-2"', '"etag-3"'],
    ]);
    expect(said.map(({ key }) => key)).toContain('uploadContinued');
  });

  it('is recognised by etags where no checksums are told', async () => {
    await begun((bytes) => [
      { PartNumber: 1, Size: PART, ETag: `"${hash(first(bytes), 'md5', 'hex')}"` },
      { PartNumber: 2, Size: PART, ETag: '"not-an-md5"' },
    ]);
    expect(sentParts()).toEqual([2, 3]);
  });

  it('is begun anew by who may not look, and under a key that does not name the content', async () => {
    large();
    s3.on(ListMultipartUploadsCommand).rejects(named('AccessDenied'));
    await push();
    expect(sentParts()).toEqual([1, 2, 3]);
    s3.resetHistory();
    await upload(place, { bucket: 'revisions', key: 'app.zip' }, await tree(), progress);
    expect(s3.commandCalls(ListMultipartUploadsCommand)).toEqual([]);
    expect(sentParts()).toEqual([1, 2, 3]);
  });
});

it.each(['KMS.DisabledException', 'AccessDenied'])('tells a key that cannot be used: %s', async (name) => {
  s3.on(PutObjectCommand).rejects(named(name, 'User is not authorized to perform: kms:GenerateDataKey'));
  await expect(push()).rejects.toMatchObject({ code: 'keyDenied', exitCode: 4 });
});
