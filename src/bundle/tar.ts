// Pass 2, as a tar or a compressed one.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import { BLOCK, blockOf, readBlock } from './file.ts';
import type { Chunk, FileEntry, Tree } from './tree.ts';

/** The same for all, or the same tree would not be the same bytes. */
const ALWAYS = { uid: 0, gid: 0, mtime: new Date(Date.UTC(1980, 0, 1)) };

export async function* tar(tree: Tree): AsyncGenerator<Chunk> {
  const archive = pack();
  const position = { done: 0 };
  // What goes wrong while it is written is told by the archive, which then ends early.
  write(tree, archive, position).catch((error: Error) => archive.destroy(error));
  for await (const bytes of archive) yield { bytes: bytes as Uint8Array, done: position.done };
}

export async function* tgz(tree: Tree): AsyncGenerator<Chunk> {
  const gzip = createGzip({ level: 6, chunkSize: 128 * 1024 });
  let done = 0;
  async function* plain() {
    for await (const chunk of tar(tree)) {
      done = chunk.done;
      yield chunk.bytes;
    }
  }
  const written = pipeline(Readable.from(plain()), gzip);
  written.catch(() => {});
  for await (const bytes of gzip) yield { bytes: bytes as Uint8Array, done };
  await written;
}

async function write({ folder, entries }: Tree, archive: Pack, position: { done: number }): Promise<void> {
  for (const entry of entries) {
    // One after the other: what is written waits in memory until the archive is read.
    await new Promise<void>((resolve, reject) => {
      const header = { ...ALWAYS, name: entry.path, mode: entry.mode & 0o777 };
      const done = (error?: Error | null) => (error ? reject(error) : resolve());
      if (entry.kind === 'link') archive.entry({ ...header, type: 'symlink', linkname: entry.target }, done);
      else if (entry.kind === 'folder') archive.entry({ ...header, type: 'directory' }, done);
      else fillIn(archive.entry({ ...header, type: 'file', size: entry.size }, done), entry).catch(reject);
    });
  }
  archive.finalize();

  async function fillIn(sink: ReturnType<Pack['entry']>, file: FileEntry) {
    // Told by the archive, which ends it.
    sink.on('error', () => {});
    for (const index of file.blocks.keys()) {
      const bytes = readBlock(folder, blockOf(file, index), Buffer.allocUnsafeSlow(Math.min(BLOCK, file.size) + 1));
      position.done += bytes.length;
      if (!sink.write(bytes)) await new Promise((resolve) => sink.once('drain', resolve as () => void));
    }
    sink.end(undefined);
  }
}
