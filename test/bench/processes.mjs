// What whole processes cost, told by the shell: milliseconds of the processor, to the millisecond, turn by turn with others.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './table.mjs';

const TIMED = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>/dev/null';

/** Wall and processor in milliseconds. */
export async function timed(command, { env, cwd } = {}) {
  const { stderr } = await run(['bash', '-c', TIMED, 'timed', ...command], { env, cwd });
  const [wall, user, system] = stderr.trim().split(/\s+/).map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000 };
}

/** Rejects where it fails, or takes longer than `patience`. */
export function run([command, ...args], { env, cwd, patience = 300_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve({ stdout, stderr });
      else reject(new Error(`${command} ${args.join(' ')}: ${code}\n${stderr.slice(-500)}`));
    });
  });
}

/** The ratio of processor time, pair by pair, so that what else the machine does hits both. */
export async function pairs(count, ours, bare) {
  await ours();
  await bare();
  const all = [];
  for (let i = 0; i < count; i++) {
    const base = await bare();
    const own = await ours();
    all.push({ own, base, ratio: own.cpu / base.cpu });
  }
  const of = (pick) => Math.round(median(all.map(pick)));
  return {
    ratio: median(all.map(({ ratio }) => ratio)),
    detail: `${of(({ own }) => own.cpu)} ms against ${of(({ base }) => base.cpu)} ms`,
  };
}

const PROBE = `process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;

/** MiB at the peak of a Node process; `end` may end it in its own way. */
export async function peakOf(args, { env, cwd } = {}, start = run) {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-peak-'));
  const probe = join(folder, 'probe.cjs');
  const file = join(folder, 'peak');
  writeFileSync(probe, PROBE);
  try {
    await start([process.execPath, '--require', probe, ...args], { env: { ...env, PEAK_FILE: file }, cwd });
    return Number(readFileSync(file, 'utf8')) / 1024;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
