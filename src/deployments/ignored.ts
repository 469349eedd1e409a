// Which paths of a folder stay out of the revision: git's rules, ours on top of them, and what must never leave the machine.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of a folder and of those above it, nearest last. */
export type Rules = readonly { /** '' or a path that ends with a slash. */ below: string; ignore: Ignore }[];

/** History and secrets, whatever the files say; and our own answers, which are not part of the application. */
const NEVER = /(^|\/)(\.git|\.env[^/]*)\/?$|^codedeploy-wizard(\.[^/]+)?\.yml$/;

/** In the order in which they are read: what git leaves out, such as built files, `!dist/` in ours takes in again. */
const FILES = ['.gitignore', '.codedeployignore'];

/** The rules that hold in `folder`, at `below` inside the revision. */
export async function rulesIn(folder: string, below: string, above: Rules): Promise<Rules> {
  const texts = await Promise.all(FILES.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  const text = texts.filter(Boolean).join('\n');
  return text ? [...above, { below, ignore: ignore({ ignorecase: false }).add(text) }] : above;
}

/** `path` is inside the revision, with slashes; that of a folder ends with one. */
export function isIgnored(path: string, rules: Rules): boolean {
  if (NEVER.test(path)) return true;
  // The nearest file that says anything about a path decides.
  for (const { below, ignore } of rules.toReversed()) {
    const { ignored, unignored } = ignore.test(path.slice(below.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}
