// Every STS operation the program uses: reads change nothing, writes do.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export const Client = STSClient;

export const reads = {
  getCallerIdentity: GetCallerIdentityCommand,
};

export const writes = {};
