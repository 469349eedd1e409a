// Where codedeploy-wizard.yml is, or will be: upwards from here, to the root of the repository.
import { access, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { WizardError } from './engine/errors.ts';

export const there = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** The file to read, or, if there is none, the one to write. */
export async function findConfig({
  cwd,
  name,
  file,
}: {
  cwd: string;
  name?: string;
  file?: string;
}): Promise<{ path: string; exists: boolean }> {
  if (file !== undefined) {
    const path = resolve(cwd, file);
    const exists = await there(path);
    // Said before the plan is agreed to, and not when the answers are to be kept.
    if (!exists && !(await there(dirname(path))))
      throw new WizardError('notFound', { kind: 'local.path', name: dirname(path), instead: [] });
    return { path, exists };
  }
  const base = name ? `codedeploy-wizard.${name.replace(/[^\w.-]/g, '-')}.yml` : 'codedeploy-wizard.yml';
  // Beyond the repository another project begins; without one, beyond this folder.
  const root = (await repositoryOf(cwd)) ?? cwd;
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, base);
    if (await there(path)) return { path, exists: true };
    if (folder === root) return { path, exists: false };
  }
}

/** Those that are where this one was looked for. */
export async function configsBeside(path: string, cwd: string): Promise<string[]> {
  const folders = [...new Set([dirname(path), cwd])];
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(folder).catch(() => [])).map((name) => join(folder, name))),
  );
  return names.flat().filter((file) => /^codedeploy-wizard(\..+)?\.yml$/.test(basename(file)));
}

async function repositoryOf(folder: string): Promise<string | undefined> {
  if (await there(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder));
}
