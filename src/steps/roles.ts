// Step 1: what instances may read, the role and profile that give it to them, and the role that the CodeDeploy service itself uses.
import { unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { confirm, select, text } from '../engine/question.ts';
import { type Line, line } from '../engine/resource.ts';
import { instanceProfile } from '../resources/instance-profile.ts';
import { launchPolicyOf, managedPolicy, policyArn } from '../resources/managed-policy.ts';
import type { PolicyDocument } from '../resources/policy-document.ts';
import { type FoundRole, role, roleArn } from '../resources/role.ts';
import { named, project } from './project.ts';
import * as rules from './rules.ts';
import { type Look, step } from './step.ts';

export const ec2Role = text<Look>('ec2Role', { check: rules.roleName, suggest: named((name) => `${name}-ec2`) });
export const ec2Policy = text<Look>('ec2Policy', {
  check: rules.policyName,
  suggest: named((name) => `${name}-ec2-s3`),
});
export const serviceRole = text<Look>('serviceRole', {
  check: rules.roleName,
  suggest: named((name) => `${name}-codedeploy`),
});

export const revisionBucket = text<Look, string | undefined>('revisionBucket', {
  optional: true,
  check: rules.bucketName,
  ahead: true,
  when: ({ want }) => want.s3Access !== 'all',
  suggest: async ({ place }) => {
    const names = await buckets(await place());
    return names.length === 1 ? { value: names[0]!, from: 'onlyOne' } : undefined;
  },
  choices: async ({ place }) => (await buckets(await place())).map((name) => ({ value: name, label: name })),
});

const s3Access = select<Look, 'bucket' | 'all'>('s3Access', ['bucket', 'all'], {
  quiet: true,
  suggest: () => ({ value: 'bucket', from: 'default' }),
});
const ssm = confirm<Look>('ssm', { suggest: () => ({ value: true, from: 'default' }) });
const permissionsBoundary = text<Look, string | undefined>('permissionsBoundary', {
  optional: true,
  quiet: true,
  check: rules.policyArn,
});

/** CodeDeploy's own blue/green copies the Auto Scaling group, for which its role needs more. */
const deploymentType = select<Look, 'in-place' | 'blue-green' | undefined>(
  'deploymentType',
  ['in-place', 'blue-green'],
  {
    optional: true,
    quiet: true,
  },
);

/** Names of the account's buckets; who may not list them can still name one. */
export const buckets = (place: Place) =>
  place.once('buckets', async () => {
    const all = await unless('AccessDenied', () =>
      allPages(
        (ContinuationToken) => place.aws.s3.listBuckets({ ContinuationToken }),
        ({ Buckets }) => Buckets,
        ({ ContinuationToken }) => ContinuationToken,
      ),
    );
    return (all ?? []).map(({ Name = '' }) => Name);
  });

export const roles = step('roles', {
  needs: {},
  asks: {
    project,
    ec2Role,
    ec2Policy,
    serviceRole,
    s3Access,
    revisionBucket,
    ssm,
    permissionsBoundary,
    deploymentType,
  },
  resources(place, want) {
    if (want.ec2Role.toLowerCase() === want.serviceRole.toLowerCase()) {
      throw new WizardError('invalidValue', { where: '--service-role', value: want.serviceRole, rule: 'twoRoles' });
    }
    const owner = { project: want.project, step: 'roles' };
    const managed = (name: string) => `arn:${place.partition}:iam::aws:policy/${name}`;
    const { permissionsBoundary } = want;
    const launch = launchPolicyOf(want.serviceRole);
    const copies = want.deploymentType === 'blue-green';
    return {
      policy: {
        ...managedPolicy(place, owner, want.ec2Policy, readRevisions(place, want)),
        notes: () => (want.s3Access === 'all' ? [line('readsEveryBucket', {})] : []),
      },
      instance: role(place, owner, want.ec2Role, {
        service: 'ec2.amazonaws.com',
        policies: [policyArn(place, want.ec2Policy), ...(want.ssm ? [managed('AmazonSSMManagedInstanceCore')] : [])],
        permissionsBoundary,
        notes: (found) => instanceRoleNotes(want.ec2Role, found),
      }),
      profile: instanceProfile(place, owner, want.ec2Role, want.ec2Role),
      ...(copies && {
        launch: {
          ...managedPolicy(place, owner, launch, launchLike(roleArn(place, want.ec2Role))),
          notes: () => [line('launchPolicyExplained', { policy: launch })],
        },
      }),
      service: role(place, owner, want.serviceRole, {
        service: 'codedeploy.amazonaws.com',
        policies: [managed('service-role/AWSCodeDeployRole'), ...(copies ? [policyArn(place, launch)] : [])],
        permissionsBoundary,
        notes: (found) => serviceRoleNotes(want.serviceRole, found),
      }),
    };
  },
  gives: {
    ec2RoleArn: ({ instance }) => instance?.arn,
    instanceProfileArn: ({ profile }) => profile?.arn,
    serviceRoleArn: ({ service }) => service?.arn,
  },
});

/** What an instance needs to download a revision. Without a bucket it is only the agent's own, which public GitHub revisions do with. */
function readRevisions(
  place: Place,
  { s3Access, revisionBucket }: { s3Access: string; revisionBucket?: string },
): PolicyDocument {
  const arn = (path: string) => `arn:${place.partition}:s3:::${path}`;
  const objects = (path: string) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:GetObjectVersion'],
    Resource: arn(path),
  });
  if (s3Access === 'all')
    return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: '*' }] };
  return {
    Version: '2012-10-17',
    Statement: [
      ...(revisionBucket
        ? [
            objects(`${revisionBucket}/*`),
            // Turns the 403 for a missing key into a 404, which says what is wrong.
            { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: arn(revisionBucket) },
          ]
        : []),
      objects(`aws-codedeploy-${place.region}/*`),
    ],
  };
}

/** To launch from a template with the instance profile: AWSCodeDeployRole does not contain it. */
const launchLike = (passed: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['ec2:RunInstances', 'ec2:CreateTags'], Resource: '*' },
    { Effect: 'Allow', Action: ['iam:PassRole'], Resource: passed },
  ],
});

/** AWSCodeDeployRole is for the service; on an instance it is the common mistake that only seems to help. */
function instanceRoleNotes(name: string, found: FoundRole | undefined): Line[] {
  const misplaced = found?.attached.find((arn) => /\/AWSCodeDeployRole/.test(arn));
  return misplaced ? [line('serviceRoleOnInstance', { role: name, policy: misplaced.split('/').at(-1) ?? '' })] : [];
}

function serviceRoleNotes(name: string, found: FoundRole | undefined): Line[] {
  if (!found) return [line('serviceRoleIsForCodeDeploy', { role: name })];
  return found.services.some((service) => service.startsWith('ec2.'))
    ? [line('serviceRoleTrustsEc2', { role: name })]
    : [];
}
