// The commands of an incident with a part of the permissions missing: what may not be looked at is unknown, and named.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { actionsOf } from '../../src/aws/actions.ts';
import { ASG, json, stateOf, walked, writesOf } from '../support/hook.ts';
import type { Bench, Ran, RecordedCall } from '../support/run.ts';

type Refuses = (call: RecordedCall) => boolean;

/** As each service words it. */
const refusing = (refuses: Refuses) => ({
  onCall: (call: RecordedCall, moment: 'before' | 'after') => {
    if (moment === 'after' || call.service === 'sts' || !refuses(call)) return;
    const name = call.service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDeniedException';
    throw Object.assign(new Error('not authorized'), { name, $metadata: { httpStatusCode: 400, requestId: 'r-1' } });
  },
});

let here: Bench;
let id = '';
beforeAll(async () => {
  const book = await walked();
  await book.run(['sandbox', 'fault', 'script-fails', ...json]);
  await book.run(['deploy', ...json, '--rollback-on', 'stop']);
  await book.run(['sandbox', 'fault', '--clear', ...json]);
  id = stateOf(book).codeDeploy.groups['shop/shop-group']!.lastAttempted!;
  here = book;
}, 60_000);

const schemaOf: Record<string, string> = {
  status: 'status',
  show: 'status',
  list: 'deploy-list',
  report: 'report',
  hook: 'hook',
  explain: 'explain',
  logs: 'logs',
  export: 'export',
  'session-check': 'session-check',
};
const validators = new Map<string, ReturnType<Ajv['compile']>>();
function expectShape(words: string[], data: unknown) {
  const of =
    words[0] === 'deploy' && words[1] !== 'list' && words[1] !== 'report'
      ? words[1] === 'watch'
        ? 'deployment'
        : 'deploy-show'
      : undefined;
  const name =
    of ??
    schemaOf[
      words.includes('hook')
        ? 'hook'
        : words[1] === 'list'
          ? 'list'
          : words[1] === 'report'
            ? 'report'
            : words[1] === 'show'
              ? 'show'
              : words[0]!
    ];
  if (!name) return;
  const file = join(import.meta.dirname, '..', '..', 'docs', 'schema', `${name}.json`);
  const validate =
    validators.get(name) ??
    new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
  validators.set(name, validate);
  validate(data);
  expect(validate.errors ?? []).toEqual([]);
}

/** Every command that only reads, and how it ends when all is allowed. */
const READS: [words: string[], exitCode: number][] = [
  [['status'], 0],
  ...['roles', 'ami', 'template', 'asg', 'app', 'group'].map((step): [string[], number] => [[step, 'show'], 0]),
  [['deploy', 'list'], 0],
  [['deploy', 'show'], 0],
  [['deploy', 'show', 'ID'], 0],
  [['deploy', 'watch'], 10],
  [['deploy', 'watch', 'ID'], 10],
  [['deploy', 'report'], 0],
  [['deploy', 'report', 'ID'], 0],
  [['asg', 'hook', 'status'], 0],
  [['asg', 'hook', 'status', '--asg', ASG], 0],
  [['explain', 'ID'], 0],
  [['session-check'], 0],
  [['logs'], 0],
  [['logs', 'ID'], 0],
  ...['terraform', 'cloudformation', 'cli'].map((kind): [string[], number] => [['export', kind], 0]),
];
const typed = (words: string[]) => words.map((word) => (word === 'ID' ? id : word));
const unknownOf = ({ envelope }: Ran) => (envelope.data as { unknown?: string[] } | null)?.unknown ?? [];

describe.each(['en', 'ko'])('with nothing but sts:GetCallerIdentity, in %s', (lang) => {
  test.each(READS)('%j answers that it is unknown, what is missing, and where to look: exit 4', async (words) => {
    const ran = await here.run(
      [...typed(words), ...json, '--lang', lang],
      refusing(() => true),
    );
    const { error, data, next, warnings } = ran.envelope;
    expect([ran.exitCode, error?.code]).toEqual([4, 'denied']);
    expect(error?.message).toMatch(/(codedeploy|autoscaling|iam|ec2):[A-Z]/);
    expectShape(words, data);
    expect(unknownOf(ran).length).toBeGreaterThan(0);
    for (const action of unknownOf(ran)) expect(warnings.map(({ message }) => message).join('\n')).toContain(action);
    expect(next.at(-1)).toBe('codedeploy-wizard doctor --sandbox book');
    expect(writesOf(ran.calls)).toEqual([]);
    const people = await here.run(
      [...typed(words), '--sandbox', '--lang', lang],
      refusing(() => true),
    );
    expect([people.exitCode, people.stdout]).toEqual([
      4,
      expect.stringContaining(lang === 'ko' ? '알 수 없음' : 'unknown'),
    ]);
  });
});

/** What their `show` asks for, `status` asks for too. */
const MIDDLE = ['ami', 'template', 'asg', 'app'];

/** What a command may ask for and still answer when it is refused: `doctor` is held by its own test. */
describe('with one action missing', () => {
  test.each(READS.filter(([[first = '', verb]]) => !(verb === 'show' && MIDDLE.includes(first))))(
    '%j answers the rest',
    async (words, exitCode) => {
      const whole = await here.run([...typed(words), ...json]);
      expect(whole.exitCode).toBe(exitCode);
      const operations = new Map(whole.calls.map((call) => [`${call.service}.${call.operation}`, call]));
      for (const [name, { service, operation }] of operations) {
        if (service === 'sts') continue;
        const ran = await here.run(
          [...typed(words), ...json],
          refusing((call) => `${call.service}.${call.operation}` === name),
        );
        const said = `${words.join(' ')} without ${name}`;
        expect([exitCode, 4], said).toContain(ran.exitCode);
        expect(ran.envelope.data, said).not.toBeNull();
        expect(ran.envelope.next.length, said).toBeGreaterThan(0);
        expect(writesOf(ran.calls), said).toEqual([]);
        if (ran.exitCode !== 10) expectShape(words, ran.envelope.data);
        const missing = operation === 'sendCommand' ? 'ssm:SendCommand' : actionsOf(service, operation)[0];
        // A hook that may be suspended is looked for in passing.
        if (unknownOf(ran).length > 0) expect([said, unknownOf(ran)]).toEqual([said, [missing]]);
        else expect([said, ran.exitCode]).toEqual([said, exitCode]);
        expect([said, ran.envelope.error?.code]).toEqual([
          said,
          ran.exitCode === 4 ? 'denied' : whole.envelope.error?.code,
        ]);
      }
    },
    120_000,
  );
});
