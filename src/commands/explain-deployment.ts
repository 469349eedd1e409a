// Says why a deployment failed, after the fact and from any machine: first the instances, then the summary.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Allowed } from '../aws/allowed.ts';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { likelyCause } from '../deployments/likely-cause.ts';
import { isActive, isUnknown, unknownDeployment } from '../deployments/status.ts';
import { WizardError } from '../engine/errors.ts';
import { explanationOf, severityOf } from '../explain/codes.ts';
import { explainEvent } from '../explain/event.ts';
import { excerpt } from '../explain/findings.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Explanations } from '../text/en/explain/index.ts';
import type { CheckId } from '../text/en/index.ts';
import { type Explained, explained } from './explained.ts';
import { sightOf } from './sight.ts';
import { suggest } from './suggest.ts';

export async function explainDeployment(session: Session, explanations: Explanations, id: string): Promise<Work> {
  const place = await session.place();
  const { words } = explanations;
  const absent = ['DeploymentDoesNotExistException', 'InvalidDeploymentIdException'];
  const sight = sightOf(session);
  const { allowed } = sight;
  const looked = await allowed(async () => ({
    answer: await unless(absent, () => place.aws.codeDeploy.getDeployment({ deploymentId: id })),
  }));
  if (looked && !looked.answer)
    throw new WizardError('notFound', {
      kind: 'codedeploy.deployment',
      name: id,
      region: place.region,
      instead: [],
    });
  const info = looked ? { ...looked.answer?.deploymentInfo, deploymentId: id } : unknownDeployment(id);
  const { status = '', errorInformation: error } = info;
  const found = status === 'Failed' || error || !looked ? await failuresOf(place, id, allowed) : [];
  const failures = found ?? [];
  const code: string | undefined = error?.code;
  // A summary is never the reason.
  const isSummary = code === 'HEALTH_CONSTRAINTS';
  const silent: Failure[] =
    isSummary && found?.length === 0
      ? [{ id: 'eventNotReceived', instances: [], event: '', script: '', evidence: words.agentSilent() }]
      : [];
  const overall: Explained[] =
    code === undefined
      ? []
      : [
          {
            id: code,
            severity: severityOf(code),
            explanation: explanationOf(explanations, code) ?? words.newCode,
            evidence: excerpt(error?.message ?? ''),
            // Once the reason is told, its causes lead elsewhere.
            ...(isSummary && failures.length + silent.length > 0 && { most: 0 }),
          },
        ];
  const told = [...failures, ...silent].map(({ id, instances, event, script, evidence }): Explained => {
    const where = words.event({ deployment: '', event, script });
    return {
      id,
      severity: 'error',
      explanation: explanationOf(explanations, id)!,
      evidence,
      rows: [
        ...(where ? [[words.where, where]] : []),
        ...(instances.length > 0
          ? [[words.instance, words.instances({ count: instances.length, first: instances[0]! })]]
          : []),
      ],
      more: { instances, event: event || null, script: script || null },
    };
  });
  const ranked = isSummary ? [...told, ...overall] : [...overall, ...told];
  const shown = await Promise.all(
    ranked.map(async (one) => explained(explanations, { ...one, likely: await likelyCause(place, one.id, info) })),
  );
  const said = isUnknown(info) ? session.text.words.unknown : status;
  return {
    data: {
      deployment: { id, status },
      findings: shown.map(({ finding }) => finding),
      unknown: sight.unknown,
    },
    blocks: [
      { lines: [words.deploymentStatus({ deployment: id, status: said }), ''] },
      ...shown.map(({ block }) => block),
    ],
    next: isUnknown(info) ? [sight.next] : whatNext(session, info, ranked[0]?.id, failures.length > 0),
    ...(sight.blind && { error: sight.refusal }),
  };
}

/** Of what the checks find the very thing that is wrong, by its name, with a fix that can be pasted. */
const CHECKS: Record<string, readonly CheckId[]> = {
  AGENT_ISSUE: ['agent-installed', 'agent-running', 'agent-credentials', 'agent-polling'],
  eventNotReceived: ['agent-installed', 'agent-running', 'agent-credentials', 'agent-polling'],
  s3Denied: ['instance-profile-role', 'instance-role-s3', 'role-boundary'],
  s3OtherRegion: ['bucket-region'],
  diskFull: ['host-disk'],
  neverHealthy: ['target-group-listener', 'asg-target-group', 'health-check', 'target-health'],
  ALARM_ACTIVE: ['alarms-exist', 'alarms-quiet'],
  NO_INSTANCES: ['asg-exists', 'group-targets'],
  HEALTH_CONSTRAINTS_INVALID: ['group-minimum', 'group-single', 'group-stopped'],
  IAM_ROLE_MISSING: ['service-role-trust'],
  IAM_ROLE_PERMISSIONS: ['service-role-trust', 'service-role-policy', 'role-boundary'],
  AUTO_SCALING_IAM_ROLE_PERMISSIONS: ['service-role-policy', 'service-role-launch'],
  AUTO_SCALING_CONFIGURATION: ['asg-exists', 'image-available'],
  ELASTIC_LOAD_BALANCING_INVALID: ['target-group-listener'],
  MISSING_GITHUB_TOKEN: ['github-connection'],
  UNABLE_TO_SEND_ASG: ['hook-deleted', 'hook-mismatch'],
};

function whatNext(session: Session, info: DeploymentInfo, reason = '', hasLogs = false): string[] {
  const { deploymentId: id = '', status, applicationName: application, deploymentGroupName: group } = info;
  if (isActive(info)) return [suggest(session, 'deploy', 'watch', id)];
  if (status === 'Succeeded') return [suggest(session, 'status')];
  const logs = suggest(session, 'logs', id);
  const checks = CHECKS[reason];
  if (!checks || !application || !group) return [logs];
  const only = checks.join(',');
  const look = suggest(session, 'doctor', '--application', application, '--group', group, '--only', only);
  return hasLogs ? [look, logs] : [look];
}

interface Failure {
  id: string;
  instances: string[];
  event: string;
  script: string;
  evidence: string;
}

/** At most this many targets in one request; more failures than these are the same ones again. */
const BATCH = 25;

/** The first failed event of each failed instance; equal ones once, the most frequent first. Undefined where nobody may look. */
async function failuresOf(
  { aws: { codeDeploy } }: Place,
  deploymentId: string,
  allowed: Allowed,
): Promise<Failure[] | undefined> {
  const targetFilters = { TargetStatus: ['Failed'] };
  const listed = await allowed(async () => ({
    ids: (
      await unless('DeploymentNotStartedException', () =>
        codeDeploy.listDeploymentTargets({ deploymentId, targetFilters }),
      )
    )?.targetIds,
  }));
  if (!listed) return undefined;
  const targetIds = (listed.ids ?? []).slice(0, BATCH);
  if (targetIds.length === 0) return [];
  const described = await allowed(() => codeDeploy.batchGetDeploymentTargets({ deploymentId, targetIds }));
  if (!described) return undefined;
  const { deploymentTargets = [] } = described;
  const failures = new Map<string, Failure>();
  for (const { instanceTarget } of deploymentTargets) {
    const failed = instanceTarget?.lifecycleEvents?.find(({ status }) => status === 'Failed');
    if (!failed) continue;
    const { lifecycleEventName: event = '', diagnostics } = failed;
    const { errorCode: code = '', message = '', scriptName: script = '', logTail: log = '' } = diagnostics ?? {};
    const instance = instanceTarget?.targetId?.split('/').at(-1) ?? '';
    const id = explainEvent({ event, code, message, log });
    const last = log.trimEnd().split('\n').at(-1) ?? '';
    const key = [id, event, script, message].join('\n');
    const before = failures.get(key);
    if (before) before.instances.push(instance);
    else
      failures.set(key, {
        id,
        instances: [instance],
        event,
        script,
        evidence: excerpt([message, last].filter(Boolean).join(' | ')),
      });
  }
  return [...failures.values()].sort((a, b) => b.instances.length - a.instances.length);
}
