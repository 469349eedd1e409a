// The fleet of the sandbox, ready to be deployed to, as the SDK shows it.
import type { CreateDeploymentCommandInput, DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { connect } from '../../src/aws/connect.ts';
import { openAccount } from '../../src/sandbox/account.ts';
import { arm, disarm, type FaultName } from '../../src/sandbox/faults.ts';
import { createSandbox, memoryStore } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';

export const region = 'ap-northeast-2';
export const names = { applicationName: 'shop', deploymentGroupName: 'shop-group' };
export const revision = {
  revisionType: 'S3' as const,
  s3Location: { bucket: 'shop-revisions', key: 'shop/first.zip', bundleType: 'zip' as const },
};
export const config = (name: string) => ({ deploymentConfigName: `CodeDeployDefault.${name}` });

export type Fleet = ReturnType<typeof fleet>;

export function fleet(instances: number, cwd = '/') {
  const store = memoryStore(scenarios.fleet(region, instances));
  const sandbox = createSandbox({ scenario: 'fleet', region, cwd, store, throttling: false });
  const aws = connect({ region, sandbox });
  const { codeDeploy } = aws;
  const info = async (deploymentId: string): Promise<DeploymentInfo> =>
    (await codeDeploy.getDeployment({ deploymentId })).deploymentInfo!;
  const account = () => openAccount(sandbox.state, cwd);

  const until = async (deploymentId: string, ...statuses: string[]) => {
    for (let i = 0; i < 2_000; i++) {
      const found = await info(deploymentId);
      if (statuses.includes(found.status!)) return found;
      await sandbox.sleep(5_000);
    }
    throw new Error(`${deploymentId} never becomes ${statuses}`);
  };

  const targets = async (deploymentId: string, targetFilters?: Record<string, string[]>) => {
    const { targetIds = [] } = await codeDeploy.listDeploymentTargets({ deploymentId, targetFilters });
    if (targetIds.length === 0) return [];
    const { deploymentTargets = [] } = await codeDeploy.batchGetDeploymentTargets({ deploymentId, targetIds });
    return deploymentTargets.map(({ instanceTarget }) => instanceTarget!);
  };

  return {
    store,
    sandbox,
    aws,
    info,
    until,
    ended: (deploymentId: string) => until(deploymentId, 'Succeeded', 'Failed', 'Stopped'),
    targets,
    /** The members of the group in the order of their names. */
    ids: () =>
      Object.values(sandbox.state.autoScaling.groups)
        .flatMap(({ members }) => members.map(({ instanceId }) => instanceId))
        .sort(),
    deploy: async (more: Partial<CreateDeploymentCommandInput> = {}) =>
      (await codeDeploy.createDeployment({ ...names, revision, ...more })).deploymentId!,
    /** The first event that failed on the first target that did. */
    async failure(deploymentId: string) {
      const [target] = await targets(deploymentId, { TargetStatus: ['Failed'] });
      const event = target?.lifecycleEvents?.find(({ status }) => status === 'Failed');
      return target && { instance: target.targetId, event: event?.lifecycleEventName, ...event?.diagnostics };
    },
    arm(name: FaultName, more: { instance?: string; event?: string } = {}) {
      const fault = arm(account(), { name, ...more });
      sandbox.save();
      return fault;
    },
    disarm(name?: FaultName) {
      const gone = disarm(account(), name);
      sandbox.save();
      return gone;
    },
  };
}
