// Watches a deployment to its end, and what AWS starts after it: its rollback, and the update of instances launched meanwhile.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { isThrottled, maybeActed } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Progress } from '../engine/resource.ts';
import { type DescribedDeployment, describeDeployment } from './describe.ts';
import { type Why, whyOf } from './failures.ts';
import { pauseOf } from './pauses.ts';
import { countsOf, deploymentInfo, isActive, totalOf } from './status.ts';
import { type TargetWatch, watchTargets } from './target-watch.ts';

/** As long as CodeDeploy lets one live: 12 hours in place, 109 blue/green. It ends each itself, so nobody waits for nothing. */
export const WATCHED_FOR = 109 * 60 * 60_000;

/** The rollback's id may stand in the answer only some looks after the failure. */
const LOOKS_FOR_ROLLBACK = 3;

export interface Watch {
  /** A line while it goes on, undefined once it has succeeded. Throws how it failed. */
  look(info: DeploymentInfo, progress: Progress): Promise<Line | undefined>;
  /** As it was when it ended, once only what follows it is looked at. */
  ended(): DeploymentInfo | undefined;
  describe(info: DeploymentInfo): DescribedDeployment;
}

export function watch(place: Place): Watch {
  const watched = new Map<string, TargetWatch>();
  const said = new Set<string>();
  let ended: DeploymentInfo | undefined;
  let looksForRollback = 0;

  return {
    async look(info, progress) {
      await lookAt(info, progress);
      if (isActive(info)) return goesOn(info);
      return info.status === 'Succeeded' ? afterSuccess(info, progress) : afterFailure(info, progress);
    },
    ended: () => ended,
    describe: (info) => describeDeployment(info, targetsOf(info).worthTelling()),
  };

  function targetsOf({ deploymentId = '' }: DeploymentInfo): TargetWatch {
    const targets = watched.get(deploymentId) ?? watchTargets(place, deploymentId);
    watched.set(deploymentId, targets);
    return targets;
  }

  async function lookAt(info: DeploymentInfo, progress: Progress): Promise<void> {
    await targetsOf(info).look(info, progress);
    const pause = pauseOf(place, info, targetsOf(info).worthTelling());
    if (pause) once(`${info.deploymentId} ${pause.key}`, () => progress.say(pause));
    if (!isActive(info)) once(`${info.deploymentId} is over`, () => progress.say(state(info)));
  }

  function once(key: string, say: () => void): void {
    if (said.has(key)) return;
    said.add(key);
    say();
  }

  function goesOn(info: DeploymentInfo): Line {
    const { deploymentId: deployment = '', status = '', deploymentOverview } = info;
    const isPrepared = deploymentOverview || !['Created', 'Queued', 'InProgress'].includes(status);
    return isPrepared ? state(info) : line('preparing', { deployment, status });
  }

  function state(info: DeploymentInfo): Line {
    const { deploymentId: deployment = '', status = '' } = info;
    return line('watching', { deployment, status, counts: countsOf(info), seen: targetsOf(info).changes() });
  }

  /** A deployment that AWS has started because of the first one. */
  async function follow(deploymentId: string, progress: Progress): Promise<DeploymentInfo> {
    const info = await deploymentInfo(place, deploymentId);
    await lookAt(info, progress);
    return info;
  }

  /**
   * The updates are followed to their end too, but are no failure of this deployment: what it was asked to do it has
   * done, and a script that reverts on failure would revert what works. That an instance was left behind is a warning.
   */
  async function afterSuccess(info: DeploymentInfo, progress: Progress): Promise<Line | undefined> {
    const { deploymentId: deployment = '', deploymentOverview, relatedDeployments } = info;
    const failed = deploymentOverview?.Failed ?? 0;
    const { failures, more } = why(info);
    if (failed > 0)
      once('failed instances', () =>
        progress.warn(line('succeededWithFailures', { failed, total: totalOf(info) ?? failed, failures, more })),
      );
    for (const update of relatedDeployments?.autoUpdateOutdatedInstancesDeploymentIds ?? []) {
      if (said.has(`${update} counts`)) continue;
      ended = info;
      once(`follows ${update}`, () => progress.say(line('followsUpdate', { deployment, update })));
      const now = await follow(update, progress);
      if (isActive(now)) return goesOn(now);
      once(`${update} counts`, () => {
        if (now.status !== 'Succeeded') progress.warn(line('updateFailed', { ...why(now), parent: deployment }));
      });
    }
    return undefined;
  }

  async function afterFailure(info: DeploymentInfo, progress: Progress): Promise<Line> {
    const { deploymentId: deployment = '', rollbackInfo } = info;
    const { rollbackDeploymentId: id, rollbackMessage } = rollbackInfo ?? {};
    if (!id) {
      if (willRollBack(info) && !rollbackMessage && looksForRollback++ < LOOKS_FOR_ROLLBACK)
        return line('looksForRollback', { deployment });
      throw failureOf(info);
    }
    ended = info;
    once(`follows ${id}`, () => progress.say(line('followsRollback', { deployment, rollback: id })));
    const rollback = await follow(id, progress);
    if (isActive(rollback)) return goesOn(rollback);
    throw failureOf(info, rollback);
  }

  function why(info: DeploymentInfo): Why {
    const targets = targetsOf(info);
    const why = whyOf(info, targets.failed());
    return targets.unseen() ? { ...why, silent: false } : why;
  }

  /** A deployment that was stopped stays stopped, also when the revision before it is back. */
  function failureOf(info: DeploymentInfo, rollback?: DeploymentInfo): WizardError {
    const { deploymentId: deployment = '', status, rollbackInfo } = info;
    const targets = targetsOf(info);
    const reason = why(info);
    const described = describeDeployment(info, targets.worthTelling());
    const instance = reason.failures[0]?.instances[0] ?? described.targets[0]?.instance;
    const told = {
      ...reason,
      described,
      ...(rollbackInfo?.rollbackMessage && { rollbackMessage: rollbackInfo.rollbackMessage }),
      look: reason.cause
        ? place.command('doctor')
        : place.command('deploy', 'show', deployment, ...(instance ? ['--instance', instance] : [])),
    };
    const back = rollback?.status === 'Succeeded' ? { rollback: rollback.deploymentId ?? '' } : undefined;
    const alsoFailed = rollback && !back ? { alsoFailed: why(rollback) } : undefined;
    if (status === 'Stopped') return new WizardError('deploymentStopped', { ...told, ...back, ...alsoFailed });
    if (back) return new WizardError('rolledBack', { ...told, ...back });
    return new WizardError('deploymentFailed', { ...told, ...alsoFailed });
  }
}

/** A look that failed and is worth repeating: the deployment goes on whether anybody looks or not. */
export function passing(error: unknown): Line | undefined {
  if (!maybeActed(error)) return undefined;
  if (isThrottled(error)) return line('watchThrottled', {});
  return line('watchLost', { reason: (error as Error).message.split('\n')[0] || (error as Error).name });
}

function willRollBack({ status, autoRollbackConfiguration: rollback }: DeploymentInfo): boolean {
  const events = rollback?.enabled ? (rollback.events ?? []) : [];
  return status === 'Failed'
    ? events.includes('DEPLOYMENT_FAILURE')
    : events.some((event) => event === 'DEPLOYMENT_STOP_ON_ALARM' || event === 'DEPLOYMENT_STOP_ON_REQUEST');
}
