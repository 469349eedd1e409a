// Where the revision comes from: asked once, needed by the image (what would lie in the way) and by the deployment.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BundleType, bundleTypes } from '../bundle/tree.ts';
import { readRepository } from '../deployments/repository.ts';
import { confirm, select, text } from '../engine/question.ts';
import { buckets } from './roles.ts';
import * as rules from './rules.ts';
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

export const from =
  (...sources: string[]) =>
  ({ want }: Look) =>
    sources.includes(String(want.source));

export const bucket = text<Look>('bucket', {
  when: from('s3', 'local'),
  check: rules.bucketName,
  suggest: async ({ want, place }) => {
    if (typeof want.revisionBucket === 'string') return { value: want.revisionBucket, from: 'project' };
    const [only, ...others] = await buckets(await place());
    return only && others.length === 0 ? { value: only, from: 'onlyOne' } : undefined;
  },
  choices: async ({ place }) => (await buckets(await place())).map((value) => ({ value, label: value })),
});

export const endingOf = (key: string): BundleType | undefined => {
  const [, ending] = /\.(zip|tar|tgz|tar\.gz)$/i.exec(key) ?? [];
  return ending?.toLowerCase().replace('tar.gz', 'tgz') as BundleType | undefined;
};

export const bundleType = select<Look, BundleType>('bundleType', bundleTypes, {
  when: from('s3', 'local'),
  quiet: true,
  suggest: ({ want }) => {
    // What lies in S3 is what it is; what is packed here can be read on every server as a zip.
    if (want.source !== 's3') return { value: 'zip', from: 'default' };
    const value = endingOf(String(want.key));
    return value && { value, from: 'bundle' };
  },
});

/** Asked anew each time: secrets must not go along because they did once. */
export const includeEnv = confirm<Look>('includeEnv', {
  when: from('local'),
  quiet: true,
  fleeting: true,
  suggest: () => ({ value: false, from: 'default' }),
});
