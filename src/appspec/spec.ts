// What the agent takes from a document that it accepts; what it would refuse is left out here.

import { field, type Hash, isNone, rubyText, stripped, type Value } from './ruby.ts';
import { systemOf } from './rules/head.ts';
import type { Mark } from './yaml/cursor.ts';

export interface AppSpec {
  os: 'linux' | 'windows';
  /** `path`: the source, or the script, as a path inside the bundle. */
  files: { source: string; path: string; destination: string; mark: Mark }[];
  scripts: { event: string; location: string; path: string; mark: Mark }[];
  permissions: Permission[];
}

export interface Permission {
  mark: Mark;
  object: string;
  /** `**`: everything below. */
  pattern: string;
  except: string[];
  types: string[];
  mode?: string;
  owner?: string;
  group?: string;
  acls?: string[];
  context?: string;
}

export function specOf(root: Hash): AppSpec {
  const os = systemOf(root);
  const slashed = (path: string) => (os === 'windows' ? path.replaceAll('\\', '/') : path);
  return {
    os,
    files: hashesOf(field(root, 'files')).flatMap((file) => {
      const source = field(file, 'source');
      const destination = field(file, 'destination');
      if (source.type !== 'text' || destination.type !== 'text') return [];
      return [
        {
          source: source.value,
          path: slashed(source.value),
          destination: slashed(destination.value),
          mark: source.mark,
        },
      ];
    }),
    scripts: scriptsOf(field(root, 'hooks')).map((script) => ({ ...script, path: slashed(script.location) })),
    permissions: hashesOf(field(root, 'permissions')).flatMap(permissionOf),
  };
}

const hashesOf = (list: Value): Hash[] =>
  list.type === 'list' ? list.items.filter((item) => item.type === 'hash') : [];

const scriptsOf = (hooks: Value): Omit<AppSpec['scripts'][number], 'path'>[] =>
  hooks.type !== 'hash'
    ? []
    : [...hooks.pairs.values()].flatMap(({ key, value }) =>
        hashesOf(value).flatMap((script) => {
          const location = field(script, 'location');
          const path = stripped(location);
          return path ? [{ event: rubyText(key), location: path, mark: location.mark }] : [];
        }),
      );

function permissionOf(permission: Hash): Permission[] {
  const text = (name: string) => {
    const value = field(permission, name);
    return isNone(value) || value.type === 'unknown' ? undefined : rubyText(value);
  };
  const list = (name: string) => {
    const value = field(permission, name);
    return value.type === 'list' ? value.items.map(rubyText) : undefined;
  };
  const object = stripped(field(permission, 'object'));
  if (!object) return [];
  return [
    {
      mark: field(permission, 'object').mark,
      object,
      pattern: text('pattern') ?? '**',
      except: list('except') ?? [],
      types: list('type') ?? ['file', 'directory'],
      mode: text('mode')?.padStart(3, '0'),
      owner: text('owner'),
      group: text('group'),
      acls: list('acls'),
      context: text('context'),
    },
  ];
}
