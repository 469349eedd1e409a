// What is deployed to: an Auto Scaling group, or single instances found by tags (then image, template and group fall away).
import { list, select } from '../engine/question.ts';
import * as rules from './rules.ts';
import type { Look } from './step.ts';

export const targets = select<Look, 'asg' | 'tags'>('targets', ['asg', 'tags'], {
  suggest: ({ want }) => ({ value: want.tags === undefined ? 'asg' : 'tags', from: 'default' }),
});

export const tags = list<Look>('tags', { when: ({ want }) => want.targets === 'tags', check: rules.tagPairs });
