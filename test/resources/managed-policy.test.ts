// A managed policy: ours is kept to the letter, somebody else's fits when it allows enough.
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { managedPolicy } from '../../src/resources/managed-policy.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, updated, verb } from './support.ts';

const iam = mockClient(IAMClient);
const arn = 'arn:aws:iam::123456789012:policy/shop-ec2';
const documentOf = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [action], Resource: ['arn:aws:s3:::revisions/*'] }],
});
const wanted = documentOf('s3:GetObject');
const policy = managedPolicy(place, owner, 'shop-ec2', wanted);

/** `VersionId` v3 is the default one. */
function there(document: string, tags = ownTags) {
  iam.on(GetPolicyCommand, { PolicyArn: arn }).resolves({ Policy: { Arn: arn, DefaultVersionId: 'v3', Tags: tags } });
  iam
    .on(GetPolicyVersionCommand, { PolicyArn: arn, VersionId: 'v3' })
    .resolves({ PolicyVersion: { Document: document } });
}
const encoded = (document: object) => encodeURIComponent(JSON.stringify(document));

beforeEach(() => {
  fresh(iam);
  iam.on(ListPolicyVersionsCommand).resolves({ Versions: [{ VersionId: 'v3', IsDefaultVersion: true }] });
});

it('is created with its document and tags where there is none', async () => {
  iam.on(GetPolicyCommand).rejects(named('NoSuchEntityException'));
  expect(await verb(policy)).toBe('create');
  await policy.create(progress);
  expect(inputs(iam.commandCalls(CreatePolicyCommand))).toEqual([
    { PolicyName: 'shop-ec2', PolicyDocument: JSON.stringify(wanted), Tags: ownTags },
  ]);
});

it('is kept when its default version says the same in other words', async () => {
  const same = {
    Statement: { Resource: 'arn:aws:s3:::revisions/*', Action: 's3:GetObject', Effect: 'Allow', Sid: 'Objects' },
  };
  there(encoded(same));
  expect(await verb(policy)).toBe('keep');
});

it('gets a new default version when it is ours and says anything else, even more', async () => {
  for (const document of [encoded(documentOf('s3:PutObject')), encoded(documentOf('s3:*')), 'unreadable']) {
    iam.resetHistory();
    there(document);
    await updated(policy);
    expect(inputs(iam.commandCalls(CreatePolicyVersionCommand))).toEqual([
      { PolicyArn: arn, PolicyDocument: JSON.stringify(wanted), SetAsDefault: true },
    ]);
    expect(iam.commandCalls(DeletePolicyVersionCommand)).toHaveLength(0);
  }
});

it('makes room by deleting the oldest version, never the default one', async () => {
  there(encoded(documentOf('s3:PutObject')));
  iam.on(ListPolicyVersionsCommand).resolves({
    Versions: [5, 4, 2, 1, 3].map((version) => ({ VersionId: `v${version}`, IsDefaultVersion: version === 3 })),
  });
  await updated(policy);
  expect(inputs(iam.commandCalls(DeletePolicyVersionCommand))).toEqual([{ PolicyArn: arn, VersionId: 'v1' }]);
});

it("fits as somebody else's when it allows more, and is a conflict when less", async () => {
  there(encoded(documentOf('s3:Get*')), []);
  expect(await verb(policy)).toBe('keep');
  there(encoded(documentOf('s3:PutObject')), [{ Key: 'codedeploy-wizard:project', Value: 'blog' }]);
  await expect(verb(policy)).rejects.toMatchObject({ code: 'conflict', data: { name: 'shop-ec2' } });
});

it('does not take a refusal for absence', async () => {
  iam.on(GetPolicyCommand).rejects(named('AccessDenied'));
  await expect(verb(policy)).rejects.toMatchObject({ name: 'AccessDenied' });
});

it('has its ARN in its own partition', async () => {
  iam.on(GetPolicyCommand).rejects(named('NoSuchEntityException'));
  await managedPolicy({ ...place, partition: 'aws-cn' }, owner, 'shop-ec2', wanted).read();
  expect(inputs(iam.commandCalls(GetPolicyCommand))).toEqual([
    { PolicyArn: 'arn:aws-cn:iam::123456789012:policy/shop-ec2' },
  ]);
});
