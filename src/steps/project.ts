// The project: its name is the beginning of every other name, and the tag that says what is ours.
import { basename } from 'node:path';
import { text } from '../engine/question.ts';
import * as rules from './rules.ts';
import type { Look } from './step.ts';

export const project = text<Look>('project', {
  check: rules.projectName,
  suggest: ({ cwd }) => {
    const value = valid(basename(cwd));
    return value ? { value, from: 'directory' } : undefined;
  },
});

/** A folder's name made into a project's: letters, digits and hyphens, beginning with a letter. */
function valid(name: string): string | undefined {
  const made = name
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^[^a-zA-Z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return made || undefined;
}

/** A suggestion made from the project's name. */
export const named =
  (make: (project: string) => string) =>
  ({ want }: Look) =>
    typeof want.project === 'string' ? { value: make(want.project), from: 'project' as const } : undefined;
