// `deploy report`: what happened in a deployment, at the terminal, as JSON and as a page.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writesOf } from '../support/hook.ts';
import { type Bench, bench } from '../support/run.ts';
import { validates } from '../support/schema.ts';

const fleet = ['--sandbox', 'fleet', '--project', 'shop', '--yes', '--output', 'json'];
const deploy = ['deploy', ...fleet, '--source', 's3', '--bucket', 'shop-revisions', '--key', 'shop/first.zip'];

interface Reported {
  deployment: { id: string; targets: unknown[]; targetsLeftOut: number };
  timeline: { rows: { instance: string; status: string }[]; density: { event: string; counts: number[] }[] | null };
  batches: { instances: number; failed: number }[];
  healthy: { total: number; lowest: number; minimum: number };
  failures: { instances: string[]; script: string; log: string[] }[];
  page: string | null;
}

let here: Bench;
beforeAll(async () => {
  here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '6', ...fleet]);
  await here.run(['sandbox', 'fault', 'script-fails', ...fleet]);
  await here.run(deploy);
}, 60_000);

const reported = async (...args: string[]) => {
  const ran = await here.run(['deploy', 'report', ...args, ...fleet]);
  return { ran, data: ran.envelope.data as Reported };
};

describe('a fleet deployed to half at a time, with one failure', () => {
  test('as JSON: batches, the healthy ones, and what failed; it writes nothing', async () => {
    const { ran, data } = await reported();
    expect(ran.exitCode).toBe(0);
    validates('report', ran);
    expect(data.timeline.rows).toHaveLength(6);
    expect(data.timeline.density).toBeNull();
    expect(data.batches[0]).toMatchObject({ instances: 3, failed: 1 });
    expect(data.batches.reduce((sum, { instances }) => sum + instances, 0)).toBe(6);
    // CodeDeploy never takes more away than the configuration allows.
    expect(data.healthy).toMatchObject({ total: 6, lowest: 3, minimum: 3 });
    expect(data.failures).toMatchObject([
      { instances: [data.timeline.rows[0]!.instance], script: 'scripts/permissions.sh' },
    ]);
    expect(ran.envelope.next).toEqual([
      `codedeploy-wizard deploy report ${data.deployment.id} --html ${data.deployment.id}.html --sandbox fleet`,
    ]);
    expect(writesOf(ran.calls)).toEqual([]);
  });

  test.each([
    ['en', 'Batches', '3 of 6 at the lowest; at least 3 must stay healthy', '✘ Failed'],
    ['ko', '배치', '가장 적을 때 6개 중 3개, 최소 3개는 정상이어야 함', '✘ 실패'],
  ])('in %s: a summary that fits 80 columns, and a page', async (lang, batches, lowest, failed) => {
    const ran = await here.run(
      ['deploy', 'report', '--html', 'report.html', '--sandbox', 'fleet', '--project', 'shop', '--lang', lang],
      { columns: 80 },
    );
    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toContain(batches);
    expect(ran.stdout).toContain(lowest);
    expect(ran.stdout).toContain('scripts/permissions.sh');
    expect(ran.stdout).toContain(join(here.cwd, 'report.html'));
    const page = readFileSync(join(here.cwd, 'report.html'), 'utf8');
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).toContain(failed);
    expect(page).toContain(lowest);
    expect(page.match(/<rect class="failed" x/g)).toHaveLength(1);
  });

  test('what `session-check` measured is shown with it', async () => {
    const probe = { ok: true, data: { probe: { url: 'http://shop/', requests: 1000, failed: 7 } } };
    writeFileSync(join(here.cwd, 'probe.json'), JSON.stringify(probe));
    const { ran } = await reported('--probe', 'probe.json', '--html', 'probed.html');
    validates('report', ran);
    const page = readFileSync(join(here.cwd, 'probed.html'), 'utf8');
    expect(page).toContain('<th scope="row">Failed requests</th><td>7</td>');
  });

  test.each([
    ['--probe', 'nowhere.json'],
    ['--probe', 'list.json'],
    ['--html', 'no-folder/report.html'],
  ])('%s %s is refused by name', async (flag, file) => {
    writeFileSync(join(here.cwd, 'list.json'), '[]');
    const { ran } = await reported(flag, file);
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([2, 'invalidValue']);
    expect(ran.envelope.error?.message).toContain(file);
  });

  test('a secret that a script printed is shown by no command, nor in the page', async () => {
    const file = join(here.home, '.local', 'state', 'codedeploy-wizard', 'sandbox-shop.json');
    const state = readFileSync(file, 'utf8');
    writeFileSync(file, state.replaceAll('chown: invalid user', 'DB_PASSWORD=hunter2hunter2'));
    const ran = await here.run(['deploy', 'report', ...fleet, '--html', 'masked.html']);
    const { id } = (ran.envelope.data as Reported).deployment;
    const others = [['show'], ['watch'], ['show', '--output', 'json'], ['watch', '--output', 'json']].map(
      ([verb = '', ...rest]) => ['deploy', verb, id, ...fleet, ...rest],
    );
    const told: string[] = [];
    for (const line of others) {
      const { stdout, stderr } = await here.run(line);
      told.push(stdout + stderr);
    }
    writeFileSync(file, state);
    for (const text of told) expect(text).toContain('DB_PASSWORD=***');
    expect(told.join('')).not.toContain('hunter2');
    const page = readFileSync(join(here.cwd, 'masked.html'), 'utf8');
    expect(page).toContain('DB_PASSWORD=***');
    expect(page + ran.stdout).not.toContain('hunter2');
  });
});

test('a large fleet: rows for those that failed or took longest, the rest as density, and a small page', async () => {
  const large = bench();
  await large.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '400', ...fleet]);
  await large.run(['sandbox', 'fault', 'script-fails', ...fleet]);
  await large.run(deploy);
  const ran = await large.run(['deploy', 'report', ...fleet, '--html', 'report.html']);
  const data = ran.envelope.data as Reported;
  validates('report', ran);
  expect(data.timeline.rows).toHaveLength(11);
  expect(data.timeline.rows[0]?.status).toBe('Failed');
  expect([data.deployment.targets.length, data.deployment.targetsLeftOut]).toEqual([11, 389]);
  expect(data.timeline.density?.length).toBe(13);
  expect(data.healthy).toMatchObject({ total: 400, lowest: 200, minimum: 200 });
  expect(readFileSync(join(large.cwd, 'report.html')).length).toBeLessThan(200_000);
  // A request per 25 instances, and no more.
  expect(ran.calls.filter(({ operation }) => operation === 'batchGetDeploymentTargets')).toHaveLength(16);
}, 60_000);
