// The README and the pages of docs: every link leads somewhere, and every command can be typed as it stands there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { stateOf, walked } from './support/hook.ts';
import { type Bench, bench, initBook, repository } from './support/run.ts';

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
      .map((line) => line.split(/ {2,}| #| [|<>] /)[0]!.trim())
      // What stands for something else, and a command that is only spoken of.
      .filter((line) => !/[[\]…‹]|<\w|\bNAME\b|^explain$/.test(line))
  );
}

/** What asks an address all the time would ask it here too. */
const all = [...new Set(pages.flatMap(commandsIn))].filter((line) => !line.includes('--probe'));

describe('commands', () => {
  test('there are some', () => expect(all.length).toBeGreaterThan(40));

  // They end where the account is opened, if not before: whether they are understood is decided by then.
  test.each(all)('%s', async (line) => {
    const ran = await bench().run([...wordsOf(line), '--sandbox', '--expect-account', '111111111111'], {
      env: { CODEDEPLOY_WIZARD_OUTPUT: 'json' },
    });
    const error = /^\{/.test(ran.stdout) ? ran.envelope.error : null;
    expect([error?.code, error?.message]).not.toEqual(['usage', error?.message]);
    expect(error?.code).not.toBe('unexpected');
  });
});

describe('commands of the README that only read, in an account that has been walked', () => {
  let here: Bench;
  beforeAll(async () => {
    here = await walked();
  }, 60_000);
  const reads =
    /^(appspec|deploy (watch|list|show|report)|explain [A-Z]|logs|status|doctor|asg hook status|export policy|help)/;

  test.each(commandsIn('README.md').filter((line) => reads.test(line)))('%s', async (line) => {
    const ran = await here.run([...wordsOf(line), '--sandbox']);
    // 3: doctor finds something, and there is no appspec.yml in an empty folder.
    expect([0, 3], ran.stdout + ran.stderr).toContain(ran.exitCode);
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
