// `bluegreen switch`, `abort` and `finish`: traffic moved by hand, a release taken back, and the end of one.
import type { OptionValues } from 'commander';
import { healthyIn, otherSide, type Side } from '../deployments/colours.ts';
import { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import type { AnyStep } from '../engine/step.ts';
import { invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import { releaseNote } from '../resources/release-note.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { pairAsks } from '../steps/blue-green.ts';
import { type Ground, groundFrom, groundOf, mustDivide, mustKnowActive, pairFlags } from './blue-green-ground.ts';
import { allTo, giveUp, takeBack } from './blue-green-phases.ts';
import { nextOf, standing } from './blue-green-status.ts';
import { carryOut, part } from './carry-out.ts';
import { suggest } from './suggest.ts';

/** Carried out, and then how it stands. */
async function done(session: Session, settings: Settings, ground: Ground, steps: AnyStep[]): Promise<Work> {
  const { changes, exitCode } = await carryOut(session, settings, ground.answers, steps);
  const now = await groundFrom(ground.place, ground.answers);
  const { data, blocks } = await standing(session, now);
  return { changes, exitCode, data, blocks, next: nextOf(session, now, data.release?.phase) };
}

async function unchanged(session: Session, ground: Ground): Promise<Work> {
  const { data, blocks } = await standing(session, ground);
  return { data, blocks, next: [suggest(session, 'bluegreen', 'status', ...pairFlags(ground))] };
}

export async function switchColours(session: Session, settings: Settings, { to }: OptionValues): Promise<Work> {
  if (to !== undefined && to !== 'blue' && to !== 'green')
    throw invalid('--to', String(to), 'oneOf', { options: 'blue, green' });
  const ground = await groundOf(session, settings, pairAsks, true);
  const { colours, place, release, active } = ground;
  await mustDivide(ground);
  if (!ground.green) {
    const command = suggest(session, 'bluegreen', ...pairFlags(ground));
    throw new WizardError('notPaired', { asg: colours.blue.asg, command });
  }
  const target: Side = to ? colours[to as Side['colour']] : otherSide(colours, mustKnowActive(session, ground));
  const isMarked = !release || (release.note.moved !== undefined) === (target === release.to);
  if (active === target && isMarked) {
    session.ui.say(line('hasTraffic', { asg: target.asg }));
    return unchanged(session, ground);
  }
  const { targetGroup } = target;
  if ((await healthyIn(place, targetGroup)) === 0)
    throw new WizardError('noHealthyTargets', {
      targetGroup,
      command: suggest(session, 'bluegreen', ...pairFlags(ground)),
    });
  session.soFar.next = [suggest(session, 'bluegreen', 'switch', '--to', target.colour, ...pairFlags(ground))];
  const other = otherSide(colours, target);
  const why = line('movesTraffic', { from: other.asg, to: target.asg });
  const weights = allTo(ground, target, [{ confirm: colours.project, why }]);
  if (!release) return done(session, settings, ground, [weights]);
  // The time for which the way back is kept begins anew with the last move; it never runs while traffic is elsewhere.
  const marked = (moved: boolean) =>
    part('bluegreen', () => ({ note: releaseNote(place, release.from.asg, { note: release.note, moved }) }));
  const steps = target === release.to ? [weights, marked(true)] : [marked(false), weights];
  return done(session, settings, ground, steps);
}

export async function abortRelease(session: Session, settings: Settings): Promise<Work> {
  const ground = await groundOf(session, settings, pairAsks, true);
  const { release } = ground;
  if (!release) {
    session.ui.say(line('nothingToAbort', {}));
    return unchanged(session, ground);
  }
  session.ui.say(line('takesBack', { old: release.from.asg, coming: release.to.asg }));
  session.soFar.next = [suggest(session, 'bluegreen', 'abort', ...pairFlags(ground))];
  return done(session, settings, ground, takeBack(ground, release));
}

export async function finishRelease(session: Session, settings: Settings, { now }: OptionValues): Promise<Work> {
  const ground = await groundOf(session, settings, pairAsks, true);
  const { release, active, colours } = ground;
  if (!release) {
    session.ui.say(line('nothingToFinish', {}));
    return unchanged(session, ground);
  }
  const { from, to } = release;
  const command = (...words: string[]) => suggest(session, 'bluegreen', ...words, ...pairFlags(ground));
  if (active !== to || release.note.moved === undefined)
    throw new WizardError('notMoved', {
      from: from.asg,
      to: to.asg,
      commands: [command('switch', '--to', to.colour), command('abort')],
    });
  const takenUpBy = () => command('finish');
  session.soFar.next = [takenUpBy()];
  const steps = giveUp(ground, release, { confirm: colours.project, now: now === true, takenUpBy });
  return done(session, settings, ground, steps);
}
