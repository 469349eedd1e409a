// The hooks of an Auto Scaling group as far as they may be looked at: for the commands that only read.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { type Hook, judgeSeen, type KnownGroups, readHooks } from '../deployments/hooks.ts';
import { type LaunchLoop, readLoop } from '../deployments/launch-loop.ts';
import type { Pair } from '../resources/attachment.ts';
import { groupNamed } from '../resources/auto-scaling-group.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { deploymentGroups } from '../resources/instance.ts';
import { suspensionOf } from '../resources/suspension.ts';
import { pairOf } from './hook.ts';
import type { Sight } from './sight.ts';

export interface SeenHooks {
  /** `null`: there is none of this name. Undefined: nobody may look. */
  group: AutoScalingGroup | null | undefined;
  hooks: Hook[];
  /** That there are no more of them is not known. */
  partly: boolean;
  loop: LaunchLoop | undefined;
  /** The deployment of a launch that has failed, newest first. */
  failed?: DeploymentInfo;
}

export async function hooksSeen(place: Place, pair: Pair, { allowed }: Sight): Promise<SeenHooks> {
  const { asg } = pair;
  const found = await allowed(async () => ({ group: await groupNamed(place, asg) }));
  if (found && (!found.group || found.group.Status)) return { group: null, hooks: [], partly: false, loop: undefined };
  const [known, present] = await Promise.all([knownGroups(place, pair, allowed), allowed(() => readHooks(place, asg))]);
  const group = found?.group;
  const hooks = judgeSeen(asg, present, known, suspensionOf(group)?.group);
  const owner = hooks.find(({ group }) => group !== null)?.group;
  const own = owner ? pairOf(owner, asg) : undefined;
  const launches =
    group &&
    // Whose deployments may not be listed is still seen to fail.
    ((await allowed(() => readLoop(place, group, own))) ?? (await allowed(() => readLoop(place, group, undefined))));
  return { group, hooks, partly: !known.all || !present, loop: launches?.loop, failed: launches?.failed };
}

/** All of the account, or at least the one that is asked about. */
async function knownGroups(place: Place, pair: Pair, allowed: Sight['allowed']): Promise<KnownGroups> {
  const all = await allowed(() => deploymentGroups(place));
  if (all) return { groups: all, all: true };
  const own = await allowed(() => readGroup(place, pair.application, pair.group));
  return { groups: own ? [own] : [], all: false };
}
