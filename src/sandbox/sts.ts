// STS in the sandbox: who is calling.
import type { Handlers } from '../aws/operations.ts';
import type { Account } from './account.ts';
import { isArmed } from './faults.ts';

export const handlers: Handlers<'sts', Account> = {
  getCallerIdentity: (_, account) => {
    const { id } = account;
    const who = isArmed(account, 'caller-root') ? 'root' : 'user/sandbox';
    return { Account: id, UserId: who === 'root' ? id : 'AIDASANDBOX', Arn: `arn:aws:iam::${id}:${who}` };
  },
};
