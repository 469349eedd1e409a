// An AppSpec file with the bundle around it, in memory.
import type { Finding } from '../../src/appspec/finding.ts';
import { type Linted, lintDocument, lintWithBundle } from '../../src/appspec/lint.ts';
import { type Entry, treeOf } from '../../src/appspec/tree.ts';

export const HEAD = 'version: 0.0\nos: linux\n';

export const lintText = (text: string | Uint8Array): Linted => lintDocument(Buffer.from(text as string));

export interface Bundled {
  /** Path -> content; that of a link begins with `-> `. */
  files?: Record<string, string>;
  /** In the folder, but not packed. */
  ignored?: string[];
}

export function lintBundled(text: string, { files = {}, ignored = [] }: Bundled): Promise<Linted> {
  const entries = Object.entries({ 'appspec.yml': text, ...files }).map(
    ([path, content]): Entry => ({
      path,
      kind: path.endsWith('/') ? 'folder' : content.startsWith('-> ') ? 'link' : 'file',
      mode: content.startsWith('#!') ? 0o100755 : 0o100644,
      ...(content.startsWith('-> ') && { target: content.slice(3) }),
    }),
  );
  return lintWithBundle(Buffer.from(text), ({ os }) => ({
    tree: treeOf(entries, { ignoreCase: os === 'windows' }),
    read: async (path) => Buffer.from(files[path] ?? ''),
    has: async (path) => ignored.includes(path),
  }));
}

/** `id@line:column`, with `!` where it is certain to fail. */
export const brief = ({ id, severity, fatal, mark, inside }: Finding): string =>
  `${severity}${fatal ? '!' : ''} ${id} ${inside ? `${inside.file}:${inside.line}` : `${mark.line + 1}:${mark.column + 1}`}`;
