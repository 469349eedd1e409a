// `deploy watch` in a real terminal of 80 columns: the grid, what stays of it, and how Ctrl-C leaves.
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type FleetShape, fleet } from '../support/fleet.ts';
import { type LoopbackAws, loopbackAws } from '../support/loopback-aws.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

async function watched(shape: FleetShape, args: string[] = [], env: Record<string, string> = {}): Promise<Terminal> {
  const deployment = fleet(shape);
  const aws: LoopbackAws = await loopbackAws(deployment);
  const terminal = openTerminal(['deploy', 'watch', deployment.id, '--poll-interval', '50ms', ...args], {
    ...aws.env,
    ...env,
  });
  opened.push(terminal, aws);
  return terminal;
}

const shown = (terminal: Terminal) => terminal.lines().filter(({ text }) => text !== '');
const rows = (terminal: Terminal) => shown(terminal).filter(({ text }) => /^ {2}i-[0-9a-f]{17} /.test(text));

test('a small fleet: a row for each instance, drawn in place, and the last state stays', async () => {
  const terminal = await watched({ instances: 3, takes: 6 });
  expect(await terminal.exitCode()).toBe(0);
  const done = Array.from({ length: 13 }, () => '✔').join(' ');
  expect(rows(terminal).map(({ text }) => text)).toEqual(
    [0, 1, 2].map((at) => `  i-0000000000000000${at}  ${done}  Succeeded`),
  );
  // It has been drawn before with less.
  expect(stripVTControlCharacters(terminal.raw())).toMatch(/i-00000000000000000 {2}(✔ )+» (\. )*\.? /);
  expect(terminal.text()).toContain('✔ done  » running  ✘ failed  - skipped  . waiting');
  expect(terminal.text()).toContain('Deployment d-FLEET0001: Succeeded (Succeeded 3)');
  expect(shown(terminal).filter(({ overflow }) => overflow)).toEqual([]);
  expect(terminal.cursorHidden()).toBe(false);
});

test('a large fleet in Korean: 25 rows, failures stay, and a line says how many are not shown', async () => {
  const terminal = await watched(
    { instances: 300, takes: 6, begins: (index) => index % 30, fails: (index) => index % 100 === 3 },
    ['--lang', 'ko'],
  );
  expect(await terminal.exitCode()).toBe(0);
  expect(rows(terminal).length).toBeLessThanOrEqual(25);
  expect(rows(terminal).filter(({ text }) => text.includes('✘') && text.endsWith('ApplicationStart'))).toHaveLength(3);
  expect(stripVTControlCharacters(terminal.raw())).toMatch(/인스턴스 275개 더 있음/);
  expect(terminal.text()).toContain('인스턴스 300개 중 3개가 실패했습니다');
  const grid = terminal.lines().slice(
    0,
    terminal.lines().findIndex(({ text }) => text.startsWith('경고')),
  );
  expect(grid.filter(({ overflow }) => overflow)).toEqual([]);
});

test('Ctrl-C detaches: the deployment goes on, and the command that comes back is said', async () => {
  const terminal = await watched({ instances: 3, takes: 1_000_000 });
  await terminal.until(() => (rows(terminal).length === 3 ? true : undefined));
  terminal.type('\u0003');
  expect(await terminal.exitCode()).toBe(130);
  expect(terminal.text()).toContain('What was begun in AWS goes on there.');
  expect(terminal.text().replaceAll('\n', '')).toContain(
    'Take it up again: codedeploy-wizard deploy watch d-FLEET0001',
  );
  expect(rows(terminal)).toHaveLength(3);
  expect(terminal.cursorHidden()).toBe(false);
});

test('SIGTERM ends with 143 and the same command', async () => {
  const terminal = await watched({ instances: 1, takes: 1_000_000 });
  await terminal.until(() => (rows(terminal).length === 1 ? true : undefined));
  terminal.signal('SIGTERM');
  expect(await terminal.exitCode()).toBe(143);
  expect(terminal.text()).toContain('codedeploy-wizard deploy watch d-FLEET0001');
});

test('NO_COLOR: the marks say it all', async () => {
  const terminal = await watched({ instances: 2, takes: 4 }, [], { NO_COLOR: '1' });
  expect(await terminal.exitCode()).toBe(0);
  expect(rows(terminal)).toHaveLength(2);
  expect(terminal.raw().match(new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g')) ?? []).toEqual([]);
});

test('a window that becomes narrower: nothing is drawn twice once it is drawn again', async () => {
  const terminal = await watched({ instances: 4, takes: 30 });
  await terminal.until(() => (rows(terminal).length === 4 ? true : undefined));
  terminal.resize(60);
  expect(await terminal.exitCode()).toBe(0);
  expect(rows(terminal)).toHaveLength(4);
});
