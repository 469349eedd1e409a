// CodeDeploy's lifecycle hooks on an Auto Scaling group: those that are there against those that deployment groups know of.
import type { AutoScalingGroup, LifecycleHook } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { type Allowed, must } from '../aws/allowed.ts';
import type { Place } from '../aws/place.ts';

/**
 * healthy: the deployment group names the hook that is there. deletedByHand: it names one that is not there, so new
 * instances come up without the application, silently. mismatched: it names one, and another of its own is there.
 * leftover: no deployment group waits for it, so every launch waits until its heartbeat timeout and fails.
 * suspended: detached on purpose, and remembered. unknown: one of the two sides may not be looked at.
 */
export type HookState = 'healthy' | 'deletedByHand' | 'mismatched' | 'leftover' | 'suspended' | 'unknown';

export interface Hook {
  asg: string;
  transition: 'launch' | 'termination';
  state: HookState;
  /** The hook that is there. */
  name: string | null;
  /** The hook that the deployment group names. */
  expected: string | null;
  /** `application/name`; absent where the id in the hook is of no deployment group. */
  group: string | null;
}

/** Hooks of anybody else are never looked at, let alone touched. */
const CODEDEPLOYS = /^CodeDeploy-managed-automatic-/;

const TRANSITIONS = {
  launch: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  termination: 'autoscaling:EC2_INSTANCE_TERMINATING',
} as const;

export const readHooks = async (place: Place, AutoScalingGroupName: string): Promise<LifecycleHook[]> =>
  (await place.aws.autoScaling.describeLifecycleHooks({ AutoScalingGroupName })).LifecycleHooks ?? [];

const nameOf = ({ applicationName, deploymentGroupName }: DeploymentGroupInfo) =>
  `${applicationName}/${deploymentGroupName}`;

/** `suspended`: the deployment group that a tag says is detached for a while. */
export function judgeHooks(
  asg: string,
  present: LifecycleHook[],
  groups: DeploymentGroupInfo[],
  suspended?: string,
): Hook[] {
  const ours = present.filter(({ LifecycleHookName = '' }) => CODEDEPLOYS.test(LifecycleHookName));
  const attached = groups.flatMap((info) =>
    (info.autoScalingGroups ?? []).filter(({ name }) => name === asg).map((entry) => ({ info, entry })),
  );
  const expectedNames = attached.flatMap(({ entry }) => [entry.hook, entry.terminationHook]);
  const claimed = new Set<string | undefined>();
  const found: Hook[] = [];

  for (const { info, entry } of attached) {
    for (const transition of ['launch', 'termination'] as const) {
      const expected = transition === 'launch' ? entry.hook : entry.terminationHook;
      // Without the setting there is no second hook to miss.
      if (transition === 'termination' && expected === undefined) continue;
      const same = ours.find(({ LifecycleHookName }) => LifecycleHookName === expected);
      const other = ours.find(
        ({ LifecycleHookName, LifecycleTransition, NotificationMetadata }) =>
          NotificationMetadata === info.deploymentGroupId &&
          LifecycleTransition === TRANSITIONS[transition] &&
          !expectedNames.includes(LifecycleHookName) &&
          !claimed.has(LifecycleHookName),
      );
      const hook = same ?? other;
      claimed.add(hook?.LifecycleHookName);
      found.push({
        asg,
        transition,
        state: same ? 'healthy' : other ? 'mismatched' : 'deletedByHand',
        name: hook?.LifecycleHookName ?? null,
        expected: expected ?? null,
        group: nameOf(info),
      });
    }
  }

  if (suspended && !attached.some(({ info }) => nameOf(info) === suspended))
    found.push({ asg, transition: 'launch', state: 'suspended', name: null, expected: null, group: suspended });

  for (const { LifecycleHookName, LifecycleTransition, NotificationMetadata } of ours) {
    if (claimed.has(LifecycleHookName)) continue;
    const info = groups.find(({ deploymentGroupId }) => deploymentGroupId === NotificationMetadata);
    found.push({
      asg,
      transition: LifecycleTransition === TRANSITIONS.termination ? 'termination' : 'launch',
      state: 'leftover',
      name: LifecycleHookName ?? null,
      expected: null,
      group: info ? nameOf(info) : null,
    });
  }
  return found;
}

/** What is known of the deployment groups of an account; without `all` there may be more. */
export interface KnownGroups {
  groups: DeploymentGroupInfo[];
  all: boolean;
}

/** A hook proves nothing against what may not be looked at. `present` absent: nor may the hooks. */
export const judgeSeen = (
  asg: string,
  present: LifecycleHook[] | undefined,
  { groups, all }: KnownGroups,
  suspended?: string,
): Hook[] =>
  judgeHooks(asg, present ?? [], groups, suspended).map((hook) => {
    const unanswered = hook.state === 'leftover' && hook.group === null && !all;
    return unanswered || (hook.state === 'deletedByHand' && !present) ? { ...hook, state: 'unknown' } : hook;
  });

export interface Waiting {
  instance: string;
  /** Pending:Wait or Terminating:Wait. */
  state: string;
  /** When its launch or its end began. */
  since: string | null;
}

/** Instances that wait at a hook. AWS tells only when their activity began. */
export async function waitingInstances(
  place: Place,
  group: AutoScalingGroup,
  allowed: Allowed = must,
): Promise<Waiting[]> {
  const waiting = (group.Instances ?? []).filter(({ LifecycleState = '' }) => LifecycleState.endsWith(':Wait'));
  if (waiting.length === 0) return [];
  const told = await allowed(() =>
    place.aws.autoScaling.describeScalingActivities({
      AutoScalingGroupName: group.AutoScalingGroupName,
      MaxRecords: 100,
    }),
  );
  const { Activities = [] } = told ?? {};
  return waiting.map(({ InstanceId = '', LifecycleState = '' }) => ({
    instance: InstanceId,
    state: LifecycleState,
    since:
      Activities.find(
        ({ Description, EndTime }) => !EndTime && Description?.includes(InstanceId),
      )?.StartTime?.toISOString() ?? null,
  }));
}
