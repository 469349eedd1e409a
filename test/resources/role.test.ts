// A role: who assumes it, compared by meaning, and what it carries at least.
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  type Role,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { trustOf } from '../../src/resources/policy-document.ts';
import { role } from '../../src/resources/role.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, updated, verb } from './support.ts';

const iam = mockClient(IAMClient);
const arn = 'arn:aws:iam::123456789012:role/service-role/shop-codedeploy';
const [a, b, c] = ['a', 'b', 'c'].map((name) => `arn:aws:iam::aws:policy/${name}`) as [string, string, string];
const service = 'codedeploy.amazonaws.com';
const shape = { service, policies: [b, a] } as const;
const wanted = (more = {}) => role(place, owner, 'shop-codedeploy', { ...shape, policies: [b, a], ...more });

function there(attached: string[], of: Partial<Role> = {}, document: object = trustOf(service)) {
  const AssumeRolePolicyDocument = encodeURIComponent(JSON.stringify(document));
  iam.on(GetRoleCommand).resolves({
    Role: {
      Path: '/service-role/',
      RoleName: 'shop-codedeploy',
      RoleId: 'AROA',
      CreateDate: new Date(0),
      Arn: arn,
      Tags: ownTags,
      AssumeRolePolicyDocument,
      ...of,
    },
  });
  iam
    .on(ListAttachedRolePoliciesCommand)
    .resolves({ AttachedPolicies: attached.map((PolicyArn) => ({ PolicyArn })), IsTruncated: false });
}
const trusting = (Service: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: ['sts:AssumeRole'] }],
});
const attachments = () =>
  iam.commandCalls(AttachRolePolicyCommand).map(({ args }) => args[0].input.PolicyArn?.split('/').at(-1));

beforeEach(() => {
  fresh(iam);
});

it('is created with its trust and tags, and given its policies', async () => {
  iam.on(GetRoleCommand).rejects(named('NoSuchEntityException'));
  expect(await verb(wanted())).toBe('create');
  await wanted({ permissionsBoundary: c }).create(progress);
  expect(inputs(iam.commandCalls(CreateRoleCommand))).toEqual([
    {
      RoleName: 'shop-codedeploy',
      AssumeRolePolicyDocument: JSON.stringify(trustOf(service)),
      Description: 'Made by codedeploy-wizard for shop',
      PermissionsBoundary: c,
      Tags: ownTags,
    },
  ]);
  expect(attachments()).toEqual(['a', 'b']);
});

it.each([
  ['one principal', trusting(service)],
  ['a list with others', trusting(['ec2.amazonaws.com', service])],
  ['a regional principal', trusting(['codedeploy.ap-northeast-2.amazonaws.com'])],
])('trusts by %s, whoever made it', async (_, document) => {
  there([c, b, a], { Tags: undefined }, document);
  expect(await verb(wanted())).toBe('keep');
});

it('gives its real ARN, path and all', async () => {
  there([a, b]);
  expect(await wanted().read()).toMatchObject({ arn, ours: true, policies: [a, b], services: [service] });
});

it('sees policies on every page', async () => {
  there([]);
  const page = (PolicyArn: string, Marker?: string) => ({ AttachedPolicies: [{ PolicyArn }], Marker });
  iam
    .on(ListAttachedRolePoliciesCommand, { RoleName: 'shop-codedeploy' })
    .resolves({ ...page(a, 'more'), IsTruncated: true })
    .on(ListAttachedRolePoliciesCommand, { RoleName: 'shop-codedeploy', Marker: 'more' })
    .resolves({ ...page(b), IsTruncated: false });
  expect(await verb(wanted())).toBe('keep');
});

it('is given only what it lacks', async () => {
  there([a, c]);
  await updated(wanted());
  expect(attachments()).toEqual(['b']);
  expect(iam.commandCalls(UpdateAssumeRolePolicyCommand)).toHaveLength(0);
});

it('is corrected in its trust alone when only that differs', async () => {
  there([a, b], {}, trusting('ec2.amazonaws.com'));
  await updated(wanted());
  expect(inputs(iam.commandCalls(UpdateAssumeRolePolicyCommand))).toEqual([
    { RoleName: 'shop-codedeploy', PolicyDocument: JSON.stringify(trustOf(service)) },
  ]);
  expect(attachments()).toEqual([]);
});

it("is a conflict when it is somebody else's and lacks a policy or the trust", async () => {
  there([a], { Tags: [] });
  await expect(verb(wanted())).rejects.toMatchObject({ code: 'conflict', data: { differs: [{ key: 'policies' }] } });
  there([a, b], { Tags: [] }, { Statement: [] });
  await expect(verb(wanted())).rejects.toMatchObject({
    data: { differs: [{ key: 'trusts', from: '', to: service }] },
  });
});

it('never changes a permissions boundary, and minds only one that was asked for', async () => {
  there([a, b], { PermissionsBoundary: { PermissionsBoundaryArn: c } });
  expect(await verb(wanted())).toBe('keep');
  expect(await verb(wanted({ permissionsBoundary: c }))).toBe('keep');
  await expect(verb(wanted({ permissionsBoundary: b }))).rejects.toMatchObject({ code: 'conflict' });
});

it('waits for IAM to spread, not for what never comes', () => {
  const transient = (name: string) => wanted().transient?.(named(name));
  expect(['NoSuchEntityException', 'ConcurrentModificationException'].map(transient)).toEqual([true, true]);
  expect(['LimitExceededException', 'AccessDenied', 'MalformedPolicyDocumentException'].some(transient)).toBe(false);
});
