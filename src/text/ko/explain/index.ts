// What codes and lines of logs mean, in Korean.
import type { Explanations } from '../../en/explain/index.ts';
import { agent } from './agent.ts';
import { deployment } from './deployment.ts';
import { lifecycle } from './lifecycle.ts';
import { refusals } from './refusals.ts';
import { revision } from './revision.ts';
import { scripts } from './scripts.ts';
import { words } from './words.ts';

export const explanations: Explanations = { deployment, lifecycle, refusals, agent, revision, scripts, words };
