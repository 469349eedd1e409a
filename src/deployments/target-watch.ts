// What happens to the instances of one deployment, at a cost that does not grow with the fleet: a small one is looked at
// whole, of a large one only what fits on the screen, and what has failed.
import type { DeploymentInfo, DeploymentTarget, InstanceTarget, TargetStatus } from '@aws-sdk/client-codedeploy';
import { actionFor, explain, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import type { Board } from '../engine/grid.ts';
import { line, type Progress } from '../engine/resource.ts';
import { instanceOf } from './describe.ts';
import { oneLine } from './log-lines.ts';
import { isActive, totalOf } from './status.ts';

/** At most this many targets in one request; a fleet of this size is a small one. */
const BATCH = 25;
/** The size of a page is AWS's choice. */
const MOST_PAGES = 4;
/** Failures looked at in detail: far more than anybody reads, and usually one page. */
const MOST_FAILURES = 100;
const ENDED: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Skipped'];
/** Nothing has happened yet, or nothing will. */
const SILENT = ['Pending', 'Unknown', 'Skipped'];
/** Not begun yet, or gone meanwhile: there is nothing to tell, and nothing wrong with the deployment. */
const NOTHING_THERE = ['DeploymentNotStartedException', 'DeploymentTargetDoesNotExistException'];

export interface TargetWatch {
  look(info: DeploymentInfo, progress: Progress): Promise<void>;
  /** Those that were looked at and failed; of a small fleet all. */
  worthTelling(): DeploymentTarget[];
  failed(): DeploymentTarget[];
  /** How many changes were seen so far. */
  changes(): number;
  /** Nobody may look at them: that none has failed is not known. */
  unseen(): boolean;
}

export function watchTargets(place: Place, deploymentId: string): TargetWatch {
  const { codeDeploy } = place.aws;
  /** What was seen of each instance last, by id. */
  const known = new Map<string, InstanceTarget>();
  const told = new Set<string>();
  /** Every instance of a small fleet. */
  let everybody: string[] | undefined;
  /** The rows of a large one. */
  let shown: string[] = [];
  let counted: string | undefined;
  let failuresListedAt = 0;
  let failuresLeft = false;
  let changes = 0;
  let over = false;
  let unseen = false;

  const statusOf = (id: string) => known.get(id)?.status as TargetStatus | undefined;
  const failedIds = () => [...known.keys()].filter((id) => statusOf(id) === 'Failed');
  const isOpen = (id: string) => !ENDED.includes(statusOf(id));

  return {
    async look(info, progress) {
      if (over || unseen) return;
      try {
        await lookAtAll(info, progress);
      } catch (error) {
        // Counts are enough to follow it by.
        if (explain(error).code !== 'denied') throw error;
        unseen = true;
        progress.board?.leave();
        progress.warn(line('notAllowed', { action: actionFor(error) ?? '' }));
      }
    },
    worthTelling: () => (everybody ? targets([...known.keys()]) : targets(failedIds())),
    failed: () => targets(failedIds()),
    changes: () => changes,
    unseen: () => unseen,
  };

  async function lookAtAll(info: DeploymentInfo, progress: Progress): Promise<void> {
    const ends = !isActive(info);
    const total = totalOf(info);
    // Without an overview nothing is known of the fleet: it is being prepared, or nobody counts.
    if (total === undefined && !ends && info.status !== 'InProgress') return;
    const counts = info.deploymentOverview ?? {};
    const signature = JSON.stringify([info.status, counts]);
    const stirs = total === undefined || ends || signature !== counted || (counts.InProgress ?? 0) > 0;

    everybody = await wholeFleet(total);
    if (everybody) {
      if (stirs) await fetch(everybody.filter(isOpen), progress, true);
    } else {
      const failed = await newFailures(counts.Failed ?? (ends ? BATCH : 0), info.status === 'Failed');
      shown = progress.board ? await rowsOf(progress.board, ends ? 0 : (counts.InProgress ?? 0), failed) : [];
      await fetch([...new Set([...failed, ...(stirs ? shown.filter(isOpen) : [])])], progress, false);
      for (const id of known.keys()) if (statusOf(id) !== 'Failed' && !shown.includes(id)) known.delete(id);
    }
    counted = signature;
    draw(progress.board, total);
    over = ends;
    if (over) progress.board?.leave();
  }

  function targets(ids: string[]): DeploymentTarget[] {
    return ids.map((id) => ({ deploymentTargetType: 'InstanceTarget', instanceTarget: known.get(id) }));
  }

  async function page(status: TargetStatus | undefined, nextToken: string | undefined) {
    const targetFilters = status && { TargetStatus: [status] };
    const listed = await unless(NOTHING_THERE, () =>
      codeDeploy.listDeploymentTargets({ deploymentId, targetFilters, nextToken }),
    );
    return { ids: listed?.targetIds ?? [], next: listed?.nextToken || undefined };
  }

  /** All ids, unless there are more than fit into one request. They are listed once: who belongs to it is settled early. */
  async function wholeFleet(total: number | undefined): Promise<string[] | undefined> {
    if ((total ?? 0) > BATCH) return undefined;
    if (everybody && total !== undefined && everybody.length >= total) return everybody;
    const all: string[] = [];
    let token: string | undefined;
    for (let pages = 0; pages < MOST_PAGES && all.length <= BATCH; pages++) {
      const { ids, next } = await page(undefined, token);
      all.push(...ids);
      token = next;
      if (!token) break;
    }
    return token || all.length > BATCH ? undefined : all.map(instanceOf);
  }

  /** Failures that were not looked at yet, as many as one request takes; nothing is asked while their number stands still. */
  async function newFailures(count: number, mustBe: boolean): Promise<string[]> {
    const before = failedIds();
    const wanted = Math.min(BATCH, Math.max(count, mustBe && before.length === 0 ? 1 : 0) - before.length);
    if (wanted <= 0 || before.length >= MOST_FAILURES) return [];
    if (count <= failuresListedAt && !failuresLeft && !mustBe) return [];
    const found: string[] = [];
    let token: string | undefined;
    for (let pages = 0; pages < MOST_PAGES && found.length < wanted; pages++) {
      const { ids, next } = await page('Failed', token);
      found.push(...ids.map(instanceOf).filter((id) => !before.includes(id)));
      token = next;
      if (!token) break;
    }
    const taken = found.slice(0, BATCH);
    failuresListedAt = count;
    failuresLeft = taken.length > 0 && before.length + taken.length < count;
    return taken;
  }

  /**
   * Failed instances stay on the screen; those in progress take the other rows, and what has ended gives way. Others are
   * listed only when there is room for them: whether those on the screen go on, is seen when they are looked at.
   */
  async function rowsOf({ rows }: Board, inProgress: number, failing: string[]): Promise<string[]> {
    const failed = [...failedIds(), ...failing];
    const open = shown.filter(isOpen);
    const room = Math.min(inProgress, rows - failuresIn(rows, failed.length, inProgress));
    const running = open.length < room ? (await page('InProgress', undefined)).ids.map(instanceOf) : [];
    return inRows(rows, failed, [...new Set([...open, ...running.filter(isOpen)])], shown);
  }

  /** Looks at them, a request per 25, and tells what is new. */
  async function fetch(ids: string[], progress: Progress, whole: boolean): Promise<void> {
    for (let start = 0; start < ids.length; start += BATCH) {
      const targetIds = ids.slice(start, start + BATCH);
      const answer = await unless(NOTHING_THERE, () =>
        codeDeploy.batchGetDeploymentTargets({ deploymentId, targetIds }),
      );
      for (const { instanceTarget } of answer?.deploymentTargets ?? []) if (instanceTarget) see(instanceTarget);
    }

    function see(target: InstanceTarget) {
      // A target is named by its id here and by its ARN there.
      const instance = instanceOf(target.targetId);
      const before = known.get(instance);
      known.set(instance, target);
      if (stateOf(before) !== stateOf(target)) changes++;
      if (!progress.board) tell(instance, target, progress, whole);
    }
  }

  /** Of a large fleet only what has failed: a line for each event of each instance would be read by nobody. */
  function tell(instance: string, { lifecycleEvents = [] }: InstanceTarget, progress: Progress, whole: boolean): void {
    for (const { lifecycleEventName: event = '', status = '', diagnostics } of lifecycleEvents) {
      const key = `${instance} ${event} ${status}`;
      const failed = status === 'Failed';
      if (SILENT.includes(status) || told.has(key) || !(whole || failed)) continue;
      told.add(key);
      const message = failed && oneLine(diagnostics?.message);
      progress.target({ deploymentId, instance, event, status, ...(message && { message }) });
    }
  }

  function draw(board: Board | undefined, total: number | undefined): void {
    if (!board) return;
    const ids = everybody ?? shown;
    const running = ids.filter(isOpen);
    const rows = new Set(
      inRows(
        board.rows,
        ids.filter((id) => statusOf(id) === 'Failed'),
        running,
        ids,
      ),
    );
    const drawn = ids.filter((id) => rows.has(id) && known.has(id));
    if (drawn.length === 0) return;
    board.draw({
      rows: drawn.map((id) => {
        const { instanceLabel, status = '', lifecycleEvents = [] } = known.get(id)!;
        return {
          instance: id,
          ...(instanceLabel && { label: instanceLabel }),
          status,
          events: lifecycleEvents.map(({ lifecycleEventName: name = '', status = '' }) => ({ name, status })),
        };
      }),
      hidden: Math.max(0, (total ?? ids.length) - drawn.length),
    });
  }
}

/** Failures leave half of the room to what still moves, and take what it does not need. */
const failuresIn = (rows: number, failed: number, running: number) =>
  Math.min(failed, Math.max(running > 0 ? Math.ceil(rows / 2) : rows, rows - running));

/** As many as fit. */
function inRows(rows: number, failed: string[], running: string[], others: string[]): string[] {
  const failures = failed.slice(0, failuresIn(rows, failed.length, running.length));
  return [...new Set([...failures, ...running, ...others])].slice(0, rows);
}

const stateOf = (target: InstanceTarget | undefined) =>
  JSON.stringify([target?.status, target?.lifecycleEvents?.map(({ status }) => status)]);
