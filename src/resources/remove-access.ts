// What the step roles has made, to be taken away: what holds a role, or carries a policy, goes before it.
import { isNamed, unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { deploymentGroups, instances } from './instance.ts';
import { launchSources } from './launch-sources.ts';
import { launchPolicyOf, policyArn } from './managed-policy.ts';
import {
  left,
  NOTHING,
  type Removable,
  type Search,
  type Survey,
  type Thing,
  together,
  unlessUsed,
} from './removal.ts';
import { asUser } from './remove-codedeploy.ts';
import { readRole } from './role.ts';
import { isOurs } from './tags.ts';

const ABSENT = 'NoSuchEntityException';

/** What was just detached may count as attached for a while. */
const spreads = (error: unknown) => isNamed(error, ['DeleteConflictException', 'ConcurrentModificationException']);

export async function findAccess(search: Search): Promise<Survey> {
  const going = new Set<string>();
  const all: Survey[] = [];
  const add = (survey: Survey) => {
    for (const { kind, name } of survey.goes) going.add(`${kind} ${name}`);
    all.push(survey);
  };
  const here: Search = { ...search, goes: (kind, name) => going.has(`${kind} ${name}`) || search.goes(kind, name) };
  add(await findProfile(here));
  for (const name of new Set([search.ec2Role, search.serviceRole])) add(await findRole(here, name));
  // The second one is for CodeDeploy's own blue/green.
  for (const name of [search.ec2Policy, launchPolicyOf(search.serviceRole)]) add(await findPolicy(here, name));
  return together(all);
}

async function findProfile({ place, goes, project, ec2Role: name }: Search): Promise<Survey> {
  const { iam } = place.aws;
  const read = async () =>
    (await unless(ABSENT, () => iam.getInstanceProfile({ InstanceProfileName: name })))?.InstanceProfile;
  const profile = await read();
  if (!profile) return NOTHING;
  const kind = 'iam.instance-profile';
  if (!isOurs(profile.Tags, { project, step: 'roles' })) return { goes: [], stays: [left(kind, name, 'notOurs')] };
  const launched = await launchSources(place);
  const running = await instances(place, [{ Name: 'iam-instance-profile.arn', Values: [profile.Arn ?? ''] }]);
  const users: Thing[] = [
    ...launched
      .filter((source) => source.profile === name && !goes('autoscaling.group', source.asg))
      .map(({ asg }) => ({ kind: 'autoscaling.group' as const, name: asg })),
    ...running
      .filter(({ tags }) => !goes('autoscaling.group', tags['aws:autoscaling:groupName'] ?? ''))
      .map(({ id }) => ({ kind: 'ec2.instance' as const, name: id })),
  ];
  const thing: Removable = {
    kind,
    name,
    present: async () => (await read()) !== undefined,
    async remove() {
      for (const { RoleName } of (await read())?.Roles ?? [])
        await unless(ABSENT, () => iam.removeRoleFromInstanceProfile({ InstanceProfileName: name, RoleName }));
      await unless(ABSENT, () => iam.deleteInstanceProfile({ InstanceProfileName: name }));
    },
    transient: spreads,
  };
  return unlessUsed(thing, users);
}

async function findRole({ place, goes, project }: Search, name: string): Promise<Survey> {
  const { iam } = place.aws;
  const found = await readRole(place, name);
  if (!found) return NOTHING;
  if (!isOurs(found.role.Tags, { project, step: 'roles' }))
    return { goes: [], stays: [left('iam.role', name, 'notOurs')] };
  const profiles = await allPages(
    (Marker) => iam.listInstanceProfilesForRole({ RoleName: name, Marker }),
    ({ InstanceProfiles }) => InstanceProfiles,
    ({ Marker }) => Marker,
  );
  const inline = await allPages(
    (Marker) => iam.listRolePolicies({ RoleName: name, Marker }),
    ({ PolicyNames }) => PolicyNames,
    ({ Marker }) => Marker,
  );
  const groups = (await deploymentGroups(place)).filter(({ serviceRoleArn }) => serviceRoleArn === found.role.Arn);
  const users: Thing[] = [
    ...profiles.map(({ InstanceProfileName }) => ({
      kind: 'iam.instance-profile' as const,
      name: InstanceProfileName ?? '',
    })),
    ...groups.map(asUser),
    // Written into the role by somebody else: it would be lost with it.
    ...inline.map((policy) => ({ kind: 'iam.policy' as const, name: policy })),
  ].filter((user) => !goes(user.kind, user.name));
  const thing: Removable = {
    kind: 'iam.role',
    name,
    present: async () => (await readRole(place, name)) !== undefined,
    async remove() {
      for (const PolicyArn of (await readRole(place, name))?.attached ?? [])
        await unless(ABSENT, () => iam.detachRolePolicy({ RoleName: name, PolicyArn }));
      await unless(ABSENT, () => iam.deleteRole({ RoleName: name }));
    },
    transient: spreads,
  };
  return unlessUsed(thing, users);
}

async function findPolicy({ place, goes, project }: Search, name: string): Promise<Survey> {
  const { iam } = place.aws;
  const PolicyArn = policyArn(place, name);
  const read = async () => (await unless(ABSENT, () => iam.getPolicy({ PolicyArn })))?.Policy;
  const policy = await read();
  if (!policy) return NOTHING;
  if (!isOurs(policy.Tags, { project, step: 'roles' }))
    return { goes: [], stays: [left('iam.policy', name, 'notOurs')] };
  const users = (await entities(place, PolicyArn)).filter((user) => !goes(user.kind, user.name));
  const thing: Removable = {
    kind: 'iam.policy',
    name,
    present: async () => (await read()) !== undefined,
    async remove() {
      const versions = await allPages(
        (Marker) => iam.listPolicyVersions({ PolicyArn, Marker }),
        ({ Versions }) => Versions,
        ({ Marker }) => Marker,
      );
      for (const { VersionId, IsDefaultVersion } of versions)
        if (!IsDefaultVersion) await unless(ABSENT, () => iam.deletePolicyVersion({ PolicyArn, VersionId }));
      await unless(ABSENT, () => iam.deletePolicy({ PolicyArn }));
    },
    transient: spreads,
  };
  return unlessUsed(thing, users);
}

/** Whoever carries the policy, or is bounded by it. */
async function entities(place: Place, PolicyArn: string): Promise<Thing[]> {
  const pages = await allPages(
    (Marker) => place.aws.iam.listEntitiesForPolicy({ PolicyArn, Marker }),
    (page) => [page],
    ({ Marker }) => Marker,
  );
  return pages.flatMap(({ PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] }) => [
    ...PolicyRoles.map(({ RoleName = '' }) => ({ kind: 'iam.role' as const, name: RoleName })),
    ...PolicyUsers.map(({ UserName = '' }) => ({ kind: 'iam.user' as const, name: UserName })),
    ...PolicyGroups.map(({ GroupName = '' }) => ({ kind: 'iam.group' as const, name: GroupName })),
  ]);
}
