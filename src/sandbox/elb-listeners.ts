// Listeners and rules of the sandbox's load balancers: which target groups they forward to, with which weights.
import type { Action as AskedAction } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, refuse } from './account.ts';
import type { Action, Listener, ListenerRule, LoadBalancer, TargetGroup } from './state.ts';

const MOST_GROUPS = 5;
const HIGHEST_WEIGHT = 999;

export const noLoadBalancer = () => refuse('LoadBalancerNotFoundException', 'One or more load balancers not found');
export const noTargetGroup = () => refuse('TargetGroupNotFoundException', 'One or more target groups not found');
const noListener = () => refuse('ListenerNotFoundException', 'One or more listeners not found');
const noRule = () => refuse('RuleNotFoundException', 'One or more rules not found');
const invalid = (message: string) => refuse('InvalidLoadBalancerActionException', message);

const targetsOf = ({ ForwardConfig }: Action) => ForwardConfig?.TargetGroups ?? [];

/** Every list of actions of a load balancer: a default one for each listener, and one for each rule. */
const actionsOf = ({ listeners }: LoadBalancer): Action[] =>
  listeners.flatMap(({ actions, rules = [] }) => [actions, ...rules.map((rule) => rule.actions)].flat());

/** The load balancers with a listener or rule that forwards to `group`, also with weight 0. */
export const frontedBy = ({ state }: Account, group: TargetGroup): LoadBalancer[] =>
  Object.values(state.elb.loadBalancers).filter((balancer) =>
    actionsOf(balancer).some((action) => targetsOf(action).some(({ TargetGroupArn }) => TargetGroupArn === group.arn)),
  );

/** The part of all requests, from 0 to 1, that the default action of the first listener before it sends to `group`. */
export function shareOf(account: Account, group: TargetGroup): number {
  const [balancer] = frontedBy(account, group);
  const targets = balancer?.listeners.flatMap(({ actions }) => actions.map(targetsOf)) ?? [];
  const among = targets.find((some) => some.some(({ TargetGroupArn }) => TargetGroupArn === group.arn)) ?? [];
  const total = among.reduce((sum, { Weight }) => sum + Weight, 0);
  return total === 0 ? 0 : (among.find(({ TargetGroupArn }) => TargetGroupArn === group.arn)?.Weight ?? 0) / total;
}

/** The whole list takes the place of the one before: what is not sent again is gone. */
function checked({ state }: Account, balancer: LoadBalancer, asked: AskedAction[], protocol: string): Action[] {
  if (asked.length === 0) refuse('ValidationError', 'A listener must have at least one action');
  const orders = asked.map(({ Order }) => Order);
  if (asked.length > 1 && (orders.includes(undefined) || new Set(orders).size < orders.length))
    invalid('Actions must have a unique order');
  const sorted = [...asked].sort((a, b) => (a.Order ?? 1) - (b.Order ?? 1));
  const last = sorted.at(-1)?.Type ?? '';
  if (!['forward', 'redirect', 'fixed-response'].includes(last))
    invalid('The last action must be a forward, redirect or fixed-response action');
  if (sorted.some(({ Type = '' }) => Type.startsWith('authenticate')) && protocol !== 'HTTPS')
    invalid('Actions of type authenticate are supported only on HTTPS listeners');
  for (const { AuthenticateOidcConfig: oidc } of sorted)
    if (oidc && !oidc.ClientSecret && !oidc.UseExistingClientSecret)
      refuse('ValidationError', 'A client secret must be specified for an authenticate-oidc action');
  return sorted.map(({ TargetGroupArn, ForwardConfig, Type = '', Order, ...rest }) => {
    const kept = { ...(rest as Record<string, unknown>), Type, ...(Order !== undefined && { Order }) };
    if (Type !== 'forward') return withoutSecret(kept);
    const groups = ForwardConfig?.TargetGroups ?? (TargetGroupArn ? [{ TargetGroupArn }] : []);
    if (groups.length === 0) invalid('A forward action must have a target group');
    if (groups.length > MOST_GROUPS)
      refuse('TooManyTargetGroupsException', `An action can have at most ${MOST_GROUPS} target groups`);
    if (TargetGroupArn && (groups.length > 1 || groups[0]?.TargetGroupArn !== TargetGroupArn))
      refuse('ValidationError', 'The target group ARN must match the one of the forward config');
    const TargetGroups = groups.map(({ TargetGroupArn: arn = '', Weight = 1 }) => {
      const group = state.elb.targetGroups[arn] ?? noTargetGroup();
      if (Weight < 0 || Weight > HIGHEST_WEIGHT) refuse('ValidationError', `Weight ${Weight} is not between 0 and 999`);
      if (group.vpcId !== balancer.vpcId)
        refuse('InvalidConfigurationRequestException', `Target group '${arn}' is in another VPC`);
      const others = Object.values(state.elb.loadBalancers).filter(({ arn }) => arn !== balancer.arn);
      if (
        others.some((other) =>
          actionsOf(other).some((action) => targetsOf(action).some((t) => t.TargetGroupArn === arn)),
        )
      )
        refuse(
          'TargetGroupAssociationLimitException',
          `The following target groups cannot be associated with more than one load balancer: ${arn}`,
        );
      return { TargetGroupArn: arn, Weight };
    });
    if (new Set(TargetGroups.map(({ TargetGroupArn: arn }) => arn)).size < TargetGroups.length)
      invalid('A target group may be named only once in an action');
    const { Enabled = false, DurationSeconds } = ForwardConfig?.TargetGroupStickinessConfig ?? {};
    if (Enabled && !(DurationSeconds && DurationSeconds >= 1 && DurationSeconds <= 604_800))
      refuse('ValidationError', 'Stickiness needs a duration from 1 to 604800 seconds');
    return {
      ...kept,
      ForwardConfig: {
        TargetGroups,
        TargetGroupStickinessConfig: { Enabled, ...(DurationSeconds && { DurationSeconds }) },
      },
    };
  });
}

/** The secret is kept, and never told. */
function withoutSecret(action: Action): Action {
  const { AuthenticateOidcConfig: oidc } = action as AskedAction;
  if (!oidc) return action;
  const { ClientSecret: _secret, UseExistingClientSecret: _existing, ...told } = oidc;
  return { ...action, AuthenticateOidcConfig: told };
}

/** A forward to a single target group is told in both forms. */
const told = (actions: Action[]) =>
  actions.map((action) => {
    const [only, ...more] = targetsOf(action);
    return { ...action, ...(only && more.length === 0 && { TargetGroupArn: only.TargetGroupArn }) } as AskedAction;
  });

const describe = (balancer: LoadBalancer, { arn, port, protocol, actions }: Listener) => ({
  ListenerArn: arn,
  LoadBalancerArn: balancer.arn,
  Port: port,
  Protocol: protocol as 'HTTP',
  DefaultActions: told(actions),
});

const describeRule = ({ arn, priority, conditions, actions }: ListenerRule) => ({
  RuleArn: arn,
  Priority: String(priority),
  Conditions: conditions,
  Actions: told(actions),
  IsDefault: false,
});

const defaultRule = ({ arn, actions }: Listener) => ({
  RuleArn: `${arn.replace(':listener/', ':listener-rule/')}/default`,
  Priority: 'default',
  Conditions: [],
  Actions: told(actions),
  IsDefault: true,
});

const all = ({ state }: Account) =>
  Object.values(state.elb.loadBalancers).flatMap((balancer) =>
    balancer.listeners.map((listener) => ({ balancer, listener })),
  );

export const listenerHandlers: Pick<
  Handlers<'elb', Account>,
  'describeListeners' | 'describeRules' | 'modifyListener' | 'modifyRule'
> = {
  describeListeners({ LoadBalancerArn, ListenerArns, Marker, PageSize } = {}, account) {
    if (!LoadBalancerArn && !ListenerArns?.length)
      refuse('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
    if (LoadBalancerArn && !account.state.elb.loadBalancers[LoadBalancerArn]) noLoadBalancer();
    const some = all(account).filter(({ balancer }) => !LoadBalancerArn || balancer.arn === LoadBalancerArn);
    if (ListenerArns?.some((arn) => !some.some(({ listener }) => listener.arn === arn))) noListener();
    const wanted = some.filter(({ listener }) => !ListenerArns?.length || ListenerArns.includes(listener.arn));
    const { items, next } = page(wanted, Marker, PageSize ?? 3);
    return { Listeners: items.map(({ balancer, listener }) => describe(balancer, listener)), NextMarker: next };
  },

  /** By their priority, the default one last. */
  describeRules({ ListenerArn, RuleArns, Marker, PageSize } = {}, account) {
    if (!ListenerArn && !RuleArns?.length)
      refuse('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
    const listeners = all(account).filter(({ listener }) => !ListenerArn || listener.arn === ListenerArn);
    if (ListenerArn && listeners.length === 0) noListener();
    const rules = listeners.flatMap(({ listener }) => [
      ...[...(listener.rules ?? [])].sort((a, b) => a.priority - b.priority).map(describeRule),
      defaultRule(listener),
    ]);
    if (RuleArns?.some((arn) => !rules.some(({ RuleArn }) => RuleArn === arn))) noRule();
    const wanted = rules.filter(({ RuleArn }) => !RuleArns?.length || RuleArns.includes(RuleArn));
    const { items, next } = page(wanted, Marker, PageSize ?? 3);
    return { Rules: items, NextMarker: next };
  },

  modifyListener({ ListenerArn, DefaultActions, Port }, account) {
    const { balancer, listener } =
      all(account).find(({ listener: { arn } }) => arn === ListenerArn) ?? (noListener() as never);
    if (DefaultActions) listener.actions = checked(account, balancer, DefaultActions, listener.protocol);
    listener.port = Port ?? listener.port;
    return { Listeners: [describe(balancer, listener)] };
  },

  modifyRule({ RuleArn = '', Actions, Conditions }, account) {
    if (RuleArn.endsWith('/default'))
      refuse('OperationNotPermittedException', `Default rule '${RuleArn}' cannot be modified`);
    for (const { balancer, listener } of all(account)) {
      const rule = listener.rules?.find(({ arn }) => arn === RuleArn);
      if (!rule) continue;
      if (Actions) rule.actions = checked(account, balancer, Actions, listener.protocol);
      if (Conditions) rule.conditions = Conditions as Record<string, unknown>[];
      return { Rules: [describeRule(rule)] };
    }
    return noRule();
  },
};
