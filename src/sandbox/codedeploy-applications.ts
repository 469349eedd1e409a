// CodeDeploy applications: their names and tags, the revisions registered with them, and their GitHub connections.
import type { Handlers } from '../aws/operations.ts';
import { type Account, fromTags, mergeTags, page, refuse, tagList, uuid } from './account.ts';
import { applicationNamed, checkName, checkTags, groupNamed } from './codedeploy-names.ts';
import { checkRevision, revisionKey } from './codedeploy-revisions.ts';
import type { Tag } from './state.ts';

type ApplicationOperation =
  | 'getApplication'
  | 'listApplications'
  | 'createApplication'
  | 'deleteApplication'
  | 'listTagsForResource'
  | 'tagResource'
  | 'registerApplicationRevision'
  | 'getApplicationRevision'
  | 'listGitHubAccountTokenNames';

export const handlers: Pick<Handlers<'codeDeploy', Account>, ApplicationOperation> = {
  getApplication({ applicationName }, account) {
    const application = applicationNamed(account, applicationName);
    return {
      application: {
        applicationId: application.id,
        applicationName: application.name,
        createTime: new Date(application.createdAt),
        linkedToGitHub: application.gitHubTokenName !== undefined,
        gitHubAccountName: application.gitHubTokenName,
        computePlatform: application.platform,
      },
    };
  },

  listApplications({ nextToken } = {}, { state }) {
    const { items, next } = page(Object.keys(state.codeDeploy.applications), nextToken, 3);
    return { applications: items, nextToken: next };
  },

  createApplication({ applicationName, computePlatform = 'Server', tags }, account) {
    const { applications } = account.state.codeDeploy;
    const name = checkName('Application', applicationName);
    if (!['Server', 'Lambda', 'ECS'].includes(computePlatform))
      refuse('InvalidComputePlatformException', `The compute platform ${computePlatform} is not valid.`);
    if (applications[name]) refuse('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
    const id = uuid(account);
    const checked = checkTags(fromTags(tags));
    applications[name] = { name, id, platform: computePlatform, tags: checked, createdAt: account.now };
    return { applicationId: id };
  },

  /** What is not there is taken as deleted. Its groups go too, but not the hooks that they have put on Auto Scaling groups. */
  deleteApplication({ applicationName }, account) {
    const name = checkName('Application', applicationName);
    const { applications, groups, revisions } = account.state.codeDeploy;
    for (const [key, group] of Object.entries(groups)) if (group.application === name) delete groups[key];
    delete applications[name];
    delete revisions[name];
    return {};
  },

  listTagsForResource({ ResourceArn, NextToken }, account) {
    const { items, next } = page(taggedBy(account, ResourceArn).tags, NextToken, 3);
    return { Tags: tagList(items), NextToken: next };
  },

  tagResource({ ResourceArn, Tags }, account) {
    const resource = taggedBy(account, ResourceArn);
    if (!Tags?.length) refuse('TagRequiredException', 'A tag was not specified.');
    resource.tags = checkTags(mergeTags(resource.tags, fromTags(Tags)));
    return {};
  },

  registerApplicationRevision({ applicationName, description, revision }, account) {
    const { name } = applicationNamed(account, applicationName);
    const checked = checkRevision(revision);
    checkDescription(description);
    const { revisions } = account.state.codeDeploy;
    const others = (revisions[name] ?? []).filter((one) => revisionKey(one.revision) !== revisionKey(checked));
    revisions[name] = [...others, { revision: checked, description, registeredAt: account.now }];
    return {};
  },

  getApplicationRevision({ applicationName, revision }, account) {
    const { name } = applicationNamed(account, applicationName);
    const asked = revisionKey(checkRevision(revision));
    const found = (account.state.codeDeploy.revisions[name] ?? []).find((one) => revisionKey(one.revision) === asked);
    if (!found)
      return refuse('RevisionDoesNotExistException', 'The revision does not exist with the IAM user or AWS account.');
    return {
      applicationName: name,
      revision: found.revision,
      revisionInfo: {
        description: found.description,
        registerTime: new Date(found.registeredAt),
        deploymentGroups: [],
      },
    };
  },

  listGitHubAccountTokenNames({ nextToken } = {}, { state }) {
    const names = Object.values(state.codeDeploy.applications).flatMap(({ gitHubTokenName }) => gitHubTokenName ?? []);
    const { items, next } = page([...new Set(names)], nextToken, 3);
    return { tokenNameList: items, nextToken: next };
  },
};

export function checkDescription(description: string | undefined) {
  if ((description?.length ?? 0) > 256)
    refuse('DescriptionTooLongException', 'The description is too long. It can have up to 256 characters.');
}

function taggedBy(account: Account, arn: string | undefined): { tags: Tag[] } {
  if (!arn) return refuse('ResourceArnRequiredException', 'The ARN of a resource is required, but was not found.');
  const [, region, id, kind, name = ''] =
    /^arn:aws[a-z-]*:codedeploy:([a-z0-9-]*):(\d{12}):(application|deploymentgroup):(.+)$/.exec(arn) ??
    refuse('InvalidArnException', `The specified ARN ${arn} is not in a valid format.`);
  if (region !== account.region || id !== account.id)
    refuse('InvalidArnException', `The specified ARN ${arn} belongs to another Region or account.`);
  if (kind === 'application') return applicationNamed(account, name);
  const [application, group] = name.split('/');
  return groupNamed(account, application, group);
}
