// The deployment group: what it reaches, whether a deployment can begin, and what stops or repeats it.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { alarmNames, judgeAlarms } from '../../deployments/alarms.ts';
import { blueOf, greenOf } from '../../deployments/colours.ts';
import { roomIn } from '../../deployments/healthy.ts';
import { minimumOf } from '../../deployments/preflight.ts';
import { groupNamed } from '../../resources/auto-scaling-group.ts';
import { colourOf, readGroup } from '../../resources/deployment-group.ts';
import { suspensionOf } from '../../resources/suspension.ts';
import { type Check, check, fail, Unknown, warn } from '../check.ts';
import type { Facts } from '../facts.ts';
import { withTwo } from './asg.ts';
import { idsAs } from './host-lists.ts';

export const configOf = ({ deploymentConfigName }: DeploymentGroupInfo) =>
  deploymentConfigName ?? 'CodeDeployDefault.OneAtATime';

export const groupCommand = ({ place, asked: { application, group } }: Facts, ...words: string[]) =>
  place.command('group', '--application', application, '--group', group, ...words);

const namesOf = ({ autoScalingGroups = [] }: DeploymentGroupInfo) =>
  autoScalingGroups.flatMap(({ name }) => name ?? []);

/** As `Key=Value`, those of the first set: an instance that carries one of each set belongs to the group. */
const tagsOf = ({ ec2TagSet, ec2TagFilters }: DeploymentGroupInfo) =>
  (ec2TagFilters?.length ? [ec2TagFilters] : (ec2TagSet?.ec2TagSetList ?? [])).flatMap(([tag]) =>
    tag?.Key ? [`Key=${tag.Key},Value=${tag.Value ?? ''}`] : [],
  );

const isCopying = ({ deploymentStyle, blueGreenDeploymentConfiguration }: DeploymentGroupInfo) =>
  deploymentStyle?.deploymentType === 'BLUE_GREEN' &&
  blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action !== 'DISCOVER_EXISTING';

/** The deployment group of the colour that serves, where this one has given its fleet to two of them. */
async function servingColour({ place, asked: { application, group } }: Facts): Promise<string | undefined> {
  if (!(await colourOf(place, application, group))) return undefined;
  for (const colour of [blueOf(group), greenOf(group)]) {
    const [asg] = namesOf((await readGroup(place, application, colour)) ?? {});
    if (asg && (await groupNamed(place, asg))?.DesiredCapacity) return colour;
  }
  return undefined;
}

export const groupChecks: Check[] = [
  check('group-exists', 'group', async (facts) =>
    (await facts.groupInfo()) ? 'pass' : fail({ command: groupCommand(facts) }),
  ),
  check('group-targets', 'group', async (facts) => {
    const asgs = await facts.asgs();
    // Of a group that is not there nothing can be said.
    const gone = asgs.find(({ found }) => !found);
    if (gone) throw new Unknown('noAsg', { asg: gone.name });
    if ((await facts.reached()).running.length > 0) return 'pass';
    const detached = asgs.find(({ found }) => suspensionOf(found));
    const { place, asked } = facts;
    if (!detached) {
      const colour = asgs.length === 0 && (await servingColour(facts));
      if (!colour) return fail({ command: groupCommand(facts) });
      const command = place.command('doctor', '--application', asked.application, '--group', colour);
      return warn({ colour, command });
    }
    const where = ['--asg', detached.name, '--application', asked.application, '--group', asked.group];
    return fail({ asg: detached.name, command: place.command('asg', 'hook', 'restore', ...where) });
  }),
  check('group-stopped', 'group', async (facts) => {
    const { stopped } = await facts.reached();
    return stopped.length > 0 ? warn(idsAs(stopped)) : 'pass';
  }),
  check('group-mixed', 'group', async (facts) => {
    const info = await facts.group();
    const [asgs, tags] = [namesOf(info), tagsOf(info)];
    if (asgs.length === 0 || tags.length === 0) return 'pass';
    return warn({ asgs: asgs.join(', '), tags: tags.join(' ') });
  }),
  check('group-minimum', 'group', async (facts) => {
    const [info, { running, stopped }] = [await facts.group(), await facts.reached()];
    const count = running.length + stopped.length;
    if (count === 0) return undefined;
    const config = configOf(info);
    const { minimum, canStart } = roomIn(count, await minimumOf(facts.place, config));
    if (canStart) return 'pass';
    return fail({ config, minimum, count, command: groupCommand(facts, '--deployment-config', 'HalfAtATime') });
  }),
  check('group-all-at-once', 'group', async (facts) => {
    const [info, { running }] = [await facts.group(), await facts.reached()];
    if (info.deploymentStyle?.deploymentType === 'BLUE_GREEN' || running.length < 2) return undefined;
    const config = configOf(info);
    if (config !== 'CodeDeployDefault.AllAtOnce') return 'pass';
    return fail({ config, count: running.length, command: groupCommand(facts, '--deployment-config', 'HalfAtATime') });
  }),
  check('group-single', 'group', async (facts) => {
    const [info, { running }] = [await facts.group(), await facts.reached()];
    if (running.length === 0) return undefined;
    if (running.length > 1) return 'pass';
    const [asg] = (await facts.asgs()).flatMap(({ found }) => found ?? []);
    return warn({ config: configOf(info), command: asg && withTwo(facts, asg), tags: tagsOf(info).join(' ') });
  }),
  check('group-outdated', 'group', async (facts) => {
    const { outdatedInstancesStrategy, autoScalingGroups = [] } = await facts.group();
    if (autoScalingGroups.length === 0) return undefined;
    return outdatedInstancesStrategy === 'IGNORE' ? warn({}) : 'pass';
  }),
  check('group-rollback', 'group', async (facts) => {
    const { autoRollbackConfiguration: rollback } = await facts.group();
    if (rollback?.enabled && rollback.events?.includes('DEPLOYMENT_FAILURE')) return 'pass';
    return warn({ command: groupCommand(facts, '--rollback-on', 'failure') });
  }),
  check('blue-green-one-asg', 'group', async (facts) => {
    const info = await facts.group();
    if (!isCopying(info)) return undefined;
    const names = namesOf(info);
    return names.length === 1 ? 'pass' : fail({ asgs: names.join(', '), keep: names[0] });
  }),
  check('blue-green-copy', 'group', async (facts) => {
    const info = await facts.group();
    if (!isCopying(info)) return undefined;
    return warn({ asg: namesOf(info).join(', ') });
  }),
  check('alarms-exist', 'group', async (facts) => {
    const names = alarmNames((await facts.group()).alarmConfiguration);
    if (names.length === 0) return undefined;
    const { gone } = await judgeAlarms(facts.place, names);
    if (gone.length === 0) return 'pass';
    const kept = names.filter((name) => !gone.includes(name));
    const command = kept.length > 0 ? groupCommand(facts, '--alarms', kept.join(',')) : undefined;
    return fail({ alarms: gone.join(', '), command });
  }),
  check('alarms-quiet', 'group', async (facts) => {
    const names = alarmNames((await facts.group()).alarmConfiguration);
    if (names.length === 0) return undefined;
    const { active } = await judgeAlarms(facts.place, names);
    return active[0] ? fail({ alarms: active.join(', '), names: active[0] }) : 'pass';
  }),
  check('last-deployment', 'group', async (facts) => {
    const { deploymentId, status } = (await facts.group()).lastAttemptedDeployment ?? {};
    if (!deploymentId) return undefined;
    if (status !== 'Failed' && status !== 'Stopped') return 'pass';
    return warn({ deployment: deploymentId, status, command: facts.place.command('explain', deploymentId) });
  }),
];
