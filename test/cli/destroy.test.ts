// `destroy`, as whole command lines: what we made goes, what is in use or not ours stays and is told with why.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Left } from '../../src/resources/removal.ts';
import type { State } from '../../src/sandbox/state.ts';
import { type Bench, bench, initBook, initEmpty, type Ran, stateFile } from '../support/run.ts';
import { validates } from '../support/schema.ts';

const stateOf = (here: Bench) => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;
const destroy = ['destroy', '--sandbox', '--confirm', 'shop', '--output', 'json'];
const leftOf = ({ envelope }: Ran) => (envelope.data as { left: Left[] }).left;
const whys = (ran: Ran) => leftOf(ran).map(({ kind, name, why }) => `${kind} ${name} ${why}`);
const kinds = ({ envelope }: Ran) => envelope.changes.map(({ verb, kind }) => `${verb} ${kind}`);

/** Everything that somebody made, by its path, but for what time alone moves. */
function things({ iam, ec2, autoScaling, codeDeploy, s3 }: State): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const add = (kind: string, record: Record<string, object>) => {
    for (const [key, value] of Object.entries(record)) found[`${kind} ${key}`] = value;
  };
  add('role', iam.roles);
  add('policy', iam.policies);
  add('profile', iam.profiles);
  add('template', ec2.templates);
  add('image', ec2.images);
  add('snapshot', ec2.snapshots);
  add('application', codeDeploy.applications);
  add('config', codeDeploy.configs);
  add('group', codeDeploy.groups);
  for (const { name, min, max, desired, launchTemplate, tags, hooks } of Object.values(autoScaling.groups))
    found[`asg ${name}`] = { min, max, desired, launchTemplate, tags, hooks: hooks.map((hook) => hook.name) };
  for (const { id, state, profile } of Object.values(ec2.instances))
    if (state !== 'terminated' && state !== 'shutting-down') found[`instance ${id}`] = { profile: profile?.name };
  add('bucket', s3.buckets);
  return found;
}

const isOurs = (thing: unknown) => JSON.stringify(thing).includes('"codedeploy-wizard:project"');

/** A copy of a bench, so that a walk that takes long is walked once. */
function copied(original: Bench): Bench {
  const here = bench();
  mkdirSync(here.cwd, { recursive: true });
  cpSync(original.cwd, here.cwd, { recursive: true });
  cpSync(original.home, here.home, { recursive: true });
  return here;
}

function change(here: Bench, how: (state: State) => void): void {
  const state = stateOf(here);
  how(state);
  writeFileSync(stateFile(here), JSON.stringify(state));
}

let walked: Bench;
let before: State;
let book: Bench;

beforeAll(async () => {
  walked = bench();
  const init = await initEmpty(walked);
  before = stateOf(walked);
  expect((await walked.run([...init, '--minimum-healthy', '1'])).exitCode).toBe(0);
  book = bench();
  expect((await book.run(initBook)).exitCode).toBe(0);
}, 120_000);

describe('an account that was empty', () => {
  test('is empty again, and a second run does nothing', async () => {
    const here = copied(walked);
    const ran = await here.run(destroy);
    expect([ran.exitCode, whys(ran)]).toEqual([0, []]);
    expect(kinds(ran)).toEqual([
      'remove codedeploy.group',
      'remove codedeploy.config',
      'remove codedeploy.application',
      'remove autoscaling.group',
      'remove ec2.launch-template',
      'remove iam.instance-profile',
      'remove iam.role',
      'remove iam.role',
      'remove iam.policy',
    ]);
    validates('destroy', ran);
    expect(things(stateOf(here))).toEqual(things(before));
    const again = await here.run(destroy);
    expect([again.exitCode, again.envelope.changes, again.calls.filter(({ write }) => write)]).toEqual([0, [], []]);
  });

  test('a dry run writes nothing, and says by its exit code that there is something to do', async () => {
    const here = copied(walked);
    const ran = await here.run(['destroy', '--sandbox', '--dry-run', '--exit-code', '--output', 'json']);
    expect([ran.exitCode, ran.calls.filter(({ write }) => write)]).toEqual([7, []]);
    expect(ran.envelope.changes).toHaveLength(9);
  });

  test('without the project’s name nothing goes, whatever --yes says', async () => {
    const here = copied(walked);
    for (const consent of [['--yes'], ['--confirm', 'shop-ec2']]) {
      const ran = await here.run(['destroy', '--sandbox', ...consent, '--output', 'json']);
      expect([ran.exitCode, ran.envelope.error?.code]).toEqual([2, 'confirmationMissing']);
      expect(ran.calls.filter(({ write }) => write)).toEqual([]);
    }
  });

  test('only the steps that are named; what they leave needs stays', async () => {
    const here = copied(walked);
    const app = await here.run([...destroy, 'app']);
    expect([app.exitCode, kinds(app), whys(app)]).toEqual([0, [], ['codedeploy.application shop inUse']]);
    const both = await here.run([...destroy, 'app', 'group']);
    expect(kinds(both)).toEqual([
      'remove codedeploy.group',
      'remove codedeploy.config',
      'remove codedeploy.application',
    ]);
    const other = await here.run([...destroy, 'everything']);
    expect(other.exitCode).toBe(2);
  });

  test('a deployment that is active is not cut off', async () => {
    const here = copied(walked);
    const deploys = ['deploy', '--sandbox', '--yes', '--source', 'github', '--no-wait', '--output', 'json'];
    expect((await here.run(deploys)).exitCode).toBe(0);
    const ran = await here.run(destroy);
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([12, 'busy']);
    expect(ran.calls.filter(({ write }) => write)).toEqual([]);
  });

  test('a hook that was suspended leaves no memory of it behind', async () => {
    const here = copied(walked);
    const suspended = await here.run(['asg', 'hook', 'suspend', '--sandbox', '--yes', '--output', 'json']);
    expect(suspended.exitCode).toBe(0);
    const ran = await here.run([...destroy, 'group']);
    expect([ran.exitCode, ran.envelope.changes.length]).toEqual([0, 2]);
    expect(stateOf(here).autoScaling.groups['shop-asg']?.tags.map(({ key }) => key)).not.toContain(
      'codedeploy-wizard:hook-suspended',
    );
  });

  class Killed extends Error {}

  // Killed before a write is killed after the one before it.
  test('killed between any two writes, a second run ends the same', async () => {
    const writes = (await copied(walked).run(destroy)).calls.filter(({ write }) => write).length;
    expect(writes).toBeGreaterThan(10);
    for (let at = 1; at <= writes; at++) {
      const here = copied(walked);
      let dead = false;
      await here.run(destroy, {
        onCall: (call, now, written) => {
          if (dead || (call.write && now === 'after' && written === at)) {
            dead = true;
            throw new Killed();
          }
        },
      });
      const again = await here.run(destroy);
      const where = `killed after write ${at} of ${writes}`;
      expect([where, dead, again.exitCode, whys(again)]).toEqual([where, true, 0, []]);
      expect([where, things(stateOf(here))]).toEqual([where, things(before)]);
    }
  }, 240_000);
});

describe('what somebody else has made', () => {
  const tagless = { tags: [] };
  /** What others may do to the account, each by itself. */
  const deeds: Record<string, (state: State) => void> = {
    'an instance with our profile': (state) => {
      const [member] = Object.values(state.ec2.instances).filter(({ state }) => state === 'running');
      state.ec2.instances['i-0feedfeedfeedfeed'] = { ...member!, id: 'i-0feedfeedfeedfeed', tags: [] };
    },
    'a role with our policy': ({ iam }) => {
      const attached = [`arn:aws:iam::000000000000:policy/shop-ec2-s3`];
      iam.roles.other = { ...iam.roles['shop-ec2']!, name: 'other', id: 'AROAOTHER', attached, ...tagless };
    },
    'a role bounded by our policy': ({ iam }) => {
      const permissionsBoundary = 'arn:aws:iam::000000000000:policy/shop-ec2-s3';
      const others = { attached: [], ...tagless, permissionsBoundary };
      iam.roles.bound = { ...iam.roles['shop-ec2']!, name: 'bound', id: 'AROABOUND', ...others };
    },
    'a profile with our role': ({ iam }) => {
      iam.profiles.other = { ...iam.profiles['shop-ec2']!, name: 'other', id: 'AIPAOTHER', ...tagless };
    },
    'a group in our application': ({ codeDeploy }) => {
      const group = codeDeploy.groups['shop/shop-group']!;
      const settings = { ...group.settings, deploymentConfigName: 'CodeDeployDefault.OneAtATime' };
      const others = { id: 'other', name: 'other', autoScalingGroups: [], settings, ...tagless };
      codeDeploy.groups['shop/other'] = { ...group, ...others };
    },
    'an application whose group uses our role, configuration and Auto Scaling group': ({ codeDeploy }) => {
      const group = codeDeploy.groups['shop/shop-group']!;
      codeDeploy.applications.blog = { ...codeDeploy.applications.shop!, name: 'blog', id: 'blog', ...tagless };
      const others = { id: 'blog-group', application: 'blog', name: 'blog', ...tagless };
      codeDeploy.groups['blog/blog'] = { ...group, ...others, autoScalingGroups: [{ name: 'shop-asg' }] };
    },
    'an Auto Scaling group on our template': ({ autoScaling }) => {
      const { launchTemplate, ...group } = autoScaling.groups['shop-asg']!;
      const source = { ...launchTemplate!, version: '$Latest' };
      const empty = { min: 0, desired: 0, members: [], hooks: [] };
      autoScaling.groups.other = { ...group, name: 'other', launchTemplate: source, ...empty, ...tagless };
    },
    'tags taken off our role': ({ iam }) => {
      iam.roles['shop-codedeploy']!.tags = [];
    },
    'the tags of another project on our template': ({ ec2 }) => {
      const [template] = Object.values(ec2.templates);
      template!.tags = [{ key: 'codedeploy-wizard:project', value: 'blog' }];
    },
    'a configuration of a name like ours': ({ codeDeploy }) => {
      const [config] = Object.values(codeDeploy.configs);
      const minimumHealthyHosts = { type: 'HOST_COUNT' as const, value: 3 };
      codeDeploy.configs['shop-min-2'] = { ...config!, name: 'shop-min-2', id: 'c', minimumHealthyHosts };
    },
  };

  const tagOfOurs = (thing: unknown) => JSON.stringify(thing).includes('"codedeploy-wizard:project","value":"shop"');

  test('is untouched, and keeps what it uses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(Object.keys(deeds)), async (chosen) => {
        const here = copied(walked);
        change(here, (state) => {
          for (const deed of chosen) deeds[deed]!(state);
        });
        const present = things(stateOf(here));
        const ran = await here.run(destroy);
        expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
        const after = things(stateOf(here));
        for (const [name, thing] of Object.entries(present)) {
          if (tagOfOurs(thing) || /^(config shop-min-1|instance)/.test(name)) continue;
          expect([name, after[name]]).toEqual([name, thing]);
        }
        if (chosen.includes('an instance with our profile'))
          expect(after['instance i-0feedfeedfeedfeed']).toEqual({ profile: 'shop-ec2' });
        // What stays is told, and what is not told is gone.
        const ours = Object.keys(after).filter((name) => isOurs(after[name]) && tagOfOurs(after[name]));
        for (const name of ours) {
          const label = name.split(' ')[1]!;
          const called = /^template/.test(name) ? 'shop-template' : label;
          expect(leftOf(ran).map(({ name }) => name)).toContain(called);
        }
        const again = await here.run(destroy);
        expect([again.exitCode, again.envelope.changes, whys(again)]).toEqual([0, [], whys(ran)]);
      }),
      { numRuns: 12, seed: 20260105, examples: [...Object.keys(deeds).map((deed) => [[deed]] as [string[]])] },
    );
  }, 240_000);
});

describe('the account of the book', () => {
  test('what its Auto Scaling group launches from stays, with the reason', async () => {
    const here = copied(book);
    const present = things(stateOf(here));
    const ran = await here.run([...destroy, '--images']);
    expect([ran.exitCode, kinds(ran)]).toEqual([
      0,
      ['remove codedeploy.group', 'remove codedeploy.application', 'remove iam.role'],
    ]);
    validates('destroy', ran);
    const [image] = leftOf(ran).filter(({ kind }) => kind === 'ec2.image');
    const [snapshot] = leftOf(ran).filter(({ kind }) => kind === 'ec2.snapshot');
    expect(whys(ran)).toEqual([
      's3.bucket exercise-revisions revisions',
      'autoscaling.group exercise-group notOurs',
      'ec2.launch-template exercise-template notOurs',
      'ec2.launch-template-version exercise-template 2 inUse',
      `ec2.image ${image?.name} inUse`,
      `ec2.snapshot ${snapshot?.name} inUse`,
      'iam.instance-profile shop-ec2 inUse',
      'iam.role shop-ec2 inUse',
      'iam.policy shop-ec2-s3 inUse',
    ]);
    const after = things(stateOf(here));
    const gone = Object.keys(present).filter((name) => !(name in after));
    expect(gone).toEqual(['role shop-codedeploy', 'application shop', 'group shop/shop-group']);
    // The hook went with its group.
    expect(after['asg exercise-group']).toMatchObject({ hooks: [] });
  });

  test('once nothing launches from it, version, image and snapshot go; the image only on request', async () => {
    const here = copied(book);
    change(here, ({ autoScaling, ec2 }) => {
      const group = autoScaling.groups['exercise-group']!;
      group.launchTemplate = { ...group.launchTemplate!, version: '1' };
      group.min = 0;
      group.desired = 0;
      for (const instance of Object.values(ec2.instances)) {
        delete instance.profile;
        if (group.members.some(({ instanceId }) => instanceId === instance.id)) instance.state = 'terminated';
      }
      group.members = [];
    });
    const ran = await here.run(destroy);
    expect(kinds(ran)).toContain('remove ec2.launch-template-version');
    expect(kinds(ran)).toContain('remove iam.policy');
    expect(whys(ran).filter((why) => why.endsWith('onRequest'))).toHaveLength(2);
    const images = await here.run([...destroy, '--images']);
    expect([images.exitCode, kinds(images)]).toEqual([0, ['remove ec2.image', 'remove ec2.snapshot']]);
    const { images: kept, snapshots, templates } = stateOf(here).ec2;
    expect(Object.values(kept).filter(isOurs)).toEqual([]);
    expect(Object.values(snapshots).filter(isOurs)).toEqual([]);
    expect(Object.values(templates).map(({ versions }) => versions.map(({ number }) => number))).toEqual([[1]]);
  });

  test('on a terminal the sentences are in the language of the run', async () => {
    const here = copied(book);
    for (const [lang, says] of [
      ['en', 'is in use by'],
      ['ko', '사용 중입니다'],
    ]) {
      const ran = await here.run(['destroy', '--sandbox', '--dry-run', '--lang', lang!]);
      expect([ran.exitCode, ran.stdout + ran.stderr]).toEqual([0, expect.stringContaining(says!)]);
    }
  });
});
