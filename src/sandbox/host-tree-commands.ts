// ls, find and rm of a virtual machine: the commands that walk its file tree.
import { absolute, type Command, done, failed, flags } from './host-command.ts';
import type { Tree } from './host-files.ts';

const below = (path: string, name: string) => (path.endsWith('/') ? path + name : `${path}/${name}`);

const exists = (tree: Tree, path: string) => tree.isFile(path) || tree.isDirectory(path);

export const list: Command = (args, { tree }) => {
  const { options, rest } = flags('ls', args, 'Aa1');
  if (!options) return rest;
  const result = done();
  const paths = rest.length > 0 ? rest : ['/'];
  for (const path of paths) {
    const at = absolute(path);
    if (tree.isFile(at)) result.out += `${path}\n`;
    else if (tree.isDirectory(at)) {
      const hidden = options.has('A') || options.has('a');
      const names = tree.list(at).filter((name) => hidden || !name.startsWith('.'));
      if (paths.length > 1) result.out += `${result.out && '\n'}${path}:\n`;
      for (const name of [...(options.has('a') ? ['.', '..'] : []), ...names]) result.out += `${name}\n`;
    } else {
      result.err += `ls: cannot access '${path}': No such file or directory\n`;
      result.code = 2;
    }
  }
  return result;
};

export const find: Command = (args, { tree }) => {
  const firstTest = args.findIndex((arg) => /^[-!(]/.test(arg));
  const paths = firstTest < 0 ? args : args.slice(0, firstTest);
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  let kind: string | undefined;
  let name: RegExp | undefined;
  let deletes = false;
  let newerThan: number | undefined;
  for (let i = firstTest < 0 ? args.length : firstTest; i < args.length; i++) {
    const [test = '', value = ''] = args.slice(i, i + 2);
    if (test === '-delete') deletes = true;
    else if (test === '-mindepth' && /^\d+$/.test(value)) least = Number(value);
    else if (test === '-maxdepth' && /^\d+$/.test(value)) most = Number(value);
    else if (test === '-type' && /^[fd]$/.test(value)) kind = value;
    else if (test === '-name' && value) name = globPattern(value);
    else if (test === '-newermt' && /^@\d+$/.test(value)) newerThan = Number(value.slice(1)) * 1_000;
    else if (test !== '-print') return failed(1, `find: unknown predicate \`${test}'`);
    if (!['-delete', '-print'].includes(test)) i++;
  }

  const result = done();
  const visit = (path: string, depth: number) => {
    const at = absolute(path);
    const directory = tree.isDirectory(at);
    const base = at.slice(at.lastIndexOf('/') + 1);
    const meant =
      depth >= least &&
      (!kind || (kind === 'd') === directory) &&
      (!name || name.test(base)) &&
      writtenTo(base) > (newerThan ?? 0);
    if (meant && !deletes) result.out += `${path}\n`;
    if (directory && depth < most) for (const child of tree.list(at)) visit(below(path, child), depth + 1);
    if (!meant || !deletes) return;
    // The agent's own files may be there again at once: what it is made of follows from its being installed.
    if (directory && tree.list(at).length > 0) {
      result.err += `find: cannot delete ‘${path}’: Directory not empty\n`;
      result.code = 1;
    } else tree.remove(at);
  };
  for (const path of paths.length > 0 ? paths : ['/']) {
    if (exists(tree, absolute(path))) visit(path, 0);
    else {
      result.err += `find: ‘${path}’: No such file or directory\n`;
      result.code = 1;
    }
  }
  return result;
};

/** When is known only of a log that is put aside at the end of its day; all else counts as written to just now. */
function writtenTo(name: string): number {
  const [, year, month, day] = /\.(\d{4})(\d\d)(\d\d)\.log$/.exec(name) ?? [];
  return year ? Date.UTC(Number(year), Number(month) - 1, Number(day) + 1) : Number.POSITIVE_INFINITY;
}

export const remove: Command = (args, { tree }) => {
  const { options, rest } = flags('rm', args, 'rRfv');
  if (!options) return rest;
  const result = done();
  const complain = (text: string) => {
    result.err += `rm: ${text}\n`;
    result.code = 1;
  };
  for (const path of rest) {
    const at = absolute(path);
    if (at === '/') complain(`it is dangerous to operate recursively on '/'`);
    else if (!exists(tree, at)) {
      if (!options.has('f')) complain(`cannot remove '${path}': No such file or directory`);
    } else if (tree.isDirectory(at) && !options.has('r') && !options.has('R')) {
      complain(`cannot remove '${path}': Is a directory`);
    } else tree.remove(at);
  }
  return result;
};

/** `*` and `?` of a shell, for one name of a path. */
export const globPattern = (glob: string) =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

/** The paths that match, sorted; a name that begins with a dot only where the pattern says so. */
export function glob(pattern: string, tree: Tree): string[] {
  let found = ['/'];
  for (const segment of pattern.split('/').filter(Boolean)) {
    const matcher = globPattern(segment);
    found = found.flatMap((path) =>
      tree
        .list(path)
        .filter((name) => matcher.test(name) && (segment.startsWith('.') || !name.startsWith('.')))
        .map((name) => below(path, name)),
    );
  }
  return found;
}
