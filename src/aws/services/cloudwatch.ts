// Every CloudWatch operation the program uses: reads change nothing, writes do.
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

export const Client = CloudWatchClient;

export const reads = {
  describeAlarms: DescribeAlarmsCommand,
  getMetricData: GetMetricDataCommand,
};

export const writes = {};
