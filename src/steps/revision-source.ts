// Where the revision comes from: asked once, needed by the image (what would lie in the way) and by the deployment.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readRepository } from '../deployments/repository.ts';
import { select, text } from '../engine/question.ts';
import type { Look } from './step.ts';

/** A folder, relative to where the command was started; suggested where an appspec.yml lies. */
export const directory = text<Look, string | undefined>('directory', {
  optional: true,
  quiet: true,
  suggest: ({ cwd }) => (existsSync(resolve(cwd, 'appspec.yml')) ? { value: '.', from: 'directory' } : undefined),
});

export const source = select<Look, 's3' | 'github' | 'local'>('source', ['s3', 'github', 'local'], {
  suggest: async ({ want, cwd }) => {
    if (want.directory !== undefined) return { value: 'local', from: 'directory' };
    return (await readRepository(cwd))?.gitHub ? { value: 'github', from: 'git' } : undefined;
  },
});
