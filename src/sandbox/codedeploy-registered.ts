// The revisions that are registered with an application, and where each one is used.
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, refuse } from './account.ts';
import { applicationNamed, groupsOf } from './codedeploy-names.ts';
import { checkRevision, revisionKey } from './codedeploy-revisions.ts';
import type { Deployment, State } from './state.ts';

type Registered = State['codeDeploy']['revisions'][string][number];

const MOST_REVISIONS = 25;

type RevisionOperation = 'getApplicationRevision' | 'listApplicationRevisions' | 'batchGetApplicationRevisions';

export const handlers: Pick<Handlers<'codeDeploy', Account>, RevisionOperation> = {
  getApplicationRevision({ applicationName, revision }, account) {
    const { name } = applicationNamed(account, applicationName);
    const found = registered(account, name, checkRevision(revision));
    if (!found) return refuse('RevisionDoesNotExistException', 'No application revision found for the given location.');
    return {
      applicationName: name,
      revision: found.revision as RevisionLocation,
      revisionInfo: describe(account, name, found),
    };
  },

  listApplicationRevisions(input, account) {
    const { applicationName, sortBy, sortOrder, s3Bucket, s3KeyPrefix = '', deployed = 'ignore', nextToken } = input;
    const { name } = applicationNamed(account, applicationName);
    if (s3KeyPrefix && !s3Bucket)
      refuse('BucketNameFilterRequiredException', 'A bucket name is required with a key prefix.');
    const rows = (account.state.codeDeploy.revisions[name] ?? [])
      .map((one) => ({ location: one.revision as RevisionLocation, info: describe(account, name, one) }))
      .filter(
        ({ location: { s3Location } }) =>
          (!s3Bucket || s3Location?.bucket === s3Bucket) && (!s3KeyPrefix || s3Location?.key?.startsWith(s3KeyPrefix)),
      )
      .filter(({ info }) => deployed === 'ignore' || info.deploymentGroups.length > 0 === (deployed === 'include'));
    if (sortBy) {
      const at = ({ info }: (typeof rows)[number]) => info[sortBy]?.getTime() ?? 0;
      rows.sort((a, b) => (sortOrder === 'descending' ? at(b) - at(a) : at(a) - at(b)));
    }
    const { items, next } = page(rows, nextToken, 5);
    return { revisions: items.map(({ location }) => location), nextToken: next };
  },

  /** Those that are not registered are left out. */
  batchGetApplicationRevisions({ applicationName, revisions = [] }, account) {
    const { name } = applicationNamed(account, applicationName);
    if (revisions.length === 0) refuse('RevisionRequiredException', 'At least one revision must be specified.');
    if (revisions.length > MOST_REVISIONS)
      refuse(
        'BatchLimitExceededException',
        `The maximum number of revisions per request, ${MOST_REVISIONS}, was exceeded.`,
      );
    return {
      applicationName: name,
      revisions: revisions.flatMap((revision) => {
        const found = registered(account, name, checkRevision(revision));
        return found
          ? {
              revisionLocation: found.revision as RevisionLocation,
              genericRevisionInfo: describe(account, name, found),
            }
          : [];
      }),
    };
  },
};

const registered = ({ state }: Account, application: string, revision: Record<string, unknown>) =>
  state.codeDeploy.revisions[application]?.find((one) => revisionKey(one.revision) === revisionKey(revision));

function describe(account: Account, application: string, { revision, description, registeredAt }: Registered) {
  const { deployments } = account.state.codeDeploy;
  const key = revisionKey(revision);
  const used = Object.values(deployments)
    .filter((one) => one.application === application && revisionKey(one.revision) === key)
    .map(({ createdAt }) => createdAt)
    .sort((a, b) => a - b);
  const groups = groupsOf(account, application).filter(({ lastSuccessful }) => {
    const last = deployments[lastSuccessful ?? ''];
    return last !== undefined && revisionKey(last.revision) === key;
  });
  return {
    description,
    deploymentGroups: groups.map(({ name }) => name),
    registerTime: new Date(registeredAt),
    ...(used.length > 0 && { firstUsedTime: new Date(used[0]!), lastUsedTime: new Date(used.at(-1)!) }),
  };
}

/** A deployment registers its revision, unless somebody has done so before. */
export function registerUsed(account: Account, { id, application, revision }: Deployment): void {
  if (registered(account, application, revision)) return;
  const { revisions } = account.state.codeDeploy;
  const description = `Application revision registered by Deployment ID: ${id}`;
  revisions[application] = [...(revisions[application] ?? []), { revision, description, registeredAt: account.now }];
}
