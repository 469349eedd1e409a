// CodeDeploy's hook on the Auto Scaling group.
import type { Hook, HookState } from '../../deployments/hooks.ts';
import { type Check, check, fail, warn } from '../check.ts';
import type { Facts } from '../facts.ts';

async function hooksThatAre(facts: Facts, state: HookState): Promise<Hook | 'pass' | undefined> {
  if (!(await facts.asg())) return undefined;
  return (await facts.hooks()).find((hook) => hook.state === state) ?? 'pass';
}

const repair = ({ place }: Facts, { asg }: Hook) => place.command('asg', 'hook', 'repair', '--asg', asg);

export const hookChecks: Check[] = [
  check('hook-deleted', 'hook', async (facts) => {
    const hook = await hooksThatAre(facts, 'deletedByHand');
    if (!hook || hook === 'pass') return hook;
    return fail({ asg: hook.asg, hook: hook.expected ?? '-', command: repair(facts, hook) });
  }),
  check('hook-mismatch', 'hook', async (facts) => {
    const hook = await hooksThatAre(facts, 'mismatched');
    if (!hook || hook === 'pass') return hook;
    return fail({
      asg: hook.asg,
      hook: hook.name ?? '-',
      expected: hook.expected ?? '-',
      command: repair(facts, hook),
    });
  }),
  check('hook-leftover', 'hook', async (facts) => {
    const hook = await hooksThatAre(facts, 'leftover');
    if (!hook || hook === 'pass') return hook;
    return fail({ asg: hook.asg, hook: hook.name ?? '-', command: repair(facts, hook) });
  }),
  check('hook-suspended', 'hook', async (facts) => {
    const hook = await hooksThatAre(facts, 'suspended');
    if (!hook || hook === 'pass') return hook;
    return warn({ asg: hook.asg, command: facts.place.command('asg', 'hook', 'restore', '--asg', hook.asg) });
  }),
];
