// Instances × lifecycle events as lines: a mark per event, and the one that matters at the end of the row.
import type { ChalkInstance } from 'chalk';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import type { Grid, GridRow } from '../engine/grid.ts';
import type { Text } from '../text/en/index.ts';

type Mark = 'succeeded' | 'running' | 'failed' | 'skipped' | 'waiting';

/** None of them is wide in terminals that draw ambiguous characters as wide as Hangul. */
const SIGNS: Record<Mark, string> = { succeeded: '✔', running: '»', failed: '✘', skipped: '-', waiting: '.' };
const MARKS: Record<string, Mark> = {
  Succeeded: 'succeeded',
  InProgress: 'running',
  Failed: 'failed',
  Skipped: 'skipped',
};
const markOf = (status: string): Mark => MARKS[status] ?? 'waiting';

/** Names on premises may be long: the marks need their room. */
const LONGEST_NAME = 30;

export function gridLines({ rows, hidden }: Grid, text: Text, paint: ChalkInstance, columns: number): string[] {
  const colours = {
    succeeded: paint.green,
    running: paint.cyan,
    failed: paint.red,
    skipped: paint.dim,
    waiting: paint.dim,
  };
  const signs = Object.fromEntries(
    Object.entries(SIGNS).map(([mark, sign]) => [mark, colours[mark as Mark](sign)]),
  ) as Record<Mark, string>;
  const names = rows.map(({ instance, label }) => [cut(instance, LONGEST_NAME), label].filter(Boolean).join(' '));
  const widest = Math.max(0, ...names.map((name) => stringWidth(name)));
  const events = Math.max(0, ...rows.map((row) => row.events.length));
  // Marks stand apart where the longest name of an event still fits beside them.
  const gap = widest + 2 * events + LONGEST_EVENT + 6 <= columns ? ' ' : '';

  const room = columns - 1;
  const lines = rows.map((row, at) => {
    const name = names[at] ?? '';
    const cells = Array.from({ length: events }, (_, index) => {
      const event = row.events[index];
      return event ? signs[markOf(event.status)] : ' ';
    });
    const now = nowOf(row);
    const line = `  ${name}${' '.repeat(widest - stringWidth(name))}  ${cells.join(gap)}  ${colours[now.mark](now.text)}`;
    const width = 6 + widest + events + Math.max(0, events - 1) * gap.length + now.text.length;
    return width <= room ? line : cut(line, room);
  });
  const heads = headsOf(rows);
  const above = heads.length > 0 ? [`${' '.repeat(widest + 4)}${heads.map((_, at) => LETTERS[at]).join(gap)}`] : [];
  // A letter stays with its name.
  const named = heads.map((name, at) => `${LETTERS[at]}\u00a0${name}`).join(' ');
  const wrapped =
    named && columns > LONGEST_EVENT + 6
      ? wrapAnsi(named, room - 2)
          .replaceAll('\u00a0', ' ')
          .split('\n')
      : [];
  const legend = Object.entries(SIGNS).map(([mark, sign]) => `${sign} ${text.marks[mark as Mark]}`);
  const below = [...(hidden > 0 ? [text.marks.hidden({ count: hidden })] : []), ...wrapped, legend.join('  ')];
  return [
    ...above.map((line) => paint.dim(cut(line, room))),
    ...lines,
    ...below.map((line) => paint.dim(cut(`  ${line}`, room))),
  ];
}

/** The columns are lettered, for the names of thirteen events are wider than a screen. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** What each column stands for; nothing where rows differ, as blue and green do. */
function headsOf(rows: readonly GridRow[]): string[] {
  const [first, ...others] = rows
    .filter(({ events }) => events.length > 0)
    .map(({ events }) => events.map(({ name }) => name));
  return first && others.every((other) => other.join() === first.join()) ? first : [];
}

const LONGEST_EVENT = 'BeforeAllowTraffic'.length;

/** The event that failed, or that runs; of what has ended or not begun, the status of the instance. */
function nowOf({ status, events }: GridRow): { text: string; mark: Mark } {
  const at = events.find((event) => event.status === 'Failed') ?? events.find((event) => event.status === 'InProgress');
  return at ? { text: at.name, mark: markOf(at.status) } : { text: status, mark: markOf(status) };
}

/** What would not fit is left away: a broken line would move all that is drawn after it. */
const cut = (line: string, columns: number): string =>
  stringWidth(line) <= columns
    ? line
    : (wrapAnsi(line, Math.max(1, columns), { hard: true, trim: false, wordWrap: false }).split('\n')[0] ?? '');
