// Steps looked at side by side: each as soon as those have answered whose gives it is made from.
import type { AnyStep, Gives } from './step.ts';

/** Answers in the order of `steps`. Where several fail, it is the earliest that tells. */
export async function sideBySide<T extends { gives: Gives }>(
  steps: readonly AnyStep[],
  upstream: Record<string, Gives>,
  look: (step: AnyStep, given: Record<string, Gives>) => Promise<T>,
): Promise<T[]> {
  const looks = new Map<string, Promise<T>>();
  const given = async (step: AnyStep) => {
    const needed = step.from ?? Object.keys(step.needs);
    const gives = await Promise.all(needed.map(async (name) => (await looks.get(name))?.gives ?? upstream[name]));
    return Object.fromEntries(needed.flatMap((name, index) => (gives[index] ? [[name, gives[index]]] : [])));
  };
  // Several parts of one work may bear the name of the same step.
  const all = steps.map((step) => {
    const answer = given(step).then((gives) => look(step, gives));
    looks.set(step.name, answer);
    return answer;
  });
  const ended = await Promise.allSettled(all);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
