// Every CloudWatch operation the program uses: reads change nothing, writes do.
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

export const Client = CloudWatchClient;

export const reads = {
  describeAlarms: DescribeAlarmsCommand,
};

export const writes = {};
