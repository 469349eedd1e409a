// What GitHub packs of a commit, read from the repository here: the same entries as `git archive` gives, export rules included.
import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { gitBytes } from './repository.ts';

export interface CommitEntry {
  /** Inside the commit, with slashes; that of a folder ends with one. */
  path: string;
  mode: number;
  kind: 'file' | 'link' | 'folder';
}

const KINDS: Readonly<Record<string, CommitEntry['kind']>> = { file: 'file', symlink: 'link', directory: 'folder' };

/** Undefined when git, or the commit, is not here. `root` is the repository's top-level folder. */
export async function commitEntries(root: string, commit: string): Promise<CommitEntry[] | undefined> {
  const entries: CommitEntry[] = [];
  const reader = extract();
  reader.on('entry', ({ name, mode = 0, type }, content, next) => {
    const kind = KINDS[type ?? 'file'];
    if (kind) entries.push({ path: name, mode, kind });
    content.on('end', next).resume();
  });
  const git = spawn('git', ['archive', '--format=tar', commit], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<boolean>((resolve) => {
    git.on('error', () => resolve(false));
    git.on('close', (code) => resolve(code === 0));
  });
  // A commit that is not here is an archive that breaks off.
  const read = pipeline(git.stdout, reader).then(
    () => true,
    () => false,
  );
  return (await read) && (await ended) ? entries : undefined;
}

/** The content of a file of the commit. */
export const readCommitted = (root: string, commit: string, path: string): Promise<Buffer | undefined> =>
  gitBytes(root, ['cat-file', 'blob', `${commit}:${path}`]);
