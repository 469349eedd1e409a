// What the steps app and group have made, to be taken away: groups first, since deleting an application leaves their hooks behind.
import { unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { activeDeployments, busyWith } from '../deployments/status.ts';
import { line } from '../engine/resource.ts';
import { deploymentGroupNames } from './application.ts';
import { allGroups } from './auto-scaling-group.ts';
import { configName, minimumHealthyOf } from './deployment-config.ts';
import { readGroup } from './deployment-group.ts';
import { deploymentGroups } from './instance.ts';
import { left, NOTHING, type Removable, type Search, type Survey, together, unlessUsed } from './removal.ts';
import { forget, suspensionOf } from './suspension.ts';
import { PROJECT, tagValue } from './tags.ts';

const ABSENT = ['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException'];

/** `what`: `application:NAME` or `deploymentgroup:APPLICATION/NAME`. */
async function isTagged({ aws, partition, region, account }: Place, what: string, project: string): Promise<boolean> {
  const ResourceArn = `arn:${partition}:codedeploy:${region}:${account}:${what}`;
  const tags = await allPages(
    (NextToken) => aws.codeDeploy.listTagsForResource({ ResourceArn, NextToken }),
    ({ Tags }) => Tags,
    ({ NextToken }) => NextToken,
  );
  return tagValue(tags, PROJECT) === project;
}

const groupNames = async (place: Place, application: string) =>
  (await unless(ABSENT, () => deploymentGroupNames(place, application))) ?? [];

export async function findGroups({ place, goes, ...names }: Search): Promise<Survey> {
  const { application, project } = names;
  const surveys: Survey[] = [];
  for (const group of await groupNames(place, application)) {
    const name = `${application}/${group}`;
    if (await isTagged(place, `deploymentgroup:${name}`, project)) {
      const [active] = await activeDeployments(place, application, group);
      if (active) throw busyWith(place, name, active);
      surveys.push({ goes: [deploymentGroup(place, application, group)], stays: [] });
    } else if (group === names.group) surveys.push({ goes: [], stays: [left('codedeploy.group', name, 'notOurs')] });
  }
  const going = together(surveys).goes.map(({ name }) => name);
  const isGoing = (name: string) => goes('codedeploy.group', name) || going.includes(name);
  return together([...surveys, await findConfigs(place, project, isGoing)]);
}

function deploymentGroup(place: Place, applicationName: string, deploymentGroupName: string): Removable {
  const name = `${applicationName}/${deploymentGroupName}`;
  return {
    kind: 'codedeploy.group',
    name,
    present: async () => (await readGroup(place, applicationName, deploymentGroupName)) !== undefined,
    async remove(progress) {
      // Without the group nobody could restore its hook: that it was suspended is forgotten first.
      for (const group of await allGroups(place))
        if (suspensionOf(group)?.group === name) await forget(place, group.AutoScalingGroupName ?? '');
      const { hooksNotCleanedUp = [] } = await place.aws.codeDeploy.deleteDeploymentGroup({
        applicationName,
        deploymentGroupName,
      });
      for (const { name: asg = '', hook, terminationHook } of hooksNotCleanedUp)
        progress.warn(line('hooksNotCleanedUp', { asg, hooks: [hook, terminationHook].filter(Boolean).join(', ') }));
    },
  };
}

/** Configurations take no tags, but never change either: ours is the one whose name says what it holds. */
async function findConfigs(place: Place, project: string, isGoing: (group: string) => boolean): Promise<Survey> {
  const { codeDeploy } = place.aws;
  const all = await allPages(
    (nextToken) => codeDeploy.listDeploymentConfigs({ nextToken }),
    ({ deploymentConfigsList }) => deploymentConfigsList,
    ({ nextToken }) => nextToken,
  );
  const read = (deploymentConfigName: string) =>
    unless('DeploymentConfigDoesNotExistException', () => codeDeploy.getDeploymentConfig({ deploymentConfigName }));
  const surveys: Survey[] = [];
  for (const name of all) {
    const [, value, percent] = new RegExp(`^${project}-min-(\\d+)(pct)?$`).exec(name) ?? [];
    if (value === undefined) continue;
    const minimum = minimumHealthyOf(`${value}${percent ? '%' : ''}`);
    const hosts = (await read(name))?.deploymentConfigInfo?.minimumHealthyHosts;
    if (configName(project, minimum) !== name || hosts?.type !== minimum.type || hosts.value !== minimum.value)
      continue;
    const users = (await deploymentGroups(place)).filter(
      ({ deploymentConfigName, applicationName, deploymentGroupName }) =>
        deploymentConfigName === name && !isGoing(`${applicationName}/${deploymentGroupName}`),
    );
    const config: Removable = {
      kind: 'codedeploy.config',
      name,
      present: async () => (await read(name)) !== undefined,
      remove: () => codeDeploy.deleteDeploymentConfig({ deploymentConfigName: name }),
    };
    surveys.push(unlessUsed(config, users.map(asUser)));
  }
  return together(surveys);
}

export const asUser = (group: { applicationName?: string; deploymentGroupName?: string }) => ({
  kind: 'codedeploy.group' as const,
  name: `${group.applicationName}/${group.deploymentGroupName}`,
});

export async function findApplication({ place, goes, project, application }: Search): Promise<Survey> {
  const { codeDeploy } = place.aws;
  const present = async () =>
    (await unless(ABSENT, () => codeDeploy.getApplication({ applicationName: application }))) !== undefined;
  if (!(await present())) return NOTHING;
  if (!(await isTagged(place, `application:${application}`, project)))
    return { goes: [], stays: [left('codedeploy.application', application, 'notOurs')] };
  const groups = (await groupNames(place, application))
    .map((group) => ({ kind: 'codedeploy.group' as const, name: `${application}/${group}` }))
    .filter(({ name }) => !goes('codedeploy.group', name));
  return unlessUsed(
    {
      kind: 'codedeploy.application',
      name: application,
      present,
      remove: () => codeDeploy.deleteApplication({ applicationName: application }),
    },
    groups,
  );
}
