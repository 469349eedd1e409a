// What packing and pushing cost beside what others take for the same, in the same minutes on the same machine:
// `npm run bench:push`, with `-- --quick` for a tenth of the trees. Exits 1 where a goal is missed.
import { execFileSync, fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { makeTree } from './trees.mjs';

const quick = process.argv.includes('--quick');
const pairs = quick ? 1 : 3;
const scale = quick ? 10 : 1;
const root = mkdtempSync(join(tmpdir(), 'cdw-bench-'));
const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');
const scratch = join(root, 'tmp');
const trees = {
  a: { seed: 1, files: Math.round(10_001 / scale), bytes: 200e6 / scale },
  b: {
    seed: 2,
    files: Math.round(3_001 / scale),
    bytes: 440e6 / scale,
    large: [40, 60, 64, 80, 80, 100, 136].map((megabytes) => Math.ceil(megabytes / scale / 4) * 4),
  },
};

/** Seconds, and where the machine tells them seconds of the processor, MiB at the peak, and temporary files. */
function run(command, args, options = {}) {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...options,
      env: { ...process.env, TMPDIR: scratch, ...options.env },
    });
    let told = '';
    let peak = 0;
    let disk = 0;
    let cpu = 0;
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    const look = setInterval(() => {
      try {
        peak = Math.max(
          peak,
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
        );
        const ticks = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 15);
        cpu = ticks.reduce((sum, count) => sum + Number(count) / 100, 0);
        for (const name of readdirSync(scratch)) disk = Math.max(disk, statSync(join(scratch, name)).size);
      } catch {
        // Not Linux, or just gone.
      }
    }, 20);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(look);
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ seconds, cpu, peak, disk });
      else reject(new Error(`${command} ${args.join(' ')}: ${code}\n${told}`));
    });
  });
}

const has = (name) => {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    console.log(`Left out: there is no ${name} on this machine.`);
    return false;
  }
};

const median = (values) => [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)];
const told = ({ seconds, cpu }) => `${seconds.toFixed(2)} s (processor ${cpu.toFixed(2)} s)`;
let missed = 0;
const rows = [];
function compare(what, value, goal, detail = '') {
  const isMet = value <= goal;
  if (!isMet) missed++;
  rows.push([isMet ? 'ok' : 'MISSED', what, value.toFixed(2), `<= ${goal}`, detail]);
  console.log(rows.at(-1).join('  '));
}

/** Turn by turn, so that what else the machine does hits both; each pair gives a ratio. */
async function against(what, goal, ours, theirs) {
  const ratios = [];
  const times = [];
  for (let i = 0; i < pairs; i++) {
    const mine = await ours();
    const other = await theirs();
    ratios.push(mine.seconds / other.seconds);
    times.push(`${told(mine)} / ${told(other)}`);
  }
  compare(what, median(ratios), goal, times.join('  '));
}

let sink;
try {
  for (const [name, shape] of Object.entries(trees)) makeTree(join(root, name), shape);
  const bundled = await rolldown({
    input: {
      pack: join(import.meta.dirname, 'pack.ts'),
      worker: join(import.meta.dirname, '..', '..', 'src', 'bundle', 'worker.ts'),
    },
    platform: 'node',
  });
  await bundled.write({ dir: join(root, 'built'), format: 'cjs', entryFileNames: '[name].cjs' });
  console.log(
    `${cpus().length} cores, node ${process.version}, ${pairs} pairs each${quick ? ', a tenth of the trees' : ''}`,
  );

  const packed = {};
  const pack = (tree) => async () => {
    const report = join(root, 'report.json');
    const ran = await run(process.execPath, [join(root, 'built', 'pack.cjs'), join(root, tree), 'zip', report]);
    packed[tree] = JSON.parse(readFileSync(report, 'utf8'));
    // What it packs is compared with what the others pack; the pass before it is part of a push.
    return { ...ran, seconds: packed[tree].packing / 1000 };
  };
  const shell = (tree, command) => () => run('sh', ['-c', command], { cwd: join(root, tree) });
  const zipFile = join(root, 'other.zip');
  const zip = (tree) => async () => {
    rmSync(zipFile, { force: true });
    return run('zip', ['-6', '-r', '-y', '-q', zipFile, '.'], { cwd: join(root, tree) });
  };
  if (has('zip'))
    for (const [tree, goal] of [
      ['a', 0.5],
      ['b', 0.33],
    ]) {
      await against(`pack ${tree} ÷ zip -6`, goal, pack(tree), zip(tree));
      compare(`size ${tree} ÷ zip -6`, packed[tree].size / statSync(zipFile).size, 1.01);
    }
  if (has('pigz'))
    for (const [tree, goal] of [
      ['a', 1],
      ['b', 0.7],
    ])
      await against(
        `pack ${tree} ÷ tar | pigz -p2`,
        goal,
        pack(tree),
        shell(tree, 'tar -cf - . | pigz -p2 > /dev/null'),
      );

  sink = fork(join(import.meta.dirname, 'sink.mjs'));
  const port = await new Promise((resolve) => sink.once('message', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  const env = {
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'ap-northeast-2',
    AWS_DEFAULT_REGION: 'ap-northeast-2',
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: process.env.HOME,
  };
  const emptied = () =>
    new Promise((resolve) => {
      sink.once('message', resolve);
      sink.send('empty');
    });
  const peaks = {};
  const push = (tree) => async () => {
    await emptied();
    const folder = join(root, tree);
    const ran = await run(
      process.execPath,
      [
        program,
        'deploy',
        'push',
        folder,
        '--bucket',
        'bench',
        '--application',
        'shop',
        '--project',
        'shop',
        '--config',
        join(root, 'c.yml'),
        '--no-input',
        '-q',
      ],
      { env, cwd: root },
    );
    peaks[tree] = Math.max(peaks[tree] ?? 0, ran.peak);
    compareDisk(tree, ran.disk);
    return ran;
  };
  const compareDisk = (tree, disk) => {
    if (disk > 0) compare(`temporary disk ${tree}`, disk, 0);
  };
  // A second name: the AWS CLI takes the folder from its option, and follows links.
  const aws = (tree) => async () => {
    await emptied();
    return run(
      'aws',
      [
        'deploy',
        'push',
        '--application-name',
        'shop',
        '--s3-location',
        `s3://bench/${tree}.zip`,
        '--source',
        join(root, tree),
      ],
      { env, cwd: root },
    );
  };
  if (has('aws'))
    for (const [tree, goal] of [
      ['a', 0.55],
      ['b', 0.42],
    ])
      await against(`push ${tree} ÷ aws deploy push`, goal, push(tree), aws(tree));
  else for (const tree of ['a', 'b']) await push(tree)();
  for (const tree of ['a', 'b']) compare(`push ${tree}: MiB at the peak`, peaks[tree], 320);
  compare('push: peak of b ÷ peak of a', peaks.b / peaks.a, 1.4);
} finally {
  sink?.kill();
  rmSync(root, { recursive: true, force: true });
}
console.log(missed === 0 ? 'Every goal is met.' : `${missed} missed.`);
process.exitCode = missed === 0 ? 0 : 1;
