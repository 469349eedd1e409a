// Rows that line up in a terminal: Hangul is two cells wide, and nothing is wider than the screen.
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const GAP = 2;

/** Each row as lines; the last column is wrapped to what is left of `columns`. */
export function table(rows: readonly (readonly string[])[], columns: number, indent = 0): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const room = columns - indent - (count - 1) * GAP;
  const natural = Array.from({ length: count }, (_, index) =>
    Math.max(0, ...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  const widths = natural.map((width, index) => {
    const before = natural.slice(0, index).reduce((sum, each) => sum + Math.min(each, Math.floor(room / count) + 8), 0);
    return index === count - 1
      ? Math.max(1, room - before)
      : Math.min(width, Math.max(1, Math.floor(room / count) + 8));
  });
  return rows.flatMap((row) => {
    const cells = widths.map((width, index) =>
      wrapAnsi(row[index] ?? '', Math.max(1, width), { hard: true }).split('\n'),
    );
    const height = Math.max(1, ...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      `${' '.repeat(indent)}${cells.map((lines, index) => pad(lines[at] ?? '', index === count - 1 ? 0 : widths[index]!)).join(' '.repeat(GAP))}`.trimEnd(),
    );
  });
}

const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
