// Gives a step its types: the questions it asks, the steps it needs, what it reads and gives.
import type { Place } from '../aws/place.ts';
import type { Look as AnyLook, Questions } from '../engine/question.ts';
import type { Resource } from '../engine/resource.ts';
import type { AnyStep, Step, StepName, StepShape } from '../engine/step.ts';

/** What a question may look at: the answers so far, AWS, and the folder the command runs in. */
export interface Look extends AnyLook {
  /** Throws `regionMissing` or `noCredentials` when there is no account to look at. */
  place(): Promise<Place>;
  cwd: string;
  now(): number;
}

// biome-ignore lint/suspicious/noExplicitAny: each found value is typed by its own resource.
type Resources = Record<string, Resource<any> | undefined>;

export function step<
  const Q extends Questions,
  const N extends Record<string, AnyStep>,
  R extends Resources,
  O extends string,
>(name: StepName, shape: StepShape<Q, N, R, O, Place>): Step<Q, N, R, O, Place> & AnyStep {
  return { name, ...shape } as Step<Q, N, R, O, Place> & AnyStep;
}
