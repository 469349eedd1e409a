// `deploy rollback`: CodeDeploy rolls an active deployment back; after one, the last good revision before it is deployed again.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { OptionValues } from 'commander';
import { newest } from '../deployments/history.ts';
import { revisionOf } from '../deployments/revision.ts';
import { subjectsIn, titledRevision } from '../deployments/revision-text.ts';
import { activeDeployments, deploymentInfo, watchAgain } from '../deployments/status.ts';
import { bringing, found, isGone, ROLLBACK, waysBack } from '../deployments/way-back.ts';
import { WizardError } from '../engine/errors.ts';
import { same } from '../engine/json.ts';
import { line } from '../engine/resource.ts';
import { makeItSo } from '../engine/run.ts';
import type { Work } from '../perform.ts';
import { deployment } from '../resources/deployment.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { ignoreApplicationStopFailures, wait } from '../steps/deploy.ts';
import { step } from '../steps/step.ts';
import { planned, told } from './deployment-blocks.ts';
import { agree, follow, rollbackAfter, stopped } from './follow.ts';
import { runIn } from './make.ts';
import { answersTo, named, whichGroup } from './which-group.ts';

type Where = Awaited<ReturnType<typeof whichGroup>>;

interface How {
  wait: boolean;
  ignoreApplicationStopFailures: boolean;
}

/** `to`: the deployment, or the revision, to go back to. */
export async function rollBack(session: Session, settings: Settings, { to }: OptionValues): Promise<Work> {
  const where = await whichGroup(session, settings);
  const { place, application, group } = where;
  const answers = await answersTo(session, settings, [wait, ignoreApplicationStopFailures]);
  const how = {
    wait: answers.wait !== false,
    ignoreApplicationStopFailures: answers.ignoreApplicationStopFailures === true,
  };
  const target = to === undefined ? undefined : await chosen(session, where, String(to));
  const [active] = await activeDeployments(place, application, group);
  const done = active && (await endActive(session, where, active, target, how));
  return done ?? goBack(session, where, target ?? (await lastGood(session, where)), how);
}

/** Undefined when a deployment of our own is still needed. */
async function endActive(
  session: Session,
  { place, application, group, name, info }: Where,
  active: DeploymentInfo,
  target: DeploymentInfo | undefined,
  how: How,
): Promise<Work | undefined> {
  const { ui, globals } = session;
  const { deploymentId: id = '', status = '' } = active;
  const { deploymentId: back = '' } = target ?? {};
  if (target && same(revisionOf(active.revision), revisionOf(target.revision))) return undefined;
  const underWay = !target && isRollback(active);
  if (!underWay && !target && !info.lastSuccessfulDeployment) ui.warn(line('noWayBack', { group: name }));
  if (globals.dryRun) return planned(session, place, active);
  if (underWay) {
    ui.say(line('rollbackUnderWay', { deployment: id }));
    return told(session, place, how.wait ? (await follow(session, place, id)).info : active);
  }

  await agree(session, line(target ? 'stopThis' : 'stopAndRollBack', { deployment: id, status }));
  // Once CodeDeploy has brought the revision before back, this command would go back one further.
  session.soFar.takenUpBy = () =>
    target
      ? { command: place.command('deploy', 'rollback', '--to', back, '--application', application, '--group', group) }
      : watchAgain(place, id, status);
  const end = await stopped(session, place, id, !target);
  const rollback = !target && end.status === 'Stopped' ? await rollbackAfter(session, place, id) : undefined;
  session.soFar.takenUpBy = undefined;
  // What it had brought by then is the present revision: the way back is looked for anew.
  if (target || end.status === 'Succeeded') return undefined;
  if (rollback) {
    ui.say(line('followsStop', { deployment: id, rollback }));
    return told(
      session,
      place,
      how.wait ? (await follow(session, place, rollback)).info : await deploymentInfo(place, rollback),
    );
  }
  if (!isUntouched(end)) return undefined;
  ui.say(line('untouched', { deployment: id }));
  return told(session, place, end);
}

/** One of CodeDeploy's, or one that a run of this command has begun. */
const isRollback = ({ creator, description = '' }: DeploymentInfo) =>
  creator === 'codeDeployRollback' || description.startsWith(ROLLBACK);

const isUntouched = ({ status, deploymentOverview }: DeploymentInfo) => {
  const { InProgress = 0, Succeeded = 0, Failed = 0 } = deploymentOverview ?? {};
  return status === 'Stopped' && InProgress + Succeeded + Failed === 0;
};

async function lastGood({ ui }: Session, where: Where): Promise<DeploymentInfo> {
  const { place, name } = where;
  const gone = new Set<string>();
  const way = await found(place, where, async (history) => {
    for (const info of waysBack(history)) {
      const { deploymentId = '' } = info;
      if (!(await isGone(place, revisionOf(info.revision)!))) return info;
      if (!gone.has(deploymentId))
        ui.warn(line('revisionGone', { deployment: deploymentId, revision: titledRevision(info, undefined) }));
      gone.add(deploymentId);
    }
    return undefined;
  });
  if (way) return way;
  throw new WizardError('nothingBefore', { group: name, command: place.command('deploy', 'list') });
}

/** What was asked for by its id, or by a part of its revision. */
async function chosen(session: Session, where: Where, to: string): Promise<DeploymentInfo> {
  const { place, application, group } = where;
  const { region } = place;
  const info = /^d-/.test(to)
    ? (await named(session, to)).info
    : await found(place, where, (history) => bringing(history, to)[0]);
  if (!info) {
    const history = await newest(place, { application, group, statuses: [], limit: 25 });
    const instead = waysBack(history).map((way) => `${way.deploymentId} (${titledRevision(way, undefined)})`);
    throw new WizardError('notFound', { kind: 'codedeploy.revision', name: to, region, instead });
  }
  const { deploymentId = '', status = '', applicationName, deploymentGroupName } = info;
  if (applicationName !== application || deploymentGroupName !== group)
    throw new WizardError('notFound', {
      kind: 'codedeploy.deployment',
      name: `${where.name} ${to}`,
      region,
      instead: [],
    });
  if (status !== 'Succeeded') {
    const command = place.command('deploy', 'list', '--status', 'Succeeded');
    throw new WizardError('neverSucceeded', { deployment: deploymentId, status, command });
  }
  const revision = revisionOf(info.revision);
  if (!revision || (await isGone(place, revision)))
    throw new WizardError('notFound', {
      kind: 's3.object',
      name: titledRevision(info, undefined),
      region,
      instead: [],
    });
  return info;
}

/** The engine plans it, asks, creates it and waits, as for any deployment. */
async function goBack(session: Session, where: Where, target: DeploymentInfo, how: How): Promise<Work> {
  const { place, application, group } = where;
  const { deploymentId: to = '', createTime } = target;
  const subject = (await subjectsIn(place.cwd, [target])).get(target);
  const now = place.clock.now();
  const seconds = Math.max(0, Math.floor((now - (createTime?.getTime() ?? now)) / 1000));
  session.ui.say(line('rollsBackTo', { deployment: to, revision: titledRevision(target, subject), seconds }));
  const again = step('deploy', {
    needs: {},
    asks: {},
    resources: () => ({
      deployment: deployment(place, {
        application,
        group,
        revision: revisionOf(target.revision)!,
        description: `${ROLLBACK}${to}`,
        // What the revision to get rid of has left lies in the way.
        fileExistsBehavior: 'OVERWRITE',
        // A rollback that fails must not bring that one back.
        rollbackOn: [],
        always: true,
        alone: true,
        ...how,
      }),
    }),
    gives: { deploymentId: ({ deployment }) => deployment?.id, status: ({ deployment }) => deployment?.status },
  });
  const { changes, gives } = await makeItSo({
    ...runIn(session, place),
    steps: [again],
    want: {},
    show: (changes) => session.ui.plan(changes, []),
  });
  const { globals } = session;
  const id = gives.deploy?.deploymentId;
  if (globals.dryRun || !id) {
    return { ...planned(session, place, target), changes };
  }
  return { ...told(session, place, await deploymentInfo(place, id)), changes, gives };
}
