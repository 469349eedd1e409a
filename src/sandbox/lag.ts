// How slowly what is new becomes known elsewhere. The state may say otherwise, so that it can be tried at its worst.
import type { ServiceName } from '../aws/operations.ts';
import type { State } from './state.ts';

export interface Lag {
  /** Until a role or an instance profile is usable, in milliseconds. */
  iam: number;
  /** Until an image is known to others than who made it, in milliseconds. */
  images: number;
  /** Until a launch template, or a version of one, is known, in milliseconds. */
  templates: number;
  /** How many reads of a service, after each write to it, are answered as if it had not been. */
  staleReads: number;
}

const USUAL: Lag = { iam: 12_000, images: 3_000, templates: 0, staleReads: 0 };

export const lagOf = ({ lag }: Pick<State, 'lag'>): Lag => ({ ...USUAL, ...lag });

type Held = Exclude<ServiceName, 'sts'> & keyof State;

/** What each service was before its last write, for as long as it still answers so. */
export function rememberPast() {
  const past = new Map<string, { before: unknown; left: number }>();
  return {
    /** Right before a write. */
    keep(state: State, service: ServiceName): void {
      const { staleReads } = lagOf(state);
      // S3 is consistent: what was written is read.
      if (staleReads > 0 && service !== 's3')
        past.set(service, { before: structuredClone(state[service as Held]), left: staleReads });
    },
    /** The state as a read of this service sees it. */
    seen(state: State, service: ServiceName): State {
      const held = past.get(service);
      if (!held || held.left-- <= 0) return state;
      return { ...structuredClone(state), [service]: held.before };
    },
  };
}
