// Hostile files are refused with one sentence, at once: config files and appspec.yml, and what would lead out of a folder.
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Bench, bench, stateFile } from '../support/run.ts';

const laughs = (count: number) =>
  [
    'a0: &a0 [lol, lol, lol]',
    ...Array.from({ length: count }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`),
  ].join('\n');
const hostile: [name: string, yaml: string][] = [
  ['billion laughs', `${laughs(30)}\n`],
  ['billion laughs in a value', `cleanPaths: &a [/srv/a]\ntags: [${Array(9).fill('*a').join(', ')}]\n`],
  ['a cycle of anchors', 'cleanPaths: &a [*a]\n'],
  ['an alias that leads nowhere', 'project: *nowhere\n'],
  ['deep brackets', `project: ${'['.repeat(60_000)}\n`],
  ['deep braces', `project: ${'{a: '.repeat(15_000)}\n`],
  ['deep lists', `project:\n${Array.from({ length: 1200 }, (_, n) => `${' '.repeat(n)}-`).join('\n')}\n`],
  ['__proto__', '__proto__: {polluted: true}\n'],
  ['constructor', 'constructor: {prototype: {polluted: true}}\n'],
  ['a merge key', '<<: {project: shop}\n'],
  ['a tag', 'project: !!js/function "function () { return 1 }"\n'],
  ['binary', '\u0000\u0001\u0002'],
  ['a long line', `project: ${'x'.repeat(60_000)}\n`],
  ['many keys', Array.from({ length: 5_000 }, (_, n) => `k${n}: 1`).join('\n')],
];

const inFolder = (here: Bench, name: string, text: string) => {
  mkdirSync(here.cwd, { recursive: true });
  writeFileSync(join(here.cwd, name), text);
};
const oneSentence = (stderr: string) => {
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(stderr).not.toContain('defect');
  expect(stderr.length).toBeLessThan(3_000);
};

test.each(hostile)(
  'a config file: %s',
  async (_name, yaml) => {
    const here = bench();
    inFolder(here, 'codedeploy-wizard.yml', yaml);
    const ran = await here.run(['roles', '--sandbox', '--yes']);
    oneSentence(ran.stderr);
    expect([ran.exitCode, ran.calls.filter(({ write }) => write)]).toEqual([2, []]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  },
  30_000,
);

test.each(hostile)(
  'an appspec.yml: %s',
  async (_name, yaml) => {
    const here = bench();
    inFolder(here, 'appspec.yml', `version: 0.0\nos: linux\n${yaml}`);
    const ran = await here.run(['appspec', 'lint']);
    oneSentence(ran.stderr);
    expect([0, 3]).toContain(ran.exitCode);
    expect(ran.stdout.length).toBeLessThan(2_000_000);
  },
  30_000,
);

test('a file of 100 MB is not read', async () => {
  for (const [name, args, exitCode] of [
    ['codedeploy-wizard.yml', ['roles', '--sandbox', '--yes'], 2],
    ['appspec.yml', ['appspec', 'lint', 'appspec.yml'], 3],
  ] as const) {
    const here = bench();
    inFolder(here, name, '');
    const file = openSync(join(here.cwd, name), 'w');
    ftruncateSync(file, 100 * 1024 ** 2);
    closeSync(file);
    const ran = await here.run([...args]);
    expect([name, ran.exitCode]).toEqual([name, exitCode]);
    oneSentence(ran.stderr);
  }
});

test('a device is no config file', async () => {
  const ran = await bench().run(['roles', '--sandbox', '--yes', '--config', '/dev/zero']);
  expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('not a file')]);
});

test('--env names a file beside the others, which must be there, and nothing elsewhere', async () => {
  const here = bench();
  const ran = await here.run(['roles', '--sandbox', '--yes', '--env', '../../evil']);
  expect([ran.exitCode, readdirSync(here.cwd)]).toEqual([6, []]);
  expect(ran.stderr).toContain(join(here.cwd, 'codedeploy-wizard...-..-evil.yml'));
});

test('what is kept is for its owner alone', async () => {
  const here = bench();
  expect((await here.run(['roles', '--sandbox', '--yes'])).exitCode).toBe(0);
  for (const file of [join(here.cwd, 'codedeploy-wizard.yml'), stateFile(here)])
    expect([file, (statSync(file).mode & 0o777).toString(8)]).toEqual([file, '600']);
});

test('a project in a config file cannot lead the state of the sandbox elsewhere', async () => {
  const here = bench();
  inFolder(here, 'codedeploy-wizard.yml', 'project: ../../../evil\n');
  expect((await here.run(['roles', '--sandbox', '--yes'])).exitCode).toBe(2);
  const ran = await here.run(['status', '--sandbox', '--project', '../../evil']);
  expect([ran.exitCode, ran.calls]).toEqual([2, []]);
  expect(readdirSync(here.home)).toEqual([]);
});

test('what lies outside of the folder is not shown', async () => {
  const here = bench();
  inFolder(
    here,
    'appspec.yml',
    'version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: ../../../../etc/passwd\n',
  );
  symlinkSync('/etc/passwd', join(here.cwd, 'secret'));
  const ran = await here.run(['appspec', 'lint']);
  expect(ran.stdout + ran.stderr).not.toContain('root:x:0');
});

test('a key that climbs is a name in the bucket, and no path on this machine', async () => {
  const here = bench();
  mkdirSync(join(here.cwd, 'app'), { recursive: true });
  writeFileSync(join(here.cwd, 'app', 'appspec.yml'), 'version: 0.0\nos: linux\n');
  const common = ['--sandbox', '--yes', '--output', 'json'];
  expect((await here.run(['app', ...common])).exitCode).toBe(0);
  const what = ['--bucket', 'exercise-revisions', '--key', '../../../../climbed.zip', '--directory', 'app'];
  const ran = await here.run(['deploy', 'push', ...what, ...common]);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  expect(ran.stdout).toContain('../../../../climbed.zip');
  for (const root of [here.cwd, here.home])
    for (let folder = root; folder !== dirname(folder); folder = dirname(folder))
      expect([folder, existsSync(join(folder, 'climbed.zip'))]).toEqual([folder, false]);
  expect(readdirSync(here.cwd).sort()).toEqual(['app', 'codedeploy-wizard.yml']);
});
