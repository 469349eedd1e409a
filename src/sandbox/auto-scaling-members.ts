// How an instance enters an Auto Scaling group, waits at its lifecycle hooks, and leaves; each way is an activity.
import { type Account, refuse, uuid } from './account.ts';
import { type Launchable, refusalOf } from './auto-scaling-template.ts';
import { launchInstance, terminateInstance } from './ec2.ts';
import { deregisterTarget, registerTarget, targetState } from './elb.ts';
import type { Activity, AutoScalingGroup, Hook, Instance, Member } from './state.ts';

export const isLeaving = ({ lifecycle }: Member) => lifecycle.startsWith('Terminating');

export const activeMembers = (group: AutoScalingGroup) => group.members.filter((member) => !isLeaving(member));

/** `2026-01-05T00:00:00Z`, as causes spell a moment. */
export const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

export function groupNamed(account: Account, name: string | undefined): AutoScalingGroup {
  const group = account.state.autoScaling.groups[name ?? ''];
  return group ?? refuse('ValidationError', `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
}

export function livingGroup(account: Account, name: string | undefined): AutoScalingGroup {
  const group = groupNamed(account, name);
  if (group.deleting)
    refuse('ValidationError', `You cannot change AutoScalingGroup '${group.name}': it is pending delete.`);
  return group;
}

// --- lifecycle hooks

export function addHook(account: Account, groupName: string, hook: Hook): void {
  const group = groupNamed(account, groupName);
  group.hooks = [...group.hooks.filter(({ name }) => name !== hook.name), hook];
}

/** Whatever waits at the hook is abandoned: a launching instance is lost, a terminating one goes on to its end. */
export function removeHook(account: Account, groupName: string, hookName: string): void {
  const group = account.state.autoScaling.groups[groupName];
  if (!group) return;
  for (const member of group.members) finishHook(account, group, member, hookName, 'ABANDON', COMPLETED_ABANDON);
  group.hooks = group.hooks.filter(({ name }) => name !== hookName);
}

/** Completing what no longer waits does nothing: CodeDeploy takes no notice of AWS's refusal. */
export function completeHook(
  account: Account,
  groupName: string,
  instanceId: string,
  hookName: string,
  result: 'CONTINUE' | 'ABANDON',
): void {
  const group = account.state.autoScaling.groups[groupName];
  const member = group?.members.find((one) => one.instanceId === instanceId);
  if (group && member) finishHook(account, group, member, hookName, result, COMPLETED_ABANDON);
}

const COMPLETED_ABANDON = 'Lifecycle Action Completed with ABANDON Result';

function finishHook(
  account: Account,
  group: AutoScalingGroup,
  member: Member,
  hookName: string,
  result: 'CONTINUE' | 'ABANDON',
  abandonedBy: string,
) {
  if (!member.waiting?.includes(hookName)) return;
  if (result === 'ABANDON' && member.lifecycle === 'Pending:Wait') {
    const token = uuid(account);
    end(
      account,
      openActivity(account, group, member),
      'Cancelled',
      `Instance failed to complete user's Lifecycle Action: Lifecycle Action with token ${token} was abandoned: ${abandonedBy}`,
    );
    takeOut(account, group, member, 'an instance was taken out of service in response to a launch failure.');
    return;
  }
  // For an instance that leaves, both results end the same; ABANDON only spares it the other hooks.
  member.waiting = result === 'ABANDON' ? [] : member.waiting.filter((name) => name !== hookName);
  if (member.waiting.length === 0) {
    enter(account, member, member.lifecycle === 'Pending:Wait' ? 'Pending:Proceed' : 'Terminating:Proceed');
  }
}

function enter(account: Account, member: Member, lifecycle: Member['lifecycle'], waiting?: string[]) {
  member.lifecycle = lifecycle;
  member.since = account.now;
  if (waiting) member.waiting = waiting;
  else delete member.waiting;
}

// --- activities

function begin(
  account: Account,
  group: AutoScalingGroup,
  about: Pick<Activity, 'description' | 'cause' | 'instanceId'>,
) {
  const activity: Activity = {
    id: uuid(account),
    group: group.name,
    status: 'InProgress',
    startedAt: account.now,
    ...about,
  };
  account.state.autoScaling.activities.unshift(activity);
  return activity;
}

function end(account: Account, activity: Activity | undefined, status: Activity['status'], message?: string) {
  if (activity) Object.assign(activity, { status, endedAt: account.now, ...(message && { message }) });
}

const openActivity = ({ state }: Account, group: AutoScalingGroup, { instanceId }: Member) =>
  state.autoScaling.activities.find(
    (activity) => activity.group === group.name && activity.instanceId === instanceId && activity.endedAt === undefined,
  );

// --- in and out

/** Launches one instance; false, and a failed activity that says why, where EC2 refuses. */
export function launch(
  account: Account,
  group: AutoScalingGroup,
  found: Launchable | { problem: string },
  why: string,
  subnetId: string,
): boolean {
  const cause = `At ${moment(account.now)} ${why}`;
  const fail = (problem: string) => {
    const message = `${problem.replace(/\.$/, '')}. Launching EC2 instance failed.`;
    const description = `Launching a new EC2 instance.  Status Reason: ${message}`;
    end(account, begin(account, group, { description, cause }), 'Failed', message);
    return false;
  };
  if ('problem' in found) return fail(found.problem);
  let instance: Instance;
  try {
    instance = launchInstance(account, {
      data: found.data,
      subnetId,
      tags: [
        ...group.tags.filter(({ propagate }) => propagate).map(({ key, value }) => ({ key, value })),
        { key: 'aws:autoscaling:groupName', value: group.name },
        { key: 'aws:ec2launchtemplate:id', value: found.templateId },
        { key: 'aws:ec2launchtemplate:version', value: String(found.version) },
      ],
    });
  } catch (error) {
    return fail(refusalOf(error));
  }
  group.members.push({
    instanceId: instance.id,
    lifecycle: 'Pending',
    since: account.now,
    healthy: true,
    launchTemplate: { id: found.templateId, version: String(found.version) },
  });
  begin(account, group, {
    description: `Launching a new EC2 instance: ${instance.id}`,
    cause,
    instanceId: instance.id,
  });
  return true;
}

/** Takes the emptiest subnet again and again, as members come. */
export function subnetsInTurn({ state }: Account, group: AutoScalingGroup): () => string {
  const held = new Map(group.subnets.map((subnet) => [subnet, 0]));
  for (const { instanceId } of activeMembers(group)) {
    const subnet = state.ec2.instances[instanceId]?.subnetId ?? '';
    held.set(subnet, (held.get(subnet) ?? 0) + 1);
  }
  return () => {
    const [subnet = ''] = [...group.subnets].sort((a, b) => held.get(a)! - held.get(b)!);
    held.set(subnet, held.get(subnet)! + 1);
    return subnet;
  };
}

/** Begins the end of a member: off the target groups first, then its hooks, then the instance. */
export function takeOut(account: Account, group: AutoScalingGroup, member: Member, why: string): void {
  end(account, openActivity(account, group, member), 'Cancelled');
  for (const arn of group.targetGroupArns) deregisterTarget(account, arn, member.instanceId);
  enter(account, member, 'Terminating');
  begin(account, group, {
    description: `Terminating EC2 instance: ${member.instanceId}`,
    cause: `At ${moment(account.now)} ${why}`,
    instanceId: member.instanceId,
  });
}

/** Moves a member on by at most one state. */
export function step(account: Account, group: AutoScalingGroup, member: Member): void {
  if (member.lifecycle === 'InService') return;
  const instance = account.state.ec2.instances[member.instanceId];
  const activity = () => openActivity(account, group, member);
  const hooks = (transition: Hook['transition']) =>
    group.hooks.filter((hook) => hook.transition === transition).map(({ name }) => name);
  const mark = (status: Activity['status']) => {
    const open = activity();
    if (open) open.status = status;
  };
  const waitAt = (lifecycle: Member['lifecycle'], names: string[]) => {
    enter(account, member, lifecycle, names);
    mark('MidLifecycleAction');
  };

  if (member.lifecycle.startsWith('Pending') && instance?.state !== 'pending' && instance?.state !== 'running') {
    const reason = 'Client.UserInitiatedShutdown: User initiated shutdown';
    end(
      account,
      activity(),
      'Failed',
      `Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: ${reason}`,
    );
    takeOut(account, group, member, 'an instance was taken out of service in response to a launch failure.');
    return;
  }

  switch (member.lifecycle) {
    case 'Pending': {
      if (instance?.state !== 'running') return;
      const names = hooks('autoscaling:EC2_INSTANCE_LAUNCHING');
      if (names.length > 0) waitAt('Pending:Wait', names);
      else enter(account, member, 'Pending:Proceed');
      return;
    }
    case 'Pending:Proceed':
      enter(account, member, 'InService');
      for (const arn of group.targetGroupArns) registerTarget(account, arn, member.instanceId);
      end(account, activity(), 'Successful');
      return;
    case 'Terminating': {
      const draining = group.targetGroupArns.some(
        (arn) => targetState(account, arn, member.instanceId).state === 'draining',
      );
      if (instance?.state === 'running' && draining) {
        mark('WaitingForELBConnectionDraining');
        return;
      }
      const names = hooks('autoscaling:EC2_INSTANCE_TERMINATING');
      if (names.length > 0) waitAt('Terminating:Wait', names);
      else enter(account, member, 'Terminating:Proceed');
      return;
    }
    case 'Pending:Wait':
    case 'Terminating:Wait':
      for (const name of member.waiting ?? []) {
        const hook = group.hooks.find((one) => one.name === name);
        const late = !hook || account.now >= member.since + hook.heartbeat * 1_000;
        if (late) finishHook(account, group, member, name, hook?.defaultResult ?? 'ABANDON', 'Heartbeat Timeout');
      }
      return;
    case 'Terminating:Proceed':
      mark('InProgress');
      if (!instance || instance.state === 'terminated') {
        group.members = group.members.filter((one) => one !== member);
        end(account, activity(), 'Successful');
      } else if (instance.state !== 'shutting-down') {
        terminateInstance(account, member.instanceId);
      }
      return;
  }
}
