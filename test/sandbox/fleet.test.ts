// Large fleets in the sandbox: the counts are right, and what is done costs nothing more.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { DeploymentTarget } from '../../src/sandbox/state.ts';
import { fileStore } from '../../src/sandbox/store.ts';
import { config, type Fleet, fleet, names, region, revision } from './support.ts';

describe('ten thousand instances', () => {
  it.each(['AllAtOnce', 'HalfAtATime'])(
    'are deployed to %s, and counted',
    async (name) => {
      const { sandbox, deploy, ended, info, until, aws } = fleet(10_000);
      const id = await deploy(config(name));
      await until(id, 'InProgress');
      const { deploymentOverview } = await info(id);
      expect(deploymentOverview?.InProgress).toBe(name === 'AllAtOnce' ? 10_000 : 5_000);
      const deployment = await ended(id);
      expect(deployment).toMatchObject({
        status: 'Succeeded',
        deploymentOverview: { Succeeded: 10_000, InProgress: 0, Pending: 0, Failed: 0 },
      });
      const seen = new Set<string>();
      let pages = 0;
      let nextToken: string | undefined;
      do {
        const page = await aws.codeDeploy.listDeploymentTargets({ deploymentId: id, nextToken });
        for (const target of page.targetIds!) seen.add(target);
        nextToken = page.nextToken;
        pages++;
      } while (nextToken);
      expect([seen.size, pages]).toEqual([10_000, 100]);
      // Each instance was on its way once, and the machines know it.
      const installed = Object.values(sandbox.state.ec2.instances).filter(
        ({ host }) => host.files['/var/www/shop/index.html'],
      );
      expect(installed).toHaveLength(10_000);
    },
    60_000,
  );

  it('have names and addresses of their own', () => {
    const instances = Object.values(scenarios.fleet(region, 10_000).ec2.instances);
    expect(instances).toHaveLength(10_001);
    expect(new Set(instances.map(({ privateIp }) => privateIp)).size).toBe(10_001);
    expect(new Set(instances.map(({ profile }) => profile?.associationId)).size).toBe(10_001);
  });
});

test('a call looks only at what is on its way, however many are done or wait', async () => {
  const looks = async (size: number) => {
    const { sandbox, deploy, until } = fleet(size);
    const id = await deploy(config('OneAtATime'));
    await until(id, 'InProgress');
    const deployment = sandbox.state.codeDeploy.deployments[id]!;
    let count = 0;
    const watched = (target: DeploymentTarget) =>
      new Proxy(target, {
        get: (of, key) => {
          if (key === 'events') count++;
          return Reflect.get(of, key);
        },
      });
    deployment.targets = deployment.targets.map(watched);
    for (let i = 0; i < 200; i++) await sandbox.answer('sts', 'getCallerIdentity', false, {});
    return count;
  };
  const few = await looks(10);
  expect(few).toBeGreaterThan(200);
  expect(await looks(1_000)).toBeLessThanOrEqual(few);
});

test('a deployment in place may take half a day', async () => {
  const { deploy, sandbox, info } = fleet(1_000);
  const id = await deploy(config('OneAtATime'));
  await sandbox.sleep(12.1 * 3_600_000);
  const { status, errorInformation, deploymentOverview } = await info(id);
  expect([status, errorInformation?.code]).toEqual(['Failed', 'TIMEOUT']);
  expect(deploymentOverview?.Failed).toBe(1);
  expect(deploymentOverview?.Succeeded).toBeGreaterThan(500);
}, 60_000);

test('small fleets are listed in short pages', async () => {
  const { deploy, aws, ended } = fleet(12);
  const id = await deploy(config('AllAtOnce'));
  await ended(id);
  const { targetIds, nextToken } = await aws.codeDeploy.listDeploymentTargets({ deploymentId: id });
  expect(targetIds).toHaveLength(10);
  expect(nextToken).toBeDefined();
});

test('the same calls make the same account', async () => {
  const walk = async () => {
    const { deploy, ended, sandbox, arm } = fleet(7);
    await ended(await deploy());
    arm('some-fail');
    await ended(await deploy(config('AllAtOnce')));
    return JSON.stringify(sandbox.state);
  };
  expect(await walk()).toBe(await walk());
});

test.each(['in place', 'blue/green'])(
  '%s, a process that takes over in the middle comes to the same end',
  async (style) => {
    const walk = async (process: (sandbox: Sandbox) => Sandbox) => {
      const own = fleet(5);
      if (style === 'blue/green') await toBlueGreen(own);
      const deploymentId = await own.deploy({ deploymentConfigName: 'CodeDeployDefault.OneAtATime' });
      let { sandbox } = own;
      const status = () => sandbox.state.codeDeploy.deployments[deploymentId]!.status;
      while (['Created', 'InProgress'].includes(status())) {
        await sandbox.sleep(10_000);
        sandbox.save();
        sandbox = process(sandbox);
      }
      expect(status()).toBe('Succeeded');
      return sandbox.state;
    };
    const another = (sandbox: Sandbox) =>
      createSandbox({ scenario: 'fleet', region, cwd: '/', store: memoryStore(sandbox.state), throttling: false });
    expect(await walk(another)).toEqual(await walk((sandbox) => sandbox));
  },
);

async function toBlueGreen({ aws }: Fleet) {
  await aws.codeDeploy.updateDeploymentGroup({
    applicationName: names.applicationName,
    currentDeploymentGroupName: names.deploymentGroupName,
    autoScalingGroups: ['shop-asg'],
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    blueGreenDeploymentConfiguration: {
      greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 1 },
    },
  });
}

test('a group that grows launches the more at once the larger it is', async () => {
  const { aws, sandbox, ended, deploy } = fleet(100);
  await ended(await deploy(config('AllAtOnce')));
  await aws.autoScaling.updateAutoScalingGroup({
    AutoScalingGroupName: 'shop-asg',
    MaxSize: 300,
    DesiredCapacity: 300,
  });
  await sandbox.sleep(300_000);
  const { members } = sandbox.state.autoScaling.groups['shop-asg']!;
  expect(members.filter(({ lifecycle }) => lifecycle === 'InService')).toHaveLength(300);
  const { subnets } = sandbox.state.autoScaling.groups['shop-asg']!;
  const inSubnet = (subnet: string) =>
    members.filter(({ instanceId }) => sandbox.state.ec2.instances[instanceId]!.subnetId === subnet).length;
  expect(subnets.map(inSubnet)).toEqual([150, 150]);
  expect(new Set(members.map(({ instanceId }) => instanceId)).size).toBe(300);
});

describe('the state on disk', () => {
  const inFolder = async (work: (file: string) => Promise<void>) => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-store-'));
    await work(join(folder, 'state.json')).finally(() => rmSync(folder, { recursive: true }));
  };
  const open = (file: string) => {
    const store = fileStore(file);
    let loads = 0;
    const sandbox = createSandbox({
      scenario: 'fleet',
      region,
      cwd: '/',
      store: {
        ...store,
        load() {
          loads++;
          return store.load();
        },
      },
      throttling: false,
    });
    return { sandbox, loads: () => loads };
  };
  const create = (applicationName: string) =>
    ['codeDeploy', 'createApplication', true, { applicationName }] as ['codeDeploy', string, boolean, unknown];

  it('is read again only when another process has written', () =>
    inFolder(async (file) => {
      const one = open(file);
      for (const name of ['a', 'b', 'c']) await one.sandbox.answer(...create(name));
      expect(one.loads()).toBe(1);
      const other = open(file);
      await other.sandbox.answer(...create('d'));
      await one.sandbox.answer(...create('e'));
      expect(one.loads()).toBe(2);
      expect(Object.keys(open(file).sandbox.state.codeDeploy.applications)).toEqual(['shop', 'a', 'b', 'c', 'd', 'e']);
    }));

  it('is a start of its own only where there is none: what cannot be read is an error', () =>
    inFolder(async (file) => {
      writeFileSync(file, '{');
      expect(() => open(file)).toThrow(expect.objectContaining({ code: 'sandboxStateBroken' }));
      // Its listeners had no actions yet.
      writeFileSync(file, JSON.stringify({ ...scenarios.fleet(region, 2), format: 1 }));
      expect(() => open(file)).toThrow(expect.objectContaining({ code: 'sandboxStateBroken' }));
    }));

  it('does not keep what a refused write had begun', async () => {
    const store = memoryStore(scenarios.fleet(region, 2));
    const sandbox = createSandbox({ scenario: 'fleet', region, cwd: '/', store, throttling: false });
    const group = sandbox.state.autoScaling.groups['shop-asg']!;
    const hooks = Array.from({ length: 50 }, (_, i) => ({ ...group.hooks[0]!, name: `hook-${i}` }));
    sandbox.state.autoScaling.groups.full = { ...structuredClone(group), name: 'full', members: [], hooks };
    sandbox.save();
    await expect(
      sandbox.answer('codeDeploy', 'updateDeploymentGroup', true, {
        applicationName: names.applicationName,
        currentDeploymentGroupName: names.deploymentGroupName,
        newDeploymentGroupName: 'renamed',
        autoScalingGroups: ['full'],
      }),
    ).rejects.toMatchObject({ name: 'LifecycleHookLimitExceededException' });
    await sandbox.answer('codeDeploy', 'createDeployment', true, { ...names, revision });
    expect(Object.keys(sandbox.state.codeDeploy.groups)).toEqual(['shop/shop-group']);
  });
});
