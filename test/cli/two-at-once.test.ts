// The built program, started twice at once against one account: one proceeds, the other says who is at work, nothing is made twice.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Envelope } from '../../src/engine/ui.ts';
import type { State } from '../../src/sandbox/state.ts';
import { example } from '../support/run.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');

function bench() {
  const home = mkdtempSync(join(tmpdir(), 'cdw-two-'));
  const cwd = join(home, 'shop');
  const file = join(home, 'account.json');
  mkdirSync(cwd);
  cpSync(example, cwd, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: home, USER: 'kim', CODEDEPLOY_WIZARD_SANDBOX_STATE: file };
  const start = (...args: string[]) => {
    const words = [program, ...args, '--sandbox', '--yes', '--output', 'json', '--poll-interval', '50ms'];
    const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    const ended = new Promise<{ exitCode: number | null; envelope: Envelope }>((resolve) => {
      child.once('close', (exitCode) =>
        resolve({
          exitCode,
          get envelope() {
            return JSON.parse(stdout) as Envelope;
          },
        }),
      );
    });
    return { child, ended };
  };
  return {
    cwd,
    home,
    start,
    run: (...args: string[]) => start(...args).ended,
    state: () => JSON.parse(readFileSync(file, 'utf8')) as State,
  };
}

/** What two walks must not have made twice. */
const made = ({ iam, ec2, codeDeploy }: State) => ({
  roles: Object.keys(iam.roles).sort(),
  policies: Object.values(iam.policies).map(({ name, versions }) => `${name} ${versions.length}`),
  images: Object.values(ec2.images).filter(({ owner, tags }) => owner === 'self' && tags.length > 0).length,
  versions: Object.values(ec2.templates).map(({ versions }) => versions.length),
  groups: Object.keys(codeDeploy.groups),
  deployments: Object.values(codeDeploy.deployments).filter(({ creator }) => creator === 'user').length,
});

const init = ['init', '--source', 'local', '--directory', '.'];

test('two inits: one walks, the other says who does, and the next one finds nothing to do', async () => {
  const here = bench();
  const both = [here.start(...init), here.start(...init)];
  const ended = await Promise.all(both.map(({ ended }) => ended));
  const codes = ended.map(({ exitCode }) => exitCode);
  expect([...codes].sort()).toEqual([0, 12]);
  const busy = ended[codes.indexOf(12)]!.envelope;
  const walker = both[codes.indexOf(0)]!.child.pid;
  expect(busy.error).toMatchObject({ code: 'atWork', exitCode: 12 });
  expect(busy.error?.message).toMatch(new RegExp(`init, by kim on \\S+, process ${walker}, begun`));

  const again = await here.run(...init);
  expect([again.exitCode, again.envelope.changes.filter(({ verb }) => verb !== 'keep')]).toEqual([0, []]);
  expect(made(here.state())).toEqual({
    roles: ['shop-codedeploy', 'shop-ec2'],
    policies: ['shop-ec2-s3 1'],
    images: 1,
    versions: [2],
    groups: ['shop/shop-group'],
    deployments: 1,
  });
  expect(parse(readFileSync(join(here.cwd, 'codedeploy-wizard.yml'), 'utf8'))).toMatchObject({ project: 'shop' });
  const leftovers = readdirSync(here.home).concat(readdirSync(here.cwd));
  expect(leftovers.filter((name) => name.endsWith('.tmp'))).toEqual([]);

  // The owner is killed: nothing that it held outlives it.
  const { child, ended: killed } = here.start('deploy', '--source', 'local', '--directory', '.', '--debug');
  child.stderr.on('data', (told) => {
    if (String(told).includes('[aws] codeDeploy:')) child.kill('SIGKILL');
  });
  await killed;
  expect(child.signalCode).toBe('SIGKILL');
  const [first, second] = await Promise.all([
    here.run('deploy', '--source', 'local', '--directory', '.'),
    here.run('deploy', '--source', 'local', '--directory', '.', '--wait-for-active'),
  ]);
  expect(second.exitCode).toBe(0);
  expect([0, 12]).toContain(first.exitCode);
  if (first.exitCode === 12) expect(first.envelope.error?.message).toContain('deploy, by kim');
}, 120_000);

test('processes that work side by side on one account do not lose each other’s writes', async () => {
  const here = bench();
  const names = ['one', 'two', 'three', 'four'];
  const ended = await Promise.all(names.map((name) => here.run('app', '--project', name, '--config', `${name}.yml`)));
  expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  expect(Object.keys(here.state().codeDeploy.applications).sort()).toEqual([...names].sort());
}, 60_000);
