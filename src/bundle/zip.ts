// Pass 2, as a zip: made while it is sent, in order, by whoever the crew is; the same tree gives the same bytes.
import { type Crew, inOrder } from './crew.ts';
import { BLOCK, blockOf, tailOf } from './file.ts';
import type { Chunk, Entry, FileEntry, Tree } from './tree.ts';
import { centralHeader, DEFLATED, descriptor, endOf, isStreamed, localHeader } from './zip-format.ts';

/** Several small entries at once, or one block of a large one. */
type Job = { entries: Entry[] } | { file: FileEntry; index: number };

const MOST_ENTRIES = 128;

const bytesOf = (entry: Entry) => (entry.kind === 'file' ? entry.size : 0);

export async function* zip({ folder, entries }: Tree, crew: Crew): AsyncGenerator<Chunk> {
  const central: Buffer[] = [];
  let offset = 0;
  let done = 0;
  /** Of the large file that is being written: what its header and its blocks take. */
  let header = 0;
  let packed = 0;

  const run = async (job: Job) => {
    if (!('file' in job)) return crew.run('entries', { folder, ...job });
    const { file, index } = job;
    const tail = index > 0 ? tailOf(file, index - 1) : undefined;
    return crew.run('block', { folder, block: blockOf(file, index), tail });
  };

  for await (const [job, result] of inOrder(jobsOf(entries), run, crew.ahead)) {
    if ('file' in job) {
      const { file, index } = job;
      const bytes = result as Uint8Array;
      if (index === 0) {
        const before = localHeader(file, { method: DEFLATED, packed: 0 });
        header = before.length;
        packed = 0;
        yield { bytes: before, done };
      }
      done += Math.min(BLOCK, file.size - index * BLOCK);
      packed += bytes.length;
      yield { bytes, done };
      if (index < file.blocks.length - 1) continue;
      const after = descriptor(file, packed);
      yield { bytes: after, done };
      central.push(centralHeader(file, { method: DEFLATED, packed }, offset));
      offset += header + packed + after.length;
    } else {
      const { bytes, written } = result as Exclude<typeof result, Uint8Array>;
      for (const [index, entry] of job.entries.entries()) {
        central.push(centralHeader(entry, written[index]!, offset));
        offset += written[index]!.length;
        done += bytesOf(entry);
      }
      yield { bytes, done };
    }
  }
  const directory = Buffer.concat(central);
  yield { bytes: Buffer.concat([directory, endOf(entries.length, directory.length, offset)]), done };
}

function* jobsOf(all: Entry[]): Generator<Job> {
  let entries: Entry[] = [];
  let size = 0;
  for (const entry of all) {
    const isFull = size + bytesOf(entry) > BLOCK || entries.length === MOST_ENTRIES;
    if (entries.length > 0 && (isFull || isStreamed(entry))) {
      yield { entries };
      entries = [];
      size = 0;
    }
    if (isStreamed(entry)) for (const index of entry.blocks.keys()) yield { file: entry, index };
    else {
      entries.push(entry);
      size += bytesOf(entry);
    }
  }
  if (entries.length > 0) yield { entries };
}
