// The permissions section: modes, owners, access control lists and SELinux contexts of what was copied.
import { error, type Finding, fatal, warning } from '../finding.ts';
import { field, type Hash, isNone, rubyText, shown, stripped, type Value } from '../ruby.ts';
import { aclRules, contextRules } from './access.ts';
import { unknownKeys } from './keys.ts';

type System = 'linux' | 'windows';

const KEYS = ['object', 'pattern', 'except', 'owner', 'group', 'mode', 'acls', 'context', 'type'];

/** `destinations`: where files are copied to; undefined where that is not known. */
export function* permissionRules(permissions: Value, system: System, destinations?: string[]): Generator<Finding> {
  if (isNone(permissions) || permissions.type === 'unknown') return;
  if (permissions.type !== 'list') {
    if (permissions.type !== 'hash' || permissions.pairs.size > 0)
      yield error('not-a-list', permissions, { key: 'permissions' });
    return;
  }
  const [first] = permissions.items;
  if (system === 'windows' && first) return yield error('permissions-windows', first, {});
  for (const [index, permission] of permissions.items.entries()) {
    const key = `permissions[${index}]`;
    if (permission.type === 'hash') yield* itemRules(permission, key, destinations);
    else if (permission.type !== 'unknown') yield error('not-a-mapping', permission, { key });
  }
}

function* itemRules(permission: Hash, key: string, destinations?: string[]): Generator<Finding> {
  const of = (name: string) => field(permission, name);
  yield* unknownKeys(permission, KEYS, 'permissions');
  yield* objectRules(of('object'), key, destinations);
  yield* patternRules(of('pattern'));
  yield* exceptRules(of('except'), key);
  yield* typeRules(of('type'), key);
  yield* modeRules(of('mode'));
  for (const name of ['owner', 'group']) yield* nameRules(of(name), name);
  yield* aclRules(of('acls'), key);
  yield* contextRules(of('context'), key);
}

function* objectRules(object: Value, key: string, destinations?: string[]): Generator<Finding> {
  if (object.type === 'unknown') return;
  const path = stripped(object);
  if (!path) yield error('object-missing', object, { key });
  else if (
    destinations &&
    !destinations.some((destination) => isWithin(path, destination) || isWithin(destination, path))
  )
    yield warning('object-not-copied', object, { object: path });
}

const isWithin = (path: string, folder: string) => `${path}/`.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** Only `*` is special, and only names within one folder are looked at; `**` alone means everything. */
export const MATCHES_NOTHING = /[/?[\]{}]/;

function* patternRules(pattern: Value): Generator<Finding> {
  if (isNone(pattern) || pattern.type === 'unknown') return;
  if (pattern.type !== 'text') yield fatal('pattern-not-text', pattern, { value: shown(pattern) });
  else if (MATCHES_NOTHING.test(pattern.value))
    yield warning('pattern-matches-nothing', pattern, { pattern: pattern.value });
}

function* exceptRules(except: Value, key: string): Generator<Finding> {
  if (isNone(except) || except.type === 'unknown' || except.type === 'hash') return;
  if (except.type !== 'list') return yield error('not-a-list', except, { key: `${key}.except` });
  for (const item of except.items) {
    if (item.type === 'unknown') continue;
    if (item.type !== 'text') yield fatal('pattern-not-text', item, { value: shown(item) });
    else if (MATCHES_NOTHING.test(item.value)) yield warning('except-matches-nothing', item, { pattern: item.value });
  }
}

function* typeRules(type: Value, key: string): Generator<Finding> {
  if (isNone(type) || type.type === 'unknown') return;
  if (type.type !== 'list') {
    if (type.type !== 'hash' || type.pairs.size > 0) yield error('not-a-list', type, { key: `${key}.type` });
    return;
  }
  for (const item of type.items)
    if (item.type !== 'unknown' && !(item.type === 'text' && ['file', 'directory'].includes(item.value)))
      yield error('type-wrong', item, { value: shown(item) });
}

/** Ruby reads the mode as a number first: 0755 is octal for 493, and 493 is what the agent then takes for a mode. */
function* modeRules(mode: Value): Generator<Finding> {
  if (mode.type === 'nil' || mode.type === 'unknown') return;
  const got = rubyText(mode).padStart(3, '0');
  const valid = /^[0-7]{3,4}$/.test(got);
  const meant = mode.type === 'number' ? /^0[0-7]+$/.exec(mode.source)?.[0] : undefined;
  if (meant !== undefined && Number(meant) !== Number(got))
    yield (valid ? warning : error)('mode-octal', mode, { written: meant, got: rubyText(mode), valid });
  else if (!valid) yield error('mode-wrong', mode, { value: shown(mode) });
  // Base 60, 16 and 2.
  else if (mode.type === 'number' && /[:xb]/.test(mode.source))
    yield warning('mode-number', mode, { written: mode.source, got });
  else if (rubyText(mode).length < 3) yield warning('mode-short', mode, { value: rubyText(mode), got });
}

/** Owner and group are looked up by name. */
function* nameRules(name: Value, key: string): Generator<Finding> {
  if (isNone(name) || name.type === 'unknown' || name.type === 'text') return;
  yield fatal('owner-not-name', name, { key, value: shown(name) });
}
