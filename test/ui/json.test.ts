// For machines: one document, or an event per line and the document last; nothing else, and nothing on stderr.
import { expect, test } from 'vitest';
import { line } from '../../src/engine/resource.ts';
import type { Ui } from '../../src/engine/ui.ts';
import { en } from '../../src/text/en/index.ts';
import { createUi } from '../../src/ui/index.ts';
import { envelope, fakeWorld } from './support.ts';

const open = (output: 'json' | 'ndjson') => {
  const world = fakeWorld({ out: 80, err: 80, env: { FORCE_COLOR: '1' } });
  const ui = createUi({ world: world.world, text: en, output, interactive: true, quiet: false, color: true });
  return { ...world, ui };
};

const pending = line('waitImage', { image: 'web', state: 'pending', progress: '' });
const change = {
  step: 'roles',
  verb: 'create' as const,
  kind: 'iam.role' as const,
  name: 'shop-ec2',
  differs: [{ key: 'path', from: null, to: '/' }],
  notes: [],
  severe: [],
};
const everything = (ui: Ui) => {
  ui.header({ account: '1', region: 'r', arn: '' });
  ui.step('roles');
  ui.plan([change], []);
  ui.applying(change)();
  ui.wait(pending);
  ui.wait(pending);
  ui.wait(undefined);
  ui.say(pending);
  ui.warn(pending);
  ui.target({ deploymentId: 'd-1', instance: 'i-1', event: 'BeforeInstall', status: 'Failed', message: 'no\nmore' });
};

test('json: one document, and nothing before it', () => {
  const { ui, out, err } = open('json');
  everything(ui);
  expect(out()).toBe('');
  const document = envelope({ next: ['codedeploy-wizard status'] });
  ui.finish(document, [{ lines: ['for people'] }]);
  expect(out()).toBe(`${JSON.stringify(document)}\n`);
  expect(err()).toBe('');
});

test('json: one document also on failure', () => {
  const { ui, out } = open('json');
  const document = envelope({ ok: false, error: { code: 'busy', message: 'Busy.', hint: null, exitCode: 12 } });
  ui.fail(document, undefined as never);
  expect(JSON.parse(out())).toEqual(document);
});

test('ndjson: an event per line by its name, and the document last', () => {
  const { ui, out, err } = open('ndjson');
  everything(ui);
  ui.finish(envelope(), []);
  const message = 'AMI `web`: pending';
  const { step, verb, kind, name, differs } = change;
  expect(
    out()
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each)),
  ).toEqual([
    { event: 'change', step, verb, kind, name, differs, planned: true },
    { event: 'change', step, verb, kind, name, planned: false },
    { event: 'wait', message },
    { event: 'log', code: 'waitImage', message },
    { event: 'warning', code: 'waitImage', message },
    {
      event: 'target',
      deploymentId: 'd-1',
      instance: 'i-1',
      lifecycleEvent: 'BeforeInstall',
      status: 'Failed',
      message: 'no\nmore',
    },
    { event: 'result', ...envelope() },
  ]);
  expect(err()).toBe('');
});

test('nobody is asked, terminal or not', async () => {
  const { ui } = open('json');
  expect(ui.interactive).toBe(false);
  await expect(ui.typeName('shop', pending)).rejects.toThrow();
});
