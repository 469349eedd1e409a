// What the caller is allowed, statement by statement: the narrowest resources and conditions that each action works with.
// Source: AWS's Service Authorization Reference; what has no resource of its own there must stand on "*".

export interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface Policy {
  Version: '2012-10-17';
  Statement: Statement[];
}

/** What the statements are about. */
export interface Names {
  partition: string;
  region: string;
  account: string;
  project?: string;
  ec2Role?: string;
  ec2Policy?: string;
  serviceRole?: string;
  permissionsBoundary?: string;
  sourceInstance?: string;
  asg?: string;
  /** Of blue/green: the second Auto Scaling group, and its target group. */
  twin?: string;
  twinTargetGroup?: string;
  /** As `Key=Value`: where instances are found by tags. */
  tags?: string[];
  application?: string;
  group?: string;
  bucket?: string;
  key?: string;
}

interface Block {
  actions: string;
  on(names: Known): string | string[];
  when?(names: Known): Statement['Condition'] | undefined;
}

/** With `*` for each name that is not known. */
type Known = Names & Required<Omit<Names, 'permissionsBoundary' | 'tags' | 'key'>>;

/** What is not known of these is every one of its kind. */
export const NAMES = [
  'project',
  'ec2Role',
  'ec2Policy',
  'serviceRole',
  'sourceInstance',
  'asg',
  'twin',
  'twinTargetGroup',
  'application',
  'group',
  'bucket',
] as const;

const iam = ({ partition, account }: Names, path: string) => `arn:${partition}:iam::${account}:${path}`;
const ec2 = ({ partition, region, account }: Names, path: string) =>
  `arn:${partition}:ec2:${region}:${account}:${path}`;
/** Images and snapshots have no account in their names. */
const made = ({ partition, region }: Names, path: string) => `arn:${partition}:ec2:${region}::${path}`;
const codeDeploy = ({ partition, region, account }: Names, path: string) =>
  `arn:${partition}:codedeploy:${region}:${account}:${path}`;
/** AWS's own have no account in some of its tables, and one in others; nobody else's name may begin like theirs. */
const document = ({ partition, region }: Names, name: string) => `arn:${partition}:ssm:${region}:*:document/${name}`;
const elb = ({ partition, region, account }: Names, path: string) =>
  `arn:${partition}:elasticloadbalancing:${region}:${account}:${path}`;
const scaled = ({ partition, region, account }: Names, asg: string) =>
  `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${asg}`;
const s3 = ({ partition }: Names, path: string) => `arn:${partition}:s3:::${path}`;
/** The second one lets CodeDeploy copy an Auto Scaling group, for its own blue/green. */
const policies = (names: Known) =>
  [names.ec2Policy, `${names.serviceRole}-launch`].map((name) => iam(names, `policy/${name}`));
const roles = (names: Known) => [iam(names, `role/${names.ec2Role}`), iam(names, `role/${names.serviceRole}`)];

const on = (action: string) => ({ StringEquals: { 'ec2:CreateAction': action } });
const tagged = ({ project }: Known) => ({ StringLike: { 'aws:ResourceTag/codedeploy-wizard:project': project } });
/** Without the second condition a request that names no tag would pass: that one deletes all. */
const ownTags = {
  'ForAllValues:StringLike': { 'aws:TagKeys': 'codedeploy-wizard:*' },
  Null: { 'aws:TagKeys': 'false' },
};

/** Of those that allow a request the first is taken: the narrower stand before the wider. */
export const blocks = {
  Look: {
    actions: `
      sts:GetCallerIdentity ec2:DescribeInstances ec2:DescribeImages ec2:DescribeSnapshots ec2:DescribeLaunchTemplates
      ec2:DescribeLaunchTemplateVersions ec2:DescribeIamInstanceProfileAssociations ec2:DescribeSubnets
      ec2:DescribeVpcs ec2:DescribeSecurityGroups ec2:DescribeKeyPairs autoscaling:DescribeAutoScalingGroups
      autoscaling:DescribeAutoScalingInstances autoscaling:DescribeScalingActivities
      autoscaling:DescribeInstanceRefreshes autoscaling:DescribeLifecycleHooks autoscaling:DescribePolicies
      autoscaling:DescribeScheduledActions autoscaling:DescribeWarmPool elasticloadbalancing:DescribeTargetGroups
      elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeTargetHealth
      elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes
      elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTags cloudwatch:DescribeAlarms cloudwatch:GetMetricData
      ssm:DescribeInstanceInformation ssm:ListCommandInvocations ssm:GetCommandInvocation codedeploy:ListApplications
      codedeploy:ListDeploymentConfigs codedeploy:ListGitHubAccountTokenNames codedeploy:ListDeploymentTargets
      codedeploy:BatchGetDeploymentTargets codedeploy:GetDeploymentTarget s3:ListAllMyBuckets`,
    on: () => '*',
  },
  Roles: {
    actions: `
      iam:GetRole iam:ListAttachedRolePolicies iam:ListRolePolicies iam:GetRolePolicy iam:TagRole
      iam:UpdateAssumeRolePolicy iam:DeleteRole iam:ListInstanceProfilesForRole`,
    on: roles,
  },
  CreateRoles: {
    actions: 'iam:CreateRole',
    on: roles,
    when: ({ permissionsBoundary: boundary }) =>
      boundary === undefined ? undefined : { StringEquals: { 'iam:PermissionsBoundary': boundary } },
  },
  RolePolicies: {
    actions: 'iam:AttachRolePolicy iam:DetachRolePolicy',
    on: roles,
    when: (names) => ({
      ArnEquals: {
        'iam:PolicyARN': [
          ...policies(names),
          ...['AmazonSSMManagedInstanceCore', 'service-role/AWSCodeDeployRole'].map(
            (policy) => `arn:${names.partition}:iam::aws:policy/${policy}`,
          ),
        ],
      },
    }),
  },
  OwnPolicies: {
    actions: `
      iam:GetPolicy iam:GetPolicyVersion iam:ListPolicyVersions iam:CreatePolicy iam:TagPolicy iam:CreatePolicyVersion
      iam:DeletePolicyVersion iam:DeletePolicy iam:ListEntitiesForPolicy`,
    on: policies,
  },
  ReadPolicies: {
    // Whatever else is attached to the roles.
    actions: 'iam:GetPolicy iam:GetPolicyVersion',
    on: (names) => [iam(names, 'policy/*'), `arn:${names.partition}:iam::aws:policy/*`],
  },
  InstanceProfile: {
    actions: `
      iam:GetInstanceProfile iam:CreateInstanceProfile iam:TagInstanceProfile iam:AddRoleToInstanceProfile
      iam:RemoveRoleFromInstanceProfile iam:DeleteInstanceProfile`,
    on: (names) => iam(names, `instance-profile/${names.ec2Role}`),
  },
  PassEc2Role: {
    actions: 'iam:PassRole',
    on: (names) => iam(names, `role/${names.ec2Role}`),
    when: () => ({ StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } }),
  },
  PassServiceRole: {
    actions: 'iam:PassRole',
    on: (names) => iam(names, `role/${names.serviceRole}`),
    // The Regional names, and those of China.
    when: () => ({ StringLike: { 'iam:PassedToService': 'codedeploy.*' } }),
  },
  TaggedInstances: {
    actions: 'ec2:AssociateIamInstanceProfile',
    on: (names) => ec2(names, 'instance/*'),
    when: (names) => byTag(names, 'aws:ResourceTag'),
  },
  SourceInstance: {
    actions: 'ec2:StopInstances ec2:StartInstances ec2:AssociateIamInstanceProfile',
    on: (names) => ec2(names, `instance/${names.sourceInstance}`),
  },
  OwnMarks: {
    actions: 'ec2:CreateTags ec2:DeleteTags',
    on: (names) => ec2(names, `instance/${names.sourceInstance}`),
    when: () => ownTags,
  },
  Image: {
    actions: 'ec2:CreateImage',
    on: (names) => [
      ec2(names, `instance/${names.sourceInstance}`),
      ...['image/*', 'snapshot/*'].map((path) => made(names, path)),
    ],
  },
  TagImage: {
    actions: 'ec2:CreateTags',
    on: (names) => ['image/*', 'snapshot/*'].map((path) => made(names, path)),
    when: () => on('CreateImage'),
  },
  OwnImages: {
    actions: 'ec2:DeregisterImage ec2:DeleteSnapshot',
    on: (names) => ['image/*', 'snapshot/*'].map((path) => made(names, path)),
    when: tagged,
  },
  OwnTemplate: {
    actions: 'ec2:DeleteLaunchTemplate',
    on: (names) => ec2(names, 'launch-template/*'),
    when: tagged,
  },
  // Made from an instance, so its number is not known before.
  Template: {
    actions:
      'ec2:CreateLaunchTemplate ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate ec2:DeleteLaunchTemplateVersions',
    on: (names) => ec2(names, 'launch-template/*'),
  },
  TagTemplate: {
    actions: 'ec2:CreateTags',
    on: (names) => ec2(names, 'launch-template/*'),
    when: () => on('CreateLaunchTemplate'),
  },
  // Auto Scaling asks whether the caller could launch from the template himself.
  Launch: {
    actions: 'ec2:RunInstances',
    on: () => '*',
    when: (names) => ({ ArnLike: { 'ec2:LaunchTemplate': ec2(names, 'launch-template/*') } }),
  },
  TagLaunched: {
    actions: 'ec2:CreateTags',
    on: (names) => ['instance/*', 'volume/*', 'network-interface/*'].map((path) => ec2(names, path)),
    when: () => on('RunInstances'),
  },
  AutoScalingGroup: {
    actions: `
      autoscaling:CreateAutoScalingGroup autoscaling:UpdateAutoScalingGroup autoscaling:StartInstanceRefresh
      autoscaling:CreateOrUpdateTags autoscaling:DeleteTags autoscaling:SuspendProcesses autoscaling:ResumeProcesses
      autoscaling:DeleteLifecycleHook autoscaling:DeleteAutoScalingGroup`,
    on: (names) => scaled(names, names.asg),
  },
  Twin: {
    actions: `
      autoscaling:CreateAutoScalingGroup autoscaling:UpdateAutoScalingGroup autoscaling:CreateOrUpdateTags
      autoscaling:DeleteTags autoscaling:SuspendProcesses autoscaling:ResumeProcesses
      autoscaling:AttachLoadBalancerTargetGroups autoscaling:PutScalingPolicy autoscaling:DeleteAutoScalingGroup`,
    on: (names) => scaled(names, names.twin),
  },
  // As CodeDeploy names the copies that it makes.
  Leftovers: {
    actions: 'autoscaling:DeleteAutoScalingGroup',
    on: (names) => scaled(names, `CodeDeploy_${names.group}_*`),
  },
  TwinTargetGroup: {
    actions: `
      elasticloadbalancing:CreateTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes
      elasticloadbalancing:DeleteTargetGroup`,
    on: (names) => elb(names, `targetgroup/${names.twinTargetGroup}/*`),
  },
  TagTargetGroup: {
    actions: 'elasticloadbalancing:AddTags',
    on: (names) => elb(names, `targetgroup/${names.twinTargetGroup}/*`),
    when: () => ({ StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateTargetGroup' } }),
  },
  // Whatever forwards to the first target group moves with it.
  Traffic: {
    actions: 'elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyRule',
    on: (names) => ['listener/app/*', 'listener-rule/app/*'].map((path) => elb(names, path)),
  },
  AutoScalingItself: {
    actions: 'iam:CreateServiceLinkedRole',
    on: (names) => iam(names, 'role/aws-service-role/autoscaling.amazonaws.com/*'),
    when: () => ({ StringEquals: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' } }),
  },
  Application: {
    actions: `
      codedeploy:GetApplication codedeploy:CreateApplication codedeploy:DeleteApplication codedeploy:TagResource
      codedeploy:ListTagsForResource codedeploy:ListDeploymentGroups codedeploy:ListApplicationRevisions
      codedeploy:GetApplicationRevision codedeploy:BatchGetApplicationRevisions codedeploy:RegisterApplicationRevision`,
    on: (names) => codeDeploy(names, `application:${names.application}`),
  },
  Group: {
    actions: `
      codedeploy:GetDeploymentGroup codedeploy:BatchGetDeploymentGroups codedeploy:CreateDeploymentGroup
      codedeploy:UpdateDeploymentGroup codedeploy:DeleteDeploymentGroup codedeploy:TagResource
      codedeploy:ListTagsForResource codedeploy:ListDeployments codedeploy:GetDeployment
      codedeploy:BatchGetDeployments codedeploy:CreateDeployment`,
    on: (names) => codeDeploy(names, `deploymentgroup:${names.application}/${names.group}`),
  },
  Colours: {
    actions: `
      codedeploy:GetDeploymentGroup codedeploy:CreateDeploymentGroup codedeploy:UpdateDeploymentGroup
      codedeploy:DeleteDeploymentGroup codedeploy:TagResource codedeploy:ListTagsForResource
      codedeploy:ListDeployments codedeploy:GetDeployment codedeploy:BatchGetDeployments codedeploy:CreateDeployment`,
    on: (names) =>
      ['blue', 'green'].map((colour) =>
        codeDeploy(
          names,
          `deploymentgroup:${names.application}/${names.group.replace(/-(blue|green)$/, '')}-${colour}`,
        ),
      ),
  },
  // Whether another deployment group is concerned.
  OtherGroups: {
    actions: `
      codedeploy:ListDeploymentGroups codedeploy:GetDeploymentGroup codedeploy:BatchGetDeploymentGroups
      codedeploy:ListDeployments codedeploy:GetDeployment codedeploy:BatchGetDeployments
      codedeploy:UpdateDeploymentGroup codedeploy:CreateDeployment`,
    on: (names) => ['application:*', 'deploymentgroup:*'].map((path) => codeDeploy(names, path)),
  },
  Deployments: {
    actions: 'codedeploy:StopDeployment codedeploy:ContinueDeployment',
    on: () => '*',
  },
  OwnConfigs: {
    actions: 'codedeploy:CreateDeploymentConfig codedeploy:DeleteDeploymentConfig',
    on: (names) => codeDeploy(names, `deploymentconfig:${names.project}-min-*`),
  },
  Configs: {
    actions: 'codedeploy:GetDeploymentConfig',
    on: (names) => codeDeploy(names, 'deploymentconfig:*'),
  },
  Bucket: {
    actions: 's3:ListBucket s3:ListBucketVersions s3:GetBucketVersioning s3:ListBucketMultipartUploads',
    on: (names) => s3(names, names.bucket),
  },
  Revisions: {
    actions: 's3:GetObject s3:GetObjectVersion',
    on: (names) => s3(names, `${names.bucket}/*`),
  },
  Upload: {
    actions: 's3:PutObject s3:ListMultipartUploadParts s3:AbortMultipartUpload',
    on: (names) => s3(names, `${names.bucket}/${names.key ?? `${names.application}/*`}`),
  },
  Shell: {
    actions: 'ssm:SendCommand',
    on: (names) => ['AWS-RunShellScript', 'AWS-RunPowerShellScript'].map((name) => document(names, name)),
  },
  InstallAgent: {
    actions: 'ssm:SendCommand',
    on: (names) => document(names, 'AWS-ConfigureAWSPackage'),
  },
  InServers: {
    actions: 'ssm:SendCommand',
    on: (names) => ec2(names, 'instance/*'),
    when: (names) => byTag(names, 'ssm:resourceTag'),
  },
  InSource: {
    actions: 'ssm:SendCommand',
    on: (names) => ec2(names, `instance/${names.sourceInstance}`),
  },
} satisfies Record<string, Block>;

export type BlockName = keyof typeof blocks;

/** Instances of the Auto Scaling group, or those with the tags: a script on them runs as root. */
function byTag({ tags, asg }: Known, key: 'ssm:resourceTag' | 'aws:ResourceTag'): Statement['Condition'] {
  if (!tags || tags.length === 0) return { StringLike: { [`${key}/aws:autoscaling:groupName`]: asg } };
  const pairs = tags.map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)] as const);
  return {
    StringEquals: Object.fromEntries(
      pairs.map(([name]) => [`${key}/${name}`, pairs.filter(([other]) => other === name).map(([, value]) => value)]),
    ),
  };
}

const wordsOf = (text: string) => text.trim().split(/\s+/);

/** One statement with these actions, or with all that it can have. */
export function statement(block: BlockName, names: Names, actions?: ReadonlySet<string>): Statement {
  const { actions: all, on, when }: Block = blocks[block];
  const known = { ...Object.fromEntries(NAMES.map((name) => [name, '*'])), ...names } as Known;
  const condition = when?.(known);
  return {
    Sid: block,
    Effect: 'Allow',
    Action: wordsOf(all).filter((action) => !actions || actions.has(action)),
    Resource: on(known),
    ...(condition && { Condition: condition }),
  };
}

/** Statements that can allow an action, the narrowest first. */
export const blocksFor = (action: string): BlockName[] =>
  (Object.keys(blocks) as BlockName[]).filter((name) => wordsOf(blocks[name].actions).includes(action));
