// `bluegreen`: the second colour is made if there is none, and a revision released to the idle one, which takes over.
import type { OptionValues } from 'commander';
import { explain } from '../aws/errors.ts';
import { movable, otherSide, type Side, stickiness } from '../deployments/colours.ts';
import { fits, type Revision, revisionOf } from '../deployments/revision.ts';
import { activeDeployments, busyWith } from '../deployments/status.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import type { AnyStep } from '../engine/step.ts';
import type { Work } from '../perform.ts';
import { groupNamed } from '../resources/auto-scaling-group.ts';
import { groupsOn } from '../resources/colour-group.ts';
import { before } from '../resources/release-note.ts';
import { moment } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { pairAsks, releaseAsks } from '../steps/blue-green.ts';
import { deployStep } from '../steps/deploy.ts';
import {
  type Ground,
  groundFrom,
  groundOf,
  leastShare,
  mustDivide,
  mustKnowActive,
  pairFlags,
} from './blue-green-ground.ts';
import { optionsOf, wordsOf } from './blue-green-options.ts';
import { allTo, giveUp, type Passage, type ReleaseOptions, release, runsOn, setUp } from './blue-green-phases.ts';
import { nextOf, standing } from './blue-green-status.ts';
import { carryOut, putBack, type Resources } from './carry-out.ts';
import { sameCommand } from './make.ts';
import { suggest } from './suggest.ts';

export async function blueGreen(session: Session, settings: Settings, given: OptionValues): Promise<Work> {
  const options = optionsOf(given);
  const { setupOnly, again } = given;
  const ground = await groundOf(session, settings, setupOnly ? pairAsks : releaseAsks, false);
  await mustDivide(ground);
  session.soFar.next = [sameCommand(session, ['bluegreen', ...wordsOf(given)], ground.answers)];
  const going = ground.release;
  const active = going?.from ?? mustKnowActive(session, ground);
  if (setupOnly) return told(session, settings, ground, setUp(ground, active));

  const passage = going ?? (await begins(ground, active, options));
  const { from, to } = passage;
  await mustBeFree(ground, passage);
  if (!going && !again) {
    const has = await hasIt(session, ground, from);
    if (has) return has;
  }
  if (going) await mustBeTheSame(session, ground, passage);
  for (const said of await beginning(ground, passage, going !== undefined)) session.ui.say(said);

  const waits = ground.want.wait !== false;
  const finish = () => suggest(session, 'bluegreen', 'finish', ...pairFlags(ground));
  const confirm = ground.colours.project;
  // What it begins with has moved already: the rest of it is its end.
  const isMoved = going?.note.moved !== undefined && ground.active === to;
  const steps = [
    ...(isMoved ? [] : [...setUp(ground, active), ...release(ground, passage, options, confirm)]),
    ...(waits ? giveUp(ground, passage, { confirm, now: false, takenUpBy: finish }) : []),
  ];
  return told(session, settings, ground, steps, passage);
}

/** Carries it out; whatever fails while traffic moves sends it back. A run that is cut off only stops where it is. */
async function told(
  session: Session,
  settings: Settings,
  ground: Ground,
  steps: AnyStep[],
  passage?: Passage,
): Promise<Work> {
  let agreed = false;
  try {
    const { changes, exitCode, gives } = await carryOut(session, settings, ground.answers, steps, () => {
      agreed = true;
    });
    const now = await groundFrom(ground.place, ground.answers);
    const { data, blocks } = await standing(session, now);
    return {
      changes,
      exitCode,
      gives: gives.deploy ? { deploy: gives.deploy } : {},
      data,
      blocks,
      next: [suggest(session, 'bluegreen', 'status', ...pairFlags(now)), ...nextOf(session, now, data.release?.phase)],
    };
  } catch (error) {
    const waitsOn = session.world.signal.aborted || isWizardError(error, 'timedOut');
    if (agreed && passage && !waitsOn) await sendBack(session, ground, passage);
    throw error;
  }
}

/** As long as not all of it has moved, all of it goes back: one listener must not stay behind another. */
async function sendBack(session: Session, before: Ground, { from, to }: Passage): Promise<void> {
  const { ui, text } = session;
  const command = suggest(session, 'bluegreen', 'switch', '--to', from.colour);
  try {
    const place = await session.placeToTheEnd();
    const ground = await groundFrom(place, before.answers);
    const { note } = ground.release ?? {};
    const moving = movable(ground.forwards, to);
    if (!note || note.moved !== undefined || moving.every((forward) => leastShare([forward], from, to) === 0)) return;
    ui.say(line('weightsGoBack', { asg: from.asg }));
    await putBack(session, [allTo(ground, from)]);
  } catch (error) {
    const { code, data } = explain(error);
    const { message } = (text.errors[code] as (data: unknown) => { message: string })(data);
    ui.warn(line('weightsStay', { asg: from.asg, message, command }));
  }
}

async function begins({ place, colours, blue, green }: Ground, from: Side, { keep }: ReleaseOptions): Promise<Passage> {
  const [old, coming] = from === colours.blue ? [blue, green] : [green, blue];
  const note = {
    old: before(old),
    // A twin that is yet to be made is made empty, with the same upper bound.
    new: coming ? before(coming) : { min: 0, max: blue.MaxSize ?? 0, desired: 0, suspended: [] },
    since: Math.floor(place.clock.now() / 1_000),
    keep: keep / 1_000,
  };
  return { from, to: otherSide(colours, from), note };
}

/** Nobody else is changing either fleet. */
async function mustBeFree({ place, colours }: Ground, { from, to }: Passage): Promise<void> {
  for (const { applicationName = '', deploymentGroupName = '' } of await groupsOn(place, colours.application, from)) {
    const [active] = await activeDeployments(place, applicationName, deploymentGroupName);
    if (active) throw busyWith(place, `${applicationName}/${deploymentGroupName}`, active);
  }
  for (const { asg } of [from, to]) {
    if (!(await groupNamed(place, asg))) continue;
    const { InstanceRefreshes = [] } = await place.aws.autoScaling.describeInstanceRefreshes({
      AutoScalingGroupName: asg,
    });
    if (InstanceRefreshes.some(({ Status = '' }) => RUNNING.has(Status)))
      throw new WizardError('refreshActive', { asg });
  }
}

const RUNNING = new Set(['Pending', 'InProgress', 'Cancelling', 'RollbackInProgress', 'Baking']);

/** The colour with the traffic has the revision: a release killed after its last write must not begin once more. */
async function hasIt(session: Session, ground: Ground, active: Side): Promise<Work | undefined> {
  const { place, colours } = ground;
  const wanted = await revisionWanted(ground, active);
  for (const { applicationName = '', deploymentGroupName = '' } of await groupsOn(place, colours.application, active)) {
    const last = await runsOn(place, applicationName, deploymentGroupName);
    if (!last || !fits(wanted, revisionOf(last.revision))) continue;
    session.ui.say(line('activeHasIt', { asg: active.asg, deployment: last.deploymentId ?? '' }));
    const { data, blocks } = await standing(session, ground);
    return { data, blocks, next: [suggest(session, 'bluegreen', 'status', ...pairFlags(ground))] };
  }
  return undefined;
}

async function revisionWanted({ place, want }: Ground, { group }: Side): Promise<Revision> {
  const resources = (await deployStep({ always: false }).resources(
    place as never,
    { ...want, group, wait: true } as never,
    {} as never,
  )) as Resources;
  return (resources.deployment as Resource).spec.revision as unknown as Revision;
}

/** Once traffic has moved, only what it has moved to may be brought to its end. */
async function mustBeTheSame(session: Session, ground: Ground, { from, to }: Passage): Promise<void> {
  if (leastShare(movable(ground.forwards, to), from, to) === 0) return;
  const last = await runsOn(ground.place, ground.colours.application, to.group);
  if (fits(await revisionWanted(ground, to), revisionOf(last?.revision))) return;
  const commands = ['finish', 'abort'].map((verb) => suggest(session, 'bluegreen', verb, ...pairFlags(ground)));
  throw new WizardError('releaseUnfinished', { from: from.asg, to: to.asg, commands });
}

async function beginning({ place, forwards }: Ground, { from, to, note }: Passage, going: boolean): Promise<Line[]> {
  const group = await groupNamed(place, from.asg);
  const seconds = stickiness(forwards);
  return [
    going
      ? line('goesOn', { from: from.asg, to: to.asg, since: moment(note.since * 1_000) })
      : line('releaseGoes', { from: from.asg, to: to.asg, desired: Math.max(1, group?.DesiredCapacity ?? 0) }),
    ...(seconds > 0 ? [line('staysCookies', { targetGroup: from.targetGroup, seconds })] : []),
    line('keepsOld', { asg: from.asg, seconds: note.keep }),
  ];
}
