// What watching costs: calls and client CPU per look, beside naive watching in the same run, for fleets of 10 to 10,000.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { connect } from '../../src/aws/connect.ts';
import { allPages, type Place } from '../../src/aws/place.ts';
import { deploymentInfo, isActive } from '../../src/deployments/status.ts';
import { watch } from '../../src/deployments/watch.ts';
import type { Line, Progress } from '../../src/engine/resource.ts';
import { en } from '../../src/text/en/index.ts';
import { createUi } from '../../src/ui/index.ts';
import { fleet } from '../support/fleet.ts';
import { loopbackAws } from '../support/loopback-aws.ts';

const SIZES = [10, 100, 1_000, 10_000];
const WAYS = ['naive', 'lines', 'grid'] as const;
type Way = (typeof WAYS)[number];
const ID = 'd-FLEET0001';
/** Each naive look costs the same: enough of them for an average. */
const NAIVE_LOOKS = 15;
/** The client's first looks load and compile; they are not of the steady cost. */
const WARM_UP = 5;

interface Cost {
  looks: number;
  total: number;
  average: number;
  peak: number;
  /** Milliseconds of CPU per look. */
  cpu: number;
  /** MiB. */
  rss: number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const own = process.argv[1]!;
const [mode, size = '', way = '', page = ''] = process.argv.slice(2);
if (mode === 'serve') await serve(Number(size), Number(page || 100));
else if (mode === 'watch') await measure(way as Way, page);
else await compare();

/** One per cent fails; everything begins at once, and takes about a minute when looked at each five seconds. */
async function serve(instances: number, page: number) {
  const server = await loopbackAws(
    fleet({ instances, page, begins: (index) => (index * 7) % 48, fails: (index) => index % 100 === 3 }),
  );
  say(server.url);
}

async function measure(way: Way, url: string) {
  let calls = 0;
  const aws = connect({ region: 'ap-northeast-2', endpointUrl: url, onCall: () => calls++ });
  const place = { aws, clock: { now: Date.now, sleep: async () => {} }, command: () => '' } as unknown as Place;
  const look = way === 'naive' ? naive(place) : ours(place, way);
  const perLook: number[] = [];
  let before = process.cpuUsage();
  let rss = 0;
  for (let going = true; going; ) {
    if (perLook.length === WARM_UP) before = process.cpuUsage();
    const at = calls;
    going = await look();
    perLook.push(calls - at);
    rss = Math.max(rss, process.memoryUsage.rss());
  }
  const { user, system } = process.cpuUsage(before);
  const cost: Cost = {
    looks: perLook.length,
    total: calls,
    average: calls / perLook.length,
    peak: Math.max(...perLook),
    cpu: (user + system) / 1_000 / (perLook.length - WARM_UP),
    rss: rss / 1024 ** 2,
  };
  say(JSON.stringify(cost));
  process.exit(0);
}

function ours(place: Place, way: Way): () => Promise<boolean> {
  const watching = watch(place);
  const screen = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
    isTTY: way === 'grid',
    columns: 80,
    rows: 50,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  }) as unknown as NodeJS.WriteStream;
  const world = { stdout: screen, stderr: screen, env: {}, now: Date.now } as never;
  const ui = createUi({ world, text: en, output: 'text', interactive: false, quiet: false, color: true });
  return async () => {
    const line = await watching.look(await deploymentInfo(place, ID), ui as Progress);
    ui.wait(line as Line | undefined);
    return line !== undefined;
  };
}

/** Lists and reads everything at each look. */
function naive(place: Place): () => Promise<boolean> {
  const { codeDeploy } = place.aws;
  let looks = 0;
  return async () => {
    const info = await deploymentInfo(place, ID);
    const ids = await allPages(
      (nextToken) => codeDeploy.listDeploymentTargets({ deploymentId: ID, nextToken }),
      ({ targetIds }) => targetIds,
      ({ nextToken }) => nextToken,
    );
    for (let start = 0; start < ids.length; start += 25)
      await codeDeploy.batchGetDeploymentTargets({ deploymentId: ID, targetIds: ids.slice(start, start + 25) });
    return isActive(info) && ++looks < NAIVE_LOOKS;
  };
}

async function compare() {
  const costs = new Map<string, Cost>();
  for (const page of [100, 25]) {
    say(`page of ${page}`);
    say('      N  way     looks  calls  per look  peak  ÷ naive  cpu ms/look  rss MiB');
    for (const instances of SIZES)
      for (const way of WAYS) {
        const cost = await costOf(instances, way, page);
        costs.set(`${page} ${instances} ${way}`, cost);
        const baseline = costs.get(`${page} ${instances} naive`)!;
        const ratio = cost.average / baseline.average;
        say(
          [
            String(instances).padStart(7),
            way.padEnd(6),
            String(cost.looks).padStart(6),
            String(cost.total).padStart(6),
            cost.average.toFixed(2).padStart(9),
            String(cost.peak).padStart(5),
            (ratio >= 0.995 ? '1' : `1/${(1 / ratio).toFixed(1)}`).padStart(8),
            cost.cpu.toFixed(1).padStart(12),
            cost.rss.toFixed(0).padStart(8),
          ].join(' '),
        );
      }
    const largest = costs.get(`${page} ${SIZES.at(-1)} grid`)!;
    const smallest = costs.get(`${page} ${SIZES[0]} grid`)!;
    say(`cpu per look of the grid at ${SIZES.at(-1)} ÷ at ${SIZES[0]}: ${(largest.cpu / smallest.cpu).toFixed(2)}\n`);
  }
}

async function costOf(instances: number, way: Way, page: number): Promise<Cost> {
  const server = start('serve', String(instances), '', String(page));
  const url = await firstLine(server);
  const watcher = start('watch', '', way, url);
  const cost = JSON.parse(await firstLine(watcher)) as Cost;
  server.kill();
  return cost;
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [own, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'ap-northeast-2' },
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('It ended without an answer.');
  });
  const [line] = (await Promise.race([once(createInterface(child.stdout!), 'line'), ended])) as [string];
  ended.catch(() => {});
  return line;
}
