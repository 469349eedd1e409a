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

/** One reason for a failure: what it is, how to tell that it is this one, and what to do. */
export type Cause = [cause: string, tell: string, fix: string];

export interface Explanation {
  /** What the code or the line says, in plain words. */
  means: string;
  /** The likeliest first. */
  causes: [Cause, ...Cause[]];
}
