// Seeded trees to measure with: the same bytes on every machine.
import { chmodSync, closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** xorshift: fast, seeded, and good enough to be incompressible. */
function randomOf(seed) {
  let x = seed >>> 0 || 1;
  const next = () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
  return {
    next,
    below: (n) => next() % n,
    bytes(length) {
      const words = new Uint32Array(Math.ceil(length / 4));
      for (let i = 0; i < words.length; i++) words[i] = next();
      return Buffer.from(words.buffer, 0, length);
    },
  };
}

const WORDS =
  'const let return function import export default await async class extends this new if else for of in while switch case break continue throw try catch finally typeof instanceof void null undefined true false string number boolean object value index length name path request response error result options config data items entry file folder size total count start end next previous parent child children user account order price customer session token header body status code message event handler listener promise resolve reject map filter reduce forEach push pop shift slice splice concat join split replace match test exec parse stringify'.split(
    ' ',
  );

/** Often the first, seldom the last. */
const skewed = (random, n) => Math.min(random.below(n), random.below(n), random.below(n));

/** Like source: lines that come again and again, with names and numbers of their own in some of them. */
function text(random, length) {
  const { names, lines } = vocabularyOf(random);
  let out = '';
  while (out.length < length) {
    const row = lines[skewed(random, lines.length)];
    const own = random.below(3) === 0 ? `${names[skewed(random, names.length)]}${random.below(100)}` : '';
    out += `${'  '.repeat(random.below(5))}${own}${row}\n`;
  }
  return Buffer.from(out.slice(0, length), 'latin1');
}

let vocabulary;
/** One for all files of a tree, as in a project. */
function vocabularyOf(random) {
  vocabulary ??= (() => {
    const word = () => WORDS[skewed(random, WORDS.length)];
    const names = Array.from({ length: 800 }, () => {
      const second = word();
      return `${word()}${second.charAt(0).toUpperCase()}${second.slice(1)}`;
    });
    const marks = [' ', ' ', ' ', '(', ')', '.', ', ', ' = ', ';', ' => ', '[', ']', ' {'];
    const lines = Array.from({ length: 4_000 }, () =>
      Array.from({ length: 3 + random.below(7) }, () =>
        [random.below(2) ? word() : names[skewed(random, names.length)], marks[random.below(marks.length)]].join(''),
      ).join(''),
    );
    return { names, lines };
  })();
  return vocabulary;
}

/** Like machine code: many short sequences with operands between them. */
function code(random, length) {
  const patterns = Array.from({ length: 1_500 }, () => random.bytes(4 + random.below(9)));
  const out = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const pattern = patterns[skewed(random, patterns.length)];
    pattern.copy(out, at);
    at += pattern.length;
    for (let operands = random.below(4); operands > 0 && at < length; operands--) out[at++] = random.below(256);
  }
  return out;
}

const kinds = [
  [60, text, 'js'],
  [80, code, 'so'],
  [100, (random, length) => random.bytes(length), 'png'],
];
const kindOf = (random) => kinds.find(([until]) => random.below(100) < until) ?? kinds[0];

function put(folder, path, write) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  write(file);
}

/** `files` small files of `bytes` together, and large ones of the megabytes given. */
export function makeTree(folder, { seed, files, bytes, large = [] }) {
  const random = randomOf(seed);
  vocabulary = undefined;
  put(folder, 'appspec.yml', (file) =>
    writeFileSync(file, 'version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /srv/app\n'),
  );
  const mean = bytes / files;
  for (let i = 1; i < files; i++) {
    const roll = random.below(100);
    const [, make, ending] = kinds.find(([until]) => roll < until) ?? kindOf(random);
    // Many small, few larger ones, as in real trees; their mean is `mean`.
    const size = Math.max(16, Math.round(mean * (random.below(1000) / 1000) ** 3 * 4));
    put(folder, `d${i % 12}/s${i % 97}/f${i}.${ending}`, (file) => {
      writeFileSync(file, make(random, size));
      if (i % 50 === 0) chmodSync(file, 0o755);
    });
  }
  for (const [index, megabytes] of large.entries())
    put(folder, `large/part${index}.bin`, (file) => {
      const handle = openSync(file, 'w');
      const [, make] = kinds[index % 3];
      const block = make(random, 4_000_000);
      // A block is turned a little each time: generating all of it would take longer than the test.
      for (let written = 0; written < megabytes; written += 4) {
        if (make === kinds[2][1]) writeSync(handle, random.bytes(4_000_000));
        else {
          for (let at = 0; at < block.length; at += 61) block[at] = block[at] ^ (random.next() & 3);
          writeSync(handle, block);
        }
      }
      closeSync(handle);
    });
  mkdirSync(join(folder, 'empty'), { recursive: true });
  symlinkSync('appspec.yml', join(folder, 'link-to-file'));
  symlinkSync('d0', join(folder, 'link-to-folder'));
}
