// A deployment of a revision to a group. It is an event rather than a thing: "there" means that its revision is what runs.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { isNamed, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { foresee, type Intent, isLasting } from '../deployments/preflight.ts';
import { renamed, renameNotes } from '../deployments/renames.ts';
import { fits, isInS3, locationOf, pinned, revisionOf } from '../deployments/revision.ts';
import { activeDeployments, busyWith, deploymentInfo, watchAgain } from '../deployments/status.ts';
import { passing, WATCHED_FOR, watch } from '../deployments/watch.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import type { Json } from '../engine/json.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { type RollbackEvent, readGroup, tagSets } from './deployment-group.ts';

export interface DeploymentShape extends Intent {
  /** What is strange about the revision. */
  warnings?: Line[];
  description?: string;
  fileExistsBehavior: 'DISALLOW' | 'OVERWRITE' | 'RETAIN';
  ignoreApplicationStopFailures: boolean;
  updateOutdatedInstancesOnly?: boolean;
  /** For this deployment instead of the group's own. */
  rollbackOn?: RollbackEvent[];
  /** Deploy also what already runs. */
  always: boolean;
  /** No earlier step of this run changes what is deployed to: what stands against it now will stand. */
  alone?: boolean;
  /** Wait for another deployment of the group to end, instead of giving up. */
  waitForActive?: boolean;
  /** Watch it to its end. */
  wait: boolean;
}

export interface FoundDeployment {
  id: string;
  status: string;
  revision: Json;
  info: DeploymentInfo;
}

/** Looks at a deployment that AWS has named and does not know yet. */
const LOOKS_FOR_OURS = 10;
const NO_GROUP = ['DeploymentGroupDoesNotExistException', 'ApplicationDoesNotExistException'];

export function deployment(place: Place, shape: DeploymentShape): Resource<FoundDeployment> {
  const { codeDeploy } = place.aws;
  const { application, group, revision, always, alone = false, wait, waitForActive = false } = shape;
  const name = `${application}/${group}`;
  const watching = watch(place);
  /** The deployment that this run has created, or has found on its way. */
  let ours: string | undefined;
  /** Of ours, as it was seen last. */
  let status: string | undefined;
  /** Another one, because of which none can be created. */
  let other: DeploymentInfo | undefined;
  let lastAttempt: string | undefined;
  let sent = false;
  let unseen = 0;

  const foundOf = (info: DeploymentInfo): FoundDeployment => {
    const present = revisionOf(info.revision);
    if (ours) status = info.status;
    return {
      id: info.deploymentId ?? '',
      status: info.status ?? '',
      revision: { ...(fits(revision, present) ? revision : present) },
      info,
    };
  };
  const busy = (info: DeploymentInfo, cause?: unknown) => busyWith(place, name, info, cause);
  /** Ours, taken up after a lost answer or by a run after one that was killed; what is deployed otherwise is another one. */
  const isWanted = ({ creator = 'user', ...info }: DeploymentInfo) =>
    creator === 'user' &&
    fits(revision, revisionOf(info.revision)) &&
    (info.fileExistsBehavior ?? 'DISALLOW') === shape.fileExistsBehavior &&
    (info.ignoreApplicationStopFailures ?? false) === shape.ignoreApplicationStopFailures &&
    (info.updateOutdatedInstancesOnly ?? false) === (shape.updateOutdatedInstancesOnly ?? false) &&
    (!shape.config || info.deploymentConfigName === shape.config);

  return {
    kind: 'codedeploy.deployment',
    name,
    spec: { revision: { ...revision } },
    async read() {
      if (ours) return foundOf(watching.ended() ?? (await deploymentInfo(place, ours)));
      // In this order: one that ends between the two answers is in the second.
      const active = await unless(NO_GROUP, () => activeDeployments(place, application, group));
      const info = active && (await readGroup(place, application, group));
      if (!info) return undefined;
      const { lastSuccessfulDeployment: success, lastAttemptedDeployment: attempt } = info;

      // After a lost answer, or a run that was killed, our deployment may be on its way or already over.
      const mine = active.find(isWanted) ?? (await overSince(attempt?.deploymentId));
      other = mine ? undefined : active[0];
      if (!sent) lastAttempt = attempt?.deploymentId;
      if (mine) {
        ours = mine.deploymentId;
        return foundOf(mine);
      }

      // Success counts only as long as nothing was tried after it.
      const superseded = (attempt?.createTime?.getTime() ?? 0) > (success?.createTime?.getTime() ?? 0);
      if (always || other || superseded || !success?.deploymentId) return undefined;
      const last = await deploymentInfo(place, success.deploymentId);
      return fits(revision, revisionOf(last.revision)) ? foundOf(last) : undefined;
    },
    async create(progress) {
      for (;;) {
        if (other && !waitForActive) throw busy(other);
        if (other) await untilFree();
        await mustSucceed();
        const location = locationOf(isInS3(revision) ? await pinned(place, revision) : revision);
        sent = true;
        try {
          const { deploymentId } = await codeDeploy.createDeployment({ ...request(), revision: location });
          ours = deploymentId;
          progress.say(line('deploymentCreated', { deployment: deploymentId ?? '' }));
          return;
        } catch (error) {
          const active = activeBeside(error);
          if (!active) throw error;
          // AWS may show a deployment here before it does in its list: it may be the one whose answer was lost.
          const info = await deploymentInfo(place, active);
          if (isWanted(info)) {
            ours = active;
            return;
          }
          other = info;
          if (!waitForActive) throw busy(info, error);
        }
      }
    },
    // A new service role spreads slowly.
    transient: (error) => isNamed(error, 'InvalidRoleException'),
    waiting: async ({ info }, progress) => (wait && ours ? watching.look(info, progress) : undefined),
    passing(error) {
      if (!ours) return undefined;
      if (isWizardError(error, 'notFound') && sent && unseen++ < LOOKS_FOR_OURS)
        return line('waitVisible', { kind: 'codedeploy.deployment', name: ours });
      return passing(error);
    },
    takenUpBy: () => (ours ? watchAgain(place, ours, status) : undefined),
    patience: WATCHED_FOR,
    async notes(found): Promise<Line[]> {
      if (found) return [line(found.status === 'Succeeded' ? 'runsAlready' : 'joins', { deployment: found.id })];
      if (other && !waitForActive) throw busy(other);
      const waits = other ? [line('waitsForActive', { deployment: other.deploymentId ?? '' })] : [];
      const once = shape.config ? [line('onceConfig', { config: shape.config })] : [];
      return [
        ...(shape.warnings ?? []),
        ...waits,
        ...once,
        ...(await renaming()),
        ...(await foreseen(alone && !other)),
      ];
    },
  };

  function request() {
    const { description, fileExistsBehavior, ignoreApplicationStopFailures, config, green, rollbackOn } = shape;
    return {
      applicationName: application,
      deploymentGroupName: group,
      description,
      fileExistsBehavior,
      ignoreApplicationStopFailures,
      ...(config && { deploymentConfigName: config }),
      ...(shape.updateOutdatedInstancesOnly && { updateOutdatedInstancesOnly: true }),
      ...(rollbackOn && { autoRollbackConfiguration: { enabled: rollbackOn.length > 0, events: rollbackOn } }),
      ...(green && {
        targetInstances: {
          ...(green.tags.length > 0 && { ec2TagSet: { ec2TagSetList: tagSets(green.tags) } }),
          ...(green.asgs.length > 0 && { autoScalingGroups: green.asgs }),
        },
      }),
    };
  }

  /** Once per run: the plan is made twice. */
  function renaming(): Promise<Line[]> {
    return place.once(`renames ${name}`, async () => {
      const info = await readGroup(place, application, group);
      const asg = info && renamed(info);
      return asg ? renameNotes(place, asg, info.serviceRoleArn ?? '') : [];
    });
  }

  /** With the plan: refuses what nothing in this run changes; what an earlier step may put right is a note. */
  async function foreseen(settled: boolean): Promise<Line[]> {
    const look = () => foresee(place, shape, { agents: settled });
    // Looking into the servers takes a while, and the plan is made twice.
    const { against, notes } = settled ? await place.once(`foresee ${name}`, look) : await look();
    const reasons = settled ? against : against.filter(isLasting);
    if (reasons.length > 0) throw new WizardError('cannotStart', { reasons });
    return [...notes, ...against.map((reason) => line('wouldNotStart', reason))];
  }

  /** Right before it is created: somebody may have taken his time to agree. */
  async function mustSucceed(): Promise<void> {
    const { against } = await foresee(place, shape, { agents: false });
    if (against.length > 0) throw new WizardError('cannotStart', { reasons: against });
  }

  async function untilFree(): Promise<void> {
    await place.until(async () => {
      const [active] = (await activeDeployments(place, application, group)).filter((info) => !isWanted(info));
      other = active;
      return active && line('waitActive', { deployment: active.deploymentId ?? '', status: active.status ?? '' });
    }, other?.deploymentId ?? name);
  }

  /** A deployment that came after ours was sent and is what was sent: it is ours, and was over before we looked. */
  async function overSince(attempt: string | undefined): Promise<DeploymentInfo | undefined> {
    if (!sent || !attempt || attempt === lastAttempt) return undefined;
    const info = await deploymentInfo(place, attempt);
    return isWanted(info) ? info : undefined;
  }
}

/** The deployment that AWS names when it refuses a second one; the account's limit has the same name and another text. */
const activeBeside = (error: unknown): string | undefined =>
  isNamed(error, 'DeploymentLimitExceededException')
    ? /active Deployment '?(d-[A-Z0-9]+)/i.exec((error as Error).message)?.[1]
    : undefined;
