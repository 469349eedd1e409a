// The one poller: looks again until it is so, tells at each look what it waits for, and knows fatal from passing.
import { WizardError } from './errors.ts';
import { canonical } from './json.ts';
import type { Line } from './resource.ts';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Ends early, without error, when `signal` aborts. */
  sleep(milliseconds: number): Promise<void>;
}

export interface Patience {
  clock: Clock;
  signal: AbortSignal;
  /** Pause after something has changed, in milliseconds; it grows to four times that while nothing does. */
  interval: number;
  /** Longest wait in milliseconds. */
  timeout: number;
  wait(line: Line | undefined): void;
  /** What to say of a look that failed and is repeated after a longer pause; undefined where the failure is final. */
  passing?(error: unknown): Line | undefined;
}

const GROWS = 1.3;
const LONGEST = 4;
/** Where looking is what hurts, such as throttling. */
const BACKS_OFF = 2;
const LONGEST_BACK_OFF = 12;

/** Calls `look` until it answers undefined. What `look` throws is fatal, unless it is said to be passing. */
export async function settle(look: () => Promise<Line | undefined>, what: string, patience: Patience): Promise<void> {
  const { clock, signal, interval, timeout, wait, passing } = patience;
  const started = clock.now();
  let pause = interval;
  let before = '';
  try {
    for (;;) {
      stopIfInterrupted(signal);
      let waitingFor: Line | undefined;
      try {
        waitingFor = await look();
        if (!waitingFor) return;
        const now = canonical(waitingFor);
        pause = now === before ? Math.min(pause * GROWS, interval * LONGEST) : interval;
        before = now;
      } catch (error) {
        waitingFor = signal.aborted ? undefined : passing?.(error);
        if (!waitingFor) throw error;
        pause = Math.min(pause * BACKS_OFF, interval * LONGEST_BACK_OFF);
      }
      wait(waitingFor);
      if (clock.now() - started >= timeout)
        throw new WizardError('timedOut', { what, seconds: Math.round(timeout / 1000) });
      await clock.sleep(Math.min(pause * (0.9 + Math.random() * 0.2), Math.max(1, timeout - (clock.now() - started))));
    }
  } finally {
    wait(undefined);
  }
}

export function stopIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason;
}
