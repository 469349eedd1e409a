// `export terraform`, `cloudformation` and `cli` of what a walk has made: read by the tools that they are for, where these are.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { cloudFormation } from '../../src/export/cloudformation.ts';
import { script } from '../../src/export/script.ts';
import { terraform } from '../../src/export/terraform.ts';
import { installScript } from '../../src/resources/host-scripts.ts';
import { edit } from '../support/hook.ts';
import { type Bench, bench, initBook } from '../support/run.ts';
import { everything } from './everything.ts';
import { executed, exported, hcl, yaml } from './support.ts';

const KINDS = ['terraform', 'cloudformation', 'cli'] as const;
type Kind = (typeof KINDS)[number];

let here: Bench;
const texts = {} as Record<Kind, string>;
beforeAll(async () => {
  here = bench();
  const made = await here.run([...initBook, '--minimum-healthy', '0', '--target-group', 'exercise-target']);
  expect(made.exitCode).toBe(0);
  for (const kind of KINDS) texts[kind] = (await here.run(['export', kind, '--sandbox'])).stdout;
}, 120_000);

const found = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const file = (name: string, content: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'cdw-export-')), name);
  writeFileSync(path, content);
  return path;
};

describe.each(KINDS)('export %s', (kind) => {
  const validate = new Ajv().compile(
    JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'export.json'), 'utf8')),
  );

  test('is the same byte for byte each time, as text and as JSON, and writes nothing to AWS', async () => {
    const again = await here.run(['export', kind, '--sandbox']);
    expect(again.stdout).toBe(texts[kind]);
    const { envelope, calls } = await here.run(['export', kind, '--sandbox', '--output', 'json']);
    expect(calls.filter(({ write }) => write)).toEqual([]);
    validate(envelope.data);
    expect(validate.errors ?? []).toEqual([]);
    const { files, unknown } = envelope.data as { files: { path: string; content: string }[]; unknown: string[] };
    expect(files).toEqual([{ path: expect.stringMatching(/^shop\.(tf|yml|sh)$/), content: texts[kind] }]);
    expect([unknown, envelope.warnings]).toEqual([[], []]);
  });

  test('has comments in the language of the run, and the same besides', async () => {
    const { stdout } = await here.run(['export', kind, '--sandbox', '--lang', 'ko']);
    expect(stdout).toMatch(/# .*프로젝트의 현재 상태/);
    const rest = (text: string) => text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
    expect(rest(stdout)).toEqual(rest(texts[kind]));
  });

  test('holds in another partition, account and Region: what is there names them only where something is imported', () => {
    const lines = texts[kind].split('\n').filter((line) => /arn:aws:|000000000000/.test(line));
    const rest = lines.filter((line) => !/^ *#|^ {2}id = |^ {4}Default: /.test(line));
    expect(rest).toEqual([]);
  });

  test('--out writes a file, and replaces one only when that is agreed to', async () => {
    const first = await here.run(['export', kind, '--sandbox', '--out', 'made']);
    expect([first.exitCode, first.stdout]).toEqual([0, '']);
    const [name] = [{ terraform: 'shop.tf', cloudformation: 'shop.yml', cli: 'shop.sh' }[kind]];
    const path = join(here.cwd, 'made', name);
    expect(readFileSync(path, 'utf8')).toBe(texts[kind]);
    writeFileSync(path, 'mine');
    const second = await here.run(['export', kind, '--sandbox', '--out', 'made']);
    expect([second.exitCode, readFileSync(path, 'utf8')]).toEqual([2, 'mine']);
    const third = await here.run(['export', kind, '--sandbox', '--out', 'made', '--yes']);
    expect([third.exitCode, readFileSync(path, 'utf8')]).toEqual([0, texts[kind]]);
    await here.run(['export', kind, '--sandbox', '--out', 'not-made', '--dry-run']);
    expect(existsSync(join(here.cwd, 'not-made'))).toBe(false);
  });

  test('of a project of which nothing is there is not ready', async () => {
    const { exitCode, envelope } = await bench().run(['export', kind, '--sandbox', '--output', 'json']);
    expect([exitCode, envelope.error?.hint]).toEqual([3, 'codedeploy-wizard init --sandbox book']);
  });
});

describe('what CodeDeploy changes by itself', () => {
  const group = everything.groups.find(({ name }) => name === 'copied')!;
  const asg = { ...everything.asgs[0]!, name: 'CodeDeploy_copied_d-1', replaced: true };
  const held = { groups: [group], asgs: [asg], templates: everything.templates };

  test('is left to it in Terraform: the group that blue/green replaces, and its name', () => {
    const text = terraform(exported(held));
    const [parsed] = hcl([text]);
    expect(Object.keys(parsed.resource)).not.toContain('aws_autoscaling_group');
    const [made] = parsed.resource.aws_codedeploy_deployment_group.copied;
    expect(made.autoscaling_groups).toEqual(['CodeDeploy_copied_d-1']);
    expect(made.lifecycle).toEqual([{ ignore_changes: ['$' + '{autoscaling_groups}'] }]);
    expect(text).toContain('# Left out: the Auto Scaling group `CodeDeploy_copied_d-1`.');
  });

  test('cannot be said in CloudFormation, which is said', () => {
    const text = cloudFormation(exported(held));
    const { value } = yaml(text);
    expect(Object.values(value.Resources!).map((each) => (each as { Type: string }).Type)).toEqual([
      'AWS::EC2::LaunchTemplate',
      'AWS::EC2::LaunchTemplate',
    ]);
    expect(text).toContain('# Left out: the deployment group `copied`.');
  });

  test('sizes, processes and tags of a group in place are ignored, and its hook is no resource', () => {
    expect(texts.terraform).toContain('ignore_changes = [desired_capacity, suspended_processes, tag]');
    expect(texts.terraform).not.toMatch(/^\s*(initial_lifecycle_hook|resource "aws_autoscaling_lifecycle_hook")/m);
  });
});

test('the script is what bash reads, and makes each thing once, in order', () => {
  execFileSync('bash', ['-n', file('shop.sh', texts.cli)]);
  execFileSync('bash', ['-n', file('all.sh', script(exported(everything)))]);
  expect(executed(texts.cli).map(({ words }) => words.slice(0, 2).join(' '))).toEqual([
    'iam create-policy',
    'iam create-role',
    'iam attach-role-policy',
    'iam create-role',
    'iam attach-role-policy',
    'iam attach-role-policy',
    'iam create-instance-profile',
    'iam add-role-to-instance-profile',
    'iam wait',
    'ec2 create-launch-template',
    'autoscaling create-auto-scaling-group',
    'deploy create-application',
    'deploy create-deployment-config',
    'deploy create-deployment-group',
  ]);
});

test.skipIf(!found('shellcheck'))('shellcheck has nothing to say', () => {
  for (const text of [texts.cli, script(exported(everything))])
    execFileSync('shellcheck', [file('shop.sh', text)], { encoding: 'utf8' });
});

test.skipIf(!found('terraform'))('terraform fmt has nothing to change', () => {
  for (const text of [texts.terraform, terraform(exported(everything))])
    execFileSync('terraform', ['fmt', '-check', '-diff', file('shop.tf', text)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: '1' },
    });
});

describe('user data', () => {
  const SECRET = 'hunter2-hunter2';
  const encoded = Buffer.from(`#!/bin/bash\nexport DB_PASSWORD=${SECRET}\n`).toString('base64');
  const edited = (UserData: string) =>
    edit(here, ({ ec2 }) => {
      for (const { versions } of Object.values(ec2.templates))
        for (const { data } of versions) data.UserData = UserData;
    });

  test.each([
    [installScript('1', 'aws').join('\n'), true],
    ['TOKEN="$(aws ssm get-parameter --name db)"\nexport TOKEN DB_PASSWORD="$TOKEN"\n', true],
    ["DB_PASSWORD='$hunter'\n", false],
    ['DB_PASSWORD=$' + '{DB:-hunter2}\n', false],
    ['aws configure set aws_secret_access_key wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY99\n', false],
  ])('%j is told: %j', async (script, told) => {
    edited(Buffer.from(script).toString('base64'));
    const { stdout } = await here.run(['export', 'terraform', '--sandbox']);
    expect(stdout.includes('variable "exercise_template_user_data"')).toBe(!told);
  });

  test.each(KINDS)('that has a secret is asked for in %s, and not told', async (kind) => {
    edited(encoded);
    const { stdout } = await here.run(['export', kind, '--sandbox']);
    expect(stdout).not.toContain(SECRET);
    expect(stdout).not.toContain(encoded);
    expect(stdout).toContain(
      {
        terraform: 'base64encode(var.exercise_template_user_data)',
        cloudformation: 'NoEcho: true',
        cli: ': "$' + '{EXERCISE_TEMPLATE_USER_DATA:?}"',
      }[kind],
    );
  });
});
