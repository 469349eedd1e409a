// The only file that names `process`: a world in, an exit code out.
import { ASKS } from './completion-commands.ts';
import { WizardError } from './engine/errors.ts';
import { run } from './program.ts';
import { typed } from './text/say.ts';
import { realWorld } from './world.ts';

const { world, interrupt } = realWorld(process);
const again = ['codedeploy-wizard', ...world.args].map(typed).join(' ');

for (const [signal, code, exitCode] of [
  ['SIGINT', 'interrupted', 130],
  ['SIGTERM', 'terminated', 143],
] as const) {
  let before = false;
  process.on(signal, () => {
    // The first asks to stop where it is safe; the second goes at once.
    if (before) process.exit(exitCode);
    before = true;
    interrupt(new WizardError(code, { command: again }));
  });
}

// `| head` closes the pipe: there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(world);
// What was asked for while somebody typed may not be there yet: he does not wait for it.
if (world.args[0] === ASKS) process.exit();
