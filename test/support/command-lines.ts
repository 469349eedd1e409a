// Whether a command that was suggested could be typed: parsed as the program parses it, its answers checked by the same rules.
import { CommanderError } from 'commander';
import { accept } from '../../src/engine/question.ts';
import { globalsOf } from '../../src/globals.ts';
import { sandboxWithScenario, tree } from '../../src/program.ts';
import { questions } from '../../src/steps/index.ts';
import { en } from '../../src/text/en/index.ts';
import type { World } from '../../src/world.ts';

const PROGRAM = 'codedeploy-wizard';
/** What stands for a value that is not known: `<bucket>`, `…`, FILE. */
const isPlaceholder = (word: string) => /<|>|…|^[A-Z][A-Z-]*$|‹/.test(word);

/** As a shell takes them; what follows a redirection or a pipe is not ours. */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/(?:'(?:[^']|'\\'')*'|"[^"]*"|\\.|[^\s'"])+/g)].map(([word]) => word);
  const end = words.findIndex((word) => /^(?:[<>|]|&&|#)/.test(word) && !/^<[^>]+>$/.test(word));
  return words
    .slice(0, end < 0 ? undefined : end)
    .map((word) => word.replace(/'((?:[^']|'\\'')*)'|"([^"]*)"/g, (_, a, b) => (a ?? b).replaceAll(`'\\''`, "'")));
}

/** What is wrong with the command line, or nothing. */
export async function wrongWith(line: string): Promise<string | undefined> {
  const [program, ...args] = wordsOf(line);
  if (program !== PROGRAM) return `does not begin with ${PROGRAM}`;
  const world = { args, env: {}, stdout: { write: () => {} }, version: '0' } as unknown as World;
  let isCommand = false;
  const parsed = tree(world, en, async (command, flags) => {
    isCommand = true;
    const options = command.optsWithGlobals();
    for (const [key, raw] of Object.entries(flags)) {
      const question = questions.get(key);
      if (question && !isPlaceholder(raw)) accept(question, raw, key);
    }
    if (!Object.values(options).some((value) => isPlaceholder(String(value)))) globalsOf(options, {});
  });
  try {
    await parsed.parseAsync(sandboxWithScenario(args, parsed), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    return (error as Error & { data?: unknown }).message + JSON.stringify((error as { data?: unknown }).data ?? '');
  }
  return isCommand || ['help', 'completion'].includes(args[0] ?? '') ? undefined : 'is no command';
}

const known = new Map<string, Promise<string | undefined>>();

/** Each line is parsed once, however often it is said. */
export async function mustBeTypable(lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    if (!known.has(line)) known.set(line, wrongWith(line));
    const wrong = await known.get(line);
    if (wrong) throw new Error(`\`${line}\` is suggested and cannot be typed: ${wrong}`);
  }
}

/** Commands in prose: between backticks, or to the end of what could be one. */
export const commandsIn = (text: string): string[] =>
  [
    ...text.matchAll(
      /`(codedeploy-wizard [^`]+)`|(?<![`/\w-])(codedeploy-wizard(?: (?!(?:or|and) codedeploy-wizard)(?:--?[\w-]+|<[^>]+>|…|[\w=:,/@%$.-]*[\w=…]|'[^']*'|"[^"]*"))+)/g,
    ),
  ].map(([, quoted, plain]) => quoted ?? plain ?? '');
