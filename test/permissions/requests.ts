// What IAM is asked for a call: each action with its real resource and the conditions that are known then.
import type { State } from '../../src/sandbox/state.ts';
import type { RecordedCall } from '../support/run.ts';

export interface Request {
  action: string;
  resource: string;
  context: Record<string, string | string[]>;
}

const REGION = 'ap-northeast-2';
export const ACCOUNT = '000000000000';
const arn = (service: string, path: string, { region = REGION, account = ACCOUNT } = {}) =>
  `arn:aws:${service}:${region}:${account}:${path}`;
const iam = (path: string) => arn('iam', path, { region: '' });
const made = (path: string) => arn('ec2', path, { account: '' });

interface Input {
  RoleName: string;
  PolicyName: string;
  PolicyArn: string;
  InstanceProfileName: string;
  IamInstanceProfile: { Name?: string };
  PermissionsBoundary?: string;
  Tags?: { Key: string; ResourceId?: string }[];
  InstanceId: string;
  InstanceIds: string[];
  Resources: string[];
  LaunchTemplateId?: string;
  LaunchTemplateName?: string;
  LaunchTemplate?: { LaunchTemplateId?: string };
  MixedInstancesPolicy?: { LaunchTemplate?: { LaunchTemplateSpecification?: { LaunchTemplateId?: string } } };
  AutoScalingGroupName: string;
  applicationName?: string;
  deploymentGroupName?: string;
  currentDeploymentGroupName?: string;
  deploymentGroupNames: string[];
  deploymentConfigName: string;
  deploymentId: string;
  deploymentIds: string[];
  serviceRoleArn?: string;
  resourceArn: string;
  ResourceArn: string;
  Name?: string;
  TargetGroupArn?: string;
  ListenerArn?: string;
  RuleArn?: string;
  SnapshotId?: string;
  ImageId?: string;
  tags?: unknown[];
  Bucket: string;
  Key: string;
  VersionId?: string;
  DocumentName: string;
}

/** `codeDeploy.getApplication` -> the requests of one call. */
export function requestsOf({ service, operation, input }: RecordedCall, state: State): Request[] {
  const i = input as Input;
  const ask = (action: string, resource = '*', context: Request['context'] = {}): Request => ({
    action,
    resource,
    context,
  });
  const Operation = operation.charAt(0).toUpperCase() + operation.slice(1);
  const role = (name: string) => iam(`role/${name}`);
  const pass = (name: string, to: string) => ask('iam:PassRole', role(name), { 'iam:PassedToService': to });
  const instance = (id: string) => arn('ec2', `instance/${id}`);
  const { instances, images, snapshots, templates } = state.ec2;
  const tagsOf = (id = '', key = 'aws:ResourceTag') =>
    Object.fromEntries(
      ((instances[id] ?? images[id] ?? snapshots[id] ?? templates[id])?.tags ?? []).map((tag) => [
        `${key}/${tag.key}`,
        tag.value,
      ]),
    );

  switch (service) {
    case 'sts':
      return [ask(`sts:${Operation}`)];
    case 'cloudWatch':
      // Metrics have no names that a policy could have.
      return [ask(`cloudwatch:${Operation}`, operation === 'describeAlarms' ? arn('cloudwatch', 'alarm:any') : '*')];
    case 'elb': {
      const action = `elasticloadbalancing:${Operation}`;
      if (operation.startsWith('describe')) return [ask(action)];
      if (operation === 'createTargetGroup') {
        const made = arn('elasticloadbalancing', `targetgroup/${i.Name}/0123456789abcdef`);
        return [
          ask(action, made),
          ask('elasticloadbalancing:AddTags', made, { 'elasticloadbalancing:CreateAction': 'CreateTargetGroup' }),
        ];
      }
      return [ask(action, i.TargetGroupArn ?? i.ListenerArn ?? i.RuleArn)];
    }
    case 'iam': {
      const action = `iam:${Operation}`;
      const also = i.Tags ? { Create: `iam:Tag${Operation.replace('Create', '')}` } : undefined;
      if (i.InstanceProfileName) {
        const resource = iam(`instance-profile/${i.InstanceProfileName}`);
        return [
          ask(action, resource),
          ...(also ? [ask(also.Create, resource)] : []),
          ...(operation === 'addRoleToInstanceProfile' ? [pass(i.RoleName, 'ec2.amazonaws.com')] : []),
        ];
      }
      if (i.RoleName)
        return [
          ask(action, role(i.RoleName), {
            ...(i.PermissionsBoundary && { 'iam:PermissionsBoundary': i.PermissionsBoundary }),
            ...(/achRolePolicy$/.test(operation) && { 'iam:PolicyARN': i.PolicyArn }),
          }),
          ...(also && operation === 'createRole' ? [ask(also.Create, role(i.RoleName))] : []),
        ];
      const resource = i.PolicyArn ?? iam(`policy/${i.PolicyName}`);
      return [ask(action, resource), ...(also && operation === 'createPolicy' ? [ask(also.Create, resource)] : [])];
    }
    case 'ec2': {
      const action = `ec2:${Operation}`;
      if (operation.startsWith('describe')) return [ask(action)];
      const template = (id = 'lt-0new') => arn('ec2', `launch-template/${id}`);
      if (operation === 'createTags' || operation === 'deleteTags')
        return i.Resources.map((id) =>
          ask(action, id.startsWith('i-') ? instance(id) : made(`image/${id}`), {
            'aws:TagKeys': (i.Tags ?? []).map(({ Key }) => Key),
          }),
        );
      if (operation === 'createImage')
        return [
          ...[instance(i.InstanceId), made('image/ami-0new'), made('snapshot/snap-0new')].map((each) =>
            ask(action, each),
          ),
          ...[made('image/ami-0new'), made('snapshot/snap-0new')].map((each) =>
            ask('ec2:CreateTags', each, { 'ec2:CreateAction': 'CreateImage' }),
          ),
        ];
      if (operation === 'deregisterImage') return [ask(action, made(`image/${i.ImageId}`), tagsOf(i.ImageId))];
      if (operation === 'deleteSnapshot') return [ask(action, made(`snapshot/${i.SnapshotId}`), tagsOf(i.SnapshotId))];
      if (operation === 'createLaunchTemplate')
        return [
          ask(action, template()),
          ask('ec2:CreateTags', template(), { 'ec2:CreateAction': 'CreateLaunchTemplate' }),
        ];
      if (operation === 'deleteLaunchTemplate')
        return [ask(action, template(i.LaunchTemplateId), tagsOf(i.LaunchTemplateId))];
      if (i.LaunchTemplateId || i.LaunchTemplateName)
        return [
          ask(
            action,
            template(
              i.LaunchTemplateId ??
                Object.values(state.ec2.templates).find(({ name }) => name === i.LaunchTemplateName)?.id,
            ),
          ),
        ];
      if (operation === 'associateIamInstanceProfile')
        return [
          ask(action, instance(i.InstanceId), tagsOf(i.InstanceId)),
          pass(i.IamInstanceProfile.Name ?? '', 'ec2.amazonaws.com'),
        ];
      return i.InstanceIds.map((id) => ask(action, instance(id)));
    }
    case 'autoScaling': {
      const action = `autoscaling:${Operation}`;
      if (operation.startsWith('describe')) return [ask(action)];
      const group = (name: string) =>
        arn('autoscaling', `autoScalingGroup:6f1c1d5e-0000-4000-8000-000000000000:autoScalingGroupName/${name}`);
      if (/Tags$/.test(operation)) return (i.Tags ?? []).map(({ ResourceId = '' }) => ask(action, group(ResourceId)));
      const launches =
        i.LaunchTemplate?.LaunchTemplateId ??
        i.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification?.LaunchTemplateId;
      return [
        ask(action, group(i.AutoScalingGroupName)),
        ...(operation === 'createAutoScalingGroup'
          ? [
              ask('autoscaling:CreateOrUpdateTags', group(i.AutoScalingGroupName)),
              ask(
                'iam:CreateServiceLinkedRole',
                role('aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
                { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' },
              ),
            ]
          : []),
        ...(launches ? launchRequests(launches, state) : []),
      ];
    }
    case 'codeDeploy': {
      const action = `codedeploy:${Operation}`;
      const application = (name = '') => arn('codedeploy', `application:${name}`);
      const group = (app = '', name = '') => arn('codedeploy', `deploymentgroup:${app}/${name}`);
      const config = (name: string) => arn('codedeploy', `deploymentconfig:${name}`);
      const ofDeployment = (id: string) => {
        const found = state.codeDeploy.deployments[id];
        return found ? [ask(action, group(found.application, found.group))] : [];
      };
      switch (operation) {
        case 'listApplications':
        case 'listDeploymentConfigs':
        case 'listGitHubAccountTokenNames':
        case 'listDeploymentTargets':
        case 'batchGetDeploymentTargets':
        case 'stopDeployment':
        case 'continueDeployment':
          return [ask(action)];
        case 'listTagsForResource':
        case 'tagResource':
          return [ask(action, i.ResourceArn)];
        case 'getDeploymentConfig':
        case 'createDeploymentConfig':
        case 'deleteDeploymentConfig':
          return [ask(action, config(i.deploymentConfigName))];
        case 'getDeployment':
          return ofDeployment(i.deploymentId);
        case 'batchGetDeployments':
          return i.deploymentIds.flatMap(ofDeployment);
        case 'batchGetDeploymentGroups':
          return i.deploymentGroupNames.map((name) => ask(action, group(i.applicationName, name)));
        case 'createDeploymentGroup':
        case 'updateDeploymentGroup': {
          const name = i.deploymentGroupName ?? i.currentDeploymentGroupName ?? '';
          const present = state.codeDeploy.groups[`${i.applicationName}/${name}`];
          const served = i.serviceRoleArn ?? (present?.settings.serviceRoleArn as string | undefined) ?? '';
          return [
            ask(action, group(i.applicationName, name)),
            ...(i.tags ? [ask('codedeploy:TagResource', group(i.applicationName, name))] : []),
            pass(served.split('/').at(-1) ?? '', 'codedeploy.amazonaws.com'),
          ];
        }
        case 'createDeployment':
          return [
            ask(action, group(i.applicationName, i.deploymentGroupName)),
            ask('codedeploy:GetDeploymentConfig', config(i.deploymentConfigName ?? 'CodeDeployDefault.OneAtATime')),
            ask('codedeploy:GetApplicationRevision', application(i.applicationName)),
            ask('codedeploy:RegisterApplicationRevision', application(i.applicationName)),
          ];
        default:
          return [
            ask(
              action,
              i.deploymentGroupName ? group(i.applicationName, i.deploymentGroupName) : application(i.applicationName),
            ),
            ...(i.tags ? [ask('codedeploy:TagResource', application(i.applicationName))] : []),
          ];
      }
    }
    case 'ssm': {
      if (!['sendCommand', 'lookInside'].includes(operation)) return [ask(`ssm:${Operation}`)];
      return [
        ask('ssm:SendCommand', arn('ssm', `document/${i.DocumentName}`)),
        ...i.InstanceIds.map((id) => ask('ssm:SendCommand', instance(id), tagsOf(id, 'ssm:resourceTag'))),
      ];
    }
    case 's3': {
      const bucket = `arn:aws:s3:::${i.Bucket}`;
      const object = `${bucket}/${i.Key}`;
      switch (operation) {
        case 'listBuckets':
          return [ask('s3:ListAllMyBuckets')];
        case 'headBucket':
          return [ask('s3:ListBucket', bucket)];
        case 'getBucketVersioning':
          return [ask('s3:GetBucketVersioning', bucket)];
        case 'listMultipartUploads':
          return [ask('s3:ListBucketMultipartUploads', bucket)];
        case 'headObject':
          return [
            ask(i.VersionId ? 's3:GetObjectVersion' : 's3:GetObject', object),
            // Turns the 403 for what is not there into a 404.
            ask('s3:ListBucket', bucket),
          ];
        case 'listParts':
          return [ask('s3:ListMultipartUploadParts', object)];
        case 'abortMultipartUpload':
          return [ask('s3:AbortMultipartUpload', object)];
        default:
          return [ask('s3:PutObject', object)];
      }
    }
    default:
      throw new Error(`Nothing is known of ${service}.${operation}.`);
  }
}

/** Auto Scaling asks for the caller whether he could launch from the template himself. */
function launchRequests(templateId: string, state: State): Request[] {
  const context = { 'ec2:LaunchTemplate': arn('ec2', `launch-template/${templateId}`) };
  const template =
    state.ec2.templates[templateId] ?? Object.values(state.ec2.templates).find(({ id }) => id === templateId);
  const data = template?.versions.at(-1)?.data as { IamInstanceProfile?: { Name?: string; Arn?: string } } | undefined;
  const profile = data?.IamInstanceProfile?.Name ?? data?.IamInstanceProfile?.Arn?.split('/').at(-1);
  const own = ['instance/*', 'network-interface/*', 'security-group/sg-0a', 'subnet/subnet-0a', 'volume/*'];
  return [...own.map((path) => arn('ec2', path.replace('*', 'new'))), made('image/ami-0a')]
    .map((resource): Request => ({ action: 'ec2:RunInstances', resource, context }))
    .concat(
      {
        action: 'ec2:CreateTags',
        resource: arn('ec2', 'instance/new'),
        context: { 'ec2:CreateAction': 'RunInstances' },
      },
      ...(profile
        ? [
            {
              action: 'iam:PassRole',
              resource: iam(`role/${profile}`),
              context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
            },
          ]
        : []),
    );
}
