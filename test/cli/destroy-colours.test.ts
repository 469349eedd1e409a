// `destroy` after `bluegreen`: the second colour goes and the listener is as it was, but nothing that serves is touched.
import { beforeAll, expect, test } from 'vitest';
import type { Left } from '../../src/resources/removal.ts';
import { again, BLUE, fleetOfTwo, GREEN, json, release, standingOf, weightsNow } from '../support/colours.ts';
import { edit, stateOf, writesOf } from '../support/hook.ts';
import type { Bench, Ran } from '../support/run.ts';

const destroy = ['destroy', '--sandbox', 'fleet', '--confirm', 'shop', '--output', 'json'];
const whys = ({ envelope }: Ran) =>
  (envelope.data as { left: Left[] }).left.map(({ kind, name, why, users }) =>
    `${kind} ${name} ${why} ${users.map((user) => user.name).join(' ')}`.trim(),
  );
const gone = ({ envelope }: Ran) => envelope.changes.map(({ verb, kind, name }) => `${verb} ${kind} ${name}`);
const targetGroupsOf = (here: Bench) => Object.values(stateOf(here).elb.targetGroups).map(({ name }) => name);
const loadBalancersOf = (here: Bench) => stateOf(here).elb.loadBalancers;

let fresh: Bench;
let idle: Bench;

beforeAll(async () => {
  fresh = await fleetOfTwo();
  idle = again(fresh);
  const ran = await idle.run(['bluegreen', '--setup-only', ...json]);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  expect(weightsNow(stateOf(idle))[0]).toEqual({ 'shop-target': 100, 'shop-target-green': 0 });
}, 120_000);

test('a second colour that serves nobody goes, and listener and rule name the first one alone', async () => {
  const here = again(idle);
  const ran = await here.run(destroy);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  expect(gone(ran)).toEqual(
    expect.arrayContaining([`remove autoscaling.group ${GREEN}`, 'remove elb.target-group shop-target-green']),
  );
  expect(targetGroupsOf(here)).toEqual(targetGroupsOf(fresh));
  expect(weightsNow(stateOf(here)).map((weights) => Object.keys(weights))).toEqual([['shop-target'], ['shop-target']]);
  // What the rule did before it forwards is still there.
  expect(JSON.stringify(loadBalancersOf(here))).toContain('authenticate-oidc');
  const second = await here.run(destroy);
  expect([second.exitCode, second.envelope.changes, writesOf(second.calls)]).toEqual([0, [], []]);
});

test('whoever runs it while green has the traffic loses no server that serves', async () => {
  const here = again(fresh);
  expect((await here.run(release('first', '--keep', '1m', '--healthy-polls', '2'))).exitCode).toBe(0);
  const before = standingOf(here);
  const ran = await here.run(destroy);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  const after = standingOf(here);
  expect([after.weights, after.groups[GREEN]]).toEqual([before.weights, before.groups[GREEN]]);
  expect(whys(ran)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^autoscaling\.group shop-asg-green inUse \S+:\d+ \S+\/10$/),
      expect.stringMatching(/^elb\.target-group shop-target-green inUse \S+:\d+ \S+\/10 shop-asg-green$/),
    ]),
  );
}, 60_000);

test('whoever runs it while green has the traffic keeps the way back to his own blue', async () => {
  const here = again(idle);
  const weigh = (blue: number) =>
    edit(here, ({ autoScaling, elb }) => {
      const owner = { 'codedeploy-wizard:project': 'shop', 'codedeploy-wizard:step': 'asg' };
      autoScaling.groups[BLUE]!.tags = Object.entries(owner).map(([key, value]) => ({ key, value, propagate: false }));
      for (const { listeners } of Object.values(elb.loadBalancers))
        for (const { actions, rules = [] } of listeners)
          for (const { ForwardConfig } of [actions, ...rules.map((rule) => rule.actions)].flat())
            for (const share of ForwardConfig?.TargetGroups ?? [])
              share.Weight = share.TargetGroupArn.includes('-green/') ? 100 - blue : blue;
    });
  weigh(0);
  const kept = await here.run(destroy);
  expect(whys(kept)).toContain(`autoscaling.group ${BLUE} inUse ${GREEN}`);
  expect(Object.keys(stateOf(here).autoScaling.groups)).toEqual(expect.arrayContaining([BLUE, GREEN]));
  weigh(100);
  const ran = await here.run(destroy);
  expect([ran.exitCode, Object.keys(stateOf(here).autoScaling.groups)]).toEqual([0, []]);
});

test('a release that has not moved yet keeps its second colour', async () => {
  const here = again(idle);
  edit(here, ({ autoScaling }) => {
    const key = 'codedeploy-wizard:release';
    autoScaling.groups['shop-asg']!.tags.push({ key, value: '1/4/2 - 0/4/0 - 1767571200 1800', propagate: false });
  });
  const ran = await here.run(destroy);
  expect(whys(ran)).toContain('autoscaling.group shop-asg-green inUse shop-asg');
  expect(Object.keys(stateOf(here).autoScaling.groups)).toContain(GREEN);
  expect(targetGroupsOf(here)).toContain('shop-target-green');
});

test('the target group of somebody else stays, though it has that name', async () => {
  const here = again(idle);
  edit(here, ({ elb }) => {
    for (const group of Object.values(elb.targetGroups)) group.tags = [];
  });
  const before = loadBalancersOf(here);
  expect((await here.run(destroy)).exitCode).toBe(0);
  expect([targetGroupsOf(here), loadBalancersOf(here)]).toEqual([targetGroupsOf(idle), before]);
});
