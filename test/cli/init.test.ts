// The whole way in the sandbox: laws over `init`, exit codes, the JSON contract.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { bench, initBook } from '../support/run.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'envelope.json'), 'utf8'),
);
const validate = new Ajv({ allErrors: true }).compile(schema);
const valid = (document: unknown) => {
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
};

describe('init in the book sandbox', () => {
  test('ends with a succeeded deployment, and a second run has nothing to do', async () => {
    const { run } = bench();
    const first = await run(initBook);
    expect(first.stderr + first.stdout).not.toContain('defect');
    expect(first.exitCode).toBe(0);
    valid(first.envelope);
    expect(first.envelope.gives.deploy?.status).toBe('Succeeded');
    const second = await run(initBook);
    expect(second.exitCode).toBe(0);
    expect(second.envelope.changes.map(({ verb }) => verb)).toEqual(second.envelope.changes.map(() => 'keep'));
    expect(second.calls.filter(({ write }) => write)).toEqual([]);
    valid(second.envelope);
  }, 60_000);

  test('planning writes nothing and needs no earlier step', async () => {
    const { run } = bench();
    const planned = await run([...initBook, '--dry-run', '--exit-code']);
    expect(planned.exitCode).toBe(7);
    expect(planned.calls.filter(({ write }) => write)).toEqual([]);
    expect(planned.envelope.changes.filter(({ verb }) => verb === 'create').length).toBeGreaterThan(5);
    // Nothing was kept either: the next plan is the same.
    expect((await run([...initBook, '--dry-run', '--exit-code'])).envelope.changes).toEqual(planned.envelope.changes);
  }, 60_000);

  test('every change made was in the plan', async () => {
    const { run } = bench();
    const planned = await run([...initBook, '--dry-run']);
    const made = await run(initBook);
    const key = ({ step, verb, kind, name }: { step: string; verb: string; kind: string; name: string }) =>
      `${step} ${verb} ${kind} ${name}`;
    expect(made.envelope.changes.map(key)).toEqual(planned.envelope.changes.map(key));
  }, 60_000);
});

test('without answers, sandbox or credentials everything missing is listed at once', async () => {
  const { run } = bench();
  const ran = await run(['init', '--output', 'json', '--region', 'ap-northeast-2'], {
    env: { AWS_EC2_METADATA_DISABLED: 'true' },
  });
  expect([2, 4]).toContain(ran.exitCode);
  expect(ran.envelope.error?.missing?.map(({ flag }) => flag)).toContain('--source-instance');
  valid(ran.envelope);
});

test('nobody to confirm is exit 2 and names the flag', async () => {
  const { run } = bench();
  const ran = await run(initBook.filter((arg) => arg !== '--yes'));
  expect(ran.exitCode).toBe(2);
  expect(ran.envelope.error?.hint).toContain('--yes');
  expect(ran.calls.filter(({ write }) => write)).toEqual([]);
});
