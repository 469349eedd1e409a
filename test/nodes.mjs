// A slice of the tests on the other versions of Node that users run: `npm run test:nodes`, with `-- 22` for one of them.
// The package `node` of npm holds the binary; where it cannot be had a line says so, and nothing is proven.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const versions = asked.length > 0 ? asked : ['22', '24'];
/** What touches Node itself: files, archives, threads, sockets, signals, pseudo-terminals, and the packed program. */
const SLICE = ['package', 'bundle', 'aws', 'ui', 'probe', 'engine', 'cli/killed', 'cli/help', 'trips'];

const folder = mkdtempSync(join(tmpdir(), 'cdw-nodes-'));
let failed = false;
try {
  for (const version of versions) {
    const bin = binOf(version);
    if (!bin) continue;
    const node = join(bin, 'node');
    process.stdout.write(`\nNode ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}\n`);
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const { status } = spawnSync(node, [vitest, 'run', ...SLICE.map((name) => `test/${name}`)], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    });
    failed ||= status !== 0;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

function binOf(version) {
  const home = join(folder, version);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{}');
  const args = ['install', '--no-audit', '--no-fund', '--prefix', home, `node@${version}`];
  const { status, stderr } = spawnSync('npm', args, { cwd: home, encoding: 'utf8' });
  if (status === 0) return join(home, 'node_modules', 'node', 'bin');
  process.stdout.write(`Node ${version}: left out, npm could not bring it (${stderr.trim().split('\n')[0]})\n`);
  return undefined;
}
