// Refuses early what would fail late: what can be known before a deployment is created.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line } from '../engine/resource.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { isPushed } from './repository.ts';
import { type GitHubRevision, isInS3, pinned, type Revision } from './revision.ts';
import { reachedBy } from './targets.ts';

export interface Intent {
  application: string;
  group: string;
  revision: Revision;
  /** The GitHub connection that the application should have. */
  gitHubToken?: string;
}

/** What one must know before agreeing. Refuses a commit that nobody can download. */
export async function forewarnings(place: Place, intent: Intent): Promise<Line[]> {
  const { application, group, revision } = intent;
  const info = await readGroup(place, application, group);
  const reached = info && (await reachedBy(place, info));
  return [
    ...(reached && reached.stopped > 0 ? [line('matchesStopped', { count: reached.stopped })] : []),
    ...(isInS3(revision) ? [] : await gitHubWarnings(place, intent, revision)),
  ];
}

/** Right before the deployment is created. Answers the revision as it must be sent. */
export async function preflight(place: Place, { application, group, revision }: Intent): Promise<Revision> {
  const info = await readGroup(place, application, group);
  if (info) await Promise.all([someTargets(place, info, group), quietAlarms(place, info)]);
  return isInS3(revision) ? pinned(place, revision) : revision;
}

async function someTargets(place: Place, info: DeploymentGroupInfo, group: string): Promise<void> {
  const reached = await reachedBy(place, info);
  if (reached?.running === 0) throw new WizardError('cannotStart', { why: 'noTargets', data: { group } });
}

/** CodeDeploy stops a deployment at once while an alarm of its group is in ALARM. */
async function quietAlarms(place: Place, { alarmConfiguration }: DeploymentGroupInfo): Promise<void> {
  const names = (alarmConfiguration?.enabled && alarmConfiguration.alarms?.flatMap(({ name }) => name ?? [])) || [];
  if (names.length === 0) return;
  const { MetricAlarms = [], CompositeAlarms = [] } = await place.aws.cloudWatch.describeAlarms({
    AlarmNames: names,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  const loud = [...MetricAlarms, ...CompositeAlarms].filter(({ StateValue }) => StateValue === 'ALARM');
  const alarms = loud.map(({ AlarmName }) => AlarmName).join(', ');
  if (alarms) throw new WizardError('cannotStart', { why: 'alarmActive', data: { alarms } });
}

async function gitHubWarnings(
  place: Place,
  { application, gitHubToken }: Intent,
  { repository, commitId }: GitHubRevision,
): Promise<Line[]> {
  if ((await isPushed(place.cwd, repository, commitId)) === false)
    throw new WizardError('cannotStart', { why: 'commitNotPushed', data: { commit: commitId, repository } });
  const found = await unless('ApplicationDoesNotExistException', () =>
    place.aws.codeDeploy.getApplication({ applicationName: application }),
  );
  const { linkedToGitHub, gitHubAccountName: linked } = found?.application ?? {};
  if (!linkedToGitHub) return [line('githubConnection', { url: consoleUrl(place, application), application })];
  // No request carries the name: the connection is kept with the application.
  return gitHubToken && linked && linked !== gitHubToken
    ? [line('githubTokenOther', { token: gitHubToken, linked })]
    : [];
}

const CONSOLES: Record<string, string> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

const consoleUrl = ({ partition, region }: Place, application: string) =>
  `https://${region}.${CONSOLES[partition] ?? 'console.aws.amazon.com'}/codesuite/codedeploy/applications/${encodeURIComponent(application)}?region=${region}`;
