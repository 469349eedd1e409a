// Laws over the whole walk: whatever write is the last before the process dies, running again ends in the same state.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { State } from '../src/sandbox/state.ts';
import { type Bench, bench, example, initBook, initEmpty, stateFile } from './support/run.ts';

const stateOf = (here: Bench) => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;
const common = ['--sandbox', '--yes', '--output', 'json'];

/** What a state says without what differs from run to run: ids, times, counts of calls. */
function normal(state: State) {
  const sorted = <T>(record: Record<string, T>) => Object.values(record);
  return {
    roles: sorted(state.iam.roles).map(({ name, trust, attached, tags }) => ({
      name,
      trust,
      attached: [...attached].sort(),
      tags,
    })),
    policies: sorted(state.iam.policies).map(({ name, versions, tags }) => ({
      name,
      versions: versions.map(({ document }) => document),
      tags,
    })),
    profiles: sorted(state.iam.profiles).map(({ name, roles, tags }) => ({ name, roles, tags })),
    images: sorted(state.ec2.images).map(({ tags, state, host }) => ({
      tags: tags
        .filter(({ key }) => key !== 'Name')
        .map(({ key, value }) => `${key}=${value}`)
        .sort(),
      state,
      files: Object.keys(host.files).sort(),
      agent: host.agent?.version,
    })),
    sources: sorted(state.ec2.instances)
      .filter(({ tags }) => tags.some(({ key, value }) => key === 'Name' && value === 'exercise-web'))
      .map(({ state, tags, profile }) => ({ state, tags: tags.map(({ key }) => key).sort(), profile: profile?.name })),
    templates: sorted(state.ec2.templates).map(({ name, versions, defaultVersion }) => ({
      name,
      versions: versions.length,
      defaultVersion,
    })),
    groups: sorted(state.autoScaling.groups).map(({ name, launchTemplate, min, max, desired, members, hooks }) => ({
      name,
      version: launchTemplate?.version,
      sizes: [min, desired, max],
      inService: members.filter(({ lifecycle }) => lifecycle === 'InService').length,
      hooks: hooks.length,
    })),
    applications: sorted(state.codeDeploy.applications).map(({ name, tags }) => ({ name, tags })),
    deploymentGroups: sorted(state.codeDeploy.groups).map(({ name, tags, autoScalingGroups }) => ({
      name,
      tags,
      autoScalingGroups: autoScalingGroups.map((group) => group.name),
    })),
    userDeployments: sorted(state.codeDeploy.deployments)
      .filter(({ creator }) => creator === 'user')
      .map(({ status, description }) => ({ status, description })),
    objects: sorted(state.s3.buckets).map(({ name, objects }) => ({
      name,
      keys: Object.entries(objects).map(([key, versions]) => `${key} ${versions.length}`),
    })),
  };
}

class Killed extends Error {}

/** The command lines of a walk, in order, and what must be there before them. */
const walks: Record<string, (here: Bench) => Promise<string[][]>> = {
  'the book': async () => [initBook],
  'the steps of the book one by one': async () => [
    ...['roles', 'ami', 'template', 'asg', 'app', 'group'].map((step) => [step, ...common]),
    ['deploy', ...common, '--if-changed', '--directory', example],
  ],
  'single instances by tags': async () => [[...initBook, '--targets', 'tags', '--tags', 'Name=exercise-web']],
  'an empty account': async (here) => [await initEmpty(here)],
};

describe.each(Object.entries(walks))('%s, killed at a write, before or after AWS acted', (_name, commandsFor) => {
  let expected: ReturnType<typeof normal>;
  const writes: string[] = [];

  beforeAll(async () => {
    const whole = bench();
    for (const command of await commandsFor(whole)) {
      const ran = await whole.run(command);
      expect([command, ran.exitCode]).toEqual([command, 0]);
      const made = ran.calls.filter(({ write }) => write);
      writes.push(...made.map(({ service, operation }) => `${service}.${operation}`));
    }
    expected = normal(stateOf(whole));
  }, 60_000);

  test('the walk writes something', () => expect(writes.length).toBeGreaterThan(8));

  test('running again ends the same', async () => {
    let kills = 0;
    for (let at = 1; at <= writes.length; at++) {
      for (const moment of ['before', 'after'] as const) {
        const interrupted = bench();
        const commands = await commandsFor(interrupted);
        const where = `killed ${moment} write ${at}, ${writes[at - 1]}`;
        let dead = false;
        let written = 0;
        for (const command of commands) {
          const ran = await interrupted.run(command, {
            onCall: (call, now) => {
              if (call.write && now === 'before') written++;
              if (dead || (call.write && now === moment && written === at)) {
                dead = true;
                throw new Killed();
              }
            },
          });
          if (!dead) continue;
          expect(ran.exitCode, where).not.toBe(0);
          break;
        }
        // A write that AWS refused at first, such as while IAM spreads, has no moment after it.
        if (!dead) continue;
        kills++;
        for (const command of commands) {
          const again = await interrupted.run(command);
          expect([where, again.exitCode, again.envelope.error?.message]).toEqual([where, 0, undefined]);
        }
        expect([where, normal(stateOf(interrupted))]).toEqual([where, expected]);
      }
    }
    expect(kills).toBeGreaterThan(writes.length);
  }, 300_000);
});
