// One request on a connection of its own: what it was answered, or why it was not.
import { request as http } from 'node:http';
import { request as https } from 'node:https';

export interface Asked {
  url: URL;
  headers: Record<string, string>;
  /** Milliseconds for all of it. */
  timeout: number;
  signal: AbortSignal;
}

/** `status` and what it sets, or an error's code. */
export type Answered = { status: number; setCookie: string[]; failure?: undefined } | { failure: string };

/** Milliseconds by which a timer is late only where something else ran. */
const BUSY = 50;

/** Undefined where it was cut off by `signal`. */
export function ask({ url, headers, timeout, signal }: Asked): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    // A new connection meets what a new visitor meets: one that is kept goes on to an instance that takes no new ones.
    const sent = (url.protocol === 'https:' ? https : http)(url, { agent: false, headers });
    const cut = () => end(undefined);
    const started = performance.now();
    let timer = setTimeout(late, timeout);
    /** While this machine was busy nothing was read, though it may lie ready: that time is given back, once. */
    function late() {
      const busy = performance.now() - started - timeout;
      if (busy > BUSY) timer = setTimeout(() => end({ failure: 'timeout' }), busy);
      else end({ failure: 'timeout' });
    }
    function end(answer: Answered | undefined) {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
      sent.destroy();
      resolve(answer);
    }
    const failed = (error: NodeJS.ErrnoException) => end({ failure: error.code ?? error.message });
    signal.addEventListener('abort', cut, { once: true });
    sent.on('error', failed);
    sent.on('response', (response) => {
      response.on('error', failed);
      response.on('end', () =>
        end({ status: response.statusCode ?? 0, setCookie: response.headers['set-cookie'] ?? [] }),
      );
      response.resume();
    });
    sent.end();
  });
}
