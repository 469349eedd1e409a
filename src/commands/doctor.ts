// Looks at all that a deployment depends on, and says what to do. Changes nothing.
import { examine } from '../doctor/check.ts';
import { checks } from '../doctor/checks/index.ts';
import { factsOf } from '../doctor/facts.ts';
import { asGiven } from '../engine/answers.ts';
import { WizardError } from '../engine/errors.ts';
import { nearest } from '../engine/near.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application } from '../steps/app.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { groupsOf, nextOf, summary, together, told } from './checks-shown.ts';
import { readsOnly } from './reads-only.ts';
import { answersTo } from './which-group.ts';

export async function doctor(session: Session, settings: Settings, options: { only?: string[] }): Promise<Work> {
  await readsOnly(session, settings);
  const wanted = chosen(session, options.only);
  const place = await session.place();
  const want = await answersTo(session, settings, [project, application, groupName]);
  const asked = {
    application: String(want.application),
    group: String(want.group),
    directory: asGiven(settings.given, 'directory') ?? '.',
    gitHubToken: asGiven(settings.given, 'githubTokenName'),
  };
  const facts = factsOf(place, asked);
  const found = await examine(facts, wanted);
  const where = { ...asked, region: place.region, profile: session.globals.profile };
  const shown = found.map((one) => told(session, where, one));
  const read = found.map((one) => told(session, where, together(found, one)));
  const failed = shown.some(({ status }) => status === 'fail');
  const blocks = [...groupsOf(session, read), { rows: summary(session, shown).map((line) => [line]) }];
  return { data: { checks: shown }, blocks, next: nextOf(session, found), exitCode: failed ? 3 : 0 };
}

function chosen({ text }: Session, only: string[] | undefined) {
  if (!only) return checks;
  const ids = only.flatMap((list) => list.split(',')).map((id) => id.trim());
  for (const id of ids) {
    if (checks.some((check) => check.id === id)) continue;
    const near = nearest(
      id,
      checks.map((check) => check.id),
    );
    throw new WizardError('usage', {
      problem: text.doctor.noCheck({ id }),
      ...(near && { suggestion: `${text.words.didYouMean} ${near}?` }),
    });
  }
  return checks.filter(({ id }) => ids.includes(id));
}
