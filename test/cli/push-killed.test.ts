// The built program, killed outright in the middle of an upload: the next run sends only what is missing.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Envelope } from '../../src/engine/ui.ts';
import type { State } from '../../src/sandbox/state.ts';
import { noise, putIn } from '../bundle/support.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');
const PARTS = 10;

test('killed between two parts', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cdw-killed-'));
  const cwd = join(root, 'shop');
  const file = join(root, 'account.json');
  mkdirSync(cwd);
  const put = putIn(() => cwd);
  put('appspec.yml', 'version: 0.0\nos: linux\n');
  put('noise', noise(PARTS * 8 * 1024 ** 2 - 100_000));
  const options = {
    cwd,
    env: { PATH: process.env.PATH, HOME: root, CODEDEPLOY_WIZARD_SANDBOX_STATE: file },
  };
  const args = (...words: string[]) => [program, ...words, '--sandbox', '--output', 'json', '--debug'];
  const run = (...words: string[]) =>
    new Promise<{ stderr: string; envelope: Envelope }>((resolve) => {
      execFile(process.execPath, args(...words), options, (_, stdout, stderr) =>
        resolve({ stderr, envelope: JSON.parse(stdout) as Envelope }),
      );
    });
  const partsIn = (stderr: string) => stderr.match(/^\[aws\] s3:uploadPart \d+ ms 200/gm)?.length ?? 0;
  await run('app', '--yes');

  // Each call is told when it is answered; the program is gone before it can send many more.
  const signal = await new Promise((resolve) => {
    const child = spawn(process.execPath, args('deploy', 'push'), { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += String(chunk);
      if (partsIn(told) >= 2) child.kill('SIGKILL');
    });
    child.once('exit', (_, signal) => resolve(signal));
  });
  expect(signal).toBe('SIGKILL');
  const bucket = () => (JSON.parse(readFileSync(file, 'utf8')) as State).s3.buckets['exercise-revisions']!;
  const [upload] = Object.values(bucket().uploads ?? {});
  const there = Object.keys(upload?.parts ?? {}).length;
  expect(there).toBeGreaterThanOrEqual(2);
  expect(there).toBeLessThan(PARTS);

  const { stderr, envelope } = await run('deploy', 'push');
  expect([envelope.error, envelope.data]).toMatchObject([null, { uploaded: true, registered: true }]);
  expect(partsIn(stderr)).toBe(PARTS - there);
  const [versions] = Object.values(bucket().objects);
  expect(versions?.[0]).toMatchObject({
    etag: expect.stringMatching(new RegExp(`-${PARTS}"$`)),
    bundle: { files: ['appspec.yml', 'noise'] },
  });
  expect(bucket().uploads).toEqual({});
}, 60_000);
