// What the logs of a deployment say, as entries of one shape whatever file and server they come from, in the order of time.

import { mask } from '../engine/mask.ts';
import type { LogEntry } from '../engine/ui.ts';
import { entriesOf } from '../explain/entries.ts';
import type { DescribedTarget } from './describe.ts';
import type { ReadFile } from './host-logs.ts';
import { oneLine } from './log-lines.ts';

/** Said by CodeDeploy itself of its lifecycle events; `tails`: with the ends of the scripts' output, as CodeDeploy keeps them. */
export function eventEntries({ instance, events }: DescribedTarget, tails: boolean): LogEntry[] {
  return events.flatMap(({ name, status, startedAt, endedAt, error }) => {
    const time = endedAt ?? startedAt;
    if (time === null) return [];
    const said = (text: string): LogEntry => ({ time, instance, source: 'codedeploy', event: name, text });
    const why = error ? [error.code, error.script, error.message].filter(Boolean).join(' ') : '';
    return [
      said(why ? `${status}: ${why}` : status),
      ...(tails ? (error?.log ?? []) : []).map((line) => said(oneLine(line))),
    ];
  });
}

/** Those of `deployment`, where the file holds several. */
export function fileEntries(
  { file, text }: ReadFile,
  { instance, events }: DescribedTarget,
  zone: string,
  deployment: string | undefined,
): LogEntry[] {
  const found: LogEntry[] = [];
  let [time, event, isOurs]: [string | null, string | null, boolean] = [null, null, true];
  for (const whole of mask(text).split('\n')) {
    if (whole.startsWith('# Logfile created on ')) continue;
    for (const entry of entriesOf(whole, 0)) {
      // What has no time goes on with what was said before.
      if (entry.time) time = new Date(`${entry.time.replace(' ', 'T')}${zone}`).toISOString();
      if (entry.deployment) isOurs = deployment === undefined || entry.deployment === deployment;
      if (entry.mark === 'event') event = entry.text.trim();
      else if (entry.by === 'agent') event = NOOP.exec(entry.text)?.[1] ?? eventAt(events, time);
      if (!isOurs) continue;
      const head = entry.mark === 'script' ? 'Script - ' : entry.mark === 'event' ? 'LifecycleEvent - ' : '';
      const stream = entry.mark === 'stdout' || entry.mark === 'stderr' ? `[${entry.mark}]` : '';
      const level = entry.level ? `${entry.level} ` : '';
      const said = oneLine(`${level}${head}${stream}${entry.text}`);
      found.push({ time, instance, source: file, event, text: said });
    }
  }
  return found;
}

const NOOP = /Lifecycle event (\w+) is a noop/;

/** The log of the agent tells whole seconds: what was said at the end of an event is of that one, not of the next. */
function eventAt(events: DescribedTarget['events'], time: string | null): string | null {
  const at = time ? Date.parse(time) : Number.NaN;
  const during = events.find(
    ({ startedAt, endedAt }) =>
      startedAt !== null && at >= Date.parse(startedAt) - 999 && (endedAt === null || at <= Date.parse(endedAt)),
  );
  return during?.name ?? null;
}

/** Each list stays in its order; between lists, time decides. */
export function merged(lists: LogEntry[][]): LogEntry[] {
  const timed = lists.flatMap((list) => {
    let last = '';
    return list.map((entry) => {
      if (entry.time && entry.time > last) last = entry.time;
      return { entry, at: last };
    });
  });
  return timed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ entry }) => entry);
}
