// IAM in the sandbox: roles, managed policies, instance profiles. What is made here is usable elsewhere only after a while.
import type { Handlers } from '../aws/operations.ts';
import { type Account, fromTags, mergeTags, page, refuse, tagList } from './account.ts';
import { awsManaged, checkDescription, checkDocument, checkName, checkPath, checkTags } from './iam-rules.ts';
import { lagOf } from './lag.ts';
import type { InstanceProfile, Policy, Role } from './state.ts';

/** How long a new role or profile is unknown to the other services. */
const POLICIES_PER_ROLE = 10;
const VERSIONS_PER_POLICY = 5;
const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const handlers: Handlers<'iam', Account> = {
  getRole: ({ RoleName }, account) => ({ Role: roleShape(account, roleNamed(account, RoleName)) }),

  createRole(input, account) {
    const { state, now } = account;
    const name = checkName('roleName', input.RoleName);
    checkDescription(input.Description);
    if (input.PermissionsBoundary && !policyExists(account, input.PermissionsBoundary))
      missing(`Scope ARN: ${input.PermissionsBoundary} does not exist or is not attachable.`);
    const role: Role = {
      name,
      id: account.newId('AROA', 17, ID_LETTERS),
      path: checkPath(input.Path),
      trust: checkDocument('trust', input.AssumeRolePolicyDocument),
      description: input.Description,
      permissionsBoundary: input.PermissionsBoundary,
      tags: checkTags(fromTags(input.Tags)),
      attached: [],
      createdAt: now,
    };
    refuseSame(state.iam.roles, name, `Role with name ${name}`);
    state.iam.roles[name] = role;
    return { Role: roleShape(account, role) };
  },

  updateAssumeRolePolicy({ RoleName, PolicyDocument }, account) {
    roleNamed(account, RoleName).trust = checkDocument('trust', PolicyDocument);
    return {};
  },

  tagRole({ RoleName, Tags }, account) {
    const role = roleNamed(account, RoleName);
    role.tags = checkTags(mergeTags(role.tags, fromTags(Tags)));
    return {};
  },

  deleteRole({ RoleName }, account) {
    const role = roleNamed(account, RoleName);
    if (role.attached.length > 0) conflict('Cannot delete entity, must detach all policies first.');
    if (Object.values(account.state.iam.profiles).some(({ roles }) => roles.includes(role.name)))
      conflict('Cannot delete entity, must remove roles from instance profile first.');
    delete account.state.iam.roles[role.name];
    return {};
  },

  listAttachedRolePolicies({ RoleName, Marker, MaxItems = 2, PathPrefix = '/' }, account) {
    const attached = roleNamed(account, RoleName)
      .attached.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) }))
      .filter(({ PolicyArn }) => PolicyArn.split(':policy')[1]?.startsWith(PathPrefix));
    const { items, next } = page(attached, Marker, MaxItems);
    return { AttachedPolicies: items, IsTruncated: next !== undefined, Marker: next };
  },

  /** Nothing here makes inline policies. */
  listRolePolicies({ RoleName }, account) {
    roleNamed(account, RoleName);
    return { PolicyNames: [], IsTruncated: false };
  },

  attachRolePolicy({ RoleName, PolicyArn = '' }, account) {
    const role = roleNamed(account, RoleName);
    if (!policyExists(account, PolicyArn)) missing(`Policy ${PolicyArn} does not exist or is not attachable.`);
    if (role.attached.includes(PolicyArn)) return {};
    if (role.attached.length >= POLICIES_PER_ROLE) exceed(`PoliciesPerRole: ${POLICIES_PER_ROLE}`);
    role.attached.push(PolicyArn);
    return {};
  },

  detachRolePolicy({ RoleName, PolicyArn = '' }, account) {
    const role = roleNamed(account, RoleName);
    if (!role.attached.includes(PolicyArn)) missing(`Policy ${PolicyArn} was not found.`);
    role.attached = role.attached.filter((arn) => arn !== PolicyArn);
    return {};
  },

  getPolicy({ PolicyArn = '' }, account) {
    if (awsManaged(PolicyArn)) {
      const PolicyName = PolicyArn.split('/').at(-1);
      return { Policy: { Arn: PolicyArn, PolicyName, DefaultVersionId: 'v1', IsAttachable: true } };
    }
    return { Policy: policyShape(account, policyOf(account, PolicyArn)) };
  },

  getPolicyVersion({ PolicyArn = '', VersionId = '' }, account) {
    const document = awsManaged(PolicyArn);
    if (document && VersionId === 'v1')
      return { PolicyVersion: { VersionId, IsDefaultVersion: true, Document: encode(document) } };
    if (document) missing(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
    const version = versionOf(policyOf(account, PolicyArn), PolicyArn, VersionId);
    return { PolicyVersion: { ...versionShape(version), Document: encode(version.document) } };
  },

  listPolicyVersions({ PolicyArn = '', Marker, MaxItems = 3 }, account) {
    if (awsManaged(PolicyArn)) return { Versions: [{ VersionId: 'v1', IsDefaultVersion: true }], IsTruncated: false };
    const { items, next } = page(policyOf(account, PolicyArn).versions.toReversed(), Marker, MaxItems);
    return { Versions: items.map(versionShape), IsTruncated: next !== undefined, Marker: next };
  },

  listEntitiesForPolicy({ PolicyArn = '', Marker, MaxItems = 2 }, account) {
    if (!policyExists(account, PolicyArn)) missing(`Policy ${PolicyArn} was not found.`);
    const roles = Object.values(account.state.iam.roles).filter(
      ({ attached, permissionsBoundary }) => attached.includes(PolicyArn) || permissionsBoundary === PolicyArn,
    );
    const { items, next } = page(roles, Marker, MaxItems);
    const PolicyRoles = items.map(({ name, id }) => ({ RoleName: name, RoleId: id }));
    return { PolicyRoles, PolicyUsers: [], PolicyGroups: [], IsTruncated: next !== undefined, Marker: next };
  },

  listInstanceProfilesForRole({ RoleName, Marker, MaxItems = 2 }, account) {
    const { name } = roleNamed(account, RoleName);
    const holding = Object.values(account.state.iam.profiles).filter(({ roles }) => roles.includes(name));
    const { items, next } = page(holding, Marker, MaxItems);
    return {
      InstanceProfiles: items.map((profile) => profileShape(account, profile)),
      IsTruncated: next !== undefined,
      Marker: next,
    };
  },

  createPolicy(input, account) {
    const { state, now } = account;
    const name = checkName('policyName', input.PolicyName);
    checkPath(input.Path);
    const policy: Policy = {
      name,
      id: account.newId('ANPA', 17, ID_LETTERS),
      tags: checkTags(fromTags(input.Tags)),
      createdAt: now,
      versions: [
        { id: 'v1', document: checkDocument('policy', input.PolicyDocument), isDefault: true, createdAt: now },
      ],
      nextVersion: 2,
    };
    refuseSame(state.iam.policies, name, `A policy called ${name}`, ' Duplicate names are not allowed.');
    state.iam.policies[name] = policy;
    return { Policy: policyShape(account, policy) };
  },

  createPolicyVersion({ PolicyArn = '', PolicyDocument, SetAsDefault = false }, account) {
    const policy = policyOf(account, PolicyArn);
    const document = checkDocument('policy', PolicyDocument);
    if (policy.versions.length >= VERSIONS_PER_POLICY)
      refuse(
        'LimitExceededException',
        `A managed policy can have up to ${VERSIONS_PER_POLICY} versions. Before you create a new version, you must delete an existing version.`,
        409,
      );
    if (SetAsDefault) for (const version of policy.versions) version.isDefault = false;
    const version = { id: `v${policy.nextVersion++}`, document, isDefault: SetAsDefault, createdAt: account.now };
    policy.versions.push(version);
    return { PolicyVersion: versionShape(version) };
  },

  deletePolicyVersion({ PolicyArn = '', VersionId = '' }, account) {
    const policy = policyOf(account, PolicyArn);
    if (versionOf(policy, PolicyArn, VersionId).isDefault) conflict('Cannot delete the default version of a policy.');
    policy.versions = policy.versions.filter(({ id }) => id !== VersionId);
    return {};
  },

  tagPolicy({ PolicyArn = '', Tags }, account) {
    const policy = policyOf(account, PolicyArn);
    policy.tags = checkTags(mergeTags(policy.tags, fromTags(Tags)));
    return {};
  },

  deletePolicy({ PolicyArn = '' }, account) {
    const policy = policyOf(account, PolicyArn);
    if (attachments(account, policy) > 0 || isBoundary(account, policy))
      conflict('Cannot delete a policy attached to entities.');
    if (policy.versions.length > 1)
      conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    delete account.state.iam.policies[policy.name];
    return {};
  },

  getInstanceProfile: ({ InstanceProfileName }, account) => ({
    InstanceProfile: profileShape(account, profileNamed(account, InstanceProfileName)),
  }),

  createInstanceProfile(input, account) {
    const { state, now } = account;
    const name = checkName('instanceProfileName', input.InstanceProfileName);
    checkPath(input.Path);
    const id = account.newId('AIPA', 17, ID_LETTERS);
    const profile: InstanceProfile = { name, id, tags: checkTags(fromTags(input.Tags)), roles: [], createdAt: now };
    refuseSame(state.iam.profiles, name, `Instance Profile ${name}`);
    state.iam.profiles[name] = profile;
    return { InstanceProfile: profileShape(account, profile) };
  },

  addRoleToInstanceProfile({ InstanceProfileName, RoleName }, account) {
    const profile = profileNamed(account, InstanceProfileName);
    const role = roleNamed(account, RoleName);
    // Also when it is the same role again.
    if (profile.roles.length > 0) exceed('InstanceSessionsPerInstanceProfile: 1');
    profile.roles.push(role.name);
    return {};
  },

  removeRoleFromInstanceProfile({ InstanceProfileName, RoleName }, account) {
    const profile = profileNamed(account, InstanceProfileName);
    if (!profile.roles.includes(RoleName ?? ''))
      missing(`Role ${RoleName} does not exist in instance profile ${profile.name}.`);
    profile.roles = [];
    return {};
  },

  tagInstanceProfile({ InstanceProfileName, Tags }, account) {
    const profile = profileNamed(account, InstanceProfileName);
    profile.tags = checkTags(mergeTags(profile.tags, fromTags(Tags)));
    return {};
  },

  deleteInstanceProfile({ InstanceProfileName }, account) {
    const profile = profileNamed(account, InstanceProfileName);
    if (profile.roles.length > 0) conflict('Cannot delete entity, must remove roles from instance profile first.');
    delete account.state.iam.profiles[profile.name];
    return {};
  },
};

/** What EC2 says of a profile it cannot use (unknown, not yet spread, or empty). Auto Scaling quotes it. */
export function profileProblem(account: Account, nameOrArn: string): string | undefined {
  const byArn = nameOrArn.startsWith('arn:');
  const profile = account.state.iam.profiles[nameOrArn.split('/').at(-1) ?? ''];
  if (
    !profile ||
    account.now - profile.createdAt < lagOf(account.state).iam ||
    (byArn && profileArn(account, profile) !== nameOrArn)
  )
    return `Value (${nameOrArn}) for parameter iamInstanceProfile.${byArn ? 'arn' : 'name'} is invalid. Invalid IAM Instance Profile ${byArn ? 'ARN' : 'name'}`;
  if (profile.roles.length === 0)
    return `IAM Instance Profile "${profileArn(account, profile)}" has no associated IAM Roles`;
  return undefined;
}

export const profileArn = ({ id }: Account, { name }: { name: string }) =>
  `arn:aws:iam::${id}:instance-profile/${name}`;

const roleArn = ({ id }: Account, { path, name }: Role) => `arn:aws:iam::${id}:role${path}${name}`;
const policyArn = ({ id }: Account, { name }: Policy) => `arn:aws:iam::${id}:policy/${name}`;

const missing = (message: string) => refuse('NoSuchEntityException', message, 404);
const conflict = (message: string) => refuse('DeleteConflictException', message, 409);
const exceed = (quota: string) => refuse('LimitExceededException', `Cannot exceed quota for ${quota}`, 409);

/** Names differ from each other in more than their case. */
function refuseSame(present: Record<string, unknown>, name: string, what: string, more = '') {
  if (Object.keys(present).some((other) => other.toLowerCase() === name.toLowerCase()))
    refuse('EntityAlreadyExistsException', `${what} already exists.${more}`, 409);
}

function roleNamed({ state }: Account, name: string | undefined): Role {
  return state.iam.roles[checkName('roleName', name)] ?? missing(`The role with name ${name} cannot be found.`);
}

function profileNamed({ state }: Account, name: string | undefined): InstanceProfile {
  return (
    state.iam.profiles[checkName('instanceProfileName', name)] ?? missing(`Instance Profile ${name} cannot be found.`)
  );
}

function policyOf(account: Account, arn: string): Policy {
  if (!/^arn:aws[a-z-]*:iam::/.test(arn)) refuse('ValidationError', `ARN ${arn} is not valid.`);
  const policy = Object.values(account.state.iam.policies).find((policy) => policyArn(account, policy) === arn);
  return policy ?? missing(`Policy ${arn} was not found.`);
}

const versionOf = (policy: Policy, arn: string, id: string) =>
  policy.versions.find((version) => version.id === id) ??
  missing(`Policy ${arn} version ${id} does not exist or is not attachable.`);

const policyExists = (account: Account, arn: string) =>
  awsManaged(arn) !== undefined ||
  Object.values(account.state.iam.policies).some((own) => policyArn(account, own) === arn);

const attachments = (account: Account, policy: Policy) =>
  Object.values(account.state.iam.roles).filter(({ attached }) => attached.includes(policyArn(account, policy))).length;

const isBoundary = (account: Account, policy: Policy) =>
  Object.values(account.state.iam.roles).some(
    ({ permissionsBoundary }) => permissionsBoundary === policyArn(account, policy),
  );

/** IAM gives documents URL-encoded, to the letter of RFC 3986. */
const encode = (document: string) =>
  encodeURIComponent(document).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const roleShape = (account: Account, role: Role) => ({
  RoleName: role.name,
  RoleId: role.id,
  Path: role.path,
  Arn: roleArn(account, role),
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encode(role.trust),
  Description: role.description,
  MaxSessionDuration: 3600,
  ...(role.permissionsBoundary && {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
      PermissionsBoundaryArn: role.permissionsBoundary,
    },
  }),
  Tags: tagList(role.tags),
});

const policyShape = (account: Account, policy: Policy) => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policyArn(account, policy),
  Path: '/',
  DefaultVersionId: policy.versions.find(({ isDefault }) => isDefault)?.id,
  AttachmentCount: attachments(account, policy),
  IsAttachable: true,
  CreateDate: new Date(policy.createdAt),
  Tags: tagList(policy.tags),
});

const versionShape = ({ id, isDefault, createdAt }: Policy['versions'][number]) => ({
  VersionId: id,
  IsDefaultVersion: isDefault,
  CreateDate: new Date(createdAt),
});

const profileShape = (account: Account, profile: InstanceProfile) => ({
  InstanceProfileName: profile.name,
  InstanceProfileId: profile.id,
  Path: '/',
  Arn: profileArn(account, profile),
  CreateDate: new Date(profile.createdAt),
  Roles: profile.roles.flatMap((name) => {
    const role = account.state.iam.roles[name];
    return role ? [roleShape(account, role)] : [];
  }),
  Tags: tagList(profile.tags),
});
