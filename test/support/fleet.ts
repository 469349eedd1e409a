// A deployment to a fleet of any size, as CodeDeploy would answer for it: time moves with each look at the deployment.
import type {
  DeploymentInfo,
  DeploymentOverview,
  DeploymentTarget,
  ListDeploymentTargetsInput,
} from '@aws-sdk/client-codedeploy';

export const EVENTS =
  'BeforeBlockTraffic BlockTraffic AfterBlockTraffic ApplicationStop DownloadBundle BeforeInstall Install AfterInstall ApplicationStart ValidateService BeforeAllowTraffic AllowTraffic AfterAllowTraffic'.split(
    ' ',
  );

export interface FleetShape {
  id?: string;
  instances: number;
  /** Of `ListDeploymentTargets`: AWS does not say how large it is. */
  page?: number;
  /** Looks that an instance takes. */
  takes?: number;
  /** How many looks after the first each instance begins. */
  begins?(index: number): number;
  fails?(index: number): boolean;
  /** How it ends; by default it fails if more than half of the instances do. */
  status?: 'Succeeded' | 'Failed' | 'Stopped';
}

const FAILS_AT = EVENTS.indexOf('ApplicationStart');
const instanceId = (index: number) => `i-${index.toString(16).padStart(17, '0')}`;
const indexOf = (id: string) => Number.parseInt(id.slice(2), 16);

export type Fleet = ReturnType<typeof fleet>;

export function fleet({ id = 'd-FLEET0001', instances, page = 100, takes = 12, ...shape }: FleetShape) {
  const { begins = (index) => index % 4, fails = () => false, status } = shape;
  const calls = { getDeployment: 0, listDeploymentTargets: 0, batchGetDeploymentTargets: 0 };
  let tick = -2;

  const stateOf = (index: number) => {
    const age = tick - begins(index);
    const passed = Math.floor((age / takes) * EVENTS.length);
    const failed = fails(index) && passed > FAILS_AT;
    if (age < 0) return { status: 'Pending', passed: 0 };
    if (failed) return { status: 'Failed', passed: FAILS_AT };
    return passed >= EVENTS.length ? { status: 'Succeeded', passed: EVENTS.length } : { status: 'InProgress', passed };
  };
  const overview = () => {
    const counts = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
    for (let index = 0; index < instances; index++) counts[stateOf(index).status as 'Pending']++;
    return counts;
  };
  const isOver = ({ Pending = 0, InProgress = 0 }: DeploymentOverview) => Pending + InProgress === 0;
  const target = (index: number): DeploymentTarget => {
    const { status, passed } = stateOf(index);
    return {
      deploymentTargetType: 'InstanceTarget',
      instanceTarget: {
        deploymentId: id,
        targetId: instanceId(index),
        targetArn: `arn:aws:ec2:ap-northeast-2:123456789012:instance/${instanceId(index)}`,
        status: status as 'Failed',
        lifecycleEvents: EVENTS.map((lifecycleEventName, at) => ({
          lifecycleEventName,
          status:
            at < passed
              ? 'Succeeded'
              : at > passed
                ? status === 'Failed'
                  ? 'Skipped'
                  : 'Pending'
                : (status as 'Failed'),
          ...(status === 'Failed' &&
            at === passed && {
              diagnostics: {
                errorCode: 'ScriptFailed',
                scriptName: 'scripts/start.sh',
                message: 'Script at specified location: scripts/start.sh run as user root failed with exit code 1',
                logTail: 'LifecycleEvent - ApplicationStart\nScript - scripts/start.sh\n[stderr]port 80 is in use\n',
              },
            }),
        })),
      },
    };
  };

  return {
    id,
    calls,
    getDeployment(): { deploymentInfo: DeploymentInfo } {
      calls.getDeployment++;
      tick++;
      const counts = overview();
      const failed = counts.Failed > instances / 2;
      const ended = isOver(counts) ? (status ?? (failed ? 'Failed' : 'Succeeded')) : 'InProgress';
      return {
        deploymentInfo: {
          deploymentId: id,
          applicationName: 'shop',
          deploymentGroupName: 'shop-group',
          creator: 'user',
          status: tick < 0 ? 'Created' : ended,
          ...(tick >= 0 && { deploymentOverview: counts }),
          ...(ended === 'Failed' &&
            tick >= 0 && { errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'Too many instances failed.' } }),
        },
      };
    },
    listDeploymentTargets({ targetFilters, nextToken }: ListDeploymentTargetsInput) {
      calls.listDeploymentTargets++;
      const wanted: string[] | undefined = targetFilters?.TargetStatus;
      const targetIds: string[] = [];
      let index = Number(nextToken ?? 0);
      for (; index < instances && targetIds.length < page; index++)
        if (!wanted || wanted.includes(stateOf(index).status)) targetIds.push(instanceId(index));
      return { targetIds, ...(index < instances && { nextToken: String(index) }) };
    },
    batchGetDeploymentTargets({ targetIds = [] }: { targetIds?: string[] }) {
      calls.batchGetDeploymentTargets++;
      if (targetIds.length > 25)
        throw Object.assign(new Error('too many'), { name: 'DeploymentTargetListSizeExceededException' });
      return { deploymentTargets: targetIds.map((targetId) => target(indexOf(targetId))) };
    },
  };
}
