// Minimum healthy hosts: the numbers of CodeDeploy's own documentation, and what must hold for any fleet.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canSucceed, type Minimum, minimumHealthy, PREDEFINED, roomIn } from '../../src/deployments/healthy.ts';

const hosts = (value: number): Minimum => ({ type: 'HOST_COUNT', value });
const percent = (value: number): Minimum => ({ type: 'FLEET_PERCENT', value });
const { OneAtATime, HalfAtATime, AllAtOnce } = Object.fromEntries(
  Object.entries(PREDEFINED).map(([name, minimum]) => [name.split('.')[1], minimum]),
) as Record<'OneAtATime' | 'HalfAtATime' | 'AllAtOnce', Minimum>;

test.each<[string, Minimum, fleet: number, minimum: number, concurrency: number, canStart: boolean]>([
  ['one at a time', OneAtATime, 1, 0, 1, true],
  ['one at a time', OneAtATime, 9, 8, 1, true],
  ['half at a time', HalfAtATime, 9, 5, 4, true],
  ['half at a time', HalfAtATime, 2, 1, 1, true],
  ['half at a time', HalfAtATime, 1, 1, 0, false],
  ['all at once', AllAtOnce, 9, 0, 9, true],
  ['all at once', AllAtOnce, 1, 0, 1, true],
  ['95 %', percent(95), 10, 10, 0, false],
  ['95 %', percent(95), 20, 19, 1, true],
  ['33 %', percent(33), 3, 1, 2, true],
  ['1 %', percent(1), 1, 1, 0, false],
  ['0 %', percent(0), 1, 0, 1, true],
  ['one host', hosts(1), 1, 1, 0, false],
  ['one host', hosts(1), 2, 1, 1, true],
  ['no host', hosts(0), 3, 0, 3, true],
  ['more hosts than there are', hosts(5), 3, 5, 0, false],
  ['an empty fleet', AllAtOnce, 0, 0, 0, false],
])('%s of %j with %i instances: %i stay, %i at a time', (_, needed, fleet, minimum, concurrency, canStart) => {
  expect(roomIn(fleet, needed)).toEqual({ minimum, concurrency, canStart });
});

describe('with instances that are sure to fail', () => {
  test.each<[string, Minimum, fleet: number, failing: number, boolean]>([
    ['all at once needs one success', AllAtOnce, 9, 8, true],
    ['all at once needs one success', AllAtOnce, 9, 9, false],
    ['one at a time: the very last may fail', OneAtATime, 3, 1, true],
    ['one at a time: two never may', OneAtATime, 3, 2, false],
    ['half of nine need five', HalfAtATime, 9, 4, true],
    ['half of nine need five', HalfAtATime, 9, 5, false],
    ['what cannot start cannot succeed', percent(95), 10, 0, false],
  ])('%s', (_, needed, fleet, failing, can) => {
    expect(canSucceed(fleet, failing, needed)).toBe(can);
  });
});

const anyMinimum = fc.oneof(
  fc.record({ type: fc.constant('HOST_COUNT' as const), value: fc.nat(20_000) }),
  fc.record({ type: fc.constant('FLEET_PERCENT' as const), value: fc.integer({ min: 0, max: 99 }) }),
  fc.record({ type: fc.constant('MOST_CONCURRENCY' as const), value: fc.integer({ min: 1, max: 20_000 }) }),
);

test('any fleet: who stays and who is away are the fleet, and a part of it is never less than asked', () => {
  fc.assert(
    fc.property(anyMinimum, fc.nat(10_000), (needed, fleet) => {
      const { minimum, concurrency, canStart } = roomIn(fleet, needed);
      expect(canStart).toBe(concurrency > 0);
      if (canStart) expect(minimum + concurrency).toBe(fleet);
      if (needed.type === 'FLEET_PERCENT') {
        expect(minimum * 100).toBeGreaterThanOrEqual(fleet * needed.value);
        expect((minimum - 1) * 100).toBeLessThan(Math.max(1, fleet * needed.value));
      }
      expect(minimumHealthy(needed, fleet)).toBe(minimum);
    }),
  );
});

test('a further failure never helps', () => {
  fc.assert(
    fc.property(anyMinimum, fc.nat(1_000), fc.nat(1_000), (needed, fleet, failing) => {
      if (canSucceed(fleet, failing + 1, needed)) expect(canSucceed(fleet, failing, needed)).toBe(true);
    }),
  );
});
