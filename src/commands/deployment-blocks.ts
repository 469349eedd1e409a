// How a person reads deployments: the history as a table that fits 80 columns, and one of them in full.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import stringWidth from 'fast-string-width';
import type { Place } from '../aws/place.ts';
import {
  type DescribedDeployment,
  type DescribedEvent,
  type DescribedTarget,
  describeDeployment,
} from '../deployments/describe.ts';
import { titledRevision, wholeRevision } from '../deployments/revision-text.ts';
import { isActive, isUnknown } from '../deployments/status.ts';
import { line } from '../engine/resource.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import { creatorText } from '../text/say.ts';
import { cut } from '../ui/table.ts';
import { suggest } from './suggest.ts';

const secondsBetween = (from: Date | string | null | undefined, to: Date | string | number | null | undefined) =>
  Math.max(0, Math.floor((new Date(to ?? 0).getTime() - new Date(from ?? 0).getTime()) / 1000));

const COLUMNS = 80;
/** Two at the left, and two between each of the seven columns. */
const GAPS = 14;
const NARROWEST = 12;

export function historyBlock(
  { text, world }: Session,
  place: Place,
  group: string,
  infos: DeploymentInfo[],
  subjects: Map<DeploymentInfo, string>,
): Block {
  const { shown, time, words } = text;
  if (infos.length === 0) return { lines: [shown.noDeployments({ group })] };
  const now = place.clock.now();
  const rows = infos.map((info) => {
    const { deploymentId = '', creator = '', createTime, completeTime, deploymentOverview } = info;
    const counts = Object.entries(deploymentOverview ?? {}) as [string, number][];
    const total = counts.reduce((sum, [, count]) => sum + (count ?? 0), 0);
    return [
      deploymentId,
      statusText(text, info),
      cut(creatorText(text, creator), 14),
      createTime ? time.age({ seconds: secondsBetween(createTime, now) }) : '',
      completeTime ? time.took({ seconds: secondsBetween(createTime, completeTime) }) : '',
      total > 0 ? `${deploymentOverview?.Succeeded ?? 0}/${total}` : '',
      titledRevision(info, subjects.get(info)),
    ];
  });
  const titles = [words.deployment, shown.status, shown.by, shown.age, shown.took, shown.done, shown.revision];
  const table = [titles, ...rows];
  const taken = titles.slice(0, -1).reduce((sum, _, column) => sum + widest(table.map((row) => row[column]!)), 0);
  const left = Math.max(NARROWEST, (world.stdout.columns || COLUMNS) - GAPS - taken);
  return {
    title: `${words.deployments} ${group}`,
    rows: table.map((row) => [...row.slice(0, -1), cut(row.at(-1)!, left)]),
  };
}

/** AWS's own word, unless it may not be looked at. */
const statusText = ({ words }: Session['text'], info: DeploymentInfo) =>
  isUnknown(info) ? words.unknown : (info.status ?? '');

const widest = (cells: string[]) => Math.max(...cells.map((cell) => stringWidth(cell)));

/** Everything but the instances. */
export function whole({ text }: Session, place: Place, info: DeploymentInfo, described: DescribedDeployment): Block {
  const { shown, time, words } = text;
  const { createdAt, completedAt, error, overview, rollback, revision, description, creator } = described;
  const ago = createdAt && time.ago({ seconds: secondsBetween(createdAt, place.clock.now()) });
  const counts = Object.entries(overview ?? {}).filter(([, count]) => count);
  const { subject } = described as { subject?: string | null };
  const rows: [string, string | null | undefined | false][] = [
    [shown.status, statusText(text, info)],
    [shown.error, error && `${error.code}: ${error.message}`],
    [shown.instances, counts.map(([name, count]) => `${name} ${count}`).join(', ')],
    [shown.revision, revision && [wholeRevision(revision), subject].filter(Boolean).join('\n')],
    [shown.description, description !== subject && description],
    [shown.by, creatorText(text, creator)],
    [shown.created, createdAt && `${createdAt} (${ago})`],
    [shown.took, completedAt && time.took({ seconds: secondsBetween(createdAt, completedAt) })],
    [
      shown.group,
      described.group && `${described.application}/${described.group} (${info.deploymentConfigName ?? ''})`,
    ],
    [shown.rollback, rollback && [rollback.id, rollback.message].filter(Boolean).join(': ')],
  ];
  return {
    title: `${words.deployment} ${described.id}`,
    rows: rows.flatMap(([title, value]) => (value ? [[title, value]] : [])),
  };
}

/** `alone`: one instance with every event; else a line for each, with what failed there. */
export function instanceBlocks({ text }: Session, targets: DescribedTarget[], alone: boolean): Block[] {
  const { shown } = text;
  if (targets.length === 0) return [];
  if (alone) return targets.flatMap((target) => eventBlocks(text, target));
  const labelled = targets.some(({ label }) => label);
  return [
    {
      title: shown.instances,
      rows: targets.map(({ instance, label, status, events }) => {
        const failed = events.find(({ error }) => error);
        const last = failed ?? events.findLast(({ startedAt }) => startedAt);
        const { code = '', message = '' } = failed?.error ?? {};
        return [
          instance,
          ...(labelled ? [label ?? ''] : []),
          status,
          last?.name ?? '',
          [code, message].filter(Boolean).join(': '),
        ];
      }),
    },
  ];
}

function eventBlocks({ shown, time }: Session['text'], { instance, label, status, events }: DescribedTarget): Block[] {
  const row = ({ name, status, startedAt, endedAt, error }: DescribedEvent) => [
    name,
    status,
    startedAt?.slice(11, 19) ?? '',
    startedAt && endedAt ? time.took({ seconds: secondsBetween(startedAt, endedAt) }) : '',
    error ? [error.code, error.script, error.message].filter(Boolean).join(' ') : '',
  ];
  const title = `${shown.events} ${[instance, label, status].filter(Boolean).join(' ')}`;
  const logs = events.flatMap(({ error }) => error?.log ?? []);
  return [{ title, rows: events.map(row) }, ...(logs.length > 0 ? [{ lines: logs.map((line) => `  | ${line}`) }] : [])];
}

/** Nothing was done; what it would have been done to. */
export function planned(session: Session, place: Place, info: DeploymentInfo): Work {
  session.ui.say(line('dryRun', {}));
  return { ...told(session, place, info), gives: {}, exitCode: session.globals.exitCode ? 7 : 0 };
}

/** What a command that has done something with one deployment answers. */
export function told(session: Session, place: Place, info: DeploymentInfo): Work {
  const deployment = describeDeployment(info);
  const verb = isActive(info) ? 'watch' : 'show';
  return {
    data: { deployment },
    gives: { deploy: { deploymentId: deployment.id, status: deployment.status } },
    blocks: [whole(session, place, info, deployment)],
    next: [suggest(session, 'deploy', verb, deployment.id)],
  };
}
