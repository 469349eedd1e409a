// Makes one step or all of them so: answers, plan, consent, apply, and the command that does the same without questions.

import { maybeActed } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { type Answer, answer, NOWHERE_TO_LOOK, type QuestionGroup } from '../engine/answers.ts';
import { isWizardError } from '../engine/errors.ts';
import { flagOf, type Value } from '../engine/question.ts';
import { line } from '../engine/resource.ts';
import { makeItSo, readUpstream } from '../engine/run.ts';
import type { AnyStep } from '../engine/step.ts';
import type { Block } from '../engine/ui.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { steps as allSteps, fitting, upstreamOf } from '../steps/index.ts';
import type { Look } from '../steps/step.ts';
import { adoptName } from './adopt-name.ts';
import { atWork } from './at-work.ts';
import { suggest } from './suggest.ts';

export interface Made {
  exitCode: number;
  changes: Awaited<ReturnType<typeof makeItSo>>['changes'];
  gives: Record<string, Record<string, string>>;
  next: string[];
  blocks: Block[];
}

/** `step` absent: all of them, in the book's order. */
export async function make(session: Session, settings: Settings, step?: AnyStep): Promise<Made> {
  const { text } = session;
  const { answers, exitCode, outcome, want, place } = await walk(session, settings, { step });
  const deployed = outcome.changes.some(({ step, verb }) => step === 'deploy' && verb !== 'keep');
  if (deployed && !session.globals.dryRun) await adoptName(session, settings, place, want);
  return {
    exitCode,
    changes: outcome.changes,
    gives: outcome.gives,
    next: nextCommands(session, step, answers),
    blocks: [
      {
        title: session.globals.dryRun ? text.words.plan : text.words.done,
        rows: Object.entries(outcome.gives).flatMap(([name, gives]) =>
          Object.entries(gives).map(([key, value]) => [name, text.gives[key as keyof typeof text.gives] ?? key, value]),
        ),
      },
    ],
  };
}

export interface Walk {
  /** Absent: all of them. */
  step?: AnyStep;
  /** What is typed for it, where that is not its name. */
  command?: string[];
  /** Nothing that anybody has to agree to. */
  mild?: boolean;
}

/** Answers, plan, consent, apply. */
export async function walk(session: Session, settings: Settings, { step, command, mild = false }: Walk) {
  const { globals } = session;
  await settings.tellNew();
  const answers = await ask(session, settings, step ? [step] : [...allSteps], step ? upstreamOf(step) : [], {
    // The first prompt needs nobody's answer and nothing loaded; where we are is said before the next.
    afterFirst: () => openPlace(session),
  });
  const want = wanted(answers);
  const again = sameCommand(session, command ?? [step?.name ?? 'init'], answers);
  session.soFar.next = [again];
  const work = () => carryOn(session, settings, { step, mild, answers, want, again });
  if (mild || globals.dryRun) return work();
  const group = `${want.application}/${want.group}`;
  const whole = String(want.project);
  const what = step?.name === 'deploy' ? [group] : step ? [whole] : [whole, group];
  return atWork(session, { what, command: step?.name ?? 'init', waits: want.waitForActive === true }, work);
}

interface Rest extends Pick<Walk, 'step' | 'mild'> {
  answers: Answer[];
  want: Record<string, Value>;
  again: string;
}

async function carryOn(session: Session, settings: Settings, { step, mild, answers, want, again }: Rest) {
  const { ui, globals } = session;
  const { targets } = want;
  const place = await session.place();
  // Somebody may have taken his time to answer.
  if (ui.interactive) place.forget();
  place.remember();
  const before = step ? fitting(upstreamOf(step), targets) : [];
  const outcome = await makeItSo(
    {
      ...runIn(session, place, mild),
      steps: fitting(step ? [step] : allSteps, targets),
      want,
      show: (changes) => {
        place.forget();
        ui.plan(changes, answers);
      },
      agreed: () => settings.keepAgreed(answers),
    },
    await readUpstream(before, place, want),
  ).finally(() => place.forget());
  const pending = outcome.changes.some(({ verb }) => verb !== 'keep');
  if (globals.dryRun) ui.say(line('dryRun', {}));
  return { answers, want, place, again, outcome, exitCode: globals.dryRun && globals.exitCode && pending ? 7 : 0 };
}

/** What every run of the engine is given by the session. */
export const runIn = ({ ui, globals, world, soFar }: Session, place: Place, mild = false) => ({
  place,
  ui,
  clock: place.clock,
  signal: world.signal,
  consent: { yes: globals.yes || mild, names: globals.confirm, dryRun: globals.dryRun },
  interval: globals.pollInterval,
  timeout: globals.timeout,
  maybeActed,
  soFar,
});

/** Opens the account, so that it is said. Without credentials somebody at a terminal is offered the sandbox. */
async function openPlace(session: Session): Promise<void> {
  const { ui, globals } = session;
  try {
    (await session.place()).remember();
  } catch (error) {
    if (!isWizardError(error) || !NOWHERE_TO_LOOK.has(error.code)) throw error;
    // With nobody to ask all that is missing is listed together, further on.
    if (!ui.interactive) return;
    if (error.code !== 'noCredentials' || !(await ui.confirm(line('sandboxOffer', {})))) throw error;
    globals.sandbox = 'book';
    session.forgetPlace();
  }
}

export const wanted = (answers: Answer[]): Record<string, Value> =>
  Object.fromEntries(answers.map(({ key, value }) => [key, value]));

/** Asks the questions of `steps`; those of `upstream` only where nothing suggests an answer. */
export async function ask(
  session: Session,
  settings: Settings,
  steps: AnyStep[],
  upstream: AnyStep[],
  { forgives, afterFirst }: { forgives?: (error: unknown) => boolean; afterFirst?: () => Promise<void> } = {},
): Promise<Answer[]> {
  const { ui, world } = session;
  const look: Look & { want: Record<string, Value | undefined> } = {
    want: {},
    place: () => session.place(),
    cwd: world.cwd,
    now: world.now,
  };
  // What decides whether others are asked comes first.
  const all = [...steps, ...upstream].map(({ asks }) => asks);
  const named = (...keys: string[]) => keys.flatMap((key) => all.find((asks) => key in asks)?.[key] ?? []);
  const group =
    (quiet: boolean) =>
    (step: AnyStep): QuestionGroup => ({
      name: step.name,
      questions: Object.values(step.asks),
      quiet,
      when: ({ targets }) => fitting([step], targets).length > 0,
    });
  return answer(
    [
      { name: '', questions: named('project'), quiet: false },
      { name: '', questions: named('targets', 'tags'), quiet: false, ...(afterFirst && { before: afterFirst }) },
      ...upstream.map(group(true)),
      ...steps.map(group(false)),
    ],
    {
      given: settings.given,
      look,
      ui,
      keep: (given) => settings.keep(given),
      forgives,
    },
  );
}

/** The command that does the same without questions comes first, then what is worth doing next. */
function nextCommands(session: Session, step: AnyStep | undefined, answers: Answer[]): string[] {
  const following = step && allSteps[allSteps.findIndex(({ name }) => name === step.name) + 1];
  return [sameCommand(session, [step?.name ?? 'init'], answers), suggest(session, following?.name ?? 'status')];
}

export function sameCommand(session: Session, command: string[], answers: Answer[]): string {
  const told = answers.filter(
    ({ source, question, value }) =>
      !(Array.isArray(value) && value.length === 0) &&
      !['default', 'clock', 'present', 'file'].includes(source) &&
      !(question.fleeting && source !== 'flag' && source !== 'typed'),
  );
  const flags = told.flatMap(({ key, value }) => {
    if (typeof value === 'boolean') return [value ? flagOf(key) : `--no-${flagOf(key).slice(2)}`];
    return [flagOf(key), Array.isArray(value) ? value.join(',') : String(value)];
  });
  const consent = ['--yes', ...session.globals.confirm.flatMap((name) => ['--confirm', name])];
  return suggest(session, ...command, ...flags, ...consent);
}
