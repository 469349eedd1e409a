// What each command needs of which statement. Recorded, not written: npx vitest run test/permissions -u
// biome-ignore-all format: recorded, a line for each statement.
import type { BlockName } from '../aws/policies.ts';

type Needs = Partial<Record<BlockName, string>>;

const table = {
  ami: {
    reads: {
      InSource: 'ssm:SendCommand',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeAutoScalingInstances codedeploy:ListApplications ec2:DescribeIamInstanceProfileAssociations ec2:DescribeImages ec2:DescribeInstances ec2:DescribeSnapshots elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth s3:ListAllMyBuckets ssm:DescribeInstanceInformation ssm:ListCommandInvocations sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
      Shell: 'ssm:SendCommand',
    },
    writes: {
      Image: 'ec2:CreateImage',
      InstallAgent: 'ssm:SendCommand',
      OwnMarks: 'ec2:CreateTags ec2:DeleteTags',
      PassEc2Role: 'iam:PassRole',
      SourceInstance: 'ec2:AssociateIamInstanceProfile ec2:StartInstances ec2:StopInstances',
      TagImage: 'ec2:CreateTags',
    },
  },
  'ami show': {
    reads: {
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups ec2:DescribeImages ec2:DescribeInstances sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {},
  },
  app: {
    reads: {
      Application: 'codedeploy:GetApplication',
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {
      Application: 'codedeploy:CreateApplication codedeploy:TagResource',
    },
  },
  'app show': {
    reads: {
      Application: 'codedeploy:GetApplication',
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {},
  },
  asg: {
    reads: {
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes autoscaling:DescribeScalingActivities ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates ec2:DescribeSubnets ec2:DescribeVpcs elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth s3:ListAllMyBuckets sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {
      AutoScalingGroup: 'autoscaling:CreateAutoScalingGroup autoscaling:CreateOrUpdateTags autoscaling:StartInstanceRefresh autoscaling:UpdateAutoScalingGroup',
      AutoScalingItself: 'iam:CreateServiceLinkedRole',
      Launch: 'ec2:RunInstances',
      PassEc2Role: 'iam:PassRole',
      TagLaunched: 'ec2:CreateTags',
    },
  },
  'asg hook repair': {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeLifecycleHooks codedeploy:ListApplications sts:GetCallerIdentity',
    },
    writes: {
      AutoScalingGroup: 'autoscaling:CreateOrUpdateTags autoscaling:DeleteTags',
      Group: 'codedeploy:UpdateDeploymentGroup',
      PassServiceRole: 'iam:PassRole',
    },
  },
  'asg hook restore': {
    reads: {
      Group: 'codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeLifecycleHooks ec2:DescribeInstances sts:GetCallerIdentity',
    },
    writes: {
      AutoScalingGroup: 'autoscaling:DeleteTags',
      Group: 'codedeploy:UpdateDeploymentGroup',
      PassServiceRole: 'iam:PassRole',
    },
  },
  'asg hook status': {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Group: 'codedeploy:BatchGetDeploymentGroups',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeLifecycleHooks autoscaling:DescribeScalingActivities codedeploy:ListApplications sts:GetCallerIdentity',
    },
    writes: {},
  },
  'asg hook suspend': {
    reads: {
      Group: 'codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
    },
    writes: {
      AutoScalingGroup: 'autoscaling:CreateOrUpdateTags',
      Group: 'codedeploy:UpdateDeploymentGroup',
      PassServiceRole: 'iam:PassRole',
    },
  },
  'asg rescue': {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Bucket: 's3:ListBucket',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:BatchGetDeployments codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeLifecycleHooks autoscaling:DescribeScalingActivities cloudwatch:DescribeAlarms codedeploy:BatchGetDeploymentTargets codedeploy:ListApplications codedeploy:ListDeploymentTargets elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
      Revisions: 's3:GetObjectVersion',
    },
    writes: {
      Application: 'codedeploy:GetApplicationRevision codedeploy:RegisterApplicationRevision',
      AutoScalingGroup: 'autoscaling:CreateOrUpdateTags autoscaling:DeleteTags autoscaling:UpdateAutoScalingGroup',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:CreateDeployment codedeploy:UpdateDeploymentGroup',
      PassServiceRole: 'iam:PassRole',
    },
  },
  'asg show': {
    reads: {
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {},
  },
  bluegreen: {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Bucket: 's3:ListBucket',
      Colours: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes autoscaling:DescribePolicies autoscaling:DescribeScalingActivities cloudwatch:DescribeAlarms cloudwatch:GetMetricData codedeploy:BatchGetDeploymentTargets codedeploy:ListApplications codedeploy:ListDeploymentTargets ec2:DescribeSubnets elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth sts:GetCallerIdentity',
      OtherGroups: 'codedeploy:BatchGetDeploymentGroups',
      Revisions: 's3:GetObject s3:GetObjectVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {
      Application: 'codedeploy:GetApplicationRevision codedeploy:RegisterApplicationRevision',
      AutoScalingGroup: 'autoscaling:CreateOrUpdateTags autoscaling:DeleteTags autoscaling:ResumeProcesses autoscaling:SuspendProcesses autoscaling:UpdateAutoScalingGroup',
      AutoScalingItself: 'iam:CreateServiceLinkedRole',
      Colours: 'codedeploy:CreateDeployment codedeploy:CreateDeploymentGroup codedeploy:TagResource',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:UpdateDeploymentGroup',
      Launch: 'ec2:RunInstances',
      PassEc2Role: 'iam:PassRole',
      PassServiceRole: 'iam:PassRole',
      TagLaunched: 'ec2:CreateTags',
      TagTargetGroup: 'elasticloadbalancing:AddTags',
      Traffic: 'elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyRule',
      Twin: 'autoscaling:AttachLoadBalancerTargetGroups autoscaling:CreateAutoScalingGroup autoscaling:CreateOrUpdateTags autoscaling:DeleteTags autoscaling:PutScalingPolicy autoscaling:ResumeProcesses autoscaling:SuspendProcesses autoscaling:UpdateAutoScalingGroup',
      TwinTargetGroup: 'elasticloadbalancing:CreateTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes',
    },
  },
  'bluegreen abort': {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Colours: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeScalingActivities codedeploy:ListApplications elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth sts:GetCallerIdentity',
      OtherGroups: 'codedeploy:BatchGetDeploymentGroups',
    },
    writes: {
      AutoScalingGroup: 'autoscaling:CreateOrUpdateTags autoscaling:DeleteTags autoscaling:ResumeProcesses',
      Traffic: 'elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyRule',
      Twin: 'autoscaling:ResumeProcesses autoscaling:UpdateAutoScalingGroup',
    },
  },
  'bluegreen finish': {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Colours: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeScalingActivities codedeploy:ListApplications elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth sts:GetCallerIdentity',
      OtherGroups: 'codedeploy:BatchGetDeploymentGroups',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {
      AutoScalingGroup: 'autoscaling:DeleteTags autoscaling:ResumeProcesses autoscaling:UpdateAutoScalingGroup',
      Colours: 'codedeploy:CreateDeploymentGroup codedeploy:TagResource',
      Group: 'codedeploy:UpdateDeploymentGroup',
      PassServiceRole: 'iam:PassRole',
      Twin: 'autoscaling:ResumeProcesses autoscaling:UpdateAutoScalingGroup',
    },
  },
  'bluegreen status': {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Colours: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:ListApplications elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth sts:GetCallerIdentity',
      OtherGroups: 'codedeploy:BatchGetDeploymentGroups',
    },
    writes: {},
  },
  'bluegreen switch': {
    reads: {
      Application: 'codedeploy:ListDeploymentGroups',
      Colours: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:ListApplications elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth sts:GetCallerIdentity',
      OtherGroups: 'codedeploy:BatchGetDeploymentGroups',
    },
    writes: {
      AutoScalingGroup: 'autoscaling:CreateOrUpdateTags',
      Traffic: 'elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyRule',
    },
  },
  deploy: {
    reads: {
      Application: 'codedeploy:GetApplication',
      Bucket: 's3:GetBucketVersioning s3:ListBucket',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:BatchGetDeployments codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      InServers: 'ssm:SendCommand',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribePolicies autoscaling:DescribeScheduledActions cloudwatch:DescribeAlarms codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets ec2:DescribeInstances ssm:DescribeInstanceInformation ssm:ListCommandInvocations sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      ReadPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Revisions: 's3:GetObject s3:GetObjectVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
      Shell: 'ssm:SendCommand',
    },
    writes: {
      Application: 'codedeploy:GetApplicationRevision codedeploy:RegisterApplicationRevision',
      Group: 'codedeploy:CreateDeployment',
      Upload: 's3:PutObject',
    },
  },
  'deploy continue': {
    reads: {
      Group: 'codedeploy:BatchGetDeployments codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets sts:GetCallerIdentity',
    },
    writes: {
      Deployments: 'codedeploy:ContinueDeployment',
    },
  },
  'deploy list': {
    reads: {
      Group: 'codedeploy:BatchGetDeployments codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {},
  },
  'deploy push': {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:GetApplicationRevision',
      Bucket: 's3:GetBucketVersioning s3:ListBucket s3:ListBucketMultipartUploads',
      Look: 'autoscaling:DescribeAutoScalingGroups s3:ListAllMyBuckets sts:GetCallerIdentity',
      Revisions: 's3:GetObject',
      Upload: 's3:ListMultipartUploadParts',
    },
    writes: {
      Application: 'codedeploy:RegisterApplicationRevision',
      Upload: 's3:AbortMultipartUpload s3:PutObject',
    },
  },
  'deploy report': {
    reads: {
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets sts:GetCallerIdentity',
    },
    writes: {},
  },
  'deploy rollback': {
    reads: {
      Application: 'codedeploy:GetApplication',
      Group: 'codedeploy:BatchGetDeployments codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      InServers: 'ssm:SendCommand',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets ec2:DescribeInstances ssm:DescribeInstanceInformation ssm:ListCommandInvocations sts:GetCallerIdentity',
      Shell: 'ssm:SendCommand',
    },
    writes: {
      Application: 'codedeploy:GetApplicationRevision codedeploy:RegisterApplicationRevision',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:CreateDeployment',
    },
  },
  'deploy show': {
    reads: {
      Group: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets sts:GetCallerIdentity',
    },
    writes: {},
  },
  'deploy stop': {
    reads: {
      Group: 'codedeploy:BatchGetDeployments codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets sts:GetCallerIdentity',
    },
    writes: {
      Deployments: 'codedeploy:StopDeployment',
    },
  },
  'deploy watch': {
    reads: {
      Group: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets sts:GetCallerIdentity',
    },
    writes: {},
  },
  destroy: {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:ListDeploymentGroups codedeploy:ListTagsForResource',
      Colours: 'codedeploy:GetDeploymentGroup codedeploy:ListDeployments codedeploy:ListTagsForResource',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeploymentGroup codedeploy:ListDeployments codedeploy:ListTagsForResource',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:ListApplications codedeploy:ListDeploymentConfigs ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates ec2:DescribeSnapshots elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTags elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
      OtherGroups: 'codedeploy:BatchGetDeploymentGroups',
      OwnPolicies: 'iam:GetPolicy iam:ListEntitiesForPolicy iam:ListPolicyVersions',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies iam:ListInstanceProfilesForRole iam:ListRolePolicies',
    },
    writes: {
      Application: 'codedeploy:DeleteApplication',
      AutoScalingGroup: 'autoscaling:DeleteAutoScalingGroup autoscaling:DeleteTags',
      Colours: 'codedeploy:DeleteDeploymentGroup',
      Group: 'codedeploy:DeleteDeploymentGroup',
      InstanceProfile: 'iam:DeleteInstanceProfile iam:RemoveRoleFromInstanceProfile',
      OwnConfigs: 'codedeploy:DeleteDeploymentConfig',
      OwnImages: 'ec2:DeleteSnapshot ec2:DeregisterImage',
      OwnPolicies: 'iam:DeletePolicy iam:DeletePolicyVersion',
      OwnTemplate: 'ec2:DeleteLaunchTemplate',
      RolePolicies: 'iam:DetachRolePolicy',
      Roles: 'iam:DeleteRole',
      Template: 'ec2:DeleteLaunchTemplateVersions',
      Traffic: 'elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyRule',
      Twin: 'autoscaling:DeleteAutoScalingGroup',
      TwinTargetGroup: 'elasticloadbalancing:DeleteTargetGroup',
    },
  },
  doctor: {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:ListDeploymentGroups',
      Bucket: 's3:GetBucketVersioning s3:ListBucket',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      InServers: 'ssm:SendCommand',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes autoscaling:DescribeLifecycleHooks autoscaling:DescribeScalingActivities cloudwatch:DescribeAlarms codedeploy:ListApplications ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth ssm:DescribeInstanceInformation ssm:ListCommandInvocations sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      ReadPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Revisions: 's3:GetObjectVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
      Shell: 'ssm:SendCommand',
    },
    writes: {},
  },
  explain: {
    reads: {
      Group: 'codedeploy:GetDeployment',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets sts:GetCallerIdentity',
    },
    writes: {},
  },
  'export cli': {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:ListDeploymentGroups codedeploy:ListTagsForResource',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:GetDeploymentGroup codedeploy:ListTagsForResource',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies iam:ListRolePolicies',
    },
    writes: {},
  },
  'export cloudformation': {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:ListDeploymentGroups codedeploy:ListTagsForResource',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:GetDeploymentGroup codedeploy:ListTagsForResource',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies iam:ListRolePolicies',
    },
    writes: {},
  },
  'export codebuild': {
    reads: {
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {},
  },
  'export github-actions': {
    reads: {
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {},
  },
  'export gitlab': {
    reads: {
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {},
  },
  'export policy': {
    reads: {
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {},
  },
  'export terraform': {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:ListDeploymentGroups codedeploy:ListTagsForResource',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:GetDeploymentGroup codedeploy:ListTagsForResource',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies iam:ListRolePolicies',
    },
    writes: {},
  },
  group: {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:ListDeploymentGroups',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:GetDeploymentGroup',
      InServers: 'ssm:SendCommand',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes autoscaling:DescribePolicies autoscaling:DescribeScheduledActions cloudwatch:DescribeAlarms codedeploy:ListApplications ec2:DescribeIamInstanceProfileAssociations ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates elasticloadbalancing:DescribeTargetGroups s3:ListAllMyBuckets ssm:DescribeInstanceInformation ssm:ListCommandInvocations sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      ReadPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
      Shell: 'ssm:SendCommand',
    },
    writes: {
      Group: 'codedeploy:CreateDeploymentGroup codedeploy:TagResource codedeploy:UpdateDeploymentGroup',
      InstallAgent: 'ssm:SendCommand',
      OwnConfigs: 'codedeploy:CreateDeploymentConfig',
      PassEc2Role: 'iam:PassRole',
      PassServiceRole: 'iam:PassRole',
      TaggedInstances: 'ec2:AssociateIamInstanceProfile',
    },
  },
  'group leftovers': {
    reads: {
      Group: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
    },
    writes: {
      Leftovers: 'autoscaling:DeleteAutoScalingGroup',
    },
  },
  'group show': {
    reads: {
      Application: 'codedeploy:GetApplication',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:GetDeploymentGroup',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates elasticloadbalancing:DescribeTargetGroups sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {},
  },
  init: {
    reads: {
      Application: 'codedeploy:GetApplication',
      Bucket: 's3:GetBucketVersioning s3:ListBucket',
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes codedeploy:ListApplications ec2:DescribeIamInstanceProfileAssociations ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth s3:ListAllMyBuckets ssm:DescribeInstanceInformation sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Revisions: 's3:GetObject',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {},
  },
  logs: {
    reads: {
      Group: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      InServers: 'ssm:SendCommand',
      Look: 'autoscaling:DescribeAutoScalingGroups codedeploy:BatchGetDeploymentTargets codedeploy:ListDeploymentTargets ec2:DescribeInstances ssm:DescribeInstanceInformation ssm:GetCommandInvocation ssm:ListCommandInvocations sts:GetCallerIdentity',
      Shell: 'ssm:SendCommand',
    },
    writes: {},
  },
  roles: {
    reads: {
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups s3:ListAllMyBuckets sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion iam:ListPolicyVersions',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {
      CreateRoles: 'iam:CreateRole',
      InstanceProfile: 'iam:AddRoleToInstanceProfile iam:CreateInstanceProfile iam:RemoveRoleFromInstanceProfile iam:TagInstanceProfile',
      OwnPolicies: 'iam:CreatePolicy iam:CreatePolicyVersion iam:DeletePolicyVersion iam:TagPolicy',
      PassEc2Role: 'iam:PassRole',
      RolePolicies: 'iam:AttachRolePolicy',
      Roles: 'iam:TagRole iam:UpdateAssumeRolePolicy',
    },
  },
  'roles show': {
    reads: {
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {},
  },
  'session-check': {
    reads: {
      Configs: 'codedeploy:GetDeploymentConfig',
      Group: 'codedeploy:GetDeployment codedeploy:GetDeploymentGroup',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes ec2:DescribeInstances elasticloadbalancing:DescribeLoadBalancerAttributes elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth sts:GetCallerIdentity',
    },
    writes: {},
  },
  status: {
    reads: {
      Application: 'codedeploy:GetApplication codedeploy:ListDeploymentGroups',
      Bucket: 's3:ListBucket',
      Colours: 'codedeploy:GetDeploymentGroup',
      Group: 'codedeploy:BatchGetDeploymentGroups codedeploy:BatchGetDeployments codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:ListDeployments',
      InServers: 'ssm:SendCommand',
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups autoscaling:DescribeInstanceRefreshes autoscaling:DescribeLifecycleHooks autoscaling:DescribeScalingActivities cloudwatch:DescribeAlarms codedeploy:ListApplications codedeploy:ListDeploymentTargets ec2:DescribeIamInstanceProfileAssociations ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates elasticloadbalancing:DescribeTargetGroups ssm:DescribeInstanceInformation ssm:ListCommandInvocations sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Revisions: 's3:GetObject',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
      Shell: 'ssm:SendCommand',
    },
    writes: {},
  },
  template: {
    reads: {
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates ec2:DescribeSecurityGroups s3:ListAllMyBuckets sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {
      TagTemplate: 'ec2:CreateTags',
      Template: 'ec2:CreateLaunchTemplate ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate',
    },
  },
  'template show': {
    reads: {
      InstanceProfile: 'iam:GetInstanceProfile',
      Look: 'autoscaling:DescribeAutoScalingGroups ec2:DescribeImages ec2:DescribeInstances ec2:DescribeLaunchTemplateVersions ec2:DescribeLaunchTemplates sts:GetCallerIdentity',
      OwnPolicies: 'iam:GetPolicy iam:GetPolicyVersion',
      Roles: 'iam:GetRole iam:ListAttachedRolePolicies',
    },
    writes: {},
  },
} satisfies Record<string, { reads: Needs; writes: Needs }>;

export type CommandName = keyof typeof table;

/** `writes`: what only its writes need. */
export const needed: Record<CommandName, { reads: Needs; writes: Needs }> = table;
