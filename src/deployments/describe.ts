// A deployment as JSON tells of it: the same shape wherever one is listed, shown or watched.
import type { DeploymentInfo, DeploymentTarget, LifecycleEvent } from '@aws-sdk/client-codedeploy';
import { logLines, oneLine } from './log-lines.ts';
import { type Revision, revisionOf } from './revision.ts';

export interface DescribedDeployment {
  id: string;
  application: string;
  group: string;
  status: string;
  creator: string;
  description: string | null;
  revision: Revision | null;
  createdAt: string | null;
  startedAt: string | null;
  completedAt: string | null;
  error: { code: string; message: string } | null;
  /** Instances by status; null until AWS has counted them. */
  overview: Record<string, number> | null;
  /** The deployment that brings the revision before this one back, or why there is none. */
  rollback: { id: string | null; message: string | null } | null;
  targets: DescribedTarget[];
}

export interface DescribedTarget {
  instance: string;
  /** Of a blue/green deployment: `Blue` or `Green`. */
  label: string | null;
  status: string;
  events: DescribedEvent[];
}

export interface DescribedEvent {
  name: string;
  status: string;
  startedAt: string | null;
  endedAt: string | null;
  /** Absent from what succeeded or was skipped. */
  error: { code: string; script: string | null; message: string; log: string[] } | null;
}

export function describeDeployment(info: DeploymentInfo, targets: DeploymentTarget[] = []): DescribedDeployment {
  const { errorInformation: error, rollbackInfo: rollback, deploymentOverview: overview } = info;
  return {
    id: info.deploymentId ?? '',
    application: info.applicationName ?? '',
    group: info.deploymentGroupName ?? '',
    status: info.status ?? '',
    creator: info.creator ?? '',
    description: info.description ?? null,
    revision: revisionOf(info.revision) ?? null,
    createdAt: timeOf(info.createTime),
    startedAt: timeOf(info.startTime),
    completedAt: timeOf(info.completeTime),
    error: error ? { code: error.code ?? '', message: oneLine(error.message) } : null,
    overview: overview ? { ...(overview as Record<string, number>) } : null,
    rollback:
      rollback?.rollbackDeploymentId || rollback?.rollbackMessage
        ? { id: rollback.rollbackDeploymentId ?? null, message: rollback.rollbackMessage ?? null }
        : null,
    targets: targets.map(describeTarget),
  };
}

function describeTarget({ instanceTarget }: DeploymentTarget): DescribedTarget {
  const { targetId, instanceLabel, status = '', lifecycleEvents = [] } = instanceTarget ?? {};
  return {
    instance: instanceOf(targetId),
    label: instanceLabel ?? null,
    status,
    events: lifecycleEvents.map(describeEvent),
  };
}

function describeEvent({
  lifecycleEventName,
  status,
  startTime,
  endTime,
  diagnostics,
}: LifecycleEvent): DescribedEvent {
  const { errorCode, scriptName, message, logTail } = diagnostics ?? {};
  const told = status === 'Failed' && diagnostics;
  return {
    name: lifecycleEventName ?? '',
    status: status ?? '',
    startedAt: timeOf(startTime),
    endedAt: timeOf(endTime),
    error: told
      ? { code: errorCode ?? '', script: scriptName || null, message: oneLine(message), log: logLines(logTail) }
      : null,
  };
}

/** A target is named by its id here and by its ARN there. */
export const instanceOf = (targetId = '') => targetId.split('/').at(-1) ?? targetId;

const timeOf = (time: Date | undefined) => time?.toISOString() ?? null;
