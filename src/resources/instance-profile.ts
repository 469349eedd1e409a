// An instance profile: the container in which EC2 hands a role to an instance. It holds exactly one role.
import { isNamed, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import type { Resource } from '../engine/resource.ts';
import { isOurs, type Owner, tagsOf } from './tags.ts';

export function instanceProfile(
  place: Place,
  owner: Owner,
  name: string,
  roleName: string,
): Resource<{ arn: string; ours: boolean; role: string | null }> {
  const { iam } = place.aws;
  const putIn = () => iam.addRoleToInstanceProfile({ InstanceProfileName: name, RoleName: roleName });
  return {
    kind: 'iam.instance-profile',
    name,
    spec: { role: roleName },
    async read() {
      const profile = (
        await unless('NoSuchEntityException', () => iam.getInstanceProfile({ InstanceProfileName: name }))
      )?.InstanceProfile;
      if (!profile) return undefined;
      return { arn: profile.Arn ?? '', ours: isOurs(profile.Tags, owner), role: profile.Roles?.[0]?.RoleName ?? null };
    },
    async create() {
      await iam.createInstanceProfile({ InstanceProfileName: name, Tags: tagsOf(owner) });
      await putIn();
    },
    mayUpdate: ({ ours, role }) => ours || role === null,
    async update(found) {
      if (found.role !== null)
        await iam.removeRoleFromInstanceProfile({ InstanceProfileName: name, RoleName: found.role });
      await putIn();
    },
    transient: (error) => isNamed(error, 'NoSuchEntityException'),
  };
}
