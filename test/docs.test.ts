// The README and the pages of docs: every link leads somewhere, and every command can be typed as it stands there.
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyOf, stateOf } from './support/hook.ts';
import { type Bench, bench, example, initBook, repository } from './support/run.ts';

const root = join(import.meta.dirname, '..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');
const withoutBlocks = (text: string) => text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** As GitHub makes them from headings. */
const anchorsOf = (page: string) =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );

test.each(pages)('%s: links and pictures lead somewhere', (page) => {
  const links = [...withoutBlocks(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const broken = links.filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : relative(root, resolve(root, dirname(page), path));
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test('every page is led to', () => {
  const led = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)#\s]+)/g)].map(([, target = '']) =>
      relative(root, resolve(root, dirname(page), target)),
    ),
  );
  const alone = pages.filter(
    (page) => !led.includes(page) && !page.startsWith(join('docs', 'decisions')) && page !== 'README.md',
  );
  expect(alone).toEqual([]);
});

test('the README leads to every page of docs, and the Korean one to the same', () => {
  const ledFrom = (page: string) =>
    [...textOf(page).matchAll(/\]\(([^)#\s]+\.md)\b/g)].map(([, target = '']) =>
      relative(root, resolve(root, dirname(page), target)),
    );
  const all = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'README.ko.md');
  for (const page of ['README.md', 'docs/README.ko.md'])
    expect([page, all.filter((name) => !ledFrom(page).includes(join('docs', name)))]).toEqual([page, []]);
});

test('every npm script that is named exists', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = pages.flatMap((page) =>
    [...textOf(page).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name!),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

/** Words as a shell would take them. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');

/** Those of blocks and those in the text, without what is said about them. */
function commandsIn(page: string): string[] {
  const text = textOf(page);
  const blocks = [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return (
    [...blocks, ...inline]
      .flatMap((line) => /^(?:npx )?codedeploy-wizard (.+)/.exec(line)?.[1] ?? [])
      .map((line) => line.split(/ {2,}| #| (?:[|<]|>>?) /)[0]!.trim())
      // What stands for something else, and a command that is only spoken of.
      .filter((line) => !/[[\]…‹]|<\w|\bNAME\b|^explain$/.test(line))
  );
}

/** Those that a test cannot run to their end. */
const NOT_RUN: Record<string, string> = {
  'session-check --probe https://shop.example/ --duration 5m --fail-on-errors 1':
    'asks an address on the web for minutes; test/probe runs the same against loopback',
  'session-check --probe https://shop.example.com/ --cookie-jar --during d-ABCDEFGHI --fail-on-errors 0': 'the same',
};

/** An exit code that is not 0, and why it is the right one. */
const ENDS: Record<string, [exitCode: number, why: string]> = {
  'asg hook suspend --asg web --confirm web': [
    3,
    'instances without the application must be accepted behind a target group',
  ],
  'deploy continue d-ABCDEFGHI': [3, 'in place none waits; test/cli/deploy-continue.test.ts has one that does'],
  'session-check': [3, 'the book has one instance, and no deployment of it goes unnoticed'],
};

/** What must have happened before. */
const NEXT_REVISION = 'deploy --source local --directory second';
const RELEASE = 'bluegreen --source local --directory second --no-wait';
const BEFORE: Record<string, string[]> = {
  'asg hook restore --asg web': ['asg hook suspend --asg web --accept-empty-instances'],
  'deploy rollback': [NEXT_REVISION],
  'deploy rollback --dry-run': [NEXT_REVISION],
  'deploy stop --rollback': [`${NEXT_REVISION} --no-wait`],
  'bluegreen status': [RELEASE],
  'bluegreen abort': [RELEASE],
  'bluegreen finish --now': [RELEASE],
  'bluegreen switch --to green': [RELEASE, 'bluegreen switch --to blue'],
};

/** In a project of their own, not in the one that has been walked. */
const ALONE = /--sandbox/;

const all = [...new Set(pages.flatMap(commandsIn))];

/** With names of this account for those that pages make up. */
function withNamesOf(here: Bench, line: string): string {
  const { ec2, s3, autoScaling, codeDeploy } = stateOf(here);
  const [bucket = ''] = Object.keys(s3.buckets);
  const key = Object.keys(s3.buckets[bucket]!.objects).at(-1)!;
  const [group = ''] = Object.keys(autoScaling.groups);
  const [template = ''] = Object.values(ec2.templates).map(({ name }) => name);
  const deployment = Object.keys(codeDeploy.deployments).at(-1)!;
  const source = Object.values(ec2.instances).find(({ tags }) => tags.some(({ value }) => value === 'exercise-web'))!;
  const instance = line.includes('source-instance') ? source.id : autoScaling.groups[group]!.members[0]!.instanceId;
  const image = Object.keys(ec2.images).at(-1)!;
  return line
    .replace('ami-0123456789abcdef0', image)
    .replace('i-0123456789abcdef0', instance)
    .replace(/d-(ABCDEFGHI|1A2B3C4D5)/, deployment)
    .replace('s3://revisions/shop.zip', `s3://${bucket}/${key}`)
    .replace('bucket revisions', `bucket ${bucket}`)
    .replace('--key shop.zip', `--key ${key}`)
    .replace('--asg web', `--asg ${group}`)
    .replace('--confirm web', `--confirm ${group}`)
    .replace('--template web', `--template ${template}`)
    .replace('--target-group web', '--target-group exercise-target')
    .replace('Name=web', 'Name=exercise-web');
}

describe('commands', () => {
  let walkedHere: Bench;
  beforeAll(async () => {
    walkedHere = bench();
    const { cwd } = walkedHere;
    repository(walkedHere);
    const ran = await walkedHere.run([...initBook, '--directory', '.']);
    expect(ran.exitCode, ran.stderr).toBe(0);
    for (const folder of ['app', 'second']) cpSync(example, join(cwd, folder), { recursive: true });
    writeFileSync(join(cwd, 'second', 'second.txt'), 'second');
    writeFileSync(
      join(cwd, 'codedeploy-agent.log'),
      '2026-01-05 00:00:00 ERROR [codedeploy-agent(1)]: Missing credentials\n',
    );
    writeFileSync(join(cwd, 'probe.json'), '{ "failed": 0, "lost": 0 }');
    for (const name of ['staging', 'production'])
      copyFileSync(join(cwd, 'codedeploy-wizard.yml'), join(cwd, `codedeploy-wizard.${name}.yml`));
  }, 60_000);

  test('there are some, and those that are not run are among them', () => {
    expect(all.length).toBeGreaterThan(40);
    const named = [NOT_RUN, ENDS, BEFORE].flatMap((list) => Object.keys(list));
    expect(named.filter((line) => !all.includes(line))).toEqual([]);
  });

  test.each(all.filter((line) => !(line in NOT_RUN)))('%s', async (line) => {
    const alone = ALONE.test(line);
    const here = alone ? bench() : copyOf(walkedHere);
    if (alone) repository(here);
    else cpSync(walkedHere.cwd, here.cwd, { recursive: true });
    const words = (typed: string) => wordsOf(alone ? typed : withNamesOf(here, typed));
    const agreed = [...(line.includes('--sandbox') ? [] : ['--sandbox']), '--yes', '--confirm', 'shop'];
    for (const earlier of BEFORE[line] ?? []) {
      const ran = await here.run([...words(earlier), ...agreed]);
      expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    }
    const ran = await here.run([...words(line), ...agreed]);
    expect([ran.exitCode, line], ran.stdout + ran.stderr).toEqual([ENDS[line]?.[0] ?? 0, line]);
  });
});

describe('commands of the README that write, in the folder of an application, one after another', () => {
  let here: Bench;
  /** With the names of this account. */
  let named: (line: string) => string;
  beforeAll(async () => {
    here = bench();
    repository(here);
    await here.run([...initBook, '--directory', '.']);
    const { ec2, s3, autoScaling } = stateOf(here);
    const source = Object.values(ec2.instances).find(({ tags }) => tags.some(({ value }) => value === 'exercise-web'));
    named = (line) =>
      line
        .replace('i-0123456789abcdef0', source!.id)
        .replace('--bucket revisions', `--bucket ${Object.keys(s3.buckets)[0]}`)
        .replace('--asg web', `--asg ${Object.keys(autoScaling.groups)[0]}`);
  }, 60_000);
  const writes = commandsIn('README.md').filter((line) =>
    /^(init|deploy (--source|push|rollback)|asg rescue|completion|export github|destroy)/.test(line),
  );
  // What is taken back is taken back last.
  const inOrder = [...writes.filter((line) => line !== 'destroy'), 'destroy'];

  test.each(inOrder)('%s', async (line) => {
    const ran = await here.run([...wordsOf(named(line)), '--sandbox', '--yes', '--confirm', 'shop']);
    expect([ran.exitCode, line], ran.stdout + ran.stderr).toEqual([0, line]);
  });
});
