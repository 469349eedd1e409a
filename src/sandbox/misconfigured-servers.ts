// What is set up wrongly around a server: who calls, roles, agent, machine, image and launch template.
import { changeAgent, type Kind } from './fault-kind.ts';
import { deny } from './refusals.ts';
import { attached, inside, instanceRoles, scaling, serviceRoles, settings, trusting, versionsOf } from './strikes.ts';

const POLICY = 'arn:aws:iam::aws:policy';
const TROUBLE = 'InstanceAgent::Plugins::CodeDeployPlugin::CommandPoller: Cannot reach InstanceService:';

export const servers = {
  'caller-root': { of: 'account' },
  'calls-denied': {
    of: 'account',
    call: ({ service, operation }) => {
      if (service === 'sts') return;
      deny(service, operation);
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
  'role-boundary': {
    of: 'account',
    strike(account, alter) {
      const name = 'narrow-boundary';
      const Statement = [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }];
      const document = JSON.stringify({ Version: '2012-10-17', Statement });
      const versions = [{ id: 'v1', document, isDefault: true, createdAt: account.now }];
      const id = account.newId('ANPA', 17);
      alter(['iam', 'policies', name], { name, id, tags: [], createdAt: account.now, versions, nextVersion: 2 });
      for (const role of instanceRoles(account))
        alter(['iam', 'roles', role.name, 'permissionsBoundary'], `arn:aws:iam::${account.id}:policy/${name}`);
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
  'agent-silent': { of: 'instance', strike: changeAgent({ quiet: true }) },
  'ssm-offline': { of: 'instance', strike: inside(['offline'], () => true) },
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
} satisfies Record<string, Kind>;
