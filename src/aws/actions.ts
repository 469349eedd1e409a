// What an IAM policy must allow for each operation: the one table behind policies, refusals and what the doctor cannot see.
// Source: the "Actions defined by" tables of AWS's Service Authorization Reference, with their dependent actions.
import type { ServiceName } from './operations.ts';

const PREFIXES: Record<ServiceName, string> = {
  sts: 'sts',
  iam: 'iam',
  ec2: 'ec2',
  autoScaling: 'autoscaling',
  elb: 'elasticloadbalancing',
  codeDeploy: 'codedeploy',
  ssm: 'ssm',
  s3: 's3',
  cloudWatch: 'cloudwatch',
};

/** Who names a launch template must be allowed what a launch from it does. */
const LAUNCH = ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole'];

/** Where it is not just the action that is called as the operation is. */
const OTHERS: Record<string, string[]> = {
  'iam:createRole': ['iam:CreateRole', 'iam:TagRole'],
  'iam:createPolicy': ['iam:CreatePolicy', 'iam:TagPolicy'],
  'iam:createInstanceProfile': ['iam:CreateInstanceProfile', 'iam:TagInstanceProfile'],
  'iam:addRoleToInstanceProfile': ['iam:AddRoleToInstanceProfile', 'iam:PassRole'],
  'ec2:associateIamInstanceProfile': ['ec2:AssociateIamInstanceProfile', 'iam:PassRole'],
  'ec2:replaceIamInstanceProfileAssociation': ['ec2:ReplaceIamInstanceProfileAssociation', 'iam:PassRole'],
  'ec2:createImage': ['ec2:CreateImage', 'ec2:CreateTags'],
  'ec2:createLaunchTemplate': ['ec2:CreateLaunchTemplate', 'ec2:CreateTags'],
  'autoScaling:createAutoScalingGroup': [
    'autoscaling:CreateAutoScalingGroup',
    'autoscaling:CreateOrUpdateTags',
    'iam:CreateServiceLinkedRole',
    ...LAUNCH,
  ],
  'autoScaling:updateAutoScalingGroup': ['autoscaling:UpdateAutoScalingGroup', ...LAUNCH],
  'autoScaling:startInstanceRefresh': ['autoscaling:StartInstanceRefresh', ...LAUNCH],
  'elb:createTargetGroup': ['elasticloadbalancing:CreateTargetGroup', 'elasticloadbalancing:AddTags'],
  'codeDeploy:createApplication': ['codedeploy:CreateApplication', 'codedeploy:TagResource'],
  'codeDeploy:createDeploymentGroup': ['codedeploy:CreateDeploymentGroup', 'codedeploy:TagResource', 'iam:PassRole'],
  'codeDeploy:updateDeploymentGroup': ['codedeploy:UpdateDeploymentGroup', 'iam:PassRole'],
  'codeDeploy:createDeployment': [
    'codedeploy:CreateDeployment',
    'codedeploy:GetDeploymentConfig',
    'codedeploy:GetApplicationRevision',
    'codedeploy:RegisterApplicationRevision',
  ],
  'ssm:lookInside': ['ssm:SendCommand'],
  's3:headBucket': ['s3:ListBucket'],
  's3:listBuckets': ['s3:ListAllMyBuckets'],
  's3:listObjectsV2': ['s3:ListBucket'],
  's3:listObjectVersions': ['s3:ListBucketVersions'],
  // Who may not list gets 403 for what is not there.
  's3:headObject': ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
  's3:getObject': ['s3:GetObject', 's3:GetObjectVersion'],
  's3:deleteObject': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:deleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:createMultipartUpload': ['s3:PutObject'],
  's3:uploadPart': ['s3:PutObject'],
  's3:completeMultipartUpload': ['s3:PutObject'],
  's3:listMultipartUploads': ['s3:ListBucketMultipartUploads'],
  's3:listParts': ['s3:ListMultipartUploadParts'],
};

/** The first is always needed; further ones by some inputs (a role that is passed, tags, a version). */
export function actionsOf(service: string, operation: string): string[] {
  const prefix = PREFIXES[service as ServiceName] ?? service;
  return OTHERS[`${service}:${operation}`] ?? [`${prefix}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`];
}
