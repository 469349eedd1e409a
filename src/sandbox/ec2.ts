// EC2 in the sandbox.
import type { Handlers } from '../aws/operations.ts';
import type { Account } from './account.ts';

export { launchInstance, terminateInstance } from './ec2-instances.ts';

export const handlers = {} as unknown as Handlers<'ec2', Account>;

export function advance(_account: Account): void {}
