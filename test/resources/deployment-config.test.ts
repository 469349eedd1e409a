// A deployment configuration cannot be changed: another minimum is another name.
import {
  CodeDeployClient,
  CreateDeploymentConfigCommand,
  type DeploymentConfigInfo,
  GetDeploymentConfigCommand,
} from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { configName, deploymentConfig, minimumHealthyOf } from '../../src/resources/deployment-config.ts';
import { fresh, inputs, named, place, progress, verb } from './support.ts';

const codeDeploy = mockClient(CodeDeployClient);
const half = deploymentConfig(place, 'shop-min-50pct', { type: 'FLEET_PERCENT', value: 50 });
const there = (deploymentConfigInfo: DeploymentConfigInfo) =>
  codeDeploy
    .on(GetDeploymentConfigCommand, { deploymentConfigName: 'shop-min-50pct' })
    .resolves({ deploymentConfigInfo });

beforeEach(() => {
  fresh(codeDeploy);
});

it('is created for servers with its minimum', async () => {
  codeDeploy.on(GetDeploymentConfigCommand).rejects(named('DeploymentConfigDoesNotExistException'));
  expect(await verb(half)).toBe('create');
  await half.create(progress);
  expect(inputs(codeDeploy.commandCalls(CreateDeploymentConfigCommand))).toEqual([
    {
      deploymentConfigName: 'shop-min-50pct',
      computePlatform: 'Server',
      minimumHealthyHosts: { type: 'FLEET_PERCENT', value: 50 },
    },
  ]);
});

it('is kept with the same minimum, and a conflict with any other or none', async () => {
  there({ minimumHealthyHosts: { type: 'FLEET_PERCENT', value: 50 } });
  expect(await verb(half)).toBe('keep');
  for (const info of [
    { minimumHealthyHosts: { type: 'HOST_COUNT' as const, value: 50 } },
    { minimumHealthyHosts: { type: 'FLEET_PERCENT' as const, value: 25 } },
    {},
  ]) {
    there(info);
    await expect(verb(half)).rejects.toMatchObject({ code: 'conflict' });
  }
});

it('does not mind that another created it meanwhile, and minds everything else', async () => {
  codeDeploy.on(CreateDeploymentConfigCommand).rejects(named('DeploymentConfigAlreadyExistsException'));
  await half.create(progress);
  codeDeploy.on(CreateDeploymentConfigCommand).rejects(named('InvalidMinimumHealthyHostValueException'));
  await expect(half.create(progress)).rejects.toMatchObject({ name: 'InvalidMinimumHealthyHostValueException' });
});

it('has a name that tells what it says', () => {
  expect(minimumHealthyOf('2')).toEqual({ type: 'HOST_COUNT', value: 2 });
  expect(minimumHealthyOf('50%')).toEqual({ type: 'FLEET_PERCENT', value: 50 });
  expect(['2', '0', '2%'].map((text) => configName('shop', minimumHealthyOf(text)))).toEqual([
    'shop-min-2',
    'shop-min-0',
    'shop-min-2pct',
  ]);
});
