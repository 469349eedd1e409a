// What Auto Scaling does by itself: sees what is unhealthy, launches what is missing, takes out what is too much.
import type { Account } from './account.ts';
import { activeMembers, launch, moment, step, subnetsInTurn, takeOut } from './auto-scaling-members.ts';
import { advanceRefresh, runningRefresh, surge, wantedSource } from './auto-scaling-refresh.ts';
import { launchable } from './auto-scaling-template.ts';
import { targetState } from './elb.ts';
import type { AutoScalingGroup, Member } from './state.ts';

/** A large group launches more at once. */
const launchedAtOnce = (capacity: number) => Math.max(5, Math.ceil(capacity / 20));
const RETRIED_AFTER = 30_000;

export function advance(account: Account): void {
  const { autoScaling } = account.state;
  for (const group of Object.values(autoScaling.groups)) {
    for (const member of [...group.members]) step(account, group, member);
    if (group.deleting) {
      if (group.members.length > 0) continue;
      delete autoScaling.groups[group.name];
      autoScaling.activities = autoScaling.activities.filter((activity) => activity.group !== group.name);
      continue;
    }
    replaceUnhealthy(account, group);
    advanceRefresh(account, group);
    scale(account, group);
  }
}

function replaceUnhealthy(account: Account, group: AutoScalingGroup) {
  const { suspended } = group;
  for (const member of group.members.filter(({ lifecycle }) => lifecycle === 'InService')) {
    const failed = failedCheck(account, group, member);
    if (failed && !suspended.includes('HealthCheck')) member.healthy = false;
    if (member.healthy || suspended.includes('ReplaceUnhealthy') || suspended.includes('Terminate')) continue;
    const why = failed ?? 'a user health-check.';
    takeOut(account, group, member, `an instance was taken out of service in response to ${why}`);
  }
}

function failedCheck(account: Account, group: AutoScalingGroup, member: Member): string | undefined {
  if (account.state.ec2.instances[member.instanceId]?.state !== 'running') {
    return 'an EC2 health check indicating it has been terminated or stopped.';
  }
  const graced = account.now < member.since + group.healthCheckGracePeriod * 1_000;
  if (!group.healthCheckType.includes('ELB') || graced) return undefined;
  // A target that someone deregistered, such as a deployment that blocks traffic, is no reason.
  const failing = group.targetGroupArns.some(
    (arn) => targetState(account, arn, member.instanceId).state === 'unhealthy',
  );
  return failing ? 'an ELB system health check failure.' : undefined;
}

function scale(account: Account, group: AutoScalingGroup) {
  const { suspended } = group;
  const active = activeMembers(group);
  const capacity = group.desired + surge(group);
  const missing = Math.min(capacity - active.length, launchedAtOnce(capacity));
  if (missing > 0 && !suspended.includes('Launch') && !hasJustFailed(account, group)) {
    const why = group.members.some(({ healthy }) => !healthy)
      ? 'an instance was launched in response to an unhealthy instance needing to be replaced.'
      : `an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${active.length} to ${active.length + missing}.`;
    const found = launchable(account, wantedSource(group));
    const nextSubnet = subnetsInTurn(account, group);
    for (let i = 0; i < missing; i++) if (!launch(account, group, found, why, nextSubnet())) break;
  }
  if (missing < 0 && !suspended.includes('Terminate')) {
    for (const member of firstToGo(account, group, active).slice(0, -missing)) {
      const why =
        'an instance was taken out of service in response to a difference between desired and actual capacity, ' +
        `shrinking the capacity from ${active.length} to ${capacity}.  At ${moment(account.now)} ` +
        `instance ${member.instanceId} was selected for termination.`;
      takeOut(account, group, member, why);
    }
  }
}

function hasJustFailed({ state, now }: Account, group: AutoScalingGroup) {
  const latest = state.autoScaling.activities.find(
    ({ group: name, description }) => name === group.name && description.startsWith('Launching'),
  );
  const failed = latest?.status === 'Failed' || latest?.status === 'Cancelled';
  return failed && now < (latest.endedAt ?? 0) + RETRIED_AFTER;
}

/** The default termination policy, without zones: other templates first, then the oldest instance. */
function firstToGo(account: Account, group: AutoScalingGroup, members: Member[]): Member[] {
  const { instances } = account.state.ec2;
  const found = launchable(account, wantedSource(group));
  const current = (member: Member) =>
    'version' in found &&
    member.launchTemplate?.id === found.templateId &&
    member.launchTemplate.version === String(found.version);
  const rank = (member: Member) => [
    member.healthy ? 1 : 0,
    member.lifecycle === 'InService' ? 0 : 1,
    runningRefresh(group)?.outdated.includes(member.instanceId) ? 0 : 1,
    current(member) ? 1 : 0,
    instances[member.instanceId]?.launchedAt ?? 0,
  ];
  return [...members].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, i) => value !== right[i]);
    return at < 0 ? 0 : left[at]! - right[at]!;
  });
}
