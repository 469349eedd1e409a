// Who may import whom: the story the folders tell.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '..', 'src');
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name));

/** Folder -> folders (or files) it may import from at run time; types may come from further. */
const mayImport: Record<string, string[]> = {
  engine: ['engine'],
  text: ['text'],
  ui: ['ui', 'engine', 'text'],
  aws: ['aws', 'engine'],
  appspec: ['appspec', 'engine'],
  // Both speak of the deployment: one as a thing that must exist, one as what happens to it.
  bundle: ['bundle', 'engine'],
  deployments: ['deployments', 'explain', 'appspec', 'bundle', 'resources', 'aws', 'engine'],
  resources: ['resources', 'deployments', 'appspec', 'bundle', 'aws', 'engine'],
  steps: ['steps', 'resources', 'deployments', 'appspec', 'bundle', 'aws', 'engine'],
  doctor: ['doctor', 'deployments', 'resources', 'appspec', 'bundle', 'aws', 'engine'],
  export: ['export', 'resources', 'aws', 'engine'],
  // Of deployments only what is known without AWS.
  report: ['report', 'deployments', 'text', 'engine'],
  // Knows an address, and nothing of deployments.
  probe: ['probe', 'engine'],
  sandbox: ['sandbox', 'engine'],
  // What logs and codes mean is known without AWS.
  explain: ['explain', 'engine'],
};

const imports = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^(import|export)( type)? [^;]*? from '(\.[^']+)'|import\('(\.[^']+)'\)/gm)]
    .filter(([, , type]) => !type)
    .map(([, , , from, lazily]) => relative(src, resolve(dirname(file), (from ?? lazily)!)));

test.each(Object.keys(mayImport))('%s imports only what it may know', (folder) => {
  const own = files.filter((file) => relative(src, file).startsWith(`${folder}/`));
  expect(own.length).toBeGreaterThan(0);
  const strangers = own.flatMap((file) =>
    imports(file)
      .filter((target) => !mayImport[folder]!.includes(target.split('/')[0]!))
      .map((target) => `${relative(src, file)} imports ${target}`),
  );
  expect(strangers).toEqual([]);
});

test('only main.ts names the process', () => {
  const named = files
    .filter((file) => /\bprocess\.(exit|argv|stdout|stderr|stdin|on)\b/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(src, file));
  expect(named).toEqual(['main.ts']);
});
