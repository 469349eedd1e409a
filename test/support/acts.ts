// Everything that writes, as command lines from an account in which they make sense. Steps join by being in their list.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '../../src/sandbox/state.ts';
import { steps } from '../../src/steps/index.ts';
import { fleetOfTwo } from './colours.ts';
import { ASG, byHand, edit, later, loseMembers, withLostRevision } from './hook.ts';
import { type Bench, bench, example, initBook, initEmpty, stateFile } from './run.ts';
import { shop, underWay } from './shop.ts';

export interface Act {
  name: string;
  /** An account of its own each time, the same each time. */
  start(): Promise<Bench>;
  command(here: Bench): string[];
  /** Whether the same command has nothing to do afterwards; a way back that was gone is not gone a second time. */
  settles: boolean;
}

const json = ['--sandbox', '--yes', '--output', 'json'];

/** The example outside any repository: what it says of its last commit must not change while tests run. */
const app = join(mkdtempSync(join(tmpdir(), 'cdw-app-')), 'app');
cpSync(example, app, { recursive: true });
const theBook = initBook.map((word) => (word === example ? app : word));

export const stateOf = (here: Bench) => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;

const built = new Map<string, Promise<Bench>>();

/** The same account, home and folder once more; what they come from is made once. */
async function copy(name: string, build: () => Promise<Bench>): Promise<Bench> {
  if (!built.has(name)) built.set(name, build());
  const { cwd, home } = await built.get(name)!;
  const here = bench();
  cpSync(cwd, here.cwd, { recursive: true });
  cpSync(home, here.home, { recursive: true });
  return here;
}

async function ran(here: Bench, command: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await here.run(command);
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${exitCode} ${stdout}${stderr}`);
}

const scenario = (name: string, answers = '') =>
  copy(`scenario ${name} ${answers}`, async () => {
    const here = bench();
    mkdirSync(here.cwd, { recursive: true });
    writeFileSync(join(here.cwd, 'codedeploy-wizard.yml'), answers);
    await ran(here, ['sandbox', 'reset', '--scenario', name, '--output', 'json']);
    return here;
  });

/** The book, as far as the steps before this one. */
const before = (count: number): Promise<Bench> =>
  count === 0
    ? scenario('book', `source: local\ndirectory: ${app}\n`)
    : copy(`before step ${count}`, async () => {
        const here = await before(count - 1);
        await ran(here, commandOf(steps[count - 1]!.name));
        return here;
      });

const commandOf = (step: string) => [step, ...json, ...(step === 'deploy' ? ['--if-changed'] : [])];

const walked = () =>
  copy('the whole book', async () => {
    const here = await scenario('book');
    await ran(here, theBook);
    return here;
  });

/** A second release that is lost from its bucket: every new member fails, while one serves. */
const limping = () =>
  copy('limping', async () => {
    const here = await walked();
    await withLostRevision(here);
    await byHand(here, (aws) =>
      aws.autoScaling.updateAutoScalingGroup({
        AutoScalingGroupName: ASG,
        MinSize: 1,
        MaxSize: 3,
        DesiredCapacity: 2,
        HealthCheckType: 'ELB',
      }),
    );
    await later(here, 12);
    return here;
  });

const stuck = () =>
  copy('stuck', async () => {
    const here = await limping();
    await loseMembers(here);
    return here;
  });

const suspend = ['asg', 'hook', 'suspend', ...json, '--accept-empty-instances'];
const STRAY = 'CodeDeploy-managed-automatic-launch-deployment-hook-shop-group-other';

const init: Act[] = [
  { name: 'init, the book', start: () => scenario('book'), command: () => theBook, settles: true },
  {
    name: 'init, single instances by tags',
    start: () => scenario('book'),
    command: () => [...theBook, '--targets', 'tags', '--tags', 'Name=exercise-web'],
    settles: true,
  },
  {
    name: 'init, an empty account',
    start: () =>
      copy('empty', async () => {
        const here = bench();
        const command = await initEmpty(here);
        writeFileSync(join(here.home, 'command.json'), JSON.stringify(command));
        return here;
      }),
    command: (here) => JSON.parse(readFileSync(join(here.home, 'command.json'), 'utf8')),
    settles: true,
  },
  {
    name: 'init, running instances replaced',
    start: () => scenario('book'),
    command: () => [...theBook, '--refresh', '--minimum-healthy', '0', '--make-default'],
    settles: true,
  },
];

const alone = steps.map(
  ({ name }, index): Act => ({
    name: `${name} by itself`,
    start: () => before(index),
    command: () => commandOf(name),
    settles: true,
  }),
);

const large = () =>
  copy('a large folder', async () => {
    const here = await before(steps.length - 1);
    const folder = join(here.cwd, 'app');
    cpSync(example, folder, { recursive: true });
    writeFileSync(join(folder, 'large.bin'), randomBytes(9 * 1024 ** 2));
    return here;
  });

/** A release on its way; the other commands are about it. */
const onItsWay = () => copy('on its way', async () => (await underWay(4)).here);

const twoReleases = () =>
  copy('two releases', async () => {
    const here = await shop();
    await ran(here, ['deploy', '--source', 'github', ...json]);
    here.release('Second release');
    await ran(here, ['deploy', '--source', 'github', ...json]);
    return here;
  });

/** Blue/green by a copy of the group, which waits for somebody before the traffic goes over. */
const waiting = () =>
  copy('waiting', async () => {
    const here = await scenario('fleet', 'project: shop\n');
    edit(here, ({ codeDeploy }) => {
      const group = codeDeploy.groups['shop/shop-group']!;
      Object.assign(group.settings, {
        deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        blueGreenDeploymentConfiguration: {
          deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
          greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
          terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
        },
      });
    });
    const key = ['--source', 's3', '--bucket', 'shop-revisions', '--key', 'shop/first.zip'];
    await ran(here, ['deploy', ...json, ...key, '--no-wait']);
    await later(here, 20);
    return here;
  });

const lastOf = (here: Bench) => stateOf(here).codeDeploy.groups['shop/shop-group']?.lastAttempted ?? '';

const deployments: Act[] = [
  {
    name: 'deploy push',
    start: () => before(steps.length - 1),
    command: () => ['deploy', 'push', ...json, '--directory', app],
    settles: true,
  },
  {
    name: 'deploy push, in parts',
    start: large,
    command: (here) => ['deploy', 'push', ...json, '--directory', join(here.cwd, 'app')],
    settles: true,
  },
  {
    name: 'deploy, after a first release',
    start: () =>
      copy('a second release', async () => {
        const here = await shop(2);
        await ran(here, ['deploy', '--source', 'github', ...json]);
        here.release('Second release');
        return here;
      }),
    command: () => ['deploy', '--source', 'github', '--if-changed', ...json],
    settles: true,
  },
  { name: 'deploy stop', start: onItsWay, command: (here) => ['deploy', 'stop', lastOf(here), ...json], settles: true },
  {
    name: 'deploy rollback of one under way',
    start: onItsWay,
    command: () => ['deploy', 'rollback', ...json],
    settles: false,
  },
  {
    name: 'deploy rollback afterwards',
    start: twoReleases,
    command: () => ['deploy', 'rollback', ...json],
    settles: false,
  },
  {
    name: 'deploy continue',
    start: waiting,
    command: (here) => ['deploy', 'continue', lastOf(here), ...json, '--confirm', lastOf(here)],
    settles: false,
  },
];

const hooks: Act[] = [
  { name: 'asg hook suspend', start: walked, command: () => suspend, settles: true },
  {
    name: 'asg hook restore',
    start: () =>
      copy('suspended', async () => {
        const here = await walked();
        await ran(here, suspend);
        return here;
      }),
    command: () => ['asg', 'hook', 'restore', ...json],
    settles: true,
  },
  {
    name: 'asg hook repair, deleted by hand',
    start: async () => {
      const here = await walked();
      edit(here, ({ autoScaling }) => {
        autoScaling.groups[ASG]!.hooks = [];
      });
      return here;
    },
    command: () => ['asg', 'hook', 'repair', ...json],
    settles: true,
  },
  {
    name: 'asg hook repair, another one',
    start: async () => {
      const here = await walked();
      edit(here, ({ autoScaling }) => {
        autoScaling.groups[ASG]!.hooks[0]!.name = STRAY;
      });
      return here;
    },
    command: () => ['asg', 'hook', 'repair', ...json, '--confirm', STRAY],
    settles: true,
  },
  { name: 'asg rescue, nobody in service', start: stuck, command: () => ['asg', 'rescue', ...json], settles: true },
  { name: 'asg rescue, somebody in service', start: limping, command: () => ['asg', 'rescue', ...json], settles: true },
];

const takenBack: Act[] = [
  {
    name: 'destroy, what init has made',
    start: () =>
      copy('made from nothing', async () => {
        const here = bench();
        await ran(here, await initEmpty(here));
        return here;
      }),
    command: () => ['destroy', ...json, '--confirm', 'shop'],
    settles: true,
  },
  {
    name: 'destroy, with a second colour',
    start: () =>
      copy('two colours', async () => {
        const here = await fleetOfTwo();
        await ran(here, ['bluegreen', '--setup-only', ...json, '--confirm', 'shop']);
        return here;
      }),
    command: () => ['destroy', ...json, '--confirm', 'shop'],
    settles: true,
  },
];

export const acts: readonly Act[] = [...init, ...alone, ...deployments, ...hooks, ...takenBack];

/** A part of them, by the beginning of their names: what takes long is run in several files side by side. */
export const actsNamed = (...beginnings: string[]) =>
  acts.filter(({ name }) => beginnings.some((beginning) => name.startsWith(beginning)));
