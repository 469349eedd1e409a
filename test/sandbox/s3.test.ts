// S3 in the sandbox, as the SDK shows it: HEAD errors without names, versions, and what is read of a bundle.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import type { BundleType } from '../../src/bundle/tree.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import { newFolder, noise, packed, putIn } from '../bundle/support.ts';

const region = 'ap-northeast-2';
const Bucket = 'exercise-revisions';

let sandbox: Sandbox;
let s3: Aws['s3'];

beforeEach(() => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  s3 = connect({ region, sandbox }).s3;
});

async function zipped(files: Record<string, string>, type: BundleType = 'zip'): Promise<Buffer> {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) putIn(() => folder)(name, text);
  try {
    return await packed(folder, { type });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bundleOf = (key: string) => sandbox.state.s3.buckets[Bucket]?.objects[key]?.at(-1)?.bundle;

it('answers HEAD without a code of its own', async () => {
  await expect(s3.headBucket({ Bucket: 'absent-bucket' })).rejects.toMatchObject({
    name: 'NotFound',
    $metadata: { httpStatusCode: 404 },
  });
  await expect(s3.headObject({ Bucket, Key: 'absent' })).rejects.toMatchObject({ name: 'NotFound' });
  const bucket = { name: 'elsewhere', region: 'us-west-2', versioning: true, createdAt: 0, objects: {} };
  sandbox.state.s3.buckets.elsewhere = bucket;
  await expect(s3.headBucket({ Bucket: 'elsewhere' })).rejects.toMatchObject({
    name: 'Unknown',
    $metadata: { httpStatusCode: 301 },
    $response: { headers: { 'x-amz-bucket-region': 'us-west-2' } },
  });
  await expect(s3.putObject({ Bucket: 'absent-bucket', Key: 'a', Body: 'x' })).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
});

it('keeps each version, with the digest of its bytes', async () => {
  const Body = await zipped({ 'appspec.yml': 'version: 0.0\n', 'web/index.html': '<p>' });
  const first = await s3.putObject({ Bucket, Key: 'app.zip', Body, Metadata: { Digest: 'abc' } });
  expect(first.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
  const second = await s3.putObject({
    Bucket,
    Key: 'app.zip',
    Body: Readable.from([Body]),
    ContentLength: Body.length,
  });
  expect(second.ETag).toBe(first.ETag);
  expect(second.VersionId).not.toBe(first.VersionId);
  expect(await s3.headObject({ Bucket, Key: 'app.zip' })).toMatchObject({ VersionId: second.VersionId });
  expect(await s3.headObject({ Bucket, Key: 'app.zip', VersionId: first.VersionId })).toMatchObject({
    ContentLength: Body.length,
    Metadata: { digest: 'abc' },
    LastModified: expect.any(Date),
  });
  expect((await s3.getBucketVersioning({ Bucket })).Status).toBe('Enabled');
  expect((await s3.listBuckets({})).Buckets).toMatchObject([{ Name: Bucket, BucketRegion: region }]);
  expect(bundleOf('app.zip')).toEqual({
    form: 'zip',
    files: ['appspec.yml', 'web/index.html'],
    appspec: 'version: 0.0\n',
  });
});

it('has one version where there is no versioning', async () => {
  const bucket = sandbox.state.s3.buckets[Bucket];
  if (bucket) bucket.versioning = false;
  await s3.putObject({ Bucket, Key: 'a.zip', Body: 'one' });
  const answer = await s3.putObject({ Bucket, Key: 'a.zip', Body: 'two' });
  expect(answer.VersionId).toBeUndefined();
  expect(await s3.getBucketVersioning({ Bucket })).not.toHaveProperty('Status');
  expect(sandbox.state.s3.buckets[Bucket]?.objects['a.zip']).toHaveLength(1);
});

it('looks for the appspec at the root, or in the only folder', async () => {
  await s3.putObject({ Bucket, Key: 'one.zip', Body: await zipped({ 'app/appspec.yaml': 'a', 'app/x': '' }) });
  expect(bundleOf('one.zip')?.appspec).toBe('a');
  await s3.putObject({ Bucket, Key: 'two.zip', Body: await zipped({ 'app/appspec.yml': 'a', 'other/x': '' }) });
  expect(bundleOf('two.zip')).toEqual({ form: 'zip', files: ['app/appspec.yml', 'other/x'] });
  await s3.putObject({ Bucket, Key: 'broken.zip', Body: 'no archive' });
  expect(bundleOf('broken.zip')).toMatchObject({ files: [], broken: expect.any(String) });
});

it.each(['tar', 'tgz'] as const)('reads %s by its bytes, whatever it is called', async (type) => {
  await s3.putObject({ Bucket, Key: 'app', Body: await zipped({ 'appspec.yml': 'a', '웹/x': 'x' }, type) });
  expect(bundleOf('app')).toEqual({ form: type, files: ['appspec.yml', '웹/x'], appspec: 'a' });
});

it('refuses bytes that are not those that were meant', async () => {
  const ChecksumSHA256 = createHash('sha256').update('other').digest('base64');
  await expect(s3.putObject({ Bucket, Key: 'a', Body: 'bytes', ChecksumSHA256 })).rejects.toMatchObject({
    name: 'BadDigest',
  });
});

describe('multipart', () => {
  const Key = 'shop/app.zip';
  const into = { Bucket, Key };
  const MiB = 1024 ** 2;
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');
  const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();
  const begin = async () => {
    const Metadata = { Sha256: 'digest' };
    return (await s3.createMultipartUpload({ ...into, Metadata, ChecksumAlgorithm: 'SHA256' })).UploadId!;
  };
  const send = async (UploadId: string, PartNumber: number, Body: Buffer) => {
    const ChecksumSHA256 = sha256(Body);
    const { ETag } = await s3.uploadPart({ ...into, UploadId, PartNumber, Body, ChecksumSHA256 });
    return { PartNumber, ETag, ChecksumSHA256 };
  };
  const refusal = (error: Promise<unknown>, name: string) => expect(error).rejects.toMatchObject({ name });

  it('puts the parts together, whatever the order in which they came', async () => {
    const bytes = await zipped({ 'appspec.yml': 'a', noise: noise(12 * MiB).toString('latin1') });
    const pieces = [bytes.subarray(0, 6 * MiB), bytes.subarray(6 * MiB, 12 * MiB), bytes.subarray(12 * MiB)];
    const UploadId = await begin();
    const parts = [];
    for (const number of [3, 1, 2]) parts.push(await send(UploadId, number, pieces[number - 1]!));
    parts.sort((a, b) => a.PartNumber - b.PartNumber);
    const { ETag } = await s3.completeMultipartUpload({ ...into, UploadId, MultipartUpload: { Parts: parts } });
    expect(ETag).toBe(`"${md5(Buffer.concat(pieces.map(md5))).toString('hex')}-3"`);
    expect(await s3.headObject(into)).toMatchObject({ ContentLength: bytes.length, Metadata: { sha256: 'digest' } });
    expect(bundleOf(Key)).toEqual({ form: 'zip', files: ['appspec.yml', 'noise'], appspec: 'a' });
    await refusal(s3.listParts({ ...into, UploadId }), 'NoSuchUpload');
  });

  it('lists uploads and parts in short pages', async () => {
    const ids = [await begin(), await begin(), await begin(), await begin()];
    const first = await s3.listMultipartUploads({ Bucket, Prefix: Key });
    expect([first.Uploads?.length, first.IsTruncated]).toEqual([3, true]);
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first;
    const rest = await s3.listMultipartUploads({ Bucket, Prefix: Key, KeyMarker, UploadIdMarker });
    expect([rest.Uploads?.map(({ UploadId }) => UploadId), rest.IsTruncated]).toEqual([[ids[3]], false]);
    for (const number of [1, 2, 3, 4]) await send(ids[0]!, number, Buffer.from([number]));
    const page = await s3.listParts({ ...into, UploadId: ids[0] });
    expect([page.Parts?.length, page.NextPartNumberMarker]).toEqual([3, '3']);
    const { Parts } = await s3.listParts({ ...into, UploadId: ids[0], PartNumberMarker: page.NextPartNumberMarker });
    expect(Parts).toMatchObject([{ PartNumber: 4, Size: 1, ChecksumSHA256: sha256(Buffer.from([4])) }]);
  });

  it('loses no part of those that are sent side by side', async () => {
    const UploadId = await begin();
    await Promise.all([1, 2, 3].map((number) => send(UploadId, number, Buffer.from([number]))));
    expect((await s3.listParts({ ...into, UploadId })).Parts).toHaveLength(3);
  });

  it('refuses what S3 refuses', async () => {
    const UploadId = await begin();
    const complete = (...Parts: object[]) =>
      s3.completeMultipartUpload({ ...into, UploadId, MultipartUpload: { Parts } });
    const one = await send(UploadId, 1, Buffer.from('small'));
    const two = await send(UploadId, 2, Buffer.from('last'));
    await refusal(complete(one, two), 'EntityTooSmall');
    await refusal(complete(two, one), 'InvalidPartOrder');
    await refusal(complete({ ...one, ETag: '"other"' }), 'InvalidPart');
    await refusal(complete({ ...two, PartNumber: 3 }), 'InvalidPart');
    await refusal(complete({ ...one, ChecksumSHA256: undefined }), 'InvalidRequest');
    await refusal(complete(), 'InvalidRequest');
    await refusal(s3.uploadPart({ ...into, UploadId, PartNumber: 0, Body: 'x' }), 'InvalidArgument');
    await refusal(s3.uploadPart({ ...into, UploadId, PartNumber: 1, Body: 'x' }), 'InvalidRequest');
    await refusal(s3.uploadPart({ ...into, UploadId: 'other', PartNumber: 1, Body: 'x' }), 'NoSuchUpload');
    await s3.abortMultipartUpload({ ...into, UploadId });
    await refusal(s3.abortMultipartUpload({ ...into, UploadId }), 'NoSuchUpload');
  });
});
