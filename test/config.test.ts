// The config file: where it is found, what is refused and where, and that writing an answer changes that answer only.
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig, writeAnswer } from '../src/config.ts';
import { WizardError } from '../src/engine/errors.ts';
import { confirm, list, number, type Question, select, text, type Value } from '../src/engine/question.ts';
import { findConfig } from '../src/find-config.ts';
import { en } from '../src/text/en/index.ts';
import { ko } from '../src/text/ko/index.ts';

const questions: ReadonlyMap<string, Question> = new Map(
  [
    text('project', { check: (value: string) => (/^[a-z-]+$/.test(value) ? undefined : { rule: 'projectName' }) }),
    text('commit'),
    select('agent', ['ssm', 'script', 'skip']),
    confirm('ssm'),
    number('minSize', {
      check: (value: number) => (value < 100 ? undefined : { rule: 'range', data: { from: 0, to: 99 } }),
    }),
    list('subnets'),
  ].map((question) => [question.key, question as Question]),
);

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cdw-config-'));
  path = join(folder, 'codedeploy-wizard.yml');
});

const read = async (yaml: string, language = en) => {
  await writeFile(path, yaml);
  return readConfig(path, questions, language);
};
const refusal = async (yaml: string, language = en) => {
  const error = await read(yaml, language).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WizardError);
  const { code, data } = error as WizardError<'configInvalid'>;
  expect([code, data.file]).toEqual(['configInvalid', path]);
  return `${data.line}:${data.column} ${data.problem}`;
};

describe('found', () => {
  test('upwards, as far as the repository', async () => {
    const deep = join(folder, 'repository', 'a', 'b');
    await mkdir(deep, { recursive: true });
    await mkdir(join(folder, 'repository', '.git'));
    await writeFile(path, '');
    const root = join(folder, 'repository', 'codedeploy-wizard.yml');
    expect(await findConfig({ cwd: deep })).toEqual({ path: root, exists: false });
    await writeFile(root, '');
    expect(await findConfig({ cwd: deep })).toEqual({ path: root, exists: true });
  });

  test('only here, where there is no repository', async () => {
    const below = join(folder, 'below');
    await mkdir(below);
    await writeFile(path, '');
    expect(await findConfig({ cwd: below })).toEqual({ path: join(below, 'codedeploy-wizard.yml'), exists: false });
  });

  test('by environment or by name, and never in another folder by its name', async () => {
    expect(await findConfig({ cwd: folder, name: 'prod' })).toEqual({
      path: join(folder, 'codedeploy-wizard.prod.yml'),
      exists: false,
    });
    expect((await findConfig({ cwd: folder, name: '../../etc' })).path.startsWith(folder)).toBe(true);
    expect((await findConfig({ cwd: folder, name: '' })).path).toBe(path);
    expect((await findConfig({ cwd: folder, file: 'my.yml' })).path).toBe(join(folder, 'my.yml'));
  });
});

describe('read', () => {
  test.each<[string, Record<string, Value>]>([
    ['', {}],
    ['# nothing yet\n', {}],
    ['project:\nssm: ~\n', {}],
    ['project: shop\nminSize: 3\nagent: skip\n', { project: 'shop', minSize: 3, agent: 'skip' }],
    ['ssm: true\n', { ssm: true }],
    ['ssm: yes\n', { ssm: true }],
    ['ssm: 아니요\n', { ssm: false }],
    ['subnets: [a, b]\n', { subnets: ['a', 'b'] }],
    ['subnets: a, b\n', { subnets: ['a', 'b'] }],
    ['subnets:\n  - 010\n', { subnets: ['010'] }],
    // 40 digits are a commit, not a number.
    [`commit: ${'0123456789'.repeat(4)}\n`, { commit: '0123456789'.repeat(4) }],
    ['commit: 12.10\n', { commit: '12.10' }],
    ['project: &name shop\ncommit: *name\n', { project: 'shop', commit: 'shop' }],
    ['\uFEFFproject: shop\r\nminSize: 3\r\n', { project: 'shop', minSize: 3 }],
  ])('%j', async (yaml, values) => expect(await read(yaml)).toEqual({ values }));

  test('an account keeps its leading zero', async () => {
    expect((await read('expectAccount: 012345678901\n')).expectAccount).toBe('012345678901');
    expect((await read("expectAccount: '000000000000'\n")).expectAccount).toBe('000000000000');
  });
});

describe('refused, with line, column and reason', () => {
  test.each([
    ['project: shop\nproyect: x\n', '2:1 `proyect` is not a key of this file. Did you mean `project`?'],
    ['nothing: x\n', '1:1 `nothing` is not a key of this file.'],
    ['__proto__: { a: 1 }\n', '1:1 `__proto__` is not a key of this file.'],
    ['constructor: x\n', '1:1 `constructor` is not a key of this file.'],
    ['? [a, b]\n: c\n', '1:3 `[a, b]` is not a key of this file.'],
    ['<<: { project: x }\n', '1:1 `<<` is not a key of this file.'],
    ['project: [a]\n', '1:10 project: `[a]` must be text.'],
    ['project: Shop\n', `1:10 project: \`Shop\` ${en.rules.projectName()}.`],
    ['agent: smm\n', '1:8 agent: `smm` must be one of ssm, script, skip.'],
    ['minSize: "3"\n', '1:10 minSize: `"3"` must be a whole number.'],
    ['minSize: -1\n', '1:10 minSize: `-1` must be a whole number.'],
    ['minSize: 100\n', '1:10 minSize: `100` must be between 0 and 99.'],
    ['ssm: maybe\n', '1:6 ssm: `maybe` must be yes or no.'],
    ['subnets:\n  Name: web\n', '2:3 subnets: `Name: web` must be a list of text.'],
    ['subnets: [[a]]\n', '1:10 subnets: `[[a]]` must be a list of text.'],
    ['expectAccount: 12\n', '1:16 expectAccount: `12` must be the 12 digits of an AWS account.'],
    ['project: shop\nproject: shop\n', '2:1 `project` is given twice.'],
    ['- project\n', '1:1 The file must hold lines such as `project: shop`.'],
    ['project\n', '1:1 The file must hold lines such as `project: shop`.'],
    ['project: *nobody\n', '1:10 project: `*nobody` must be text.'],
  ])('%j', async (yaml, said) => expect(await refusal(yaml)).toBe(said));

  test.each(['project: [a\n', 'project: "a\n', 'a: b: c\n', '\tproject: a\n', 'project: a\n---\nproject: b\n', '%\n@'])(
    'broken YAML: %j',
    async (yaml) => expect(await refusal(yaml)).toMatch(/^\d+:\d+ ./),
  );

  test('in Korean too', async () => {
    expect(await refusal('proyect: x\n', ko)).toMatch(/^1:1 `proyect` [^a-z]+`project`\?$/);
    expect(await refusal('- x\n', ko)).toContain(ko.words.fileNotKeys);
  });

  test('a long value is cut short', async () => {
    expect((await refusal(`project: ${'A'.repeat(500)}\n`)).length).toBeLessThan(200);
  });

  test('what is too large is not even read, and aliases unfold nothing', async () => {
    expect(await refusal(`project: ${'a'.repeat(64_001)}\n`)).toBe('1:1 The file is larger than 64 kB.');
    const bomb = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
      (name, at) =>
        `  - &${name} [${Array(9)
          .fill(at === 0 ? 'x' : `*${'abcdefgh'[at - 1]}`)
          .join(', ')}]`,
    );
    expect(await refusal(`subnets:\n${bomb.join('\n')}\n`)).toContain('must be a list of text');
  });

  test('a folder of that name', async () => {
    await mkdir(path);
    await expect(readConfig(path, questions, en)).rejects.toMatchObject({ code: 'configInvalid' });
  });

  test('whatever is in the file, it is read or refused, never a defect', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'\n :-?*&!|>{}[]#%@`"\'~,',
        'project',
        'ssm',
        'subnets',
        'minSize',
        '<<',
        '*a',
        '&a ',
        '한',
        '\t',
      ),
      fc.string({ maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
        await writeFile(path, pieces.join(''));
        await readConfig(path, questions, en).catch((error) => expect(error.code).toBe('configInvalid'));
      }),
      { numRuns: 300 },
    );
  });
});

describe('written', () => {
  const written = async (before: string | undefined, key: string, value: Value) => {
    if (before !== undefined) await writeFile(path, before);
    await writeAnswer(path, key, value);
    return readFile(path, 'utf8');
  };

  test('a new file begins with comments, one of them for editors, and is for its owner only', async () => {
    expect(await written(undefined, 'project', 'shop')).toMatch(
      /^# .+\n# yaml-language-server: \$schema=https:\S+\n\nproject: shop\n$/,
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['codedeploy-wizard.yml']);
  });

  const FILE = '# ours\n\nproject:   shop  # the name\n\n# sizes\nminSize:   3\nsubnets: # all\n- a # first\n- b\n';

  test.each<[string, Value, string, string]>([
    ['project', 'web', 'shop ', 'web '],
    ['minSize', 4, '3\n', '4\n'],
    ['subnets', ['a', 'c'], '- b\n', '- c\n'],
    ['subnets', ['b', 'a'], '- a # first\n- b\n', '- b\n- a # first\n'],
    ['ssm', false, '- b\n', '- b\nssm: false\n'],
  ])('%s: %j changes nothing else', async (key, value, from, to) => {
    expect(await written(FILE, key, value)).toBe(FILE.replace(from, to));
  });

  test.each<[string, string, Value, string]>([
    ['no last newline', 'project: shop', 3, 'project: shop\nminSize: 3\n'],
    ['Windows lines', 'project: shop\r\n', 3, 'project: shop\r\nminSize: 3\r\n'],
    ['only a comment', '# ours\n', 3, '# ours\nminSize: 3\n'],
    ['a folded text', 'commit: >\n  a\n  b\nminSize: 1\n', 3, 'commit: >\n  a\n  b\nminSize: 3\n'],
    ['braces', '{project: shop}\n', 3, '{ project: shop, minSize: 3 }\n'],
    ['an end of document', 'project: shop\n...\n', 3, 'project: shop\nminSize: 3\n...\n'],
    ['an empty value', 'minSize: # none\nproject: shop\n', 3, 'minSize: 3 # none\nproject: shop\n'],
  ])('%s', async (_, before, value, after) => {
    const now = await written(before, 'minSize', value);
    expect(parse(now)).toEqual(parse(after));
    if (!before.includes('# none')) expect(now).toBe(after);
  });

  test('the same again does not touch the file', async () => {
    await writeFile(path, FILE);
    const { ino, mtimeMs } = await stat(path);
    await writeAnswer(path, 'subnets', ['a', 'b']);
    await writeAnswer(path, 'project', 'shop');
    expect(await stat(path)).toMatchObject({ ino, mtimeMs });
  });

  test('a linked file stays linked, and its mode stays', async () => {
    const real = join(folder, 'real.yml');
    await writeFile(real, 'project: shop\n');
    await chmod(real, 0o640);
    await symlink('real.yml', path);
    await writeAnswer(path, 'minSize', 3);
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect([await readFile(real, 'utf8'), (await stat(real)).mode & 0o777]).toEqual([
      'project: shop\nminSize: 3\n',
      0o640,
    ]);
  });

  test('a file that has become unreadable is refused and left alone', async () => {
    await writeFile(path, 'project: [a\n');
    await expect(writeAnswer(path, 'minSize', 3)).rejects.toMatchObject({ code: 'configInvalid' });
    expect(await readFile(path, 'utf8')).toBe('project: [a\n');
    await expect(writeAnswer(join(folder, 'absent', 'a.yml'), 'minSize', 3)).rejects.toMatchObject({
      code: 'configInvalid',
    });
    expect(await readdir(folder)).toEqual(['codedeploy-wizard.yml']);
  });

  test('whatever is answered reads back as it was, and comments stay', async () => {
    const anyText = fc.oneof(
      fc.constantFrom(
        'yes',
        '~',
        'null',
        '0123',
        '12.10',
        '1e3',
        '# no',
        ': x',
        '- a',
        '*a',
        'a: b',
        '배포',
        "'",
        '"',
        '{',
        'a\nb',
      ),
      fc
        .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
        .filter((value) => value.trim() === value && value !== ''),
    );
    const answer = fc.oneof(
      fc.tuple(fc.constant('commit'), anyText),
      fc.tuple(fc.constant('ssm'), fc.boolean()),
      fc.tuple(fc.constant('minSize'), fc.nat(99)),
      fc.tuple(fc.constant('subnets'), fc.array(anyText, { maxLength: 3 })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 6 }), async (answers) => {
        await writeFile(path, '# ours\nproject: shop # mine\n');
        for (const [key, value] of answers) await writeAnswer(path, key, value);
        const { values } = await readConfig(path, questions, en);
        expect(values).toEqual({ project: 'shop', ...Object.fromEntries(answers) });
        expect(await readFile(path, 'utf8')).toMatch(/^# ours\nproject: shop # mine\n/);
      }),
      { numRuns: 100 },
    );
  });
});
