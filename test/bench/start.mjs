// How quickly a process starts: the built program beside bare Node, the AWS CLI and what else npm offers.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { pairs, peakOf, run, timed } from './processes.mjs';
import { median } from './table.mjs';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'bin', 'codedeploy-wizard.js');
const node = process.execPath;

/** What Node's versions cost by themselves differs by more than a factor of two: so do the ratios that can be reached. */
const [major] = process.versions.node.split('.').map(Number);
const goal = (twenty, newer) => (major === 20 ? twenty : newer);

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/kim</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

export async function start({ row, title, leftOut }, count) {
  const home = mkdtempSync(join(tmpdir(), 'cdw-start-'));
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.setHeader('content-type', 'text/xml').end(IDENTITY));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'ap-northeast-2',
    AWS_DEFAULT_REGION: 'ap-northeast-2',
    AWS_ENDPOINT_URL: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const bare = () => timed([node, '-e', '0'], { env, cwd: home });
  const against = async (what, aim, command, base = bare) => {
    const { ratio, detail } = await pairs(count, () => timed(command, { env, cwd: home }), base);
    row(what, ratio, aim, detail);
  };
  try {
    title(`Start, in processor time ÷ node -e 0 (median of ${count} pairs)`);
    await against('--version', goal(1.1, 1.25), [node, program, '--version']);
    await against('--help', goal(1.35, 1.7), [node, program, '--help']);
    await against('deploy --help', goal(1.35, 1.7), [node, program, 'deploy', '--help']);

    const call = script(
      home,
      'call',
      `const { connect } = require(${chunk('src/aws/connect.ts')});
connect({ region: 'ap-northeast-2', endpointUrl: '${endpoint}' }).sts.getCallerIdentity({});`,
    );
    await against('first signed call', goal(2.4, 5), [node, call]);
    if (await has('aws')) {
      const aws = () =>
        timed(['aws', 'sts', 'get-caller-identity'], { env: { ...env, HOME: process.env.HOME }, cwd: home });
      await against('first signed call ÷ aws sts get-caller-identity', 0.33, [node, call], aws);
    } else leftOut('aws sts get-caller-identity', 'there is no aws on this machine');
    const services = readdirOf('src/aws/services/');
    const all = script(
      home,
      'all',
      services.map((file) => `new (require(${chunk(file)}).Client)({ region: 'ap-northeast-2' });`).join('\n'),
    );
    await against(`load and open all ${services.length} clients`, goal(2.3, 4.5), [node, all]);

    title('First prompt of init in a pseudo-terminal, in wall time ÷ the first byte of bare Node');
    const first = [];
    for (let i = 0; i <= count; i++) {
      const base = await firstBytes(['-e', "process.stdout.write('x')"], /x/, env, home);
      const own = await firstBytes([program, 'init', '--sandbox'], /\?/, env, home);
      // The first of all reads from the disk.
      if (i > 0) first.push({ base, own });
    }
    const of = (pick) => Math.round(median(first.map(pick)));
    row(
      'init',
      median(first.map(({ own, base }) => own / base)),
      goal(1.6, 2.3),
      `${of(({ own }) => own)} ms against ${of(({ base }) => base)} ms`,
    );

    title('Memory at the peak ÷ node -e 0');
    const peak = async (...args) => {
      const measured = [];
      for (let i = 0; i < 5; i++) measured.push(await peakOf(args, { env, cwd: home }));
      return median(measured);
    };
    const none = await peak('-e', '0');
    const memory = (what, aim, own) =>
      row(what, own / none, goal(aim, undefined), `${own.toFixed(0)} MiB against ${none.toFixed(0)} MiB`);
    memory('--version', 1.12, await peak(program, '--version'));
    memory('first prompt', 1.35, await promptPeak(env, home));
    memory('first signed call', 1.5, await peak(call));

    await peers({ row, title, leftOut }, home, env, count);
  } finally {
    server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const built = () => Object.entries(JSON.parse(readFileSync(join(root, 'build', 'meta.json'), 'utf8')));
/** The built file in which a source begins, as a string to require. */
function chunk(source) {
  const [file] = built().find(([, each]) => each.source === source);
  return JSON.stringify(join(root, file));
}
const readdirOf = (folder) => built().flatMap(([, { source }]) => (source?.startsWith(folder) ? [source] : []));

function script(folder, name, text) {
  const file = join(folder, `${name}.cjs`);
  writeFileSync(file, text);
  return file;
}

const has = (name) =>
  run(['sh', '-c', `command -v ${name}`]).then(
    () => true,
    () => false,
  );

const PATIENCE = 30_000;

/** Milliseconds until `pattern` stands on a terminal; rejects where it never does. */
function firstBytes(args, pattern, env, cwd) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(node, args, { name: 'xterm-256color', cols: 80, rows: 50, cwd, env });
    let written = '';
    let after;
    child.onData((data) => {
      written += data;
      if (after !== undefined || !pattern.test(written)) return;
      after = performance.now() - started;
      child.write('\u0003');
    });
    const tooLong = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.onExit(() => {
      clearTimeout(tooLong);
      if (after === undefined) reject(new Error(`${args.join(' ')} never said ${pattern}:\n${written}`));
      else resolve(after);
    });
  });
}

const promptPeak = (env, cwd) =>
  peakOf([program, 'init', '--sandbox'], { env, cwd }, ([, ...args], options) =>
    firstBytes(args, /\?/, options.env, options.cwd),
  );

const PEERS = [
  { name: 'aws-cdk', version: '3.0.0', bin: 'cdk' },
  { name: 'release-it', version: '20.2.1', bin: 'release-it' },
];

/** Where the registry can be reached, beside what others of its kind take. */
async function peers({ row, title, leftOut }, home, env, count) {
  const folder = join(home, 'peers');
  mkdirSync(folder);
  title('Others, in processor time ÷ node -e 0');
  for (const { name, version, bin } of PEERS) {
    try {
      await run(['npm', 'install', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${version}`], {
        cwd: folder,
        patience: 90_000,
      });
    } catch (error) {
      leftOut(`${name} ${version}`, error.message.split('\n')[0].slice(0, 120));
      continue;
    }
    for (const flag of ['--version', '--help']) {
      const command = [join(folder, 'node_modules', '.bin', bin), flag];
      const bare = () => timed([node, '-e', '0'], { env, cwd: home });
      const { ratio, detail } = await pairs(Math.min(3, count), () => timed(command, { env, cwd: home }), bare);
      row(`${name} ${version} ${flag}`, ratio, undefined, detail);
    }
  }
}
