// The IAM actions behind the operations of the list.
import { expect, test } from 'vitest';
import { actionsOf } from '../../src/aws/actions.ts';
import { type ServiceName, services } from '../../src/aws/operations.ts';

/** Parts of the names of operations that are no actions: what S3 and the doctor's own read are called in a policy. */
const NO_ACTION =
  /:(Head|Look|CreateMultipart|CompleteMultipart|UploadPart$|ListParts$|ListMultipartUploads$|ListBuckets$)/;

test('each operation of the list has an action that a policy can name', async () => {
  for (const name of Object.keys(services) as ServiceName[]) {
    const { reads, writes } = await services[name]();
    for (const operation of Object.keys({ ...reads, ...writes })) {
      const actions = actionsOf(name, operation);
      expect(actions.length, `${name}.${operation}`).toBeGreaterThan(0);
      for (const action of actions) {
        expect(action).toMatch(
          /^(sts|iam|ec2|autoscaling|elasticloadbalancing|codedeploy|ssm|s3|cloudwatch):[A-Z]\w+$/,
        );
        expect(action).not.toMatch(NO_ACTION);
      }
    }
  }
});

test('operations whose action has another name', () => {
  expect(actionsOf('s3', 'headObject')[0]).toBe('s3:GetObject');
  expect(actionsOf('s3', 'listParts')).toEqual(['s3:ListMultipartUploadParts']);
  expect(actionsOf('ssm', 'lookInside')).toEqual(['ssm:SendCommand']);
  expect(actionsOf('elb', 'describeTargetHealth')).toEqual(['elasticloadbalancing:DescribeTargetHealth']);
  expect(actionsOf('codeDeploy', 'updateDeploymentGroup')).toContain('iam:PassRole');
});
