// The script of `export cli`, run by bash and the AWS CLI against moto, makes what the program itself makes there.
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { bench, initEmpty } from '../support/run.ts';
import { asAwsWordsIt, ask, cli, environment, type Moto, moto, REGION, startMoto, unknown } from './moto.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');
const run = promisify(execFile);

describe.skipIf(!moto || !cli)('the exported script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-wire-'));
  let server: Moto;
  let front: Awaited<ReturnType<typeof asAwsWordsIt>>;
  beforeAll(async () => {
    server = await startMoto();
    front = await asAwsWordsIt(server.url);
  });
  afterAll(async () => {
    front?.stop();
    await server?.stop();
  });

  const aws = <T>(...args: string[]) => ask<T>(front.url, ...args);
  const env = () => ({ ...environment, AWS_ENDPOINT_URL: front.url, AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION });

  /** What moto has from the start. */
  async function presupposed() {
    const image = await aws<string>('ec2', 'describe-images', '--owners', 'amazon', '--query', 'Images[0].ImageId');
    const subnets = await aws<string[]>('ec2', 'describe-subnets', '--query', 'Subnets[].SubnetId');
    const group = await aws<string>(
      ...['ec2', 'describe-security-groups', '--filters', 'Name=group-name,Values=default'],
      ...['--query', 'SecurityGroups[0].GroupId'],
    );
    return { image, subnets: subnets.join(','), group };
  }
  type Presupposed = Awaited<ReturnType<typeof presupposed>>;

  /** Everything that is made, without what is counted or drawn by lot. */
  async function state({ subnets, group }: Presupposed) {
    const role = async (name: string) => [
      await aws(
        ...['iam', 'get-role', '--role-name', name],
        ...['--query', 'Role.[Path,Description,AssumeRolePolicyDocument,MaxSessionDuration,PermissionsBoundary,Tags]'],
      ),
      await aws(
        ...['iam', 'list-attached-role-policies', '--role-name', name],
        ...['--query', 'sort(AttachedPolicies[].PolicyArn)'],
      ),
      await aws('iam', 'list-role-policies', '--role-name', name, '--query', 'PolicyNames'),
    ];
    const policy = ['--policy-arn', 'arn:aws:iam::123456789012:policy/shop-ec2-s3'];
    const version = await aws<string>('iam', 'get-policy', ...policy, '--query', 'Policy.DefaultVersionId');
    const inGroup = ['--application-name', 'shop', '--deployment-group-name', 'shop-group'];
    const { deploymentGroupId: _id, ...deploymentGroup } = await aws<Record<string, unknown>>(
      ...['deploy', 'get-deployment-group', ...inGroup],
      ...['--query', 'deploymentGroupInfo'],
    );
    const tagsOf = (kind: string, name: string) =>
      aws(
        ...['deploy', 'list-tags-for-resource', '--query', 'Tags', '--resource-arn'],
        `arn:aws:codedeploy:${REGION}:123456789012:${kind}:${name}`,
      );
    const all = {
      names: await aws('iam', 'list-roles', '--query', 'sort(Roles[].RoleName)'),
      roles: [await role('shop-ec2'), await role('shop-codedeploy')],
      policy: [
        await aws('iam', 'get-policy', ...policy, '--query', 'Policy.[Path,Description,Tags]'),
        await aws('iam', 'get-policy-version', ...policy, '--version-id', version, '--query', 'PolicyVersion.Document'),
      ],
      profile: await aws(
        ...['iam', 'list-instance-profiles', '--query'],
        'InstanceProfiles[].[InstanceProfileName,Path,Roles[].RoleName,Tags]',
      ),
      templates: await aws(
        'ec2',
        'describe-launch-templates',
        '--query',
        'LaunchTemplates[].[LaunchTemplateName,Tags]',
      ),
      versions: await aws(
        ...['ec2', 'describe-launch-template-versions', '--launch-template-name', 'shop-template'],
        ...['--query', 'LaunchTemplateVersions[].[VersionNumber,LaunchTemplateData]'],
      ),
      asgs: await aws(
        ...['autoscaling', 'describe-auto-scaling-groups', '--query'],
        'AutoScalingGroups[].[AutoScalingGroupName,LaunchTemplate.[LaunchTemplateName,Version],MinSize,MaxSize,DesiredCapacity,VPCZoneIdentifier,HealthCheckType,HealthCheckGracePeriod,TargetGroupARNs,Tags]',
      ),
      applications: await aws('deploy', 'list-applications', '--query', 'applications'),
      // AWS fills in what is not said here; moto does not.
      deploymentGroup: { outdatedInstancesStrategy: 'UPDATE', ...deploymentGroup },
      tags: [await tagsOf('application', 'shop'), await tagsOf('deploymentgroup', 'shop/shop-group')],
    };
    return JSON.parse(JSON.stringify(all).replaceAll(group, 'sg-default').replaceAll(subnets, 'subnets'));
  }

  test('makes what the program makes, in the same emulator', { timeout: 400_000 }, async () => {
    const here = bench();
    const answers = await initEmpty(here);
    expect((await here.run(answers)).exitCode).toBe(0);
    writeFileSync(join(folder, 'shop.sh'), (await here.run(['export', 'cli', '--sandbox'])).stdout);

    const first = await presupposed();
    await run('bash', ['shop.sh'], {
      cwd: folder,
      env: {
        ...env(),
        SHOP_TEMPLATE_IMAGE: first.image,
        SHOP_TEMPLATE_SECURITY_GROUP: first.group,
        SHOP_ASG_SUBNETS: first.subnets,
      },
    });
    const byScript = await state(first);

    await server.empty();
    const second = await presupposed();
    const config = {
      project: 'shop',
      source: 's3',
      imageId: second.image,
      instanceType: 't3.micro',
      securityGroups: [second.group],
      subnets: second.subnets.split(','),
    };
    writeFileSync(join(folder, 'codedeploy-wizard.yml'), stringify(config));
    for (const step of ['roles', 'template', 'asg', 'app', 'group'])
      await run(process.execPath, [program, step, '--yes', '--poll-interval', '50ms', '--timeout', '20s'], {
        cwd: folder,
        env: { ...env(), HOME: unknown },
      });
    expect(await state(second)).toEqual(byScript);
  });
});
