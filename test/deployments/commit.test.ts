// What GitHub packs of a commit: everything that is committed, but what export-ignore leaves out.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { commitEntries, readCommitted } from '../../src/deployments/commit.ts';

let root: string;
let commit: string;

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.com', ...args], { cwd: root })
    .toString()
    .trim();

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'commit-'));
  mkdirSync(join(root, 'scripts'));
  writeFileSync(join(root, 'appspec.yml'), 'version: 0.0\nos: linux\n');
  writeFileSync(join(root, 'scripts', '시작.sh'), '#!/bin/sh\n');
  chmodSync(join(root, 'scripts', '시작.sh'), 0o755);
  symlinkSync('appspec.yml', join(root, 'link'));
  writeFileSync(join(root, 'notes.txt'), 'not for servers\n');
  writeFileSync(join(root, '.gitattributes'), 'notes.txt export-ignore\n');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'First');
  commit = git('rev-parse', 'HEAD');
  writeFileSync(join(root, 'later.txt'), 'not committed\n');
});

test('the entries of a commit, with modes and links', async () => {
  const entries = (await commitEntries(root, commit)) ?? [];
  const seen = Object.fromEntries(entries.map(({ path, mode, kind }) => [path, [kind, Boolean(mode & 0o100)]]));
  expect(seen).toEqual({
    '.gitattributes': ['file', false],
    'appspec.yml': ['file', false],
    link: ['link', true],
    'scripts/': ['folder', true],
    'scripts/시작.sh': ['file', true],
  });
});

test('a file of a commit, as it was committed', async () => {
  writeFileSync(join(root, 'appspec.yml'), 'changed since\n');
  expect((await readCommitted(root, commit, 'appspec.yml'))?.toString()).toBe('version: 0.0\nos: linux\n');
  expect(await readCommitted(root, commit, 'nowhere')).toBeUndefined();
});

test('a commit that is not here, or a folder without git, says nothing', async () => {
  expect(await commitEntries(root, '0'.repeat(40))).toBeUndefined();
  expect(await commitEntries(mkdtempSync(join(tmpdir(), 'plain-')), commit)).toBeUndefined();
});
