// The agent's log files on a server: where they are, a script that reads their ends, and what it printed.
import type { Platform } from '../resources/run-command.ts';

export type HostFile = 'agent' | 'deployments' | 'scripts';

/** Where the scripts of one deployment have written. */
export interface Written {
  deployment: string;
  /** The id of its group, not its name. */
  group: string;
}

const ROOTS = { Linux: '/opt/codedeploy-agent/deployment-root', Windows: 'C:\\ProgramData\\Amazon\\CodeDeploy' };
const AGENT_LOGS = {
  Linux: '/var/log/aws/codedeploy-agent/codedeploy-agent.log',
  Windows: 'C:\\ProgramData\\Amazon\\CodeDeploy\\log\\codedeploy-agent-log.txt',
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids become part of a script: one that does not look like one names no file. */
export function pathOf(platform: Platform, file: HostFile, written: Written | undefined): string | undefined {
  const below = (...names: string[]) => [ROOTS[platform], ...names].join(platform === 'Windows' ? '\\' : '/');
  if (file === 'agent') return AGENT_LOGS[platform];
  if (file === 'deployments') return below('deployment-logs', 'codedeploy-agent-deployments.log');
  if (!written || !/^d-[A-Z0-9]+$/.test(written.deployment) || !UUID.test(written.group)) return undefined;
  return below(written.group, written.deployment, 'logs', 'scripts.log');
}

/** Bytes of each: together with the marks they fit into the 24,000 characters that AWS keeps. */
const ROOM: Record<HostFile, number> = { agent: 8_000, deployments: 6_000, scripts: 9_000 };
const LONGEST_LINE = 2_000;

/** Calls that went well, as an agent makes them all day long, and where in its own code an error was raised. */
const ROUTINE =
  '^$|^/[^ ]+:[0-9]+:in |Version file found|Client 200 .*(poll_host_command|get_deployment_specification|put_host_command_acknowledgement|command_status:"Succeeded")';

export interface Wanted {
  files: HostFile[];
  written?: Written;
  /** Lines of each file. */
  tail: number;
  /** Epoch milliseconds: also what was put aside later than this. */
  since?: number;
  /** With what is written all day long. */
  routine: boolean;
  /** Lines that are known already, by file. */
  known: Partial<Record<HostFile, number>>;
}

/** Changes nothing. `@` lines mark what follows; `@end` says that AWS has cut nothing off. */
export function readingScript(platform: Platform, wanted: Wanted): string[] {
  const { files, written, tail, since, routine, known } = wanted;
  const each = files.flatMap((file) => {
    const path = pathOf(platform, file, written);
    if (!path) return [];
    const drop = file === 'agent' && !routine;
    const older = file === 'agent' && known[file] === undefined ? since : undefined;
    return platform === 'Windows'
      ? ofWindows(file, path, known[file], tail, drop)
      : ofLinux(file, path, known[file], tail, drop, older);
  });
  return platform === 'Windows'
    ? ['[Console]::OutputEncoding = [Text.Encoding]::UTF8', "'@zone ' + (Get-Date).ToString('zzz')", ...each, "'@end'"]
    : ['echo "@zone $(date +%z)"', ...each, "echo '@end'"];
}

/**
 * The agent puts its log aside each night as `codedeploy-agent.YYYYMMDD.log`: one that was written to after `since` has
 * lines from then on. Their names sort by time.
 */
const putAside = (path: string, since: number) =>
  `find ${path.slice(0, path.lastIndexOf('/'))} -name 'codedeploy-agent.2*.log' -newermt @${Math.floor(since / 1000)} 2>/dev/null | sort`;

/** How many lines there are is counted first, so that what is written meanwhile is read the next time, and only then. */
function ofLinux(
  file: HostFile,
  path: string,
  known: number | undefined,
  tail: number,
  drop: boolean,
  since: number | undefined,
): string[] {
  const whole = `head -n $N '${path}'`;
  const all = since === undefined ? whole : `{ OLD=$(${putAside(path, since)}); [ -z "$OLD" ] || cat $OLD; ${whole}; }`;
  const fresh = known === undefined ? '' : ` | tail -n +${known + 1}`;
  const last = known === undefined ? ` | tail -n ${tail}` : '';
  const useful = drop ? ` | grep -vE '${ROUTINE}'` : '';
  return [
    `if [ -f '${path}' ]; then N=$(cat '${path}' | wc -l); echo "@file ${file} $N"; ${all}${fresh}${useful}${last} | cut -c1-${LONGEST_LINE} | tail -c ${ROOM[file]}; echo; fi`,
  ];
}

function ofWindows(file: HostFile, path: string, known: number | undefined, tail: number, drop: boolean): string[] {
  const useful = drop ? ` | Where-Object { $_ -notmatch '${ROUTINE}' }` : '';
  const last = known === undefined ? ` | Select-Object -Last ${tail}` : '';
  return [
    `if (Test-Path -LiteralPath '${path}') {`,
    `  $lines = @(Get-Content -LiteralPath '${path}' -Encoding UTF8)`,
    `  '@file ${file} ' + $lines.Count`,
    `  $text = @($lines | Select-Object -Skip ${known ?? 0}${useful}${last} | ForEach-Object { $_.Substring(0, [Math]::Min($_.Length, ${LONGEST_LINE})) }) -join "\`n"`,
    `  $text.Substring([Math]::Max(0, $text.Length - ${ROOM[file]}))`,
    '}',
  ];
}

export interface ReadFile {
  file: HostFile;
  /** How many it has. */
  lines: number;
  text: string;
  /** There was more than could be handed on. */
  cut: boolean;
}

export interface ReadHost {
  files: ReadFile[];
  /** Hours and minutes from UTC, such as `+09:00`: the agent's log names no zone. */
  zone: string;
}

export function readPrinted(output: string): ReadHost {
  const host: ReadHost = { files: [], zone: '+00:00' };
  let open: { file: HostFile; lines: number; kept: string[] } | undefined;
  const close = (whole: boolean) => {
    if (!open) return;
    const { file, lines, kept } = open;
    const full = Buffer.byteLength(kept.join('\n').trimEnd()) >= ROOM[file] - 8;
    // Of what was cut in the middle, the first line is not whole.
    if (full) kept.shift();
    host.files.push({ file, lines, text: kept.join('\n').trimEnd(), cut: full || !whole });
    open = undefined;
  };
  for (const text of output.split(/\r?\n/)) {
    const [, zone] = /^@zone ([+-]\d\d:?\d\d)$/.exec(text) ?? [];
    const [, file, lines] = /^@file (agent|deployments|scripts) (\d+)$/.exec(text) ?? [];
    if (zone) host.zone = zone.replace(/^(...):?/, '$1:');
    else if (file) {
      close(true);
      open = { file: file as HostFile, lines: Number(lines), kept: [] };
    } else if (text === '@end') close(true);
    else open?.kept.push(text);
  }
  close(false);
  return host;
}
