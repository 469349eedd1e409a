// Whatever is typed, given as a flag or found in AWS: taken or refused with a sentence, never a defect.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWizardError } from '../src/engine/errors.ts';
import { accept, flagOf, isBroken } from '../src/engine/question.ts';
import { duration } from '../src/globals.ts';
import { allows, covers, normal, parseDocument, trustedServices } from '../src/resources/policy-document.ts';
import { suspensionOf } from '../src/resources/suspension.ts';
import { isOurs } from '../src/resources/tags.ts';
import { questions } from '../src/steps/index.ts';
import { pushStep } from '../src/steps/push.ts';
import { en } from '../src/text/en/index.ts';
import { ko } from '../src/text/ko/index.ts';
import { ruleText } from '../src/text/say.ts';
import { SEED } from './support/numbers.ts';
import { bench } from './support/run.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '=',
    ',',
    '-1',
    '1e9',
    '007',
    '50%',
    '0%',
    '101%',
    '__proto__',
    'constructor',
    '../..',
    '/',
    '//',
  ),
  fc.constantFrom(
    '아니요',
    '네',
    '\u0000',
    '\ud800',
    'arn:aws:iam::1:role/x',
    'i-',
    'ami-',
    '$Latest',
    'Name=',
    '=web',
    'a=b=c',
  ),
  fc.constantFrom('99999999999999999999', '9'.repeat(400), '-', '--yes', '$(id)', '`id`', '%00', 'https://', 'lt-0:1'),
);
const runs = { seed: SEED, numRuns: 300 };
const all = new Map([...questions, ...Object.values(pushStep('k').asks).map((one) => [one.key, one] as const)]);

describe.each([...all.values()].map((question) => [question.key, question] as const))('%s', (key, question) => {
  test('takes a value, or names a rule that both languages can say', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        const value = question.parse(raw);
        const broken = isBroken(value) ? value : question.check?.(value as never);
        if (!broken) {
          // What is written into the config file is read from it again.
          const kind = { text: 'string', select: 'string', confirm: 'boolean', number: 'number', list: 'object' }[
            question.kind
          ];
          expect(typeof value).toBe(kind);
          return;
        }
        for (const language of [en, ko])
          expect(ruleText(language, broken.rule, broken.data)).not.toMatch(/undefined|NaN/);
        expect(() => accept(question, raw, flagOf(key))).toThrow(expect.objectContaining({ code: 'invalidValue' }));
      }),
      runs,
    );
  });
});

test('durations are taken or refused', () => {
  const amount = fc.tuple(anything, fc.constantFrom('ms', 's', 'm', 'h', 'd', '')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(anything, amount), (text) => {
      try {
        expect(duration('--timeout', text)).toBeGreaterThanOrEqual(0);
      } catch (error) {
        if (!isWizardError(error, 'invalidValue')) throw error;
      }
    }),
    runs,
  );
});

test('any policy document that AWS may hold is read', () => {
  const words = fc.oneof(
    fc.constantFrom('Allow', 'Deny', '*', 's3:Get*', 's3:GetObject', 'ec2.amazonaws.com'),
    fc.string(),
  );
  const some = fc.oneof(words, fc.array(words, { maxLength: 3 }), fc.jsonValue());
  const statement = fc.record(
    { Effect: words, Action: some, NotAction: some, Resource: some, Principal: some, Condition: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const document = fc.oneof(
    fc.record({ Version: words, Statement: fc.array(statement, { maxLength: 3 }) }),
    fc.jsonValue(),
  );
  const encoded = fc.oneof(
    anything,
    document.map((value) => JSON.stringify(value)),
    document.map((value) => encodeURIComponent(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(encoded, words, (text, pattern) => {
      const read = parseDocument(text);
      trustedServices(read, '123456789012');
      normal(read);
      covers(pattern, 's3:GetObject');
      allows(read, {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }],
      });
    }),
    runs,
  );
});

test('any tags are read', () => {
  const tag = fc.record(
    { Key: fc.oneof(anything, fc.constantFrom('codedeploy-wizard:hook-suspended')), Value: anything },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.option(fc.array(tag), { nil: undefined }), (tags) => {
      isOurs(tags, { project: 'shop', step: 'roles' });
      const suspension = suspensionOf({ Tags: tags } as never);
      if (suspension) expect(typeof suspension.group).toBe('string');
    }),
    runs,
  );
});

test('any command line of known flags ends with a sentence', async () => {
  const flag = fc.constantFrom(
    ...[...questions.keys()].map(flagOf),
    '--timeout',
    '--region',
    '--poll-interval',
    '--expect-account',
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('roles', 'group', 'template'), flag, anything, async (step, name, value) => {
      const ran = await bench().run([step, '--sandbox', '--dry-run', '--yes', '--output', 'json', `${name}=${value}`]);
      expect([ran.exitCode === 1, ran.envelope.error?.code]).not.toEqual([true, 'unexpected']);
      expect(ran.stderr).not.toMatch(/^ {4}at /m);
    }),
    { seed: SEED, numRuns: 15 },
  );
}, 300_000);
