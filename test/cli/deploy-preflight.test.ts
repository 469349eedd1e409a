// What is refused before a deployment is created, and all of it at once; what only warns; what is not allowed to look.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { State } from '../../src/sandbox/state.ts';
import type { Ran } from '../support/run.ts';
import { type Shop, sandbox, shop } from '../support/shop.ts';

afterEach(() => vi.unstubAllEnvs());

const created = (ran: Ran) => ran.calls.filter(({ operation }) => operation === 'createDeployment');
const gitHub = ['deploy', '--source', 'github'];

const stop = (state: State, ...ids: string[]) => {
  for (const id of ids) state.ec2.instances[id]!.state = 'stopped';
};
const silence = (state: State, ...ids: string[]) => {
  for (const id of ids) state.ec2.instances[id]!.host.agent!.running = false;
};

async function refused(here: Shop, args: string[], ...parts: string[]) {
  const ran = await here.ask(...gitHub, ...args);
  expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'cannotStart']);
  for (const part of parts) expect(ran.envelope.error?.message).toContain(part);
  expect(created(ran)).toEqual([]);
  return ran;
}

test('no running instance, but a stopped one', async () => {
  const here = await shop();
  here.change((state) => stop(state, ...here.servers()));
  await refused(here, [], 'no running instance belongs to the deployment group `shop-group` (1 is stopped)');
}, 60_000);

test('a commit that the agent would refuse, and one without appspec.yml; what is not committed does not count', async () => {
  const here = await shop();
  const file = join(here.cwd, 'appspec.yml');
  const good = readFileSync(file, 'utf8');
  const refusedWith = async (id: string) => {
    const ran = await here.ask(...gitHub);
    expect([ran.exitCode, ran.envelope.error?.code, created(ran)]).toEqual([3, 'revisionBroken', []]);
    expect(ran.envelope.error?.message).toContain(id);
  };
  writeFileSync(file, good.replace('version: 0.0', 'version: "0.0"'));
  here.release('Quoted');
  writeFileSync(file, good);
  await refusedWith('appspec.yml:1:10');
  rmSync(file);
  here.release('Without');
  writeFileSync(file, good);
  await refusedWith('appspec.yml');
  here.release('Back again');
  expect((await here.ask(...gitHub)).exitCode).toBe(0);
}, 60_000);

describe('minimum healthy hosts', () => {
  test('as many as there are: the numbers, and the way out, which works', async () => {
    const here = await shop(2);
    expect((await here.ask('group', '--minimum-healthy', '2')).exitCode).toBe(0);
    await refused(
      here,
      [],
      '`shop-min-2` keeps 2 instances healthy and there are 2',
      '--deployment-config AllAtOnce',
      '--minimum-healthy 1',
    );
    const ran = await here.ask(...gitHub, '--deployment-config', 'AllAtOnce');
    expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
    const input = created(ran)[0]?.input as { deploymentConfigName: string };
    expect(input.deploymentConfigName).toBe('CodeDeployDefault.AllAtOnce');
    // It counted once: neither the group nor the file has changed.
    expect(Object.values(here.state().codeDeploy.groups)[0]?.settings.deploymentConfigName).toBe('shop-min-2');
    await refused(here, [], 'shop-min-2');
  }, 60_000);

  test('a configuration that does not exist is exit 6', async () => {
    const here = await shop();
    const ran = await here.ask(...gitHub, '--deployment-config', 'nosuch');
    expect([ran.exitCode, created(ran)]).toEqual([6, []]);
  }, 60_000);
});

describe('stopped instances that carry the tags', () => {
  test('are a warning while the others are enough', async () => {
    const here = await shop(3);
    here.change((state) => stop(state, here.servers()[2]!));
    const ran = await here.ask(...gitHub, '--deployment-config', 'AllAtOnce');
    expect([ran.exitCode, ran.envelope.gives.deploy?.status]).toEqual([0, 'Succeeded']);
    expect(ran.envelope.warnings.map(({ code }) => code)).toContain('matchesStopped');
  }, 60_000);

  test('are a refusal when too few are left, naming them', async () => {
    const here = await shop(3);
    const [, second, third] = here.servers();
    here.change((state) => stop(state, second!, third!));
    await refused(here, [], second!, third!, '1 of 3 instances would be left', 'needs 2');
  }, 60_000);
});

describe('silent agents', () => {
  test('all of them: refused, with how each is', async () => {
    const here = await shop(2);
    const [first, second] = here.servers();
    here.change((state) => {
      silence(state, first!);
      delete state.ec2.instances[second!]!.host.agent;
    });
    const ran = await refused(
      here,
      [],
      `${first} (stopped)`,
      `${second} (missing)`,
      'systemctl restart codedeploy-agent',
    );
    // One look for all of them; reading the group looks into each by itself.
    const looks = ran.calls.filter(({ operation }) => operation === 'sendCommand').map(({ input }) => input);
    expect(looks.filter((input) => (input as { InstanceIds: string[] }).InstanceIds.length === 2)).toHaveLength(1);
  }, 60_000);

  test('one of them: a warning', async () => {
    const here = await shop(2);
    here.change((state) => silence(state, here.servers()[1]!));
    const ran = await here.ask(...gitHub, '--deployment-config', 'AllAtOnce');
    expect(ran.exitCode).toBe(0);
    expect(ran.envelope.warnings).toContainEqual({
      code: 'silentAgents',
      message: expect.stringContaining(`${here.servers()[1]} (stopped)`),
    });
  }, 60_000);

  test('a server that has just come up is given the time that CodeDeploy gives it', async () => {
    const here = await shop();
    here.change((state) => {
      silence(state, ...here.servers());
      for (const instance of Object.values(state.ec2.instances)) instance.launchedAt = state.now;
    });
    const planned = await here.ask(...gitHub, '--dry-run');
    expect([planned.exitCode, planned.envelope.warnings]).toEqual([0, []]);
  }, 60_000);

  test('what Systems Manager does not reach is not called silent', async () => {
    const here = await shop();
    here.change((state) => {
      silence(state, ...here.servers());
      for (const role of Object.values(state.iam.roles))
        role.attached = role.attached.filter((arn) => !/SSM/.test(arn));
    });
    const planned = await here.ask(...gitHub, '--dry-run');
    expect([planned.exitCode, planned.envelope.warnings]).toEqual([0, []]);
  }, 60_000);
});

test('an alarm, a commit that was not pushed and a fleet too small are told together, and in both languages', async () => {
  const here = await shop(2);
  await here.ask('group', '--minimum-healthy', '2');
  here.change((state) => {
    state.cloudWatch.alarms.errors = { name: 'errors', state: 'ALARM' };
    const [group] = Object.values(state.codeDeploy.groups);
    group!.settings.alarmConfiguration = { enabled: true, alarms: [{ name: 'errors' }] };
  });
  // A bare repository stands for GitHub: the address is GitHub's, and an ssh goes to the bare one.
  const bare = join(here.home, 'bare.git');
  here.git('clone', '--quiet', '--bare', '.', bare);
  here.git('remote', 'set-url', 'origin', 'git@github.com:acme/shop.git');
  const ssh = join(here.home, 'ssh.sh');
  writeFileSync(ssh, `#!/bin/sh\nexec git-upload-pack '${bare}'\n`, { mode: 0o755 });
  vi.stubEnv('GIT_SSH_COMMAND', ssh);
  const commit = here.release('Second release');
  here.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
  const ran = await refused(here, [], 'keeps 2 instances healthy', `commit ${commit} is not on`, 'is in ALARM: errors');
  expect(ran.envelope.error?.message.split('\n')).toHaveLength(4);
  const korean = await here.run([...gitHub, ...sandbox, '--lang', 'ko']);
  expect(korean.envelope.error?.message).toContain('정상 인스턴스 2개를 유지');
  const planned = await here.run([...gitHub, ...sandbox, '--dry-run']);
  expect([planned.exitCode, planned.envelope.error?.message]).toEqual([3, ran.envelope.error?.message]);
}, 60_000);

test('an alarm that does not exist, unless the group ignores what cannot be read', async () => {
  const here = await shop();
  const named = (ignorePollAlarmFailure: boolean) =>
    here.change((state) => {
      const [group] = Object.values(state.codeDeploy.groups);
      const alarms = ['there', 'also', 'too', 'errors'].map((name) => ({ name }));
      for (const { name } of alarms.slice(0, 3)) state.cloudWatch.alarms[name] = { name, state: 'OK' };
      group!.settings.alarmConfiguration = { enabled: true, alarms, ignorePollAlarmFailure };
    });
  named(false);
  await refused(here, [], 'does not exist: errors.');
  named(true);
  expect((await here.ask(...gitHub)).exitCode).toBe(0);
}, 60_000);

test.each([
  ['describeInstanceInformation', 'whether the agents run'],
  ['sendCommand', 'whether the agents run'],
  ['describeInstances', 'which instances belong to the group'],
  ['describeAlarms', 'whether an alarm is active'],
  ['getDeploymentConfig', 'how many instances must stay healthy'],
])(
  'without the right to %s the check is a note and the deployment goes on',
  async (operation, what) => {
    const here = await shop(2);
    await here.ask('group', '--minimum-healthy', '1');
    here.change((state) => {
      state.cloudWatch.alarms.errors = { name: 'errors', state: 'OK' };
      const [group] = Object.values(state.codeDeploy.groups);
      group!.settings.alarmConfiguration = { enabled: true, alarms: [{ name: 'errors' }] };
    });
    // The group step reads some of it as well: only what deploy asks by itself is denied.
    let readingGroup = true;
    const ran = await here.run([...gitHub, '--sandbox', '--yes'], {
      onCall(call, moment) {
        if (call.operation === 'createDeployment' || call.operation === 'listDeployments') readingGroup = false;
        if (moment !== 'before' || readingGroup || call.operation !== operation) return;
        throw Object.assign(new Error(`not authorized to perform ${operation}`), {
          name: 'AccessDeniedException',
          $metadata: { httpStatusCode: 400 },
        });
      },
    });
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining(`Not checked: ${what}`)]);
  },
  60_000,
);

test('where an earlier step may still put it right, init only warns', async () => {
  const here = await shop();
  here.change((state) => stop(state, ...here.servers()));
  const ran = await here.ask('init', '--source', 'local', '--directory', '.', '--dry-run');
  expect([ran.exitCode, ran.envelope.warnings.map(({ code }) => code)]).toEqual([
    0,
    expect.arrayContaining(['wouldNotStart']),
  ]);
}, 60_000);

test('target instances are for groups that discover their green fleet', async () => {
  const here = await shop();
  await refused(here, ['--target-tags', 'Name=green'], 'Leave --target-tags and --target-asgs out');
  here.change((state) => {
    const [group] = Object.values(state.codeDeploy.groups);
    Object.assign(group!.settings, {
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' } },
    });
  });
  await refused(here, [], 'Name it with --target-tags or --target-asgs');
  await refused(here, ['--target-tags', 'Name=nothing'], 'no running instance');
}, 60_000);
