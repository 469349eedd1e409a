// Every Systems Manager operation the program uses: reads change nothing, writes do.
import {
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

export const Client = SSMClient;

export const reads = {
  /** A script that only looks: sent like any other, but a dry run may send it. */
  lookInside: SendCommandCommand,
  describeInstanceInformation: DescribeInstanceInformationCommand,
  getCommandInvocation: GetCommandInvocationCommand,
  listCommandInvocations: ListCommandInvocationsCommand,
};

export const writes = {
  sendCommand: SendCommandCommand,
};
