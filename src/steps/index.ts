// The list: the program is these steps in this order, and every verb is a walk over it.

import type { Question } from '../engine/question.ts';
import type { AnyStep } from '../engine/step.ts';
import { ami } from './ami.ts';
import { app } from './app.ts';
import { asg } from './asg.ts';
import { colourQuestions } from './blue-green.ts';
import { deploy } from './deploy.ts';
import { group } from './group.ts';
import { roles } from './roles.ts';
import { templateStep as template } from './template.ts';

export const steps: readonly AnyStep[] = [roles, ami, template, asg, app, group, deploy];

/** Steps that fall away when single instances are deployed to, found by tags. */
const ONLY_WITH_ASG = new Set(['ami', 'template', 'asg']);

export const fitting = (list: readonly AnyStep[], targets: unknown) =>
  list.filter(({ name }) => targets !== 'tags' || !ONLY_WITH_ASG.has(name));

/** The steps that `step` builds on, directly or not, in order. */
export function upstreamOf(step: AnyStep): AnyStep[] {
  const needed = new Set<string>();
  const visit = ({ needs }: AnyStep) => {
    for (const need of Object.values(needs)) {
      needed.add(need.name);
      visit(need);
    }
  };
  visit(step);
  return steps.filter(({ name }) => needed.has(name));
}

/** Every question that can be asked, by key. */
export const questions: ReadonlyMap<string, Question> = new Map(
  [...steps.flatMap(({ asks }) => Object.values(asks)), ...colourQuestions].map(
    (question) => [question.key, question] as const,
  ),
);
