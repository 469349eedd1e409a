// How many calls the everyday commands make, and how many round trips one after the other, to an account 100 ms away.
import { farAway } from './far-away.ts';
import { type Bench, bench, example, initBook, initEmpty } from './run.ts';

export interface Trips {
  calls: number;
  /** Round trips that had to wait for one another. */
  depth: number;
  /** What was under way together, in order. */
  waves: string[][];
}

async function measured(here: Bench, args: string[]): Promise<Trips> {
  const away = farAway();
  const { exitCode, calls, stderr } = await here.run(args, { away });
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${exitCode}\n${stderr}`);
  return { calls: calls.length, depth: away.elapsed() / 100, waves: away.waves };
}

/** Up to the call that begins it; after that its end is what is waited for. */
async function untilCreated(here: Bench, args: string[]): Promise<Trips> {
  const { waves } = await measured(here, args);
  const before = waves.slice(0, waves.findIndex((wave) => wave.includes('codeDeploy.createDeployment')) + 1);
  return { calls: before.flat().length, depth: before.length, waves: before };
}

const sandbox = (...command: string[]) => [...command, '--sandbox', '--output', 'json'];

export interface Situation {
  name: string;
  /** At most: what must be known before what else can be asked allows no fewer by much. */
  depth: number;
  calls: number;
  measure(): Promise<Trips>;
}

export const situations: Situation[] = [
  {
    name: 'init, planned for the servers of the book',
    depth: 10,
    calls: 34,
    measure: () => measured(bench(), [...initBook, '--dry-run']),
  },
  {
    name: 'init, planned for an empty account',
    depth: 9,
    calls: 24,
    async measure() {
      const here = bench();
      return measured(here, [...(await initEmpty(here)), '--dry-run']);
    },
  },
  { name: 'init, second run', depth: 7, calls: 26, measure: async () => measured(await shop(), initBook) },
  { name: 'status', depth: 7, calls: 33, measure: async () => measured(await shop(), sandbox('status')) },
  { name: 'doctor', depth: 8, calls: 41, measure: async () => measured(await shop(), sandbox('doctor')) },
  {
    name: 'deploy, until it begins',
    depth: 15,
    calls: 18,
    measure: async () => untilCreated(await shop(), sandbox('deploy', '--yes', '--directory', example)),
  },
];

let made: Promise<Bench> | undefined;

/** What `init` has made whole; making it also loads what the commands load, since loading is no round trip. */
export function shop(): Promise<Bench> {
  made ??= (async () => {
    const here = bench();
    const { exitCode, stderr } = await here.run(initBook);
    if (exitCode !== 0) throw new Error(stderr);
    return here;
  })();
  return made;
}
