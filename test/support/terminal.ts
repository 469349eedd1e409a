// The built program in a real pseudo-terminal, and the screen a person would see.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

export const COLUMNS = 80;
const ROWS = 50;
const PATIENCE = 15_000;
const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');

export interface Line {
  text: string;
  /** The terminal broke the line before this one: it was wider than the screen. */
  overflow: boolean;
}

export interface Terminal {
  type(keys: string): void;
  /** Everything shown so far, with what has scrolled away. */
  lines(): Line[];
  text(): string;
  /** As the program wrote it, escape sequences included. */
  raw(): string;
  /** Resolves with the first thing that `look` finds, looking each time something is shown. */
  until<T>(look: () => T | undefined): Promise<T>;
  exitCode(): Promise<number>;
  cursorHidden(): boolean;
  /** What `kill` sends. */
  signal(name: 'SIGTERM'): void;
  /** The window gets another width. */
  resize(columns: number): void;
  /** Ends the program if it still runs. */
  close(): void;
}

export interface Question {
  /** The line that asks, without its mark. */
  text: string;
  at: number;
}

/** Starts the program in a folder named `shop` and a home, both new. */
export const openTerminal = (args: readonly string[], env: Record<string, string> = {}) =>
  openAnyTerminal(process.execPath, [program, ...args], env);

/** The same for another program: a shell. */
export function openAnyTerminal(command: string, args: string[], env: Record<string, string> = {}): Terminal {
  const cwd = join(mkdtempSync(join(tmpdir(), 'cdw-')), 'shop');
  mkdirSync(cwd);
  const screen = new headless.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 5_000, allowProposedApi: true });
  screen.loadAddon(new Unicode11Addon());
  screen.unicode.activeVersion = '11';

  // Only what the program needs: no CI, no credentials, and neither NO_COLOR nor FORCE_COLOR.
  const child = spawn(command, args, {
    name: 'xterm-256color',
    cols: COLUMNS,
    rows: ROWS,
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: mkdtempSync(join(tmpdir(), 'cdw-home-')), LANG: 'C.UTF-8', ...env },
  });
  let written = '';
  let ended: number | undefined;
  const lookers = new Set<() => void>();
  const lookAgain = () => {
    for (const look of [...lookers]) look();
  };
  child.onData((data) => {
    written += data;
    screen.write(data, lookAgain);
  });
  child.onExit(({ exitCode }) => {
    ended = exitCode;
    screen.write('', lookAgain);
  });

  const lines = () => {
    const { active } = screen.buffer;
    return Array.from({ length: active.length }, (_, at) => {
      const line = active.getLine(at)!;
      return { text: line.translateToString(true), overflow: line.isWrapped };
    });
  };
  const text = () =>
    lines()
      .map((line) => line.text)
      .join('\n')
      .trimEnd();
  const until: Terminal['until'] = (look) =>
    new Promise((resolve, reject) => {
      const looker = () => {
        const found = look();
        if (found === undefined) return;
        stop();
        resolve(found);
      };
      const stop = () => {
        clearTimeout(timer);
        lookers.delete(looker);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Waited ${PATIENCE} ms. On the screen:\n${text()}`));
      }, PATIENCE);
      lookers.add(looker);
      looker();
    });

  return {
    type: (keys) => child.write(keys),
    lines,
    text,
    raw: () => written,
    until,
    exitCode: () => until(() => ended),
    cursorHidden: () => written.lastIndexOf('\u001b[?25l') > written.lastIndexOf('\u001b[?25h'),
    signal: (name) => child.kill(name),
    resize(columns) {
      screen.resize(columns, ROWS);
      child.resize(columns, ROWS);
    },
    close: () => {
      if (ended === undefined) child.kill('SIGKILL');
    },
  };
}

/** The question that waits for an answer: inquirer turns its mark once it is answered. */
export function waiting({ lines }: Terminal): Question | undefined {
  const all = lines();
  const at = all.findIndex(({ text }) => text.startsWith('? '));
  return at < 0 ? undefined : { text: all[at]!.text.slice(2), at };
}

/** Answers every question, and gives what was asked. `answer` gives keys; Enter takes what is suggested. */
export async function answerAll(terminal: Terminal, answer: (question: Question) => string): Promise<Question[]> {
  const asked: Question[] = [];
  const over = terminal.exitCode();
  for (;;) {
    const question = await Promise.race([terminal.until(() => waiting(terminal)), over.then(() => undefined)]);
    if (!question) return asked;
    asked.push(question);
    terminal.type(answer(question));
    await Promise.race([terminal.until(() => (waiting(terminal)?.at === question.at ? undefined : true)), over]);
    if (waiting(terminal)?.at === question.at) return asked;
  }
}
