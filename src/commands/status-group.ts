// What `status` says of a deployment group: its deployments, which revision runs where, its hooks, and what is worst.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { newest } from '../deployments/history.ts';
import type { Hook } from '../deployments/hooks.ts';
import type { LaunchLoop } from '../deployments/launch-loop.ts';
import { revisionOf } from '../deployments/revision.ts';
import { shortRevision, subjectsIn } from '../deployments/revision-text.ts';
import { byRevision, type Running, type RunningGroup, runningOn, unknown } from '../deployments/running.ts';
import { isActive, isUnknown } from '../deployments/status.ts';
import { reachedBy } from '../deployments/targets.ts';
import { same } from '../engine/json.ts';
import { line } from '../engine/resource.ts';
import type { Block } from '../engine/ui.ts';
import { colourOf, readGroup } from '../resources/deployment-group.ts';
import type { Session } from '../session.ts';
import { historyBlock } from './deployment-blocks.ts';
import { flagsFor } from './hook.ts';
import { hooksSeen } from './hook-seen.ts';
import type { Sight } from './sight.ts';
import { suggest } from './suggest.ts';

const SHOWN = 5;
/** How far it is looked back for what runs on each instance: as many as one call describes. */
const LOOKED_AT = 25;

export interface GroupState {
  data: {
    group: object | null;
    targets: Running[];
    revisions: RunningGroup[];
    mixed: boolean;
    hook: Hook[];
    loops: (LaunchLoop & { asg: string })[];
    deployments: object[];
  };
  blocks: Block[];
  /** What is worse than a step that is missing. */
  urgent?: string;
}

export async function groupState(
  session: Session,
  place: Place,
  { application, group, asg }: { application: string; group: string; asg?: string },
  sight: Sight,
): Promise<GroupState> {
  const { allowed } = sight;
  const name = `${application}/${group}`;
  const looked = await allowed(async () => ({ info: await readGroup(place, application, group) }));
  const info = looked?.info;
  const attached = (info?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);
  const asgs = [...new Set([...attached, ...(asg ? [asg] : [])])];
  const [each, listed, members] = await Promise.all([
    Promise.all(asgs.map(async (asg) => ({ asg, ...(await hooksSeen(place, { application, group, asg }, sight)) }))),
    looked && !info
      ? []
      : allowed(() => newest(place, { application, group, statuses: [], limit: LOOKED_AT }, sight.allowed)),
    info ? allowed(() => reachedBy(place, info)) : undefined,
  ]);
  const hook = each.flatMap(({ hooks }) => hooks).filter(({ group: owner }) => owner === null || owner === name);
  const loops = each.flatMap(({ asg, loop }) => (loop ? [{ asg, ...loop }] : []));
  for (const { asg, failures, since, message } of loops)
    session.ui.warn(line('statusLoop', { asg, failed: failures, since, message }));
  const { words } = session.text;
  const ofHooks = [
    ...hookBlocks(session, hook),
    ...(hook.length === 0 && (each.some(({ partly }) => partly) || (asgs.length === 0 && sight.refusal))
      ? [{ title: words.hook, rows: [[words.unknown]] }]
      : []),
  ];
  const urgent = urgentHook(session, hook) ?? urgentLoop(session, application, group, loops);
  if (looked && !info) {
    const data = { group: null, targets: [], revisions: [], mixed: false, hook, loops, deployments: [] };
    return { data, blocks: ofHooks, urgent };
  }
  const infos = listed ?? [];
  const known = infos.filter((info) => !isUnknown(info));
  const running = members?.running ?? [];
  const targets = (await allowed(() => runningOn(place, running, known))) ?? running.map(unknown);
  const revisions = byRevision(targets);
  const mixed = revisions.filter(({ status }) => status !== 'unknown').length > 1;
  if (mixed) session.ui.warn(line('mixedRevisions', { group: name, kinds: revisions.length }));
  const last = infos.slice(0, SHOWN);
  return {
    data: {
      group: {
        name: group,
        application,
        id: info?.deploymentGroupId ?? '',
        lastSuccessful: info?.lastSuccessfulDeployment?.deploymentId ?? null,
      },
      targets,
      revisions,
      mixed,
      hook,
      loops,
      deployments: last.map(shortly),
    },
    blocks: [
      ...revisionBlocks(session, targets, revisions),
      listed
        ? historyBlock(session, place, name, last, await subjectsIn(place.cwd, last))
        : { title: `${words.deployments} ${name}`, rows: [[words.unknown]] },
      ...ofHooks,
    ],
    urgent: urgent ?? (await urgentColours()) ?? urgentDeployment(session, infos),
  };

  /** What the group deployed to is deployed to in two colours now. */
  async function urgentColours(): Promise<string | undefined> {
    if (!info || attached.length > 0) return undefined;
    return (await colourOf(place, application, group)) && suggest(session, 'bluegreen', 'status');
  }
}

const shortly = ({ deploymentId, status, creator, createTime, completeTime, revision }: DeploymentInfo) => ({
  id: deploymentId ?? '',
  status: status ?? '',
  creator: creator ?? '',
  createdAt: createTime?.toISOString() ?? '',
  completedAt: completeTime?.toISOString() ?? null,
  revision: revisionOf(revision) ?? null,
});

/** Of a fleet only how many; of a few servers also which. */
const NAMED = 8;

function revisionBlocks({ text }: Session, targets: Running[], revisions: RunningGroup[]): Block[] {
  if (targets.length === 0) return [];
  const { words, running } = text;
  return [
    {
      title: words.revision,
      rows: revisions.map(({ revision, status, count }) => {
        const are = targets.filter((target) => target.status === status && same(target.revision, revision));
        const names = count <= NAMED ? are.map(({ instance }) => instance).join(' ') : '';
        return [revision ? shortRevision(revision) : words.none, running[status], running.count({ count }), names];
      }),
    },
  ];
}

function hookBlocks({ text }: Session, hooks: Hook[]): Block[] {
  const { words, hook } = text;
  if (hooks.length === 0) return [];
  return [
    {
      title: words.hook,
      rows: hooks.map(({ asg, transition, state }) => [asg, hook.transitions[transition], hook.states[state]]),
    },
  ];
}

/** New instances come up without the application, or not at all. */
function urgentHook(session: Session, hooks: Hook[]): string | undefined {
  const bad = hooks.find(({ state }) => state !== 'healthy' && state !== 'unknown');
  if (!bad) return undefined;
  return suggest(session, 'asg', 'hook', bad.state === 'suspended' ? 'restore' : 'repair', '--asg', bad.asg);
}

/** Instance after instance is launched and terminated. */
function urgentLoop(session: Session, application: string, group: string, loops: GroupState['data']['loops']) {
  const [loop] = loops.filter(({ reason }) => reason !== 'healthCheck');
  return loop && suggest(session, 'asg', 'rescue', ...flagsFor({ asg: loop.asg, application, group }));
}

function urgentDeployment(session: Session, infos: DeploymentInfo[]): string | undefined {
  const last = infos.find(
    ({ creator, status }) =>
      !creator?.startsWith('autoscaling') &&
      // What a failure came to: the failure is what is to be understood.
      !(creator === 'codeDeployRollback' && status === 'Succeeded'),
  );
  if (!last?.deploymentId) return undefined;
  if (isActive(last)) return suggest(session, 'deploy', 'watch', last.deploymentId);
  return last.status === 'Failed' ? suggest(session, 'explain', last.deploymentId) : undefined;
}
