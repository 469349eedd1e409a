// What a command is called below the program (`asg hook status`), and what is said of a name that is none.
import type { Command } from 'commander';
import { nearest } from './engine/near.ts';

export const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

/** As commander itself words it. */
export const UNKNOWN = 'commander.unknownCommand';

export function refuseWord(command: Command, word: string, known: string[]): never {
  const near = nearest(word, known);
  command.error(`error: unknown command '${word}'${near ? ` (Did you mean ${near}?)` : ''}`, { code: UNKNOWN });
}
