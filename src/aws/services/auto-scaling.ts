// Every Auto Scaling operation the program uses: reads change nothing, writes do.
import {
  AttachLoadBalancerTargetGroupsCommand,
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DeleteLifecycleHookCommand,
  DeleteTagsCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeInstanceRefreshesCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScalingActivitiesCommand,
  DescribeScheduledActionsCommand,
  PutScalingPolicyCommand,
  ResumeProcessesCommand,
  StartInstanceRefreshCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';

export const Client = AutoScalingClient;

export const reads = {
  describeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
  describeAutoScalingInstances: DescribeAutoScalingInstancesCommand,
  describeScalingActivities: DescribeScalingActivitiesCommand,
  describeInstanceRefreshes: DescribeInstanceRefreshesCommand,
  describeLifecycleHooks: DescribeLifecycleHooksCommand,
  describePolicies: DescribePoliciesCommand,
  describeScheduledActions: DescribeScheduledActionsCommand,
};

export const writes = {
  createAutoScalingGroup: CreateAutoScalingGroupCommand,
  updateAutoScalingGroup: UpdateAutoScalingGroupCommand,
  startInstanceRefresh: StartInstanceRefreshCommand,
  createOrUpdateTags: CreateOrUpdateTagsCommand,
  deleteTags: DeleteTagsCommand,
  deleteLifecycleHook: DeleteLifecycleHookCommand,
  suspendProcesses: SuspendProcessesCommand,
  resumeProcesses: ResumeProcessesCommand,
  attachLoadBalancerTargetGroups: AttachLoadBalancerTargetGroupsCommand,
  putScalingPolicy: PutScalingPolicyCommand,
  deleteAutoScalingGroup: DeleteAutoScalingGroupCommand,
};
