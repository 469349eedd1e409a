// Nothing that is typed, or read from a file, escapes on a server: the scripts are run by a real bash that can do nothing.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readingScript } from '../../src/deployments/host-logs.ts';
import { linuxScript } from '../../src/doctor/host-script.ts';
import { clean, inspect, quote } from '../../src/resources/host-scripts.ts';
import { cleanPaths } from '../../src/steps/rules.ts';
import { typed } from '../../src/text/say.ts';

/** All that a script may call; `pwned` is what one who escapes would call. */
const PROGRAMS =
  'find ls cat tail head wc sort cut grep sed date df ruby rm systemctl curl chmod apt-get dnf yum pwned touch'.split(
    ' ',
  );

const END = '\u0001';

/** Runs a script where each program only writes down how it was called. Answers the calls, one list of words each. */
function run(lines: readonly string[]): { calls: string[][]; made: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'cdw-hands-'));
  const cwd = join(root, 'cwd');
  const log = join(root, 'log');
  mkdirSync(cwd);
  writeFileSync(log, '');
  const harmless = PROGRAMS.map((program) => `${program}() { printf '%s\\0' ${program} "$@" $'\\1' >> ${log}; }`);
  const file = join(root, 'script');
  writeFileSync(file, [...harmless, ...lines].join('\n'));
  execFileSync('/bin/bash', [file], { cwd, env: { PATH: '/nonexistent' }, stdio: 'pipe', timeout: 60_000 });
  const calls = readFileSync(log, 'utf8')
    .split(`${END}\0`)
    .filter(Boolean)
    .map((call) => call.split('\0').slice(0, -1));
  return { calls, made: readdirSync(cwd) };
}

const PIECES = [
  '$(pwned)',
  '`pwned`',
  '; pwned',
  '| pwned',
  '&& pwned',
  '& pwned',
  '\npwned\n',
  '\r\npwned',
  "'; pwned; '",
  "'",
  '"',
  '"; pwned; "',
  '\\',
  "\\'; pwned #",
  '$PATH',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell has it.
  '${PATH}',
  '$((1+1))',
  '> made',
  '>>made',
  '< made',
  '<(pwned)',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '{{ssm:pwned}}',
  '{{{',
  '~',
  '!',
  '#',
  ' ',
  '\t',
  '-delete',
  '-exec pwned ;',
  '--',
  '$env:PATH',
  '`n',
  '%PATH%',
  '@(pwned)',
  '한글',
  '😀',
  '\u2028',
  '\u202e',
  'a',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join('').replaceAll('\0', '').replaceAll(END, ''))
  .filter((text) => text !== '');
const many = (count: number) => fc.sample(hostile, { numRuns: count, seed: 20260105 }).concat(PIECES);

test('what is quoted is one word, whatever it is, and names no parameter of Systems Manager', () => {
  const texts = many(400);
  const { calls } = run([`touch ${texts.map(quote).join(' ')}`]);
  expect(calls).toEqual([['touch', ...texts]]);
  for (const text of texts) expect(quote(text)).not.toContain('{{');
});

test('commands that are suggested can be copied into a shell', () => {
  const texts = many(400);
  expect(run([`touch -- ${texts.map(typed).join(' ')}`]).calls).toEqual([['touch', '--', ...texts]]);
});

test('folders to look into and to empty', () => {
  const paths = many(20)
    .slice(0, 30)
    .map((text) => `/srv/${text}`);
  const looked = run(inspect(paths));
  expect(looked.made).toEqual([]);
  expect(looked.calls.filter(([program]) => program === 'pwned' || program === 'touch')).toEqual([]);
  for (const path of paths) expect(looked.calls).toContainEqual(['find', path, '-mindepth', '1']);
  const emptied = run(clean(paths, true));
  expect(emptied.calls.filter(([program]) => program === 'find')).toEqual(
    paths.map((path) => ['find', path, '-mindepth', '1', '-delete']),
  );
  expect(emptied.calls.filter(([program]) => !['find', 'rm', 'systemctl'].includes(program!))).toEqual([]);
  expect(emptied.made).toEqual([]);
});

test('destinations that an appspec.yml names, and ids that AWS answers', () => {
  const paths = many(15)
    .slice(0, 20)
    .map((text) => `/${text}`);
  for (const group of many(3).slice(0, 6)) {
    const { calls, made } = run(linuxScript(paths, group));
    expect([made, calls.filter(([program]) => program === 'pwned' || program === 'touch')]).toEqual([[], []]);
  }
});

test('ids of a deployment whose logs are read', () => {
  for (const text of many(60)) {
    const written = { deployment: text, group: text };
    const lines = readingScript('Linux', {
      files: ['agent', 'deployments', 'scripts'],
      written,
      tail: 5,
      routine: false,
      known: {},
    });
    expect(lines.join('\n')).not.toContain('pwned');
    // Nothing of a PowerShell script is anybody's but ours.
    const plain = { files: ['agent', 'deployments'], tail: 5, routine: true, known: {} } as const;
    const windows = (files: readonly ('agent' | 'deployments' | 'scripts')[]) =>
      readingScript('Windows', { ...plain, files: [...files], written });
    expect(windows(['agent', 'deployments', 'scripts'])).toEqual(windows(['agent', 'deployments']));
  }
});

test('folders that may be emptied are below the root, and none of the system', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const path = `/${text}`;
      if (cleanPaths([path])) return;
      expect(path).not.toMatch(/['"`\\\n\r\0]|(^|\/)\.\.?(\/|$)|^\/(etc|usr|bin|boot|dev|lib|proc|sys)(\/|$)/);
    }),
  );
});
