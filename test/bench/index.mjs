// What this program costs beside what others take for the same, in one run: `npm run bench`, with `-- --only start,trips`
// for some of it and `-- --quick` for fewer turns. Exits 1 where a goal is missed. Results: docs/performance.md.
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { install } from './install.mjs';
import { run } from './processes.mjs';
import { start } from './start.mjs';
import { goals } from './table.mjs';

const root = join(import.meta.dirname, '..', '..');
const quick = process.argv.includes('--quick');
const only = process.argv[process.argv.indexOf('--only') + 1]?.split(',');
const wanted = (name) => !process.argv.includes('--only') || only?.includes(name);
const table = goals();

console.log(
  `${new Date().toISOString().slice(0, 10)}, node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
);

if (wanted('start')) await start(table, quick ? 5 : 11);
if (wanted('install')) await install(table, quick ? 3 : 5);
if (wanted('trips')) await trips(table);
if (wanted('push')) await whole('Packing and pushing', ['node', join(root, 'test', 'bench', 'push.mjs'), '--quick']);
if (wanted('watch')) await watching(table);

console.log(table.missed() === 0 ? '\nEvery goal is met.' : `\n${table.missed()} missed.`);
process.exitCode = table.missed() === 0 ? 0 : 1;

/** Counted in the sandbox by a clock of its own: exact, and the same on every machine. */
async function trips({ row, title }) {
  title('Round trips one after the other, and calls, with an account 100 ms away');
  const bundled = await rolldown({
    input: join(root, 'test', 'bench', 'trips.ts'),
    platform: 'node',
    external: /^[^./]/,
  });
  const outdir = join(root, 'build', 'bench');
  await bundled.write({ dir: outdir, format: 'esm' });
  const { stdout } = await run([process.execPath, join(outdir, 'trips.js')]);
  for (const { name, depth, calls, goals } of JSON.parse(stdout)) {
    row(`${name}: round trips`, depth, goals.depth);
    row(`${name}: calls`, calls, goals.calls);
  }
}

/** A bench that has a table of its own. */
async function whole(name, command) {
  table.title(name);
  try {
    console.log((await run(command, { cwd: root, patience: 600_000 })).stdout.trim());
  } catch (error) {
    console.log(error.message);
    table.row(`${name}: as a whole`, 1, 0);
  }
}

async function watching({ row, title }) {
  title('Watching a deployment, calls per look');
  const { stdout } = await run(['npm', 'run', '--silent', 'bench:watch'], { cwd: root, patience: 600_000 });
  console.log(stdout.trim());
  const [pages] = stdout.split('page of 25');
  const rows = pages.split('\n').flatMap((line) => {
    const [size, way, , , average, peak, ratio, cpu, rss] = line.trim().split(/\s+/);
    return way === 'grid' || way === 'lines' ? [{ size, way, average, peak, ratio: fraction(ratio), cpu, rss }] : [];
  });
  for (const { size, way, average, peak, ratio, cpu, rss } of rows) {
    row(`${way} of ${size}: calls per look`, Number(average), way === 'grid' ? 4 : undefined);
    if (way === 'grid') row(`${way} of ${size}: calls at the peak`, Number(peak), 5);
    if (way === 'grid' && size === '1000') row(`${way} of ${size} ÷ naive`, ratio, 1 / 15);
    if (way === 'grid' && size === '10000') {
      row(`${way} of ${size} ÷ naive`, ratio, 1 / 120);
      row(`${way} of ${size}: milliseconds of the processor per look`, Number(cpu), 25);
      row(`${way} of ${size}: MiB`, Number(rss), 80);
    }
  }
}

/** `1/16.2`, as the table of watching says it. */
function fraction(ratio) {
  const [over, under = 1] = ratio.split('/').map(Number);
  return over / under;
}
