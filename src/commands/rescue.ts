// The way out of a launch loop: the storm is calmed, a bare instance comes up without the hook, the hook comes back, a
// good revision is deployed, and sizes are put back whatever happens. What is there decides at which point it begins.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo, DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { explain } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { judgeHooks, readHooks } from '../deployments/hooks.ts';
import { type Good, namedGood, newestGood } from '../deployments/known-good.ts';
import { failedLaunchDeployment, type LaunchLoop, readLoop } from '../deployments/launch-loop.ts';
import { fits, isInS3, nameOf, revisionOf } from '../deployments/revision.ts';
import { WizardError } from '../engine/errors.ts';
import { line, type Resource } from '../engine/resource.ts';
import type { AnyStep } from '../engine/step.ts';
import type { Work } from '../perform.ts';
import { labelOf, type Pair } from '../resources/attachment.ts';
import { groupNamed } from '../resources/auto-scaling-group.ts';
import { deployment, type FoundDeployment } from '../resources/deployment.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { deploymentGroups } from '../resources/instance.ts';
import { asBefore, type Before, calm, isServing, rescueNote, rescueOf, serving, sizesOf } from '../resources/storm.ts';
import { suspension, suspensionOf } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { carryOut, part, putBack, type Resources } from './carry-out.ts';
import {
  attachedAgain,
  detached,
  flagsFor,
  isStray,
  knownGroup,
  refuseWhileActive,
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
}

export async function rescue(session: Session, settings: Settings, { to }: { to?: string }): Promise<Work> {
  const { place, answers, pair, group } = await whereabouts(session, settings, false);
  const { asg } = pair;
  const info = await knownGroup(place, pair);
  const status = suggest(session, 'asg', 'hook', 'status', ...flagsFor(pair));
  const { loop, abandoned } = await readLoop(place, asg);
  const remembered = rescueOf(group);
  const failed = await failedLaunchDeployment(place, pair.application, pair.group);
  const isOver = !to && (await isHealed(place, pair, failed, loop));
  if (!remembered && (!loop || loop.reason === 'healthCheck' || isOver)) {
    const inService = (group.Instances ?? []).filter(isServing).length;
    const desired = group.DesiredCapacity ?? 0;
    if (loop?.reason === 'healthCheck') session.ui.say(line('healthCheckLoop', { asg, failed: loop.failures }));
    else session.ui.say(line('noLaunchLoop', { asg, ready: inService, desired, failed: abandoned }));
    return { data: { loop: loop ?? null, inService, desired }, next: [status] };
  }

  await refuseLeftovers(session, place, pair);
  const deployment = failed?.deploymentId ?? null;
  if (loop)
    session.ui.say(line('launchLoopFound', { asg, ...loop, failed: loop.failures, deployment: deployment ?? '' }));
  // Too long a name was not remembered: whatever has succeeded since, another one must not be taken in its place.
  if (remembered && !(to ?? remembered.to)) throw new WizardError('noGoodRevision', { group: labelOf(pair) });
  const good = await goodRevision(place, pair, to ?? remembered?.to);
  if (!remembered) await refuseWhileActive(place, pair);
  const plight: Plight = { pair, info, good, before: remembered ?? howItIs(place, group, good) };
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
  const { pair, info, before } = plight;
  const { asg } = pair;
  const terminationHook = info.terminationHookEnabled === true;
  const end = part('asg', () => ({
    sizes: asBefore(place, asg, before),
    serving: serving(place, asg, { all: true }),
    note: rescueNote(place, asg, undefined),
  }));
  // Taken up after its last part had begun: calming again would only undo what has been put back.
  if (await isDelivered(place, plight)) return [end];

  /** Nothing serves: only without the hook an instance comes up at all. */
  const whileStuck = async (resources: Resources): Promise<Resources> =>
    ((await groupNamed(place, asg))?.Instances ?? []).some(isServing) ? {} : resources;
  const group = labelOf(pair);
  const targetGroups = (await trafficTo(place, await groupNamed(place, asg))).join(', ');
  const traffic = targetGroups ? [line('hookTakesTraffic', { asg, targetGroups })] : [];
  return [
    part('asg', () => ({ note: rescueNote(place, asg, before), calm: calm(place, asg, before) })),
    part('asg', () => whileStuck({ memory: suspension(place, asg, { group, terminationHook }) })),
    part('group', () => whileStuck({ hook: detached(place, pair, info, line('rescueDetaches', { asg }), ...traffic) })),
    part('asg', () => ({ serving: serving(place, asg, { all: false }) })),
    part('group', () => ({
      hook: attachedAgain(place, pair, info, terminationHook, line('rescueAttaches', { asg })),
    })),
    part('asg', () => ({ memory: suspension(place, asg, undefined) })),
    part('deploy', () => ({ deployment: delivery(place, plight) }), {
      deploymentId: ({ deployment }: { deployment?: FoundDeployment }) => deployment?.id,
      status: ({ deployment }: { deployment?: FoundDeployment }) => deployment?.status,
    }),
    end,
  ];
}

/** Also where the very same revision had succeeded once: only what has come since the rescue began counts. */
async function isDelivered(place: Place, { pair, before, good }: Plight): Promise<boolean> {
  const last = await lastSuccessful(place, pair);
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

async function lastSuccessful(place: Place, { application, group }: Pair): Promise<DeploymentInfo | undefined> {
  const deploymentId = (await readGroup(place, application, group))?.lastSuccessfulDeployment?.deploymentId;
  return deploymentId ? (await place.aws.codeDeploy.getDeployment({ deploymentId })).deploymentInfo : undefined;
}

/** With a hook that nobody answers no instance comes up, whatever is deployed. */
async function refuseLeftovers(session: Session, place: Place, { asg }: Pair): Promise<void> {
  const hooks = judgeHooks(asg, await readHooks(place, asg), await deploymentGroups(place));
  const strays = hooks.filter(isStray).map(({ name }) => name);
  if (strays.length > 0)
    throw new WizardError('leftoverHooks', {
      asg,
      hooks: strays.join(', '),
      command: suggest(session, 'asg', 'hook', 'repair', '--asg', asg),
    });
}

async function goodRevision(place: Place, pair: Pair, to: string | undefined): Promise<Good> {
  if (to) return namedGood(place, to);
  // New instances get the last successful revision: in a loop it is the one that fails.
  const failing = revisionOf((await lastSuccessful(place, pair))?.revision);
  const good = await newestGood(place, pair.application, pair.group, failing);
  if (!good) throw new WizardError('noGoodRevision', { group: labelOf(pair) });
  return good;
}

/** Something else has succeeded meanwhile: from now on new instances get that. */
async function isHealed(
  place: Place,
  pair: Pair,
  failed: DeploymentInfo | undefined,
  loop: LaunchLoop | undefined,
): Promise<boolean> {
  const last = await lastSuccessful(place, pair);
  const [fails, gets] = [failed, last].map((info) => revisionOf(info?.revision));
  if (fails !== undefined) return gets !== undefined && !fits(fails, gets);
  // Where nobody answered the hook no deployment failed: one that has ended well since the last launch that did, heals.
  return loop !== undefined && (last?.completeTime?.getTime() ?? 0) > Date.parse(loop.latest);
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
