// Names as odd as AWS takes them: in what is exported they are still the same, and nothing in them is run or refers to anything.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cloudFormation } from '../../src/export/cloudformation.ts';
import type { Holdings } from '../../src/export/holdings.ts';
import { script } from '../../src/export/script.ts';
import { terraform } from '../../src/export/terraform.ts';
import { executed, exported, hcl, yaml } from './support.ts';

const of = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });
const LETTERS = 'aZ09';
/** As IAM, CodeDeploy, EC2 and Auto Scaling have them. */
const iamName = of(`${LETTERS}_+=,.@-`, 20);
const codeDeployName = of(`${LETTERS}+=,.@_-`, 20);
const templateName = of(`${LETTERS}().-/_`, 20);
const asgName = of(`${LETTERS}!"#$%&'()*+,-./;<=>?@[\\]^_\`{|}~ `, 20).filter((name) => name.trim() === name);
const hostile = fc.constantFrom(
  '$(touch x)',
  '`touch x`',
  `\${path.module}`,
  '%{ if true }',
  '"; touch x; "',
  "'; touch x; '",
  '#{x}',
  'JSON',
  `\${AWS::Region}`,
  '\\',
  '- a: b',
  'yes',
  '2012-10-17',
  '한글 🚀',
  'file:///etc/passwd',
);
const free = fc.oneof(hostile, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }));
const userData = fc.oneof(
  free,
  fc.array(hostile, { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n')),
);

interface Odd {
  role: string;
  template: string;
  asg: string;
  application: string;
  group: string;
  key: string;
  value: string;
  script: string;
}
const odd: fc.Arbitrary<Odd> = fc.record({
  role: iamName,
  template: templateName,
  asg: asgName,
  application: codeDeployName,
  group: codeDeployName,
  key: free,
  value: free,
  script: userData,
});
const samples = fc.sample(odd, { seed: 20_210_801, numRuns: 40 });

const date = new Date(0);
function heldOf({ role, template, asg, application, group, key, value, script }: Odd): Holdings {
  const tags = { [key]: value };
  const version = { number: 1, data: { ImageId: 'ami-1', KeyName: value }, userData: { script } };
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${value}/*` };
  return {
    policies: [
      {
        name: role,
        arn: `arn:aws:iam::123456789012:policy/${role}`,
        path: '/',
        document: { Version: '2012-10-17', Statement: [statement] },
        tags,
      },
    ],
    roles: [],
    profiles: [{ name: role, arn: `arn:aws:iam::123456789012:instance-profile/${role}`, path: '/', role: null, tags }],
    templates: [{ id: 'lt-1', name: template, tags, latest: version, used: version }],
    asgs: [
      {
        name: asg,
        tags,
        templateId: 'lt-1',
        replaced: false,
        group: {
          AutoScalingGroupName: asg,
          LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' },
          MinSize: 1,
          MaxSize: 1,
          DesiredCapacity: 1,
          DefaultCooldown: 300,
          AvailabilityZones: [],
          HealthCheckType: 'EC2',
          CreatedTime: date,
          VPCZoneIdentifier: 'subnet-1',
        },
      },
    ],
    targetGroups: [],
    applications: [{ name: application, tags }],
    configs: [],
    groups: [
      {
        name: group,
        application,
        tags,
        info: { serviceRoleArn: 'arn:aws:iam::123456789012:role/x', autoScalingGroups: [{ name: asg }] },
      },
    ],
  };
}

describe('in Terraform', () => {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the file says.
  let parsed: any[];
  beforeAll(() => {
    parsed = hcl(samples.map((one) => terraform(exported(heldOf(one)))));
  }, 60_000);

  /** A string as hcl2json gives it: what would be a template stays as it is written. Terraform itself composes Unicode. */
  const plain = (text: string) => text.replace(/([$%])\1(?=\{)/g, '$1');

  test('each name is what it was', () => {
    for (const [index, one] of samples.entries()) {
      const { resource } = parsed[index];
      // biome-ignore lint/suspicious/noExplicitAny: whatever the file says.
      const only = (type: string): any => Object.values(resource[type]).flat()[0];
      const template = only('aws_launch_template');
      const application = only('aws_codedeploy_app');
      expect([
        template.name,
        plain(only('aws_autoscaling_group').name),
        application.name,
        only('aws_codedeploy_deployment_group').deployment_group_name,
      ]).toEqual([one.template, one.asg, one.application, one.group]);
      expect(plain(template.key_name)).toBe(one.value.normalize('NFC'));
      expect(Object.entries(application.tags).map(([key, value]) => [plain(key), plain(String(value))])).toEqual([
        [one.key.normalize('NFC'), one.value.normalize('NFC')],
      ]);
    }
  });
});

test('in CloudFormation each name is what it was', () => {
  for (const one of samples) {
    const { document, value } = yaml(cloudFormation(exported(heldOf(one))));
    expect(document.errors).toEqual([]);
    const all = Object.values(value.Resources!) as { Type: string; Properties: Record<string, unknown> }[];
    const of = (type: string) => all.find(({ Type }) => Type === type)!.Properties;
    expect(of('AWS::EC2::LaunchTemplate').LaunchTemplateName).toBe(one.template);
    expect((of('AWS::EC2::LaunchTemplate').LaunchTemplateData as { UserData: string }).UserData).toBe(one.script);
    expect(of('AWS::AutoScaling::AutoScalingGroup').AutoScalingGroupName).toBe(one.asg);
    expect(of('AWS::CodeDeploy::Application').ApplicationName).toBe(one.application);
    expect(of('AWS::CodeDeploy::Application').Tags).toEqual([{ Key: one.key, Value: one.value }]);
    expect(of('AWS::CodeDeploy::DeploymentGroup').DeploymentGroupName).toBe(one.group);
  }
});

test('a script that is run says each name as it was, and runs nothing else', () => {
  for (const one of samples.slice(0, 20)) {
    const calls = executed(script(exported(heldOf(one))));
    const of = (operation: string) => calls.find(({ words }) => words[1] === operation)!;
    /** Behind its option, or joined to it. */
    const given = (operation: string, flag: string) => {
      const { words } = of(operation);
      const at = words.indexOf(flag);
      return at < 0 ? words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1) : words[at + 1];
    };
    expect(calls.map(({ words }) => words[1])).toEqual([
      'create-policy',
      'create-instance-profile',
      'wait',
      'create-launch-template',
      'create-auto-scaling-group',
      'create-application',
      'create-deployment-group',
    ]);
    expect(given('create-policy', '--policy-name')).toBe(one.role);
    expect(JSON.parse(of('create-policy').input).Statement[0].Resource).toBe(`arn:aws:s3:::${one.value}/*`);
    expect(given('create-launch-template', '--launch-template-name')).toBe(one.template);
    const data = JSON.parse(of('create-launch-template').input);
    expect(Buffer.from(data.UserData, 'base64').toString()).toBe(one.script);
    expect(data.KeyName).toBe(one.value);
    expect(JSON.parse(given('create-auto-scaling-group', '--cli-input-json')!)).toMatchObject({
      AutoScalingGroupName: one.asg,
      LaunchTemplate: { LaunchTemplateName: one.template, Version: '1' },
      Tags: [{ Key: one.key, Value: one.value }],
    });
    expect(given('create-application', '--application-name')).toBe(one.application);
    expect(JSON.parse(given('create-application', '--tags')!)).toEqual([{ Key: one.key, Value: one.value }]);
    expect(JSON.parse(given('create-deployment-group', '--cli-input-json')!)).toMatchObject({
      applicationName: one.application,
      deploymentGroupName: one.group,
      autoScalingGroups: [one.asg],
    });
  }
}, 60_000);
