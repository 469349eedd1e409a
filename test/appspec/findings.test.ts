// Each finding appears where it must, at its place, and not in the document beside it.
import { describe, expect, test } from 'vitest';
import { findings } from '../../src/text/en/findings.ts';
import { brief, HEAD, lintText } from './support.ts';

const files = (item: string) => `${HEAD}files:\n  - ${item}\n`;
const file = (source: string, destination: string) => files(`source: ${source}\n    destination: ${destination}`);
const hook = (script: string, event = 'AfterInstall') => `${HEAD}hooks:\n  ${event}:\n    - ${script}\n`;
const permission = (rest: string) => `${file('site', '/srv/site')}permissions:\n  - object: /srv/site\n    ${rest}\n`;
const windows = (text: string) => text.replace('os: linux', 'os: windows');

/** What is found, in a document, and a document near it in which it is not. */
const documents: [found: string, bad: string | Buffer, good: string | Buffer][] = [
  ['error too-large 1:1', `${HEAD}# ${'x'.repeat(1024 * 1024)}`, `${HEAD}# ${'x'.repeat(1024 * 1000)}`],
  ['error utf-16 1:1', Buffer.from(`\ufeff${HEAD}`, 'utf16le'), HEAD],
  ['error not-utf8 3:6', Buffer.from(`${HEAD}# café\n`, 'latin1'), `${HEAD}# café 한글\n`],
  ['error control-character 3:4', `${HEAD}# a\u0007\n`, `${HEAD}# a\u0085\ufeff\n`],
  ['error control-character 1:2', 'v\0e\0r\0s\0', HEAD],
  ['error bom 1:1', `\ufeff${HEAD}`, HEAD],
  ['error bom 1:1', `\ufeff---\n${HEAD}`, `---\n${HEAD}`],
  ['warning bom-harmless 1:1', `\ufeff# ours\n${HEAD}`, `# ours\n${HEAD}`],
  ['warning bom-harmless 1:1', '\ufeff{"version": 0.0, "os": "linux"}', '{"version": 0.0, "os": "linux"}'],
  ['warning bom-harmless 1:1', '\ufeffversion: 0.0\n os: linux\n', HEAD],
  ['error empty 1:1', '# nothing\n', HEAD],
  ['error empty 1:1', '~\n', HEAD],
  ['error not-a-document 1:1', '- version: 0.0\n', HEAD],
  ['error not-a-document 1:1', 'version 0.0\n', HEAD],
  ['warning second-document 3:1', `${HEAD}---\nx: 1\n`, `---\n${HEAD}...\n`],
  ['error too-deep 3:203', `${HEAD}x: ${'['.repeat(300)}`, `${HEAD}x: ${'['.repeat(100)}${']'.repeat(100)}`],
  ['error tab 4:1', `${HEAD}files:\n\t- source: a\n`, `${HEAD}files:\n  - source:\ta\n    destination: /srv\n`],
  ['error tab 3:1', `${HEAD}\t\n`, `${HEAD}  \n`],
  ['error unknown-escape 4:14', file('"\\web"', '/srv'), file("'web'", '/srv')],
  ['error unclosed-quote 3:4', `${HEAD}x: "a\n`, `${HEAD}x: "a"\n`],
  ['error syntax 4:5', `${HEAD}x: 1\n   y: 2\n`, `${HEAD}x: 1\ny: 2\n`],
  ['error alias 4:4', `${HEAD}x: &a 1\ny: *a\n`, `${HEAD}x: &a 1\ny: 1\n`],
  ['error ruby-object 3:24', `${HEAD}x: !ruby/object:Object {}\n`, `${HEAD}x: !ruby/object:Hash {}\n`],
  ['error ruby-object 3:17', `${HEAD}x: !ruby/regexp /a/\n`, `${HEAD}x: /a/\n`],
  ['warning tag-ignored 3:9', `${HEAD}x: !Sub a\n`, `${HEAD}x: !!str a\n`],
  ['error date 3:4', `${HEAD}x: 2024-01-31\n`, `${HEAD}x: "2024-01-31"\n`],
  ['error date 3:4', `${HEAD}x: 2024-01-31 10:20:30\n`, `${HEAD}x: 2024-1-1-1\n`],
  ['warning duplicate-key 3:1', `${HEAD}os: linux\n`, HEAD],
  ['warning unknown-key 3:1', `${HEAD}Hooks:\n`, `${HEAD}hooks:\n`],
  ['warning unknown-key 3:1', `${HEAD}file-exists-behavior: RETAIN\n`, `${HEAD}file_exists_behavior: RETAIN\n`],
  ['info unknown-key 3:1', `${HEAD}owner-of-this: team\n`, HEAD],
  ['error not-a-list 4:3', `${HEAD}files:\n  source: a\n`, `${HEAD}files: {}\n`],
  ['error not-a-list 8:11', permission('type: file'), permission('type: [file]')],
  ['error not-a-mapping 4:5', files('/srv'), files('{ source: a, destination: /srv }')],
  ['warning! not-a-mapping 4:5', files('the source and the destination'), files('{ source: a, destination: /srv }')],
  ['error version-missing 1:1', 'os: linux\n', 'version: 0\nos: linux\n'],
  ['error version-quoted 1:10', 'version: "0.0"\nos: linux\n', 'version: 0.00\nos: linux\n'],
  ['error version-wrong 1:10', 'version: 0e0\nos: linux\n', 'version: 0\nos: linux\n'],
  ['error version-wrong 1:10', 'version: 1.0\nos: linux\n', 'version: -0.0\nos: linux\n'],
  ['error os-missing 1:1', 'version: 0.0\n', HEAD],
  ['error os-wrong 2:5', 'version: 0.0\nos: Linux\n', HEAD],
  ['error behavior-wrong 3:23', `${HEAD}file_exists_behavior: overwrite\n`, `${HEAD}file_exists_behavior: OVERWRITE\n`],
  ['error source-missing 4:5', files('destination: /srv'), file('a', '/srv')],
  ['error destination-missing 5:18', file('a', '~'), file('a', '/srv')],
  [
    'warning file-twice 6:5',
    `${file('a', '/srv')}  - source: /a\n    destination: /srv/\n`.replace('/srv/\n', '/srv\n'),
    `${file('a', '/srv')}  - source: b\n    destination: /srv\n`,
  ],
  ['warning overwrite-ignored 6:5', `${file('a', '/srv')}    overwrite: true\n`, file('a', '/srv')],
  ['warning! path-not-text 4:13', file('2024', '/srv'), file('"2024"', '/srv')],
  ['warning path-not-text 4:13', file('[a, b]', '/srv'), file('a/b', '/srv')],
  ['warning source-empty 4:13', file("''", '/srv'), file('/', '/srv')],
  ['warning source-outside 4:13', file('a/../../b', '/srv'), file('a..b', '/srv')],
  ['warning source-pattern 4:13', file('"*.html"', '/srv'), file('html', '/srv')],
  ['warning backslash 4:13', file('a\\b', '/srv'), windows(file('a\\b', 'c:\\srv'))],
  ['warning backslash 5:18', file('a', 'c:\\srv'), windows(file('a', 'c:\\srv'))],
  ['warning destination-empty 5:18', file('a', "''"), file('a', '/')],
  ['warning destination-variable 5:18', file('a', '$HOME/a'), file('a', '/home/a')],
  ['warning! destination-home 5:18', file('a', '~/a'), file('a', '/root/a~')],
  ['warning destination-drive 5:18', windows(file('a', '\\srv')), windows(file('a', 'C:/srv'))],
  ['warning destination-relative 5:18', file('a', 'srv'), file('a', '/srv')],
  ['warning destination-folder 5:18', file('etc/x.conf', '/etc/x.conf'), file('etc/conf.d', '/etc')],
  ['error hooks-as-list 4:3', `${HEAD}hooks:\n  - AfterInstall: x\n`, `${HEAD}hooks: {}\n`],
  ['warning hook-unknown 4:3', hook('location: a', 'BeforeInstal'), hook('location: a', 'BeforeInstall')],
  ['warning hook-unknown 4:3', hook('location: a', 'Deploy'), hook('location: a', 'ValidateService')],
  ['warning hook-reserved 4:3', hook('location: a', 'Install'), hook('location: a', 'AfterInstall')],
  ['error hook-without-hyphen 5:5', hook('location: a').replace('- ', ''), `${HEAD}hooks:\n  AfterInstall: {}\n`],
  ['error location-missing 5:7', hook('timeout: 3'), hook('location: a')],
  ['error location-missing 5:17', hook("location: ' '"), hook('location: a')],
  ['warning location-outside 5:17', hook('location: ../a'), hook('location: ./a')],
  ['warning! location-characters 5:17', hook('location: a b'), hook('location: "a "')],
  ['warning! location-characters 5:17', hook('location: a&b'), hook('location: a-b_c.sh')],
  ['error timeout-not-number 6:16', hook('location: a\n      timeout: yes'), hook('location: a\n      timeout: no')],
  ['error timeout-not-positive 6:16', hook('location: a\n      timeout: 0.9'), hook('location: a\n      timeout: 1')],
  ['warning timeout-misread 6:16', hook('location: a\n      timeout: 1:30'), hook('location: a\n      timeout: 90')],
  ['warning timeout-misread 6:16', hook('location: a\n      timeout: 0100'), hook("location: a\n      timeout: '100'")],
  ['warning timeout-misread 6:16', hook('location: a\n      timeout: 5m'), hook('location: a\n      timeout: 45s')],
  ['warning timeout-too-long 6:16', hook('location: a\n      timeout: 3601'), hook('location: a\n      timeout: 3600')],
  [
    'warning timeouts-too-long 4:3',
    hook('{ location: a, timeout: 3000 }\n    - { location: b, timeout: 601 }'),
    hook('{ location: a, timeout: 3000 }\n    - { location: b, timeout: 600 }'),
  ],
  ['warning runas-number 6:14', hook('location: a\n      runas: 1000'), hook('location: a\n      runas: web')],
  [
    'warning runas-windows 6:14',
    windows(hook('location: a\n      runas: web')),
    windows(hook("location: a\n      runas: ''")),
  ],
  [
    'error permissions-windows 4:5',
    `${windows(HEAD)}permissions:\n  - object: c:\\a\n`,
    `${windows(HEAD)}permissions: []\n`,
  ],
  [
    'error object-missing 7:13',
    permission('mode: 644').replace('/srv/site\n    mode', '"\\0"\n    mode'),
    permission('mode: 644'),
  ],
  ['error object-missing 7:5', permission('mode: 644').replace('object: /srv/site\n    ', ''), permission('mode: 644')],
  [
    'warning object-not-copied 7:13',
    permission('mode: 644').replace('object: /srv/site', 'object: /etc'),
    permission('mode: 644'),
  ],
  ['warning! pattern-not-text 8:14', permission('pattern: 1'), permission("pattern: '1'")],
  ['warning pattern-matches-nothing 8:14', permission("pattern: '**/*.sh'"), permission("pattern: '*.sh'")],
  ['warning except-matches-nothing 8:14', permission('except: [/srv/site/a]'), permission('except: [a]')],
  ['error type-wrong 8:12', permission('type: [files]'), permission('type: [file, directory]')],
  ['error mode-octal 8:11', permission('mode: 0755'), permission("mode: '0755'")],
  ['warning mode-octal 8:11', permission('mode: 0644'), permission('mode: 644')],
  ['warning mode-number 8:11', permission('mode: 1:30'), permission('mode: 130')],
  ['warning mode-number 8:11', permission('mode: 0x1af'), permission('mode: 431')],
  ['error mode-wrong 8:19', permission('mode: !!float 0'), permission('mode: 000')],
  ['error mode-wrong 8:11', permission('mode: u+x'), permission('mode: 4755')],
  ['warning mode-short 8:11', permission('mode: 7'), permission('mode: 700')],
  ['warning! owner-not-name 8:12', permission('owner: 1000'), permission('owner: web')],
  ['error acl-not-text 8:12', permission('acls: [{ u: bob }]'), permission('acls: [u:bob:r]')],
  ['error acl-wrong 8:12', permission('acls: [U:bob:r]'), permission('acls: [u:bob:r]')],
  ['error acl-base 8:12', permission("acls: ['u::r']"), permission("acls: ['d:u::r']")],
  ['error acl-character 8:12', permission('acls: [u:bob:rq]'), permission('acls: [u:bob:7]')],
  [
    'warning context-user 8:16',
    permission('context: { user: u, type: t, range: s0 }'),
    permission('context: { name: u, type: t, range: s0 }'),
  ],
  [
    'error context-type-missing 8:14',
    permission('context: { range: s0 }'),
    permission('context: { type: t, range: s0 }'),
  ],
  [
    'warning! context-range-missing 8:14',
    permission('context: { type: t }'),
    permission('context: { type: t, range: s0 }'),
  ],
  [
    'error context-range-wrong 8:32',
    permission("context: { type: t, range: 's1-s0' }"),
    permission("context: { type: t, range: 's0-s1:c0.c3,c5' }"),
  ],
];

describe('in the document', () => {
  test.each(documents)('%s', (found, bad, good) => {
    const [severity, id] = found.split(' ');
    expect(lintText(bad).findings.map(brief)).toContain(found);
    const near = lintText(good).findings.filter((finding) => finding.id === id);
    expect(near.map(brief).filter((one) => one.startsWith(severity!))).toEqual([]);
  });
});

/** Those that need a folder are in bundle.test.ts, those of files on the disk in the tests of the command. */
test('every finding of the document is tried here', () => {
  const tried = new Set(documents.map(([found]) => found.split(' ')[1]));
  const elsewhere = Object.keys(findings).filter((id) => !tried.has(id));
  expect(elsewhere.toSorted()).toEqual([
    'acl-default-on-file',
    'acl-on-blank',
    'appspec-missing',
    'appspec-name',
    'destination-clash',
    'link-loop',
    'name-ends-blank',
    'permission-matches-nothing',
    'permission-on-file',
    'permission-twice',
    'script-background',
    'script-bom',
    'script-crlf',
    'script-is-folder',
    'script-not-in-bundle',
    'script-restarts-agent',
    'script-shebang',
    'source-not-in-bundle',
  ]);
});

test('nothing is said of quotes that are not there', () => {
  const [wrong] = lintText('version: 0e0\nos: linux\n').findings;
  expect(wrong).toMatchObject({ id: 'version-wrong', data: { value: '0e0' } });
});

test('a wrong key beside a good document is only told, and the rest is still judged', () => {
  expect(lintText(`\ufeffversion: "0.0"\nos: Linux\n`).findings.map(brief)).toEqual([
    'error bom 1:1',
    'error version-quoted 1:10',
    'error os-wrong 2:5',
  ]);
});

test('what an alias brings is not said to be missing', () => {
  expect(
    lintText(`${HEAD}files:\n  - &a { source: a, destination: /srv }\n  - <<: *a\n    source: b\n`).findings.map(brief),
  ).toEqual(['error alias 5:9']);
});
