// What GitHub packs of a commit, read from the repository here: the same entries as `git archive` gives, export rules included.
import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { Finding } from '../appspec/finding.ts';
import { lintSource } from '../appspec/folder.ts';
import type { Entry } from '../appspec/tree.ts';
import { gitBytes } from './repository.ts';

const KINDS: Readonly<Record<string, Entry['kind']>> = { file: 'file', symlink: 'link', directory: 'folder' };

/** Undefined when git, or the commit, is not here. `root` is the repository's top-level folder. */
export async function commitEntries(root: string, commit: string): Promise<Entry[] | undefined> {
  const entries: Entry[] = [];
  const reader = extract();
  reader.on('entry', ({ name, mode = 0, type, linkname }, content, next) => {
    const kind = KINDS[type ?? 'file'];
    if (kind) entries.push({ path: name, mode, kind, ...(linkname && { target: linkname }) });
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

/** What the agent would say of the commit; undefined where it is not here to be looked at. */
export async function lintCommit(root: string, commit: string): Promise<Finding[] | undefined> {
  const entries = await commitEntries(root, commit);
  if (!entries) return undefined;
  const { findings } = await lintSource({
    entries,
    async read(path) {
      const content = await readCommitted(root, commit, path);
      if (!content) throw new Error(`git does not give ${path} of ${commit}.`);
      return content;
    },
    has: async (path) => entries.some((entry) => entry.path === path),
    names: async () => entries.map(({ path }) => path),
  });
  return findings;
}

/** The content of a file of the commit. */
export const readCommitted = (root: string, commit: string, path: string): Promise<Buffer | undefined> =>
  gitBytes(root, ['cat-file', 'blob', `${commit}:${path}`]);
