// Reads appspec.yml as the agent does and refuses what it would refuse; what it accepts though it is wrong is not judged here.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { WizardError } from '../engine/errors.ts';
import type { Reason } from '../text/en/index.ts';

export interface AppSpec {
  os: 'linux' | 'windows';
  /** Folders that files are copied to. */
  destinations: string[];
  /** Scripts by lifecycle event. */
  hooks: Record<string, string[]>;
}

type Mapping = Record<string, unknown>;

const MOST_ALIASES = 100;
const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The agent takes null, false and an empty value as "none". */
const isNone = (value: unknown) => value === undefined || value === null || value === false;

const broken = (reason: Reason, cause?: unknown) => new WizardError('revisionBroken', reason, { cause });

/** `has` says whether a path is in the revision; by default, whether it is in the folder. */
export async function readAppSpec(
  folder: string,
  has: (path: string) => boolean | Promise<boolean> = (path) => exists(join(folder, path)),
): Promise<AppSpec> {
  const spec = parse(await read(folder));
  const { version, os, file_exists_behavior: behavior } = spec;
  // Also -0.0 and 0 are equal to 0.0; the text "0.0" is not.
  if (version !== 0 || typeof version !== 'number')
    throw broken({ why: 'appSpecVersion', data: { value: shown(version) } });
  if (os !== 'linux' && os !== 'windows') throw broken({ why: 'appSpecOs', data: { value: shown(os) } });
  if (!isNone(behavior) && !['DISALLOW', 'OVERWRITE', 'RETAIN'].includes(String(behavior)))
    throw broken({ why: 'appSpecBehavior', data: { value: shown(behavior) } });

  const files = copied(spec.files);
  const hooks = scripts(spec.hooks);
  for (const { source } of files)
    if (!(await has(inside(source)))) throw broken({ why: 'sourceMissing', data: { source } });
  for (const [event, locations] of Object.entries(hooks))
    for (const location of locations)
      if (!(await has(inside(location)))) throw broken({ why: 'scriptMissing', data: { event, location } });
  return { os, destinations: [...new Set(files.map(({ destination }) => destination))], hooks };
}

async function read(folder: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, 'appspec.yml'));
  } catch (cause) {
    // Hooks look for this name only, and its letters' case matters on Linux.
    const other = (await readdir(folder).catch(() => [])).find((name) => /^appspec\.ya?ml$/i.test(name));
    throw broken(other ? { why: 'appSpecName', data: { file: other } } : { why: 'appSpecMissing', data: {} }, cause);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // The agent's parser counts a byte order mark as a column: the mapping ends after its first line.
    if (!text.startsWith('\ufeff') || /^\ufeff[ \t]*(#.*)?(\r|\n)/.test(text)) return text;
  } catch {
    // Not UTF-8: refused below, as the mark is.
  }
  throw broken({ why: 'appSpecEncoding', data: {} });
}

function parse(text: string): Mapping {
  const lines = new LineCounter();
  // YAML 1.1, as the agent's Ruby reads it: `yes` is true and `0755` is octal.
  const document = parseDocument(text, { version: '1.1', lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  // Of several documents the first counts.
  const [error] = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS');
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw broken({ why: 'appSpecSyntax', data: { line, column: col, problem: error.message } }, error);
  }
  let spec: unknown;
  try {
    spec = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw broken({ why: 'appSpecSyntax', data: { line: 1, column: 1, problem } }, cause);
  }
  if (isNone(spec) || spec === '') throw broken({ why: 'appSpecEmpty', data: {} });
  if (!isMapping(spec)) throw broken({ why: 'appSpecMapping', data: { key: 'appspec.yml' } });
  return spec;
}

const copied = (files: unknown) =>
  listOf(files, 'files').map((file, index) => {
    const key = `files[${index}]`;
    if (!isMapping(file)) throw broken({ why: 'appSpecMapping', data: { key } });
    return {
      source: textOf(file.source, `${key}.source`),
      destination: textOf(file.destination, `${key}.destination`),
    };
  });

function scripts(hooks: unknown): Record<string, string[]> {
  if (isNone(hooks)) return {};
  if (!isMapping(hooks)) throw broken({ why: 'appSpecMapping', data: { key: 'hooks' } });
  return Object.fromEntries(
    Object.entries(hooks).map(([event, items]) => [
      event,
      listOf(items, `hooks.${event}`).map((script, index) => {
        const key = `hooks.${event}[${index}]`;
        if (!isMapping(script)) throw broken({ why: 'appSpecMapping', data: { key } });
        const location = textOf(script.location, `${key}.location`).trim();
        if (!location) throw broken({ why: 'appSpecText', data: { key: `${key}.location` } });
        return location;
      }),
    ]),
  );
}

function listOf(value: unknown, key: string): unknown[] {
  if (isNone(value)) return [];
  if (!Array.isArray(value)) throw broken({ why: 'appSpecList', data: { key } });
  return value;
}

function textOf(value: unknown, key: string): string {
  if (typeof value !== 'string') throw broken({ why: 'appSpecText', data: { key } });
  return value;
}

/** A leading slash means the root of the revision; the root itself is `.`. */
const inside = (path: string) => posix.normalize(`./${path}`).replace(/\/+$/, '') || '.';

const shown = (value: unknown) => (value === undefined ? 'missing' : JSON.stringify(value));

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
