// Lays out the help of every command, for the build and for the test that nothing else is printed.
import type { Command } from 'commander';
import { bound, COLUMNS } from './help-pages.ts';
import { tree } from './program.ts';
import { textFor } from './text/index.ts';
import type { Language } from './text/language.ts';
import type { World } from './world.ts';

export async function layOutHelp(language: Language): Promise<string> {
  let page = '';
  const stdout = { columns: COLUMNS, write: (text: string) => (page += text) };
  const world = { args: [], env: {}, stdout, version: '' } as unknown as World;
  const program = tree(world, await textFor(language), async () => {}, { whole: true });
  const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)];
  return bound(
    new Map(
      below(program).map((command) => {
        page = '';
        command.outputHelp();
        return [pathOf(command), page];
      }),
    ),
  );
}

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
