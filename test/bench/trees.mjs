// Trees to measure with: what is in them is real (sources of the installed packages, the machine code of node itself),
// where it lies and what comes next to what is drawn from a seed. The same lock file and node give the same trees.
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const MODULES = join(import.meta.dirname, '..', '..', 'node_modules');
const MOST_SOURCE = 40e6;
/** What comes from one place at a time. */
const SLICE = 64 * 1024;

function randomOf(seed) {
  let x = seed;
  const next = () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
  return { next, below: (n) => next() % n };
}

let sources;
function sourceText() {
  if (sources) return sources;
  const pieces = [];
  let size = 0;
  for (const name of readdirSync(MODULES, { recursive: true }).sort()) {
    // Minified, or made by a machine: not what people deploy.
    if (!/\.(js|mjs|ts)$/.test(name) || /[.-]min\.|\.vite|\.map$/.test(name)) continue;
    const bytes = readFileSync(join(MODULES, name));
    if (bytes.length > 200_000) continue;
    pieces.push(bytes);
    size += bytes.length;
    if (size > MOST_SOURCE) break;
  }
  sources = Buffer.concat(pieces);
  return sources;
}

let binary;
function machineCode() {
  binary ??= readFileSync(process.execPath);
  return binary;
}

const slicesOf = (corpus) => (random, length) => {
  const from = corpus();
  const out = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const size = Math.min(length - at, SLICE);
    const start = random.below(from.length - size);
    at += from.copy(out, at, start, start + size);
  }
  return out;
};

function noise(random, length) {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = random.next();
  return Buffer.from(words.buffer, 0, length);
}

/** Of a hundred. */
const kinds = [
  { upTo: 60, ending: 'js', make: slicesOf(sourceText) },
  { upTo: 80, ending: 'so', make: slicesOf(machineCode) },
  { upTo: 100, ending: 'png', make: noise },
];

function kindFor(random) {
  const roll = random.below(100);
  return kinds.find(({ upTo }) => roll < upTo);
}

/** `files` small files of `bytes` together, and large ones of the megabytes given; two links and an empty folder. */
export function makeTree(folder, { seed, files, bytes, large = [] }) {
  const random = randomOf(seed);
  const put = (path) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    return file;
  };
  const appspec = 'version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /srv/app\n';
  writeFileSync(put('appspec.yml'), appspec);
  const mean = bytes / files;
  for (let i = 1; i < files; i++) {
    const { ending, make } = kindFor(random);
    // Many small, few larger ones, as in real trees.
    const size = Math.max(16, Math.round(mean * 4 * (random.below(1000) / 1000) ** 3));
    const file = put(`d${i % 12}/s${i % 97}/f${i}.${ending}`);
    writeFileSync(file, make(random, size));
    if (i % 50 === 0) chmodSync(file, 0o755);
  }
  for (const [index, megabytes] of large.entries()) {
    const handle = openSync(put(`large/part${index}.bin`), 'w');
    for (let written = 0; written < megabytes; written += 4)
      writeSync(handle, kinds[index % 3].make(random, 4_000_000));
    closeSync(handle);
  }
  mkdirSync(join(folder, 'empty'), { recursive: true });
  symlinkSync('appspec.yml', join(folder, 'link-to-file'));
  symlinkSync('d0', join(folder, 'link-to-folder'));
}
