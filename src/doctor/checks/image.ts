// The image and the launch template that new instances come from.
import { isNamed } from '../../aws/errors.ts';
import { type Check, check, fail, warn } from '../check.ts';
import { hostsAs, idsAs, reportsOf } from './host-lists.ts';
import { isOlder } from './hosts.ts';

/** How the agent's state names a deployment group. */
const GROUP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const REGION = /\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-)?(?:north|south|east|west|central)[a-z]*-\d\b/;

export const imageChecks: Check[] = [
  check('image-available', 'image', async (facts) => {
    const template = await facts.template();
    const image = template?.data.ImageId;
    // One that is named by a parameter is looked up at each launch.
    if (!image?.startsWith('ami-')) return undefined;
    const wrong = fail({ image, template: template?.name ?? '', command: facts.place.command('ami') });
    try {
      const { Images = [] } = await facts.place.aws.ec2.describeImages({ ImageIds: [image] });
      return Images[0]?.State === 'available' ? 'pass' : wrong;
    } catch (error) {
      if (isNamed(error, ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidAMIID.Malformed'])) return wrong;
      throw error;
    }
  }),
  check('image-agent', 'image', async (facts) => {
    const image = (await facts.template())?.data.ImageId;
    if (!image) return undefined;
    const versions = (await reportsOf(facts)).flatMap(({ version }) => version ?? []);
    const sorted = versions.sort((a, b) => (isOlder(a, b) ? -1 : 1));
    const [version, newest] = [sorted[0], sorted.at(-1)];
    if (!version || !newest || !isOlder(version, newest)) return 'pass';
    return warn({ image, version, newest, command: facts.place.command('ami') });
  }),
  check('image-memory', 'image', async (facts) => {
    const reports = await reportsOf(facts);
    const known = new Set((await facts.allGroups()).map(({ deploymentGroupId }) => deploymentGroupId));
    const strangers = (remembered: string[]) => remembered.filter((name) => GROUP_ID.test(name) && !known.has(name));
    const found = reports.filter(({ remembered }) => strangers(remembered).length > 0);
    if (!found[0]) return 'pass';
    return warn({ ...hostsAs(found), groups: strangers(found[0].remembered).join(', ') });
  }),
];

export const templateChecks: Check[] = [
  check('template-profile', 'template', async (facts) => {
    const template = await facts.template();
    if (!template) return undefined;
    const { name, version, data } = template;
    if (data.IamInstanceProfile?.Name || data.IamInstanceProfile?.Arn) return 'pass';
    return fail({ template: name, version, command: facts.place.command('template') });
  }),
  check('template-user-data', 'template', async (facts) => {
    const template = await facts.template();
    if (!template) return undefined;
    const text = Buffer.from(template.data.UserData ?? '', 'base64').toString();
    const [found] = REGION.exec(text) ?? [];
    return found ? warn({ template: template.name, version: template.version, found }) : 'pass';
  }),
  check('template-pinned', 'template', async (facts) => {
    const [asg, template] = [await facts.asg(), await facts.template()];
    if (!asg || !template) return undefined;
    const { named, name } = template;
    if (/^\d+$/.test(named)) return 'pass';
    const command = facts.place.command('asg', '--asg', asg.AutoScalingGroupName ?? '');
    return warn({ asg: asg.AutoScalingGroupName ?? '', template: name, version: named, command });
  }),
  check('template-current', 'template', async (facts) => {
    const [asg, template] = [await facts.asg(), await facts.template()];
    if (!asg || !template) return undefined;
    const outdated = (asg.Instances ?? []).filter(
      ({ LaunchTemplate, LifecycleState }) =>
        LifecycleState === 'InService' &&
        LaunchTemplate?.Version !== undefined &&
        LaunchTemplate.Version !== template.version,
    );
    if (outdated.length === 0) return 'pass';
    const command = facts.place.command('asg', '--asg', asg.AutoScalingGroupName ?? '', '--refresh');
    return warn({
      ...idsAs(outdated.map(({ InstanceId = '' }) => InstanceId)),
      version: template.version,
      command,
    });
  }),
];
