// Compares what must hold with what is there. Planning only reads; the plan is a value.

import { WizardError } from './errors.ts';
import { type Json, same } from './json.ts';
import type { Difference, Line, Resource, Severe } from './resource.ts';
import { type AnyStep, placeholder } from './step.ts';

export type Verb = 'create' | 'update' | 'keep' | 'remove';

export interface Change {
  step: string;
  verb: Verb;
  kind: Resource['kind'];
  name: string;
  differs: Difference[];
  notes: Line[];
  severe: Severe[];
}

export interface StepPlan {
  step: AnyStep;
  changes: { change: Change; key: string; resource: Resource; found: object | undefined }[];
  /** Outputs, with placeholders for what is not there yet. */
  gives: Record<string, string>;
  /** Whether everything the step gives is there already. */
  ready: boolean;
}

export const differences = (spec: Record<string, Json>, found: object): Difference[] =>
  Object.keys(spec)
    .filter((key) => !same(spec[key], (found as Record<string, Json>)[key]))
    .map((key) => ({ key, from: (found as Record<string, Json>)[key] ?? null, to: spec[key] ?? null }));

/** What would be done about one resource. Throws `conflict` where the difference is not ours to change. */
export async function planResource(
  step: string,
  resource: Resource,
): Promise<{ change: Change; found: object | undefined }> {
  const found = await resource.read();
  const differs = found
    ? differences(resource.spec, found)
    : Object.keys(resource.spec).map((key) => ({ key, from: null, to: resource.spec[key] ?? null }));
  const verb: Verb = !found ? 'create' : differs.length === 0 ? 'keep' : resource.unwanted ? 'remove' : 'update';
  if (found && verb !== 'keep' && (!resource.update || resource.mayUpdate?.(found, differs) === false)) {
    throw new WizardError('conflict', {
      kind: resource.kind,
      name: resource.name,
      differs,
      why: resource.because?.(found, differs),
    });
  }
  const notes = (await resource.notes?.(found, differs)) ?? [];
  const severe = verb === 'keep' ? [] : ((await resource.severe?.(found, differs)) ?? []);
  const shown = verb === 'keep' ? [] : differs.filter(({ to }) => to !== null);
  return { change: { step, verb, kind: resource.kind, name: resource.name, differs: shown, notes, severe }, found };
}

export async function planStep(step: AnyStep, place: unknown, want: object, given: object): Promise<StepPlan> {
  const resources = await step.resources(place as never, want as never, given as never);
  // Resources of a step are read side by side: none needs another's answer to be read.
  const planned = await Promise.all(
    Object.entries(resources).map(async ([key, resource]) => ({
      key,
      resource,
      ...(await planResource(step.name, resource)),
    })),
  );
  const found = Object.fromEntries(planned.map(({ key, found }) => [key, found]));
  return { step, changes: planned, ...outputs(step, found, want) };
}

/** What the step gives of what was found; a placeholder stands for what is not there. */
export function outputs(step: AnyStep, found: object, want: object): { gives: Record<string, string>; ready: boolean } {
  let ready = true;
  const gives: Record<string, string> = {};
  for (const [name, output] of Object.entries(step.gives)) {
    const value = output(found as never, want as never);
    if (value === undefined) ready = false;
    gives[name] = value ?? placeholder(step.name, name);
  }
  return { gives, ready };
}
