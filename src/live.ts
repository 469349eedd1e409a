// The life of a process: a world in, signals on the way, an exit code out.
import { ASKS } from './completion-commands.ts';
import { WizardError } from './engine/errors.ts';
import { run } from './program.ts';
import { typed } from './text/say.ts';
import { realWorld } from './world.ts';

export async function live(own: NodeJS.Process): Promise<void> {
  const { world, interrupt } = realWorld(own);
  const again = ['codedeploy-wizard', ...world.args].map(typed).join(' ');

  for (const [signal, code, exitCode] of [
    ['SIGINT', 'interrupted', 130],
    ['SIGTERM', 'terminated', 143],
  ] as const) {
    let before = false;
    own.on(signal, () => {
      // The first asks to stop where it is safe; the second goes at once.
      if (before) own.exit(exitCode);
      before = true;
      interrupt(new WizardError(code, { command: again }));
    });
  }

  // What nobody caught would be printed whole, with whatever secret its message holds.
  own.on('uncaughtException', async (error: unknown) => {
    const [{ textFor }, { languageOf }, { flagValue }, { mask }] = await Promise.all([
      import('./text/index.ts'),
      import('./text/language.ts'),
      import('./flag-value.ts'),
      import('./engine/mask.ts'),
    ]);
    const { errors } = await textFor(languageOf(world.env, flagValue(world.args, '--lang')));
    own.stderr.write(`${errors.unexpected({ message: mask(String(error)) }).message}\n`);
    own.exit(1);
  });

  own.exitCode = await run(world);
  // What was asked for while somebody typed may not be there yet: he does not wait for it.
  if (world.args[0] === ASKS) own.exit();
}
