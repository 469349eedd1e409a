// Scalars as libyaml scans them: plain, quoted and block.
import { type Cursor, isBlank, isBreak, isBreakOrEnd, isDigit, isSpaceOrEnd, YamlError } from './cursor.ts';

const FLOW = new Set([',', '[', ']', '{', '}']);

/** Blanks between words of a scalar: those of one line stay, line breaks fold. */
function takeBlanks(cursor: Cursor, leading: boolean, forbidden?: () => void) {
  let blanks = '';
  let first = '';
  let more = '';
  let broken = leading;
  while (isBlank(cursor.at()) || isBreak(cursor.at())) {
    if (isBlank(cursor.at())) {
      if (broken) forbidden?.();
      const blank = cursor.take();
      if (!broken) blanks += blank;
    } else if (broken) more += cursor.takeBreak();
    else {
      first = cursor.takeBreak();
      broken = true;
    }
  }
  const folded = first === '\n' ? more || ' ' : first + more;
  return { broken, text: broken ? folded : blanks };
}

/** `indent` is that of the block around it. `broken`: it ended on another line than it began. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): { text: string; broken: boolean } {
  const context = 'while scanning a plain scalar';
  let text = '';
  let between = '';
  let broken = false;
  while (!cursor.atDocumentMarker() && cursor.at() !== '#') {
    while (!isSpaceOrEnd(cursor.at())) {
      const c = cursor.at();
      const next = cursor.at(1);
      if (inFlow && c === ':' && (FLOW.has(next) || next === '?'))
        throw new YamlError("found unexpected ':'", context, cursor.mark);
      if ((c === ':' && isSpaceOrEnd(next)) || (inFlow && FLOW.has(c))) break;
      text += between + cursor.take();
      between = '';
      broken = false;
    }
    if (!isBlank(cursor.at()) && !isBreak(cursor.at())) break;
    const blanks = takeBlanks(cursor, false, () => {
      if (cursor.at() === '\t' && cursor.column <= indent)
        throw new YamlError('found a tab character that violates indentation', context, cursor.mark);
    });
    between = blanks.text;
    broken = blanks.broken;
    if (!inFlow && cursor.column <= indent) break;
  }
  return { text, broken };
}

/** What follows a backslash -> what it stands for; the numbers are hexadecimal digits that follow. */
const ESCAPES: Record<string, string | number> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
  x: 2,
  u: 4,
  U: 8,
};

export function scanQuoted(cursor: Cursor): string {
  const context = 'while scanning a quoted scalar';
  // Where it was opened says more than where the text ends.
  const { mark } = cursor;
  const quote = cursor.take();
  let text = '';
  for (;;) {
    if (cursor.atDocumentMarker()) throw new YamlError('found unexpected document indicator', context, mark);
    if (cursor.at() === '') throw new YamlError('found unexpected end of stream', context, mark);
    let continued = false;
    while (!isSpaceOrEnd(cursor.at()) && !continued) {
      if (quote === "'" && cursor.startsWith("''")) text += cursor.take(2)[0];
      else if (cursor.at() === quote) break;
      else if (quote === '"' && cursor.at() === '\\' && isBreak(cursor.at(1))) {
        cursor.take();
        cursor.takeBreak();
        continued = true;
      } else if (quote === '"' && cursor.at() === '\\') text += takeEscape(cursor, context);
      else text += cursor.take();
    }
    if (!continued && cursor.at() === quote) break;
    // After an escaped line break only the empty lines count.
    const blanks = takeBlanks(cursor, continued);
    text += blanks.text;
  }
  cursor.take();
  return text;
}

function takeEscape(cursor: Cursor, context: string): string {
  const { mark } = cursor;
  const meaning = Object.hasOwn(ESCAPES, cursor.at(1)) ? ESCAPES[cursor.at(1)] : undefined;
  if (meaning === undefined) throw new YamlError('found unknown escape character', context, mark);
  cursor.take(2);
  if (typeof meaning === 'string') return meaning;
  const digits = Array.from({ length: meaning }, (_, offset) => cursor.at(offset)).join('');
  if (digits.length < meaning || !/^[0-9A-Fa-f]+$/.test(digits))
    throw new YamlError('did not find expected hexdecimal number', context, cursor.mark);
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw new YamlError('found invalid Unicode character escape code', context, cursor.mark);
  cursor.take(meaning);
  return String.fromCodePoint(code);
}

export function scanBlock(cursor: Cursor, outer: number): string {
  const context = 'while scanning a block scalar';
  const literal = cursor.take() === '|';
  const { chomping, increment } = takeHeader(cursor, context);
  cursor.takeWhile(isBlank);
  if (cursor.at() === '#') cursor.takeWhile((c) => !isBreak(c));
  if (!isBreakOrEnd(cursor.at()))
    throw new YamlError('did not find expected comment or line break', context, cursor.mark);
  if (isBreak(cursor.at())) cursor.takeBreak();

  let indent = increment && (outer >= 0 ? outer + increment : increment);
  let text = '';
  let lineBreak = '';
  let wasBlank = false;
  const takeEmptyLines = () => {
    let breaks = '';
    let widest = 0;
    for (;;) {
      while ((!indent || cursor.column < indent) && cursor.at() === ' ') cursor.take();
      widest = Math.max(widest, cursor.column);
      if ((!indent || cursor.column < indent) && cursor.at() === '\t')
        throw new YamlError('found a tab character where an indentation space is expected', context, cursor.mark);
      if (!isBreak(cursor.at())) break;
      breaks += cursor.takeBreak();
    }
    indent ||= Math.max(widest, outer + 1, 1);
    return breaks;
  };
  let empty = takeEmptyLines();
  while (cursor.column === indent && cursor.at() !== '') {
    const blank = isBlank(cursor.at());
    const folds = !literal && lineBreak === '\n' && !wasBlank && !blank;
    text += (folds ? (empty ? '' : ' ') : lineBreak) + empty;
    wasBlank = blank;
    text += cursor.takeWhile((c) => !isBreak(c));
    lineBreak = isBreak(cursor.at()) ? cursor.takeBreak() : '';
    empty = takeEmptyLines();
  }
  return text + (chomping === '-' ? '' : lineBreak) + (chomping === '+' ? empty : '');
}

/** Chomping and indentation, in either order. */
function takeHeader(cursor: Cursor, context: string) {
  let chomping = '';
  let increment = 0;
  const takeChomping = () => {
    if (cursor.at() === '+' || cursor.at() === '-') chomping = cursor.take();
  };
  takeChomping();
  if (isDigit(cursor.at())) {
    if (cursor.at() === '0') throw new YamlError('found an indentation indicator equal to 0', context, cursor.mark);
    increment = Number(cursor.take());
    if (!chomping) takeChomping();
  }
  return { chomping, increment };
}
