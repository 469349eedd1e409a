// Makes it so: plans a list of steps, asks once, applies, waits, and reads again. Only this file calls a resource's writes.
import { WizardError } from './errors.ts';
import { canonical } from './json.ts';
import { type Change, differences, outputs, planResource, planStep, type StepPlan } from './plan.ts';
import { line, type Resource, type Severe, type TakenUp } from './resource.ts';
import { type Clock, settle, stopIfInterrupted } from './settle.ts';
import { sideBySide } from './side-by-side.ts';
import type { AnyStep } from './step.ts';
import type { Ui } from './ui.ts';

export interface RunOptions {
  /** The steps to make so, in order. */
  steps: AnyStep[];
  place: unknown;
  want: object;
  ui: Ui;
  clock: Clock;
  signal: AbortSignal;
  /** What the plan may do with nobody asking again. */
  consent: { yes: boolean; names: readonly string[]; dryRun: boolean };
  interval: number;
  /** `--timeout`, for every wait of this run. */
  timeout?: number;
  /** Whether an error says that it may be there although we never heard: AWS has acted, or somebody else has. */
  maybeActed(error: unknown): boolean;
  /** Called once the plan is agreed to, before the first write. */
  agreed?(): Promise<void>;
  /** What has been planned and given so far: what a failed run still has to tell. */
  soFar: {
    changes: Change[];
    gives: Record<string, Record<string, string>>;
    made: { kind: string; name: string }[];
    takenUpBy?: () => TakenUp | undefined;
  };
  /** Shows the plan; the plan of earlier steps that are only read is not in it. */
  show(changes: Change[]): void;
}

export interface Outcome {
  changes: Change[];
  gives: Record<string, Record<string, string>>;
}

const DEFAULT_PATIENCE = 10 * 60_000;
/** IAM may need this long to spread a new role or profile. */
const SPREADING = 5 * 60_000;
const READBACKS = 3;

/** Reads the steps that the wanted ones build on; what is missing there is a command of its own. */
export async function readUpstream(
  steps: AnyStep[],
  place: unknown,
  want: object,
): Promise<Record<string, Record<string, string>>> {
  const looks = await sideBySide(steps, {}, async (step, given) => {
    const resources = await step.resources(place as never, want as never, given as never);
    const found = Object.fromEntries(
      await Promise.all(
        Object.entries(resources).map(async ([key, resource]) => [key, await resource.read()] as const),
      ),
    );
    const { gives, ready } = outputs(step, found, want);
    if (!ready) {
      const absent = Object.entries(resources).find(([key]) => !found[key])?.[1];
      throw new WizardError('notReady', {
        step: step.name,
        what: absent ? { kind: absent.kind, name: absent.name } : undefined,
      });
    }
    return { gives };
  });
  return Object.fromEntries(looks.map(({ gives }, index) => [steps[index]!.name, gives]));
}

export async function makeItSo(
  options: RunOptions,
  upstream: Record<string, Record<string, string>> = {},
): Promise<Outcome> {
  const { steps, place, want, ui } = options;
  stopIfInterrupted(options.signal);
  const plans = await sideBySide(steps, upstream, (step, given) => planStep(step, place, want, given));
  stopIfInterrupted(options.signal);
  const changes = plans.flatMap((plan) => plan.changes.map(({ change }) => change));
  options.soFar.changes = changes;
  options.show(changes);
  const pending = changes.filter(({ verb }) => verb !== 'keep');
  const outcome = (gives: Record<string, Record<string, string>>): Outcome => ({
    changes,
    gives: Object.fromEntries(steps.map(({ name }) => [name, gives[name] ?? {}])),
  });
  if (options.consent.dryRun) return outcome(Object.fromEntries(plans.map(({ step, gives }) => [step.name, gives])));

  let confirmed = new Set<string>();
  if (pending.length > 0) {
    confirmed = await consentTo(pending, options);
  } else ui.say(line('nothingToDo', {}));
  await options.agreed?.();

  const now = { ...upstream };
  for (const plan of plans) {
    const gives =
      pending.length === 0
        ? await comeToRest(plan, options)
        : await apply(plan, pick(plan.step, now), { pending, confirmed, said: notesOf(changes) }, options);
    now[plan.step.name] = gives;
    options.soFar.gives[plan.step.name] = gives;
  }
  return outcome(now);
}

/** Of what earlier steps gave, what this one needs. */
export const pick = (step: AnyStep, given: Record<string, object>) =>
  Object.fromEntries(Object.keys(step.needs).flatMap((name) => (given[name] ? [[name, given[name]]] : [])));

/** Asks for what `--yes` and `--confirm` have not answered. Answers the names that were confirmed. */
async function consentTo(pending: Change[], { ui, consent }: RunOptions): Promise<Set<string>> {
  const confirmed = new Set(consent.names);
  const open = pending.flatMap(({ severe }) => severe).filter(({ confirm }) => !confirmed.has(confirm));
  if (!ui.interactive && (!consent.yes || open.length > 0)) {
    throw new WizardError('confirmationMissing', {
      yes: !consent.yes,
      names: [...new Set(open.map(({ confirm }) => confirm))],
    });
  }
  if (!consent.yes && !(await ui.confirm(line('applyThis', { count: pending.length }))))
    throw new WizardError('declined', {});
  await confirmSevere(
    open.filter(({ later }) => !later),
    confirmed,
    ui,
  );
  return confirmed;
}

async function confirmSevere(severe: Severe[], confirmed: Set<string>, ui: Ui): Promise<void> {
  for (const { confirm, why } of severe) {
    if (confirmed.has(confirm)) continue;
    if ((await ui.typeName(confirm, why)).trim() !== confirm) throw new WizardError('declined', {});
    confirmed.add(confirm);
  }
}

interface Agreed {
  pending: Change[];
  /** Names typed, or given with `--confirm`. */
  confirmed: Set<string>;
  /** Notes that were shown with the plan. */
  said: Set<string>;
}

const notesOf = (changes: Change[]) => new Set(changes.flatMap(({ notes }) => notes).map(canonical));

/** Nothing is to be done: what has just been read holds, and only what has not come to rest is looked at again. */
async function comeToRest({ step, changes }: StepPlan, options: RunOptions): Promise<Record<string, string>> {
  const found: Record<string, object | undefined> = {};
  for (const { key, resource, found: before } of changes) {
    options.soFar.takenUpBy = () => resource.takenUpBy?.();
    found[key] = await untilSettled(resource, options, before);
    options.soFar.takenUpBy = undefined;
  }
  return outputs(step, found, options.want).gives;
}

/** Applies one step with what the earlier ones really gave. */
async function apply(
  plan: StepPlan,
  given: object,
  agreed: Agreed,
  options: RunOptions,
): Promise<Record<string, string>> {
  const { place, want, ui } = options;
  const { step } = plan;
  const resources = await step.resources(place as never, want as never, given as never);
  const found: Record<string, object | undefined> = {};
  for (const [key, resource] of Object.entries(resources)) {
    stopIfInterrupted(options.signal);
    options.soFar.takenUpBy = () => resource.takenUpBy?.();
    const { change, found: before } = await planResource(step.name, resource);
    if (change.verb !== 'keep') {
      // Time has passed since the plan was shown: nothing is written that was not in it.
      const known = agreed.pending.some(
        (other) => other.step === change.step && other.kind === change.kind && other.name === change.name,
      );
      if (!known) throw new WizardError('unplanned', { kind: change.kind, name: change.name });
      for (const note of change.notes) if (!agreed.said.has(canonical(note))) ui.say(note);
      await confirmSevere(change.severe, agreed.confirmed, ui);
      const done = ui.applying(change);
      await write(resource, before, change, options);
      done();
    }
    found[key] = await untilSettled(resource, options, change.verb === 'keep' ? before : undefined);
    if (change.verb !== 'keep') options.soFar.made.push({ kind: change.kind, name: change.name });
    options.soFar.takenUpBy = undefined;
  }
  return outputs(step, found, want).gives;
}

async function write(
  resource: Resource,
  before: object | undefined,
  change: Change,
  options: RunOptions,
): Promise<void> {
  const { ui, clock, maybeActed } = options;
  let found = before;
  const started = clock.now();
  for (let readbacks = 0; ; ) {
    try {
      if (!found) await resource.create(ui);
      else await resource.update!(found, ui, change.differs);
      return;
    } catch (error) {
      if (resource.transient?.(error) && clock.now() - started < SPREADING) {
        await pause(options, 'waitSpreading', resource);
      } else if (maybeActed(error) && readbacks++ < READBACKS) {
        // The answer was lost: AWS may have acted. What is there now decides, not what we remember.
        await pause(options, 'waitReadBack', resource);
        found = await resource.read();
        const differs = found ? differences(resource.spec, found) : [];
        if (found && differs.length === 0) return;
        // Somebody else has made it meanwhile, and not so that it is ours to change.
        if (found && (!resource.update || resource.mayUpdate?.(found, differs) === false)) throw error;
      } else throw error;
    }
  }
}

async function pause(
  { ui, clock, interval, signal }: RunOptions,
  key: 'waitSpreading' | 'waitReadBack',
  resource: Resource,
) {
  ui.wait(line(key, { kind: resource.kind, name: resource.name }));
  await clock.sleep(interval);
  ui.wait(undefined);
  stopIfInterrupted(signal);
}

/** Reads until what was made is there, is as wanted, and has nothing left to wait for. `known`: it has just been read. */
async function untilSettled(resource: Resource, options: RunOptions, known?: object): Promise<object> {
  const { ui } = options;
  let found: object | undefined;
  let fresh = known;
  await settle(
    async () => {
      found = fresh ?? (await resource.read());
      fresh = undefined;
      if (!found || differences(resource.spec, found).length > 0) {
        return (found && resource.notYet?.(found)) ?? line('waitVisible', { kind: resource.kind, name: resource.name });
      }
      return resource.waiting?.(found, ui);
    },
    resource.name,
    {
      ...options,
      timeout: options.timeout ?? resource.patience ?? DEFAULT_PATIENCE,
      wait: (text) => ui.wait(text),
      passing: (error) => resource.passing?.(error),
    },
  );
  return found!;
}
