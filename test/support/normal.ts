// What an account says without what differs from run to run: ids, moments, counts of calls.
import type { State, Tag } from '../../src/sandbox/state.ts';

const values = <T>(record: Record<string, T>) => Object.values(record);

/** A moment within a tag's value is one of those things. */
const tagsOf = (tags: Pick<Tag, 'key' | 'value'>[]) =>
  tags
    .filter(({ key }) => key !== 'Name')
    .map(({ key, value }) => `${key}=${value.replace(/ \d{4}-\d\d-\d\dT[\d:]+Z/, '')}`)
    .sort();

export function normal(state: State) {
  const { iam, ec2, autoScaling, codeDeploy, elb, s3 } = state;
  const isOurs = ({ hook }: { hook?: string }, group: string) =>
    values(autoScaling.groups).some(({ name, hooks }) => name === group && hooks.some((one) => one.name === hook));
  return {
    roles: values(iam.roles).map(({ name, trust, attached, tags }) => ({
      name,
      trust,
      attached: attached.toSorted(),
      tags: tagsOf(tags),
    })),
    policies: values(iam.policies).map(({ name, versions, tags }) => ({
      name,
      versions: versions.map(({ document }) => document),
      tags: tagsOf(tags),
    })),
    profiles: values(iam.profiles).map(({ name, roles, tags }) => ({ name, roles, tags: tagsOf(tags) })),
    images: values(ec2.images).map(({ tags, state, host }) => ({
      tags: tagsOf(tags),
      state,
      files: Object.keys(host.files).sort(),
      agent: host.agent?.version,
    })),
    snapshots: values(ec2.snapshots).length,
    targetGroups: values(elb.targetGroups)
      .map(({ name }) => name)
      .sort(),
    // Those that somebody named: a group's own come and go.
    servers: values(ec2.instances)
      .filter(({ tags }) => tags.some(({ key, value }) => key === 'Name' && value === 'exercise-web'))
      .map(({ state, tags, profile, host }) => ({
        state,
        tags: tags.map(({ key }) => key).sort(),
        profile: profile?.name,
        agent: host.agent,
        files: Object.keys(host.files).sort(),
      })),
    templates: values(ec2.templates).map(({ name, versions, defaultVersion, tags }) => ({
      name,
      versions: versions.map(({ data }) => Object.keys(data).sort().join()),
      defaultVersion,
      tags: tagsOf(tags),
    })),
    groups: values(autoScaling.groups).map(
      ({ name, launchTemplate, min, max, desired, members, hooks, tags, ...group }) => ({
        name,
        version: launchTemplate?.version,
        sizes: [min, desired, max],
        inService: members.filter(({ lifecycle }) => lifecycle === 'InService').length,
        members: members
          .filter(({ lifecycle }) => lifecycle === 'InService')
          .map((member) => member.launchTemplate?.version),
        hooks: hooks.map(({ transition }) => transition),
        health: [group.healthCheckType, group.healthCheckGracePeriod],
        suspended: group.suspended,
        refresh: group.refresh?.status,
        tags: tagsOf(tags),
      }),
    ),
    targets: values(state.elb.targetGroups).map(({ name, targets }) => [
      name,
      values(targets).filter(({ drainingSince }) => drainingSince === undefined).length,
    ]),
    applications: values(codeDeploy.applications).map(({ name, tags }) => ({ name, tags: tagsOf(tags) })),
    configs: values(codeDeploy.configs).map(({ name, minimumHealthyHosts }) => [name, minimumHealthyHosts]),
    deploymentGroups: values(codeDeploy.groups).map(({ name, tags, settings, autoScalingGroups }) => ({
      name,
      tags: tagsOf(tags),
      settings,
      autoScalingGroups: autoScalingGroups.map((one) => [one.name, isOurs(one, one.name)]),
    })),
    deployments: values(codeDeploy.deployments)
      .filter(({ creator }) => creator === 'user' || creator === 'codeDeployRollback')
      .map(({ status, description, creator }) => [creator, status, description?.replace(/d-[A-Z0-9]{9}/g, 'd-')]),
    revisions: Object.entries(codeDeploy.revisions).map(([application, registered]) => [
      application,
      registered.length,
    ]),
    objects: values(s3.buckets).map(({ name, objects, uploads }) => ({
      name,
      keys: Object.entries(objects).map(([key, versions]) => `${key} ${versions.length}`),
      unfinished: values(uploads ?? {}).length,
    })),
    commandsUnderWay: values(state.ssm.commands).filter(({ invocations }) =>
      invocations.some(({ status }) => status === 'Pending'),
    ).length,
  };
}
