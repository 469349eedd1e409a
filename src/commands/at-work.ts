// Two at once: whoever works on a project, or deploys to a group, says so for as long as he does; the other hears who it is.
// Only on one machine: elsewhere AWS decides, whose names are unique and which takes one deployment of a group at a time.
import { hostname } from 'node:os';
import { type Held, take } from '../engine/alone.ts';
import { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import { settle } from '../engine/settle.ts';
import type { Session } from '../session.ts';

interface Owner {
  user: string;
  host: string;
  pid: number;
  command: string;
  /** Epoch milliseconds. */
  since: number;
}

export interface Doing {
  /** The project, or a deployment group. Taken in this order. */
  what: string[];
  command: string;
  /** Waits until the other has done instead of giving up. */
  waits?: boolean;
}

export async function atWork<T>(session: Session, doing: Doing, act: () => Promise<T>): Promise<T> {
  const held: Held[] = [];
  try {
    for (const what of doing.what) held.push(await taken(session, what, doing));
    return await act();
  } finally {
    for (const one of held.reverse()) await one.release();
  }
}

async function taken(session: Session, what: string, { command, waits }: Doing): Promise<Held> {
  const { world, ui, globals } = session;
  const name = [...(await whereabouts(session)), what].join('\n');
  const user = world.env.USER ?? world.env.LOGNAME ?? world.env.USERNAME ?? '';
  const owner: Owner = { user, host: hostname(), pid: process.pid, command, since: world.now() };
  let held = await take(name, JSON.stringify(owner));
  if (held.by === undefined || !waits) return mustBeOurs(session, what, held);
  // Another process is waited for, so its time counts and not that of the sandbox.
  const look = async () => {
    held = await take(name, JSON.stringify(owner));
    return held.by === undefined ? undefined : line('waitAtWork', { what, ...told(session, held.by) });
  };
  await settle(look, what, {
    clock: world,
    signal: world.signal,
    interval: Math.min(globals.pollInterval, 1_000),
    timeout: globals.timeout ?? 60 * 60_000,
    wait: (text) => ui.wait(text),
  });
  return held;
}

function mustBeOurs(session: Session, what: string, held: Held): Held {
  if (held.by === undefined) return held;
  throw new WizardError('atWork', { what, ...told(session, held.by) });
}

/** The same name elsewhere is another thing. */
async function whereabouts({ known, globals, world }: Session): Promise<string[]> {
  const { account, region } = known();
  const endpoint = globals.endpointUrl ?? world.env.AWS_ENDPOINT_URL ?? '';
  const { stateFile } = await import('../sandbox/store.ts');
  const sandbox = globals.sandbox ? stateFile(world.env, world.homedir, world.cwd) : '';
  return [account ?? '', region ?? '', endpoint, sandbox];
}

/** What it says comes from another process: anything may stand there. */
function told({ world }: Session, by: string) {
  let owner: Partial<Owner> = {};
  try {
    owner = JSON.parse(by) as Partial<Owner>;
  } catch {
    // It is at work, and that is all that is known.
  }
  const { user = '', host = '', pid = 0, command = '', since = world.now() } = owner;
  const plain = (text: unknown) =>
    String(text)
      .replace(/[^\p{L}\p{N} ._@-]/gu, '')
      .slice(0, 100);
  const seconds = Math.max(0, Math.floor((world.now() - Number(since)) / 1000)) || 0;
  return { user: plain(user), host: plain(host), pid: Number(pid) || 0, command: plain(command), seconds };
}
