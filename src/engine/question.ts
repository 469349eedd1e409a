// One definition per question: its key is its flag, its variable, its config key, and the name of its text.
import type { RuleKey, SourceKey } from '../text/en/index.ts';
import { WizardError } from './errors.ts';

export type Value = string | number | boolean | string[];

/** A rule of the catalogue that a value breaks, with what its sentence needs. */
export type Broken = { rule: RuleKey; data?: Record<string, string | number> };

/** A rule that is a pattern tells it: editors check it too. In a list it is that of each item. */
export interface Check<T> {
  (value: T): Broken | undefined;
  readonly pattern?: RegExp;
}

export interface Suggestion<T> {
  value: T;
  /** Where it comes from, as a key of the catalogue's `sources`. */
  from: SourceKey;
}

export interface Choice<T> {
  value: T;
  label: string;
  note?: string;
}

export interface Look {
  /** The answers so far, by key. */
  readonly want: Readonly<Record<string, Value | undefined>>;
}

export interface Question<T extends Value | undefined = Value | undefined, L extends Look = never> {
  readonly key: string;
  readonly kind: 'text' | 'select' | 'confirm' | 'number' | 'list';
  /** The value a raw string stands for, or the rule it breaks. */
  parse(raw: string): NonNullable<T> | Broken;
  check?(value: NonNullable<T>): Broken | undefined;
  suggest?(look: L): Promise<Suggestion<NonNullable<T>> | undefined> | Suggestion<NonNullable<T>> | undefined;
  choices?(look: L): Promise<Choice<NonNullable<T>>[]> | Choice<NonNullable<T>>[];
  when?(look: L): boolean;
  /** Its suggestion asks AWS, or is needed to: it is looked up with those of the others, ahead of its turn. */
  readonly ahead?: boolean;
  /** No answer is an answer. */
  readonly optional?: boolean;
  /** Not asked while something suggests an answer. */
  readonly quiet?: boolean;
  /** AWS or a default always suggests an answer: it is never missing for want of an account to look at. */
  readonly selfAnswering?: boolean;
  /** Not written to the config file: it changes from run to run. */
  readonly fleeting?: boolean;
}

export type Questions = Record<string, Question>;
export type Want<Q> = { readonly [K in keyof Q]: Q[K] extends Question<infer T, never> ? T : never };

export const isBroken = (value: unknown): value is Broken =>
  typeof value === 'object' && value !== null && 'rule' in value;

/** `sourceInstance` -> `--source-instance` */
export const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** `sourceInstance` -> `CODEDEPLOY_WIZARD_SOURCE_INSTANCE` */
export const variableOf = (key: string) =>
  `CODEDEPLOY_WIZARD_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** The checked value of `raw`, wherever it was given; a flag and a typed answer meet the same rules. */
export function accept(question: Question, raw: string, where: string): Value {
  const value = question.parse(raw);
  const broken = isBroken(value) ? value : question.check?.(value as never);
  if (broken) throw new WizardError('invalidValue', { where, value: raw, ...broken });
  return value as Value;
}

/** The pattern of its rule, where that is one. */
export const patternOf = ({ check }: Question): RegExp | undefined => (check as Check<never> | undefined)?.pattern;

/** All that a question takes, told by its refusal of anything else. */
export function optionsOf(question: Question): string[] | undefined {
  const nothing = '\u0000';
  const refused = question.kind === 'select' ? question.parse(nothing) : undefined;
  const items = question.kind === 'list' ? question.check?.([nothing] as never) : undefined;
  const { rule, data } = (refused ?? items ?? {}) as Partial<Broken>;
  return rule === 'oneOf' ? String(data?.options).split(', ') : undefined;
}

type Spec<T extends Value | undefined, L extends Look> = Omit<Question<T, L>, 'kind' | 'parse' | 'key'>;

export const text = <L extends Look, T extends string | undefined = string>(
  key: string,
  spec: Spec<T, L> = {},
): Question<T, L> => ({
  key,
  kind: 'text',
  parse: (raw) => (raw.trim() ? (raw.trim() as NonNullable<T>) : { rule: 'empty' }),
  ...spec,
});

export const select = <L extends Look, T extends string | undefined = string>(
  key: string,
  options: readonly NonNullable<T>[] | undefined,
  spec: Spec<T, L> = {},
): Question<T, L> => ({
  key,
  kind: 'select',
  parse: (raw) =>
    !options || options.includes(raw as NonNullable<T>)
      ? (raw as NonNullable<T>)
      : { rule: 'oneOf', data: { options: options.join(', ') } },
  ...(options && { choices: () => options.map((value) => ({ value, label: value })) }),
  ...spec,
});

const YES = /^(y|yes|true|1|예|네|ㅛ)$/i;
const NO = /^(n|no|false|0|아니요|아니오|ㅜ)$/i;

export const confirm = <L extends Look, T extends boolean | undefined = boolean>(
  key: string,
  spec: Spec<T, L> = {},
): Question<T, L> => ({
  key,
  kind: 'confirm',
  parse: (raw) =>
    YES.test(raw.trim())
      ? (true as NonNullable<T>)
      : NO.test(raw.trim())
        ? (false as NonNullable<T>)
        : { rule: 'yesNo' },
  ...spec,
});

export const number = <L extends Look, T extends number | undefined = number>(
  key: string,
  spec: Spec<T, L> = {},
): Question<T, L> => ({
  key,
  kind: 'number',
  parse: (raw) => (/^\d{1,9}$/.test(raw.trim()) ? (Number(raw) as NonNullable<T>) : { rule: 'wholeNumber' }),
  ...spec,
});

export const list = <L extends Look, T extends string[] | undefined = string[]>(
  key: string,
  spec: Spec<T, L> = {},
): Question<T, L> => ({
  key,
  kind: 'list',
  parse: (raw) =>
    raw
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean) as NonNullable<T>,
  ...spec,
});
