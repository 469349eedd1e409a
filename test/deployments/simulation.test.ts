// Simulated deployments: a table by hand from CodeDeploy's rules, laws for any fleet, and what the sandbox really does.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Minimum, minimumHealthy, PREDEFINED } from '../../src/deployments/healthy.ts';
import { durationOf, longestInstance, simulate, spread, type Zonal } from '../../src/deployments/simulation.ts';
import { config, fleet } from '../sandbox/support.ts';

/** `one`, `half`, `all`, `2`, `50%`. */
function minimum(said: string): Minimum {
  const predefined = { one: 'OneAtATime', half: 'HalfAtATime', all: 'AllAtOnce' }[said];
  if (predefined) return PREDEFINED[`CodeDeployDefault.${predefined}`]!;
  if (said.endsWith('%')) return { type: 'FLEET_PERCENT', value: Number(said.slice(0, -1)) };
  return { type: 'HOST_COUNT', value: Number(said) };
}

const sizes = (of: ReturnType<typeof simulate>) => of.batches.map(({ instances }) => instances.length);

/** How large the batches are (`4*1`: four of one), and how many are healthy at the worst. A word: it fails at once. */
const TABLE: [fleet: number, said: string, batches: string, lowest: number][] = [
  [0, 'one', 'none', 0],
  [0, 'half', 'none', 0],
  [0, 'all', 'none', 0],
  [0, '0', 'none', 0],
  [1, 'one', '1*1', 0],
  [2, 'one', '2*1', 1],
  [3, 'one', '3*1', 2],
  [9, 'one', '9*1', 8],
  [10, 'one', '10*1', 9],
  [1, 'half', 'full', 1],
  [2, 'half', '2*1', 1],
  [3, 'half', '3*1', 2],
  [4, 'half', '2*2', 2],
  [5, 'half', '2*2 1*1', 3],
  [6, 'half', '2*3', 3],
  [7, 'half', '2*3 1*1', 4],
  [8, 'half', '2*4', 4],
  [9, 'half', '2*4 1*1', 5],
  [10, 'half', '2*5', 5],
  [11, 'half', '2*5 1*1', 6],
  [101, 'half', '2*50 1*1', 51],
  [1, 'all', '1*1', 0],
  [2, 'all', '1*2', 0],
  [9, 'all', '1*9', 0],
  [1, '0', '1*1', 0],
  [3, '0', '1*3', 0],
  [1, '1', 'full', 1],
  [2, '1', '2*1', 1],
  [3, '1', '1*2 1*1', 1],
  [3, '2', '3*1', 2],
  [3, '3', 'full', 3],
  [3, '4', 'full', 3],
  [10, '9', '10*1', 9],
  [10, '8', '5*2', 8],
  [10, '7', '3*3 1*1', 7],
  [10, '6', '2*4 1*2', 6],
  [10, '1', '1*9 1*1', 1],
  [10, '10', 'full', 10],
  [100, '99', '100*1', 99],
  [1, '0%', '1*1', 0],
  [1, '1%', 'full', 1],
  [1, '99%', 'full', 1],
  [2, '1%', '2*1', 1],
  [2, '50%', '2*1', 1],
  [2, '51%', 'full', 2],
  [3, '33%', '1*2 1*1', 1],
  [3, '34%', '3*1', 2],
  [3, '66%', '3*1', 2],
  [3, '67%', 'full', 3],
  [4, '25%', '1*3 1*1', 1],
  [4, '26%', '2*2', 2],
  [4, '75%', '4*1', 3],
  [4, '76%', 'full', 4],
  [5, '80%', '5*1', 4],
  [5, '81%', 'full', 5],
  [7, '70%', '3*2 1*1', 5],
  [7, '75%', '7*1', 6],
  [9, '50%', '2*4 1*1', 5],
  [10, '0%', '1*10', 0],
  [10, '30%', '1*7 1*3', 3],
  [10, '31%', '1*6 1*4', 4],
  [10, '66%', '3*3 1*1', 7],
  [10, '85%', '10*1', 9],
  [10, '90%', '10*1', 9],
  [10, '91%', 'full', 10],
  [10, '95%', 'full', 10],
  [20, '95%', '20*1', 19],
  [20, '96%', 'full', 20],
  [100, '99%', '100*1', 99],
  [101, '99%', '101*1', 100],
  [201, '99%', '100*2 1*1', 199],
];

const spelled = (batches: string) =>
  batches.split(' ').flatMap((part) => {
    const [times = 0, size = 0] = part.split('*').map(Number);
    return Array.from({ length: times }, () => size);
  });

test.each(TABLE)('%i instances, %s: %s, never fewer than %i', (count, said, batches, lowest) => {
  const found = simulate(count, minimum(said));
  const refused = { none: 'NO_INSTANCES', full: 'HEALTH_CONSTRAINTS_INVALID' }[batches] ?? null;
  expect(found).toMatchObject({ lowestHealthy: lowest, canStart: refused === null, reason: refused });
  expect(sizes(found)).toEqual(refused ? [] : spelled(batches));
  expect(found.batches.flatMap(({ instances }) => instances)).toEqual(
    refused ? [] : Array.from({ length: count }, (_, at) => at + 1),
  );
});

describe('one zone after the other', () => {
  const zonal = (zones: Record<string, number>, perZone = '0', more: Partial<Zonal> = {}): Zonal => ({
    zones: Object.entries(zones).map(([name, count]) => ({ name, count })),
    minimumPerZone: minimum(perZone),
    monitor: 0,
    ...more,
  });

  /** `a3 b3`: zones and sizes of the batches. */
  test.each<[Record<string, number>, said: string, perZone: string, batches: string, lowest: number]>([
    [{ a: 3, b: 3, c: 3 }, '0', '0', 'a3 b3 c3', 6],
    [{ a: 3, b: 3, c: 3 }, '6', '0', 'a3 b3 c3', 6],
    // What the whole fleet needs is less than a zone.
    [{ a: 3, b: 3, c: 3 }, '7', '0', 'a2 a1 b2 b1 c2 c1', 7],
    [{ a: 3, b: 3, c: 3 }, '90%', '0', 'full', 9],
    [{ a: 3, b: 3, c: 3 }, '0', '1', 'a2 a1 b2 b1 c2 c1', 7],
    [{ a: 3, b: 3, c: 3 }, '0', '50%', 'a1 a1 a1 b1 b1 b1 c1 c1 c1', 8],
    [{ a: 3, b: 3, c: 3 }, '0', '33%', 'a2 a1 b2 b1 c2 c1', 7],
    [{ a: 5, b: 1 }, '0', '0', 'a5 b1', 1],
    [{ a: 5, b: 1 }, '0', '1%', 'full', 6],
    [{ a: 5, b: 2 }, '50%', '50%', 'a2 a2 a1 b1 b1', 5],
    [{ a: 4, b: 0, c: 4 }, '0', '25%', 'a3 a1 c3 c1', 5],
    [{ a: 4 }, '50%', '0', 'a2 a2', 2],
    [{ a: 10, b: 10 }, '95%', '0', [...Array(10).fill('a1'), ...Array(10).fill('b1')].join(' '), 19],
  ])('%j, %s and %s of each zone: %s, never fewer than %i', (zones, said, perZone, batches, lowest) => {
    const total = Object.values(zones).reduce((sum, count) => sum + count, 0);
    const found = simulate(total, minimum(said), zonal(zones, perZone));
    expect(found.lowestHealthy).toBe(lowest);
    expect(found.canStart).toBe(batches !== 'full');
    expect(found.batches.map(({ zone, instances }) => `${zone}${instances.length}`)).toEqual(
      batches === 'full' ? [] : batches.split(' '),
    );
  });

  test.each<[Partial<Zonal>, seconds: number]>([
    [{}, 3 * 60],
    [{ monitor: 600 }, 3 * 60 + 2 * 600],
    // The first zone may be watched for longer, or alone; after the last there is nothing to wait for.
    [{ monitor: 600, firstMonitor: 1_800 }, 3 * 60 + 1_800 + 600],
    [{ firstMonitor: 1_800 }, 3 * 60 + 1_800],
    [{ monitor: 600, firstMonitor: 0 }, 3 * 60 + 600],
  ])('with the pauses %j it takes %i s', (pauses, seconds) => {
    expect(durationOf(simulate(9, minimum('0'), zonal({ a: 3, b: 3, c: 3 }, '0', pauses)), 60)).toBe(seconds);
  });

  test('the zone that leaves no room is named', () => {
    expect(simulate(6, minimum('0'), zonal({ a: 5, b: 1 }, '1'))).toMatchObject({ zone: 'b', canStart: false });
  });
});

test('as long as an instance may take: each event five minutes and an hour', () => {
  expect([longestInstance(false), longestInstance(true)].map((seconds) => seconds / 60)).toEqual([7 * 65, 13 * 65]);
});

test('what is spread is spread evenly', () => {
  expect(spread(8, ['a', 'b', 'c']).map(({ count }) => count)).toEqual([3, 3, 2]);
});

const anyMinimum = fc.oneof(
  fc.record({ type: fc.constant('HOST_COUNT' as const), value: fc.nat(400) }),
  fc.record({ type: fc.constant('FLEET_PERCENT' as const), value: fc.integer({ min: 0, max: 99 }) }),
);
const anyFleet = fc.record({
  needed: anyMinimum,
  perZone: anyMinimum,
  counts: fc.array(fc.nat(120), { minLength: 1, maxLength: 5 }),
  isZonal: fc.boolean(),
  monitor: fc.nat(900),
});

test('any fleet: everyone once, never fewer than asked, and a zone at a time', () => {
  fc.assert(
    fc.property(anyFleet, ({ needed, perZone, counts, isZonal, monitor }) => {
      const total = counts.reduce((sum, count) => sum + count, 0);
      const zones = counts.map((count, at) => ({ name: `z${at}`, count }));
      const zonal = isZonal ? { zones, minimumPerZone: perZone, monitor } : undefined;
      const found = simulate(total, needed, zonal);
      expect(found.canStart).toBe(found.reason === null);
      if (!found.canStart) {
        expect([found.batches, found.lowestHealthy]).toEqual([[], total]);
        return;
      }
      expect(found.batches.flatMap(({ instances }) => instances)).toEqual(
        Array.from({ length: total }, (_, i) => i + 1),
      );
      expect(found.lowestHealthy).toBeGreaterThanOrEqual(minimumHealthy(needed, total));
      for (const { instances, healthy } of found.batches) expect(instances.length + healthy).toBe(total);
      // One batch fewer would take too many away at once.
      if (!zonal) expect(found.batches).toHaveLength(Math.ceil(total / (total - found.minimum)));
      for (const { name, count } of zonal?.zones ?? []) {
        const own = found.batches.filter(({ zone }) => zone === name);
        expect(own.reduce((sum, { instances }) => sum + instances.length, 0)).toBe(count);
        for (const { instances } of own)
          expect(count - instances.length).toBeGreaterThanOrEqual(minimumHealthy(perZone, count));
      }
      const order = found.batches.map(({ zone = '' }) => zone);
      expect(order).toEqual([...order].sort());
      const pauses = new Set(order).size - 1;
      expect(durationOf(found, 10)).toBe(found.batches.length * 10 + (zonal ? pauses * monitor : 0));
    }),
  );
});

describe('the sandbox deploys as it is simulated', () => {
  test.each<[count: number, said: string, name?: string]>([
    [3, 'one', 'OneAtATime'],
    [1, 'one', 'OneAtATime'],
    [5, 'half', 'HalfAtATime'],
    [9, 'half', 'HalfAtATime'],
    [1, 'half', 'HalfAtATime'],
    [4, 'all', 'AllAtOnce'],
    [7, '75%'],
    [7, '30%'],
    [10, '7'],
    [3, '3'],
    [10, '95%'],
  ])('%i instances, %s', async (count, said, name) => {
    const { aws, deploy, ended, info, sandbox } = fleet(count);
    const needed = minimum(said);
    if (!name)
      await aws.codeDeploy.createDeploymentConfig({
        deploymentConfigName: 'own',
        computePlatform: 'Server',
        minimumHealthyHosts: { type: needed.type as 'HOST_COUNT', value: needed.value },
      });
    const expected = simulate(count, needed);
    const id = await deploy(name ? config(name) : { deploymentConfigName: 'own' });
    const { status, errorInformation } = await ended(id);
    expect(errorInformation?.code ?? null).toBe(expected.reason);
    expect(status).toBe(expected.canStart ? 'Succeeded' : 'Failed');
    if (!expected.canStart) return;
    await info(id);
    const spans = sandbox.state.codeDeploy.deployments[id]!.targets.map(({ events }) => ({
      from: events[0]!.startedAt!,
      to: events.at(-1)!.endedAt!,
    }));
    const starts = [...new Set(spans.map(({ from }) => from))].sort((a, b) => a - b);
    const waves = starts.map((start) => spans.filter(({ from }) => from === start).length);
    expect(waves).toEqual(sizes(expected));
    const away = Math.max(...starts.map((at) => spans.filter(({ from, to }) => from <= at && at < to).length));
    expect(count - away).toBe(expected.lowestHealthy);
  });
});
