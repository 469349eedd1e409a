// How one instance walks through the lifecycle events of a deployment.
import { answers, NOT_RECEIVED, perform } from './codedeploy-agent.ts';
import { targetGroupsOf } from './codedeploy-fleet.ts';
import {
  type Diagnostics,
  hangsFor,
  hitBy,
  type Job,
  mayBeIgnored,
  SUCCESS,
  unknownError,
} from './codedeploy-scripts.ts';
import { move, touch } from './codedeploy-tally.ts';
import { deregisterTarget, isHealthyTarget, registerTarget, targetState } from './elb.ts';
import { failTarget } from './faults.ts';
import type { Deployment, DeploymentTarget } from './state.ts';

type Event = DeploymentTarget['events'][number];

/** How long an event may wait for the agent to fetch it. */
const RECEIVED_WITHIN = 300_000;
/** How long the service itself waits for a load balancer. */
const TRAFFIC_WITHIN = 3_600_000;
const TAKES: Record<string, number> = { DownloadBundle: 3_000, Install: 4_000 };
const USUALLY_TAKES = 2_000;
/** The clock's longest stride: what could begin within it began when what went before it had ended. */
export const STRIDE = 5_000;

/** Takes the target as far as it comes by now; before `until` it is ready for what comes then. */
export function walk(job: Job): void {
  const { account, deployment, target } = job;
  while (target.status === 'InProgress') {
    const index = target.events.findIndex(({ status }) => status === 'Pending' || status === 'InProgress');
    const event = target.events[index];
    if (!event) {
      move(deployment, target, 'Succeeded');
      return;
    }
    if (event.status === 'Pending') {
      if (event.name === job.until) {
        move(deployment, target, 'Ready');
        return;
      }
      if (deployment.stopping) {
        giveUp(deployment, target, account.now);
        return;
      }
      // What a target waits for began when the event before it ended, or with the target itself.
      if (!begin(job, event, target.events[index - 1]?.endedAt ?? target.updatedAt)) return;
    }
    const diagnostics = resultOf(job, event);
    if (!diagnostics) return;
    const { now } = account;
    const inTime = (event.startedAt ?? now) + takes(job, event);
    end(job, event, diagnostics, event.name in TRAFFIC ? now : Math.max(inTime, now - STRIDE));
  }
}

/** False as long as the event cannot begin. */
function begin(job: Job, event: Event, since: number): boolean {
  const { account, target } = job;
  const { now } = account;
  const isTraffic = event.name in TRAFFIC;
  if (!isTraffic && !answers(account.state.ec2.instances[target.instanceId])) {
    if (now - since >= RECEIVED_WITHIN) end(job, event, unknownError(NOT_RECEIVED), since + RECEIVED_WITHIN);
    return false;
  }
  event.status = 'InProgress';
  event.startedAt = Math.max(since, now - STRIDE);
  if (isTraffic) TRAFFIC[event.name]?.change(job);
  return true;
}

interface Traffic {
  change(job: Job): void;
  isDone(job: Job): boolean;
}

const arns = ({ account, group }: Job) => targetGroupsOf(account, group).flatMap((one) => one?.arn ?? []);

/** The events that CodeDeploy carries out at the load balancer, without the agent. */
const TRAFFIC: Record<string, Traffic> = {
  BlockTraffic: {
    change: (job) => {
      for (const arn of arns(job)) deregisterTarget(job.account, arn, job.target.instanceId);
    },
    isDone: (job) =>
      arns(job).every((arn) => targetState(job.account, arn, job.target.instanceId).state !== 'draining'),
  },
  AllowTraffic: {
    change: (job) => {
      const { account, target } = job;
      const fault = hitBy(job, 'unhealthy-target');
      for (const arn of arns(job)) {
        registerTarget(account, arn, target.instanceId);
        if (fault) failTarget(account, fault, arn, target.instanceId);
      }
    },
    isDone: (job) => arns(job).every((arn) => isHealthyTarget(job.account, arn, job.target.instanceId)),
  },
};

const takes = (job: Job, { name }: Event) => hangsFor(job, name) ?? TAKES[name] ?? USUALLY_TAKES;

/** Undefined while the event goes on. */
function resultOf(job: Job, event: Event): Diagnostics | undefined {
  const { account, target } = job;
  const elapsed = account.now - (event.startedAt ?? account.now);
  if (elapsed < takes(job, event)) return undefined;
  const traffic = TRAFFIC[event.name];
  if (traffic) {
    if (traffic.isDone(job)) return SUCCESS;
    // AWS says nothing more than that it failed.
    return elapsed >= TRAFFIC_WITHIN ? unknownError('') : undefined;
  }
  const instance = account.state.ec2.instances[target.instanceId];
  if (answers(instance)) return perform(job, instance, event.name);
  // The machine went away in the middle of the event.
  return elapsed >= RECEIVED_WITHIN ? unknownError(NOT_RECEIVED) : undefined;
}

function end({ deployment, target }: Job, event: Event, diagnostics: Diagnostics, at: number) {
  const hasSucceeded = diagnostics.errorCode === 'Success';
  event.status = hasSucceeded ? 'Succeeded' : 'Failed';
  if (!hasSucceeded) event.diagnostics = { ...diagnostics };
  event.endedAt = at;
  touch(deployment, target, at);
  if (!hasSucceeded && !(deployment.ignoreApplicationStopFailures && mayBeIgnored(event.name)))
    giveUp(deployment, target, at);
}

export function giveUp(deployment: Deployment, target: DeploymentTarget, now: number) {
  move(deployment, target, 'Failed', now);
  skipEvents(target);
}

export function skipEvents({ events }: DeploymentTarget) {
  for (const event of events) if (event.status === 'Pending') event.status = 'Skipped';
}
