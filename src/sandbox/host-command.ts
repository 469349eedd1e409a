// What a command of a virtual machine is given and gives.
import { posix } from 'node:path';
import type { Context, Tree } from './host-files.ts';
import type { Host } from './state.ts';

export interface Result {
  code: number;
  out: string;
  err: string;
  /** How long it took, where that is not nothing. */
  seconds?: number;
}

export interface Machine {
  host: Host;
  tree: Tree;
  context: Context;
}

export type Command = (args: string[], machine: Machine, stdin: string) => Result;

export const done = (out = ''): Result => ({ code: 0, out, err: '' });
export const failed = (code: number, err: string, out = ''): Result => ({ code, out, err: `${err}\n` });
export const absolute = (path: string) => posix.resolve('/', path);

/** Single-letter options, alone or together; a refusal in `rest` where one of them is unknown. */
export function flags(
  command: string,
  args: string[],
  allowed: string,
): { options: Set<string>; rest: string[] } | { options?: undefined; rest: Result } {
  const options = new Set<string>();
  const rest: string[] = [];
  let open = true;
  for (const arg of args) {
    if (open && arg === '--') open = false;
    else if (open && /^-./.test(arg)) {
      for (const letter of arg.slice(1)) {
        if (!allowed.includes(letter)) return { rest: failed(2, `${command}: invalid option -- '${letter}'`) };
        options.add(letter);
      }
    } else rest.push(arg);
  }
  return { options, rest };
}
