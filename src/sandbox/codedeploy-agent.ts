// What the agent does on an instance for each lifecycle event, and what it reports when it cannot.
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import type { Account } from './account.ts';
import { type AppSpec, AppSpecError, readAppSpec } from './appspec.ts';
import { EVENTS } from './codedeploy-fleet.ts';
import { bundleAt, download } from './codedeploy-revisions.ts';
import type { Bundle, Deployment, DeploymentGroup, DeploymentTarget, Instance } from './state.ts';

export type Diagnostics = NonNullable<DeploymentTarget['events'][number]['diagnostics']>;

export const SUCCESS: Diagnostics = { errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: '' };
export const unknownError = (message: string): Diagnostics => ({
  errorCode: 'UnknownError',
  scriptName: '',
  message,
  logTail: '',
});

export const NOT_RECEIVED =
  'CodeDeploy agent was not able to receive the lifecycle event. Check the CodeDeploy agent logs on your host and make sure the agent is running and can connect to the CodeDeploy server.';

/** These run what the last revision has left behind, before the new one is there. */
const OF_LAST_REVISION = ['ApplicationStop', 'BeforeBlockTraffic', 'AfterBlockTraffic'];
export const mayBeIgnored = (event: string) => OF_LAST_REVISION.includes(event);

export interface Job {
  account: Account;
  deployment: Deployment;
  group: DeploymentGroup;
  target: DeploymentTarget;
}

/** The agent fetches its orders only while it runs and believes to have credentials. */
export function answers(instance: Instance | undefined): instance is Instance {
  const agent = instance?.host.agent;
  return instance?.state === 'running' && agent?.running === true && agent.credentials;
}

export function perform(job: Job, instance: Instance, event: string): Diagnostics {
  try {
    if (event === 'DownloadBundle') return downloadBundle(job, instance);
    if (event === 'Install') return install(job, instance);
    return runHooks(job, instance, event);
  } catch (error) {
    // The agent reports its own failures in the words of the exception.
    if (error instanceof AppSpecError || error instanceof AgentError) return unknownError(error.message);
    throw error;
  }
}

/** What the agent raises by itself. */
class AgentError extends Error {}

function downloadBundle({ account, deployment, target }: Job, instance: Instance): Diagnostics {
  const got = download(account, instance, deployment.revision as unknown as RevisionLocation);
  if (typeof got === 'string') return unknownError(got);
  target.archive = got.key;
  return SUCCESS;
}

const archiveOf = ({ deployment, group }: Job) =>
  `/opt/codedeploy-agent/deployment-root/${group.id}/${deployment.id}/deployment-archive`;

function appSpecOf(job: Job, { files, appspec }: Bundle, instance: Instance): AppSpec {
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

/** Scripts are looked for, not run: they all succeed. */
function runHooks(job: Job, instance: Instance, event: string): Diagnostics {
  const { account, group, target } = job;
  const isOfLast = OF_LAST_REVISION.includes(event);
  const bundle = bundleAt(account, isOfLast ? instance.host.installed[group.id] : target.archive);
  // Nothing was ever installed: there is nothing to stop.
  if (!bundle && isOfLast) return SUCCESS;
  const { files } = bundle ?? { files: [] };
  const scripts = appSpecOf(job, bundle ?? { files }, instance).hooks[event] ?? [];
  for (const { location } of scripts) {
    if (files.includes(location.replace(/^(\.?\/)+/, ''))) continue;
    return {
      errorCode: 'ScriptMissing',
      scriptName: location,
      message: `Script does not exist at specified location: ${archiveOf(job)}/${location.replace(/^\//, '')}`,
      logTail: `LifecycleEvent - ${event}\nScript - ${location}\n`,
    };
  }
  return SUCCESS;
}

function install(job: Job, instance: Instance): Diagnostics {
  const { account, deployment, group, target } = job;
  const { host } = instance;
  const bundle = bundleAt(account, target.archive) ?? { files: [] };
  const spec = appSpecOf(job, bundle, instance);
  const strange = Object.keys(spec.hooks).filter((event) => !EVENTS.includes(event));
  if (strange.length > 0)
    throw new AgentError(`appspec.yml file contains unknown lifecycle events: ${JSON.stringify(strange)}`);
  // What the last Install of this very group has brought goes first, even if the new files then cannot come.
  for (const [path, owner] of Object.entries(host.files)) if (owner === group.id) delete host.files[path];

  const behavior = spec.fileExistsBehavior ?? deployment.fileExistsBehavior;
  const plan = copies(spec, bundle.files, archiveOf(job)).filter(({ destination }) => {
    if (host.files[destination] === undefined) return true;
    if (behavior === 'DISALLOW')
      throw new AgentError(
        `The deployment failed because a specified file already exists at this location: ${destination}`,
      );
    return behavior === 'OVERWRITE';
  });
  for (const { destination } of plan) host.files[destination] = group.id;
  if (target.archive) host.installed[group.id] = target.archive;
  return SUCCESS;
}

function copies({ files }: AppSpec, bundle: string[], archive: string) {
  const plan = new Map<string, string>();
  for (const file of files) {
    const source = file.source.replace(/^(\.?\/)+|\/+$/g, '');
    // A folder gives what is in it, a file itself: the destination is always a folder.
    const inside = source && source !== '.' ? bundle.filter((path) => path.startsWith(`${source}/`)) : bundle;
    const from = inside.length > 0 ? (source && source !== '.' ? source.length + 1 : 0) : source.lastIndexOf('/') + 1;
    const found = inside.length > 0 ? inside : bundle.filter((path) => path === source);
    if (found.length === 0) throw new AgentError(`No such file or directory @ rb_sysopen - ${archive}/${source}`);
    const separator = file.destination.includes('\\') ? '\\' : '/';
    const folder = file.destination.replace(/[/\\]+$/, '');
    for (const path of found) {
      const destination = `${folder}${separator}${path.slice(from).replaceAll('/', separator)}`;
      const other = plan.get(destination);
      if (other)
        throw new AgentError(
          `The deployment failed because the application specification file specifies two source files named ${other} and ${path} for the same destination (${destination}). Remove one of the source file paths from the AppSpec file, and then try again.`,
        );
      plan.set(destination, `${archive}/${path}`);
    }
  }
  return [...plan].map(([destination, source]) => ({ destination, source }));
}
