// The one poller: looks again until it is so, tells at each look what it waits for, and knows fatal from passing.
import { WizardError } from './errors.ts';
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
  /** First pause between two looks, in milliseconds; it grows to four times that. */
  interval: number;
  /** Longest wait in milliseconds. */
  timeout: number;
  wait(line: Line | undefined): void;
}

/** Calls `look` until it answers undefined. What `look` throws is fatal. */
export async function settle(look: () => Promise<Line | undefined>, what: string, patience: Patience): Promise<void> {
  const { clock, signal, timeout, wait } = patience;
  const started = clock.now();
  let pause = patience.interval;
  try {
    for (;;) {
      stopIfInterrupted(signal);
      const waitingFor = await look();
      if (!waitingFor) return;
      wait(waitingFor);
      if (clock.now() - started >= timeout)
        throw new WizardError('timedOut', { what, seconds: Math.round(timeout / 1000) });
      await clock.sleep(Math.min(pause * (0.9 + Math.random() * 0.2), Math.max(1, timeout - (clock.now() - started))));
      pause = Math.min(pause * 1.3, patience.interval * 4);
    }
  } finally {
    wait(undefined);
  }
}

export function stopIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason;
}
