// The report at the terminal: batches, how many were healthy, what failed, and who took longest.
import type { Block } from '../engine/ui.ts';
import type { Facts } from '../report/facts.ts';
import { seconds } from '../report/timeline.ts';
import type { Session } from '../session.ts';

const MOST_ROWS = 10;
const MOST_FAILURES = 3;
const MOST_NAMES = 3;

export function reportBlocks({ text }: Session, facts: Facts, page: string | null): Block[] {
  const { report, time, shown, words } = text;
  const { batches, healthy, failures, seen } = facts;
  const rest = (count: number): Block[] => (count > 0 ? [{ lines: [`  ${report.andMore({ count })}`] }] : []);
  const rows = batches
    .slice(0, MOST_ROWS)
    .map(({ instances, succeeded, failed, startedAt, endedAt }, at) => [
      String(at + 1),
      String(instances),
      String(succeeded),
      String(failed),
      startedAt.slice(11, 19),
      endedAt ? time.took({ seconds: seconds(startedAt, endedAt) }) : '',
    ]);
  const titles = [report.batch, shown.instances, report.succeeded, report.failed, report.time, shown.took];
  return [
    ...(seen ? [] : [{ rows: [[shown.instances, words.unknown]] }]),
    ...(rows.length > 0
      ? [{ title: report.batches, rows: [titles, ...rows] }, ...rest(batches.length - rows.length)]
      : []),
    ...(healthy ? [{ title: report.healthy, rows: [[report.lowest(healthy)]] }] : []),
    ...failures.slice(0, MOST_FAILURES).flatMap((failure) => failureBlocks(text, failure)),
    ...rest(failures.length - MOST_FAILURES),
    ...(page === null ? [] : [{ rows: [[report.page, page]] }]),
  ];
}

function failureBlocks(
  { report, causes }: Session['text'],
  { instances, event, script, code, message, log, cause }: Facts['failures'][number],
): Block[] {
  const names = instances.slice(0, MOST_NAMES).join(', ');
  const more = instances.length > MOST_NAMES ? ` ${report.andMore({ count: instances.length - MOST_NAMES })}` : '';
  return [
    {
      title: `${report.failures}: ${[event, script, code && `(${code})`].filter(Boolean).join(' ')}`,
      rows: [[`${names}${more}`], ...(message ? [[message]] : []), [causes[cause]]],
    },
    ...(log.length > 0 ? [{ lines: log.map((line) => `  | ${line}`) }] : []),
  ];
}
