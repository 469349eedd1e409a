// Access control lists and SELinux contexts, by the grammar of the agent.
import { error, type Finding, fatal, warning } from '../finding.ts';
import { field, rubyText, shown, type Value } from '../ruby.ts';
import { unknownKeys } from './keys.ts';

export function* aclRules(acls: Value, key: string): Generator<Finding> {
  if (acls.type === 'nil' || acls.type === 'unknown') return;
  if (acls.type !== 'list') {
    if (acls.type !== 'hash' || acls.pairs.size > 0) yield error('not-a-list', acls, { key: `${key}.acls` });
    return;
  }
  for (const item of acls.items) {
    if (item.type === 'unknown') continue;
    if (item.type !== 'text') yield error('acl-not-text', item, { value: shown(item) });
    else yield* entryRules(item, item.value);
  }
}

const KINDS: Record<string, string> = {
  u: 'user',
  user: 'user',
  g: 'group',
  group: 'group',
  m: 'mask',
  mask: 'mask',
  o: 'other',
  other: 'other',
};
export const isDefaultEntry = (entry: string) => /^(?:d|default):/.test(entry);

/** `[d:][u|g|m|o:][name]:rwx`, from the right, as the agent takes it apart. */
function* entryRules(at: Value, entry: string): Generator<Finding> {
  const wrong = error('acl-wrong', at, { entry });
  const [permissions = '', name = '', third, fourth, ...more] = entry.split(':').toReversed();
  if (!entry.includes(':') || more.length > 0) return yield wrong;
  const isDefault = (part?: string) => part === 'd' || part === 'default';
  if (fourth !== undefined && !isDefault(fourth)) return yield wrong;
  if (third !== undefined && isDefault(third) && fourth !== undefined) return yield wrong;
  if (third !== undefined && !isDefault(third) && !Object.hasOwn(KINDS, third)) return yield wrong;
  const given = third === undefined || isDefault(third) ? undefined : KINDS[third];
  const named = KINDS[name];
  const unnamed = named === 'mask' || named === 'other';
  const kind = given ?? (unnamed ? named : 'user');
  const own = unnamed && given === undefined ? '' : name;
  if ((kind === 'mask' || kind === 'other') && own) return yield wrong;
  const byDefault = isDefault(third) || isDefault(fourth);
  if (!byDefault && kind !== 'mask' && !own) return yield error('acl-base', at, { entry });
  const character = /^[0-7]$/.test(permissions) ? undefined : /[^rwx-]/u.exec(permissions)?.[0];
  if (character) yield error('acl-character', at, { entry, character });
}

export function* contextRules(context: Value, key: string): Generator<Finding> {
  if (context.type === 'nil' || context.type === 'unknown') return;
  if (context.type !== 'hash') {
    // Ruby finds a word within a word: a text with `type` in it passes, but `range` alone is no range.
    const passes =
      (context.type === 'text' || context.type === 'symbol') &&
      context.value.includes('type') &&
      !context.value.includes('range');
    return yield (passes ? fatal : error)('not-a-mapping', context, { key: `${key}.context` });
  }
  const user = context.pairs.get('text user');
  if (user) yield warning('context-user', user.key, {});
  yield* unknownKeys(context, ['name', 'type', 'range', 'user'], `${key}.context`);
  if (field(context, 'type').type === 'nil') yield error('context-type-missing', context, { key });
  const range = field(context, 'range');
  if (range.type === 'nil') yield fatal('context-range-missing', context, { key });
  else if (range.type !== 'unknown' && !(range.type === 'text' && isRange(range.value)))
    yield error('context-range-wrong', range, { value: range.type === 'text' ? range.value : rubyText(range) });
}

/** `s0[-s15][:c0[.c1023][,c5]]` */
function isRange(range: string): boolean {
  const [sensitivities, categories] = halves(range, ':');
  if (!span(sensitivities, '-', 's')) return false;
  if (categories === undefined) return true;
  if (categories === '') return false;
  const taken = new Set<number>();
  // Commas at the end separate nothing.
  const parts = categories.replace(/,+$/, '');
  for (const part of parts ? parts.split(',') : []) {
    const found = span(part, '.', 'c');
    if (!found || found.high > 1023) return false;
    for (let category = found.low; category <= found.high; category++) {
      if (taken.has(category)) return false;
      taken.add(category);
    }
  }
  return true;
}

const halves = (text: string, at: string): [string, string?] => {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
};

/** `s0-s15`, or `s0` alone. */
function span(text: string, between: string, letter: string): { low: number; high: number } | undefined {
  const [first, last = first] = halves(text, between);
  const [low, high] = [first, last].map((level) =>
    Number(new RegExp(`^${letter}(\\d+)$`).exec(level)?.[1] ?? Number.NaN),
  );
  return low! <= high! ? { low: low!, high: high! } : undefined;
}
