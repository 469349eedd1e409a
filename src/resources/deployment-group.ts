// A CodeDeploy deployment group: where and how to deploy. Only what differs is sent, and the Auto Scaling groups are never sent empty.
import type { CreateDeploymentGroupCommandInput, DeploymentGroupInfo, EC2TagFilter } from '@aws-sdk/client-codedeploy';
import { explain, isNamed, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { blueOf } from '../deployments/colours.ts';
import { renameNotes } from '../deployments/renames.ts';
import { WizardError } from '../engine/errors.ts';
import type { Json } from '../engine/json.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { groupNamed, targetGroupNames } from './auto-scaling-group.ts';
import { deploymentGroups, instances } from './instance.ts';
import { isService } from './policy-document.ts';
import { readRole } from './role.ts';
import { suspensionOf } from './suspension.ts';
import { type Owner, tagsOf } from './tags.ts';

export type RollbackEvent = 'DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST';

export interface DeploymentGroupShape {
  application: string;
  name: string;
  serviceRoleArn: string;
  type: 'in-place' | 'blue-green';
  /** Name of the Auto Scaling group, or the tags: exactly one of the two. */
  asg?: string;
  /** Key=Value, all of which must match. */
  tags: string[];
  /** Full name of the deployment configuration. */
  config: string;
  targetGroup?: string;
  rollbackOn: RollbackEvent[];
  alarms: string[];
}

export interface FoundGroup {
  id: string;
  name: string;
  info: DeploymentGroupInfo;
}

/** One set per tag: all must match. */
export const tagSets = (tags: string[]): EC2TagFilter[][] =>
  tags.map((tag) => {
    const [key = '', ...value] = tag.split('=');
    return [{ Key: key, Value: value.join('='), Type: 'KEY_AND_VALUE' }];
  });

const tagsFrom = (info: DeploymentGroupInfo): string[] =>
  // The older form is one set: any of its tags is enough.
  [...(info.ec2TagSet?.ec2TagSetList ?? []), ...(info.ec2TagFilters?.length ? [info.ec2TagFilters] : [])]
    .map((set) => set.map(({ Key, Value }) => `${Key ?? ''}=${Value ?? ''}`).join(' | '))
    .sort();

export const readGroup = async (place: Place, applicationName: string, deploymentGroupName: string) =>
  (
    await unless(['DeploymentGroupDoesNotExistException', 'ApplicationDoesNotExistException'], () =>
      place.aws.codeDeploy.getDeploymentGroup({ applicationName, deploymentGroupName }),
    )
  )?.deploymentGroupInfo;

/** The deployment group of the blue colour, to which this one has given its Auto Scaling group. Who may look at no other has none. */
export const colourOf = async (place: Place, application: string, name: string) =>
  name === blueOf(name)
    ? undefined
    : readGroup(place, application, blueOf(name)).catch((error: unknown) => {
        if (explain(error).code !== 'denied') throw error;
        return undefined;
      });

export function deploymentGroup(place: Place, owner: Owner, shape: DeploymentGroupShape): Resource<FoundGroup> {
  const { codeDeploy } = place.aws;
  const { application, name, serviceRoleArn, type, asg, tags, config, targetGroup, alarms } = shape;
  const rollbackOn = [...shape.rollbackOn].sort();
  /** As of the last read: its hook is not there on purpose. */
  let isElsewhere = false;
  const spec: Record<string, Json> = {
    serviceRole: serviceRoleArn,
    type,
    autoScalingGroups: asg ? [asg] : [],
    tags: [...tags].sort(),
    config,
    targetGroup: targetGroup ?? null,
    rollbackOn,
    alarms: [...alarms].sort(),
  };

  /** Each key of the spec as the request says it; an update sends only those that differ. */
  const members: Record<string, () => Partial<CreateDeploymentGroupCommandInput>> = {
    serviceRole: () => ({ serviceRoleArn }),
    config: () => ({ deploymentConfigName: config }),
    // An absent list keeps, an empty one detaches: only another group, or tags instead, ever replace it.
    autoScalingGroups: () => ({ autoScalingGroups: asg ? [asg] : [] }),
    tags: () =>
      tags.length > 0 ? { ec2TagSet: { ec2TagSetList: tagSets(tags) } } : { ec2TagSet: { ec2TagSetList: [] } },
    rollbackOn: () => ({ autoRollbackConfiguration: { enabled: rollbackOn.length > 0, events: rollbackOn } }),
    alarms: () => ({
      alarmConfiguration: { enabled: alarms.length > 0, alarms: alarms.map((alarm) => ({ name: alarm })) },
    }),
    targetGroup: style,
    type: style,
  };

  function style(): Partial<CreateDeploymentGroupCommandInput> {
    const blueGreen = type === 'blue-green';
    return {
      deploymentStyle: {
        deploymentType: blueGreen ? 'BLUE_GREEN' : 'IN_PLACE',
        deploymentOption: targetGroup ? 'WITH_TRAFFIC_CONTROL' : 'WITHOUT_TRAFFIC_CONTROL',
      },
      ...(targetGroup && { loadBalancerInfo: { targetGroupInfoList: [{ name: targetGroup }] } }),
      ...(blueGreen && {
        blueGreenDeploymentConfiguration: {
          deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
          greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
          terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 60 },
        },
        // AWS wants the one group again in each request that speaks of copying it.
        ...(asg && { autoScalingGroups: [asg] }),
      }),
    };
  }

  return {
    kind: 'codedeploy.group',
    name: `${application}/${name}`,
    spec,
    async read() {
      const info = await readGroup(place, application, name);
      if (!info) return undefined;
      return { id: info.deploymentGroupId ?? '', name, info, ...(await withDetached(described(info))) };
    },
    async create() {
      await mustTrust();
      const given = Object.entries(members).filter(([key]) =>
        key === 'autoScalingGroups' ? asg : key === 'tags' ? tags.length > 0 : true,
      );
      const all = Object.assign({}, ...given.map(([, member]) => member()));
      try {
        await codeDeploy.createDeploymentGroup({
          applicationName: application,
          deploymentGroupName: name,
          serviceRoleArn,
          tags: tagsOf(owner),
          ...all,
        });
      } catch (error) {
        if (!isNamed(error, 'DeploymentGroupAlreadyExistsException')) throw error;
      }
    },
    async update({ info }, _progress, differs) {
      if (differs.some(({ key }) => key === 'serviceRole')) await mustTrust();
      const changed = Object.assign({}, ...differs.map(({ key }) => members[key]?.()));
      await codeDeploy.updateDeploymentGroup({
        applicationName: application,
        currentDeploymentGroupName: name,
        ...changed,
        // Tags in the older form go only by their own name, and AWS takes no two forms in one call.
        ...(changed.ec2TagSet && tags.length === 0 && info.ec2TagFilters?.length
          ? { ec2TagSet: undefined, ec2TagFilters: [] }
          : {}),
      });
    },
    // A new role spreads slowly, but the same refusal also means a wrong trust: that is found out first.
    transient: (error) => isNamed(error, 'InvalidRoleException'),
    async notes(found, differs): Promise<Line[]> {
      if (found && differs.length === 0) return [];
      const lines: Line[] = [];
      if (type === 'blue-green' && asg) lines.push(...(await renameNotes(place, asg, serviceRoleArn)));
      if (type === 'blue-green' && targetGroup) lines.push(line('oneTargetGroup', { targetGroup }));
      if (asg) lines.push(...(await asgNotes(asg, found)));
      if (tags.length > 0) lines.push(...(await tagNotes()));
      return lines;
    },
  };

  /** What is detached on purpose counts as attached, and nothing attaches it in passing: a suspended hook, and what is blue's by now. */
  async function withDetached<F extends { autoScalingGroups: string[] }>(found: F): Promise<F> {
    if (!asg || found.autoScalingGroups.includes(asg)) return found;
    isElsewhere = suspensionOf(await groupNamed(place, asg))?.group === `${application}/${name}`;
    isElsewhere ||=
      (await colourOf(place, application, name))?.autoScalingGroups?.some((one) => one.name === asg) ?? false;
    return isElsewhere ? { ...found, autoScalingGroups: [...found.autoScalingGroups, asg].sort() } : found;
  }

  /** CodeDeploy refuses a role that is too new and one that can never work with the same words: the second is told here. */
  async function mustTrust() {
    const roleName = serviceRoleArn.split('/').at(-1) ?? '';
    const role = await readRole(place, roleName);
    if (role && !role.services.some((service) => isService(service, 'codedeploy.amazonaws.com'))) {
      throw new WizardError('conflict', {
        kind: 'iam.role',
        name: roleName,
        differs: [{ key: 'trusts', from: role.services.join(', '), to: 'codedeploy.amazonaws.com' }],
      });
    }
  }

  function described(info: DeploymentGroupInfo) {
    const option = info.deploymentStyle?.deploymentOption;
    return {
      serviceRole: info.serviceRoleArn ?? '',
      type: info.deploymentStyle?.deploymentType === 'BLUE_GREEN' ? 'blue-green' : 'in-place',
      autoScalingGroups: (info.autoScalingGroups ?? []).map(({ name }) => name ?? '').sort(),
      tags: tagsFrom(info),
      config: info.deploymentConfigName ?? '',
      targetGroup:
        option === 'WITH_TRAFFIC_CONTROL' ? (info.loadBalancerInfo?.targetGroupInfoList?.[0]?.name ?? null) : null,
      rollbackOn: info.autoRollbackConfiguration?.enabled
        ? [...(info.autoRollbackConfiguration.events ?? [])].sort()
        : [],
      alarms: info.alarmConfiguration?.enabled
        ? (info.alarmConfiguration.alarms ?? []).map(({ name }) => name ?? '').sort()
        : [],
    };
  }

  async function asgNotes(asg: string, found: FoundGroup | undefined): Promise<Line[]> {
    // While it is suspended there is no hook to tell of: that it is, has been said.
    const lines: Line[] = isElsewhere ? [] : [line('hookExplained', { asg })];
    const other = (await deploymentGroups(place)).find(
      (group) => group.autoScalingGroups?.some(({ name }) => name === asg) && group.deploymentGroupId !== found?.id,
    );
    if (other)
      lines.push(line('otherGroupOnAsg', { asg, group: `${other.applicationName}/${other.deploymentGroupName}` }));
    const group = await groupNamed(place, asg);
    if (group && targetGroup && !(await targetGroupNames(place, group)).includes(targetGroup))
      lines.push(line('targetGroupNotOnAsg', { targetGroup, asg }));
    return lines;
  }

  async function tagNotes(): Promise<Line[]> {
    const matching = await taggedInstances(place, tags);
    const count = matching.filter(({ state }) => state === 'running').length;
    const stopped = matching.filter(({ state }) => state === 'stopped' || state === 'stopping').length;
    const text = tags.join(' ');
    return [
      count > 0 ? line('matches', { count, tags: text }) : line('matchesNone', { tags: text }),
      ...(stopped > 0 ? [line('matchesStopped', { count: stopped })] : []),
      ...(count === 1 ? [line('singleInstance', {})] : []),
    ];
  }
}

/** Instances that carry all of the tags (Key=Value). */
export const taggedInstances = (place: Place, tags: readonly string[]) =>
  instances(
    place,
    tags.map((tag) => {
      const [key = '', ...value] = tag.split('=');
      return { Name: `tag:${key}`, Values: [value.join('=')] };
    }),
  );
