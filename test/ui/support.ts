// A world without a process for one face: what it writes is kept, and time moves when told to.
import { Writable } from 'node:stream';
import type { Envelope } from '../../src/engine/ui.ts';
import type { World } from '../../src/world.ts';

interface FakeWorld {
  /** Columns of the terminal at each end; absent where there is none. */
  out?: number;
  err?: number;
  env?: Record<string, string>;
  TERM?: string;
}

export function fakeWorld({ out, err, env = {}, TERM = 'xterm' }: FakeWorld = {}) {
  let now = 0;
  const end = (columns: number | undefined) => {
    let written = '';
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    return {
      stream: Object.assign(stream, { isTTY: columns !== undefined, columns }) as unknown as World['stdout'],
      written: () => written,
    };
  };
  const stdout = end(out);
  const stderr = end(err);
  const world: World = {
    args: [],
    env: { ...env, TERM },
    cwd: '/',
    stdin: Object.assign(new Writable(), { isTTY: false }) as unknown as World['stdin'],
    stdout: stdout.stream,
    stderr: stderr.stream,
    now: () => now,
    sleep: async () => {},
    signal: new AbortController().signal,
    homedir: '/',
    version: '0.0.0',
  };
  return {
    world,
    out: stdout.written,
    err: stderr.written,
    tick(milliseconds: number) {
      now += milliseconds;
    },
  };
}

export const envelope = (more: Partial<Envelope> = {}): Envelope => ({
  ok: true,
  command: 'init',
  version: '0.0.0',
  sandbox: true,
  account: null,
  region: null,
  changes: [],
  gives: {},
  data: null,
  warnings: [],
  next: [],
  error: null,
  ...more,
});
