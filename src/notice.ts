// While a hook is suspended, or a rescue not at its end, every command says so first.
// The tag that says it stands in each answer about the Auto Scaling group, so it is noticed there, below all commands:
// none can forget to look, and no call is spent on it. Only of a deployment group that has no target left at all, which
// may be why, is it asked who carries the tag; lists of all groups are passed over, for they show those of others. Only
// the first answer about a group counts: what this very run does to it, it says itself.
import type { AutoScalingGroup, DescribeAutoScalingGroupsCommandInput } from '@aws-sdk/client-auto-scaling';
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { Answered } from './aws/connect.ts';
import type { Aws } from './aws/operations.ts';
import { allPages } from './aws/place.ts';
import { suggest } from './commands/suggest.ts';
import { line } from './engine/resource.ts';
import { rescueOf } from './resources/storm.ts';
import { SUSPENDED, suspensionOf } from './resources/suspension.ts';
import type { Session } from './session.ts';

export function noticeSuspension(session: Session): (aws: Aws, answer: Answered) => Promise<void> {
  const seen = new Set<string>();

  function tell(groups: AutoScalingGroup[], of?: string): void {
    for (const group of groups) {
      const { AutoScalingGroupName: asg = '' } = group;
      const suspension = suspensionOf(group);
      if (seen.has(asg) || (of !== undefined && suspension?.group !== of)) continue;
      seen.add(asg);
      const command = suggest(session, 'asg', 'hook', 'restore', '--asg', asg);
      if (suspension)
        session.ui.warn(line('hookSuspended', { asg, group: suspension.group, since: suspension.since, command }));
      if (rescueOf(group)) session.ui.warn(line('rescueUnfinished', { asg, command }));
    }
  }

  return async (aws, { operation, input, output }) => {
    if (operation === 'describeAutoScalingGroups') {
      const { AutoScalingGroupNames } = input as DescribeAutoScalingGroupsCommandInput;
      if (AutoScalingGroupNames?.length)
        tell((output as { AutoScalingGroups?: AutoScalingGroup[] }).AutoScalingGroups ?? []);
    }
    if (operation === 'getDeploymentGroup') {
      const { deploymentGroupInfo: info } = output as { deploymentGroupInfo?: DeploymentGroupInfo };
      if (info && isWithoutTargets(info))
        tell(await suspendedGroups(aws), `${info.applicationName}/${info.deploymentGroupName}`);
    }
  };
}

const isWithoutTargets = (info: DeploymentGroupInfo) =>
  [
    info.autoScalingGroups,
    info.ec2TagFilters,
    info.ec2TagSet?.ec2TagSetList,
    info.onPremisesInstanceTagFilters,
    info.onPremisesTagSet?.onPremisesTagSetList,
  ].every((list) => !list?.length);

const suspendedGroups = (aws: Aws): Promise<AutoScalingGroup[]> =>
  allPages(
    (NextToken) =>
      aws.autoScaling.describeAutoScalingGroups({ Filters: [{ Name: 'tag-key', Values: [SUSPENDED] }], NextToken }),
    ({ AutoScalingGroups }) => AutoScalingGroups,
    ({ NextToken }) => NextToken,
    // A caller that may not look at Auto Scaling is told nothing; what it came for goes on.
  ).catch(() => []);
