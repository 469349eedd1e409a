// The profile on an instance: given to one that has none, never replaced.
import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { profileAssociation } from '../../src/resources/profile-association.ts';
import { fresh, inputs, named, place, progress, verb } from './support.ts';

const ec2 = mockClient(EC2Client);
const ssm = mockClient(SSMClient);
const wanted = (managed = false) => profileAssociation(place, { instance: 'i-1', profile: 'shop-profile', managed });

const there = (...all: [string, string?][]) =>
  ec2
    .on(DescribeIamInstanceProfileAssociationsCommand, { Filters: [{ Name: 'instance-id', Values: ['i-1'] }] })
    .resolves({
      IamInstanceProfileAssociations: all.map(([State, name]) => ({
        State: State as 'associated',
        ...(name && { IamInstanceProfile: { Arn: `arn:aws:iam::123456789012:instance-profile/path/${name}` } }),
      })),
    });
const instance = (state: string) =>
  ec2.on(DescribeInstancesCommand).resolves({
    Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: state as 'running' } }] }],
  });
const ping = (...status: string[]) =>
  ssm
    .on(DescribeInstanceInformationCommand)
    .resolves({ InstanceInformationList: status.map((PingStatus) => ({ PingStatus: PingStatus as 'Online' })) });
const waits = async (managed = true) => {
  const resource = wanted(managed);
  return resource.waiting?.((await resource.read())!, progress);
};

beforeEach(() => {
  fresh(ec2, ssm);
});

it.each([[[]], [[['disassociated', 'old']]], [[['disassociating', 'old']]]] as [[string, string][]][])(
  'is made where there is none that stays: %j',
  async (all) => {
    there(...all);
    expect(await verb(wanted())).toBe('create');
    expect(await wanted().notes?.(undefined, [])).toMatchObject([{ key: 'profileMissing' }]);
    await wanted().create(progress);
    expect(inputs(ec2.commandCalls(AssociateIamInstanceProfileCommand))).toEqual([
      { InstanceId: 'i-1', IamInstanceProfile: { Name: 'shop-profile' } },
    ]);
  },
);

it('keeps any other profile, and says so', async () => {
  there(['disassociated', 'old'], ['associated', 'other']);
  expect(await verb(wanted())).toBe('keep');
  expect(await wanted().notes?.((await wanted().read())!, [])).toMatchObject([
    { key: 'profileOther', data: { profile: 'other' } },
  ]);
  there(['associated', 'shop-profile']);
  expect(await wanted().notes?.((await wanted().read())!, [])).toEqual([]);
});

it('waits until it is there, and until Systems Manager sees the running instance', async () => {
  there(['associating', 'shop-profile']);
  expect(await waits()).toMatchObject({ key: 'waitInstance', data: { state: 'associating' } });
  there(['associated', 'shop-profile']);
  expect(await waits(false)).toBeUndefined();
  instance('running');
  for (const status of [[], ['ConnectionLost']]) {
    ping(...status);
    expect(await waits()).toMatchObject({ key: 'waitManaged' });
  }
  ping('Online');
  expect(await waits()).toBeUndefined();
  ping();
  instance('stopped');
  expect(await waits()).toBeUndefined();
});

it('tries again while IAM spreads the profile, and only then', () => {
  const transient = (name: string, message = '') => wanted().transient?.(named(name, message));
  expect(transient('InvalidParameterValue', 'Value (x) … Invalid IAM Instance Profile name')).toBe(true);
  expect(transient('InvalidParameterValue', 'something else')).toBe(false);
  expect(transient('UnauthorizedOperation')).toBe(false);
});

it('reads an association without its profile', async () => {
  there(['associated']);
  expect(await wanted().read()).toMatchObject({ profile: '', state: 'associated' });
});
