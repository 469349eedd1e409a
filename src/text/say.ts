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

/** What an unknown creator is called is AWS's word for it. */
export const creatorText = (text: { creators: Record<string, string> }, creator: string): string =>
  text.creators[creator] ?? creator;

/** One on the same line, several on lines of their own. */
export const listed = (items: string[]): string =>
  items.length === 1 ? ` ${items[0]}` : items.map((item) => `\n  ${item}`).join('');

const MOST = 5;

/** The first of a long list, and how many more there are. */
export const someOf = (items: string[], more: (count: number) => string): string =>
  items.length > MOST ? `${items.slice(0, MOST).join(', ')} ${more(items.length - MOST)}` : items.join(', ');

export interface SilentAgent {
  instance: string;
  state: string;
}

/** Agents that do not listen, and how each is. */
export const silentText = (
  states: Record<string, string>,
  agents: SilentAgent[],
  more: (count: number) => string,
): string =>
  someOf(
    agents.map(({ instance, state }) => `${instance} (${agentState(states, state)})`),
    more,
  );
