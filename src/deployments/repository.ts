// What git says about a folder. Without git, or outside a repository, it says nothing.
import { execFile } from 'node:child_process';

export interface Repository {
  /** The top-level folder. */
  root: string;
  /** `owner/name` of the GitHub remote. */
  gitHub?: string;
  /** 40 hexadecimal digits of HEAD. */
  commit?: string;
  /** First line of its message, as long as a description of a deployment may be. */
  subject?: string;
}

const LOCAL = 5_000;
const REMOTE = 10_000;

/** Nothing may stop to ask for a password: an unanswered question would be taken for a slow network. */
const NEVER_ASK = ['-c', 'core.askPass=true', '-c', 'core.sshCommand=ssh -oBatchMode=yes'];

/** What the command prints, or undefined for any failure: the reason is nothing a deployment depends on. */
const git = async (folder: string, args: string[], timeout = LOCAL): Promise<string | undefined> =>
  (await gitBytes(folder, args, timeout))?.toString().trimEnd();

export const gitBytes = (folder: string, args: string[], timeout = LOCAL): Promise<Buffer | undefined> =>
  new Promise<Buffer | undefined>((resolve) => {
    const options = { cwd: folder, timeout, maxBuffer: 16 * 1024 ** 2, windowsHide: true, encoding: 'buffer' as const };
    execFile('git', args, options, (error, stdout) => resolve(error ? undefined : stdout));
    // What is no folder is not told to the callback, but thrown.
  }).catch(() => undefined);

export async function readRepository(folder: string): Promise<Repository | undefined> {
  const [root, remote, head] = await Promise.all([
    git(folder, ['rev-parse', '--show-toplevel']),
    gitHubRemote(folder),
    git(folder, ['log', '-1', '--no-show-signature', '--format=%H%n%s']),
  ]);
  if (!root) return undefined;
  const [commit = '', subject = ''] = head?.split('\n') ?? [];
  return {
    root,
    ...(remote && { gitHub: remote.repository }),
    ...(/^[0-9a-f]{40}$/.test(commit) && { commit, subject: asDescription(subject) }),
  };
}

/** Whether something in the folder is not committed. */
export const isChanged = async (folder: string): Promise<boolean> =>
  Boolean(await git(folder, ['status', '--porcelain', '--untracked-files=normal', '--', '.']));

/** CodeDeploy takes 256 characters; half of a surrogate pair is none. */
const asDescription = (subject: string) => subject.slice(0, 256).replace(/[\ud800-\udbff]$/, '');

/** The remote on GitHub: `origin` if it is there, else the first one. */
async function gitHubRemote(folder: string): Promise<{ name: string; repository: string } | undefined> {
  const names = (await git(folder, ['remote']))?.split('\n').filter(Boolean) ?? [];
  for (const name of names.sort((a, b) => Number(b === 'origin') - Number(a === 'origin'))) {
    const repository = gitHubName((await git(folder, ['remote', 'get-url', name])) ?? '');
    if (repository) return { name, repository };
  }
  return undefined;
}

/** `owner/name` of an address on GitHub; nothing else of it is kept, since it may hold a password. */
export function gitHubName(address: string): string | undefined {
  const [, path] =
    /^(?:(?:https?|git|ssh|git\+ssh):\/\/(?:[^@/]*@)?(?:www\.|ssh\.)?github\.com(?::\d+)?\/|(?:[^@/:]+@)?github\.com:\/?)(.+)$/i.exec(
      address.trim(),
    ) ?? [];
  const name = path?.replace(/\/+$/, '').replace(/\.git$/, '');
  return name && /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9._-]{1,100}$/.test(name) ? name : undefined;
}

/** Whether GitHub has the commit: undefined when that cannot be known from here, such as without a network. */
export async function isPushed(folder: string, repository: string, commit: string): Promise<boolean | undefined> {
  const remote = await gitHubRemote(folder);
  if (!/^[0-9a-f]{40}$/.test(commit) || remote?.repository.toLowerCase() !== repository.toLowerCase()) return undefined;
  if ((await git(folder, ['cat-file', '-e', `${commit}^{commit}`])) === undefined) return undefined;
  if (await git(folder, ['for-each-ref', '--count=1', '--contains', commit, `refs/remotes/${remote.name}/`]))
    return true;

  // What was fetched last may be old: the remote itself knows better.
  const listed = await git(folder, [...NEVER_ASK, 'ls-remote', '--heads', '--tags', remote.name], REMOTE);
  if (listed === undefined) return undefined;
  const tips = [...new Set(listed.split('\n').flatMap((ref) => /^[0-9a-f]{40}/.exec(ref) ?? []))];
  const unreached = await git(folder, ['rev-list', '-n', '1', '--ignore-missing', commit, '--not', ...tips]);
  if (unreached === undefined) return undefined;
  if (unreached === '') return true;
  // A tip that is not here yet may stand above the commit.
  return (await git(folder, ['rev-list', '-n', '1', commit, '--not', ...tips])) === undefined ? undefined : false;
}

/** First lines of the messages of those commits that are here. */
export async function subjectsOf(folder: string, commits: string[]): Promise<Map<string, string>> {
  const ids = [...new Set(commits)].filter((commit) => /^[0-9a-f]{40}$/.test(commit)).slice(0, 500);
  if (ids.length === 0) return new Map();
  const format = ['--no-walk=unsorted', '--ignore-missing', '--no-show-signature', '--format=%H %s'];
  const lines = (await git(folder, ['log', ...format, ...ids]))?.split('\n') ?? [];
  const subjects = new Map(lines.map((line) => [line.slice(0, 40), line.slice(41)]));
  return new Map(ids.flatMap((id) => (subjects.has(id) ? [[id, subjects.get(id) ?? '']] : [])));
}
