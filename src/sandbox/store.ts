// The sandbox's state on disk, so that one command sees what the one before it made. Written whole or not at all.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { alone } from '../engine/alone.ts';
import { WizardError } from '../engine/errors.ts';
import type { Store } from './index.ts';
import type { State } from './state.ts';

/** `$XDG_STATE_HOME/codedeploy-wizard/sandbox-<project>.json`, unless a file is named. */
export const stateFile = (env: Record<string, string | undefined>, home: string, project: string) =>
  env.CODEDEPLOY_WIZARD_SANDBOX_STATE ||
  join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'codedeploy-wizard', `sandbox-${project}.json`);

export function fileStore(file: string): Store {
  const pieces = file.replace(/(\.json)?$/, '.parts');
  return {
    alone: (act) => alone(`sandbox ${resolve(file)}`, act),
    bytes: {
      put(name, bytes) {
        mkdirSync(pieces, { recursive: true, mode: 0o700 });
        const next = join(pieces, `${name}.${process.pid}.tmp`);
        writeFileSync(next, bytes, { mode: 0o600 });
        renameSync(next, join(pieces, name));
      },
      get(name, start, length) {
        const into = Buffer.alloc(length);
        const handle = openSync(join(pieces, name), 'r');
        try {
          return into.subarray(0, readSync(handle, into, 0, length, start));
        } finally {
          closeSync(handle);
        }
      },
      drop: (name) => rmSync(join(pieces, name), { force: true }),
      clear: () => rmSync(pieces, { recursive: true, force: true }),
    },
    load() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new WizardError('sandboxStateBroken', { file }, { cause: error });
      }
      try {
        const state = JSON.parse(text) as State;
        if (state.format !== 2) throw new Error('another format');
        return state;
      } catch (error) {
        throw new WizardError('sandboxStateBroken', { file }, { cause: error });
      }
    },
    save(state) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const next = `${file}.${process.pid}.tmp`;
      const handle = openSync(next, 'w', 0o600);
      try {
        writeFileSync(handle, JSON.stringify(state));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(next, file);
    },
    stamp() {
      const found = statSync(file, { bigint: true, throwIfNoEntry: false });
      return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : '';
    },
  };
}
