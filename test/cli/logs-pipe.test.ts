// `logs … | head -1`: the reader goes away in the middle, and nobody is told.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { stateFile } from '../support/run.ts';
import { shop } from '../support/shop.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');
/** The shell ends as the program does, though its reader has gone before. */
const LINE = 'set -o pipefail; "$NODE" "$PROGRAM" logs --all --tail 500 --sandbox | head -n 1';

test('who reads only the first line gets it, and no word of a closed pipe', async () => {
  const here = await shop(2);
  await here.ask('deploy', '--source', 'github');
  // Anything but exit 0 is thrown.
  const ran = await promisify(execFile)('/bin/bash', ['-c', LINE], {
    cwd: here.cwd,
    env: {
      PATH: process.env.PATH,
      HOME: here.home,
      NODE: process.execPath,
      PROGRAM: program,
      CODEDEPLOY_WIZARD_SANDBOX_STATE: stateFile(here),
    },
  });
  expect(ran.stdout).toMatch(/^\d{4}-\d\d-\d\d .+\n$/);
  expect(ran.stderr).not.toMatch(/EPIPE|\bat .*:\d+|[Ee]rror/);
}, 60_000);
