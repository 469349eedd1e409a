// How many round trips the everyday commands take one after the other, and how many calls: no more than what must be
// known before what else can be asked.
import { beforeAll, expect, test } from 'vitest';
import { connect } from '../src/aws/connect.ts';
import { fleet } from './support/fleet.ts';
import { loopbackAws } from './support/loopback-aws.ts';
import { shop, situations } from './support/trips.ts';

beforeAll(async () => {
  await shop();
}, 60_000);

test.each(situations)('$name', { timeout: 60_000 }, async ({ measure, depth, calls }) => {
  const trips = await measure();
  const told = trips.waves.map((wave) => wave.join(' ')).join('\n');
  expect(trips.calls).toBeGreaterThan(trips.depth);
  expect(trips.depth, told).toBeLessThanOrEqual(depth);
  expect(trips.calls, told).toBeLessThanOrEqual(calls);
});

test('calls that follow one another share a connection', async () => {
  const server = await loopbackAws(fleet({ instances: 10, page: 100, begins: () => 0, fails: () => false }));
  const before = { ...process.env };
  Object.assign(process.env, server.env);
  try {
    const aws = connect({ region: 'ap-northeast-2', endpointUrl: server.url });
    for (let i = 0; i < 10; i++) await aws.codeDeploy.getDeployment({ deploymentId: 'd-FLEET0001' });
    expect(server.connections()).toBe(1);
  } finally {
    process.env = before;
    server.close();
  }
});
