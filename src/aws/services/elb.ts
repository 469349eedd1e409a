// Every Elastic Load Balancing operation the program uses: reads change nothing, writes do.
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export const Client = ElasticLoadBalancingV2Client;

export const reads = {
  describeTargetGroups: DescribeTargetGroupsCommand,
  describeTargetGroupAttributes: DescribeTargetGroupAttributesCommand,
  describeTargetHealth: DescribeTargetHealthCommand,
  describeLoadBalancers: DescribeLoadBalancersCommand,
  describeListeners: DescribeListenersCommand,
};

export const writes = {};
