// A role with what its managed policies say.

import type { Place } from '../aws/place.ts';
import { allows, type PolicyDocument } from '../resources/policy-document.ts';
import { permissionsOf, readRole } from '../resources/role.ts';
import { Unknown } from './check.ts';

export interface RoleFacts {
  name: string;
  exists: boolean;
  /** ARNs of managed policies. */
  attached: string[];
  /** Every service that may assume it. */
  services: string[];
  /** Of these actions, those that it does not allow. Inline policies are not read: where they might, nobody knows. */
  without(actions: string[], resource: string): Promise<string[]>;
  /** ARN of its permissions boundary. */
  boundary?: string;
  /** Of these actions, those that the boundary does not let through. */
  beyond(actions: string[], resource: string): Promise<string[]>;
}

const refusedBy = (document: PolicyDocument, actions: string[], resource: string) =>
  actions.filter(
    (action) =>
      !allows(document, {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: action, Resource: resource },
      }),
  );

export async function roleFacts(place: Place, name: string): Promise<RoleFacts> {
  const { iam } = place.aws;
  const present = await readRole(place, name);
  const attached = present?.attached ?? [];
  const boundary = present?.role.PermissionsBoundary?.PermissionsBoundaryArn;
  let documents: Promise<PolicyDocument> | undefined;

  return {
    name,
    exists: present !== undefined,
    attached,
    services: present?.services ?? [],
    async without(actions, resource) {
      documents ??= permissionsOf(place, attached);
      const document = await documents;
      const missing = refusedBy(document, actions, resource);
      if (missing.length === 0 || !present) return missing;
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName: name });
      const [first] = PolicyNames;
      if (first) throw new Unknown('inlinePolicies', { role: name, policies: PolicyNames.join(', '), first });
      return missing;
    },
    boundary,
    async beyond(actions, resource) {
      return refusedBy(await permissionsOf(place, boundary ? [boundary] : []), actions, resource);
    },
  };
}
