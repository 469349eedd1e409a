// Which deployments can be gone back to, from a history of twelve.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { describe, expect, test } from 'vitest';
import { bringing, waysBack } from '../../src/deployments/way-back.ts';

const commit = (letter: string) => ({
  revisionType: 'GitHub' as const,
  gitHubLocation: { repository: 'acme/shop', commitId: letter.repeat(40) },
});
const object = (key: string, version?: string, eTag?: string) => ({
  revisionType: 'S3' as const,
  s3Location: {
    bucket: 'revisions',
    key,
    bundleType: 'zip' as const,
    ...(version && { version }),
    ...(eTag && { eTag }),
  },
});
const made = (id: string, revision: DeploymentInfo['revision'], of: Partial<DeploymentInfo> = {}): DeploymentInfo => ({
  deploymentId: id,
  status: 'Succeeded',
  creator: 'user',
  revision,
  ...of,
});

/** Newest first. */
const twelve: DeploymentInfo[] = [
  made('d-12', commit('f'), { status: 'InProgress' }),
  made('d-11', commit('b'), { creator: 'autoscaling' }),
  made('d-10', commit('e'), { status: 'Failed' }),
  made('d-9', commit('d')),
  made('d-8', commit('d')),
  made('d-7', commit('c'), { status: 'Stopped' }),
  made('d-6', commit('e')),
  made('d-5', commit('b'), { creator: 'codeDeployRollback' }),
  made('d-4', object('shop/2.zip', 'v2')),
  made('d-3', object('shop/2.zip', 'v1')),
  made('d-2', commit('b')),
  made('d-1', undefined),
];
const ids = (infos: DeploymentInfo[]) => infos.map(({ deploymentId }) => deploymentId);

describe('ways back', () => {
  test('after a failure: the newest success with another revision, each revision once', () => {
    expect(ids(waysBack(twelve))).toEqual(['d-9', 'd-5', 'd-4', 'd-3']);
  });

  test('an attempt to go back that failed may be tried again', () => {
    const history = (of: Partial<DeploymentInfo>) => [
      made('d-4', commit('a'), { status: 'Failed', ...of }),
      made('d-3', commit('b'), { status: 'Failed' }),
      made('d-2', commit('a')),
    ];
    expect(ids(waysBack(history({ creator: 'codeDeployRollback' })))).toEqual(['d-2']);
    expect(ids(waysBack(history({ description: 'Rollback to d-2' })))).toEqual(['d-2']);
    expect(ids(waysBack(history({})))).toEqual([]);
  });

  test.each<[string, number, string[]]>([
    ['from a success: not the same revision again', 3, ['d-6', 'd-5', 'd-4', 'd-3']],
    ['from a stopped one: what came before it, whatever failed since', 5, ['d-6', 'd-5', 'd-4', 'd-3']],
    ['from a rollback: what it has not brought', 7, ['d-4', 'd-3']],
    ['from a version of an object: the other version', 8, ['d-3', 'd-2']],
    ['from the first ones', 10, []],
    ['from nothing', 12, []],
  ])('%s', (_, from, expected) => {
    expect(ids(waysBack(twelve.slice(from)))).toEqual(expected);
  });
});

test.each([
  ['ddddddd', ['d-9', 'd-8']],
  ['DDDD', ['d-9', 'd-8']],
  ['ddd', []],
  ['c'.repeat(40), []],
  ['eeeeeee', ['d-6']],
  ['2.zip', ['d-4', 'd-3']],
  ['shop/2.zip', ['d-4', 'd-3']],
  ['s3://revisions/shop/2.zip', ['d-4', 'd-3']],
  ['v1', ['d-3']],
  ['zip', []],
])('%s means what brought it and worked', (text, expected) => {
  expect(ids(bringing(twelve, text))).toEqual(expected);
});
