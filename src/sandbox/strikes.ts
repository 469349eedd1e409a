// How a fault reaches what belongs to deployment groups: their settings, their Auto Scaling groups, roles, machines and revisions.
import type { Account } from './account.ts';
import { settingsOf, targetGroupsOf } from './codedeploy-fleet.ts';
import { roleOf, serviceRole } from './codedeploy-roles.ts';
import type { Alter, Kind } from './fault-kind.ts';
import type { AutoScalingGroup, DeploymentGroup, Role } from './state.ts';

export const groupsOf = ({ state }: Account): [key: string, group: DeploymentGroup][] =>
  Object.entries(state.codeDeploy.groups);

export const asgsOf = (account: Account): AutoScalingGroup[] =>
  groupsOf(account).flatMap(([, { autoScalingGroups }]) =>
    autoScalingGroups.flatMap(({ name }) => account.state.autoScaling.groups[name] ?? []),
  );

/** For each deployment group: some of its settings are others. */
export const settings =
  (change: (group: DeploymentGroup, account: Account) => Record<string, unknown> | undefined): Kind['strike'] =>
  (account, alter) => {
    for (const [key, group] of groupsOf(account))
      for (const [name, value] of Object.entries(change(group, account) ?? {}))
        alter(['codeDeploy', 'groups', key, 'settings', name], value);
  };

/** For each Auto Scaling group of a deployment group: some of its fields are others. */
export const scaling =
  (change: (asg: AutoScalingGroup, account: Account) => Partial<AutoScalingGroup>): Kind['strike'] =>
  (account, alter) => {
    for (const asg of asgsOf(account))
      for (const [name, value] of Object.entries(change(asg, account)))
        alter(['autoScaling', 'groups', asg.name, name], value);
  };

export const serviceRoles = (account: Account): Role[] =>
  groupsOf(account).flatMap(([, group]) => serviceRole(account, settingsOf(group).serviceRoleArn) ?? []);

export const instanceRoles = (account: Account): Role[] => [
  ...new Set(
    asgsOf(account).flatMap(({ members }) =>
      members.flatMap(({ instanceId }) => {
        const instance = account.state.ec2.instances[instanceId];
        return (instance && roleOf(account, instance)) ?? [];
      }),
    ),
  ),
];

export const attached =
  (roles: (account: Account) => Role[], change: (arns: string[]) => string[]): Kind['strike'] =>
  (account, alter) => {
    for (const role of roles(account)) alter(['iam', 'roles', role.name, 'attached'], change(role.attached));
  };

export const trusting =
  (roles: (account: Account) => Role[], Service: string[]): Kind['strike'] =>
  (account, alter) => {
    const Statement = [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }];
    for (const role of roles(account))
      alter(['iam', 'roles', role.name, 'trust'], JSON.stringify({ Version: '2012-10-17', Statement }));
  };

/** In the inside of one machine. */
export const inside =
  (path: string[], value: (account: Account) => unknown): Kind['strike'] =>
  (account, alter, instance) => {
    if (account.state.ec2.instances[instance]) alter(['ec2', 'instances', instance, 'host', ...path], value(account));
  };

/** The template version that a group launches from. */
export function versionsOf(account: Account) {
  return asgsOf(account).flatMap((asg) => {
    const template = account.state.ec2.templates[asg.launchTemplate?.id ?? ''];
    const index = template?.versions.findIndex(({ number }) => String(number) === asg.launchTemplate?.version) ?? -1;
    return template && index >= 0
      ? [
          {
            asg,
            template,
            version: template.versions[index]!,
            path: ['ec2', 'templates', template.id, 'versions'],
            index,
          },
        ]
      : [];
  });
}

export const targetGroups = (account: Account) =>
  groupsOf(account).flatMap(([, group]) => targetGroupsOf(account, group).flatMap((target) => target ?? []));

export const lastRevision = (account: Account, group: DeploymentGroup) =>
  account.state.codeDeploy.deployments[group.lastSuccessful ?? ''];

export const hookNamed = ({ name }: DeploymentGroup, id: string) =>
  `CodeDeploy-managed-automatic-launch-deployment-hook-${name.replace(/[^A-Za-z0-9/-]/g, '')}-${id}`;

/** What the groups have lived through last says something else of itself. */
export function eachDeployment(account: Account, alter: Alter, field: string, value: unknown) {
  for (const [, group] of groupsOf(account)) {
    const last = lastRevision(account, group);
    if (last) alter(['codeDeploy', 'deployments', last.id, field], value);
  }
}
