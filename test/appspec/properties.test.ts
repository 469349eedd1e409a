// Whatever the bytes are: an answer, in time, about places that exist.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/appspec/finding.ts';
import { nearest } from '../../src/engine/near.ts';
import { findings as en } from '../../src/text/en/findings.ts';
import { findings as ko } from '../../src/text/ko/findings.ts';
import { adviceOf } from '../../src/text/say.ts';
import { HEAD, lintText } from './support.ts';

const PIECES = [
  ...'\t\n\r:-#"\'[]{},&*!|>%@`?~\\ \ufeff\0',
  ...[
    '  ',
    '\n  - ',
    ': ',
    '- ',
    'version: 0.0\n',
    'os: linux\n',
    'files:\n',
    'hooks:\n',
    'permissions:\n',
    'source',
    'mode: 0755',
    '<<: ',
  ],
  ...[
    '*a ',
    '&a ',
    '!x ',
    '!!float ',
    '1:30',
    '2024-01-31',
    '한글',
    '---\n',
    '...\n',
    'AfterInstall:\n',
    'location: ',
    'acls: [',
    'context: {',
  ],
];
const yamlLike = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));

function expectInside(findings: Finding[], lines: string[]) {
  for (const finding of findings) {
    const { line, column } = finding.mark;
    expect(line === 0 || line < lines.length).toBe(true);
    // A place may be just behind the last letter.
    expect(column).toBeLessThanOrEqual((lines[line] ?? '').length);
    for (const findings of [en, ko]) {
      const { message, fix } = adviceOf({ findings }, finding);
      expect(`${message}${fix}`).not.toMatch(/undefined|\[object|NaN is/);
    }
  }
}

describe('every answer is about a place in the file', () => {
  test('for arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { findings, lines } = lintText(bytes);
        expectInside(findings, lines);
      }),
      { numRuns: 500 },
    );
  });

  test('for what looks like YAML', () => {
    fc.assert(
      fc.property(yamlLike, fc.boolean(), (text, headed) => {
        const { findings, lines } = lintText(headed ? HEAD + text : text);
        expectInside(findings, lines);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a document of JSON is read as it was written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.jsonValue({ maxDepth: 2 })), (rest) => {
      const { findings } = lintText(
        JSON.stringify({ ...rest, version: 0, os: 'linux', files: [], hooks: {}, permissions: [] }),
      );
      const allowed = ['unknown-key', 'control-character', 'behavior-wrong'];
      expect(findings.filter(({ id }) => !allowed.includes(id))).toEqual([]);
    }),
  );
});

/** Each would take a parser that trusts it very long, or all memory. */
test.each([
  [
    'a billion laughs',
    `${HEAD}a: &a [x]\n${Array.from({ length: 40 }, (_, i) => `k${i}: &k${i} [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n`).join('')}`,
  ],
  ['deep brackets', `${HEAD}x: ${'['.repeat(100_000)}`],
  ['deep hyphens', `${HEAD}x:\n  ${'- '.repeat(100_000)}`],
  ['deep question marks', `${HEAD}x:\n  ${'? '.repeat(100_000)}`],
  ['one long line', `${HEAD}x: ${'y '.repeat(100_000)}`],
  ['one long key', `${HEAD}${'y'.repeat(200_000)}: 1`],
  ['an open quote', `${HEAD}x: "${'\n'.repeat(200_000)}`],
  ['many keys', `${HEAD}${Array.from({ length: 5_000 }, (_, i) => `key${i}: ${i}\n`).join('')}`],
  ['many lists in one', `${HEAD}x: [${'[],'.repeat(40_000)}]`],
  ['many merges', `${HEAD}x:\n${'  <<: { a: 1, b: 2 }\n'.repeat(5_000)}`],
  ['20 MB', Buffer.alloc(20 * 1024 * 1024, 'a')],
])(
  '%s is answered at once',
  (_, hostile) => {
    const { findings } = lintText(hostile as string);
    expect(findings.length).toBeGreaterThan(0);
  },
  10_000,
);

test('the nearest word is one of those that are known', () => {
  const known = ['BeforeInstall', 'AfterInstall', 'ApplicationStop'];
  expect(nearest('beforeinstal', known)).toBe('BeforeInstall');
  expect(nearest('after-install', known)).toBe('AfterInstall');
  expect(nearest('ApplicationShop', known)).toBe('ApplicationStop');
  fc.assert(
    fc.property(fc.string(), (word) => void expect([...known, undefined].includes(nearest(word, known))).toBe(true)),
  );
});
