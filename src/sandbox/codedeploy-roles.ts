// What a role lets its bearer do, as far as CodeDeploy and its agent depend on it: who may assume it, and its policies.
import { type Account, refuse } from './account.ts';
import { awsManaged } from './iam-rules.ts';
import { lagOf } from './lag.ts';
import type { Instance, Role } from './state.ts';

interface Statement {
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Principal?: '*' | { Service?: string | string[] };
}

const list = (value: string | string[] | undefined) => [value ?? []].flat();

const statementsOf = (document: string | undefined): Statement[] =>
  document ? [(JSON.parse(document) as { Statement: Statement | Statement[] }).Statement].flat() : [];

/** `*` is any text, `?` any character; actions do not look at case. */
const matches = (pattern: string, text: string, flags = '') =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  ).test(text);

/** The documents of managed policies, AWS's own and the account's. */
export const documentsOf = ({ state }: Account, arns: string[]): (string | undefined)[] =>
  arns.map(
    (arn) =>
      awsManaged(arn) ??
      state.iam.policies[arn.split('/').at(-1) ?? '']?.versions.find(({ isDefault }) => isDefault)?.document,
  );

/** Whether the attached policies of `role` allow `action` on `resource`. Conditions and boundaries are not looked at. */
export function allows(account: Account, role: Role | undefined, action: string, resource = '*'): boolean {
  if (!role) return false;
  const named = documentsOf(account, role.attached)
    .flatMap(statementsOf)
    .filter(
      ({ Action, NotAction, Resource, NotResource }) =>
        (Action !== undefined
          ? list(Action).some((pattern) => matches(pattern, action, 'i'))
          : !list(NotAction).some((pattern) => matches(pattern, action, 'i'))) &&
        (Resource !== undefined
          ? list(Resource).some((pattern) => matches(pattern, resource))
          : !list(NotResource).some((pattern) => matches(pattern, resource))),
    );
  return named.some(({ Effect }) => Effect === 'Allow') && !named.some(({ Effect }) => Effect === 'Deny');
}

/** The role behind an instance's profile. */
export function roleOf({ state }: Account, instance: Instance): Role | undefined {
  const profile = state.iam.profiles[instance.profile?.name ?? ''];
  return state.iam.roles[profile?.roles[0] ?? ''];
}

/** By the last segment of its ARN: a path may come before it. */
export const serviceRole = ({ state }: Account, arn: unknown): Role | undefined =>
  state.iam.roles[String(arn).split('/').at(-1) ?? ''];

export function isAssumable({ now, region, state }: Account, role: Role): boolean {
  if (now - role.createdAt < lagOf(state).iam) return false;
  const service = ['codedeploy.amazonaws.com', `codedeploy.${region}.amazonaws.com`];
  return statementsOf(role.trust).some(
    ({ Effect, Action, Principal }) =>
      Effect === 'Allow' &&
      list(Action).some((pattern) => matches(pattern, 'sts:AssumeRole', 'i')) &&
      typeof Principal === 'object' &&
      list(Principal.Service).some((one) => service.includes(one)),
  );
}

export function checkServiceRole(account: Account, arn: string | undefined, usesAutoScaling: boolean) {
  if (!arn) return refuse('RoleRequiredException', 'The role ARN is required.');
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+/.test(arn))
    refuse('InvalidRoleException', `The role ARN ${arn} is not in a valid format.`);
  const role = serviceRole(account, arn);
  if (!role || !isAssumable(account, role))
    refuse('InvalidRoleException', `AWS CodeDeploy does not have the permissions required to assume the role ${arn}.`);
  if (usesAutoScaling && !allows(account, role, 'autoscaling:PutLifecycleHook'))
    refuse(
      'InvalidRoleException',
      `The IAM role ${arn} does not give you permission to perform operations in the following AWS service: AmazonAutoScaling. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant permissions to your users or groups by creating IAM policies.`,
    );
}
