// A very small PowerShell over a virtual machine: the few commands that look at an agent, in pipes; of the rest it says so.
import { agentLogs } from './host-agent.ts';
import type { Context } from './host-files.ts';
import type { Host } from './state.ts';

const ROOT = 'C:\\ProgramData\\Amazon\\CodeDeploy';
const AGENT_LOG = `${ROOT}\\log\\codedeploy-agent-log.txt`;

type Lines = string[];

interface Machine {
  host: Host;
  context: Context;
}

interface Stage {
  pattern: RegExp;
  run(machine: Machine, args: string[], input: Lines): Lines;
}

const now = ({ host, context }: Machine) => context.now + (host.clock ?? 0);

const log = ({ host, context }: Machine): Lines =>
  host.agent
    ? (agentLogs(host.agent, { ...context, now: context.now + (host.clock ?? 0) }).get('codedeploy-agent.log') ?? '')
        .trimEnd()
        .split('\n')
    : [];

/** What is missing is silent: each reads with `-ErrorAction SilentlyContinue`. */
const stages: Stage[] = [
  { pattern: /^Write-Output '([^']*)'$/, run: (_, [text = '']) => [text] },
  {
    pattern: /^\(Get-Service -Name codedeployagent -ErrorAction SilentlyContinue\)\.Status$/,
    run: ({ host: { agent } }) => (agent ? [agent.running ? 'Running' : 'Stopped'] : []),
  },
  {
    pattern: /^Get-Content -Path '([^']*)' -Tail (\d+) -ErrorAction SilentlyContinue$/,
    run: (machine, [path, last]) => (path === AGENT_LOG ? log(machine).slice(-Number(last)) : []),
  },
  {
    pattern: /^Get-ChildItem -Path '([^']*)' -Name( -Directory)? -ErrorAction SilentlyContinue$/,
    run: ({ host }, [path]) => (path === ROOT && host.agent ? ['log', ...Object.keys(host.installed)] : []),
  },
  {
    pattern: /^if \(Test-Path '([^']*)'\) \{ '([^']*)' \}$/,
    run: ({ host }, [path = '', text = '']) =>
      (path === AGENT_LOG ? host.agent !== undefined : path in host.files) ? [text] : [],
  },
  { pattern: /^Get-Date -Format s$/, run: (machine) => [new Date(now(machine)).toISOString().slice(0, 19)] },
  {
    pattern: /^\[DateTimeOffset\]::UtcNow\.ToUnixTimeSeconds\(\)$/,
    run: (machine) => [String(Math.floor(now(machine) / 1000))],
  },
  { pattern: /^Get-PSDrive -Name C$/, run: ({ host: { disk = 21 } }) => [String(disk)] },
  {
    pattern: /^ForEach-Object \{ '\{0:0\}%' -f \(100 \* \$_\.Used \/ \(\$_\.Used \+ \$_\.Free\)\) \}$/,
    run: (_machine, _args, input) => input.map((used) => `${used}%`),
  },
  {
    pattern: /^Select-String -Pattern '([^']*)'$/,
    run: (_, [pattern = ''], input) => input.filter((text) => new RegExp(pattern, 'i').test(text)),
  },
  {
    pattern: /^Select-Object -(First|Last) (\d+)$/,
    run: (_, [end, count], input) => (end === 'First' ? input.slice(0, Number(count)) : input.slice(-Number(count))),
  },
  { pattern: /^ForEach-Object \{ \$_\.Line \}$/, run: (_machine, _args, input) => input },
  {
    pattern:
      /^ForEach-Object \{ \$_\.ToString\(\)\.Substring\(0, \[Math\]::Min\((\d+), \$_\.ToString\(\)\.Length\)\) \}$/,
    run: (_, [length], input) => input.map((text) => text.slice(0, Number(length))),
  },
];

/** Runs the lines one by one; what it does not know ends with an error, as a mistyped command does not. */
export function runPowerShell(commands: string[], host: Host, context: Context) {
  const printed: Lines = [];
  for (const command of commands) {
    let input: Lines = [];
    for (const part of partsOf(command)) {
      const stage = stages.find(({ pattern }) => pattern.test(part));
      if (!stage) return { exitCode: 1, printed, unknown: part };
      input = stage.run({ host, context }, stage.pattern.exec(part)!.slice(1), input);
    }
    printed.push(...input);
  }
  return { exitCode: 0, printed };
}

/** A bar in quotes is none. */
const partsOf = (command: string) =>
  (command.match(/(?:'[^']*'|[^'|])+/g) ?? []).map((part) => part.trim()).filter(Boolean);
