// The two colours of blue/green: what belongs to each, and which one has the traffic. The weights say it; it is never stored.
import type { Action, Listener, Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';

export type Colour = 'blue' | 'green';

export interface Side {
  colour: Colour;
  /** Auto Scaling group, target group and deployment group, by name. */
  asg: string;
  targetGroup: string;
  group: string;
}

export interface Colours {
  project: string;
  application: string;
  blue: Side;
  green: Side;
}

/** `shop-blue` -> `shop-green`, `shop` -> `shop-green`; a name that would be too long loses its end. */
export const greenOf = (name: string, longest = 255): string => {
  const base = name.replace(/-(blue|green)$/, '');
  return `${base.slice(0, longest - '-green'.length).replace(/-+$/, '')}-green`;
};

export const blueOf = (name: string): string => `${name.replace(/-(blue|green)$/, '')}-blue`;

export const otherSide = (colours: Colours, { colour }: Side): Side =>
  colour === 'blue' ? colours.green : colours.blue;

/** Its ARN and what is in front of it; undefined while there is none of that name. */
export async function targetGroupNamed(place: Place, name: string) {
  const found = await unless('TargetGroupNotFoundException', () =>
    place.aws.elb.describeTargetGroups({ Names: [name] }),
  );
  return found?.TargetGroups?.[0];
}

/** `shop-target` of `arn:aws:elasticloadbalancing:…:targetgroup/shop-target/0123456789abcdef`. */
export const nameInArn = (arn = '') => /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;

/** `targetgroup/shop-target/0123456789abcdef`, as metrics and scaling policies name it. */
export const labelIn = (arn = '') => arn.slice(arn.indexOf(':targetgroup/') + 1);

/** The list of actions of a listener or of one of its rules. */
export interface Forward {
  kind: 'elb.listener' | 'elb.rule';
  arn: string;
  /** `shop-lb:443`, or with the priority of the rule `shop-lb:443/10`. */
  name: string;
  actions: Action[];
}

const listenerName = ({ LoadBalancerArn = '', Port }: Listener) => `${LoadBalancerArn.split('/').at(-2)}:${Port}`;

export const forwardOfListener = (listener: Listener): Forward => ({
  kind: 'elb.listener',
  arn: listener.ListenerArn ?? '',
  name: listenerName(listener),
  actions: listener.DefaultActions ?? [],
});

export const forwardOfRule = (rule: Rule, name: string): Forward => ({
  kind: 'elb.rule',
  arn: rule.RuleArn ?? '',
  name,
  actions: rule.Actions ?? [],
});

/** Name -> weight of every target group that the forward action goes to. A single one needs no weight. */
export function weightsOf({ actions }: Pick<Forward, 'actions'>): Record<string, number> {
  const forward = actions.find(({ Type }) => Type === 'forward');
  const groups = forward?.ForwardConfig?.TargetGroups ?? [];
  if (groups.length > 0)
    return Object.fromEntries(groups.map(({ TargetGroupArn, Weight = 1 }) => [nameInArn(TargetGroupArn), Weight]));
  return forward?.TargetGroupArn ? { [nameInArn(forward.TargetGroupArn)]: 1 } : {};
}

/** Every listener and rule that forwards to one of the two. */
export const readForwards = (place: Place, { blue, green }: Colours): Promise<Forward[]> =>
  forwardsTo(place, [blue.targetGroup, green.targetGroup]);

/** Every listener and rule that forwards to one of these target groups, be it with weight 0. */
export async function forwardsTo(place: Place, targetGroups: string[]): Promise<Forward[]> {
  const { elb } = place.aws;
  const groups = await Promise.all(targetGroups.map((name) => targetGroupNamed(place, name)));
  const balancers = new Set(groups.flatMap((group) => group?.LoadBalancerArns ?? []));
  const forwards: Forward[] = [];
  for (const LoadBalancerArn of balancers) {
    const listeners = await allPages(
      (Marker) => elb.describeListeners({ LoadBalancerArn, Marker }),
      ({ Listeners }) => Listeners,
      ({ NextMarker }) => NextMarker,
    );
    for (const listener of listeners) {
      forwards.push(forwardOfListener(listener));
      const rules = await allPages(
        (Marker) => elb.describeRules({ ListenerArn: listener.ListenerArn, Marker }),
        ({ Rules }) => Rules,
        ({ NextMarker }) => NextMarker,
      );
      for (const rule of rules.filter(({ IsDefault }) => !IsDefault))
        forwards.push(forwardOfRule(rule, `${listenerName(listener)}/${rule.Priority}`));
    }
  }
  return forwards.filter((forward) => {
    const weights = weightsOf(forward);
    return targetGroups.some((name) => name in weights);
  });
}

/** How much of what the two have together goes to `to`, in percent. */
export function shareOf(forward: Pick<Forward, 'actions'>, from: Side, to: Side): number {
  const { [from.targetGroup]: stays = 0, [to.targetGroup]: moved = 0 } = weightsOf(forward);
  return moved === 0 ? 0 : (moved * 100) / (stays + moved);
}

const hasBoth = (forward: Forward, { blue, green }: Colours) => {
  const weights = weightsOf(forward);
  return blue.targetGroup in weights && green.targetGroup in weights;
};

/** The colour that has all the traffic; undefined while both have some, or where neither is forwarded to. */
export function activeSide(forwards: Forward[], colours: Colours): Side | undefined {
  const { blue, green } = colours;
  // Only where both are named is a choice made: a listener for tests may well name one of them alone.
  const paired = forwards.filter((forward) => hasBoth(forward, colours));
  const telling = paired.length > 0 ? paired : forwards;
  const shares = telling.map((forward) => shareOf(forward, blue, green));
  if (shares.length === 0) return undefined;
  if (shares.every((share) => share === 0)) return blue;
  return shares.every((share) => share === 100) ? green : undefined;
}

/** Those that move together: both are named, or only the one that is left. */
export const movable = (forwards: Forward[], from: Side): Forward[] =>
  forwards.filter((forward) => from.targetGroup in weightsOf(forward));

/** For how long the load balancer sends a client to the target group it was sent to first, in seconds. */
export const stickiness = (forwards: Forward[]): number =>
  Math.max(
    0,
    ...forwards.flatMap(({ actions }) =>
      actions.map(({ ForwardConfig }) => {
        const { Enabled, DurationSeconds = 0 } = ForwardConfig?.TargetGroupStickinessConfig ?? {};
        return Enabled ? DurationSeconds : 0;
      }),
    ),
  );

/** What the target groups think of their targets, without those that are leaving. */
export async function healthIn(place: Place, targetGroup: string) {
  const group = await targetGroupNamed(place, targetGroup);
  if (!group) return [];
  const { TargetHealthDescriptions = [] } = await place.aws.elb.describeTargetHealth({
    TargetGroupArn: group.TargetGroupArn,
  });
  return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
    instance: Target?.Id ?? '',
    state: TargetHealth?.State ?? 'unavailable',
  })).filter(({ state }) => state !== 'draining');
}

export const healthyIn = async (place: Place, targetGroup: string): Promise<number> =>
  (await healthIn(place, targetGroup)).filter(({ state }) => state === 'healthy').length;

/** Requests that reached a target group in the last minutes, and how many of them its targets answered with 5xx. */
export async function answersOf(
  place: Place,
  targetGroup: string,
  since: number,
): Promise<{ requests: number; errors: number }> {
  const group = await targetGroupNamed(place, targetGroup);
  const balancer = group?.LoadBalancerArns?.[0]?.split(':loadbalancer/')[1] ?? '';
  const query = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName,
        Dimensions: [
          { Name: 'TargetGroup', Value: labelIn(group?.TargetGroupArn) },
          { Name: 'LoadBalancer', Value: balancer },
        ],
      },
      Period: 60,
      Stat: 'Sum',
    },
  });
  const { MetricDataResults = [] } = await place.aws.cloudWatch.getMetricData({
    MetricDataQueries: [query('requests', 'RequestCount'), query('errors', 'HTTPCode_Target_5XX_Count')],
    StartTime: new Date(since),
    EndTime: new Date(place.clock.now()),
  });
  const sum = (id: string) =>
    (MetricDataResults.find(({ Id }) => Id === id)?.Values ?? []).reduce((total, value) => total + value, 0);
  return { requests: sum('requests'), errors: sum('errors') };
}
