// Completion: what stands under the cursor, names of the account, what is remembered, and what is not asked for.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complete } from '../../src/completion/index.ts';
import { tree } from '../../src/program.ts';
import { en } from '../../src/text/en/index.ts';
import type { World } from '../../src/world.ts';
import { bench, initBook } from '../support/run.ts';

const temporary = () => mkdtempSync(join(tmpdir(), 'cdw-complete-'));

interface Where extends Partial<World> {
  shell?: string;
}

/** Values alone; the last word is the one under the cursor. */
async function completed(words: string[], { shell = 'zsh', ...where }: Where = {}): Promise<string[]> {
  const folder = temporary();
  const world = {
    args: ['__complete', shell, '--', ...words],
    env: {},
    cwd: folder,
    homedir: folder,
    stdout: {},
    now: Date.now,
    // Nobody becomes impatient.
    sleep: () => new Promise(() => {}),
    signal: new AbortController().signal,
    version: '0',
    ...where,
  } as unknown as World;
  const lines = await complete(world, en, (args) => tree({ ...world, args }, en, async () => {}));
  return lines.map((line) => line.split('\t')[0]!);
}

test.each<[words: string[], some: string[], none: string[]]>([
  [[''], ['init', 'deploy', 'completion'], ['rollback', '--yes']],
  [['dep'], ['deploy'], ['destroy']],
  [
    ['deploy', ''],
    ['rollback', 'list'],
    ['deploy', 'init'],
  ],
  [
    ['deploy', '--'],
    ['--source', '--if-changed', '--region'],
    ['--no-wait', '--scenario'],
  ],
  [['deploy', '--source', ''], ['s3', 'github', 'local'], ['rollback']],
  [['deploy', '--source=l'], ['--source=local'], ['local']],
  [['--sandbox', 'deploy', 'r'], ['rollback'], []],
  [['--sandbox', 'book', 'deploy', 'r'], ['rollback'], []],
  [['--region', 'ap-northeast-2', 'as'], ['asg'], []],
  [['--region', 'ap-n'], ['ap-northeast-2'], ['us-east-1']],
  [['asg', 'hook', ''], ['status', 'suspend', 'restore', 'repair'], ['rescue']],
  [['destroy', 'roles', 'g'], ['group'], ['roles']],
  [['status', '--output', 'j'], ['json'], ['text']],
  [['group', '--rollback-on', 'al'], ['alarm'], []],
  [['explain', 'HEALTH'], ['HEALTH_CONSTRAINTS'], []],
  [['sandbox', 'fault', 'script'], ['script-fails'], ['no-route']],
  [['sandbox', 'reset', '--scenario', ''], ['book', 'empty', 'fleet'], []],
  [['doctor', '--only', 'agent'], ['agent-running'], []],
  [['help', 'e'], ['exit-codes', 'environment', 'explain'], ['init']],
  [['export', 'policy', 'deploy', ''], ['rollback', 'init'], []],
  [['completion', ''], ['bash', 'zsh', 'fish'], []],
  [['appspec', 'lint', ''], [':files'], []],
  [['deploy', '--directory', ''], [':folders'], []],
  [['explain', '--log', ''], [':files'], []],
  [['export', 'gitlab', '--out', ''], [':folders'], []],
  [['bluegreen', 'switch', '--to', ''], ['blue', 'green'], []],
  [['nonsense', ''], [], []],
  [['deploy', '--', '--'], [], ['--source']],
])('%j', async (words, some, none) => {
  const found = await completed(words);
  expect(found).toEqual(expect.arrayContaining(some));
  for (const value of none) expect(found).not.toContain(value);
});

test('bash has broken the word at the equals sign', async () => {
  const bash = { shell: 'bash' };
  expect(await completed(['deploy', '--source', '=', 'l'], bash)).toEqual(['local']);
  expect(await completed(['deploy', '--source', '='], bash)).toEqual(['s3', 'github', 'local']);
  expect(await completed(['deploy', '--source', '=', 'local', '--sour'], bash)).toEqual(['--source']);
});

test('every command and option of the program is offered where it can stand', async () => {
  const program = tree({ args: [], env: {}, stdout: {}, version: '0' } as unknown as World, en, async () => {}, {
    whole: true,
  });
  const walk = async (path: string[], command: typeof program): Promise<void> => {
    const flags = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long);
    expect(await completed([...path, '--'])).toEqual(expect.arrayContaining(flags));
    for (const child of command.commands) {
      expect(await completed([...path, child.name()])).toContain(child.name());
      await walk([...path, child.name()], child);
    }
  };
  await walk([], program);
});

test('names of the sandbox, and nothing is written to it', async () => {
  const here = bench();
  const { envelope } = await here.run(initBook);
  const { home: homedir, cwd } = here;
  const file = join(homedir, '.local', 'state', 'codedeploy-wizard', 'sandbox-shop.json');
  const before = readFileSync(file, 'utf8');
  const names = (...words: string[]) => completed(words, { homedir, cwd });
  const id = envelope.gives.deploy!.deploymentId!;
  expect(await names('deploy', 'show', '--sandbox', 'book', '')).toEqual([id]);
  expect(await names('--sandbox', 'book', 'logs', 'd-')).toContain(id);
  expect(await names('asg', '--sandbox', 'book', '--asg', 'ex')).toEqual(['exercise-group']);
  expect(await names('status', '--sandbox', 'book', '--application', '')).toEqual(['shop']);
  expect(await names('status', '--sandbox', 'book', '--group=')).toEqual(['--group=shop-group']);
  expect((await names('logs', '--sandbox', 'book', '--instance', 'i-')).length).toBeGreaterThan(1);
  expect(await names('deploy', '--sandbox', 'book', '--bucket', '')).toEqual(['exercise-revisions']);
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(readdirSync(homedir)).not.toContain('.cache');
});

/** STS and CodeDeploy with two applications; or a server that takes each call and never answers. */
let server: Server;
const asked: string[] = [];
let isSilent = false;
const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/kim</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
beforeAll(async () => {
  server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    asked.push(operation ?? request.method ?? '');
    request.resume();
    if (isSilent) return;
    if (!operation) return response.setHeader('content-type', 'text/xml').end(IDENTITY);
    response.setHeader('content-type', 'application/x-amz-json-1.1').end('{"applications":["shop","site"]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const words = ['status', '--application', ''];
const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

/** The SDK reads its credentials from the process. */
async function inAccount(world: Partial<World>, credentials: Record<string, string> = keys) {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    AWS_REGION: 'ap-northeast-2',
    AWS_ENDPOINT_URL: address,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...credentials,
  };
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await completed(words, { cwd: world.homedir!, ...world, env });
  } finally {
    for (const key of Object.keys(env)) {
      if (before[key] === undefined) delete process.env[key];
      else process.env[key] = before[key];
    }
  }
}

test('names of an account are remembered for five minutes, for its owner alone', async () => {
  const homedir = temporary();
  const at = Date.now();
  const count = () => asked.filter((name) => name === 'ListApplications').length;
  expect(await inAccount({ homedir })).toEqual(['shop', 'site']);
  expect(count()).toBe(1);
  const file = join(homedir, '.cache', 'codedeploy-wizard', 'names.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  expect(readFileSync(file, 'utf8')).not.toMatch(/"a"|"b"|AWS/);

  expect(await inAccount({ homedir })).toEqual(['shop', 'site']);
  expect(count()).toBe(1);
  // Of other credentials nothing is known.
  await inAccount({ homedir }, { ...keys, AWS_ACCESS_KEY_ID: 'c' });
  expect(count()).toBe(2);
  await inAccount({ homedir, now: () => at + 6 * 60_000 });
  expect(count()).toBe(3);
  writeFileSync(file, '{"half');
  expect(await inAccount({ homedir })).toEqual(['shop', 'site']);
});

test('without credentials nobody is asked', async () => {
  const homedir = temporary();
  mkdirSync(join(homedir, '.aws'));
  writeFileSync(join(homedir, '.aws', 'config'), '[default]\nregion = ap-northeast-2\n');
  asked.length = 0;
  expect(await inAccount({ homedir }, { AWS_CONFIG_FILE: join(homedir, '.aws', 'config') })).toEqual([]);
  expect(asked).toEqual([]);
});

test('nobody waits for an account that does not answer, and nothing is remembered of it', async () => {
  const homedir = temporary();
  isSilent = true;
  asked.length = 0;
  let giveUp = () => {};
  const impatience = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const found = inAccount({ homedir, sleep: () => impatience });
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  giveUp();
  expect(await found).toEqual([]);
  isSilent = false;
  expect(readdirSync(homedir)).not.toContain('.cache');
});
