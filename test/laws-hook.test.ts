// Laws over the hook's commands: whatever write is the last before the process dies, running again ends in the same state.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ASG,
  asg,
  attachmentsSent,
  byHand,
  copyOf,
  deploymentGroup,
  edit,
  json,
  later,
  loseMembers,
  stateOf,
  walked,
  withLostRevision,
  writesOf,
} from './support/hook.ts';
import type { Bench, Ran } from './support/run.ts';

const STRAY = 'CodeDeploy-managed-automatic-launch-deployment-hook-shop-group-other';
const BESIDE = 'beside';

let book: Bench;
let stuck: Bench;
let limping: Bench;

beforeAll(async () => {
  book = await walked();
  // A second Auto Scaling group of the same deployment group: it must never be let go.
  await byHand(book, async (aws) => {
    const { LaunchTemplate, VPCZoneIdentifier } = (
      await aws.autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [ASG] })
    ).AutoScalingGroups![0]!;
    const { LaunchTemplateId, Version } = LaunchTemplate!;
    await aws.autoScaling.createAutoScalingGroup({
      AutoScalingGroupName: BESIDE,
      LaunchTemplate: { LaunchTemplateId, Version },
      MinSize: 0,
      MaxSize: 1,
      VPCZoneIdentifier,
    });
    await aws.codeDeploy.updateDeploymentGroup({
      applicationName: 'shop',
      currentDeploymentGroupName: 'shop-group',
      autoScalingGroups: [ASG, BESIDE],
    });
  });
  const failing = copyOf(book);
  edit(failing, ({ codeDeploy }) => {
    codeDeploy.groups['shop/shop-group']!.autoScalingGroups = codeDeploy.groups[
      'shop/shop-group'
    ]!.autoScalingGroups.filter(({ name }) => name === ASG);
  });
  await withLostRevision(failing);
  edit(failing, ({ codeDeploy }) => {
    codeDeploy.groups['shop/shop-group']!.autoScalingGroups = deploymentGroup(book).autoScalingGroups;
  });
  await byHand(failing, (aws) =>
    aws.autoScaling.updateAutoScalingGroup({
      AutoScalingGroupName: ASG,
      MinSize: 1,
      MaxSize: 3,
      DesiredCapacity: 2,
      HealthCheckType: 'ELB',
    }),
  );
  limping = copyOf(failing);
  await later(limping, 12);
  stuck = copyOf(failing);
  await loseMembers(stuck);
}, 120_000);

const suspend = ['asg', 'hook', 'suspend', ...json, '--accept-empty-instances'];
const restore = ['asg', 'hook', 'restore', ...json];
const repair = ['asg', 'hook', 'repair', ...json, '--confirm', STRAY];
const rescue = ['asg', 'rescue', ...json];
const rescueStray = [...rescue, '--confirm', STRAY];

/** From what the command starts, and the command. */
const commands: Record<string, [start: () => Promise<Bench>, command: string[]]> = {
  suspend: [async () => copyOf(book), suspend],
  restore: [
    async () => {
      const here = copyOf(book);
      await here.run(suspend);
      return here;
    },
    restore,
  ],
  'repair of a hook deleted by hand': [
    async () => {
      const here = copyOf(book);
      edit(here, ({ autoScaling }) => {
        autoScaling.groups[ASG]!.hooks = [];
      });
      return here;
    },
    repair,
  ],
  'repair of a hook that is another one': [
    async () => {
      const here = copyOf(book);
      edit(here, ({ autoScaling }) => {
        autoScaling.groups[ASG]!.hooks[0]!.name = STRAY;
      });
      return here;
    },
    repair,
  ],
  'rescue with nobody in service': [async () => copyOf(stuck), rescue],
  'rescue with somebody in service': [async () => copyOf(limping), rescue],
  'rescue with a hook of nobody, and nobody in service': [
    async () => {
      const here = copyOf(stuck);
      edit(here, ({ autoScaling }) => {
        const { hooks } = autoScaling.groups[ASG]!;
        hooks.push({ ...hooks[0]!, name: STRAY, metadata: 'gone' });
      });
      return here;
    },
    rescueStray,
  ],
  'rescue with another hook than its own, and somebody in service': [
    async () => {
      const here = copyOf(limping);
      edit(here, ({ autoScaling }) => {
        autoScaling.groups[ASG]!.hooks[0]!.name = STRAY;
      });
      return here;
    },
    rescueStray,
  ],
};

/** What must be the same at the end: no ids, no times. */
function normal(here: Bench) {
  const { min, max, desired, healthCheckType, suspended, hooks, tags, members } = asg(here);
  const group = deploymentGroup(here);
  const { hook } = group.autoScalingGroups.find(({ name }) => name === ASG) ?? {};
  return {
    sizes: { min, max, desired, healthCheckType, suspended },
    hooks: hooks.map(({ name, metadata }) => [name === hook, metadata === group.id]),
    tags: tags.map(({ key, value }) => [key, value.split(' ')[0]]),
    attached: group.autoScalingGroups.map(({ name }) => name).sort(),
    settings: group.settings,
    serving: members.filter(({ lifecycle }) => lifecycle === 'InService').length,
    deployments: Object.values(stateOf(here).codeDeploy.deployments)
      .filter(({ creator }) => creator === 'user')
      .map(({ status, description }) => [status, description]),
  };
}

class Killed extends Error {}

const kill = (here: Bench, command: string[], at: number, moment: 'before' | 'after') => {
  let dead = false;
  let written = 0;
  return here.run(command, {
    onCall: (call, now) => {
      if (call.write && now === 'before') written++;
      if (dead || (call.write && now === moment && written === at)) {
        dead = true;
        throw new Killed();
      }
    },
  });
};

const keepsTheOther = (ran: Ran) => attachmentsSent(ran.calls).every((sent) => sent?.includes(BESIDE));

describe.each(Object.entries(commands))('%s', (_, [start, command]) => {
  let writes: string[];
  let expected: ReturnType<typeof normal>;

  beforeAll(async () => {
    const whole = await start();
    const ran = await whole.run(command);
    expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
    expect(keepsTheOther(ran)).toBe(true);
    writes = writesOf(ran.calls);
    expected = normal(whole);
  }, 60_000);

  test('a second run writes nothing', async () => {
    const here = await start();
    await here.run(command);
    const again = await here.run(command);
    expect([again.exitCode, writesOf(again.calls)]).toEqual([0, []]);
  }, 60_000);

  test('killed before or after any write, running again ends the same', async () => {
    expect(writes.length).toBeGreaterThan(1);
    for (let at = 1; at <= writes.length; at++) {
      for (const moment of ['before', 'after'] as const) {
        const where = `killed ${moment} write ${at}, ${writes[at - 1]}`;
        const here = await start();
        const killed = await kill(here, command, at, moment);
        expect([where, killed.exitCode === 0]).toEqual([where, false]);
        const again = await here.run(command);
        expect([where, again.exitCode, again.envelope.error]).toEqual([where, 0, null]);
        expect([where, keepsTheOther(again)]).toEqual([where, true]);
        expect([where, normal(here)]).toEqual([where, expected]);
      }
    }
  }, 300_000);
});

describe.each([
  ['repair of a hook that is another one', repair],
  ['rescue with nobody in service', rescue],
  ['rescue with somebody in service', rescue],
  ['rescue with another hook than its own, and somebody in service', rescueStray],
])('%s, killed anywhere', (name, command) => {
  test('restore puts back hook and sizes, as they were', async () => {
    const [start] = commands[name]!;
    const { sizes, attached } = normal(await start());
    const whole = await start();
    const count = writesOf((await whole.run(command)).calls).length;
    for (let at = 1; at <= count; at++) {
      for (const moment of ['before', 'after'] as const) {
        const where = `killed ${moment} write ${at}`;
        const here = await start();
        await kill(here, command, at, moment);
        const restored = await here.run(restore);
        expect([where, restored.exitCode, restored.envelope.error]).toEqual([where, 0, null]);
        const after = normal(here);
        expect([where, after.sizes, after.attached, after.tags]).toEqual([where, sizes, attached, []]);
        // Without any, new instances would come up bare, silently.
        expect([where, after.hooks.length > 0]).toEqual([where, true]);
      }
    }
  }, 300_000);
});
