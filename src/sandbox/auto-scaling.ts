// Auto Scaling in the sandbox: groups, their members, lifecycle hooks, activities and instance refreshes.
import type { Handlers } from '../aws/operations.ts';
import type { Account } from './account.ts';
import type { Hook } from './state.ts';

export function addHook(_account: Account, _groupName: string, _hook: Hook): void {}
export function removeHook(_account: Account, _groupName: string, _hookName: string): void {}
export function completeHook(
  _account: Account,
  _groupName: string,
  _instanceId: string,
  _hookName: string,
  _result: 'CONTINUE' | 'ABANDON',
): void {}
export function advance(_account: Account): void {}
export const handlers = {} as Handlers<'autoScaling', Account>;
