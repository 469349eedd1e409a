// An IAM role: who may assume it, and the managed policies it carries.
import { isNamed, unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import type { Line, Resource } from '../engine/resource.ts';
import { isService, type PolicyDocument, parseDocument, trustedServices, trustOf } from './policy-document.ts';
import { isOurs, type Owner, tagsOf } from './tags.ts';

export interface FoundRole {
  arn: string;
  ours: boolean;
  trusts: string;
  /** Those of the wanted policies that are attached. */
  policies: string[];
  permissionsBoundary?: string;
  /** Everything attached, wanted or not. */
  attached: string[];
  /** Every service that may assume it. */
  services: string[];
}

export interface RoleShape {
  /** The service that assumes it. */
  service: 'ec2.amazonaws.com' | 'codedeploy.amazonaws.com';
  /** ARNs of the managed policies it needs; others are left alone. */
  policies: string[];
  permissionsBoundary?: string;
  notes?(found: FoundRole | undefined): Line[];
}

export const roleArn = ({ partition, account }: Place, name: string) => `arn:${partition}:iam::${account}:role/${name}`;

export async function readRole(place: Place, name: string) {
  const { iam } = place.aws;
  const [found, attached = []] = await Promise.all([
    unless('NoSuchEntityException', () => iam.getRole({ RoleName: name })),
    unless('NoSuchEntityException', () =>
      allPages(
        (Marker) => iam.listAttachedRolePolicies({ RoleName: name, Marker }),
        ({ AttachedPolicies }) => AttachedPolicies?.map(({ PolicyArn }) => PolicyArn ?? ''),
        ({ Marker }) => Marker,
      ),
    ),
  ]);
  const role = found?.Role;
  if (!role) return undefined;
  return { role, attached, services: trustedServices(parseDocument(role.AssumeRolePolicyDocument), place.account) };
}

/** What managed policies allow together. */
export async function permissionsOf({ aws: { iam } }: Place, attached: string[]): Promise<PolicyDocument> {
  const documents = await Promise.all(
    attached.map(async (PolicyArn) => {
      const policy = await unless('NoSuchEntityException', () => iam.getPolicy({ PolicyArn }));
      if (!policy?.Policy) return undefined;
      const VersionId = policy.Policy.DefaultVersionId;
      const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId });
      return parseDocument(PolicyVersion?.Document);
    }),
  );
  return { Version: '2012-10-17', Statement: documents.flatMap((document) => document?.Statement ?? []) };
}

export function role(place: Place, owner: Owner, name: string, shape: RoleShape): Resource<FoundRole> {
  const { iam } = place.aws;
  const { service, permissionsBoundary } = shape;
  const policies = [...shape.policies].sort();
  const trust = JSON.stringify(trustOf(service));
  const attach = async (arns: string[]) => {
    for (const PolicyArn of arns) await iam.attachRolePolicy({ RoleName: name, PolicyArn });
  };
  return {
    kind: 'iam.role',
    name,
    spec: { trusts: service, policies, ...(permissionsBoundary && { permissionsBoundary }) },
    async read() {
      const present = await readRole(place, name);
      if (!present) return undefined;
      const { role, attached, services } = present;
      return {
        arn: role.Arn ?? roleArn(place, name),
        ours: isOurs(role.Tags, owner),
        trusts: services.some((principal) => isService(principal, service)) ? service : services.join(', '),
        policies: policies.filter((arn) => attached.includes(arn)),
        permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
        attached,
        services,
      };
    },
    async create() {
      await iam.createRole({
        RoleName: name,
        AssumeRolePolicyDocument: trust,
        Description: `Made by codedeploy-wizard for ${owner.project}`,
        PermissionsBoundary: permissionsBoundary,
        Tags: tagsOf(owner),
      });
      await attach(policies);
    },
    // A boundary is set once, when the role is made: taking part in who may do what later is not ours.
    mayUpdate: ({ ours }, differs) => ours && !differs.some(({ key }) => key === 'permissionsBoundary'),
    because: (_found, differs) =>
      differs.some(({ key }) => key === 'trusts')
        ? { why: service === 'codedeploy.amazonaws.com' ? 'wrongServiceTrust' : 'wrongEc2Trust', data: {} }
        : undefined,
    async update(found, _progress, differs) {
      if (differs.some(({ key }) => key === 'trusts'))
        await iam.updateAssumeRolePolicy({ RoleName: name, PolicyDocument: trust });
      await attach(policies.filter((arn) => !found.attached.includes(arn)));
    },
    // Right after it was made a role, or its policy, may not be known everywhere yet.
    transient: (error) => isNamed(error, ['NoSuchEntityException', 'ConcurrentModificationException']),
    ...(shape.notes && { notes: shape.notes }),
  };
}
