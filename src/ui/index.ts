// Picks the face of a run: a terminal, plain lines, or JSON.
import { Chalk } from 'chalk';
import type { Ui } from '../engine/ui.ts';
import type { Text } from '../text/en.ts';
import type { World } from '../world.ts';
import { jsonFace } from './json.ts';
import { liveLine } from './live.ts';
import { peopleFace } from './people.ts';
import { promptsOf } from './prompt.ts';
import { say } from './say.ts';

export interface UiOptions {
  world: World;
  text: Text;
  output: 'text' | 'json' | 'ndjson';
  interactive: boolean;
  quiet: boolean;
  color: boolean;
}

export function createUi({ world, text, output, interactive, quiet, color }: UiOptions): Ui {
  const { stdout, stderr, env } = world;
  if (output !== 'text')
    return jsonFace({ write: (document) => void stdout.write(document), text, lines: output === 'ndjson' });
  const coloured = color && !env.NO_COLOR && (env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : stderr.isTTY === true);
  const paint = new Chalk({ level: coloured ? 1 : 0 });
  // A terminal that says it has no columns would make a live line draw for ever.
  const live = stderr.isTTY && (stderr.columns ?? 0) > 0 && !quiet ? liveLine(stderr) : undefined;
  return peopleFace({
    text,
    paint,
    out: (result) => void stdout.write(result),
    err: (line) => void stderr.write(line),
    columns: stderr.columns || 80,
    quiet,
    now: world.now,
    ...(live && { live }),
    ...(interactive && { prompt: promptsOf({ world, text, paint, before: () => live?.clear() }) }),
  });
}

/** The same face, with what it warned of collected for the envelope. */
export function collectWarnings(face: Ui, text: Text): { ui: Ui; warnings: { code: string; message: string }[] } {
  const warnings: { code: string; message: string }[] = [];
  const ui: Ui = {
    ...face,
    warn(line) {
      warnings.push({ code: line.key, message: say(text, line) });
      face.warn(line);
    },
  };
  return { ui, warnings };
}
