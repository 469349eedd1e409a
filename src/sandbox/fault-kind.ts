// What a fault is made of.
import type { ServiceName } from '../aws/operations.ts';
import type { Account } from './account.ts';

/** Puts `value` at the path into the state, or takes away what is there, so that it can be undone. */
export type Alter = (path: string[], value: unknown) => void;

export interface Kind {
  /** What it befalls: an instance, a script on an instance, or more than that. */
  of: 'instance' | 'script' | 'account';
  /** What it does to the account when it strikes. Without, it is asked for where it matters. */
  strike?: (account: Account, alter: Alter, instance: string) => void;
  /** Throws what the `nth` call since it was armed gets instead of an answer, at its `attempt`. */
  call?: (call: { service: ServiceName; operation: string; nth: number; attempt: number; age: number }) => void;
}

export const agentOf = (instance: string) => ['ec2', 'instances', instance, 'host', 'agent'];

export function changeAgent(
  change: Partial<{ running: boolean; credentials: boolean; version: string; trouble: string; quiet: boolean }>,
): NonNullable<Kind['strike']> {
  return ({ state }, alter, instance) => {
    const present = state.ec2.instances[instance]?.host.agent;
    if (present) alter(agentOf(instance), { ...present, ...change });
  };
}

/** The path to where a target is said to answer no health check. */
export const failing = (targetGroup: string, instance: string) => [
  'elb',
  'targetGroups',
  targetGroup,
  'targets',
  instance,
  'failing',
];
