// Laws over the whole walk: whatever write is the last before the process dies, running again ends in the same state.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { State } from '../src/sandbox/state.ts';
import { type Bench, bench, initBook } from './support/run.ts';

const stateOf = ({ home }: Bench) =>
  JSON.parse(readFileSync(join(home, '.local', 'state', 'codedeploy-wizard', 'sandbox-shop.json'), 'utf8')) as State;

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

const walks = {
  'the book': initBook,
  'single instances by tags': [...initBook, '--targets', 'tags', '--tags', 'Name=exercise-web'],
};

describe.each(Object.entries(walks))('%s, killed at a write, before or after AWS acted', (_name, walk) => {
  let expected: ReturnType<typeof normal>;
  let writes: string[] = [];

  beforeAll(async () => {
    const whole = bench();
    const ran = await whole.run(walk);
    expect(ran.exitCode).toBe(0);
    expected = normal(stateOf(whole));
    writes = ran.calls.filter(({ write }) => write).map(({ service, operation }) => `${service}.${operation}`);
  }, 60_000);

  test('the walk writes something', () => expect(writes.length).toBeGreaterThan(8));

  test('running again ends the same', async () => {
    let kills = 0;
    for (let at = 1; at <= writes.length; at++) {
      for (const moment of ['before', 'after'] as const) {
        const interrupted = bench();
        let dead = false;
        const ran = await interrupted.run(walk, {
          onCall: (call, now, count) => {
            if (dead || (call.write && now === moment && count === at)) {
              dead = true;
              throw new Killed();
            }
          },
        });
        const where = `killed ${moment} write ${at}, ${writes[at - 1]}`;
        // A write that AWS refused at first, such as while IAM spreads, has no moment after it.
        if (!dead) continue;
        kills++;
        expect(ran.exitCode, where).not.toBe(0);
        const again = await interrupted.run(walk);
        expect([where, again.exitCode, again.envelope.error?.message]).toEqual([where, 0, undefined]);
        expect([where, normal(stateOf(interrupted))]).toEqual([where, expected]);
      }
    }
    expect(kills).toBeGreaterThan(writes.length);
  }, 300_000);
});
