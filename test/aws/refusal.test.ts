// A refused call names the action, the resource and a statement that an IAM simulator says would allow it.
import { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { type Refusal, refusalOf } from '../../src/aws/refusal.ts';
import { allows } from '../permissions/simulate.ts';
import { bench } from '../support/run.ts';

const by = 'User: arn:aws:iam::000000000000:user/kim is not authorized to perform: ';
const none = (action: string) => ` because no identity-based policy allows the ${action} action`;
const at = 'ap-northeast-2:000000000000';

test.each([
  ['iam', 'createRole', 'iam:CreateRole', 'arn:aws:iam::000000000000:role/shop-ec2', {}],
  ['iam', 'createRole', 'iam:TagRole', 'arn:aws:iam::000000000000:role/shop-ec2', {}],
  [
    'iam',
    'attachRolePolicy',
    'iam:AttachRolePolicy',
    'arn:aws:iam::000000000000:role/shop-ec2',
    { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' },
  ],
  [
    'iam',
    'addRoleToInstanceProfile',
    'iam:PassRole',
    'arn:aws:iam::000000000000:role/shop-ec2',
    { 'iam:PassedToService': 'ec2.amazonaws.com' },
  ],
  [
    'codeDeploy',
    'createDeploymentGroup',
    'iam:PassRole',
    'arn:aws:iam::000000000000:role/shop-codedeploy',
    { 'iam:PassedToService': 'codedeploy.amazonaws.com' },
  ],
  [
    'codeDeploy',
    'createDeployment',
    'codedeploy:CreateDeployment',
    `arn:aws:codedeploy:${at}:deploymentgroup:shop/shop-group`,
    {},
  ],
  [
    'ec2',
    'createImage',
    'ec2:CreateTags',
    'arn:aws:ec2:ap-northeast-2::image/ami-0123456789abcdef0',
    { 'ec2:CreateAction': 'CreateImage' },
  ],
  ['ec2', 'stopInstances', 'ec2:StopInstances', `arn:aws:ec2:${at}:instance/i-0123456789abcdef0`, {}],
  ['ssm', 'lookInside', 'ssm:SendCommand', `arn:aws:ec2:${at}:instance/i-0123456789abcdef0`, {}],
])('%s %s: %s', async (service, operation, action, resource, context) => {
  const refusal = refusalOf(service, operation, `${by}${action} on resource: ${resource}${none(action)}`);
  expect(refusal).toMatchObject({ action, resource });
  expect(await allows([refusal.statement!], { action, resource, context })).toBe(true);
});

test('what AWS does not name is known from the operation', () => {
  expect(refusalOf('s3', 'headObject', 'UnknownError')).toEqual<Refusal>({
    action: 's3:GetObject',
    statement: { Sid: 'Revisions', Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::*/*' },
  });
});

test.each([
  'with an explicit deny in a service control policy',
  'because no permissions boundary allows the iam:CreateRole action',
  'with an explicit deny in an identity-based policy',
])('what stands above has no statement: %s', (why) => {
  const refusal = refusalOf('iam', 'createRole', `${by}iam:CreateRole on resource: arn:aws:iam::1:role/x ${why}`);
  expect(refusal).toEqual({ action: 'iam:CreateRole', resource: 'arn:aws:iam::1:role/x' });
});

test.each(['en', 'ko'])('the error says it in text and in JSON: %s', async (lang) => {
  const message = `${by}iam:GetPolicy on resource: policy arn:aws:iam::000000000000:policy/shop-ec2-s3${none('iam:GetPolicy')}`;
  mockClient(STSClient)
    .on(GetCallerIdentityCommand)
    .resolves({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:user/kim' });
  mockClient(IAMClient)
    .onAnyCommand()
    .rejects(Object.assign(new Error(message), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }));
  const ran = await bench().run([
    'roles',
    '--region',
    'ap-northeast-2',
    '--yes',
    '--revision-bucket',
    'shop',
    '--output',
    'json',
    '--lang',
    lang,
  ]);
  const { error } = ran.envelope;
  expect([ran.exitCode, error?.code, error?.aws]).toMatchObject([
    4,
    'denied',
    { action: 'iam:GetPolicy', resource: 'arn:aws:iam::000000000000:policy/shop-ec2-s3' },
  ]);
  expect(error?.message).toContain('iam:GetPolicy');
  expect(error?.hint).toContain(JSON.stringify(error?.aws?.statement));
  expect(error?.hint).toContain('codedeploy-wizard export policy');
});
