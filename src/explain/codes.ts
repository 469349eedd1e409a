// Finds what somebody means by a word or a pasted message: a code, however it is written, or a sentence with a meaning.
import { distance } from '../engine/near.ts';
import type { Explanations } from '../text/en/explain/index.ts';
import type { Explanation } from '../text/say.ts';
import { signOf } from './signs.ts';

type Catalogue = Omit<Explanations, 'words'>;

/** In the order in which a name is looked up. */
const sectionsOf = ({ lifecycle, deployment, refusals, agent, revision, scripts }: Catalogue) =>
  [lifecycle, deployment, refusals, agent, revision, scripts] as Record<string, Explanation>[];

export const idsOf = (catalogue: Catalogue): string[] => sectionsOf(catalogue).flatMap(Object.keys);

export const explanationOf = (catalogue: Catalogue, id: string): Explanation | undefined =>
  sectionsOf(catalogue).find((section) => Object.hasOwn(section, id))?.[id];

/** Nothing is wrong, or nothing that does not pass. */
const SEVERITIES: Record<string, 'warning' | 'info'> = {
  Success: 'info',
  MANUAL_STOP: 'info',
  DeploymentNotStartedException: 'info',
  noScriptRan: 'info',
  wroteErrors: 'info',
  alreadyRunning: 'info',
  imdsFallback: 'info',
  stopRefused: 'warning',
  revisionsStay: 'warning',
  pollThrottled: 'warning',
  serviceFault: 'warning',
  THROTTLED: 'warning',
  Throttling: 'warning',
  ThrottlingException: 'warning',
  RequestLimitExceeded: 'warning',
};
export const severityOf = (id: string): 'error' | 'warning' | 'info' => SEVERITIES[id] ?? 'error';

/** Services spell the same refusal with and without a suffix, and people without capitals and underscores. */
const bare = (word: string) =>
  word
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase()
    .replace(/(exception|fault)$/, '');

const SENTENCES: [RegExp, string][] = [
  [/iam:PassRole/, 'iam:PassRole'],
  [/authorized to use launch template/i, 'NotAuthorizedToUseLaunchTemplate'],
  [/Invalid IAM Instance Profile/i, 'ValidationError'],
  [/InstanceSessionsPerInstanceProfile|PoliciesPerRole/, 'LimitExceededException'],
  [/Exactly one AutoScaling group/i, 'InvalidBlueGreenDeploymentConfigurationException'],
  [/too many individual instances failed deployment/, 'HEALTH_CONSTRAINTS'],
  [/not authorized to perform/i, 'AccessDenied'],
];

export function findCode(catalogue: Catalogue, word: string): string | undefined {
  const ids = idsOf(catalogue);
  const wanted = bare(word);
  const known = wanted && (ids.find((id) => id === word) ?? ids.find((id) => bare(id) === wanted));
  if (known) return known;
  const sentence = SENTENCES.find(([said]) => said.test(word))?.[1];
  const sign = /\s/.test(word.trim()) ? signOf(word, 'agent') : undefined;
  // What a program prints holds the name of the error: An error occurred (ThrottlingException) when calling …
  const named = word.match(/[A-Za-z]+(?:_[A-Z]+)+|[A-Z][a-z]+[A-Z][A-Za-z]+/g)?.find((name) => ids.includes(name));
  return sign?.id ?? sentence ?? named;
}

const LONGEST = 60;
const SHOWN = 3;

/** Codes that look like `word`, the nearest first. */
export function near(catalogue: Catalogue, word: string): string[] {
  const wanted = bare(word).slice(0, LONGEST);
  if (wanted.length < 3) return [];
  return idsOf(catalogue)
    .map((id) => {
      const name = bare(id);
      return { id, away: name.includes(wanted) ? 1 : distance(name, wanted) };
    })
    .filter(({ away }) => away <= Math.max(2, wanted.length / 4))
    .sort((a, b) => a.away - b.away)
    .slice(0, SHOWN)
    .map(({ id }) => id);
}
