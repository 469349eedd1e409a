// One deployment at a time: busy, waiting for it, stopping it, letting it go on.
import { describe, expect, test } from 'vitest';
import type { Ran } from '../support/run.ts';
import { validates } from '../support/schema.ts';
import { sandbox, shop, underWay } from '../support/shop.ts';

const gitHub = ['deploy', '--source', 'github'];
const did = (ran: Ran, operation: string) => ran.calls.filter((call) => call.operation === operation);
const data = (ran: Ran) => ran.envelope.data as { deployment: { id: string; status: string; overview: object } | null };

describe('another deployment is active', () => {
  test('exit 12 names it, by whom and since when, with the commands that watch and stop it', async () => {
    const { here, id } = await underWay(6);
    here.release('Third release');
    const ran = await here.ask(...gitHub);
    expect([ran.exitCode, did(ran, 'createDeployment')]).toEqual([12, []]);
    const { message, hint } = ran.envelope.error ?? {};
    expect(message).toMatch(new RegExp(`\`shop/shop-group\` is active: ${id}, by a user, created \\d+ s ago`));
    expect(hint).toContain(`codedeploy-wizard deploy watch ${id} --sandbox book`);
    expect(hint).toContain(`codedeploy-wizard deploy stop ${id} --sandbox book`);
    expect(hint).toContain('--wait-for-active');
  }, 60_000);

  test('--wait-for-active waits for it, then deploys', async () => {
    const { here, id } = await underWay(6);
    const third = here.release('Third release');
    const ran = await here.ask(...gitHub, '--wait-for-active');
    expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
    const { deployments } = here.state().codeDeploy;
    expect(deployments[id]?.status).toBe('Succeeded');
    const mine = deployments[ran.envelope.gives.deploy?.deploymentId ?? '']!;
    expect(mine.createdAt).toBeGreaterThanOrEqual(deployments[id]!.completedAt!);
    expect(mine.revision).toMatchObject({ gitHubLocation: { commitId: third } });
  }, 60_000);

  test('--wait-for-active gives up after --timeout: exit 9, and nothing was created', async () => {
    const { here } = await underWay(6);
    here.release('Third release');
    const ran = await here.ask(...gitHub, '--wait-for-active', '--timeout', '5s');
    expect([ran.exitCode, did(ran, 'createDeployment')]).toEqual([9, []]);
  }, 60_000);

  test('one that appears between looking and creating is waited for as well', async () => {
    const { here, id } = await underWay(6);
    here.release('Third release');
    // The list does not show it: only the refusal tells.
    let hidden = true;
    const ran = await here.run([...gitHub, '--wait-for-active', ...sandbox], {
      onCall(call, moment) {
        if (call.operation === 'createDeployment') hidden = false;
        const filter = call.input as { includeOnlyStatuses?: string[] };
        if (moment === 'before' && hidden && call.operation === 'listDeployments')
          filter.includeOnlyStatuses = ['Ready'];
      },
    });
    expect([ran.exitCode, did(ran, 'createDeployment').length]).toEqual([0, 2]);
    expect(here.state().codeDeploy.deployments[id]?.status).toBe('Succeeded');
  }, 60_000);
});

describe('deploy stop', () => {
  test('stops the active one; scripts that run go on; what follows says so', async () => {
    const { here, id } = await underWay();
    const ran = await here.ask('deploy', 'stop', '--no-rollback');
    expect([ran.exitCode, data(ran).deployment]).toEqual([0, expect.objectContaining({ id, status: 'Stopped' })]);
    validates('deploy-show', ran);
    expect(did(ran, 'stopDeployment')[0]?.input).toEqual({ deploymentId: id, autoRollbackEnabled: false });
    expect(here.state().codeDeploy.deployments[id]?.rollback).toBeUndefined();
    expect(ran.envelope.next[0]).toContain(`deploy show ${id}`);
  }, 60_000);

  test('--rollback follows the rollback to its end', async () => {
    const { here, id } = await underWay();
    await here.ask('deploy', 'show');
    const ran = await here.run(['deploy', 'stop', id, '--rollback', '--sandbox', '--yes']);
    const { deployments } = here.state().codeDeploy;
    const back = deployments[deployments[id]?.rollback?.deploymentId ?? ''];
    expect([ran.exitCode, back?.status]).toEqual([0, 'Succeeded']);
    expect(ran.stderr).toContain(`Rollback ${back?.id} of deployment ${id} is followed to its end`);
    expect(ran.stdout).toContain(back?.id);
  }, 60_000);

  test('nothing active, or over already: says so, exit 0, nothing written', async () => {
    const here = await shop();
    validates('deploy-show', await here.ask('deploy', 'stop'));
    const none = await here.run(['deploy', 'stop', '--sandbox', '--yes']);
    expect([none.exitCode, none.stderr]).toEqual([0, expect.stringContaining('there is nothing to stop')]);
    const id = (await here.ask(...gitHub)).envelope.gives.deploy?.deploymentId ?? '';
    const over = await here.ask('deploy', 'stop', id);
    expect([over.exitCode, data(over).deployment?.status, did(over, 'stopDeployment')]).toEqual([0, 'Succeeded', []]);
  }, 60_000);

  test('it ends while the stop is on its way: told as it ended, exit 0', async () => {
    const { here, id } = await underWay();
    const ran = await here.run(['deploy', 'stop', id, '--sandbox', '--yes'], {
      onCall(call, moment) {
        if (call.operation !== 'stopDeployment' || moment !== 'before') return;
        throw Object.assign(new Error('over'), {
          name: 'DeploymentAlreadyCompletedException',
          $metadata: { httpStatusCode: 400 },
        });
      },
    });
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining(`${id} had ended (Succeeded)`)]);
  }, 60_000);

  test('nobody to confirm is exit 2, a dry run writes nothing', async () => {
    const { here, id } = await underWay();
    const asked = await here.run(['deploy', 'stop', '--sandbox']);
    expect([asked.exitCode, asked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    const planned = await here.ask('deploy', 'stop', '--dry-run', '--exit-code');
    expect([planned.exitCode, data(planned).deployment?.id]).toEqual([7, id]);
    for (const { calls } of [asked, planned]) expect(calls.filter(({ write }) => write)).toEqual([]);
  }, 60_000);

  test('unknown is exit 6, malformed exit 2', async () => {
    const here = await shop();
    expect((await here.ask('deploy', 'stop', 'd-AAAAAAAAA')).exitCode).toBe(6);
    expect((await here.ask('deploy', 'stop', 'nonsense')).exitCode).toBe(2);
  }, 60_000);
});

describe('deploy continue', () => {
  test('one that does not wait is exit 3 with what it is', async () => {
    const { here, id } = await underWay();
    for (const flags of [[], [id], ['--terminate']]) {
      const ran = await here.ask('deploy', 'continue', ...flags, '--confirm', id);
      expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'notWaiting']);
      expect(ran.envelope.error?.message).toMatch(/it is (Created|InProgress)/);
      expect(ran.envelope.error?.hint).toBe(`codedeploy-wizard deploy watch ${id} --sandbox book`);
      expect(ran.calls.filter(({ write }) => write)).toEqual([]);
    }
  }, 60_000);

  test('there is none yet: exit 3 names the command that makes one', async () => {
    const here = await shop();
    const ran = await here.ask('deploy', 'continue');
    expect([ran.exitCode, ran.envelope.error?.hint]).toEqual([3, 'codedeploy-wizard deploy --sandbox book']);
  }, 60_000);
});
