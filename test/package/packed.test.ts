// The package as npm packs it: what is in it, how large it is, and that it runs where nothing else is.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, expect, test } from 'vitest';
import { example } from '../support/run.ts';

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object | undefined>;
const folder = mkdtempSync(join(tmpdir(), 'cdw-packed-'));
const home = join(folder, 'home');
const empty = join(folder, 'empty');
const env = { PATH: process.env.PATH, HOME: home, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string; size: number; mode: number }[];
}
let packed: Packed;

beforeAll(() => {
  mkdirSync(home);
  mkdirSync(empty);
  const told = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as
    | Packed[]
    | Record<string, Packed>;
  packed = Object.values(told)[0]!;
}, 60_000);

test('holds what runs, the README and the licences, and nothing else', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths.filter((path) => !/^dist\/[\w-]+\.cjs$/.test(path)).sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin/codedeploy-wizard.js',
    'bin/package.json',
    'dist/NOTICES.txt',
    'dist/config.schema.json',
    'dist/help.en.txt',
    'dist/help.ko.txt',
    'package.json',
  ]);
  expect(paths).toContain('dist/main.cjs');
  expect(packed.files.find(({ path }) => path === 'bin/codedeploy-wizard.js')!.mode & 0o111).toBe(0o111);
});

test('brings no other package and runs nothing when it is installed', () => {
  for (const key of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'])
    expect(manifest[key]).toBeUndefined();
  expect(Object.keys(manifest.scripts!).filter((name) => /install|prepare/.test(name))).toEqual([]);
});

test('is what publint calls sound', async () => {
  const { messages, pkg } = await publint({ pkgDir: root, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('every package that is bundled has its licence in the notices', () => {
  const outputs = JSON.parse(readFileSync(join(root, 'build', 'meta.json'), 'utf8')) as Record<
    string,
    { inputs: string[] }
  >;
  const notices = readFileSync(join(root, 'dist', 'NOTICES.txt'), 'utf8');
  const names = Object.values(outputs)
    .flatMap(({ inputs }) => inputs)
    .flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(50);
  for (const name of new Set(names)) expect(notices).toMatch(new RegExp(`^${name} \\d[^(]*\\(.+\\)$`, 'm'));
  expect(notices).not.toMatch(/^.* \((?:undefined|UNLICENSED|[AL]?GPL.*)\)$/m);
});

test('installed into an empty folder it runs by npx, to the end of the main job', { timeout: 120_000 }, () => {
  npm(['init', '-y'], empty);
  npm(['install', '--no-audit', '--no-fund', join(folder, packed.filename)], empty);
  const wizard = (...args: string[]) => npm(['exec', '--no', '--', 'codedeploy-wizard', ...args], empty);
  expect(wizard('--version')).toBe(`${(manifest as { version?: string }).version}\n`);
  expect(wizard('explain', 'HEALTH_CONSTRAINTS', '--lang', 'ko')).toMatch(/[가-힣]/);
  const { ok, gives } = JSON.parse(
    wizard('init', '--sandbox', '--yes', '--directory', example, '--output', 'json'),
  ) as { ok: boolean; gives: { deploy: { status: string } } };
  expect({ ok, status: gives.deploy.status }).toEqual({ ok: true, status: 'Succeeded' });
});
