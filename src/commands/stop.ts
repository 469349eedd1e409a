// `deploy stop` and `deploy continue`: an active deployment is stopped, or one that waits for somebody is let go on.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { OptionValues } from 'commander';
import { isNamed, maybeActed } from '../aws/errors.ts';
import { deploymentInfo, isActive, watchAgain } from '../deployments/status.ts';
import { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { wait } from '../steps/deploy.ts';
import { planned, told } from './deployment-blocks.ts';
import { agree, agreeByName, follow, rollbackAfter, stopped } from './follow.ts';
import { suggest } from './suggest.ts';
import { activeOf, answersTo, lastOf, named } from './which-group.ts';

/** Without an id: the one that is active. */
export async function stopDeployment(
  session: Session,
  settings: Settings,
  { rollback }: OptionValues,
  given?: string,
): Promise<Work> {
  const { ui, globals } = session;
  const chosen = given ? await named(session, given) : await activeOf(session, settings);
  if (!chosen.info) {
    ui.say(line('noneActive', { group: chosen.name }));
    return { data: { deployment: null }, next: [suggest(session, 'deploy', 'list')] };
  }
  const { place, info } = chosen;
  const { deploymentId: id = '', status = '' } = info;
  if (!isActive(info)) {
    ui.say(line('isOver', { deployment: id, status }));
    return told(session, place, info);
  }
  if (globals.dryRun) return planned(session, place, info);

  await agree(session, line(rollback ? 'stopAndRollBack' : 'stopThis', { deployment: id, status }));
  session.soFar.takenUpBy = () => watchAgain(place, id, status);
  const end = await stopped(session, place, id, rollback);
  const back = rollsBack(end, rollback) ? await rollbackAfter(session, place, id) : undefined;
  if (back) {
    ui.say(line('followsStop', { deployment: id, rollback: back }));
    await follow(session, place, back);
  }
  return told(session, place, back ? await deploymentInfo(place, id) : end);
}

/** Whether AWS brings the revision before it back: as it was asked for, or else as the group says. */
function rollsBack({ status, autoRollbackConfiguration }: DeploymentInfo, asked: boolean | undefined): boolean {
  if (status !== 'Stopped') return false;
  const { enabled, events = [] } = autoRollbackConfiguration ?? {};
  return asked ?? (enabled === true && events.includes('DEPLOYMENT_STOP_ON_REQUEST'));
}

const NOT_WAITING = [
  'DeploymentIsNotInReadyStateException',
  'UnsupportedActionForDeploymentTypeException',
  'DeploymentAlreadyCompletedException',
];

/** Without an id: the one that is active, or else the one that was tried last. */
export async function continueDeployment(
  session: Session,
  settings: Settings,
  options: OptionValues,
  given?: string,
): Promise<Work> {
  const { ui, globals } = session;
  const terminate = options.terminate === true;
  const { wait: waits } = await answersTo(session, settings, [wait]);
  const active = given ? await named(session, given) : await activeOf(session, settings);
  const { place, info } = active.info ? { place: active.place, info: active.info } : await lastOf(session, settings);
  const { deploymentId: id = '', status = '' } = info;
  const notWaiting = (cause?: unknown) => {
    const command = place.command('deploy', isActive(info) ? 'watch' : 'show', id);
    return new WizardError('notWaiting', { deployment: id, status, terminate, command }, { cause });
  };
  if (terminate ? !info.instanceTerminationWaitTimeStarted : status !== 'Ready') throw notWaiting();
  if (globals.dryRun) return planned(session, place, info);

  const why = line(terminate ? 'endsTerminationWait' : 'endsReadyWait', { deployment: id });
  await agreeByName(session, id, why);
  try {
    const deploymentWaitType = terminate ? 'TERMINATION_WAIT' : 'READY_WAIT';
    await place.aws.codeDeploy.continueDeployment({ deploymentId: id, deploymentWaitType });
  } catch (error) {
    if (!isNamed(error, NOT_WAITING)) throw error;
    // It does not wait any more because of the same request, whose answer was lost.
    if (!maybeActed(error)) throw notWaiting(error);
  }
  ui.say(line('wasContinued', { deployment: id }));
  if (waits === false) return told(session, place, await deploymentInfo(place, id));
  return told(session, place, (await follow(session, place, id)).info);
}
