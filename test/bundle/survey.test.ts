// Pass 1: what is in the revision, what is not, and one digest that names it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { survey } from '../../src/bundle/survey.ts';
import type { BundleType } from '../../src/bundle/tree.ts';
import { newFolder, noise, packed, putIn, unzipped } from './support.ts';

let folder: string;
const put = putIn(() => folder);
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const of = (type: BundleType = 'zip', includeEnv = false) => survey(folder, { type, includeEnv });
const names = async (includeEnv = false) => (await of('zip', includeEnv)).entries.map(({ path }) => path);
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const digest = async () => (await of()).digest;

describe('the digest', () => {
  it('is the same for the same tree, whenever and wherever it was made', async () => {
    put('b', 'b');
    put('a/c', noise(3_000_000));
    const before = [await digest(), hash(await packed(folder))];
    rmSync(join(folder, 'b'));
    put('b', 'b');
    utimesSync(join(folder, 'b'), 1e9, 1e9);
    expect([await digest(), hash(await packed(folder))]).toEqual(before);
  });

  it.each<[string, () => void]>([
    ['content', () => put('a/b', 'C')],
    ['an executable bit', () => chmodSync(join(folder, 'a/b'), 0o755)],
    ['who may read', () => chmodSync(join(folder, 'a/b'), 0o600)],
    ['a name', () => put('a/B', 'c')],
    ['an empty folder', () => mkdirSync(join(folder, 'empty'))],
    [
      'where a link points',
      () => {
        rmSync(join(folder, 'link'));
        symlinkSync('a', join(folder, 'link'));
      },
    ],
  ])('changes with %s', async (_what, change) => {
    put('a/b', 'c');
    symlinkSync('a/b', join(folder, 'link'));
    const before = await digest();
    change();
    expect(await digest()).not.toBe(before);
  });

  it('changes with the kind of archive', async () => {
    put('a');
    const digests = await Promise.all((['zip', 'tar', 'tgz'] as const).map(async (type) => (await of(type)).digest));
    expect(new Set(digests).size).toBe(3);
  });
});

it('counts, and names the ten largest files', async () => {
  for (let i = 1; i <= 12; i++) put(`files/${i}`, 'x'.repeat(i * 10));
  symlinkSync('files/1', join(folder, 'link'));
  mkdirSync(join(folder, 'empty'));
  const tree = await of();
  expect(tree).toMatchObject({ files: 13, size: 780 });
  expect(tree.largest.map(({ size }) => size)).toEqual([120, 110, 100, 90, 80, 70, 60, 50, 40, 30]);
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
    'dist/app.js',
    'logs/',
    'private',
    'sub/.gitignore',
    'sub/keep.log',
    'sub/only-here',
  ]);
});

describe('history, secrets and our own answers', () => {
  beforeEach(() => {
    put('.codedeployignore', '!.env\n!.git\n!codedeploy-wizard.yml\n.env.local\n');
    put('.gitignore', '.env*\n');
    put('.git/config');
    put('.env', 'TOKEN=x');
    put('.env.production');
    put('.env.local');
    put('venv/.env/bin/python');
    put('app/.env');
    put('app/module/.git');
    put('app/server.js');
    put('codedeploy-wizard.yml');
    // Left by a run that was killed while it wrote an answer.
    put('codedeploy-wizard.yml.82ecada6-2126-47e7-a21d-b9369b53a06e.tmp');
    put('codedeploy-wizard.staging.yml');
  });

  it('never go in', async () => {
    expect(await names()).toEqual(['.codedeployignore', '.gitignore', 'app/module/', 'app/server.js', 'venv/']);
  });

  it('but secrets where they are asked for, whatever git says, and with a warning', async () => {
    const tree = await of('zip', true);
    expect(tree.entries.map(({ path }) => path).filter((path) => path.includes('.env'))).toEqual([
      '.env',
      '.env.production',
      'app/.env',
    ]);
    expect(tree.warnings).toEqual([{ key: 'envPacked', data: { count: 3, example: '.env' } }]);
  });
});

it('warns of links that leave the folder, and keeps them', async () => {
  put('a/b/c');
  symlinkSync('../c', join(folder, 'a/b/inside'));
  symlinkSync('../../..', join(folder, 'a/b/outside'));
  symlinkSync('/etc/passwd', join(folder, 'absolute'));
  const tree = await of();
  expect(tree.warnings).toEqual([{ key: 'linksOutside', data: { count: 2, example: 'a/b/outside -> ../../..' } }]);
  expect((await unzipped(await packed(folder))).absolute?.content.toString()).toBe('/etc/passwd');
});

it.skipIf(process.platform === 'win32')('leaves out sockets and pipes, and says so', async () => {
  put('file');
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
  try {
    const tree = await of();
    expect(tree.entries.map(({ path }) => path)).toEqual(['file']);
    expect(tree.warnings).toMatchObject([{ key: 'notPacked', data: { count: 2 } }]);
  } finally {
    server.close();
  }
});

describe.skipIf(process.platform === 'win32')('refuses', () => {
  const refused = (why: string) => ({ code: 'notPackable', data: { why }, exitCode: 3 });

  it.each(['back\\slash', 'new\nline'])('a name that unzip does not give back: %j', async (name) => {
    put(name);
    await expect(of()).rejects.toMatchObject(refused('nameInZip'));
    expect((await of('tar')).files).toBe(1);
  });

  it('a name that is not UTF-8', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), '');
    await expect(of('tar')).rejects.toMatchObject(refused('nameNotUtf8'));
  });

  it.skipIf(process.getuid?.() === 0)('a file that cannot be read', async () => {
    put('secret', 'x', 0o000);
    await expect(of()).rejects.toMatchObject(refused('unreadable'));
  });
});
