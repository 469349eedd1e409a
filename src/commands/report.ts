// `deploy report`: what happened in a deployment, in short at the terminal and as a page to pass on. Changes nothing in AWS.
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import type { OptionValues } from 'commander';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { allTargetIds, allTargets } from '../deployments/all-targets.ts';
import { courseOf, densityOf, type Run } from '../deployments/course.ts';
import { describeDeployment } from '../deployments/describe.ts';
import { failuresOf } from '../deployments/failures.ts';
import { type Minimum, minimumHealthy, PREDEFINED } from '../deployments/healthy.ts';
import { subjectsIn } from '../deployments/revision-text.ts';
import { isActive, isUnknown, totalOf } from '../deployments/status.ts';
import { line } from '../engine/resource.ts';
import { invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import type { Facts } from '../report/facts.ts';
import { pageOf } from '../report/page.ts';
import { type ProbeRow, probeIn } from '../report/probe.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { whole } from './deployment-blocks.ts';
import { readsOnly } from './reads-only.ts';
import { reportBlocks } from './report-blocks.ts';
import { type Sight, sightOf } from './sight.ts';
import { suggest } from './suggest.ts';
import { seen } from './which-group.ts';

/** A fleet of this size has a row for each instance. */
const SMALL = 25;
/** Rows of a larger one. */
const FAILED = 15;
const SLOWEST = 10;

export async function report(
  session: Session,
  settings: Settings,
  { html, probe: probeFile }: OptionValues,
  given?: string,
): Promise<Work> {
  await readsOnly(session, settings);
  const probe = probeFile === undefined ? null : await readProbe(session, String(probeFile));
  const sight = sightOf(session);
  const { place, info } = given ? await seen.named(session, given, sight) : await seen.last(session, settings, sight);
  if (!info) return nothingKnown(session, sight);
  const facts = await factsOf(session, place, info, probe, sight);
  if (sight.blind) return nothingKnown(session, sight, facts);
  const page = html === undefined ? null : await writePage(session, facts, String(html));
  const { id } = facts.deployment;
  const { seen: _, ...data } = facts;
  return {
    data: { ...data, page, unknown: sight.unknown },
    blocks: [whole(session, place, info, facts.deployment), ...reportBlocks(session, facts, page)],
    next: isUnknown(info)
      ? [sight.next]
      : page === null
        ? [suggest(session, 'deploy', 'report', id, '--html', `${id}.html`)]
        : [suggest(session, 'deploy', isActive(info) ? 'watch' : 'show', id)],
  };
}

async function factsOf(
  session: Session,
  place: Place,
  info: DeploymentInfo,
  probe: ProbeRow[] | null,
  sight: Sight,
): Promise<Facts> {
  const targets = await targetsOf(session, place, info, sight);
  const described = describeDeployment(info, targets);
  const course = courseOf(described.targets);
  const { runs, from, to, batches, healthy } = course;
  const small = runs.length <= SMALL;
  const rows = small ? runs : worthARow(runs);
  const shown = new Set(rows.map(({ instance, label }) => `${instance} ${label}`));
  const detailed = described.targets.filter(({ instance, label }) => shown.has(`${instance} ${label}`));
  const needed = healthy && (await sight.allowed(() => neededBy(place, info)));
  const minimum = healthy && needed ? minimumHealthy(needed, healthy.total) : null;
  const subject = (await subjectsIn(place.cwd, [info])).get(info) ?? null;
  const left = Math.max(totalOf(info) ?? 0, runs.length) - detailed.length;
  return {
    deployment: { ...described, targets: detailed, subject, targetsLeftOut: left },
    timeline: { from, to, rows, density: small ? null : densityOf(described.targets, course) },
    batches,
    healthy: healthy && { ...healthy, minimum },
    failures: failuresOf(targets ?? []),
    probe,
    seen: targets !== undefined,
  };
}

/** Undefined where they may not be looked at. */
async function targetsOf(
  { ui }: Session,
  place: Place,
  { deploymentId = '' }: DeploymentInfo,
  sight: Sight,
): Promise<DeploymentTarget[] | undefined> {
  const ids = await sight.allowed(() => allTargetIds(place, deploymentId));
  if (!ids) return undefined;
  if (ids.length === 0) return [];
  const targets = await sight.allowed(() =>
    allTargets(place, deploymentId, ids, (read, total) => ui.advance(line('waitTargets', { read, total }))),
  );
  ui.advance(undefined);
  return targets;
}

/** Those that failed, and those that took longest. */
function worthARow(runs: readonly Run[]): Run[] {
  const length = ({ startedAt, endedAt }: Run) =>
    startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0;
  const failed = runs.filter(({ status }) => status === 'Failed').slice(0, FAILED);
  const others = runs.filter(({ status }) => status !== 'Failed');
  const slowest = others.sort((a, b) => length(b) - length(a)).slice(0, SLOWEST);
  return [...failed, ...slowest];
}

async function neededBy({ aws: { codeDeploy } }: Place, { deploymentConfigName = '' }: DeploymentInfo) {
  const predefined = PREDEFINED[deploymentConfigName];
  if (predefined || !deploymentConfigName) return predefined;
  const found = await unless('DeploymentConfigDoesNotExistException', () =>
    codeDeploy.getDeploymentConfig({ deploymentConfigName }),
  );
  const { type, value } = found?.deploymentConfigInfo?.minimumHealthyHosts ?? {};
  return type && value !== undefined ? ({ type, value } as Minimum) : undefined;
}

async function readProbe({ world }: Session, file: string): Promise<ProbeRow[]> {
  const text = await readFile(resolve(world.cwd, file), 'utf8').catch(() => {
    throw invalid('--probe', file, 'readable');
  });
  const probe = probeIn(text);
  if (!probe) throw invalid('--probe', file, 'jsonObject');
  return probe;
}

/** Answers its path. */
async function writePage({ world, text }: Session, facts: Facts, file: string): Promise<string> {
  const path = resolve(world.cwd, file);
  const time = `${new Date(world.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  await writeFile(path, pageOf(facts, text, { version: world.version, time })).catch(() => {
    throw invalid('--html', file, 'writable');
  });
  return path;
}

/** Of the deployment at most its id is known. */
function nothingKnown({ text: { words } }: Session, sight: Sight, facts?: Facts): Work {
  return {
    data: {
      deployment: facts?.deployment ?? null,
      timeline: { from: null, to: null, rows: [], density: null },
      batches: [],
      healthy: null,
      failures: [],
      probe: null,
      page: null,
      unknown: sight.unknown,
    },
    blocks: [{ rows: [[[words.deployment, facts?.deployment.id].filter(Boolean).join(' '), words.unknown]] }],
    next: [sight.next],
    error: sight.refusal,
  };
}
