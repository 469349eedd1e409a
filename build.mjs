// Builds the program into dist/: a chunk for each thing that is loaded when it is needed, and nothing else to install.
// Beside it the notices of what is bundled, and in build/meta.json what went where.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

/** A key that is a constant of the same file keeps the bundler from dropping schemas that nobody uses: 500 kB of EC2's. */
const literalKeys = {
  name: 'literal-keys',
  transform: {
    filter: { id: /[\\/]schemas_0\.js$/ },
    handler(source) {
      const constants = new Map(
        [...source.matchAll(/^(?:export )?const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, literal]) => [
          name,
          literal,
        ]),
      );
      return source.replace(/\[(_\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key));
    },
  },
};

/**
 * Over JSON an error tells its own name, and the SDK's plain exception takes it: a class for each of the 200 that may come
 * is not needed. (Over XML the classes are what turns `NoSuchEntity` into `NoSuchEntityException`.)
 */
const plainErrors = {
  name: 'plain-errors',
  transform: {
    filter: { id: /client-(codedeploy|ssm)[\\/].*schemas_0\.js$/ },
    handler: (source) => source.replace(/^n0_registry\.registerError\(.+\);$/gm, ''),
  },
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
  resolveId: {
    filter: { id: /^(@inquirer\/editor|bowser|cli-spinners)$/ },
    handler: (name) => `\0left out ${name}`,
  },
  load: {
    filter: { id: /^\0left out / },
    handler: (id) => leftOut[id.slice('\0left out '.length)],
  },
  // A client of the SDK wants to know its own version, not what it was built with.
  transform: {
    filter: { id: /@aws-sdk[\\/][\w-]+[\\/]package\.json$/ },
    handler: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
};

/** Node's own modules that only some commands need are loaded when the first of their functions is. */
const whenUsed = /^(?:node:)?(child_process|crypto|fs\/promises|http|http2|https|os|worker_threads|zlib)$/;
const builtins = {
  name: 'builtins',
  resolveId: {
    filter: { id: whenUsed },
    handler: (name, importer) => ({ id: `\0${name.replace(/^node:/, '')} of ${importer}`, moduleSideEffects: false }),
  },
  load: {
    filter: { id: /^\0[a-z_0-9/]+ of / },
    handler(id) {
      const name = id.slice(1).split(' ')[0];
      return `module.exports = Object.create(new Proxy({}, { get: (_, key) => process.getBuiltinModule('node:${name}')[key] }));`;
    },
  },
};

await rm('dist', { recursive: true, force: true });
/** What as many commands have in common is one chunk: twenty small ones take longer to find than to run. */
const shared = (name, test, minShareCount) => ({ name, test, minShareCount });

/** CommonJS: Node 20 loads it in two thirds of the time that ES modules take. */
async function bundle(input, dir) {
  const bundled = await rolldown({
    input,
    platform: 'node',
    // Of yaml, what it gives to browsers are ES modules, of which the unused part falls away.
    resolve: {
      mainFields: ['module', 'main'],
      alias: { yaml: join(import.meta.dirname, 'node_modules/yaml/browser/index.js') },
    },
    checks: { ineffectiveDynamicImport: false },
    treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
    plugins: [builtins, literalKeys, plainErrors, standIns],
  });
  return bundled.write({
    dir,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    minify: true,
    comments: false,
    codeSplitting: { groups: [shared('aws', /node_modules.@(smithy|aws-sdk)/, 7), shared('wizard', /src./, 6)] },
  });
}

const { output } = await bundle({ main: 'src/main.ts', worker: 'src/bundle/worker.ts' }, 'dist');
const outputs = Object.fromEntries(
  output.map(({ fileName, code, facadeModuleId, modules }) => [
    `dist/${fileName}`,
    {
      bytes: Buffer.byteLength(code),
      source: facadeModuleId && relative('.', facadeModuleId),
      inputs: Object.entries(modules).flatMap(([id, { renderedLength }]) =>
        renderedLength > 0 && !id.startsWith('\0') ? [relative('.', id)] : [],
      ),
    },
  ]),
);
await writeFile('dist/NOTICES.txt', await notices(Object.values(outputs).flatMap(({ inputs }) => inputs)));
await bundle({ help: 'src/lay-out-help.ts' }, 'build/help');
const { layOutHelp } = createRequire(import.meta.url)('./build/help/help.cjs');
for (const language of ['en', 'ko']) await writeFile(`dist/help.${language}.txt`, await layOutHelp(language));
// Where the first line of a config file says it is.
await copyFile('docs/schema/config.json', 'dist/config.schema.json');
await mkdir('build', { recursive: true });
await writeFile('build/meta.json', JSON.stringify(outputs));

/** The licences of what is bundled, each text once, with the packages it is for. */
async function notices(paths) {
  const folders = new Set(paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
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
