// A sticky application while it is deployed to, through a real load balancer: the session check says before what the prober
// measures, and what the servers know.
import { describe, expect, test } from 'vitest';
import { WizardError } from '../../src/engine/errors.ts';
import { balancedFleet, type Sessions } from '../support/balanced-fleet.ts';
import { fleetOfTwo, json, release, revision } from '../support/colours.ts';
import { edit, stateOf } from '../support/hook.ts';
import type { Ran, RunOptions } from '../support/run.ts';

const VISITORS = 4;
const probing = ['--cookie-jar', String(VISITORS), '--rate', '50'];
/** Each visitor has asked at least once. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 400));

async function site(sessions: Sessions, sticky: boolean) {
  const here = await fleetOfTwo();
  if (sticky)
    edit(here, ({ elb }) => {
      for (const group of Object.values(elb.targetGroups)) group.attributes = { 'stickiness.enabled': 'true' };
    });
  const fleet = await balancedFleet(0, sessions);
  await fleet.follow(stateOf(here));
  const onCall: RunOptions['onCall'] = ({ state }, moment) => (moment === 'after' ? fleet.follow(state) : undefined);
  const checked = await here.run(['session-check', ...json, '--directory', here.cwd]);
  const { checks } = checked.envelope.data as { checks: { id: string; status: string }[] };
  const foretold = checks.find(({ id }) => id === 'stickiness')?.status;
  return { here, fleet, onCall, foretold };
}

const probed = ({ envelope }: Ran) =>
  (envelope.data as { probe: { failed: number; sessions: { watched: number; lost: number | null } } }).probe;

describe.each<[Sessions, sticky: boolean, foretold: string, loses: boolean]>([
  ['memory', true, 'warn', true],
  ['shared', false, 'pass', false],
])('sessions in %s, sticky %s: the check says %s', (sessions, sticky, said, loses) => {
  test('in place', async () => {
    const { here, fleet, onCall, foretold } = await site(sessions, sticky);
    expect(foretold).toBe(said);
    const begun = await here.run(['deploy', ...json, ...revision('second'), '--no-wait'], { onCall });
    const during = begun.envelope.gives.deploy?.deploymentId ?? '';
    const ran = await here.run(['session-check', ...json, '--probe', fleet.url, ...probing, '--during', during], {
      onCall: async (call, moment) => {
        await onCall?.(call, moment, 0);
        if (call.operation === 'getDeployment' && moment === 'before') await aWhile();
      },
    });
    await fleet.stop();
    const { failed, sessions: visits } = probed(ran);
    expect([ran.exitCode, failed, visits.watched]).toEqual([0, 0, VISITORS]);
    expect(visits.lost).toBe(fleet.served.unknown.size);
    // Who is on the instance that is deployed to first loses a second one with the next.
    if (loses) expect(visits.lost).toBeGreaterThanOrEqual(VISITORS);
    else expect(visits.lost).toBe(0);
  }, 120_000);

  test('from one colour to the other', async () => {
    const { here, fleet, onCall } = await site(sessions, sticky);
    const stop = new AbortController();
    const measuring = here.run(
      ['session-check', '--probe', fleet.url, ...probing, '--duration', '1h', '--output', 'json'],
      { signal: stop.signal },
    );
    await aWhile();
    const over = await here.run(release('second', '--keep', '1m', '--healthy-polls', '1'), { onCall });
    expect([over.exitCode, over.envelope.error]).toEqual([0, null]);
    await aWhile();
    stop.abort(new WizardError('interrupted', { command: '' }));
    const { failed, sessions: visits } = probed(await measuring);
    await fleet.stop();
    expect([failed, visits.watched, visits.lost]).toEqual([0, VISITORS, loses ? VISITORS : 0]);
    expect(visits.lost).toBe(fleet.served.unknown.size);
  }, 120_000);
});
