// Step 6: a revision, from S3, GitHub or a folder here, is deployed to the group and watched to its end.
import { resolve } from 'node:path';
import type { Place } from '../aws/place.ts';
import { commitWarnings, keyOf, treeOf } from '../deployments/local-revision.ts';
import { isChanged, readRepository } from '../deployments/repository.ts';
import { pinned, type Revision } from '../deployments/revision.ts';
import { WizardError } from '../engine/errors.ts';
import { confirm, list, select, text } from '../engine/question.ts';
import type { Line } from '../engine/resource.ts';
import { deployment } from '../resources/deployment.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { revisionObject } from '../resources/revision-object.ts';
import { application } from './app.ts';
import { configNamed, deploymentConfig, eventsOf, groupName, knownConfig, rollbackOn } from './group.ts';
import { project } from './project.ts';
import { bucket, bundleType, directory, from, includeEnv, source } from './revision-source.ts';
import * as rules from './rules.ts';
import { type Look, step } from './step.ts';

export const key = text<Look>('key', {
  when: from('s3'),
  check: (value) => (!value.startsWith('/') && Buffer.byteLength(value) <= 1024 ? undefined : { rule: 'objectKey' }),
});

const versionId = text<Look, string | undefined>('versionId', {
  when: from('s3'),
  optional: true,
  quiet: true,
  fleeting: true,
});

const repository = text<Look>('repository', {
  when: from('github'),
  check: rules.matching(/^(?!.*\.git$)[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9._-]{1,100}$/, 'repositoryName'),
  suggest: async ({ cwd }) => {
    const gitHub = (await readRepository(cwd))?.gitHub;
    return gitHub ? { value: gitHub, from: 'git' } : undefined;
  },
});

const commit = text<Look>('commit', {
  when: from('github'),
  fleeting: true,
  check: rules.matching(/^[0-9a-fA-F]{40}$/, 'commitId'),
  suggest: async ({ cwd, want }) => {
    const here = await readRepository(cwd);
    return here?.commit && here.gitHub === want.repository ? { value: here.commit, from: 'git' } : undefined;
  },
});

const githubTokenName = text<Look, string | undefined>('githubTokenName', {
  when: from('github'),
  optional: true,
  quiet: true,
});

const description = text<Look, string | undefined>('description', {
  optional: true,
  quiet: true,
  fleeting: true,
  check: (value) => (value.length <= 256 ? undefined : { rule: 'description' }),
  // An object in S3 has nothing to do with the commit that happens to be checked out here.
  suggest: async ({ cwd, want }) => {
    const folder = want.source === 'local' ? resolve(cwd, String(want.directory ?? '.')) : cwd;
    const here = want.source === 's3' ? undefined : await readRepository(folder);
    const isHead = want.source === 'local' || (here?.commit !== undefined && here.commit === want.commit);
    if (!here?.subject || !isHead) return undefined;
    // What is not committed is packed as well: the name of the commit alone would be untrue.
    const changed = want.source === 'local' && (await isChanged(folder));
    return { value: changed ? `${here.subject.slice(0, 240)} (changed)` : here.subject, from: 'git' };
  },
});

const BEHAVIORS = ['DISALLOW', 'OVERWRITE', 'RETAIN'] as const;
const fileExistsBehavior = select<Look, (typeof BEHAVIORS)[number]>('fileExistsBehavior', BEHAVIORS, {
  quiet: true,
  suggest: () => ({ value: 'DISALLOW', from: 'default' }),
});

export const ignoreApplicationStopFailures = confirm<Look>('ignoreApplicationStopFailures', {
  quiet: true,
  suggest: () => ({ value: false, from: 'default' }),
});

export const wait = confirm<Look>('wait', {
  quiet: true,
  fleeting: true,
  suggest: () => ({ value: true, from: 'default' }),
});

const updateOutdatedInstancesOnly = confirm<Look>('updateOutdatedInstancesOnly', {
  quiet: true,
  fleeting: true,
  suggest: () => ({ value: false, from: 'default' }),
});

/** The green fleet where a blue/green group takes one that is there already. */
const targetTags = list<Look, string[] | undefined>('targetTags', {
  optional: true,
  quiet: true,
  fleeting: true,
  check: rules.tagPairs,
});
const targetAsgs = list<Look, string[] | undefined>('targetAsgs', { optional: true, quiet: true, fleeting: true });

const waitForActive = confirm<Look>('waitForActive', {
  quiet: true,
  fleeting: true,
  suggest: () => ({ value: false, from: 'default' }),
});

const onlyIfSaid = { quiet: true, optional: true, suggest: undefined };

export interface DeployOptions {
  /** Deploy also what already runs; `init` leaves it alone. */
  always: boolean;
  /** Nothing before it is done in the same run. */
  alone?: boolean;
  /** Settings of the group that are given for this deployment only. */
  once?: ReadonlySet<string>;
}

export const deployStep = ({ always, alone = false, once = new Set() }: DeployOptions) =>
  step('deploy', {
    // In the whole walk the group is made before; by itself a deployment looks at nothing else that earlier steps made.
    needs: {},
    asks: {
      // Only names are made from it.
      project: { ...project, quiet: true },
      application,
      group: groupName,
      directory,
      source,
      bucket,
      key,
      bundleType,
      includeEnv,
      versionId,
      repository,
      commit,
      githubTokenName,
      description,
      fileExistsBehavior,
      ignoreApplicationStopFailures,
      updateOutdatedInstancesOnly,
      targetTags,
      targetAsgs,
      // Both belong to the group, and count here only when they are said.
      deploymentConfig: { ...deploymentConfig, ...onlyIfSaid },
      rollbackOn: { ...rollbackOn, ...onlyIfSaid },
      waitForActive,
      wait,
    },
    async resources(place, want) {
      if (alone) await mustExist(place, want);
      if (once.has('deploymentConfig')) await knownConfig(place, configNamed(want.deploymentConfig));
      const deploys = (revision: Revision, warnings: Line[] = []) =>
        deployment(place, {
          warnings,
          application: want.application,
          group: want.group,
          revision,
          gitHubToken: want.githubTokenName,
          description: want.description,
          fileExistsBehavior: want.fileExistsBehavior,
          ignoreApplicationStopFailures: want.ignoreApplicationStopFailures,
          updateOutdatedInstancesOnly: want.updateOutdatedInstancesOnly,
          ...((want.targetTags || want.targetAsgs) && {
            green: { tags: want.targetTags ?? [], asgs: want.targetAsgs ?? [] },
          }),
          ...(once.has('deploymentConfig') && { config: configNamed(want.deploymentConfig) }),
          ...(once.has('rollbackOn') && { rollbackOn: eventsOf(want.rollbackOn) }),
          always,
          alone,
          waitForActive: want.waitForActive,
          wait: want.wait,
        });
      if (want.source === 'github') {
        const { repository } = want;
        const commitId = want.commit.toLowerCase();
        const warnings = await commitWarnings(place, repository, commitId);
        return { deployment: deploys({ repository, commitId }, warnings) };
      }
      if (want.source === 's3') {
        const { bucket, key, bundleType, versionId: version } = want;
        return { deployment: deploys(await pinned(place, { bucket, key, bundleType, version })) };
      }
      const tree = await treeOf(place, want);
      const stored = { bucket: want.bucket, key: keyOf(want, tree) };
      return {
        revision: revisionObject(place, stored, tree),
        deployment: deploys({ ...stored, bundleType: tree.type }),
      };
    },
    gives: {
      deploymentId: ({ deployment }) => deployment?.id,
      status: ({ deployment }) => deployment?.status,
    },
  });

export const deploy = deployStep({ always: false });

const mustExist = (place: Place, { application, group }: { application: string; group: string }) =>
  place.once(`exists ${application}/${group}`, async () => {
    if (await readGroup(place, application, group)) return;
    const what = { kind: 'codedeploy.group', name: `${application}/${group}` } as const;
    throw new WizardError('notReady', { step: 'group', what });
  });
