// Elastic Load Balancing in the sandbox, as the SDK shows it.
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { openAccount } from '../../src/sandbox/account.ts';
import { deregisterTarget, registerTarget, targetState } from '../../src/sandbox/elb.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import type { Instance, TargetGroup } from '../../src/sandbox/state.ts';

const region = 'ap-northeast-2';
let sandbox: Sandbox;
let aws: Aws;
let group: TargetGroup;
let web: Instance;

beforeEach(() => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  aws = connect({ region, sandbox });
  group = Object.values(sandbox.state.elb.targetGroups)[0]!;
  web = Object.values(sandbox.state.ec2.instances).find(({ id }) => !group.targets[id])!;
});

const account = () => openAccount(sandbox.state, '/');
const health = async (...ids: string[]) =>
  (
    await aws.elb.describeTargetHealth({
      TargetGroupArn: group.arn,
      ...(ids.length > 0 && { Targets: ids.map((Id) => ({ Id })) }),
    })
  ).TargetHealthDescriptions?.map(({ TargetHealth }) => [TargetHealth?.State, TargetHealth?.Reason]);

describe('targets', () => {
  it('become healthy after their checks and drain before they go', async () => {
    expect(await health(web.id)).toEqual([['unused', 'Target.NotRegistered']]);
    registerTarget(account(), group.arn, web.id);
    expect(await health(web.id)).toEqual([['initial', 'Elb.RegistrationInProgress']]);
    await sandbox.sleep(5_000);
    expect(await health(web.id)).toEqual([['initial', 'Elb.InitialHealthChecking']]);
    await sandbox.sleep(20_000);
    expect(await health()).toEqual([
      ['healthy', undefined],
      ['healthy', undefined],
    ]);
    deregisterTarget(account(), group.arn, web.id);
    await sandbox.sleep(20_000);
    expect(await health(web.id)).toEqual([['draining', 'Target.DeregistrationInProgress']]);
    await sandbox.sleep(10_000);
    expect(await health(web.id)).toEqual([['unused', 'Target.NotRegistered']]);
    expect(await health()).toHaveLength(1);
    registerTarget(account(), group.arn, web.id);
    expect(targetState(account(), group.arn, web.id).state).toBe('initial');
  });

  it('are unused while stopped, in a zone without the load balancer, or in a group without one', async () => {
    registerTarget(account(), group.arn, web.id);
    web.state = 'stopped';
    expect(await health(web.id)).toEqual([['unused', 'Target.InvalidState']]);
    web.state = 'running';
    const balancer = Object.values(sandbox.state.elb.loadBalancers)[0]!;
    balancer.subnets = balancer.subnets.filter((subnet) => subnet !== web.subnetId);
    expect(await health(web.id)).toEqual([['unused', 'Target.NotInUse']]);
    sandbox.state.elb.loadBalancers = {};
    expect(await health(web.id)).toEqual([['unused', 'Target.NotInUse']]);
    deregisterTarget(account(), group.arn, web.id);
    expect(group.targets[web.id]).toBeUndefined();
  });
});

describe('target groups, load balancers and listeners', () => {
  it('are told with what belongs to them', async () => {
    const [found] = (await aws.elb.describeTargetGroups({ Names: [group.name] })).TargetGroups ?? [];
    expect(found).toMatchObject({ TargetGroupArn: group.arn, HealthCheckPath: '/', TargetType: 'instance' });
    const [balancer] = (await aws.elb.describeLoadBalancers({ Names: ['exercise-lb'] })).LoadBalancers ?? [];
    expect(found?.LoadBalancerArns).toEqual([balancer?.LoadBalancerArn]);
    expect(balancer?.AvailabilityZones).toHaveLength(2);
    const { Listeners } = await aws.elb.describeListeners({ LoadBalancerArn: balancer?.LoadBalancerArn });
    expect(Listeners).toMatchObject([{ Port: 80, DefaultActions: [{ Type: 'forward', TargetGroupArn: group.arn }] }]);
  });

  it('are refused by name when they do not exist', async () => {
    const name = 'TargetGroupNotFoundException';
    await expect(aws.elb.describeTargetGroups({ Names: [group.name, 'gone'] })).rejects.toMatchObject({ name });
    await expect(aws.elb.describeTargetHealth({ TargetGroupArn: 'arn:gone' })).rejects.toMatchObject({ name });
    await expect(aws.elb.describeLoadBalancers({ Names: ['gone'] })).rejects.toMatchObject({
      name: 'LoadBalancerNotFoundException',
    });
    await expect(aws.elb.describeListeners({ ListenerArns: ['arn:gone'] })).rejects.toMatchObject({
      name: 'ListenerNotFoundException',
    });
  });

  it('come in pages of three', async () => {
    for (const i of [1, 2, 3, 4]) {
      sandbox.state.elb.targetGroups[`arn:${i}`] = { ...group, arn: `arn:${i}`, name: `more-${i}`, targets: {} };
    }
    const { TargetGroups, NextMarker } = await aws.elb.describeTargetGroups({});
    expect(TargetGroups).toHaveLength(3);
    expect((await aws.elb.describeTargetGroups({ Marker: NextMarker })).TargetGroups).toHaveLength(2);
  });
});
