// The first document of a text as nodes, by libyaml's grammar. Nothing is resolved: an alias stays a name.
import { type Mark, YamlError } from './cursor.ts';
import { scan, type Token } from './scan.ts';

export type Node = { mark: Mark; tag?: string } & (
  | { kind: 'scalar'; text: string /** Neither quoted nor a block. */; plain: boolean }
  | { kind: 'list'; items: Node[] }
  | { kind: 'mapping'; pairs: [key: Node, value: Node][] }
  | { kind: 'alias'; name: string }
);

/** `more`: where a second document begins, which nobody reads. */
export interface Parsed {
  root: Node | undefined;
  more?: Mark;
}

/** Far deeper than any file that means something; a stack has an end. */
const DEEPEST = 200;

export class TooDeep extends YamlError {}

export function parseYaml(text: string): Parsed {
  const tokens = scan(text);
  const { peek, next } = tokens;
  const is = (...types: Token['type'][]) => types.includes(peek().type);
  const empty = (mark: Mark): Node => ({ kind: 'scalar', text: '', plain: true, mark });
  const fail = (problem: string, context = '') => new YamlError(problem, context, peek().mark);
  const handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  let depth = 0;

  if (is('end')) return { root: undefined };
  const explicit = is('directive', 'document start');
  if (explicit) {
    takeDirectives();
    if (!is('document start')) throw fail('did not find expected <document start>');
    next();
  }
  const root =
    explicit && is('directive', 'document start', 'document end', 'end')
      ? empty(peek().mark)
      : node({ block: true, indentless: false });
  // Only this token is looked at: what is wrong further on is never found.
  const { type, mark } = peek();
  return { root, ...(type !== 'end' && type !== 'document end' && { more: mark }) };

  function takeDirectives() {
    let version: string | undefined;
    const own = new Set<string>();
    for (let token = peek(); token.type === 'directive'; token = peek()) {
      const { directive } = token;
      if (directive.name === 'YAML') {
        if (version !== undefined) throw fail('found duplicate %YAML directive');
        version = directive.version;
        if (version !== '1.1' && version !== '1.2') throw fail('found incompatible YAML document');
      } else {
        if (own.has(directive.handle)) throw fail('found duplicate %TAG directive');
        own.add(directive.handle);
        handles.set(directive.handle, directive.prefix);
      }
      next();
    }
  }

  function node(where: { block: boolean; indentless: boolean }): Node {
    if (depth >= DEEPEST) throw new TooDeep('nested too deep', '', peek().mark);
    depth++;
    const read = nodeHere(where);
    depth--;
    return read;
  }

  function nodeHere({ block, indentless }: { block: boolean; indentless: boolean }): Node {
    const { mark } = peek();
    const alias = peek();
    if (alias.type === 'alias') {
      next();
      return { kind: 'alias', name: alias.name, mark };
    }
    const { tag, anchored } = properties();
    const tagged = <N extends Node>(read: N): N => (tag ? { ...read, tag } : read);
    const token = peek();
    if (indentless && token.type === 'block entry') return tagged(indentlessSequence());
    if (token.type === 'scalar') {
      next();
      return tagged({ kind: 'scalar', text: token.text, plain: token.plain, mark: token.mark });
    }
    if (token.type === '[') return tagged(flowSequence());
    if (token.type === '{') return tagged(flowMapping());
    if (block && token.type === 'block sequence') return tagged(blockSequence());
    if (block && token.type === 'block mapping') return tagged(blockMapping());
    if (tag || anchored) return tagged(empty(mark));
    throw fail('did not find expected node content', `while parsing a ${block ? 'block' : 'flow'} node`);
  }

  /** Anchor and tag, in either order. Who an anchor belongs to does not matter: aliases are refused. */
  function properties() {
    let tag: string | undefined;
    let anchored = false;
    for (let token = peek(); ; token = peek()) {
      if (token.type === 'anchor' && !anchored) anchored = true;
      else if (token.type === 'tag' && tag === undefined) {
        const { handle, suffix } = token.tag;
        const prefix = handle ? handles.get(handle) : '';
        if (prefix === undefined) throw new YamlError('found undefined tag handle', 'while parsing a node', token.mark);
        tag = prefix + suffix;
      } else return { tag, anchored };
      next();
    }
  }

  /** What follows an indicator such as `-`, or nothing where one of `ends` stands at once. */
  function item({ mark }: Token, block: boolean, indentless: boolean, ...ends: Token['type'][]): Node {
    return is(...ends) ? empty(mark) : node({ block, indentless });
  }

  function blockSequence(): Node {
    const { mark } = next();
    const items: Node[] = [];
    while (is('block entry')) {
      items.push(item(next(), true, false, 'block entry', 'block end'));
    }
    if (!is('block end')) throw fail("did not find expected '-' indicator", 'while parsing a block collection');
    next();
    return { kind: 'list', items, mark };
  }

  /** `- ` in the same column as the key it belongs to. */
  function indentlessSequence(): Node {
    const { mark } = peek();
    const items: Node[] = [];
    while (is('block entry')) {
      items.push(item(next(), true, false, 'block entry', 'key', 'value', 'block end'));
    }
    return { kind: 'list', items, mark };
  }

  function blockMapping(): Node {
    const { mark } = next();
    const pairs: [Node, Node][] = [];
    while (is('key')) {
      const key = item(next(), true, true, 'key', 'value', 'block end');
      pairs.push([key, is('value') ? item(next(), true, true, 'key', 'value', 'block end') : empty(key.mark)]);
    }
    if (!is('block end')) throw fail('did not find expected key', 'while parsing a block mapping');
    next();
    return { kind: 'mapping', pairs, mark };
  }

  function flowSequence(): Node {
    const { mark } = next();
    const items: Node[] = [];
    while (!is(']')) {
      if (items.length > 0) {
        if (!is('flow entry')) throw fail("did not find expected ',' or ']'", 'while parsing a flow sequence');
        next();
      }
      if (is('key')) items.push(singlePair());
      else if (!is(']')) items.push(node({ block: false, indentless: false }));
    }
    next();
    return { kind: 'list', items, mark };
  }

  /** `[a: b]` */
  function singlePair(): Node {
    const { mark } = next();
    let key = empty(mark);
    // libyaml takes the token here, whatever it is.
    if (is('value', 'flow entry', ']')) next();
    else key = node({ block: false, indentless: false });
    const value = is('value') ? item(next(), false, false, 'flow entry', ']') : empty(mark);
    return { kind: 'mapping', pairs: [[key, value]], mark };
  }

  function flowMapping(): Node {
    const { mark } = next();
    const pairs: [Node, Node][] = [];
    while (!is('}')) {
      if (pairs.length > 0) {
        if (!is('flow entry')) throw fail("did not find expected ',' or '}'", 'while parsing a flow mapping');
        next();
      }
      if (is('key')) {
        const key = item(next(), false, false, 'value', 'flow entry', '}');
        pairs.push([key, is('value') ? item(next(), false, false, 'flow entry', '}') : empty(key.mark)]);
      } else if (!is('}')) {
        const key = node({ block: false, indentless: false });
        pairs.push([key, empty(key.mark)]);
      }
    }
    next();
    return { kind: 'mapping', pairs, mark };
  }
}
