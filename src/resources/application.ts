// A CodeDeploy application for EC2/On-premises: a name under which deployment groups and revisions live.
import { isNamed, unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import type { Resource } from '../engine/resource.ts';
import { type Owner, tagsOf } from './tags.ts';

export const applicationNames = (place: Place) =>
  allPages(
    (nextToken) => place.aws.codeDeploy.listApplications({ nextToken }),
    ({ applications }) => applications,
    ({ nextToken }) => nextToken,
  );

/** Names of an application's deployment groups. */
export const deploymentGroupNames = (place: Place, applicationName: string) =>
  allPages(
    (nextToken) => place.aws.codeDeploy.listDeploymentGroups({ applicationName, nextToken }),
    ({ deploymentGroups }) => deploymentGroups,
    ({ nextToken }) => nextToken,
  );

export function application(
  place: Place,
  owner: Owner,
  name: string,
): Resource<{ name: string; platform: string; linkedToGitHub: boolean; gitHubAccount?: string }> {
  const { codeDeploy } = place.aws;
  return {
    kind: 'codedeploy.application',
    name,
    // It cannot be changed later: one for ECS or Lambda is a conflict.
    spec: { platform: 'Server' },
    async read() {
      const found = (
        await unless('ApplicationDoesNotExistException', () => codeDeploy.getApplication({ applicationName: name }))
      )?.application;
      return (
        found && {
          name,
          platform: found.computePlatform ?? 'Server',
          linkedToGitHub: found.linkedToGitHub === true,
          gitHubAccount: found.gitHubAccountName,
        }
      );
    },
    async create() {
      try {
        await codeDeploy.createApplication({ applicationName: name, computePlatform: 'Server', tags: tagsOf(owner) });
      } catch (error) {
        if (!isNamed(error, 'ApplicationAlreadyExistsException')) throw error;
      }
    },
  };
}
