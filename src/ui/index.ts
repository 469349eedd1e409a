// Picks the face of a run: a terminal, plain lines, or JSON.
import { Chalk } from 'chalk';
import { isWarning, type Line } from '../engine/resource.ts';
import type { Ui } from '../engine/ui.ts';
import type { Text } from '../text/en/index.ts';
import type { World } from '../world.ts';
import { jsonFace } from './json.ts';
import { liveLines } from './live.ts';
import { peopleFace, type Sheet } from './people.ts';
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
  // Each by itself: a result that goes into a file stays plain while the progress beside it is coloured.
  const sheet = (stream: NodeJS.WriteStream): Sheet => {
    const coloured = color && !env.NO_COLOR && (env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : stream.isTTY === true);
    return {
      write: (output) => void stream.write(output),
      paint: new Chalk({ level: coloured ? 1 : 0 }),
      ...(stream.isTTY && { columns: stream.columns || 80 }),
    };
  };
  const err = sheet(stderr);
  // A terminal that says it has no columns would make a live line draw for ever; a dumb one cannot draw over it.
  const drawn = stderr.isTTY && (stderr.columns ?? 0) > 0 && env.TERM !== 'dumb';
  const live = drawn && !quiet ? liveLines(stderr) : undefined;
  return peopleFace({
    text,
    out: sheet(stdout),
    err,
    quiet,
    now: world.now,
    ...(live && { live }),
    ...(interactive && { prompt: promptsOf({ world, text, paint: err.paint, before: () => live?.clear() }) }),
  });
}

/** The same face, with what it warned of collected for the envelope. */
export function collectWarnings(face: Ui, text: Text): { ui: Ui; warnings: { code: string; message: string }[] } {
  const warnings: { code: string; message: string }[] = [];
  const keep = (line: Line) => {
    const warning = { code: line.key, message: say(text, line) };
    if (!warnings.some(({ message }) => message === warning.message)) warnings.push(warning);
  };
  const ui: Ui = {
    ...face,
    warn(line) {
      keep(line);
      face.warn(line);
    },
    say(line) {
      if (isWarning(line)) ui.warn(line);
      else face.say(line);
    },
    plan(changes, answers) {
      for (const { notes } of changes) notes.filter(isWarning).forEach(keep);
      face.plan(changes, answers);
    },
  };
  return { ui, warnings };
}
