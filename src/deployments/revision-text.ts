// A revision in a few words: which commit or object it is, and what was said of it.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { subjectsOf } from './repository.ts';
import { isInS3, nameOf, type Revision, revisionOf } from './revision.ts';

const SHORT = 7;

export const shortRevision = (revision: Revision): string =>
  isInS3(revision) ? (revision.key.split('/').at(-1) ?? revision.key) : revision.commitId.slice(0, SHORT);

/** As it would be typed. */
export const wholeRevision = (revision: Revision): string =>
  isInS3(revision)
    ? `${nameOf(revision)}${revision.version ? ` (version ${revision.version})` : ''}`
    : `${revision.repository} ${revision.commitId}`;

/** The subjects of the commits that were deployed, by deployment, where the repository here has them. */
export async function subjectsIn(folder: string, infos: DeploymentInfo[]): Promise<Map<DeploymentInfo, string>> {
  const commits = infos.map(({ revision }) => revision?.gitHubLocation?.commitId ?? '');
  const subjects = await subjectsOf(folder, commits);
  return new Map(
    infos.flatMap((info, index) => {
      const subject = subjects.get(commits[index]!);
      return subject === undefined ? [] : [[info, subject]];
    }),
  );
}

/** Short, with the subject of the commit, or else what was said when it was deployed. */
export function titledRevision(info: DeploymentInfo, subject: string | undefined): string {
  const revision = revisionOf(info.revision);
  if (!revision) return '';
  const said = subject ?? info.description ?? (isInS3(revision) ? '' : revision.repository);
  return `${shortRevision(revision)} ${said}`.trim();
}
