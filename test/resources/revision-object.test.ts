// A packed folder in S3, and its registration: what is read, what S3 may say instead, and what is sent.
import { rmSync } from 'node:fs';
import {
  CodeDeployClient,
  GetApplicationRevisionCommand,
  RegisterApplicationRevisionCommand,
} from '@aws-sdk/client-codedeploy';
import { GetBucketVersioningCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { survey } from '../../src/bundle/survey.ts';
import type { Tree } from '../../src/bundle/tree.ts';
import { nameIn } from '../../src/deployments/upload.ts';
import { planResource } from '../../src/engine/plan.ts';
import { registeredRevision } from '../../src/resources/registered-revision.ts';
import { revisionObject } from '../../src/resources/revision-object.ts';
import { newFolder, putIn } from '../bundle/support.ts';
import { fresh, inputs, named, place, progress, updated, verb } from './support.ts';

const s3 = mockClient(S3Client);
const codeDeploy = mockClient(CodeDeployClient);

let folder: string;
let tree: Tree;
const target = () => ({ bucket: 'revisions', key: `shop/${nameIn(tree)}.zip` });
const object = (key = target().key) => revisionObject(place, { bucket: 'revisions', key }, tree);
const status = (code: number, headers = {}) =>
  Object.assign(new Error('UnknownError'), {
    name: 'Unknown',
    $metadata: { httpStatusCode: code },
    $response: { headers },
  });
const there = (sha256: string) =>
  s3.on(HeadObjectCommand).resolves({ Metadata: { digest: sha256 }, VersionId: 'v1', ETag: '"e1"', ContentLength: 7 });

beforeEach(async () => {
  fresh(s3, codeDeploy);
  folder = newFolder();
  putIn(() => folder)('appspec.yml');
  tree = await survey(folder, { type: 'zip' });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the object', () => {
  it('is kept where the same tree lies', async () => {
    there(tree.digest);
    const { change } = await planResource('push', object());
    expect([change.verb, change.notes.map(({ key }) => key)]).toEqual(['keep', ['revisionThere']]);
  });

  it('is created where nothing lies, and says what it will be and where versions are missing', async () => {
    s3.on(HeadObjectCommand).rejects(status(404));
    const { change } = await planResource('push', object());
    expect([change.verb, change.notes]).toEqual([
      'create',
      [
        { key: 'willPack', data: { files: 1, size: 0, type: 'zip' } },
        { key: 'noBucketVersioning', data: { bucket: 'revisions' } },
      ],
    ]);
    s3.on(GetBucketVersioningCommand).rejects(named('AccessDenied'));
    expect((await planResource('push', object())).change.notes).toHaveLength(1);
  });

  it('is a conflict where another one lies at its key, and replaced at a key that was asked for', async () => {
    there('other');
    await expect(verb(object())).rejects.toMatchObject({ code: 'conflict' });
    await updated(object('app.zip'));
    expect(inputs(s3.commandCalls(PutObjectCommand))).toMatchObject([
      { Key: 'app.zip', Metadata: { digest: tree.digest } },
    ]);
  });

  it.each([
    ['a bucket that may not be looked into', status(403), { code: 'bucketDenied', exitCode: 4 }],
    [
      'a bucket in another Region',
      status(301, { 'x-amz-bucket-region': 'us-west-2' }),
      { code: 'cannotStart', data: { reasons: [{ why: 'bucketElsewhere' }] } },
    ],
  ])('tells %s', async (_what, error, told) => {
    s3.on(HeadObjectCommand).rejects(error);
    await expect(verb(object())).rejects.toMatchObject(told);
  });

  it('tells a bucket that is not there from an object that is not', async () => {
    s3.on(HeadObjectCommand).rejects(status(404));
    s3.on(GetBucketVersioningCommand).rejects(named('NoSuchBucket'));
    await expect(verb(object())).rejects.toMatchObject({ code: 'notFound', data: { kind: 's3.bucket' } });
  });
});

describe('its registration', () => {
  const registered = (about: { sha256: string; description?: string } = { sha256: 'c'.repeat(64) }) =>
    registeredRevision(place, 'shop', { ...target(), bundleType: 'zip' }, tree.digest, async () => about);

  it('is looked for at the version that lies there', async () => {
    there(tree.digest);
    codeDeploy
      .on(GetApplicationRevisionCommand)
      .resolves({ revisionInfo: { description: `sha256:${'a'.repeat(64)} First release` } });
    expect(await registered().read()).toMatchObject({ sha256: 'a'.repeat(64) });
    expect(inputs(codeDeploy.commandCalls(GetApplicationRevisionCommand))).toMatchObject([
      { revision: { revisionType: 'S3', s3Location: { ...target(), version: 'v1', eTag: 'e1', bundleType: 'zip' } } },
    ]);
  });

  it('is missing where it is not known, and while its object is not there or is another one', async () => {
    there(tree.digest);
    codeDeploy.on(GetApplicationRevisionCommand).rejects(named('RevisionDoesNotExistException'));
    expect(await registered().read()).toBe(undefined);
    codeDeploy.on(GetApplicationRevisionCommand).resolves({ revisionInfo: {} });
    there('other');
    expect(await registered().read()).toBe(undefined);
    s3.on(HeadObjectCommand).rejects(status(404));
    expect(await registered().read()).toBe(undefined);
  });

  it('says the digest of the archive and what it is, as far as CodeDeploy takes', async () => {
    there(tree.digest);
    await registered({ sha256: 'b'.repeat(64), description: 'x'.repeat(300) }).create(progress);
    await registered().create(progress);
    const [first, second] = inputs(codeDeploy.commandCalls(RegisterApplicationRevisionCommand)) as {
      description?: string;
    }[];
    expect([first?.description?.length, first?.description?.slice(0, 73)]).toEqual([256, `sha256:${'b'.repeat(64)} x`]);
    expect(second).toMatchObject({ applicationName: 'shop', revision: { s3Location: { version: 'v1' } } });
    expect(second?.description).toBe(`sha256:${'c'.repeat(64)}`);
  });
});
