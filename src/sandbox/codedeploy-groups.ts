// Deployment groups: where and how an application is deployed, and the hooks that they put on Auto Scaling groups.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { Handlers } from '../aws/operations.ts';
import { type Account, fromTags, page, refuse, uuid } from './account.ts';
import { addHook, removeHook } from './auto-scaling.ts';
import { checkSettings, merged, type Request } from './codedeploy-group-rules.ts';
import { applicationNamed, checkName, checkTags, groupKey, groupNamed, groupsOf } from './codedeploy-names.ts';
import { checkServiceRole } from './codedeploy-roles.ts';
import type { DeploymentGroup } from './state.ts';

const HOOKS_PER_GROUP = 50;
const GROUPS_PER_GROUP = 10;

type GroupOperation =
  | 'getDeploymentGroup'
  | 'listDeploymentGroups'
  | 'batchGetDeploymentGroups'
  | 'createDeploymentGroup'
  | 'updateDeploymentGroup'
  | 'deleteDeploymentGroup';

export const handlers: Pick<Handlers<'codeDeploy', Account>, GroupOperation> = {
  getDeploymentGroup({ applicationName, deploymentGroupName }, account) {
    return { deploymentGroupInfo: describe(account, groupNamed(account, applicationName, deploymentGroupName)) };
  },

  listDeploymentGroups({ applicationName, nextToken }, account) {
    const { name } = applicationNamed(account, applicationName);
    const names = groupsOf(account, name).map((group) => group.name);
    const { items, next } = page(names, nextToken, 3);
    return { applicationName: name, deploymentGroups: items, nextToken: next };
  },

  batchGetDeploymentGroups({ applicationName, deploymentGroupNames = [] }, account) {
    const { name } = applicationNamed(account, applicationName);
    if (deploymentGroupNames.length === 0)
      refuse('DeploymentGroupNameRequiredException', 'Deployment group name is missing');
    if (deploymentGroupNames.length > 100)
      refuse('BatchLimitExceededException', 'The maximum number of names per request, 100, was exceeded.');
    const found = deploymentGroupNames.flatMap(
      (group) => account.state.codeDeploy.groups[groupKey(name, checkName('DeploymentGroup', group))] ?? [],
    );
    return { deploymentGroupsInfo: found.map((group) => describe(account, group)) };
  },

  createDeploymentGroup(input, account) {
    const application = applicationNamed(account, input.applicationName);
    const name = checkName('DeploymentGroup', input.deploymentGroupName);
    const { groups } = account.state.codeDeploy;
    const key = groupKey(application.name, name);
    if (groups[key]) refuse('DeploymentGroupAlreadyExistsException', `Deployment group name already exists: ${name}`);
    const settings = merged({}, input);
    checkSettings(account, input, settings);
    const wanted = checkAutoScalingGroups(account, input);
    checkServiceRole(account, input.serviceRoleArn, wanted.length > 0);
    const group: DeploymentGroup = {
      id: uuid(account),
      application: application.name,
      name,
      settings,
      autoScalingGroups: [],
      tags: checkTags(fromTags(input.tags)),
      createdAt: account.now,
    };
    attach(account, group, wanted);
    groups[key] = group;
    return { deploymentGroupId: group.id };
  },

  updateDeploymentGroup(input, account) {
    const group = groupNamed(account, input.applicationName, input.currentDeploymentGroupName);
    const settings = merged(group.settings, input);
    checkSettings(account, input, settings);
    const wanted = checkAutoScalingGroups(account, input);
    if (input.serviceRoleArn || input.autoScalingGroups)
      checkServiceRole(account, String(settings.serviceRoleArn), wanted.length > 0);
    if (input.newDeploymentGroupName && input.newDeploymentGroupName !== group.name)
      rename(account, group, checkName('DeploymentGroup', input.newDeploymentGroupName));
    group.settings = settings;
    // Absent keeps, empty detaches.
    if (input.autoScalingGroups) attach(account, group, wanted);
    hookTerminations(account, group);
    return { hooksNotCleanedUp: [] };
  },

  /** What is not there is taken as deleted. */
  deleteDeploymentGroup({ applicationName, deploymentGroupName }, account) {
    const key = groupKey(checkName('Application', applicationName), checkName('DeploymentGroup', deploymentGroupName));
    const { groups } = account.state.codeDeploy;
    if (groups[key]) attach(account, groups[key], []);
    delete groups[key];
    return { hooksNotCleanedUp: [] };
  },
};

function checkAutoScalingGroups({ state }: Account, { autoScalingGroups = [] }: Request): string[] {
  const { groups } = state.autoScaling;
  for (const name of autoScalingGroups)
    if (!groups[name] || groups[name].deleting)
      refuse(
        'InvalidAutoScalingGroupException',
        `The Auto Scaling group ${name} does not exist or cannot be accessed.`,
      );
  if (autoScalingGroups.length > GROUPS_PER_GROUP)
    refuse(
      'InvalidAutoScalingGroupException',
      `A deployment group can have up to ${GROUPS_PER_GROUP} Auto Scaling groups.`,
    );
  return [...new Set(autoScalingGroups)];
}

/** Hooks go where a group is no longer deployed to, come where it is new, and stay as they are otherwise. */
export function attach(account: Account, group: DeploymentGroup, wanted: string[]) {
  const isNew = (name: string) => !group.autoScalingGroups.some((one) => one.name === name);
  for (const name of wanted.filter(isNew))
    if ((account.state.autoScaling.groups[name]?.hooks.length ?? 0) >= HOOKS_PER_GROUP)
      refuse(
        'LifecycleHookLimitExceededException',
        `The limit for lifecycle hooks of the Auto Scaling group ${name} was exceeded.`,
      );
  for (const { name, hook, terminationHook } of group.autoScalingGroups)
    if (!wanted.includes(name)) for (const gone of [hook, terminationHook]) if (gone) removeHook(account, name, gone);
  group.autoScalingGroups = wanted.map(
    (name) =>
      group.autoScalingGroups.find((one) => one.name === name) ?? {
        name,
        hook: putHook(account, group, name, 'launch'),
      },
  );
  hookTerminations(account, group);
}

/** The second hook comes and goes with the setting. */
function hookTerminations(account: Account, group: DeploymentGroup) {
  const isWanted = group.settings.terminationHookEnabled === true;
  for (const entry of group.autoScalingGroups) {
    if (isWanted) entry.terminationHook ??= putHook(account, group, entry.name, 'termination');
    else if (entry.terminationHook) {
      removeHook(account, entry.name, entry.terminationHook);
      delete entry.terminationHook;
    }
  }
}

function putHook(
  account: Account,
  group: DeploymentGroup,
  autoScalingGroup: string,
  which: 'launch' | 'termination',
): string {
  const label = group.name.replace(/[^A-Za-z0-9/-]/g, '');
  const name = `CodeDeploy-managed-automatic-${which}-deployment-hook-${label}-${uuid(account)}`;
  const { region } = account;
  addHook(account, autoScalingGroup, {
    name,
    transition: which === 'launch' ? 'autoscaling:EC2_INSTANCE_LAUNCHING' : 'autoscaling:EC2_INSTANCE_TERMINATING',
    heartbeat: 600,
    defaultResult: 'ABANDON',
    // A queue of AWS's own: nobody else can make this hook again.
    target: `arn:aws:sqs:${region}:000000000001:razorbill-${region}-prod-default-autoscaling-lifecycle-hook`,
    roleArn: String(group.settings.serviceRoleArn),
    metadata: group.id,
  });
  return name;
}

function rename({ state }: Account, group: DeploymentGroup, name: string) {
  const { groups, deployments } = state.codeDeploy;
  const key = groupKey(group.application, name);
  if (groups[key]) refuse('DeploymentGroupAlreadyExistsException', `Deployment group name already exists: ${name}`);
  for (const deployment of Object.values(deployments))
    if (deployment.application === group.application && deployment.group === group.name) deployment.group = name;
  delete groups[groupKey(group.application, group.name)];
  group.name = name;
  groups[key] = group;
}

function describe({ state }: Account, group: DeploymentGroup): DeploymentGroupInfo {
  const last = (id: string | undefined) => {
    const deployment = state.codeDeploy.deployments[id ?? ''];
    return (
      deployment && {
        deploymentId: deployment.id,
        status: deployment.status,
        createTime: new Date(deployment.createdAt),
        ...(deployment.completedAt && { endTime: new Date(deployment.completedAt) }),
      }
    );
  };
  return {
    applicationName: group.application,
    deploymentGroupId: group.id,
    deploymentGroupName: group.name,
    computePlatform: 'Server',
    ...group.settings,
    autoScalingGroups: group.autoScalingGroups,
    targetRevision: state.codeDeploy.deployments[group.lastSuccessful ?? '']?.revision,
    lastAttemptedDeployment: last(group.lastAttempted),
    lastSuccessfulDeployment: last(group.lastSuccessful),
  };
}
