// Asks an address again and again, by a schedule that waits for no answer: a server that is slow is asked as often as one
// that is quick, and what it keeps waiting is counted from when it was due.
import { setMaxListeners } from 'node:events';
import { ask } from './request.ts';
import { type Counts, tally } from './tally.ts';
import { together, type Visits, visitor } from './visitor.ts';

export interface ProbeOptions {
  url: URL;
  /** Requests a second. */
  rate: number;
  /** How many; without it until it is told to stop. */
  requests?: number;
  /** Milliseconds for a request. */
  timeout: number;
  /** Each with a cookie jar of its own; 0: no cookies at all. */
  visitors: number;
  sessionCookie?: string;
  /** Sends no more, and waits for what is on its way. */
  enough?: AbortSignal;
  /** Sends no more, and cuts off what is on its way. */
  signal: AbortSignal;
  told?(soFar: { requests: number; failed: number }): void;
}

export interface Probed extends Counts {
  /** Cut off before they were answered: neither good nor bad. */
  unfinished: number;
  /** The longest time in milliseconds by which a request was sent late, because this machine was busy. */
  lag: number;
  /** Null without cookies. */
  sessions: Visits | null;
}

/** Open files are not endless; what is due beyond that counts as failed. */
const MOST_OPEN = 1_000;
const TOLD_EVERY = 1_000;
/** By which a request is found in the logs of the server. */
const NUMBER = 'x-codedeploy-wizard-probe';

export async function probe(options: ProbeOptions): Promise<Probed> {
  const { url, rate, requests = Number.POSITIVE_INFINITY, timeout, enough, told } = options;
  // Each request that is on its way listens to it.
  const signal = AbortSignal.any([options.signal]);
  setMaxListeners(0, signal);
  const visitors = Array.from({ length: options.visitors }, () => visitor(options.sessionCookie));
  const interval = 1_000 / rate;
  const counted = tally(interval);
  const open = new Set<Promise<void>>();
  const stop = enough ? AbortSignal.any([signal, enough]) : signal;
  const started = performance.now();
  const since = () => performance.now() - started;
  let sent = 0;
  let toldAt = 0;
  let failed = 0;
  let lag = 0;
  let unfinished = 0;

  async function send(index: number): Promise<void> {
    const due = index * interval;
    lag = Math.max(lag, since() - due);
    if (open.size >= MOST_OPEN) return fail(index, 'unsent');
    const visit = visitors[index % visitors.length]?.visit();
    const headers = {
      'user-agent': 'codedeploy-wizard',
      [NUMBER]: String(index + 1),
      ...(visit?.cookie !== undefined && { cookie: visit.cookie }),
    };
    const answer = await ask({ url, headers, timeout, signal });
    if (!answer) unfinished++;
    else if (answer.failure !== undefined) fail(index, answer.failure);
    else {
      if (answer.status < 500) visit?.answered(answer.setCookie);
      if (answer.status < 200 || answer.status > 299) fail(index, `status ${answer.status}`);
      else counted.add(index, { latency: since() - due });
    }
  }

  function fail(index: number, failure: string) {
    failed++;
    counted.add(index, { failure });
  }

  do {
    // What fell due while this machine was busy is sent now: it is late, but not forgotten.
    while (sent < requests && sent * interval <= since()) {
      const going = send(sent++).finally(() => open.delete(going));
      open.add(going);
    }
    if (since() - toldAt >= TOLD_EVERY) {
      toldAt = since();
      told?.({ requests: sent, failed });
    }
    if (sent < requests) await until(sent * interval - since(), stop);
  } while (!stop.aborted && sent < requests);
  await Promise.all(open);

  return {
    ...counted.counts(),
    unfinished,
    lag: Math.round(lag),
    sessions: visitors.length === 0 ? null : together(visitors),
  };
}

const until = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.max(0, milliseconds));
    signal.addEventListener('abort', end, { once: true });
  });
