// The check of a folder as it would be packed, and the refusal of what is broken.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WizardError } from '../engine/errors.ts';
import { error, type Finding, inOrder, refuses, START } from './finding.ts';
import { type Linted, lintWithBundle } from './lint.ts';
import { type Entry, treeOf } from './tree.ts';

/** The only name by which hooks look for it, and on Linux capital letters count. */
export const FILE = 'appspec.yml';

export const isMisnamed = (name: string) => name !== FILE && /^app-?spec\.(ya?ml|yml\.txt|json)$/i.test(name);

/** What is deployed, wherever it lies. */
export interface Source {
  /** What is packed of it. */
  entries: readonly Entry[];
  read(path: string): Promise<Buffer>;
  /** Whether a path is there, packed or not. */
  has(path: string): Promise<boolean>;
  /** Names at its root, packed or not. */
  names(): Promise<string[]>;
}

export async function lintSource({ entries, read, has, names }: Source): Promise<Linted> {
  if (!entries.some(({ path }) => path === FILE)) {
    const inner = entries.find(({ path }) => /^[^/]+\/appspec\.yml$/.test(path))?.path;
    const other = (await names()).find(isMisnamed);
    return {
      findings: [error('appspec-missing', { mark: START }, { other, inner, ignored: await has(FILE) })],
      lines: [],
    };
  }
  return lintWithBundle(await read(FILE), ({ os }) => ({
    tree: treeOf(entries, { ignoreCase: os === 'windows' }),
    read,
    has,
  }));
}

/** `entries`: what is packed of the folder. */
export const lintFolder = (folder: string, entries: readonly Entry[]): Promise<Linted> =>
  lintSource({
    entries,
    read: (path) => readFile(join(folder, path)),
    has: (path) =>
      stat(join(folder, path)).then(
        () => true,
        () => false,
      ),
    names: () => readdir(folder).catch(() => []),
  });

/** Throws what a deployment is certain to fail of; `strict`: every warning too. */
export function refuseBroken(folder: string | undefined, findings: Finding[], { strict = false } = {}): void {
  const refused = inOrder(findings).filter((finding) => refuses(finding, strict));
  if (refused.length > 0)
    throw new WizardError('revisionBroken', { file: FILE, ...(folder && { folder }), findings: refused });
}
