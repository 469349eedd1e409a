// Instance refresh: replaces a group's members a few at a time.
import type { Account } from './account.ts';
import { activeMembers, isLeaving, takeOut } from './auto-scaling-members.ts';
import { sourceOf } from './auto-scaling-template.ts';
import type { AutoScalingGroup, Refresh, TemplateSource } from './state.ts';

const STARTS_AFTER = 5_000;
/** Auto Scaling gives up when nothing has moved for this long. */
const PATIENCE = 3_600_000;

export const runningRefresh = ({ refresh }: AutoScalingGroup): Refresh | undefined =>
  refresh?.endedAt === undefined ? refresh : undefined;

/** While a refresh runs, what it wants is launched; the group's own template changes only when it succeeds. */
export const wantedSource = (group: AutoScalingGroup): TemplateSource =>
  runningRefresh(group)?.wanted ?? sourceOf(group);

/** How many more than desired a refresh may run, so that it can launch before it terminates. */
export function surge(group: AutoScalingGroup): number {
  const refresh = runningRefresh(group);
  if (refresh?.status !== 'InProgress' || refresh.maxHealthy <= 100) return 0;
  const extra = Math.max(1, Math.floor((group.desired * (refresh.maxHealthy - 100)) / 100));
  return Math.min(extra, outdatedMembers(group, refresh).length);
}

const outdatedMembers = (group: AutoScalingGroup, { outdated }: Refresh) =>
  activeMembers(group).filter(({ instanceId }) => outdated.includes(instanceId));

/** How many of the outdated are still there, or have no successor that has been in service for long enough. */
function unfinished({ now }: Account, group: AutoScalingGroup, refresh: Refresh) {
  const old = outdatedMembers(group, refresh);
  const ready = activeMembers(group).filter(
    (member) =>
      !old.includes(member) &&
      member.lifecycle === 'InService' &&
      member.healthy &&
      now >= member.since + refresh.warmup * 1_000,
  );
  const missing = Math.max(0, group.desired - old.length - ready.length);
  const leaving = group.members.filter((one) => isLeaving(one) && refresh.outdated.includes(one.instanceId)).length;
  const left = Math.min(refresh.outdated.length, old.length + Math.max(missing, leaving));
  return { old, ready: ready.length, left };
}

export function advanceRefresh(account: Account, group: AutoScalingGroup): void {
  const refresh = runningRefresh(group);
  if (!refresh || account.now < refresh.startedAt + STARTS_AFTER) return;
  refresh.status = 'InProgress';
  const { old, ready, left } = unfinished(account, group, refresh);
  const total = refresh.outdated.length;
  const progress = total === 0 ? 100 : Math.floor((100 * (total - left)) / total);
  if (progress !== refresh.progress) Object.assign(refresh, { progress, progressAt: account.now });
  if (left === 0) {
    if (refresh.wanted) {
      group.launchTemplate = refresh.wanted.launchTemplate;
      group.mixedInstancesPolicy = refresh.wanted.mixedInstancesPolicy;
    }
    Object.assign(refresh, { status: 'Successful', endedAt: account.now });
    return;
  }
  if (account.now - refresh.progressAt > PATIENCE) {
    const reason = 'Instance refresh has failed. Instances could not be replaced within the time limit.';
    Object.assign(refresh, { status: 'Failed', endedAt: account.now, reason });
    return;
  }
  if (group.suspended.includes('Terminate')) return;
  const serving = old.filter(({ lifecycle, healthy }) => lifecycle === 'InService' && healthy);
  const minimum = Math.ceil((group.desired * refresh.minHealthy) / 100);
  // Without room above, at least one has to go, however small the group.
  const kept = refresh.maxHealthy > 100 ? minimum : Math.min(minimum, group.desired - 1);
  const spare = Math.max(0, serving.length + ready - kept);
  for (const member of serving.slice(0, spare)) {
    takeOut(account, group, member, 'an instance was taken out of service in response to an instance refresh.');
  }
}

/** `InstancesToUpdate`, as AWS tells it. */
export const toUpdate = (account: Account, group: AutoScalingGroup, refresh: Refresh) =>
  refresh.endedAt === undefined ? unfinished(account, group, refresh).left : 0;
