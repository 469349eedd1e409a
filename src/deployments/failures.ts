// Why instances failed: equal failures told once, with what the script printed and what usually lies behind it.
import type { DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import type { CauseKey } from '../text/en/index.ts';
import { instanceOf } from './describe.ts';
import { logLines, oneLine } from './log-lines.ts';
import { countsOf } from './status.ts';

export interface Failure {
  /** All that failed in this way, as far as they were looked at. */
  instances: string[];
  /** Empty where none of its events failed. */
  event: string;
  script: string;
  exitCode?: number;
  /** AWS's code of the event, such as `ScriptFailed`. */
  code: string;
  message: string;
  /** What the script printed last, on the first of the instances. */
  log: string[];
  cause: CauseKey;
}

/** All that is known of why a deployment failed: AWS's own sentence is often a summary that says nothing. */
export interface Why {
  deployment: string;
  code: string;
  message: string;
  /** Instances by status. */
  counts: string;
  failures: Failure[];
  /** Ways to fail that are not among them. */
  more: number;
  /** No instance reported a failure: their agents never answered. */
  silent: boolean;
  /** What keeps it from reaching any instance. */
  cause?: CauseKey;
}

/** AWS's messages name what it could not do, and not that it could not become the role at all. */
const ABOUT_THE_ROLE = /^IAM_ROLE_/;

/** Groups of equal failures that are told whole. */
const MOST_TOLD = 3;

export function whyOf(info: DeploymentInfo, targets: Iterable<DeploymentTarget>): Why {
  const { deploymentId: deployment = '', status, errorInformation } = info;
  const code: string = errorInformation?.code ?? String(status);
  const failures = failuresOf(targets);
  return {
    deployment,
    code,
    message: oneLine(errorInformation?.message),
    counts: countsOf(info),
    failures: failures.slice(0, MOST_TOLD),
    more: Math.max(0, failures.length - MOST_TOLD),
    ...(failures.length === 0 && ABOUT_THE_ROLE.test(code) && { cause: 'serviceRole' as const }),
    silent: failures.length === 0 && (code === 'HEALTH_CONSTRAINTS' || code === 'AGENT_ISSUE'),
  };
}

/** The most frequent first. */
export function failuresOf(targets: Iterable<DeploymentTarget>): Failure[] {
  const failures = new Map<string, Failure>();
  for (const target of targets) {
    const failure = failureOf(target);
    if (!failure) continue;
    const key = JSON.stringify([failure.event, failure.script, failure.code, failure.message]);
    const same = failures.get(key);
    if (same) same.instances.push(...failure.instances);
    else failures.set(key, failure);
  }
  return [...failures.values()].sort((a, b) => b.instances.length - a.instances.length);
}

/** The first event that failed: what failed after it failed because of it. */
function failureOf({ instanceTarget }: DeploymentTarget): Failure | undefined {
  const { targetId, status, lifecycleEvents = [] } = instanceTarget ?? {};
  const failed = lifecycleEvents.find((event) => event.status === 'Failed');
  if (!failed && status !== 'Failed') return undefined;
  const { lifecycleEventName: event = '', diagnostics } = failed ?? {};
  const code = diagnostics?.errorCode ?? '';
  const message = oneLine(diagnostics?.message);
  const [, exitCode] = /exit code (\d{1,3})\b/.exec(message) ?? [];
  return {
    instances: [instanceOf(targetId)],
    event,
    script: diagnostics?.scriptName ?? '',
    ...(exitCode && { exitCode: Number(exitCode) }),
    code,
    message,
    log: logLines(diagnostics?.logTail),
    cause: failed ? causeOf(event, code, message) : 'nothingTold',
  };
}

function causeOf(event: string, code: string, message: string): CauseKey {
  const said = CAUSES.find(([pattern]) => pattern.test(message));
  if (said) return said[1];
  if (code === 'ScriptTimedOut') return 'scriptTooSlow';
  if (code === 'ScriptMissing') return 'scriptMissing';
  if (code === 'ScriptNotExecutable') return 'notExecutable';
  if (code === 'ScriptFailed') return 'scriptEnded';
  return (BY_EVENT as Record<string, CauseKey>)[event] ?? 'seeMessage';
}

/** The texts are the agent's and the service's own. */
const CAUSES: readonly (readonly [RegExp, CauseKey])[] = [
  [/not able to receive the lifecycle event/i, 'agentSilent'],
  [/after an agent restart/i, 'agentRestarted'],
  [/already exists at this location/i, 'fileExists'],
  [/exit code 126\b/, 'notExecutable'],
  [/exit code 127\b|Errno::ENOENT/, 'commandMissing'],
  [/access ?denied|not authorized|forbidden/i, 'downloadDenied'],
  [/disk (is|was)|no space left/i, 'diskFull'],
];

/** The events that the service carries out by itself: AWS often says nothing at all about them. */
const BY_EVENT = {
  AllowTraffic: 'notHealthy',
  BlockTraffic: 'notDrained',
  DownloadBundle: 'notDownloaded',
} satisfies Record<string, CauseKey>;
