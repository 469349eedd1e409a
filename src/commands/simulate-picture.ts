// The batches of a simulated deployment over time: a bar for each, as wide as the terminal lets it be.
import stringWidth from 'fast-string-width';
import type { Batch, Simulation } from '../deployments/simulation.ts';
import type { Block } from '../engine/ui.ts';
import type { Text } from '../text/en/index.ts';

/** Narrow in every terminal, and whole in every font. */
const SIGNS = { waits: '.', away: '#', done: '=', monitored: '~' } as const;
/** More rows say nothing more. */
const FIRST = 8;
const LAST = 3;
const NARROWEST = 12;
const WIDEST = 60;
const GAP = '  ';

interface Span {
  begins: number;
  ends: number;
  /** When what comes after it begins. */
  over: number;
}

/** `perInstance`: seconds; where it is not known, a pause is drawn as long as a batch. */
export function pictureOf(
  { simulate: text }: Text,
  { batches }: Simulation,
  fleet: number,
  perInstance: number | undefined,
  columns: number,
): Block[] {
  const { columns: heads, share, more, legend, titles } = text;
  const spans = spansOf(batches, perInstance);
  const total = spans.at(-1)?.over ?? 0;
  const zonal = batches.some(({ zone }) => zone !== undefined);
  const cells = ({ instances, zone = '', healthy }: Batch, at: number) => [
    String(at + 1),
    instances.length === 1 ? `${instances[0]}` : `${instances[0]}-${instances.at(-1)}`,
    ...(zonal ? [zone] : []),
    share({ count: healthy, total: fleet }),
  ];
  const hidden = batches.length - FIRST - LAST;
  const isShown = (at: number) => hidden < 2 || at < FIRST || at >= batches.length - LAST;
  const all = [heads.batch, heads.instances, ...(zonal ? [heads.zone] : []), heads.healthy];
  const rows = batches.flatMap((batch, at) => (isShown(at) ? [{ at, cells: cells(batch, at) }] : []));
  const natural = all.map((name, column) =>
    Math.max(stringWidth(name), ...rows.map((row) => stringWidth(row.cells[column] ?? ''))),
  );
  const besides = (widths: number[]) => GAP.length + widths.reduce((sum, width) => sum + width + GAP.length, 0);
  // The summary says who stays healthy at the worst.
  const widths = columns - 1 - besides(natural) < NARROWEST ? natural.slice(0, -1) : natural;
  const padded = (row: string[]) =>
    row
      .slice(0, widths.length)
      .map((cell, column) => cell + ' '.repeat(Math.max(0, widths[column]! - stringWidth(cell))))
      .join(GAP);
  const width = Math.max(NARROWEST, Math.min(WIDEST, columns - 1 - besides(widths)));
  const lines = rows.flatMap(({ at, cells }) => [
    `${GAP}${padded(cells)}${GAP}${barOf(spans[at]!, total, width)}`,
    ...(hidden >= 2 && at === FIRST - 1 ? [`${GAP}… ${more({ count: hidden })}`] : []),
  ]);
  const signs = Object.entries(SIGNS)
    .filter(([name]) => name !== 'monitored' || batches.some(({ monitored }) => monitored > 0))
    .map(([name, sign]) => `${sign} ${legend[name as keyof typeof SIGNS]}`);
  return [
    { title: titles.picture, rows: [[signs.join(GAP)]] },
    { lines: [`${GAP}${padded(all)}`.trimEnd(), ...lines] },
  ];
}

function spansOf(batches: readonly Batch[], perInstance: number | undefined): Span[] {
  let now = 0;
  return batches.map(({ monitored }) => {
    const begins = now;
    const ends = begins + (perInstance ?? 1);
    now = ends + (perInstance === undefined ? Math.sign(monitored) : monitored);
    return { begins, ends, over: now };
  });
}

/** What has any length is seen: it takes a cell at the least. */
function barOf({ begins, ends, over }: Span, total: number, width: number): string {
  const cell = (moment: number) => Math.round((moment / total) * width);
  const from = Math.min(cell(begins), width - 1);
  const to = Math.max(from + 1, cell(ends));
  const until = Math.max(to, cell(over));
  return (
    SIGNS.waits.repeat(from) +
    SIGNS.away.repeat(to - from) +
    SIGNS.monitored.repeat(until - to) +
    SIGNS.done.repeat(width - until)
  );
}
