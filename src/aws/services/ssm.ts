// Every Systems Manager operation the program uses: reads change nothing, writes do.
import {
  DescribeInstanceInformationCommand,
  ListCommandInvocationsCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

export const Client = SSMClient;

export const reads = {
  describeInstanceInformation: DescribeInstanceInformationCommand,
  listCommandInvocations: ListCommandInvocationsCommand,
};

export const writes = {
  sendCommand: SendCommandCommand,
};
