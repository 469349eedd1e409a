// The pages about commands, variables and the config file, and its schema, are made from what the program goes by: npm run docs
import type { Command, Option } from 'commander';
import { expect, test } from 'vitest';
import { nameOf } from '../src/command-name.ts';
import { schemaIn } from '../src/commands/export-schema.ts';
import { optionsOf } from '../src/engine/question.ts';
import { SCHEMA_URL } from '../src/export/config-schema.ts';
import { type Part, topics } from '../src/help-topics.ts';
import { tree } from '../src/program.ts';
import { questions } from '../src/steps/index.ts';
import { en, type TopicName } from '../src/text/en/index.ts';
import type { World } from '../src/world.ts';

const program = tree({ args: [], env: {}, stdout: {}, version: '' } as unknown as World, en, async () => {}, {
  whole: true,
});
const MADE = '<!-- Made from the definitions of the program. After a change of them: npm run docs -->';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[][]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const commandsOf = (command: Command): Command[] => [command, ...command.commands.flatMap(commandsOf)];

/** Where the words about it do not say so already. */
const choicesOf = (choices: readonly string[] | undefined, said = '') =>
  choices?.some((choice) => !said.includes(choice)) ? ` (${choices.join(', ')})` : '';

function about(option: Option): string[] {
  const question = questions.get(option.attributeName());
  const takes = choicesOf(option.argChoices ?? (question && optionsOf(question)), option.description);
  return [`\`${option.flags}\``, cell(option.description + takes)];
}

const optionsTable = (options: readonly Option[]) =>
  table(['Option', ''], options.filter(({ hidden }) => !hidden).map(about));

function chapter(command: Command): string {
  const name = nameOf(command);
  const lines = Object.keys((en.examples as Record<string, object>)[name] ?? {});
  const { registeredArguments: takes, options, commands } = command;
  const usage = [
    ...takes.map((argument) => {
      const word = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return argument.required ? `<${word}>` : `[${word}]`;
    }),
    ...(options.length > 0 ? ['[options]'] : []),
  ];
  return [
    `## ${name}`,
    `${cell(command.description())}.`,
    ...(commands.length > 0 && takes.length === 0 && lines.length === 0
      ? []
      : [`\`codedeploy-wizard ${[name, ...usage].join(' ')}\``]),
    ...(takes.some(({ argChoices }) => argChoices)
      ? [takes.map((argument) => `\`${argument.name()}\`:${choicesOf(argument.argChoices)}`).join(' · ')]
      : []),
    ...(options.some(({ hidden }) => !hidden) ? [optionsTable(options)] : []),
    ...(lines.length > 0 ? [`\`\`\`sh\n${lines.map(example(name)).join('\n')}\n\`\`\``] : []),
  ].join('\n\n');
}

const example = (name: string) => (line: string) => {
  const said = (en.examples as Record<string, Record<string, string>>)[name]?.[line];
  return `# ${said}\ncodedeploy-wizard ${line}`;
};

const all = commandsOf(program).slice(1);

const commands = `${MADE}

# Commands

${en.commands.program} 

Keys of the config file are in [configuration](configuration.md), variables and exit codes in [environment](environment.md).

${table(
  ['Command', ''],
  all.map((command) => [`[${nameOf(command)}](#${nameOf(command).replaceAll(' ', '-')})`, cell(command.description())]),
)}

## Options of every command

Before or after the command.

${optionsTable(program.options)}

${all.map(chapter).join('\n\n')}
`;

const shown = (part: Part) =>
  typeof part === 'string'
    ? part
    : table(
        part[0]!.map(() => ''),
        part.map((cells) => cells.map((text, at) => (at === 0 && text ? `\`${text.trim()}\`` : cell(text)))),
      );
const topic = (name: TopicName) => topics[name](en).map(shown).join('\n\n');

const environment = `${MADE}

# Environment and exit codes

The same on a terminal, also in Korean: \`codedeploy-wizard help environment\`, \`codedeploy-wizard help exit-codes\`.

## Variables

${topic('environment')}

## Exit codes

${topic('exit-codes')}
`;

const configuration = `${MADE}

# Configuration

The same on a terminal, also in Korean: \`codedeploy-wizard help config\`.

${topic('config')}

## Environments

Each environment has a file of its own, and nothing is inherited: what \`codedeploy-wizard deploy --env production\` does
stands in \`codedeploy-wizard.production.yml\` alone. An \`--env\` whose file is not there is refused where nobody could
read that it is new. \`expectAccount\` in the file keeps an environment out of the account of another.

## Editors

A new file names its schema in the form that editors with the YAML language server read:

\`\`\`yaml
# yaml-language-server: $schema=${SCHEMA_URL}
\`\`\`

It is an address on the web, and not a path into the installed package: the file is shared, and where the package lies is
different on each machine and in each version. Editors fetch it once and keep it. Where there is no network:

\`\`\`sh
codedeploy-wizard export schema > codedeploy-wizard.schema.json
\`\`\`

and \`$schema=./codedeploy-wizard.schema.json\` instead: a path is looked for beside the file. With \`--lang ko\` it
describes the keys in Korean.
`;

test.each([
  ['commands.md', commands],
  ['environment.md', environment],
  ['configuration.md', configuration],
  ['schema/config.json', `${JSON.stringify(schemaIn(en), null, 2)}\n`],
])('docs/%s is what the definitions say', async (name, page) => {
  await expect(page).toMatchFileSnapshot(`../docs/${name}`);
});

test('every command has an example in its help, and every example a command', () => {
  const runnable = all.filter((command) => command.commands.length === 0 || command.name() in en.steps);
  const names = runnable.map(nameOf).filter((name) => !(name in en.examples));
  expect(names).toEqual([]);
  expect(Object.keys(en.examples).filter((name) => !all.some((command) => nameOf(command) === name))).toEqual([]);
});
