// The top of the document: version, os, file_exists_behavior.
import { error, type Finding } from '../finding.ts';
import { field, type Hash, rubyText, shown } from '../ruby.ts';
import { unknownKeys } from './keys.ts';

const KEYS = ['version', 'os', 'files', 'hooks', 'permissions', 'file_exists_behavior'];
const SYSTEMS = ['linux', 'windows'];
const BEHAVIORS = ['DISALLOW', 'OVERWRITE', 'RETAIN'];

export function* headRules(root: Hash): Generator<Finding> {
  yield* unknownKeys(root, KEYS, '');
  yield* versionRules(root);
  yield* systemRules(root);
  yield* behaviorRules(root);
}

function* versionRules(root: Hash): Generator<Finding> {
  const version = field(root, 'version');
  // Also -0.0 and 0 equal 0.0; the text "0.0" does not.
  if (version.type === 'unknown' || (version.type === 'number' && version.value === 0)) return;
  if (version.type === 'nil') yield error('version-missing', version, {});
  // 0e0 is no number to Ruby.
  else if (version.type === 'text' && version.source !== undefined)
    yield error('version-wrong', version, { value: version.source });
  else if (version.type === 'text' && version.value && Number(version.value) === 0)
    yield error('version-quoted', version, { value: version.value });
  else yield error('version-wrong', version, { value: shown(version) });
}

function* systemRules(root: Hash): Generator<Finding> {
  const os = field(root, 'os');
  if (os.type === 'unknown' || (os.type === 'text' && SYSTEMS.includes(os.value))) return;
  if (os.type === 'nil') yield error('os-missing', os, {});
  else
    yield error('os-wrong', os, {
      value: shown(os),
      instead: SYSTEMS.find((name) => name === rubyText(os).trim().toLowerCase()),
    });
}

function* behaviorRules(root: Hash): Generator<Finding> {
  const behavior = field(root, 'file_exists_behavior');
  if (behavior.type === 'unknown' || behavior.type === 'nil') return;
  if (behavior.type === 'text' && BEHAVIORS.includes(behavior.value)) return;
  yield error('behavior-wrong', behavior, {
    value: shown(behavior),
    instead: BEHAVIORS.find((name) => name === rubyText(behavior).trim().toUpperCase()),
  });
}

/** The platform that the document is for, as far as one can tell. */
export const systemOf = (root: Hash): 'linux' | 'windows' => {
  const os = field(root, 'os');
  return os.type === 'text' && os.value === 'windows' ? 'windows' : 'linux';
};
