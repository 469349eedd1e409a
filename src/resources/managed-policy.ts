// A customer managed IAM policy.
import { unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import type { Json } from '../engine/json.ts';
import type { Resource } from '../engine/resource.ts';
import { allows, normal, type PolicyDocument, parseDocument } from './policy-document.ts';
import { isOurs, type Owner, tagsOf } from './tags.ts';

/** AWS keeps at most this many versions of a policy. */
const VERSIONS_KEPT = 5;

/** What the service role needs beside AWS's own policy, to launch from a template. */
export const launchPolicyOf = (serviceRole: string) => `${serviceRole}-launch`;

export const policyArn = ({ partition, account }: Place, name: string) =>
  `arn:${partition}:iam::${account}:policy/${name}`;

export function managedPolicy(
  place: Place,
  owner: Owner,
  name: string,
  document: PolicyDocument,
): Resource<{ arn: string; ours: boolean; statements: Json }> {
  const { iam } = place.aws;
  const arn = policyArn(place, name);
  const text = JSON.stringify(document);
  const statements = normal(document) as Json;
  return {
    kind: 'iam.policy',
    name,
    spec: { statements },
    async read() {
      const policy = (await unless('NoSuchEntityException', () => iam.getPolicy({ PolicyArn: arn })))?.Policy;
      if (!policy) return undefined;
      const version = await iam.getPolicyVersion({ PolicyArn: arn, VersionId: policy.DefaultVersionId });
      const present = parseDocument(version.PolicyVersion?.Document);
      const ours = isOurs(policy.Tags, owner);
      // A policy that somebody else made fits when it allows what is needed; ours is kept to exactly that.
      return { arn, ours, statements: !ours && allows(present, document) ? statements : (normal(present) as Json) };
    },
    create: () => iam.createPolicy({ PolicyName: name, PolicyDocument: text, Tags: tagsOf(owner) }),
    mayUpdate: ({ ours }) => ours,
    async update() {
      const versions = await allPages(
        (Marker) => iam.listPolicyVersions({ PolicyArn: arn, Marker }),
        ({ Versions }) => Versions,
        ({ Marker }) => Marker,
      );
      const oldest = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).at(-1);
      if (versions.length >= VERSIONS_KEPT && oldest)
        await iam.deletePolicyVersion({ PolicyArn: arn, VersionId: oldest.VersionId });
      await iam.createPolicyVersion({ PolicyArn: arn, PolicyDocument: text, SetAsDefault: true });
    },
  };
}
