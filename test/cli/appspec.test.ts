// `appspec lint` as a whole command: exit codes, JSON, both languages, no account.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { bench, example } from '../support/run.ts';

const HEAD = 'version: 0.0\nos: linux\n';
const SH = '#!/bin/sh\n';

interface Told {
  file: string;
  findings: {
    id: string;
    severity: string;
    fatal: boolean;
    line: number;
    column: number;
    message: string;
    fix: string;
  }[];
  install?: { folders: string[]; copies: { source: string; destination: string; mode: string }[] };
}

const docs = join(import.meta.dirname, '..', '..', 'docs');
const schema = (name: string) => JSON.parse(readFileSync(join(docs, 'schema', `${name}.json`), 'utf8')) as object;
const valid = (name: string, value: unknown) => {
  const ajv = new Ajv();
  return ajv.validate(schema(name), value) ? [] : ajv.errors;
};

/** A bench with these files in its folder. */
function folder(files: Record<string, string | Buffer>) {
  const here = bench();
  mkdirSync(here.cwd, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(here.cwd, path)), { recursive: true });
    writeFileSync(join(here.cwd, path), content);
  }
  const lint = async (...args: string[]) => {
    const ran = await here.run(['appspec', 'lint', ...args, '--output', 'json']);
    const { data } = ran.envelope;
    expect([valid('envelope', ran.envelope), data ? valid('appspec-lint', data) : []]).toEqual([[], []]);
    return { ...ran, data: data as Told };
  };
  return { ...here, lint };
}

test('the example is clean', async () => {
  const { lint, run } = folder({});
  const ran = await lint(example);
  expect([ran.exitCode, ran.data.findings, ran.envelope.ok]).toEqual([0, [], true]);
  expect(ran.calls).toEqual([]);
  expect(ran.envelope.next).toEqual([`codedeploy-wizard deploy --source local --directory ${example}`]);
  expect((await run(['appspec', 'lint', example])).stdout).toBe('Nothing is wrong.\n');
});

test('an error is exit 3, and the findings are there all the same', async () => {
  const { lint } = folder({ 'appspec.yml': 'version: "0.0"\nos: linux\n' });
  const ran = await lint();
  expect(ran.exitCode).toBe(3);
  expect(ran.data).toMatchObject({
    file: 'appspec.yml',
    findings: [
      { id: 'version-quoted', severity: 'error', fatal: false, line: 1, column: 10, source: 'version: "0.0"' },
    ],
  });
  expect(ran.envelope).toMatchObject({ ok: false, error: { code: 'revisionBroken', exitCode: 3, hint: null } });
  expect(ran.envelope.error?.message).toContain('appspec.yml:1:10: version must be a number');
});

test.each<[name: string, exitCode: number, args: string[], text: string]>([
  ['a warning', 0, [], `${HEAD}hooks:\n  BeforeInstal:\n`],
  ['a warning, strictly', 3, ['--strict'], `${HEAD}hooks:\n  BeforeInstal:\n`],
  ['a note, strictly', 0, ['--strict'], `${HEAD}made-by: us\n`],
  ['a warning that is certain to fail', 3, [], `${HEAD}files:\n  - source: 2024\n    destination: /srv\n`],
])('%s exits %i', async (_, exitCode, args, text) => {
  const { lint } = folder({ 'appspec.yml': text });
  const ran = await lint('.', ...args);
  expect([ran.exitCode, ran.data.findings.length]).toEqual([exitCode, 1]);
});

test('a file is judged alone, a folder with what is packed of it', async () => {
  const hooks = `${HEAD}hooks:\n  AfterInstall:\n    - location: build/run.sh\n    - location: gone.sh\n`;
  const { lint } = folder({ 'appspec.yml': hooks, '.gitignore': 'build/\n', 'build/run.sh': SH });
  expect((await lint('appspec.yml')).data).toEqual({ file: 'appspec.yml', findings: [] });
  const { exitCode, data } = await lint('.');
  expect(exitCode).toBe(3);
  expect(data.findings.map(({ id, line, fix }) => [id, line, fix.includes('ignore file')])).toEqual([
    ['script-not-in-bundle', 5, true],
    ['script-not-in-bundle', 6, false],
  ]);
});

test('no appspec.yml, another name, one folder further in, or left out', async () => {
  const missing = async (files: Record<string, string>) => (await folder(files).lint()).data.findings[0];
  expect(await missing({ 'appspec.yaml': HEAD })).toMatchObject({
    id: 'appspec-missing',
    fix: 'Rename appspec.yaml to appspec.yml.',
  });
  expect((await missing({ 'app/appspec.yml': HEAD }))?.fix).toContain('app/appspec.yml');
  expect((await missing({ 'appspec.yml': HEAD, '.codedeployignore': '*.yml\n' }))?.fix).toContain('!appspec.yml');
  const { lint } = folder({ 'appspec.yaml': HEAD, 'mine.yml': HEAD });
  expect((await lint('appspec.yaml')).data.findings).toMatchObject([{ id: 'appspec-name', severity: 'warning' }]);
  expect((await lint('mine.yml')).data.findings).toEqual([]);
});

test('what does not exist is exit 6; --explain needs a folder', async () => {
  const { run } = folder({ 'appspec.yml': HEAD });
  const ran = await run(['appspec', 'lint', 'nowhere']);
  expect([ran.exitCode, ran.stdout, ran.stderr]).toEqual([6, '', 'Error: There is no file or folder `nowhere`.\n']);
  expect((await run(['appspec', 'lint', 'appspec.yml', '--explain'])).exitCode).toBe(2);
});

test('--explain shows what Install would do', async () => {
  const text = `${HEAD}files:\n  - source: site\n    destination: /srv\npermissions:\n  - object: /srv\n    mode: 640\n    owner: web\n`;
  const { cwd, lint, run } = folder({ 'appspec.yml': text, 'site/a.html': '' });
  symlinkSync('a.html', join(cwd, 'site', 'b.html'));
  expect((await lint('.', '--explain')).data.install).toEqual({
    folders: ['/srv'],
    copies: [
      { source: 'site/a.html', destination: '/srv/a.html', mode: '640', owner: 'web' },
      { source: 'site/b.html', destination: '/srv/b.html', mode: '640', owner: 'web' },
    ],
  });
  expect((await run(['appspec', 'lint', '--explain'])).stdout).toMatch(/\/srv\/a\.html +site\/a\.html +640 +web/);
});

test('people see the line, a mark below it that knows wide letters, and the fix, in their language', async () => {
  const { run } = folder({
    'appspec.yml': `${HEAD}files:\n  - { source: 웹/사이트, destination: ~ }\n`,
    'run.sh': '#!/bin/sh\r\n',
  });
  const english = await run(['appspec', 'lint', 'appspec.yml']);
  expect(english.exitCode).toBe(3);
  expect(english.stdout.split('\n').slice(0, 5)).toEqual([
    'appspec.yml:4:35  error  destination-missing',
    expect.stringContaining('files[0] has no destination'),
    '      - { source: 웹/사이트, destination: ~ }',
    `${' '.repeat(4 + 34 + 4)}^`,
    '  Fix: Add `destination: ...` with an absolute path.',
  ]);
  const korean = await run(['appspec', 'lint', 'appspec.yml', '--lang', 'ko']);
  expect(korean.stdout).toContain('해결: 절대 경로로');
  expect(korean.stdout).toContain('오류 1개, 경고 0개, 참고 0개.');
  expect(korean.stdout).not.toContain('no destination');
});

test('what is wrong in a script is shown in the script', async () => {
  const { run, lint } = folder({
    'appspec.yml': `${HEAD}hooks:\n  ApplicationStart:\n    - location: run.sh\n`,
    'run.sh': `${SH}node server.js &\n`,
  });
  expect((await run(['appspec', 'lint'])).stdout).toMatch(
    /^run\.sh:2:1 {2}warning {2}script-background\n.*\n {4}node server\.js &\n/,
  );
  expect((await lint()).data.findings).toMatchObject([{ line: 5, column: 17, inside: { file: 'run.sh', line: 2 } }]);
});

test('a deployment of a folder is refused for the same reasons, before anything is written', async () => {
  const { run, cwd } = folder({ 'appspec.yml': `\ufeff${HEAD}` });
  const ran = await run(['init', '--sandbox', '--yes', '--source', 'local', '--directory', cwd]);
  expect([ran.exitCode, ran.calls.filter(({ write }) => write)]).toEqual([3, []]);
  expect(ran.stderr).toContain('appspec.yml:1:1: The file begins with a byte order mark');
  expect(ran.stderr).toContain(`codedeploy-wizard appspec lint ${cwd}`);
});

test('what is only strange is a warning of the deployment', async () => {
  const text = readFileSync(join(example, 'appspec.yml'), 'utf8');
  const { run, cwd } = folder({
    'appspec.yml': `${text}made-by: us\nHooks:\n`,
    'site/index.html': '',
    'scripts/permissions.sh': SH,
    'scripts/validate.sh': SH,
  });
  const ran = await run(['init', '--sandbox', '--yes', '--source', 'local', '--directory', cwd, '--output', 'json']);
  expect(ran.exitCode).toBe(0);
  const told = ran.envelope.warnings.filter(({ code }) => code === 'revisionWarning');
  expect(told.map(({ message }) => message)).toEqual([expect.stringMatching(/^appspec\.yml:\d+:1: .*`Hooks`/)]);
});
