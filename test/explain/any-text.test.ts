// Whatever a file holds: no exception, no confident answer to what is unknown, and lines that exist.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCode, near } from '../../src/explain/codes.ts';
import { diagnose } from '../../src/explain/diagnose.ts';
import { decoderFor, entriesOf, inLines } from '../../src/explain/entries.ts';
import { explanations } from '../../src/text/en/explain/index.ts';

function read(pieces: Uint8Array[]) {
  const reader = diagnose();
  const { push, end } = inLines(reader.line);
  const decoder = decoderFor(pieces[0] ?? new Uint8Array());
  for (const piece of pieces) push(decoder.decode(piece, { stream: true }));
  push(decoder.decode());
  end();
  return reader.end();
}
const bytes = (text: string) => new TextEncoder().encode(text);

test('arbitrary bytes are read, and nothing is found in them', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      const { findings, state } = read(pieces);
      expect([findings, state]).toEqual([[], 'unknown']);
    }),
  );
});

const head = fc.constantFrom(
  '2026-11-23T03:08:16 ERROR [codedeploy-agent(21)]: ',
  '2026-11-23 03:08:16 INFO  [codedeploy-agent(21)]: ',
  '[2026-11-23 03:09:47.953] [d-EXAMPLE01]LifecycleEvent - ',
  '[2026-11-23 03:09:47.967] [d-EXAMPLE01][stdout]',
  '2026-11-23 03:09:47 Script - ',
  '2026-11-23T03:08:16 INFO  [codedeploy-agent(21)]: [Aws::CodeDeployCommand::Client 200 1 0 retries] ',
  '',
);

test('what an agent or a script might say, but is not known, is no finding that claims a cause', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(head, fc.string({ unit: 'grapheme' }))), (lines) => {
      const { findings } = read([bytes(lines.map((line) => line.join('')).join('\n'))]);
      expect(findings).toEqual([]);
    }),
  );
});

/** Real sentences, in any order and between anything. */
const said = fc.constantFrom(
  'Missing credentials - please check if this instance was started with an IAM instance profile',
  'Script at specified location: a.sh failed with exit code 1',
  '[Aws::CodeDeployCommand::Client 200 1 0 retries] poll_host_command(host_identifier:"x")',
  '[Aws::CodeDeployCommand::Client 200 1 0 retries] get_deployment_specification(deployment_execution_id:"d-AB1")',
  'put_host_command_complete(command_status:"Failed",diagnostics:{payload:"{\\"message\\":\\"Access Denied\\"',
  'Lifecycle event ValidateService is a noop',
  'Stopping master 19',
);

test('each finding has a line that exists and says what its evidence says; the best come first', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.tuple(head, said), fc.tuple(head, fc.string()))), (parts) => {
      const lines = parts.map((line) => line.join('').replace(/[\n\r]/g, ''));
      const { findings, lines: count } = read([bytes(lines.join('\n'))]);
      const order = { error: 0, warning: 1, info: 2 };
      findings.forEach(({ line, lastLine, evidence, overSince, severity }, at) => {
        expect(line).toBeGreaterThan(0);
        expect(lastLine).toBeGreaterThanOrEqual(line);
        expect(lastLine).toBeLessThanOrEqual(count);
        if (overSince !== null) expect([overSince > lastLine, severity]).toEqual([true, 'info']);
        expect(evidence.length).toBeLessThanOrEqual(310);
        const before = findings[at - 1];
        if (before) expect(order[before.severity]).toBeLessThanOrEqual(order[severity]);
      });
    }),
  );
});

test('every piece of a line belongs to an entry, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(head, fc.string()), { maxLength: 5 }), (parts) => {
      const line = parts.map((part) => part.join('').replace(/[\n\r]/g, '')).join('');
      const entries = entriesOf(line, 3);
      for (const entry of entries) expect([entry.line, line.includes(entry.whole)]).toEqual([3, true]);
      expect(entries.length > 0).toBe(line.trim() !== '');
    }),
  );
});

test('any word is looked up without an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (word) => {
      findCode(explanations, word);
      expect(near(explanations, word).length).toBeLessThanOrEqual(3);
    }),
  );
});

describe('files of another kind', () => {
  const line = '2026-11-23T03:08:16 ERROR [codedeploy-agent(21)]: Invalid configuration :max_revision=0\r\n';
  test('UTF-16 with a mark, as PowerShell writes it, cut within a character', () => {
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${line}`, 'utf16le'));
    expect(read([utf16.slice(0, 51), utf16.slice(51)]).findings).toMatchObject([{ id: 'badMaxRevisions', line: 1 }]);
  });
  test('UTF-16 that has lost its mark, in both orders of bytes', () => {
    const little = Buffer.from(line, 'utf16le');
    for (const utf16 of [little, Buffer.from(little).swap16()])
      expect(read([new Uint8Array(utf16)]).findings).toMatchObject([{ id: 'badMaxRevisions', line: 1 }]);
  });
  test('broken UTF-8 between good lines', () => {
    expect(read([Uint8Array.of(0xc3, 0x28, 0xff, 10), bytes(line)]).findings).toMatchObject([{ line: 2 }]);
  });
  test('a line without end keeps only its beginning', () => {
    const kept: number[] = [];
    const { push, end } = inLines((text) => kept.push(text.length));
    for (let piece = 0; piece < 200; piece++) push('x'.repeat(10_000));
    push('\nshort');
    end();
    expect(kept).toEqual([65_536, 5]);
  });
});
