// The table of a bench: what was measured beside its goal, and whether all were met.
export const median = (values) => [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)];

export function goals() {
  let missed = 0;
  return {
    /** Tells it at once: a bench takes minutes. `goal` absent: only told. */
    row(what, value, goal, detail = '') {
      const isMet = goal === undefined || value <= goal;
      if (!isMet) missed++;
      const mark = goal === undefined ? '' : isMet ? 'ok' : 'MISSED';
      const digits = Number.isInteger(value) ? 0 : 2;
      const aim = goal === undefined ? '' : `<= ${goal}`;
      console.log(
        `${mark.padEnd(7)} ${what.padEnd(58)} ${value.toFixed(digits).padStart(8)}  ${aim.padEnd(9)} ${detail}`,
      );
    },
    title: (text) => console.log(`\n${text}`),
    leftOut: (what, why) => console.log(`${'left out'.padEnd(8)}${what}: ${why}`),
    missed: () => missed,
  };
}
