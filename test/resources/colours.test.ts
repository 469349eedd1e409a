// What a release is made of: how traffic is divided, what it waits for, and what it remembers.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Place } from '../../src/aws/place.ts';
import { activeSide, type Colours, readForwards, shareOf } from '../../src/deployments/colours.ts';
import type { Line } from '../../src/engine/resource.ts';
import { healthy, kept, keptUntil, steady } from '../../src/resources/fleet-health.ts';
import { notOlder } from '../../src/resources/fleet-size.ts';
import { PROCESSES } from '../../src/resources/processes.ts';
import { noteOn, releaseNote } from '../../src/resources/release-note.ts';
import { weights } from '../../src/resources/weights.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { place as nowhere, progress } from './support.ts';

const region = 'ap-northeast-2';
const colours: Colours = {
  project: 'shop',
  application: 'shop',
  blue: { colour: 'blue', asg: 'shop-asg', targetGroup: 'shop-target', group: 'shop-group-blue' },
  green: { colour: 'green', asg: 'shop-asg-green', targetGroup: 'green', group: 'shop-group-green' },
};
const { blue, green } = colours;
let sandbox: Sandbox;
let place: Place;

beforeEach(async () => {
  const store = memoryStore(scenarios.fleet(region, 2));
  sandbox = createSandbox({ scenario: 'fleet', region, cwd: '/', store, throttling: false });
  const clock = { now: sandbox.now, sleep: sandbox.sleep };
  place = { ...nowhere, region, aws: connect({ region, sandbox }), clock };
  const [{ vpcId } = { vpcId: '' }] = Object.values(sandbox.state.elb.targetGroups);
  for (const Name of ['green', 'third'])
    await place.aws.elb.createTargetGroup({ Name, Protocol: 'HTTP', Port: 80, VpcId: vpcId });
});

const arnOf = (name: string) => Object.values(sandbox.state.elb.targetGroups).find((group) => group.name === name)!.arn;

/** The one listener forwards so. */
async function forwards(...targets: [name: string, weight: number][]) {
  const listener = Object.values(sandbox.state.elb.loadBalancers)[0]!.listeners[0]!;
  listener.actions[0]!.ForwardConfig!.TargetGroups = targets.map(([name, Weight]) => ({
    TargetGroupArn: arnOf(name),
    Weight,
  }));
  return readForwards(place, colours);
}

describe('weights', () => {
  it('are those of a hundred where the two are alone', async () => {
    const [forward] = await forwards(['shop-target', 1]);
    expect(weights(place, forward!, { from: blue, to: green, share: 10 }).spec).toEqual({
      weights: { 'shop-target': 90, green: 10 },
    });
  });

  it('leave others what they have, and share what the two had together', async () => {
    const [forward] = await forwards(['shop-target', 40], ['third', 60]);
    expect(weights(place, forward!, { from: blue, to: green, share: 25 }).spec).toEqual({
      weights: { 'shop-target': 30, green: 10, third: 60 },
    });
  });

  it('are never given to a target group without a healthy target', async () => {
    const [forward] = await forwards(['shop-target', 100], ['green', 0]);
    const resource = weights(place, forward!, { from: blue, to: green, share: 100 });
    const found = await resource.read();
    await expect(resource.update?.(found!, progress, [])).rejects.toMatchObject({ code: 'noHealthyTargets' });
    expect(sandbox.calls.filter(({ operation }) => operation === 'modifyListener')).toEqual([]);
  });

  it('say who is active, and nobody where both have some', async () => {
    expect(activeSide(await forwards(['shop-target', 1]), colours)).toBe(blue);
    expect(activeSide(await forwards(['shop-target', 0], ['green', 7]), colours)).toBe(green);
    expect(activeSide(await forwards(['shop-target', 5], ['green', 5]), colours)).toBeUndefined();
    expect(activeSide([], colours)).toBeUndefined();
  });

  it('whatever they were, the share is what was wanted, there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (share) => {
        const forward = {
          kind: 'elb.listener' as const,
          arn: 'l',
          name: 'l',
          actions: [{ Type: 'forward' as const, TargetGroupArn: ':targetgroup/shop-target/1' }],
        };
        const { weights: given } = weights(place, forward, { from: blue, to: green, share }).spec as {
          weights: Record<string, number>;
        };
        const actions = [
          {
            Type: 'forward' as const,
            ForwardConfig: {
              TargetGroups: Object.entries(given).map(([name, Weight]) => ({
                TargetGroupArn: `:targetgroup/${name}/1`,
                Weight,
              })),
            },
          },
        ];
        expect(shareOf({ actions }, blue, green)).toBe(share);
      }),
    );
  });
});

describe('waiting', () => {
  const looks = async (resource: ReturnType<typeof healthy>, count: number) => {
    const said: (Line | undefined)[] = [];
    for (let i = 0; i < count; i++) {
      said.push((await resource.waiting?.({}, progress)) as Line | undefined);
      await sandbox.sleep(5_000);
    }
    return said.map((line) => line?.key ?? 'done');
  };

  it('until all are healthy so many times in a row; one that fails begins it anew', async () => {
    const resource = healthy(place, blue, { polls: 3 });
    expect(await looks(resource, 2)).toEqual(['waitHealthy', 'waitHealthy']);
    const targets = sandbox.state.elb.targetGroups[arnOf('shop-target')]!.targets;
    const [first] = Object.values(targets);
    first!.failing = true;
    expect(await looks(resource, 1)).toEqual(['waitHealthy']);
    first!.failing = false;
    expect(await looks(resource, 3)).toEqual(['waitHealthy', 'waitHealthy', 'done']);
  });

  it('until a page answers; after three refusals it is given up', async () => {
    let status = 500;
    const server = createServer((_, response) => void response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const smoke = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const mends = healthy(place, blue, { polls: 1, smoke });
      expect(await looks(mends, 1)).toEqual(['waitSmoke']);
      status = 302;
      expect(await looks(mends, 1)).toEqual(['done']);
      status = 503;
      const broken = healthy(place, blue, { polls: 1, smoke });
      await expect(looks(broken, 3)).rejects.toMatchObject({ code: 'smokeFailed', data: { problem: 'HTTP 503' } });
    } finally {
      server.close();
    }
  });

  it('under new traffic: ends after the pause, and at the first target too many that is unhealthy', async () => {
    const limits = { max5xx: 5, maxUnhealthy: 0 };
    expect(await looks(steady(place, blue, { pause: 14_000, limits }), 4)).toEqual([
      'waitSteady',
      'waitSteady',
      'done',
      'done',
    ]);
    Object.values(sandbox.state.elb.targetGroups[arnOf('shop-target')]!.targets)[0]!.failing = true;
    await expect(looks(steady(place, blue, { pause: 0, limits }), 1)).rejects.toMatchObject({ code: 'shiftUnhealthy' });
    expect(await looks(steady(place, blue, { pause: 0, limits: { ...limits, maxUnhealthy: 1 } }), 1)).toEqual(['done']);
  });

  it('for the way back: its time, then two minutes without requests', async () => {
    await forwards(['shop-target', 0], ['green', 100]);
    const moved = Math.floor(sandbox.now() / 1_000);
    const resource = kept(
      place,
      blue,
      async () => ({ moved, keep: 300, sticky: 0 }),
      () => 'finish',
    );
    expect(await looks(resource, 1)).toEqual(['waitKept']);
    await sandbox.sleep(300_000);
    expect(await looks(resource, 1)).toEqual(['done']);
    await forwards(['shop-target', 1], ['green', 99]);
    expect(await looks(resource, 1)).toEqual(['waitDrained']);
    expect(keptUntil({ moved: 10, keep: 5, sticky: 60 })).toBe(70_000);
  });
});

describe('what is remembered', () => {
  const size = fc.nat({ max: 10_000 });
  const before = fc.record({ min: size, max: size, desired: size, suspended: fc.subarray([...PROCESSES]) });

  it('comes back as it was, in a tag that AWS takes', async () => {
    await fc.assert(
      fc.asyncProperty(before, before, fc.nat(), fc.nat({ max: 604_800 }), async (old, coming, since, keep) => {
        const note = { old, new: coming, since, keep };
        await releaseNote(place, 'shop-asg', { note, moved: false }).update?.({ release: null }, progress, []);
        const { AutoScalingGroups } = await place.aws.autoScaling.describeAutoScalingGroups({
          AutoScalingGroupNames: ['shop-asg'],
        });
        const [group] = AutoScalingGroups ?? [];
        expect(noteOn(group)).toEqual(note);
        for (const { Value = '' } of group?.Tags ?? []) expect(Value.length).toBeLessThanOrEqual(256);
      }),
      { numRuns: 20 },
    );
  });
});

it.each([
  ['lt-1:1', 'lt-1:2', 'lt-1:2'],
  ['lt-1:3', 'lt-1:2', 'lt-1:3'],
  ['lt-1:$Latest', 'lt-1:2', 'lt-1:$Latest'],
  ['lt-1:1', 'lt-2:2', 'lt-1:1'],
  [undefined, 'lt-1:2', undefined],
])('%s beside %s launches %s', (present, other, wanted) => {
  expect(notOlder(present, other)).toBe(wanted);
});
