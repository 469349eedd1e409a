// Listeners and rules of the sandbox, as the SDK shows them.
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import type { Listener, TargetGroup } from '../../src/sandbox/state.ts';

let sandbox: Sandbox;
let aws: Aws;
let blue: TargetGroup;
let green: string;
let listener: Listener;

beforeEach(async () => {
  const region = 'ap-northeast-2';
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  aws = connect({ region, sandbox });
  blue = Object.values(sandbox.state.elb.targetGroups)[0]!;
  const made = await aws.elb.createTargetGroup({ Name: 'green', Protocol: 'HTTP', Port: 80, VpcId: blue.vpcId });
  green = made.TargetGroups?.[0]?.TargetGroupArn ?? '';
  listener = Object.values(sandbox.state.elb.loadBalancers)[0]!.listeners[0]!;
});

const pair = (first: number, second: number) => ({
  Type: 'forward' as const,
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: blue.arn, Weight: first },
      { TargetGroupArn: green, Weight: second },
    ],
  },
});
const modify = (...DefaultActions: Parameters<Aws['elb']['modifyListener']>[0]['DefaultActions'] & object) =>
  aws.elb.modifyListener({ ListenerArn: listener.arn, DefaultActions });

describe('a forward', () => {
  it('to two is told with its weights, to one in both forms', async () => {
    const [before] = (await aws.elb.describeListeners({ ListenerArns: [listener.arn] })).Listeners ?? [];
    expect(before?.DefaultActions?.[0]).toMatchObject({
      TargetGroupArn: blue.arn,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue.arn, Weight: 1 }] },
    });
    const { Listeners } = await modify(pair(90, 10));
    const [action] = Listeners?.[0]?.DefaultActions ?? [];
    expect(action?.ForwardConfig).toEqual({
      ...pair(90, 10).ForwardConfig,
      TargetGroupStickinessConfig: { Enabled: false },
    });
    expect(action?.TargetGroupArn).toBeUndefined();
    // With weight 0 it is in use all the same: its health is checked.
    await modify(pair(100, 0));
    const { TargetGroups } = await aws.elb.describeTargetGroups({ Names: ['green'] });
    expect(TargetGroups?.[0]?.LoadBalancerArns).toHaveLength(1);
  });

  it.each([
    ['ValidationError', () => ({ ...pair(1, 1), TargetGroupArn: blue.arn })],
    ['ValidationError', () => pair(1_000, 0)],
    ['TargetGroupNotFoundException', () => ({ Type: 'forward' as const, TargetGroupArn: 'arn:gone' })],
    ['InvalidLoadBalancerActionException', () => ({ Type: 'forward' as const })],
    [
      'InvalidLoadBalancerActionException',
      () => ({ Type: 'authenticate-cognito' as const, AuthenticateCognitoConfig: undefined }),
    ],
  ])('is refused with %s', async (name, action) => {
    await expect(modify(action())).rejects.toMatchObject({ name });
    expect(listener.actions[0]?.ForwardConfig?.TargetGroups).toHaveLength(1);
  });

  it('needs the secret of what comes before it, and never tells it', async () => {
    listener.protocol = 'HTTPS';
    const oidc = { Issuer: 'https://id', AuthorizationEndpoint: 'https://id/a', TokenEndpoint: 'https://id/t' };
    const before = { ...oidc, UserInfoEndpoint: 'https://id/u', ClientId: 'shop' };
    const withSecret = (more: object) =>
      modify(
        { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { ...before, ...more } },
        { ...pair(1, 0), Order: 2 },
      );
    const { Listeners } = await withSecret({ ClientSecret: 'secret' });
    expect(JSON.stringify(Listeners)).not.toContain('secret');
    await withSecret({ UseExistingClientSecret: true });
    await expect(withSecret({})).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('rules', () => {
  it('come by priority, the default one last; that one is changed through its listener', async () => {
    const arn = (id: string) => `${listener.arn.replace(':listener/', ':listener-rule/')}/${id}`;
    listener.rules = [20, 10].map((priority) => ({
      arn: arn(String(priority)),
      priority,
      conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
      actions: listener.actions,
    }));
    const { Rules = [] } = await aws.elb.describeRules({ ListenerArn: listener.arn });
    expect(Rules.map(({ Priority, IsDefault }) => [Priority, IsDefault])).toEqual([
      ['10', false],
      ['20', false],
      ['default', true],
    ]);
    await aws.elb.modifyRule({ RuleArn: arn('10'), Actions: [pair(0, 100)] });
    expect(listener.rules.map(({ actions }) => actions[0]?.ForwardConfig?.TargetGroups.length)).toEqual([1, 2]);
    await expect(aws.elb.modifyRule({ RuleArn: Rules[2]?.RuleArn, Actions: [pair(0, 100)] })).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
    });
    await expect(aws.elb.modifyRule({ RuleArn: arn('30') })).rejects.toMatchObject({ name: 'RuleNotFoundException' });
    await expect(aws.elb.describeRules({})).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

it('a target group is made once; another one of the same name is refused', async () => {
  const same = { Name: 'green', Protocol: 'HTTP' as const, Port: 80, VpcId: blue.vpcId };
  expect((await aws.elb.createTargetGroup(same)).TargetGroups?.[0]?.TargetGroupArn).toBe(green);
  await expect(aws.elb.createTargetGroup({ ...same, Port: 8080 })).rejects.toMatchObject({
    name: 'DuplicateTargetGroupNameException',
  });
});
