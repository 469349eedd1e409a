// The files of a bundle as a tree, links resolved as far as they lead within it.
import { posix } from 'node:path';

export interface Entry {
  /** Inside the bundle, with slashes; that of a folder ends with one. */
  path: string;
  kind: 'file' | 'link' | 'folder';
  mode: number;
  /** Of a link: what it leads to, as it says. */
  target?: string;
}

export interface Tree {
  /** A path of appspec.yml as one of this tree, without slashes at its ends; '.' is the whole. Undefined: it is not there. */
  find(path: string): string | undefined;
  /** Where a path leads when every link on the way is followed, as far as they stay in the bundle. */
  follow(path: string): string;
  /** Follows links, as the agent does. */
  isFolder(path: string): boolean;
  namesIn(folder: string): string[];
  /** Four octal digits. */
  modeOf(path: string): string;
  /** The same path but for capital letters. */
  almost(path: string): string | undefined;
}

const below = (folder: string, name: string) =>
  name === '' || name === '.' || name === '..' ? posix.join(folder, name) : folder === '.' ? name : `${folder}/${name}`;

/** Links that lead in a circle end here. */
const MOST_LINKS = 8;

export function treeOf(entries: readonly Entry[], { ignoreCase = false } = {}): Tree {
  const known = new Map<string, Entry>();
  const names = new Map<string, Set<string>>([['.', new Set()]]);
  for (const entry of entries) {
    const parts = entry.path.split('/').filter(Boolean);
    parts.forEach((name, depth) => {
      const folder = depth === 0 ? '.' : parts.slice(0, depth).join('/');
      if (!names.has(folder)) names.set(folder, new Set());
      names.get(folder)!.add(name);
    });
    const path = parts.join('/');
    if (entry.kind === 'folder' && !names.has(path)) names.set(path, new Set());
    known.set(path, entry);
  }
  const everywhere = new Map([...known.keys(), ...names.keys()].map((path) => [path.toLowerCase(), path]));

  const foldersResolved = new Map<string, string>();

  function resolve(path: string, links = 0): string {
    const folder = posix.dirname(path);
    if (folder === path) return '.';
    const at = below(links === 0 ? resolvedFolder(folder) : resolve(folder, links), posix.basename(path));
    const { kind, target } = known.get(at) ?? {};
    if (kind !== 'link' || target === undefined || links >= MOST_LINKS || target.startsWith('/')) return at;
    return resolve(posix.join(posix.dirname(at), target), links + 1);
  }

  /** Asked for again with each file in it. */
  function resolvedFolder(path: string): string {
    const found = foldersResolved.get(path) ?? resolve(path);
    foldersResolved.set(path, found);
    return found;
  }

  const tree: Tree = {
    find(path) {
      const plain = posix.normalize(`./${path}`).replace(/\/+$/, '') || '.';
      const has = (one: string) => known.has(one) || names.has(one);
      if (has(plain) || has(resolve(plain)) || has(posix.join(resolve(posix.dirname(plain)), posix.basename(plain))))
        return plain;
      return ignoreCase ? everywhere.get(plain.toLowerCase()) : undefined;
    },
    follow: (path) => resolve(path),
    isFolder: (path) => names.has(resolve(path)),
    namesIn: (folder) => [...(names.get(resolve(folder)) ?? [])].sort(),
    modeOf: (path) => ((known.get(path)?.mode ?? 0o644) & 0o7777).toString(8).padStart(4, '0'),
    almost: (path) => everywhere.get(posix.normalize(`./${path}`).replace(/\/+$/, '').toLowerCase()),
  };
  return tree;
}
