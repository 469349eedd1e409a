// Reads a log, of whatever length, and says what is wrong, which line proves it, and the fix.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { WizardError } from '../engine/errors.ts';
import type { Block } from '../engine/ui.ts';
import { explanationOf } from '../explain/codes.ts';
import { type Diagnosis, diagnose } from '../explain/diagnose.ts';
import { decoderFor, inLines } from '../explain/entries.ts';
import { invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Explanations } from '../text/en/explain/index.ts';
import type { World } from '../world.ts';
import { explained } from './explained.ts';

export async function explainLog({ world }: Session, explanations: Explanations, file: string): Promise<Work> {
  const diagnosis = await read(addAbortSignal(world.signal, await open(world, file)));
  const { words } = explanations;
  const { findings, ...rest } = diagnosis;
  const shown = findings.map((found, index) => {
    const { id, severity, line, evidence, lines, lastLine, deployment, event, script, overSince, ...others } = found;
    const where = words.event({ deployment: deployment ?? '', event: event ?? '', script: script ?? '' });
    return explained(explanations, {
      id,
      severity,
      explanation: explanationOf(explanations, id)!,
      line,
      evidence,
      title: words.line({ line, lines, last: lastLine }),
      rows: [
        ...(where ? [[words.where, where]] : []),
        ...(overSince === null ? [] : [[words.since, words.over({ line: overSince })]]),
      ],
      ...((index > 0 || overSince !== null) && { most: 1 }),
      more: { lines, lastLine, deployment, event, script, overSince, ...others },
    });
  });
  return {
    data: { ...rest, findings: shown.map(({ finding }) => finding) },
    blocks: [conclusion(explanations, file, diagnosis), ...shown.map(({ block }) => block)],
  };
}

function conclusion({ words }: Explanations, file: string, diagnosis: Diagnosis): Block {
  const { state, kind, lines, findings, healthyLine, stoppedLine, unknownErrors } = diagnosis;
  const count = findings.filter(({ severity }) => severity !== 'info').length;
  const verdict =
    state === 'wrong'
      ? words.wrong({ count })
      : state === 'healthy'
        ? words.healthy({ line: healthyLine ?? 0 })
        : words.nothingKnown({ lines });
  const notes = [
    verdict,
    ...(kind === 'script' && state !== 'wrong' ? [words.scriptsOnly()] : []),
    ...(kind === 'other' && lines > 0 && findings.length === 0 ? [words.notOurs()] : []),
    ...(stoppedLine === null ? [] : [words.stopped({ line: stoppedLine })]),
    ...(unknownErrors ? [words.unknownErrors(unknownErrors)] : []),
  ];
  return { title: file === '-' ? words.log : file, rows: [...notes.map((note) => [note]), ['']] };
}

async function read(stream: Readable): Promise<Diagnosis> {
  const reader = diagnose();
  const { push, end } = inLines(reader.line);
  let decoder: ReturnType<typeof decoderFor> | undefined;
  for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    decoder ??= decoderFor(bytes);
    push(decoder.decode(bytes, { stream: true }));
  }
  push(decoder?.decode() ?? '');
  end();
  return reader.end();
}

async function open({ stdin, cwd }: World, file: string): Promise<Readable> {
  if (file === '-') {
    if (stdin.isTTY) throw invalid('--log', file, 'piped');
    return stdin;
  }
  const path = resolve(cwd, file);
  try {
    if ((await stat(path)).isDirectory()) throw invalid('--log', file, 'notFolder');
    const stream = createReadStream(path);
    await new Promise((opened, failed) => stream.once('open', opened).once('error', failed));
    return stream;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new WizardError('notFound', { kind: 'local.path', name: file, instead: [] });
    if (code === 'EACCES' || code === 'EPERM') throw invalid('--log', file, 'readable');
    throw error;
  }
}
