// Revisions: which form CodeDeploy takes, and what an instance gets when its agent downloads one.
import { execFileSync } from 'node:child_process';
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { type Account, refuse } from './account.ts';
import { allows, roleOf } from './codedeploy-roles.ts';
import type { Bundle, Instance } from './state.ts';

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;
const COMMIT = /^[0-9a-f]{40}$/;

/** Only its form: whether there is anything at that place shows when an agent goes there. */
export function checkRevision(revision: RevisionLocation | undefined): Record<string, unknown> {
  if (!revision) return refuse('RevisionRequiredException', 'The revision is required, but was not specified.');
  const invalid = (message: string) => refuse('InvalidRevisionException', message);
  const { revisionType, s3Location, gitHubLocation } = revision;
  if (revisionType === 'S3') {
    const { bucket, key, bundleType } = s3Location ?? invalid('The Amazon S3 location is required.');
    if (!bucket || !BUCKET.test(bucket)) invalid('The bucket name of the Amazon S3 location is not valid.');
    if (!key || Buffer.byteLength(key) > 1024) invalid('The key of the Amazon S3 location is not valid.');
    if (!['tar', 'tgz', 'zip'].includes(bundleType ?? ''))
      invalid('The bundle type of the Amazon S3 location must be one of tar, tgz, zip.');
    return { revisionType, s3Location };
  }
  if (revisionType === 'GitHub') {
    const { repository, commitId } = gitHubLocation ?? invalid('The GitHub location is required.');
    if (!REPOSITORY.test(repository ?? '')) invalid('The GitHub repository must have the form account/repository.');
    if (!COMMIT.test(commitId ?? '')) invalid('The GitHub commit must be a full SHA1 of 40 hexadecimal characters.');
    return { revisionType, gitHubLocation };
  }
  return invalid('The revision type must be S3 or GitHub.');
}

/** `s3://bucket/key?versionId=…` or `github://account/repository@commit`. */
export function revisionKey(revision: Record<string, unknown>): string {
  const { s3Location, gitHubLocation } = revision as RevisionLocation;
  if (gitHubLocation) return `github://${gitHubLocation.repository}@${gitHubLocation.commitId}`;
  const { bucket, key, version } = s3Location ?? {};
  return s3Key(bucket, key, version);
}

const s3Key = (bucket = '', key = '', version?: string) =>
  `s3://${bucket}/${key}${version ? `?versionId=${version}` : ''}`;

/** What the agent brings onto the instance, by a key that stays the same should the object be replaced; or why it cannot. */
export function download(account: Account, instance: Instance, revision: RevisionLocation): { key: string } | string {
  if (revision.gitHubLocation)
    return commitBundle(account, revision.gitHubLocation.commitId ?? '')
      ? { key: revisionKey({ ...revision }) }
      : notOnGitHub(revision);
  const { bucket: bucketName = '', key = '', version, eTag } = revision.s3Location ?? {};
  const bucket = account.state.s3.buckets[bucketName];
  if (!bucket) return 'The specified bucket does not exist';
  if (bucket.region !== account.region)
    return 'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
  const role = roleOf(account, instance);
  const may = (action: string, path = '') => allows(account, role, `s3:${action}`, `arn:aws:s3:::${bucketName}${path}`);
  if (!may(version ? 'GetObjectVersion' : 'GetObject', `/${key}`)) return 'Access Denied';
  const versions = bucket.objects[key] ?? [];
  const object = version ? versions.find(({ versionId }) => versionId === version) : versions.at(-1);
  if (!object) {
    // Who may not list a bucket does not learn that something is missing in it.
    if (!may('ListBucket')) return 'Access Denied';
    return version ? 'The specified version does not exist.' : 'The specified key does not exist.';
  }
  const actual = unquoted(object.etag);
  if (eTag && unquoted(eTag) !== actual)
    return `Expected deployment artifact bundle etag ${unquoted(eTag)} but was actually ${actual}`;
  const { form, broken } = object.bundle;
  if (broken) return broken;
  const cannot = form && unpackError(form, revision.s3Location?.bundleType);
  if (cannot) return cannot;
  return { key: s3Key(bucketName, key, object.versionId) };
}

/** The agent unpacks with what the declared type says: tar also reads what is compressed, nothing else goes. */
function unpackError(form: NonNullable<Bundle['form']>, declared: string | undefined): string | undefined {
  if (declared === form || (declared === 'tar' && form === 'tgz')) return undefined;
  return declared === 'zip' ? 'Zip end of central directory signature not found' : 'Error extracting tar archive: 2';
}

export const notOnGitHub = ({ gitHubLocation: { repository, commitId } = {} }: RevisionLocation) =>
  `Could not download bundle at 'https://api.github.com/repos/${repository}/tarball/${commitId}' after 3 retries. Server returned codes: 404, 404, 404, 404.`;

const unquoted = (etag: string) => etag.replace(/^"|"$/g, '');

/** The unpacked revision of this key, as the agent sees it; undefined once it is gone. */
export function bundleAt(account: Account, key: string | undefined): Bundle | undefined {
  const [, , commit] = /^github:\/\/(.+)@([0-9a-f]{40})$/.exec(key ?? '') ?? [];
  if (commit) return commitBundle(account, commit);
  const [, bucket = '', path = '', version] = /^s3:\/\/([^/]+)\/(.+?)(?:\?versionId=([^?]*))?$/.exec(key ?? '') ?? [];
  const versions = account.state.s3.buckets[bucket]?.objects[path];
  const object = versions?.find(({ versionId }) => versionId === version) ?? versions?.at(-1);
  return object && unpacked(object.bundle);
}

/** What an instance has unpacked, a thousand others unpack as well. */
const unpackedBundles = new WeakMap<Bundle, Bundle>();

function unpacked(bundle: Bundle): Bundle {
  const found = unpackedBundles.get(bundle) ?? withoutTop(bundle);
  unpackedBundles.set(bundle, found);
  return found;
}

/** A single folder at the top that holds the appspec is taken off. */
function withoutTop({ files, appspec }: Bundle): Bundle {
  const folder = `${files[0]?.split('/')[0]}/`;
  if (files.some((file) => !file.startsWith(folder))) return { files, appspec };
  if (!files.some((file) => /^[^/]+\/appspec\.ya?ml$/.test(file))) return { files, appspec };
  return { files: files.map((file) => file.slice(folder.length)), appspec };
}

/** A commit never changes, so it is read once; one that is missing may come, so it is looked for again at another moment. */
const commits = new Map<string, { bundle?: Bundle; at: number }>();

function commitBundle({ cwd, now }: Account, commit: string): Bundle | undefined {
  if (!COMMIT.test(commit)) return undefined;
  const key = `${cwd}@${commit}`;
  const known = commits.get(key);
  if (known && (known.bundle || known.at === now)) return known.bundle;
  const bundle = readCommit(cwd, commit);
  commits.set(key, { bundle, at: now });
  return bundle;
}

/** The repository in the working folder stands for the one on GitHub, whatever its name. */
function readCommit(cwd: string, commit: string): Bundle | undefined {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  try {
    git('cat-file', '-e', `${commit}^{commit}`);
    const files = git('ls-tree', '-r', '-z', '--full-tree', '--name-only', commit).split('\0').filter(Boolean);
    return { files, ...(files.includes('appspec.yml') && { appspec: git('show', `${commit}:appspec.yml`) }) };
  } catch {
    return undefined;
  }
}
