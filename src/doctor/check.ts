// A check, and the walk through all of them: what nobody may look at is unknown, and never passes.
import { actionsOf } from '../aws/actions.ts';
import { awsPart, explain } from '../aws/errors.ts';
import type { CheckData, CheckGroup, CheckId, Unseen as Why } from '../text/en/index.ts';
import type { Facts } from './facts.ts';
import { NEEDS } from './needs.ts';

/** How many instances a check is about, how many of them were looked into, and on how many it found what is wrong. */
export interface HostCounts {
  total: number;
  seen: number;
  affected: number;
}

/** What is wrong, in the data of its sentences. */
export interface Wrong<D = Record<string, string | number>> {
  status: 'warn' | 'fail';
  data: D;
  /** The same of another thing, such as a second Auto Scaling group. */
  more?: D[];
  hosts?: HostCounts;
  /** Instances of which it is not known, as the sentence names them. */
  besides?: object;
}

export interface Passed {
  status: 'pass';
  hosts: HostCounts;
}

/** `undefined`: there is nothing that it could be about, such as the alarms of a group without alarms. */
export type Found<D> = Wrong<D> | Passed | 'pass' | undefined;

export interface Check {
  id: CheckId;
  group: CheckGroup;
  look: (facts: Facts) => Promise<Found<object>>;
}

export const check = <K extends CheckId>(
  id: K,
  group: CheckGroup,
  look: (facts: Facts) => Promise<Found<CheckData<K>>>,
): Check => ({ id, group, look });

export const warn = <D>(data: D): Wrong<D> => ({ status: 'warn', data });
export const fail = <D>(data: D): Wrong<D> => ({ status: 'fail', data });

/** Thrown by a fact that cannot be known. */
export class Unknown extends Error {
  readonly why: Why;
  readonly data: object;
  readonly hosts: HostCounts | undefined;
  constructor(why: Why, data: object = {}, hosts?: HostCounts) {
    super(why);
    this.why = why;
    this.data = data;
    this.hosts = hosts;
  }
}

/** The same look at each of several things. The worst decides: fail, warn, unknown, pass; all that are as bad are told. */
export async function each<T, D>(things: readonly T[], look: (thing: T) => Promise<Found<D>>): Promise<Found<D>> {
  const looks = await Promise.allSettled(things.map(look));
  const found = looks.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  for (const status of ['fail', 'warn'] as const) {
    const [first, ...more] = found.flatMap((one) => (typeof one === 'object' && one.status === status ? [one] : []));
    if (first) return { ...first, ...(more.length > 0 && { more: more.map(({ data }) => data as D) }) };
  }
  const unknown = looks.find((one) => one.status === 'rejected');
  if (unknown) throw unknown.reason;
  return found.find((one) => one !== undefined);
}

export type Checked = Pick<Check, 'id' | 'group'> & { hosts?: HostCounts } & (
    | { status: 'pass' }
    | { status: 'warn' | 'fail'; data: object; more?: object[]; besides?: object }
    /** `needs`: IAM actions. */
    | { status: 'unknown'; why: Why; data: object; needs: string[] }
  );

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
    const { why, data, hosts } = error instanceof Unknown ? error : unseen(error, facts, id);
    const needs = [...new Set(NEEDS[id].flatMap((name) => actionsOf(...operation(name))))];
    return [{ id, group, status: 'unknown', why, data, needs, ...(hosts && { hosts }) }];
  }
}

const operation = (name: string) => name.split('.') as [service: string, operation: string];

const UNANSWERED: ReadonlySet<string> = new Set(['refused', 'throttled', 'unavailable', 'unreachable', 'timedOut']);
const DENIED: ReadonlySet<string> = new Set(['denied', 'bucketDenied', 'keyDenied']);

function unseen(error: unknown, { answered }: Facts, id: CheckId): Unknown {
  const known = explain(error);
  const refused = awsPart(known)?.operation.replace(':', '.');
  if (refused && DENIED.has(known.code)) {
    const [action = ''] = actionsOf(...operation(refused));
    // What else it looks at has not been tried yet, and may be refused as well.
    const others = NEEDS[id].filter((name) => name !== refused && !answered.has(name));
    const further = new Set(others.flatMap((name) => actionsOf(...operation(name))));
    further.delete(action);
    return new Unknown('denied', { action, further: [...further] });
  }
  if (!UNANSWERED.has(known.code)) throw error;
  const [message = ''] = (error as Error).message.split('\n');
  return new Unknown('unanswered', { message });
}
