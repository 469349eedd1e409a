// No secret of a log is shown again, and what is no secret stays readable.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask } from '../../src/engine/mask.ts';

const SECRET = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY99';

describe('secrets are hidden', () => {
  test.each([
    ['access key', 'used AKIAIOSFODNN7EXAMPLE to sign', 'IOSFODNN7EXAMPLE'],
    ['temporary access key', 'ASIAIOSFODNN7EXAMPLE', 'IOSFODNN7EXAMPLE'],
    ['variable', `AWS_SECRET_ACCESS_KEY=${SECRET}`, SECRET],
    ['file', `aws_secret_access_key = ${SECRET}`, SECRET],
    ['yaml', `aws_secret_access_key: ${SECRET}`, SECRET],
    ['JSON', `{"SecretAccessKey":"${SECRET}","Token":"abc123def"}`, SECRET],
    ['JSON, second value', `{"SecretAccessKey":"${SECRET}","Token":"abc123def"}`, 'abc123def'],
    ['escaped JSON', `payload:"{\\"password\\":\\"hunter two\\"}"`, 'hunter'],
    ['Ruby', '{"db_password"=>"hunter2"}', 'hunter2'],
    ['secret key without its name', `key is ${SECRET} .`, SECRET],
    ['session token', `aws_session_token=IQoJb3JpZ2luX2VjEXAMPLE`, 'IQoJb3'],
    ['GitHub', 'https://x:ghp_0123456789abcdefghijABCDEFGHIJ012345@github.com/a/b', '0123456789abc'],
    ['GitHub, fine-grained', 'github_pat_11ABCDEFG0123456789_abcdefghij', '11ABCDEFG'],
    ['bearer', 'Authorization: Bearer abcdef.ghijkl-123456', 'abcdef.ghijkl'],
    ['basic', 'Authorization: Basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpw'],
    ['address', 'postgres://shop:s3cr3t@db:5432/shop', 's3cr3t'],
    ['address without a user', 'redis://:s3cr3t@redis:6379/0', 's3cr3t'],
    ['address with an @ in the password', 'postgres://app:p@s3cr3t@db/x', 's3cr3t'],
    ['token in an address', `https://${'0a1b'.repeat(10)}@github.com/acme/shop`, '0a1b0a1b'],
    ['variable', 'DB_PASS=s3cr3t', 's3cr3t'],
    ['option of curl', 'curl -u admin:s3cr3t http://x', 's3cr3t'],
    ['option of mysql', 'mysql -ps3cr3t shop', 's3cr3t'],
    ['option', 'mysql --password hunter2 -u shop', 'hunter2'],
    ['option with =', 'mysql --password=hunter2', 'hunter2'],
    ['presigned address', 'GET /a?X-Amz-Signature=0badc0de&x=1', '0badc0de'],
    ['web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk', 'eyJzdWIi'],
    ['private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\n-----END RSA PRIVATE KEY-----', 'MIIEpAIB'],
    ['line of a private key', `${'MIIEpAIBAAKCAQEA'.repeat(4)}`, 'MIIEpAIBAAKC'],
  ])('%s', (_, text, secret) => expect(mask(text)).not.toContain(secret));
});

test.each([
  '2026-11-23T03:08:16 ERROR [codedeploy-agent(21)]: Missing credentials - please check if this instance was started',
  'commit 0123456789abcdef0123456789abcdef01234567',
  'HTTP error from metadata service to get imdsv2 token.',
  "Downloading artifact bundle from bucket 'demo-bucket' and key 'demo.zip', version '', etag '\"abc\"'",
  'arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0',
  '/opt/codedeploy-agent/deployment-root/11111111-2222-3333-4444-555555555555/d-EXAMPLE01/deployment-archive',
  'https://codedeploy-commands.us-east-1.amazonaws.com:443/path@2x.png',
])('%s stays as it is', (text) => expect(mask(text)).toBe(text));

test('what is masked is not masked further, and the rest of the line stays', () => {
  expect(mask('user=shop password=hunter2 host=db')).toBe('user=shop password=*** host=db');
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => mask(mask(text)) === mask(text)));
});

test('no secret survives in any surroundings', () => {
  const around = fc.string({ unit: fc.constantFrom(' ', ',', 'a', 'B', '1', '"', "'", '\n', '=', ':', '}', '\\') });
  const names = fc.constantFrom(
    'password',
    'DB_PASSWORD',
    'secret_key',
    'apiKey',
    'api-key',
    'token',
    'aws_secret_access_key',
  );
  fc.assert(
    fc.property(around, names, fc.constantFrom('=', ': ', '=>', '="', "='"), (before, name, sign) => {
      expect(mask(`${before} ${name}${sign}hunter2secret`)).not.toContain('hunter2secret');
    }),
  );
});
