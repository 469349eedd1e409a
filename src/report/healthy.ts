// How many instances were healthy over time, beside how many must stay so.
import type { Text } from '../text/en/index.ts';
import type { Facts } from './facts.ts';
import { type Html, html } from './html.ts';
import { axis } from './timeline.ts';

const WIDTH = 1000;
const HEIGHT = 100;
/** Of the table beside the picture. */
const MOST_ROWS = 60;

export function healthyPicture({ healthy, timeline: { from, to } }: Facts, { report, time }: Text): Html | null {
  if (healthy === null || from === null || to === null) return null;
  const { total, lowest, minimum, points } = healthy;
  const length = Math.max(1, Date.parse(to) - Date.parse(from));
  const x = (moment: string) => (((Date.parse(moment) - Date.parse(from)) / length) * WIDTH).toFixed(1);
  const y = (count: number) => (HEIGHT - (count / total) * (HEIGHT - 4)).toFixed(1);
  const steps = points.map(({ at, healthy }) => `H${x(at)}V${y(healthy)}`).join('');
  const told = report.lowest({ lowest, total, minimum });
  return html`<h2>${report.healthy}</h2><p class="dim">${report.healthyHelp}</p><p>${told}</p>
<div class="wide"><svg role="img" aria-label="${told}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
<path class="count" d="M0 ${HEIGHT}V${y(total)}${steps}H${WIDTH}V${HEIGHT}Z"/>
${minimum !== null && html`<line class="minimum" x1="0" x2="${WIDTH}" y1="${y(minimum)}" y2="${y(minimum)}"/>`}</svg>
${axis(from, to, time)}</div>
<details><summary>${report.asTable}</summary><table><caption>${report.healthy}</caption><thead><tr><th scope="col">${report.time}</th><th scope="col" class="n">${report.healthyCount}</th></tr></thead>
<tbody>${points
    .slice(0, MOST_ROWS)
    .map(
      ({ at, healthy }) => html`<tr><td>${at.slice(11, 19)}</td><td class="n">${healthy}</td></tr>\n`,
    )}</tbody></table>${points.length > MOST_ROWS && html`<p class="dim">${report.andMore({ count: points.length - MOST_ROWS })}</p>`}</details>`;
}
