// Names that were asked for in the last minutes, in one file that only its owner reads.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { World } from '../world.ts';
import type { Candidate } from './index.ts';

const KEPT_FOR = 5 * 60_000;

interface Memory {
  [key: string]: { at: number; names: Candidate[] };
}

const fileOf = ({ env, homedir }: World) =>
  join(env.XDG_CACHE_HOME || join(homedir, '.cache'), 'codedeploy-wizard', 'names.json');

const isFresh = ({ now }: World, at: number) => Math.abs(now() - at) < KEPT_FOR;

/** A file that is not there, or not whole, holds nothing. */
async function read(world: World): Promise<Memory> {
  try {
    const memory = JSON.parse(await readFile(fileOf(world), 'utf8')) as Memory;
    return Object.fromEntries(Object.entries(memory).filter(([, { at }]) => isFresh(world, at)));
  } catch {
    return {};
  }
}

export const recall = async (world: World, key: string): Promise<Candidate[] | undefined> =>
  (await read(world))[key]?.names;

export async function remember(world: World, key: string, names: Candidate[]): Promise<void> {
  const file = fileOf(world);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${randomUUID()}.tmp`;
  await writeFile(next, JSON.stringify({ ...(await read(world)), [key]: { at: world.now(), names } }), { mode: 0o600 });
  await rename(next, file);
}
