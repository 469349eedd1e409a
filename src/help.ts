// What `help` and `--help` say beyond commands and options: examples, and topics from the same definitions as the program.
import type { Command } from 'commander';
import { wrapAnsi } from 'fast-wrap-ansi';
import { nameOf, namesIn, refuseWord } from './command-name.ts';
import { COLUMNS } from './help-pages.ts';
import type { Text, TopicName } from './text/en/index.ts';
import { table } from './ui/table.ts';
import type { World } from './world.ts';

export const PROGRAM = 'codedeploy-wizard';

/** What `word` does, then the line to type, as others show it. */
export function examplesOf(text: Text, command: Command): string[] {
  const lines = Object.entries((text.examples as Record<string, Record<string, string>>)[nameOf(command)] ?? {});
  if (lines.length === 0) return [];
  return ['', text.help.examples, ...lines.flatMap(([line, about]) => [`  # ${about}`, `  ${PROGRAM} ${line}`])];
}

export const topicsLine = ({ help }: Text): string[] => [
  '',
  help.topics,
  ...table(Object.entries(help.about), COLUMNS, 2),
  '',
  `${PROGRAM} help exit-codes`,
];

interface HelpBranch {
  text: Text;
  world: World;
  program: Command;
  about(name: string, description: string): Command;
}

export function helpCommand({ text, world: { stdout }, program, about }: HelpBranch): void {
  const columns = Math.min(stdout.columns || COLUMNS, COLUMNS);
  about('help', text.commands.help)
    .argument('[topic...]')
    .action(async (words: string[]) => {
      const [first = '', second] = words;
      const named = Object.keys(text.help.about);
      if (named.includes(first)) {
        if (second !== undefined) refuseWord(program, second, []);
        const { topics } = await import('./help-topics.ts');
        const said = topics[first as TopicName](text).map((part) =>
          typeof part === 'string' ? wrapAnsi(part, columns) : table(part, columns).join('\n'),
        );
        stdout.write(`${said.join('\n\n')}\n`);
        return;
      }
      let command = program;
      for (const word of words) {
        const next = command.commands.find((each) => each.name() === word);
        if (!next) return refuseWord(program, word, [...namesIn(command), ...(command === program ? named : [])]);
        command = next;
      }
      command.outputHelp();
    });
}
