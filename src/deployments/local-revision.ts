// A folder here as a revision: surveyed once per run, and refused where the agent would refuse it.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FILE, lintFolder, refuseBroken } from '../appspec/folder.ts';
import type { Place } from '../aws/place.ts';
import { survey } from '../bundle/survey.ts';
import type { BundleType, Tree } from '../bundle/tree.ts';
import { WizardError } from '../engine/errors.ts';
import { flagOf } from '../engine/question.ts';
import { line } from '../engine/resource.ts';
import { nameIn } from './upload.ts';

export interface LocalRevision {
  application: string;
  directory?: string;
  bundleType: BundleType;
  includeEnv: boolean;
}

/** Surveyed once: what was agreed to is what is uploaded, or nothing is. */
export const treeOf = (place: Place, { directory = '.', bundleType: type, includeEnv }: LocalRevision): Promise<Tree> =>
  place.once(`tree ${directory} ${type} ${includeEnv}`, async () => {
    const folder = await existingFolder(place, directory);
    const tree = await survey(folder, { type, includeEnv });
    const { findings } = await lintFolder(folder, tree.entries);
    refuseBroken(directory, findings);
    const strange = findings.filter(({ severity }) => severity === 'warning');
    return {
      ...tree,
      warnings: [...tree.warnings, ...strange.map((finding) => line('revisionWarning', { file: FILE, finding }))],
    };
  });

/** Made from the content, so that the same folder is uploaded once. */
export const keyOf = ({ application }: LocalRevision, tree: Tree) => `${application}/${nameIn(tree)}.${tree.type}`;

async function existingFolder({ cwd }: Place, directory: string): Promise<string> {
  const folder = resolve(cwd, directory);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new WizardError('invalidValue', { where: flagOf('directory'), value: directory, rule: 'file' });
  return folder;
}
