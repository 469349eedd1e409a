// A thread that does the jobs it is sent, one after the other.
import { parentPort } from 'node:worker_threads';
import { WizardError } from '../engine/errors.ts';
import { type Work, work } from './work.ts';

export interface Order {
  id: number;
  what: keyof Work;
  job: unknown;
}

export interface Report {
  id: number;
  result?: unknown;
  /** A refusal that has a text: its class is lost on the way to another thread. */
  refused?: { code: string; data: unknown };
  failure?: unknown;
}

parentPort?.on('message', ({ id, what, job }: Order) => {
  const report = (report: Omit<Report, 'id'>, transfer: ArrayBuffer[] = []) =>
    parentPort?.postMessage({ id, ...report }, transfer);
  try {
    const result = (work[what] as (job: unknown) => unknown)(job);
    report({ result }, buffersOf(result));
  } catch (error) {
    if (error instanceof WizardError) report({ refused: { code: error.code, data: error.data } });
    else report({ failure: error });
  }
});

/** Handed over instead of copied, where nothing else lies in the same memory. */
function buffersOf(result: unknown): ArrayBuffer[] {
  const bytes = result instanceof Uint8Array ? result : (result as { bytes?: unknown }).bytes;
  return bytes instanceof Uint8Array && bytes.byteLength === bytes.buffer.byteLength
    ? [bytes.buffer as ArrayBuffer]
    : [];
}
