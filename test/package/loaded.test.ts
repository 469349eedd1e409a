// What a process loads before it answers: told by the engine that runs the built program, chunk by chunk.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal, waiting } from '../support/terminal.ts';

const root = join(import.meta.dirname, '..', '..');
const outputs = JSON.parse(readFileSync(join(root, 'build', 'meta.json'), 'utf8')) as Record<
  string,
  { inputs: string[] }
>;
const temporary = () => mkdtempSync(join(tmpdir(), 'cdw-loaded-'));

/** Packages, and rooms of our own sources, with code in what a run has loaded. */
function loaded(coverage: string): string[] {
  const scripts = readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] };
    return result.flatMap(({ url }) => (url.includes('/dist/') ? [`dist/${basename(url)}`] : []));
  });
  const inputs = scripts.flatMap((script) => outputs[script]?.inputs ?? []);
  return [...new Set(inputs.flatMap((path) => roomOf(path) ?? []))].sort();
}

function roomOf(path: string): string | undefined {
  const name = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return name ?? /^src\/[^/]+/.exec(path)?.[0];
}

function loadedBy(...args: string[]): string[] {
  const home = temporary();
  const coverage = join(home, 'coverage');
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin/codedeploy-wizard.js'), ...args], {
    cwd: home,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, HOME: home, NODE_V8_COVERAGE: coverage },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return loaded(coverage);
}

/** What finds a page of help that lies ready. */
const DOOR = ['src/flag-value.ts', 'src/help-pages.ts', 'src/main.ts', 'src/text'];
/** The tree of commands: what each can be asked is told by the steps, and they name their resources. */
const TREE = [
  'src/aws',
  'src/blue-green-commands.ts',
  'src/bundle',
  'src/command-name.ts',
  // The few lines that as many commands share.
  'src/commands',
  'src/completion-commands.ts',
  'src/deploy-commands.ts',
  'src/deployments',
  'src/engine',
  'src/export-commands.ts',
  'src/flag-value.ts',
  'src/globals.ts',
  'src/group-commands.ts',
  'src/help-pages.ts',
  'src/help.ts',
  'src/hook-commands.ts',
  'src/live.ts',
  'src/main.ts',
  'src/program.ts',
  'src/resources',
  'src/session-commands.ts',
  'src/steps',
  'src/text',
  'src/ui',
  'src/world.ts',
];
/** What parses a command line, and says things in columns. */
const LINE = ['commander', 'fast-string-truncated-width', 'fast-string-width', 'fast-wrap-ansi'];
/** The road of a command, and the face for people. */
const ROAD = ['chalk', 'src/find-config.ts', 'src/notice.ts', 'src/perform.ts', 'src/session.ts', 'src/settings.ts'];

const sorted = (...lists: string[][]) => [...new Set(lists.flat())].sort();

test('--version loads nothing', () => expect(loadedBy('--version')).toEqual([]));

test.each([['--help'], ['deploy', '--help'], ['help', 'deploy', 'push']])('%s %s loads the door alone', (...args) =>
  expect(loadedBy(...args)).toEqual(DOOR),
);

test.each(['exit-codes', 'environment', 'permissions'])('help %s loads the topics beside it', (topic) =>
  expect(loadedBy('help', topic)).toEqual(sorted(TREE, LINE, ['src/export', 'src/help-topics.ts'])),
);

test('completion loads no AWS client, no prompts and no YAML', () => {
  expect(loadedBy('completion', 'bash')).toEqual(sorted(TREE, LINE, ['src/completion']));
  const asked = loadedBy('__complete', 'bash', '--', 'deploy', '--so');
  expect(asked).toContain('src/completion');
  expect(asked.filter((room) => /^@aws-sdk|^@smithy|^yaml$|inquirer|sandbox/.test(room))).toEqual([]);
});

test('explain CODE loads no AWS client, no prompts and no YAML', () =>
  expect(loadedBy('explain', 'HEALTH_CONSTRAINTS')).toEqual(sorted(TREE, LINE, ROAD, ['src/explain'])));

test('the first prompt of init stands before any client is loaded', async () => {
  const coverage = join(temporary(), 'coverage');
  const terminal = openTerminal(['init', '--sandbox'], { NODE_V8_COVERAGE: coverage });
  await terminal.until(() => waiting(terminal));
  terminal.type('\u0003');
  expect(await terminal.exitCode()).toBe(130);
  const rooms = loaded(coverage);
  expect(rooms).toContain('inquirer');
  expect(rooms.filter((room) => /^@aws-sdk|^@smithy|^yaml$|sandbox/.test(room))).toEqual([]);
});
