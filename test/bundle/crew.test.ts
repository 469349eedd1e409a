// Two threads, or this one alone: the same bytes, the same digest and the same refusals.
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inOrder, openCrew } from '../../src/bundle/crew.ts';
import { survey } from '../../src/bundle/survey.ts';
import { bytesOf, newFolder, noise, putIn } from './support.ts';

const built = join(import.meta.dirname, '..', '..', 'dist', 'worker.js');
const threads = () => openCrew(true, pathToFileURL(built));
const alone = () => openCrew(false);

let folder: string;
const put = putIn(() => folder);
beforeAll(() => {
  folder = newFolder();
  for (let i = 0; i < 400; i++) put(`${i % 7}/${i}.js`, `export const n = ${i};\n`.repeat(i));
  put('large.bin', Buffer.concat([noise(2_500_000), Buffer.alloc(3_000_000, 'text '), noise(900_000, 7)]));
  symlinkSync('large.bin', join(folder, 'link'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!existsSync(built))('threads of the built program', () => {
  it('make what one makes alone', async () => {
    const [a, b] = await Promise.all([
      survey(folder, { type: 'zip', crew: alone() }),
      survey(folder, { type: 'zip', crew: threads() }),
    ]);
    expect(JSON.stringify(b)).toBe(JSON.stringify(a));
    expect((await bytesOf(a, threads())).equals(await bytesOf(a, alone()))).toBe(true);
  });

  it('refuse as one refuses alone', async () => {
    const tree = await survey(folder, { type: 'zip' });
    put('3/3.js', 'other');
    await expect(bytesOf(tree, threads())).rejects.toMatchObject({ code: 'folderChanged', data: { path: '3/3.js' } });
  });
});

describe('in order', () => {
  it('gives results in the order of the jobs, and starts only so many ahead', async () => {
    let started = 0;
    let taken = 0;
    let most = 0;
    const slow = async (job: number) => {
      started++;
      most = Math.max(most, started - taken);
      for (let i = job % 3; i > 0; i--) await null;
      return job * 2;
    };
    const results: number[] = [];
    for await (const [, result] of inOrder(
      Array.from({ length: 50 }, (_, i) => i),
      slow,
      4,
    )) {
      results.push(result);
      taken++;
    }
    expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i * 2));
    expect(most).toBe(4);
  });

  it('ends with the first failure', async () => {
    const run = async (job: number) => {
      if (job >= 2) throw new Error(`job ${job}`);
      return job;
    };
    const results: number[] = [];
    await expect(
      (async () => {
        for await (const [, result] of inOrder([0, 1, 2, 3, 4], run, 3)) results.push(result);
      })(),
    ).rejects.toThrow('job 2');
    expect(results).toEqual([0, 1]);
  });
});
