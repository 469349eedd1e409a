// Elastic Load Balancing in the sandbox: target groups, what they think of their targets, and the load balancers before them.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, refuse } from './account.ts';
import { frontedBy, listenerHandlers, noLoadBalancer, noTargetGroup } from './elb-listeners.ts';
import type { Instance, LoadBalancer, TargetGroup } from './state.ts';

export interface TargetState {
  state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining';
  reason?:
    | 'Elb.RegistrationInProgress'
    | 'Elb.InitialHealthChecking'
    | 'Target.NotRegistered'
    | 'Target.NotInUse'
    | 'Target.InvalidState'
    | 'Target.FailedHealthChecks'
    | 'Target.DeregistrationInProgress';
  description?: string;
}

/** Registering what is registered changes nothing; what was draining begins anew. */
export function registerTarget(account: Account, targetGroupArn: string, instanceId: string): void {
  const targets = account.state.elb.targetGroups[targetGroupArn]?.targets;
  if (!targets || (targets[instanceId] && targets[instanceId].drainingSince === undefined)) return;
  targets[instanceId] = { since: account.now };
}

export function deregisterTarget(account: Account, targetGroupArn: string, instanceId: string): void {
  const group = account.state.elb.targetGroups[targetGroupArn];
  const target = group?.targets[instanceId];
  if (!group || !target) return;
  // Nothing flows to an unused group, so there is nothing to drain.
  if (frontedBy(account, group).length === 0) delete group.targets[instanceId];
  else target.drainingSince ??= account.now;
}

export const isHealthyTarget = (account: Account, targetGroupArn: string, instanceId: string): boolean =>
  targetState(account, targetGroupArn, instanceId).state === 'healthy';

/**
 * Health follows from times alone. No application answers the checks: an instance that runs is taken to serve, also
 * when nothing was deployed to it, as a web server's own start page would answer `/`.
 */
export function targetState(account: Account, targetGroupArn: string, instanceId: string): TargetState {
  const { state, now } = account;
  const group = state.elb.targetGroups[targetGroupArn];
  const target = group?.targets[instanceId];
  const instance = state.ec2.instances[instanceId];
  if (!group || !target || isDrained(group, instanceId, now) || !instance) {
    return unused('Target.NotRegistered', 'Target is not registered to the target group');
  }
  if (target.drainingSince !== undefined) {
    return {
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    };
  }
  const balancers = frontedBy(account, group);
  if (balancers.length === 0) {
    return unused('Target.NotInUse', 'Target group is not configured to receive traffic from the load balancer');
  }
  if (!balancers.some((balancer) => reaches(account, balancer, instance))) {
    return unused('Target.NotInUse', 'Target is in an Availability Zone that is not enabled for the load balancer');
  }
  if (instance.state !== 'running' && instance.state !== 'pending') {
    const seen = instance.state.startsWith('stop') ? 'stopped' : 'terminated';
    return unused('Target.InvalidState', `Target is in the ${seen} state`);
  }
  const registered = Math.max(target.since, instance.since);
  if (instance.state === 'pending' || now < registered + REGISTRATION_TAKES) {
    return {
      state: 'initial',
      reason: 'Elb.RegistrationInProgress',
      description: 'Target registration is in progress',
    };
  }
  if (target.failing) {
    return {
      state: 'unhealthy',
      reason: 'Target.FailedHealthChecks',
      description: 'Health checks failed with these codes: [502]',
    };
  }
  if (now < registered + group.interval * group.healthyThreshold * 1_000) {
    return {
      state: 'initial',
      reason: 'Elb.InitialHealthChecking',
      description: 'Initial health checks in progress',
    };
  }
  return { state: 'healthy' };
}

const REGISTRATION_TAKES = 3_000;

const unused = (reason: TargetState['reason'], description: string): TargetState => ({
  state: 'unused',
  reason,
  description,
});

function isDrained(group: TargetGroup, instanceId: string, now: number) {
  const { drainingSince } = group.targets[instanceId] ?? {};
  return drainingSince !== undefined && now >= drainingSince + group.deregistrationDelay * 1_000;
}

function reaches({ state }: Account, balancer: LoadBalancer, instance: Instance) {
  const zoneOf = (subnetId: string) => state.ec2.subnets.find(({ id }) => id === subnetId)?.zone;
  return balancer.subnets.some((subnet) => zoneOf(subnet) === zoneOf(instance.subnetId));
}

/** What `wanted` names, in the order of the account; everything without names. All or nothing, as AWS has it. */
function pick<T>(items: T[], wanted: string[] | undefined, nameOf: (item: T) => string, none: () => never): T[] {
  if (!wanted?.length) return items;
  if (wanted.some((name) => !items.some((item) => nameOf(item) === name))) none();
  return items.filter((item) => wanted.includes(nameOf(item)));
}

const DELAY = 'deregistration_delay.timeout_seconds';
const ATTRIBUTES: Record<string, string> = {
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'slow_start.duration_seconds': '0',
  'load_balancing.algorithm.type': 'round_robin',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
};

const attributesOf = ({ deregistrationDelay, attributes }: TargetGroup) => ({
  Attributes: Object.entries({ [DELAY]: String(deregistrationDelay), ...ATTRIBUTES, ...attributes }).map(
    ([Key, Value]) => ({ Key, Value }),
  ),
});

const describe = (account: Account, group: TargetGroup) => ({
  TargetGroupArn: group.arn,
  TargetGroupName: group.name,
  Protocol: group.protocol as 'HTTP',
  ProtocolVersion: 'HTTP1',
  Port: group.port,
  VpcId: group.vpcId,
  TargetType: 'instance' as const,
  IpAddressType: 'ipv4' as const,
  HealthCheckEnabled: true,
  HealthCheckProtocol: group.protocol as 'HTTP',
  HealthCheckPort: 'traffic-port',
  HealthCheckPath: group.healthPath,
  HealthCheckIntervalSeconds: group.interval,
  HealthCheckTimeoutSeconds: Math.min(5, group.interval - 1),
  HealthyThresholdCount: group.healthyThreshold,
  UnhealthyThresholdCount: 2,
  Matcher: { HttpCode: '200' },
  LoadBalancerArns: frontedBy(account, group).map(({ arn }) => arn),
});

export const handlers: Handlers<'elb', Account> = {
  describeTargetGroups({ Names, TargetGroupArns, LoadBalancerArn, Marker, PageSize } = {}, account) {
    const { targetGroups, loadBalancers } = account.state.elb;
    if (LoadBalancerArn && !loadBalancers[LoadBalancerArn]) noLoadBalancer();
    let groups = pick(Object.values(targetGroups), Names, ({ name }) => name, noTargetGroup);
    groups = pick(groups, TargetGroupArns, ({ arn }) => arn, noTargetGroup);
    if (LoadBalancerArn) {
      groups = groups.filter((group) => frontedBy(account, group).some(({ arn }) => arn === LoadBalancerArn));
    }
    const { items, next } = page(groups, Marker, PageSize ?? 3);
    return {
      TargetGroups: items.map((group) => describe(account, group)),
      NextMarker: next,
    };
  },

  createTargetGroup(request, account) {
    const { state, region, id, newId } = account;
    const { Name = '', Protocol = 'HTTP', Port = 80, VpcId = '', TargetType = 'instance' } = request;
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(Name))
      refuse('ValidationError', `Target group name '${Name}' cannot be longer than '32' characters, or is not valid`);
    if (!state.ec2.vpcs.some(({ id }) => id === VpcId)) refuse('ValidationError', `The VPC ID '${VpcId}' is not found`);
    if (TargetType !== 'instance') refuse('ValidationError', 'The sandbox has only targets of the type instance');
    const arn = `arn:aws:elasticloadbalancing:${region}:${id}:targetgroup/${Name}/${newId('', 16)}`;
    const group: TargetGroup = {
      arn,
      name: Name,
      vpcId: VpcId,
      protocol: Protocol,
      port: Port,
      healthPath: request.HealthCheckPath ?? '/',
      interval: request.HealthCheckIntervalSeconds ?? 30,
      healthyThreshold: request.HealthyThresholdCount ?? 5,
      deregistrationDelay: 300,
      targets: {},
      tags: (request.Tags ?? []).map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })),
    };
    const present = Object.values(state.elb.targetGroups).find(({ name }) => name === Name);
    // With the very same settings it is the one that is there.
    const settings = ({ vpcId, protocol, port, healthPath, interval, healthyThreshold }: TargetGroup) =>
      [vpcId, protocol, port, healthPath, interval, healthyThreshold].join(' ');
    if (present && settings(present) !== settings(group))
      refuse(
        'DuplicateTargetGroupNameException',
        `A target group with the same name '${Name}' exists, but with different settings`,
      );
    const made = present ?? group;
    state.elb.targetGroups[made.arn] = made;
    return { TargetGroups: [describe(account, made)] };
  },

  /** What is not there is no error. */
  deleteTargetGroup({ TargetGroupArn = '' }, account) {
    const { targetGroups } = account.state.elb;
    const group = targetGroups[TargetGroupArn];
    if (group && frontedBy(account, group).length > 0)
      refuse('ResourceInUseException', `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`);
    delete targetGroups[TargetGroupArn];
    return {};
  },

  describeTags({ ResourceArns = [] }, { state }) {
    if (ResourceArns.length > 20) refuse('ValidationError', 'At most 20 resources can be described in one call');
    return {
      TagDescriptions: ResourceArns.map((ResourceArn) => {
        const { tags = [] } = state.elb.targetGroups[ResourceArn] ?? noTargetGroup();
        return { ResourceArn, Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
      }),
    };
  },

  describeTargetGroupAttributes({ TargetGroupArn }, { state }) {
    return attributesOf(state.elb.targetGroups[TargetGroupArn ?? ''] ?? noTargetGroup());
  },

  modifyTargetGroupAttributes({ TargetGroupArn, Attributes = [] }, { state }) {
    const group = state.elb.targetGroups[TargetGroupArn ?? ''] ?? noTargetGroup();
    for (const { Key = '', Value = '' } of Attributes) {
      if (Key === DELAY) group.deregistrationDelay = Number(Value);
      else if (Key in ATTRIBUTES) group.attributes = { ...group.attributes, [Key]: Value };
      else refuse('InvalidConfigurationRequestException', `Target group attribute key '${Key}' is not recognized`);
    }
    return attributesOf(group);
  },

  describeTargetHealth({ TargetGroupArn, Targets }, account) {
    const group = account.state.elb.targetGroups[TargetGroupArn ?? ''] ?? noTargetGroup();
    // Without `Targets` only what is registered or still draining is told.
    const ids =
      Targets?.map(({ Id }) => Id!) ?? Object.keys(group.targets).filter((id) => isListed(account, group, id));
    return {
      TargetHealthDescriptions: ids.map((id) => {
        const { state, reason, description } = targetState(account, group.arn, id);
        return {
          Target: { Id: id, Port: group.port },
          HealthCheckPort: String(group.port),
          TargetHealth: { State: state, ...(reason && { Reason: reason, Description: description }) },
        };
      }),
    };
  },

  describeLoadBalancers({ Names, LoadBalancerArns, Marker, PageSize } = {}, { state }) {
    let balancers = pick(Object.values(state.elb.loadBalancers), Names, ({ name }) => name, noLoadBalancer);
    balancers = pick(balancers, LoadBalancerArns, ({ arn }) => arn, noLoadBalancer);
    const { items, next } = page(balancers, Marker, PageSize ?? 3);
    return {
      LoadBalancers: items.map((balancer) => ({
        LoadBalancerArn: balancer.arn,
        LoadBalancerName: balancer.name,
        DNSName: balancer.dns,
        VpcId: balancer.vpcId,
        Scheme: 'internet-facing',
        Type: 'application',
        IpAddressType: 'ipv4',
        State: { Code: 'active' },
        AvailabilityZones: balancer.subnets.map((subnet) => ({
          SubnetId: subnet,
          ZoneName: state.ec2.subnets.find(({ id }) => id === subnet)?.zone,
        })),
      })),
      NextMarker: next,
    };
  },

  describeLoadBalancerAttributes({ LoadBalancerArn = '' }, { state }) {
    const { idleTimeout = 60 } = state.elb.loadBalancers[LoadBalancerArn] ?? noLoadBalancer();
    return { Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: String(idleTimeout) }] };
  },

  ...listenerHandlers,
};

/** Drained targets and terminated instances leave the list by themselves. */
const isListed = ({ state, now }: Account, group: TargetGroup, id: string) =>
  !isDrained(group, id, now) && state.ec2.instances[id] !== undefined && state.ec2.instances[id].state !== 'terminated';
