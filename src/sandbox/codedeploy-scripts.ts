// The scripts of a lifecycle event on one instance: looked for, not run. They succeed, unless they were made to fail.
import type { Account } from './account.ts';
import { type AppSpec, AppSpecError, readAppSpec, type Script } from './appspec.ts';
import { EVENTS } from './codedeploy-fleet.ts';
import { bundleAt } from './codedeploy-revisions.ts';
import { firstTarget, positionOf } from './codedeploy-tally.ts';
import { armedAs, type FaultName } from './faults.ts';
import type { Bundle, Deployment, DeploymentGroup, DeploymentTarget, Fault, Instance } from './state.ts';

export type Diagnostics = NonNullable<DeploymentTarget['events'][number]['diagnostics']>;

export const SUCCESS: Diagnostics = { errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: '' };
export const unknownError = (message: string): Diagnostics => ({
  errorCode: 'UnknownError',
  scriptName: '',
  message,
  logTail: '',
});

export interface Job {
  account: Account;
  deployment: Deployment;
  group: DeploymentGroup;
  target: DeploymentTarget;
  /** The event before which the target waits for the others. */
  until?: string;
}

/** What the agent raises by itself. */
export class AgentError extends Error {}

/** These run what the last revision has left behind, before the new one is there. */
const OF_LAST_REVISION = ['ApplicationStop', 'BeforeBlockTraffic', 'AfterBlockTraffic'];
export const mayBeIgnored = (event: string) => OF_LAST_REVISION.includes(event);

export const archiveOf = ({ deployment, group }: Job) =>
  `/opt/codedeploy-agent/deployment-root/${group.id}/${deployment.id}/deployment-archive`;

export function appSpecOf(job: Job, { files, appspec }: Bundle, instance: Instance): AppSpec {
  const directory = archiveOf(job);
  if (!files.includes('appspec.yml') || appspec === undefined)
    throw new AgentError(
      `The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at revision-relative path "appspec.yml". The revision was unpacked to directory "${directory}", and the AppSpec file was expected but not found at path "${directory}/appspec.yml". Consult the AWS CodeDeploy Appspec documentation for more information at http://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html`,
    );
  return specIn(appspec, instance.host.platform === 'Windows' ? 'windows' : 'linux');
}

/** The last text read: every instance of a fleet reads the same one at each event. */
let lastRead: { text: string; os: string; spec: AppSpec } | undefined;

function specIn(text: string, os: 'linux' | 'windows'): AppSpec {
  if (lastRead?.text !== text || lastRead.os !== os) lastRead = { text, os, spec: readAppSpec(text, os) };
  return lastRead.spec;
}

/** None where the appspec cannot be used. */
export function scriptsIn({ appspec }: Bundle, os: 'linux' | 'windows', event: string): Script[] {
  try {
    return (appspec !== undefined && specIn(appspec, os).hooks[event]) || [];
  } catch (error) {
    if (error instanceof AppSpecError) return [];
    throw error;
  }
}

/** The revision whose scripts an event runs, and those scripts. */
function scriptsOf(job: Job, instance: Instance, event: string): { files: string[]; scripts: Script[] } {
  const { account, group, target } = job;
  const installed = instance.host.installed[group.id];
  // Traffic that comes back to where it was finds there what was there.
  const isOfLast = OF_LAST_REVISION.includes(event) || target.label === 'Blue';
  const bundle = bundleAt(account, isOfLast ? installed : target.archive);
  // Nothing was ever installed: there is nothing to stop.
  if (!bundle && isOfLast) return { files: [], scripts: [] };
  const { files } = bundle ?? { files: [] };
  return { files, scripts: appSpecOf(job, bundle ?? { files }, instance).hooks[event] ?? [] };
}

export function runScripts(job: Job, instance: Instance, event: string): Diagnostics {
  const { files, scripts } = scriptsOf(job, instance, event);
  for (const script of scripts) {
    const { location } = script;
    const isThere = files.includes(location.replace(/^(\.?\/)+/, ''));
    const failure =
      !isThere || scriptFault(job, instance, event, 'script-missing')
        ? missing(job, location)
        : scriptFault(job, instance, event, 'script-times-out')
          ? timedOut(script)
          : scriptFault(job, instance, event, 'script-fails') || scriptFault(job, instance, event, 'some-fail')
            ? failed(script, event)
            : undefined;
    if (!failure) continue;
    const head = `LifecycleEvent - ${event}\nScript - ${location}\n`;
    return { scriptName: location, ...failure, logTail: head + failure.logTail };
  }
  return SUCCESS;
}

type Failure = Omit<Diagnostics, 'scriptName' | 'logTail'> & { logTail: string };

const missing = (job: Job, location: string): Failure => ({
  errorCode: 'ScriptMissing',
  message: `Script does not exist at specified location: ${archiveOf(job)}/${location.replace(/^\//, '')}`,
  logTail: '',
});

const asRun = ({ location, runas }: Script) =>
  `Script at specified location: ${location}${runas ? ` run as user ${runas}` : ''}`;

const timedOut = (script: Script): Failure => ({
  errorCode: 'ScriptTimedOut',
  message: `${asRun(script)} failed to complete in ${script.timeout} seconds`,
  logTail: '[stdout]Waiting for the application to answer\n',
});

/** What such scripts print when they fail. */
const LAST_WORDS: Record<string, string> = {
  ApplicationStart:
    '[stderr]Job for app.service failed because the control process exited with error code.\n[stderr]See "systemctl status app.service" and "journalctl -xe" for details.\n',
  ValidateService:
    '[stdout]Checking http://localhost/\n[stderr]curl: (7) Failed to connect to localhost port 80: Connection refused\n',
};

const failed = (script: Script, event: string): Failure => ({
  errorCode: 'ScriptFailed',
  message: `${asRun(script)} failed with exit code 1`,
  logTail: LAST_WORDS[event] ?? "[stdout]Preparing the application\n[stderr]chown: invalid user: 'app:app'\n",
});

/** How long the event goes on because a script of it does not end; undefined where none hangs. */
export function hangsFor(job: Job, event: string): number | undefined {
  const { account, target } = job;
  const instance = account.state.ec2.instances[target.instanceId];
  if (!account.state.faults?.length || !instance) return undefined;
  try {
    if (!scriptFault(job, instance, event, 'script-times-out')) return undefined;
    const [script] = scriptsOf(job, instance, event).scripts;
    return script && script.timeout * 1_000;
  } catch (error) {
    // Where the appspec cannot be used, no script runs: the event says so when it is carried out.
    if (error instanceof AppSpecError || error instanceof AgentError) return undefined;
    throw error;
  }
}

/** The fault that befalls a target: the named instance, or else the first of the deployment. Only a person's deployments are made to fail. */
export function hitBy({ account, deployment, target }: Job, name: FaultName): Fault | undefined {
  if (!account.state.faults?.length || deployment.creator !== 'user') return undefined;
  return armedAs(account, name).find(({ instance = firstTarget(deployment) }) => instance === target.instanceId);
}

/** Of a deployment's instances every so manieth fails, when some are to. */
const SOME = 3;

/** The fault that befalls the scripts of an event: the named one, or else AfterInstall, or else the first that has scripts. */
function scriptFault(job: Job, instance: Instance, event: string, name: FaultName): Fault | undefined {
  const { account, deployment, target } = job;
  if (!account.state.faults?.length) return undefined;
  const fault =
    name === 'some-fail'
      ? armedAs(account, name).find(() => (positionOf(deployment, target) + 1) % SOME === 0)
      : hitBy(job, name);
  return fault && event === (fault.event ?? usualEvent(job, instance)) ? fault : undefined;
}

function usualEvent(job: Job, instance: Instance): string | undefined {
  const bundle = bundleAt(job.account, job.target.archive);
  if (!bundle) return undefined;
  const { hooks } = appSpecOf(job, bundle, instance);
  return ['AfterInstall', ...EVENTS].find((event) => !mayBeIgnored(event) && (hooks[event]?.length ?? 0) > 0);
}
