// Why a deployment failed: each failed event by itself, and what many of them come to.
import { describe, expect, test } from 'vitest';
import { explainDeployment } from '../../src/commands/explain-deployment.ts';
import { explainEvent } from '../../src/explain/event.ts';
import type { Session } from '../../src/session.ts';
import { explanations } from '../../src/text/en/explain/index.ts';

const failed = 'Script at specified location: scripts/a.sh run as user root failed with exit code 1';

describe('a failed event', () => {
  test.each([
    ['AfterInstall', 'ScriptFailed', failed, '', 'ScriptFailed'],
    [
      'ApplicationStart',
      'ScriptFailed',
      failed,
      'Script - a.sh\n[stderr]Error: listen EADDRINUSE :::80\n',
      'portInUse',
    ],
    [
      'ApplicationStart',
      'ScriptFailed',
      failed,
      '[2024-01-01 00:00:00.000] [d-A][stderr]npm: command not found',
      'commandNotFound',
    ],
    ['ApplicationStop', 'ScriptFailed', failed, '[stderr]npm: command not found', 'oldScript'],
    ['BeforeBlockTraffic', 'ScriptTimedOut', '', '', 'oldScript'],
    ['BeforeInstall', 'ScriptMissing', '', '', 'ScriptMissing'],
    ['DownloadBundle', 'UnknownError', 'Access Denied', '', 's3Denied'],
    ['DownloadBundle', 'UnknownError', 'The specified key does not exist.', '', 's3NoKey'],
    [
      'Install',
      'UnknownError',
      'The deployment failed because a specified file already exists at this location: /a',
      '',
      'fileExists',
    ],
    ['Install', 'UnknownError', 'nobody has seen this', '[stdout]npm: command not found', 'UnknownError'],
    ['AllowTraffic', '', '', '', 'neverHealthy'],
    ['BlockTraffic', 'UnknownError', '', '', 'notDrained'],
    [
      'ApplicationStop',
      'UnknownError',
      'CodeDeploy agent was not able to receive the lifecycle event. Check',
      '',
      'eventNotReceived',
    ],
  ])('%s %s %s', (event, code, message, log, id) => expect(explainEvent({ event, code, message, log })).toBe(id));
});

interface Target {
  id: string;
  events: { lifecycleEventName: string; status: string; diagnostics?: object }[];
}

async function explain(deploymentInfo: object, targets: Target[] = []) {
  const codeDeploy = {
    getDeployment: async () => ({ deploymentInfo }),
    listDeploymentTargets: async () => ({ targetIds: targets.map(({ id }) => id) }),
    batchGetDeploymentTargets: async ({ targetIds }: { targetIds: string[] }) => ({
      deploymentTargets: targets
        .filter(({ id }) => targetIds.includes(id))
        .map(({ id, events }) => ({
          instanceTarget: { targetId: `arn:aws:ec2:r:1:instance/${id}`, lifecycleEvents: events },
        })),
    }),
  };
  const place = async () => ({ aws: { codeDeploy }, region: 'r' });
  const session = { place, program: 'codedeploy-wizard', globals: {} } as unknown as Session;
  const { data } = await explainDeployment(session, explanations, 'd-A');
  return (data as { findings: { id: string; cause: string; evidence: string; instances?: string[] }[] }).findings;
}

const event = (lifecycleEventName: string, message = '') => ({
  lifecycleEventName,
  status: 'Failed',
  diagnostics: { errorCode: 'UnknownError', message },
});
const summary = {
  status: 'Failed',
  errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'The overall deployment failed' },
};

test('equal failures are one, the most frequent comes first, the summary last', async () => {
  const findings = await explain(summary, [
    {
      id: 'i-1',
      events: [
        { lifecycleEventName: 'ApplicationStop', status: 'Succeeded' },
        event('DownloadBundle', 'Access Denied'),
      ],
    },
    { id: 'i-2', events: [event('AllowTraffic')] },
    { id: 'i-3', events: [event('AllowTraffic')] },
  ]);
  expect(findings.map(({ id, instances }) => [id, instances])).toEqual([
    ['neverHealthy', ['i-2', 'i-3']],
    ['s3Denied', ['i-1']],
    ['HEALTH_CONSTRAINTS', undefined],
  ]);
});

test('a summary without any failed event is a silent agent', async () => {
  const [first, second] = await explain(summary, [{ id: 'i-1', events: [] }]);
  expect([first!.id, second!.id]).toEqual(['eventNotReceived', 'HEALTH_CONSTRAINTS']);
});

test('a reason of its own comes before the instances', async () => {
  const findings = await explain({ status: 'Failed', errorInformation: { code: 'ALARM_ACTIVE', message: 'x' } }, [
    { id: 'i-1', events: [event('AllowTraffic')] },
  ]);
  expect(findings.map(({ id }) => id)).toEqual(['ALARM_ACTIVE', 'neverHealthy']);
});

test('a code of the future is shown as it is, with its message', async () => {
  const [finding] = await explain({
    status: 'Failed',
    errorInformation: { code: 'QUANTUM_FLUX', message: 'the cat password=x' },
  });
  expect([finding!.id, finding!.evidence]).toEqual(['QUANTUM_FLUX', 'the cat password=***']);
});

test.each(['Succeeded', 'InProgress'])('nothing is wrong with one that is %s', async (status) =>
  expect(await explain({ status })).toEqual([]),
);
