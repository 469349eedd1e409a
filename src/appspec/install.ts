// What the agent's Install would do on an empty host: copies, folders, permissions, and what it fails at.
import { posix } from 'node:path';
import { type Finding, fatal, warning } from './finding.ts';
import { isDefaultEntry } from './rules/access.ts';
import { MATCHES_NOTHING } from './rules/permissions.ts';
import type { AppSpec, Permission } from './spec.ts';
import type { Tree } from './tree.ts';

export interface Copy {
  source: string;
  destination: string;
  mode: string;
  owner?: string;
  group?: string;
}

export interface Plan {
  copies: Copy[];
  /** Made where they do not exist. */
  folders: string[];
  findings: Finding[];
}

/** Ruby's `File.expand_path`, for the daemon, which works in `/`. */
const expand = (path: string) =>
  (/^[A-Za-z]:/.test(path) ? posix.normalize(path) : posix.resolve('/', path)).replace(/(.)\/$/, '$1');

export function planInstall({ files, permissions }: Pick<AppSpec, 'files' | 'permissions'>, tree: Tree): Plan {
  const copies = new Map<string, Copy>();
  const folders = new Set<string>();
  const findings: Finding[] = [];

  for (const file of files) {
    let clashes = false;
    const clash = (destination: string, source: string, other: string) => {
      // Install ends at the first.
      if (!clashes) findings.push(fatal('destination-clash', file, { destination, source, other }));
      clashes = true;
    };
    const makeFolder = (destination: string) => {
      const copied = copies.get(destination);
      if (copied) clash(destination, file.source, copied.source);
      else folders.add(destination);
    };
    const makeAbove = (path: string) => {
      for (const folder of parentsOf(path)) makeFolder(folder);
    };
    const copy = (source: string, destination: string, mode: string) => {
      const other = copies.get(destination)?.source ?? (folders.has(destination) ? destination : undefined);
      if (other !== undefined) clash(destination, source, other);
      else copies.set(destination, { source, destination, mode });
    };
    const copyFolder = (source: string, destination: string, around: string[]) => {
      const real = tree.follow(source);
      // The agent copies what a link leads to: a folder around the link has no end.
      if (around.some((folder) => isWithin(folder, real))) {
        findings.push(warning('link-loop', file, { link: source, target: real }));
        return;
      }
      makeFolder(destination);
      for (const name of tree.namesIn(source)) {
        const inner = source === '.' ? name : `${source}/${name}`;
        const to = destination.endsWith('/') ? `${destination}${name}` : `${destination}/${name}`;
        if (tree.isFolder(inner)) copyFolder(inner, to, [...around, real]);
        else copy(inner, to, tree.modeOf(inner));
      }
    };
    const source = tree.find(file.path);
    if (source === undefined || file.destination.startsWith('~')) continue;
    // A destination is a folder, also where a single file goes there.
    if (tree.isFolder(source)) {
      const destination = expand(file.destination);
      makeAbove(destination);
      copyFolder(source, destination, []);
    } else {
      const destination = expand(posix.join(file.destination, posix.basename(source)));
      makeAbove(destination);
      copy(source, destination, tree.modeOf(source));
    }
  }
  permit(permissions, copies, folders, findings);
  return { copies: [...copies.values()], folders: [...folders], findings };
}

const isWithin = (path: string, folder: string) => folder === '.' || `${path}/`.startsWith(`${folder}/`);

/** `/a/b/c` -> `/a`, `/a/b` */
function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === '/' || parent === '.' || /^[A-Za-z]:$/.test(parent) ? [] : [...parentsOf(parent), parent];
}

function permit(permissions: Permission[], copies: Map<string, Copy>, folders: Set<string>, findings: Finding[]) {
  const taken = new Set<string>();
  for (const permission of permissions) {
    const { pattern, except, types, acls, context } = permission;
    const object = expand(permission.object);
    const { targets, broken } = copies.has(object) ? fileTarget() : folderTargets();
    if (broken) continue;
    if (targets.length === 0 && !MATCHES_NOTHING.test(pattern) && reaches(object, copies, folders))
      findings.push(warning('permission-matches-nothing', permission, { object, pattern }));
    for (const target of targets) {
      if (taken.has(target)) findings.push(fatal('permission-twice', permission, { path: target }));
      else if (copies.has(target) && acls?.some(isDefaultEntry))
        findings.push(fatal('acl-default-on-file', permission, { path: target }));
      else if ((acls || context) && /\s/.test(target))
        findings.push(fatal('acl-on-blank', permission, { path: target }));
      else {
        const { mode, owner, group } = permission;
        const copied = copies.get(target);
        if (copied) Object.assign(copied, { ...(mode && { mode }), ...(owner && { owner }), ...(group && { group }) });
        taken.add(target);
        continue;
      }
      // The first is enough: Install ends there.
      break;
    }

    function fileTarget() {
      if (!types.includes('file')) return { targets: [] };
      if (pattern === '**' && except.length === 0) return { targets: [object] };
      findings.push(fatal('permission-on-file', permission, { object }));
      return { targets: [], broken: true };
    }

    function folderTargets(): { targets: string[]; broken?: boolean } {
      const base = object === '/' ? '/' : `${object}/`;
      const matches = (path: string) => {
        if (!path.startsWith(base)) return false;
        const name = path.slice(base.length);
        return (pattern === '**' || fits(name, pattern)) && !except.some((item) => fits(name, item));
      };
      return {
        targets: [
          ...(types.includes('file') ? [...copies.keys()].filter(matches) : []),
          ...(types.includes('directory') ? [...folders].filter(matches) : []),
        ],
      };
    }
  }
}

/** Something is copied there: otherwise it is said already that nothing is. */
const reaches = (object: string, copies: Map<string, Copy>, folders: Set<string>) =>
  folders.has(object) || [...copies.keys()].some((path) => path === object || path.startsWith(`${object}/`));

/** A name in the folder itself, with `*` for any letters; nothing else is special. */
const fits = (name: string, pattern: string) =>
  !name.includes('/') && new RegExp(`^${pattern.split(/\*+/).map(escaped).join('.*')}$`, 's').test(name);

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
