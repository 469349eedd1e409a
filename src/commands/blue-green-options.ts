// The options of `bluegreen` that are no questions: checked before anything is looked at, and as they were typed.
import type { OptionValues } from 'commander';
import { duration, invalid } from '../globals.ts';
import type { ReleaseOptions } from './blue-green-phases.ts';

const HIGHEST = 1_000;

const count = (flag: string, text: string | undefined, usual: number, least = 0): number => {
  if (text === undefined) return usual;
  const value = Number(text.replace(/%$/, ''));
  if (!/^\d+(\.\d+)?%?$/.test(text) || value < least || value > HIGHEST)
    throw invalid(flag, text, 'range', { from: String(least), to: String(HIGHEST) });
  return value;
};

export function optionsOf(given: OptionValues): ReleaseOptions {
  const steps = stepsOf(given.steps);
  if (given.smoke !== undefined && !/^https?:\/\/[^/\s]+/.test(given.smoke))
    throw invalid('--smoke', given.smoke, 'url');
  return {
    steps,
    pause: duration('--pause', given.pause) ?? (steps.length > 1 ? 2 * 60_000 : 0),
    keep: duration('--keep', given.keep) ?? 30 * 60_000,
    polls: count('--healthy-polls', given.healthyPolls, 3, 1),
    smoke: given.smoke,
    limits: {
      max5xx: count('--max-5xx', given.max5xx, 5),
      maxUnhealthy: count('--max-unhealthy', given.maxUnhealthy, 0),
    },
  };
}

/** `10,50,100`: rising, and the last is all of it. */
function stepsOf(text: string | undefined): number[] {
  if (text === undefined) return [100];
  const steps = text.split(',').map((step) => Number(step.trim().replace(/%$/, '')));
  const isRising = steps.every((step, i) => Number.isInteger(step) && step > (steps[i - 1] ?? 0) && step <= 100);
  if (!isRising) throw invalid('--steps', text, 'risingSteps');
  return steps.at(-1) === 100 ? steps : [...steps, 100];
}

/** The options that are no questions, as they were given. */
export function wordsOf(given: OptionValues): string[] {
  const { steps, pause, keep, healthyPolls, smoke, max5xx, maxUnhealthy, setupOnly, again } = given;
  const values = {
    '--steps': steps,
    '--pause': pause,
    '--keep': keep,
    '--healthy-polls': healthyPolls,
    '--smoke': smoke,
    '--max-5xx': max5xx,
    '--max-unhealthy': maxUnhealthy,
  };
  return [
    ...Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)])),
    ...(setupOnly ? ['--setup-only'] : []),
    ...(again ? ['--again'] : []),
  ];
}
