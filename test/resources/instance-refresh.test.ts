// An instance refresh: needed while anything old runs, followed once it is under way.
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  type InstanceRefresh,
  StartInstanceRefreshCommand,
} from '@aws-sdk/client-auto-scaling';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { instanceRefresh } from '../../src/resources/instance-refresh.ts';
import { fresh, inputs, named, place, progress, verb } from './support.ts';

const autoScaling = mockClient(AutoScalingClient);
const refresh = () => instanceRefresh(place, 'shop-asg', '8');

const running = (versions: (string | undefined)[], DesiredCapacity = versions.length) =>
  autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({
    AutoScalingGroups: [
      {
        DesiredCapacity,
        Instances: versions.map((Version) => (Version ? { LaunchTemplate: { Version } } : {})),
      } as never,
    ],
  });
const last = (Status?: string, of: InstanceRefresh = {}) =>
  autoScaling
    .on(DescribeInstanceRefreshesCommand)
    .resolves({ InstanceRefreshes: Status ? [{ Status: Status as 'Failed', ...of }] : undefined });
const waits = async (resource = refresh()) => resource.waiting?.((await resource.read())!, progress);

beforeEach(() => {
  fresh(autoScaling);
});

it('is needed while an instance is of another version, or of no template at all', async () => {
  for (const versions of [['7', '8'], [undefined]]) {
    running(versions);
    expect(await verb(refresh())).toBe('create');
    last('Failed');
    expect(await verb(refresh())).toBe('create');
    last();
  }
});

it('is not needed when nothing old runs, however an earlier one ended', async () => {
  for (const versions of [['8', '8'], []])
    for (const status of [undefined, 'Successful', 'Failed', 'Cancelled', 'RollbackSuccessful']) {
      running(versions);
      last(status);
      expect(await verb(refresh())).toBe('keep');
      expect(await waits()).toBeUndefined();
    }
});

it('launches first where there is only one instance', async () => {
  running(['7', '7']);
  await refresh().create(progress);
  running(['7'], 1);
  await refresh().create(progress);
  const sent = inputs(autoScaling.commandCalls(StartInstanceRefreshCommand));
  expect(sent[0]).toEqual({
    AutoScalingGroupName: 'shop-asg',
    Strategy: 'Rolling',
    Preferences: { MinHealthyPercentage: 90, SkipMatching: true },
  });
  expect(sent[1]).toMatchObject({ Preferences: { MinHealthyPercentage: 100, MaxHealthyPercentage: 200 } });
});

it('takes up one that is under way, whether found before or when starting', async () => {
  running(['7']);
  last('InProgress', { PercentageComplete: 40 });
  expect(await verb(refresh())).toBe('keep');
  expect(await waits()).toMatchObject({ key: 'waitRefresh', data: { percent: 40, status: 'InProgress' } });
  autoScaling.on(StartInstanceRefreshCommand).rejects(named('InstanceRefreshInProgressFault'));
  await refresh().create(progress);
  autoScaling.on(StartInstanceRefreshCommand).rejects(named('LimitExceededFault'));
  await expect(refresh().create(progress)).rejects.toMatchObject({ name: 'LimitExceededFault' });
});

it.each(['Failed', 'Cancelled', 'RollbackSuccessful', 'RollbackFailed'])(
  'is broken when the one it started or took up ends as %s',
  async (status) => {
    running(['7']);
    const started = refresh();
    await started.create(progress);
    const taken = refresh();
    last('InProgress');
    await waits(taken);
    last(status, { StatusReason: 'why' });
    for (const resource of [started, taken])
      await expect(waits(resource)).rejects.toMatchObject({ code: 'broken', data: { state: status, reason: 'why' } });
  },
);

it('waits for what it started, although AWS does not list it yet', async () => {
  running(['7']);
  const started = refresh();
  await started.create(progress);
  expect(await waits(started)).toMatchObject({ key: 'waitRefresh' });
  last('Successful');
  expect(await waits(started)).toBeUndefined();
});
