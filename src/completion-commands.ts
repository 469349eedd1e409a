// `completion`: the script that a shell reads once. What it asks while a line is typed is answered before any of this.
import { Argument, type Command } from 'commander';
import type { Shell } from './completion/scripts.ts';
import type { Text } from './text/en/index.ts';
import type { World } from './world.ts';

interface CompletionBranch {
  text: Text;
  world: World;
  about(name: string, description: string): Command;
}

/** First word of such a question. */
export const ASKS = '__complete';

export function completionCommand({ text, world, about }: CompletionBranch): void {
  about('completion', text.commands.completion)
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: Shell) => {
      world.stdout.write((await import('./completion/scripts.ts')).scripts[shell]);
    });
}
