// What a command is called below the program (`asg hook status`), and what is said of a name that is none.
import type { Command } from 'commander';
import { nearest } from './engine/near.ts';

export const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

/** As commander itself words it. */
export const UNKNOWN = 'commander.unknownCommand';
export const THERE_IS = 'There is: ';

/** Says what was probably meant, or what there is. */
export function refuseWord(command: Command, word: string, known: readonly string[]): never {
  const near = nearest(word, known);
  const instead = near ? ` (Did you mean ${near}?)` : known.length > 0 ? ` (${THERE_IS}${known.join(', ')})` : '';
  command.error(`error: unknown command '${word}'${instead}`, { code: UNKNOWN });
}

export const namesIn = ({ commands }: Command): string[] => commands.map((command) => command.name());
