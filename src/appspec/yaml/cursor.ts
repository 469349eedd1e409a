// A place in a text that moves forward, with its line and column, and the classes of characters YAML is made of.

/** All from 0. */
export interface Mark {
  index: number;
  line: number;
  column: number;
}

/** What libyaml would say. Both together are what the agent's log shows. */
export class YamlError extends Error {
  readonly problem: string;
  readonly context: string;
  readonly mark: Mark;

  constructor(problem: string, context: string, mark: Mark) {
    super(context ? `${problem} ${context}` : problem);
    this.name = 'YamlError';
    this.problem = problem;
    this.context = context;
    this.mark = mark;
  }
}

/** Of a character, where '' is the end of the text. */
export const isBreak = (c: string) => c === '\n' || c === '\r' || c === '\x85' || c === '\u2028' || c === '\u2029';
export const isBlank = (c: string) => c === ' ' || c === '\t';
export const isBreakOrEnd = (c: string) => c === '' || isBreak(c);
export const isSpaceOrEnd = (c: string) => isBlank(c) || isBreakOrEnd(c);
export const isWord = (c: string) => /^[0-9A-Za-z_-]$/.test(c);
export const isDigit = (c: string) => c >= '0' && c <= '9' && c.length === 1;

export interface Cursor {
  readonly mark: Mark;
  readonly column: number;
  /** The character `offset` further on; '' beyond the end. */
  at(offset?: number): string;
  startsWith(text: string): boolean;
  /** Takes characters of the same line. */
  take(count?: number): string;
  /** Takes a line break, and gives what it stands for. */
  takeBreak(): string;
  takeWhile(belongs: (c: string) => boolean): string;
  /** A marker of documents stands here: `---` or `...`, alone in the first columns. */
  atDocumentMarker(marker?: string): boolean;
}

export function cursorOver(text: string): Cursor {
  let index = 0;
  let line = 0;
  let column = 0;
  const cursor: Cursor = {
    get mark() {
      return { index, line, column };
    },
    get column() {
      return column;
    },
    at: (offset = 0) => text.charAt(index + offset),
    startsWith: (start) => text.startsWith(start, index),
    take(count = 1) {
      const taken = text.slice(index, index + count);
      index += count;
      column += count;
      return taken;
    },
    takeBreak() {
      const taken = text.startsWith('\r\n', index) ? '\r\n' : text.charAt(index);
      index += taken.length;
      line++;
      column = 0;
      return taken === '\u2028' || taken === '\u2029' ? taken : '\n';
    },
    takeWhile(belongs) {
      const from = index;
      while (index < text.length && belongs(text.charAt(index))) index++;
      column += index - from;
      return text.slice(from, index);
    },
    atDocumentMarker: (marker) =>
      column === 0 &&
      (marker === undefined ? cursor.startsWith('---') || cursor.startsWith('...') : cursor.startsWith(marker)) &&
      isSpaceOrEnd(cursor.at(3)),
  };
  return cursor;
}
