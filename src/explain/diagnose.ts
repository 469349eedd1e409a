// Reads a log from its first line to its last and says what is wrong, which line proves it, and whether it is over.
import { type Entry, entriesOf } from './entries.ts';
import { excerpt, type Finding, findings } from './findings.ts';
import { reported } from './reported.ts';
import { BY_SCRIPT, OLD_EVENTS, type Sign, signOf } from './signs.ts';

export interface Diagnosis {
  kind: 'agent' | 'script' | 'other';
  lines: number;
  /** `unknown`: nothing known was found, and no sign of health either. */
  state: 'wrong' | 'healthy' | 'unknown';
  /** Best first. */
  findings: Finding[];
  /** The last line in which the agent is seen polling. */
  healthyLine: number | null;
  /** Where the agent was told to stop, if it was not started again. */
  stoppedLine: number | null;
  /** Errors that nothing here explains. */
  unknownErrors: { lines: number; line: number; evidence: string } | null;
}

const OLD: Sign = { id: 'oldScript', severity: 'error', of: 'deployment', by: 'agent', says: /(?!)/ };
const OLD_GONE: Sign = { ...OLD, id: 'oldRevisionGone' };
const UNEXPLAINED: Sign = { ...OLD, id: 'UnknownError' };
const NO_SCRIPT_RAN: Sign = { ...OLD, id: 'noScriptRan', severity: 'info', of: 'nothing' };
const WROTE_ERRORS: Sign = { ...OLD, id: 'wroteErrors', severity: 'info', by: 'script' };

/** Of a line; signs stand near its beginning. */
const LOOKED_AT = 4_096;
/** DownloadBundle and Install are never without work. */
const ALWAYS_WORK = 2;
const HOOKS = ['BeforeInstall', 'AfterInstall', 'ApplicationStart', 'ValidateService'];

/** What is known of one deployment. Only the latest few are kept, for a log may hold years of them. */
interface Progress {
  succeeded: number;
  worked: number;
  idle: Set<string>;
}
const KEPT = 16;

export function diagnose() {
  const found = findings();
  const counts = { agent: 0, script: 0, other: 0 };
  const deployments = new Map<string, Progress>();
  let deployment: string | undefined;
  let event: string | undefined;
  let script: string | undefined;
  let lines = 0;
  let healthyLine: number | null = null;
  let stoppedLine: number | null = null;
  let unknownErrors: Diagnosis['unknownErrors'] = null;

  const progress = (): Progress | undefined => (deployment === undefined ? undefined : deployments.get(deployment));
  const where = () => ({ deployment, event, script, reached: progress()?.succeeded ?? 0 });

  function begin(id: string): void {
    deployment = id;
    event = undefined;
    script = undefined;
    if (deployments.has(id)) return;
    deployments.set(id, { succeeded: 0, worked: 0, idle: new Set() });
    if (deployments.size > KEPT) deployments.delete(deployments.keys().next().value!);
  }

  /** A script of the revision before is no fault of this one. */
  function whose(sign: Sign, text: string): Sign {
    if (event && OLD_EVENTS.includes(event) && BY_SCRIPT.has(sign.id)) return OLD;
    const from = /deployment-root\/[\w-]+\/(d-[A-Z0-9]+)\/deployment-archive/.exec(text)?.[1];
    return sign.id === 'appSpecMissing' && from && deployment && from !== deployment ? OLD_GONE : sign;
  }

  function look(entry: Entry, text: string, by: Entry['by']): boolean {
    const sign = signOf(text.slice(0, LOOKED_AT), by);
    if (sign) found.note(whose(sign, text), entry, sign.says.exec(text)![0], where());
    return sign !== undefined;
  }

  function eventEnded(entry: Entry): void {
    const said = reported(entry.text);
    if (!said) return;
    const now = progress();
    if (said.succeeded) {
      if (!now) return;
      now.succeeded++;
      // A later deployment that came further shows that an earlier failure is over.
      found.over(entry.line, (finding) => {
        if (finding.sign.of !== 'deployment' || finding.deployment === deployment) return false;
        return now.succeeded > finding.reached;
      });
      return;
    }
    for (const line of said.log) {
      if (line.startsWith('LifecycleEvent - ')) event = line.slice('LifecycleEvent - '.length);
      else if (line.startsWith('Script - ')) script = line.slice('Script - '.length);
      const [, printed] = /^\[std(?:out|err)\](.*)/.exec(line) ?? [];
      // Here it is sure that the script failed.
      const hint = printed && signOf(printed.slice(0, LOOKED_AT), 'script');
      if (hint) found.note(whose({ ...hint, severity: 'error' }, printed), entry, printed, where());
    }
    if (!look(entry, said.message, 'agent')) found.note(UNEXPLAINED, entry, said.message, where());
  }

  function agentSays(entry: Entry): void {
    const { text, line } = entry;
    if (text.startsWith('[Aws::') && /^\[Aws::\w+::Client 200 /.test(text)) {
      if (text.includes('] poll_host_command(')) {
        healthyLine = line;
        found.over(line, ({ sign }) => sign.of === 'agent');
      } else if (text.includes('] get_deployment_specification(')) {
        const id = /deployment_execution_id:"[^"]*(d-[A-Z0-9]+)"/.exec(text)?.[1];
        if (id) begin(id);
      } else if (text.includes('IsCommandNoop\\":false')) {
        const now = progress();
        if (now) now.worked++;
      } else eventEnded(entry);
      return;
    }
    const named = /Command Name = (\w+)|Command (\w+) maps to method|Lifecycle event (\w+) is a noop/.exec(text);
    if (named) {
      event = named[1] ?? named[2] ?? named[3];
      const now = progress();
      if (named[3] && now) {
        now.idle.add(named[3]);
        if (named[3] === HOOKS.at(-1) && now.worked <= ALWAYS_WORK && HOOKS.every((hook) => now.idle.has(hook)))
          found.note(NO_SCRIPT_RAN, entry, text, where());
      }
      return;
    }
    if (/^(Started master \d|master \d+: Spawned child)/.test(text)) stoppedLine = null;
    if (/^Stopping master \d/.test(text)) stoppedLine = line;
    if (look(entry, text, 'agent')) return;
    if (text.includes('Error during perform: ')) found.note(UNEXPLAINED, entry, 'Error during perform', where());
    else if ((entry.level === 'ERROR' || entry.level === 'FATAL') && !text.includes(' SystemExit - '))
      unknownErrors = { lines: (unknownErrors?.lines ?? 0) + 1, line, evidence: excerpt(entry.whole) };
  }

  function scriptSays(entry: Entry): void {
    const { text, line, mark } = entry;
    if (entry.deployment && entry.deployment !== deployment) begin(entry.deployment);
    if (mark === 'event') {
      // A deployment ends at the event that fails: what it left behind did not fail.
      const passed = event;
      if (passed !== undefined && passed !== text)
        found.over(line, (finding) => finding.sign.by === 'script' && finding.event === passed);
      event = text.trim();
      script = undefined;
    } else if (mark === 'script') script = text.trim();
    else if (!look(entry, text, 'script') && mark === 'stderr' && text.trim())
      found.note(WROTE_ERRORS, entry, text, where());
  }

  return {
    line(whole: string): void {
      for (const entry of entriesOf(whole, ++lines)) {
        counts[entry.by]++;
        if (entry.by === 'agent') agentSays(entry);
        else if (entry.by === 'script') scriptSays(entry);
        else if (!look(entry, entry.text, 'other') && /The AWS CodeDeploy agent is running as PID/.test(entry.text))
          found.over(entry.line, ({ sign }) => sign.of === 'agent' && sign.by === 'anybody');
      }
    },
    end(): Diagnosis {
      const ranked = found.ranked();
      const wrong = ranked.some(({ severity, overSince }) => overSince === null && severity !== 'info');
      const well = healthyLine !== null && (unknownErrors === null || unknownErrors.line < healthyLine);
      return {
        kind: counts.agent > 0 ? 'agent' : counts.script > 0 ? 'script' : 'other',
        lines,
        state: wrong ? 'wrong' : well ? 'healthy' : 'unknown',
        findings: ranked,
        healthyLine,
        stoppedLine,
        unknownErrors,
      };
    },
  };
}
