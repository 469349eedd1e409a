// An upload over HTTP to moto's S3, which is not ours: signed, in parts, verified there, continued, and read back whole.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
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

const moto = (() => {
  try {
    return execFileSync('sh', ['-c', 'command -v moto_server'], { encoding: 'utf8' }).trim();
  } catch {
    process.stderr.write('Skipped: moto_server is not on this machine (pip install "moto[server]").\n');
    return undefined;
  }
})();

const region = 'ap-northeast-2';
const bucket = 'wire-revisions';
const PART = 8 * 1024 ** 2;

describe.skipIf(!moto)('against moto', () => {
  let server: ChildProcess;
  let s3: S3Client;
  let here: typeof place;
  const calls: string[] = [];
  const folder = newFolder();

  beforeAll(async () => {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const { HOME = '', PATH = '' } = process.env;
    server = spawn(moto!, ['-H', '127.0.0.1', '-p', String(port)], { env: { HOME, PATH }, stdio: 'ignore' });
    const isUp = () =>
      fetch(`${endpoint}/moto-api/`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (let attempt = 0; !(await isUp()); attempt++) {
      if (attempt === 150 || server.exitCode !== null) throw new Error('moto_server did not start.');
      await sleep(200);
    }
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'wire', AWS_SECRET_ACCESS_KEY: 'wire' });
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
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
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

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
