// How CodeDeploy looks things up by name, and what it says of names that are missing, malformed or unknown.
import { type Account, refuse } from './account.ts';
import type { Application, Deployment, DeploymentGroup, Tag } from './state.ts';

const NAME = /^[A-Za-z0-9+=,.@_-]{1,100}$/;

type Kind = 'Application' | 'DeploymentGroup' | 'DeploymentConfig';
const WORDS: Record<Kind, string> = {
  Application: 'Application',
  DeploymentGroup: 'Deployment group',
  DeploymentConfig: 'Deployment configuration',
};

export function checkName(kind: Kind, name: string | undefined): string {
  if (!name) return refuse(`${kind}NameRequiredException`, `${WORDS[kind]} name is missing`);
  if (!NAME.test(name))
    refuse(
      `Invalid${kind}NameException`,
      `${WORDS[kind]} name '${name}' is not valid. Names have 1 to 100 letters, numbers, and the characters + = , . @ - _`,
    );
  return name;
}

export function applicationNamed({ state }: Account, name: string | undefined): Application {
  return (
    state.codeDeploy.applications[checkName('Application', name)] ??
    refuse('ApplicationDoesNotExistException', `No application found for name: ${name}`)
  );
}

export const groupKey = (application: string, group: string) => `${application}/${group}`;

export function groupNamed(account: Account, application: string | undefined, name: string | undefined) {
  const key = groupKey(applicationNamed(account, application).name, checkName('DeploymentGroup', name));
  return (
    account.state.codeDeploy.groups[key] ??
    refuse('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`)
  );
}

export const groupsOf = ({ state }: Account, application: string): DeploymentGroup[] =>
  Object.values(state.codeDeploy.groups).filter((group) => group.application === application);

export const isOver = ({ status }: Deployment) => status === 'Succeeded' || status === 'Failed' || status === 'Stopped';

export const deploymentsOf = ({ state }: Account, group: Pick<DeploymentGroup, 'application' | 'name'>): Deployment[] =>
  Object.values(state.codeDeploy.deployments).filter(
    (deployment) => deployment.application === group.application && deployment.group === group.name,
  );

/** Those of new members of an Auto Scaling group do not count: they run beside any other. */
export const activeDeployment = (account: Account, group: DeploymentGroup): Deployment | undefined =>
  deploymentsOf(account, group).find((deployment) => !isOver(deployment) && deployment.creator !== 'autoscaling');

export function checkTags(tags: Tag[]): Tag[] {
  for (const { key, value } of tags)
    if (!key || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
      refuse('InvalidTagsToAddException', 'The specified tags are not valid.');
  if (tags.length > 50) refuse('TagLimitExceededException', 'The maximum number of tags on a resource is 50.');
  return tags;
}
