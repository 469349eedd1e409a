// The report as one page: no script, nothing that is fetched, readable wherever a browser is.
import { wholeRevision } from '../deployments/revision-text.ts';
import type { Text } from '../text/en/index.ts';
import { creatorText } from '../text/say.ts';
import type { Facts } from './facts.ts';
import { healthyPicture } from './healthy.ts';
import { type Html, html, raw } from './html.ts';
import { style } from './style.ts';
import { densityPicture, eventTable, seconds, statusMark, statusTone, timelineOf } from './timeline.ts';

/** Of batches, and of the instances of one failure. */
const MOST_ROWS = 20;

export function pageOf(facts: Facts, text: Text, made: { version: string; time: string }): string {
  const { report } = text;
  const { deployment, timeline, seen } = facts;
  const title = report.title({ deployment: deployment.id });
  const { markup } = html`<!doctype html>
<html lang="${report.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}: ${report.statuses[deployment.status] ?? deployment.status}</title><style>${raw(style)}</style></head>
<body><main>
<h1>${title} <span class="tag ${statusTone(deployment.status)}">${statusMark(deployment.status)} ${report.statuses[deployment.status] ?? deployment.status}</span></h1>
${summary(facts, text)}
${seen ? failures(facts, text) : html`<p>${report.unseen}</p>`}
<h2>${report.timeline}</h2>
${timeline.density && html`<p>${report.grouped({ total: deployment.targets.length + deployment.targetsLeftOut, rows: timeline.rows.length })}</p>${densityPicture(timeline.density, timeline, text)}`}
${timelineOf(facts, text)}
${timeline.rows.length > 0 && eventTable(facts, text)}
${healthyPicture(facts, text)}
${batches(facts, text)}
${probe(facts, text)}
</main><footer>${report.made(made)}</footer></body></html>
`;
  return markup;
}

function summary({ deployment }: Facts, text: Text): Html {
  const { shown, time, report } = text;
  const { revision, subject, description, creator, createdAt, completedAt, application, group, error, overview } =
    deployment;
  const counts = Object.entries(overview ?? {}).filter(([, count]) => count);
  const rows: [string, string | null | false][] = [
    [shown.group, group && `${application}/${group}`],
    [shown.revision, revision && [wholeRevision(revision), subject].filter(Boolean).join(' · ')],
    [shown.description, description !== subject && description],
    [shown.by, creator && creatorText(text, creator)],
    [shown.created, createdAt && utc(createdAt)],
    [shown.took, createdAt && completedAt && time.took({ seconds: seconds(createdAt, completedAt) })],
    [shown.instances, counts.map(([status, count]) => `${report.statuses[status] ?? status} ${count}`).join(', ')],
    [shown.error, error && `${error.code}: ${error.message}`],
    [
      shown.rollback,
      deployment.rollback && [deployment.rollback.id, deployment.rollback.message].filter(Boolean).join(': '),
    ],
  ];
  return html`<dl>${rows.map(([title, value]) => value && html`<dt>${title}</dt><dd>${value}</dd>`)}</dl>`;
}

const utc = (time: string) => `${time.slice(0, 19).replace('T', ' ')} UTC`;

function failures({ failures }: Facts, { report, causes }: Text): Html {
  const card = ({
    instances,
    event,
    script,
    code,
    message,
    log,
    cause,
  }: Facts['failures'][number]) => html`<div class="card">
<h3>${[event, script, code && `(${code})`].filter(Boolean).join(' ')} · ${report.howMany({ count: instances.length })}</h3>
${message && html`<p>${message}</p>`}<p>${causes[cause]}</p>
${log.length > 0 && html`<p class="dim">${report.log}</p><pre>${log.join('\n')}</pre>`}
<p class="dim"><code>${instances.slice(0, MOST_ROWS).join(', ')}</code>${instances.length > MOST_ROWS && ` ${report.andMore({ count: instances.length - MOST_ROWS })}`}</p></div>\n`;
  return html`<h2>${report.failures}</h2>${failures.length === 0 ? html`<p>${report.noFailures}</p>` : failures.map(card)}`;
}

function batches({ batches }: Facts, { report, time, shown }: Text): Html | null {
  if (batches.length === 0) return null;
  const rows = batches
    .slice(0, MOST_ROWS)
    .map(
      ({ instances, succeeded, failed, startedAt, endedAt }, at) =>
        html`<tr><th scope="row" class="n">${at + 1}</th><td class="n">${instances}</td><td class="n">${succeeded}</td><td class="n ${failed > 0 ? 'bad' : ''}">${failed}</td><td class="tag">${startedAt.slice(11, 19)}</td><td class="n">${endedAt && time.took({ seconds: seconds(startedAt, endedAt) })}</td></tr>\n`,
    );
  return html`<h2>${report.batches}</h2><p class="dim">${report.batchesHelp}</p><div class="scroll" tabindex="0" role="region" aria-label="${report.batches}"><table><thead><tr><th scope="col" class="n">${report.batch}</th><th scope="col" class="n">${shown.instances}</th><th scope="col" class="n">${report.succeeded}</th><th scope="col" class="n">${report.failed}</th><th scope="col">${report.time}</th><th scope="col" class="n">${shown.took}</th></tr></thead>
<tbody>${rows}</tbody></table></div>${batches.length > MOST_ROWS && html`<p class="dim">${report.andMore({ count: batches.length - MOST_ROWS })}</p>`}`;
}

function probe({ probe }: Facts, { report }: Text): Html | null {
  if (!probe || probe.length === 0) return null;
  const rows = probe.map(
    ([name, value]) => html`<tr><th scope="row">${report.probed[name] ?? name}</th><td>${value}</td></tr>\n`,
  );
  return html`<h2>${report.probe}</h2><div class="scroll" tabindex="0" role="region" aria-label="${report.probe}"><table><tbody>${rows}</tbody></table></div>`;
}
