// What the word under the cursor can be: the command that the words before it name, and the option that waits for a value.
import type { Argument, Command, Option } from 'commander';

export interface Wanted {
  command: Command;
  /** What is typed of it so far. */
  word: string;
  /** What stands before `word` in the same word: `--output=`. */
  prefix: string;
  /** A value of this option. */
  option?: Option;
  /** A value of this argument, where no option stands. */
  argument?: Argument;
  /** Whether a command can stand here. */
  below: boolean;
  /** Whether an option can. */
  options: boolean;
  /** Options given before, by name. */
  given: Record<string, string>;
}

export function wantedAt(program: Command, words: readonly string[]): Wanted {
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  const given: Record<string, string> = {};
  let command = program;
  let count = 0;
  let waiting: Option | undefined;
  let onlyWords = false;
  for (const each of before) {
    const [name = '', value] = each.split(/=(.*)/s);
    const option = onlyWords ? undefined : optionNamed(command, name);
    const goesOn = waiting?.required || waiting?.argChoices?.includes(each);
    if (waiting && goesOn) given[waiting.attributeName()] = each;
    if (waiting) waiting = undefined;
    if (goesOn) continue;
    if (each === '--') onlyWords = true;
    else if (option) {
      if (value !== undefined) given[option.attributeName()] = value;
      else if (option.required || option.optional) waiting = option;
      // Where nothing follows, an optional value is the first of those that there are.
      if (option.optional && value === undefined) given[option.attributeName()] = option.argChoices?.[0] ?? 'true';
    } else if (each.startsWith('-') && !onlyWords) continue;
    else {
      const next = count === 0 ? command.commands.find((child) => child.name() === each) : undefined;
      if (next) command = next;
      else count++;
    }
  }
  const at = { command, given, below: false, options: !onlyWords };
  if (waiting?.required) return { ...at, word, prefix: '', option: waiting };
  const [name = '', value] = word.split(/=(.*)/s);
  const option = onlyWords || value === undefined ? undefined : optionNamed(command, name);
  if (option) return { ...at, word: value ?? '', prefix: `${name}=`, option };
  const taken = command.registeredArguments;
  const argument = taken[count] ?? (taken.at(-1)?.variadic ? taken.at(-1) : undefined);
  return { ...at, word, prefix: '', below: count === 0, ...(argument && { argument }) };
}

/** Those of the command and of all that it hangs on, each once. */
export function optionsOf(command: Command): Option[] {
  const own = [...command.options, ...(command.parent ? optionsOf(command.parent) : [])].filter(
    ({ hidden }) => !hidden,
  );
  return [...new Map(own.map((option) => [option.long, option])).values()];
}

const optionNamed = (command: Command, name: string): Option | undefined =>
  command.options.find(({ long, short }) => long === name || short === name) ??
  (command.parent ? optionNamed(command.parent, name) : undefined);
