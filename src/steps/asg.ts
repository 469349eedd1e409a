// Step 4: the Auto Scaling group launches from the new version, has its sizes, and every instance is InService and healthy.
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { confirm, list, number, text } from '../engine/question.ts';
import { autoScalingGroup, groupNamed, groupNames, targetGroupNames } from '../resources/auto-scaling-group.ts';
import { instances, targetGroups } from '../resources/instance.ts';
import { instanceRefresh } from '../resources/instance-refresh.ts';
import { named, project } from './project.ts';
import * as rules from './rules.ts';
import { type Look, step } from './step.ts';
import { targets } from './targets.ts';
import { templateStep as template } from './template.ts';

const byAsg = ({ want }: Look) => want.targets !== 'tags';

export const asgName = text<Look>('asg', {
  when: byAsg,
  check: rules.asgName,
  ahead: true,
  suggest: async (look) => {
    const names = await groupNames(await look.place());
    if (names.length === 1) return { value: names[0]!, from: 'onlyOne' };
    return names.length === 0 ? named((name) => `${name}-asg`)(look) : undefined;
  },
  choices: async ({ place }) => (await groupNames(await place())).map((name) => ({ value: name, label: name })),
});

/** The sizes as they are; the book's 3 for a new group. */
const size = (key: 'minSize' | 'maxSize' | 'desiredCapacity', member: 'MinSize' | 'MaxSize' | 'DesiredCapacity') =>
  number<Look>(key, {
    selfAnswering: true,
    ahead: true,
    when: byAsg,
    check: (value) => (value <= 10_000 ? undefined : { rule: 'range', data: { from: 0, to: 10_000 } }),
    suggest: async ({ place, want }) => {
      const group = typeof want.asg === 'string' ? await present(await place(), want.asg) : undefined;
      const value = group?.[member];
      return value === undefined ? { value: 3, from: 'book' } : { value, from: 'present' };
    },
  });

const present = (place: Place, name: string) => place.once(`asg:${name}`, () => groupNamed(place, name));

const subnets = list<Look>('subnets', {
  ahead: true,
  selfAnswering: true,
  quiet: true,
  when: byAsg,
  check: rules.subnetIds,
  suggest: async ({ place, want }) => {
    const here = await place();
    const group = typeof want.asg === 'string' ? await present(here, want.asg) : undefined;
    if (group) return { value: (group.VPCZoneIdentifier ?? '').split(',').filter(Boolean), from: 'present' };
    // Beside others a new name may be a slip of the pen: a new group there wants its subnets said.
    const names = await groupNames(here);
    if (names.length > 0) {
      throw new WizardError('notFound', {
        kind: 'autoscaling.group',
        name: String(want.asg),
        region: here.region,
        instead: names,
      });
    }
    const { Vpcs = [] } = await here.aws.ec2.describeVpcs({ Filters: [{ Name: 'is-default', Values: ['true'] }] });
    if (!Vpcs[0]) return undefined;
    const found = await allPages(
      (NextToken) =>
        here.aws.ec2.describeSubnets({ Filters: [{ Name: 'vpc-id', Values: [Vpcs[0]?.VpcId ?? ''] }], NextToken }),
      ({ Subnets }) => Subnets,
      ({ NextToken }) => NextToken,
    );
    return found.length > 0 ? { value: found.map(({ SubnetId = '' }) => SubnetId), from: 'default' } : undefined;
  },
});

export const targetGroup = text<Look, string | undefined>('targetGroup', {
  optional: true,
  ahead: true,
  check: rules.targetGroupName,
  suggest: async ({ place, want }) => {
    if (typeof want.asg !== 'string') return undefined;
    const here = await place();
    const group = await present(here, want.asg);
    const [name] = group ? await targetGroupNames(here, group) : [];
    return name ? { value: name, from: 'target' } : undefined;
  },
  choices: async ({ place }) => (await targetGroups(await place())).map(({ name }) => ({ value: name, label: name })),
});

/** Instances without a profile can never be deployed to: their agent has no credentials. */
const refresh = confirm<Look>('refresh', {
  ahead: true,
  selfAnswering: true,
  when: byAsg,
  quiet: true,
  suggest: async ({ place, want }) => {
    if (typeof want.asg !== 'string') return { value: false, from: 'default' };
    const members = await instances(await place(), [{ Name: 'tag:aws:autoscaling:groupName', Values: [want.asg] }]);
    return members.some(({ profile }) => profile === undefined)
      ? { value: true, from: 'unreachable' }
      : { value: false, from: 'default' };
  },
});

export const asg = step('asg', {
  needs: { template },
  asks: {
    project,
    targets,
    asg: asgName,
    minSize: size('minSize', 'MinSize'),
    maxSize: size('maxSize', 'MaxSize'),
    desiredCapacity: size('desiredCapacity', 'DesiredCapacity'),
    subnets,
    targetGroup,
    refresh,
  },
  async resources(place, want, { template: from }) {
    const { minSize: min, maxSize: max, desiredCapacity: desired } = want;
    if (min > desired || desired > max) {
      throw new WizardError('invalidValue', {
        where: '--desired-capacity',
        value: String(desired),
        rule: 'sizes',
        data: { min, max, desired },
      });
    }
    await knownTargetGroup(place, want.targetGroup);
    return {
      group: autoScalingGroup(
        place,
        { project: want.project, step: 'asg' },
        {
          name: want.asg,
          templateId: from?.launchTemplateId ?? '',
          version: from?.version ?? '',
          min,
          max,
          desired,
          subnets: want.subnets,
          targetGroup: want.targetGroup,
          refresh: want.refresh,
        },
      ),
      ...(want.refresh && { refresh: instanceRefresh(place, want.asg, from?.version ?? '') }),
    };
  },
  gives: { name: ({ group }) => group?.name },
});

/** A target group that is named must exist. */
export async function knownTargetGroup(place: Place, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const all = await targetGroups(place);
  if (!all.some((group) => group.name === name)) {
    throw new WizardError('notFound', {
      kind: 'elb.target-group',
      name,
      region: place.region,
      instead: all.map((group) => group.name),
    });
  }
}
