// Asks people, through inquirer, which is loaded when the first question is asked. Prompts are written to stderr.
import type { ChalkInstance } from 'chalk';
import { WizardError } from '../engine/errors.ts';
import {
  accept,
  type Choice,
  flagOf,
  isBroken,
  type Question,
  type Value,
  confirm as yesNo,
} from '../engine/question.ts';
import type { Ui } from '../engine/ui.ts';
import type { Text } from '../text/en.ts';
import type { World } from '../world.ts';
import { say } from './say.ts';

interface PromptOptions {
  world: World;
  text: Text;
  paint: ChalkInstance;
  /** Called before each prompt: nothing else may be drawing. */
  before(): void;
}

/** Stands for "none of these": another value is typed. */
const OTHER = '\u0000other';
const NONE = '\u0000none';

export function promptsOf({ world, text, paint, before }: PromptOptions): Pick<Ui, 'ask' | 'confirm' | 'typeName'> {
  const { words } = text;
  const theme = {
    prefix: { idle: paint.cyan('?'), done: paint.green('✔') },
    style: {
      keysHelpTip: (keys: [string, string][]) => paint.dim(keys.length > 2 ? words.keysMany : words.keys),
      help: (help: string) => paint.dim(help),
    },
  };

  /** Asks one prompt of inquirer; Ctrl-C there is the same wish to stop as anywhere. */
  async function ask(prompt: object): Promise<unknown> {
    before();
    const { default: inquirer } = await import('inquirer');
    const asking = inquirer.createPromptModule({ input: world.stdin, output: world.stderr } as never);
    try {
      const { answer } = (await asking([{ theme, ...prompt, name: 'answer' }] as never)) as { answer: unknown };
      return answer;
    } catch (error) {
      if ((error as Error).name !== 'ExitPromptError') throw error;
      throw new WizardError(
        'interrupted',
        { command: ['codedeploy-wizard', ...world.args].join(' ') },
        { cause: error },
      );
    }
  }

  const typed = async (question: Question, initial: Value | undefined): Promise<Value | undefined> => {
    const raw = (await ask({
      type: 'input',
      message: labelOf(question),
      ...(initial !== undefined && { default: rawOf(initial) }),
      validate(entered: string) {
        if (entered.trim() === '' && question.optional) return true;
        try {
          accept(question, entered, flagOf(question.key));
          return true;
        } catch (error) {
          if (!(error instanceof WizardError) || error.code !== 'invalidValue') throw error;
          return text.errors.invalidValue(error.data as never).message;
        }
      },
    })) as string;
    return raw.trim() === '' && question.optional ? undefined : accept(question, raw, flagOf(question.key));
  };

  const labelOf = ({ key }: Question) => {
    const known = text.questions[key as keyof Text['questions']];
    return known ? `${known.label} ${paint.dim(`– ${known.help}`)}` : key;
  };
  const choiceText = (question: Question, { value, label, note }: Choice<Value>) => {
    const named = (text.choices as Record<string, Record<string, string>>)[question.key]?.[String(value)];
    return named ? `${label} ${paint.dim(`– ${named}`)}` : note ? `${label} ${paint.dim(note)}` : label;
  };

  return {
    async ask(question, suggestion, choices) {
      if (question.kind === 'confirm') {
        const answer = await askYesNo(labelOf(question), suggestion?.value === true);
        return answer;
      }
      if (choices && choices.length > 0 && question.kind !== 'list') {
        const closed = question.kind === 'select';
        const picked = await ask({
          type: 'select',
          message: labelOf(question),
          loop: false,
          ...(suggestion && { default: suggestion.value }),
          choices: [
            ...choices.map((choice) => ({
              value: choice.value,
              name: choiceText(question, choice),
              short: choice.label,
            })),
            ...(closed ? [] : [{ value: OTHER, name: words.newOne }]),
            ...(question.optional ? [{ value: NONE, name: words.none }] : []),
          ],
        });
        if (picked === NONE) return undefined;
        return picked === OTHER ? typed(question, undefined) : (picked as Value);
      }
      return typed(question, suggestion?.value);
    },
    confirm: (line) => askYesNo(say(text, line), false),
    async typeName(name, why) {
      return String(
        await ask({
          type: 'input',
          message: `${paint.red(`${say(text, why)} ${words.severe}`)} ${words.typeToConfirm} (${name})`,
        }),
      );
    },
  };

  async function askYesNo(message: string, initial: boolean): Promise<boolean> {
    const reading = yesNo('confirm');
    const raw = (await ask({
      type: 'input',
      message: `${message} ${paint.dim(initial ? '[Y/n]' : '[y/N]')}`,
      validate: (entered: string) => entered.trim() === '' || !isBroken(reading.parse(entered)) || text.rules.yesNo(),
    })) as string;
    return raw.trim() === '' ? initial : reading.parse(raw) === true;
  }
}

const rawOf = (value: Value) => (Array.isArray(value) ? value.join(',') : String(value));
