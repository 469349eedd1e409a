// What a bundle lacks, and what Install would do with it.
import { describe, expect, test } from 'vitest';
import { type Bundled, brief, HEAD, lintBundled } from './support.ts';

const SH = '#!/bin/sh\n';
const files = (...pairs: [string, string][]) =>
  `${HEAD}files:\n${pairs.map(([source, destination]) => `  - source: ${source}\n    destination: ${destination}\n`).join('')}`;
const hook = (location: string) => `${HEAD}hooks:\n  AfterInstall:\n    - location: ${location}\n`;
const permissions = (...items: string[]) =>
  `${files(['site', '/srv/site'])}permissions:\n${items.map((item) => `  - { object: /srv/site, ${item} }\n`).join('')}`;
const site = { 'site/a.html': 'a', 'site/b.sh': SH, 'site/sub/c.html': 'c' };

const found = async (text: string, bundled: Bundled) => (await lintBundled(text, bundled)).findings.map(brief);

describe('sources and scripts', () => {
  const cases: [name: string, found: string[], text: string, bundled: Bundled][] = [
    ['a source that is there', [], files(['/site/', '/srv']), { files: site }],
    ['the root', [], files(['/', '/srv']), {}],
    ['a source that is not', ['error source-not-in-bundle 4:13'], files(['dist', '/srv']), { files: site }],
    ['a source behind a link', [], files(['current/a.html', '/srv']), { files: { ...site, current: '-> site' } }],
    ['a link that leads nowhere', [], files(['gone', '/srv']), { files: { gone: '-> nowhere' } }],
    ['a script that is there', [], hook('./site/b.sh'), { files: site }],
    ['a script that is not', ['error script-not-in-bundle 5:17'], hook('b.sh'), { files: site }],
    ['a script in other letters', ['error script-not-in-bundle 5:17'], hook('site/B.sh'), { files: site }],
    ['a folder as a script', ['error script-is-folder 5:17'], hook('site'), { files: site }],
    ['other letters on Windows', [], hook('site\\B.SH').replace('linux', 'windows'), { files: site }],
    [
      'arguments',
      ['error script-not-in-bundle 5:17', 'warning! location-characters 5:17'].toReversed(),
      hook('site/b.sh --fast'),
      { files: site },
    ],
    ['what only the host has', ['warning source-outside 4:13'], files(['../x', '/srv']), {}],
  ];
  test.each(cases)('%s', async (_, expected, text, bundled) => {
    expect(await found(text, bundled)).toEqual(expected);
  });

  test('what an ignore file leaves out, other letters and arguments are told apart', async () => {
    const data = async (text: string, bundled: Bundled) => (await lintBundled(text, bundled)).findings.at(-1)?.data;
    expect(await data(hook('b.sh'), { ignored: ['b.sh'] })).toMatchObject({ ignored: true });
    expect(await data(hook('site/B.sh'), { files: site })).toMatchObject({ ignored: false, almost: 'site/b.sh' });
    expect(await data(hook('site/b.sh --fast'), { files: site })).toMatchObject({ script: 'site/b.sh' });
  });
});

describe('scripts', () => {
  const cases: [found: string, bad: string, good: string][] = [
    ['warning! script-crlf run.sh:1', '#!/bin/sh\r\ntrue\r\n', '#!/bin/sh\ntrue\n'],
    ['warning script-crlf run.sh:2', '#!/bin/sh\ntrue\r\n', '#!/bin/sh\ntrue\n'],
    ['warning script-shebang run.sh:1', 'true\n', '#!/usr/bin/env python3\n'],
    ['warning script-shebang run.sh:1', '', '\u007fELF\0\0'],
    ['warning script-bom run.sh:1', `\ufeff${SH}`, SH],
    [
      'warning script-background run.sh:2',
      `${SH}nohup java -jar a.jar &\n`,
      `${SH}nohup java -jar a.jar > /var/log/a 2>&1 &\n`,
    ],
    ['warning script-background run.sh:2', `${SH}node a.js > a.log &\n`, `${SH}node a.js &> a.log &\n`],
    ['warning script-background run.sh:2', `${SH}(sleep 60; reload) &\n`, `${SH}a && b || c 2>&1\n`],
    ['warning script-background run.sh:3', `${SH}# a &\njava \\\n  -jar a.jar & # on\n`, `${SH}echo 'a &' "b &"\n`],
    ['warning script-background run.sh:2', `${SH}a & b\n`, `${SH}exec > /dev/null 2>&1\na & wait\n`],
    ['warning script-background run.sh:2', `${SH}a & waiting\n`, `${SH}a & wait\n`],
    ['warning script-background run.sh:3', `${SH}wait\na &\n`, `${SH}a &\nb &\nwait\n`],
    ['warning script-background run.sh:2', `${SH}x=$((3 & 1)) &\n`, `${SH}x=$((3 & 1))\n`],
    ['warning script-background run.sh:2', `${SH}a &\n`, `${SH}cat <<EOF\na &\nEOF\n`],
    [
      'warning script-background run.sh:2',
      `${SH}a 2> /dev/null &\n`,
      `${SH}a > /dev/null 2> /dev/null < /dev/null &\n`,
    ],
    [
      'warning script-restarts-agent run.sh:2',
      `${SH}service codedeploy-agent restart\n`,
      `${SH}service nginx restart\n`,
    ],
    [
      'warning script-restarts-agent run.sh:2',
      `${SH}systemctl stop codedeploy-agent\n`,
      `${SH}systemctl status codedeploy-agent\n`,
    ],
    ['warning script-restarts-agent run.sh:2', `${SH}sudo reboot\n`, `${SH}echo reboot\n`],
  ];
  test.each(cases)('%s: %j', async (expected, bad, good) => {
    expect(await found(hook('run.sh'), { files: { 'run.sh': bad } })).toEqual([expected]);
    expect(await found(hook('run.sh'), { files: { 'run.sh': good } })).toEqual([]);
  });

  test('are read once, and on Windows not at all', async () => {
    const twice = `${hook('run.sh')}  ValidateService:\n    - location: run.sh\n`;
    const bundled = { files: { 'run.sh': 'true\r\n' } };
    expect(await found(twice, bundled)).toEqual(
      ['warning script-crlf run.sh:1', 'warning script-shebang run.sh:1'].toReversed(),
    );
    expect(await found(twice.replace('linux', 'windows'), bundled)).toEqual([]);
  });
});

describe('Install', () => {
  const plan = async (text: string, bundled: Bundled) => (await lintBundled(text, bundled)).plan;
  const copied = async (text: string, bundled: Bundled) =>
    Object.fromEntries(
      (await plan(text, bundled))!.copies.map(({ source, destination, mode, owner, group }) => [
        destination,
        [source, mode, owner, group].filter(Boolean).join(' '),
      ]),
    );

  test('a folder gives its content, a file goes into the folder, the root is everything', async () => {
    expect(await copied(files(['site', '/srv/site']), { files: site })).toEqual({
      '/srv/site/a.html': 'site/a.html 0644',
      '/srv/site/b.sh': 'site/b.sh 0755',
      '/srv/site/sub/c.html': 'site/sub/c.html 0644',
    });
    expect(await copied(files(['site/a.html', '/etc/a.html']), { files: site })).toEqual({
      '/etc/a.html/a.html': 'site/a.html 0644',
    });
    expect(Object.keys(await copied(files(['/', 'srv/']), { files: { 'a b': '', 'e/': '' } }))).toEqual([
      '/srv/a b',
      '/srv/appspec.yml',
    ]);
    expect((await plan(files(['/', '/srv/x']), { files: { 'e/': '' } }))?.folders).toEqual([
      '/srv',
      '/srv/x',
      '/srv/x/e',
    ]);
  });

  test('links to folders become folders, other links stay, and circles end', async () => {
    const links = { 'a/f': '', 'all/to-a': '-> ../a', 'all/to-f': '-> ../a/f', 'all/up': '-> ..', 'all/self': '-> .' };
    const destinations = Object.keys(await copied(files(['all', '/srv']), { files: links }));
    expect(destinations).toContain('/srv/to-a/f');
    expect(destinations).toContain('/srv/to-f');
    expect(destinations.some((path) => path.includes('self'))).toBe(false);
  });

  test('permissions change what they fit', async () => {
    const text = permissions("pattern: '*.sh', mode: 700, owner: web", "except: ['*.sh'], group: www, type: [file]");
    expect(await copied(text, { files: site })).toEqual({
      '/srv/site/a.html': 'site/a.html 0644 www',
      '/srv/site/b.sh': 'site/b.sh 700 web',
      '/srv/site/sub/c.html': 'site/sub/c.html 0644 www',
    });
  });

  const cases: [found: string, bad: string, good: string, bundled: Bundled][] = [
    [
      'warning! destination-clash 6:13',
      files(['site', '/srv'], ['site/a.html', '/srv']),
      files(['site', '/srv'], ['site/a.html', '/srv/sub']),
      { files: site },
    ],
    [
      'warning! destination-clash 6:13',
      files(['site', '/srv'], ['site', '/srv/a.html']),
      files(['site', '/srv'], ['site', '/srv/sub']),
      { files: site },
    ],
    [
      'warning! destination-clash 6:13',
      files(['site', '/srv/x/y'], ['y', '/srv/x']),
      files(['site', '/srv/x/y'], ['y', '/srv/x/y']),
      { files: { ...site, y: '' } },
    ],
    [
      'warning permission-matches-nothing 7:15',
      permissions("pattern: '*.css'"),
      permissions("pattern: 'a*l'"),
      { files: site },
    ],
    [
      'warning! permission-twice 8:15',
      permissions('mode: 644', 'owner: web'),
      permissions('mode: 644, type: [file]', 'owner: web, type: [directory]'),
      { files: site },
    ],
    [
      'warning! permission-on-file 7:13',
      permissions("pattern: '*'")
        .replace('{ object: /srv/site,', '{ object: /srv/site/a.html,')
        .replace('{ object', '{ object'),
      permissions('mode: 644').replace('/srv/site,', '/srv/site/a.html,'),
      { files: site },
    ],
    [
      'warning! acl-default-on-file 7:15',
      permissions("acls: ['d:u:web:r']"),
      permissions("acls: ['d:u:web:r'], type: [directory]"),
      { files: site },
    ],
    [
      'warning! acl-on-blank 7:15',
      permissions("acls: ['u:web:r']"),
      permissions('owner: web'),
      { files: { 'site/a b': '' } },
    ],
    [
      'warning link-loop 4:13',
      files(['src', '/srv']),
      files(['src/a', '/srv']),
      { files: { 'src/a': '', 'src/up': '-> ..' } },
    ],
    ['warning name-ends-blank 1:1', files(['site', '/srv']), `${HEAD}`, { files: { 'site/a ': '' } }],
  ];
  test.each(cases)('%s', async (expected, bad, good, bundled) => {
    expect(await found(bad, bundled)).toContainEqual(expect.stringMatching(expected.replace(/ \d+:\d+$/, '')));
    const id = expected.split(' ')[1]!;
    expect((await found(good, bundled)).filter((one) => one.split(' ')[1] === id)).toEqual([]);
  });

  test('on Windows a drive stays a drive', async () => {
    const text = files(['site\\sub', 'c:\\app\\web']).replace('linux', 'windows');
    expect(await plan(text, { files: site })).toMatchObject({
      folders: ['c:/app', 'c:/app/web'],
      copies: [{ source: 'site/sub/c.html', destination: 'c:/app/web/c.html' }],
    });
  });
});
