// The way out of a launch loop: the storm is calmed, a bare instance comes up without the hook, the hook comes back, a
// good revision is deployed, and sizes are put back whatever happens. What is there decides at which point it begins.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { explain } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { type Good, namedGood, newestGood } from '../deployments/known-good.ts';
import { type LaunchLoop, lastSuccessful, readLoop } from '../deployments/launch-loop.ts';
import { fits, isInS3, nameOf, revisionOf } from '../deployments/revision.ts';
import { WizardError } from '../engine/errors.ts';
import { line, type Resource } from '../engine/resource.ts';
import type { AnyStep } from '../engine/step.ts';
import type { Work } from '../perform.ts';
import { labelOf, type Pair } from '../resources/attachment.ts';
import { groupNamed } from '../resources/auto-scaling-group.ts';
import { deployment, type FoundDeployment } from '../resources/deployment.ts';
import { reattachment } from '../resources/reattachment.ts';
import { asBefore, type Before, calm, isServing, rescueNote, rescueOf, serving, sizesOf } from '../resources/storm.ts';
import { suspension, suspensionOf } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { carryOut, part, putBack, type Resources } from './carry-out.ts';
import {
  attachedAgain,
  byName,
  detached,
  flagsFor,
  knownGroup,
  type Repairs,
  refuseWhileActive,
  repairsOf,
  restoration,
  trafficTo,
  whereabouts,
} from './hook.ts';
import { suggest } from './suggest.ts';

/** What the rescue needs to know of one deployment group on one Auto Scaling group. */
interface Plight {
  pair: Pair;
  info: DeploymentGroupInfo;
  before: Before;
  good: Good;
  /** Hooks that nobody answers: with them no instance comes up, whatever is deployed. */
  strays: Repairs['strays'];
  /** Other deployment groups whose hook is not what it was. */
  others: Pair[];
}

export async function rescue(session: Session, settings: Settings, { to }: { to?: string }): Promise<Work> {
  const { place, answers, pair, group } = await whereabouts(session, settings, false);
  const { asg } = pair;
  const info = await knownGroup(place, pair);
  const status = suggest(session, 'asg', 'hook', 'status', ...flagsFor(pair));
  const { loop, failed, abandoned } = await readLoop(place, group, pair);
  const remembered = rescueOf(group);
  if (!remembered && (!loop || loop.reason === 'healthCheck')) {
    const inService = (group.Instances ?? []).filter(isServing).length;
    const desired = group.DesiredCapacity ?? 0;
    if (loop?.reason === 'healthCheck') session.ui.say(line('healthCheckLoop', { asg, failed: loop.failures }));
    else session.ui.say(line('noLaunchLoop', { asg, ready: inService, desired, failed: abandoned }));
    return { data: { loop: loop ?? null, inService, desired }, next: [status] };
  }

  const deployment = failed?.deploymentId ?? null;
  if (loop)
    session.ui.say(line('launchLoopFound', { asg, ...loop, failed: loop.failures, deployment: deployment ?? '' }));
  // Too long a name was not remembered: whatever has succeeded since, another one must not be taken in its place.
  if (remembered && !(to ?? remembered.to)) throw new WizardError('noGoodRevision', { group: labelOf(pair) });
  const good = await goodRevision(place, pair, to ?? remembered?.to, loop);
  const { strays, pairs } = await repairsOf(place, group);
  const others = pairs.filter((each) => labelOf(each) !== labelOf(pair));
  if (!remembered) for (const each of [pair, ...others]) await refuseWhileActive(place, each);
  const plight: Plight = { pair, info, good, before: remembered ?? howItIs(place, group, good), strays, others };
  session.soFar.next = [suggest(session, 'asg', 'rescue', ...flagsFor(pair), '--to', good.from)];

  let agreed = false;
  try {
    const { changes, exitCode, gives } = await carryOut(session, settings, answers, await phases(place, plight), () => {
      agreed = true;
    });
    return {
      changes,
      exitCode,
      gives: gives.deploy ? { deploy: gives.deploy } : {},
      data: { loop: loop ? { ...loop, deployment } : null, revision: { ...good.revision } },
      next: [status],
    };
  } catch (error) {
    if (agreed) await asItWas(session, asg);
    throw error;
  }
}

async function phases(place: Place, plight: Plight): Promise<AnyStep[]> {
  const { pair, info, before, strays, others } = plight;
  const { asg } = pair;
  const terminationHook = info.terminationHookEnabled === true;
  const gone = part('asg', () => byName(strays));
  const whole = part('group', () => byName(others.map((each) => reattachment(place, each) as Resource)));
  const end = part('asg', () => ({
    sizes: asBefore(place, asg, before),
    serving: serving(place, asg, { all: true }),
    note: rescueNote(place, asg, undefined),
  }));
  // Taken up after its last part had begun: calming again would only undo what has been put back.
  if (await isDelivered(place, plight)) return [gone, whole, end];

  /** Nothing serves: only without the hook an instance comes up at all. */
  const isStuck = async () => !((await groupNamed(place, asg))?.Instances ?? []).some(isServing);
  const whileStuck = async (resources: Resources): Promise<Resources> => ((await isStuck()) ? resources : {});
  const group = labelOf(pair);
  /** Where it is not let go, its hook may be another one, or have gone. */
  const mended = async (): Promise<Resources | undefined> => {
    const again = reattachment(place, pair);
    const { hook } = (await again.read()) ?? {};
    return hook === 'deletedByHand' || hook === 'mismatched' ? { hook: again } : undefined;
  };
  const comesBack = async (): Promise<Resources> =>
    (await mended()) ?? {
      hook: attachedAgain(place, pair, info, terminationHook, line('rescueAttaches', { asg })),
    };
  const targetGroups = (await trafficTo(place, await groupNamed(place, asg))).join(', ');
  const traffic = targetGroups ? [line('hookTakesTraffic', { asg, targetGroups })] : [];
  return [
    part('asg', () => ({ note: rescueNote(place, asg, before), calm: calm(place, asg, before) })),
    // Its own before the strays: killed in between, new instances would otherwise come up bare, silently.
    part('group', async () => ((await isStuck()) ? {} : ((await mended()) ?? {}))),
    part('asg', () => whileStuck({ memory: suspension(place, asg, { group, terminationHook }) })),
    part('group', () => whileStuck({ hook: detached(place, pair, info, line('rescueDetaches', { asg }), ...traffic) })),
    gone,
    part('asg', () => ({ serving: serving(place, asg, { all: false }) })),
    part('group', comesBack),
    part('asg', () => ({ memory: suspension(place, asg, undefined) })),
    part('deploy', () => ({ deployment: delivery(place, plight) }), {
      deploymentId: ({ deployment }: { deployment?: FoundDeployment }) => deployment?.id,
      status: ({ deployment }: { deployment?: FoundDeployment }) => deployment?.status,
    }),
    whole,
    end,
  ];
}

/** Also where the very same revision had succeeded once: only what has come since the rescue began counts. */
async function isDelivered(place: Place, { pair, before, good }: Plight): Promise<boolean> {
  const last = await lastSuccessful(place, pair.application, pair.group);
  return (last?.createTime?.getTime() ?? 0) >= before.since * 1_000 && fits(good.revision, revisionOf(last?.revision));
}

function delivery(place: Place, { pair, good }: Plight): Resource<FoundDeployment> {
  const { application, group, asg } = pair;
  const { revision } = good;
  const resource = deployment(place, {
    application,
    group,
    revision,
    description: `Rescue of ${asg}`,
    fileExistsBehavior: 'OVERWRITE',
    ignoreApplicationStopFailures: false,
    always: true,
    wait: true,
  });
  const name = isInS3(revision) ? nameOf(revision) : `${revision.repository}@${revision.commitId}`;
  return {
    ...resource,
    notes: async (found, differs) => [
      line('rescueDeploys', { revision: name }),
      ...((await resource.notes?.(found, differs)) ?? []),
    ],
  };
}

async function goodRevision(
  place: Place,
  pair: Pair,
  to: string | undefined,
  loop: LaunchLoop | undefined,
): Promise<Good> {
  if (to) return namedGood(place, to);
  const { application, group } = pair;
  // New instances get the last successful revision: it is the one that fails, unless the hook was not answered at all.
  const last = loop?.reason === 'heartbeatTimeout' ? undefined : await lastSuccessful(place, application, group);
  const good = await newestGood(place, application, group, revisionOf(last?.revision));
  if (!good) throw new WizardError('noGoodRevision', { group: labelOf(pair) });
  return good;
}

const howItIs = ({ clock }: Place, group: AutoScalingGroup, good: Good): Before => ({
  ...sizesOf(group),
  calm: (group.Instances ?? []).some(isServing) ? 'stops' : 'shrinks',
  since: Math.floor(clock.now() / 1_000),
  to: good.from,
});

/** Hook and sizes as they were before. Killed even here, `asg hook restore` or the next rescue takes it up. */
async function asItWas(session: Session, asg: string): Promise<void> {
  const { ui, text } = session;
  try {
    const place = await session.placeToTheEnd();
    const group = await groupNamed(place, asg);
    const [suspended, before] = [suspensionOf(group), rescueOf(group)];
    if (!suspended && !before) return;
    ui.say(line('putsBack', { asg }));
    await putBack(session, await restoration(place, asg, suspended, before));
  } catch (error) {
    const { code, data } = explain(error);
    const { message } = (text.errors[code] as (data: unknown) => { message: string })(data);
    ui.warn(line('putBackFailed', { asg, message, command: suggest(session, 'asg', 'hook', 'restore', '--asg', asg) }));
  }
}
