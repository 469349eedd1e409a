// What `status` says of a deployment group: its deployments, which revision runs where, its hooks, and what is worst.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { newest } from '../deployments/history.ts';
import { type Hook, judgeHooks, readHooks } from '../deployments/hooks.ts';
import { revisionOf } from '../deployments/revision.ts';
import { shortRevision, subjectsIn } from '../deployments/revision-text.ts';
import { byRevision, type Running, type RunningGroup, runningOn, unknown } from '../deployments/running.ts';
import { isActive } from '../deployments/status.ts';
import { reachedBy } from '../deployments/targets.ts';
import { same } from '../engine/json.ts';
import { line } from '../engine/resource.ts';
import type { Block } from '../engine/ui.ts';
import { groupNamed } from '../resources/auto-scaling-group.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { deploymentGroups } from '../resources/instance.ts';
import { suspensionOf } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import { historyBlock } from './deployment-blocks.ts';
import { suggest } from './suggest.ts';

/** Undefined where we may not look. */
export type Allowed = <T>(read: () => Promise<T>) => Promise<T | undefined>;

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
  allowed: Allowed,
): Promise<GroupState> {
  const info = await allowed(() => readGroup(place, application, group));
  const attached = (info?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);
  const asgs = [...new Set([...attached, ...(asg ? [asg] : [])])];
  const hook = (await allowed(async () => (await Promise.all(asgs.map((name) => hooksOn(place, name)))).flat())) ?? [];
  const own = hook.filter(({ group: owner }) => owner === null || owner === `${application}/${group}`);
  if (!info) {
    const data = { group: null, targets: [], revisions: [], mixed: false, hook: own, deployments: [] };
    return { data, blocks: hookBlocks(session, own), urgent: urgentHook(session, own) };
  }
  const infos = (await allowed(() => newest(place, { application, group, statuses: [], limit: LOOKED_AT }))) ?? [];
  const members = (await allowed(() => reachedBy(place, info)))?.running ?? [];
  const targets = (await allowed(() => runningOn(place, members, infos))) ?? members.map(unknown);
  const revisions = byRevision(targets);
  const mixed = revisions.filter(({ status }) => status !== 'unknown').length > 1;
  if (mixed) session.ui.warn(line('mixedRevisions', { group: `${application}/${group}`, kinds: revisions.length }));
  const last = infos.slice(0, SHOWN);
  return {
    data: {
      group: {
        name: group,
        application,
        id: info.deploymentGroupId ?? '',
        lastSuccessful: info.lastSuccessfulDeployment?.deploymentId ?? null,
      },
      targets,
      revisions,
      mixed,
      hook: own,
      deployments: last.map(shortly),
    },
    blocks: [
      ...revisionBlocks(session, targets, revisions),
      historyBlock(session, place, `${application}/${group}`, last, await subjectsIn(place.cwd, last)),
      ...hookBlocks(session, own),
    ],
    urgent: urgentHook(session, own) ?? urgentDeployment(session, infos),
  };
}

async function hooksOn(place: Place, name: string): Promise<Hook[]> {
  const group = await groupNamed(place, name);
  if (!group) return [];
  const [present, groups] = await Promise.all([readHooks(place, name), deploymentGroups(place)]);
  return judgeHooks(name, present, groups, suspensionOf(group)?.group);
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
  const bad = hooks.find(({ state }) => state !== 'healthy');
  if (!bad) return undefined;
  return suggest(session, 'asg', 'hook', bad.state === 'suspended' ? 'restore' : 'repair', '--asg', bad.asg);
}

function urgentDeployment(session: Session, infos: DeploymentInfo[]): string | undefined {
  const [last] = infos.filter(({ creator }) => !creator?.startsWith('autoscaling'));
  if (!last?.deploymentId) return undefined;
  if (isActive(last)) return suggest(session, 'deploy', 'watch', last.deploymentId);
  return last.status === 'Failed' ? suggest(session, 'explain', last.deploymentId) : undefined;
}
