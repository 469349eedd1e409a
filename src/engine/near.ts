// The word that was probably meant.

/** How many letters must change, at most, for a slip of the pen. */
const SLIPS = 2;

export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '');
  const [best] = known
    .map((name) => ({ name, slips: distance(plain(word), plain(name), SLIPS) }))
    .sort((a, b) => a.slips - b.slips);
  return best && best.slips <= Math.min(SLIPS, best.name.length / 3) ? best.name : undefined;
}

/**
 * Letters to add, drop, change, or swap with their neighbour (optimal string alignment). Words that differ by more than
 * `most` in length alone are not compared.
 */
export function distance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const swapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      next.push(
        Math.min(
          row[j + 1]! + 1,
          next[j]! + 1,
          row[j]! + (a[i] === b[j] ? 0 : 1),
          swapped ? before[j - 1]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return row.at(-1)!;
}
