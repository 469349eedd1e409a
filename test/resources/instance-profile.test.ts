// An instance profile holds exactly one role.
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  GetInstanceProfileCommand,
  IAMClient,
  type InstanceProfile,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { instanceProfile } from '../../src/resources/instance-profile.ts';
import { fresh, inputs, named, owner, ownTags, place, progress, updated, verb } from './support.ts';

const iam = mockClient(IAMClient);
const profile = instanceProfile(place, owner, 'shop-profile', 'shop-ec2');
const put = { InstanceProfileName: 'shop-profile', RoleName: 'shop-ec2' };

const there = (role: string | undefined, Tags: InstanceProfile['Tags'] = ownTags) =>
  iam.on(GetInstanceProfileCommand, { InstanceProfileName: 'shop-profile' }).resolves({
    InstanceProfile: {
      InstanceProfileName: 'shop-profile',
      Arn: 'arn:profile',
      Tags,
      Roles: role === undefined ? undefined : [{ RoleName: role }],
    } as InstanceProfile,
  });

beforeEach(() => {
  fresh(iam);
});

it('is created, and only then holds the role', async () => {
  iam.on(GetInstanceProfileCommand).rejects(named('NoSuchEntityException'));
  expect(await verb(profile)).toBe('create');
  await profile.create(progress);
  expect(inputs(iam.calls()).slice(1)).toEqual([{ InstanceProfileName: 'shop-profile', Tags: ownTags }, put]);
  expect(iam.commandCalls(CreateInstanceProfileCommand)).toHaveLength(1);
});

it('is kept with the role in it, whoever made it', async () => {
  there('shop-ec2', undefined);
  expect(await verb(profile)).toBe('keep');
  expect(await profile.read()).toMatchObject({ arn: 'arn:profile', role: 'shop-ec2' });
});

it('takes the role when it is empty, also when it is not ours', async () => {
  for (const tags of [ownTags, []]) {
    iam.resetHistory();
    there(undefined, tags);
    await updated(profile);
    expect(inputs(iam.commandCalls(AddRoleToInstanceProfileCommand))).toEqual([put]);
    expect(iam.commandCalls(RemoveRoleFromInstanceProfileCommand)).toHaveLength(0);
  }
});

it("changes its role when it is ours, and is a conflict when it is somebody else's", async () => {
  there('other');
  await updated(profile);
  expect(inputs(iam.calls()).slice(1)).toEqual([{ ...put, RoleName: 'other' }, put]);
  there('other', []);
  await expect(verb(profile)).rejects.toMatchObject({
    code: 'conflict',
    data: { differs: [{ key: 'role', from: 'other', to: 'shop-ec2' }] },
  });
});

it('waits for a new role to be known, and passes on a full profile', async () => {
  expect(profile.transient?.(named('NoSuchEntityException'))).toBe(true);
  iam.on(AddRoleToInstanceProfileCommand).rejects(named('LimitExceededException'));
  const failure = await profile.create(progress).catch((error) => error);
  expect(failure).toMatchObject({ name: 'LimitExceededException' });
  expect(profile.transient?.(failure)).toBe(false);
});
