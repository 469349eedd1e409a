// Collects the answers: flag, then environment, then config file, then what AWS or the repository suggests, then the prompt.

import type { SourceKey } from '../text/en/index.ts';
import { isWizardError, WizardError } from './errors.ts';
import { canonical } from './json.ts';
import { accept, flagOf, type Look, type Question, type Value, variableOf } from './question.ts';
import type { Ui } from './ui.ts';

export interface Answer {
  key: string;
  value: Value;
  source: SourceKey;
  question: Question;
}

/** What was given before anybody is asked: raw strings by question key, each with how it is named to the user. */
export interface Given {
  flags: Record<string, string>;
  variables: Record<string, string>;
  /** Already checked when the file was read. */
  config: Record<string, Value>;
}

/** What was said in the first of these places, as it stands there: unchecked, but for the file. */
export const asGiven = ({ flags, variables, config }: Given, key: string): string | undefined =>
  flags[key] ?? variables[key] ?? (config[key] as string | undefined);

export interface Missing {
  key: string;
  flag: string;
  variable: string;
}

export interface QuestionGroup {
  /** The step they belong to; empty for those that come before all. */
  name: string;
  questions: Question[];
  /** Asked only what nothing suggests. */
  quiet: boolean;
  /** What must have happened before the first of them is asked. */
  before?(): Promise<void>;
  /** Whether these questions matter, seen from the answers so far. */
  when?(want: Look['want']): boolean;
}

export interface AnswerOptions {
  given: Given;
  look: Look & { want: Record<string, Value | undefined> };
  ui: Ui;
  /** Called as soon as somebody has typed an answer: an interrupted run does not ask it again. */
  keep(answer: Answer): Promise<void> | void;
  /** Whether a look-up that failed like this merely suggests nothing. */
  forgives?(error: unknown): boolean;
}

/** Without an account to look at nothing can be suggested; what is missing is still listed whole. */
export const NOWHERE_TO_LOOK: ReadonlySet<string> = new Set([
  'noCredentials',
  'expiredCredentials',
  'regionMissing',
  'unreachable',
]);

/** A template, the group that launches from it, its instances: no chain of suggestions is longer. */
const MOST_ROUNDS = 5;

/**
 * Answers `groups` of questions in order; a question that stands in two groups is answered once.
 * All that is missing with nobody to ask is listed at once.
 */
export async function answer(
  groups: QuestionGroup[],
  { given, look, ui, keep, forgives }: AnswerOptions,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const missing: Missing[] = [];
  const seen = new Set<string>();
  /** Answered by a suggestion alone, in passing. */
  const silent = new Map<string, Answer>();
  let without: WizardError | undefined;

  // A value that breaks a rule is refused before anything is looked up for another.
  const checked = new Map<string, { value: Value; source: SourceKey }>();
  for (const { questions } of groups) for (const question of questions) check(question);

  let ahead: Promise<void> | undefined;
  try {
    await goThrough();
  } finally {
    await ahead;
  }

  if (without) throw Object.assign(without, { missing });
  if (missing.length > 0) throw Object.assign(new WizardError('missingAnswers', { missing }), { answers });
  return answers;

  async function goThrough() {
    for (const { name, questions, quiet, before, when } of groups) {
      await before?.();
      if (name) ahead ??= lookAhead();
      if (when && !when(look.want)) continue;
      if (!quiet && name) ui.step(name);
      for (const question of questions) {
        if (seen.has(question.key)) continue;
        if (question.when && !question.when(look as never)) continue;
        // Only looked up here: where it matters more it may still be asked.
        const inPassing = quiet || question.quiet === true;
        const earlier = silent.get(question.key);
        if (earlier && (inPassing || !ui.interactive)) continue;

        let found = checked.get(question.key);
        let asked = false;

        if (!found) {
          const suggestion = await attempt(() => question.suggest?.(look as never));
          asked = ui.interactive && !(inPassing && (suggestion || question.optional));
          if (asked) {
            const choices = await attempt(() => question.choices?.(look as never));
            const value = await ui.ask(question, suggestion, choices);
            if (value !== undefined)
              found = { value, source: suggestion && value === suggestion.value ? suggestion.from : 'typed' };
          } else if (suggestion) found = { value: suggestion.value, source: suggestion.from };
        }

        if (found) {
          const given: Answer = { key: question.key, ...found, question };
          look.want[question.key] = found.value;
          if (earlier) answers.splice(answers.indexOf(earlier), 1);
          answers.push(given);
          if (inPassing && !checked.has(question.key)) silent.set(question.key, given);
          else seen.add(question.key);
          // What was asked stands on the screen already.
          if (!quiet && !asked) ui.answered(given);
          if (found.source === 'typed' && !question.fleeting) await keep(given);
        } else if (!question.optional && !(without && question.selfAnswering)) {
          seen.add(question.key);
          missing.push({ key: question.key, flag: flagOf(question.key), variable: variableOf(question.key) });
        }
      }
    }
  }

  /** Answers nothing: what each suggestion reads is under way when its question has its turn. */
  async function lookAhead() {
    const known = Object.fromEntries([...checked].map(([key, { value }]) => [key, value]));
    const guess = { ...look, want: { ...look.want, ...known } };
    const open = groups.flatMap(({ questions }) => questions).filter(({ key, ahead }) => ahead && !(key in guess.want));
    // What one suggests may be what another's is made from.
    for (let rounds = 0, before = ''; rounds < MOST_ROUNDS && before !== canonical(guess.want); rounds++) {
      before = canonical(guess.want);
      await Promise.all(
        open.map(async ({ key, when, suggest }) => {
          try {
            if (when && !when(guess as never)) return;
            const suggestion = await suggest?.(guess as never);
            if (suggestion) guess.want[key] = suggestion.value;
          } catch {
            // Told in its turn, if it comes.
          }
        }),
      );
    }
  }

  function check(question: Question) {
    const { key } = question;
    const flag = given.flags[key];
    const variable = given.variables[key];
    const configured = given.config[key];
    if (flag !== undefined) checked.set(key, { value: accept(question, flag, flagOf(key)), source: 'flag' });
    else if (variable !== undefined)
      checked.set(key, { value: accept(question, variable, variableOf(key)), source: 'environment' });
    else if (configured !== undefined) checked.set(key, { value: configured, source: 'file' });
  }

  async function attempt<T>(suggest: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await suggest();
    } catch (error) {
      if (forgives?.(error)) return undefined;
      if (!ui.interactive && isWizardError(error) && NOWHERE_TO_LOOK.has(error.code)) {
        without = error;
        return undefined;
      }
      throw error;
    }
  }
}
