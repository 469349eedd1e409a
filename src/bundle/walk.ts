// Walks a folder: what goes into the revision, sorted, and what cannot go.
import { type Dirent, readdirSync, readlinkSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadable } from './file.ts';
import { isIgnored, type Rules, rulesIn } from './ignored.ts';
import { FOLDER, fileMode, LINK } from './tree.ts';

export interface Found {
  /** Inside the revision, with slashes; that of a folder ends with one. */
  path: string;
  kind: 'file' | 'link' | 'folder';
  /** Of a link. */
  target?: string;
}

export interface Walk {
  found: Found[];
  /** Sockets, pipes and devices: no archive of ours holds them. */
  strange: string[];
}

/** What would be packed, with modes, without reading any file. */
export async function listed(root: string): Promise<(Found & { mode: number })[]> {
  const { found } = await walk(root, false);
  return Promise.all(
    found.map(async (entry) => ({
      ...entry,
      mode:
        entry.kind === 'link'
          ? LINK
          : entry.kind === 'folder'
            ? FOLDER
            : fileMode(
                (
                  await lstat(join(root, entry.path)).catch((cause: unknown) => {
                    throw unreadable(entry.path, cause);
                  })
                ).mode,
              ),
    })),
  );
}

export async function walk(root: string, includeEnv: boolean): Promise<Walk> {
  const found: Found[] = [];
  const strange: string[] = [];
  await into('', []);
  return { found: found.sort((a, b) => (a.path < b.path ? -1 : 1)), strange };

  async function into(below: string, above: Rules): Promise<void> {
    const folder = join(root, below);
    const before = found.length;
    const inside = entriesOf(folder, below);
    const names = inside.map(({ name }) => name);
    const rules = await rulesIn(folder, below, above, names);
    for (const entry of inside) {
      const path = `${below}${entry.name}${entry.isDirectory() ? '/' : ''}`;
      if (isIgnored(path, rules, includeEnv)) continue;
      if (entry.isDirectory()) await into(path, rules);
      else if (entry.isFile()) found.push({ path, kind: 'file' });
      else if (entry.isSymbolicLink()) found.push({ path, kind: 'link', target: targetOf(path) });
      else strange.push(path);
    }
    // Also where only ignored files lie: what they leave behind must not change the digest.
    if (found.length === before && below) found.push({ path: below, kind: 'folder' });
  }

  // Without a turn of the event loop for each: that takes longer than reading it.
  function entriesOf(folder: string, below: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (cause) {
      throw unreadable(below || '.', cause);
    }
  }

  function targetOf(path: string): string {
    try {
      return readlinkSync(join(root, path));
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }
}
