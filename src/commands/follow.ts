// Consent to what concerns one deployment, stopping it, and following it to its end.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { countsOf, deploymentInfo, isActive } from '../deployments/status.ts';
import { watch } from '../deployments/watch.ts';
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

const PATIENCE = 60 * 60_000;

const until = (session: Session, place: Place, id: string, look: () => Promise<Line | undefined>) =>
  settle(look, id, {
    clock: place.clock,
    signal: session.world.signal,
    interval: session.globals.pollInterval,
    timeout: session.globals.timeout ?? PATIENCE,
    wait: (line) => session.ui.wait(line),
  });

/** To its success; throws how it failed. */
export async function follow(session: Session, place: Place, id: string): Promise<DeploymentInfo> {
  session.soFar.next = [place.command('deploy', 'watch', id)];
  const look = watch(place);
  let info: DeploymentInfo = {};
  await until(session, place, id, async () => {
    info = await deploymentInfo(place, id);
    return look(info, session.ui);
  });
  return info;
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
