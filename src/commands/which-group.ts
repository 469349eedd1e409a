// Which deployment group a command about deployments is for, and which deployment of it.
import { must } from '../aws/allowed.ts';
import { unless } from '../aws/errors.ts';
import { newest } from '../deployments/history.ts';
import { activeDeployments, deploymentInfo, unknownDeployment } from '../deployments/status.ts';
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
import type { Sight } from './sight.ts';

/** The answers to a few questions, asked only where nothing suggests one. */
export async function answersTo(
  session: Session,
  settings: Settings,
  questions: unknown[],
  forgives?: (error: unknown) => boolean,
) {
  await settings.mustExist();
  const { given, keep } = settings;
  const { ui, world } = session;
  const look = { want: {}, place: () => session.place(), cwd: world.cwd, now: world.now };
  return wanted(
    await answer([{ name: '', questions: questions as Question[], quiet: true }], { given, look, ui, keep, forgives }),
  );
}

export async function whichGroup(session: Session, settings: Settings) {
  const found = await groupSeen(session, settings);
  return { ...found, info: found.info! };
}

/** `info` is absent where it may not be looked at. */
async function groupSeen(session: Session, settings: Settings, sight?: Sight) {
  const allowed = sight?.allowed ?? must;
  const place = await session.place();
  const want = await answersTo(session, settings, [project, applicationQuestion, groupName], sight?.isDenied);
  const [application, group] = [String(want.application), String(want.group)];
  const found = await allowed(async () => ({ info: await readGroup(place, application, group) }));
  const name = `${application}/${group}`;
  if (found && !found.info) {
    const groups = await allowed(() =>
      unless('ApplicationDoesNotExistException', () => deploymentGroupNames(place, application)),
    );
    const instead = (groups ?? []).map((group) => `${application}/${group}`);
    throw new WizardError('notFound', { kind: 'codedeploy.group', name, region: place.region, instead });
  }
  return { place, application, group, name, info: found?.info };
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

/** The same three for a command that only reads: what may not be looked at is unknown. */
export const seen = {
  group: groupSeen,

  async named(session: Session, given: string, { allowed }: Sight) {
    const id = checkedId(given);
    const place = await session.place();
    return { place, info: (await allowed(() => deploymentInfo(place, id))) ?? unknownDeployment(id) };
  },

  /** Without `info` not even its id is known. */
  async last(session: Session, settings: Settings, sight: Sight) {
    const { place, application, group, name, info } = await groupSeen(session, settings, sight);
    const [listed] = info
      ? []
      : ((await sight.allowed(() => newest(place, { application, group, statuses: [], limit: 1 }))) ?? []);
    const id = info ? info.lastAttemptedDeployment?.deploymentId : listed?.deploymentId;
    if (!id) {
      if (!info) return { place };
      throw new WizardError('notReady', { step: 'deploy', what: { kind: 'codedeploy.deployment', name } });
    }
    return { place, info: (await sight.allowed(() => deploymentInfo(place, id))) ?? listed ?? unknownDeployment(id) };
  },

  /** The one that is active, or else the one that was tried last. */
  async latest(session: Session, settings: Settings, sight: Sight) {
    const { place, application, group } = await groupSeen(session, settings, sight);
    const [active] = (await sight.allowed(() => activeDeployments(place, application, group))) ?? [];
    return active ? { place, info: active } : seen.last(session, settings, sight);
  },
};
