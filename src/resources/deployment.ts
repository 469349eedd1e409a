// A deployment of a revision to a group. It is an event rather than a thing: "there" means that its revision is what runs.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { isNamed } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { forewarnings, type Intent, preflight } from '../deployments/preflight.ts';
import { fits, locationOf, revisionOf } from '../deployments/revision.ts';
import { activeDeployments, deploymentInfo } from '../deployments/status.ts';
import { passing, WATCHED_FOR, watch } from '../deployments/watch.ts';
import { WizardError } from '../engine/errors.ts';
import type { Json } from '../engine/json.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { readGroup } from './deployment-group.ts';

export interface DeploymentShape extends Intent {
  description?: string;
  fileExistsBehavior: 'DISALLOW' | 'OVERWRITE' | 'RETAIN';
  ignoreApplicationStopFailures: boolean;
  /** Deploy also what already runs. */
  always: boolean;
  /** Watch it to its end. */
  wait: boolean;
}

export interface FoundDeployment {
  id: string;
  status: string;
  revision: Json;
  info: DeploymentInfo;
}

export function deployment(place: Place, shape: DeploymentShape): Resource<FoundDeployment> {
  const { codeDeploy } = place.aws;
  const { application, group, revision, always, wait } = shape;
  const watching = watch(place);
  /** The deployment that this run has created, or has found on its way. */
  let ours: string | undefined;
  /** Another one, because of which none can be created. */
  let other: string | undefined;
  let lastAttempt: string | undefined;
  let sent = false;

  const foundOf = (info: DeploymentInfo): FoundDeployment => {
    const present = revisionOf(info.revision);
    return {
      id: info.deploymentId ?? '',
      status: info.status ?? '',
      revision: { ...(fits(revision, present) ? revision : present) },
      info,
    };
  };
  const busy = (active: string, cause?: unknown) =>
    new WizardError('busy', { group: `${application}/${group}`, deployment: active }, { cause });
  const isWanted = ({ creator = 'user', revision: present }: DeploymentInfo) =>
    creator === 'user' && fits(revision, revisionOf(present));

  return {
    kind: 'codedeploy.deployment',
    name: `${application}/${group}`,
    spec: { revision: { ...revision } },
    async read() {
      if (ours) return foundOf(watching.ended() ?? (await deploymentInfo(place, ours)));
      const info = await readGroup(place, application, group);
      if (!info) return undefined;
      const { lastSuccessfulDeployment: success, lastAttemptedDeployment: attempt } = info;

      const active = await activeDeployments(place, application, group);
      // After a lost answer, or a run that was killed, our deployment may be on its way or already over.
      const mine = active.find(isWanted) ?? (await overSince(attempt?.deploymentId));
      other = mine ? undefined : active[0]?.deploymentId;
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
      const location = locationOf(await preflight(place, shape));
      sent = true;
      try {
        const { deploymentId } = await codeDeploy.createDeployment({
          applicationName: application,
          deploymentGroupName: group,
          revision: location,
          description: shape.description,
          fileExistsBehavior: shape.fileExistsBehavior,
          ignoreApplicationStopFailures: shape.ignoreApplicationStopFailures,
        });
        ours = deploymentId;
        progress.say(line('deploymentCreated', { deployment: deploymentId ?? '' }));
      } catch (error) {
        const active = activeBeside(error);
        if (!active) throw error;
        // AWS may show a deployment here before it does in its list: it may be the one whose answer was lost.
        if (!isWanted(await deploymentInfo(place, active))) throw busy(active, error);
        ours = active;
      }
    },
    // A new service role spreads slowly.
    transient: (error) => isNamed(error, 'InvalidRoleException'),
    waiting: async ({ info }, progress) => (wait && ours ? watching.look(info, progress) : undefined),
    passing: (error) => (ours ? passing(error) : undefined),
    takenUpBy: () => ours && place.command('deploy', 'watch', ours),
    patience: WATCHED_FOR,
    async notes(found): Promise<Line[]> {
      if (found) return found.status === 'Succeeded' ? [line('runsAlready', { deployment: found.id })] : [];
      if (other) throw busy(other);
      return forewarnings(place, shape);
    },
  };

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
