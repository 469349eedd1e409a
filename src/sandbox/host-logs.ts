// What the agent's logs on one machine hold of its deployments: told from the deployments whenever a file is read, never stored.
import { type Account, valuesOf } from './account.ts';
import { NOT_RECEIVED } from './codedeploy-agent.ts';
import { bundleAt } from './codedeploy-revisions.ts';
import { type Diagnostics, mayBeIgnored, scriptsIn } from './codedeploy-scripts.ts';
import type { DeploymentTarget, Instance } from './state.ts';

/** A lifecycle event that the agent has fetched. */
interface Done {
  event: string;
  startedAt: number;
  /** Absent while it goes on, and where the agent never came to its end. */
  endedAt?: number;
  diagnostics?: Partial<Diagnostics>;
  /** Locations of the scripts that it ran, as far as it came. */
  scripts: string[];
}

export interface Deployed {
  deployment: string;
  group: string;
  events: Done[];
}

/** The deployments that have reached the machine, oldest first. */
export function deployedTo(account: Account, { id, host }: Instance): Deployed[] {
  const os = host.platform === 'Windows' ? 'windows' : 'linux';
  const { groups, deployments } = account.state.codeDeploy;
  /** By group: what ApplicationStop of the next deployment runs. */
  const installed = new Map<string, string | undefined>();
  return valuesOf(deployments)
    .filter(({ createdAt }) => createdAt >= (host.emptiedAt ?? 0))
    .sort((a, b) => a.createdAt - b.createdAt)
    .flatMap((deployment) => {
      const target = deployment.targets.find(({ instanceId }) => instanceId === id);
      const group = groups[`${deployment.application}/${deployment.group}`]?.id;
      if (!target || !group) return [];
      const before = installed.get(group);
      if (target.events.some(({ name, status }) => name === 'Install' && status === 'Succeeded'))
        installed.set(group, target.archive);
      const locations = (event: string) => {
        const bundle = bundleAt(account, mayBeIgnored(event) || target.label === 'Blue' ? before : target.archive);
        return bundle ? scriptsIn(bundle, os, event).map(({ location }) => location) : [];
      };
      const events = target.events.flatMap((event) => doneOf(event, locations(event.name)));
      return events.length > 0 ? [{ deployment: deployment.id, group, events }] : [];
    });
}

function doneOf({ name, startedAt, endedAt, diagnostics }: DeploymentTarget['events'][number], all: string[]): Done[] {
  // Traffic is moved by the service: the agent hears nothing of it.
  if (startedAt === undefined || /^(Block|Allow)Traffic$/.test(name)) return [];
  const failed = diagnostics?.scriptName ? all.indexOf(diagnostics.scriptName) : -1;
  const scripts = failed < 0 ? all : all.slice(0, failed + 1);
  const wasLost = diagnostics?.message === NOT_RECEIVED;
  return [{ event: name, startedAt, scripts, ...(!wasLost && { endedAt, diagnostics }) }];
}

const clock = (time: number, length: number) => new Date(time).toISOString().slice(0, length).replace('T', ' ');

/** What the scripts of a deployment have printed: here they print only when they fail. */
function* printed({ events }: Deployed): Generator<[time: number, text: string]> {
  for (const { event, startedAt, endedAt, scripts, diagnostics } of events) {
    if (scripts.length > 0) yield [startedAt, `LifecycleEvent - ${event}`];
    for (const script of scripts) {
      yield [startedAt, `Script - ${script}`];
      if (script !== diagnostics?.scriptName) continue;
      const lines = (diagnostics.logTail ?? '').trimEnd().split('\n');
      for (const line of lines.filter((line) => line.startsWith('[std'))) yield [endedAt ?? startedAt, line];
    }
  }
}

export const scriptsLog = (deployed: Deployed): string =>
  [...printed(deployed)].map(([time, text]) => `${clock(time, 19)} ${text}\n`).join('');

export function deploymentsLog(all: readonly Deployed[]): string {
  const lines = all.flatMap((deployed) =>
    [...printed(deployed)].map(([time, text]) => `[${clock(time, 23)}] [${deployed.deployment}]${text}\n`),
  );
  const first = all[0]?.events[0]?.startedAt;
  if (first === undefined || lines.length === 0) return '';
  return [`# Logfile created on ${clock(first, 19)} +0000 by logger.rb/v1.5.0\n`, ...lines].join('');
}

export interface AgentLine {
  time: number;
  level: 'INFO' | 'ERROR';
  text: string;
}

const CODES = ['Success', 'ScriptMissing', 'ScriptNotExecutable', 'ScriptTimedOut', 'ScriptFailed'];
const PLUGIN = 'InstanceAgent::Plugins::CodeDeployPlugin';

/** What the agent says of its own work for a deployment; `host` is how it names the machine. */
export function agentLines({ deployment, events }: Deployed, region: string, host: string): AgentLine[] {
  return events.flatMap(({ event, startedAt, endedAt, scripts, diagnostics = {} }) => {
    const command = `host_command_identifier:"${event}-${deployment}"`;
    const isNoop = scripts.length === 0 && event !== 'DownloadBundle' && event !== 'Install';
    const info = (time: number, text: string): AgentLine => ({ time, level: 'INFO', text });
    const called = (time: number, call: string) =>
      info(time, `[Aws::CodeDeployCommand::Client 200 0.05 0 retries] ${call}  \n`);
    const lines = [
      called(startedAt, `poll_host_command(${host})`),
      called(
        startedAt,
        `get_deployment_specification(deployment_execution_id:"CodeDeploy/${region}/prod/${deployment}",${host})`,
      ),
      ...(isNoop ? [info(startedAt, `${PLUGIN}::CommandExecutor: Lifecycle event ${event} is a noop`)] : []),
      called(
        startedAt,
        `put_host_command_acknowledgement(diagnostics:{format:"JSON",payload:"{\\"IsCommandNoop\\":${isNoop}}"},${command})`,
      ),
    ];
    if (endedAt === undefined) return lines;
    const { errorCode = 'Success', scriptName = '', message = 'Succeeded: ', logTail: log = '' } = diagnostics;
    const error_code = CODES.includes(errorCode) ? CODES.indexOf(errorCode) : 5;
    const payload = JSON.stringify(JSON.stringify({ error_code, script_name: scriptName, message, log }));
    const status = error_code === 0 ? 'Succeeded' : 'Failed';
    lines.push(
      called(
        endedAt,
        `put_host_command_complete(command_status:"${status}",diagnostics:{format:"JSON",payload:${payload}},${command})`,
      ),
    );
    if (error_code > 0)
      lines.push({
        time: endedAt,
        level: 'ERROR',
        text: `${PLUGIN}::CommandPoller: Error during perform: ${scriptName ? `${PLUGIN}::ScriptError` : 'RuntimeError'} - ${message} - /opt/codedeploy-agent/lib/instance_agent/plugins/codedeploy/${scriptName ? 'hook_executor.rb:202' : 'command_executor.rb:115'}:in \`execute'\n/opt/codedeploy-agent/lib/instance_agent/plugins/codedeploy/command_poller.rb:99:in \`block in perform'`,
      });
    return lines;
  });
}
