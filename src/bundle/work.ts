// What takes time, done in short jobs that know nothing of each other, so that several threads can share them.
import { createHash } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { WizardError } from '../engine/errors.ts';
import { BLOCK, type Block, blockOf, changed, fill, readBlock, unreadable, WINDOW, withFile } from './file.ts';
import { type Entry, type FileEntry, fileMode } from './tree.ts';
import { DEFLATED, localHeader, type Packed, STORED } from './zip-format.ts';

export interface Work {
  /** Pass 1: reads files to the end. */
  digest(job: { folder: string; paths: string[] }): FileEntry[];
  /** Pass 2: entries of a zip with their headers, of files that are no larger than a block. */
  entries(job: { folder: string; entries: Entry[] }): { bytes: Uint8Array; written: Written[] };
  /** Pass 2: one block of a larger file, as a part of a deflate stream that all its blocks make together. */
  block(job: { folder: string; block: Block; tail?: Block }): Uint8Array;
}

export interface Written extends Packed {
  /** In the archive, with its header. */
  length: number;
}

const scratch = Buffer.allocUnsafeSlow(BLOCK + 1);
const preceding = Buffer.allocUnsafeSlow(WINDOW);

export const work: Work = {
  digest: ({ folder, paths }) =>
    paths.map((path) => {
      try {
        return withFile(folder, path, (file) => {
          const stat = fstatSync(file);
          if (!stat.isFile()) throw changed(path);
          const sha256 = createHash('sha256');
          const blocks: number[] = [];
          const tails: number[] = [];
          let size = 0;
          let crc = 0;
          // Some file systems say 0 of a file that has bytes.
          const known = stat.size || Number.POSITIVE_INFINITY;
          for (let got = BLOCK; got === BLOCK && size < known; size += got) {
            got = fill(file, scratch.subarray(0, BLOCK), size, Math.min(BLOCK, known - size));
            if (got === 0 && blocks.length > 0) break;
            const bytes = scratch.subarray(0, got);
            sha256.update(bytes);
            crc = crc32(bytes, crc);
            blocks.push(crc);
            if (got === BLOCK) tails.push(crc32(bytes.subarray(-WINDOW)));
          }
          const entry = { kind: 'file', path, mode: fileMode(stat.mode), size, crc, blocks, tails } as const;
          return { ...entry, sha256: sha256.digest('hex') };
        });
      } catch (error) {
        throw error instanceof WizardError ? error : unreadable(path, error);
      }
    }),

  entries({ folder, entries }) {
    const pieces: Uint8Array[] = [];
    const written = entries.map((entry): Written => {
      const { content, packed } = contentOf(folder, entry);
      const method = packed === content ? STORED : DEFLATED;
      const header = localHeader(entry, { method, packed: packed.length });
      // What lies in the scratch is gone with the next file.
      pieces.push(header, packed === content ? Buffer.from(packed) : packed);
      return { method, packed: packed.length, length: header.length + packed.length };
    });
    return { bytes: joined(pieces), written };
  },

  block({ folder, block, tail }) {
    const content = readBlock(folder, block, scratch);
    // Stored, but inside the deflate stream: how the file begins was decided long ago.
    const level = shrinks(content) ? LEVEL : 0;
    const dictionary = level > 0 && tail && readBlock(folder, tail, preceding);
    const finishFlush = block.isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    return deflateRawSync(content, { ...roomFor(content), level, finishFlush, ...(dictionary && { dictionary }) });
  },
};

const LEVEL = 6;
/** Memory for the result: with more than it needs, allocating costs as much as deflating. */
const roomFor = ({ length }: Uint8Array) => ({ chunkSize: Math.max(1024, Math.min(128 * 1024, length)) });

function contentOf(folder: string, entry: Entry): { content: Uint8Array; packed: Uint8Array } {
  if (entry.kind !== 'file') {
    const content = Buffer.from(entry.kind === 'link' ? entry.target : '');
    return { content, packed: content };
  }
  const content = readBlock(folder, blockOf(entry, 0), scratch);
  if (!shrinks(content)) return { content, packed: content };
  const packed = deflateRawSync(content, { ...roomFor(content), level: LEVEL });
  return { content, packed: packed.length < content.length ? packed : content };
}

const SAMPLE = 4096;

/** Whether deflate is worth its time: pictures, archives and the like do not shrink, as a look at three places tells. */
function shrinks(content: Uint8Array): boolean {
  if (content.length <= 4 * SAMPLE) return content.length > 0;
  const third = Math.floor(SAMPLE / 3);
  const middle = Math.floor((content.length - third) / 2);
  const sample = Buffer.concat([
    content.subarray(0, third),
    content.subarray(middle, middle + third),
    content.subarray(content.length - third),
  ]);
  return deflateRawSync(sample, { level: 1, windowBits: 12 }).length < 0.98 * sample.length;
}

/** In memory of its own, which can be handed to another thread. */
function joined(pieces: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
