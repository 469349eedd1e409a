// Watching in the sandbox: after a deployment, and after one whose watching was cut off.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WizardError } from '../../src/engine/errors.ts';
import { bench, example, initBook } from '../support/run.ts';

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
