// Topics of the help: paragraphs and tables, made from what the program itself goes by.
import { exitCodes } from './engine/errors.ts';
import { type Question, variableOf } from './engine/question.ts';
import { type CommandName, needed } from './export/needed.ts';
import { questions } from './steps/index.ts';
import type { QuestionKey, Text, TopicName } from './text/en/index.ts';

/** A paragraph, or the rows of a table. */
export type Part = string | string[][];

/** Those that the config file keeps. */
export const kept = (): Question[] => [...questions.values()].filter(({ fleeting }) => !fleeting);

const helpOf = (text: Text, key: string) => text.questions[key as QuestionKey].help;

export const topics: Record<TopicName, (text: Text) => Part[]> = {
  'exit-codes': (text) => [Object.entries(exitCodes).map(([code, name]) => [code.padStart(3), text.exitCodes[name]])],

  environment: (text) => [
    text.help.precedence,
    Object.entries(text.help.variables),
    text.help.questionsByVariable,
    [...questions.keys()].map((key) => [variableOf(key), helpOf(text, key)]),
  ],

  config: (text) => [
    text.help.configPlace,
    text.help.precedence,
    text.help.configSchema,
    [...kept().map(({ key }) => [key, helpOf(text, key)]), ['expectAccount', text.help.expectAccount]],
  ],

  permissions: (text) => [
    text.help.permissionsPlace,
    (Object.keys(needed) as CommandName[]).flatMap((name) => {
      const { reads, writes } = needed[name];
      const rows = [
        [text.help.reads, actionsIn(reads)],
        [text.help.writes, actionsIn(writes)],
      ].filter(([, actions]) => actions !== '');
      return rows.map(([kind = '', actions = ''], index) => [index === 0 ? name : '', kind, actions]);
    }),
  ],
};

/** Each once: one that stands in two statements is needed once. */
const actionsIn = (needs: Partial<Record<string, string>>) =>
  [...new Set(Object.values(needs).flatMap((actions) => actions?.split(' ') ?? []))].sort().join(', ');
