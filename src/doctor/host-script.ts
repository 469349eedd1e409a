// What is run inside an instance to look at it, and what it prints: sections that begin with an `@` line.
import { AGENT_LOG, inspect, quote } from '../resources/host-scripts.ts';

const ROOT = '/opt/codedeploy-agent/deployment-root';
const POLLED = 'Client 200 .*poll_host_command';

/** More would not fit into a command. */
export const MOST_PATHS = 60;

/** `destinations`: absolute paths of files to come. `group`: id of the deployment group whose own files may lie there. */
export const linuxScript = (destinations: readonly string[], group: string): string[] => [
  // Its end mark comes at the end of the whole.
  ...inspect([]).slice(0, -1),
  // The log above is cut where the words of an error begin.
  "echo '@error'",
  `tail -n 60 ${AGENT_LOG} 2>/dev/null | grep -E 'ERROR|Missing credentials|Cannot reach' | tail -n 1 | cut -c1-400 || true`,
  // The log has no zone: its lines are compared with the clock that they were written by.
  "echo '@now'",
  'date +%FT%T',
  "echo '@polled'",
  `tail -n 400 ${AGENT_LOG} 2>/dev/null | grep -E '${POLLED}' | tail -n 1 | cut -c1-19 || true`,
  "echo '@logged'",
  `if [ -f ${AGENT_LOG} ]; then echo 'yes'; fi`,
  "echo '@busy'",
  `ls -A ${ROOT}/ongoing-deployment 2>/dev/null | head -n 1 || true`,
  "echo '@clock'",
  'date -u +%s',
  "echo '@disk'",
  'df -P / 2>/dev/null | tail -n 1 || true',
  "echo '@ruby'",
  'ruby --version 2>/dev/null | cut -c1-60 || true',
  "echo '@keys'",
  "if [ -e /root/.aws/credentials ]; then echo 'own'; fi",
  "echo '@clash'",
  ...pathsIn(destinations, group),
  "echo '@end'",
];

/** Of those that are there and were not put there by this group, the first. */
function pathsIn(destinations: readonly string[], group: string): string[] {
  const cleanup = quote(`${ROOT}/deployment-instructions/${group}-cleanup`);
  const tests = destinations
    .slice(0, MOST_PATHS)
    .map(
      (path) =>
        `if [ -e ${quote(path)} ] && ! grep -qxF ${quote(path)} ${cleanup} 2>/dev/null; then echo ${quote(path)}; fi`,
    );
  return tests.length > 0 ? ['{', ...tests, '} | head -n 1'] : [];
}

const WINDOWS_ROOT = 'C:\\ProgramData\\Amazon\\CodeDeploy';
export const WINDOWS_LOG = `${WINDOWS_ROOT}\\log\\codedeploy-agent-log.txt`;
const SERVICE = 'codedeployagent';
const QUIET = '-ErrorAction SilentlyContinue';

const logLines = (last: number) => `Get-Content -Path '${WINDOWS_LOG}' -Tail ${last} ${QUIET}`;
const matching = (pattern: string) =>
  `Select-String -Pattern '${pattern}' | Select-Object -Last 1 | ForEach-Object { $_.Line }`;
const cut = (length: number) =>
  `ForEach-Object { $_.ToString().Substring(0, [Math]::Min(${length}, $_.ToString().Length)) }`;

/** The same facts in PowerShell, but for those that Windows has not: Ruby comes with the agent, and `appspec.yml` is Linux's. */
export const windowsScript: string[] = [
  "Write-Output '@service'",
  `(Get-Service -Name ${SERVICE} ${QUIET}).Status`,
  // The agent says its version each time it polls.
  "Write-Output '@version'",
  `${logLines(400)} | ${matching('agent version')} | ${cut(160)}`,
  "Write-Output '@log'",
  `${logLines(6)} | ${cut(160)}`,
  "Write-Output '@state'",
  `Get-ChildItem -Path '${WINDOWS_ROOT}' -Name -Directory ${QUIET}`,
  "Write-Output '@error'",
  `${logLines(60)} | ${matching('ERROR|Missing credentials|Cannot reach')} | ${cut(400)}`,
  "Write-Output '@now'",
  'Get-Date -Format s',
  "Write-Output '@polled'",
  `${logLines(400)} | ${matching(POLLED)} | ${cut(19)}`,
  "Write-Output '@logged'",
  `if (Test-Path '${WINDOWS_LOG}') { 'yes' }`,
  "Write-Output '@busy'",
  `Get-ChildItem -Path '${WINDOWS_ROOT}\\ongoing-deployment' -Name ${QUIET} | Select-Object -First 1`,
  "Write-Output '@clock'",
  '[DateTimeOffset]::UtcNow.ToUnixTimeSeconds()',
  "Write-Output '@disk'",
  "Get-PSDrive -Name C | ForEach-Object { '{0:0}%' -f (100 * $_.Used / ($_.Used + $_.Free)) }",
  "Write-Output '@keys'",
  "if (Test-Path 'C:\\Windows\\System32\\config\\systemprofile\\.aws\\credentials') { 'own' }",
  "Write-Output '@end'",
];
