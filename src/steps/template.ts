// Step 3, second half: a new version of the launch template from the old one, changing only the image and the instance profile.

import type { Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { confirm, list, select, text } from '../engine/question.ts';
import { installScript } from '../resources/host-scripts.ts';
import {
  newTemplate,
  templateNamed,
  templateNames,
  templateVersion as versionFrom,
} from '../resources/launch-template.ts';
import { agentGeneration, ami } from './ami.ts';
import { named, project } from './project.ts';
import { roles } from './roles.ts';
import * as rules from './rules.ts';
import { type Look, step } from './step.ts';

export const template = text<Look>('template', {
  check: rules.templateName,
  ahead: true,
  suggest: async (look) => {
    const names = await templates(await look.place());
    if (names.length === 1) return { value: names[0]!, from: 'onlyOne' };
    return names.length === 0 ? named((name) => `${name}-template`)(look) : undefined;
  },
  choices: async ({ place }) => (await templates(await place())).map((name) => ({ value: name, label: name })),
});

const templates = (place: Place) => place.once('templates', () => templateNames(place));

const templateVersion = select<Look>('templateVersion', undefined, {
  quiet: true,
  check: rules.templateVersion,
  suggest: () => ({ value: '$Default', from: 'default' }),
});
const instanceType = text<Look, string | undefined>('instanceType', {
  optional: true,
  ahead: true,
  quiet: true,
  suggest: whenNone(() => 't3.micro'),
});
const keyPair = text<Look, string | undefined>('keyPair', { optional: true, quiet: true });
const securityGroups = list<Look, string[] | undefined>('securityGroups', {
  optional: true,
  check: rules.securityGroupIds,
  ahead: true,
  quiet: true,
  suggest: async ({ place, want }) => {
    if (want.instanceType === undefined) return undefined;
    const { SecurityGroups = [] } = await (await place()).aws.ec2.describeSecurityGroups({
      Filters: [{ Name: 'group-name', Values: ['default'] }],
    });
    return { value: SecurityGroups.slice(0, 1).map(({ GroupId = '' }) => GroupId), from: 'default' };
  },
});
const makeDefault = confirm<Look>('makeDefault', { quiet: true, suggest: () => ({ value: false, from: 'default' }) });

/** Only where there is no template at all: beside others a new name may be a slip of the pen, and wants its type said. */
function whenNone(value: () => string) {
  return async ({ place }: Look) =>
    (await templates(await place())).length > 0 ? undefined : { value: value(), from: 'default' as const };
}

export const templateStep = step('template', {
  needs: { roles, ami },
  asks: { project, template, templateVersion, instanceType, keyPair, securityGroups, makeDefault, agentGeneration },
  async resources(place, want, { roles: access, ami: from }) {
    const imageId = from?.imageId ?? '';
    const profileArn = access?.instanceProfileArn ?? '';
    const owner = { project: want.project, step: 'template' };
    const present = await templateNamed(place, want.template);
    const made = present?.Tags?.some(({ Key, Value }) => Key === 'codedeploy-wizard:project' && Value === want.project);
    if (!present && want.instanceType === undefined) {
      throw new WizardError('notFound', {
        kind: 'ec2.launch-template',
        name: want.template,
        region: place.region,
        instead: await templates(place),
      });
    }
    if (present && !made) {
      return {
        version: versionFrom(place, {
          template: want.template,
          from: want.templateVersion,
          imageId,
          profileArn,
          makeDefault: want.makeDefault,
        }),
      };
    }
    return {
      version: newTemplate(place, owner, {
        name: want.template,
        imageId,
        profileArn,
        instanceType: want.instanceType,
        keyPair: want.keyPair,
        securityGroups: want.securityGroups,
        userData: ['#!/bin/bash', ...installScript(want.agentGeneration, place.partition)].join('\n'),
      }),
    };
  },
  gives: { launchTemplateId: ({ version }) => version?.id, version: ({ version }) => version?.version },
});
