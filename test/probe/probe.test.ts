// The prober against real servers on loopback: each request counted once, whatever becomes of it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type ProbeOptions, probe } from '../../src/probe/probe.ts';
import { tally } from '../../src/probe/tally.ts';
import { visitor } from '../../src/probe/visitor.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse, number: number) => void;

/** `number`: which request of the prober it is, from 1. */
async function server(answer: Answer) {
  const numbers: number[] = [];
  let connections = 0;
  const served = createServer((request, response) => {
    const number = Number(request.headers['x-codedeploy-wizard-probe']);
    numbers.push(number);
    answer(request, response, number);
  });
  served.on('connection', () => connections++);
  await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    served.close();
    served.closeAllConnections();
  });
  const { port } = served.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/`), numbers, connections: () => connections };
}

const ok: Answer = (_, response) => response.end('ok');
const probed = (url: URL, more: Partial<ProbeOptions> = {}) =>
  probe({ url, rate: 500, requests: 100, timeout: 60_000, visitors: 0, signal: new AbortController().signal, ...more });

describe('a thousand requests', () => {
  test('of which exactly seven in a row are dropped: seven, and the gap to within an interval', async () => {
    const dropping = await server((request, response, number) =>
      number > 400 && number <= 407 ? request.socket.destroy() : ok(request, response, number),
    );
    const found = await probed(dropping.url, { requests: 1_000 });
    expect(found).toMatchObject({ requests: 1_000, failed: 7, failures: { ECONNRESET: 7 }, unfinished: 0 });
    expect(Math.abs(found.longestGap - 7 * 2)).toBeLessThanOrEqual(2);
    expect([...dropping.numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 1));
    // What is kept open would go on to an instance that takes nobody new.
    expect(dropping.connections()).toBe(1_000);
  }, 60_000);

  test('of which any seven are dropped', async () => {
    let seen = 0;
    const dropping = await server((request, response, number) =>
      ++seen % 140 === 0 ? request.socket.destroy() : ok(request, response, number),
    );
    expect(await probed(dropping.url, { requests: 1_000 })).toMatchObject({ requests: 1_000, failed: 7 });
  }, 60_000);
});

describe('a request has failed', () => {
  test.each<[string, Answer, string, Partial<ProbeOptions>?]>([
    ['that is answered with 503', (_, response) => response.writeHead(503).end(), 'status 503'],
    ['that is sent elsewhere', (_, response) => response.writeHead(302, { location: '/' }).end(), 'status 302'],
    [
      'whose answer breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '10' });
        response.write('12345', () => response.destroy());
      },
      'ECONNRESET',
    ],
    // Also when the answer comes later.
    [
      'that takes too long',
      (_, response) => void setTimeout(() => response.end('ok'), 150),
      'timeout',
      { timeout: 30 },
    ],
  ])('%s', async (_, answer, failure, more) => {
    const { url } = await server(answer);
    const found = await probed(url, { requests: 20, ...more });
    expect(found).toMatchObject({ requests: 20, failed: 20, failures: { [failure]: 20 }, latency: null });
    expect(found.longestGap).toBe(40);
  });

  test('that nobody takes', async () => {
    const { url } = await server(ok);
    closing.pop()?.();
    const found = await probed(url, { requests: 20 });
    expect(found).toMatchObject({ requests: 20, failed: 20, failures: { ECONNREFUSED: 20 } });
  });
});

test('who waits for nothing measures what all would have waited for', async () => {
  const held: (() => void)[] = [];
  let most = 0;
  const stalling = await server((request, response, number) => {
    if (number < 10 || number > 60) return ok(request, response, number);
    held.push(() => response.end('ok'));
    most = Math.max(most, held.length);
    if (number === 60) for (const go of held.splice(0)) go();
  });
  const found = await probed(stalling.url);
  for (const go of held) go();
  expect(found).toMatchObject({ requests: 100, failed: 0, longestGap: 0 });
  // One client after the other would have met the stall once.
  expect(most).toBeGreaterThan(25);
  // The first of them waited for fifty intervals.
  expect(found.latency!.max).toBeGreaterThanOrEqual(95);
});

test('a wish to stop cuts off what is on its way, and tells what was measured', async () => {
  const stop = new AbortController();
  const { url } = await server((request, response, number) => {
    if (number <= 10) return ok(request, response, number);
    if (number === 20) setTimeout(() => stop.abort(new Error('Ctrl-C')), 20);
  });
  const found = await probed(url, { requests: 100_000, signal: stop.signal });
  expect(found.requests).toBe(10);
  expect(found.failed).toBe(0);
  expect(found.unfinished).toBeGreaterThanOrEqual(10);
});

test('when it is enough, what is on its way is waited for', async () => {
  const enough = new AbortController();
  const { url, numbers } = await server((_, response, number) => {
    if (number === 30) enough.abort();
    setTimeout(() => response.end('ok'), 20);
  });
  const found = await probed(url, { requests: 100_000, enough: enough.signal });
  expect(found).toMatchObject({ requests: numbers.length, failed: 0, unfinished: 0 });
});

describe('sessions', () => {
  const VISITORS = 10;
  const cookiesOf = ({ headers }: IncomingMessage) =>
    Object.fromEntries((headers.cookie ?? '').split('; ').map((pair) => pair.split('=') as [string, string]));

  /**
   * Sessions in the memory of two instances, between which a cookie decides that changes each time. One after the other
   * is started afresh when every visitor is known there; it is over when all have got to know the new ones.
   */
  const sticky = (restarts: boolean) => {
    const over = new AbortController();
    const memory: Record<string, Map<string, boolean>> = { a: new Map(), b: new Map() };
    /** The session with which each visitor came last, and whether it was known. */
    const held = new Map<number, { at: string; known: boolean }>();
    const due = restarts ? ['a', 'b'] : [];
    let next = 0;
    let since = 0;
    const answer: Answer = (request, response, number) => {
      const { AWSALB, JSESSIONID } = cookiesOf(request);
      const who = (number - 1) % VISITORS;
      const at = AWSALB?.split('.')[0] ?? (who % 2 ? 'a' : 'b');
      const known = JSESSIONID !== undefined && memory[at]!.has(JSESSIONID);
      if (JSESSIONID) held.set(who, { at, known });
      const set = [`AWSALB=${at}.${number}; Path=/`];
      if (!known) {
        const session = `s${next++}`;
        memory[at]!.set(session, true);
        set.push(`JSESSIONID=${session}; Path=/; HttpOnly`);
      }
      response.writeHead(200, { 'set-cookie': set }).end('ok');
      since++;
      if (held.size < VISITORS || ![...held.values()].every((one) => one.known) || since < 100) return;
      const instance = due.shift();
      if (instance === undefined) return over.abort();
      memory[instance]!.clear();
      for (const one of held.values()) if (one.at === instance) one.known = false;
      since = 0;
    };
    return { answer, over: over.signal };
  };

  test.each([
    [true, VISITORS],
    [false, 0],
  ])(
    'when instances start afresh (%s) %i are lost, exactly',
    async (restarts, lost) => {
      const { answer, over } = sticky(restarts);
      const { url } = await server(answer);
      const found = await probed(url, { requests: 20_000, rate: 300, visitors: VISITORS, enough: over });
      expect(found.sessions).toEqual({ watched: VISITORS, lost });
      expect(found.failed).toBe(0);
    },
    30_000,
  );

  test('that are renewed by each answer say nothing, and no cookies are no sessions', async () => {
    const over = new AbortController();
    let carried = 0;
    const rolling = await server((request, response, number) => {
      if (request.headers.cookie && ++carried === 50) over.abort();
      response.writeHead(200, { 'set-cookie': `laravel_session=${number}` }).end();
    });
    const found = await probed(rolling.url, { requests: 20_000, visitors: 2, enough: over.signal });
    expect(found.sessions).toEqual({ watched: 2, lost: null });
    expect((await probed(rolling.url)).sessions).toBeNull();
    const { url } = await server(ok);
    expect((await probed(url, { visitors: 3 })).sessions).toEqual({ watched: 0, lost: 0 });
  });
});

describe('a visitor', () => {
  const answering = (name?: string) => {
    const one = visitor(name);
    return { ...one, answer: (...setCookie: string[]) => one.visit().answered(setCookie) };
  };

  test('gives back what was set, but for what was taken away', () => {
    const one = answering();
    one.answer('PHPSESSID=a=b; Path=/', 'theme=dark', 'old=1');
    one.answer('old=; Max-Age=0', 'theme=light');
    expect(one.visit().cookie).toBe('PHPSESSID=a=b; theme=light');
    expect(one.counted()).toMatchObject({ watched: 1, lost: 0 });
  });

  test('loses a session once, also when several requests were on their way', () => {
    const one = answering();
    one.answer('connect.sid=1');
    one.answer();
    const [first, second] = [one.visit(), one.visit()];
    first.answered(['connect.sid=2']);
    second.answered(['connect.sid=3']);
    expect([one.visit().cookie, one.counted().lost]).toEqual(['connect.sid=2', 1]);
  });

  test('loses one that is taken away, and has none in other cookies', () => {
    const one = answering();
    one.answer('sessionid=1', 'XSRF-TOKEN=1', 'AWSALB=1');
    one.answer('XSRF-TOKEN=2', 'AWSALB=2');
    one.answer('sessionid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
    expect(one.counted()).toMatchObject({ watched: 1, lost: 1 });
  });

  test('knows a session by the name that was said', () => {
    const one = answering('login');
    one.answer('login=1', 'PHPSESSID=1');
    one.answer();
    one.answer('PHPSESSID=2');
    one.answer('login=2');
    expect(one.counted()).toMatchObject({ watched: 1, lost: 1 });
  });
});

describe('counting', () => {
  test('in any order of answers the gap is that of what was due', () => {
    const failed = new Set([3, 4, 5, 9]);
    const counted = tally(100);
    for (const index of [0, 9, 5, 1, 4, 8, 2, 3, 7, 6])
      counted.add(index, failed.has(index) ? { failure: 'timeout' } : { latency: index });
    expect(counted.counts()).toEqual({
      requests: 10,
      failed: 4,
      failures: { timeout: 4 },
      longestGap: 300,
      latency: { p50: 2, p95: 8, max: 8 },
    });
  });

  test('of what was cut off nothing is known', () => {
    const counted = tally(10);
    counted.add(1, { failure: 'timeout' });
    counted.add(3, { failure: 'timeout' });
    counted.add(4, { latency: 1 });
    expect(counted.counts()).toMatchObject({ requests: 3, failed: 2, longestGap: 20 });
  });
});
