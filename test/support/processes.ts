// The built program in a process of its own, and stopped there at one of its writes.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { State } from '../../src/sandbox/state.ts';
import { type Bench, stateFile } from './run.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'codedeploy-wizard.js');
const stopper = pathToFileURL(join(import.meta.dirname, 'stopped-at-a-write.js')).href;

export interface Stop {
  /** From 1 on; the last write of a command is its end. */
  at: number;
  moment: 'before' | 'after';
  signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM';
  twice?: boolean;
}

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Folder {
  cwd: string;
  run(args: string[], stop?: Stop): Promise<Ended>;
  state(): State;
  config(): string;
  /** What has been begun to be written beside the account or the config file, and is lying about. */
  litter(): string[];
  remove(): void;
}

/** The account and the folder of `start`, for processes. */
export function folderOf(start: Bench): Folder {
  const root = mkdtempSync(join(tmpdir(), 'cdw-process-'));
  const cwd = join(root, 'shop');
  const account = join(root, 'state', 'account.json');
  mkdirSync(dirname(account), { recursive: true });
  cpSync(start.cwd, cwd, { recursive: true });
  cpSync(stateFile(start), account);
  const env = { PATH: process.env.PATH, HOME: root, CODEDEPLOY_WIZARD_SANDBOX_STATE: account };
  return {
    cwd,
    run: (args, stop) =>
      new Promise((resolve) => {
        const told = stop && {
          STOP_AT: String(stop.at),
          STOP_MOMENT: stop.moment,
          STOP_SIGNAL: stop.signal,
          ...(stop.twice && { STOP_TWICE: 'yes' }),
        };
        const child = spawn(process.execPath, [...(stop ? ['--import', stopper] : []), program, ...args], {
          cwd,
          env: { ...env, ...told },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let stdout = '';
        let stderr = '';
        child.stdout.on('data', (chunk) => {
          stdout += String(chunk);
        });
        child.stderr.on('data', (chunk) => {
          stderr += String(chunk);
        });
        child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
      }),
    state: () => JSON.parse(readFileSync(account, 'utf8')) as State,
    config: () => readFileSync(join(cwd, 'codedeploy-wizard.yml'), 'utf8'),
    litter: () => [...readdirSync(dirname(account)), ...readdirSync(cwd)].filter((name) => name.endsWith('.tmp')),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
