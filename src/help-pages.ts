// Help as it was laid out when the program was built: printed without loading what it is about.
import { readFileSync } from 'node:fs';
import { flagValue } from './flag-value.ts';
import { type Language, languageOf } from './text/language.ts';

/** Help is never wider; for a narrower terminal the program lays it out anew. */
export const COLUMNS = 80;

/** Stands before each page, with the name of its command. */
const NEXT = '\f';

export const pagesFile = (language: Language) => `help.${language}.txt`;

export const bound = (pages: ReadonlyMap<string, string>): string =>
  [...pages].map(([name, page]) => `${NEXT}${name}\n${page}`).join('');

export const asksForHelp = (args: readonly string[]) =>
  args[0] === 'help' || args.some((arg) => /^(-h|--help)$/.test(arg));

/** The page that a command line asks for and nothing else; undefined where the program must answer. */
export function pageFor(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  columns: number = COLUMNS,
): string | undefined {
  const words = withoutLanguage(args);
  const named = words[0] === 'help' ? words.slice(1) : /^(-h|--help)$/.test(words.at(-1) ?? '') && words.slice(0, -1);
  if (!named || columns < COLUMNS) return undefined;
  const pages = readFileSync(new URL(pagesFile(languageOf(env, flagValue(args, '--lang'))), import.meta.url), 'utf8');
  const head = `${NEXT}${['codedeploy-wizard', ...named].join(' ')}\n`;
  const from = pages.indexOf(head);
  return from < 0 ? undefined : pages.slice(from + head.length).split(NEXT)[0];
}

/** A language that there is none of is the program's to refuse. */
function withoutLanguage(args: readonly string[]): string[] {
  const at = args.indexOf('--lang');
  return at >= 0 && /^(en|ko)$/.test(args[at + 1] ?? '')
    ? args.toSpliced(at, 2)
    : args.filter((arg) => !/^--lang=(en|ko)$/.test(arg));
}
