// The face for people: results on stdout, everything else on stderr. With a terminal it asks and keeps one live line.
import type { ChalkInstance } from 'chalk';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import type { Change } from '../engine/plan.ts';
import type { Value } from '../engine/question.ts';
import type { Envelope, Ui } from '../engine/ui.ts';
import type { Text } from '../text/en/index.ts';
import { kindText } from '../text/say.ts';
import { gridLines } from './grid.ts';
import type { Live } from './live.ts';
import { say } from './say.ts';
import { table } from './table.ts';

/** Somewhere to write: a terminal, or a file or pipe that wants neither colours nor broken lines. */
export interface Sheet {
  write(output: string): void;
  paint: ChalkInstance;
  /** Of a terminal. */
  columns?: number;
}

export interface People {
  text: Text;
  /** For the result. */
  out: Sheet;
  /** For everything else. */
  err: Sheet;
  quiet: boolean;
  now(): number;
  /** What asks, where there is somebody. */
  prompt?: Pick<Ui, 'ask' | 'confirm' | 'typeName'>;
  /** What is drawn over and over; without it a line is written when it changes, and each minute. */
  live?: Live;
}

const HEARTBEAT = 60_000;
/** Between two lines about something that moves on all the time. */
const STRIDE = 10_000;
/** Instances of a grid: more than one can watch anyway. */
const MOST_ROWS = 25;
/** The heading, how many are not shown, the legends, the live line, and what was said before. */
const AROUND_THE_GRID = 9;
/** Of a table where no terminal says how wide it is. */
const COLUMNS = 80;
/** Characters of a value in the plan: enough to know it by. */
const LONGEST = 140;
const SYMBOLS = { create: '+', update: '~', keep: '=', remove: '-' } as const;

export const shown = (text: Text, value: Value): string =>
  value === true
    ? text.words.yes
    : value === false
      ? text.words.no
      : Array.isArray(value)
        ? value.join(', ') || text.words.none
        : String(value);

/** A word that does not fit is left to the terminal: a path that is copied must be whole. Who reads a pipe gets one line. */
function entryLines(prefix: string, text: string, columns: number | undefined): string[] {
  if (columns === undefined || stringWidth(`${prefix} ${text}`) <= columns) return [text];
  const lines = wrapAnsi(text, columns - '  | '.length, { trim: false }).split('\n');
  return ['', ...lines.map((line, at) => (at > 0 ? line.trim() : line.trimEnd()))];
}

export function peopleFace({ text, out, err, quiet, now, prompt, live }: People): Ui {
  const { words, kinds } = text;
  const { paint } = err;
  const nobody = () => Promise.reject(new Error('Asked without anybody to ask.'));
  const note = (output: string) => {
    if (quiet) return;
    if (live) live.write(`${output}\n`);
    else err.write(`${output}\n`);
  };
  const wrapped = (message: string, indent = 0) =>
    message
      .split('\n')
      .flatMap((line) =>
        err.columns ? wrapAnsi(line, err.columns - indent, { hard: true, trim: false }).split('\n') : [line],
      )
      .map((line) => ' '.repeat(indent) + line)
      .join('\n');
  const colour = { create: paint.green, update: paint.yellow, keep: paint.dim, remove: paint.red };
  const nameOf = ({ kind, name }: Pick<Change, 'kind' | 'name'>) => `${kindText({ kinds }, kind)} ${paint.bold(name)}`;
  let waiting: { message: string; since: number } | undefined;
  let advancedAt: number | undefined;

  function complain(error: Envelope['error']): void {
    err.write(`${wrapped(`${paint.red(`${words.error}:`)} ${error?.message ?? ''}`)}\n`);
    // A hint may be a command to copy: broken into lines, its first half would run alone.
    if (error?.hint) err.write(`${paint.dim('→')} ${error.hint}\n`);
    if (error?.aws?.requestId) err.write(paint.dim(`${words.requestId} ${error.aws.requestId}\n`));
  }

  const plain = (json: unknown): string => {
    if (json === null || json === undefined) return words.none;
    if (Array.isArray(json)) return json.map(plain).join(', ') || words.none;
    if (typeof json !== 'object') return String(json);
    return Object.entries(json)
      .map(([key, inner]) => `${key} ${plain(inner)}`)
      .join(' · ');
  };
  const value = (json: unknown) => {
    const text = plain(json);
    return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  };

  return {
    interactive: prompt !== undefined,
    ...(live && {
      board: {
        get rows() {
          return Math.max(1, Math.min(MOST_ROWS, live.height - AROUND_THE_GRID));
        },
        draw: (grid) => live.block((columns) => gridLines(grid, text, paint, columns)),
        leave: () => live.leave(),
      },
    }),
    header({ account, region, profile, sandbox }) {
      const parts = [
        `${words.account} ${account}`,
        `${words.region} ${region}`,
        ...(profile ? [`${words.profile} ${profile}`] : []),
        ...(sandbox ? [`${words.sandbox} ${sandbox}`] : []),
      ];
      note(paint.dim(wrapped(parts.join(' · '))));
    },
    step(name) {
      const step = text.steps[name as keyof Text['steps']];
      note(`\n${wrapped(`${paint.bold(step.title)} ${paint.dim(step.about)}`)}`);
    },
    answered({ key, value, source }) {
      const label = text.questions[key as keyof Text['questions']]?.label ?? key;
      note(
        wrapped(
          `${paint.green('✔')} ${label}  ${paint.cyan(shown(text, value))} ${paint.dim(`(${text.sources[source]})`)}`,
        ),
      );
    },
    ask: prompt?.ask ?? nobody,
    confirm: prompt?.confirm ?? nobody,
    typeName: prompt?.typeName ?? nobody,
    plan(changes) {
      note(`\n${paint.bold(words.plan)}`);
      let step = '';
      for (const change of changes) {
        if (change.step !== step) note(`  ${paint.underline(text.steps[change.step as keyof Text['steps']].title)}`);
        step = change.step;
        note(wrapped(colour[change.verb](`${SYMBOLS[change.verb]} ${text.verbs[change.verb]} `) + nameOf(change), 4));
        const rows =
          change.verb === 'keep'
            ? []
            : change.differs.map(({ key, from, to }) => [
                key,
                change.verb === 'create' ? value(to) : `${value(from)} → ${value(to)}`,
              ]);
        for (const row of table(rows, err.columns ?? COLUMNS, 8)) note(paint.dim(row));
        for (const line of change.notes) note(paint.cyan(wrapped(say(text, line), 8)));
        for (const { why } of change.severe) note(paint.red(wrapped(`! ${say(text, why)}`, 8)));
      }
      note('');
    },
    applying(change) {
      const doing = `${text.verbs[change.verb]} ${nameOf(change)}`;
      live?.show(doing);
      return () => note(wrapped(`${paint.green('✔')} ${doing}`));
    },
    wait(line) {
      if (!line) {
        live?.clear();
        waiting = undefined;
        return;
      }
      const message = say(text, line);
      if (live && !quiet) return live.show(message);
      if (waiting?.message === message && now() - waiting.since < HEARTBEAT) return;
      note(paint.dim(wrapped(`… ${waiting?.message === message ? `${words.stillWaiting}: ` : ''}${message}`)));
      waiting = { message, since: now() };
    },
    advance(line) {
      if (!line) {
        live?.clear();
        advancedAt = undefined;
        return;
      }
      if (live && !quiet) return live.show(say(text, line));
      advancedAt ??= now();
      if (now() - advancedAt < STRIDE) return;
      note(paint.dim(wrapped(`… ${say(text, line)}`)));
      advancedAt = now();
    },
    say: (line) => note(wrapped(say(text, line))),
    warn: (line) => note(paint.yellow(wrapped(`${words.warning}: ${say(text, line)}`))),
    target({ instance, event, status, message }) {
      const mark = status === 'Succeeded' ? paint.green('✔') : status === 'Failed' ? paint.red('✘') : paint.dim('·');
      note(wrapped(`  ${mark} ${instance} ${event} ${status}${message ? ` ${message}` : ''}`));
    },
    entry({ time, instance, source, event, text }) {
      live?.clear();
      const at = time?.slice(0, 19).replace('T', ' ') ?? ' '.repeat(19);
      const prefix = `${[at, instance, source, event].filter(Boolean).join(' ')} |`;
      const [first = '', ...more] = entryLines(prefix, text, out.columns);
      out.write(`${out.paint.dim(prefix)}${first && ` ${first}`}\n`);
      for (const line of more) out.write(`${out.paint.dim('  |')} ${line}\n`);
    },
    finish({ next, error }, blocks, told) {
      live?.clear();
      for (const block of blocks) {
        if ('lines' in block) {
          out.write(`${block.lines.join('\n')}\n`);
          continue;
        }
        if (block.title !== undefined) out.write(`${out.paint.bold(block.title)}\n`);
        out.write(`${table(block.rows, out.columns ?? COLUMNS, 2).join('\n')}\n`);
      }
      if (error && !told) complain(error);
      if (next.length > 0) note(`\n${paint.bold(words.next)}\n${next.map((command) => `  ${command}`).join('\n')}`);
    },
    fail({ error }) {
      live?.clear();
      complain(error);
    },
  };
}
