// Everything a run takes from the outside: arguments, environment, streams, time and the wish to stop.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface World {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Epoch milliseconds. */
  now(): number;
  /** Ends early, without error, when `signal` aborts. */
  sleep(milliseconds: number): Promise<void>;
  readonly signal: AbortSignal;
  readonly homedir: string;
  /** Of this package. */
  readonly version: string;
}

/** The world of a real process, and a way to stop what runs in it. */
export function realWorld(own: NodeJS.Process): { world: World; interrupt(reason: Error): void } {
  const controller = new AbortController();
  const { signal } = controller;
  const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8')) as {
    version: string;
  };
  return {
    interrupt: (reason) => controller.abort(reason),
    world: {
      args: own.argv.slice(2),
      env: own.env,
      cwd: own.cwd(),
      // Opened when somebody is asked or piped to: most commands read nothing.
      get stdin() {
        return own.stdin;
      },
      stdout: own.stdout,
      stderr: own.stderr,
      now: Date.now,
      sleep: (milliseconds) =>
        new Promise((resolve) => {
          if (signal.aborted) return resolve();
          const stop = () => {
            clearTimeout(timer);
            resolve();
          };
          const timer = setTimeout(() => {
            signal.removeEventListener('abort', stop);
            resolve();
          }, milliseconds);
          signal.addEventListener('abort', stop, { once: true });
        }),
      signal,
      homedir: own.env.HOME || homedir(),
      version,
    },
  };
}
