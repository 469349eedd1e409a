// Help, version and wrong command lines: no account, no question, exact exit codes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { bench } from '../support/run.ts';

const { run } = bench();

test.each([
  [['--version'], 0, '0.1.0'],
  [['--help'], 0, 'init'],
  [['roles', '--help'], 0, '--revision-bucket'],
  [['help', 'exit-codes'], 0, '130'],
  [['help', 'roles'], 0, '--ec2-role'],
  [['help', 'environment'], 0, 'CODEDEPLOY_WIZARD_SOURCE_INSTANCE'],
  [['help', 'config'], 0, 'expectAccount'],
  [['help', 'permissions'], 0, 'codedeploy:CreateDeployment'],
  [['help', 'deploy', 'rollback'], 0, 'codedeploy-wizard deploy rollback --to d-ABCDEFGHI'],
  [['help'], 0, 'permissions'],
])('%j exits %i', async (args, exitCode, part) => {
  const ran = await run(args);
  expect([ran.exitCode, ran.stderr]).toEqual([exitCode, '']);
  expect(ran.stdout).toContain(part);
  for (const line of ran.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test.each([
  [['rolez'], 'roles'],
  [['help', 'nothing'], 'There is: init, roles, ami,'],
  [['help', 'nothing'], 'exit-codes, environment, config, permissions'],
  [['help', 'toString'], 'There is no command toString.'],
  [['help', 'exit-codes', 'nothing'], 'There is no command nothing.'],
  [['nothing'], 'There is: init, roles, ami,'],
  [['deploy', 'nothing'], 'There is: push, watch, list,'],
  [['deploy', 'shwo'], 'Did you mean show?'],
  [['asg', 'hook', 'nothing'], 'There is: status, suspend, restore, repair'],
  [['asg', 'hook'], 'A command is missing. → There is: status, suspend, restore, repair'],
  [[], 'A command is missing. → There is: init, roles, ami,'],
  [['help', 'exit-code'], 'Did you mean exit-codes?'],
  [['help', 'deploy', 'rolback'], 'Did you mean rollback?'],
  [['destroy', 'rolse'], 'rolse is none of roles'],
  [['destroy', 'grup'], 'Did you mean group?'],
  [['status', '--output', 'jsonn'], 'Did you mean json?'],
  [['asg', 'hook', 'statsu'], 'Did you mean status?'],
  [['deploy', '--sorce', 'local'], 'Did you mean --source?'],
  [['init', '--sandbox', 'weird'], 'book, empty'],
  [['init', '--endpoint-url', 'notaurl'], 'address'],
  [['roles', '--sandbox', '--yes', '--ec2-role', 'same', '--service-role', 'same'], 'must not be the EC2 role'],
  [['init', '--projct', 'x'], '--project'],
  [['roles', '--s3-access', 'some'], 'bucket, all'],
  [['init', '--timeout', 'soon'], '90s'],
  [['init', '--output', 'xml'], 'json'],
  [['init', '--expect-account', '12'], '12 digits'],
  [['ami', '--clean-paths', '/usr/lib', '--sandbox', '--yes'], 'operating system'],
  [['ami', '--clean-paths', '/', '--sandbox', '--yes'], 'operating system'],
  [['roles', '--ec2-role', 'has spaces', '--sandbox', '--yes'], 'IAM rule'],
  [['app', '--application', '한글', '--sandbox', '--yes'], 'CodeDeploy rule'],
])('%j is a usage error', async (args, part) => {
  const ran = await run(args);
  expect(ran.stderr.replace(/\s+/g, ' ')).toContain(part);
  expect(ran.stderr).not.toContain('    at ');
  expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
  expect(ran.calls.filter(({ write }) => write)).toEqual([]);
});

test.each([[[]], [['init']], [['deploy']], [['sandbox']], [['sandbox', 'reset']], [['asg', 'hook']], [['appspec']]])(
  'in Korean commander has nothing to say in English: %j',
  async (command) => {
    const { stdout } = await run([...command, '--help', '--lang', 'ko']);
    expect(stdout).toMatch(/^사용법: .*\[옵션\]/);
    expect(stdout).not.toMatch(/\[(options|command)\]|display help|Usage|Options:|Commands:|default:|choices:/);
  },
);

test.each(['en', 'ko'])('no line of the help is wider than a terminal, in %s', async (lang) => {
  const below = ['deploy push', 'asg rescue', 'group', 'sandbox fault', 'export policy', 'completion', 'init'];
  for (const command of [...below, 'help permissions', 'help config', 'help environment'])
    for (const line of (
      await run([...command.split(' '), ...(command.startsWith('help') ? [] : ['--help']), '--lang', lang])
    ).stdout.split('\n'))
      expect([stringWidth(line) <= 80, line]).toEqual([true, line]);
});

test('help environment names every variable that the program reads', async () => {
  const src = join(import.meta.dirname, '..', '..', 'src');
  const sources = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/text'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
  const read = [
    ...[...sources.matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name!),
    ...[...sources.matchAll(/variable\('([A-Z_]+)'\)/g)].map(([, name]) => `CODEDEPLOY_WIZARD_${name}`),
  ];
  expect(read.length).toBeGreaterThan(20);
  // Where one is at home, and what a terminal or a container says of itself.
  const ofTheMachine = /^(HOME|TERM|USER|USERNAME|LOGNAME|AWS_SDK_JS_.+)$/;
  const { stdout } = await run(['help', 'environment']);
  const said = stdout.replace(/\s+/g, ' ');
  expect(read.filter((name) => !ofTheMachine.test(name) && !said.includes(name))).toEqual([]);
});
