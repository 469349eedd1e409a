// A packed folder: every byte, mode and link comes out of the zip, secrets do not go in, and the same tree is the same zip.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Entry, fromBufferPromise } from 'yauzl';
import { pack } from '../../src/deployments/pack.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pack-'));
  put('appspec.yml', 'version: 0.0\nos: linux\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (path: string, content: string | Buffer = '', mode = 0o644) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  chmodSync(join(folder, path), mode);
};

async function unpack(bytes: Buffer) {
  const zip = await fromBufferPromise(bytes);
  const entries: Record<string, { mode: string; content: Buffer }> = {};
  const all: Entry[] = [];
  for await (const entry of zip.eachEntry()) all.push(entry);
  for (const entry of all) {
    const content = entry.fileName.endsWith('/')
      ? Buffer.alloc(0)
      : await buffer(await zip.openReadStreamPromise(entry));
    entries[entry.fileName] = { mode: (entry.externalFileAttributes >>> 16).toString(8), content };
  }
  return entries;
}
const names = async () => Object.keys(await unpack((await pack(folder)).bytes));

it('keeps bytes, modes, links and empty folders', async () => {
  const binary = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256));
  put('bin/start', '#!/bin/sh\n', 0o750);
  put('웹/이미지.png', binary, 0o600);
  mkdirSync(join(folder, 'empty/inside'), { recursive: true });
  symlinkSync('bin/start', join(folder, 'link'));
  symlinkSync('bin', join(folder, 'link-to-folder'));
  symlinkSync('/nowhere', join(folder, 'dangling'));

  const packed = await pack(folder);
  const entries = await unpack(packed.bytes);
  expect(Object.fromEntries(Object.entries(entries).map(([name, { mode }]) => [name, mode]))).toEqual({
    'appspec.yml': '100644',
    'bin/start': '100755',
    dangling: '120777',
    'empty/inside/': '40755',
    link: '120777',
    'link-to-folder': '120777',
    '웹/이미지.png': '100644',
  });
  expect(entries['웹/이미지.png']?.content.equals(binary)).toBe(true);
  expect(entries.link?.content.toString()).toBe('bin/start');
  expect(packed).toMatchObject({ files: 6, size: packed.bytes.length });
  expect(packed.sha256).toMatch(/^[0-9a-f]{64}$/);
});

it('gives the same bytes for the same tree, whenever and wherever it was made', async () => {
  put('b', 'b');
  put('a/c', 'c');
  const first = await pack(folder);
  rmSync(join(folder, 'b'));
  put('b', 'b', 0o664);
  utimesSync(join(folder, 'b'), 1e9, 1e9);
  expect((await pack(folder)).bytes.equals(first.bytes)).toBe(true);
  put('b', 'b', 0o755);
  expect((await pack(folder)).sha256).not.toBe(first.sha256);
});

it('leaves out what ignore files say, the nearest last, and ours on top', async () => {
  put('.gitignore', 'dist/\n*.log\n/only-here\n');
  put('.codedeployignore', '!dist/\ndocs/\n');
  put('dist/app.js');
  put('docs/readme');
  put('error.log');
  put('sub/.gitignore', '!keep.log\nprivate\n');
  put('sub/keep.log');
  put('sub/private');
  put('sub/only-here');
  put('private');
  put('only-here');
  put('logs/today.log');
  expect(await names()).toEqual([
    '.codedeployignore',
    '.gitignore',
    'appspec.yml',
    'dist/app.js',
    'logs/',
    'private',
    'sub/.gitignore',
    'sub/keep.log',
    'sub/only-here',
  ]);
});

it('never takes history, secrets or our own answers', async () => {
  put('.codedeployignore', '!.env\n!.git\n');
  put('.git/config');
  put('.env');
  put('.env.production');
  put('app/.env');
  put('app/module/.git');
  put('app/.environment.js');
  put('app/server.js');
  put('codedeploy-wizard.yml');
  put('codedeploy-wizard.staging.yml');
  expect(await names()).toEqual(['.codedeployignore', 'app/module/', 'app/server.js', 'appspec.yml']);
});

it('refuses a revision whose script an ignore file leaves out', async () => {
  put('.gitignore', 'build/\n');
  put('build/start.sh');
  put('appspec.yml', 'version: 0.0\nos: linux\nhooks:\n  ApplicationStart:\n    - location: build/start.sh\n');
  await expect(pack(folder)).rejects.toMatchObject({
    code: 'revisionBroken',
    data: { findings: [{ id: 'script-not-in-bundle', data: { ignored: true } }] },
  });
  put('.codedeployignore', '!build/\n');
  expect(await names()).toContain('build/start.sh');
});

it('refuses what is certain to fail, and passes on what is strange', async () => {
  put('run.sh', 'true\n', 0o755);
  put('appspec.yml', 'version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: run.sh\n');
  expect((await pack(folder)).warnings.map(({ id }) => id)).toEqual(['script-shebang']);
  put('run.sh', '#!/bin/sh\r\n', 0o755);
  await expect(pack(folder)).rejects.toMatchObject({ data: { findings: [{ id: 'script-crlf' }] } });
});

it('refuses a folder without appspec.yml', async () => {
  rmSync(join(folder, 'appspec.yml'));
  await expect(pack(folder)).rejects.toMatchObject({
    code: 'revisionBroken',
    data: { findings: [{ id: 'appspec-missing' }] },
  });
});

it('is read by unzip, as the agent runs it', async (context) => {
  try {
    execFileSync('unzip', ['-v'], { stdio: 'ignore' });
  } catch {
    context.skip();
  }
  put('bin/start', '#!/bin/sh\n', 0o755);
  symlinkSync('bin/start', join(folder, 'link'));
  writeFileSync(`${folder}.zip`, (await pack(folder)).bytes);
  mkdirSync(`${folder}.out`);
  execFileSync('unzip', ['-qo', `${folder}.zip`, '-d', `${folder}.out`]);
  execFileSync('diff', ['-r', '--no-dereference', folder, `${folder}.out`]);
  rmSync(`${folder}.zip`);
  rmSync(`${folder}.out`, { recursive: true });
});
