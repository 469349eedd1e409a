// `deploy list` and `deploy show`: the deployments of a group, and everything about one of them. Changes nothing.
import type { DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import type { OptionValues } from 'commander';
import type { Place } from '../aws/place.ts';
import { describeDeployment } from '../deployments/describe.ts';
import { firstTargets, targetsWith } from '../deployments/first-targets.ts';
import { newest } from '../deployments/history.ts';
import { subjectsIn } from '../deployments/revision-text.ts';
import { isActive, isUnknown } from '../deployments/status.ts';
import { WizardError } from '../engine/errors.ts';
import { invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { historyBlock, instanceBlocks, whole } from './deployment-blocks.ts';
import { readsOnly } from './reads-only.ts';
import { type Sight, sightOf } from './sight.ts';
import { suggest } from './suggest.ts';
import { seen } from './which-group.ts';

const STATUSES = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready', 'Succeeded', 'Failed', 'Stopped'] as const;
const LISTED = 10;

export async function listDeployments(session: Session, settings: Settings, options: OptionValues): Promise<Work> {
  await readsOnly(session, settings);
  const statuses = statusesOf(options.status);
  const limit = options.all ? Number.POSITIVE_INFINITY : limitOf(options.limit);
  const sight = sightOf(session);
  const { place, application, group, name } = await seen.group(session, settings, sight);
  const found = await sight.allowed(() => newest(place, { application, group, statuses, limit }, sight.allowed));
  if (!found) return nothingListed(session, sight, { application, group });
  const infos = found;
  const subjects = await subjectsIn(place.cwd, infos);
  const [first] = infos;
  const verb = first && isActive(first) ? 'watch' : 'show';
  return {
    data: {
      group: { application, name: group },
      deployments: infos.map((info) => ({ ...describeDeployment(info), subject: subjects.get(info) ?? null })),
      unknown: sight.unknown,
    },
    blocks: [historyBlock(session, place, name, infos, subjects)],
    next: [first ? suggest(session, 'deploy', verb, first.deploymentId ?? '') : suggest(session, 'deploy')],
  };
}

/** Which deployments there are is all that was asked, so it is a refusal whatever else could be read. */
const nothingListed = (
  { text: { words } }: Session,
  sight: Sight,
  of: { application: string; group: string },
): Work => ({
  data: { group: { application: of.application, name: of.group }, deployments: [], unknown: sight.unknown },
  blocks: [{ title: `${words.deployments} ${of.application}/${of.group}`, rows: [[words.unknown]] }],
  next: [sight.next],
  error: sight.refusal,
});

function statusesOf(given: string | undefined) {
  const options = STATUSES.join(', ');
  return (given?.split(',') ?? []).map((one) => {
    const status = STATUSES.find((status) => status.toLowerCase() === one.trim().toLowerCase());
    if (!status) throw invalid('--status', one, 'oneOf', { options });
    return status;
  });
}

function limitOf(given: string | undefined): number {
  if (given === undefined) return LISTED;
  if (!/^[1-9]\d{0,3}$/.test(given)) throw invalid('--limit', given, 'range', { from: '1', to: '9999' });
  return Number(given);
}

/** Without an id: the one that was tried last. */
export async function showDeployment(
  session: Session,
  settings: Settings,
  { instance }: OptionValues,
  given?: string,
): Promise<Work> {
  await readsOnly(session, settings);
  const sight = sightOf(session);
  const { place, info } = given ? await seen.named(session, given, sight) : await seen.last(session, settings, sight);
  if (!info) return nothingShown(session, sight);
  const { deploymentId: id = '' } = info;
  const listed = instance === undefined ? await sight.allowed(() => firstTargets(place, id)) : [instance];
  const ids = listed ?? [];
  const found = ids.length > 0 ? await sight.allowed(() => targetsOf(place, id, ids, instance)) : [];
  const targets = found ?? ids.map(unknownTarget);
  if (sight.blind) return nothingShown(session, sight, info);
  const subject = (await subjectsIn(place.cwd, [info])).get(info);
  const described = describeDeployment(info, targets);
  const { notShown } = session.text.shown;
  const total = Object.values(described.overview ?? {}).reduce((sum, count) => sum + count, 0);
  const rest = instance === undefined ? Math.max(0, total - targets.length) : 0;
  const deployment = { ...described, subject: subject ?? null, targetsLeftOut: rest };
  return {
    data: { deployment, unknown: sight.unknown },
    blocks: [
      whole(session, place, info, deployment),
      ...instanceBlocks(session, deployment.targets, instance !== undefined),
      ...(rest > 0 ? [{ lines: [`  ${notShown({ count: rest })}`] }] : []),
    ],
    next: isUnknown(info) ? [sight.next] : whatNext(session, info, targets, instance),
  };
}

/** Of the deployment at most its id is known. */
function nothingShown({ text: { words } }: Session, sight: Sight, info?: DeploymentInfo): Work {
  const { deploymentId: id } = info ?? {};
  return {
    data: {
      deployment: info ? { ...describeDeployment(info), subject: null, targetsLeftOut: 0 } : null,
      unknown: sight.unknown,
    },
    blocks: [{ rows: [[[words.deployment, id].filter(Boolean).join(' '), words.unknown]] }],
    next: [sight.next],
    error: sight.refusal,
  };
}

const unknownTarget = (targetId: string): DeploymentTarget => ({
  deploymentTargetType: 'InstanceTarget',
  instanceTarget: { targetId, status: 'Unknown' },
});

async function targetsOf(
  place: Place,
  deploymentId: string,
  targetIds: string[],
  instance: string | undefined,
): Promise<DeploymentTarget[]> {
  const targets = await targetsWith(place, deploymentId, targetIds);
  if (instance !== undefined && targets.length === 0) {
    const instead = await firstTargets(place, deploymentId);
    throw new WizardError('notFound', { kind: 'ec2.instance', name: instance, region: place.region, instead });
  }
  return targets;
}

function whatNext(
  session: Session,
  info: DeploymentInfo,
  targets: DeploymentTarget[],
  instance: string | undefined,
): string[] {
  const { deploymentId: id = '', status, rollbackInfo } = info;
  const failed = targets.find(({ instanceTarget }) => instanceTarget?.status === 'Failed')?.instanceTarget?.targetId;
  const look = failed && !instance ? [suggest(session, 'deploy', 'show', id, '--instance', failed)] : [];
  if (status === 'Ready') return [suggest(session, 'deploy', 'continue', id), suggest(session, 'deploy', 'stop', id)];
  if (isActive(info)) return [...look, suggest(session, 'deploy', 'watch', id)];
  if (status === 'Succeeded') return [...look, suggest(session, 'deploy', 'list')];
  const { rollbackDeploymentId: rollback } = rollbackInfo ?? {};
  return [...look, rollback ? suggest(session, 'deploy', 'show', rollback) : suggest(session, 'deploy', 'rollback')];
}
