// Runs whole command lines in this process, in a folder and a home of their own, against the sandbox.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Envelope } from '../../src/engine/ui.ts';
import { run } from '../../src/program.ts';
import type { State } from '../../src/sandbox/state.ts';
import type { World } from '../../src/world.ts';
import { commandsIn, mustBeTypable } from './command-lines.ts';
import type { FarAway } from './far-away.ts';
import { mustBePermitted } from './permitted.ts';
import { mustHoldNoSecret, SECRETS } from './secrets.ts';

export interface RecordedCall {
  service: string;
  operation: string;
  write: boolean;
  input: unknown;
  /** The account of the sandbox at this moment. */
  readonly state?: State;
  output?: unknown;
}

export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
  calls: RecordedCall[];
  /** The one document that `--output json` prints. */
  envelope: Envelope;
}

export interface Bench {
  cwd: string;
  home: string;
  run(args: string[], options?: RunOptions): Promise<Ran>;
}

export interface RunOptions {
  /** What is piped in; `terminal`: nothing is, for a person sits there. */
  stdin?: string;
  env?: Record<string, string>;
  /** What the result is written to is a terminal as wide as this. */
  columns?: number;
  /** Aborts with a reason to stand for Ctrl-C. */
  signal?: AbortSignal;
  /** Throws to stand for the network failing or the process dying. */
  onCall?: (call: RecordedCall, moment: 'before' | 'after', writes: number) => void | Promise<void>;
  /** Where the account is, by a clock of its own; no call is throttled then. */
  away?: FarAway;
}

const sink = (chunks: string[]) =>
  new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });

/** What is to be typed next, of a document that JSON mode printed: whole lines, and commands within a fix or a hint. */
function suggestedIn(out: string): string[] {
  if (!out.startsWith('{"') && !out.startsWith('{\n')) return [];
  try {
    const { next = [], error, data } = JSON.parse(out) as Partial<Envelope>;
    const checks = (data as { checks?: { fix?: string | null }[] } | null)?.checks ?? [];
    return [
      ...next,
      ...[error?.hint, ...checks.map(({ fix }) => fix)].flatMap((text) => commandsIn(text ?? '')),
    ].filter((line) => line.startsWith('codedeploy-wizard '));
  } catch {
    return [];
  }
}

/** A folder with a home of its own; each command sees what the one before it made. */
export function bench(name = 'shop'): Bench {
  const cwd = join(mkdtempSync(join(tmpdir(), 'cdw-')), name);
  const home = mkdtempSync(join(tmpdir(), 'cdw-home-'));
  const started = Date.now();
  return {
    cwd,
    home,
    async run(args, { env = {}, signal = new AbortController().signal, onCall, stdin, columns, away } = {}) {
      mkdirSync(cwd, { recursive: true });
      const stdout: string[] = [];
      const stderr: string[] = [];
      const calls: RecordedCall[] = [];
      const world = {
        args,
        env: { ...SECRETS, ...env },
        cwd,
        stdin: Object.assign(Readable.from([Buffer.from(stdin ?? '')]), {
          isTTY: stdin === 'terminal',
        }) as unknown as World['stdin'],
        stdout: Object.assign(sink(stdout), columns && { isTTY: true, columns }) as unknown as World['stdout'],
        stderr: sink(stderr) as unknown as World['stderr'],
        // One moment for all: a name made from the clock must not change between a plan and its run.
        now: () => started,
        sleep: async () => {},
        signal,
        homedir: home,
        version: '0.1.0',
      } satisfies World as World;
      let writes = 0;
      const exitCode = await run(world, {
        onCall: (call, moment) => {
          if (moment === 'before') {
            calls.push(call);
            if (call.write) writes++;
          }
          return onCall?.(call, moment, writes);
        },
        ...(away && { carry: away.carry, throttling: false }),
      });
      mustBePermitted(args, calls);
      mustHoldNoSecret(stdout.join('') + stderr.join(''), [
        join(cwd, 'codedeploy-wizard.yml'),
        join(home, '.local', 'state', 'codedeploy-wizard', 'sandbox-shop.json'),
      ]);
      const out = stdout.join('');
      await mustBeTypable(suggestedIn(out));
      return {
        exitCode,
        stdout: out,
        stderr: stderr.join(''),
        calls,
        get envelope() {
          return JSON.parse(out) as Envelope;
        },
      };
    },
  };
}

export const example = join(import.meta.dirname, '..', '..', 'docs', 'example');
export const initBook = ['init', '--sandbox', '--yes', '--source', 'local', '--directory', example, '--output', 'json'];

/** Makes the folder a repository with the example application whose one commit is on the remote. */
export function repository({ cwd }: Bench) {
  mkdirSync(cwd, { recursive: true });
  cpSync(example, cwd, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.com', ...args], { cwd, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'First release');
  git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

/** Starts the empty account in a repository, and answers the command line that walks it. */
export async function initEmpty(here: Bench): Promise<string[]> {
  repository(here);
  await here.run(['sandbox', 'reset', '--scenario', 'empty']);
  const state = JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;
  const [image = ''] = Object.keys(state.ec2.images);
  return ['init', '--sandbox', 'empty', '--yes', '--output', 'json', '--image-id', image, '--source', 'github'];
}

/** Where the sandbox of the project `shop` keeps its state. */
export const stateFile = ({ home }: Bench) => join(home, '.local', 'state', 'codedeploy-wizard', 'sandbox-shop.json');
