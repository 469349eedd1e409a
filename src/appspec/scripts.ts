// Scripts of hooks that will not run, or will not end, as they are written.
import type { Finding, Found } from './finding.ts';

/** What is found in a script; the line begins at 1. */
export type InScript = Found & { severity: Finding['severity']; fatal?: true; line: number };

/** Only the beginning: a script of this size is a program. */
const LONGEST = 256 * 1024;

export function lintScript(location: string, bytes: Uint8Array): InScript[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, LONGEST));
  // A compiled program.
  if (text.includes('\0')) return [];
  const found: InScript[] = [];
  if (text.startsWith('\ufeff')) found.push({ id: 'script-bom', severity: 'warning', line: 1, data: { location } });
  const [first = ''] = text.split('\n', 1);
  const hasShebang = first.replace('\ufeff', '').startsWith('#!');
  if (!hasShebang) found.push({ id: 'script-shebang', severity: 'warning', line: 1, data: { location } });
  const line = text.split('\n').findIndex((line) => line.endsWith('\r')) + 1;
  // The interpreter's name then ends with the carriage return, and there is no such program.
  if (line > 0)
    found.push({
      id: 'script-crlf',
      severity: 'warning',
      ...(hasShebang && line === 1 && { fatal: true }),
      line,
      data: { location },
    });
  return [...found, ...(isShell(first) ? lintShell(location, text) : [])];
}

const isShell = (first: string) => !first.startsWith('#!') || /\b(ba|da|k|z)?sh\b/.test(first);

function lintShell(location: string, text: string): InScript[] {
  const found: InScript[] = [];
  let redirected = false;
  const commands = commandsOf(text);
  // The script then ends after what it has started, not before.
  const lastWait = commands.findLastIndex(({ command }) =>
    /(?:^|[;&|{(]|\bdo\b|\bthen\b)\s*wait\s*(?:$|[;&|)}])/.test(command),
  );
  commands.forEach(({ command, line }, at) => {
    if (/^\s*exec\s+[^\w]*>/.test(command) && closesOutput(command)) redirected = true;
    const background =
      /(?:^|[^&|<>\d])&\s*(?:$|[;)#])/.test(command) || /[^&|<>]&\s+\S/.test(command.replace(/&>/g, ''));
    if (background && at > lastWait && !redirected && !closesOutput(command))
      found.push({ id: 'script-background', severity: 'warning', line, data: { location } });
    if (
      /\b(?:restart|stop|upgrade|update|reload)\s+codedeploy-agent\b|\bcodedeploy-agent\s+(?:restart|stop|upgrade)\b/.test(
        command,
      ) ||
      /^\s*(?:sudo\s+)?(?:reboot|shutdown)\b/.test(command)
    )
      found.push({ id: 'script-restarts-agent', severity: 'warning', line, data: { location } });
  });
  return found;
}

/** Both outputs go somewhere else than to the agent. */
function closesOutput(command: string): boolean {
  if (/&>>?|>&(?!\d|-)|\|&/.test(command)) return true;
  const out = /(?:^|[^\d&>])1?>>?\s*[^&\s>]/.test(command);
  const err = /2>>?\s*(?:&1|&-|[^&\s])/.test(command);
  return out && err;
}

/** Lines joined where a backslash joins them, without comments, arithmetic and what is quoted. Here-documents are left out. */
function commandsOf(text: string): { command: string; line: number }[] {
  const commands: { command: string; line: number }[] = [];
  const lines = text.split(/\r?\n/);
  let until: string | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    if (until !== undefined) {
      if (lines[index]!.trim() === until) until = undefined;
      continue;
    }
    let whole = lines[index]!;
    while (whole.endsWith('\\') && index + 1 < lines.length) whole = whole.slice(0, -1) + lines[++index]!;
    until = /<<-?\s*(["']?)(\w+)\1/.exec(whole)?.[2];
    const command = whole
      .replace(/\\./g, '_')
      .replace(/'[^']*'|"[^"]*"/g, '_')
      .replace(/\$?\(\(.*?\)\)/g, '_')
      .replace(/(^|\s)#.*$/, '$1');
    if (command.trim()) commands.push({ command, line });
  }
  return commands;
}
