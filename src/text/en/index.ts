// English: this catalogue defines the vocabulary. Every other language must match it to compile.
import { commands, exitCodes, flags, usage } from './commands.ts';
import { errors } from './errors.ts';
import { hook, hookErrors, hookMessages } from './hook.ts';
import { messages } from './messages.ts';
import { kinds, sources, steps, type tasks, verbs, words } from './names.ts';
import { choices, questions } from './questions.ts';
import { reasons, rules } from './rules.ts';

export const en = {
  kinds,
  steps,
  verbs,
  sources,
  rules,
  reasons,
  messages: { ...messages, ...hookMessages },
  usage,
  errors: { ...errors, ...hookErrors },
  hook,
  questions,
  choices,
  words,
  commands,
  flags,
  exitCodes,
};

export type Text = typeof en;
export type TaskKey = keyof typeof tasks;
export type KindKey = keyof typeof kinds;
export type RuleKey = keyof typeof rules;
export type ReasonKey = keyof typeof reasons;
/** A reason with what its sentence needs. */
export type Reason = {
  [K in ReasonKey]: { why: K; data: Parameters<(typeof reasons)[K]> extends [infer D] ? D : Record<string, never> };
}[ReasonKey];
export type SourceKey = keyof Text['sources'];
export type MessageKey = keyof Text['messages'];
export type MessageData<K extends MessageKey> =
  Parameters<Text['messages'][K]> extends [infer D] ? D : Record<string, never>;
export type ErrorCode = Extract<keyof Text['errors'], string>;
export type ErrorData<C extends ErrorCode> =
  Parameters<Text['errors'][C]> extends [infer D] ? D : Record<string, never>;
export type QuestionKey = keyof Text['questions'];
