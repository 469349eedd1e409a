// What lies here as a revision, a folder or a commit: looked at once per run, and refused where the agent would refuse it.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Finding } from '../appspec/finding.ts';
import type { Place } from '../aws/place.ts';
import type { BundleType, Tree } from '../bundle/tree.ts';
import { WizardError } from '../engine/errors.ts';
import { flagOf } from '../engine/question.ts';
import { type Line, line } from '../engine/resource.ts';
import { readRepository } from './repository.ts';
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
    const [{ lintFolder }, { survey }] = await Promise.all([
      import('../appspec/folder.ts'),
      import('../bundle/survey.ts'),
    ]);
    const tree = await survey(folder, { type, includeEnv });
    const { findings } = await lintFolder(folder, tree.entries);
    return { ...tree, warnings: [...tree.warnings, ...(await soundness(findings, directory))] };
  });

/** A commit of the repository here is refused for the same reasons; of one that is elsewhere nothing is known. */
export const commitWarnings = (place: Place, repository: string, commit: string): Promise<Line[]> =>
  place.once(`commit ${commit}`, async () => {
    const here = await readRepository(place.cwd);
    if (here?.gitHub?.toLowerCase() !== repository.toLowerCase()) return [];
    const { lintCommit } = await import('./commit.ts');
    return soundness((await lintCommit(here.root, commit)) ?? []);
  });

/** Refuses what is certain to fail; answers what is strange. */
async function soundness(findings: Finding[], folder?: string): Promise<Line[]> {
  const { FILE, refuseBroken } = await import('../appspec/folder.ts');
  refuseBroken(folder, findings);
  const strange = findings.filter(({ severity }) => severity === 'warning');
  return strange.map((finding) => line('revisionWarning', { file: FILE, finding }));
}

/** Made from the content, so that the same folder is uploaded once. */
export const keyOf = ({ application }: LocalRevision, tree: Tree) => `${application}/${nameIn(tree)}.${tree.type}`;

async function existingFolder({ cwd }: Place, directory: string): Promise<string> {
  const folder = resolve(cwd, directory);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new WizardError('invalidValue', { where: flagOf('directory'), value: directory, rule: 'file' });
  return folder;
}
