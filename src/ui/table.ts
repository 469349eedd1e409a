// Rows that line up in a terminal: Hangul is two cells wide, and nothing is wider than the screen.
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

const GAP = 2;
/** No column is narrower than one Hangul syllable. */
const NARROWEST = 2;

/** Each row as lines; what does not fit into its column is wrapped, and the last column takes what is left of `columns`. */
export function table(rows: readonly (readonly string[])[], columns: number, indent = 0): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = widthsOf(rows, count, columns - indent - (count - 1) * GAP);
  return rows.flatMap((row) => {
    const cells = widths.map((width, index) => wrapAnsi(row[index] ?? '', width, { hard: true }).split('\n'));
    const height = Math.max(1, ...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      `${' '.repeat(indent)}${cells.map((lines, index) => pad(lines[at] ?? '', index === count - 1 ? 0 : widths[index]!)).join(' '.repeat(GAP))}`.trimEnd(),
    );
  });
}

/** What fits into `width` cells, with a sign that something was left out. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const letter of text) {
    if (stringWidth(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

function widthsOf(rows: readonly (readonly string[])[], count: number, room: number): number[] {
  if (count === 0) return [];
  const natural = Array.from({ length: count }, (_, index) =>
    Math.max(NARROWEST, ...rows.flatMap((row) => (row[index] ?? '').split('\n').map((line) => stringWidth(line)))),
  );
  const share = Math.floor(room / count);
  const first = natural.slice(0, -1).map((width) => Math.min(width, Math.max(NARROWEST, share + 8)));
  const left = () => first.reduce((rest, width) => rest - width, room);
  const last = Math.max(NARROWEST, Math.min(natural.at(-1)!, share - 8));
  while (left() < last && Math.max(...first) > NARROWEST) first[first.indexOf(Math.max(...first))]!--;
  return [...first, Math.max(NARROWEST, left())];
}

const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
