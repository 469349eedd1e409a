// appspec.yml as the agent reads it: what it refuses is refused here, and what it accepts is accepted.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAppSpec } from '../../src/deployments/appspec.ts';
import { WizardError } from '../../src/engine/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appspec-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (path: string, content: string | Buffer = '') => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};

async function refusal(): Promise<unknown> {
  try {
    await readAppSpec(folder);
  } catch (error) {
    if (error instanceof WizardError && error.code === 'revisionBroken')
      return (error as WizardError<'revisionBroken'>).data;
    throw error;
  }
  return 'accepted';
}

describe('a good one', () => {
  it('gives destinations and scripts', async () => {
    put('scripts/start.sh');
    put('site/index.html');
    put(
      'appspec.yml',
      [
        'version: 0.0',
        'os: linux',
        'files:',
        '  - source: /site',
        '    destination: /var/www',
        '  - { source: scripts/start.sh, destination: /var/www }',
        'hooks:',
        '  ApplicationStart:',
        '    - location: scripts/start.sh',
        '      timeout: 60',
        '  AfterInstall: []',
      ].join('\n'),
    );
    expect(await readAppSpec(folder)).toEqual({
      os: 'linux',
      destinations: ['/var/www'],
      hooks: { ApplicationStart: ['scripts/start.sh'], AfterInstall: [] },
    });
  });

  it.each([
    ['the root as a source', 'version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /srv\n'],
    ['no files, no hooks', 'version: 0\nos: windows\nfiles:\nhooks: {}\n'],
    ['JSON', '{"version": 0.0, "os": "linux"}'],
    ['CRLF', 'version: 0.0\r\nos: linux\r\n'],
    ['a second document', 'version: 0.0\nos: linux\n---\nversion: 1\n'],
    ['a key twice', 'version: 1.0\nversion: 0.0\nos: linux\n'],
    ['unknown keys', 'version: 0.0\nos: linux\nHooks: 1\n'],
    ['a byte order mark before a comment', '\ufeff# ours\nversion: 0.0\nos: linux\n'],
  ])('may have %s', async (_, text) => {
    put('appspec.yml', text);
    expect(await refusal()).toBe('accepted');
  });
});

describe('a bad one', () => {
  const head = 'version: 0.0\nos: linux\n';
  it.each([
    ['empty', '', { why: 'appSpecEmpty' }],
    ['only a comment', '# nothing\n', { why: 'appSpecEmpty' }],
    ['a list', '- version: 0.0\n', { why: 'appSpecMapping' }],
    ['indented with a tab', `${head}files:\n\t- source: /\n`, { why: 'appSpecSyntax', data: { line: 4 } }],
    ['an unclosed quote', `${head}x: "\n`, { why: 'appSpecSyntax' }],
    ['an unknown alias', `${head}x: *nobody\n`, { why: 'appSpecSyntax' }],
    ['another version', 'version: 1.0\nos: linux\n', { why: 'appSpecVersion', data: { value: '1' } }],
    ['a quoted version', 'version: "0.0"\nos: linux\n', { why: 'appSpecVersion', data: { value: '"0.0"' } }],
    ['no version', 'os: linux\n', { why: 'appSpecVersion', data: { value: 'missing' } }],
    ['a capital os', 'version: 0.0\nos: Linux\n', { why: 'appSpecOs', data: { value: '"Linux"' } }],
    ['a wrong behavior', `${head}file_exists_behavior: overwrite\n`, { why: 'appSpecBehavior' }],
    [
      'files as a mapping',
      `${head}files:\n  source: /\n  destination: /srv\n`,
      { why: 'appSpecList', data: { key: 'files' } },
    ],
    ['files as texts', `${head}files:\n  - /srv\n`, { why: 'appSpecMapping', data: { key: 'files[0]' } }],
    ['no destination', `${head}files:\n  - source: /\n`, { why: 'appSpecText', data: { key: 'files[0].destination' } }],
    ['~ as a destination', `${head}files:\n  - source: /\n    destination: ~\n`, { why: 'appSpecText' }],
    [
      'a source that is not there',
      `${head}files:\n  - source: dist\n    destination: /srv\n`,
      { why: 'sourceMissing', data: { source: 'dist' } },
    ],
    ['hooks as a list', `${head}hooks:\n  - AfterInstall: x\n`, { why: 'appSpecMapping', data: { key: 'hooks' } }],
    [
      'a hook without a hyphen',
      `${head}hooks:\n  AfterInstall:\n    location: x.sh\n`,
      { why: 'appSpecList', data: { key: 'hooks.AfterInstall' } },
    ],
    ['a hook without a location', `${head}hooks:\n  AfterInstall:\n    - timeout: 3\n`, { why: 'appSpecText' }],
    [
      'a script that is not there',
      `${head}hooks:\n  AfterInstall:\n    - location: gone.sh\n`,
      { why: 'scriptMissing', data: { event: 'AfterInstall', location: 'gone.sh' } },
    ],
    ['a byte order mark', `\ufeff${head}`, { why: 'appSpecEncoding' }],
    ['Latin-1', Buffer.from(`${head}# caf\u00e9\n`, 'latin1'), { why: 'appSpecEncoding' }],
    ['UTF-16', Buffer.from(`\ufeff${head}`, 'utf16le'), { why: 'appSpecEncoding' }],
  ])('is refused: %s', async (_, content, reason) => {
    put('appspec.yml', content);
    expect(await refusal()).toMatchObject(reason);
  });

  it('is one that is not there, or has another name', async () => {
    expect(await refusal()).toEqual({ why: 'appSpecMissing', data: {} });
    put('appspec.yaml', head);
    expect(await refusal()).toEqual({ why: 'appSpecName', data: { file: 'appspec.yaml' } });
  });
});
