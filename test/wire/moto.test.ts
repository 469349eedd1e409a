// The built program over HTTP against moto, an AWS that is not ours, read back with the AWS CLI, a client that is not ours.
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Envelope } from '../../src/engine/ui.ts';
import { ask as askAt, cli, environment, freePort, type Moto, moto, REGION, startMoto, unknown } from './moto.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');

describe.skipIf(!moto)('against moto', () => {
  let server: Moto;
  let url: string;
  beforeAll(async () => {
    server = await startMoto();
    url = server.url;
  });
  afterAll(() => server?.stop());

  /** The program as a process of its own, in a folder and a home of its own. */
  const run = (...args: string[]) =>
    new Promise<{ exitCode: number; stderr: string; envelope: Envelope }>((resolve, reject) => {
      const options = ['--endpoint-url', url, '--region', REGION, '--yes', '--output', 'json'];
      const child = execFile(
        process.execPath,
        [program, ...args, ...options, '--poll-interval', '50ms', '--timeout', '20s'],
        {
          cwd: mkdtempSync(join(tmpdir(), 'cdw-')),
          env: { ...environment, HOME: unknown },
          timeout: 50_000,
        },
        (_, stdout, stderr) => {
          try {
            resolve({ exitCode: child.exitCode ?? -1, stderr, envelope: JSON.parse(stdout) as Envelope });
          } catch {
            reject(new Error(`Not one JSON document:\n${stdout}\n${stderr}`));
          }
        },
      );
      child.stdin?.end();
    });

  const ask = <T>(...args: string[]) => askAt<T>(url, ...args);

  const verbs = ({ changes }: Envelope) => changes.map(({ kind, verb }) => `${verb} ${kind}`);
  const kept = ({ changes }: Envelope) => changes.length > 0 && changes.every(({ verb }) => verb === 'keep');
  /** What failed says what, in a sentence: no trace of a stack, not a defect of ours. */
  const clear = ({ envelope, stderr }: { envelope: Envelope; stderr: string }) => {
    expect(envelope.error?.code).not.toBe('unexpected');
    expect(`${envelope.error?.message}${envelope.error?.hint}${stderr}`).not.toMatch(/^\s+at |\.js:\d+/m);
  };

  const roles = ['--project', 'shop', '--revision-bucket', 'some-bucket'];

  test('a dry run shows the plan, exits 7, and writes nothing', async () => {
    const { exitCode, envelope } = await run('roles', ...roles, '--dry-run', '--exit-code');
    expect(exitCode).toBe(7);
    expect(verbs(envelope)).toHaveLength(4);
    const again = await run('roles', ...roles, '--dry-run', '--exit-code');
    expect(verbs(again.envelope)).toEqual(verbs(envelope));
  });

  test('roles are made, and kept the second time', async () => {
    const first = await run('roles', ...roles);
    expect(first.envelope.error).toBe(null);
    expect(first.exitCode).toBe(0);
    expect(verbs(first.envelope)).toEqual([
      'create iam.policy',
      'create iam.role',
      'create iam.instance-profile',
      'create iam.role',
    ]);
    expect(first.envelope.gives).toEqual({
      roles: {
        ec2RoleArn: 'arn:aws:iam::123456789012:role/shop-ec2',
        instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/shop-ec2',
        serviceRoleArn: 'arn:aws:iam::123456789012:role/shop-codedeploy',
      },
    });

    const second = await run('roles', ...roles);
    expect(second.exitCode).toBe(0);
    expect(kept(second.envelope)).toBe(true);
    expect(second.envelope.gives).toEqual(first.envelope.gives);
  });

  test.skipIf(!cli)('the AWS CLI sees the roles, the profile and what the policies allow', async () => {
    type Trust = { Statement: { Principal: { Service: unknown }; Action: unknown }[] };
    const trusted = async (name: string) => {
      const trust = await ask<Trust>(
        'iam',
        'get-role',
        '--role-name',
        name,
        '--query',
        'Role.AssumeRolePolicyDocument',
      );
      return trust.Statement.flatMap(({ Principal }) => Principal.Service);
    };
    const attached = (name: string) =>
      ask<string[]>(
        'iam',
        'list-attached-role-policies',
        '--role-name',
        name,
        '--query',
        'AttachedPolicies[].PolicyArn',
      );
    const readsS3 = 'arn:aws:iam::123456789012:policy/shop-ec2-s3';

    expect(await trusted('shop-ec2')).toEqual(['ec2.amazonaws.com']);
    expect((await attached('shop-ec2')).sort()).toEqual([
      readsS3,
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ]);
    expect(await trusted('shop-codedeploy')).toEqual(['codedeploy.amazonaws.com']);
    expect(await attached('shop-codedeploy')).toEqual(['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole']);
    const profile = ['iam', 'get-instance-profile', '--instance-profile-name', 'shop-ec2'];
    expect(await ask(...profile, '--query', 'InstanceProfile.Roles[].RoleName')).toEqual(['shop-ec2']);

    const version = ['iam', 'get-policy-version', '--policy-arn', readsS3, '--version-id', 'v1'];
    const document = JSON.stringify(await ask(...version, '--query', 'PolicyVersion.Document'));
    expect(document).toContain('arn:aws:s3:::some-bucket/*');
    expect(document).toContain('s3:GetObject');
    expect(document).not.toMatch(/s3:(Put|Delete|\*)/);
  });

  test.skipIf(!cli)('a policy taken off a role is put back, and nothing else is touched', async () => {
    const service = ['--role-name', 'shop-codedeploy', '--policy-arn'];
    const policy = 'arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole';
    await ask('iam', 'detach-role-policy', ...service, policy);
    const { exitCode, envelope } = await run('roles', ...roles);
    expect(exitCode).toBe(0);
    expect(envelope.changes.filter(({ verb }) => verb !== 'keep')).toMatchObject([
      { verb: 'update', name: 'shop-codedeploy' },
    ]);
    const list = ['iam', 'list-attached-role-policies', '--role-name', 'shop-codedeploy'];
    expect(await ask(...list, '--query', 'AttachedPolicies[].PolicyArn')).toEqual([policy]);
  });

  test('the wrong account is refused before anything is written', async () => {
    const failed = await run('roles', '--project', 'other', '--s3-access', 'all', '--expect-account', '111111111111');
    expect(failed.exitCode).toBe(4);
    expect(failed.envelope.error?.code).toBe('wrongAccount');
    clear(failed);
  });

  // moto gives CodeDeploy's times as text where AWS's protocol has numbers: the SDK cannot read an application back.
  test('the application is sent, and an answer that cannot be read is a sentence and exit code 5', async () => {
    const failed = await run('app', '--project', 'shop');
    expect(failed.exitCode).toBe(5);
    expect(failed.envelope.error?.message).toContain('codeDeploy:getApplication');
    clear(failed);
    if (cli) expect(await ask('deploy', 'list-applications', '--query', 'applications')).toEqual(['shop']);
  });

  describe.skipIf(!cli)('with a launch template and a group made by the AWS CLI', () => {
    let image: string;
    const upTo = () => [...roles, '--source', 's3', '--image-id', image, '--template', 'site'];
    const sizes = ['--min-size', '1', '--max-size', '2', '--desired-capacity', '2', '--no-refresh'];

    beforeAll(async () => {
      image = await ask('ec2', 'describe-images', '--owners', 'amazon', '--query', 'Images[0].ImageId');
      // moto drops what a version takes from its source: only a template with an image alone comes out as AWS makes it.
      const data = ['--launch-template-data', '{"ImageId":"ami-12345678"}'];
      await ask('ec2', 'create-launch-template', '--launch-template-name', 'site', ...data);
      const subnet = await ask<string>('ec2', 'describe-subnets', '--query', 'Subnets[0].SubnetId');
      const group = ['--auto-scaling-group-name', 'site', '--launch-template', 'LaunchTemplateName=site,Version=1'];
      const shape = ['--min-size', '1', '--max-size', '1', '--vpc-zone-identifier', subnet];
      await ask('autoscaling', 'create-auto-scaling-group', ...group, ...shape);
    });

    test('asg before template is not ready', async () => {
      const failed = await run('asg', ...upTo(), '--asg', 'site', ...sizes);
      expect(failed.exitCode).toBe(3);
      clear(failed);
    });

    test('template makes one version, and keeps it', async () => {
      const first = await run('template', ...upTo());
      expect(first.envelope.error).toBe(null);
      expect(verbs(first.envelope)).toEqual(['create ec2.launch-template-version']);
      expect(kept((await run('template', ...upTo())).envelope)).toBe(true);
      const versions = ['ec2', 'describe-launch-template-versions', '--launch-template-name', 'site'];
      expect(
        await ask(...versions, '--versions', '2', '--query', 'LaunchTemplateVersions[].LaunchTemplateData'),
      ).toEqual([{ ImageId: image, IamInstanceProfile: { Name: 'shop-ec2' } }]);
    });

    test('asg moves the group to that version and its sizes, waits, and keeps it', async () => {
      const first = await run('asg', ...upTo(), '--asg', 'site', ...sizes);
      expect(first.envelope.error).toBe(null);
      expect(first.exitCode).toBe(0);
      expect(verbs(first.envelope)).toEqual(['update autoscaling.group']);
      expect(kept((await run('asg', ...upTo(), '--asg', 'site', ...sizes)).envelope)).toBe(true);
      const describeGroup = ['autoscaling', 'describe-auto-scaling-groups', '--auto-scaling-group-names', 'site'];
      const facts = 'AutoScalingGroups[0].[MinSize,MaxSize,DesiredCapacity,LaunchTemplate.Version,length(Instances)]';
      expect(await ask(...describeGroup, '--query', facts)).toEqual([1, 2, 2, '2', 2]);
    });

    // What is unknown stands after all others, so that it wins.
    test.each([
      ['an AMI', 'template', ['--image-id', 'ami-0123456789abcdef0'], 'ami-0123456789abcdef0'],
      ['a version', 'template', ['--template-version', '99'], 'site 99'],
      ['a target group', 'asg', ['--asg', 'site', ...sizes, '--target-group', 'nope'], 'nope'],
    ])('%s that does not exist is named, with exit code 6', async (_, step, args, name) => {
      const failed = await run(step, ...upTo(), ...args);
      expect(failed.exitCode).toBe(6);
      expect(failed.envelope.error).toMatchObject({
        code: 'notFound',
        message: expect.stringContaining(`\`${name}\``),
      });
      clear(failed);
    });

    test('an instance that does not exist is named, with those that do', async () => {
      const args = ['--source-instance', 'i-0123456789abcdef0', '--source', 's3'];
      const failed = await run('ami', ...roles, ...args);
      expect(failed.exitCode).toBe(6);
      expect(failed.envelope.error?.message).toContain('i-0123456789abcdef0');
      expect(failed.envelope.error?.hint).toMatch(/i-[0-9a-f]{17}/);
      clear(failed);
    });

    // moto does not know instance refreshes: it answers with a page of HTML and status 500.
    test('an answer that is not from AWS at all is a sentence too', async () => {
      const failed = await run('asg', ...upTo(), '--asg', 'site', ...sizes, '--refresh');
      expect(failed.exitCode).toBe(5);
      expect(failed.envelope.error?.message).toMatch(/autoScaling:\w+InstanceRefresh/);
      clear(failed);
    });
  });

  test('nobody at the other end is a sentence, and an exit code of its own', async () => {
    const before = url;
    url = `http://127.0.0.1:${await freePort()}`;
    const failed = await run('roles', ...roles).finally(() => {
      url = before;
    });
    expect(failed.envelope.error?.code).toBe('unreachable');
    expect(failed.exitCode).toBe(failed.envelope.error?.exitCode);
    clear(failed);
  });
});
