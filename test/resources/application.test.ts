// A CodeDeploy application: there for servers, or a conflict.
import {
  type ApplicationInfo,
  CodeDeployClient,
  CreateApplicationCommand,
  GetApplicationCommand,
  ListApplicationsCommand,
} from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { application, applicationNames } from '../../src/resources/application.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, verb } from './support.ts';

const codeDeploy = mockClient(CodeDeployClient);
const shop = application(place, owner, 'shop');
const there = (of: ApplicationInfo) =>
  codeDeploy.on(GetApplicationCommand, { applicationName: 'shop' }).resolves({ application: of });

beforeEach(() => {
  fresh(codeDeploy);
});

it('is created for servers, with tags', async () => {
  codeDeploy.on(GetApplicationCommand).rejects(named('ApplicationDoesNotExistException'));
  expect(await verb(shop)).toBe('create');
  await shop.create(progress);
  expect(inputs(codeDeploy.commandCalls(CreateApplicationCommand))).toEqual([
    { applicationName: 'shop', computePlatform: 'Server', tags: ownTags },
  ]);
});

it('is kept when it is for servers, which AWS need not say', async () => {
  there({ computePlatform: 'Server', linkedToGitHub: true, gitHubAccountName: 'octocat' });
  expect(await verb(shop)).toBe('keep');
  expect(await shop.read()).toMatchObject({ linkedToGitHub: true, gitHubAccount: 'octocat' });
  there({});
  expect(await verb(shop)).toBe('keep');
  expect(await shop.read()).toMatchObject({ linkedToGitHub: false });
});

it.each(['ECS', 'Lambda'] as const)('is a conflict when it is for %s', async (computePlatform) => {
  there({ computePlatform });
  await expect(verb(shop)).rejects.toMatchObject({
    code: 'conflict',
    data: { differs: [{ key: 'platform', from: computePlatform, to: 'Server' }] },
  });
});

it('does not mind that another created it meanwhile, and minds everything else', async () => {
  codeDeploy.on(CreateApplicationCommand).rejects(named('ApplicationAlreadyExistsException'));
  await shop.create(progress);
  codeDeploy.on(CreateApplicationCommand).rejects(named('ApplicationLimitExceededException'));
  await expect(shop.create(progress)).rejects.toMatchObject({ name: 'ApplicationLimitExceededException' });
});

it('lists the names of every page', async () => {
  codeDeploy
    .on(ListApplicationsCommand)
    .resolvesOnce({ applications: ['a'], nextToken: '1' })
    .resolvesOnce({ nextToken: '2' })
    .resolvesOnce({ applications: ['b'] });
  expect(await applicationNames(place)).toEqual(['a', 'b']);
});
