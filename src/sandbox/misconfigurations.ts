// What somebody has set up wrongly, or left behind: it shows only in the next deployment, or in the next instance.
import { type Account, refuse, uuid } from './account.ts';
import { controlsTraffic, settingsOf, targetGroupsOf } from './codedeploy-fleet.ts';
import { roleOf, serviceRole } from './codedeploy-roles.ts';
import { type Alter, changeAgent, failing, type Kind } from './fault-kind.ts';
import type { AutoScalingGroup, DeploymentGroup, Role } from './state.ts';

const POLICY = 'arn:aws:iam::aws:policy';

const groupsOf = ({ state }: Account): [key: string, group: DeploymentGroup][] =>
  Object.entries(state.codeDeploy.groups);

const asgsOf = (account: Account): AutoScalingGroup[] =>
  groupsOf(account).flatMap(([, { autoScalingGroups }]) =>
    autoScalingGroups.flatMap(({ name }) => account.state.autoScaling.groups[name] ?? []),
  );

/** For each deployment group: some of its settings are others. */
const settings =
  (change: (group: DeploymentGroup, account: Account) => Record<string, unknown> | undefined): Kind['strike'] =>
  (account, alter) => {
    for (const [key, group] of groupsOf(account))
      for (const [name, value] of Object.entries(change(group, account) ?? {}))
        alter(['codeDeploy', 'groups', key, 'settings', name], value);
  };

/** For each Auto Scaling group of a deployment group: some of its fields are others. */
const scaling =
  (change: (asg: AutoScalingGroup, account: Account) => Partial<AutoScalingGroup>): Kind['strike'] =>
  (account, alter) => {
    for (const asg of asgsOf(account))
      for (const [name, value] of Object.entries(change(asg, account)))
        alter(['autoScaling', 'groups', asg.name, name], value);
  };

const serviceRoles = (account: Account): Role[] =>
  groupsOf(account).flatMap(([, group]) => serviceRole(account, settingsOf(group).serviceRoleArn) ?? []);

const instanceRoles = (account: Account): Role[] => [
  ...new Set(
    asgsOf(account).flatMap(({ members }) =>
      members.flatMap(({ instanceId }) => {
        const instance = account.state.ec2.instances[instanceId];
        return (instance && roleOf(account, instance)) ?? [];
      }),
    ),
  ),
];

const attached =
  (roles: (account: Account) => Role[], change: (arns: string[]) => string[]): Kind['strike'] =>
  (account, alter) => {
    for (const role of roles(account)) alter(['iam', 'roles', role.name, 'attached'], change(role.attached));
  };

const trusting =
  (roles: (account: Account) => Role[], Service: string[]): Kind['strike'] =>
  (account, alter) => {
    const Statement = [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }];
    for (const role of roles(account))
      alter(['iam', 'roles', role.name, 'trust'], JSON.stringify({ Version: '2012-10-17', Statement }));
  };

/** In the inside of one machine. */
const inside =
  (path: string[], value: (account: Account) => unknown): Kind['strike'] =>
  (account, alter, instance) => {
    if (account.state.ec2.instances[instance]) alter(['ec2', 'instances', instance, 'host', ...path], value(account));
  };

/** The template version that a group launches from. */
function versionsOf(account: Account) {
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

const targetGroups = (account: Account) =>
  groupsOf(account).flatMap(([, group]) => targetGroupsOf(account, group).flatMap((target) => target ?? []));

const lastRevision = (account: Account, group: DeploymentGroup) =>
  account.state.codeDeploy.deployments[group.lastSuccessful ?? ''];

const hookNamed = ({ name }: DeploymentGroup, id: string) =>
  `CodeDeploy-managed-automatic-launch-deployment-hook-${name.replace(/[^A-Za-z0-9/-]/g, '')}-${id}`;

const withoutTraffic = { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' };

const TROUBLE = 'InstanceAgent::Plugins::CodeDeployPlugin::CommandPoller: Cannot reach InstanceService:';

export const misconfigurations = {
  'caller-root': { of: 'account' },
  'calls-denied': {
    of: 'account',
    call: ({ service, operation }) => {
      if (service === 'sts') return;
      const message = `User: arn:aws:iam::000000000000:user/sandbox is not authorized to perform: ${operation}`;
      if (service === 'ec2') refuse('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
      // The answer to a HEAD has no body to name the error in.
      if (operation.startsWith('head')) refuse('Unknown', 'UnknownError', 403);
      if (service === 'codeDeploy' || service === 'ssm') refuse('AccessDeniedException', message);
      refuse('AccessDenied', message, 403);
    },
  },
  'no-route': {
    of: 'instance',
    strike: changeAgent({
      trouble: `${TROUBLE} Seahorse::Client::NetworkingError - Failed to open TCP connection (execution expired)`,
    }),
  },
  'one-zone': { of: 'account', strike: scaling(({ subnets }) => ({ subnets: subnets.slice(0, 1) })) },

  'service-role-bare': {
    of: 'account',
    strike: attached(serviceRoles, (arns) => arns.filter((arn) => !arn.includes('AWSCodeDeployRole'))),
  },
  'service-role-no-launch': {
    of: 'account',
    strike(account, alter) {
      settings(() => ({
        deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' } },
      }))?.(account, alter, '');
      attached(serviceRoles, (arns) => arns.filter((arn) => arn.includes('AWSCodeDeployRole')))?.(account, alter, '');
    },
  },
  'service-role-ec2': {
    of: 'account',
    strike: trusting(serviceRoles, ['codedeploy.amazonaws.com', 'ec2.amazonaws.com']),
  },
  'service-role-on-instance': {
    of: 'account',
    strike: attached(instanceRoles, (arns) => [...arns, `${POLICY}/service-role/AWSCodeDeployRole`]),
  },
  'no-profile': {
    of: 'instance',
    strike: (_, alter, instance) => alter(['ec2', 'instances', instance, 'profile'], undefined),
  },
  'profile-empty': {
    of: 'account',
    strike(account, alter) {
      const roles = instanceRoles(account).map(({ name }) => name);
      for (const profile of Object.values(account.state.iam.profiles))
        if (profile.roles.some((role) => roles.includes(role))) alter(['iam', 'profiles', profile.name, 'roles'], []);
    },
  },
  'instance-role-trust': { of: 'account', strike: trusting(instanceRoles, ['codedeploy.amazonaws.com']) },
  'ssm-detached': {
    of: 'account',
    strike: attached(instanceRoles, (arns) => arns.filter((arn) => !arn.includes('AmazonSSM'))),
  },

  'agent-not-polling': {
    of: 'instance',
    strike: changeAgent({
      trouble: `${TROUBLE} Aws::CodeDeployCommand::Errors::AccessDeniedException - User is not authorized`,
    }),
  },
  'agent-old': { of: 'instance', strike: changeAgent({ version: '1.3.1' }) },
  'ruby-too-new': { of: 'instance', strike: inside(['ruby'], () => '3.3.4') },
  'own-keys': { of: 'instance', strike: inside(['files', '/root/.aws/credentials'], () => '') },
  'clock-skew': { of: 'instance', strike: inside(['clock'], () => -900_000) },
  'disk-full': { of: 'instance', strike: inside(['disk'], () => 99) },

  'image-gone': {
    of: 'account',
    strike(account, alter) {
      for (const { version } of versionsOf(account)) alter(['ec2', 'images', String(version.data.ImageId)], undefined);
    },
  },
  'image-agent-behind': { of: 'instance', strike: changeAgent({ version: '1.9.0' }) },
  'image-memory': {
    of: 'instance',
    strike: inside(['installed', 'deadbeef-0000-4000-8000-000000000000'], () => 'another application'),
  },
  'template-profile': {
    of: 'account',
    strike(account, alter) {
      for (const { path, index } of versionsOf(account))
        alter([...path, String(index), 'data', 'IamInstanceProfile'], undefined);
    },
  },
  'user-data-region': {
    of: 'account',
    strike(account, alter) {
      const script = '#!/bin/sh\ncurl -O https://aws-codedeploy-us-east-1.s3.us-east-1.amazonaws.com/latest/install\n';
      for (const { path, index } of versionsOf(account))
        alter([...path, String(index), 'data', 'UserData'], Buffer.from(script).toString('base64'));
    },
  },
  'template-latest': {
    of: 'account',
    strike: scaling(({ launchTemplate }) =>
      launchTemplate ? { launchTemplate: { ...launchTemplate, version: '$Latest' } } : {},
    ),
  },
  'members-outdated': {
    of: 'account',
    strike(account, alter) {
      for (const { asg, template, version, path } of versionsOf(account)) {
        const number = template.versions.length + 1;
        alter(path, [...template.versions, { ...version, number }]);
        alter(['autoScaling', 'groups', asg.name, 'launchTemplate'], { id: template.id, version: String(number) });
      }
    },
  },

  'asg-gone': {
    of: 'account',
    strike(account, alter) {
      for (const { name } of asgsOf(account)) alter(['autoScaling', 'groups', name], undefined);
    },
  },
  'two-groups': {
    of: 'account',
    strike(account, alter) {
      for (const [key, group] of groupsOf(account)) {
        const id = uuid(account);
        const second = { ...group, id, name: `${group.name}-second` };
        const hook = hookNamed(second, uuid(account));
        const autoScalingGroups = group.autoScalingGroups.map((one) => ({ ...one, hook }));
        alter(['codeDeploy', 'groups', `${key}-second`], { ...second, autoScalingGroups });
        for (const asg of asgsOf(account))
          if (asg.hooks[0] && autoScalingGroups.some(({ name }) => name === asg.name))
            alter(
              ['autoScaling', 'groups', asg.name, 'hooks'],
              [...asg.hooks, { ...asg.hooks[0], name: hook, metadata: id }],
            );
      }
    },
  },
  'warm-pool': { of: 'account', strike: scaling(() => ({ warmPool: true })) },
  'launch-loop': {
    of: 'account',
    strike(account, alter) {
      const { state, now } = account;
      const failed = asgsOf(account).flatMap(({ name, hooks }) =>
        [1, 2, 3].map((minutes) => ({
          id: uuid(account),
          group: name,
          status: 'Cancelled' as const,
          description: 'Launching a new EC2 instance',
          cause: 'an instance was launched in response to a difference between desired and actual capacity.',
          message: `Launching EC2 instance failed. Lifecycle hook ${hooks[0]?.name ?? ''} was abandoned: Heartbeat Timeout`,
          startedAt: now - minutes * 60_000,
          endedAt: now - minutes * 60_000 + 30_000,
        })),
      );
      alter(['autoScaling', 'activities'], [...failed, ...state.autoScaling.activities]);
    },
  },
  'suspended-processes': { of: 'account', strike: scaling(() => ({ suspended: ['AZRebalance', 'ReplaceUnhealthy'] })) },
  'minimum-one': { of: 'account', strike: scaling(() => ({ min: 1 })) },
  'target-group-detached': { of: 'account', strike: scaling(() => ({ targetGroupArns: [] })) },

  'no-listener': {
    of: 'account',
    strike({ state }, alter) {
      for (const { arn } of Object.values(state.elb.loadBalancers))
        alter(['elb', 'loadBalancers', arn, 'listeners'], []);
    },
  },
  'health-check-fails': {
    of: 'account',
    strike(account, alter) {
      for (const { arn, targets } of targetGroups(account))
        for (const instance of Object.keys(targets)) alter(failing(arn, instance), true);
    },
  },
  'long-draining': {
    of: 'account',
    strike(account, alter) {
      for (const { arn } of targetGroups(account)) alter(['elb', 'targetGroups', arn, 'deregistrationDelay'], 300);
    },
  },
  'no-traffic-control': {
    of: 'account',
    strike: settings((group) => (controlsTraffic(group) ? { deploymentStyle: withoutTraffic } : undefined)),
  },

  'group-gone': {
    of: 'account',
    strike(account, alter) {
      for (const [key] of groupsOf(account)) alter(['codeDeploy', 'groups', key], undefined);
    },
  },
  'no-targets': {
    of: 'account',
    strike(account, alter) {
      for (const [key] of groupsOf(account)) {
        alter(['codeDeploy', 'groups', key, 'autoScalingGroups'], []);
        const ec2TagSetList = [[{ Key: 'Name', Value: 'nobody', Type: 'KEY_AND_VALUE' }]];
        alter(['codeDeploy', 'groups', key, 'settings', 'ec2TagSet'], { ec2TagSetList });
      }
    },
  },
  'stopped-match': {
    of: 'account',
    strike(account, alter) {
      const { instances } = account.state.ec2;
      const grouped = (tags: { key: string }[]) => tags.some(({ key }) => key === 'aws:autoscaling:groupName');
      const other = Object.values(instances).find(({ tags }) => !grouped(tags));
      const name = other?.tags.find(({ key }) => key === 'Name')?.value;
      if (!other || !name) return;
      alter(['ec2', 'instances', other.id, 'state'], 'stopped');
      const ec2TagSetList = [[{ Key: 'Name', Value: name, Type: 'KEY_AND_VALUE' }]];
      for (const [key] of groupsOf(account))
        alter(['codeDeploy', 'groups', key, 'settings', 'ec2TagSet'], { ec2TagSetList });
    },
  },
  'minimum-impossible': {
    of: 'account',
    strike(account, alter) {
      const name = 'everyone-healthy';
      const minimumHealthyHosts = { type: 'HOST_COUNT', value: 10_000 };
      const config = { name, id: uuid(account), minimumHealthyHosts, createdAt: account.now };
      alter(['codeDeploy', 'configs', name], config);
      settings(() => ({ deploymentConfigName: name }))?.(account, alter, '');
    },
  },
  'single-instance': {
    of: 'account',
    strike(account, alter) {
      for (const { name, members, targetGroupArns } of asgsOf(account)) {
        const [only] = members;
        if (!only) continue;
        for (const [field, value] of Object.entries({ min: 1, max: 1, desired: 1, members: [only] }))
          alter(['autoScaling', 'groups', name, field], value);
        for (const arn of targetGroupArns) {
          const target = account.state.elb.targetGroups[arn]?.targets[only.instanceId];
          alter(['elb', 'targetGroups', arn, 'targets'], target ? { [only.instanceId]: target } : {});
        }
      }
    },
  },
  'no-rollback': {
    of: 'account',
    strike: settings(() => ({ autoRollbackConfiguration: { enabled: false, events: [] } })),
  },
  'alarm-gone': {
    of: 'account',
    strike(account, alter) {
      for (const [, group] of groupsOf(account))
        for (const { name } of settingsOf(group).alarmConfiguration?.alarms ?? [])
          alter(['cloudWatch', 'alarms', name ?? ''], undefined);
    },
  },
  'last-failed': {
    of: 'account',
    strike: (account, alter) => eachDeployment(account, alter, 'status', 'Failed'),
  },

  'revision-gone': {
    of: 'account',
    strike(account, alter) {
      for (const [, group] of groupsOf(account)) {
        const { bucket = '', key = '' } = (lastRevision(account, group)?.revision.s3Location ?? {}) as Record<
          string,
          string
        >;
        alter(['s3', 'buckets', bucket, 'objects', key], undefined);
      }
    },
  },
  'no-versioning': {
    of: 'account',
    strike({ state }, alter) {
      for (const name of Object.keys(state.s3.buckets)) alter(['s3', 'buckets', name, 'versioning'], false);
    },
  },
  'github-unlinked': {
    of: 'account',
    strike(account, alter) {
      for (const name of Object.keys(account.state.codeDeploy.applications))
        alter(['codeDeploy', 'applications', name, 'gitHubTokenName'], undefined);
      eachDeployment(account, alter, 'revision', {
        revisionType: 'GitHub',
        gitHubLocation: { repository: 'acme/shop', commitId: '0'.repeat(40) },
      });
    },
  },
  'github-other': {
    of: 'account',
    strike({ state }, alter) {
      for (const name of Object.keys(state.codeDeploy.applications))
        alter(['codeDeploy', 'applications', name, 'gitHubTokenName'], 'somebody-else');
    },
  },

  'hook-deleted': { of: 'account', strike: scaling(() => ({ hooks: [] })) },
  'hook-mismatch': {
    of: 'account',
    strike: scaling(({ hooks }, account) => ({
      hooks: hooks.map((hook) => ({ ...hook, name: hook.name.replace(/.{36}$/, uuid(account)) })),
    })),
  },
  'hook-leftover': {
    of: 'account',
    strike: scaling(({ hooks }, account) => ({
      hooks: hooks.flatMap((hook) => {
        const id = uuid(account);
        return [hook, { ...hook, name: hook.name.replace(/.{36}$/, id), metadata: id }];
      }),
    })),
  },
  'hook-suspended': {
    of: 'account',
    strike(account, alter) {
      for (const [key, group] of groupsOf(account)) {
        for (const { name } of group.autoScalingGroups) {
          const asg = account.state.autoScaling.groups[name];
          if (!asg) continue;
          const value = `${key} ${new Date(account.now).toISOString().slice(0, 19)}Z`;
          const tag = { key: 'codedeploy-wizard:hook-suspended', value, propagate: false };
          alter(['autoScaling', 'groups', name, 'tags'], [...asg.tags, tag]);
          alter(['autoScaling', 'groups', name, 'hooks'], []);
        }
        alter(['codeDeploy', 'groups', key, 'autoScalingGroups'], []);
      }
    },
  },
} satisfies Record<string, Kind>;

/** What the groups have lived through last says something else of itself. */
function eachDeployment(account: Account, alter: Alter, field: string, value: unknown) {
  for (const [, group] of groupsOf(account)) {
    const last = lastRevision(account, group);
    if (last) alter(['codeDeploy', 'deployments', last.id, field], value);
  }
}
