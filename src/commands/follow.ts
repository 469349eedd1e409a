// Consent to what concerns one deployment, stopping it, and following it to its end.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { countsOf, deploymentInfo, isActive, watchAgain } from '../deployments/status.ts';
import { passing, WATCHED_FOR, watch } from '../deployments/watch.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line } from '../engine/resource.ts';
import { settle } from '../engine/settle.ts';
import type { Session } from '../session.ts';

export async function agree({ ui, globals }: Session, question: Line): Promise<void> {
  if (globals.yes) return;
  if (!ui.interactive) throw new WizardError('confirmationMissing', { yes: true, names: [] });
  if (!(await ui.confirm(question))) throw new WizardError('declined', {});
}

/** What moves traffic or ends instances is agreed to by the name of what it concerns. */
export async function agreeByName({ ui, globals }: Session, name: string, why: Line): Promise<void> {
  if (globals.confirm.includes(name)) return;
  if (!ui.interactive) throw new WizardError('confirmationMissing', { yes: false, names: [name] });
  if ((await ui.typeName(name, why)).trim() !== name) throw new WizardError('declined', {});
}

const until = (session: Session, place: Place, id: string, look: () => Promise<Line | undefined>) =>
  settle(look, id, {
    clock: place.clock,
    signal: session.world.signal,
    interval: session.globals.pollInterval,
    timeout: session.globals.timeout ?? WATCHED_FOR,
    wait: (line) => session.ui.wait(line),
    passing,
  });

/** To its success; throws how it failed. A watch that is cut off is taken up by a command of its own. */
export async function follow(session: Session, place: Place, id: string) {
  const watching = watch(place);
  let info: DeploymentInfo = {};
  session.soFar.takenUpBy = () => watchAgain(place, id, info.status);
  await until(session, place, id, async () => {
    info = watching.ended() ?? (await deploymentInfo(place, id));
    return watching.look(info, session.ui);
  });
  return { info, described: watching.describe(info) };
}

/** Answers it as it has ended: it may have been over before the wish to stop it arrived. */
export async function stopped(
  session: Session,
  place: Place,
  deploymentId: string,
  autoRollbackEnabled: boolean | undefined,
): Promise<DeploymentInfo> {
  await unless('DeploymentAlreadyCompletedException', () =>
    place.aws.codeDeploy.stopDeployment({ deploymentId, autoRollbackEnabled }),
  );
  let info: DeploymentInfo = {};
  await until(session, place, deploymentId, async () => {
    info = await deploymentInfo(place, deploymentId);
    return isActive(info) ? line('waitStopped', { deployment: deploymentId, counts: countsOf(info) }) : undefined;
  });
  const { ui } = session;
  if (info.status === 'Stopped') ui.say(line('wasStopped', { deployment: deploymentId }));
  else ui.say(line('endedFirst', { deployment: deploymentId, status: info.status ?? '' }));
  return info;
}

/** The rollback's id may stand in the answer only some looks after the end. */
const LOOKS = 3;

/** The rollback that AWS has begun because of a stop, if any. */
export async function rollbackAfter(session: Session, place: Place, id: string): Promise<string | undefined> {
  let looks = 0;
  let rollback: string | undefined;
  await until(session, place, id, async () => {
    const { rollbackInfo, status = '' } = await deploymentInfo(place, id);
    rollback = rollbackInfo?.rollbackDeploymentId;
    if (rollback || rollbackInfo?.rollbackMessage || ++looks > LOOKS) return undefined;
    return line('waitActive', { deployment: id, status });
  });
  return rollback;
}
