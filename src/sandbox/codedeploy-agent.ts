// What the agent does on an instance for each lifecycle event, and what it reports when it cannot.
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { type AppSpec, AppSpecError } from './appspec.ts';
import { EVENTS } from './codedeploy-fleet.ts';
import { bundleAt, download, notOnGitHub } from './codedeploy-revisions.ts';
import {
  AgentError,
  appSpecOf,
  archiveOf,
  type Diagnostics,
  hitBy,
  type Job,
  runScripts,
  SUCCESS,
  unknownError,
} from './codedeploy-scripts.ts';
import { alter, isArmed } from './faults.ts';
import type { Instance } from './state.ts';

export const NOT_RECEIVED =
  'CodeDeploy agent was not able to receive the lifecycle event. Check the CodeDeploy agent logs on your host and make sure the agent is running and can connect to the CodeDeploy server.';

/** The agent fetches its orders only while it runs and believes to have credentials. */
export function answers(instance: Instance | undefined): instance is Instance {
  const agent = instance?.host.agent;
  return instance?.state === 'running' && agent?.running === true && agent.credentials && !agent.trouble;
}

export function perform(job: Job, instance: Instance, event: string): Diagnostics {
  try {
    if (event === 'DownloadBundle') return downloadBundle(job, instance);
    if (event === 'Install') return install(job, instance);
    return runScripts(job, instance, event);
  } catch (error) {
    // The agent reports its own failures in the words of the exception.
    if (error instanceof AppSpecError || error instanceof AgentError) return unknownError(error.message);
    throw error;
  }
}

function downloadBundle({ account, deployment, target }: Job, instance: Instance): Diagnostics {
  const revision = deployment.revision as unknown as RevisionLocation;
  const lost = revision.gitHubLocation && isArmed(account, 'commit-not-found');
  const got = lost ? notOnGitHub(revision) : download(account, instance, revision);
  if (typeof got === 'string') return unknownError(got);
  target.archive = got.key;
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

  const found = copies(spec, bundle.files, archiveOf(job));
  const [first] = found;
  const inTheWay = hitBy(job, 'file-exists');
  if (inTheWay && first && host.files[first.destination] === undefined)
    alter(account, inTheWay, ['ec2', 'instances', instance.id, 'host', 'files', first.destination], '');

  const behavior = spec.fileExistsBehavior ?? deployment.fileExistsBehavior;
  const plan = found.filter(({ destination }) => {
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
