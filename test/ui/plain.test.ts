// Without a terminal: whole lines and no cursor codes, a heartbeat while waiting, the result alone on stdout.
import { expect, test } from 'vitest';
import type { Change } from '../../src/engine/plan.ts';
import { line } from '../../src/engine/resource.ts';
import { en } from '../../src/text/en/index.ts';
import { ko } from '../../src/text/ko/index.ts';
import { collectWarnings, createUi } from '../../src/ui/index.ts';
import { envelope, fakeWorld } from './support.ts';

const open = (world = fakeWorld(), options: Partial<Parameters<typeof createUi>[0]> = {}) => ({
  ...world,
  ui: createUi({
    world: world.world,
    text: en,
    output: 'text',
    interactive: false,
    quiet: false,
    color: true,
    ...options,
  }),
});

const pending = line('waitImage', { image: 'web', state: 'pending', progress: '' });
const failed = { deploymentId: 'd-1', instance: 'i-1', event: 'BeforeInstall', status: 'Failed' };
const change = (more: Partial<Change>): Change => ({
  step: 'roles',
  verb: 'create',
  kind: 'iam.role',
  name: 'shop-ec2',
  differs: [],
  notes: [],
  severe: [],
  ...more,
});

test('a wait is a line when it changes, and once a minute the same line again', () => {
  const { ui, err, tick } = open();
  for (let second = 0; second < 150; second += 5) {
    ui.wait(pending);
    tick(5_000);
  }
  ui.wait(line('waitImage', { image: 'web', state: 'available', progress: '' }));
  ui.wait(undefined);
  ui.wait(pending);
  const said = '… AMI `web`: pending';
  const again = '… still waiting: AMI `web`: pending';
  expect(err().split('\n')).toEqual([said, again, again, '… AMI `web`: available', said, '']);
});

test('the plan names each change, what differs, and what must be known', () => {
  const { ui, err, out } = open();
  ui.header({ account: '123456789012', region: 'ap-northeast-2', sandbox: 'book', arn: '' });
  ui.plan(
    [
      change({ differs: [{ key: 'path', from: null, to: '/' }] }),
      change({ verb: 'update', name: 'web', differs: [{ key: 'size', from: 1, to: 3 }], notes: [pending] }),
      change({
        verb: 'remove',
        name: 'old',
        severe: [{ confirm: 'old', why: line('stopsInstance', { instance: 'i-1' }) }],
      }),
      change({ step: 'ami', verb: 'keep', kind: 'ec2.image', name: 'web' }),
    ],
    [],
  );
  expect(err()).toBe(
    `Account 123456789012 · Region ap-northeast-2 · sandbox book

Plan
  IAM roles
    + create IAM role shop-ec2
        path  /
    ~ change IAM role web
        size  1 → 3
        AMI \`web\`: pending
    - remove IAM role old
        ! \`i-1\` is stopped for the image.
  AMI
    = keep AMI web

`,
  );
  expect(out()).toBe('');
});

test('a line stays whole, however long, so that it can be searched for', () => {
  const { ui, err } = open();
  const message = 'script exited with 1, '.repeat(20).trim();
  ui.target({ ...failed, message });
  const problem = `${'/very/long'.repeat(20)}/codedeploy-wizard.yml:1:6: wrong`;
  const hint = `codedeploy-wizard init ${'--flag value '.repeat(20).trim()}`;
  ui.fail(envelope({ error: { code: 'x', message: problem, hint, exitCode: 2 } }), undefined as never);
  expect(err()).toBe(`  ✘ i-1 BeforeInstall Failed ${message}\nError: ${problem}\n→ ${hint}\n`);
});

test('a failure names the request of AWS', () => {
  const { ui, err } = open();
  const aws = { operation: 'iam:GetRole', name: 'AccessDenied', message: 'no', requestId: 'r-1' };
  ui.fail(envelope({ error: { code: 'denied', message: 'No.', hint: null, exitCode: 4, aws } }), undefined as never);
  expect(err()).toBe('Error: No.\nrequest id r-1\n');
});

const blocks = [{ title: 'Done.', rows: [['roles', 'serviceRoleArn', 'arn:x']] }, { lines: ['as it is'] }];
const next = ['codedeploy-wizard status'];

test('the result goes to stdout, what comes next does not', () => {
  const { ui, out, err } = open();
  ui.finish(envelope({ next }), blocks);
  expect(out()).toBe('Done.\n  roles  serviceRoleArn  arn:x\nas it is\n');
  expect(err()).toBe('\nNext\n  codedeploy-wizard status\n');
});

test('a result with an error: both are told, and once what the result says itself', () => {
  const error = { code: 'denied', message: 'No.', hint: null, exitCode: 4 };
  const { ui, out, err } = open();
  ui.finish(envelope({ next, error }), blocks);
  expect([out().startsWith('Done.'), err()]).toEqual([true, 'Error: No.\n\nNext\n  codedeploy-wizard status\n']);
  const told = open();
  told.ui.finish(envelope({ next, error }), blocks, true);
  expect(told.err()).toBe('\nNext\n  codedeploy-wizard status\n');
});

test('quiet leaves the result and errors', () => {
  const { ui, out, err } = open(fakeWorld(), { quiet: true });
  ui.plan([change({})], []);
  ui.applying(change({}))();
  ui.wait(pending);
  ui.say(pending);
  ui.target(failed);
  ui.finish(envelope({ next }), blocks);
  expect(err()).toBe('');
  expect(out()).toContain('serviceRoleArn');
  ui.fail(envelope({ error: { code: 'x', message: 'Broken.', hint: null, exitCode: 1 } }), undefined as never);
  expect(err()).toBe('Error: Broken.\n');
});

const ESCAPE = String.fromCharCode(27);
const everything = (ui: ReturnType<typeof createUi>) => {
  ui.header({ account: '1', region: 'r', arn: '' });
  ui.plan([change({ differs: [{ key: 'a', from: null, to: 'b' }] })], []);
  ui.applying(change({}))();
  ui.wait(pending);
  ui.wait(undefined);
  ui.warn(pending);
  ui.finish(envelope({ next }), blocks);
};

test.each([
  ['nobody looks', {}, {}, {}, [false, false]],
  ['only the result is kept', { err: 80 }, {}, {}, [false, true]],
  ['only the progress is kept', { out: 80 }, {}, {}, [true, false]],
  ['NO_COLOR', { out: 80, err: 80 }, { NO_COLOR: '1' }, {}, [false, false]],
  ['NO_COLOR before FORCE_COLOR', {}, { NO_COLOR: '1', FORCE_COLOR: '1' }, {}, [false, false]],
  ['FORCE_COLOR', {}, { FORCE_COLOR: '1' }, {}, [true, true]],
  ['FORCE_COLOR=0', { out: 80, err: 80 }, { FORCE_COLOR: '0' }, {}, [false, false]],
  ['--no-color', { out: 80, err: 80 }, { FORCE_COLOR: '1' }, { color: false }, [false, false]],
] as const)('colours: %s', (_, columns, env, options, coloured) => {
  // Without live line: what it draws is not of this test.
  const { ui, out, err } = open(fakeWorld({ ...columns, env, TERM: 'dumb' }), options);
  everything(ui);
  const escapes = (written: string) => written.includes(`${ESCAPE}[`);
  expect([escapes(out()), escapes(err())]).toEqual(coloured);
  const codes = new RegExp(`${ESCAPE}\\[(?!\\d+m)`);
  expect(out() + err()).not.toMatch(codes);
});

test('with nobody there, asking is a defect and not a wait', async () => {
  const { ui } = open();
  expect(ui.interactive).toBe(false);
  await expect(ui.confirm(pending)).rejects.toThrow();
});

test('what is warned of is shown and kept, in the language of the run', () => {
  const { ui, err } = open(fakeWorld(), { text: ko });
  const collected = collectWarnings(ui, ko);
  collected.ui.warn(line('singleInstance', {}));
  expect(collected.warnings).toEqual([{ code: 'singleInstance', message: ko.messages.singleInstance() }]);
  expect(err()).toBe(`${ko.words.warning}: ${ko.messages.singleInstance()}\n`);
});
