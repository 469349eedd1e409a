// A code and a log are explained without AWS: no client is even loaded.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { bench } from '../support/run.ts';

const { names, client } = vi.hoisted(() => {
  const names: string[] = [];
  const client = (name: string) => () => {
    names.push(name);
    return {};
  };
  return { names, client };
});
vi.mock('@aws-sdk/client-codedeploy', client('codedeploy'));
vi.mock('@aws-sdk/client-sts', client('sts'));
vi.mock('@aws-sdk/client-iam', client('iam'));
vi.mock('@aws-sdk/client-ec2', client('ec2'));
vi.mock('@aws-sdk/client-s3', client('s3'));
vi.mock('../../src/aws/connect.ts', client('connect'));

test.each([[['THROTTLED']], [['--log', join(import.meta.dirname, 'logs', 'denied.log')]], [['nosuch']]])(
  'explain %j loads no client',
  async (args) => {
    await bench().run(['explain', ...args, '--lang', 'ko']);
    expect(names).toEqual([]);
  },
);

test('a client that is loaded is seen', async () => {
  await import('@aws-sdk/client-sts');
  expect(names).toEqual(['sts']);
});
