// Where the work is done: the account and Region behind the credentials, and what every step and resource shares.
import type { Line } from '../engine/resource.ts';
import type { Clock } from '../engine/settle.ts';
import type { Aws } from './operations.ts';

export interface Place {
  readonly aws: Aws;
  /** The 12 digits of the account. */
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` …: every ARN is built with it. */
  readonly partition: string;
  readonly region: string;
  readonly clock: Clock;
  /** The folder in which the command was started. */
  readonly cwd: string;
  /** A command to run next, whole, in the same place as this run. */
  command(...words: string[]): string;
  /** Reads a list once per run: for suggestions and choices, never for what this run changes. */
  once<T>(key: string, read: () => Promise<T>): Promise<T>;
  /** From now on what has been read is not read again, until `forget`: while nothing is written, and nothing waited for. */
  remember(): void;
  forget(): void;
  /** Waits inside a write, as the engine waits between them. */
  until(look: () => Promise<Line | undefined>, what: string): Promise<void>;
}

/** The domain under which AWS's own endpoints of a partition live. */
export const domainOf = (partition: string) =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : partition === 'aws-eusc' ? 'amazonaws.eu' : 'amazonaws.com';

/** Every page of a list that AWS hands out in pages. */
export async function allPages<T, P>(
  read: (token: string | undefined) => Promise<P>,
  items: (page: P) => T[] | undefined,
  next: (page: P) => string | undefined,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const page = await read(token);
    all.push(...(items(page) ?? []));
    token = next(page) || undefined;
  } while (token);
  return all;
}
