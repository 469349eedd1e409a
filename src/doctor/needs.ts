// What each check reads: whoever may not is told all of it at once, and not one action after the other.
import type { CheckId } from '../text/en/index.ts';

const GROUP = ['codeDeploy.getDeploymentGroup'];
const ASGS = [...GROUP, 'autoScaling.describeAutoScalingGroups'];
const REACHED = [...ASGS];
const INSTANCES = [...REACHED, 'ec2.describeInstances'];
const ROLE = ['iam.getRole', 'iam.listAttachedRolePolicies'];
const POLICIES = ['iam.getPolicy', 'iam.getPolicyVersion', 'iam.listRolePolicies'];
const SERVICE_ROLE = [...GROUP, ...ROLE];
const INSTANCE_ROLES = [...INSTANCES, 'iam.getInstanceProfile', ...ROLE];
const SENT = ['ssm.describeInstanceInformation', 'ssm.lookInside', 'ssm.listCommandInvocations'];
const HOSTS = [...REACHED, ...SENT];
const TEMPLATES = [...ASGS, 'ec2.describeLaunchTemplateVersions'];
const BALANCED = [...ASGS, 'elb.describeTargetGroups', 'elb.describeTargetHealth'];
const ALL_GROUPS = [
  'codeDeploy.listApplications',
  'codeDeploy.listDeploymentGroups',
  'codeDeploy.batchGetDeploymentGroups',
];
const HOOKS = [...ASGS, 'autoScaling.describeLifecycleHooks', ...ALL_GROUPS];
const BUCKET = [...GROUP, 's3.headBucket'];
const ALARMS = [...GROUP, 'cloudWatch.describeAlarms'];
const ATTRIBUTES = [...BALANCED, 'elb.describeTargetGroupAttributes'];
const CONNECTION = [...GROUP, 'codeDeploy.getApplication'];

/** Operations of the list, as `service.operation`. */
export const NEEDS: Record<CheckId, readonly string[]> = {
  'caller-root': ['sts.getCallerIdentity'],

  'network-outbound': HOSTS,
  'network-zones': ASGS,

  'service-role-trust': SERVICE_ROLE,
  'service-role-policy': [...SERVICE_ROLE, ...POLICIES],
  'service-role-launch': [...INSTANCE_ROLES, ...POLICIES],
  'service-role-ec2': SERVICE_ROLE,
  'service-role-on-instance': INSTANCE_ROLES,
  'instance-profile': INSTANCES,
  'instance-profile-role': INSTANCE_ROLES,
  'instance-role-trust': INSTANCE_ROLES,
  'instance-role-s3': [...INSTANCE_ROLES, ...POLICIES, 'codeDeploy.getDeployment'],

  'role-boundary': [...INSTANCE_ROLES, ...POLICIES],

  'host-managed': HOSTS,
  'agent-installed': HOSTS,
  'agent-running': HOSTS,
  'agent-credentials': HOSTS,
  'agent-polling': HOSTS,
  'agent-version': HOSTS,
  'agent-ruby': HOSTS,
  'agent-identity': HOSTS,
  'host-clock': HOSTS,
  'host-disk': HOSTS,
  'host-files': HOSTS,

  'image-available': [...TEMPLATES, 'ec2.describeImages'],
  'image-agent': [...TEMPLATES, ...SENT],
  'image-memory': [...HOSTS, ...ALL_GROUPS],

  'template-profile': TEMPLATES,
  'template-user-data': TEMPLATES,
  'template-pinned': TEMPLATES,
  'template-current': TEMPLATES,

  'asg-exists': ASGS,
  'asg-shared': [...ASGS, ...ALL_GROUPS],
  'asg-warm-pool': ASGS,
  'asg-launch-loop': [...ASGS, 'autoScaling.describeScalingActivities'],
  'asg-processes': ASGS,
  'asg-refresh': [...ASGS, 'autoScaling.describeInstanceRefreshes'],
  'asg-grace': BALANCED,
  'asg-minimum': ASGS,
  'asg-target-group': BALANCED,
  'asg-green-left': ASGS,

  'target-group-listener': BALANCED,
  'target-health': BALANCED,
  'target-zones': [...BALANCED, 'ec2.describeInstances'],
  'health-check': BALANCED,
  'deregistration-delay': [...BALANCED, 'elb.describeTargetGroupAttributes'],
  stickiness: [...BALANCED, 'elb.describeTargetGroupAttributes'],
  'traffic-control': BALANCED,

  'group-exists': GROUP,
  'group-targets': REACHED,
  'group-stopped': REACHED,
  'group-mixed': GROUP,
  'group-minimum': REACHED,
  'group-all-at-once': REACHED,
  'group-single': REACHED,
  'group-outdated': GROUP,
  'group-rollback': GROUP,
  'blue-green-one-asg': GROUP,
  'blue-green-copy': GROUP,
  'alarms-exist': ALARMS,
  'alarms-quiet': ALARMS,
  'last-deployment': GROUP,

  'bucket-region': [...BUCKET, 'codeDeploy.getDeployment'],
  'revision-there': [...BUCKET, 's3.headObject'],
  'bucket-versioning': [...BUCKET, 's3.getBucketVersioning'],
  'github-connection': CONNECTION,
  'github-other': CONNECTION,

  'targets-two': BALANCED,
  'capacity-left': [...REACHED, 'codeDeploy.getDeploymentConfig'],
  'drain-long-enough': ATTRIBUTES,
  'keep-alive': [...BALANCED, 'elb.describeLoadBalancerAttributes'],
  'fail-open': [...ATTRIBUTES, 'codeDeploy.getDeploymentConfig'],
  'health-path': BALANCED,
  'alarms-configured': GROUP,
  'stop-script': [],
  'validate-script': [],

  'hook-deleted': HOOKS,
  'hook-mismatch': HOOKS,
  'hook-leftover': HOOKS,
  'hook-suspended': HOOKS,
};
