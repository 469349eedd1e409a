// Where the targets of a deployment stand: sorted once, then kept as they move, so that a large fleet costs only what moves in it.
import type { Deployment, DeploymentTarget, TargetStatus } from './state.ts';

type Label = DeploymentTarget['label'];

interface Tally {
  /** Label and status -> targets, in the order in which they came there. */
  places: Map<string, Set<DeploymentTarget>>;
  byId: Map<string, DeploymentTarget>;
  /** Place in the order of the deployment. */
  positions: Map<DeploymentTarget, number>;
  lastMoment: number;
  first: string;
}

/** Not part of the state: it follows from the targets. */
const tallies = new WeakMap<DeploymentTarget[], Tally>();

function tallyOf({ targets }: Deployment): Tally {
  const known = tallies.get(targets);
  if (known) return known;
  const tally: Tally = { places: new Map(), byId: new Map(), positions: new Map(), lastMoment: 0, first: '' };
  for (const [position, target] of targets.entries()) {
    placeOf(tally, target.status, target.label).add(target);
    tally.byId.set(target.instanceId, target);
    tally.positions.set(target, position);
    tally.lastMoment = Math.max(tally.lastMoment, target.updatedAt);
    if (target.label !== 'Blue' && (!tally.first || target.instanceId < tally.first)) tally.first = target.instanceId;
  }
  tallies.set(targets, tally);
  return tally;
}

function placeOf({ places }: Tally, status: TargetStatus, label: Label) {
  const key = `${label ?? ''} ${status}`;
  const place = places.get(key) ?? new Set();
  places.set(key, place);
  return place;
}

/** The targets of one colour, or of a deployment in place, that stand at `status`. */
export const standing = (deployment: Deployment, status: TargetStatus, label?: Label): ReadonlySet<DeploymentTarget> =>
  placeOf(tallyOf(deployment), status, label);

/** The same of all colours. */
export const anywhere = (deployment: Deployment, status: TargetStatus): DeploymentTarget[] =>
  ([undefined, 'Blue', 'Green'] as const).flatMap((label) => [...standing(deployment, status, label)]);

export const count = (deployment: Deployment, label: Label, ...statuses: TargetStatus[]) =>
  statuses.reduce((sum, status) => sum + standing(deployment, status, label).size, 0);

export const targetWith = (deployment: Deployment, id: string) => tallyOf(deployment).byId.get(id);

export const positionOf = (deployment: Deployment, target: DeploymentTarget) =>
  tallyOf(deployment).positions.get(target) ?? 0;

/** The first by name of the instances that get the revision. */
export const firstTarget = (deployment: Deployment) => tallyOf(deployment).first;

/** When the last thing happened to a target. */
export const lastMoment = (deployment: Deployment) => tallyOf(deployment).lastMoment;

export function move(deployment: Deployment, target: DeploymentTarget, status: TargetStatus, at = target.updatedAt) {
  const tally = tallyOf(deployment);
  placeOf(tally, target.status, target.label).delete(target);
  target.status = status;
  placeOf(tally, status, target.label).add(target);
  touch(deployment, target, at);
}

export function touch(deployment: Deployment, target: DeploymentTarget, at: number) {
  const tally = tallyOf(deployment);
  target.updatedAt = at;
  tally.lastMoment = Math.max(tally.lastMoment, at);
}
