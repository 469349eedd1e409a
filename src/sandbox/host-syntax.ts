// The part of the POSIX shell's language that a virtual machine understands, as a tree; anything else is a syntax error.

export type Part =
  | { text: string; quoted: boolean }
  | { variable: string; fallback?: string; quoted: boolean }
  | { script: string; quoted: boolean };
export type Word = Part[];

export interface Redirect {
  from: 1 | 2;
  to: Word | 1 | 2;
}

export type Node =
  | { kind: 'simple'; assignments: { name: string; value: Word }[]; words: Word[]; redirects: Redirect[] }
  | { kind: 'pipe'; parts: Node[]; negated: boolean }
  | { kind: 'and' | 'or'; left: Node; right: Node }
  | { kind: 'list'; items: Node[]; redirects: Redirect[] }
  | { kind: 'if'; test: Node; then: Node; otherwise?: Node };

type Token = { word: Word } | { sign: string } | { redirect: Redirect | { from: 1 | 2 } };

export class ShellSyntaxError extends Error {}

const fail = (what: string): never => {
  throw new ShellSyntaxError(what);
};

export function parse(script: string): Node {
  const tokens = tokenize(script);
  let at = 0;

  const sign = () => {
    const token = tokens[at];
    return token && 'sign' in token ? token.sign : undefined;
  };
  /** A keyword is one only where a command may begin, and unquoted. */
  const keyword = () => {
    const token = tokens[at];
    const part = token && 'word' in token && token.word.length === 1 ? token.word[0] : undefined;
    return part && 'text' in part && !part.quoted ? part.text : undefined;
  };
  const newlines = () => {
    while (sign() === '\n') at++;
  };
  const expect = (word: string) => {
    if (keyword() !== word) fail(`expecting "${word}"`);
    at++;
  };

  function list(ends: string[]): Node {
    const items: Node[] = [];
    for (;;) {
      while (sign() === '\n' || (items.length > 0 && sign() === ';')) at++;
      if (at >= tokens.length || ends.includes(keyword() ?? '')) break;
      items.push(andOr());
      if (at < tokens.length && sign() !== ';' && sign() !== '\n' && !ends.includes(keyword() ?? '')) {
        fail(`"${sign() ?? keyword() ?? 'word'}" unexpected`);
      }
    }
    return { kind: 'list', items, redirects: [] };
  }

  function andOr(): Node {
    let left = pipeline();
    while (sign() === '&&' || sign() === '||') {
      const kind = sign() === '&&' ? 'and' : 'or';
      at++;
      newlines();
      left = { kind, left, right: pipeline() };
    }
    return left;
  }

  function pipeline(): Node {
    const negated = keyword() === '!';
    if (negated) at++;
    const parts = [command()];
    while (sign() === '|') {
      at++;
      newlines();
      parts.push(command());
    }
    return { kind: 'pipe', parts, negated };
  }

  function command(): Node {
    switch (keyword()) {
      case 'if':
        at++;
        return condition();
      case '{': {
        at++;
        const body = list(['}']);
        expect('}');
        return { kind: 'list', items: [body], redirects: redirects() };
      }
      case 'for':
      case 'while':
      case 'until':
      case 'case':
      case 'then':
      case 'elif':
      case 'else':
      case 'fi':
      case '}':
        return fail(`"${keyword()}" unexpected`);
    }
    return simple();
  }

  function condition(): Node {
    const test = list(['then']);
    expect('then');
    const then = list(['elif', 'else', 'fi']);
    if (keyword() === 'elif') {
      at++;
      return { kind: 'if', test, then, otherwise: condition() };
    }
    if (keyword() === 'else') {
      at++;
      const otherwise = list(['fi']);
      expect('fi');
      return { kind: 'if', test, then, otherwise };
    }
    expect('fi');
    return { kind: 'if', test, then };
  }

  function redirects(): Redirect[] {
    const found: Redirect[] = [];
    for (let token = tokens[at]; token && 'redirect' in token; token = tokens[at]) {
      at++;
      if ('to' in token.redirect) found.push(token.redirect);
      else {
        const target = tokens[at++];
        if (!target || !('word' in target)) return fail('newline unexpected');
        found.push({ from: token.redirect.from, to: target.word });
      }
    }
    return found;
  }

  function simple(): Node {
    const node = {
      kind: 'simple' as const,
      assignments: [] as { name: string; value: Word }[],
      words: [] as Word[],
      redirects: [] as Redirect[],
    };
    for (;;) {
      node.redirects.push(...redirects());
      const token = tokens[at];
      if (!token || !('word' in token)) break;
      at++;
      const assignment = node.words.length === 0 && assigned(token.word);
      if (assignment) node.assignments.push(assignment);
      else node.words.push(token.word);
    }
    if (node.words.length + node.assignments.length + node.redirects.length === 0) {
      const found = sign() === '\n' ? 'newline' : (sign() ?? 'end of file');
      fail(`"${found}" unexpected`);
    }
    return node;
  }

  const all = list([]);
  if (at < tokens.length) fail(`"${sign() ?? 'word'}" unexpected`);
  return all;
}

function assigned(word: Word) {
  const [first, ...rest] = word;
  if (!first || !('text' in first) || first.quoted) return undefined;
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text) ?? [];
  return name === undefined ? undefined : { name, value: [{ text: value ?? '', quoted: true }, ...rest] };
}

function tokenize(script: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(script);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < script.length) {
    if (match(/(?:[ \t\r]|\\\n)+|#[^\n]*/y)) continue;
    const redirect = match(/([12]?)>>?(?:&([12]))?/y);
    if (redirect) {
      const from = redirect[1] === '2' ? 2 : 1;
      tokens.push({ redirect: redirect[2] ? { from, to: redirect[2] === '2' ? 2 : 1 } : { from } });
      continue;
    }
    const sign = match(/&&|\|\||[;|\n]/y);
    if (sign) {
      tokens.push({ sign: sign[0] });
      continue;
    }
    const unsupported = match(/[&()<]/y);
    if (unsupported) fail(`"${unsupported[0]}" unexpected`);
    tokens.push({ word: readWord() });
  }
  return tokens;

  function readWord(): Word {
    const word: Word = [];
    for (;;) {
      const plain = match(/[^\s'"\\$`;|&()<>]+/y);
      if (plain) word.push({ text: plain[0], quoted: false });
      else if (match(/'/y)) word.push({ text: upTo(/([^']*)'/y), quoted: true });
      else if (match(/"/y)) word.push(...readQuoted());
      else if (match(/\\\n/y)) continue;
      else if (script[at] === '\\') word.push({ text: match(/\\([\s\S]?)/y)![1] ?? '', quoted: true });
      else if (script[at] === '$') word.push(readExpansion(false));
      else if (script[at] === '`') fail('"`" unexpected');
      else return word;
    }
  }

  function readQuoted(): Word {
    const word: Word = [{ text: '', quoted: true }];
    for (;;) {
      const plain = match(/[^"\\$`]+/y);
      if (plain) word.push({ text: plain[0], quoted: true });
      else if (match(/"/y)) return word;
      else if (match(/\\\n/y)) continue;
      else if (script[at] === '\\') word.push({ text: match(/\\([$`"\\])|\\/y)![1] ?? '\\', quoted: true });
      else if (script[at] === '$') word.push(readExpansion(true));
      else fail('Unterminated quoted string');
    }
  }

  function readExpansion(quoted: boolean): Part {
    const name = match(/\$(?:([A-Za-z_]\w*|\?)|\{([A-Za-z_]\w*)(?::?-([^}$`]*))?\})/y);
    if (name) {
      const fallback = name[3];
      return { variable: name[1] ?? name[2]!, quoted, ...(fallback !== undefined && { fallback }) };
    }
    if (!match(/\$\(/y)) {
      if (match(/\$\{/y)) fail('Bad substitution');
      at++;
      return { text: '$', quoted };
    }
    const start = at;
    for (let depth = 1; depth > 0; ) {
      const piece = match(/[^()'"\\]+|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[()]/y)?.[0];
      if (piece === undefined) return fail('end of file unexpected (expecting ")")');
      if (piece === '(') depth++;
      else if (piece === ')') depth--;
    }
    return { script: script.slice(start, at - 1), quoted };
  }

  function upTo(pattern: RegExp): string {
    const found = match(pattern);
    return found ? found[1]! : fail('Unterminated quoted string');
  }
}
