// Rolling back: during a deployment and after one, to what was asked for, in races, and killed at any write.
import { describe, expect, test } from 'vitest';
import type { Ran } from '../support/run.ts';
import { validates } from '../support/schema.ts';
import { prepare, remember, type Shop, sandbox, shop, underWay } from '../support/shop.ts';

const gitHub = ['deploy', '--source', 'github'];
const rollback = ['deploy', 'rollback'];
const did = (ran: Ran, operation: string) => ran.calls.filter((call) => call.operation === operation);
const writes = (ran: Ran) => ran.calls.filter(({ write }) => write);
const deploymentsOf = (here: Shop) =>
  Object.values(here.state().codeDeploy.deployments).sort((a, b) => a.createdAt - b.createdAt);
const lastOf = (here: Shop) => deploymentsOf(here).at(-1)!;
const commitOf = ({ revision }: { revision: Record<string, unknown> }) =>
  (revision as { gitHubLocation: { commitId: string } }).gitHubLocation.commitId;

/** A release on its way that has reached an instance, but not all. */
const halfWay = async () => {
  const { id } = await underWay(4);
  const here = await prepare('half way', async () => {
    const { here } = await underWay(4);
    for (let looks = 0; looks < 3; looks++) await here.ask('deploy', 'show');
    const { status, targets } = here.state().codeDeploy.deployments[id]!;
    expect([status, targets.filter(({ status }) => status !== 'Pending').length > 0]).toEqual(['InProgress', true]);
    return here;
  });
  return { here, id };
};

/** Two releases that went well, one after the other. */
const twoReleases = () =>
  prepare('two releases', async () => {
    const here = await shop();
    await here.ask(...gitHub);
    here.release('Second release');
    await here.ask(...gitHub);
    return here;
  });

describe('after a deployment', () => {
  test('goes back to the last good revision that differs, shows it first, and overwrites what lies there', async () => {
    const here = await twoReleases();
    const [first] = deploymentsOf(here);
    const ran = await here.run([...rollback, '--sandbox', '--yes']);
    expect(ran.stderr).toMatch(
      new RegExp(`Goes back to what deployment ${first?.id} brought \\d+ (s|min) ago: [0-9a-f]{7} First release`),
    );
    expect(ran.exitCode).toBe(0);
    expect(did(ran, 'createDeployment').map(({ input }) => input)).toEqual([
      {
        applicationName: 'shop',
        deploymentGroupName: 'shop-group',
        revision: first?.revision,
        description: `Rollback to ${first?.id}`,
        fileExistsBehavior: 'OVERWRITE',
        ignoreApplicationStopFailures: false,
        autoRollbackConfiguration: { enabled: false, events: [] },
      },
    ]);
    expect(lastOf(here)).toMatchObject({ status: 'Succeeded', description: `Rollback to ${first?.id}` });
  }, 60_000);

  test('after a failure that was not rolled back it is the one before', async () => {
    const here = await twoReleases();
    const second = commitOf(lastOf(here));
    here.release('Broken');
    await here.ask('sandbox', 'fault', 'script-fails');
    expect((await here.ask(...gitHub, '--rollback-on', 'stop')).exitCode).toBe(10);
    await here.ask('sandbox', 'fault', '--clear');
    // The stop script of the broken revision is not asked for.
    const ran = await here.ask(...rollback, '--ignore-application-stop-failures');
    expect([ran.exitCode, commitOf(lastOf(here)), lastOf(here).status]).toEqual([0, second, 'Succeeded']);
    expect(did(ran, 'createDeployment')[0]?.input).toMatchObject({ ignoreApplicationStopFailures: true });
  }, 60_000);

  test('a rollback that fails is exit 10 and is not rolled back itself', async () => {
    const here = await twoReleases();
    here.change((state) => {
      for (const { host } of Object.values(state.ec2.instances)) if (host.agent) host.agent.credentials = false;
    });
    const ran = await here.ask(...rollback);
    // The look into the server tells before it is tried.
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'cannotStart']);
    const none = await twoReleases();
    none.change((state) => {
      for (const role of Object.values(state.iam.roles))
        role.attached = role.attached.filter((arn) => !/SSM/.test(arn));
      for (const { host } of Object.values(state.ec2.instances)) if (host.agent) host.agent.credentials = false;
    });
    const failed = await none.ask(...rollback);
    expect([failed.exitCode, deploymentsOf(none)]).toEqual([10, expect.objectContaining({ length: 3 })]);
  }, 60_000);

  test('nothing to go back to is exit 3', async () => {
    const here = await shop();
    const none = await here.ask(...rollback);
    expect([none.exitCode, none.envelope.error?.code]).toEqual([3, 'nothingBefore']);
    await here.ask(...gitHub);
    const one = await here.ask(...rollback);
    expect([one.exitCode, one.envelope.error?.hint]).toEqual([3, 'codedeploy-wizard deploy list --sandbox book']);
    expect(writes(one)).toEqual([]);
  }, 60_000);

  test('nobody to confirm is exit 2, and a dry run shows the plan and writes nothing', async () => {
    const here = await twoReleases();
    const asked = await here.run([...rollback, '--sandbox']);
    expect([asked.exitCode, asked.stderr.includes('First release')]).toEqual([2, true]);
    const planned = await here.ask(...rollback, '--dry-run', '--exit-code');
    expect([planned.exitCode, planned.envelope.changes[0]?.verb]).toEqual([7, 'create']);
    validates('deploy-show', planned);
    expect([...writes(asked), ...writes(planned)]).toEqual([]);
  }, 60_000);

  test('--no-wait leaves it on its way', async () => {
    const here = await twoReleases();
    const ran = await here.ask(...rollback, '--no-wait');
    expect([ran.exitCode, ran.envelope.gives.deploy?.status, ran.envelope.next[0]]).toEqual([
      0,
      'Created',
      expect.stringContaining('deploy watch d-'),
    ]);
  }, 60_000);
});

describe('--to', () => {
  const id = (ran: Ran) =>
    (ran.envelope.data as { deployment: { revision: { commitId: string } } }).deployment.revision;

  test('a deployment, or the beginning of a commit, further back than one would look', async () => {
    const here = await twoReleases();
    const [first] = deploymentsOf(here);
    const commit = commitOf(first!);
    const other = Array.from({ length: 40 }, (_, index) => ({
      id: `d-${String(index).padStart(9, 'X')}`,
      minutes: 60 + index,
      commit: 'b'.repeat(40),
    }));
    remember(here, [...other, { id: 'd-OLDESTONE', minutes: 5_000, commit }]);
    here.change((state) => {
      for (const deployment of Object.values(state.codeDeploy.deployments))
        if (deployment.id === first?.id) delete state.codeDeploy.deployments[deployment.id];
    });
    const byCommit = await here.ask(...rollback, '--to', commit.slice(0, 8));
    expect([byCommit.exitCode, id(byCommit).commitId]).toEqual([0, commit]);
    expect(lastOf(here).description).toBe('Rollback to d-OLDESTONE');
    const byId = await here.ask(...rollback, '--to', 'd-OLDESTONE');
    expect([byId.exitCode, id(byId).commitId]).toEqual([0, commit]);
  }, 60_000);

  test('what does not exist is exit 6 with what does; what never worked is exit 3', async () => {
    const here = await twoReleases();
    const [first] = deploymentsOf(here);
    remember(here, [{ id: 'd-FAILEDONE', minutes: 60, status: 'Failed' }]);
    for (const to of ['d-AAAAAAAAA', 'abcdef0', 'shop/none.zip']) {
      const ran = await here.ask(...rollback, '--to', to);
      expect([to, ran.exitCode, writes(ran)]).toEqual([to, 6, []]);
    }
    const none = await here.ask(...rollback, '--to', 'abcdef0');
    expect(none.envelope.error?.hint).toContain(`${first?.id} (`);
    expect((await here.ask(...rollback, '--to', 'd-lower')).exitCode).toBe(2);
    const failed = await here.ask(...rollback, '--to', 'd-FAILEDONE');
    expect([failed.exitCode, failed.envelope.error?.code]).toEqual([3, 'neverSucceeded']);
  }, 60_000);
});

describe('what lies in S3', () => {
  const local = ['deploy', '--source', 'local', '--directory', '.', '--bucket', 'exercise-revisions'];
  const stored = () =>
    prepare('three uploads', async () => {
      const here = await shop();
      for (const message of ['One', 'Two', 'Three']) {
        here.release(message);
        const ran = await here.ask(...local);
        if (ran.exitCode !== 0) throw new Error(ran.stdout);
      }
      return here;
    });
  const keyOf = (deployment: { revision: Record<string, unknown> }) =>
    (deployment.revision as { s3Location: { key: string; version: string } }).s3Location;

  test('is gone back to with its version and tag', async () => {
    const here = await stored();
    const [, two] = deploymentsOf(here);
    const ran = await here.ask(...rollback);
    expect([ran.exitCode, lastOf(here).revision]).toEqual([0, two?.revision]);
    expect(keyOf(two!).version).toBeTruthy();
  }, 60_000);

  test('is left out with a warning when it is gone, and is exit 6 when asked for', async () => {
    const here = await stored();
    const [one, two] = deploymentsOf(here);
    here.change((state) => {
      delete state.s3.buckets['exercise-revisions']!.objects[keyOf(two!).key];
    });
    const asked = await here.ask(...rollback, '--to', two!.id);
    expect([asked.exitCode, writes(asked)]).toEqual([6, []]);
    const ran = await here.ask(...rollback);
    expect([ran.exitCode, lastOf(here).revision]).toEqual([0, one?.revision]);
    expect(ran.envelope.warnings.map(({ code }) => code)).toEqual(['revisionGone']);
  }, 60_000);

  test('is left out when something else lies at its key and no version was kept', async () => {
    const here = await stored();
    const [one, two] = deploymentsOf(here);
    here.change((state) => {
      const location = (state.codeDeploy.deployments[two!.id]!.revision as { s3Location: { version?: string } })
        .s3Location;
      delete location.version;
      for (const version of state.s3.buckets['exercise-revisions']!.objects[keyOf(two!).key]!) version.etag = '"other"';
    });
    const ran = await here.ask(...rollback);
    expect([ran.exitCode, lastOf(here).revision]).toEqual([0, one?.revision]);
  }, 60_000);
});

describe('during a deployment', () => {
  test('it is stopped, and its rollback followed to the end', async () => {
    const { here, id } = await halfWay();
    const [first] = deploymentsOf(here);
    const ran = await here.ask(...rollback);
    expect(ran.exitCode).toBe(0);
    expect(did(ran, 'stopDeployment').map(({ input }) => input)).toEqual([
      { deploymentId: id, autoRollbackEnabled: true },
    ]);
    expect(did(ran, 'createDeployment')).toEqual([]);
    validates('deploy-show', ran);
    const last = lastOf(here);
    expect(last).toMatchObject({ creator: 'codeDeployRollback', status: 'Succeeded', revision: first?.revision });
    expect(ran.envelope.data).toMatchObject({ deployment: { id: last.id, creator: 'codeDeployRollback' } });
    expect(ran.envelope.gives.deploy).toEqual({ deploymentId: last.id, status: 'Succeeded' });
  }, 60_000);

  test('cut off while it stops: what is said to go on with does not go back one further, however late', async () => {
    const { here, id } = await halfWay();
    const [first] = deploymentsOf(here);
    const cut = await here.ask(...rollback, '--timeout', '1s');
    expect([cut.exitCode, cut.envelope.gives.deploy?.deploymentId]).toEqual([9, id]);
    const [again = ''] = cut.envelope.next;
    expect(cut.envelope.error?.hint).toContain(again);
    here.change((state) => {
      state.now += 60 * 60_000;
    });
    const ran = await here.run([...again.split(' ').slice(1), '--output', 'json', '--yes']);
    expect(ran.envelope.error?.message).toContain(`Deployment ${id} was stopped`);
    expect(lastOf(here)).toMatchObject({
      creator: 'codeDeployRollback',
      status: 'Succeeded',
      revision: first?.revision,
    });
    expect(deploymentsOf(here)).toHaveLength(3);
  }, 60_000);

  test('--to, cut off while it stops, goes on by itself', async () => {
    const { here } = await halfWay();
    const [first] = deploymentsOf(here);
    const cut = await here.ask(...rollback, '--to', first!.id, '--timeout', '1s');
    expect([cut.exitCode, cut.envelope.next]).toEqual([
      9,
      [`codedeploy-wizard deploy rollback --to ${first!.id} --application shop --group shop-group --sandbox book`],
    ]);
    const [again = ''] = cut.envelope.next;
    expect((await here.run([...again.split(' ').slice(1), '--yes'])).exitCode).toBe(0);
    expect(lastOf(here)).toMatchObject({ status: 'Succeeded', revision: first?.revision });
  }, 60_000);

  test('stopped before it reached anything: nothing has to be rolled back, exit 0', async () => {
    const { here, id } = await underWay();
    here.change((state) => {
      state.codeDeploy.deployments[id]!.createdAt = state.now + 60_000;
    });
    const ran = await here.run([...rollback, '--sandbox', '--yes']);
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('before it reached any instance')]);
    expect(deploymentsOf(here)).toHaveLength(2);
  }, 60_000);

  test('without a success before, that is said first', async () => {
    const here = await shop(4);
    await here.ask(...gitHub, '--no-wait');
    for (let looks = 0; looks < 3; looks++) await here.ask('deploy', 'show');
    const ran = await here.ask(...rollback);
    expect(ran.envelope.warnings.map(({ code }) => code)).toContain('noWayBack');
    expect([ran.exitCode, ran.envelope.error?.code, lastOf(here).status]).toEqual([3, 'nothingBefore', 'Stopped']);
  }, 60_000);

  test('it succeeds before the stop arrives: then it goes the other way', async () => {
    const { here, id } = await underWay();
    const [first] = deploymentsOf(here);
    const ran = await here.run([...rollback, ...sandbox], {
      onCall(call, moment) {
        if (call.operation !== 'stopDeployment' || moment !== 'before') return;
        throw Object.assign(new Error('over'), {
          name: 'DeploymentAlreadyCompletedException',
          $metadata: { httpStatusCode: 400 },
        });
      },
    });
    expect([ran.exitCode, here.state().codeDeploy.deployments[id]?.status]).toEqual([0, 'Succeeded']);
    expect(lastOf(here)).toMatchObject({ creator: 'user', status: 'Succeeded', revision: first?.revision });
  }, 60_000);

  test('--to stops it without a rollback and deploys what was asked for', async () => {
    const { here, id } = await halfWay();
    const [first] = deploymentsOf(here);
    const ran = await here.ask(...rollback, '--to', first!.id);
    expect([ran.exitCode, did(ran, 'stopDeployment')[0]?.input]).toEqual([
      0,
      { deploymentId: id, autoRollbackEnabled: false },
    ]);
    expect(lastOf(here)).toMatchObject({ creator: 'user', status: 'Succeeded', revision: first?.revision });
  }, 60_000);

  test('a rollback that is on its way is followed, not stopped', async () => {
    const here = await twoReleases();
    const begun = await here.ask(...rollback, '--no-wait');
    const ran = await here.run([...rollback, '--sandbox', '--yes']);
    expect([ran.exitCode, writes(ran)]).toEqual([0, []]);
    expect(ran.stderr).toContain(`Rollback ${begun.envelope.gives.deploy?.deploymentId} is on its way already`);
    expect(deploymentsOf(here)).toHaveLength(3);
  }, 60_000);

  test('a dry run and nobody to confirm write nothing', async () => {
    const { here, id } = await underWay();
    const planned = await here.ask(...rollback, '--dry-run', '--exit-code');
    expect([planned.exitCode, planned.envelope.data]).toEqual([7, { deployment: expect.objectContaining({ id }) }]);
    const asked = await here.run([...rollback, '--sandbox']);
    expect(asked.exitCode).toBe(2);
    expect([...writes(planned), ...writes(asked)]).toEqual([]);
  }, 60_000);
});

class Killed extends Error {}

test.each<[string, () => Promise<Shop>, string[]]>([
  ['during, by CodeDeploy', async () => (await halfWay()).here, []],
  ['during, to a revision', async () => (await halfWay()).here, ['--to', 'First']],
  ['after', twoReleases, []],
])(
  '%s, killed at each write, before or after AWS acted: run again it ends the same',
  async (_, start, flags) => {
    const first = async (here: Shop) => deploymentsOf(here)[0]!;
    const words = async (here: Shop) => [
      ...rollback,
      ...(flags.length > 0 ? ['--to', (await first(here)).id] : []),
      ...sandbox,
    ];
    const whole = await start();
    const ran = await whole.run(await words(whole));
    expect(ran.exitCode).toBe(0);
    const count = writes(ran).length;
    expect(count).toBeGreaterThan(0);
    for (let at = 1; at <= count; at++) {
      for (const moment of ['before', 'after'] as const) {
        const here = await start();
        let dead = false;
        const killed = await here.run(await words(here), {
          onCall(call, now, written) {
            if (dead || (call.write && now === moment && written === at)) {
              dead = true;
              throw new Killed();
            }
          },
        });
        expect([at, moment, dead, killed.exitCode === 0]).toEqual([at, moment, true, false]);
        const again = await here.run(await words(here));
        expect([at, moment, again.exitCode, again.envelope.error?.message]).toEqual([at, moment, 0, undefined]);
        expect(lastOf(here)).toMatchObject({ status: 'Succeeded', revision: (await first(here)).revision });
        // Nothing was begun twice.
        expect(deploymentsOf(here).filter(({ status }) => status === 'Succeeded').length).toBeLessThanOrEqual(3);
      }
    }
  },
  120_000,
);
