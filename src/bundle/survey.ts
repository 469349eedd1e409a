// Pass 1: walks the folder and reads every file, so that the tree has a digest before anything is packed.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { WizardError } from '../engine/errors.ts';
import { type Line, line } from '../engine/resource.ts';
import { type Crew, inOrder, openCrew } from './crew.ts';
import { isSecret } from './ignored.ts';
import { type BundleType, type Entry, type FileEntry, FOLDER, LINK, type Tree } from './tree.ts';
import { type Found, walk } from './walk.ts';

export interface SurveyOptions {
  type: BundleType;
  /** Take `.env` files in. */
  includeEnv?: boolean;
  crew?: Crew;
}

/** Raised when the same tree is packed in another way: the same key must not mean other content. */
const FORMAT = 1;
const FILES_PER_JOB = 32;
/** Below this, threads take longer to start than the work does. */
const FEW = 200;
const LARGEST = 10;

export async function survey(folder: string, { type, includeEnv = false, crew }: SurveyOptions): Promise<Tree> {
  const { found, strange } = await walk(folder, includeEnv);
  for (const { path } of found) checkName(path, type);
  const files = await digested(folder, found, crew ?? openCrew(found.length > FEW));
  const entries = found.map(({ path, kind, target = '' }): Entry => {
    if (kind === 'file') return files.get(path)!;
    return kind === 'link' ? { kind, path, target, mode: LINK } : { kind, path, mode: FOLDER };
  });
  return {
    folder,
    type,
    entries,
    digest: digestOf(type, entries),
    size: [...files.values()].reduce((sum, { size }) => sum + size, 0),
    files: entries.filter(({ kind }) => kind !== 'folder').length,
    largest: [...files.values()]
      .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1))
      .slice(0, LARGEST)
      .map(({ path, size }) => ({ path, size })),
    warnings: warningsOf(found, strange),
  };
}

async function digested(folder: string, found: Found[], crew: Crew): Promise<Map<string, FileEntry>> {
  const paths = found.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const files = new Map<string, FileEntry>();
  function* jobs() {
    // Smaller towards the end, where nobody is to wait for who has the large files.
    while (paths.length > 0) yield paths.splice(0, Math.min(FILES_PER_JOB, Math.ceil(paths.length / crew.ahead)));
  }
  for await (const [, read] of inOrder(jobs(), (paths) => crew.run('digest', { folder, paths }), crew.ahead))
    for (const file of read) files.set(file.path, file);
  return files;
}

/** Of what the archive holds, not of its bytes: those depend on the zlib of a machine, and would have to be made first. */
function digestOf(type: BundleType, entries: Entry[]): string {
  const digest = createHash('sha256').update(`codedeploy-wizard bundle ${FORMAT} ${type}`);
  for (const entry of entries) {
    const content = entry.kind === 'file' ? entry.sha256 : entry.kind === 'link' ? entry.target : '';
    // No path and no target of a link contains a zero.
    digest.update(`\0${entry.kind}\0${entry.path}\0${entry.mode.toString(8)}\0${content}`);
  }
  return digest.digest('hex');
}

function checkName(path: string, type: BundleType): void {
  // What is no UTF-8 was replaced when it was read: the file cannot be found under this name.
  const why = path.includes('\ufffd')
    ? 'nameNotUtf8'
    : type === 'zip' && BAD_IN_ZIP.test(path)
      ? 'nameInZip'
      : undefined;
  if (why) throw new WizardError('notPackable', { why, data: { path: JSON.stringify(path) } });
}

/** Some readers take a backslash for a folder, and `unzip` leaves control characters out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const BAD_IN_ZIP = /[\\\u0000-\u001f\u007f]/;

function warningsOf(found: Found[], strange: string[]): Line[] {
  const some = (key: 'notPacked' | 'linksOutside' | 'envPacked', paths: string[]) =>
    paths.length > 0 ? [line(key, { count: paths.length, example: paths[0]! })] : [];
  const outside = found.filter(({ kind, path, target = '' }) => kind === 'link' && leaves(path, target));
  const secrets = found.filter(({ kind, path }) => kind !== 'folder' && isSecret(path));
  return [
    ...some('notPacked', strange),
    ...some(
      'linksOutside',
      outside.map(({ path, target }) => `${path} -> ${target}`),
    ),
    ...some(
      'envPacked',
      secrets.map(({ path }) => path),
    ),
  ];
}

/** On the server the link points to whatever lies there. */
const leaves = (path: string, target: string) =>
  target.startsWith('/') || /^\.\.(\/|$)/.test(posix.join(posix.dirname(path), target));
