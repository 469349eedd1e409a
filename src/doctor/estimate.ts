// How long a deployment to the real group takes: batches × (draining + what an instance takes + becoming healthy).
import { PREDEFINED } from '../deployments/healthy.ts';
import { minimumOf } from '../deployments/preflight.ts';
import { durationOf, simulate } from '../deployments/simulation.ts';
import { attributesOf } from './checks/balancer.ts';
import { configOf } from './checks/group.ts';
import type { Facts } from './facts.ts';

export interface Estimate {
  config: string;
  instances: number;
  batches: number;
  lowestHealthy: number;
  /** Seconds of each batch until a target is drained, and until it is healthy again; 0 without traffic control. */
  draining: number;
  becomingHealthy: number;
  /** What stopping, installing and starting take; absent where nobody has said. */
  scripts?: number;
  /** Of the whole deployment. */
  seconds: number;
}

/** Undefined where a deployment cannot begin, is not in place, or goes from zone to zone. */
export async function estimateOf(facts: Facts, scripts?: number): Promise<Estimate | undefined> {
  const info = await facts.group();
  if (info.deploymentStyle?.deploymentType === 'BLUE_GREEN') return undefined;
  const { running, stopped } = await facts.reached();
  const instances = running.length + stopped.length;
  const config = configOf(info);
  if (await isZonal(facts, config)) return undefined;
  const found = simulate(instances, await minimumOf(facts.place, config));
  if (!found.canStart) return undefined;
  const controls = info.deploymentStyle?.deploymentOption === 'WITH_TRAFFIC_CONTROL';
  const { draining, becomingHealthy } = controls ? await trafficOf(facts) : { draining: 0, becomingHealthy: 0 };
  return {
    config,
    instances,
    batches: found.batches.length,
    lowestHealthy: found.lowestHealthy,
    draining,
    becomingHealthy,
    ...(scripts !== undefined && { scripts }),
    seconds: durationOf(found, draining + (scripts ?? 0) + becomingHealthy),
  };
}

async function isZonal({ place }: Facts, config: string): Promise<boolean> {
  if (PREDEFINED[config]) return false;
  const { deploymentConfigInfo } = await place.aws.codeDeploy.getDeploymentConfig({ deploymentConfigName: config });
  return deploymentConfigInfo?.zonalConfig !== undefined;
}

/** The slowest of several target groups decides. */
async function trafficOf(facts: Facts) {
  const present = (await facts.balanced()).flatMap(({ found }) => found ?? []);
  const delays = await Promise.all(
    present.map(async (found) => (await attributesOf(facts, found))('deregistration_delay.timeout_seconds')),
  );
  const healthy = present.map(
    ({ HealthCheckIntervalSeconds = 0, HealthyThresholdCount = 0 }) =>
      HealthCheckIntervalSeconds * HealthyThresholdCount,
  );
  return {
    draining: Math.max(0, ...delays.map((delay) => Number(delay ?? 300))),
    becomingHealthy: Math.max(0, ...healthy),
  };
}

export interface Stickiness {
  targetGroup: string;
  sticky: boolean;
  /** By ELB's name: `lb_cookie`, `app_cookie`, `source_ip`. */
  type: string | null;
  /** How long a cookie keeps a client on its target. */
  seconds: number | null;
}

export async function stickinessOf(facts: Facts): Promise<Stickiness[]> {
  const present = (await facts.balanced()).flatMap(({ name, found }) => (found ? [{ name, found }] : []));
  return Promise.all(
    present.map(async ({ name, found }) => {
      const attribute = await attributesOf(facts, found);
      if (attribute('stickiness.enabled') !== 'true')
        return { targetGroup: name, sticky: false, type: null, seconds: null };
      const type = attribute('stickiness.type') ?? 'lb_cookie';
      const seconds = attribute(`stickiness.${type}.duration_seconds`);
      return { targetGroup: name, sticky: true, type, seconds: seconds === undefined ? null : Number(seconds) };
    }),
  );
}
