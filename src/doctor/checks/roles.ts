// The two roles: the one that CodeDeploy assumes, and the one that instances carry.
import { domainOf, type Place } from '../../aws/place.ts';
import { isInS3, type S3Revision } from '../../deployments/revision.ts';
import { isService } from '../../resources/policy-document.ts';
import { type Check, check, each, fail, warn } from '../check.ts';
import type { Facts } from '../facts.ts';
import type { RoleFacts } from '../role-facts.ts';
import { idsAs } from './host-lists.ts';

const CODEDEPLOY = 'codedeploy.amazonaws.com';
const EC2 = 'ec2.amazonaws.com';

export const awsPolicy = ({ partition }: Place, name: string) => `arn:${partition}:iam::aws:policy/${name}`;

const trusts = ({ services }: RoleFacts, service: string) => services.some((one) => isService(one, service));

/** What a deployment to an Auto Scaling group cannot do without. */
const NEEDED = [
  'autoscaling:PutLifecycleHook',
  'autoscaling:CompleteLifecycleAction',
  'autoscaling:RecordLifecycleActionHeartbeat',
  'ec2:DescribeInstances',
];
const NEEDED_TO_LAUNCH = ['ec2:RunInstances', 'ec2:CreateTags'];

const isServicePolicy = (arn: string) => /\/AWSCodeDeployRole[^/]*$/.test(arn);

const objectOf = ({ partition }: Place, { bucket, key }: S3Revision) => `arn:${partition}:s3:::${bucket}/${key}`;

/** Roles that are there, behind the profiles that are not empty. */
const presentRoles = async (facts: Facts) =>
  (await facts.instanceRoles()).flatMap(({ role }) => (role?.exists ? [role] : []));

export const roleChecks: Check[] = [
  check('service-role-trust', 'roles', async (facts) => {
    const role = await facts.serviceRole();
    if (trusts(role, CODEDEPLOY)) return 'pass';
    return fail({
      role: role.name,
      services: role.services.join(', '),
      command: facts.place.command('roles', '--service-role', role.name),
    });
  }),
  check('service-role-policy', 'roles', async (facts) => {
    const role = await facts.serviceRole();
    if (!role.exists) return undefined;
    const missing = await role.without(NEEDED, '*');
    if (missing.length === 0) return 'pass';
    const policy = awsPolicy(facts.place, 'service-role/AWSCodeDeployRole');
    return fail({ role: role.name, actions: missing.join(', '), policy });
  }),
  check('service-role-launch', 'roles', async (facts) => {
    const info = await facts.group();
    if (info.deploymentStyle?.deploymentType !== 'BLUE_GREEN') return undefined;
    if (info.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action === 'DISCOVER_EXISTING')
      return undefined;
    const role = await facts.serviceRole();
    if (!role.exists) return undefined;
    const { partition, account } = facts.place;
    const [behind] = await presentRoles(facts);
    const passed = `arn:${partition}:iam::${account}:role/${behind?.name ?? '*'}`;
    const missing = [...(await role.without(NEEDED_TO_LAUNCH, '*')), ...(await role.without(['iam:PassRole'], passed))];
    if (missing.length === 0) return 'pass';
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: NEEDED_TO_LAUNCH, Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: passed,
          Condition: { StringEquals: { 'iam:PassedToService': `ec2.${domainOf(partition)}` } },
        },
      ],
    });
    return fail({ role: role.name, actions: missing.join(', '), document });
  }),
  check('service-role-ec2', 'roles', async (facts) => {
    const role = await facts.serviceRole();
    // That it does not trust CodeDeploy is the worse thing, and is said already.
    if (!trusts(role, CODEDEPLOY)) return undefined;
    return trusts(role, EC2)
      ? warn({ role: role.name, command: facts.place.command('roles', '--service-role', role.name) })
      : 'pass';
  }),
  check('service-role-on-instance', 'roles', async (facts) => {
    const roles = await presentRoles(facts);
    if (roles.length === 0) return undefined;
    for (const { name, attached } of roles) {
      const policy = attached.find(isServicePolicy);
      if (policy) return warn({ role: name, policy });
    }
    return 'pass';
  }),
  check('instance-profile', 'roles', async (facts) => {
    const all = await facts.instances();
    if (all.length === 0) return undefined;
    const without = all.filter(({ profile }) => !profile).map(({ id }) => id);
    if (without.length === 0) return 'pass';
    const instanceProfile = all.find(({ profile }) => profile)?.profile;
    return fail({ ...idsAs(without), each: without, instanceProfile, command: facts.place.command('roles') });
  }),
  check('instance-profile-role', 'roles', async (facts) => {
    const profiles = await facts.instanceRoles();
    if (profiles.length === 0) return undefined;
    const empty = profiles.find(({ role }) => !role?.exists);
    return empty
      ? fail({ instanceProfile: empty.profile, command: facts.place.command('roles', '--ec2-role', empty.profile) })
      : 'pass';
  }),
  check('instance-role-trust', 'roles', async (facts) => {
    const roles = await presentRoles(facts);
    if (roles.length === 0) return undefined;
    const wrong = roles.find((role) => !trusts(role, EC2));
    if (!wrong) return 'pass';
    return fail({
      role: wrong.name,
      services: wrong.services.join(', '),
      command: facts.place.command('roles', '--ec2-role', wrong.name),
    });
  }),
  check('instance-role-s3', 'roles', async (facts) => {
    const [roles, objects] = [await presentRoles(facts), await facts.objects()];
    if (roles.length === 0 || objects.length === 0) return undefined;
    for (const role of roles)
      for (const object of objects) {
        const resource = objectOf(facts.place, object);
        const missing = await role.without(
          ['s3:GetObject', ...(object.version ? ['s3:GetObjectVersion'] : [])],
          resource,
        );
        if (missing.length === 0) continue;
        const command = facts.place.command('roles', '--ec2-role', role.name, '--revision-bucket', object.bucket);
        return fail({ role: role.name, actions: missing.join(', '), resource, command });
      }
    return 'pass';
  }),
  check('role-boundary', 'roles', async (facts) => {
    const [service, roles, revision] = [await facts.serviceRole(), await presentRoles(facts), await facts.revision()];
    const objects = revision && isInS3(revision) ? objectOf(facts.place, revision) : undefined;
    const needs = [
      { role: service, actions: NEEDED, resource: '*' },
      ...roles.flatMap((role) => (objects ? [{ role, actions: ['s3:GetObject'], resource: objects }] : [])),
    ];
    return each(needs, async ({ role, actions, resource }) => {
      if (!role.boundary) return 'pass';
      const refused = await role.beyond(actions, resource);
      if (refused.length === 0) return 'pass';
      return fail({ role: role.name, boundary: role.boundary, actions: refused.join(', ') });
    });
  }),
];
