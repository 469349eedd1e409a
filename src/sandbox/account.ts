// What every sandbox handler is given: the account's state, its clock, ids, and AWS's way of refusing.
import type { State } from './state.ts';

/** An error as the SDK would raise it: `name` is what AWS calls it there, `status` the HTTP status. */
export function refuse(name: string, message: string, status = 400): never {
  throw Object.assign(new Error(message), {
    name,
    Code: name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status, requestId: 'sandbox', attempts: 1 },
  });
}

export interface Account {
  readonly state: State;
  /** The sandbox's present moment, epoch milliseconds. */
  readonly now: number;
  readonly region: string;
  /** The account id. */
  readonly id: string;
  /** The folder in which the program was started: local revisions and git are read from here. */
  readonly cwd: string;
  /** Bytes too many for the state, by name. */
  readonly bytes: Bytes;
  /** `prefix` and `length` characters of `alphabet`, different each time, the same in each run of the same calls. */
  newId(prefix: string, length: number, alphabet?: string): string;
}

export interface Bytes {
  put(name: string, bytes: Uint8Array): void;
  /** `length` bytes from `start` on. */
  get(name: string, start: number, length: number): Buffer;
  drop(name: string): void;
  clear(): void;
}

export function heldInMemory(): Bytes {
  const pieces = new Map<string, Buffer>();
  return {
    put: (name, bytes) => void pieces.set(name, Buffer.from(bytes)),
    get: (name, start, length) => pieces.get(name)!.subarray(start, start + length),
    drop: (name) => void pieces.delete(name),
    clear: () => pieces.clear(),
  };
}

const HEX = '0123456789abcdef';

export function openAccount(state: State, cwd: string, bytes = heldInMemory()): Account {
  return {
    state,
    get now() {
      return state.now;
    },
    region: state.region,
    id: state.account,
    cwd,
    bytes,
    newId(prefix, length, alphabet = HEX) {
      // A linear congruential walk: looks like an id, needs no randomness, repeats exactly. Only its high bits go through
      // all states: by the low ones, ids would come again after a few thousand.
      let seed = (state.counter++ * 2654435761 + 97531) >>> 0;
      let text = '';
      for (let i = 0; i < length; i++) {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        text += alphabet[Math.floor((seed / 2 ** 32) * alphabet.length)];
      }
      return prefix + text;
    },
  };
}

export const uuid = ({ newId }: Account) => [8, 4, 4, 4, 12].map((length) => newId('', length)).join('-');

const MANY = 50;

/** How long a page is: short, so that who reads only the first is found out; as long as AWS's where there is much. */
export const pageOf = (items: readonly unknown[], short: number, long: number) => (items.length > MANY ? long : short);

/** One page of `items`; the token is opaque. */
export function page<T>(items: T[], token: string | undefined, size: number): { items: T[]; next?: string } {
  const start = token ? Number(Buffer.from(token, 'base64url').toString()) : 0;
  if (!Number.isInteger(start) || start < 0)
    refuse('InvalidNextTokenException', 'The next token was specified in an invalid format.');
  const end = start + size;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), ...(next && { next }) };
}

export const tagList = (tags: { key: string; value: string }[]) =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

export const fromTags = (tags: { Key?: string; Value?: string }[] | undefined) =>
  (tags ?? []).map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }));

/** `tags` with those of `added` put in or replaced. */
export function mergeTags<T extends { key: string }>(tags: T[], added: T[]): T[] {
  return [...tags.filter((tag) => !added.some(({ key }) => key === tag.key)), ...added];
}

const knownValues = new WeakMap<object, unknown[]>();

/** `Object.values`, remembered: on a record of ten thousand it takes longer than all that happens in a second. */
export function valuesOf<T>(record: Record<string, T>): readonly T[] {
  const values = (knownValues.get(record) as T[] | undefined) ?? Object.values(record);
  knownValues.set(record, values);
  return values;
}

/** To be called when something has been put into the record or taken out of it. */
export const forgetValues = (record: object) => knownValues.delete(record);
