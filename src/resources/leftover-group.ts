// An Auto Scaling group that a blue/green deployment of CodeDeploy has made and not taken over: it failed on its way.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { deploymentInfo, isActive } from '../deployments/status.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import { line, type Resource } from '../engine/resource.ts';
import { asgsOf } from './attachment.ts';
import { allGroups, groupNamed, isScaling } from './auto-scaling-group.ts';
import { readGroup } from './deployment-group.ts';
import { tagValue } from './tags.ts';

/** With which CodeDeploy marks the copy that it makes. */
const MADE_BY = 'CodeDeployProvisioningDeploymentId';

export interface Leftover {
  asg: string;
  deployment: string;
  instances: number;
}

const leftoverOf = (group: AutoScalingGroup): Leftover => ({
  asg: group.AutoScalingGroupName ?? '',
  deployment: tagValue(group.Tags, MADE_BY) ?? '',
  instances: group.Instances?.length ?? 0,
});

/** Those of one deployment group: of a deployment that is over, and not the one that the group has taken over. */
export async function leftovers(place: Place, application: string, group: string): Promise<Leftover[]> {
  const info = await readGroup(place, application, group);
  const inUse = new Set(asgsOf(info));
  const made = (await allGroups(place)).filter(
    ({ AutoScalingGroupName = '', Status, Tags }) =>
      AutoScalingGroupName.startsWith(`CodeDeploy_${group}_`) &&
      AutoScalingGroupName === `CodeDeploy_${group}_${tagValue(Tags, MADE_BY)}` &&
      !inUse.has(AutoScalingGroupName) &&
      !Status,
  );
  const found = await Promise.all(
    made.map(async (one) => {
      const leftover = leftoverOf(one);
      const deployment = await deploymentInfo(place, leftover.deployment).catch((error: unknown) => {
        // CodeDeploy forgets old deployments; then nobody knows whose it is.
        if (!isWizardError(error, 'notFound')) throw error;
        return {} as DeploymentInfo;
      });
      const isMine = deployment.applicationName === application && deployment.deploymentGroupName === group;
      return isMine && deployment.status !== 'Succeeded' && !isActive(deployment) ? [leftover] : [];
    }),
  );
  return found.flat();
}

export function unwantedGroup(
  place: Place,
  application: string,
  group: string,
  { asg, instances }: Leftover,
): Resource<{ present: boolean }> {
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: { present: false },
    unwanted: true,
    async read() {
      const found = await groupNamed(place, asg);
      return { present: found !== undefined };
    },
    create: async () => undefined,
    async update() {
      // Somebody may have taken his time to agree.
      if (asgsOf(await readGroup(place, application, group)).includes(asg))
        throw new WizardError('unplanned', { kind: 'autoscaling.group', name: asg });
      await place.aws.autoScaling.deleteAutoScalingGroup({ AutoScalingGroupName: asg, ForceDelete: true });
    },
    transient: isScaling,
    notYet: () => line('waitGone', { kind: 'autoscaling.group', name: asg }),
    patience: 30 * 60_000,
    severe: () => [{ confirm: asg, why: line('deletesLeftover', { asg, count: instances }) }],
  };
}
