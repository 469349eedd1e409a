// The questions of `bluegreen`: blue is what is there, and green has names made from it, unless others are given.
import { greenOf } from '../deployments/colours.ts';
import type { Suggestion } from '../engine/question.ts';
import { type Question, text } from '../engine/question.ts';
import { groupNames } from '../resources/auto-scaling-group.ts';
import { application } from './app.ts';
import { asgName, targetGroup as ofGroup } from './asg.ts';
import { deploy } from './deploy.ts';
import { groupName } from './group.ts';
import { project } from './project.ts';
import { serviceRole } from './roles.ts';
import * as rules from './rules.ts';
import type { Look } from './step.ts';

/** The group of which another one is the twin. */
const asg = {
  ...asgName,
  when: undefined,
  suggest: async (look: Look): Promise<Suggestion<string> | undefined> => {
    const names = await groupNames(await look.place());
    const originals = names.filter((name) => !names.some((other) => other !== name && greenOf(other) === name));
    return originals.length === 1 ? { value: originals[0]!, from: 'onlyOne' } : undefined;
  },
} as Question<string, Look>;

export const twin = text<Look>('twin', {
  quiet: true,
  selfAnswering: true,
  check: rules.asgName,
  suggest: ({ want }) => (typeof want.asg === 'string' ? { value: greenOf(want.asg), from: 'default' } : undefined),
});

const targetGroup = { ...ofGroup, optional: false, quiet: true } as unknown as Question<string, Look>;

export const twinTargetGroup = text<Look>('twinTargetGroup', {
  quiet: true,
  selfAnswering: true,
  check: rules.targetGroupName,
  suggest: ({ want }) =>
    typeof want.targetGroup === 'string' ? { value: greenOf(want.targetGroup, 32), from: 'default' } : undefined,
});

/** What says which two colours are meant. */
export const pairAsks = { project, application, group: groupName, asg, targetGroup, twin, twinTargetGroup };

const {
  project: _project,
  application: _application,
  group: _group,
  targetTags: _tags,
  targetAsgs: _asgs,
  updateOutdatedInstancesOnly: _outdated,
  deploymentConfig: _config,
  rollbackOn: _rollback,
  waitForActive: _active,
  ...revisionAsks
} = deploy.asks;

export const releaseAsks = {
  ...pairAsks,
  serviceRole: { ...serviceRole, quiet: true },
  ...revisionAsks,
};

/** Those that no step asks. */
export const colourQuestions: readonly Question[] = [twin, twinTargetGroup] as unknown as Question[];
