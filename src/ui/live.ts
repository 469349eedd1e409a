// The one live line of a terminal, drawn by ora once something takes time.
import type { Ora } from 'ora';
import wrapAnsi from 'wrap-ansi';

export function liveLine(stream: NodeJS.WriteStream): { show(line: string): void; clear(): void } {
  let spinner: Ora | undefined;
  let wanted: string | undefined;
  return {
    show(line) {
      // The spinner takes two cells, and the last column is left free.
      const text = wrapAnsi(line, (stream.columns || 80) - 3, { hard: true }).split('\n')[0] ?? '';
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
    clear() {
      wanted = undefined;
      spinner?.stop();
    },
  };
}
