// Which of the causes of an error code it was, as far as AWS still shows it.
import type { DeploymentGroupInfo, DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { explain } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { isService } from '../resources/policy-document.ts';
import { readRole } from '../resources/role.ts';
import type { CauseId } from '../text/say.ts';
import { alarmNames, judgeAlarms } from './alarms.ts';

type Look = (place: Place, group: DeploymentGroupInfo, deployment: DeploymentInfo) => Promise<CauseId | undefined>;

const LOOKS: Record<string, Look> = {
  async ALARM_ACTIVE(place, { alarmConfiguration }, { overrideAlarmConfiguration, deploymentOverview = {} }) {
    const { gone } = await judgeAlarms(place, alarmNames(overrideAlarmConfiguration ?? alarmConfiguration));
    if (gone.length > 0) return 'alarmGone';
    const { InProgress = 0, Succeeded = 0, Failed = 0, Ready = 0 } = deploymentOverview;
    // No instance had been reached: the new revision cannot have done it.
    return InProgress + Succeeded + Failed + Ready === 0 ? 'alarmBefore' : undefined;
  },
  async NO_INSTANCES(place, group) {
    const names = (group.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);
    if (names.length === 0) return isTagged(group) ? undefined : 'detached';
    const { AutoScalingGroups = [] } = await place.aws.autoScaling.describeAutoScalingGroups({
      AutoScalingGroupNames: names,
    });
    if (AutoScalingGroups.length < names.length) return 'asgGone';
    return isTagged(group) ? undefined : 'asgEmpty';
  },
  async IAM_ROLE_PERMISSIONS(place, { serviceRoleArn = '' }) {
    const found = await readRole(place, serviceRoleArn.split('/').at(-1) ?? '');
    return found?.services.some((one) => isService(one, 'codedeploy')) ? 'policyMissing' : undefined;
  },
  async neverHealthy(place, { loadBalancerInfo }) {
    const names = (loadBalancerInfo?.targetGroupInfoList ?? []).flatMap(({ name }) => name ?? []);
    if (names.length === 0) return undefined;
    const { TargetGroups = [] } = await place.aws.elb.describeTargetGroups({ Names: names });
    return TargetGroups.some(({ LoadBalancerArns = [] }) => LoadBalancerArns.length === 0) ? 'notListening' : undefined;
  },
};

const isTagged = ({
  ec2TagFilters = [],
  ec2TagSet,
  onPremisesInstanceTagFilters = [],
  onPremisesTagSet,
}: DeploymentGroupInfo) =>
  [ec2TagFilters, ec2TagSet?.ec2TagSetList, onPremisesInstanceTagFilters, onPremisesTagSet?.onPremisesTagSetList].some(
    (tags) => (tags?.length ?? 0) > 0,
  );

/** Undefined where nothing shows it, also because it may not be looked at: then the likeliest in general stays first. */
export async function likelyCause(place: Place, id: string, deployment: DeploymentInfo): Promise<CauseId | undefined> {
  const look = LOOKS[id];
  const { applicationName, deploymentGroupName } = deployment;
  if (!look || !applicationName || !deploymentGroupName) return undefined;
  try {
    const group = await readGroup(place, applicationName, deploymentGroupName);
    return group && (await look(place, group, deployment));
  } catch (error) {
    if (explain(error).code === 'interrupted') throw error;
    return undefined;
  }
}
