// Reads what exists, step by step, and what to do next. Changes nothing.

import type { Place } from '../aws/place.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import { differences, outputs } from '../engine/plan.ts';
import { line, type Resource } from '../engine/resource.ts';
import { sideBySide } from '../engine/side-by-side.ts';
import type { AnyStep } from '../engine/step.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { steps as allSteps, fitting, upstreamOf } from '../steps/index.ts';
import { ask, wanted } from './make.ts';
import { readsOnly } from './reads-only.ts';
import { type Sight, sightOf } from './sight.ts';
import { groupState } from './status-group.ts';
import { suggest } from './suggest.ts';

/** unknown: these credentials may not look. */
type State = 'missing' | 'partial' | 'ready' | 'unknown';

interface StepState {
  step: string;
  state: State;
  found: { kind: string; name: string; state: State; differs: string[] }[];
  gives: Record<string, string>;
}

interface Looked {
  gives: Record<string, string>;
  /** What there is to say, once all has been looked at. */
  told(): StepState;
}

/** `step` absent: all of them. */
export async function show(session: Session, settings: Settings, step?: AnyStep): Promise<Work> {
  await readsOnly(session, settings);
  const sight = sightOf(session);
  await session.place().then(
    (place) => place.remember(),
    // Told where it is needed, with all that is missing.
    () => {},
  );
  const list = step ? [...upstreamOf(step), step] : [...allSteps];
  const want = await knownAnswers(session, settings, list, sight);
  const place = await session.place();
  const { application, group, asg, targets } = want;
  const where = {
    application: String(application),
    group: String(group),
    ...(targets !== 'tags' && typeof asg === 'string' && { asg }),
  };
  const [looks, ofGroup] = await Promise.all([
    sideBySide(fitting(list, targets), {}, (each, given) => look(session, each, place, want, given, sight)),
    step ? undefined : groupState(session, place, where, sight),
  ]);
  const states = looks.map(({ told }) => told());
  const shown = step ? states.filter((state) => state.step === step.name) : states;
  const { words, kinds } = session.text;
  const blocks: Block[] = [
    {
      title: words.state,
      rows: shown.flatMap(({ step, state, found }) => [
        [step, words[state], ''],
        ...found.map(({ kind, name, state, differs }) => [
          '',
          `${(kinds as Record<string, string>)[kind] ?? kind} ${name}`,
          `${words[state]}${differs.length > 0 ? ` (${differs.join(', ')})` : ''}`,
        ]),
      ]),
    },
  ];
  const first = shown.find(({ state }) => state !== 'ready');
  // What is unknown may well be there: nobody is sent to make it once more.
  const next = [first?.state === 'unknown' ? sight.next : suggest(session, first?.step ?? 'deploy')];
  const gives = Object.fromEntries(shown.map(({ step, gives }) => [step, gives]));
  // Where nothing at all could be looked at, that is the answer.
  const refused = shown.every(({ state }) => state === 'unknown') && { error: sight.refusal };
  if (!ofGroup) {
    const data = { steps: shown.map(({ gives: _, ...state }) => state), unknown: sight.unknown };
    return { data, blocks, next, gives, ...refused };
  }

  const { data, urgent } = ofGroup;
  return {
    data: { steps: shown.map(({ gives: _, ...state }) => state), ...data, unknown: sight.unknown },
    blocks: [...blocks, ...ofGroup.blocks],
    next: urgent && urgent !== next[0] ? [urgent, ...next] : next,
    gives,
    ...refused,
  };
}

/** Answers that are known or suggested; what is not known makes a step missing, not the command fail. */
async function knownAnswers(
  session: Session,
  settings: Settings,
  list: AnyStep[],
  { isDenied }: Sight,
): Promise<Record<string, unknown>> {
  const quiet = { ...session, ui: { ...session.ui, interactive: false, step: () => {}, answered: () => {} } };
  try {
    return wanted(await ask(quiet, { ...settings, keep: async () => {} }, list, [], { forgives: isDenied }));
  } catch (error) {
    if (!isWizardError(error, 'missingAnswers')) throw error;
    return wanted((error as WizardError & { answers?: Parameters<typeof wanted>[0] }).answers ?? []);
  }
}

const isPlaceholder = (value: unknown) => typeof value === 'string' && /^<\w+\.\w+>/.test(value);

/** A fleet found by tags has resources for each server: a sample is read, so that the calls do not grow with it. */
const MOST_OF_A_KIND = 8;

function someOfEach(resources: Record<string, Resource>) {
  const counts: Record<string, number> = {};
  const all = Object.entries(resources);
  const sample = all.filter(([, { kind }]) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return counts[kind] <= MOST_OF_A_KIND;
  });
  return { sample, left: all.length - sample.length };
}

async function look(
  session: Session,
  step: AnyStep,
  place: Place,
  want: object,
  given: object,
  { allowed, unknown }: Sight,
): Promise<Looked> {
  // Once something was refused, what cannot even be looked for may be there.
  const absent = (): State => (unknown.length > 0 ? 'unknown' : 'missing');
  const nothing = (state: () => State): Looked => ({
    gives: {},
    told: () => ({ step: step.name, state: state(), found: [], gives: {} }),
  });
  let resources: Record<string, Resource> | undefined;
  try {
    resources = await allowed(async () => step.resources(place as never, want as never, given as never));
    if (!resources) return nothing(() => 'unknown');
  } catch (error) {
    if (
      error instanceof WizardError &&
      ['notFound', 'revisionBroken', 'notPackable', 'cannotStart', 'invalidValue'].includes(error.code)
    )
      return nothing(absent);
    throw error;
  }
  const { sample, left } = someOfEach(resources);
  if (left > 0) session.ui.warn(line('statusOfFew', { step: step.name, most: MOST_OF_A_KIND, left }));
  const read = await Promise.all(
    sample.map(async ([key, resource]) => {
      try {
        const read = await allowed(async () => ({ found: (await resource.read()) as object | undefined }));
        const found = read?.found;
        return { key, found, shown: () => shown(resource, read !== undefined, found) };
      } catch (error) {
        if (!isWizardError(error, 'notFound') && !isWizardError(error, 'busy') && !isWizardError(error, 'cannotStart'))
          throw error;
        const { kind, name } = resource;
        return { key, found: undefined, shown: () => ({ kind, name, state: absent(), differs: [] }) };
      }
    }),
  );
  const { gives } = outputs(step, Object.fromEntries(read.map(({ key, found }) => [key, found])), want);
  const told = (): StepState => {
    const found = read.map(({ shown }) => shown());
    const states = found.map(({ state }) => state);
    const [first = absent()] = states;
    const state = states.every((one) => one === first) ? first : states.includes('unknown') ? 'unknown' : 'partial';
    return { step: step.name, state, found, gives };
  };
  return { gives, told };

  function shown({ kind, name, spec }: Resource, isKnown: boolean, found: object | undefined) {
    const all = found ? differences(spec, found) : [];
    // What an earlier step gives is not known where it may not be looked at.
    const open = unknown.length > 0 && all.some(({ to }) => isPlaceholder(to));
    const differs = all.filter(({ to }) => !(open && isPlaceholder(to))).map(({ key }) => key);
    const state: State = !isKnown
      ? 'unknown'
      : !found
        ? 'missing'
        : differs.length > 0
          ? 'partial'
          : open
            ? 'unknown'
            : 'ready';
    return { kind, name, state, differs };
  }
}
