// The page of a report: whatever names and logs hold, it stays text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf } from '../../src/report/page.ts';
import { probeIn } from '../../src/report/probe.ts';
import { en } from '../../src/text/en/index.ts';
import { ko } from '../../src/text/ko/index.ts';
import { factsWith } from './facts.ts';

const made = { version: '0.1.0', time: '2026-01-05 00:00 UTC' };
const TIME = '2026-01-05T00:00:01.000Z';

/** Every text in it is `hostile`. */
const everywhere = (hostile: string) => {
  const error = { code: hostile, script: hostile, message: hostile, log: [hostile] };
  const event = { name: hostile, status: 'Failed', startedAt: TIME, endedAt: TIME, error };
  const facts = factsWith([{ instance: hostile, label: hostile, status: hostile, events: [event] }], {
    failures: [
      {
        instances: [hostile],
        event: hostile,
        script: hostile,
        code: hostile,
        message: hostile,
        log: [hostile],
        cause: 'scriptEnded',
      },
    ],
    probe: [[hostile, hostile]],
  });
  Object.assign(facts.deployment, {
    id: hostile,
    application: hostile,
    group: hostile,
    status: hostile,
    creator: hostile,
    description: hostile,
    subject: `${hostile} `,
    revision: { type: 'GitHub', repository: hostile, commit: hostile },
    error: { code: hostile, message: hostile },
    overview: { [hostile]: 1 },
    rollback: { id: hostile, message: hostile },
  });
  return facts;
};

/** What a browser takes for markup: tags with their attributes' names. */
const tags = (page: string) => [...page.matchAll(/<(?!!)[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, '=""'));

const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '`',
        '=',
        '/',
        '</style>',
        '<script>',
        '-->',
        'onload',
        '\u202e',
        '\0',
        '\ud800',
        ' ',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test.each([en, ko])('hostile names add no markup, in %#', (text) => {
  // Where a text is empty its element may be absent, so it is compared with a harmless text in the same places.
  const harmless = tags(pageOf(everywhere('x'), text, made));
  fc.assert(
    fc.property(hostileText, (hostile) => {
      const page = pageOf(everywhere(`x${hostile}`), text, made);
      expect(tags(page)).toEqual(harmless);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
      expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});

test('it fetches nothing: no script, no address, no style from elsewhere', () => {
  const page = pageOf(everywhere('x'), en, made);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\b(?:src|href)=|url\(|@import/i);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});

test('what cannot be looked at is said', () => {
  const page = pageOf(factsWith([], { seen: false }), en, made);
  expect(page).toContain(en.report.unseen);
  expect(page).toContain(en.report.nothingYet);
  expect(page).not.toContain(en.report.noFailures);
});

test.each([
  [
    'an envelope',
    { ok: true, data: { probe: { url: 'http://a/', requests: 1000, failed: 7, latency: { p50: 3 }, gaps: [1] } } },
  ],
  ['its data', { probe: { url: 'http://a/', requests: 1000, failed: 7, latency: { p50: 3 } } }],
  ['the probe alone', { url: 'http://a/', requests: 1000, failed: 7, latency: { p50: 3 } }],
])('a probe is read from %s', (_, document) => {
  expect(probeIn(JSON.stringify(document))).toEqual([
    ['url', 'http://a/'],
    ['requests', '1000'],
    ['failed', '7'],
    ['latency p50', '3'],
  ]);
});

test('whatever a file holds that is no JSON object, is no probe', () => {
  for (const text of ['', '[]', 'null', '3', '{', '"x"']) expect(probeIn(text)).toBeUndefined();
});
