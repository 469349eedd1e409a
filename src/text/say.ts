// What both languages need to build a sentence.
import type { Reason, RuleKey, Text } from './en/index.ts';

export interface Sentence {
  message: string;
  /** What to type or do next. */
  hint?: string;
}

export interface What {
  kind: string;
  name: string;
}

export const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** The sentence end that a broken rule gives, in the language of `text`. */
export const ruleText = (text: Pick<Text, 'rules'>, rule: RuleKey, data?: Record<string, string | number>): string =>
  (text.rules[rule] as (data: unknown) => string)(data ?? {});

/** The sentence end that says why, in the language of `text`. */
export const reasonText = (text: Pick<Text, 'reasons'>, { why, data }: Reason): string =>
  (text.reasons[why] as (data: unknown) => string)(data);

/** What a kind is called, in the language of `text`; an unknown kind is called by its key. */
export const kindText = (text: { kinds: Record<string, string> }, kind: string): string => text.kinds[kind] ?? kind;

/** A state that has no name of its own is AWS's word for it. */
export const agentState = (states: Record<string, string>, state: string): string => states[state] ?? state;

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];
const unitOf = (bytes: number) =>
  Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3 + Number.EPSILON));
const inUnit = (bytes: number, unit: number) => (unit === 0 ? String(bytes) : (bytes / 1000 ** unit).toFixed(1));

/** `3.4 MB` */
export const sizeText = (bytes: number): string => `${inUnit(bytes, unitOf(bytes))} ${UNITS[unitOf(bytes)]}`;

/** How much of a whole, in the unit of the whole: 12.3 and `40.0 MB`. */
export const doneText = (done: number, total: number): string => inUnit(done, unitOf(total));

export const percentOf = (done: number, total: number): number => (total > 0 ? Math.floor((done / total) * 100) : 100);
