// Whether a deployment group deploys to an Auto Scaling group: CodeDeploy's hooks come and go with it, and only with it.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { judgeHooks, readHooks } from '../deployments/hooks.ts';
import { WizardError } from '../engine/errors.ts';
import { line, type Progress, type Resource } from '../engine/resource.ts';
import { readGroup } from './deployment-group.ts';

/** A deployment group, and one of the Auto Scaling groups that it deploys to. */
export interface Pair {
  application: string;
  group: string;
  asg: string;
}

export const labelOf = ({ application, group }: Omit<Pair, 'asg'>) => `${application}/${group}`;

export const asgsOf = (info: DeploymentGroupInfo | undefined) =>
  (info?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);

export interface FoundAttachment {
  autoScalingGroups: string[];
  /** As they are. */
  names: string[];
  info: DeploymentGroupInfo;
}

/**
 * Sends the whole list, made from what was just read: an absent list would keep all, an empty one detach all.
 * The hook cannot be made by anybody else: its queue is CodeDeploy's own.
 */
export async function setAttached(
  place: Place,
  pair: Pair,
  { attached, names, terminationHook }: { attached: boolean; names: string[]; terminationHook?: boolean },
  progress: Progress,
): Promise<void> {
  const { application, group, asg } = pair;
  const others = names.filter((name) => name !== asg);
  const { hooksNotCleanedUp = [] } = await place.aws.codeDeploy.updateDeploymentGroup({
    applicationName: application,
    currentDeploymentGroupName: group,
    autoScalingGroups: attached ? [...others, asg] : others,
    ...(attached && terminationHook && { terminationHookEnabled: true }),
  });
  const left = hooksNotCleanedUp.flatMap(({ hook, terminationHook }) => [hook, terminationHook].filter(Boolean));
  if (left.length > 0) progress.warn(line('hooksNotCleanedUp', { asg, hooks: left.join(', ') }));
}

export function attachment(
  place: Place,
  pair: Pair,
  { attached, present, terminationHook }: { attached: boolean; present: string[]; terminationHook?: boolean },
): Resource<FoundAttachment> {
  const { application, group, asg } = pair;
  const others = present.filter((name) => name !== asg);
  const wanted = (attached ? [...others, asg] : others).sort();
  return {
    kind: 'codedeploy.group',
    name: labelOf(pair),
    spec: { autoScalingGroups: wanted, ...(attached && terminationHook && { terminationHook }) },
    async read() {
      const info = await readGroup(place, application, group);
      if (!info) return undefined;
      const names = asgsOf(info);
      // Only this one matters: what happens to the others meanwhile is not ours to undo.
      const isSo = names.includes(asg) === attached;
      return {
        autoScalingGroups: isSo ? wanted : names.sort(),
        terminationHook: info.terminationHookEnabled === true,
        names,
        info,
      };
    },
    create() {
      throw new WizardError('notFound', {
        kind: 'codedeploy.group',
        name: labelOf(pair),
        region: place.region,
        instead: [],
      });
    },
    update: ({ names }, progress) => setAttached(place, pair, { attached, names, terminationHook }, progress),
    async waiting({ info }) {
      if (!attached) return undefined;
      const hooks = judgeHooks(asg, await readHooks(place, asg), [info]);
      return hooks.some(({ state, group }) => group === labelOf(pair) && state !== 'healthy' && state !== 'leftover')
        ? line('waitHook', { asg })
        : undefined;
    },
  };
}
