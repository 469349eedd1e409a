// Watches a deployment to its end, and its rollback too if there is one: each look tells what is new.
import type { DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import { unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Progress } from '../engine/resource.ts';

export interface Failure {
  instance: string;
  event: string;
  code: string;
  message: string;
  /** What the script printed last. */
  log?: string;
}

/** A deployment in one of these goes on. */
export const ACTIVE = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;
const isActive = ({ status }: DeploymentInfo) => ACTIVE.some((active) => active === status);

/** The rollback's id may stand in the answer only some looks after the failure. */
const LOOKS_FOR_ROLLBACK = 3;

export async function deploymentInfo(place: Place, deploymentId: string): Promise<DeploymentInfo> {
  const { deploymentInfo } = await place.aws.codeDeploy.getDeployment({ deploymentId });
  return { ...deploymentInfo, deploymentId };
}

/** One look after another at the same deployment: a line while it goes on, undefined once it has succeeded. Throws how it failed. */
export function watch(place: Place): (info: DeploymentInfo, progress: Progress) => Promise<Line | undefined> {
  const targets = watchTargets(place);
  const rollbackTargets = watchTargets(place);
  let over = false;
  let followed: string | undefined;
  let looks = 0;

  return async (info, progress) => {
    if (!over) await targets.look(info, progress);
    over = !isActive(info);
    if (!over) return watching(info);
    if (info.status === 'Succeeded') {
      const { Failed: failed = 0, ...others } = info.deploymentOverview ?? {};
      const total = Object.values(others).reduce<number>((sum, count) => sum + (count ?? 0), failed);
      if (failed > 0) progress.warn(line('succeededWithFailures', { failed, total }));
      return undefined;
    }

    const { rollbackDeploymentId: id, rollbackMessage } = info.rollbackInfo ?? {};
    if (!id) {
      if (willRollBack(info) && !rollbackMessage && looks++ < LOOKS_FOR_ROLLBACK) return watching(info);
      throw failureOf(info, targets.failures());
    }
    if (!followed) progress.say(line('followsRollback', { deployment: info.deploymentId ?? '', rollback: id }));
    followed = id;
    const rollback = await deploymentInfo(place, id);
    await rollbackTargets.look(rollback, progress);
    if (isActive(rollback)) return watching(rollback);
    throw failureOf(info, targets.failures(), rollback.status === 'Succeeded' ? id : undefined);
  };
}

/** A deployment that was stopped stays stopped, also when the revision before it is back. */
function failureOf(info: DeploymentInfo, failures: Failure[], rollback?: string): WizardError {
  const { deploymentId: deployment = '', status, errorInformation } = info;
  const code: string = errorInformation?.code ?? String(status);
  const message = errorInformation?.message ?? '';
  if (status === 'Stopped') return new WizardError('deploymentStopped', { deployment, code, message });
  return rollback
    ? new WizardError('rolledBack', { deployment, rollback, code, message, failures })
    : new WizardError('deploymentFailed', { deployment, code, message, failures });
}

function willRollBack({ status, autoRollbackConfiguration: rollback }: DeploymentInfo): boolean {
  const events = rollback?.enabled ? (rollback.events ?? []) : [];
  return status === 'Failed'
    ? events.includes('DEPLOYMENT_FAILURE')
    : events.some((event) => event === 'DEPLOYMENT_STOP_ON_ALARM' || event === 'DEPLOYMENT_STOP_ON_REQUEST');
}

function watching({ deploymentId = '', status, deploymentOverview }: DeploymentInfo): Line {
  const counts = Object.entries(deploymentOverview ?? {}).filter(([, count]) => count);
  return line('watching', {
    deployment: deploymentId,
    status: String(status),
    counts: counts.map(([name, count]) => `${name} ${count}`).join(', '),
  });
}

/** At most this many targets in one request. */
const BATCH = 25;
const ENDED = ['Succeeded', 'Failed', 'Skipped'];
/** Nothing has happened yet, or nothing will. */
const SILENT = ['Pending', 'Unknown', 'Skipped'];

/** Tells each event of each instance once. */
function watchTargets(place: Place) {
  const { codeDeploy } = place.aws;
  const told = new Set<string>();
  const ended = new Set<string>();
  const failed = new Map<string, Failure>();

  async function look({ deploymentId = '' }: DeploymentInfo, progress: Progress): Promise<void> {
    const ids = await unless('DeploymentNotStartedException', () =>
      allPages(
        (nextToken) => codeDeploy.listDeploymentTargets({ deploymentId, nextToken }),
        ({ targetIds }) => targetIds,
        ({ nextToken }) => nextToken,
      ),
    );
    const open = (ids ?? []).filter((id) => !ended.has(id));
    for (let start = 0; start < open.length; start += BATCH) {
      const targetIds = open.slice(start, start + BATCH);
      const { deploymentTargets = [] } = await codeDeploy.batchGetDeploymentTargets({ deploymentId, targetIds });
      for (const target of deploymentTargets) tell(deploymentId, target, progress);
    }
  }

  function tell(deploymentId: string, { instanceTarget }: DeploymentTarget, progress: Progress): void {
    const { targetId = '', status = '', lifecycleEvents = [] } = instanceTarget ?? {};
    // A target is named by its id here and by its ARN there.
    const instance = targetId.split('/').at(-1) ?? targetId;
    for (const { lifecycleEventName: event = '', status = '', diagnostics } of lifecycleEvents) {
      const key = `${targetId} ${event} ${status}`;
      if (SILENT.includes(status) || told.has(key)) continue;
      told.add(key);
      const { errorCode = '', message = '', logTail, scriptName } = diagnostics ?? {};
      const bad = status === 'Failed';
      progress.target({ deploymentId, instance, event, status, ...(bad && message && { message }) });
      if (bad && !failed.has(targetId)) {
        const code = [errorCode, scriptName].filter(Boolean).join(' ');
        failed.set(targetId, { instance, event, code, message, ...(logTail && { log: logTail }) });
      }
    }
    if (ENDED.includes(status)) ended.add(targetId);
  }

  return { look, failures: () => [...failed.values()] };
}
