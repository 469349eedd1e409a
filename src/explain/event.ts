// What a failed lifecycle event is a sign of, as CodeDeploy reports it: code, message and the last lines of the script.
import type { SignId } from '../text/en/explain/index.ts';
import { BY_SCRIPT, OLD_EVENTS, signOf } from './signs.ts';

export interface FailedEvent {
  event: string;
  code: string;
  message: string;
  log: string;
}

const CODES: readonly SignId[] = ['ScriptMissing', 'ScriptNotExecutable', 'ScriptTimedOut', 'ScriptFailed'];
/** CodeDeploy's own: no script, no log. */
const TRAFFIC: Record<string, SignId> = { AllowTraffic: 'neverHealthy', BlockTraffic: 'notDrained' };

export function explainEvent({ event, code, message, log }: FailedEvent): SignId {
  const ofCode = CODES.find((known) => known === code);
  const said = signOf(message, 'agent')?.id ?? ofCode;
  if (OLD_EVENTS.includes(event) && said && BY_SCRIPT.has(said)) return 'oldScript';
  const printed = log
    .split('\n')
    .map((line) => line.replace(/^(?:\[[^\]]*\])*\[std(?:out|err)\]/, ''))
    .map((line) => signOf(line, 'script')?.id)
    .findLast(Boolean);
  if (printed && said && BY_SCRIPT.has(said)) return printed;
  return said ?? TRAFFIC[event] ?? 'UnknownError';
}
