// The deployment group: what it reaches, whether a deployment can begin, and what stops or repeats it.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { alarmNames, judgeAlarms } from '../../deployments/alarms.ts';
import { roomIn } from '../../deployments/healthy.ts';
import { minimumOf } from '../../deployments/preflight.ts';
import { type Check, check, fail, warn } from '../check.ts';
import type { Facts } from '../facts.ts';
import { withTwo } from './asg.ts';
import { idsAs } from './host-lists.ts';

const configOf = ({ deploymentConfigName }: DeploymentGroupInfo) =>
  deploymentConfigName ?? 'CodeDeployDefault.OneAtATime';

const groupCommand = ({ place }: Facts, ...words: string[]) => place.command('group', ...words);

export const groupChecks: Check[] = [
  check('group-exists', 'group', async (facts) =>
    (await facts.groupInfo()) ? 'pass' : fail({ command: groupCommand(facts) }),
  ),
  check('group-targets', 'group', async (facts) => {
    // Of a group that is not there nothing can be said.
    await facts.asg();
    return (await facts.reached()).running.length > 0 ? 'pass' : fail({ command: groupCommand(facts) });
  }),
  check('group-stopped', 'group', async (facts) => {
    const { stopped } = await facts.reached();
    return stopped.length > 0 ? warn(idsAs(stopped)) : 'pass';
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
  check('group-single', 'group', async (facts) => {
    const [info, { running }] = [await facts.group(), await facts.reached()];
    if (running.length === 0) return undefined;
    if (running.length > 1) return 'pass';
    const asg = await facts.asg();
    // Tags that more than one instance carries, where there is no group to be larger.
    const command = asg ? withTwo(facts, asg) : groupCommand(facts, '--tags', 'Key=Value');
    return warn({ config: configOf(info), command });
  }),
  check('group-rollback', 'group', async (facts) => {
    const { autoRollbackConfiguration: rollback } = await facts.group();
    if (rollback?.enabled && rollback.events?.includes('DEPLOYMENT_FAILURE')) return 'pass';
    return warn({ command: groupCommand(facts, '--rollback-on', 'failure') });
  }),
  check('alarms-exist', 'group', async (facts) => {
    const names = alarmNames((await facts.group()).alarmConfiguration);
    if (names.length === 0) return undefined;
    const { gone } = await judgeAlarms(facts.place, names);
    if (gone.length === 0) return 'pass';
    return fail({ alarms: gone.join(', '), command: groupCommand(facts, '--alarms', 'NAME') });
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
