// Policy documents compared by meaning: what a statement allows, not how it is written.

interface Statement {
  Effect?: string;
  Principal?: string | Record<string, string | string[]>;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: unknown;
}

export interface PolicyDocument {
  Version: string;
  Statement: Statement | Statement[];
}

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const areWords = (value: unknown) => listOf(value).every((word) => typeof word === 'string');

const isDocument = (value: unknown): value is PolicyDocument =>
  isRecord(value) &&
  listOf(value.Statement).every(
    (statement) =>
      isRecord(statement) &&
      ['Action', 'NotAction', 'Resource', 'NotResource'].every((key) => areWords(statement[key])) &&
      Object.values(isRecord(statement.Principal) ? statement.Principal : { all: statement.Principal }).every(
        areWords,
      ) &&
      Object.values(isRecord(statement.Condition) ? statement.Condition : {}).every(isRecord),
  );

/** IAM answers documents URL-encoded. An unreadable one means nothing. */
export function parseDocument(encoded: string | undefined): PolicyDocument | undefined {
  if (!encoded) return undefined;
  try {
    const read: unknown = JSON.parse(decodeURIComponent(encoded));
    return isDocument(read) ? read : undefined;
  } catch {
    // Not a document: compared with anything, it differs.
    return undefined;
  }
}

export const trustOf = (service: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

/**
 * The services that a trust policy lets assume the role in `account`, sorted. A statement under a condition counts only
 * if the condition is the usual one against confused deputies and names this account; one that denies takes away.
 */
export function trustedServices(document: PolicyDocument | undefined, account?: string): string[] {
  const named = (effect: string) =>
    listOf(document?.Statement)
      .filter(
        ({ Effect, Action }) => Effect === effect && listOf(Action).some((action) => covers(action, 'sts:AssumeRole')),
      )
      .filter(({ Condition }) => effect === 'Deny' || holds(Condition, account))
      .flatMap(({ Principal }) =>
        isRecord(Principal)
          ? listOf(Principal.Service as string | string[])
          : Principal === '*' && effect === 'Deny'
            ? ['*']
            : [],
      );
  const denied = named('Deny');
  return [...new Set(named('Allow'))].filter((service) => !denied.includes(service) && !denied.includes('*')).sort();
}

/** Whether a trust policy's condition is known to hold when a service of `account` assumes the role. */
function holds(condition: unknown, account: string | undefined): boolean {
  if (condition === undefined) return true;
  if (!isRecord(condition)) return false;
  return Object.values(condition as Record<string, Record<string, unknown>>).every((tests) =>
    Object.entries(tests).every(
      ([key, values]) =>
        /^aws:(SourceAccount|SourceArn)$/i.test(key) &&
        account !== undefined &&
        listOf(values).some((value) => typeof value === 'string' && value.includes(account)),
    ),
  );
}

/** The regional and Chinese names of a service principal count as the service itself. */
export const isService = (principal: string, service: string) => {
  const [name] = service.split('.');
  return new RegExp(`^${name}(\\.[a-z0-9-]+)?\\.amazonaws\\.(com|com\\.cn|eu)$`).test(principal);
};

/** A form in which two documents that say the same in the same words are equal. */
export const normal = (document: PolicyDocument | undefined) =>
  listOf(document?.Statement)
    .map(({ Effect, Action, Resource, Condition, NotAction, Principal }) => ({
      effect: Effect ?? '',
      actions: [...listOf(Action)].sort(),
      ...(NotAction && { notActions: listOf(NotAction) }),
      resources: [...listOf(Resource)].sort(),
      ...(Condition ? { condition: JSON.stringify(Condition) } : {}),
      ...(Principal ? { principal: JSON.stringify(Principal) } : {}),
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** `s3:Get*` covers `s3:GetObject`; letters' case does not matter in actions, and does in resources. */
export function covers(pattern: string, value: string, flags: 'i' | '' = 'i'): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`, flags).test(value);
}

/** Whether `document` allows each action on each resource that `wanted` allows, unconditionally, and denies none of them. */
export function allows(document: PolicyDocument | undefined, wanted: PolicyDocument): boolean {
  const statements = listOf(document?.Statement);
  const matches = (statement: Statement, action: string, resource: string) =>
    listOf(statement.Action).some((pattern) => covers(pattern, action)) &&
    listOf(statement.Resource).some((pattern) => covers(pattern, resource, ''));
  const denies = ({ Action, NotAction, Resource, NotResource }: Statement, action: string, resource: string) =>
    (NotAction
      ? !listOf(NotAction).some((pattern) => covers(pattern, action))
      : listOf(Action).some((pattern) => covers(pattern, action))) &&
    (NotResource
      ? !listOf(NotResource).some((pattern) => covers(pattern, resource, ''))
      : listOf(Resource).some((pattern) => covers(pattern, resource, '')));
  return listOf(wanted.Statement).every(({ Action, Resource }) =>
    listOf(Action).every((action) =>
      listOf(Resource).every(
        (resource) =>
          statements.some(
            (statement) => statement.Effect === 'Allow' && !statement.Condition && matches(statement, action, resource),
          ) && !statements.some((statement) => statement.Effect === 'Deny' && denies(statement, action, resource)),
      ),
    ),
  );
}
