// Packs a folder into a zip that CodeDeploy can deploy. The same tree gives the same bytes, so a digest names it.
import { createHash } from 'node:crypto';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ZipFile } from 'yazl';
import type { Finding } from '../appspec/finding.ts';
import { lintFolder, refuseBroken } from '../appspec/folder.ts';
import { isIgnored, type Rules, rulesIn } from './ignored.ts';

export interface Pack {
  bytes: Buffer;
  /** Of the bytes. */
  sha256: string;
  size: number;
  files: number;
  /** What is not certain to fail, but strange. */
  warnings: Finding[];
}

interface Entry {
  /** Inside the revision, with slashes; that of a folder ends with one. */
  path: string;
  mode: number;
  kind: 'file' | 'link' | 'folder';
}

const FILE = 0o100644;
const PROGRAM = 0o100755;
const LINK = 0o120777;
const FOLDER = 0o40755;
/** In local time: zip knows no other, and so the same everywhere. */
const ALWAYS = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

export async function pack(folder: string): Promise<Pack> {
  const entries = await entriesOf(folder);
  const { findings } = await lintFolder(folder, entries);
  refuseBroken(folder, findings);

  const zip = new ZipFile();
  const written = collect(zip);
  for (const { path, mode, kind } of entries) {
    const options = { ...ALWAYS, mode };
    if (kind === 'file') zip.addFile(join(folder, path), path, options);
    else if (kind === 'folder') zip.addEmptyDirectory(path, options);
    else zip.addBuffer(Buffer.from(await readlink(join(folder, path))), path, { ...options, compress: false });
  }
  zip.end();
  const bytes = await written;
  return {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    files: entries.filter(({ kind }) => kind !== 'folder').length,
    warnings: findings.filter(({ severity }) => severity === 'warning'),
  };
}

async function collect(zip: ZipFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await new Promise((resolve, reject) => {
    // A file that cannot be read is told by the zip, not by its stream.
    zip.on('error', reject);
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
    zip.outputStream.on('end', resolve);
    zip.outputStream.on('error', reject);
  });
  return Buffer.concat(chunks);
}

/** What is packed of a folder, in the order of the names. */
export async function entriesOf(root: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  await walk('', []);
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));

  async function walk(below: string, above: Rules): Promise<void> {
    const folder = join(root, below);
    const rules = await rulesIn(folder, below, above);
    const before = entries.length;
    for (const found of await readdir(folder, { withFileTypes: true })) {
      const path = `${below}${found.name}${found.isDirectory() ? '/' : ''}`;
      if (isIgnored(path, rules)) continue;
      if (found.isDirectory()) await walk(path, rules);
      else if (found.isSymbolicLink()) entries.push({ path, mode: LINK, kind: 'link' });
      else if (found.isFile()) {
        const { mode } = await lstat(join(root, path));
        entries.push({ path, mode: mode & 0o111 ? PROGRAM : FILE, kind: 'file' });
      }
    }
    // Also where only ignored files lie: what they leave behind must not change the digest.
    if (entries.length === before && below) entries.push({ path: below, mode: FOLDER, kind: 'folder' });
  }
}
