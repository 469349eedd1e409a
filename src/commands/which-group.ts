// Which deployment group a command about deployments is for, and which deployment of it.
import { unless } from '../aws/errors.ts';
import { activeDeployments, deploymentInfo } from '../deployments/status.ts';
import { answer } from '../engine/answers.ts';
import { WizardError } from '../engine/errors.ts';
import type { Question } from '../engine/question.ts';
import { invalid } from '../globals.ts';
import { deploymentGroupNames } from '../resources/application.ts';
import { readGroup } from '../resources/deployment-group.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application as applicationQuestion } from '../steps/app.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { wanted } from './make.ts';

/** The answers to a few questions, asked only where nothing suggests one. */
export async function answersTo(session: Session, settings: Settings, questions: unknown[]) {
  await settings.mustExist();
  const { given, keep } = settings;
  const { ui, world } = session;
  const look = { want: {}, place: () => session.place(), cwd: world.cwd, now: world.now };
  return wanted(
    await answer([{ name: '', questions: questions as Question[], quiet: true }], { given, look, ui, keep }),
  );
}

export async function whichGroup(session: Session, settings: Settings) {
  const place = await session.place();
  const want = await answersTo(session, settings, [project, applicationQuestion, groupName]);
  const [application, group] = [String(want.application), String(want.group)];
  const info = await readGroup(place, application, group);
  const name = `${application}/${group}`;
  if (!info) {
    const groups = await unless('ApplicationDoesNotExistException', () => deploymentGroupNames(place, application));
    const instead = (groups ?? []).map((group) => `${application}/${group}`);
    throw new WizardError('notFound', { kind: 'codedeploy.group', name, region: place.region, instead });
  }
  return { place, application, group, name, info };
}

/** As typed, or refused. */
export function checkedId(given: string): string {
  if (!/^d-[A-Z0-9]+$/.test(given)) throw invalid('ID', given, 'deploymentId');
  return given;
}

export async function named(session: Session, given: string) {
  const id = checkedId(given);
  const place = await session.place();
  return { place, name: id, info: await deploymentInfo(place, id) };
}

/** The one that is active, if any. */
export async function activeOf(session: Session, settings: Settings) {
  const { place, application, group, name } = await whichGroup(session, settings);
  const [info] = await activeDeployments(place, application, group);
  return { place, name, info };
}

/** The one that was tried last. */
export async function lastOf(session: Session, settings: Settings) {
  const { place, name, info } = await whichGroup(session, settings);
  const id = info.lastAttemptedDeployment?.deploymentId;
  if (!id) throw new WizardError('notReady', { step: 'deploy', what: { kind: 'codedeploy.deployment', name } });
  return { place, info: await deploymentInfo(place, id) };
}
