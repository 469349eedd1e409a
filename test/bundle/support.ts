// Folders to pack, and what comes out of the archives that are made of them.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise } from 'yauzl';
import type { Crew } from '../../src/bundle/crew.ts';
import { pack } from '../../src/bundle/pack.ts';
import { type SurveyOptions, survey } from '../../src/bundle/survey.ts';
import type { Tree } from '../../src/bundle/tree.ts';

export const newFolder = () => mkdtempSync(join(tmpdir(), 'cdw-bundle-'));

/** Puts files into `folder`. */
export const putIn =
  (folder: () => string) =>
  (path: string, content: string | Uint8Array = '', mode = 0o644) => {
    const file = join(folder(), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
  };

/** The same for the same seed; deflate finds nothing in it. */
export function noise(length: number, seed = 1): Buffer {
  const words = new Uint32Array(Math.ceil(length / 4));
  let x = seed;
  for (let i = 0; i < words.length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    words[i] = x;
  }
  return Buffer.from(words.buffer, 0, length);
}

export async function bytesOf(tree: Tree, crew?: Crew): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const { bytes } of pack(tree, crew)) chunks.push(bytes);
  return Buffer.concat(chunks);
}

export const packed = async (folder: string, options: SurveyOptions = { type: 'zip' }) =>
  bytesOf(await survey(folder, options));

/** What is in a zip, by name. */
export async function unzipped(bytes: Buffer): Promise<Record<string, { mode: string; content: Buffer }>> {
  const zip = await fromBufferPromise(bytes);
  const all: Entry[] = [];
  for await (const entry of zip.eachEntry()) all.push(entry);
  const entries: Record<string, { mode: string; content: Buffer }> = {};
  for (const entry of all) {
    const isFolder = entry.fileName.endsWith('/');
    const content = isFolder ? Buffer.alloc(0) : await buffer(await zip.openReadStreamPromise(entry));
    entries[entry.fileName] = { mode: (entry.externalFileAttributes >>> 16).toString(8), content };
  }
  return entries;
}

/** Every file, link and folder below `root` with its mode and content: two trees are equal when this is. */
export function contentsOf(root: string, below = ''): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(root, below)).flatMap((name) => {
      const path = join(below, name);
      const file = join(root, path);
      const stat = lstatSync(file);
      if (stat.isSymbolicLink()) return [[path, `link ${readlinkSync(file)}`]];
      const mode = (stat.mode & 0o777).toString(8);
      if (stat.isDirectory()) return [[path, 'folder'], ...Object.entries(contentsOf(root, path))];
      return [[path, `${mode} ${readFileSync(file).toString('base64')}`]];
    }),
  );
}

/** Whether a program is on this machine; says so where it is not. */
export function hasProgram(name: string, ...args: string[]): boolean {
  try {
    execFileSync(name, args, { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`Skipped in part: there is no ${name} on this machine.\n`);
    return false;
  }
}

/** Counts what is written and keeps nothing. */
export const nowhere = () => {
  let length = 0;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      done();
    },
  });
  return Object.assign(stream, { length: () => length });
};
