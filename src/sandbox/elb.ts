// Elastic Load Balancing in the sandbox: target groups, what they think of their targets, and the load balancers before them.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, refuse } from './account.ts';
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

/** The load balancers with a listener that forwards to `group`. */
const frontedBy = ({ state }: Account, group: TargetGroup) =>
  Object.values(state.elb.loadBalancers).filter(({ listeners }) =>
    listeners.some(({ targetGroupArns }) => targetGroupArns.includes(group.arn)),
  );

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

const noTargetGroup = () => refuse('TargetGroupNotFoundException', 'One or more target groups not found');
const noLoadBalancer = () => refuse('LoadBalancerNotFoundException', 'One or more load balancers not found');
const noListener = () => refuse('ListenerNotFoundException', 'One or more listeners not found');

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
      TargetGroups: items.map((group) => ({
        TargetGroupArn: group.arn,
        TargetGroupName: group.name,
        Protocol: group.protocol as 'HTTP',
        ProtocolVersion: 'HTTP1',
        Port: group.port,
        VpcId: group.vpcId,
        TargetType: 'instance',
        IpAddressType: 'ipv4',
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
      })),
      NextMarker: next,
    };
  },

  describeTargetGroupAttributes({ TargetGroupArn }, { state }) {
    const group = state.elb.targetGroups[TargetGroupArn ?? ''] ?? noTargetGroup();
    const attributes = {
      'deregistration_delay.timeout_seconds': group.deregistrationDelay,
      'stickiness.enabled': group.sticky ?? false,
      'slow_start.duration_seconds': 0,
    };
    return { Attributes: Object.entries(attributes).map(([Key, value]) => ({ Key, Value: String(value) })) };
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

  describeListeners({ LoadBalancerArn, ListenerArns, Marker, PageSize } = {}, { state }) {
    const { loadBalancers } = state.elb;
    if (!LoadBalancerArn && !ListenerArns?.length) {
      refuse('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
    }
    const balancers = LoadBalancerArn
      ? [loadBalancers[LoadBalancerArn] ?? noLoadBalancer()]
      : Object.values(loadBalancers);
    const all = balancers.flatMap(({ arn, listeners }) =>
      listeners.map((listener) => ({ ...listener, balancer: arn })),
    );
    const { items, next } = page(
      pick(all, ListenerArns, ({ arn }) => arn, noListener),
      Marker,
      PageSize ?? 3,
    );
    return {
      Listeners: items.map(({ arn, balancer, port, protocol, targetGroupArns }) => ({
        ListenerArn: arn,
        LoadBalancerArn: balancer,
        Port: port,
        Protocol: protocol as 'HTTP',
        DefaultActions: [
          {
            Type: 'forward',
            ...(targetGroupArns.length === 1 && { TargetGroupArn: targetGroupArns[0] }),
            ForwardConfig: { TargetGroups: targetGroupArns.map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 })) },
          },
        ],
      })),
      NextMarker: next,
    };
  },
};

/** Drained targets and terminated instances leave the list by themselves. */
const isListed = ({ state, now }: Account, group: TargetGroup, id: string) =>
  !isDrained(group, id, now) && state.ec2.instances[id] !== undefined && state.ec2.instances[id].state !== 'terminated';
