// STS in the sandbox: who is calling.
import type { Handlers } from '../aws/operations.ts';
import type { Account } from './account.ts';

export const handlers: Handlers<'sts', Account> = {
  getCallerIdentity: (_, { id }) => ({ Account: id, UserId: 'AIDASANDBOX', Arn: `arn:aws:iam::${id}:user/sandbox` }),
};
