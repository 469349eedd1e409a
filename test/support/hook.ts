// An account in which the book has been walked, whose time can be moved and in which things can be done by hand.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import type { State } from '../../src/sandbox/state.ts';
import { fileStore } from '../../src/sandbox/store.ts';
import { type Bench, bench, example, initBook, type RecordedCall, stateFile } from './run.ts';

export const ASG = 'exercise-group';
export const json = ['--sandbox', '--yes', '--output', 'json'];

export const stateOf = (here: Bench) => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;

/** Changes what no operation can: the inside of the account. */
export function edit(here: Bench, change: (state: State) => void): void {
  const state = stateOf(here);
  change(state);
  writeFileSync(stateFile(here), JSON.stringify(state));
}

const opened = (here: Bench) =>
  createSandbox({
    scenario: 'book',
    region: 'ap-northeast-2',
    cwd: here.cwd,
    store: fileStore(stateFile(here)),
    throttling: false,
  });

/** Lets time go by. */
export async function later(here: Bench, minutes: number): Promise<void> {
  const sandbox = opened(here);
  await sandbox.sleep(minutes * 60_000);
  sandbox.save();
}

/** Does something by hand, as somebody in the console would. */
export async function byHand(here: Bench, act: (aws: Aws) => Promise<unknown>): Promise<void> {
  const sandbox = opened(here);
  await act(connect({ region: 'ap-northeast-2', sandbox }));
  sandbox.save();
}

/** The same account, config file and folder once more. */
export function copyOf(here: Bench): Bench {
  const copy = bench();
  for (const [from, to] of [
    [stateFile(here), stateFile(copy)],
    [join(here.cwd, 'codedeploy-wizard.yml'), join(copy.cwd, 'codedeploy-wizard.yml')],
  ] as const) {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  return copy;
}

/** After the book: one instance in service with the first revision, a healthy hook. */
export async function walked(): Promise<Bench> {
  const here = bench();
  const ran = await here.run(initBook);
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
  return here;
}

/** A second revision is deployed, then lost from its bucket: from now on every new instance fails its deployment. */
export async function withLostRevision(here: Bench): Promise<void> {
  const app = join(here.home, 'second');
  cpSync(example, app, { recursive: true });
  writeFileSync(join(app, 'second.txt'), 'second');
  const ran = await here.run(['deploy', ...json, '--source', 'local', '--directory', app]);
  if (ran.exitCode !== 0) throw new Error(ran.stdout);
  edit(here, ({ s3 }) => {
    const { objects } = s3.buckets['exercise-revisions']!;
    const [key = ''] = Object.keys(objects).slice(-1);
    delete objects[key];
  });
}

/** Every member is lost, and its successors fail one after the other. */
export async function loseMembers(here: Bench): Promise<void> {
  edit(here, ({ ec2, autoScaling, now }) => {
    for (const { instanceId } of autoScaling.groups[ASG]!.members)
      Object.assign(ec2.instances[instanceId]!, { state: 'shutting-down', since: now });
  });
  await later(here, 12);
}

export const writesOf = (calls: RecordedCall[]) =>
  calls.filter(({ write }) => write).map(({ service, operation }) => `${service}.${operation}`);

export const attachmentsSent = (calls: RecordedCall[]) =>
  calls
    .filter(({ operation }) => operation === 'updateDeploymentGroup')
    .map(({ input }) => (input as { autoScalingGroups?: string[] }).autoScalingGroups);

export const asg = (here: Bench, name = ASG) => stateOf(here).autoScaling.groups[name]!;
export const deploymentGroup = (here: Bench, key = 'shop/shop-group') => stateOf(here).codeDeploy.groups[key]!;
