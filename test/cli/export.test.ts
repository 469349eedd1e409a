// `export policy`: a document that IAM takes, with the names of the project, and nothing written on the way.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/aws/policies.ts';
import { inParts } from '../../src/export/policy.ts';
import { bench } from '../support/run.ts';

const answers = `project: shop
asg: web
application: shop
group: shop-group
bucket: shop-revisions
sourceInstance: i-0123456789abcdef0
`;

function here(config = answers) {
  const made = bench();
  mkdirSync(made.cwd, { recursive: true });
  writeFileSync(join(made.cwd, 'codedeploy-wizard.yml'), config);
  return made;
}

const policyOf = async (...args: string[]) => {
  const ran = await here().run(['export', 'policy', '--sandbox', '--output', 'json', ...args]);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  const { files } = ran.envelope.data as { files: { path: string; content: string }[] };
  return { files, policies: files.map(({ content }) => JSON.parse(content) as Policy), ran };
};
const actionsIn = (policies: Policy[]) =>
  policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));

test('text mode prints one document and nothing else on stdout', async () => {
  const ran = await here().run(['export', 'policy', 'deploy', '--sandbox']);
  expect(ran.exitCode).toBe(0);
  const policy = JSON.parse(ran.stdout) as Policy;
  expect(policy.Version).toBe('2012-10-17');
  expect(policy.Statement.find(({ Sid }) => Sid === 'Group')?.Resource).toBe(
    'arn:aws:codedeploy:ap-northeast-2:000000000000:deploymentgroup:shop/shop-group',
  );
  expect(policy.Statement.find(({ Sid }) => Sid === 'Upload')?.Resource).toBe('arn:aws:s3:::shop-revisions/shop/*');
  expect(ran.calls.filter(({ write }) => write)).toEqual([]);
});

test('the whole way comes in parts that IAM takes, which together say the same', async () => {
  const { files, policies } = await policyOf();
  expect(files.map(({ path }) => path)).toEqual(policies.map((_, index) => `policy-init-${index + 1}.json`));
  for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
  const sids = policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
  expect(new Set(sids).size).toBe(sids.length);
  expect(inParts({ Version: '2012-10-17', Statement: policies.flatMap(({ Statement }) => Statement) })).toEqual(
    policies,
  );
});

test('--read-only and commands that read allow no change', async () => {
  const reads =
    /^(sts:Get|ec2:Describe|autoscaling:Describe|elasticloadbalancing:Describe|cloudwatch:Describe|iam:(Get|List)|codedeploy:(Get|List|BatchGet)|s3:(Get|List)|ssm:(Get|List|Describe))/;
  const only = await policyOf('init', '--read-only');
  const reading = await policyOf(
    'status',
    'doctor',
    'logs',
    'explain',
    'deploy',
    'list',
    'deploy',
    'show',
    'asg hook status',
  );
  // To look inside a server a script is sent; the warning says so.
  for (const { policies } of [only, reading])
    expect(actionsIn(policies).filter((action) => !reads.test(action) && action !== 'ssm:SendCommand')).toEqual([]);
  expect(only.ran.envelope.warnings.map(({ code }) => code)).toContain('policyRunsScripts');
});

test('what is not known is every one of its kind, and said', async () => {
  const { ran } = await policyOf('deploy');
  expect(ran.envelope.warnings.map(({ code }) => code)).not.toContain('policyOpen');
  const open = await here('project: shop\n').run(['export', 'policy', 'asg', '--sandbox', 'empty', '--output', 'json']);
  expect(open.envelope.warnings.map(({ code }) => code)).toEqual([]);
  const source = await here('project: shop\n').run([
    'export',
    'policy',
    'ami',
    '--sandbox',
    'empty',
    '--output',
    'json',
  ]);
  expect(source.envelope.warnings.find(({ code }) => code === 'policyOpen')?.message).toContain('--source-instance');
});

test('roles are passed to their service, and made within the boundary', async () => {
  const boundary = 'arn:aws:iam::000000000000:policy/boundary';
  const { policies } = await policyOf('init', '--permissions-boundary', boundary);
  const by = (sid: string) => policies.flatMap(({ Statement }) => Statement).find(({ Sid }) => Sid === sid);
  expect(by('PassEc2Role')?.Condition?.StringEquals?.['iam:PassedToService']).toContain('ec2.amazonaws.com');
  expect(by('PassServiceRole')?.Condition?.StringLike?.['iam:PassedToService']).toBe('codedeploy.*');
  expect(by('CreateRoles')?.Condition).toEqual({ StringEquals: { 'iam:PermissionsBoundary': boundary } });
});

describe('in another partition', () => {
  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('%s', async (partition, region) => {
    mockClient(STSClient)
      .on(GetCallerIdentityCommand)
      .resolves({ Account: '123456789012', Arn: `arn:${partition}:iam::123456789012:user/kim` });
    const { run } = here(`${answers}revisionBucket: shop-revisions\n`);
    const ran = await run(['export', 'policy', '--region', region, '--output', 'json']);
    expect(ran.exitCode).toBe(0);
    const { files } = ran.envelope.data as { files: { content: string }[] };
    const arns = files.flatMap(({ content }) => content.match(/arn:[^"]+/g) ?? []);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  });
});
