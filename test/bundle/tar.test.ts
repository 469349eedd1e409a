// Tar and compressed tar: as the agent unpacks them, everything is as it was.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { survey } from '../../src/bundle/survey.ts';
import { bytesOf, contentsOf, hasProgram, newFolder, noise, packed, putIn } from './support.ts';

let folder: string;
const put = putIn(() => folder);
beforeEach(() => {
  folder = newFolder();
  put('appspec.yml', 'version: 0.0\nos: linux\n');
  put('bin/start', '#!/bin/sh\n', 0o755);
  put('empty-file');
  put('웹/한글 파일.txt', '안녕하세요\n');
  put(`deep/${'folder-with-a-long-name/'.repeat(12)}file`, 'far down');
  put('large.bin', noise(3_500_000));
  put('back\\slash', 'kept');
  for (let i = 0; i < 300; i++) put(`many/${i}`, `${i}`);
  mkdirSync(join(folder, 'empty'));
  symlinkSync('bin/start', join(folder, 'link'));
  symlinkSync(`deep/${'folder-with-a-long-name/'.repeat(12)}file`, join(folder, 'long-link'));
});
afterEach(() => {
  for (const end of ['', '.tar', '.out']) rmSync(folder + end, { recursive: true, force: true });
});

describe.skipIf(!hasProgram('tar', '--version'))('comes out of tar', () => {
  it.each([
    ['tar', '-xpsf'],
    ['tgz', '-zxpsf'],
  ] as const)('as it was: %s', async (type, flags) => {
    writeFileSync(`${folder}.tar`, await packed(folder, { type }));
    mkdirSync(`${folder}.out`);
    execFileSync('tar', [flags, `${folder}.tar`, '-C', `${folder}.out`]);
    expect(contentsOf(`${folder}.out`)).toEqual(contentsOf(folder));
  });
});

it('is the same bytes for the same tree, and compressed the same tar', async () => {
  const tar = await packed(folder, { type: 'tar' });
  expect((await packed(folder, { type: 'tar' })).equals(tar)).toBe(true);
  const tgz = await packed(folder, { type: 'tgz' });
  expect((await packed(folder, { type: 'tgz' })).equals(tgz)).toBe(true);
  expect(gunzipSync(tgz).equals(tar)).toBe(true);
});

it('says nothing of who packed it and when', async () => {
  const entries = extract();
  entries.end(await packed(folder, { type: 'tar' }));
  const seen = new Set<string>();
  for await (const entry of entries) {
    const { uid, gid, uname, mtime } = entry.header;
    seen.add(`${uid} ${gid} ${uname ?? ''} ${mtime?.toISOString()}`);
    entry.resume();
  }
  expect([...seen]).toEqual(['0 0  1980-01-01T00:00:00.000Z']);
});

it.each(['tar', 'tgz'] as const)('%s: refuses a file that has changed', async (type) => {
  const tree = await survey(folder, { type });
  put('many/7', '8');
  await expect(bytesOf(tree)).rejects.toMatchObject({ code: 'folderChanged', data: { path: 'many/7' } });
});
