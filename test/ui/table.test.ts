// Tables: whatever is in them, they fit the screen, lose nothing and line up.
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { table } from '../../src/ui/table.ts';

const GAP = 2;
const NARROWEST = 2;

// The last one is a syllable in its parts, as some systems write file names.
const letter = fc.constantFrom(...'abcXYZ019-_/.:,배포그룹인스턴스시작템플릿', '\u1112\u1161\u11ab');
const word = fc.string({ unit: letter, minLength: 1, maxLength: 30 });
const line = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
const cell = fc.oneof(
  { weight: 4, arbitrary: line },
  fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n')),
);
const rowsOf = (count: number, of = cell) =>
  fc.array(fc.array(of, { minLength: count, maxLength: count }), { minLength: 1, maxLength: 5 });
const screen = fc
  .record({ count: fc.integer({ min: 1, max: 8 }), indent: fc.integer({ min: 0, max: 8 }), more: fc.nat(90) })
  .map(({ count, indent, more }) => ({
    count,
    indent,
    columns: indent + count * NARROWEST + (count - 1) * GAP + more,
  }));

/** What is to be seen: white space may move, everything else stays. */
const seen = (text: string) => text.normalize().replace(/\s/g, '');
const letters = (text: string) => [...seen(text)].sort().join('');

test('no line is wider than the screen', () => {
  fc.assert(
    fc.property(
      screen.chain((at) => rowsOf(at.count).map((rows) => ({ ...at, rows }))),
      ({ rows, columns, indent }) => {
        for (const each of table(rows, columns, indent)) expect(stringWidth(each)).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

test('rows of different lengths fit too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 5 }),
      fc.integer({ min: 30, max: 120 }),
      (rows, columns) => {
        const lines = table(rows, columns);
        for (const each of lines) expect(stringWidth(each)).toBeLessThanOrEqual(columns);
        expect(letters(lines.join(''))).toBe(letters(rows.flat().join('')));
      },
    ),
  );
});

test('no text is lost, and the order within a column stays', () => {
  fc.assert(
    fc.property(
      screen.chain((at) => rowsOf(at.count).map((rows) => ({ ...at, rows }))),
      ({ rows, columns, indent }) => {
        for (const row of rows) expect(letters(table([row], columns, indent).join(''))).toBe(letters(row.join('')));
        expect(letters(table(rows, columns, indent).join(''))).toBe(letters(rows.flat().join('')));
      },
    ),
  );
  fc.assert(
    fc.property(rowsOf(1), fc.integer({ min: 2, max: 60 }), (rows, columns) => {
      expect(seen(table(rows, columns).join(''))).toBe(seen(rows.flat().join('')));
    }),
  );
});

/** The cell at which `text` is first seen in `line`. */
const startOf = (line: string, text: string) => stringWidth(line.slice(0, line.indexOf(text)));

test('columns line up where everything fits', () => {
  const marked = fc
    .integer({ min: 2, max: 5 })
    .chain((count) =>
      rowsOf(count, word).map((rows) => rows.map((row) => row.map((text, index) => `<${index}${text}`))),
    );
  fc.assert(
    fc.property(marked, fc.integer({ min: 0, max: 8 }), (rows, indent) => {
      const lines = table(rows, 1_000, indent);
      expect(lines).toHaveLength(rows.length);
      for (const index of rows[0]!.keys()) {
        const starts = new Set(lines.map((each) => startOf(each, `<${index}`)));
        expect(starts.size).toBe(1);
      }
    }),
  );
});

test('columns line up where they are wrapped', () => {
  const column = (letter: string) => fc.integer({ min: 1, max: 80 }).map((length) => letter.repeat(length));
  const rows = fc.array(fc.tuple(column('a'), column('한'), column('c')), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 12, max: 120 }), fc.nat(2), (rows, columns, indent) => {
      const lines = table(rows, columns, indent);
      for (const letter of 'a한c') {
        const starts = new Set(lines.filter((each) => each.includes(letter)).map((each) => startOf(each, letter)));
        expect(starts.size).toBe(1);
      }
    }),
  );
});

test('a wide table is narrowed in its widest columns, and its last one keeps room', () => {
  expect(table([['id', 'x'.repeat(60), 'y'.repeat(60), 'Succeeded']], 60)[0]).toMatch(/^id {2}x+ {2}y+ {2}Succee/);
});

test('nothing gives nothing', () => {
  expect(table([], 80)).toEqual([]);
});
