// Instances × events: a bar for each event where every instance has a row, and how many where there are too many.
import type { Density, Run } from '../deployments/course.ts';
import type { DescribedEvent } from '../deployments/describe.ts';
import type { Text } from '../text/en/index.ts';
import type { Facts } from './facts.ts';
import { type Html, html } from './html.ts';

/** What an event is for, by which it is coloured. */
const GROUPS: Record<string, keyof Text['report']['groups']> = {
  BeforeBlockTraffic: 'out',
  BlockTraffic: 'out',
  AfterBlockTraffic: 'out',
  ApplicationStop: 'stop',
  DownloadBundle: 'install',
  BeforeInstall: 'install',
  Install: 'install',
  AfterInstall: 'start',
  ApplicationStart: 'start',
  ValidateService: 'start',
  BeforeAllowTraffic: 'in',
  AllowTraffic: 'in',
  AfterAllowTraffic: 'in',
};

/** Of all bars together, in their own units. */
const WIDTH = 1000;
/** An event of less would not be seen. */
const NARROWEST = 4;

export const seconds = (from: string, to: string) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));

export const statusMark = (status: string) => (status === 'Succeeded' ? '✔' : status === 'Failed' ? '✘' : '·');
export const statusTone = (status: string) => (status === 'Succeeded' ? 'good' : status === 'Failed' ? 'bad' : 'dim');

export function timelineOf({ timeline, deployment }: Facts, { report, time, shown }: Text): Html {
  const { from, to, rows } = timeline;
  if (from === null || to === null) return html`<p>${report.nothingYet}</p>`;
  const eventsOf = new Map(deployment.targets.map(({ instance, label, events }) => [`${instance} ${label}`, events]));
  const length = Math.max(1, Date.parse(to) - Date.parse(from));
  const at = (moment: string) => ((Date.parse(moment) - Date.parse(from)) / length) * WIDTH;
  const took = (start: string, end: string | null) => time.took({ seconds: seconds(start, end ?? to) });

  const bar = ({ name, status, startedAt, endedAt }: DescribedEvent): Html | null => {
    if (!startedAt) return null;
    const x = Math.min(at(startedAt), WIDTH - NARROWEST);
    const width = Math.max(NARROWEST, at(endedAt ?? to) - x);
    const tone = status === 'Failed' ? 'failed' : (GROUPS[name] ?? 'start');
    return html`<rect class="${tone}" x="${x.toFixed(1)}" y="2" width="${width.toFixed(1)}" height="16"><title>${name} ${report.statuses[status] ?? status} ${took(startedAt, endedAt)}</title></rect>`;
  };
  const row = ({ instance, label, status, startedAt, endedAt }: Run) => {
    const events = eventsOf.get(`${instance} ${label}`) ?? [];
    const told = events
      .flatMap((event) => (event.startedAt ? [`${event.name} ${took(event.startedAt, event.endedAt)}`] : []))
      .join(', ');
    return html`<tr role="row"><th role="rowheader" scope="row"><code>${instance}</code>${label ? ` ${label}` : ''}</th>
<td role="cell" class="bar"><svg role="img" aria-label="${told || report.nothingYet}" viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none"><rect class="track" width="${WIDTH}" height="20"/>${events.map(bar)}</svg></td>
<td role="cell" class="tag ${statusTone(status)}">${statusMark(status)} ${report.statuses[status] ?? status}</td>
<td role="cell" class="n">${startedAt && took(startedAt, endedAt)}</td></tr>\n`;
  };

  const legend = [...new Set(Object.values(GROUPS)), 'failed' as const].map(
    (group) =>
      html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${group}" width="10" height="10"/></svg>${report.groups[group]}</li>`,
  );
  return html`<p class="dim">${report.timelineHelp}</p>
<ul class="legend">${legend}</ul>
<div class="narrow">${axis(from, to, time)}</div>
<table role="table" class="stacked"><thead><tr role="row"><th role="columnheader" scope="col">${report.instance}</th><th role="columnheader" scope="col" aria-label="${report.timeline}">${axis(from, to, time)}</th><th role="columnheader" scope="col">${shown.status}</th><th role="columnheader" scope="col" class="n">${shown.took}</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table>`;
}

/** How long after the beginning. */
export const axis = (from: string, to: string, { took }: Text['time']): Html =>
  html`<div class="axis" aria-hidden="true">${[0, 0.25, 0.5, 0.75, 1].map(
    (part) => html`<span>${took({ seconds: Math.round(seconds(from, to) * part) })}</span>`,
  )}</div>`;

/** The same in words. */
export function eventTable({ timeline, deployment }: Facts, { report, time, shown }: Text): Html {
  const batchOf = new Map(timeline.rows.map(({ instance, label, batch }) => [`${instance} ${label}`, batch]));
  const rows = deployment.targets.flatMap(({ instance, label, events }) =>
    events.map(
      ({ name, status, startedAt, endedAt }) =>
        html`<tr><th scope="row"><code>${instance}</code>${label ? ` ${label}` : ''}</th><td class="n">${batchOf.get(`${instance} ${label}`) ?? ''}</td><td>${name}</td><td class="${statusTone(status)}">${report.statuses[status] ?? status}</td><td class="tag">${startedAt?.slice(11, 19)}</td><td class="n">${startedAt && endedAt && time.took({ seconds: seconds(startedAt, endedAt) })}</td></tr>\n`,
    ),
  );
  return html`<details><summary>${report.asTable}</summary><div class="scroll" tabindex="0" role="region" aria-label="${report.timeline}"><table><caption>${report.timeline}</caption>
<thead><tr><th scope="col">${report.instance}</th><th scope="col" class="n">${report.batch}</th><th scope="col">${report.event}</th><th scope="col">${shown.status}</th><th scope="col">${report.time}</th><th scope="col" class="n">${shown.took}</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}

export function densityPicture(
  density: Density[],
  { from, to }: Facts['timeline'],
  { report, time, shown }: Text,
): Html {
  const highest = Math.max(1, ...density.flatMap(({ counts }) => counts));
  const row = ({ event, counts }: Density) => {
    const most = Math.max(...counts);
    const cells = counts.map((count, at) =>
      count === 0
        ? null
        : html`<rect class="many" x="${at}" width="1.02" height="1" fill-opacity="${(0.15 + (0.85 * count) / highest).toFixed(2)}"/>`,
    );
    return html`<tr role="row"><th role="rowheader" scope="row">${event}</th><td role="cell" class="bar density"><svg role="img" aria-label="${report.most({ count: most })}" viewBox="0 0 ${counts.length} 1" preserveAspectRatio="none"><rect class="track" width="${counts.length}" height="1"/>${cells}</svg></td><td role="cell" class="n tag">${report.most({ count: most })}</td></tr>\n`;
  };
  return html`<h3>${report.density}</h3><p class="dim">${report.densityHelp}</p>
<table role="table" class="stacked"><thead><tr role="row"><th role="columnheader" scope="col">${report.event}</th><th role="columnheader" scope="col" aria-label="${report.density}">${from && to && axis(from, to, time)}</th><th role="columnheader" scope="col" class="n">${shown.instances}</th></tr></thead>
<tbody>${density.map(row)}</tbody></table>`;
}
