// What a terminal shows, as a picture: text that can be selected, as wide as its cells whatever the font.
import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

/** Of a cell. */
const WIDTH = 8.4;
const HEIGHT = 19;
const MARGIN = 16;
const BAR = 30;

/** Letters of two cells are drawn a little larger, and as wide as these. */
const WIDE = 'class="w" lengthAdjust="spacingAndGlyphs" ';

const PAPER = '#0d1117';
const INK = '#e6edf3';
const DIM = '#9aa5b1';
const COLOURS = [
  '#6e7681',
  '#ff7b72',
  '#56d364',
  '#e3b341',
  '#79c0ff',
  '#d2a8ff',
  '#56d4dd',
  '#e6edf3',
  '#8b949e',
  '#ffa198',
  '#7ee787',
  '#f2cc60',
  '#a5d6ff',
  '#e2c5ff',
  '#76e3ea',
  '#ffffff',
];

interface Run {
  at: number;
  cells: number;
  text: string;
  style: string;
}

export interface Screen {
  lines: { text: string; runs: Run[] }[];
}

/** The screen after `written`, with what has scrolled away. */
export async function screenOf(written: string, columns: number): Promise<Screen> {
  const terminal = new headless.Terminal({ cols: columns, rows: 60, scrollback: 5_000, allowProposedApi: true });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  await new Promise<void>((resolve) => terminal.write(written, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => {
    const line = active.getLine(row)!;
    const runs: Run[] = [];
    for (let at = 0; at < columns; at++) {
      const cell = line.getCell(at)!;
      const cells = cell.getWidth();
      if (cells === 0) continue;
      const text = cell.getChars() || ' ';
      const style = styleOf(cell);
      const last = runs.at(-1);
      // Wide and narrow cells are set apart: a font may not draw the one twice as wide as the other.
      if (last && last.style === style && last.at + last.cells === at && last.cells / [...last.text].length === cells) {
        last.text += text;
        last.cells += cells;
      } else runs.push({ at, cells, text, style });
    }
    return { text: line.translateToString(true), runs: runs.filter(({ text }) => text.trim() !== '') };
  });
  while (lines.at(-1)?.text === '') lines.pop();
  return { lines };
}

type Cell = NonNullable<
  ReturnType<NonNullable<ReturnType<headless.Terminal['buffer']['active']['getLine']>>['getCell']>
>;

function styleOf(cell: Cell): string {
  const colour = cell.isFgPalette() ? COLOURS[cell.getFgColor()]! : cell.isDim() ? DIM : INK;
  return [
    `fill="${colour}"`,
    ...(cell.isBold() ? ['font-weight="bold"'] : []),
    ...(cell.isUnderline() ? ['text-decoration="underline"'] : []),
  ].join(' ');
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const number = (value: number) => String(Math.round(value * 10) / 10);

/** `typed`: the command line above it. */
export function pictureOf({ lines }: Screen, typed: string, columns: number): string {
  const width = number(columns * WIDTH + 2 * MARGIN);
  const height = BAR + (lines.length + 1) * HEIGHT + 2 * MARGIN;
  const y = (row: number) => BAR + MARGIN + row * HEIGHT + 14;
  const text =
    (row: number) =>
    ({ at, cells, text, style }: Run) =>
      `<text x="${number(MARGIN + at * WIDTH)}" y="${y(row)}" textLength="${number(cells * WIDTH)}" ${cells > [...text].length ? WIDE : ''}${style}>${escaped(text)}</text>`;
  const prompt = [
    { at: 0, cells: 1, text: '$', style: `fill="${COLOURS[2]}"` },
    { at: 2, cells: typed.length, text: typed, style: `fill="${INK}" font-weight="bold"` },
  ];
  const rows = [prompt.map(text(0)), ...lines.map(({ runs }, row) => runs.map(text(row + 1)))];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(typed)}</title>
<style>text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace; white-space: pre; } text.w { font-size: 15px; }</style>
<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>
<circle cx="20" cy="17" r="6" fill="#ff5f57"/><circle cx="40" cy="17" r="6" fill="#febc2e"/><circle cx="60" cy="17" r="6" fill="#28c840"/>
${rows
  .filter((row) => row.length > 0)
  .map((row) => row.join(''))
  .join('\n')}
</svg>
`;
}
