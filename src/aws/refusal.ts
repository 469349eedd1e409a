// What AWS's refusal was about, and the statement of a policy that would allow it.
import { actionsOf } from './actions.ts';
import { type BlockName, blocksFor, type Statement, statement } from './policies.ts';

export interface Refusal {
  action: string;
  /** As AWS names it; some of its messages do not. */
  resource?: string;
  /** Absent where somebody else forbids it: no statement of the caller's own would help. */
  statement?: Statement;
}

/** Which of the statements for an action belongs to an operation, where there are several. */
const CHOSEN: [pattern: RegExp, block: BlockName][] = [
  [/^iam:PassRole codeDeploy:/, 'PassServiceRole'],
  [/^ec2:CreateTags ec2:createImage/, 'TagImage'],
  [/^ec2:CreateTags ec2:createLaunchTemplate/, 'TagTemplate'],
  [/^ec2:CreateTags autoScaling:/, 'TagLaunched'],
];

/** `message` is AWS's: "… is not authorized to perform: A on resource: R because no identity-based policy allows …". */
export function refusalOf(service: string, operation: string, message: string): Refusal {
  const action = /perform:? ([a-z0-9-]+:\w+)/.exec(message)?.[1] ?? actionsOf(service, operation)[0]!;
  const resource = /on resource: .*?(arn:[^\s",]+)/.exec(message)?.[1]?.replace(/\.$/, '');
  const named = { action, ...(resource && { resource }) };
  // A service control policy, a boundary or a Deny stands above what is allowed.
  if (/explicit deny|(service|resource) control policy|permissions boundary|session policy/i.test(message))
    return named;
  const chosen = CHOSEN.find(([pattern]) => pattern.test(`${action} ${service}:${operation}`))?.[1];
  const block = chosen ?? blocksFor(action)[0];
  const partition = resource?.split(':')[1] ?? 'aws';
  const { Condition } = block ? statement(block, { partition, region: '*', account: '*' }) : {};
  return {
    ...named,
    statement: {
      Sid: block ?? 'Allow',
      Effect: 'Allow',
      Action: [action],
      Resource: resource ?? (block ? statement(block, { partition, region: '*', account: '*' }).Resource : '*'),
      ...(Condition && { Condition }),
    },
  };
}
