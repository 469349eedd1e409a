// What the sandbox remembers of an uploaded archive: the names of its files, and its appspec.
import { text } from 'node:stream/consumers';
import { type Entry, fromBufferPromise } from 'yauzl';
import type { Bundle } from './state.ts';

/** The agent also looks into the one folder that an archive may consist of. */
const APPSPEC = /^([^/]+\/)?appspec\.ya?ml$/;
const MOST_APPSPEC = 64 * 1024;

export async function readBundle(key: string, bytes: Buffer): Promise<Bundle> {
  if (/\.(tar|tgz|tar\.gz)$/.test(key)) return { files: [], broken: 'not read here' };
  try {
    return await readZip(bytes);
  } catch (error) {
    return { files: [], broken: error instanceof Error ? error.message : String(error) };
  }
}

async function readZip(bytes: Buffer): Promise<Bundle> {
  const zip = await fromBufferPromise(bytes);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.push(entry);
  const files = entries.map(({ fileName }) => fileName);
  const tops = new Set(files.map((file) => file.split('/')[0]));
  const specs = entries.filter(({ fileName }) => APPSPEC.test(fileName));
  const spec = specs.find(({ fileName }) => !fileName.includes('/')) ?? (tops.size === 1 ? specs[0] : undefined);
  if (!spec) return { files };
  if (spec.uncompressedSize > MOST_APPSPEC) return { files, broken: `${spec.fileName} is too large` };
  return { files, appspec: await text(await zip.openReadStreamPromise(spec)) };
}
