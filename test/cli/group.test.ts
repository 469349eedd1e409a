// `group` on a group that exists: only what is said changes, whatever it was made with.
import { expect, test } from 'vitest';
import { bench } from '../support/run.ts';

test('alarms, rollback and configuration stay as they are, and what is said changes', async () => {
  const here = bench();
  const fleet = ['--sandbox', 'fleet', '--output', 'json'];
  const differs = async (...args: string[]) => {
    const ran = await here.run(['group', ...fleet, '--dry-run', ...args]);
    expect(ran.exitCode).toBe(0);
    return ran.envelope.changes.flatMap(({ differs }) => differs.map(({ key }) => key));
  };
  expect(await differs()).toEqual([]);
  expect(await differs('--deployment-config', 'AllAtOnce')).toEqual(['config']);
  expect(await differs('--alarms', 'shop-errors', '--rollback-on', 'failure,alarm')).toEqual(['rollbackOn']);
});
