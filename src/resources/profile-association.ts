// Which instance profile an instance has. One that has any keeps it: replacing it could take rights away from what runs there.
import { isNamed, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { instanceFacts } from './instance.ts';

interface Association {
  attached: boolean;
  profile: string;
  state: string;
}

export interface AssociationShape {
  instance: string;
  profile: string;
  /** Whether to wait until Systems Manager sees the instance, because it will be worked on through it. */
  managed: boolean;
}

export function profileAssociation(
  place: Place,
  { instance, profile, managed }: AssociationShape,
): Resource<Association> {
  const { ec2, ssm } = place.aws;
  return {
    kind: 'ec2.profile-association',
    name: instance,
    spec: { attached: true },
    async read() {
      const { IamInstanceProfileAssociations = [] } = await ec2.describeIamInstanceProfileAssociations({
        Filters: [{ Name: 'instance-id', Values: [instance] }],
      });
      const present = IamInstanceProfileAssociations.find(
        ({ State }) => State === 'associating' || State === 'associated',
      );
      if (!present) return undefined;
      return {
        attached: true,
        profile: present.IamInstanceProfile?.Arn?.split('/').at(-1) ?? '',
        state: present.State ?? '',
      };
    },
    // Somebody else may just have attached one: it is read and kept like any other.
    create: () =>
      unless(
        'IncorrectState',
        () => ec2.associateIamInstanceProfile({ InstanceId: instance, IamInstanceProfile: { Name: profile } }),
        'existing association',
      ),
    transient: (error) => isNamed(error, 'InvalidParameterValue', 'Invalid IAM Instance Profile'),
    async waiting({ state }) {
      if (state !== 'associated') return line('waitInstance', { instance, state, to: 'associated' });
      // A stopped instance is nobody's to see: a run that was killed after it was prepared finds it so.
      if (!managed || (await instanceFacts(place, instance)).state !== 'running') return undefined;
      return (await isManaged(ssm, instance)) ? undefined : line('waitManaged', { instance });
    },
    // After a profile is attached, the SSM agent may take half an hour to look again.
    patience: 35 * 60_000,
    notes(found): Line[] {
      if (!found) return [line('profileMissing', { instance, profile })];
      return found.profile === profile ? [] : [line('profileOther', { instance, profile: found.profile })];
    },
  };
}

export async function isManaged(ssm: Place['aws']['ssm'], instance: string): Promise<boolean> {
  const { InstanceInformationList = [] } = await ssm.describeInstanceInformation({
    Filters: [{ Key: 'InstanceIds', Values: [instance] }],
  });
  return InstanceInformationList.some(({ PingStatus }) => PingStatus === 'Online');
}
