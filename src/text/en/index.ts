// English: this catalogue defines the vocabulary. Every other language must match it to compile.
import { blueGreen, blueGreenCommands, blueGreenErrors, blueGreenFlags, blueGreenMessages } from './bluegreen.ts';
import { bundle } from './bundle.ts';
import { commands, exitCodes, flags, usage } from './commands.ts';
import { type CheckKey, checks, creators, deploymentMessages, shown, time } from './deployments.ts';
import { atWork, destroyMessages, left } from './destroy.ts';
import { doctor, checks as doctorChecks } from './doctor.ts';
import { errors } from './errors.ts';
import { examples } from './examples.ts';
import type { Explanations } from './explain/index.ts';
import { exportMessages } from './export.ts';
import { exported } from './exported.ts';
import { faults, faultWords } from './faults.ts';
import { findings, lint } from './findings.ts';
import { help } from './help.ts';
import { hook, hookErrors, hookMessages } from './hook.ts';
import { logMessages } from './logs.ts';
import { messages } from './messages.ts';
import { gives, kinds, sources, steps, type tasks, verbs, words } from './names.ts';
import { pipeline, pipelineMessages } from './pipeline.ts';
import { choices, questions } from './questions.ts';
import { report, reportCommands, reportFlags, reportMessages } from './report.ts';
import { reasons, rules } from './rules.ts';
import { sessionChecks, sessionCommands, sessionErrors, sessionFlags, sessionMessages, sessions } from './sessions.ts';
import { simulate, simulateCommands, simulateFlags } from './simulate.ts';
import { running, statusMessages } from './status.ts';
import { causes, marks, watchErrors, watchMessages } from './watch.ts';

export const en = {
  kinds,
  steps,
  gives,
  verbs,
  sources,
  rules,
  reasons,
  findings,
  lint,
  messages: {
    ...messages,
    ...bundle,
    ...deploymentMessages,
    ...watchMessages,
    ...hookMessages,
    ...destroyMessages,
    ...logMessages,
    ...statusMessages,
    ...exportMessages,
    ...pipelineMessages,
    ...blueGreenMessages,
    ...sessionMessages,
    ...reportMessages,
  },
  causes,
  marks,
  errors: { ...errors, ...watchErrors, ...hookErrors, ...blueGreenErrors, ...sessionErrors, atWork },
  usage,
  hook,
  left,
  blueGreen,
  questions,
  choices,
  words,
  commands,
  flags,
  blueGreenCommands,
  blueGreenFlags,
  simulate,
  simulateCommands,
  simulateFlags,
  sessions,
  sessionCommands,
  sessionFlags,
  report,
  reportCommands,
  reportFlags,
  exitCodes,
  examples,
  help,
  pipeline,
  /** Loaded when first needed: it is longer than all the rest. */
  explanations: async (): Promise<Explanations> => (await import('./explain/index.ts')).explanations,
  faults,
  faultWords,
  creators,
  time,
  shown,
  running,
  checks,
  doctor,
  doctorChecks: { ...doctorChecks, ...sessionChecks },
  exported,
};

export type { CheckKey };
export type Text = typeof en;
export type { CauseKey } from './watch.ts';
export type TopicName = keyof typeof help.about;
export type LeftKey = keyof typeof left;
export type TaskKey = keyof typeof tasks;
export type KindKey = keyof typeof kinds;
export type RuleKey = keyof typeof rules;
export type ReasonKey = keyof typeof reasons;
/** A reason with what its sentence needs. */
export type Reason = {
  [K in ReasonKey]: { why: K; data: Parameters<(typeof reasons)[K]> extends [infer D] ? D : Record<string, never> };
}[ReasonKey];
export type FindingId = keyof typeof findings;
export type FindingData<K extends FindingId> =
  Parameters<(typeof findings)[K]> extends [infer D] ? D : Record<string, never>;
export type CheckId = keyof Text['doctorChecks'];
/** What the sentences of a check are given, but for where it looks. */
export type CheckData<K extends CheckId> = Omit<
  Needed<Text['doctorChecks'][K]['evidence']> & Needed<Text['doctorChecks'][K]['fix']>,
  'region' | 'profile' | 'application' | 'group'
>;
type Needed<Sentence> = Sentence extends (data: infer D) => string ? (unknown extends D ? object : D) : object;
export type CheckGroup = keyof typeof doctor.groups;
export type Unseen = keyof typeof doctor.unknown;
export type SourceKey = keyof Text['sources'];
export type MessageKey = keyof Text['messages'];
export type MessageData<K extends MessageKey> =
  Parameters<Text['messages'][K]> extends [infer D] ? D : Record<string, never>;
export type ErrorCode = Extract<keyof Text['errors'], string>;
export type ErrorData<C extends ErrorCode> =
  Parameters<Text['errors'][C]> extends [infer D] ? D : Record<string, never>;
export type QuestionKey = keyof Text['questions'];
