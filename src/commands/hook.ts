// The lifecycle hook of CodeDeploy: paused, put back as it was, and repaired. Only CodeDeploy makes it and takes it away.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { allPages, type Place } from '../aws/place.ts';
import { type Hook, judgeHooks, readHooks } from '../deployments/hooks.ts';
import { isInS3, revisionOf } from '../deployments/revision.ts';
import { activeDeployments, busyWith } from '../deployments/status.ts';
import type { Answer } from '../engine/answers.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import type { Work } from '../perform.ts';
import { asgsOf, attachment, labelOf, type Pair } from '../resources/attachment.ts';
import { groupNamed, groupNames, targetGroupNames } from '../resources/auto-scaling-group.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { deploymentGroups } from '../resources/instance.ts';
import { unwantedHook } from '../resources/lifecycle-hook.ts';
import { reattachment } from '../resources/reattachment.ts';
import { asBefore, type Before, rescueNote, rescueOf } from '../resources/storm.ts';
import { type Suspension, suspension, suspensionOf } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application } from '../steps/app.ts';
import { asgName } from '../steps/asg.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { carryOut, part } from './carry-out.ts';
import { ask, wanted } from './make.ts';
import { suggest } from './suggest.ts';

/** Which hook is meant: that of a deployment group on an Auto Scaling group. */
const asks = { project, asg: asgName, application, group: groupName };

interface Whereabouts {
  place: Place;
  answers: Answer[];
  pair: Pair;
  group: AutoScalingGroup;
}

/** `quiet`: only what nothing suggests is asked, for what is there says the rest. */
export async function whereabouts(session: Session, settings: Settings, quiet: boolean): Promise<Whereabouts> {
  const place = await session.place();
  const step = { ...part('asg', () => ({})), asks };
  const answers = await ask(session, settings, quiet ? [] : [step], quiet ? [step] : []);
  const want = wanted(answers);
  const pair = { asg: String(want.asg), application: String(want.application), group: String(want.group) };
  const group = await groupNamed(place, pair.asg);
  if (!group || group.Status)
    throw new WizardError('notFound', {
      kind: 'autoscaling.group',
      name: pair.asg,
      region: place.region,
      instead: await groupNames(place),
    });
  return { place, answers, pair, group };
}

export async function knownGroup(place: Place, pair: Pair): Promise<DeploymentGroupInfo> {
  const info = await readGroup(place, pair.application, pair.group);
  if (info) return info;
  const instead = (await deploymentGroups(place)).map(
    ({ applicationName, deploymentGroupName }) => `${applicationName}/${deploymentGroupName}`,
  );
  throw new WizardError('notFound', { kind: 'codedeploy.group', name: labelOf(pair), region: place.region, instead });
}

/** Detaching breaks a deployment that is on its way. Those to single new instances end with the hook, which the plan says. */
export async function refuseWhileActive(place: Place, { application, group }: Omit<Pair, 'asg'>): Promise<void> {
  const [inTheWay] = await activeDeployments(place, application, group);
  if (inTheWay) throw busyWith(place, `${application}/${group}`, inTheWay);
}

/** The flags that name the hook again. */
export const flagsFor = ({ asg, application, group }: Pair) => [
  '--asg',
  asg,
  '--application',
  application,
  '--group',
  group,
];

const withNotes = (resource: ReturnType<typeof attachment>, ...lines: Line[]) => ({ ...resource, notes: () => lines });

/** Target groups and classic load balancers that send traffic to the group. */
export const trafficTo = async (place: Place, group: AutoScalingGroup = {} as AutoScalingGroup): Promise<string[]> => [
  ...(await targetGroupNames(place, group)),
  ...(group.LoadBalancerNames ?? []),
];

export const detached = (place: Place, pair: Pair, info: DeploymentGroupInfo, ...notes: Line[]) =>
  withNotes(attachment(place, pair, { attached: false, present: asgsOf(info) }), ...notes);

export const attachedAgain = (
  place: Place,
  pair: Pair,
  info: DeploymentGroupInfo,
  terminationHook: boolean,
  note: Line,
) => withNotes(attachment(place, pair, { attached: true, present: asgsOf(info), terminationHook }), note);

export async function suspendHook(
  session: Session,
  settings: Settings,
  { acceptEmptyInstances }: { acceptEmptyInstances: boolean },
): Promise<Work> {
  const { place, answers, pair, group } = await whereabouts(session, settings, false);
  const { asg } = pair;
  const label = labelOf(pair);
  const info = await knownGroup(place, pair);
  const restore = suggest(session, 'asg', 'hook', 'restore', '--asg', asg);
  const notes: Line[] = [];
  if (asgsOf(info).includes(asg)) {
    await refuseWhileActive(place, pair);
    const targetGroups = (await trafficTo(place, group)).join(', ');
    if (targetGroups && !acceptEmptyInstances) throw new WizardError('emptyInstances', { asg, targetGroups });
    const waiting = (group.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === 'Pending:Wait').length;
    notes.push(
      line('hookPauses', { asg, group: label }),
      ...(targetGroups ? [line('hookTakesTraffic', { asg, targetGroups })] : []),
      ...(waiting > 0 ? [line('hookTerminatesWaiting', { count: waiting })] : []),
    );
  } else if (suspensionOf(group)?.group !== label)
    throw new WizardError('hookAbsent', {
      asg,
      group: label,
      command: suggest(session, 'group', ...flagsFor(pair)),
    });
  const again = suggest(
    session,
    ...['asg', 'hook', 'suspend', ...flagsFor(pair)],
    ...(acceptEmptyInstances ? ['--accept-empty-instances'] : []),
  );
  session.soFar.next = [again, restore];
  const terminationHook = info.terminationHookEnabled === true;
  const { changes, exitCode } = await carryOut(session, settings, answers, [
    part('asg', () => ({ memory: suspension(place, asg, { group: label, terminationHook }) })),
    part('group', () => ({ hook: detached(place, pair, info, ...notes) })),
  ]);
  return { changes, exitCode, data: await suspendedNow(place, asg), next: [session.globals.dryRun ? again : restore] };
}

const suspendedNow = async (place: Place, asg: string) => ({
  suspended: suspensionOf(await groupNamed(place, asg)) ?? null,
});

export async function restoreHook(session: Session, settings: Settings): Promise<Work> {
  const { place, answers, pair: asked, group } = await whereabouts(session, settings, true);
  const { asg } = asked;
  const suspended = suspensionOf(group);
  const before = rescueOf(group);
  const status = suggest(session, 'asg', 'hook', 'status', '--asg', asg);
  // Which deployment group it is, the tag says; only one that was named is held against it.
  const named = answers.some(
    ({ key, source }) => (key === 'application' || key === 'group') && ['flag', 'environment', 'file'].includes(source),
  );
  const mine = suspended && !(named && suspended.group !== labelOf(asked)) ? suspended : undefined;
  if (!mine && !before) {
    session.ui.say(line('nothingSuspended', { asg }));
    return { data: { restored: null, bare: [] }, next: [status] };
  }
  session.soFar.next = [suggest(session, 'asg', 'hook', 'restore', '--asg', asg)];
  const steps = await restoration(place, asg, mine, before);
  const { changes, exitCode } = await carryOut(session, settings, answers, steps);
  if (!mine || session.globals.dryRun) return { changes, exitCode, next: [status] };

  const pair = pairOf(mine.group, asg);
  const bare = await bareMembers(place, asg, mine.since);
  if (bare.length > 0)
    session.ui.say(line('bareMembers', { count: bare.length, instances: bare.join(', '), group: mine.group }));
  return {
    changes,
    exitCode,
    data: { restored: mine.group, bare },
    next: [bare.length > 0 ? await deployToOutdated(session, place, pair) : status],
  };
}

/** `shop/shop-group` on an Auto Scaling group. Neither name can hold a slash. */
export const pairOf = (label: string, asg: string): Pair => {
  const [application = '', group = ''] = label.split('/');
  return { application, group, asg };
};

/** The hook first, then the sizes: as long as it is missing, more instances would only be more bare ones. The tags go last. */
export async function restoration(
  place: Place,
  asg: string,
  suspended: Suspension | undefined,
  before: Before | undefined,
) {
  const pair = suspended && pairOf(suspended.group, asg);
  const info = pair && (await knownGroup(place, pair));
  // Attached already: the tag was on its way to be taken away, or a repair on its way to be done.
  const isAttached = pair && asgsOf(info).includes(asg);
  return [
    ...(pair && isAttached ? [part('group', () => ({ hook: reattachment(place, pair) }))] : []),
    ...(pair && info && !isAttached
      ? [
          part('group', () => ({
            hook: attachedAgain(
              place,
              pair,
              info,
              suspended.terminationHook,
              line('hookComesBack', { asg, group: suspended.group }),
            ),
          })),
          part('asg', () => ({ memory: suspension(place, asg, undefined) })),
        ]
      : []),
    ...(before
      ? [part('asg', () => ({ sizes: asBefore(place, asg, before), note: rescueNote(place, asg, undefined) }))]
      : []),
  ];
}

/** Members that serve and were launched later than `since`. */
async function bareMembers(place: Place, asg: string, since: string): Promise<string[]> {
  const members = ((await groupNamed(place, asg))?.Instances ?? []).filter(
    ({ LifecycleState }) => LifecycleState === 'InService',
  );
  const reservations = await allPages(
    (NextToken) =>
      place.aws.ec2.describeInstances({
        Filters: [{ Name: 'tag:aws:autoscaling:groupName', Values: [asg] }],
        NextToken,
      }),
    ({ Reservations }) => Reservations,
    ({ NextToken }) => NextToken,
  );
  const young = reservations
    .flatMap(({ Instances = [] }) => Instances)
    .filter(({ LaunchTime }) => (LaunchTime?.getTime() ?? 0) >= Date.parse(since))
    .map(({ InstanceId }) => InstanceId);
  return members.map(({ InstanceId = '' }) => InstanceId).filter((id) => young.includes(id));
}

/** The command that brings the current revision to whoever does not have it. */
async function deployToOutdated(session: Session, place: Place, { application, group }: Pair): Promise<string> {
  const id = (await readGroup(place, application, group))?.lastSuccessfulDeployment?.deploymentId;
  const found = id && (await place.aws.codeDeploy.getDeployment({ deploymentId: id })).deploymentInfo;
  const revision = found ? revisionOf(found.revision) : undefined;
  const source = !revision
    ? []
    : isInS3(revision)
      ? [
          ...['--source', 's3', '--bucket', revision.bucket, '--key', revision.key],
          ...['--bundle-type', revision.bundleType],
          ...(revision.version ? ['--version-id', revision.version] : []),
        ]
      : ['--source', 'github', '--repository', revision.repository, '--commit', revision.commitId];
  const where = ['--application', application, '--group', group];
  return suggest(session, 'deploy', '--update-outdated-instances-only', ...where, ...source);
}

/** What is wrong with the hooks of an Auto Scaling group, and whom it concerns. */
export interface Repairs {
  hooks: Hook[];
  /** There, and no deployment group answers it: also the one beside the hook that a deployment group names. */
  strays: Resource[];
  /** Whose hook is gone or another one. */
  pairs: Pair[];
}

export async function repairsOf(place: Place, group: AutoScalingGroup): Promise<Repairs> {
  const asg = group.AutoScalingGroupName ?? '';
  const suspended = suspensionOf(group);
  const hooks = judgeHooks(asg, await readHooks(place, asg), await deploymentGroups(place), suspended?.group);
  // What was suspended on purpose stays so; what a repair, or anybody else, has begun is brought to its end.
  const half = suspended && (suspended.repair || !hooks.some(({ state }) => state === 'suspended'));
  const broken = hooks.filter(({ state }) => state === 'deletedByHand' || state === 'mismatched');
  const labels = new Set([...broken.map(({ group }) => group ?? ''), ...(half ? [suspended.group] : [])]);
  return {
    hooks,
    strays: hooks
      .filter(({ state }) => state === 'leftover' || state === 'mismatched')
      .flatMap(({ name, group }) => (name === null ? [] : [unwantedHook(place, asg, name, group) as Resource])),
    pairs: [...labels].map((label) => pairOf(label, asg)),
  };
}

/** Each under its name, as parts of a plan. */
export const byName = (resources: Resource[]) => Object.fromEntries(resources.map((each) => [each.name, each]));

export async function repairHooks(session: Session, settings: Settings): Promise<Work> {
  const { place, answers, pair, group } = await whereabouts(session, settings, true);
  const { asg } = pair;
  const { hooks, strays, pairs } = await repairsOf(place, group);
  const status = suggest(session, 'asg', 'hook', 'status', '--asg', asg);
  if (strays.length + pairs.length === 0) {
    session.ui.say(line('nothingToRepair', { asg }));
    return { data: { hooks }, next: [status] };
  }
  for (const each of pairs) await refuseWhileActive(place, each);
  session.soFar.next = [suggest(session, 'asg', 'hook', 'repair', '--asg', asg)];
  // The right hook first: killed in between, one too many is seen and told, while without any the application is missing.
  const { changes, exitCode } = await carryOut(session, settings, answers, [
    part('group', () => byName(pairs.map((each) => reattachment(place, each) as Resource))),
    part('asg', () => byName(strays)),
  ]);
  return { changes, exitCode, data: { hooks }, next: [status] };
}
