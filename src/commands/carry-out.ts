// Carries out steps that one command makes for itself: the engine's plan, consent, writes and waits, as for every other step.
import { maybeActed } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import type { Answer } from '../engine/answers.ts';
import { same } from '../engine/json.ts';
import type { Change } from '../engine/plan.ts';
import { line, type Resource } from '../engine/resource.ts';
import { makeItSo, type Outcome } from '../engine/run.ts';
import type { AnyStep, StepName } from '../engine/step.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';

// biome-ignore lint/suspicious/noExplicitAny: each found value is typed by its own resource.
export type Resources = Record<string, Resource<any>>;

/** A part of the plan, under the heading of the step whose things it concerns. */
export const part = (
  name: StepName,
  resources: () => Resources | Promise<Resources>,
  gives: AnyStep['gives'] = {},
): AnyStep => ({ name, asks: {}, needs: {}, resources, gives });

export interface CarriedOut extends Outcome {
  /** With `--exit-code`: 7 while there is something to do. */
  exitCode: number;
}

export async function carryOut(
  session: Session,
  settings: Settings,
  answers: Answer[],
  steps: AnyStep[],
  agreed?: () => void,
): Promise<CarriedOut> {
  const { ui, globals, world } = session;
  const place = await session.place();
  const outcome = await makeItSo({
    ...optionsOf(session, place, steps),
    signal: world.signal,
    consent: { yes: globals.yes, names: globals.confirm, dryRun: globals.dryRun },
    soFar: session.soFar,
    // What stays as it is and has nothing to say would only be in the way of what changes.
    show: (changes) =>
      ui.plan(withoutRepeats(changes.filter(({ verb, notes }) => verb !== 'keep' || notes.length > 0)), answers),
    agreed: async () => {
      await settings.keepAgreed(answers);
      agreed?.();
    },
  });
  if (globals.dryRun) ui.say(line('dryRun', {}));
  const pending = outcome.changes.some(({ verb }) => verb !== 'keep');
  return { ...outcome, exitCode: globals.dryRun && globals.exitCode && pending ? 7 : 0 };
}

/** What is looked at again later on in the same plan is told once. */
const withoutRepeats = (changes: Change[]): Change[] =>
  changes.filter((change, at) => changes.findIndex((other) => same(other, change)) === at);

/** Puts back what must not stay, whatever has happened, also after we were told to stop: asks and shows nothing. */
export async function putBack(session: Session, steps: AnyStep[]): Promise<void> {
  const place = await session.placeToTheEnd();
  await makeItSo({
    ...optionsOf(session, place, steps),
    signal: new AbortController().signal,
    consent: { yes: true, names: [], dryRun: false },
    soFar: { changes: [], gives: {}, made: [] },
    show: () => {},
  });
}

const optionsOf = ({ ui, globals }: Session, place: Place, steps: AnyStep[]) => ({
  steps,
  place,
  want: {},
  ui,
  clock: place.clock,
  interval: globals.pollInterval,
  timeout: globals.timeout,
  maybeActed,
});
