// What git says about a folder, asked of real repositories.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gitHubName, isPushed, readRepository } from '../../src/deployments/repository.ts';

let root: string;
let here: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'repository-')));
  here = join(root, 'shop');
  mkdirSync(here);
});
afterEach(() => rmSync(root, { recursive: true }));

const git = (...args: string[]) => gitIn(here, ...args);
const gitIn = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgSign=false', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

function commit(message: string, cwd = here): string {
  writeFileSync(join(cwd, 'file'), message);
  gitIn(cwd, 'add', '.');
  gitIn(cwd, 'commit', '-m', message);
  return gitIn(cwd, 'rev-parse', 'HEAD');
}

describe('readRepository', () => {
  it('says nothing outside a repository', async () => {
    expect(await readRepository(here)).toBeUndefined();
    expect(await readRepository(join(root, 'nowhere'))).toBeUndefined();
  });

  it('knows a repository without commits and remotes', async () => {
    git('init', '-q');
    expect(await readRepository(here)).toEqual({ root: here });
  });

  it('knows top-level folder, remote, commit and subject, from a folder below too', async () => {
    git('init', '-q');
    const head = commit(`장바구니 ${'x'.repeat(300)}\n\nbody`);
    git('remote', 'add', 'fork', 'https://github.com/someone/shop.git');
    git('remote', 'add', 'origin', 'https://user:secret@github.com/acme/shop.git');
    mkdirSync(join(here, 'below'));
    const found = await readRepository(join(here, 'below'));
    expect(found).toMatchObject({ root: here, gitHub: 'acme/shop', commit: head });
    expect(found?.subject).toHaveLength(256);
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('takes another remote when origin is not on GitHub', async () => {
    git('init', '-q');
    git('remote', 'add', 'origin', 'https://git.example.com/acme/shop.git');
    expect((await readRepository(here))?.gitHub).toBeUndefined();
    git('remote', 'add', 'mirror', 'git@github.com:acme/shop.git');
    expect((await readRepository(here))?.gitHub).toBe('acme/shop');
  });
});

describe('gitHubName', () => {
  it.each([
    'https://github.com/acme/shop',
    'https://github.com/acme/shop.git',
    'https://github.com/acme/shop/',
    'https://user:token@github.com/acme/shop.git',
    'https://www.github.com/acme/shop',
    'HTTPS://GitHub.com/acme/shop',
    'git@github.com:acme/shop.git',
    'github.com:acme/shop',
    'ssh://git@github.com/acme/shop.git',
    'ssh://git@ssh.github.com:443/acme/shop.git',
    'git://github.com/acme/shop.git',
  ])('reads %s', (address) => expect(gitHubName(address)).toBe('acme/shop'));

  it.each([
    '',
    'https://github.com/acme',
    'https://github.com/acme/shop/tree/main',
    'https://example.com/github.com/acme/shop',
    'https://github.com.example.com/acme/shop',
    'https://notgithub.com/acme/shop',
    '/srv/github.com/acme/shop',
    'git@gitlab.com:acme/shop.git',
  ])('does not take %s for one', (address) => expect(gitHubName(address)).toBeUndefined());

  it('keeps dots in a name', () =>
    expect(gitHubName('git@github.com:acme/acme.github.io.git')).toBe('acme/acme.github.io'));
});

describe('isPushed', () => {
  /** A bare repository that stands for GitHub: the address is GitHub's, git is told to go elsewhere. */
  function onGitHub(): string {
    const bare = join(root, 'bare.git');
    gitIn(root, 'init', '-q', '--bare', bare);
    git('init', '-q', '-b', 'main');
    git('remote', 'add', 'origin', bare);
    return bare;
  }
  /** From here on the address is GitHub's; an ssh that goes to the bare one stands for the network. */
  function nowNamed(bare?: string) {
    git('config', 'remote.origin.url', 'git@github.com:acme/shop.git');
    const ssh = join(root, 'ssh.sh');
    const answer = bare ? `case "$*" in *git-upload-pack*) exec git-upload-pack '${bare}';; esac\n` : '';
    writeFileSync(ssh, `#!/bin/sh\n${answer}exit 255\n`, { mode: 0o755 });
    vi.stubEnv('GIT_SSH_COMMAND', ssh);
  }
  afterEach(() => vi.unstubAllEnvs());

  it('knows a commit that was pushed or fetched, without asking anybody', async () => {
    onGitHub();
    const first = commit('one');
    git('push', '-q', 'origin', 'main');
    git('fetch', '-q');
    nowNamed();
    expect(await isPushed(here, 'acme/shop', first)).toBe(true);
    expect(await isPushed(here, 'ACME/Shop', first)).toBe(true);
  });

  it('cannot know of other repositories and of commits that are not here', async () => {
    onGitHub();
    const first = commit('one');
    git('push', '-q', 'origin', 'main');
    nowNamed();
    expect(await isPushed(here, 'acme/other', first)).toBeUndefined();
    expect(await isPushed(here, 'acme/shop', 'f'.repeat(40))).toBeUndefined();
    expect(await isPushed(root, 'acme/shop', first)).toBeUndefined();
  });

  it('asks the remote about a commit that was pushed from elsewhere, or not at all', async () => {
    const bare = onGitHub();
    commit('one');
    git('push', '-q', bare, 'main');
    const second = commit('two');
    nowNamed(bare);
    expect(await isPushed(here, 'acme/shop', second)).toBe(false);
    git('push', '-q', bare, 'main');
    expect(await isPushed(here, 'acme/shop', second)).toBe(true);
  });

  it('does not say no while the remote has commits that are not here', async () => {
    const bare = onGitHub();
    commit('one');
    git('push', '-q', bare, 'main');
    const other = join(root, 'other');
    gitIn(root, 'clone', '-q', '-b', 'main', bare, other);
    const mine = commit('mine');
    commit('theirs', other);
    gitIn(other, 'push', '-q', 'origin', 'main');
    nowNamed(bare);
    expect(await isPushed(here, 'acme/shop', mine)).toBeUndefined();
  });

  it('cannot know when the remote does not answer', async () => {
    onGitHub();
    const first = commit('one');
    nowNamed();
    expect(await isPushed(here, 'acme/shop', first)).toBeUndefined();
  });
});
