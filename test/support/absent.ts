// Answers of AWS from which a member is missing: all but a few are optional, and emulators and other Regions leave some out.
import { type Act, acts } from './acts.ts';
import type { Bench, Ran, RecordedCall } from './run.ts';

type Members = Record<string, unknown>;

/** `iam.getRole Role.Tags[].Key` -> a member of an answer, in whichever answer of that operation it stands. */
export interface Absent {
  call: string;
  path: string[];
}

export const textOf = ({ call, path }: Absent) => `${call} ${path.join('.')}`;

const nameOf = ({ service, operation }: RecordedCall) => `${service}.${operation}`;
const isBranch = (value: unknown): value is Members | unknown[] =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array);

function* pathsIn(value: unknown, path: string[] = []): Generator<string[]> {
  if (!isBranch(value)) return;
  const entries = Array.isArray(value) ? value.map((one) => ['[]', one] as const) : Object.entries(value);
  for (const [key, inner] of entries) {
    if (inner === undefined) continue;
    if (key !== '[]') yield [...path, key];
    yield* pathsIn(inner, [...path, key]);
  }
}

export function membersOf(calls: RecordedCall[]): Absent[] {
  const found = new Map<string, Absent>();
  for (const call of calls)
    for (const path of pathsIn(call.output)) {
      const absent = { call: nameOf(call), path };
      found.set(textOf(absent), absent);
    }
  return [...found.values()];
}

function remove(value: unknown, [key = '', ...rest]: string[]): void {
  if (!isBranch(value)) return;
  if (key === '[]') for (const one of value as unknown[]) remove(one, rest);
  else if (rest.length === 0) delete (value as Members)[key];
  else remove((value as Members)[key], rest);
}

export interface Question {
  name: string;
  start(): Promise<Bench>;
  command(here: Bench): string[];
}

const json = ['--sandbox', '--output', 'json', '--timeout', '10m'];
const walked = () => acts.find(({ name }) => name === 'asg hook suspend')!.start();

/** What only reads, and the whole walk. */
export const questions: Question[] = [
  ...['status', 'doctor', 'logs', 'deploy list', 'deploy show', 'asg hook status'].map((words) => ({
    name: words,
    start: walked,
    command: () => [...words.split(' '), ...json],
  })),
  { name: 'init, all there', start: walked, command: () => ['init', '--dry-run', ...json] },
  ...acts
    .filter(({ name }) =>
      ['init, the book', 'asg rescue, nobody in service', 'deploy rollback afterwards'].includes(name),
    )
    .map(({ name, start, command }: Act) => ({
      name,
      start,
      command: (here: Bench) => [...command(here), '--timeout', '10m'],
    })),
];

export const ask = async ({ start, command }: Question, absent?: Absent): Promise<Ran> => {
  const here = await start();
  return here.run(command(here), {
    onCall: (call, moment) => {
      if (moment === 'after' && absent && nameOf(call) === absent.call) remove(call.output, absent.path);
    },
  });
};

/** Empty where it was answered, or refused with a sentence. */
export async function wrongWithout(question: Question, absent: Absent): Promise<string> {
  const { exitCode, envelope, stderr } = await ask(question, absent);
  if (exitCode !== 1 && !/^ {4}at /m.test(stderr)) return '';
  return `${textOf(absent)}: exit ${exitCode} ${envelope.error?.message}`;
}
