// What a shell is answered while a line is typed: one candidate a line, with what it is, or that files are meant.
import type { Command } from 'commander';
import { nameOf } from '../command-name.ts';
import { optionsOf as valuesOf } from '../engine/question.ts';
import { questions } from '../steps/index.ts';
import type { Text } from '../text/en/index.ts';
import type { World } from '../world.ts';
import { optionsOf, type Wanted, wantedAt } from './line.ts';
import { isLive, liveNames } from './live.ts';
import { PLAIN, plainNames } from './plain.ts';

export type Candidate = [value: string, about?: string];

/** Asks the shell for names of files or of folders. */
export type Files = ':files' | ':folders';

export async function complete(
  world: World,
  text: Text,
  treeOf: (args: readonly string[]) => Command,
): Promise<string[]> {
  const [, shell = '', , ...typed] = world.args;
  const words = shell === 'bash' ? glued(typed) : typed;
  const wanted = wantedAt(treeOf(words), words);
  const found = await candidates(world, text, wanted);
  if (typeof found === 'string') return [found];
  // bash completes what follows the last `=`; the others the whole word.
  const prefix = shell === 'bash' ? '' : wanted.prefix;
  return found
    .filter(([value]) => value.startsWith(wanted.word))
    .map(([value, about]) => [prefix + value, ...(about ? [about.replace(/\s+/g, ' ')] : [])].join('\t'));
}

/** bash breaks words at `=`, which is a word of its own then. */
function glued(words: readonly string[]): string[] {
  const whole: string[] = [];
  for (const [index, word] of words.entries()) {
    const last = whole.at(-1) ?? '';
    const follows = words[index - 1] === '=' && last.endsWith('=');
    if (whole.length > 0 && last.startsWith('--') && ((word === '=' && !last.includes('=')) || follows))
      whole[whole.length - 1] = last + word;
    else whole.push(word);
  }
  return whole;
}

async function candidates(world: World, text: Text, wanted: Wanted): Promise<Candidate[] | Files> {
  const { command, option, argument, word, below, options } = wanted;
  if (option) {
    const key = option.attributeName();
    const question = questions.get(key);
    const named = option.argChoices ?? (question && valuesOf(question));
    return named ? named.map((value): Candidate => [value]) : names(world, text, wanted, key);
  }
  if (options && word.startsWith('-'))
    return optionsOf(command).map((each): Candidate => [each.long ?? each.short ?? '', each.description]);
  const commands = below ? command.commands.map((child): Candidate => [child.name(), child.description()]) : [];
  if (!argument) return commands;
  const values =
    argument.argChoices?.map((value): Candidate => [value]) ?? (await names(world, text, wanted, argument.name()));
  // Files belong to an argument, and commands below stand in its place.
  return typeof values === 'string'
    ? commands.length > 0 && word !== ''
      ? commands
      : values
    : [...commands, ...values];
}

/** What is called by names: of this computer, of this program, or of the account. */
async function names(world: World, text: Text, wanted: Wanted, of: string): Promise<Candidate[] | Files> {
  const here = `${nameOf(wanted.command)} ${of}`;
  const plain = PLAIN[here] ?? PLAIN[of];
  if (plain) return plainNames(plain, world, text, wanted);
  return isLive(here, of) ? liveNames(world, text, wanted, here, of) : [];
}
