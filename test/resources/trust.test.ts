// Trust compared by what it allows: a denial takes away, a condition counts only if it is known to hold.
import { expect, test } from 'vitest';
import type { Place } from '../../src/aws/place.ts';
import { planResource } from '../../src/engine/plan.ts';
import { trustedServices } from '../../src/resources/policy-document.ts';
import { role } from '../../src/resources/role.ts';

const account = '111122223333';
const statement = (effect: string, condition?: object) => ({
  Effect: effect,
  Principal: { Service: 'codedeploy.amazonaws.com' },
  Action: 'sts:AssumeRole',
  ...(condition && { Condition: condition }),
});
const trusted = (...Statement: object[]) => trustedServices({ Version: '2012-10-17', Statement } as never, account);

test.each([
  ['an allowance', [statement('Allow')], true],
  ['an allowance and a denial', [statement('Allow'), statement('Deny')], false],
  ['a condition on this account', [statement('Allow', { StringEquals: { 'aws:SourceAccount': account } })], true],
  [
    'a condition on another account',
    [statement('Allow', { StringEquals: { 'aws:SourceAccount': '999999999999' } })],
    false,
  ],
  ['a condition nobody can judge', [statement('Allow', { StringEquals: { 'sts:ExternalId': account } })], false],
])('%s', (_name, statements, fits) => {
  expect(trusted(...statements)).toEqual(fits ? ['codedeploy.amazonaws.com'] : []);
});

test('a service role of somebody else that trusts EC2 is a conflict that says why', async () => {
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  };
  const iam = {
    getRole: async () => ({
      Role: { Arn: 'arn', AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)) },
    }),
    listAttachedRolePolicies: async () => ({ AttachedPolicies: [] }),
  };
  const place = { aws: { iam }, account, partition: 'aws' } as unknown as Place;
  const service = role(place, { project: 'shop', step: 'roles' }, 'deployer', {
    service: 'codedeploy.amazonaws.com',
    policies: [],
  });
  await expect(planResource('roles', service)).rejects.toMatchObject({
    code: 'conflict',
    data: { differs: [{ key: 'trusts', from: 'ec2.amazonaws.com' }], why: { why: 'wrongServiceTrust' } },
  });
});
