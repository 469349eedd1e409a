// codedeploy-wizard.yml: found upwards, read with positions, written one answer at a time with its comments kept.
import { constants } from 'node:fs';
import { access, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { WizardError } from './engine/errors.ts';
import { isBroken, type Question, type Value } from './engine/question.ts';
import { type RuleKey, ruleText, type Text } from './text/en.ts';

const LARGEST = 1_000_000;
const FIRST_LINE =
  '# Answers of codedeploy-wizard: names and choices only. https://www.npmjs.com/package/codedeploy-wizard\n';

const there = (path: string) =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

/** The file to read, or, if there is none, the one to write. */
export async function findConfig({
  cwd,
  name,
  file,
}: {
  cwd: string;
  name?: string;
  file?: string;
}): Promise<{ path: string; exists: boolean }> {
  if (file !== undefined) {
    const path = resolve(cwd, file);
    return { path, exists: await there(path) };
  }
  const base = name === undefined ? 'codedeploy-wizard.yml' : `codedeploy-wizard.${name.replace(/[^\w.-]/g, '-')}.yml`;
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, base);
    if (await there(path)) return { path, exists: true };
    // Beyond the repository another project begins.
    const root = await there(join(folder, '.git'));
    if (root) return { path, exists: false };
    if (dirname(folder) === folder) return { path: join(cwd, base), exists: false };
  }
}

export async function readConfig(
  path: string,
  questions: ReadonlyMap<string, Question>,
  text: Text,
): Promise<{ values: Record<string, Value>; expectAccount?: string }> {
  const lines = new LineCounter();
  const refuse = (offset: number, problem: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new WizardError('configInvalid', { file: path, line: Math.max(1, line), column: Math.max(1, col), problem });
  };
  if ((await stat(path)).size > LARGEST) refuse(0, `> ${LARGEST} bytes`);
  const document = parseDocument(await readFile(path, 'utf8'), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const [error] = document.errors;
  if (error) refuse(error.pos[0], error.message.split('\n')[0] ?? error.message);
  const { contents } = document;
  const values: Record<string, Value> = {};
  let expectAccount: string | undefined;
  if (contents === null) return { values };
  if (!isMap(contents)) return refuse(0, ruleText(text, 'text'));
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const at =
      (isScalar(value) || value ? ((value as { range?: [number, number, number] }).range?.[0] ?? 0) : 0) ||
      ((key as { range?: [number, number, number] }).range?.[0] ?? 0);
    const keyAt = (key as { range?: [number, number, number] }).range?.[0] ?? 0;
    const question = questions.get(name);
    const broken = (rule: RuleKey, data?: Record<string, string | number>, shown?: unknown): never =>
      refuse(at, `${name}${shown === undefined ? '' : `: \`${String(shown)}\``} ${ruleText(text, rule, data)}.`);
    let plain: unknown;
    try {
      plain =
        value && typeof value === 'object' && 'toJS' in value
          ? (value as { toJS(doc: unknown, options?: object): unknown }).toJS(document, { maxAliasCount: 20 })
          : null;
    } catch (aliases) {
      refuse(at, (aliases as Error).message);
    }
    if (name === 'expectAccount') {
      // YAML reads twelve digits as a number, and a leading zero is lost with it.
      const digits = isScalar(value) ? (value.source ?? String(plain)) : '';
      if (!/^\d{12}$/.test(digits)) broken('accountId', undefined, digits);
      expectAccount = digits;
      continue;
    }
    if (!question) {
      const near = closest(name, [...questions.keys(), 'expectAccount']);
      refuse(
        keyAt,
        `\`${name}\` ${ruleText(text, 'unknownKey')}.${near ? ` ${text.words.didYouMean} \`${near}\`?` : ''}`,
      );
    } else if (plain !== null && plain !== undefined) {
      const checked = typedValue(question, plain);
      if (isBroken(checked)) broken(checked.rule, checked.data, plain);
      const problem = question.check?.(checked as never);
      if (problem) broken(problem.rule, problem.data, plain);
      values[name] = checked as Value;
    }
  }
  return { values, ...(expectAccount && { expectAccount }) };
}

/** A YAML value in the type of its question; text is read as a flag would be. */
function typedValue(question: Question, plain: unknown): Value | ReturnType<Question['parse']> {
  switch (question.kind) {
    case 'list':
      if (Array.isArray(plain))
        return plain.every((item) => ['string', 'number'].includes(typeof item))
          ? plain.map(String)
          : { rule: 'listOfText' };
      return typeof plain === 'string' ? question.parse(plain) : { rule: 'listOfText' };
    case 'confirm':
      return typeof plain === 'boolean' ? plain : { rule: 'yesNo' };
    case 'number':
      return typeof plain === 'number' && Number.isInteger(plain) && plain >= 0 ? plain : { rule: 'wholeNumber' };
    default:
      if (typeof plain !== 'string' && typeof plain !== 'number') return { rule: 'text' };
      return question.parse(String(plain));
  }
}

/** The known key that differs in the fewest letters, if they are few. */
function closest(name: string, known: string[]): string | undefined {
  const distance = (a: string, b: string) => {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++)
        next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      row = next;
    }
    return row[b.length]!;
  };
  const [best] = known
    .map((key) => ({ key, far: distance(name.toLowerCase().slice(0, 60), key.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best && best.far <= 3 ? best.key : undefined;
}

/** Sets one key; everything else of the file stays as it is. The file is replaced whole or not at all. */
export async function writeAnswer(path: string, key: string, value: Value): Promise<void> {
  const before = (await there(path)) ? await readFile(path, 'utf8') : FIRST_LINE;
  const document = parseDocument(before);
  document.set(key, value);
  const after = document.toString({ lineWidth: 0 });
  if (after === before) return;
  const next = `${path}.${process.pid}.tmp`;
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(after);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}
