// CodeDeploy in the sandbox: what it answers, and how its deployments move.
import type { Handlers } from '../aws/operations.ts';
import type { Account } from './account.ts';
import { handlers as applications } from './codedeploy-applications.ts';
import { handlers as configs } from './codedeploy-configs.ts';
import { handlers as deployments } from './codedeploy-deployments.ts';
import { handlers as groups } from './codedeploy-groups.ts';
import { handlers as registered } from './codedeploy-registered.ts';
import { advanceDeployment } from './codedeploy-rollout.ts';
import { deployToNewMembers, updateLatecomers } from './codedeploy-scale-out.ts';

export const handlers: Handlers<'codeDeploy', Account> = {
  ...applications,
  ...registered,
  ...configs,
  ...groups,
  ...deployments,
};

export function advance(account: Account): void {
  const { deployments, groups } = account.state.codeDeploy;
  for (const group of Object.values(groups)) deployToNewMembers(account, group);
  for (const deployment of Object.values(deployments)) advanceDeployment(account, deployment);
  for (const group of Object.values(groups)) updateLatecomers(account, group);
}
