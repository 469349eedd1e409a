// Asks people, through inquirer, which is loaded when the first question is asked. Prompts are written to stderr.
import type { ChalkInstance } from 'chalk';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
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
import type { Text } from '../text/en/index.ts';
import type { World } from '../world.ts';
import { say } from './say.ts';

interface PromptOptions {
  world: World;
  text: Text;
  paint: ChalkInstance;
  /** Called before each prompt: nothing else may be drawing. */
  before(): void;
}

/** A prompt of inquirer, and what stands before the place to type: the label stays once it is answered. */
interface Asking {
  type: 'input' | 'select';
  label: string;
  help?: string;
  /** Cells of what follows the message on its line; nothing does in a list. */
  tail?: number;
  [option: string]: unknown;
}

/** Cells to type in. */
const ROOM = 12;

/** Stands for "none of these": another value is typed. */
const OTHER = '\u0000other';
const NONE = '\u0000none';

export function promptsOf({ world, text, paint, before }: PromptOptions): Pick<Ui, 'ask' | 'confirm' | 'typeName'> {
  const { words } = text;

  /** All of it through `paint`: inquirer's own colours know stdout, not `--no-color`. */
  const themeOf = ({ label, help, tail = 0 }: Pick<Asking, 'label' | 'help' | 'tail'>) => ({
    prefix: { idle: paint.cyan('?'), done: paint.green('✔') },
    icon: { cursor: '❯' },
    style: {
      message: (_: string, status: string) =>
        status === 'done' ? paint.bold(label) : fitted(paint.bold(label) + (help ? ` ${paint.dim(help)}` : ''), tail),
      answer: (answer: string) => paint.cyan(answer),
      defaultAnswer: (answer: string) => paint.dim(`(${answer})`),
      error: (message: string) => paint.red(`> ${message}`),
      help: (message: string) => paint.dim(message),
      highlight: (choice: string) => paint.cyan(choice),
      disabled: (choice: string) => paint.dim(choice),
      description: (description: string) => paint.cyan(description),
      keysHelpTip: (keys: [string, string][]) => paint.dim(keys.length > 2 ? words.keysMany : words.keys),
    },
  });

  /** Broken between words, with room left on the last line: inquirer breaks inside words, and counts Hangul as narrow. */
  function fitted(message: string, tail: number): string {
    const columns = world.stderr.columns || 80;
    const lines = wrapAnsi(message, columns - 2, { hard: true }).split('\n');
    const full = stringWidth(lines.at(-1) ?? '') + 3 + tail + ROOM > columns;
    // What follows is set off by a space of its own.
    return lines.join('\n  ') + (tail > 0 && full ? '\n ' : '');
  }

  /** Asks one prompt of inquirer; Ctrl-C there is the same wish to stop as anywhere. */
  async function ask({ label, help, tail, ...prompt }: Asking): Promise<unknown> {
    before();
    const { default: inquirer } = await import('inquirer');
    const asking = inquirer.createPromptModule({
      input: world.stdin,
      output: world.stderr,
      signal: world.signal,
    } as never);
    const theme = themeOf({ label, help, tail });
    try {
      const { answer } = (await asking([{ ...prompt, theme, message: label, name: 'answer' }] as never)) as {
        answer: unknown;
      };
      return answer;
    } catch (error) {
      // A signal from outside: inquirer has been told, and says only that it was.
      if (world.signal.aborted) throw world.signal.reason;
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
      ...titleOf(question),
      tail: initial === undefined ? 1 : stringWidth(rawOf(initial)) + 2,
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

  const titleOf = ({ key }: Question): { label: string; help?: string } => {
    const known = text.questions[key as keyof Text['questions']];
    return known ? { label: known.label, help: `– ${known.help}` } : { label: key };
  };
  const choiceText = (question: Question, { value, label, note }: Choice<Value>) => {
    const named = (text.choices as Record<string, Record<string, string>>)[question.key]?.[String(value)];
    return named ? `${label} ${paint.dim(`– ${named}`)}` : note ? `${label} ${paint.dim(note)}` : label;
  };

  return {
    async ask(question, suggestion, choices) {
      if (question.kind === 'confirm') {
        return askYesNo(titleOf(question), suggestion?.value === true);
      }
      if (choices && choices.length > 0 && question.kind !== 'list') {
        const closed = question.kind === 'select';
        const picked = await ask({
          type: 'select',
          ...titleOf(question),
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
    confirm: (line) => askYesNo({ label: say(text, line) }, false),
    async typeName(name, why) {
      return String(
        await ask({
          type: 'input',
          label: `${paint.red(say(text, why))} ${words.typeToConfirm} (${name})`,
          tail: 1,
        }),
      );
    },
  };

  async function askYesNo({ label, help }: { label: string; help?: string }, initial: boolean): Promise<boolean> {
    const reading = yesNo('confirm');
    const keys = initial ? '[Y/n]' : '[y/N]';
    const raw = (await ask({
      type: 'input',
      label,
      help: help ? `${help} ${keys}` : keys,
      tail: 1,
      validate: (entered: string) => entered.trim() === '' || !isBroken(reading.parse(entered)) || text.rules.yesNo(),
      transformer: (entered: string, { isFinal }: { isFinal: boolean }) => {
        if (!isFinal) return entered;
        const agreed = entered.trim() === '' ? initial : reading.parse(entered) === true;
        return paint.cyan(agreed ? words.yes : words.no);
      },
    })) as string;
    return raw.trim() === '' ? initial : reading.parse(raw) === true;
  }
}

const rawOf = (value: Value) => (Array.isArray(value) ? value.join(',') : String(value));
