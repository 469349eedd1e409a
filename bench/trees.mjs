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

/** Like source: words, few of them often, in lines. */
function text(random, length) {
  let out = '';
  while (out.length < length) {
    const depth = '  '.repeat(random.below(5));
    let row = depth;
    for (let i = 0, n = 2 + random.below(8); i < n; i++)
      row += `${WORDS[Math.min(random.below(WORDS.length), random.below(WORDS.length))]}${random.below(4) === 0 ? `${random.next() % 1000}` : ''}${' .(),;={}[]'[random.below(11)]}`;
    out += `${row}\n`;
  }
  return Buffer.from(out.slice(0, length), 'latin1');
}

/** Like machine code: short patterns with changing operands. */
function code(random, length) {
  const out = Buffer.alloc(length);
  const patterns = Array.from({ length: 64 }, () => random.bytes(3 + random.below(6)));
  for (let at = 0; at < length; ) {
    const pattern = patterns[Math.min(random.below(64), random.below(64))];
    pattern.copy(out, at);
    at += pattern.length;
    if (at < length && random.below(3) === 0) out[at++] = random.below(256);
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
