// Which paths of a folder stay out of the revision: git's rules, ours on top of them, and what must never leave the machine.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of a folder and of those above it, nearest last. */
export type Rules = readonly {
  /** '' or a path that ends with a slash. */
  below: string;
  ignore: Ignore;
  /** Without what git says. */
  ours: Ignore;
}[];

/** History, whatever the files say; and our own answers, which are not part of the application. */
const NEVER = /(^|\/)\.git\/?$|^codedeploy-wizard(\.[^/]+)?\.yml(\.[0-9a-f-]{36}\.tmp)?$/;
/** Secrets: in files of this name by custom. A folder of this name is a Python environment. */
const SECRET = /(^|\/)\.env[^/]*\/?$/;
export const isSecret = (path: string) => SECRET.test(path);

/** In the order in which they are read: what git leaves out, such as built files, `!dist/` in ours takes in again. */
const FILES = ['.gitignore', '.codedeployignore'];

/** The rules that hold in `folder`, at `below` inside the revision, in which `names` lie. */
export async function rulesIn(folder: string, below: string, above: Rules, names: string[]): Promise<Rules> {
  if (!FILES.some((name) => names.includes(name))) return above;
  const texts = await Promise.all(FILES.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  const of = (...lines: string[]) => ignore({ ignorecase: false }).add(lines.filter(Boolean).join('\n'));
  return texts.some(Boolean) ? [...above, { below, ignore: of(...texts), ours: of(texts.at(-1)!) }] : above;
}

/** `path` is inside the revision, with slashes; that of a folder ends with one. */
export function isIgnored(path: string, rules: Rules, includeEnv = false): boolean {
  if (NEVER.test(path)) return true;
  const asked = isSecret(path);
  if (asked && (!includeEnv || path.endsWith('/'))) return true;
  // The nearest file that says anything about a path decides. Git leaves secrets out; who asks for them wants them in.
  for (const { below, ignore, ours } of rules.toReversed()) {
    const { ignored, unignored } = (asked ? ours : ignore).test(path.slice(below.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}
