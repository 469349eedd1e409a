// A very small shell over a virtual machine: it does what it knows, and says of the rest that it is not found.
import { absolute, type Machine, type Result } from './host-command.ts';
import { findCommand } from './host-commands.ts';
import { type Context, treeOf } from './host-files.ts';
import { type Node, parse, type Redirect, ShellSyntaxError, type Word } from './host-syntax.ts';
import { glob } from './host-tree-commands.ts';
import type { Host } from './state.ts';

export type { Context } from './host-files.ts';

interface Streams {
  out(text: string): void;
  err(text: string): void;
}

class Exit {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
}

/** Runs `script` as `/bin/sh` would, as root; it may change `host`. `seconds` is the time it slept. */
export function run(script: string, host: Host, context: Context) {
  const machine: Machine = { host, tree: treeOf(host, context), context };
  let [stdout, stderr, seconds] = ['', '', 0];
  const variables = new Map<string, string>();
  let [stopsAtFailure, refusesUnset] = [false, false];
  /** Of the last command, and of the last `$(…)`: the latter is the result of a command that only assigns. */
  let [status, substitution] = [0, 0];

  const streams: Streams = {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
  };

  /** `tested`: someone looks at the result, so that `set -e` does not. */
  function execute(node: Node, stdin: string, to: Streams, tested: boolean): number {
    switch (node.kind) {
      case 'list': {
        const inner = redirected(node.redirects, to);
        if (!inner) return 2;
        let code = 0;
        for (const item of node.items) code = execute(item, stdin, inner, tested);
        return code;
      }
      case 'and':
      case 'or': {
        const code = execute(node.left, stdin, to, true);
        return (code === 0) === (node.kind === 'and') ? execute(node.right, stdin, to, tested) : code;
      }
      case 'if': {
        if (execute(node.test, stdin, to, true) === 0) return execute(node.then, stdin, to, tested);
        return node.otherwise ? execute(node.otherwise, stdin, to, tested) : 0;
      }
      case 'pipe': {
        status = pipe(node.parts, stdin, to, tested || node.negated);
        if (node.negated) status = status === 0 ? 1 : 0;
        else if (status !== 0 && stopsAtFailure && !tested) throw new Exit(status);
        return status;
      }
      case 'simple':
        return simple(node, stdin, to);
    }
  }

  function pipe(parts: Node[], stdin: string, to: Streams, tested: boolean): number {
    if (parts.length === 1) return execute(parts[0]!, stdin, to, tested);
    let [code, input] = [0, stdin];
    for (const [i, part] of parts.entries()) {
      let passed = '';
      const through = {
        out: (text: string) => {
          passed += text;
        },
        err: to.err,
      };
      code = apart(() => execute(part, input, i === parts.length - 1 ? to : through, true));
      input = passed;
    }
    return code;
  }

  /** In a shell of its own: neither its exit nor its variables reach this one. */
  function apart(work: () => number): number {
    const before = new Map(variables);
    try {
      return work();
    } catch (error) {
      if (error instanceof Exit) return error.code;
      throw error;
    } finally {
      variables.clear();
      for (const [name, value] of before) variables.set(name, value);
    }
  }

  function simple(node: Node & { kind: 'simple' }, stdin: string, to: Streams): number {
    const own = redirected(node.redirects, to);
    if (!own) return 2;
    substitution = 0;
    for (const { name, value } of node.assignments) variables.set(name, expandText(value, own));
    const [name, ...args] = node.words.flatMap((word) => expand(word, own));
    if (name === undefined) return substitution;
    if (name === 'exit') throw new Exit(args[0] === undefined ? status : Number(args[0]) & 255);
    const { code, out, err, seconds: took = 0 } = name === 'set' ? set(args) : call(name, args, stdin);
    seconds += took;
    own.out(out);
    own.err(err);
    return code;
  }

  function call(name: string, args: string[], stdin: string): Result {
    const command = findCommand(name, machine);
    if (command) return command(args, machine, stdin);
    return { code: 127, out: '', err: `sh: 1: ${name}: not found\n` };
  }

  function set(args: string[]): Result {
    for (const arg of args) {
      const [, sign, letters = ''] = /^([-+])([eu]+)$/.exec(arg) ?? [];
      if (!sign) throw stop(`set: Illegal option ${arg}`);
      if (letters.includes('e')) stopsAtFailure = sign === '-';
      if (letters.includes('u')) refusesUnset = sign === '-';
    }
    return { code: 0, out: '', err: '' };
  }

  function stop(message: string, to: Streams = streams): Exit {
    to.err(`sh: 1: ${message}\n`);
    return new Exit(2);
  }

  /** Undefined, and said so, where a redirection is not possible. */
  function redirected(redirects: Redirect[], to: Streams): Streams | undefined {
    let { out, err } = to;
    for (const { from, to: target } of redirects) {
      let sink: (text: string) => void;
      if (target === 1) sink = out;
      else if (target === 2) sink = err;
      else {
        const path = expandText(target, to);
        if (absolute(path) !== '/dev/null') {
          err(`sh: 1: cannot create ${path}: The sandbox does not keep what is in files\n`);
          return undefined;
        }
        sink = () => {};
      }
      if (from === 1) out = sink;
      else err = sink;
    }
    return { out, err };
  }

  function textOf(part: Word[number], to: Streams): string {
    if ('text' in part) return part.text;
    if ('script' in part) return substituted(part.script, to);
    const value = part.variable === '?' ? String(status) : variables.get(part.variable);
    if (part.fallback !== undefined) return value || part.fallback;
    if (value === undefined && refusesUnset) throw stop(`${part.variable}: parameter not set`, to);
    return value ?? '';
  }

  function substituted(inner: string, to: Streams): string {
    let text = '';
    const captured = {
      out: (more: string) => {
        text += more;
      },
      err: to.err,
    };
    status = substitution = apart(() => execute(parse(inner), '', captured, false));
    return text.replace(/\n+$/, '');
  }

  const expandText = (word: Word, to: Streams) => word.map((part) => textOf(part, to)).join('');

  /** Unquoted values fall apart at white space, and unquoted `*` and `?` become the paths that match. */
  function expand(word: Word, to: Streams): string[] {
    const fields: { text: string; magic: boolean }[] = [];
    let open: (typeof fields)[number] | undefined;
    const append = (text: string, magic: boolean) => {
      if (!open) {
        open = { text: '', magic: false };
        fields.push(open);
      }
      open.text += text;
      open.magic ||= magic && /[*?]/.test(text);
    };
    for (const part of word) {
      const value = textOf(part, to);
      if (part.quoted || 'text' in part) append(value, !part.quoted);
      else {
        for (const piece of value.split(/(\s+)/)) {
          if (/^\s+$/.test(piece)) open = undefined;
          else if (piece) append(piece, true);
        }
      }
    }
    return fields.flatMap(({ text, magic }) => {
      const paths = magic && text.startsWith('/') ? glob(text, machine.tree) : [];
      return paths.length > 0 ? paths : [text];
    });
  }

  let exitCode: number;
  try {
    exitCode = execute(parse(script), '', streams, false);
  } catch (error) {
    if (error instanceof Exit) exitCode = error.code;
    else if (error instanceof ShellSyntaxError) {
      stderr += `sh: 1: Syntax error: ${error.message}\n`;
      exitCode = 2;
    } else throw error;
  }
  return { exitCode, stdout, stderr, seconds };
}
