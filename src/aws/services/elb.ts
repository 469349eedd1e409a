// Every Elastic Load Balancing operation the program uses: reads change nothing, writes do.
import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export const Client = ElasticLoadBalancingV2Client;

export const reads = {
  describeTargetGroups: DescribeTargetGroupsCommand,
  describeTargetGroupAttributes: DescribeTargetGroupAttributesCommand,
  describeTargetHealth: DescribeTargetHealthCommand,
  describeLoadBalancerAttributes: DescribeLoadBalancerAttributesCommand,
  describeLoadBalancers: DescribeLoadBalancersCommand,
  describeListeners: DescribeListenersCommand,
  describeRules: DescribeRulesCommand,
  describeTags: DescribeTagsCommand,
};

export const writes = {
  createTargetGroup: CreateTargetGroupCommand,
  modifyTargetGroupAttributes: ModifyTargetGroupAttributesCommand,
  modifyListener: ModifyListenerCommand,
  modifyRule: ModifyRuleCommand,
  deleteTargetGroup: DeleteTargetGroupCommand,
};
