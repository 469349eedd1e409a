// Builds the program into dist/: a chunk for each thing that is loaded when it is needed, and nothing else to install.
// Beside it the notices of what is bundled, and in build/meta.json what went where.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A key that is a constant of the same file keeps esbuild from dropping the schemas that nobody uses: 500 kB of EC2's. */
const literalKeys = {
  name: 'literal-keys',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]schemas_0\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const constants = new Map(
        [...source.matchAll(/^(?:export )?const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, literal]) => [
          name,
          literal,
        ]),
      );
      return {
        contents: source.replace(/\[(_\w+)\]:/g, (key, name) =>
          constants.has(name) ? `${constants.get(name)}:` : key,
        ),
        loader: 'js',
      };
    }),
};

/** What is bundled with a package and never runs here, and what stands in its place. */
const leftOut = {
  // inquirer's editor prompt is never asked, and brings 500 kB of character tables.
  '@inquirer/editor': 'export default undefined;',
  // Tells one browser from another.
  bowser: 'export default undefined;',
  // All but the two spinners that ora itself falls back on.
  'cli-spinners': `export default {
    dots: { interval: 80, frames: [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'] },
    line: { interval: 130, frames: ['-', '\\\\', '|', '/'] },
  };`,
};
const standIns = {
  name: 'stand-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@inquirer\/editor|bowser|cli-spinners)$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({ contents: leftOut[path] }));
    // A client of the SDK wants to know its own version, not what it was built with.
    onLoad({ filter: /@aws-sdk[\\/][\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * Node's own modules, without the facade that an ES import puts over them: making it reads every getter of `fs`.
 * Those that only some commands need are loaded when the first of their functions is.
 */
const whenUsed = /^(child_process|crypto|fs|fs\/promises|http|http2|https|os|worker_threads|zlib)$/;
const builtins = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    const names = new Set(builtinModules);
    // One for each importer: a shared one would be a chunk of its own.
    onResolve({ filter: /^(node:)?[a-z_/0-9]+$/ }, ({ path, importer }) => {
      const name = path.replace(/^node:/, '');
      return names.has(name)
        ? { path: `${name} ${importer}`, namespace: 'builtin', sideEffects: false, pluginData: name }
        : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ pluginData: name }) => {
      const module = `process.getBuiltinModule('node:${name}')`;
      return {
        contents: whenUsed.test(name)
          ? `module.exports = Object.create(new Proxy({}, { get: (_, key) => ${module}[key] }));`
          : `module.exports = ${module};`,
      };
    });
  },
};

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/main.ts', 'src/bundle/worker.ts'],
  entryNames: '[name]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  // Korean stays Korean: escaped, each letter takes twice the bytes.
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [builtins, literalKeys, standIns],
});
await writeFile('dist/NOTICES.txt', await notices(metafile));
// Where the first line of a config file says it is.
await copyFile('docs/schema/config.json', 'dist/config.schema.json');
await mkdir('build', { recursive: true });
await writeFile('build/meta.json', JSON.stringify(metafile));

/** The licences of what is bundled, each text once, with the packages it is for. */
async function notices({ outputs }) {
  const paths = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(paths.flatMap((path) => /^[^:]*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const texts = new Map();
  const textOf = new Map();
  const packages = await Promise.all(
    [...folders].sort().map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
      const text = file && (await readFile(join(folder, file), 'utf8')).replaceAll('\r', '').trim();
      if (text && !textOf.has(license)) textOf.set(license, text);
      return { title: `${name} ${version} (${license})`, license, text };
    }),
  );
  for (const { title, license, text = textOf.get(license) } of packages) {
    if (!text) throw new Error(`No licence text for ${title}.`);
    texts.set(text, [...(texts.get(text) ?? []), title]);
  }
  const parts = [...texts].map(([text, titles]) => `${[...new Set(titles)].join('\n')}\n\n${text}`);
  return `codedeploy-wizard contains the following packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
