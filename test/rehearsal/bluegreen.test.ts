// A release while real requests flow through a real load balancer to real servers: nobody notices.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { balancedFleet } from '../support/balanced-fleet.ts';
import { BLUE, fleetOfTwo, release, weightsNow } from '../support/colours.ts';
import { stateOf } from '../support/hook.ts';
import type { Bench } from '../support/run.ts';

let here: Bench;
let fleet: Awaited<ReturnType<typeof balancedFleet>>;

beforeAll(async () => {
  here = await fleetOfTwo();
  fleet = await balancedFleet(6);
  await fleet.follow(stateOf(here));
  fleet.start();
}, 120_000);

afterAll(() => fleet.stop());

const rehearse = (...args: string[]) =>
  here.run(args, { onCall: ({ state }, moment) => (moment === 'after' ? fleet.follow(state) : undefined) });

test('step by step, there and back: no request fails', async () => {
  const quick = ['--steps', '25,100', '--pause', '30s', '--keep', '1m', '--healthy-polls', '2'];
  const over = await rehearse(...release('first', ...quick));
  expect([over.exitCode, over.envelope.error]).toEqual([0, null]);
  const back = await rehearse(...release('second', ...quick));
  expect([back.exitCode, weightsNow(stateOf(here))[0]]).toEqual([0, { 'shop-target': 100, 'shop-target-green': 0 }]);
  expect(fleet.served.failed).toEqual([]);
  expect(fleet.served.revisions).toEqual(['zero', 'first', 'second']);
  expect(fleet.served.ok).toBeGreaterThan(300);
}, 120_000);

test('a server that dies would have been noticed', async () => {
  const [member] = stateOf(here).autoScaling.groups[BLUE]!.members;
  fleet.kill(member!.instanceId);
  await fleet.follow(undefined);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(fleet.served.failed.map(({ status }) => status)).toContain(502);
}, 20_000);
