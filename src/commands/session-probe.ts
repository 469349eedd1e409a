// Requests an address all the time, and tells what its users went through.
import type { Place } from '../aws/place.ts';
import { deploymentInfo, isActive } from '../deployments/status.ts';
import { passing, WATCHED_FOR } from '../deployments/watch.ts';
import { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import { settle } from '../engine/settle.ts';
import type { Block } from '../engine/ui.ts';
import { duration, invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import { type Probed, probe } from '../probe/probe.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { readsOnly } from './reads-only.ts';
import { suggest } from './suggest.ts';
import { checkedId } from './which-group.ts';

export interface ProbeFlags {
  probe: string;
  /** How many visitors; `true` where that is left to us. */
  cookieJar?: string | true;
  sessionCookie?: string;
  during?: string;
  duration?: string;
  rate?: string;
  requestTimeout?: string;
  failOnErrors?: string;
}

const VISITORS = 10;
const RATE = 2;
const REQUEST_TIMEOUT = 10_000;
/** Where neither a deployment nor anything else says when it is enough. */
const DURATION = 60_000;

export async function probeSessions(session: Session, settings: Settings, flags: ProbeFlags): Promise<Work> {
  await readsOnly(session, settings);
  const { ui, world } = session;
  const url = addressOf(flags.probe);
  const rate = numberOf('--rate', flags.rate, /^\d{1,4}(\.\d+)?$/, 0.01, 1_000) ?? RATE;
  const allowed = numberOf('--fail-on-errors', flags.failOnErrors, /^\d{1,9}$/, 0, 1e9);
  const visitors =
    flags.cookieJar === true || flags.cookieJar === undefined
      ? VISITORS
      : (numberOf('--cookie-jar', flags.cookieJar, /^\d{1,4}$/, 1, 1_000) ?? VISITORS);
  const timeout = duration('--request-timeout', flags.requestTimeout) ?? REQUEST_TIMEOUT;
  const lasts = duration('--duration', flags.duration) ?? (flags.during === undefined ? DURATION : undefined);
  const id = flags.during === undefined ? undefined : checkedId(flags.during);
  const place = id === undefined ? undefined : await session.place();

  // That it is there is known before the first request.
  const deployment = place && id !== undefined ? { id, status: (await deploymentInfo(place, id)).status ?? '' } : null;
  const enough = new AbortController();
  let lost: unknown;
  if (place && deployment)
    void untilOver(session, place, deployment)
      .catch((error: unknown) => {
        lost = error;
      })
      .finally(() => enough.abort());
  const found = await probe({
    url,
    rate,
    timeout,
    visitors: flags.cookieJar === undefined ? 0 : visitors,
    sessionCookie: flags.sessionCookie,
    ...(lasts !== undefined && { requests: Math.max(1, Math.round((lasts / 1_000) * rate)) }),
    enough: enough.signal,
    signal: world.signal,
    told: ({ requests, failed }) => ui.advance(line('probing', { url: url.href, requests, failed })),
  });
  ui.advance(undefined);
  // Told to stop ourselves: what was measured is told all the same.
  if (lost !== undefined && !world.signal.aborted) throw lost;
  const { failed, requests } = found;
  const lostSessions = found.sessions?.lost ?? 0;
  const errors = failed + lostSessions;
  const tooMany =
    allowed !== undefined && errors > allowed ? { failed, lost: lostSessions, requests, allowed } : undefined;
  if (found.sessions?.watched === 0) ui.warn(line('noSessionCookie', {}));
  if (found.sessions?.lost === null) ui.warn(line('sessionsRoll', {}));
  if (found.lag > 1_000) ui.warn(line('probeLate', { seconds: Math.round(found.lag / 1_000) }));
  return {
    data: {
      checks: [],
      sessions: null,
      estimate: null,
      probe: { url: url.href, rate, deployment, ...found },
      unknown: [],
    },
    blocks: [told(session, url, found, deployment)],
    next: errors > 0 ? [suggest(session, 'session-check')] : [],
    ...(tooMany && { error: new WizardError('requestsFailed', tooMany) }),
    ...(world.signal.aborted && { error: world.signal.reason as WizardError }),
  };
}

async function untilOver(
  { world, globals }: Session,
  place: Place,
  deployment: { id: string; status: string },
): Promise<void> {
  const { id } = deployment;
  const look = async () => {
    const info = await deploymentInfo(place, id);
    deployment.status = info.status ?? '';
    return isActive(info) ? line('waitActive', { deployment: id, status: deployment.status }) : undefined;
  };
  await settle(look, id, {
    clock: place.clock,
    signal: world.signal,
    interval: globals.pollInterval,
    timeout: globals.timeout ?? WATCHED_FOR,
    wait: () => {},
    passing,
  });
}

function addressOf(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid('--probe', given, 'url');
  return url;
}

function numberOf(flag: string, given: string | undefined, pattern: RegExp, from: number, to: number) {
  if (given === undefined) return undefined;
  const value = pattern.test(given) ? Number(given) : Number.NaN;
  if (!(value >= from && value <= to)) throw invalid(flag, given, 'range', { from: String(from), to: String(to) });
  return value;
}

function told({ text }: Session, url: URL, found: Probed, deployment: { id: string; status: string } | null): Block {
  const { probe: say } = text.sessions;
  const { requests, failed, failures, longestGap, latency, unfinished, sessions } = found;
  const why = Object.entries(failures).map(([failure, count]) => `${failure} ${count}`);
  const milliseconds = (count: number) => say.milliseconds({ count });
  return {
    title: url.href,
    rows: [
      ...(deployment ? [[text.words.deployment, `${deployment.id} ${deployment.status}`]] : []),
      [
        say.rows.requests,
        [String(requests), ...(unfinished > 0 ? [say.unfinished({ count: unfinished })] : [])].join(' · '),
      ],
      [say.rows.failed, [String(failed), ...why].join(' · ')],
      [say.rows.gap, milliseconds(longestGap)],
      ...(sessions
        ? [
            [
              say.rows.lost,
              say.lost({
                lost: sessions.lost === null ? text.words.unknown : String(sessions.lost),
                watched: sessions.watched,
              }),
            ],
          ]
        : []),
      ...(latency
        ? [
            [
              say.rows.latency,
              `p50 ${milliseconds(latency.p50)} · p95 ${milliseconds(latency.p95)} · max ${milliseconds(latency.max)}`,
            ],
          ]
        : []),
    ],
  };
}
