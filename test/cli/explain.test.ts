// `explain` as it is typed: codes, messages, logs from a file and a pipe, and a deployment that failed.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { bench, example } from '../support/run.ts';

const logs = join(import.meta.dirname, '..', 'explain', 'logs');
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'explain.json'), 'utf8'),
);
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Data {
  findings: {
    id: string;
    severity: string;
    cause: string;
    fix: string;
    line: number | null;
    evidence: string | null;
    instances?: string[];
    event?: string;
  }[];
  state?: string;
}
const dataOf = (ran: { envelope: { data: unknown } }) => {
  const { data } = ran.envelope;
  expect([validate(data), validate.errors]).toEqual([true, null]);
  return data as Data;
};

const { run } = bench();

describe('a code, without account, Region or network', () => {
  test.each(['HEALTH_CONSTRAINTS', 'scripttimedout', 'UNABLE_TO_SEND_ASG', 'iam:PassRole', 'ECS_UPDATE_ERROR'])(
    '%s',
    async (code) => {
      const ran = await run(['explain', code]);
      expect([ran.exitCode, ran.stderr, ran.calls]).toEqual([0, '', []]);
      expect(ran.stdout).toContain('how to tell');
      for (const line of ran.stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    },
  );

  test('in Korean', async () => {
    const ran = await run(['explain', 'ScriptFailed', '--lang', 'ko']);
    expect(ran.stdout).toContain('스크립트가 0이 아닌 종료 코드로 끝났습니다.');
    expect(ran.stdout).toContain('확인 방법');
    for (const line of ran.stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  test('as JSON: the same keys and ids in each language', async () => {
    const [en, ko] = await Promise.all(
      ['en', 'ko'].map(async (lang) =>
        dataOf(await run(['explain', 'NO_INSTANCES', '--output', 'json', '--lang', lang])),
      ),
    );
    expect(en!.findings).toMatchObject([{ id: 'NO_INSTANCES', severity: 'error', line: null, evidence: null }]);
    expect(ko!.findings.map((finding) => Object.keys(finding))).toEqual(
      en!.findings.map((finding) => Object.keys(finding)),
    );
    expect(ko!.findings[0]!.cause).not.toBe(en!.findings[0]!.cause);
  });

  test('one of another platform is said to be so', async () => {
    const ran = await run(['explain', 'INVALID_LAMBDA_FUNCTION']);
    expect(ran.stdout.replace(/\s+/g, ' ')).toContain('The deployment is one of AWS Lambda.');
  });

  test('a message', async () => {
    const message =
      'The deployment failed because a specified file already exists at this location: /var/www/html/index.html';
    expect(dataOf(await run(['explain', message, '--output', 'json'])).findings).toMatchObject([{ id: 'fileExists' }]);
  });

  test.each([
    ['HELTH_CONSTRAINTS', 'Did you mean HEALTH_CONSTRAINTS'],
    ['xyzzy', 'explain --log FILE'],
  ])('%s is not known: exit 6', async (code, hint) => {
    const ran = await run(['explain', code]);
    expect([ran.exitCode, ran.stdout]).toEqual([6, '']);
    expect(ran.stderr).toContain(hint);
    const json = await run(['explain', code, '--output', 'json']);
    expect(json.envelope).toMatchObject({ ok: false, error: { code: 'unknownCode', exitCode: 6 } });
  });
});

describe('a log', () => {
  const denied = join(logs, 'dep-s3-denied.log');

  test('from a file: what is wrong, the line, the fix', async () => {
    const ran = await run(['explain', '--log', denied]);
    expect([ran.exitCode, ran.stderr, ran.calls]).toEqual([0, '', []]);
    for (const part of [
      '1 problem found.',
      's3Denied',
      'line 38',
      'Aws::S3::Errors::AccessDenied',
      '--revision-bucket',
    ])
      expect(ran.stdout).toContain(part);
    // The first line is the name of the file as it was given.
    for (const line of ran.stdout.split('\n').slice(1)) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  test('from a pipe, in Korean', async () => {
    const ran = await run(['explain', '--log', '-', '--lang', 'ko'], { stdin: readFileSync(denied, 'utf8') });
    expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
    for (const part of ['문제 1개를 찾았습니다.', 's3Denied', '38행', '서버가 S3에서 개정을 읽을 권한이 없습니다.'])
      expect(ran.stdout).toContain(part);
  });

  test('as JSON, from a path relative to the folder', async () => {
    const here = bench();
    mkdirSync(here.cwd, { recursive: true });
    cpSync(join(logs, 'vanish.log'), join(here.cwd, 'agent.log'));
    const data = dataOf(await here.run(['explain', '--log', 'agent.log', '--output', 'json']));
    expect(data).toMatchObject({
      kind: 'agent',
      state: 'wrong',
      healthyLine: 18,
      findings: [{ id: 'networkLost', line: 23 }],
    });
  });

  test.each([
    ['idle', 'Nothing is wrong now: the agent polls CodeDeploy', 'healthy'],
    ['onprem-ok', 'does not prove that all is well', 'unknown'],
    ['dep-ok.deployments', 'This is a log of scripts', 'unknown'],
  ])('%s: nothing is found, and what that means', async (name, part, state) => {
    const file = join(logs, `${name}.log`);
    const ran = await run(['explain', '--log', file]);
    expect([ran.exitCode, ran.stdout.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining(part)]);
    expect(dataOf(await run(['explain', '--log', file, '--output', 'json']))).toMatchObject({ state, findings: [] });
  });

  test('an empty pipe, and text of another kind', async () => {
    expect((await run(['explain', '--log', '-'], { stdin: '' })).stdout).toContain('The log is empty.');
    const other = await run(['explain', '--log', '-'], { stdin: 'GET / HTTP/1.1\n\n200\n' });
    expect([other.exitCode, other.stdout]).toEqual([0, expect.stringContaining('No line looks like a log')]);
  });

  test.each([
    [['--log', 'nosuch.log'], 6, 'nosuch.log'],
    [['--log', 'nosuch.log', '--lang', 'ko'], 6, '파일 또는 폴더 `nosuch.log`: 없습니다.'],
    [['--log', '.'], 2, 'not a folder'],
    [['--log', '-'], 2, 'pipe a log into it'],
    [['--log'], 2, '--log'],
    [['--log', '-', 'THROTTLED'], 2, 'not both'],
    [[], 2, 'Say what to explain'],
    [['NO_INSTANCES', 'THROTTLED'], 2, 'too many'],
  ])('%j exits %i', async (args, exitCode, part) => {
    const ran = await run(['explain', ...args], { stdin: 'terminal' });
    expect([ran.exitCode, ran.stdout]).toEqual([exitCode, '']);
    expect(ran.stderr).toContain(part);
  });

  test('a secret in it is not shown', async () => {
    const stdin = '2026-11-23 03:09:47 [stderr]export DB_PASSWORD=hunter2: command not found\n';
    for (const output of ['text', 'json'])
      expect((await run(['explain', '--log', '-', '--output', output], { stdin })).stdout).not.toContain('hunter2');
  });
});

describe('a deployment that failed', () => {
  const failing = async () => {
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
    return { here, id: ran.envelope.gives.deploy!.deploymentId! };
  };

  test('the instances come before the summary; nothing is written', async () => {
    const { here, id } = await failing();
    const ran = await here.run(['explain', id.toLowerCase(), '--sandbox', '--output', 'json']);
    expect(ran.exitCode).toBe(0);
    expect(ran.calls.filter(({ write }) => write)).toEqual([]);
    const { findings } = dataOf(ran);
    expect(findings.map(({ id }) => id)).toEqual(['fileExists', 'HEALTH_CONSTRAINTS']);
    expect(findings[0]).toMatchObject({ event: 'Install', evidence: expect.stringContaining('/var/www/html') });
    expect(findings[0]!.instances!.length).toBeGreaterThan(0);
    const text = await here.run(['explain', id, '--sandbox', '--lang', 'ko']);
    expect(text.stdout).toContain(`배포 ${id}: Failed`);
    const [reason = '', summary = ''] = text.stdout.split('HEALTH_CONSTRAINTS');
    expect([reason.includes('fileExists'), reason.includes('해결')]).toEqual([true, true]);
    // The fix of another code would lead away from the one that is told.
    expect([summary.includes('뜻'), summary.includes('해결')]).toEqual([true, false]);
  });

  test('one that does not exist is exit 6', async () => {
    const ran = await run(['explain', 'd-ABCDEFGHI', '--sandbox']);
    expect([ran.exitCode, ran.stdout]).toEqual([6, '']);
    expect(ran.stderr).toContain('d-ABCDEFGHI');
  });
});
