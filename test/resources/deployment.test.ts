// A deployment as the engine drives it: read, create, look again; against answers of AWS made by hand.
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  BatchGetDeploymentsCommand,
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  CreateDeploymentCommand,
  type DeploymentGroupInfo,
  type DeploymentInfo,
  type DeploymentTarget,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Place } from '../../src/aws/place.ts';
import { locationOf } from '../../src/deployments/revision.ts';
import { planResource } from '../../src/engine/plan.ts';
import type { Line, Progress } from '../../src/engine/resource.ts';
import { type DeploymentShape, deployment } from '../../src/resources/deployment.ts';

const codeDeploy = mockClient(CodeDeployClient);
const s3 = mockClient(S3Client);
const autoScaling = mockClient(AutoScalingClient);
const cloudWatch = mockClient(CloudWatchClient);

const place: Place = {
  aws: connect({ region: 'ap-northeast-2' }),
  account: '123456789012',
  partition: 'aws',
  region: 'ap-northeast-2',
  clock: { now: () => 0, sleep: async () => {} },
  cwd: '/nowhere',
  command: (...words) => ['codedeploy-wizard', ...words].join(' '),
  remember: () => {},
  forget: () => {},
  once: (_, read) => read(),
  until: async () => {},
};

const revision = { bucket: 'revisions', key: 'shop.zip', bundleType: 'zip', eTag: 'abc' };
const other = { ...revision, eTag: 'def' };
const shape: DeploymentShape = {
  application: 'shop',
  group: 'shop-group',
  revision,
  fileExistsBehavior: 'DISALLOW',
  ignoreApplicationStopFailures: false,
  always: false,
  wait: true,
};

let told: string[];
let said: Line[];
const progress: Progress = {
  say: (line) => said.push(line),
  warn: (line) => said.push(line),
  advance: () => {},
  target: ({ deploymentId, instance, event, status }) => told.push(`${deploymentId} ${instance} ${event} ${status}`),
};

const info = (id: string, of: Partial<DeploymentInfo> = {}): DeploymentInfo => ({
  deploymentId: id,
  status: 'Succeeded',
  creator: 'user',
  revision: locationOf(revision),
  ...of,
});

/** What AWS knows: deployments by id, in order; the group remembers the last ones. */
function aws(deployments: DeploymentInfo[], group: Partial<DeploymentGroupInfo> = {}) {
  const active = deployments.filter(({ status }) => !['Succeeded', 'Failed', 'Stopped'].includes(status ?? ''));
  const summary = (found: DeploymentInfo | undefined) =>
    found && {
      deploymentId: found.deploymentId,
      status: found.status,
      createTime: new Date(1e12 + deployments.indexOf(found)),
    };
  codeDeploy.on(GetDeploymentGroupCommand).resolves({
    deploymentGroupInfo: {
      autoScalingGroups: [{ name: 'shop-asg' }],
      lastAttemptedDeployment: summary(deployments.at(-1)),
      lastSuccessfulDeployment: summary(deployments.filter(({ status }) => status === 'Succeeded').at(-1)),
      ...group,
    },
  });
  codeDeploy.on(ListDeploymentsCommand).resolves({ deployments: active.map(({ deploymentId = '' }) => deploymentId) });
  codeDeploy.on(BatchGetDeploymentsCommand).resolves({ deploymentsInfo: active });
  for (const found of deployments)
    codeDeploy.on(GetDeploymentCommand, { deploymentId: found.deploymentId }).resolves({ deploymentInfo: found });
}

const events = (
  id: string,
  status: DeploymentTarget['instanceTarget'],
  ...of: [string, string][]
): DeploymentTarget => ({
  deploymentTargetType: 'InstanceTarget',
  instanceTarget: {
    targetId: id,
    ...status,
    lifecycleEvents: of.map(([lifecycleEventName, status]) => ({
      lifecycleEventName,
      status: status as 'Failed',
      ...(status === 'Failed' && {
        diagnostics: {
          errorCode: 'ScriptFailed',
          scriptName: 'start.sh',
          message: 'exit code 1',
          logTail: 'port in use\n',
        },
      }),
    })),
  },
});

function targets(...all: DeploymentTarget[]) {
  codeDeploy
    .on(ListDeploymentTargetsCommand)
    .resolves({ targetIds: all.map((target) => target.instanceTarget?.targetId ?? '') });
  codeDeploy.on(BatchGetDeploymentTargetsCommand).callsFake(({ targetIds }: { targetIds: string[] }) => ({
    deploymentTargets: all.filter((target) => targetIds.includes(target.instanceTarget?.targetId ?? '')),
  }));
}

const named = (name: string, message = '') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

beforeEach(() => {
  for (const client of [codeDeploy, s3, autoScaling, cloudWatch]) client.reset();
  told = [];
  said = [];
  codeDeploy.on(ListDeploymentTargetsCommand).rejects(named('DeploymentNotStartedException'));
  codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-NEW' });
  s3.on(HeadObjectCommand).resolves({ ETag: '"abc"' });
  autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({
    AutoScalingGroups: [
      {
        AutoScalingGroupName: 'shop-asg',
        MinSize: 1,
        MaxSize: 1,
        DesiredCapacity: 1,
        DefaultCooldown: 0,
        AvailabilityZones: [],
        HealthCheckType: 'EC2',
        CreatedTime: new Date(),
        Instances: [
          {
            InstanceId: 'i-1',
            AvailabilityZone: 'a',
            LifecycleState: 'InService',
            HealthStatus: 'Healthy',
            ProtectedFromScaleIn: false,
          },
        ],
      },
    ],
  });
});

const plan = (of: Partial<DeploymentShape> = {}) => planResource('deploy', deployment(place, { ...shape, ...of }));

describe('planning', () => {
  it('creates where the group does not exist yet', async () => {
    codeDeploy.on(ListDeploymentsCommand).rejects(named('ApplicationDoesNotExistException'));
    codeDeploy.on(GetDeploymentGroupCommand).rejects(named('ApplicationDoesNotExistException'));
    expect((await plan()).change).toMatchObject({ verb: 'create', name: 'shop/shop-group' });
  });

  it('keeps what runs, unless it is to be deployed always', async () => {
    aws([info('d-OLD')]);
    expect((await plan()).change).toMatchObject({
      verb: 'keep',
      notes: [{ key: 'runsAlready', data: { deployment: 'd-OLD' } }],
    });
    expect((await plan({ always: true })).change.verb).toBe('create');
  });

  it('creates when another revision runs, or something was tried since', async () => {
    aws([info('d-OLD', { revision: locationOf(other) })]);
    expect((await plan()).change.verb).toBe('create');
    aws([info('d-OLD'), info('d-BAD', { status: 'Failed', revision: locationOf(other) })]);
    expect((await plan()).change.verb).toBe('create');
  });

  it('does not mind a version that was not asked for', async () => {
    aws([info('d-OLD', { revision: locationOf({ ...revision, version: 'v1' }) })]);
    expect((await plan()).change.verb).toBe('keep');
  });

  it('takes up the same revision on its way, also when it deploys always', async () => {
    aws([info('d-NOW', { status: 'InProgress' })]);
    const { change, found } = await plan({ always: true });
    expect(change.verb).toBe('keep');
    expect(found).toMatchObject({ id: 'd-NOW', status: 'InProgress' });
  });

  it('is refused while something else is on its way', async () => {
    aws([info('d-OLD'), info('d-NOW', { status: 'InProgress', revision: locationOf(other) })]);
    await expect(plan()).rejects.toMatchObject({
      code: 'busy',
      data: { group: 'shop/shop-group', deployment: 'd-NOW' },
    });
    aws([info('d-OLD'), info('d-BACK', { status: 'Created', creator: 'codeDeployRollback' })]);
    await expect(plan()).rejects.toMatchObject({ code: 'busy', data: { deployment: 'd-BACK' } });
  });

  it('does not mind the deployment of a single new instance', async () => {
    aws([info('d-ONE', { status: 'InProgress', creator: 'autoscaling' })]);
    expect((await plan()).change.verb).toBe('create');
  });
});

describe('creating', () => {
  const made = async (of: Partial<DeploymentShape> = {}) => {
    const resource = deployment(place, { ...shape, ...of });
    const before = await resource.read();
    await resource.create(progress);
    return { resource, before };
  };

  it('sends the revision with its tag, and follows its own', async () => {
    aws([info('d-OLD')]);
    const { resource } = await made({ always: true, description: 'Fix the cart' });
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)[0]?.args[0].input).toEqual({
      applicationName: 'shop',
      deploymentGroupName: 'shop-group',
      revision: locationOf(revision),
      description: 'Fix the cart',
      fileExistsBehavior: 'DISALLOW',
      ignoreApplicationStopFailures: false,
    });
    aws([info('d-OLD'), info('d-NEW', { status: 'Created' })]);
    expect(await resource.read()).toMatchObject({ id: 'd-NEW', revision });
  });

  it('finds the deployment whose answer was lost, on its way or already over', async () => {
    for (const status of ['InProgress', 'Failed'] as const) {
      aws([info('d-OLD')]);
      codeDeploy.on(CreateDeploymentCommand).rejects(named('TimeoutError'));
      const resource = deployment(place, { ...shape, always: true });
      expect(await resource.read()).toBeUndefined();
      await expect(resource.create(progress)).rejects.toThrow();
      expect(await resource.read()).toBeUndefined();
      aws([info('d-OLD'), info('d-LOST', { status })]);
      expect(await resource.read()).toMatchObject({ id: 'd-LOST' });
    }
  });

  it('is busy when AWS names another deployment, and ours when it names ours', async () => {
    const refusal = "The Deployment Group 'shop-group' already has an active Deployment 'd-NOW1'";
    codeDeploy.on(CreateDeploymentCommand).rejects(named('DeploymentLimitExceededException', refusal));
    aws([info('d-NOW1', { status: 'InProgress', revision: locationOf(other) })]);
    await expect(made()).rejects.toMatchObject({ code: 'busy', data: { deployment: 'd-NOW1' } });
    aws([]);
    codeDeploy.on(GetDeploymentCommand, { deploymentId: 'd-NOW1' }).resolves({ deploymentInfo: info('d-NOW1') });
    const { resource } = await made();
    expect(await resource.read()).toMatchObject({ id: 'd-NOW1' });
  });

  it("passes on the account's limit", async () => {
    aws([]);
    codeDeploy.on(CreateDeploymentCommand).rejects(named('DeploymentLimitExceededException', 'Too many deployments'));
    await expect(made()).rejects.toMatchObject({ name: 'DeploymentLimitExceededException' });
  });

  it.each([
    [
      'no targets',
      { why: 'noTargets' },
      () => autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({ AutoScalingGroups: [] }),
    ],
    [
      'an alarm',
      { why: 'alarmActive', data: { alarms: 'errors' } },
      () => {
        aws([], { alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } });
        cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ AlarmName: 'errors', StateValue: 'ALARM' }] });
      },
    ],
    [
      'a bucket elsewhere',
      { why: 'bucketElsewhere', data: { region: 'us-east-1' } },
      () =>
        s3.on(HeadObjectCommand).rejects(
          Object.assign(named('Unknown'), {
            $metadata: { httpStatusCode: 301 },
            $response: { headers: { 'x-amz-bucket-region': 'us-east-1' } },
          }),
        ),
    ],
  ])('is refused: %s', async (_, reason, arrange) => {
    aws([]);
    arrange();
    await expect(made()).rejects.toMatchObject({ code: 'cannotStart', data: { reasons: [reason] } });
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)).toHaveLength(0);
  });

  it('is refused when the object is not there', async () => {
    aws([]);
    s3.on(HeadObjectCommand).rejects(Object.assign(named('NotFound'), { $metadata: { httpStatusCode: 404 } }));
    await expect(made()).rejects.toMatchObject({ code: 'notFound', data: { name: 's3://revisions/shop.zip' } });
  });
});

describe('waiting', () => {
  /** A deployment that was created, and one look at it as AWS answers now. */
  async function watched(of: Partial<DeploymentShape> = {}) {
    aws([]);
    const resource = deployment(place, { ...shape, ...of });
    await resource.read();
    await resource.create(progress);
    return async (...deployments: DeploymentInfo[]) => {
      aws(deployments);
      return resource.waiting?.((await resource.read())!, progress);
    };
  }

  it('tells each event once, until it has succeeded', async () => {
    const look = await watched();
    expect(await look(info('d-NEW', { status: 'Created' }))).toMatchObject({
      key: 'preparing',
      data: { deployment: 'd-NEW', status: 'Created' },
    });
    targets(
      events(
        'i-1',
        { status: 'InProgress' },
        ['ApplicationStop', 'Succeeded'],
        ['Install', 'InProgress'],
        ['AfterInstall', 'Pending'],
      ),
    );
    const inProgress = info('d-NEW', { status: 'InProgress', deploymentOverview: { InProgress: 1, Failed: 0 } });
    expect(await look(inProgress)).toMatchObject({ data: { status: 'InProgress', counts: 'InProgress 1' } });
    await look(inProgress);
    targets(
      events(
        'i-1',
        { status: 'Succeeded' },
        ['ApplicationStop', 'Succeeded'],
        ['Install', 'Succeeded'],
        ['AfterInstall', 'Succeeded'],
      ),
    );
    expect(await look(info('d-NEW', { deploymentOverview: { Succeeded: 1 } }))).toBeUndefined();
    expect(told).toEqual([
      'd-NEW i-1 ApplicationStop Succeeded',
      'd-NEW i-1 Install InProgress',
      'd-NEW i-1 Install Succeeded',
      'd-NEW i-1 AfterInstall Succeeded',
    ]);
  });

  it('asks for 25 targets at once, and no more for those that have ended', async () => {
    const look = await watched();
    targets(
      ...Array.from({ length: 25 }, (_, index) =>
        events(`i-${index}`, { status: index < 20 ? 'Succeeded' : 'InProgress' }),
      ),
    );
    const deploymentOverview = { Succeeded: 20, InProgress: 5 };
    await look(info('d-NEW', { status: 'InProgress', deploymentOverview }));
    await look(info('d-NEW', { status: 'InProgress', deploymentOverview }));
    const sizes = codeDeploy
      .commandCalls(BatchGetDeploymentTargetsCommand)
      .map(({ args }) => args[0].input.targetIds?.length);
    expect(sizes).toEqual([25, 5]);
    expect(codeDeploy.commandCalls(ListDeploymentTargetsCommand)).toHaveLength(1);
  });

  it('warns when it has succeeded in spite of failures', async () => {
    const look = await watched();
    targets(events('i-1', { status: 'Succeeded' }), events('i-2', { status: 'Failed' }, ['Install', 'Failed']));
    expect(await look(info('d-NEW', { deploymentOverview: { Succeeded: 1, Failed: 1 } }))).toBeUndefined();
    expect(said.at(-1)).toMatchObject({
      key: 'succeededWithFailures',
      data: { failed: 1, total: 2, failures: [{ instances: ['i-2'], event: 'Install', message: 'exit code 1' }] },
    });
  });

  const failed = {
    status: 'Failed' as const,
    errorInformation: { code: 'HEALTH_CONSTRAINTS' as const, message: 'too few healthy' },
  };
  const failures = [
    {
      instances: ['i-1'],
      event: 'ApplicationStart',
      script: 'start.sh',
      exitCode: 1,
      code: 'ScriptFailed',
      message: 'exit code 1',
      log: ['port in use'],
      cause: 'scriptEnded',
    },
  ];

  it('says which script failed where', async () => {
    const look = await watched();
    targets(
      events(
        'i-1',
        { status: 'Failed' },
        ['Install', 'Succeeded'],
        ['ApplicationStart', 'Failed'],
        ['ValidateService', 'Skipped'],
      ),
    );
    await expect(look(info('d-NEW', failed))).rejects.toMatchObject({
      code: 'deploymentFailed',
      data: { deployment: 'd-NEW', code: 'HEALTH_CONSTRAINTS', message: 'too few healthy', failures },
    });
  });

  it('follows a rollback to its end, even if it is announced late', async () => {
    const look = await watched();
    targets(events('i-1', { status: 'Failed' }, ['ApplicationStart', 'Failed']));
    const rolling = {
      ...failed,
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE' as const] },
    };
    expect(await look(info('d-NEW', rolling))).toMatchObject({ key: 'looksForRollback' });
    const announced = info('d-NEW', { ...rolling, rollbackInfo: { rollbackDeploymentId: 'd-BACK' } });
    targets(events('i-1', { status: 'InProgress' }, ['Install', 'InProgress']));
    expect(await look(announced, info('d-BACK', { status: 'InProgress' }))).toMatchObject({
      data: { deployment: 'd-BACK' },
    });
    expect(said).toContainEqual({ key: 'followsRollback', data: { deployment: 'd-NEW', rollback: 'd-BACK' } });
    expect(told).toContain('d-BACK i-1 Install InProgress');
    await expect(look(announced, info('d-BACK'))).rejects.toMatchObject({
      code: 'rolledBack',
      data: { deployment: 'd-NEW', rollback: 'd-BACK', failures },
    });
  });

  it('has failed when its rollback has failed, or there was nothing to go back to', async () => {
    const rolledBack = info('d-NEW', { ...failed, rollbackInfo: { rollbackDeploymentId: 'd-BACK' } });
    await expect((await watched())(rolledBack, info('d-BACK', { status: 'Failed' }))).rejects.toMatchObject({
      code: 'deploymentFailed',
    });
    const autoRollbackConfiguration = { enabled: true, events: ['DEPLOYMENT_FAILURE' as const] };
    const nothing = info('d-NEW', {
      ...failed,
      autoRollbackConfiguration,
      rollbackInfo: { rollbackMessage: 'no earlier revision' },
    });
    await expect((await watched())(nothing)).rejects.toMatchObject({ code: 'deploymentFailed' });
  });

  it('was stopped, whatever its rollback does', async () => {
    const stopped = info('d-NEW', {
      status: 'Stopped',
      errorInformation: { code: 'MANUAL_STOP', message: 'by alice' },
    });
    await expect((await watched())(stopped)).rejects.toMatchObject({
      code: 'deploymentStopped',
      data: { code: 'MANUAL_STOP' },
    });
    const back = { ...stopped, rollbackInfo: { rollbackDeploymentId: 'd-BACK' } };
    await expect((await watched())(back, info('d-BACK'))).rejects.toMatchObject({ code: 'deploymentStopped' });
  });

  it('does not wait where it should not', async () => {
    const look = await watched({ wait: false });
    expect(await look(info('d-NEW', { status: 'Created' }))).toBeUndefined();
    aws([info('d-OLD')]);
    const kept = deployment(place, shape);
    expect(await kept.waiting?.((await kept.read())!, progress)).toBeUndefined();
  });
});
