// What was given before anybody is asked, flags, variables and the config file, and how answers are kept in that file.

import type { Answer, Given } from './engine/answers.ts';
import { WizardError } from './engine/errors.ts';
import { same } from './engine/json.ts';
import { flagOf, type Value, variableOf } from './engine/question.ts';
import { line } from './engine/resource.ts';
import type { Ui } from './engine/ui.ts';
import { configsBeside, findConfig } from './find-config.ts';
import type { Globals } from './globals.ts';
import { questions } from './steps/index.ts';
import type { Text } from './text/en/index.ts';
import type { World } from './world.ts';

export interface Settings {
  readonly given: Given;
  readonly expectAccount?: string;
  /** Where the answer was given: the flag, the variable, or the config file with its key. */
  whereGiven(key: string): string;
  /** Keeps an answer; a value that is there already is changed only after showing both. */
  keep(answer: Answer): Promise<void>;
  /** Writes over what the file says, because AWS has made it untrue; false where it does not say it. */
  adopt(key: string, from: Value, to: Value): Promise<boolean>;
  /** Keeps what was given by flag or variable, or suggested, now that the plan made from it has been agreed to. */
  keepAgreed(answers: Answer[]): Promise<void>;
  /** Refuses a config file that was asked for and is not there. */
  mustExist(): Promise<void>;
  /**
   * Says that it will be made. Where nobody reads that, a mistyped `--env` would go on with suggestions instead of that
   * environment's answers, and is refused; `--config` names a file, which may be new.
   */
  tellNew(): Promise<void>;
}

/** Suggestions worth keeping: what another account, folder or day would suggest differently. */
const WORTH_KEEPING = new Set(['directory', 'repository', 'git', 'onlyOne', 'target', 'project', 'book']);

export async function openSettings(
  world: World,
  globals: Globals,
  flags: Record<string, string>,
  text: Text,
  ui: () => Ui,
): Promise<Settings> {
  const { path, exists } = await findConfig({ cwd: world.cwd, name: globals.env, file: globals.config });
  // What reads YAML is loaded where there is some.
  const read = exists ? await (await import('./config.ts')).readConfig(path, questions, text) : { values: {} };
  const variables = Object.fromEntries(
    [...questions.keys()].flatMap((key) => {
      const raw = world.env[variableOf(key)];
      return raw === undefined ? [] : [[key, raw]];
    }),
  );
  const whereGiven = (key: string) => {
    if (key in flags) return flagOf(key);
    if (key in variables) return variableOf(key);
    return key in read.values ? `${path}: ${key}` : flagOf(key);
  };
  const { revisionBucket } = read.values as Record<string, Value>;
  const written = new Map<string, Value>(Object.entries(read.values));
  const write = async (key: string, value: Value) => {
    written.set(key, value);
    if (!globals.dryRun) await (await import('./config.ts')).writeAnswer(path, key, value);
  };
  const shown = (value: Value) => (Array.isArray(value) ? value.join(', ') : String(value));
  async function keep({ key, value }: Answer) {
    const before = written.get(key);
    if (same(before, value)) return;
    if (before !== undefined && !globals.dryRun) {
      const difference = { file: path, key, from: shown(before), to: shown(value) };
      if (!ui().interactive) return ui().say(line('configKept', difference));
      if (!(await ui().confirm(line('configDiffers', difference)))) return;
    }
    await write(key, value);
  }

  const isMissing = !exists && (globals.config ?? globals.env) !== undefined;
  async function mustExist() {
    if (!isMissing) return;
    const instead = await configsBeside(path, world.cwd);
    throw new WizardError('notFound', { kind: 'local.config', name: path, instead });
  }

  return {
    mustExist,
    async tellNew() {
      if (!isMissing) return;
      if (globals.config === undefined && !ui().interactive) await mustExist();
      ui().say(line('configNew', { file: path }));
    },
    // Where revisions are read from is where they are brought, unless another bucket is named.
    given: { flags, variables, config: { ...(revisionBucket && { bucket: revisionBucket }), ...read.values } },
    expectAccount: read.expectAccount,
    whereGiven,
    keep,
    async adopt(key, from, to) {
      if (!same(written.get(key), from)) return false;
      await write(key, to);
      return true;
    },
    async keepAgreed(answers) {
      for (const answer of answers) {
        const { source, question, key } = answer;
        if (question.fleeting) continue;
        if (source === 'flag' || source === 'environment') await keep(answer);
        else if (WORTH_KEEPING.has(source) && !written.has(key)) await write(key, answer.value);
      }
    },
  };
}
