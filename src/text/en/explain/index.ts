// What codes and lines of logs mean: loaded only when something is explained. Every other language must match it to compile.
import type { Explanation } from '../../say.ts';
import { agent } from './agent.ts';
import { deployment } from './deployment.ts';
import { lifecycle } from './lifecycle.ts';
import { refusals } from './refusals.ts';
import { revision } from './revision.ts';
import { scripts } from './scripts.ts';
import { words } from './words.ts';

export const explanations = { deployment, lifecycle, refusals, agent, revision, scripts, words };

export type ExplainWords = typeof words;
/** What the lines of a log can be a sign of. */
export type SignId = keyof typeof agent | keyof typeof revision | keyof typeof scripts | keyof typeof lifecycle;
export type Explanations = {
  [K in Exclude<keyof typeof explanations, 'words'>]: Record<keyof (typeof explanations)[K], Explanation>;
} & { words: ExplainWords };
