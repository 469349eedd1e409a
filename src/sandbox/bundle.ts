// What the sandbox remembers of an uploaded archive: which kind it is, the names of its files, and its appspec.
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import type { Bundle } from './state.ts';

/** Bytes that need not be in memory. */
export interface Archive {
  size: number;
  /** In pieces, from `start` up to `end`. */
  read(start: number, end: number): Iterable<Buffer>;
}

/** The agent also looks into the one folder that an archive may consist of. */
const APPSPEC = /^([^/]+\/)?appspec\.ya?ml$/;
const MOST_APPSPEC = 64 * 1024;

export const inMemory = (bytes: Buffer): Archive => ({
  size: bytes.length,
  read: (start, end) => [bytes.subarray(start, end)],
});

export async function readBundle(archive: Archive): Promise<Bundle> {
  const form = formOf(archive);
  try {
    return { ...withAppSpec(await (form === 'zip' ? readZip(archive) : readTar(archive, form === 'tgz'))), form };
  } catch (error) {
    return { files: [], broken: error instanceof Error ? error.message : String(error), ...(form && { form }) };
  }
}

/** By the bytes that each kind begins with. */
function formOf({ size, read }: Archive): NonNullable<Bundle['form']> {
  const head = Buffer.concat([...read(0, Math.min(size, 512))]);
  if (head[0] === 0x1f && head[1] === 0x8b) return 'tgz';
  return head.subarray(257, 262).toString() === 'ustar' ? 'tar' : 'zip';
}

interface Contents {
  files: string[];
  /** What may be the appspec, with its text where it is not too long. */
  specs: { name: string; text?: string }[];
}

function withAppSpec({ files, specs }: Contents): Bundle {
  const tops = new Set(files.map((file) => file.split('/')[0]));
  const spec = specs.find(({ name }) => !name.includes('/')) ?? (tops.size === 1 ? specs[0] : undefined);
  if (!spec) return { files };
  return spec.text === undefined ? { files, broken: `${spec.name} is too large` } : { files, appspec: spec.text };
}

async function readZip(archive: Archive): Promise<Contents> {
  class Reader extends RandomAccessReader {
    override _readStreamForRange(start: number, end: number) {
      return Readable.from(archive.read(start, end));
    }
  }
  const zip = await fromRandomAccessReaderPromise(new Reader(), archive.size, { autoClose: false });
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.push(entry);
  const specs: Contents['specs'] = [];
  for (const entry of entries.filter(({ fileName }) => APPSPEC.test(fileName)))
    specs.push({
      name: entry.fileName,
      ...(entry.uncompressedSize <= MOST_APPSPEC && { text: await text(await zip.openReadStreamPromise(entry)) }),
    });
  return { files: entries.map(({ fileName }) => fileName), specs };
}

async function readTar({ size, read }: Archive, isPacked: boolean): Promise<Contents> {
  const bytes = Readable.from(read(0, size));
  const entries = extract();
  const source = isPacked ? bytes.pipe(createGunzip().on('error', (error) => entries.destroy(error))) : bytes;
  source.pipe(entries as unknown as NodeJS.WritableStream);
  const files: string[] = [];
  const specs: Contents['specs'] = [];
  for await (const entry of entries) {
    const { type, size: length = 0 } = entry.header;
    const name = entry.header.name.replace(/^(\.\/)+/, '');
    if (type !== 'directory') files.push(name);
    if (type === 'file' && APPSPEC.test(name) && length <= MOST_APPSPEC)
      specs.push({ name, text: await text(entry as unknown as Readable) });
    else {
      if (APPSPEC.test(name)) specs.push({ name });
      entry.resume();
    }
  }
  return { files, specs };
}
