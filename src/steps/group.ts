// Step 5, second half: the deployment group. With tags the instances it finds get profile and agent here, since no image brings them.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { explain } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { confirm, list, select, text } from '../engine/question.ts';
import type { Resource } from '../engine/resource.ts';
import { configName, deploymentConfig as configResource, minimumHealthyOf } from '../resources/deployment-config.ts';
import { deploymentGroup, type RollbackEvent, readGroup, taggedInstances } from '../resources/deployment-group.ts';
import { host } from '../resources/host.ts';
import { profileAssociation } from '../resources/profile-association.ts';
import { agent, agentGeneration } from './ami.ts';
import { app, application } from './app.ts';
import { asg, asgName, knownTargetGroup, targetGroup } from './asg.ts';
import { named, project } from './project.ts';
import { ec2Role, roles } from './roles.ts';
import * as rules from './rules.ts';
import { type Look, step } from './step.ts';
import { tags, targets } from './targets.ts';

export const groupName = text<Look>('group', {
  check: rules.codeDeployName,
  ahead: true,
  suggest: named((name) => `${name}-group`),
});

/** What a group that exists has: only what is said changes it, and its alarms stay. */
async function present({ place, want: { application, group } }: Look): Promise<DeploymentGroupInfo | undefined> {
  if (typeof application !== 'string' || typeof group !== 'string') return undefined;
  const here = await place();
  return here.once(`group:${application}/${group}`, () =>
    // Who may not look at it hears so when it is planned.
    readGroup(here, application, group).catch((error: unknown) => {
      if (explain(error).code !== 'denied') throw error;
      return undefined;
    }),
  );
}

const deploymentType = select<Look, 'in-place' | 'blue-green'>('deploymentType', ['in-place', 'blue-green'], {
  selfAnswering: true,
  ahead: true,
  suggest: async (look) => {
    const type = (await present(look))?.deploymentStyle?.deploymentType;
    if (!type) return { value: 'in-place', from: 'default' };
    return { value: type === 'BLUE_GREEN' ? 'blue-green' : 'in-place', from: 'present' };
  },
});

const PREDEFINED = ['OneAtATime', 'HalfAtATime', 'AllAtOnce'];
export const deploymentConfig = text<Look>('deploymentConfig', {
  check: (value) =>
    rules.codeDeployName(value) ??
    (/^CodeDeployDefault\.(?!(OneAtATime|HalfAtATime|AllAtOnce)$)/.test(value) ? { rule: 'configName' } : undefined),
  when: ({ want }) => want.minimumHealthy === undefined,
  selfAnswering: true,
  ahead: true,
  suggest: async (look) => {
    const config = (await present(look))?.deploymentConfigName;
    return config
      ? { value: config.replace(/^CodeDeployDefault\./, ''), from: 'present' }
      : { value: 'OneAtATime', from: 'default' };
  },
  choices: () => PREDEFINED.map((value) => ({ value, label: value })),
});
/** The full name of a configuration that CodeDeploy brings with it, or the name as it is. */
export const configNamed = (config: string) => (PREDEFINED.includes(config) ? `CodeDeployDefault.${config}` : config);

const minimumHealthy = text<Look, string | undefined>('minimumHealthy', {
  optional: true,
  quiet: true,
  check: rules.minimumHealthy,
});

const trafficControl = confirm<Look>('trafficControl', {
  quiet: true,
  suggest: ({ want }) => ({
    value: want.targetGroup !== undefined,
    from: want.targetGroup === undefined ? 'default' : 'target',
  }),
});

export const rollbackOn = list<Look>('rollbackOn', {
  quiet: true,
  check: (values) =>
    values.every((value) => value in EVENTS)
      ? undefined
      : { rule: 'oneOf', data: { options: Object.keys(EVENTS).join(', ') } },
  selfAnswering: true,
  ahead: true,
  suggest: async (look) => {
    const { alarms } = look.want;
    const rollback = (await present(look))?.autoRollbackConfiguration;
    if (rollback) {
      const events = rollback.enabled ? (rollback.events ?? []) : [];
      return { value: Object.keys(EVENTS).filter((key) => events.includes(EVENTS[key]!)), from: 'present' };
    }
    return { value: Array.isArray(alarms) && alarms.length > 0 ? ['failure', 'alarm'] : ['failure'], from: 'default' };
  },
});
const alarms = list<Look>('alarms', {
  quiet: true,
  ahead: true,
  selfAnswering: true,
  suggest: async (look) => {
    const found = (await present(look))?.alarmConfiguration;
    return found
      ? { value: found.enabled ? (found.alarms ?? []).flatMap(({ name }) => name ?? []) : [], from: 'present' }
      : { value: [], from: 'default' };
  },
});

const EVENTS: Record<string, RollbackEvent> = {
  failure: 'DEPLOYMENT_FAILURE',
  alarm: 'DEPLOYMENT_STOP_ON_ALARM',
  stop: 'DEPLOYMENT_STOP_ON_REQUEST',
};

export const eventsOf = (rollbackOn: string[]) => rollbackOn.map((event) => EVENTS[event]!);

export const group = step('group', {
  needs: { roles, app, asg },
  from: ['roles'],
  asks: {
    project,
    application,
    group: groupName,
    deploymentType,
    targets,
    asg: asgName,
    tags,
    minimumHealthy,
    deploymentConfig,
    targetGroup,
    trafficControl,
    alarms,
    rollbackOn,
    ec2Role,
    agent,
    agentGeneration,
  },
  async resources(place, want, given) {
    const { minimumHealthy: minimum, deploymentConfig: config, deploymentType: type } = want;
    const custom = minimum === undefined ? undefined : minimumHealthyOf(minimum);
    const name = custom ? configName(want.project, custom) : configNamed(config);
    const byTags = want.targets === 'tags';
    if (want.trafficControl) await knownTargetGroup(place, want.targetGroup);
    await knownAlarms(place, want.alarms);
    if (!custom) await knownConfig(place, name);
    return {
      ...(byTags && (await servers(place, want))),
      ...(custom && { config: configResource(place, name, custom) }),
      group: deploymentGroup(
        place,
        { project: want.project, step: 'group' },
        {
          application: want.application,
          name: want.group,
          serviceRoleArn: given.roles?.serviceRoleArn ?? '',
          type,
          asg: byTags ? undefined : want.asg,
          tags: byTags ? want.tags : [],
          config: name,
          targetGroup: want.trafficControl ? want.targetGroup : undefined,
          rollbackOn: eventsOf(want.rollbackOn),
          alarms: want.alarms,
        },
      ),
    } as { group: ReturnType<typeof deploymentGroup> };
  },
  gives: { name: ({ group }) => group?.name, id: ({ group }) => group?.id },
});

/** Profile and agent for each running instance that carries the tags. */
async function servers(
  place: Place,
  want: { tags: string[]; ec2Role: string; agent: 'ssm' | 'script' | 'skip'; agentGeneration: '1' | '2' },
) {
  const { agent, agentGeneration: generation } = want;
  const resources: Record<string, Resource> = {};
  for (const { id: instance, state } of await taggedInstances(place, want.tags)) {
    if (state !== 'running' && state !== 'pending') continue;
    resources[`profile ${instance}`] = profileAssociation(place, {
      instance,
      profile: want.ec2Role,
      managed: agent === 'ssm',
    }) as Resource;
    if (agent !== 'skip')
      resources[`host ${instance}`] = host(place, {
        instance,
        agent,
        generation,
        clean: [],
        forget: false,
      }) as Resource;
  }
  return resources;
}

async function knownAlarms(place: Place, names: string[]): Promise<void> {
  if (names.length === 0) return;
  const { MetricAlarms = [], CompositeAlarms = [] } = await place.aws.cloudWatch.describeAlarms({
    AlarmNames: names,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  const there = [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
  const absent = names.find((name) => !there.includes(name));
  if (absent)
    throw new WizardError('notFound', { kind: 'cloudwatch.alarm', name: absent, region: place.region, instead: [] });
}

/** `name`: in full. */
export async function knownConfig(place: Place, name: string): Promise<void> {
  if (PREDEFINED.some((config) => configNamed(config) === name)) return;
  const { codeDeploy } = place.aws;
  const names = await allPages(
    (nextToken) => codeDeploy.listDeploymentConfigs({ nextToken }),
    ({ deploymentConfigsList }) => deploymentConfigsList,
    ({ nextToken }) => nextToken,
  );
  if (!names.includes(name)) {
    // Those of ECS and Lambda are of no use here.
    const instead = names.filter((other) => !/\.(ECS|Lambda)/.test(other));
    throw new WizardError('notFound', { kind: 'codedeploy.config', name, region: place.region, instead });
  }
}
