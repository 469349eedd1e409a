// Watching in the sandbox: after a deployment, and after one whose watching was cut off.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WizardError } from '../../src/engine/errors.ts';
import { bench, example, initBook } from '../support/run.ts';
import { shop } from '../support/shop.ts';

const json = ['--sandbox', '--output', 'json'];

test('Ctrl-C while a deployment is waited for: the command that comes back watches the same one to its end', async () => {
  const here = bench();
  expect((await here.run(initBook)).exitCode).toBe(0);
  const controller = new AbortController();
  let created = false;
  const cut = await here.run(['deploy', ...initBook.slice(1)], {
    signal: controller.signal,
    onCall({ operation }, moment) {
      if (operation === 'createDeployment' && moment === 'after') created = true;
      if (created && operation === 'getDeployment' && moment === 'after')
        controller.abort(new WizardError('interrupted', { command: 'codedeploy-wizard deploy' }));
    },
  });
  expect(cut.exitCode).toBe(130);
  const [again = ''] = cut.envelope.next;
  expect(again).toMatch(/^codedeploy-wizard deploy watch d-[A-Z0-9]+ --sandbox book$/);
  expect(cut.envelope.error?.hint).toBe(`Take it up again: ${again}`);
  expect(cut.envelope.gives.deploy).toEqual({ deploymentId: again.split(' ')[3], status: expect.any(String) });

  const watched = await here.run([...again.split(' ').slice(1), '--output', 'json']);
  const id = again.split(' ')[3];
  expect([watched.exitCode, watched.envelope.data]).toMatchObject([0, { deployment: { id, status: 'Succeeded' } }]);
  expect(watched.calls.filter(({ write }) => write)).toEqual([]);
  // Without an id it is the latest.
  expect((await here.run(['deploy', 'watch', ...json])).envelope.data).toMatchObject({ deployment: { id } });
});

test('a failed deployment is told the same way by whoever watched it', async () => {
  const here = bench();
  const app = join(here.home, 'app');
  cpSync(example, app, { recursive: true });
  writeFileSync(
    join(app, 'appspec.yml'),
    'version: 0.0\nos: linux\nfiles:\n  - source: /site\n    destination: /var/www/html\n',
  );
  const made = await here.run(['init', ...json, '--yes', '--source', 'local', '--directory', app]);
  const watched = await here.run(['deploy', 'watch', ...json]);
  expect([made.exitCode, watched.exitCode]).toEqual([10, 10]);
  expect(watched.envelope.error).toEqual(made.envelope.error);
  expect(watched.envelope.data).toEqual(made.envelope.data);
  expect(watched.envelope.error?.message).toMatch(
    /Install failed[\s\S]*already exists at this location[\s\S]*A file that/,
  );
});

test('nothing was ever deployed: exit 6', async () => {
  expect((await bench().run(['deploy', 'watch', ...json])).exitCode).toBe(6);
});

test('Ctrl-C before anything was written: nothing goes on in AWS', async () => {
  const controller = new AbortController();
  const cut = await bench().run(initBook, {
    signal: controller.signal,
    onCall({ operation }) {
      if (operation !== 'getCallerIdentity') controller.abort(new WizardError('interrupted', { command: 'again' }));
    },
  });
  expect(cut.calls.filter(({ write }) => write)).toEqual([]);
  expect([cut.exitCode, cut.envelope.error?.message]).toEqual([130, 'Interrupted. Nothing was begun in AWS.']);
});

test('a service role that CodeDeploy cannot use: the cause and the command that tells more, and the failure once', async () => {
  const here = await shop();
  await here.ask('sandbox', 'fault', 'service-role-trust');
  const failed = await here.run(['deploy', '--source', 'github', '--sandbox', '--yes']);
  expect(failed.exitCode).toBe(10);
  expect(failed.stderr).toContain('its trust policy does not name codedeploy.amazonaws.com');
  expect(failed.stderr).toContain('→ codedeploy-wizard doctor');
  expect(failed.stderr.match(/Deployment d-\w+: Failed/g)).toHaveLength(1);
}, 60_000);

test('a --timeout that ends the look at the agents, and then the wait, says which', async () => {
  const here = await shop();
  const cut = await here.run(['deploy', '--source', 'github', '--sandbox', '--yes', '--timeout', '1s']);
  expect(cut.exitCode).toBe(9);
  expect(cut.stderr).toContain('Not checked: whether the agents run (--timeout)');
  expect(cut.stderr).toMatch(
    /after 1 s; the work goes on in AWS\.\n→ Go on waiting: codedeploy-wizard deploy watch d-/,
  );
}, 60_000);

describe('a pipeline that is cut off goes on with the same deployment', () => {
  const goesOn = {
    deploymentId: expect.stringMatching(/^d-/),
    status: expect.stringMatching(/^(Created|InProgress)$/),
  };

  test('after --no-wait, and after a watch that timed out', async () => {
    const here = await shop();
    const begun = await here.ask('deploy', '--source', 'github', '--yes', '--no-wait');
    expect([begun.exitCode, begun.envelope.gives.deploy]).toEqual([0, goesOn]);
    const { deploymentId = '' } = begun.envelope.gives.deploy ?? {};
    const cut = await here.ask('deploy', 'watch', deploymentId, '--timeout', '1s');
    expect([cut.exitCode, cut.envelope.gives.deploy]).toEqual([9, { ...goesOn, deploymentId }]);
    expect(cut.envelope.next[0]).toContain(`deploy watch ${deploymentId}`);
    const end = await here.ask('deploy', 'watch', deploymentId);
    expect(end.exitCode).toBe(0);
  }, 60_000);

  test('after --timeout', async () => {
    const here = await shop();
    const cut = await here.ask('deploy', '--source', 'github', '--yes', '--timeout', '1s');
    expect([cut.exitCode, cut.envelope.gives.deploy]).toEqual([9, goesOn]);
  }, 60_000);
});

test('what a step gives has a name in the language of the run', async () => {
  const here = await shop();
  const { stdout } = await here.run(['roles', '--sandbox', '--yes', '--lang', 'ko']);
  expect(stdout).toContain('서비스 역할');
  expect(stdout).not.toMatch(/serviceRoleArn|instanceProfileArn/);
}, 60_000);
