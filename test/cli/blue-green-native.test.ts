// CodeDeploy's own blue/green: what is said before it renames the group, what its role needs, and what it leaves behind.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { again, revision } from '../support/colours.ts';
import { edit, stateOf, writesOf } from '../support/hook.ts';
import { type Bench, bench } from '../support/run.ts';
import { validates } from '../support/schema.ts';

const json = ['--sandbox', 'fleet', '--yes', '--output', 'json'];
const ASG = 'shop-asg';
let fleet: Bench;

beforeAll(async () => {
  fleet = bench();
  await fleet.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
}, 60_000);

test('who refers to the name is told before it goes, in both languages', async () => {
  const here = again(fleet);
  edit(here, ({ autoScaling, cloudWatch, iam }) => {
    const Dimensions = [{ Name: 'AutoScalingGroupName', Value: ASG }];
    cloudWatch.alarms['shop-cpu'] = { name: 'shop-cpu', state: 'OK', dimensions: Dimensions };
    cloudWatch.alarms['other-cpu'] = {
      name: 'other-cpu',
      state: 'OK',
      dimensions: [{ Name: 'AutoScalingGroupName', Value: 'other' }],
    };
    const group = autoScaling.groups[ASG]!;
    group.policies = [{ PolicyName: 'shop-load', PolicyType: 'StepScaling' }];
    group.scheduled = [{ ScheduledActionName: 'shop-night' }];
    group.tags.push({ key: 'ManagedBy', value: 'terraform', propagate: true });
    const role = iam.roles['shop-codedeploy']!;
    role.attached = role.attached.filter((arn) => !arn.endsWith('launch'));
  });
  for (const [lang, ...parts] of [
    ['en', 'see nothing after', 'two target groups are not blue and green here', 'lacks ec2:RunInstances'],
    ['ko', '아무것도 보지 못합니다', '블루와 그린이 되지 않습니다', '권한이 없습니다'],
  ] as const) {
    const ran = await here.run([
      ...['group', '--sandbox', 'fleet', '--dry-run', '--deployment-type', 'blue-green', '--lang', lang],
    ]);
    expect(ran.exitCode).toBe(0);
    const said = ran.stderr.replace(/\s+/g, ' ');
    for (const part of [...parts, 'shop-cpu', 'shop-load', 'shop-night', 'Terraform', 'codedeploy-wizard bluegreen'])
      expect(said).toContain(part);
    expect(said).not.toContain('other-cpu');
  }
}, 60_000);

test('roles grants what copying a group needs, once', async () => {
  const here = bench();
  const roles = ['roles', '--sandbox', '--yes', '--output', 'json', '--deployment-type', 'blue-green'];
  const ran = await here.run(roles);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  const { policies, roles: made } = stateOf(here).iam;
  const statements = JSON.parse(policies['shop-codedeploy-launch']?.versions.at(-1)?.document ?? '{}').Statement;
  expect(statements).toEqual([
    { Effect: 'Allow', Action: ['ec2:RunInstances', 'ec2:CreateTags'], Resource: '*' },
    { Effect: 'Allow', Action: ['iam:PassRole'], Resource: 'arn:aws:iam::000000000000:role/shop-ec2' },
  ]);
  expect(made['shop-codedeploy']?.attached).toHaveLength(2);
  expect(writesOf((await here.run(roles)).calls)).toEqual([]);
  // In place it is neither made nor missed.
  const inPlace = bench();
  await inPlace.run(['roles', '--sandbox', '--yes', '--output', 'json']);
  expect(stateOf(inPlace).iam.policies['shop-codedeploy-launch']).toBeUndefined();
}, 60_000);

test('the config file takes up the name that CodeDeploy has made', async () => {
  const here = again(fleet);
  const group = await here.run(['group', ...json, '--deployment-type', 'blue-green']);
  expect([group.exitCode, group.envelope.error]).toEqual([0, null]);
  const file = () => readFileSync(join(here.cwd, 'codedeploy-wizard.yml'), 'utf8');
  expect(file()).toContain(`asg: ${ASG}\n`);
  const ran = await here.run(['deploy', ...json, ...revision('first')]);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  const name = stateOf(here).codeDeploy.groups['shop/shop-group']!.autoScalingGroups[0]!.name;
  expect(name).toMatch(/^CodeDeploy_shop-group_d-/);
  expect(file()).toContain(`asg: ${name}\n`);
}, 120_000);

test('what a failed deployment has left behind is listed, and deleted when its name is given', async () => {
  const here = again(fleet);
  await here.run(['group', ...json, '--deployment-type', 'blue-green']);
  edit(here, ({ s3 }) => {
    const [object] = s3.buckets['shop-revisions']!.objects['shop/first.zip']!;
    object!.bundle = { files: ['readme.txt'] };
  });
  const failed = await here.run(['deploy', ...json, ...revision('first')]);
  expect(failed.exitCode).toBe(10);
  const left = Object.keys(stateOf(here).autoScaling.groups).filter((name) => name !== ASG);
  expect(left).toHaveLength(1);
  const listed = await here.run(['group', 'leftovers', ...json]);
  validates('group-leftovers', listed);
  expect([listed.exitCode, listed.envelope.data]).toMatchObject([0, { leftovers: [{ asg: left[0], instances: 2 }] }]);
  const refused = await here.run(['group', 'leftovers', '--remove', ...json]);
  expect([refused.exitCode, writesOf(refused.calls)]).toEqual([2, []]);
  const ran = await here.run(['group', 'leftovers', '--remove', ...json, '--confirm', left[0]!]);
  expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
  expect(Object.keys(stateOf(here).autoScaling.groups)).toEqual([ASG]);
  const none = await here.run(['group', 'leftovers', ...json]);
  expect(none.envelope.data).toEqual({ leftovers: [] });
}, 120_000);
