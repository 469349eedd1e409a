// What a terminal draws over and over: one line that turns while something takes time, and a block of lines above it.
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import type { Ora } from 'ora';

export interface Live {
  /** Of the terminal, in lines. */
  readonly height: number;
  /** The line that turns. */
  show(line: string): void;
  /** The block; drawn again, for other columns, when the terminal changes its size. */
  block(linesFor: (columns: number) => string[]): void;
  /** Writes above the block. */
  write(output: string): void;
  /** The block stays where it is, and is no longer drawn over. */
  leave(): void;
  /** Takes the line away, and leaves the block. */
  clear(): void;
}

const UP = (lines: number) => (lines > 0 ? `\u001b[${lines}A\r` : '\r');
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

export function liveLines(stream: NodeJS.WriteStream): Live {
  let spinner: Ora | undefined;
  let wanted: string | undefined;
  let linesFor: ((columns: number) => string[]) | undefined;
  let drawn: string[] = [];
  let drawnFor = 0;
  const columns = () => stream.columns || 80;

  /** Lines on the screen: where it has become narrower, the terminal has broken what was drawn. */
  const height = () =>
    columns() >= drawnFor
      ? drawn.length
      : drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns())), 0);

  function redraw(above = '') {
    spinner?.stop();
    const up = UP(height());
    drawn = linesFor?.(columns()) ?? [];
    drawnFor = columns();
    // Nothing is wiped before it is written over, and all goes out at once: so it does not flicker.
    const block = drawn.map((line) => `${line}${CLEAR_LINE}\n`).join('');
    stream.write(above ? `${up}${CLEAR_BELOW}${above}${block}` : `${up}${block}${CLEAR_BELOW}`);
    if (spinner && wanted !== undefined) spinner.start(wanted);
  }
  const resized = () => redraw();

  function leave() {
    if (linesFor) stream.off('resize', resized);
    linesFor = undefined;
    drawn = [];
  }

  return {
    get height() {
      return stream.rows || 24;
    },
    show(line) {
      // The spinner takes two cells, and the last column is left free.
      const text = wrapAnsi(line, columns() - 3, { hard: true }).split('\n')[0] ?? '';
      wanted = text;
      if (spinner) spinner.start(text);
      else {
        import('ora').then(
          ({ default: ora }) => {
            spinner ??= ora({ stream, discardStdin: false, color: false });
            if (wanted !== undefined) spinner.start(wanted);
          },
          () => {
            // Without its spinner a wait is only less pretty.
          },
        );
      }
    },
    block(next) {
      if (!linesFor) stream.on('resize', resized);
      linesFor = next;
      redraw();
    },
    write(output) {
      wanted = undefined;
      if (linesFor) return redraw(output);
      spinner?.stop();
      stream.write(output);
    },
    leave,
    clear() {
      wanted = undefined;
      spinner?.stop();
      leave();
    },
  };
}
