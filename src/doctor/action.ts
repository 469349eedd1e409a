// The permission that a refused call needs, as an IAM policy names it.
import { awsPart, explain } from '../aws/errors.ts';

const PREFIXES: Record<string, string> = {
  autoScaling: 'autoscaling',
  codeDeploy: 'codedeploy',
  elb: 'elasticloadbalancing',
  cloudWatch: 'cloudwatch',
};

/** Where the action is not called as the operation is. */
const OTHERS: Record<string, string> = {
  's3:headObject': 's3:GetObject',
  's3:headBucket': 's3:ListBucket',
  's3:listBuckets': 's3:ListAllMyBuckets',
  's3:getBucketVersioning': 's3:GetBucketVersioning',
  'ssm:lookInside': 'ssm:SendCommand',
};

export function actionOf(error: unknown): string | undefined {
  const operation = awsPart(explain(error))?.operation;
  if (!operation) return undefined;
  const [service = '', name = ''] = operation.split(':');
  return OTHERS[operation] ?? `${PREFIXES[service] ?? service}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
