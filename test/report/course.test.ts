// How a deployment went, from what each instance tells: batches, and how many were healthy meanwhile.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { courseOf, densityOf } from '../../src/deployments/course.ts';
import type { DescribedTarget } from '../../src/deployments/describe.ts';

const START = Date.UTC(2026, 0, 5);
const at = (second: number) => new Date(START + second * 1000).toISOString();

/** An instance with two events, from one second to another. */
function target(instance: string, from: number, to: number | null, status = 'Succeeded'): DescribedTarget {
  const middle = to === null ? null : (from + to) / 2;
  const event = (name: string, start: number, end: number | null) => ({
    name,
    status: end === null ? 'InProgress' : 'Succeeded',
    startedAt: at(start),
    endedAt: end === null ? null : at(end),
    error: null,
  });
  const events =
    middle === null || to === null
      ? [event('Install', from, null)]
      : [event('Install', from, middle), event('ValidateService', middle, to)];
  return { instance, label: null, status: to === null ? 'InProgress' : status, events };
}

test('one after the other: each is a batch, and one is away at a time', () => {
  const { batches, healthy, runs } = courseOf([target('a', 0, 10), target('b', 10, 20), target('c', 25, 30)]);
  expect(runs.map(({ batch }) => batch)).toEqual([1, 2, 3]);
  expect(batches.map(({ instances }) => instances)).toEqual([1, 1, 1]);
  expect(healthy).toMatchObject({ total: 3, lowest: 2 });
  expect(healthy?.points.at(-1)).toEqual({ at: at(30), healthy: 3 });
});

test('half at a time: who takes the place of one that has ended is in the next batch', () => {
  const { batches, healthy } = courseOf([
    target('a', 0, 10),
    target('b', 1, 12),
    target('c', 10, 22),
    target('d', 12, 21),
  ]);
  expect(batches).toEqual([
    { instances: 2, succeeded: 2, failed: 0, startedAt: at(0), endedAt: at(12) },
    { instances: 2, succeeded: 2, failed: 0, startedAt: at(10), endedAt: at(22) },
  ]);
  expect(healthy?.lowest).toBe(2);
});

test('who failed does not come back, who goes on has no end, and who was never begun is in no batch', () => {
  const never = { instance: 'z', label: null, status: 'Skipped', events: [] };
  const { batches, healthy, runs } = courseOf([never, target('a', 0, 10, 'Failed'), target('b', 10, null)]);
  expect(runs.map(({ instance, batch, endedAt }) => [instance, batch, endedAt])).toEqual([
    ['a', 1, at(10)],
    ['b', 2, null],
    ['z', null, null],
  ]);
  expect(batches.map(({ failed, endedAt }) => [failed, endedAt])).toEqual([
    [1, at(10)],
    [0, null],
  ]);
  expect(healthy?.points.map(({ healthy }) => healthy)).toEqual([2, 1]);
});

test('of blue/green, and of what was never begun, no count of healthy ones is told', () => {
  expect(courseOf([{ ...target('a', 0, 1), label: 'Green' }]).healthy).toBeNull();
  expect(courseOf([])).toEqual({ from: null, to: null, runs: [], batches: [], healthy: null });
});

const anyTarget = fc.record({
  from: fc.integer({ min: 0, max: 500 }),
  took: fc.option(fc.integer({ min: 2, max: 300 })),
  status: fc.constantFrom('Succeeded', 'Failed'),
});
const anyFleet = fc
  .array(anyTarget, { maxLength: 60 })
  .map((fleet) =>
    fleet.map(({ from, took, status }, index) =>
      target(`i-${index}`, from, took === null ? null : from + took, status),
    ),
  );

describe('whatever a fleet went through', () => {
  test('batches hold every instance that was begun once, in order', () => {
    fc.assert(
      fc.property(anyFleet, (fleet) => {
        const { batches, runs } = courseOf(fleet);
        expect(batches.reduce((sum, { instances }) => sum + instances, 0)).toBe(fleet.length);
        const starts = batches.map(({ startedAt }) => startedAt);
        expect(starts).toEqual([...starts].sort());
        const numbers = runs.map(({ batch }) => batch!);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      }),
    );
  });

  test('at every moment as many are healthy as are neither away nor failed', () => {
    fc.assert(
      fc.property(anyFleet, fc.integer({ min: 0, max: 800 }), (fleet, second) => {
        const { healthy, runs } = courseOf(fleet);
        const moment = at(second);
        const away = runs.filter(
          ({ startedAt, endedAt, status }) =>
            startedAt! <= moment && (endedAt === null || endedAt > moment || status === 'Failed'),
        );
        const told = healthy?.points.filter((point) => point.at <= moment).at(-1)?.healthy ?? fleet.length;
        expect(told).toBe(fleet.length - away.length);
      }),
    );
  });

  test('density counts no more than there are, and every event somewhere', () => {
    fc.assert(
      fc.property(anyFleet, (fleet) => {
        const density = densityOf(fleet, courseOf(fleet));
        for (const { counts } of density) {
          expect(Math.max(...counts)).toBeLessThanOrEqual(fleet.length);
          expect(Math.max(...counts)).toBeGreaterThan(0);
        }
        expect(new Set(density.map(({ event }) => event))).toEqual(
          new Set(fleet.flatMap(({ events }) => events.map(({ name }) => name))),
        );
      }),
    );
  });
});
