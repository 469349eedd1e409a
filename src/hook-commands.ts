// The commands below `asg`: what concerns the hook hangs on the group it is on.
import type { Branch } from './deploy-commands.ts';

const WHERE = ['project', 'asg', 'application', 'group'];

export function hookCommands({ text: { commands, flags }, command: asg, about, act, questions }: Branch): void {
  const where = questions.filter(({ key }) => WHERE.includes(key));
  const hook = about('hook', commands.hook, asg);
  act(about('status', commands.hookStatus, hook), where, async (session, settings) =>
    (await import('./commands/hook-status.ts')).hookStatus(session, settings),
  );
  act(
    about('suspend', commands.hookSuspend, hook).option('--accept-empty-instances', flags.acceptEmptyInstances),
    where,
    async (session, settings, { acceptEmptyInstances }) =>
      (await import('./commands/hook.ts')).suspendHook(session, settings, {
        acceptEmptyInstances: acceptEmptyInstances === true,
      }),
  );
  act(about('restore', commands.hookRestore, hook), where, async (session, settings) =>
    (await import('./commands/hook.ts')).restoreHook(session, settings),
  );
  act(about('repair', commands.hookRepair, hook), where, async (session, settings) =>
    (await import('./commands/hook.ts')).repairHooks(session, settings),
  );
  act(
    about('rescue', commands.rescue, asg).option('--to <revision>', flags.to),
    where,
    async (session, settings, { to }) => (await import('./commands/rescue.ts')).rescue(session, settings, { to }),
  );
}
