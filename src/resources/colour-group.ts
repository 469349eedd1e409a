// The deployment group of one colour: in place, to its own Auto Scaling group, with its own hook and its own last success.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import type { Side } from '../deployments/colours.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { asgsOf, attachment } from './attachment.ts';
import { deploymentGroup, type RollbackEvent, readGroup } from './deployment-group.ts';
import { deploymentGroups } from './instance.ts';
import type { Owner } from './tags.ts';

export interface ColourGroups {
  application: string;
  /** Without a deployment group to look at, this is the service role. */
  serviceRoleArn: string;
  /** Whose settings are taken where it has none of its own, in this order. */
  like: string[];
}

/** The deployment groups that deploy to the Auto Scaling group of a colour now, its own one first. */
export async function groupsOn(place: Place, application: string, side: Side): Promise<DeploymentGroupInfo[]> {
  const { asg, group } = side;
  const isOwn = (info: DeploymentGroupInfo) =>
    info.applicationName === application && info.deploymentGroupName === group;
  // That list is read once per run; what this run has changed since is looked up.
  const others = (await deploymentGroups(place)).filter((info) => asgsOf(info).includes(asg) && !isOwn(info));
  const now = await Promise.all([
    readGroup(place, application, group),
    ...others.map(({ applicationName = '', deploymentGroupName = '' }) =>
      readGroup(place, applicationName, deploymentGroupName),
    ),
  ]);
  return now.filter((info) => info !== undefined && asgsOf(info).includes(asg)) as DeploymentGroupInfo[];
}

/** Others let go of it first: two hooks would deploy to one agent at the same time. */
export async function colourGroup(
  place: Place,
  owner: Owner,
  side: Side,
  { application, serviceRoleArn, like }: ColourGroups,
): Promise<Record<string, Resource>> {
  const own = await readGroup(place, application, side.group);
  const others = (await groupsOn(place, application, side)).filter(
    ({ applicationName, deploymentGroupName }) => applicationName !== application || deploymentGroupName !== side.group,
  );
  const models = await Promise.all(like.map((name) => readGroup(place, application, name)));
  const model = own ?? [...others, ...models].find((info) => info !== undefined);
  const alarms = model?.alarmConfiguration?.enabled ? (model.alarmConfiguration.alarms ?? []) : [];
  const rollback = own?.autoRollbackConfiguration;
  const group = deploymentGroup(place, owner, {
    application,
    name: side.group,
    serviceRoleArn: model?.serviceRoleArn ?? serviceRoleArn,
    type: 'in-place',
    asg: side.asg,
    tags: [],
    // Nobody is served by the colour that is deployed to.
    config: own?.deploymentConfigName ?? 'CodeDeployDefault.AllAtOnce',
    rollbackOn: rollback?.enabled ? ((rollback.events ?? []) as RollbackEvent[]) : [],
    alarms: alarms.flatMap(({ name }) => name ?? []),
  });
  const letGo = others.map((info) => {
    const { applicationName = '', deploymentGroupName = '' } = info;
    const pair = { application: applicationName, group: deploymentGroupName, asg: side.asg };
    const note: Line = line('handsOver', { asg: side.asg, from: `${pair.application}/${pair.group}`, to: side.group });
    return [
      `detached ${pair.application}/${pair.group}`,
      { ...attachment(place, pair, { attached: false, present: asgsOf(info) }), notes: () => [note] } as Resource,
    ] as const;
  });
  return { ...Object.fromEntries(letGo), group: { ...group, notes: () => [] } as unknown as Resource };
}

/**
 * Before a colour is grown again: who deploys to it must have something to deploy. A deployment group that took it over
 * while it was empty has not; then the one before it gets it back.
 */
export async function ableGroup(place: Place, application: string, side: Side, before: string) {
  const on = await groupsOn(place, application, side);
  if (on.some(({ lastSuccessfulDeployment }) => lastSuccessfulDeployment)) return {};
  const able = await readGroup(place, application, before);
  if (!able?.lastSuccessfulDeployment) return {};
  const pairOf = ({ applicationName = '', deploymentGroupName = '' }: DeploymentGroupInfo) => ({
    application: applicationName,
    group: deploymentGroupName,
    asg: side.asg,
  });
  const attached = (info: DeploymentGroupInfo, is: boolean) =>
    attachment(place, pairOf(info), { attached: is, present: asgsOf(info) }) as unknown as Resource;
  return {
    ...Object.fromEntries(on.map((info) => [`detached ${info.deploymentGroupName}`, attached(info, false)])),
    able: attached(able, true),
  };
}
