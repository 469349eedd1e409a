// Keys that the agent does not know: it ignores them without a word.
import { nearest } from '../../engine/near.ts';
import { type Finding, info, warning } from '../finding.ts';
import { type Hash, rubyText } from '../ruby.ts';

export function* unknownKeys(hash: Hash, known: readonly string[], section: string): Generator<Finding> {
  for (const { key } of hash.pairs.values()) {
    if (key.type === 'unknown' || (key.type === 'text' && known.includes(key.value))) continue;
    const name = rubyText(key);
    const instead = nearest(name, known);
    yield (instead ? warning : info)('unknown-key', key, { key: name, section, instead });
  }
}
