// CodeDeploy's hooks on the Auto Scaling groups.
import type { Hook, HookState } from '../../deployments/hooks.ts';
import { type Check, check, type Found, fail, warn } from '../check.ts';
import type { Facts } from '../facts.ts';
import { onAsgs } from './asg.ts';

const onHooks = <D>(facts: Facts, state: HookState, wrong: (hook: Hook) => Found<D>) =>
  onAsgs(facts, async (asg) => {
    const hook = (await facts.hooksOf(asg)).find((one) => one.state === state);
    return hook ? wrong(hook) : 'pass';
  });

const command = ({ place, asked }: Facts, verb: 'repair' | 'restore', { asg }: Hook) =>
  place.command('asg', 'hook', verb, '--asg', asg, '--application', asked.application, '--group', asked.group);

export const hookChecks: Check[] = [
  check('hook-deleted', 'hook', (facts) =>
    onHooks(facts, 'deletedByHand', (hook) =>
      fail({ asg: hook.asg, hook: hook.expected ?? '-', command: command(facts, 'repair', hook) }),
    ),
  ),
  check('hook-mismatch', 'hook', (facts) =>
    onHooks(facts, 'mismatched', (hook) => {
      const names = { hook: hook.name ?? '-', expected: hook.expected ?? '-' };
      return fail({ asg: hook.asg, ...names, command: command(facts, 'repair', hook) });
    }),
  ),
  check('hook-leftover', 'hook', (facts) =>
    onHooks(facts, 'leftover', (hook) =>
      fail({ asg: hook.asg, hook: hook.name ?? '-', command: command(facts, 'repair', hook) }),
    ),
  ),
  check('hook-suspended', 'hook', (facts) =>
    onHooks(facts, 'suspended', (hook) => warn({ asg: hook.asg, command: command(facts, 'restore', hook) })),
  ),
];
