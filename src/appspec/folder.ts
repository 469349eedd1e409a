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

/** `entries`: what is packed of the folder. */
export async function lintFolder(folder: string, entries: readonly Entry[]): Promise<Linted> {
  const there = (path: string) =>
    stat(join(folder, path)).then(
      () => true,
      () => false,
    );
  if (!entries.some(({ path }) => path === FILE)) {
    const names = await readdir(folder).catch(() => []);
    const inner = entries.find(({ path }) => /^[^/]+\/appspec\.yml$/.test(path))?.path;
    return {
      findings: [
        error('appspec-missing', { mark: START }, { other: names.find(isMisnamed), inner, ignored: await there(FILE) }),
      ],
      lines: [],
    };
  }
  return lintWithBundle(await readFile(join(folder, FILE)), ({ os }) => ({
    tree: treeOf(entries, { ignoreCase: os === 'windows' }),
    read: (path) => readFile(join(folder, path)),
    has: there,
  }));
}

/** Throws what a deployment is certain to fail of; `strict`: every warning too. */
export function refuseBroken(folder: string, findings: Finding[], { strict = false } = {}): void {
  const refused = inOrder(findings).filter((finding) => refuses(finding, strict));
  if (refused.length > 0) throw new WizardError('revisionBroken', { file: FILE, folder, findings: refused });
}
