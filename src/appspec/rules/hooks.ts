// The hooks section: which scripts run, in which event, for how long and as whom.
import { nearest } from '../../engine/near.ts';
import { error, type Finding, fatal, warning } from '../finding.ts';
import { field, type Hash, isNone, rubyText, shown, stripped, type Value } from '../ruby.ts';
import { unknownKeys } from './keys.ts';

type System = 'linux' | 'windows';

export const EVENTS = [
  'BeforeBlockTraffic',
  'AfterBlockTraffic',
  'ApplicationStop',
  'BeforeInstall',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
];
/** The agent and the service keep these for themselves. */
const RESERVED = ['DownloadBundle', 'Install', 'BlockTraffic', 'AllowTraffic'];
/** Of one lifecycle event, by the service. */
const LONGEST = 3600;

export function* hookRules(hooks: Value, system: System): Generator<Finding> {
  if (isNone(hooks) || hooks.type === 'unknown') return;
  if (hooks.type === 'list') return yield error('hooks-as-list', hooks, {});
  if (hooks.type !== 'hash') return yield error('not-a-mapping', hooks, { key: 'hooks' });
  for (const { key, value } of hooks.pairs.values()) {
    yield* eventRules(key);
    yield* scriptsRules(rubyText(key), value, key, system);
  }
}

function* eventRules(key: Value): Generator<Finding> {
  if (key.type === 'unknown' || (key.type === 'text' && EVENTS.includes(key.value))) return;
  const event = rubyText(key);
  if (RESERVED.includes(event)) yield warning('hook-reserved', key, { event });
  else yield warning('hook-unknown', key, { event, instead: nearest(event, EVENTS) });
}

function* scriptsRules(event: string, scripts: Value, at: Value, system: System): Generator<Finding> {
  if (isNone(scripts) || scripts.type === 'unknown') return;
  if (scripts.type === 'hash') {
    if (scripts.pairs.size > 0) yield error('hook-without-hyphen', scripts, { event });
    return;
  }
  if (scripts.type !== 'list') return yield error('not-a-list', scripts, { key: `hooks.${event}` });
  for (const [index, script] of scripts.items.entries()) {
    const key = `hooks.${event}[${index}]`;
    if (script.type === 'hash') yield* scriptRules(script, event, system);
    else if (script.type !== 'unknown') yield error('not-a-mapping', script, { key });
  }
  const timeouts = scripts.items.flatMap((script) => timeoutOf(script) ?? []);
  const seconds = timeouts.reduce((sum, timeout) => sum + timeout, 0);
  if (timeouts.length > 1 && seconds > LONGEST && timeouts.every((timeout) => timeout <= LONGEST))
    yield warning('timeouts-too-long', at, { event, seconds });
}

function* scriptRules(script: Hash, event: string, system: System): Generator<Finding> {
  yield* unknownKeys(script, ['location', 'timeout', 'runas', 'sudo'], `hooks.${event}`);
  const location = field(script, 'location');
  if (location.type !== 'unknown') {
    const path = stripped(location);
    if (!path) yield error('location-missing', location, { event });
    else yield* locationRules(location, path, system);
  }
  yield* timeoutRules(field(script, 'timeout'));
  const runas = field(script, 'runas');
  if (runas.type === 'number') yield warning('runas-number', runas, { value: rubyText(runas) });
  if (system === 'windows' && stripped(runas)) yield warning('runas-windows', runas, {});
}

function* locationRules(at: Value, location: string, system: System): Generator<Finding> {
  if (location.split(/[/\\]/).includes('..')) yield warning('location-outside', at, { location });
  if (system === 'windows') return;
  if (location.includes('\\')) yield warning('backslash', at, { key: 'location', value: location });
  // The command is given to the system as one line: it falls apart at blanks, and signs of the shell count.
  if (/[\s*?{}[\]<>()~&|$;'`"#=%]/.test(location)) yield fatal('location-characters', at, { location });
}

function* timeoutRules(timeout: Value): Generator<Finding> {
  if (isNone(timeout) || timeout.type === 'unknown') return;
  const seconds = secondsOf(timeout);
  const value = shown(timeout);
  if (seconds === undefined) yield error('timeout-not-number', timeout, { value });
  else if (seconds <= 0) yield error('timeout-not-positive', timeout, { value, seconds });
  else {
    const said = timeout.type === 'text' ? timeout.value.trim() : value;
    if (said !== String(seconds) && !/^\d+ ?s$/.test(said))
      yield warning('timeout-misread', timeout, { value, seconds });
    if (seconds > LONGEST) yield warning('timeout-too-long', timeout, { seconds });
  }
}

/** Ruby's `to_i`; undefined where it has none. */
function secondsOf(timeout: Value): number | undefined {
  if (timeout.type === 'number') return Number.isFinite(timeout.value) ? Math.trunc(timeout.value) : undefined;
  if (timeout.type !== 'text') return undefined;
  return Number((/^\s*[-+]?\d+(?:_\d+)*/.exec(timeout.value)?.[0] ?? '0').replace(/_/g, ''));
}

const timeoutOf = (script: Value): number | undefined => {
  const timeout = script.type === 'hash' ? field(script, 'timeout') : undefined;
  return timeout && !isNone(timeout) ? secondsOf(timeout) : undefined;
};
