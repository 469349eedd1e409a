// The revision that the group has: whether instances that are launched, and rollbacks, still get it.
import { httpStatus } from '../../aws/errors.ts';
import { consoleUrl } from '../../deployments/preflight.ts';
import { isInS3, nameOf, type S3Revision } from '../../deployments/revision.ts';
import { isGone } from '../../deployments/way-back.ts';
import { type Check, check, fail, warn } from '../check.ts';
import type { Facts } from '../facts.ts';

async function inS3(facts: Facts): Promise<S3Revision | undefined> {
  const revision = await facts.revision();
  return revision && isInS3(revision) ? revision : undefined;
}

/** Where the bucket is, if that is not here. */
async function elsewhere({ place }: Facts, Bucket: string): Promise<string | undefined> {
  try {
    const { BucketRegion } = await place.aws.s3.headBucket({ Bucket });
    return BucketRegion && BucketRegion !== place.region ? BucketRegion : undefined;
  } catch (error) {
    const { $response } = error as { $response?: { headers?: Record<string, string> } };
    const region = $response?.headers?.['x-amz-bucket-region'];
    if (region && region !== place.region) return region;
    if (httpStatus(error) === 404) return undefined;
    throw error;
  }
}

async function application({ place, asked }: Facts) {
  return (await place.aws.codeDeploy.getApplication({ applicationName: asked.application })).application ?? {};
}

const deployCommand = ({ place, asked: { application, group } }: Facts, ...words: string[]) =>
  place.command('deploy', '--application', application, '--group', group, ...words);

export const revisionChecks: Check[] = [
  check('bucket-region', 'revision', async (facts) => {
    const objects = await facts.objects();
    for (const bucket of new Set(objects.map((object) => object.bucket))) {
      const actual = await elsewhere(facts, bucket);
      if (!actual) continue;
      // What was made beside the first is named after it; 63 characters are the most that a bucket's name has.
      const instead = `${bucket.slice(0, 62 - facts.place.region.length)}-${facts.place.region}`;
      return fail({ bucket, actual, instead, command: deployCommand(facts, '--bucket', instead) });
    }
    return objects.length > 0 ? 'pass' : undefined;
  }),
  check('revision-there', 'revision', async (facts) => {
    const revision = await inS3(facts);
    if (!revision || (await elsewhere(facts, revision.bucket))) return undefined;
    if (!(await isGone(facts.place, revision))) return 'pass';
    return fail({ revision: nameOf(revision), command: deployCommand(facts) });
  }),
  check('bucket-versioning', 'revision', async (facts) => {
    const revision = await inS3(facts);
    if (!revision || (await elsewhere(facts, revision.bucket))) return undefined;
    const { Status } = await facts.place.aws.s3.getBucketVersioning({ Bucket: revision.bucket });
    return Status === 'Enabled' ? 'pass' : warn({ bucket: revision.bucket });
  }),
  check('github-connection', 'revision', async (facts) => {
    const revision = await facts.revision();
    if (!revision || isInS3(revision)) return undefined;
    const { linkedToGitHub } = await application(facts);
    return linkedToGitHub ? 'pass' : fail({ url: consoleUrl(facts.place, facts.asked.application) });
  }),
  check('github-other', 'revision', async (facts) => {
    const token = facts.asked.gitHubToken;
    await facts.group();
    if (!token) return undefined;
    const { gitHubAccountName: linked } = await application(facts);
    if (!linked || linked === token) return 'pass';
    return warn({ linked, token, url: consoleUrl(facts.place, facts.asked.application) });
  }),
];
