// One process at a time, on one machine: a socket that only one can listen on, and that the system closes with its owner.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long somebody who does not say who he is is waited for. */
const SILENCE = 2_000;
const LONGEST_NAME = 4_096;

/** `what` names what is worked on; the longest name fits whatever it is called. */
function addressOf(what: string): { address: string; leavesFile: boolean } {
  const name = `codedeploy-wizard-${createHash('sha256').update(what).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return { address: `\0${name}`, leavesFile: false };
  if (process.platform === 'win32') return { address: `\\\\.\\pipe\\${name}`, leavesFile: false };
  return { address: join(tmpdir(), name.replace('codedeploy-wizard', 'cdw')), leavesFile: true };
}

export interface Held {
  /** Undefined: it is ours until `release`, or it cannot be known here. Else what its owner says of himself; empty if nothing. */
  by?: string;
  release(): Promise<void>;
}

/** Takes `what` for this process, or says who has it. Where no socket can be had nobody is kept out. */
export async function take(what: string, owner: string): Promise<Held> {
  const { address, leavesFile } = addressOf(what);
  for (let tries = 0; ; tries++) {
    const listening = await listen(address, owner);
    if (listening !== 'taken') return { release: async () => void (listening && (await closed(listening))) };
    const by = await ask(address);
    if (by !== undefined) return { by, release: async () => {} };
    // Its owner has gone between the two looks; where sockets are files, a killed one leaves his.
    if (leavesFile) rmSync(address, { force: true });
    if (tries > 100) return { by: '', release: async () => {} };
  }
}

const listen = (address: string, owner: string) =>
  new Promise<Server | 'taken' | undefined>((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(owner.slice(0, LONGEST_NAME));
    });
    server.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EADDRINUSE' ? 'taken' : undefined));
    // Holding it keeps no process alive.
    server.listen(address, () => resolve(server.unref()));
  });

const closed = (server: Server) => new Promise<void>((resolve) => void server.close(() => resolve()));

/** What the owner says; undefined when there is none. */
const ask = (address: string) =>
  new Promise<string | undefined>((resolve) => {
    let said = '';
    const socket = connect(address);
    socket.setTimeout(SILENCE, () => {
      resolve('');
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      said += String(chunk);
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' || code === 'ENOENT' ? undefined : said),
    );
    socket.on('end', () => resolve(said));
  });

/** Does `act` while nobody else does anything alone with `what`; the others wait their turn. */
export async function alone<T>(what: string, act: () => T | Promise<T>): Promise<T> {
  for (;;) {
    const held = await take(what, '');
    if (held.by === undefined) {
      try {
        return await act();
      } finally {
        await held.release();
      }
    }
    await new Promise((done) => setTimeout(done, 1 + Math.random() * 4));
  }
}
