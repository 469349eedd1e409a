// Which deployment group a command about deployments is for, and which deployment of it.
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { answer } from '../engine/answers.ts';
import { WizardError } from '../engine/errors.ts';
import type { Question } from '../engine/question.ts';
import { invalid } from '../globals.ts';
import { deploymentGroupNames } from '../resources/application.ts';
import { readGroup } from '../resources/deployment-group.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application } from '../steps/app.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { wanted } from './make.ts';

/** Every command about deployments asks these, and only what nothing suggests. */
export const groupQuestions = [project, application, groupName] as unknown as Question[];

export async function whichGroup(session: Session, { given, keep }: Settings, further: Question[] = []) {
  const { ui, world } = session;
  const place = await session.place();
  const look = { want: {}, place: () => session.place(), cwd: world.cwd, now: world.now };
  const questions = [...groupQuestions, ...further];
  const want = wanted(await answer([{ name: '', questions, quiet: true }], { given, look, ui, keep }));
  const [application, group] = [String(want.application), String(want.group)];
  const info = await readGroup(place, application, group);
  const name = `${application}/${group}`;
  if (!info) {
    const groups = await unless('ApplicationDoesNotExistException', () => deploymentGroupNames(place, application));
    const instead = (groups ?? []).map((group) => `${application}/${group}`);
    throw new WizardError('notFound', { kind: 'codedeploy.group', name, region: place.region, instead });
  }
  return { place, application, group, name, info, want };
}

/** As typed, or refused. */
export function checkedId(given: string): string {
  if (!/^d-[A-Z0-9]+$/.test(given)) throw invalid('ID', given, 'deploymentId');
  return given;
}

/** The one that was tried last. */
export async function lastAttempted(session: Session, settings: Settings): Promise<{ place: Place; id: string }> {
  const { place, name, info } = await whichGroup(session, settings);
  const id = info.lastAttemptedDeployment?.deploymentId;
  if (!id) throw new WizardError('notReady', { step: 'deploy', what: { kind: 'codedeploy.deployment', name } });
  return { place, id };
}
