// Refuses early what would fail late: all that can be known before a deployment is created, found together.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { explain, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { isWizardError } from '../engine/errors.ts';
import { type Line, line } from '../engine/resource.ts';
import { colourOf, readGroup, tagSets } from '../resources/deployment-group.ts';
import type { CheckKey, Reason } from '../text/en/index.ts';
import { type SilentAgent, silenceIn } from './agents.ts';
import { alarmNames, judgeAlarms } from './alarms.ts';
import { canSucceed, type Minimum, PREDEFINED, roomIn } from './healthy.ts';
import { isPushed } from './repository.ts';
import { type GitHubRevision, isInS3, type Revision } from './revision.ts';
import { type Fleet, type Reached, reachedBy } from './targets.ts';

export interface Intent {
  application: string;
  group: string;
  revision: Revision;
  /** Full name of the configuration for this deployment; the group's own where absent. */
  config?: string;
  /** The green fleet of a group that discovers it. */
  green?: { tags: string[]; asgs: string[] };
  /** The GitHub connection that the application should have. */
  gitHubToken?: string;
}

export interface Findings {
  /** Each by itself keeps the deployment from succeeding. */
  against: Reason[];
  /** What one must know before agreeing. */
  notes: Line[];
}

const NOTHING: Findings = { against: [], notes: [] };
const refusal = (...against: Reason[]): Findings => ({ against, notes: [] });

/** `agents`: look into the servers as well, which takes some seconds. */
export async function foresee(place: Place, intent: Intent, { agents }: { agents: boolean }): Promise<Findings> {
  const { application, group, revision } = intent;
  const info = await readGroup(place, application, group);
  const found = await Promise.all([
    info ? attempt('targets', () => fleetFindings(place, intent, info, agents)) : NOTHING,
    isInS3(revision) ? NOTHING : gitHubFindings(place, intent, revision),
    info ? attempt('alarms', () => alarmFindings(place, info)) : NOTHING,
  ]);
  return { against: found.flatMap(({ against }) => against), notes: found.flatMap(({ notes }) => notes) };
}

/** Does not depend on anything that an earlier step of the same run may still change. */
export const isLasting = ({ why }: Reason) => why === 'commitNotPushed';

const UNANSWERED: ReadonlySet<string> = new Set([
  'denied',
  'refused',
  'throttled',
  'unavailable',
  'unreachable',
  'timedOut',
]);

/** A check that the caller may not make, or that AWS does not answer, says so and keeps nobody from deploying. */
async function attempt(what: CheckKey, check: () => Promise<Findings>): Promise<Findings> {
  try {
    return await check();
  } catch (error) {
    if (!UNANSWERED.has(explain(error).code)) throw error;
    // What took too long is not AWS's to explain: it was asked to be short.
    const [why = ''] = isWizardError(error, 'timedOut') ? ['--timeout'] : (error as Error).message.split('\n');
    return { against: [], notes: [line('notChecked', { what, why })] };
  }
}

async function fleetFindings(
  place: Place,
  intent: Intent,
  info: DeploymentGroupInfo,
  agents: boolean,
): Promise<Findings> {
  const { application, group } = intent;
  const discovers = info.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action === 'DISCOVER_EXISTING';
  if (!discovers && intent.green) return refusal({ why: 'greenNotDiscovered', data: { group } });
  if (discovers && !intent.green) return refusal({ why: 'greenMissing', data: { group } });
  const fleet: Fleet = intent.green
    ? {
        ec2TagSet: { ec2TagSetList: tagSets(intent.green.tags) },
        autoScalingGroups: intent.green.asgs.map((name) => ({ name })),
      }
    : info;
  const reached = await reachedBy(place, fleet);
  if (!reached) return NOTHING;
  const { running, stopped } = reached;
  if (running.length === 0) {
    const isGivenAway =
      fleet === info && !info.autoScalingGroups?.length && (await colourOf(place, application, group));
    return refusal(
      isGivenAway
        ? { why: 'twoColours', data: { group, command: place.command('bluegreen') } }
        : { why: 'noTargets', data: { group, stopped: stopped.length } },
    );
  }
  const stoppedNotes = stopped.length > 0 ? [line('matchesStopped', { count: stopped.length })] : [];

  let silent: SilentAgent[] = [];
  const agentFindings = await attempt('agents', async () => {
    if (!agents) return NOTHING;
    const { silent: some, all } = await silenceIn(place, running);
    silent = some;
    if (some.length === 0) return NOTHING;
    const data = { agents: some };
    return all ? refusal({ why: 'agentsSilent', data }) : { against: [], notes: [line('silentAgents', data)] };
  });
  const roomFindings = await attempt('minimum', async () => {
    const config = intent.config ?? info.deploymentConfigName ?? 'CodeDeployDefault.OneAtATime';
    return refusal(...tooFew(config, await minimumOf(place, config), reached, silent));
  });
  return {
    against: [...roomFindings.against, ...agentFindings.against],
    notes: [...stoppedNotes, ...roomFindings.notes, ...agentFindings.notes],
  };
}

/** Stopped instances are deployed to, and fail; so do those whose agent does not listen. */
function tooFew(config: string, needed: Minimum, { running, stopped }: Reached, silent: SilentAgent[]): Reason[] {
  const fleet = running.length + stopped.length;
  const { minimum, canStart } = roomIn(fleet, needed);
  if (!canStart) return [{ why: 'minimumTooHigh', data: { config, minimum, count: fleet } }];
  const failing = [...stopped, ...silent.map(({ instance }) => instance)];
  // That all of them are silent is a reason of its own.
  if (failing.length === 0 || silent.length === running.length) return [];
  if (canSucceed(fleet, failing.length, needed)) return [];
  return [{ why: 'tooFewHealthy', data: { config, minimum, count: fleet, failing } }];
}

export async function minimumOf({ aws: { codeDeploy } }: Place, config: string): Promise<Minimum> {
  const known = PREDEFINED[config];
  if (known) return known;
  const { deploymentConfigInfo } = await codeDeploy.getDeploymentConfig({ deploymentConfigName: config });
  const { type = 'HOST_COUNT', value = 0 } = deploymentConfigInfo?.minimumHealthyHosts ?? {};
  return { type: type as Minimum['type'], value };
}

/** CodeDeploy stops a deployment at once while an alarm of its group is in ALARM, or cannot be read and this is not ignored. */
async function alarmFindings(place: Place, { alarmConfiguration }: DeploymentGroupInfo): Promise<Findings> {
  const { gone, active } = await judgeAlarms(place, alarmNames(alarmConfiguration));
  const missing = alarmConfiguration?.ignorePollAlarmFailure ? [] : gone;
  return refusal(
    ...(active.length > 0 ? [{ why: 'alarmActive', data: { alarms: active.join(', ') } } as const] : []),
    ...(missing.length > 0 ? [{ why: 'alarmGone', data: { alarms: missing.join(', ') } } as const] : []),
  );
}

async function gitHubFindings(
  place: Place,
  { application, gitHubToken }: Intent,
  { repository, commitId }: GitHubRevision,
): Promise<Findings> {
  const pushed = await isPushed(place.cwd, repository, commitId);
  const against: Reason[] =
    pushed === false ? [{ why: 'commitNotPushed', data: { commit: commitId, repository } }] : [];
  const { notes } = await attempt('gitHub', async () => {
    const found = await unless('ApplicationDoesNotExistException', () =>
      place.aws.codeDeploy.getApplication({ applicationName: application }),
    );
    return { against: [], notes: connectionNotes(place, application, found?.application ?? {}, gitHubToken) };
  });
  const unknown = pushed === undefined ? [line('notChecked', { what: 'pushed', why: repository })] : [];
  return { against, notes: [...unknown, ...notes] };
}

function connectionNotes(
  place: Place,
  application: string,
  { linkedToGitHub, gitHubAccountName: linked }: { linkedToGitHub?: boolean; gitHubAccountName?: string },
  token: string | undefined,
): Line[] {
  if (!linkedToGitHub) return [line('githubConnection', { url: consoleUrl(place, application), application })];
  // No request carries the name: the connection is kept with the application.
  return token && linked && linked !== token ? [line('githubTokenOther', { token, linked })] : [];
}

const CONSOLES: Record<string, string> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

export const consoleUrl = ({ partition, region }: Place, application: string) =>
  `https://${region}.${CONSOLES[partition] ?? 'console.aws.amazon.com'}/codesuite/codedeploy/applications/${encodeURIComponent(application)}?region=${region}`;
