// What AWS answers may hold secrets: they are hidden in every output, --debug and the message of a crash included.
import { EventEmitter, once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { live } from '../../src/live.ts';
import { bench } from '../support/run.ts';
import { mustHoldNoSecret, SECRETS } from '../support/secrets.ts';

const all = Object.entries(SECRETS)
  .map(([name, value]) => `${name}=${value}`)
  .join(' ');
const answers: [name: string, message: string][] = [
  ['SignatureDoesNotMatch', `The request signature does not match. x-amz-security-token:${SECRETS.AWS_SESSION_TOKEN}`],
  [
    'SignatureDoesNotMatch',
    `Does not match.\nThe canonical string was\nx-amz-security-token:${SECRETS.AWS_SESSION_TOKEN}\n`,
  ],
  ['AccessDenied', `Denied with ${SECRETS.AWS_SECRET_ACCESS_KEY} and ${all}`],
  ['InvalidInput', `Not a document: {"Password":"seeded-pass-word","Url":"${SECRETS.DATABASE_URL}"}`],
  ['TypeError', `Cannot read ${all}`],
];

test.each(
  answers.flatMap(([name, message]) => ['text', 'json', 'ndjson'].map((output) => [name, output, message] as const)),
)('%s, %s', async (name, output, message) => {
  mockClient(STSClient)
    .on(GetCallerIdentityCommand)
    .resolves({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/kim' });
  const $metadata = name === 'TypeError' ? undefined : { httpStatusCode: 403 };
  mockClient(IAMClient)
    .onAnyCommand()
    .rejects(Object.assign(new Error(message), { name, $metadata }));
  for (const debug of [[], ['--debug']]) {
    // The run itself is searched.
    const args = ['roles', '--region', 'ap-northeast-2', '--yes', '--revision-bucket', 'shop', '--output', output];
    const ran = await bench().run([...args, ...debug]);
    expect(ran.exitCode).toBeGreaterThan(0);
    if (debug.length > 0) expect(ran.stdout + ran.stderr).toContain('***');
  }
});

/** A process of its own would need a build: this has what a run takes from one. */
function processOf(args: string[], stdout: (chunk: string) => void) {
  const printed: string[] = [];
  const stream = (write: (chunk: string) => void) =>
    new Writable({
      write(chunk, _encoding, done) {
        write(String(chunk));
        done();
      },
    });
  const own: EventEmitter = Object.assign(new EventEmitter(), {
    argv: ['node', 'codedeploy-wizard', ...args],
    env: SECRETS,
    cwd: () => mkdtempSync(join(tmpdir(), 'cdw-')),
    stdin: Readable.from([]),
    stdout: Object.assign(new EventEmitter(), { write: stdout }),
    stderr: stream((chunk) => printed.push(chunk)),
    exit: (code: number) => own.emit('gone', code),
  });
  const exited = once(own, 'gone').then(([code]) => code as number);
  return { own: own as unknown as NodeJS.Process, printed, exited };
}

describe('a crash', () => {
  test.each([
    [[], 'This is a defect'],
    [['--debug'], 'secrets.test.ts'],
    [['--lang', 'ko'], '***'],
  ])('in the middle of a command tells no secret: %j', async (flags, part) => {
    const { own, printed } = processOf(['explain', 'HEALTH_CONSTRAINTS', ...flags], () => {
      throw new TypeError(`Cannot read ${all}`);
    });
    await live(own);
    expect(own.exitCode).toBe(1);
    expect(printed.join('')).toContain('***');
    expect(printed.join('')).toContain(part);
    mustHoldNoSecret(printed.join(''), []);
  });

  test('that nobody catches tells no secret either', async () => {
    const { own, printed, exited } = processOf(['explain', 'HEALTH_CONSTRAINTS'], () => {});
    await live(own);
    own.emit('uncaughtException', new TypeError(`Cannot read ${all}`));
    expect(await exited).toBe(1);
    expect(printed.join('')).toContain('This is a defect');
    expect(printed.join('')).toContain('***');
    mustHoldNoSecret(printed.join(''), []);
  });
});

test('the search finds what it looks for', () => {
  for (const secret of Object.values(SECRETS)) expect(() => mustHoldNoSecret(`… ${secret} …`, [])).toThrow('A secret');
});

test.each([
  '--access-key',
  '--secret-key',
  '--secret-access-key',
  '--session-token',
  '--token',
  '--password',
  '--github-token',
])('there is no flag for credentials: %s', async (flag) => {
  for (const command of ['init', 'deploy', 'doctor'])
    expect((await bench().run([command, flag, 'x', '--sandbox'])).exitCode).toBe(2);
});
