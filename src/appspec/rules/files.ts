// The files section: what is copied where.
import { posix } from 'node:path';
import { error, type Finding, fatal, warning } from '../finding.ts';
import { field, type Hash, isNone, shown, type Value } from '../ruby.ts';
import { unknownKeys } from './keys.ts';

type System = 'linux' | 'windows';

export function* fileRules(files: Value, system: System): Generator<Finding> {
  if (isNone(files) || files.type === 'unknown') return;
  if (files.type !== 'list') {
    if (files.type !== 'hash' || files.pairs.size > 0) yield error('not-a-list', files, { key: 'files' });
    return;
  }
  const before = new Map<string, number>();
  for (const [index, file] of files.items.entries()) {
    const key = `files[${index}]`;
    if (file.type === 'hash') yield* itemRules(file, key, system, before);
    else if (file.type !== 'unknown') yield* looseItem(file, key);
  }
}

/** Ruby finds a word within a word: `- source destination` has both keys. */
function* looseItem(file: Value, key: string): Generator<Finding> {
  const has = (word: string) => (file.type === 'text' || file.type === 'symbol') && file.value.includes(word);
  yield (has('source') && has('destination') ? fatal : error)('not-a-mapping', file, { key });
}

function* itemRules(file: Hash, key: string, system: System, before: Map<string, number>): Generator<Finding> {
  const overwrite = file.pairs.get('text overwrite');
  if (overwrite) yield warning('overwrite-ignored', overwrite.key, {});
  yield* unknownKeys(file, ['source', 'destination', 'overwrite'], 'files');
  const source = field(file, 'source');
  const destination = field(file, 'destination');
  if (source.type === 'nil') yield error('source-missing', file, { key });
  else yield* pathRules(source, `${key}.source`, system, sourceRules);
  if (destination.type === 'nil') yield error('destination-missing', destination, { key });
  else yield* pathRules(destination, `${key}.destination`, system, destinationRules);
  if (source.type !== 'text' || destination.type !== 'text') return;

  yield* asFile(source.value, destination, destination.value);
  const pair = `${posix.normalize(`/${source.value}`)} ${posix.normalize(destination.value)}`;
  const line = before.get(pair);
  if (line) yield warning('file-twice', file, { source: source.value, line });
  before.set(pair, file.mark.line + 1);
}

type PathRules = (at: Value, path: string, key: string, system: System) => Generator<Finding>;

function* pathRules(value: Value, key: string, system: System, rules: PathRules): Generator<Finding> {
  if (value.type === 'unknown') return;
  // Ruby joins the words of a list to a path; everything else it cannot make a path of.
  if (value.type !== 'text')
    yield (value.type === 'list' ? warning : fatal)('path-not-text', value, { key, value: shown(value) });
  else yield* rules(value, value.value, key, system);
}

function* sourceRules(at: Value, source: string, key: string, system: System): Generator<Finding> {
  if (source === '') yield warning('source-empty', at, {});
  if (source.split(/[/\\]/).includes('..')) yield warning('source-outside', at, { source });
  if (/[*?[{]/.test(source)) yield warning('source-pattern', at, { source });
  if (system === 'linux' && source.includes('\\')) yield warning('backslash', at, { key, value: source });
}

const DRIVE = /^[A-Za-z]:/;

function* destinationRules(at: Value, destination: string, key: string, system: System): Generator<Finding> {
  if (destination === '') return yield warning('destination-empty', at, {});
  if (/\$\w|\$\{|%\w+%/.test(destination)) return yield warning('destination-variable', at, { destination });
  if (destination.startsWith('~')) return yield fatal('destination-home', at, { destination });
  if (system === 'windows') {
    if (!DRIVE.test(destination)) yield warning('destination-drive', at, { destination });
  } else if (DRIVE.test(destination) || destination.includes('\\'))
    yield warning('backslash', at, { key, value: destination });
  else if (!destination.startsWith('/')) yield warning('destination-relative', at, { destination });
}

/** A destination is always a folder, whatever it is called. */
function* asFile(source: string, at: Value, destination: string): Generator<Finding> {
  const name = posix.basename(destination);
  if (name === posix.basename(source) && /\w\.\w+$/.test(name))
    yield warning('destination-folder', at, { destination });
}
