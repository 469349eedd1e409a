// `deploy continue`: a blue/green deployment that waits for somebody, as AWS tells of it.
import {
  CodeDeployClient,
  ContinueDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { bench } from '../support/run.ts';

const codeDeploy = mockClient(CodeDeployClient);
const sts = mockClient(STSClient);
const id = 'd-READY1234';

beforeEach(() => {
  codeDeploy.reset();
  sts.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/kim' });
  codeDeploy.on(ListDeploymentTargetsCommand).resolves({ targetIds: [] });
  codeDeploy.on(ContinueDeploymentCommand).resolves({});
});

const is = (...looks: Partial<DeploymentInfo>[]) => {
  const infos = looks.map((of) => ({ deploymentInfo: { deploymentId: id, createTime: new Date(), ...of } }));
  const [first, ...later] = infos;
  let answers = codeDeploy.on(GetDeploymentCommand).resolvesOnce(first!);
  for (const look of later) answers = answers.resolvesOnce(look);
  answers.resolves(infos.at(-1)!);
};
const run = (...args: string[]) =>
  bench().run(['deploy', 'continue', id, '--region', 'ap-northeast-2', '--output', 'json', ...args]);
const sent = () => codeDeploy.commandCalls(ContinueDeploymentCommand).map(({ args }) => args[0].input);

test('Ready: confirmed by its id the traffic goes over, and it is watched to its end', async () => {
  is({ status: 'Ready' }, { status: 'InProgress' }, { status: 'Succeeded' });
  const ran = await run('--confirm', id);
  expect([ran.exitCode, sent()]).toEqual([0, [{ deploymentId: id, deploymentWaitType: 'READY_WAIT' }]]);
  expect(ran.envelope.data).toMatchObject({ deployment: { id, status: 'Succeeded' } });
});

test('--no-wait lets it go', async () => {
  is({ status: 'Ready' }, { status: 'InProgress' });
  const ran = await run('--confirm', id, '--no-wait');
  expect([ran.exitCode, ran.envelope.next[0]]).toEqual([0, expect.stringContaining(`deploy watch ${id}`)]);
  expect(ran.envelope.data).toMatchObject({ deployment: { status: 'InProgress' } });
});

test('--terminate ends the wait before the original instances go', async () => {
  is({ status: 'InProgress', instanceTerminationWaitTimeStarted: true }, { status: 'Succeeded' });
  const ran = await run('--terminate', '--confirm', id);
  expect([ran.exitCode, sent()]).toEqual([0, [{ deploymentId: id, deploymentWaitType: 'TERMINATION_WAIT' }]]);
});

test('--yes is not enough: what moves traffic is confirmed by name', async () => {
  is({ status: 'Ready' });
  const ran = await run('--yes');
  expect([ran.exitCode, ran.envelope.error?.hint, sent()]).toEqual([2, expect.stringContaining(`--confirm ${id}`), []]);
});

test('a dry run sends nothing', async () => {
  is({ status: 'Ready' });
  const ran = await run('--dry-run', '--exit-code');
  expect([ran.exitCode, sent()]).toEqual([7, []]);
});

test.each(['DeploymentIsNotInReadyStateException', 'UnsupportedActionForDeploymentTypeException'])(
  '%s in the meantime is exit 3',
  async (name) => {
    is({ status: 'Ready' });
    codeDeploy
      .on(ContinueDeploymentCommand)
      .rejects(Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 400 } }));
    const ran = await run('--confirm', id);
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([3, 'notWaiting']);
  },
);

test('it fails after all: exit 10', async () => {
  is({ status: 'Ready' }, { status: 'Failed', errorInformation: { code: 'TIMEOUT', message: 'too late' } });
  const ran = await run('--confirm', id);
  expect([ran.exitCode, ran.envelope.error?.message]).toEqual([10, expect.stringContaining('TIMEOUT')]);
});
