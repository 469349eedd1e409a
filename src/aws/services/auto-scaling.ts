// Every Auto Scaling operation the program uses: reads change nothing, writes do.
import {
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
  DescribeScalingActivitiesCommand,
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
  deleteAutoScalingGroup: DeleteAutoScalingGroupCommand,
};
