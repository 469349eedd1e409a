// What does not exist, what is not ready, what is wrong in the config file: the exact exit code, one sentence, nothing written.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bench, example } from '../support/run.ts';

const book = ['--sandbox', '--yes', '--source', 'local', '--directory', example];

describe('the named thing does not exist: exit 6 with what exists instead', () => {
  test.each([
    [['--region', 'ap-northeast-9'], 'ap-northeast-2'],
    [['--region', 'Seoul'], 'ap-northeast-2'],
    [['--source-instance', 'i-0123456789abcdef0'], 'exercise-web'],
    [['--image-id', 'ami-0123456789abcdef0'], 'exercise-image'],
    [['--template-version', '99'], 'There is: 1'],
    [['--asg', 'nosuch'], 'exercise-group'],
    [['--template', 'nosuch'], 'exercise-template'],
    [['--deployment-config', 'nosuch'], 'CodeDeployDefault.OneAtATime'],
    [['--target-group', 'nosuch'], 'exercise-target'],
    [['--alarms', 'nosuch'], 'nosuch'],
  ])('%j', async (flags, part) => {
    const ran = await bench().run(['init', ...book, ...flags]);
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(part);
    expect(ran.stderr).not.toMatch(/^ {4}at /m);
    expect([ran.exitCode, ran.stdout]).toEqual([6, '']);
    expect(ran.calls.filter(({ write }) => write)).toEqual([]);
  });

  test('a profile', async () => {
    const ran = await bench().run(['roles', '--yes', '--region', 'us-east-1', '--profile', 'nobody-has-this']);
    expect([ran.exitCode, ran.stderr.includes('nobody-has-this')]).toEqual([6, true]);
  });
});

test.each([
  [['deploy', ...book], 'codedeploy-wizard group'],
  [['asg', '--sandbox', '--yes'], 'codedeploy-wizard roles'],
  [['template', '--sandbox', '--yes'], 'codedeploy-wizard roles'],
])('%j before what it needs is exit 3 and names the command', async (args, command) => {
  const ran = await bench().run(args);
  expect([ran.exitCode, ran.stderr.includes(command)]).toEqual([3, true]);
  expect(ran.calls.filter(({ write }) => write)).toEqual([]);
});

test('another account is exit 4 before any write', async () => {
  const ran = await bench().run(['init', ...book, '--expect-account', '123456789012']);
  expect(ran.exitCode).toBe(4);
  expect(ran.calls.filter(({ write }) => write)).toEqual([]);
});

test('sizes that contradict each other are exit 2', async () => {
  const ran = await bench().run(['init', ...book, '--desired-capacity', '9']);
  expect([ran.exitCode, ran.stderr.includes('min ≤ desired ≤ max')]).toEqual([2, true]);
});

test('a role that somebody else made and that does not fit is a conflict, named key by key', async () => {
  const here = bench('shop');
  await here.run(
    ['roles', '--sandbox', '--yes', '--project', 'other', '--ec2-role', 'web', '--service-role', 'deployer'],
    {
      env: { CODEDEPLOY_WIZARD_SANDBOX_STATE: join(here.home, 'state.json') },
    },
  );
  const ran = await here.run(
    [
      'roles',
      '--sandbox',
      '--yes',
      '--project',
      'shop',
      '--ec2-role',
      'web',
      '--service-role',
      'runner',
      '--config',
      join(here.home, 'none.yml'),
    ],
    { env: { CODEDEPLOY_WIZARD_SANDBOX_STATE: join(here.home, 'state.json') } },
  );
  expect([ran.exitCode, ran.stderr.includes('policies: is')]).toEqual([3, true]);
});

describe('a wrong config file is exit 2 with file, line and column', () => {
  test.each([
    ['projct: x\n', '1:1', 'project'],
    ['project: shop\nminSize: many\n', '2:10', 'whole number'],
    ['project: [a\n', ':', ''],
    ['cleanPaths: 3\n', '1:13', 'list of text'],
    ['ssm: maybe\n', '1:6', 'yes or no'],
    ['- a\n', '1:1', ''],
    ['expectAccount: 12\n', '1:16', '12 digits'],
    ['__proto__: 1\n', '1:1', 'not a key'],
    ['project: a\nproject: b\n', '2:1', ''],
    ['ec2Role: has spaces\n', '1:10', 'IAM rule'],
  ])('%j', async (yaml, position, part) => {
    const here = bench();
    mkdirSync(here.cwd, { recursive: true });
    writeFileSync(join(here.cwd, 'codedeploy-wizard.yml'), yaml);
    const ran = await here.run(['roles', '--sandbox', '--yes']);
    const said = ran.stderr.replace(/\s+/g, ' ').replaceAll('yml: ', 'yml:');
    expect(said).toContain(position);
    expect(said).toContain(part);
    expect(said).not.toContain('defect');
    expect([ran.exitCode, ran.calls.filter(({ write }) => write)]).toEqual([2, []]);
  });
});

describe('a failed run still tells what it planned and made', () => {
  test('files in the way: exit 10 with the deployment, the changes and the warning', async () => {
    const here = bench();
    const app = join(here.home, 'app');
    cpSync(example, app, { recursive: true });
    writeFileSync(
      join(app, 'appspec.yml'),
      'version: 0.0\nos: linux\nfiles:\n  - source: /site\n    destination: /var/www/html\n',
    );
    const ran = await here.run([
      'init',
      '--sandbox',
      '--yes',
      '--output',
      'json',
      '--source',
      'local',
      '--directory',
      app,
    ]);
    expect(ran.exitCode).toBe(10);
    expect(ran.envelope.error?.message).toContain('already exists at this location');
    expect(ran.envelope.gives.deploy).toEqual({ deploymentId: expect.stringMatching(/^d-/), status: 'Failed' });
    expect(ran.envelope.gives.roles?.ec2RoleArn).toContain(':role/shop-ec2');
    expect(ran.envelope.changes.length).toBeGreaterThan(10);
    expect(ran.envelope.warnings.map(({ code }) => code)).toContain('filesInTheWay');
    expect(ran.envelope.next[0]).toMatch(/^codedeploy-wizard deploy show d-\w+ --instance i-\w+ --sandbox book$/);
    expect(ran.envelope.next[1]).toContain('codedeploy-wizard init');
  });

  test('the agent that is to be installed by hand: exit 3 with the script, without Systems Manager', async () => {
    const ran = await bench().run(['init', ...book, '--agent', 'script']);
    expect([ran.exitCode, ran.stderr.includes('./install auto'), ran.stderr.includes('--agent skip')]).toEqual([
      3,
      true,
      true,
    ]);
  });
});
