// A check, and the walk through all of them: what nobody may look at is unknown, and never passes.
import { actionsOf } from '../aws/actions.ts';
import { awsPart, explain } from '../aws/errors.ts';
import type { CheckData, CheckGroup, CheckId, Unseen } from '../text/en/index.ts';
import type { Facts } from './facts.ts';

/** What is wrong, in the data of its sentences. */
export interface Wrong<D = Record<string, string | number>> {
  status: 'warn' | 'fail';
  data: D;
}

/** `undefined`: there is nothing that it could be about, such as the alarms of a group without alarms. */
type Look<D> = (facts: Facts) => Promise<Wrong<D> | 'pass' | undefined>;

export interface Check {
  id: CheckId;
  group: CheckGroup;
  look: Look<object>;
}

export const check = <K extends CheckId>(id: K, group: CheckGroup, look: Look<CheckData<K>>): Check => ({
  id,
  group,
  look,
});

export const warn = <D>(data: D): Wrong<D> => ({ status: 'warn', data });
export const fail = <D>(data: D): Wrong<D> => ({ status: 'fail', data });

/** Thrown by a fact that cannot be known. */
export class Unknown extends Error {
  readonly why: Unseen;
  readonly data: Record<string, string>;
  constructor(why: Unseen, data: Record<string, string> = {}) {
    super(why);
    this.why = why;
    this.data = data;
  }
}

export type Checked = Pick<Check, 'id' | 'group'> &
  ({ status: 'pass' } | { status: 'warn' | 'fail'; data: object } | { status: 'unknown'; why: Unseen; data: object });

/** Side by side: they share what they read. */
export async function examine(facts: Facts, checks: readonly Check[]): Promise<Checked[]> {
  const all = await Promise.all(checks.map((one) => lookAt(facts, one)));
  return all.flat();
}

async function lookAt(facts: Facts, { id, group, look }: Check): Promise<Checked[]> {
  try {
    const found = await look(facts);
    if (found === undefined) return [];
    return [found === 'pass' ? { id, group, status: 'pass' } : { id, group, ...found }];
  } catch (error) {
    const { why, data } = error instanceof Unknown ? error : unseen(error);
    return [{ id, group, status: 'unknown', why, data }];
  }
}

const UNANSWERED: ReadonlySet<string> = new Set(['refused', 'throttled', 'unreachable', 'timedOut']);

function unseen(error: unknown): Unknown {
  const known = explain(error);
  const [service, operation] = awsPart(known)?.operation.split(':') ?? [];
  const action = service && operation && actionsOf(service, operation)[0];
  if (action && ['denied', 'bucketDenied', 'keyDenied'].includes(known.code)) return new Unknown('denied', { action });
  if (!UNANSWERED.has(known.code)) throw error;
  const [message = ''] = (error as Error).message.split('\n');
  return new Unknown('unanswered', { message });
}
