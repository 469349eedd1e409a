// Watching a deployment: what it waits for, how it ends, and why it failed.
import type { Failure, Why } from '../../deployments/failures.ts';
import type { Sentence } from '../say.ts';
import { plural } from '../say.ts';

/** What usually lies behind a failed event. */
export const causes = {
  agentSilent:
    'The CodeDeploy agent did not fetch the work: it is not installed, stopped, without an instance profile, or cannot reach CodeDeploy.',
  agentRestarted: 'The agent or the server was restarted while the script ran; a script must not do that.',
  fileExists:
    'A file that no deployment has put there is in the way: remove it, or deploy with --file-exists-behavior OVERWRITE.',
  notExecutable:
    'The script cannot be executed: look at its first line, at Windows line ends, and at a file system mounted with noexec.',
  commandMissing:
    'A command or the interpreter in the first line was not found: the agent runs scripts with a bare PATH, and a Windows line end looks like this too.',
  scriptMissing: 'appspec.yml names a script that is not in the revision; upper and lower case matter.',
  scriptTooSlow:
    'The script ran into its timeout: often it starts a process that keeps its output open; redirect all of it, or raise the timeout.',
  scriptEnded: 'The script itself ended with an error; what it printed last says which.',
  downloadDenied:
    'The instance may not read the revision: look at the policy of its instance profile and at the bucket.',
  notDownloaded:
    'The revision could not be downloaded: look at the object or commit, and at the way from the instance to it.',
  diskFull: 'The disk of the instance is full.',
  notHealthy:
    'The load balancer did not find the instance healthy: look at the path, the port and the security group of its health check.',
  notDrained:
    'The instance could not be taken out of the load balancer: look at the service role and the target group.',
  serviceRole:
    'CodeDeploy could not use the service role of the deployment group: it is gone, its trust policy does not name codedeploy.amazonaws.com, or it lacks AWSCodeDeployRole.',
  nothingTold: 'None of its events tells why: most often the agent on it never answered.',
  seeMessage: 'The message above is all that AWS says.',
};

export type CauseKey = keyof typeof causes;

/** What is behind a mark of the grid. */
export const marks = {
  succeeded: 'done',
  running: 'running',
  failed: 'failed',
  skipped: 'skipped',
  waiting: 'waiting',
  hidden: (d: { count: number }) => `${plural(d.count, 'more instance')} not shown`,
};

const who = (instances: string[]) =>
  `${instances.slice(0, 3).join(', ')}${instances.length > 3 ? ` and ${instances.length - 3} more` : ''}`;

const failure = ({ instances, event, script, exitCode, code, message, log, cause }: Failure) =>
  [
    `${who(instances)}: ${[event ? `${event} failed` : 'failed', script, exitCode !== undefined && `exit code ${exitCode}`, code && `(${code})`].filter(Boolean).join(' ')}`,
    ...(message ? [`  ${message}`] : []),
    ...log.map((line) => `  | ${line}`),
    `  ${causes[cause]}`,
  ]
    .map((line) => `\n  ${line}`)
    .join('');

const more = (count: number) => (count > 0 ? `\n  and ${plural(count, 'other failure')}` : '');

const why = (d: Pick<Why, 'counts' | 'failures' | 'more' | 'silent' | 'cause'>) =>
  [
    d.counts && `\n  ${d.counts}`,
    ...d.failures.map(failure),
    more(d.more),
    d.cause && `\n  ${causes[d.cause]}`,
    d.silent && `\n  No instance has reported anything. ${causes.agentSilent}`,
  ]
    .filter(Boolean)
    .join('');

const reason = ({ code, message }: Pick<Why, 'code' | 'message'>) => `(${code})${message ? `: ${message}` : '.'}`;

interface Ended extends Why {
  /** The command that shows more. */
  look: string;
  rollbackMessage?: string;
  /** The rollback, where it failed too. */
  alsoFailed?: Why;
}

const notBack = (d: Ended) =>
  (d.rollbackMessage ? `\nIt was not rolled back: ${d.rollbackMessage}` : '') +
  (d.alsoFailed
    ? `\nIts rollback ${d.alsoFailed.deployment} failed too ${reason(d.alsoFailed)}${why(d.alsoFailed)}`
    : '');

export const watchErrors = {
  deploymentFailed: (d: Ended & { described: unknown }): Sentence => ({
    message: `Deployment ${d.deployment} failed ${reason(d)}${why(d)}${notBack(d)}`,
    hint: d.look,
  }),
  deploymentStopped: (d: Ended & { described: unknown; rollback?: string }): Sentence => ({
    message: `Deployment ${d.deployment} was stopped ${reason(d)}${why(d)}${
      d.rollback ? `\nThe revision before it is back: ${d.rollback}` : ''
    }${notBack(d)}`,
    hint: d.look,
  }),
  rolledBack: (d: Ended & { described: unknown; rollback: string }): Sentence => ({
    message: `Deployment ${d.deployment} failed and was rolled back by ${d.rollback} ${reason(d)}${why(d)}`,
    hint: d.look,
  }),
};

export const watchMessages = {
  preparing: (d: { deployment: string; status: string }) =>
    `Deployment ${d.deployment}: being prepared${d.status ? ` (${d.status})` : ''}`,
  /** `seen`: how many changes were seen; after a change the next look comes soon. */
  watching: (d: { deployment: string; status: string; counts: string; seen: number }) =>
    `Deployment ${d.deployment}: ${d.status}${d.counts ? ` (${d.counts})` : ''}`,
  watchThrottled: () => 'AWS asks to be asked less often: looking again after a longer pause',
  watchLost: (d: { reason: string }) => `AWS does not answer (${d.reason}): the deployment goes on, looking again`,
  readyWaits: (d: { deployment: string; until: string; atDeadline: 'stops' | 'continues'; command: string }) =>
    `The new instances of ${d.deployment} are ready and wait for traffic until about ${d.until}; then the deployment ${d.atDeadline === 'stops' ? 'is stopped' : 'goes on by itself'}. To go on now: ${d.command}`,
  bakes: (d: { deployment: string }) =>
    `${d.deployment} is baking: CodeDeploy watches what has been deployed for the time that the deployment configuration asks for, and then goes on by itself.`,
  terminationWaits: (d: { deployment: string; minutes: number }) =>
    `${d.deployment}: the new instances have the traffic; the original ones are terminated${d.minutes > 0 ? ` after ${plural(d.minutes, 'minute')}` : ''}.`,
  looksForRollback: (d: { deployment: string }) => `Deployment ${d.deployment}: looking whether a rollback follows`,
  followsRollback: (d: { deployment: string; rollback: string }) =>
    `Deployment ${d.deployment} did not succeed; its rollback ${d.rollback} is followed to the end.`,
  followsUpdate: (d: { deployment: string; update: string }) =>
    `Instances were launched while ${d.deployment} ran and got the revision before it; CodeDeploy updates them by ${d.update}, which is followed to the end.`,
  updateFailed: (d: Why & { parent: string }) =>
    `${d.parent} succeeded, but the update ${d.deployment} of instances launched meanwhile did not ${reason(d)}${why(d)}`,
  succeededWithFailures: (d: { failed: number; total: number; failures: Failure[]; more: number }) =>
    `The deployment counts as succeeded, but ${d.failed} of ${plural(d.total, 'instance')} failed.${d.failures.map(failure).join('')}${more(d.more)}`,
};
