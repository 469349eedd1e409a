// What both languages need to build a sentence.
import type { Finding } from '../appspec/finding.ts';
import type { Reason, RuleKey, Text } from './en/index.ts';

export interface Sentence {
  message: string;
  /** What to type or do next. */
  hint?: string;
}

/** What is wrong, what comes of it, and what to do. */
export interface Advice {
  message: string;
  fix: string;
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

/** What somebody gave, on one line whatever is in it. */
export function quoted(value: string): string {
  const plain = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  return `\`${plain.length > 80 ? `${plain.slice(0, 79)}…` : plain}\``;
}

/** As it would be typed in a shell. */
export const typed = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** Whose findings a deployment is certain to fail of. */
export interface BrokenRevision {
  file: string;
  /** The command that shows all is about this. */
  folder?: string;
  findings: Finding[];
}

type Findings = Pick<Text, 'findings'>;

export const adviceOf = ({ findings }: Findings, { id, data }: Pick<Finding, 'id' | 'data'>): Advice =>
  (findings[id] as (data: unknown) => Advice)(data);

/** `appspec.yml:3:5`, counted as editors count. */
export const placeOf = (file: string, { mark, inside }: Pick<Finding, 'mark' | 'inside'>): string =>
  inside ? `${inside.file}:${inside.line}:${inside.column}` : `${file}:${mark.line + 1}:${mark.column + 1}`;

/** What is wrong and what to do, for the first few. */
export const findingLines = (text: Findings, { file, findings }: BrokenRevision, most = 5): string[] =>
  findings.slice(0, most).map((finding) => {
    const { message, fix } = adviceOf(text, finding);
    return `  ${placeOf(file, finding)}: ${message} ${fix}`;
  });

/** What a kind is called, in the language of `text`; an unknown kind is called by its key. */
export const kindText = (text: { kinds: Record<string, string> }, kind: string): string => text.kinds[kind] ?? kind;

/** A state that has no name of its own is AWS's word for it. */
export const agentState = (states: Record<string, string>, state: string): string => states[state] ?? state;

/** One reason for a failure: what it is, how to tell that it is this one, and what to do. */
export type Cause = [cause: string, tell: string, fix: string, id?: CauseId];

/** What AWS may still show after a deployment has failed. */
export type CauseId =
  | 'alarmBefore'
  | 'alarmGone'
  | 'asgEmpty'
  | 'asgGone'
  | 'detached'
  | 'notListening'
  | 'policyMissing';

export interface Explanation {
  /** What the code or the line says, in plain words. */
  means: string;
  /** The likeliest first. */
  causes: [Cause, ...Cause[]];
}
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];
const unitOf = (bytes: number) =>
  Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3 + Number.EPSILON));
const inUnit = (bytes: number, unit: number) => (unit === 0 ? String(bytes) : (bytes / 1000 ** unit).toFixed(1));

/** `3.4 MB` */
export const sizeText = (bytes: number): string => `${inUnit(bytes, unitOf(bytes))} ${UNITS[unitOf(bytes)]}`;

/** How much of a whole, in the unit of the whole: 12.3 and `40.0 MB`. */
export const doneText = (done: number, total: number): string => inUnit(done, unitOf(total));

export const percentOf = (done: number, total: number): number => (total > 0 ? Math.floor((done / total) * 100) : 100);
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
