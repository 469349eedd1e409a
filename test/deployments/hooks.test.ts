// Hooks that are there against hooks that deployment groups name: each state of the pair, and loops told from chance.
import type { Activity, LifecycleHook } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo, DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { describe, expect, test } from 'vitest';
import { judgeHooks } from '../../src/deployments/hooks.ts';
import { goodOnes, revisionNamed } from '../../src/deployments/known-good.ts';
import { judgeLoop } from '../../src/deployments/launch-loop.ts';

const LAUNCH = 'CodeDeploy-managed-automatic-launch-deployment-hook-shop-';
const TERMINATION = 'CodeDeploy-managed-automatic-termination-deployment-hook-shop-';

const hook = (name: string, metadata: string, of: Partial<LifecycleHook> = {}): LifecycleHook => ({
  LifecycleHookName: name,
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  NotificationMetadata: metadata,
  ...of,
});
const terminating = { LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING' };
const group = (id: string, entry?: { hook?: string; terminationHook?: string }, name = 'web'): DeploymentGroupInfo => ({
  applicationName: 'shop',
  deploymentGroupName: id,
  deploymentGroupId: id,
  autoScalingGroups: entry ? [{ name, ...entry }] : [],
});

test.each<[string, LifecycleHook[], DeploymentGroupInfo[], string | undefined, [string, string | null][]]>([
  ['nobody deploys to it', [], [group('a')], undefined, []],
  ['as it should be', [hook(`${LAUNCH}1`, 'a')], [group('a', { hook: `${LAUNCH}1` })], undefined, [['healthy', 'a']]],
  ['deleted by hand', [], [group('a', { hook: `${LAUNCH}1` })], undefined, [['deletedByHand', 'a']]],
  ['never installed', [], [group('a', {})], undefined, [['deletedByHand', 'a']]],
  [
    'another of its own',
    [hook(`${LAUNCH}2`, 'a')],
    [group('a', { hook: `${LAUNCH}1` })],
    undefined,
    [['mismatched', 'a']],
  ],
  [
    'its own and one more of its own',
    [hook(`${LAUNCH}1`, 'a'), hook(`${LAUNCH}0`, 'a')],
    [group('a', { hook: `${LAUNCH}1` })],
    undefined,
    [
      ['healthy', 'a'],
      ['leftover', 'a'],
    ],
  ],
  ['of a group that is gone', [hook(`${LAUNCH}1`, 'gone')], [group('a')], undefined, [['leftover', null]]],
  ['not cleaned up', [hook(`${LAUNCH}1`, 'a')], [group('a')], undefined, [['leftover', 'a']]],
  [
    'of a group that deploys to another one',
    [hook(`${LAUNCH}1`, 'a')],
    [group('a', { hook: `${LAUNCH}1` }, 'other')],
    undefined,
    [['leftover', 'a']],
  ],
  [
    'two groups, each with its own',
    [hook(`${LAUNCH}1`, 'a'), hook(`${LAUNCH}2`, 'b')],
    [group('a', { hook: `${LAUNCH}1` }), group('b', { hook: `${LAUNCH}2` })],
    undefined,
    [
      ['healthy', 'a'],
      ['healthy', 'b'],
    ],
  ],
  [
    'both hooks',
    [hook(`${LAUNCH}1`, 'a'), hook(`${TERMINATION}1`, 'a', terminating)],
    [group('a', { hook: `${LAUNCH}1`, terminationHook: `${TERMINATION}1` })],
    undefined,
    [
      ['healthy', 'a'],
      ['healthy', 'a'],
    ],
  ],
  [
    'the second one deleted by hand',
    [hook(`${LAUNCH}1`, 'a')],
    [group('a', { hook: `${LAUNCH}1`, terminationHook: `${TERMINATION}1` })],
    undefined,
    [
      ['healthy', 'a'],
      ['deletedByHand', 'a'],
    ],
  ],
  ['suspended', [], [group('a')], 'shop/a', [['suspended', 'a']]],
  [
    'remembered as suspended, but still there',
    [hook(`${LAUNCH}1`, 'a')],
    [group('a', { hook: `${LAUNCH}1` })],
    'shop/a',
    [['healthy', 'a']],
  ],
  ["somebody else's", [hook('my-own-hook', 'a'), hook('CodeDeploy-lookalike', 'a')], [group('a')], undefined, []],
])('%s', (_, present, groups, suspended, expected) => {
  const judged = judgeHooks('web', present, groups, suspended);
  expect(judged.map(({ state, group }) => [state, group])).toEqual(
    expected.map(([state, id]) => [state, id && `shop/${id}`]),
  );
});

const NOW = Date.UTC(2026, 0, 5, 12);
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);
const launching = (minutes: number, StatusCode: Activity['StatusCode'], StatusMessage = ''): Activity => ({
  ActivityId: String(minutes),
  AutoScalingGroupName: 'web',
  Cause: 'At some time an instance was started.',
  Description: 'Launching a new EC2 instance: i-0123456789abcdef0',
  StartTime: ago(minutes),
  StatusCode,
  StatusMessage,
});
const because = (result: string) =>
  `Instance failed to complete user's Lifecycle Action: Lifecycle Action with token 1 was abandoned: ${result}`;
const ABANDON = because('Lifecycle Action Completed with ABANDON Result');
const TIMEOUT = because('Heartbeat Timeout');
const unhealthy = (minutes: number): Activity => ({
  ...launching(minutes, 'Successful'),
  Description: 'Terminating EC2 instance: i-0123456789abcdef0',
  Cause: 'At some time an instance was taken out of service in response to an ELB system health check failure.',
});

const member = (LifecycleState: 'InService' | 'Pending:Wait', HealthStatus = 'Healthy') => ({
  InstanceId: 'i-0123456789abcdef0',
  AvailabilityZone: 'ap-northeast-2a',
  ProtectedFromScaleIn: false,
  LifecycleState,
  HealthStatus,
});
/** Two are wanted, and one serves. */
const LIMPING = { DesiredCapacity: 2, Instances: [member('InService')] };

test.each<[string, Activity[], string | undefined]>([
  ['nothing', [], undefined],
  ['once is chance', [launching(3, 'Cancelled', ABANDON)], undefined],
  ['twice', [launching(3, 'Cancelled', ABANDON), launching(9, 'Cancelled', ABANDON)], 'deploymentFailed'],
  [
    'one is on its way',
    [launching(1, 'MidLifecycleAction'), launching(3, 'Failed', ABANDON), launching(9, 'Cancelled', ABANDON)],
    'deploymentFailed',
  ],
  ['nobody answers', [launching(3, 'Cancelled', TIMEOUT), launching(14, 'Cancelled', TIMEOUT)], 'heartbeatTimeout'],
  ['long ago', [launching(31, 'Cancelled', ABANDON), launching(40, 'Cancelled', ABANDON)], undefined],
  [
    'over',
    [launching(1, 'Successful'), launching(3, 'Cancelled', ABANDON), launching(9, 'Cancelled', ABANDON)],
    undefined,
  ],
  [
    'for other reasons',
    [launching(3, 'Failed', 'Invalid IAM Instance Profile name'), launching(4, 'Failed', 'Insufficient capacity')],
    undefined,
  ],
  ['unhealthy twice', [unhealthy(3), unhealthy(9)], undefined],
  ['unhealthy again and again', [unhealthy(3), unhealthy(9), unhealthy(15)], 'healthCheck'],
])('a loop or not: %s', (_, activities, reason) => {
  expect(judgeLoop(activities, LIMPING, NOW)?.reason).toBe(reason);
});

const twice = [launching(3, 'Cancelled', ABANDON), launching(9, 'Cancelled', ABANDON)];
const serving = [member('InService'), member('InService')];

test.each<[string, Activity[], Parameters<typeof judgeLoop>[1], string | undefined]>([
  ['one is missing', twice, { DesiredCapacity: 2, Instances: serving.slice(1) }, 'deploymentFailed'],
  ['as many serve as are wanted', twice, { DesiredCapacity: 2, Instances: serving }, undefined],
  [
    'as many serve as are wanted, and the last try was just now',
    [launching(1, 'Cancelled', ABANDON), ...twice],
    { DesiredCapacity: 2, Instances: serving },
    'deploymentFailed',
  ],
  ['nobody is wanted any more', twice, { DesiredCapacity: 0, Instances: [] }, undefined],
  [
    'one of them is not healthy',
    twice,
    { DesiredCapacity: 2, Instances: [member('InService'), member('InService', 'Unhealthy')] },
    'deploymentFailed',
  ],
  [
    'one more is on its way',
    twice,
    { DesiredCapacity: 2, Instances: [...serving, member('Pending:Wait')] },
    'deploymentFailed',
  ],
  [
    'nobody answered, and then somebody served',
    [launching(3, 'Cancelled', TIMEOUT), launching(14, 'Cancelled', TIMEOUT)],
    { DesiredCapacity: 1, Instances: [member('InService')] },
    undefined,
  ],
  [
    'unhealthy, and the next one serves no longer than they did',
    [unhealthy(3), unhealthy(9), unhealthy(15)],
    { DesiredCapacity: 2, Instances: serving },
    'healthCheck',
  ],
  [
    'unhealthy, and the next one has outlived them',
    [unhealthy(9), unhealthy(13), unhealthy(17)],
    { DesiredCapacity: 2, Instances: serving },
    undefined,
  ],
  [
    'unhealthy, and the grace period of the next one is not over',
    [unhealthy(9), unhealthy(13), unhealthy(17)],
    { DesiredCapacity: 2, Instances: serving, HealthCheckGracePeriod: 600 },
    'healthCheck',
  ],
])('over or not: %s', (_, activities, group, reason) => {
  expect(judgeLoop(activities, group, NOW)?.reason).toBe(reason);
});

test('a loop says how often, since when, and what AWS says of the newest', () => {
  const activities = [launching(3, 'Cancelled', ABANDON), launching(9, 'Cancelled', TIMEOUT)];
  expect(judgeLoop(activities, LIMPING, NOW)).toEqual({
    reason: 'deploymentFailed',
    failures: 2,
    since: ago(9).toISOString(),
    latest: '2026-01-05T11:57:00.000Z',
    message: ABANDON,
  });
});

const SHA = 'a'.repeat(40);
const commit = (letter: string) => ({
  revisionType: 'GitHub' as const,
  gitHubLocation: { repository: 'acme/shop', commitId: letter.repeat(40) },
});
const ran = (id: string, letter: string, of: Partial<DeploymentInfo> = {}): DeploymentInfo => ({
  deploymentId: id,
  status: 'Succeeded',
  creator: 'user',
  revision: commit(letter),
  ...of,
});

test('good is what succeeded for everybody and is not what fails', () => {
  const deployments = [
    ran('d-9', 'c', { status: 'Failed' }),
    ran('d-8', 'b'),
    ran('d-7', 'a', { creator: 'autoscaling' }),
    ran('d-6', 'a', { status: 'Stopped' }),
    ran('d-5', 'a', { creator: 'codeDeployRollback' }),
    ran('d-4', 'b', { creator: 'autoscalingTermination' }),
    ran('d-3', 'a'),
    ran('d-2', 'd', { revision: undefined }),
  ];
  const failing = { repository: 'acme/shop', commitId: 'b'.repeat(40) };
  expect(goodOnes(deployments, failing).map(({ deploymentId }) => deploymentId)).toEqual(['d-5', 'd-3']);
  expect(goodOnes(deployments, undefined).map(({ deploymentId }) => deploymentId)).toEqual(['d-8', 'd-5', 'd-3']);
});

describe('a revision is named', () => {
  test.each([
    ['s3://bucket/shop/1.zip', { bucket: 'bucket', key: 'shop/1.zip', bundleType: 'zip' }],
    ['s3://bucket/1.tar.gz', { bucket: 'bucket', key: '1.tar.gz', bundleType: 'tgz' }],
    ['s3://bucket/1.tar?versionId=v.1', { bucket: 'bucket', key: '1.tar', bundleType: 'tar', version: 'v.1' }],
    [`acme/shop@${SHA.toUpperCase()}`, { repository: 'acme/shop', commitId: SHA }],
    ['acme/shop@main', undefined],
    ['s3://bucket', undefined],
    ['latest', undefined],
  ])('%s', (name, revision) => expect(revisionNamed(name)).toEqual(revision));
});
