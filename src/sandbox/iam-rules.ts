// What IAM accepts: names, tags, policy documents; and the policies that AWS itself keeps.
import { refuse } from './account.ts';
import type { Tag } from './state.ts';

/** AWS refuses names in the words of its service model. */
function constrain(value: string, member: string, pattern: RegExp, max: number, min = 1) {
  const shown = `Value ${value ? `'${value}' ` : ''}at '${member}' failed to satisfy constraint`;
  const problem =
    value.length < min
      ? `Member must have length greater than or equal to ${min}`
      : value.length > max
        ? `Member must have length less than or equal to ${max}`
        : !pattern.test(value)
          ? `Member must satisfy regular expression pattern: ${pattern.source.replace(/^\^|\$$/g, '')}`
          : undefined;
  if (problem) refuse('ValidationError', `1 validation error detected: ${shown}: ${problem}`);
}

export function checkName(member: 'roleName' | 'policyName' | 'instanceProfileName', name = ''): string {
  constrain(name, member, /^[\w+=,.@-]+$/, member === 'roleName' ? 64 : 128);
  return name;
}

/** Latin letters only: a description in Hangul is refused. */
export function checkDescription(description: string | undefined) {
  if (description !== undefined) constrain(description, 'description', /^[\t\n\r\x20-\x7e\xa1-\xff]*$/, 1000, 0);
}

export function checkPath(path = '/'): string {
  constrain(path, 'path', /^(\u002F)$|^(\u002F[\u0021-\u007E]+\u002F)$/, 512);
  return path;
}

export function checkTags(tags: Tag[]): Tag[] {
  for (const { key, value } of tags) {
    constrain(key, 'tags.1.member.key', /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, 128);
    constrain(value, 'tags.1.member.value', /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, 256, 0);
    if (/^aws:/i.test(key)) refuse('InvalidInputException', 'Tag keys beginning with aws: are reserved for AWS use.');
    if (tags.filter((other) => other.key.toLowerCase() === key.toLowerCase()).length > 1)
      refuse('InvalidInputException', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if (tags.length > 50)
    refuse('LimitExceededException', 'The number of tags has reached the maximum limit of 50.', 409);
  return tags;
}

/** Whoever may assume a role (`trust`), or what its bearer may do (`policy`). */
export function checkDocument(kind: 'trust' | 'policy', text = ''): string {
  const malformed = (message: string) => refuse('MalformedPolicyDocumentException', message);
  if (!/^[\t\n\r\x20-\xff]*$/.test(text))
    refuse(
      'ValidationError',
      `The specified value for ${kind === 'trust' ? 'assumeRolePolicyDocument' : 'policyDocument'} is invalid. It must contain only printable ASCII characters.`,
    );
  const [limit, quota] = kind === 'trust' ? [2048, 'ACLSizePerRole'] : [6144, 'PolicySize'];
  if (text.replace(/\s/g, '').length > limit)
    refuse('LimitExceededException', `Cannot exceed quota for ${quota}: ${limit}`, 409);
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(text);
  } catch {
    return malformed('This policy contains invalid Json');
  }
  const statements = [document?.Statement].flat() as (Record<string, unknown> | undefined)[];
  if (statements.length === 0) malformed('Syntax errors in policy.');
  for (const statement of statements) {
    if (typeof statement !== 'object' || statement === null) return malformed('Syntax errors in policy.');
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') malformed('Missing required field Effect');
    if (!/^[0-9A-Za-z]*$/.test(String(statement.Sid ?? '')))
      malformed(
        'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
      );
    const actions = [statement.Action ?? statement.NotAction ?? []].flat() as string[];
    if (actions.length === 0) malformed('Policy statement must contain actions.');
    if (actions.some((action) => action !== '*' && !/^[A-Za-z0-9-]+:.+$/.test(action)))
      malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    if (kind === 'trust') {
      if (statement.Principal === undefined && statement.NotPrincipal === undefined)
        malformed('Missing required field Principal');
      if (statement.Resource !== undefined) malformed('Has prohibited field Resource');
    } else {
      if (statement.Principal !== undefined) malformed('Policy document should not specify a principal.');
      const resources = [statement.Resource ?? statement.NotResource ?? []].flat() as string[];
      if (resources.length === 0) malformed('Policy statement must contain resources.');
      for (const resource of resources)
        if (resource !== '*' && !resource.startsWith('arn:'))
          malformed(`Resource ${resource} must be in ARN format or "*".`);
    }
  }
  return text;
}

const allow = (Action: string[], Resource = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

/** The managed policies of AWS that this account knows, by what follows `:aws:policy/`; the same in every partition. */
const AWS_MANAGED: Record<string, string> = {
  AdministratorAccess: allow(['*']),
  PowerUserAccess: allow(['*']),
  CloudWatchAgentServerPolicy: allow(['cloudwatch:PutMetricData', 'logs:CreateLogStream', 'logs:PutLogEvents']),
  AmazonSSMManagedInstanceCore: allow(['ssm:UpdateInstanceInformation', 'ssmmessages:*', 'ec2messages:*']),
  AmazonS3ReadOnlyAccess: allow(['s3:Get*', 's3:List*', 's3:Describe*']),
  'service-role/AmazonEC2RoleforAWSCodeDeploy': allow(['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket']),
  'service-role/AWSCodeDeployRole': allow([
    'autoscaling:*',
    'ec2:DescribeInstances',
    'ec2:DescribeInstanceStatus',
    'ec2:TerminateInstances',
    'tag:GetResources',
    'sns:Publish',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:PutMetricAlarm',
    'elasticloadbalancing:*',
  ]),
};

/** The document of an AWS managed policy; undefined if `arn` names none. */
export const awsManaged = (arn: string): string | undefined =>
  AWS_MANAGED[/^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? ''];
