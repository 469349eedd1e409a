// IAM in the sandbox, as the SDK shows it: names of errors, encodings, quotas, and how slowly it spreads.
import { beforeEach, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';

const region = 'ap-northeast-2';
const core = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' };
const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

let sandbox: Sandbox;
let iam: Aws['iam'];
let ec2: Aws['ec2'];

beforeEach(() => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  ({ iam, ec2 } = connect({ region, sandbox }));
});

const makeRole = (RoleName: string) => iam.createRole({ RoleName, AssumeRolePolicyDocument: trust });

it('says that there is no such role in the words of the SDK', async () => {
  const absent = { name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } };
  await expect(iam.getRole({ RoleName: 'absent' })).rejects.toMatchObject(absent);
});

it('gives a role back with its trust policy URL-encoded', async () => {
  const Tags = [{ Key: '소유', Value: '팀' }];
  const made = await iam.createRole({ RoleName: 'web', AssumeRolePolicyDocument: trust, Tags });
  expect(made.Role?.Arn).toBe('arn:aws:iam::000000000000:role/web');
  const { Role } = await iam.getRole({ RoleName: 'web' });
  expect(Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version/);
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
  expect(Role).toMatchObject({ Tags, CreateDate: expect.any(Date) });
  await expect(makeRole('WEB')).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
    $metadata: { httpStatusCode: 409 },
  });
});

it.each([
  [{ RoleName: 'a role' }, 'ValidationError'],
  [{ RoleName: 'r'.repeat(65) }, 'ValidationError'],
  [{ Description: '배포 역할' }, 'ValidationError'],
  [{ AssumeRolePolicyDocument: '{' }, 'MalformedPolicyDocumentException'],
  [{ AssumeRolePolicyDocument: document }, 'MalformedPolicyDocumentException'],
  [{ PermissionsBoundary: 'arn:aws:iam::000000000000:policy/absent' }, 'NoSuchEntityException'],
  [{ Tags: [{ Key: 'aws:mine', Value: '' }] }, 'InvalidInputException'],
])('refuses a role with %j', async (wrong, name) => {
  const input = { RoleName: 'web', AssumeRolePolicyDocument: trust, ...wrong };
  await expect(iam.createRole(input)).rejects.toMatchObject({ name });
  expect(sandbox.state.iam.roles).toEqual({});
});

it('attaches what it knows, up to ten, and lists it in short pages', async () => {
  await makeRole('web');
  await expect(
    iam.attachRolePolicy({ RoleName: 'web', PolicyArn: 'arn:aws:iam::aws:policy/AmazonSMSManaged' }),
  ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  await iam.attachRolePolicy({ RoleName: 'web', PolicyArn: core });
  await iam.attachRolePolicy({ RoleName: 'web', PolicyArn: core });
  const china = 'arn:aws-cn:iam::aws:policy/service-role/AWSCodeDeployRole';
  await iam.attachRolePolicy({ RoleName: 'web', PolicyArn: china });
  for (let i = 0; i < 8; i++) {
    const { Policy } = await iam.createPolicy({ PolicyName: `p${i}`, PolicyDocument: document });
    await iam.attachRolePolicy({ RoleName: 'web', PolicyArn: Policy?.Arn });
  }
  const { Policy } = await iam.createPolicy({ PolicyName: 'eleventh', PolicyDocument: document });
  await expect(iam.attachRolePolicy({ RoleName: 'web', PolicyArn: Policy?.Arn })).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for PoliciesPerRole: 10',
  });
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  let pages = 0;
  do {
    const list = await iam.listAttachedRolePolicies({ RoleName: 'web', Marker });
    names.push(...(list.AttachedPolicies ?? []).map(({ PolicyName }) => PolicyName));
    Marker = list.Marker;
    pages++;
  } while (Marker);
  expect(pages).toBe(5);
  expect(names).toEqual([
    'AmazonSSMManagedInstanceCore',
    'AWSCodeDeployRole',
    ...Array.from({ length: 8 }, (_, i) => `p${i}`),
  ]);
});

it('keeps five versions of a policy, and never uses a number twice', async () => {
  const { Policy } = await iam.createPolicy({ PolicyName: 'revisions', PolicyDocument: document });
  const PolicyArn = Policy?.Arn;
  const next = () => iam.createPolicyVersion({ PolicyArn, PolicyDocument: document, SetAsDefault: true });
  for (let i = 0; i < 4; i++) await next();
  await expect(next()).rejects.toMatchObject({ name: 'LimitExceededException' });
  await expect(iam.deletePolicyVersion({ PolicyArn, VersionId: 'v5' })).rejects.toMatchObject({
    name: 'DeleteConflictException',
  });
  await iam.deletePolicyVersion({ PolicyArn, VersionId: 'v2' });
  expect((await next()).PolicyVersion?.VersionId).toBe('v6');
  expect((await iam.getPolicy({ PolicyArn })).Policy?.DefaultVersionId).toBe('v6');
  const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: 'v6' });
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(document);
  const list = await iam.listPolicyVersions({ PolicyArn });
  expect(list).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
  await expect(iam.deletePolicy({ PolicyArn })).rejects.toMatchObject({ name: 'DeleteConflictException' });
});

it('puts one role in a profile, and takes things away only in order', async () => {
  await makeRole('web');
  await makeRole('other');
  await iam.createInstanceProfile({ InstanceProfileName: 'web' });
  const put = (RoleName: string) => iam.addRoleToInstanceProfile({ InstanceProfileName: 'web', RoleName });
  await put('web');
  const full = {
    name: 'LimitExceededException',
    message: expect.stringContaining('InstanceSessionsPerInstanceProfile'),
  };
  await expect(put('web')).rejects.toMatchObject(full);
  await expect(put('other')).rejects.toMatchObject(full);
  await iam.attachRolePolicy({ RoleName: 'web', PolicyArn: core });
  const conflict = { name: 'DeleteConflictException', $metadata: { httpStatusCode: 409 } };
  await expect(iam.deleteRole({ RoleName: 'web' })).rejects.toMatchObject(conflict);
  await iam.detachRolePolicy({ RoleName: 'web', PolicyArn: core });
  await expect(iam.deleteRole({ RoleName: 'web' })).rejects.toMatchObject(conflict);
  await expect(iam.deleteInstanceProfile({ InstanceProfileName: 'web' })).rejects.toMatchObject(conflict);
  await iam.removeRoleFromInstanceProfile({ InstanceProfileName: 'web', RoleName: 'web' });
  await iam.deleteInstanceProfile({ InstanceProfileName: 'web' });
  await iam.deleteRole({ RoleName: 'web' });
});

it('lets EC2 use a profile only some time after it was made', async () => {
  const [instance] = Object.keys(sandbox.state.ec2.instances);
  await makeRole('web');
  await iam.createInstanceProfile({ InstanceProfileName: 'web' });
  await iam.addRoleToInstanceProfile({ InstanceProfileName: 'web', RoleName: 'web' });
  const associate = () =>
    ec2.associateIamInstanceProfile({ InstanceId: instance, IamInstanceProfile: { Name: 'web' } });
  await expect(associate()).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: 'Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
  });
  await sandbox.sleep(12_000);
  sandbox.save();
  await associate();
  await expect(associate()).rejects.toMatchObject({ name: 'IncorrectState' });
  const Filters = [{ Name: 'instance-id', Values: [instance ?? ''] }];
  const { IamInstanceProfileAssociations } = await ec2.describeIamInstanceProfileAssociations({ Filters });
  expect(IamInstanceProfileAssociations).toMatchObject([{ InstanceId: instance, State: 'associating' }]);
});

it('tells who carries a policy or is bounded by it, and which profiles hold a role', async () => {
  const { Policy } = await iam.createPolicy({ PolicyName: 'read', PolicyDocument: document });
  const PolicyArn = Policy?.Arn;
  for (const name of ['one', 'two', 'three']) await makeRole(name);
  await iam.attachRolePolicy({ RoleName: 'one', PolicyArn });
  await iam.attachRolePolicy({ RoleName: 'two', PolicyArn });
  await iam.createRole({ RoleName: 'four', AssumeRolePolicyDocument: trust, PermissionsBoundary: PolicyArn });
  const first = await iam.listEntitiesForPolicy({ PolicyArn });
  const rest = await iam.listEntitiesForPolicy({ PolicyArn, Marker: first.Marker });
  const names = [first, rest].flatMap(({ PolicyRoles = [] }) => PolicyRoles.map(({ RoleName }) => RoleName));
  expect([names, rest.IsTruncated]).toEqual([['one', 'two', 'four'], false]);
  for (const RoleName of ['one', 'two']) await iam.detachRolePolicy({ RoleName, PolicyArn });
  await expect(iam.deletePolicy({ PolicyArn })).rejects.toMatchObject({ name: 'DeleteConflictException' });

  await iam.createInstanceProfile({ InstanceProfileName: 'web' });
  await iam.addRoleToInstanceProfile({ InstanceProfileName: 'web', RoleName: 'one' });
  const holding = async (RoleName: string) =>
    (await iam.listInstanceProfilesForRole({ RoleName })).InstanceProfiles?.map((one) => one.InstanceProfileName);
  expect([await holding('one'), await holding('two')]).toEqual([['web'], []]);
});
