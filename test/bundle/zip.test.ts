// A zip of a folder: every byte, mode and link comes out again, read by programs that are not ours.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pack } from '../../src/bundle/pack.ts';
import { survey } from '../../src/bundle/survey.ts';
import { bytesOf, contentsOf, hasProgram, newFolder, noise, packed, putIn, unzipped } from './support.ts';

let folder: string;
const put = putIn(() => folder);
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  for (const end of ['', '.zip', '.out', '.back']) rmSync(folder + end, { recursive: true, force: true });
});

/** All that is hard about a tree. */
function plant() {
  put('appspec.yml', 'version: 0.0\nos: linux\n');
  put('bin/start', '#!/bin/sh\n', 0o755);
  put('bin/private', 'x', 0o644);
  put('empty-file');
  put('웹/이미지.png', noise(100_000));
  put('웹/한글 파일.txt', '안녕하세요\n'.repeat(5_000));
  put('nfd/가'.normalize('NFD'), 'decomposed');
  put('nfd/가', 'composed');
  put(`deep/${'folder-with-a-long-name/'.repeat(9)}file`, 'far down');
  put('exactly-a-block', 'b'.repeat(1024 * 1024));
  put('one-byte-more', `${'c'.repeat(1024 * 1024)}d`);
  // Repeats what lies just before each border, and changes between what shrinks and what does not.
  put(
    'large.bin',
    Buffer.concat(
      Array.from({ length: 5 }, (_, index) => [noise(700_000, index + 1), Buffer.alloc(600_000, 'abcdefg')]).flat(),
    ),
  );
  mkdirSync(join(folder, 'empty/inside'), { recursive: true });
  symlinkSync('bin/start', join(folder, 'link'));
  symlinkSync('bin', join(folder, 'link-to-folder'));
  symlinkSync('../웹/이미지.png', join(folder, 'bin/link-up'));
  symlinkSync('/nowhere', join(folder, 'dangling'));
}

it('keeps bytes, modes, links and empty folders', async () => {
  plant();
  chmodSync(join(folder, 'bin/start'), 0o750);
  chmodSync(join(folder, 'bin/private'), 0o600);
  const entries = await unzipped(await packed(folder));
  expect(entries['bin/start']?.mode).toBe('100750');
  expect(entries['bin/private']?.mode).toBe('100600');
  expect(entries['empty/inside/']?.mode).toBe('40755');
  expect(entries.link).toEqual({ mode: '120777', content: Buffer.from('bin/start') });
  expect(entries['link-to-folder']?.mode).toBe('120777');
  const there = contentsOf(folder);
  for (const [path, { content }] of Object.entries(entries).filter(([, { mode }]) => mode.startsWith('100')))
    expect(there[path]?.split(' ')[1], path).toBe(content.toString('base64'));
  expect(Object.keys(entries)).toEqual(Object.keys(entries).sort());
});

describe('comes out of', () => {
  const asItWas = async (unpack: (file: string, into: string) => void) => {
    plant();
    writeFileSync(`${folder}.zip`, await packed(folder));
    mkdirSync(`${folder}.out`);
    unpack(`${folder}.zip`, `${folder}.out`);
    return contentsOf(`${folder}.out`);
  };

  it.skipIf(!hasProgram('unzip', '-v'))('unzip, as the agent runs it, as it was', async () => {
    const out = await asItWas((file, into) => {
      execFileSync('unzip', ['-tq', file]);
      execFileSync('unzip', ['-qo', file, '-d', into]);
    });
    expect(out).toEqual(contentsOf(folder));
  });

  it.skipIf(!hasProgram('python3', '--version'))("Python's zipfile, byte for byte", async () => {
    const script =
      'import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])';
    const out = await asItWas((file, into) => execFileSync('python3', ['-c', script, file, into]));
    const files = (of: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(of).flatMap(([path, what]) =>
          what.startsWith('link') || what === 'folder' ? [] : [[path, what.split(' ')[1]]],
        ),
      );
    // It knows neither modes nor links, which it writes as files.
    expect(files(out)).toMatchObject(files(contentsOf(folder)));
  });
});

it.skipIf(!hasProgram('unzip', '-v'))(
  'holds 10,000 files',
  async () => {
    for (let i = 0; i < 10_000; i++) put(`${i % 10}/${i % 100}/${i}.txt`, `file ${i}\n`.repeat(i % 20));
    writeFileSync(`${folder}.zip`, await packed(folder));
    mkdirSync(`${folder}.out`);
    execFileSync('unzip', ['-qo', `${folder}.zip`, '-d', `${folder}.out`]);
    execFileSync('diff', ['-r', folder, `${folder}.out`]);
  },
  60_000,
);

it('has more than 65,535 entries where the folder has', async () => {
  put('appspec.yml', 'version: 0.0\n');
  const tree = await survey(folder, { type: 'zip' });
  // Of folders a zip holds only the name: they need not be there.
  for (let i = 0; i < 66_000; i++) tree.entries.push({ kind: 'folder', path: `d${i}/`, mode: 0o40755 });
  const entries = await unzipped(await bytesOf(tree));
  expect(Object.keys(entries)).toHaveLength(66_001);
  expect(entries['appspec.yml']?.content.toString()).toBe('version: 0.0\n');
});

describe('refuses to pack what is not what was surveyed', () => {
  const change = async (act: () => void) => {
    plant();
    const tree = await survey(folder, { type: 'zip' });
    act();
    return bytesOf(tree);
  };
  const refused = (path: string) => ({ code: 'folderChanged', exitCode: 3, data: { path } });

  it('other content of the same length', () =>
    expect(change(() => put('bin/start', '#!/bin/SH\n', 0o755))).rejects.toMatchObject(refused('bin/start')));
  it('a longer file', () =>
    expect(change(() => put('bin/private', 'xy'))).rejects.toMatchObject(refused('bin/private')));
  it('a file that is gone', () =>
    expect(change(() => rmSync(join(folder, 'empty-file')))).rejects.toMatchObject(refused('empty-file')));
  it('a file that has become a link', () =>
    expect(
      change(() => {
        rmSync(join(folder, 'bin/private'));
        symlinkSync('start', join(folder, 'bin/private'));
      }),
    ).rejects.toMatchObject(refused('bin/private')));
  it('another block of a large file', () =>
    expect(
      change(() => {
        const bytes = Buffer.from(contentsOf(folder)['large.bin']!.split(' ')[1]!, 'base64');
        bytes[5_000_000]! ^= 1;
        put('large.bin', bytes);
      }),
    ).rejects.toMatchObject(refused('large.bin')));

  it('but a file that changes while the archive is made', async () => {
    plant();
    put('zz-last', 'before');
    const tree = await survey(folder, { type: 'zip' });
    const told: Error[] = [];
    try {
      for await (const { done } of pack(tree)) if (done > 0) put('zz-last', 'after!');
    } catch (error) {
      told.push(error as Error);
    }
    expect(told).toMatchObject([refused('zz-last')]);
  });

  it('and packs a file whose mode alone has changed as it was', async () => {
    const bytes = await change(() => chmodSync(join(folder, 'bin/start'), 0o644));
    expect((await unzipped(bytes))['bin/start']?.mode).toBe('100755');
  });
});
