// YAML as the agent's Ruby takes it: Psych resolves plain words by rules of its own and loads no class but Symbol.
import { error, type Finding, warning } from './finding.ts';
import type { Mark } from './yaml/cursor.ts';
import type { Node } from './yaml/parse.ts';

export type Value = { mark: Mark } & (
  | { type: 'nil' }
  | { type: 'boolean'; value: boolean }
  | { type: 'number'; value: number /** As it was written. */; source: string; float: boolean }
  | { type: 'text'; value: string /** Where it stands without quotes. */; source?: string }
  | { type: 'symbol'; value: string }
  | { type: 'list'; items: Value[] }
  | Hash
  /** Refused already, so nothing more is said of it. */
  | { type: 'unknown' }
);

export interface Hash {
  type: 'hash';
  mark: Mark;
  pairs: Map<string, { key: Value; value: Value }>;
  /** An alias is merged in: what seems to be missing may come from there. */
  open: boolean;
}

type Plain =
  | { type: 'nil' }
  | { type: 'boolean'; value: boolean }
  | { type: 'number'; value: number; float: boolean }
  | { type: 'text'; value: string }
  | { type: 'symbol'; value: string }
  | { type: 'refused'; name: 'Date' | 'Time' };

const WORDS = /^[^\d.:-]?[\p{Alphabetic}_\s!@#$%^&*(){}<>|/\\~;=]+/u;
const TIME = /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;
const DATE = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}(\.[0-9_]*)?$/;
const FLOAT = /^[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0b([01_,]+)|0x([0-9a-fA-F_,]+)|0([0-7_,]+)|(0|[1-9](?:[0-9]|,[0-9]|_[0-9])*))$/;

/** A plain word, by the rules of Psych's ScalarScanner and in their order. */
export function plainOf(text: string): Plain {
  if (text === '') return { type: 'nil' };
  if (text.includes('\n') || WORDS.test(text)) {
    if (text === '~' || /^null$/i.test(text)) return { type: 'nil' };
    if (/^(yes|true|on)$/i.test(text)) return { type: 'boolean', value: true };
    if (/^(no|false|off)$/i.test(text)) return { type: 'boolean', value: false };
    return { type: 'text', value: text };
  }
  if (TIME.test(text)) return { type: 'refused', name: 'Time' };
  if (DATE.test(text)) return { type: 'refused', name: 'Date' };
  if (/^\+?\.inf$/i.test(text)) return { type: 'number', value: Number.POSITIVE_INFINITY, float: true };
  if (/^-\.inf$/i.test(text)) return { type: 'number', value: Number.NEGATIVE_INFINITY, float: true };
  if (/^\.nan$/i.test(text)) return { type: 'number', value: Number.NaN, float: true };
  if (/^:./.test(text)) return { type: 'symbol', value: text.slice(1) };
  if (BASE_60.test(text)) {
    // Hours first, whatever there is: 1:30 is an hour and a half in seconds, not a minute and a half.
    const value = text.split(':').reduce((sum, part, place) => sum + digits(part) * 60 ** Math.abs(place - 2), 0);
    return { type: 'number', value, float: text.includes('.') };
  }
  if (FLOAT.test(text) && !/^[-+]?\.$/.test(text)) return { type: 'number', value: digits(text), float: true };
  const [, sign, binary, hexadecimal, octal, decimal] = INTEGER.exec(text) ?? [];
  const [written, base] = ([
    [binary, 2],
    [hexadecimal, 16],
    [octal, 8],
    [decimal, 10],
  ].find(([digits]) => digits !== undefined) ?? []) as [string?, number?];
  if (written === undefined) return { type: 'text', value: text };
  const value = Number.parseInt(written.replace(/[,_]/g, ''), base);
  // Digits that are separators only are no number, and Ruby then raises: whatever it is, it is not 0.
  return { type: 'number', value: sign === '-' ? -value : value, float: false };
}

const digits = (text: string) => Number.parseFloat(text.replace(/[,_]/g, '')) || 0;

/** Tags by which Psych would make an object; it is allowed none. */
const OBJECTS: Record<'scalar' | 'list' | 'mapping', RegExp> = {
  scalar:
    /^!(?:str|ruby\/string):.|^!ruby\/(?:object:(?:BigDecimal|DateTime|Complex|Rational)|class|module|regexp|range)$/,
  list: /^!(?:seq|ruby\/array):/,
  mapping:
    /^!ruby\/(?:struct|exception|marshalable:|range$|array:|hash:|hash-with-ivars:.|string:.|object(?!:Hash$))|^!(?:set|omap)$|^!(?:map|str):|^tag:yaml\.org,2002:(?:set|omap)$/,
};
const FLOAT_TAG = /^(?:tag:yaml\.org,2002:|!)float$/;
const TEXT_TAG = /^!(?:str|ruby\/string)$|^tag:yaml\.org,2002:str$|^!binary$|^tag:yaml\.org,2002:binary$/;
/** These change nothing that would not hold without them. */
const QUIET_TAG = /^(?:tag:yaml\.org,2002:(?:int|bool|null|seq|map)|!)$/;

/** `report` hears what Psych refuses, and what it takes silently. */
export function rubyOf(node: Node, report: (finding: Finding) => void): Value {
  const { mark, tag } = node;
  if (node.kind === 'alias') {
    report(error('alias', node, { name: node.name }));
    return { type: 'unknown', mark };
  }
  if (tag && OBJECTS[node.kind].test(tag)) {
    report(error('ruby-object', node, { tag }));
    return { type: 'unknown', mark };
  }
  if (node.kind === 'scalar') return scalarOf(node, report);
  if (tag && !QUIET_TAG.test(tag)) report(warning('tag-ignored', node, { tag }));
  if (node.kind === 'list') return { type: 'list', mark, items: node.items.map((item) => rubyOf(item, report)) };
  return hashOf(node, report);
}

function scalarOf(node: Extract<Node, { kind: 'scalar' }>, report: (finding: Finding) => void): Value {
  const { mark, tag, text } = node;
  // A tag takes the quotes' meaning away: `!x "0.0"` is a number.
  if (tag ? TEXT_TAG.test(tag) : !node.plain) return { type: 'text', value: text, mark };
  if (/^!ruby\/sym(?:bol)?(?::|$)/.test(tag ?? '')) return { type: 'symbol', value: text, mark };
  const plain = plainOf(text);
  if (plain.type === 'refused') {
    report(error('date', node, { value: text, name: plain.name }));
    return { type: 'unknown', mark };
  }
  if (tag && FLOAT_TAG.test(tag)) {
    if (plain.type === 'number') return { ...plain, float: true, mark, source: text };
    report(error('ruby-object', node, { tag }));
    return { type: 'unknown', mark };
  }
  if (tag && !QUIET_TAG.test(tag)) report(warning('tag-ignored', node, { tag }));
  return Object.assign(plain, { mark, source: text }) as Value;
}

function hashOf(node: Extract<Node, { kind: 'mapping' }>, report: (finding: Finding) => void): Hash {
  const hash: Hash = { type: 'hash', mark: node.mark, pairs: new Map(), open: false };
  for (const [keyNode, valueNode] of node.pairs) {
    const key = rubyOf(keyNode, report);
    const value = rubyOf(valueNode, report);
    if (key.type === 'text' && key.value === '<<' && mergeInto(hash, value)) continue;
    const id = `${key.type} ${rubyText(key)}`;
    const before = hash.pairs.get(id);
    if (before && key.type !== 'unknown')
      report(warning('duplicate-key', key, { key: rubyText(key), line: before.key.mark.line + 1 }));
    hash.pairs.set(id, { key, value });
  }
  return hash;
}

function mergeInto(hash: Hash, value: Value): boolean {
  if (value.type === 'unknown') hash.open = true;
  else if (value.type === 'hash') {
    for (const [id, pair] of value.pairs) hash.pairs.set(id, pair);
    hash.open ||= value.open;
  } else if (value.type === 'list') return value.items.toReversed().every((item) => mergeInto(hash, item));
  else return false;
  return true;
}

/** The value of a text key; nil where there is none. */
export const field = (hash: Hash, key: string): Value =>
  hash.pairs.get(`text ${key}`)?.value ?? { type: hash.open ? 'unknown' : 'nil', mark: hash.mark };

/** Nil and false are as good as nothing to the agent. */
export const isNone = (value: Value) => value.type === 'nil' || (value.type === 'boolean' && !value.value);

/** Ruby's `to_s`. */
export function rubyText(value: Value): string {
  switch (value.type) {
    case 'nil':
    case 'unknown':
      return '';
    case 'number':
      if (!Number.isFinite(value.value)) return Number.isNaN(value.value) ? 'NaN' : `${value.value}`;
      if (value.float) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
      return Number.isSafeInteger(value.value) ? String(value.value) : value.source;
    case 'list':
      return `[${value.items.map(rubyText).join(', ')}]`;
    case 'hash':
      return `{${[...value.pairs.values()].map(({ key, value }) => `${rubyText(key)}=>${rubyText(value)}`).join(', ')}}`;
    default:
      return String(value.value);
  }
}

/** Without blanks at its ends, as Ruby's `strip` leaves it. */
export const stripped = (value: Value): string => rubyText(value).replace(/^[\t-\r \0]+|[\t-\r \0]+$/g, '');

/** As a person would recognise it: what is in the file, shortened. */
export function shown(value: Value): string {
  const text =
    value.type === 'text'
      ? JSON.stringify(value.value)
      : value.type === 'symbol'
        ? `:${value.value}`
        : value.type === 'number'
          ? value.source
          : value.type === 'nil'
            ? '~'
            : rubyText(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
