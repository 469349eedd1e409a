// Tokens of YAML as libyaml finds them. Indentation and simple keys are tokens too: `a: b` begins a block mapping.
import { cursorOver, isBlank, isBreak, isSpaceOrEnd, type Mark, YamlError } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted } from './scalars.ts';
import { type Directive, scanDirective, scanName, scanTag, type Tag } from './tags.ts';

export type Token = { mark: Mark } & (
  | { type: 'scalar'; text: string; plain: boolean }
  | { type: 'alias' | 'anchor'; name: string }
  | { type: 'tag'; tag: Tag }
  | { type: 'directive'; directive: Directive }
  | { type: Punctuation }
);

type Punctuation =
  | 'end'
  | 'document start'
  | 'document end'
  | 'block sequence'
  | 'block mapping'
  | 'block end'
  | 'block entry'
  | 'flow entry'
  | 'key'
  | 'value'
  | '['
  | ']'
  | '{'
  | '}';

/** A token that becomes a key if `:` follows it on the same line. */
interface SimpleKey {
  /** It stands where a block mapping goes on: nothing else may stand there. */
  required: boolean;
  /** Its token's number. */
  number: number;
  mark: Mark;
}

const LONGEST_KEY = 1024;

export interface Tokens {
  peek(): Token;
  next(): Token;
}

export function scan(text: string): Tokens {
  const cursor = cursorOver(text);
  const queue: Token[] = [];
  let given = 0;
  let ended = false;
  let indent = -1;
  const indents: number[] = [];
  let keyAllowed = true;
  /** One for each flow collection around here, and one for the blocks outside. */
  const keys: (SimpleKey | undefined)[] = [undefined];

  const inFlow = () => keys.length > 1;
  const enqueue = (token: Token, number = given + queue.length) => void queue.splice(number - given, 0, token);
  const punctuation = (type: Punctuation, length: number) => {
    const { mark } = cursor;
    cursor.take(length);
    enqueue({ type, mark });
  };

  function peek(): Token {
    for (;;) {
      if (queue.length > 0) {
        dropStaleKeys();
        if (!keys.some((key) => key?.number === given)) break;
      }
      if (ended) break;
      fetch();
    }
    return queue[0]!;
  }
  return {
    peek,
    next() {
      const token = peek();
      queue.shift();
      given++;
      return token;
    },
  };

  /** A simple key ends with its line. */
  function dropStaleKeys() {
    const { line, index } = cursor.mark;
    keys.forEach((key, level) => {
      if (key && (key.mark.line < line || key.mark.index + LONGEST_KEY < index)) dropKey(level);
    });
  }

  function dropKey(level = keys.length - 1) {
    const key = keys[level];
    if (key?.required) throw new YamlError("could not find expected ':'", 'while scanning a simple key', key.mark);
    keys[level] = undefined;
  }

  function saveKey() {
    if (!keyAllowed) return;
    dropKey();
    keys[keys.length - 1] = {
      required: !inFlow() && indent === cursor.column,
      number: given + queue.length,
      mark: cursor.mark,
    };
  }

  function roll(column: number, type: 'block sequence' | 'block mapping', mark: Mark, number?: number) {
    if (inFlow() || indent >= column) return;
    indents.push(indent);
    indent = column;
    enqueue({ type, mark }, number);
  }

  function unroll(column: number) {
    if (inFlow()) return;
    while (indent > column) {
      enqueue({ type: 'block end', mark: cursor.mark });
      indent = indents.pop() ?? -1;
    }
  }

  function fetch() {
    skipToToken();
    dropStaleKeys();
    unroll(cursor.column);
    const c = cursor.at();
    const next = cursor.at(1);
    if (c === '') return fetchEnd();
    if (c === '%' && cursor.column === 0) return fetchOutside(() => enqueue(directive()));
    if (cursor.atDocumentMarker('---')) return fetchOutside(() => punctuation('document start', 3));
    if (cursor.atDocumentMarker('...')) return fetchOutside(() => punctuation('document end', 3));
    if (c === '[' || c === '{') return openFlow(c);
    if (c === ']' || c === '}') return closeFlow(c);
    if (c === ',') return fetchFlowEntry();
    if (c === '-' && isSpaceOrEnd(next)) return fetchBlockEntry();
    if (c === '?' && (inFlow() || isSpaceOrEnd(next))) return fetchKey();
    if (c === ':' && (inFlow() || isSpaceOrEnd(next))) return fetchValue();
    if (c === '*' || c === '&')
      return fetchNode((mark) => ({ type: c === '*' ? 'alias' : 'anchor', name: scanName(cursor), mark }));
    if (c === '!') return fetchNode((mark) => ({ type: 'tag', tag: scanTag(cursor, inFlow()), mark }));
    if ((c === '|' || c === '>') && !inFlow()) return fetchBlockScalar();
    if (c === "'" || c === '"')
      return fetchNode((mark) => ({ type: 'scalar', text: scanQuoted(cursor), plain: false, mark }));
    if (startsPlain(c, next)) return fetchPlain();
    throw new YamlError(
      'found character that cannot start any token',
      'while scanning for the next token',
      cursor.mark,
    );
  }

  function startsPlain(c: string, next: string): boolean {
    if (!isSpaceOrEnd(c) && !'-?:,[]{}#&*!|>\'"%@`'.includes(c)) return true;
    if (c === '-') return !isBlank(next);
    return (c === '?' || c === ':') && !inFlow() && !isSpaceOrEnd(next);
  }

  function skipToToken() {
    for (;;) {
      // A byte order mark counts as a column: what begins after it is indented.
      if (cursor.column === 0 && cursor.at() === '\ufeff') cursor.take();
      while (cursor.at() === ' ' || (cursor.at() === '\t' && (inFlow() || !keyAllowed))) cursor.take();
      if (cursor.at() === '#') cursor.takeWhile((c) => !isBreak(c));
      if (!isBreak(cursor.at())) return;
      cursor.takeBreak();
      if (!inFlow()) keyAllowed = true;
    }
  }

  /** What stands outside of every node. */
  function fetchOutside(fetchIt: () => void) {
    unroll(-1);
    dropKey();
    keyAllowed = false;
    fetchIt();
  }

  function fetchEnd() {
    fetchOutside(() => enqueue({ type: 'end', mark: cursor.mark }));
    ended = true;
  }

  function directive(): Token {
    const { mark } = cursor;
    return { type: 'directive', directive: scanDirective(cursor), mark };
  }

  function openFlow(c: '[' | '{') {
    saveKey();
    keys.push(undefined);
    keyAllowed = true;
    punctuation(c, 1);
  }

  function closeFlow(c: ']' | '}') {
    dropKey();
    if (inFlow()) keys.pop();
    keyAllowed = false;
    punctuation(c, 1);
  }

  function fetchFlowEntry() {
    dropKey();
    keyAllowed = true;
    punctuation('flow entry', 1);
  }

  function fetchBlockEntry() {
    if (!inFlow()) {
      if (!keyAllowed) throw new YamlError('block sequence entries are not allowed in this context', '', cursor.mark);
      roll(cursor.column, 'block sequence', cursor.mark);
    }
    dropKey();
    keyAllowed = true;
    punctuation('block entry', 1);
  }

  function fetchKey() {
    if (!inFlow()) {
      if (!keyAllowed) throw new YamlError('mapping keys are not allowed in this context', '', cursor.mark);
      roll(cursor.column, 'block mapping', cursor.mark);
    }
    dropKey();
    keyAllowed = !inFlow();
    punctuation('key', 1);
  }

  function fetchValue() {
    const key = keys.at(-1);
    if (key) {
      enqueue({ type: 'key', mark: key.mark }, key.number);
      roll(key.mark.column, 'block mapping', key.mark, key.number);
      keys[keys.length - 1] = undefined;
      keyAllowed = false;
    } else {
      if (!inFlow()) {
        if (!keyAllowed) throw new YamlError('mapping values are not allowed in this context', '', cursor.mark);
        roll(cursor.column, 'block mapping', cursor.mark);
      }
      keyAllowed = !inFlow();
    }
    punctuation('value', 1);
  }

  function fetchNode(scanIt: (mark: Mark) => Token) {
    saveKey();
    keyAllowed = false;
    enqueue(scanIt(cursor.mark));
  }

  function fetchBlockScalar() {
    dropKey();
    keyAllowed = true;
    const { mark } = cursor;
    enqueue({ type: 'scalar', text: scanBlock(cursor, indent), plain: false, mark });
  }

  function fetchPlain() {
    fetchNode((mark) => {
      const { text, broken } = scanPlain(cursor, indent, inFlow());
      if (broken) keyAllowed = true;
      return { type: 'scalar', text, plain: true, mark };
    });
  }
}
