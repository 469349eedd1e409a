// S3 in the sandbox, as the SDK shows it: HEAD errors without names, versions, and what is read of a bundle.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeEach, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';

const region = 'ap-northeast-2';
const Bucket = 'exercise-revisions';

let sandbox: Sandbox;
let s3: Aws['s3'];

beforeEach(() => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  s3 = connect({ region, sandbox }).s3;
});

async function zipped(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream);
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
  expect(bundleOf('app.zip')).toEqual({ files: ['appspec.yml', 'web/index.html'], appspec: 'version: 0.0\n' });
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
  expect(bundleOf('two.zip')).toEqual({ files: ['app/appspec.yml', 'other/x'] });
  await s3.putObject({ Bucket, Key: 'broken.zip', Body: 'no archive' });
  expect(bundleOf('broken.zip')).toMatchObject({ files: [], broken: expect.any(String) });
  await s3.putObject({ Bucket, Key: 'app.tar.gz', Body: 'bytes' });
  expect(bundleOf('app.tar.gz')).toEqual({ files: [], broken: 'not read here' });
});
