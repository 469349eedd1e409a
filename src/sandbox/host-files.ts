// The file tree of a virtual machine, as far as it follows from its Host: deployed files, the system's and the agent's.
import { agentLogs } from './host-agent.ts';
import { type Deployed, deploymentsLog, scriptsLog } from './host-logs.ts';
import type { Host } from './state.ts';

export interface Context {
  now: number;
  instanceId: string;
  /** The instance has a profile with a role: a process started now finds credentials. */
  hasCredentials: boolean;
  region: string;
  account: string;
  /** What was deployed to it, for its logs. */
  deployed(): readonly Deployed[];
}

export interface Tree {
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** What is in the file; undefined where the sandbox does not keep it. */
  read(path: string): string | undefined;
  /** Names directly in a directory, sorted. */
  list(path: string): string[];
  /** With all that is in it. */
  remove(path: string): void;
  makeDirectory(path: string): void;
}

export const AGENT = '/opt/codedeploy-agent';
const ROOT = `${AGENT}/deployment-root`;
const AGENT_LOGS = '/var/log/aws/codedeploy-agent';
/** The folders of older deployments are removed by the agent. */
const REVISIONS_KEPT = 5;
const SYSTEM = ['/bin', '/etc', '/home', '/opt', '/root', '/srv', '/tmp', '/usr/bin', '/usr/local/bin', '/var/log'];

export function treeOf(host: Host, context: Context): Tree {
  let known = lazilyKnown(host, context);
  const files = () => [...Object.keys(host.files), ...Object.keys(known())];
  const directories = () => {
    const found = new Set(['/']);
    for (const path of [...SYSTEM, ...(host.directories ?? []), ...agentDirectories(host)]) addWithParents(found, path);
    for (const path of files()) addWithParents(found, parentOf(path));
    return found;
  };

  return {
    isFile: (path) => files().includes(path),
    isDirectory: (path) => directories().has(path),
    read: (path) => known()[path],
    list: (path) =>
      [...new Set([...files(), ...directories()].filter((one) => one !== '/' && parentOf(one) === path))]
        .map((one) => one.slice(one.lastIndexOf('/') + 1))
        .sort(),
    remove(path) {
      const parent = parentOf(path);
      forget(host, path, context.now);
      known = lazilyKnown(host, context);
      for (const file of Object.keys(host.files)) if (isWithin(file, path)) delete host.files[file];
      host.directories = host.directories?.filter((one) => !isWithin(one, path));
      // A directory outlives its last file, though until now it was known by that file alone.
      if (!isWithin(parent, AGENT)) this.makeDirectory(parent);
    },
    makeDirectory(path) {
      if (!directories().has(path)) host.directories = [...(host.directories ?? []), path];
    },
  };
}

/** Made once for a script that only looks: what the agent is decides what there is. */
function lazilyKnown(host: Host, context: Context) {
  let [files, of]: [ReturnType<typeof knownFiles>, string] = [{}, ''];
  return () => {
    const agent = JSON.stringify(host.agent ?? null);
    if (agent !== of) [files, of] = [knownFiles(host, context), agent];
    return files;
  };
}

export const parentOf = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf('/')));

const isWithin = (path: string, directory: string) => path === directory || path.startsWith(`${directory}/`);

function addWithParents(found: Set<string>, path: string) {
  for (let one = path; one !== '/'; one = parentOf(one)) found.add(one);
}

/** Files that follow from the rest of the host; without a text where that does not. */
function knownFiles(host: Host, context: Context): Record<string, string | undefined> {
  const { agent, platform, platformVersion } = host;
  const id = platform === 'Ubuntu' ? 'ubuntu' : 'amzn';
  const files: Record<string, string | undefined> = {
    '/etc/os-release': `PRETTY_NAME="${platform} ${platformVersion}"\nNAME="${platform}"\nVERSION_ID="${platformVersion}"\nID=${id}\n`,
  };
  if (!agent) return files;
  const suffix = platform === 'Ubuntu' ? 'deb' : 'rpm';
  // The second generation is one binary that tells its version; the first keeps it in a file.
  if (agent.version.startsWith('1.'))
    files[`${AGENT}/.version`] = `agent_version: OFFICIAL_${agent.version}-11_${suffix}\n`;
  else files[`${AGENT}/bin/codedeploy-agent`] = undefined;
  // It is written by the clock of the machine.
  for (const [name, text] of agentLogs(agent, { ...context, now: context.now + (host.clock ?? 0) }))
    files[`${AGENT_LOGS}/${name}`] = text;
  for (const group of Object.keys(host.installed)) {
    files[`${ROOT}/deployment-instructions/${group}_last_successful_install`] = undefined;
    files[`${ROOT}/deployment-logs/codedeploy-agent-deployments.log`] = undefined;
  }
  const log = deploymentsLog(context.deployed());
  if (log) files[`${ROOT}/deployment-logs/codedeploy-agent-deployments.log`] = log;
  for (const deployed of context.deployed().slice(-REVISIONS_KEPT)) {
    const text = scriptsLog(deployed);
    if (text) files[`${ROOT}/${deployed.group}/${deployed.deployment}/logs/scripts.log`] = text;
  }
  for (const [group, owned] of ownedFiles(host)) {
    files[`${ROOT}/deployment-instructions/${group}-cleanup`] = `${owned.join('\n')}\n`;
  }
  return files;
}

function ownedFiles(host: Host): Map<string, string[]> {
  const owned = new Map<string, string[]>();
  for (const [path, group] of Object.entries(host.files)) {
    if (group) owned.set(group, [...(owned.get(group) ?? []), path]);
  }
  return owned;
}

const agentDirectories = (host: Host) =>
  host.agent ? [ROOT, `${AGENT}/bin`, ...Object.keys(host.installed).map((group) => `${ROOT}/${group}`)] : [];

/** What the agent no longer knows once `path` is gone. */
function forget(host: Host, path: string, now: number) {
  const instructions = `${ROOT}/deployment-instructions`;
  if (isWithin(`${ROOT}/deployment-logs`, path)) host.emptiedAt = now;
  for (const group of Object.keys(host.installed)) {
    const remembered = [`${ROOT}/${group}`, `${instructions}/${group}_last_successful_install`];
    if (remembered.some((one) => isWithin(one, path))) delete host.installed[group];
  }
  for (const [group, owned] of ownedFiles(host)) {
    if (isWithin(`${instructions}/${group}-cleanup`, path)) for (const file of owned) host.files[file] = '';
  }
  if (isWithin(AGENT, path)) delete host.agent;
}
