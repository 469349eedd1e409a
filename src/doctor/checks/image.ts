// The image and the launch template that new instances come from.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { unless } from '../../aws/errors.ts';
import { type Check, check, type Found, fail, warn } from '../check.ts';
import type { Facts, TemplateFacts } from '../facts.ts';
import type { HostReport } from '../hosts.ts';
import { onAsgs } from './asg.ts';
import { hostsAs, idsAs, onHosts } from './host-lists.ts';
import { isOlder } from './hosts.ts';

/** How the agent's state names a deployment group. */
const GROUP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const REGION = /\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-)?(?:north|south|east|west|central)[a-z]*-\d\b/;

/** At the template version that each Auto Scaling group launches from. */
const onTemplates = <D>(
  facts: Facts,
  look: (template: TemplateFacts, asg: AutoScalingGroup, name: string) => Promise<Found<D>>,
) =>
  onAsgs(facts, async (asg, name) => {
    const template = await facts.templateOf(asg);
    return template && look(template, asg, name);
  });

const NOT_THERE = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidAMIID.Malformed'];

export const imageChecks: Check[] = [
  check('image-available', 'image', (facts) =>
    onTemplates(facts, async ({ name, data: { ImageId: image } }) => {
      // One that is named by a parameter is looked up at each launch.
      if (!image?.startsWith('ami-')) return undefined;
      const found = await unless(NOT_THERE, () => facts.place.aws.ec2.describeImages({ ImageIds: [image] }));
      if (found?.Images?.[0]?.State === 'available') return 'pass';
      return fail({ image, template: name, command: facts.place.command('ami') });
    }),
  ),
  check('image-agent', 'image', (facts) =>
    onTemplates(facts, async ({ data: { ImageId: image } }, { Instances = [] }) => {
      if (!image) return undefined;
      const own = new Set(Instances.map(({ InstanceId }) => InstanceId));
      const { reports } = await facts.hosts();
      const newest = reports
        .flatMap(({ instance, version }) => (version !== null && own.has(instance) ? [version] : []))
        .reduce((before, version) => (isOlder(before, version) ? version : before), '0');
      const isBehind = ({ instance, agent, version }: HostReport) =>
        own.has(instance) && agent !== 'missing' && (version === null ? undefined : isOlder(version, newest));
      return onHosts(facts, isBehind, ([first]) =>
        warn({ image, version: first?.version ?? '', newest, command: facts.place.command('ami') }),
      );
    }),
  ),
  check('image-memory', 'image', async (facts) => {
    const known = new Set((await facts.allGroups()).map(({ deploymentGroupId }) => deploymentGroupId));
    const strangers = ({ remembered }: HostReport) =>
      remembered.filter((name) => GROUP_ID.test(name) && !known.has(name));
    return onHosts(
      facts,
      (report) => strangers(report).length > 0,
      (bad) => warn({ ...hostsAs(bad), groups: strangers(bad[0]!).join(', ') }),
    );
  }),
];

export const templateChecks: Check[] = [
  check('template-profile', 'template', (facts) =>
    onTemplates(facts, async ({ name, version, data }) => {
      if (data.IamInstanceProfile?.Name || data.IamInstanceProfile?.Arn) return 'pass';
      return fail({ template: name, version, command: facts.place.command('template', '--template', name) });
    }),
  ),
  check('template-user-data', 'template', (facts) =>
    onTemplates(facts, async ({ name, version, data }) => {
      const text = Buffer.from(data.UserData ?? '', 'base64').toString();
      const [found] = REGION.exec(text) ?? [];
      return found ? warn({ template: name, version, found }) : 'pass';
    }),
  ),
  check('template-pinned', 'template', (facts) =>
    onTemplates(facts, async ({ named, name }, _, asg) => {
      if (/^\d+$/.test(named)) return 'pass';
      return warn({ asg, template: name, version: named, command: facts.place.command('asg', '--asg', asg) });
    }),
  ),
  check('template-current', 'template', (facts) =>
    onTemplates(facts, async ({ version }, { Instances = [] }, asg) => {
      const outdated = Instances.filter(
        ({ LaunchTemplate, LifecycleState }) =>
          LifecycleState === 'InService' && LaunchTemplate?.Version !== undefined && LaunchTemplate.Version !== version,
      );
      if (outdated.length === 0) return 'pass';
      const command = facts.place.command('asg', '--asg', asg, '--refresh');
      return warn({ ...idsAs(outdated.map(({ InstanceId = '' }) => InstanceId)), version, command });
    }),
  ),
];
