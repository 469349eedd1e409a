// An upload over HTTP to moto's S3, which is not ours: signed, in parts, verified there, continued, and read back whole.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import { survey } from '../../src/bundle/survey.ts';
import { nameIn, upload } from '../../src/deployments/upload.ts';
import { bytesOf, newFolder, noise, putIn } from '../bundle/support.ts';
import { place, progress } from '../resources/support.ts';
import { environment, type Moto, moto, REGION as region, startMoto } from './moto.ts';

const bucket = 'wire-revisions';
const PART = 8 * 1024 ** 2;

describe.skipIf(!moto)('against moto', () => {
  let server: Moto;
  let s3: S3Client;
  let here: typeof place;
  const calls: string[] = [];
  const folder = newFolder();

  beforeAll(async () => {
    server = await startMoto();
    const { url: endpoint } = server;
    Object.assign(process.env, environment);
    s3 = new S3Client({ region, endpoint, forcePathStyle: true });
    const aws = connect({
      region,
      endpointUrl: endpoint,
      pathStyle: true,
      onCall: ({ operation }) => calls.push(operation),
    });
    here = { ...place, aws };
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    putIn(() => folder)('appspec.yml', 'version: 0.0\n');
    putIn(() => folder)('noise', noise(2 * PART + 1_000_000));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await server?.stop();
  });

  const stored = async (key: string) => {
    const { Body, Metadata, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { bytes: Buffer.from(await Body!.transformToByteArray()), metadata: Metadata, eTag: ETag };
  };

  test('in one request', async () => {
    const small = newFolder();
    putIn(() => small)('appspec.yml', '웹');
    const tree = await survey(small, { type: 'tgz' });
    await upload(here, { bucket, key: 'shop/small.tgz' }, tree, progress);
    const { bytes, metadata } = await stored('shop/small.tgz');
    expect([bytes.equals(await bytesOf(tree)), metadata]).toEqual([true, { digest: tree.digest }]);
    rmSync(small, { recursive: true });
  });

  test('in parts', async () => {
    const tree = await survey(folder, { type: 'zip' });
    const { sha256 } = await upload(here, { bucket, key: 'shop/large.zip' }, tree, progress);
    const { bytes, metadata, eTag } = await stored('shop/large.zip');
    expect([bytes.equals(await bytesOf(tree)), metadata]).toEqual([true, { digest: tree.digest }]);
    expect([createHash('sha256').update(bytes).digest('hex'), eTag]).toEqual([sha256, expect.stringMatching(/-3"$/)]);
  });

  test('continued: what is there is not sent again', async () => {
    const tree = await survey(folder, { type: 'zip' });
    const target = { bucket, key: `shop/${nameIn(tree)}.zip` };
    const into = { Bucket: bucket, Key: target.key };
    const first = (await bytesOf(tree)).subarray(0, PART);
    const begun = { ...into, ChecksumAlgorithm: 'SHA256' as const, Metadata: { digest: tree.digest } };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(begun));
    const ChecksumSHA256 = createHash('sha256').update(first).digest('base64');
    await s3.send(new UploadPartCommand({ ...into, UploadId, PartNumber: 1, Body: first, ChecksumSHA256 }));
    calls.length = 0;
    await upload(here, target, tree, progress);
    expect(calls.filter((call) => call === 'uploadPart')).toHaveLength(2);
    expect(calls).not.toContain('createMultipartUpload');
    const { bytes, metadata } = await stored(target.key);
    expect([bytes.equals(await bytesOf(tree)), metadata]).toEqual([true, { digest: tree.digest }]);
  });
});
