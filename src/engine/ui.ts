// What the logic says and asks; the faces (terminal, plain, JSON) turn it into text.

import type { Answer } from './answers.ts';
import type { WizardError } from './errors.ts';
import type { Change } from './plan.ts';
import type { Choice, Question, Suggestion, Value } from './question.ts';
import type { Line, Progress } from './resource.ts';

/** The JSON document of every command: the contract with scripts. */
export interface Envelope {
  ok: boolean;
  command: string;
  version: string;
  sandbox: boolean;
  account: string | null;
  region: string | null;
  changes: {
    step: string;
    verb: string;
    kind: string;
    name: string;
    differs: { key: string; from: unknown; to: unknown }[];
  }[];
  gives: Record<string, Record<string, string>>;
  data: unknown;
  warnings: { code: string; message: string }[];
  next: string[];
  error: null | {
    code: string;
    message: string;
    hint: string | null;
    exitCode: number;
    missing?: { key: string; flag: string; variable: string }[];
    aws?: {
      operation: string;
      name: string;
      message: string;
      requestId: string | null;
      /** Of a refusal: what it was about, and the statement of a policy that would allow it. */
      action?: string;
      resource?: string;
      statement?: object;
    };
  };
}

/** How a person reads a result: rows and lines, laid out by the face. */
export type Block = { title?: string; rows: string[][] } | { lines: string[] };

/** One line of a log, told as soon as it is known. */
export interface LogEntry {
  /** ISO 8601 in UTC; null where nothing says when it was. */
  time: string | null;
  instance: string;
  /** `codedeploy`, or the file it stands in. */
  source: 'codedeploy' | 'agent' | 'deployments' | 'scripts';
  /** The lifecycle event it belongs to. */
  event: string | null;
  text: string;
}

export interface Ui extends Progress {
  /** Whether there is somebody to ask. */
  readonly interactive: boolean;
  /** First line of each command that writes. */
  header(data: { account: string; region: string; profile?: string; sandbox?: string; arn: string }): void;
  /** A step's questions begin. */
  step(name: string): void;
  /** One answer and where it came from. */
  answered(answer: Answer): void;
  ask(
    question: Question,
    suggestion: Suggestion<Value> | undefined,
    choices: Choice<Value>[] | undefined,
  ): Promise<Value | undefined>;
  /** A moderate confirmation: y/N, default No. */
  confirm(line: Line): Promise<boolean>;
  /** A severe one: what was typed. */
  typeName(name: string, why: Line): Promise<string>;
  plan(changes: Change[], answers: Answer[]): void;
  /** A change has begun; call the result when it is done. */
  applying(change: Change): () => void;
  /** What is being waited for, at each look; undefined when the wait is over. */
  wait(line: Line | undefined): void;
  /** Part of the result. */
  entry(entry: LogEntry): void;
  /** `told`: the blocks hold what the error of the envelope says. */
  finish(envelope: Envelope, blocks: Block[], told?: boolean): void;
  fail(envelope: Envelope, error: WizardError): void;
}
