// Runs of every command, in accounts in which each has something to do: what they ask of AWS is what they must be allowed.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Names } from '../../src/aws/policies.ts';
import type { State } from '../../src/sandbox/state.ts';
import { noise } from '../bundle/support.ts';
import { actsNamed } from '../support/acts.ts';
import { again, BLUE, fleetOfTwo, GREEN, revision } from '../support/colours.ts';
import { edit, loseMembers, stateOf, walked, withLostRevision } from '../support/hook.ts';
import {
  type Bench,
  bench,
  example,
  initBook,
  initEmpty,
  type Ran,
  type RecordedCall,
  type RunOptions,
} from '../support/run.ts';
import { underWay } from '../support/shop.ts';
import { type Request, requestsOf } from './requests.ts';

/** Of one command: what its reads and its writes ask for. */
export interface Asked {
  reads: Asking[];
  writes: Asking[];
}

/** `names`: what is called otherwise than in most walks. */
export type Asking = Request & { names?: Partial<Names> };

/** `command` as it is named; it must end well, or as `expected` says. */
type Run = (
  here: Bench,
  command: string,
  args?: string[],
  options?: RunOptions & { expected?: number[]; names?: Partial<Names> },
) => Promise<Ran>;

const common = ['--sandbox', '--yes', '--output', 'json'];
const local = ['--source', 'local', '--directory', example];
const TAGS = ['Name=exercise-web'];
const NOBODY = '{"Version":"2012-10-17","Statement":[]}';

const FLEET = {
  asg: BLUE,
  twin: GREEN,
  twinTargetGroup: 'shop-target-green',
  bucket: 'shop-revisions',
};

const called =
  (run: Run, names: Partial<Names>): Run =>
  (here, command, args, options) =>
    run(here, command, args, { ...options, names });

const walks: Record<string, (run: Run) => Promise<void>> = {
  async 'an empty account'(run) {
    const here = bench();
    const answers = [...(await initEmpty(here)).slice(6), '--asg', 'exercise-group'];
    await run(here, 'init', ['--dry-run', ...answers]);
    const config = join(here.cwd, 'codedeploy-wizard.yml');
    writeFileSync(config, 'targets: asg\n');
    const [, image = ''] = answers;
    await run(here, 'roles');
    await run(here, 'ami', ['--image-id', image]);
    await run(here, 'template');
    await run(here, 'asg', ['--asg', 'exercise-group']);
    await run(here, 'app');
    await run(here, 'group');
    await run(here, 'deploy', ['--source', 'github', '--github-token-name', 'none']);
  },
  async 'instances found by tags: the way there'(asked) {
    const run = called(asked, { tags: TAGS });
    const here = bench();
    const tags = ['--targets', 'tags', '--tags', ...TAGS];
    await here.run(['sandbox', 'reset', '--project', 'shop']);
    await run(here, 'init', ['--dry-run', ...initBook.slice(1), ...tags]);
    for (const step of ['roles', 'app']) await run(here, step);
    await run(here, 'group', tags);
    await run(here, 'deploy', local);
    for (const command of ['status', 'doctor', 'logs']) await run(here, command, [], { expected: [0, 3] });
  },
  async 'the book, step by step, with what others have changed in between'(run) {
    const here = bench();
    await run(here, 'roles');
    await run(here, 'status');
    edit(here, ({ iam }) => {
      iam.roles['shop-codedeploy']!.trust = NOBODY;
      iam.roles['shop-ec2']!.attached.length = 0;
      iam.roles.other = { ...iam.roles['shop-ec2']!, name: 'other' };
      iam.profiles['shop-ec2']!.roles = ['other'];
      const policy = iam.policies['shop-ec2-s3']!;
      const [first] = policy.versions;
      policy.versions = [1, 2, 3, 4, 5].map((n) => ({ ...first!, id: `v${n}`, isDefault: n === 5, document: NOBODY }));
      policy.nextVersion = 6;
    });
    await run(here, 'roles');
    await run(here, 'ami', ['--clean-paths', '/var/www', '--confirm', '/var/www', ...local]);
    await run(here, 'template', ['--make-default']);
    await run(here, 'asg', ['--min-size', '1', '--max-size', '2', '--desired-capacity', '1', '--refresh']);
    await run(here, 'app');
    await run(here, 'group');
    await run(here, 'deploy', local);
    await run(here, 'group', ['--minimum-healthy', '50%']);
    await run(here, 'session-check', [], { expected: [0, 3] });
    await run(here, 'group', ['--alarms', 'none'], { expected: [6] });
    await run(here, 'init', initBook.slice(1));
    for (const kind of ['terraform', 'cloudformation', 'cli']) await run(here, `export ${kind}`);
    for (const step of ['roles', 'ami', 'template', 'asg', 'app', 'group', 'deploy']) await run(here, `${step} show`);
    await run(here, 'export policy');
    for (const kind of ['github-actions', 'gitlab', 'codebuild'])
      await run(here, `export ${kind}`, ['--directory', '.', '--repository', 'acme/shop']);
    await run(here, 'destroy', ['--confirm', 'shop', '--images']);
    edit(here, ({ autoScaling, ec2 }) => {
      for (const template of Object.values(ec2.templates)) template.defaultVersion = 1;
      const group = autoScaling.groups['exercise-group']!;
      Object.assign(group, { launchTemplate: { ...group.launchTemplate!, version: '1' }, min: 0, desired: 0 });
      for (const instance of Object.values(ec2.instances)) delete instance.profile;
      for (const { instanceId } of group.members) ec2.instances[instanceId]!.state = 'terminated';
      group.members = [];
    });
    await run(here, 'destroy', ['--confirm', 'shop', '--images']);
  },
  async 'what was made from nothing is taken away'(asked) {
    const here = bench();
    await here.run([...(await initEmpty(here)), '--minimum-healthy', '1']);
    await here.run(['asg', 'hook', 'suspend', ...common]);
    await called(asked, { asg: BLUE })(here, 'destroy', ['--confirm', 'shop']);
  },
  async 'two colours'(asked) {
    const run = called(asked, FLEET);
    const fleet = await fleetOfTwo();
    const agreed = ['--sandbox', 'fleet', '--confirm', 'shop'];
    edit(fleet, ({ autoScaling }) => {
      autoScaling.groups[BLUE]!.policies = [
        { PolicyName: 'shop-load', PolicyType: 'TargetTrackingScaling', TargetTrackingConfiguration: {} },
      ];
    });
    await run(again(fleet), 'bluegreen', [...agreed, ...revision('first'), '--keep', '1m', '--healthy-polls', '1']);
    await run(fleet, 'bluegreen', [...agreed, '--setup-only']);
    const made = again(fleet);
    edit(made, ({ autoScaling }) => {
      autoScaling.groups[GREEN]!.targetGroupArns = [];
    });
    await run(made, 'bluegreen', [...agreed, '--setup-only']);
    await run(made, 'destroy', agreed);
    const here = fleet;
    await run(here, 'bluegreen status');
    const first = [...agreed, ...revision('first'), '--healthy-polls', '1'];
    await run(here, 'bluegreen', [...first, '--no-wait']);
    const back = again(here);
    await run(back, 'bluegreen switch', [...agreed, '--to', 'blue']);
    await run(back, 'bluegreen abort', agreed);
    await run(back, 'bluegreen', [...first, '--no-wait', '--again']);
    await run(back, 'bluegreen abort', agreed);
    await run(here, 'bluegreen finish', [...agreed, '--now']);
    await run(here, 'bluegreen', [...agreed, ...revision('second'), '--keep', '1m', '--healthy-polls', '1']);
    await run(here, 'bluegreen status');
    await run(here, 'destroy', agreed);
  },
  async 'blue/green by CodeDeploy'(asked) {
    const run = called(asked, FLEET);
    const [waiting] = actsNamed('deploy continue');
    const here = await waiting!.start();
    const id = lastOf(here);
    await run(here, 'deploy continue', ['--confirm', id]);
    const fresh = bench();
    await fresh.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
    await run(fresh, 'roles', ['--sandbox', 'fleet', '--deployment-type', 'blue-green']);
    await run(fresh, 'group', ['--sandbox', 'fleet', '--deployment-type', 'blue-green']);
    edit(fresh, ({ s3 }) => {
      s3.buckets['shop-revisions']!.objects['shop/first.zip']![0]!.bundle = { files: ['readme.txt'] };
    });
    await run(fresh, 'deploy', ['--sandbox', 'fleet', ...revision('first')], { expected: [10] });
    await run(fresh, 'group leftovers');
    const [, left = ''] = Object.keys(stateOf(fresh).autoScaling.groups);
    await run(fresh, 'group leftovers', ['--remove', '--confirm', left]);
    await asked(bench(), 'roles', ['--deployment-type', 'blue-green']);
  },
  async 'a large folder'(run) {
    const here = bench();
    await run(here, 'app');
    const folder = join(here.home, 'large');
    cpSync(example, folder, { recursive: true });
    const large = () => writeFileSync(join(folder, 'noise'), noise(18 * 1024 ** 2));
    large();
    const push = (at: string, what: () => void, ...expected: number[]) =>
      run(here, 'deploy push', ['--directory', folder], {
        expected,
        onCall: ({ operation }, moment) => {
          if (operation === at && moment === 'before') what();
        },
      });
    const changes = () => writeFileSync(join(folder, 'noise'), 'other');
    await push('createMultipartUpload', changes, 3);
    large();
    const breaks = () => {
      throw Object.assign(new Error('The connection was reset.'), { name: 'ECONNRESET' });
    };
    await push('completeMultipartUpload', breaks, 5);
    await push('', () => {}, 0);
  },
  async 'instances found by tags: day by day'(asked) {
    const run = called(asked, { tags: TAGS });
    const { here, id } = await underWay(2);
    await run(here, 'deploy stop', ['--confirm', id]);
    const other = await underWay(2);
    other.here.release('Third release');
    await run(other.here, 'deploy', ['--source', 'github'], { expected: [12] });
    await run(other.here, 'deploy stop', ['--rollback', '--confirm', other.id]);
    for (const command of ['deploy list', 'deploy show', 'deploy report', 'deploy watch', 'logs', 'status', 'explain'])
      await run(here, command, command === 'explain' ? [id] : [], { expected: [0, 10] });
    await run(here, 'session-check', [], { expected: [0, 3] });
    edit(here, ({ codeDeploy }) => {
      codeDeploy.deployments[id]!.status = 'Failed';
    });
    await run(here, 'doctor', [], { expected: [0, 3] });
    await run(here, 'deploy rollback', ['--confirm', 'shop/shop-group'], { expected: [0, 2] });
  },
  async 'a group with an alarm and a configuration of its own'(run) {
    const here = await walked();
    edit(here, ({ cloudWatch, codeDeploy, now }) => {
      cloudWatch.alarms.busy = { name: 'busy', state: 'OK' };
      const minimumHealthyHosts = { type: 'FLEET_PERCENT' as const, value: 0 };
      codeDeploy.configs['shop-min-0pct'] = { name: 'shop-min-0pct', id: 'c', minimumHealthyHosts, createdAt: now };
      Object.assign(codeDeploy.groups['shop/shop-group']!.settings, {
        alarmConfiguration: { enabled: true, alarms: [{ name: 'busy' }] },
        deploymentConfigName: 'shop-min-0pct',
      });
    });
    await run(here, 'deploy', local);
    await run(here, 'deploy report');
  },
  async 'the hook'(run) {
    const here = await walked();
    for (const command of ['status', 'doctor', 'logs', 'deploy list', 'asg hook status', 'explain'])
      await run(here, command, command === 'explain' ? [lastOf(here)] : [], { expected: [0, 3] });
    await run(here, 'session-check', ['--keep-alive', '75s', '--longest-request', '30s'], { expected: [0, 3] });
    await run(here, 'session-check', ['--probe', 'http://127.0.0.1:9/', '--during', lastOf(here), '--rate', '100']);
    await run(here, 'asg hook suspend', ['--accept-empty-instances']);
    await run(here, 'asg hook restore');
    edit(here, ({ autoScaling }) => {
      autoScaling.groups['exercise-group']!.hooks.length = 0;
    });
    await run(here, 'asg hook repair');
    await withLostRevision(here);
    edit(here, ({ cloudWatch, codeDeploy }) => {
      cloudWatch.alarms.busy = { name: 'busy', state: 'OK' };
      const { settings } = codeDeploy.groups['shop/shop-group']!;
      settings.alarmConfiguration = { enabled: true, alarms: [{ name: 'busy' }] };
    });
    for (const command of ['status', 'doctor']) await run(here, command, [], { expected: [0, 3] });
    await loseMembers(here);
    await run(here, 'logs', [], { expected: [0, 3] });
    await run(here, 'asg rescue', [], { expected: [0, 3] });
  },
};

const lastOf = (here: Bench) => stateOf(here).codeDeploy.groups['shop/shop-group']!.lastAttempted!;

/** What was asked by each command, from all runs together. */
export async function recordAll(): Promise<Map<string, Asked>> {
  const asked = new Map<string, Asked>();
  for (const [name, walk] of Object.entries(walks)) {
    await walk(async (here, command, args = [], { expected = [0], names, ...options } = {}) => {
      const removing = new Map<RecordedCall, State>();
      const ran = await here.run([...command.split(' '), ...common, ...args], {
        ...options,
        onCall(call, moment, written) {
          // What is removed cannot be asked for its tags afterwards.
          if (moment === 'before' && /^(delete|deregister)/.test(call.operation))
            removing.set(call, structuredClone(call.state!));
          return options.onCall?.(call, moment, written);
        },
      });
      if (!expected.includes(ran.exitCode))
        throw new Error(`${name}: ${command} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
      const of = asked.get(command) ?? { reads: [], writes: [] };
      asked.set(command, of);
      const state = stateOf(here);
      for (const call of ran.calls)
        for (const request of requestsOf(call, removing.get(call) ?? state))
          (call.write ? of.writes : of.reads).push({ ...request, ...(names && { names }) });
      return ran;
    });
  }
  return asked;
}
