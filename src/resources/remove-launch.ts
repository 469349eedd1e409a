// What the steps asg, template and ami have made, to be taken away: who launches goes before what it launches from.
import { unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { nameInArn } from '../deployments/colours.ts';
import { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import { allGroups, groupNamed } from './auto-scaling-group.ts';
import { deploymentGroups, instances } from './instance.ts';
import { launchSources } from './launch-sources.ts';
import { profileOf, templateNamed, templateVersions } from './launch-template.ts';
import { left, type Removable, type Search, type Survey, type Thing, together, unlessUsed } from './removal.ts';
import { asUser } from './remove-codedeploy.ts';
import { servedBy, servingTwins } from './remove-colours.ts';
import { isOurs, PROJECT, STEP, tagValue } from './tags.ts';

export async function findAutoScalingGroups({ place, goes, project, asg }: Search): Promise<Survey> {
  const surveys: Survey[] = [];
  for (const group of await allGroups(place)) {
    const { AutoScalingGroupName: name = '', Tags, Instances = [], TargetGroupARNs = [] } = group;
    if (!isOurs(Tags, { project, step: 'asg' })) {
      if (name === asg) surveys.push({ goes: [], stays: [left('autoscaling.group', name, 'notOurs')] });
      continue;
    }
    const deploying = (await deploymentGroups(place))
      .filter(({ autoScalingGroups = [] }) => autoScalingGroups.some((one) => one.name === name))
      .map(asUser)
      .filter((user) => !goes(user.kind, user.name));
    // The second colour stands behind a load balancer of somebody else: what has the traffic stays, and its way back too.
    const usersOf = tagValue(Tags, STEP) === 'bluegreen' ? servedBy : servingTwins;
    const served = await Promise.all(TargetGroupARNs.map((arn) => usersOf(place, nameInArn(arn))));
    const users = [...deploying, ...served.flat()];
    const thing: Removable = {
      kind: 'autoscaling.group',
      name,
      present: async () => (await groupNamed(place, name)) !== undefined,
      async remove() {
        // One that is on its way out takes no second request.
        if ((await groupNamed(place, name))?.Status) return;
        await place.aws.autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName: name, ForceDelete: true });
      },
      notes: Instances.length > 0 ? [line('endsInstances', { asg: name, count: Instances.length })] : [],
      patience: 30 * 60_000,
    };
    surveys.push(unlessUsed(thing, users));
  }
  return together(surveys);
}

export async function findTemplates(search: Search): Promise<Survey> {
  const { place, goes, project, template } = search;
  const { ec2 } = place.aws;
  const ours = await allPages(
    (NextToken) => ec2.describeLaunchTemplates({ Filters: [{ Name: `tag:${PROJECT}`, Values: [project] }], NextToken }),
    ({ LaunchTemplates }) => LaunchTemplates,
    ({ NextToken }) => NextToken,
  );
  const sources = (await launchSources(place)).filter(({ asg }) => !goes('autoscaling.group', asg));
  const surveys = ours.map(({ LaunchTemplateId: id = '', LaunchTemplateName: name = '' }) =>
    unlessUsed(
      {
        kind: 'ec2.launch-template',
        name,
        present: async () => (await templateNamed(place, name)) !== undefined,
        remove: () =>
          unless('InvalidLaunchTemplateId.NotFound', () => ec2.deleteLaunchTemplate({ LaunchTemplateId: id })),
      },
      asgs(sources.filter(({ templateId }) => templateId === id)),
    ),
  );
  if (template && !ours.some(({ LaunchTemplateName }) => LaunchTemplateName === template))
    surveys.push(await findVersions(search, template, sources));
  return together(surveys);
}

const asgs = (sources: { asg: string }[]): Thing[] =>
  [...new Set(sources.map(({ asg }) => asg))].map((name) => ({ kind: 'autoscaling.group', name }));

/** A version takes no tags: ours is the one that says so and hands on our instance profile. */
async function findVersions(
  { place, ec2Role }: Search,
  template: string,
  sources: { asg: string; templateId: string; version: number }[],
): Promise<Survey> {
  const present = await templateNamed(place, template);
  if (!present) return { goes: [], stays: [] };
  const ours = (await templateVersions(place, template)).filter(
    ({ VersionDescription, LaunchTemplateData }) =>
      VersionDescription === 'codedeploy-wizard' && profileOf(LaunchTemplateData) === ec2Role,
  );
  const surveys = ours.map(({ VersionNumber: number = 0, DefaultVersion }): Survey => {
    const name = `${template} ${number}`;
    const users = sources.filter(
      ({ templateId, version }) => templateId === present.LaunchTemplateId && version === number,
    );
    // AWS does not delete the default version, and what follows the default would launch something else.
    if (DefaultVersion && users.length === 0)
      return { goes: [], stays: [left('ec2.launch-template-version', name, 'isDefault')] };
    return unlessUsed(templateVersion(place, template, number), asgs(users));
  });
  return together([{ goes: [], stays: [left('ec2.launch-template', template, 'notOurs')] }, ...surveys]);
}

function templateVersion(place: Place, template: string, number: number): Removable {
  const Versions = [String(number)];
  const name = `${template} ${number}`;
  const kind = 'ec2.launch-template-version';
  return {
    kind,
    name,
    async present() {
      const found = await unless('InvalidLaunchTemplateId.VersionNotFound', () =>
        templateVersions(place, template, Versions),
      );
      return (found ?? []).length > 0;
    },
    async remove() {
      // What cannot be deleted is told in the answer and not as an error.
      const { UnsuccessfullyDeletedLaunchTemplateVersions: kept = [] } =
        await place.aws.ec2.deleteLaunchTemplateVersions({ LaunchTemplateName: template, Versions });
      const problem = kept.find(({ ResponseError }) => ResponseError?.Code !== 'launchTemplateVersionDoesNotExist');
      const reason = problem?.ResponseError?.Message ?? '';
      if (problem) throw new WizardError('broken', { kind, name, state: 'undeletable', reason });
    },
  };
}

export async function findImages({ place, goes, project, template, images: wanted }: Search): Promise<Survey> {
  const { ec2 } = place.aws;
  const Filters = [{ Name: `tag:${PROJECT}`, Values: [project] }];
  const images = await allPages(
    (NextToken) => ec2.describeImages({ Owners: ['self'], Filters, NextToken }),
    ({ Images }) => Images,
    ({ NextToken }) => NextToken,
  );
  const readSnapshots = () =>
    allPages(
      (NextToken) => ec2.describeSnapshots({ OwnerIds: ['self'], Filters, NextToken }),
      ({ Snapshots }) => Snapshots,
      ({ NextToken }) => NextToken,
    );
  const snapshots = await readSnapshots();
  if (!wanted)
    return {
      goes: [],
      stays: [
        ...images.map(({ ImageId = '' }) => left('ec2.image', ImageId, 'onRequest')),
        ...snapshots.map(({ SnapshotId = '' }) => left('ec2.snapshot', SnapshotId, 'onRequest')),
      ],
    };
  const surveys: Survey[] = [];
  for (const { ImageId: id = '' } of images) surveys.push(unlessUsed(image(place, id), await usersOf(id)));
  const going = new Set(surveys.flatMap(({ goes }) => goes).map(({ name }) => name));
  for (const { SnapshotId: id = '' } of snapshots) {
    const holders = await allPages(
      (NextToken) =>
        ec2.describeImages({
          Owners: ['self'],
          Filters: [{ Name: 'block-device-mapping.snapshot-id', Values: [id] }],
          NextToken,
        }),
      ({ Images }) => Images,
      ({ NextToken }) => NextToken,
    );
    const users = holders
      .map(({ ImageId = '' }) => ({ kind: 'ec2.image' as const, name: ImageId }))
      .filter(({ name }) => !going.has(name));
    const snapshot: Removable = {
      kind: 'ec2.snapshot',
      name: id,
      present: async () => (await readSnapshots()).some(({ SnapshotId }) => SnapshotId === id),
      remove: () => unless('InvalidSnapshot.NotFound', () => ec2.deleteSnapshot({ SnapshotId: id })),
    };
    surveys.push(unlessUsed(snapshot, users));
  }
  return together(surveys);

  /** Instances that came from it, and template versions from which others still would. */
  async function usersOf(id: string): Promise<Thing[]> {
    const running = await instances(place, [{ Name: 'image-id', Values: [id] }]);
    const newest = await allPages(
      (NextToken) =>
        ec2.describeLaunchTemplateVersions({
          Versions: ['$Latest', '$Default'],
          Filters: [{ Name: 'image-id', Values: [id] }],
          NextToken,
        }),
      ({ LaunchTemplateVersions }) => LaunchTemplateVersions,
      ({ NextToken }) => NextToken,
    );
    const named = template && (await templateNamed(place, template)) ? await templateVersions(place, template) : [];
    const versions = [...newest, ...named.filter(({ LaunchTemplateData }) => LaunchTemplateData?.ImageId === id)]
      .filter(({ LaunchTemplateName = '' }) => !goes('ec2.launch-template', LaunchTemplateName))
      .map(({ LaunchTemplateName, VersionNumber }) => `${LaunchTemplateName} ${VersionNumber}`)
      .filter((name) => !goes('ec2.launch-template-version', name));
    const launching = (await launchSources(place)).filter(
      ({ image, asg }) => image === id && !goes('autoscaling.group', asg),
    );
    return [
      ...running
        .filter(({ tags }) => !goes('autoscaling.group', tags['aws:autoscaling:groupName'] ?? ''))
        .map(({ id }) => ({ kind: 'ec2.instance' as const, name: id })),
      ...[...new Set(versions)].map((name) => ({ kind: 'ec2.launch-template-version' as const, name })),
      ...asgs(launching),
    ];
  }
}

function image(place: Place, id: string): Removable {
  const { ec2 } = place.aws;
  const absent = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'];
  return {
    kind: 'ec2.image',
    name: id,
    async present() {
      const { Images = [] } = (await unless(absent, () => ec2.describeImages({ ImageIds: [id] }))) ?? {};
      return Images.some(({ State }) => State !== 'deregistered');
    },
    remove: () => unless(absent, () => ec2.deregisterImage({ ImageId: id })),
  };
}
