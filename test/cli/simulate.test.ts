// `group simulate` from outside: no account is asked for, every flag counts, and the picture fits.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { bench } from '../support/run.ts';
import { validates } from '../support/schema.ts';

const here = bench();
const simulate = (...args: string[]) => here.run(['group', 'simulate', ...args, '--output', 'json']);

test.each<[string[], config: string, sizes: number[], lowest: number, reason: string | null]>([
  [['--instances', '9', '--deployment-config', 'HalfAtATime'], 'CodeDeployDefault.HalfAtATime', [4, 4, 1], 5, null],
  [['--instances', '3'], 'CodeDeployDefault.OneAtATime', [1, 1, 1], 2, null],
  [['--instances', '10', '--minimum-healthy', '60%'], '--minimum-healthy 60%', [4, 4, 2], 6, null],
  [['--instances', '10', '--deployment-config', 'shop-min-8'], 'shop-min-8', [2, 2, 2, 2, 2], 8, null],
  [['--instances', '4', '--deployment-config', 'shop-min-50pct'], 'shop-min-50pct', [2, 2], 2, null],
  [['--zones', 'a=3,b=2', '--minimum-healthy', '0'], '--minimum-healthy 0', [3, 2], 2, null],
  [['--instances', '5', '--zones', '2', '--minimum-healthy', '0'], '--minimum-healthy 0', [3, 2], 2, null],
  [['--instances', '5', '--zones', 'a,b', '--minimum-healthy', '4'], '--minimum-healthy 4', [1, 1, 1, 1, 1], 4, null],
  [['--instances', '1', '--minimum-healthy', '1'], '--minimum-healthy 1', [], 1, 'HEALTH_CONSTRAINTS_INVALID'],
  [['--instances', '0'], 'CodeDeployDefault.OneAtATime', [], 0, 'NO_INSTANCES'],
])('%j', async (args, config, sizes, lowestHealthy, reason) => {
  const ran = await simulate(...args);
  const data = ran.envelope.data as { batches: number[][] };
  expect([ran.exitCode, ran.envelope.account, ran.calls]).toEqual([0, null, []]);
  validates('simulate', ran);
  expect(data).toMatchObject({ config, lowestHealthy, reason, canStart: reason === null });
  expect(data.batches.map((batch) => batch.length)).toEqual(sizes);
});

test('time: what is said, what may be at most, and where CodeDeploy ends it', async () => {
  const minutes = async (...args: string[]) =>
    ((await simulate(...args)).envelope.data as { minutes: Record<string, number | null> }).minutes;
  expect(await minutes('--instances', '1')).toEqual({ expected: null, longest: 720, limit: 720 });
  expect(await minutes('--instances', '1', '--no-traffic-control')).toMatchObject({ longest: 7 * 65 });
  const zones = ['--zones', 'a=1,b=1,c=1', '--minimum-healthy', '0', '--monitor', '10m', '--first-monitor', '1h'];
  expect(await minutes(...zones, '--minutes-per-instance', '2.5')).toMatchObject({ expected: 77.5 });
  expect(await minutes('--instances', '300', '--minutes-per-instance', '5')).toMatchObject({ expected: 1500 });
  expect(await minutes('--instances', '1', '--minimum-healthy', '1')).toMatchObject({ longest: null });
});

test('what the file says counts, and a flag more', async () => {
  const own = bench();
  await own.run(['--version']);
  writeFileSync(join(own.cwd, 'codedeploy-wizard.yml'), 'project: shop\nminimumHealthy: 50%\n');
  const config = async (...args: string[]) =>
    (
      (await own.run(['group', 'simulate', '--instances', '4', ...args, '--output', 'json'])).envelope.data as {
        config: string;
      }
    ).config;
  expect(await config()).toBe('--minimum-healthy 50%');
  expect(await config('--deployment-config', 'AllAtOnce')).toBe('CodeDeployDefault.AllAtOnce');
});

test.each([
  [[], '--instances'],
  [['--instances', 'x'], 'whole number'],
  [['--instances', '10001'], '10000'],
  [['--instances', '3', '--zones', '3'], '--minimum-healthy'],
  [['--instances', '3', '--zones', 'a=1,b=1', '--minimum-healthy', '0'], '2 instances'],
  [['--instances', '3', '--zones', 'a=1,b', '--minimum-healthy', '0'], 'a,b,c'],
  [['--instances', '3', '--zones', 'a,a', '--minimum-healthy', '0'], 'a,b,c'],
  [['--instances', '3', '--monitor', '10m'], '--zones'],
  [['--instances', '3', '--minimum-healthy', '100%'], '99%'],
  [['--instances', '3', '--zones', '3', '--minimum-healthy', '0', '--monitor', 'long'], '90s'],
  [['--instances', '3', '--zones', '3', '--minimum-healthy', '0', '--minimum-healthy-per-zone', '100%'], '99%'],
  [['--instances', '3', '--deployment-config', 'other'], '--minimum-healthy'],
  [['--instances', '3', '--deployment-config', 'constructor'], '--minimum-healthy'],
  [['--instances', '3', '--minutes-per-instance', '0'], 'minutes'],
])('%j is a usage error', async (args, part) => {
  const ran = await here.run(['group', 'simulate', ...args]);
  expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr).toContain(part);
});

/** The bars of the picture. */
const barsOf = (output: string) => output.split('\n').flatMap((line) => /[.#=~]{12,}$/.exec(line)?.[0] ?? []);

test.each([
  ['en', undefined],
  ['ko', 80],
  ['ko', 50],
])('the picture in %s fits into %s columns', async (lang, columns) => {
  const cases = [
    ['--instances', '9', '--deployment-config', 'HalfAtATime'],
    ['--zones', 'ap-northeast-2a=4,ap-northeast-2c=3', '--minimum-healthy', '4', '--monitor', '10m'],
    ['--instances', '10000', '--minutes-per-instance', '3'],
    ['--instances', '1', '--minimum-healthy', '1'],
  ];
  for (const args of cases) {
    const { stdout, exitCode } = await here.run(['group', 'simulate', ...args, '--lang', lang], {
      columns,
      env: { NO_COLOR: '1' },
    });
    expect([exitCode, stdout.includes('\u001b')]).toEqual([0, false]);
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(columns ?? 80);
    expect(barsOf(stdout).length > 0).toBe(args.at(-1) !== '1');
  }
});

test('the picture: each batch begins where the one before it ends, and a pause lies between zones', async () => {
  const { stdout } = await here.run(['group', 'simulate', '--instances', '8', '--deployment-config', 'HalfAtATime']);
  const [first = '', second = ''] = barsOf(stdout);
  expect([first, second].map((bar) => bar.replace(/(.)\1+/g, '$1'))).toEqual(['#=', '.#']);
  expect(first.lastIndexOf('#') + 1).toBe(second.indexOf('#'));
  const zones = ['--zones', 'a=1,b=1', '--minimum-healthy', '0', '--monitor', '9m', '--minutes-per-instance', '1'];
  const [before = '', after = ''] = barsOf((await here.run(['group', 'simulate', ...zones])).stdout);
  expect(before.replace(/(.)\1+/g, '$1')).toBe('#~=');
  expect(before.lastIndexOf('~') + 1).toBe(after.indexOf('#'));
  // Nine of eleven minutes.
  expect(before.split('~').length - 1).toBeGreaterThanOrEqual(Math.floor((9 / 11) * before.length) - 1);
});
