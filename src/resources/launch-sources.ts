// What each Auto Scaling group launches from: the template versions that it names, with their images and profiles.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { allGroups, templateOf } from './auto-scaling-group.ts';
import { profileOf } from './launch-template.ts';

export interface LaunchSource {
  asg: string;
  templateId: string;
  /** The number, whatever the group calls it. */
  version: number;
  image?: string;
  profile: string | null;
}

const GONE = [
  'InvalidLaunchTemplateId.NotFound',
  'InvalidLaunchTemplateName.NotFoundException',
  'InvalidLaunchTemplateId.VersionNotFound',
];

const specificationsOf = (group: AutoScalingGroup) => [
  templateOf(group),
  ...(group.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).map(
    ({ LaunchTemplateSpecification }) => LaunchTemplateSpecification,
  ),
];

/** Read once: nothing that is taken away later makes a group launch from elsewhere. */
export const launchSources = (place: Place): Promise<LaunchSource[]> =>
  place.once('launchSources', async () => {
    const sources: LaunchSource[] = [];
    for (const group of await allGroups(place)) {
      for (const specification of specificationsOf(group)) {
        if (!specification) continue;
        const { LaunchTemplateId, LaunchTemplateName, Version = '$Default' } = specification;
        const { LaunchTemplateVersions = [] } =
          (await unless(GONE, () =>
            place.aws.ec2.describeLaunchTemplateVersions({
              ...(LaunchTemplateId ? { LaunchTemplateId } : { LaunchTemplateName }),
              Versions: [Version],
            }),
          )) ?? {};
        for (const { LaunchTemplateId: id = '', VersionNumber = 0, LaunchTemplateData: data } of LaunchTemplateVersions)
          sources.push({
            asg: group.AutoScalingGroupName ?? '',
            templateId: id,
            version: VersionNumber,
            image: data?.ImageId,
            profile: profileOf(data),
          });
      }
    }
    return sources;
  });
