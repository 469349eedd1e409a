// What AWS answers may hold secrets: they are hidden in every output, --debug and the message of a crash included.
import { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
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
