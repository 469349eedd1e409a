// Step 5, first half: the CodeDeploy application (EC2/On-premises).
import { text } from '../engine/question.ts';
import { application as applicationResource } from '../resources/application.ts';
import { named, project } from './project.ts';
import * as rules from './rules.ts';
import { type Look, step } from './step.ts';

export const application = text<Look>('application', {
  check: rules.codeDeployName,
  ahead: true,
  suggest: named((name) => name),
});

export const app = step('app', {
  needs: {},
  asks: { project, application },
  resources: (place, want) => ({
    application: applicationResource(place, { project: want.project, step: 'app' }, want.application),
  }),
  gives: { name: ({ application }) => application?.name },
});
