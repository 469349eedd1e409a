// Reads files of the folder piece by piece, and tells when one is not what it was when it was surveyed.
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { WizardError } from '../engine/errors.ts';

/** Larger files are read, compared and compressed in blocks of this size. */
export const BLOCK = 1024 * 1024;
/** As far back as deflate looks. */
export const WINDOW = 32 * 1024;

/** What pass 1 keeps of a file, to know it again. */
export interface Sealed {
  path: string;
  size: number;
  /** CRC-32 of everything up to the end of each block: the last is that of the whole. */
  blocks: number[];
  /** CRC-32 of the last `WINDOW` bytes of each full block. */
  tails: number[];
}

export const unreadable = (path: string, cause: unknown) =>
  new WizardError(
    'notPackable',
    { why: 'unreadable', data: { path, problem: (cause as NodeJS.ErrnoException).code ?? String(cause) } },
    { cause },
  );

export const changed = (path: string, cause?: unknown) => new WizardError('folderChanged', { path }, { cause });

// What was a file a moment ago may be a link or a pipe by now: neither is followed nor waited for.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

export function withFile<T>(folder: string, path: string, use: (file: number) => T): T {
  const file = openSync(join(folder, path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** Fills `into` from `position` on until it has `enough`, and answers how far it came: less only at the end of the file. */
export function fill(file: number, into: Uint8Array, position: number, enough = into.length): number {
  let filled = 0;
  while (filled < enough) {
    const read = readSync(file, into, filled, into.length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/** One block of a file, with no more of the others than it needs. */
export interface Block {
  path: string;
  start: number;
  length: number;
  /** CRC-32 of everything before it, and with it. */
  before: number;
  crc: number;
  /** Nothing must come after it. */
  isLast: boolean;
}

export function blockOf({ path, size, blocks }: Sealed, index: number): Block {
  const start = index * BLOCK;
  const length = Math.min(BLOCK, size - start);
  const before = index > 0 ? blocks[index - 1]! : 0;
  return { path, start, length, before, crc: blocks[index]!, isLast: start + length === size };
}

/** What deflate may point back to from the block after it. */
export function tailOf({ path, tails }: Sealed, index: number): Block {
  return { path, start: (index + 1) * BLOCK - WINDOW, length: WINDOW, before: 0, crc: tails[index]!, isLast: false };
}

/** A block as it was in pass 1. The answer lies in `scratch`, which is a byte longer than a block. */
export function readBlock(folder: string, block: Block, scratch: Uint8Array): Uint8Array {
  const { path, start, length, before, crc, isLast } = block;
  try {
    return withFile(folder, path, (file) => {
      // One byte more than there was: a file that has grown is another one.
      const got = fill(file, scratch.subarray(0, length + (isLast ? 1 : 0)), start, length);
      const bytes = scratch.subarray(0, got);
      if (got !== length || crc32(bytes, before) !== crc) throw changed(path);
      return bytes;
    });
  } catch (error) {
    throw error instanceof WizardError ? error : changed(path, error);
  }
}
