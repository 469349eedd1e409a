// codedeploy-wizard.yml: read with positions, written one answer at a time with everything else left as it is.
import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import {
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parse,
  parseDocument,
  stringify,
  type YAMLSeq,
} from 'yaml';
import { WizardError } from './engine/errors.ts';
import { same } from './engine/json.ts';
import { distance } from './engine/near.ts';
import { type Broken, isBroken, type Question, type Value } from './engine/question.ts';
import { SCHEMA_URL } from './export/config-schema.ts';
import { there } from './find-config.ts';
import type { Text } from './text/en/index.ts';
import { ruleText } from './text/say.ts';

/** Its parser compares each key with each. */
const LARGEST = 64_000;
const FIRST_LINES = `# Answers of codedeploy-wizard: names and choices only. https://www.npmjs.com/package/codedeploy-wizard
# yaml-language-server: $schema=${SCHEMA_URL}

`;

export async function readConfig(
  path: string,
  questions: ReadonlyMap<string, Question>,
  text: Text,
): Promise<{ values: Record<string, Value>; expectAccount?: string }> {
  const { words } = text;
  const file = await onDisk(path, () => stat(path));
  // A device or a pipe has no end that is known before.
  if (!file.isFile()) throw invalid(path, words.fileNotRegular);
  if (file.size > LARGEST) throw invalid(path, words.fileTooLarge);
  const source = await onDisk(path, () => readFile(path, 'utf8'));
  const lines = new LineCounter();
  const refusal = (offset: number, problem: string) => {
    const { line, col } = lines.linePos(offset);
    return invalid(path, problem, line, col);
  };
  const deep = tooDeep(source);
  if (deep !== undefined) throw invalid(path, words.fileTooDeep, deep + 1);
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const [at] = error.pos;
    if (error.code !== 'DUPLICATE_KEY') throw refusal(at, error.message);
    throw refusal(at, `\`${/^[^\s:]*/.exec(source.slice(at))?.[0]}\` ${words.keyTwice}.`);
  }
  const { contents } = document;
  const values: Record<string, Value> = {};
  let expectAccount: string | undefined;
  if (contents === null) return { values };
  if (!isMap(contents)) throw refusal(0, words.fileNotKeys);

  const written = (node: unknown) =>
    isNode(node) && node.range ? source.slice(node.range[0], node.range[1]).trim().replace(/\s+/g, ' ') : '';
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : written(key);
    const question = questions.get(name);
    if (!question && name !== 'expectAccount') {
      const near = closest(name, [...questions.keys(), 'expectAccount']);
      const meant = near ? ` ${words.didYouMean} \`${near}\`?` : '';
      throw refusal(startOf(key) ?? 0, `\`${shortened(name)}\` ${ruleText(text, 'unknownKey')}.${meant}`);
    }
    // An alias is followed once and never unfolded: no file grows while it is read.
    const node = isAlias(value) ? value.resolve(document) : value;
    if (question && (value === null || (isScalar(node) && node.value === null))) continue;
    const read = question ? valueIn(node, question) : accountOf(node);
    const broken = isBroken(read) ? read : question?.check?.(read as never);
    if (broken) {
      const problem = `${name}: \`${shortened(written(value))}\` ${ruleText(text, broken.rule, broken.data)}.`;
      throw refusal(startOf(value) ?? startOf(key) ?? 0, problem);
    }
    if (question) values[name] = read as Value;
    else expectAccount = read as string;
  }
  return { values, ...(expectAccount && { expectAccount }) };
}

/** Answers are lists at most. */
const DEEPEST = 32;
const WIDEST = 200;

/** The line where it becomes so deep that parsing it takes more stack and memory than there is, which nobody can catch. */
function tooDeep(source: string): number | undefined {
  let depth = 0;
  const line = source.split('\n').findIndex((text) => {
    if (/^\s*#/.test(text)) return false;
    for (const letter of text) {
      if (letter === '[' || letter === '{') depth++;
      else if (letter === ']' || letter === '}') depth = Math.max(0, depth - 1);
      if (depth > DEEPEST) return true;
    }
    return /^[\s?:-]*/.exec(text)![0].length > WIDEST;
  });
  return line < 0 ? undefined : line;
}

/** Text as it stands there: YAML reads 0123 and 12.10 as numbers, and what they look like is lost. */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const text = typeof node.value === 'number' ? node.source : node.value;
  return typeof text === 'string' ? text : undefined;
}

/** A node in the type of its question; text is read as a flag would be. */
function valueIn(node: unknown, question: Question): Value | Broken {
  const plain = isScalar(node) ? node.value : undefined;
  switch (question.kind) {
    case 'list': {
      if (typeof plain === 'string') return question.parse(plain) as Value | Broken;
      const items = isSeq(node) ? node.items.map(textOf) : [undefined];
      return items.every((item) => item !== undefined) ? items : { rule: 'listOfText' };
    }
    case 'confirm':
      if (typeof plain === 'boolean') return plain;
      // To YAML 1.2 a bare `yes` is text; to everybody else it is yes.
      return typeof plain === 'string' ? (question.parse(plain) as Value | Broken) : { rule: 'yesNo' };
    case 'number':
      return Number.isInteger(plain) && Number(plain) >= 0 ? Number(plain) : { rule: 'wholeNumber' };
    default: {
      const text = textOf(node);
      return text === undefined ? { rule: 'text' } : (question.parse(text) as Value | Broken);
    }
  }
}

function accountOf(node: unknown): string | Broken {
  const digits = textOf(node) ?? '';
  return /^\d{12}$/.test(digits) ? digits : { rule: 'accountId' };
}

const startOf = (node: unknown) => (isNode(node) ? node.range?.[0] : undefined);
const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const invalid = (file: string, problem: string, line = 1, column = 1) =>
  new WizardError('configInvalid', { file, line: Math.max(1, line), column: Math.max(1, column), problem });

/** A file that cannot be read or written is for its owner to mend: no defect of ours. */
async function onDisk<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw invalid(path, (error as Error).message);
  }
}

/** The known key that differs in the fewest letters, if they are few. */
function closest(name: string, known: string[]): string | undefined {
  const [best] = known
    .map((key) => ({ key, far: distance(name.toLowerCase().slice(0, 60), key.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best && best.far <= Math.min(3, name.length / 3) ? best.key : undefined;
}

/** Sets one key; everything else of the file stays as it is. The file is replaced whole or not at all. */
export async function writeAnswer(path: string, key: string, value: Value): Promise<void> {
  await onDisk(path, async () => {
    const before = (await there(path)) ? await readFile(path, 'utf8') : undefined;
    const after = withAnswer(before ?? FIRST_LINES, key, value);
    if (after === before) return;
    // A linked file stays linked, and one that others may read stays so.
    const target = before === undefined ? path : await realpath(path);
    await replace(target, after, before === undefined ? 0o600 : (await stat(target)).mode & 0o777);
  });
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  const next = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(next, 'wx', 0o600);
    try {
      await file.chmod(mode);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

/** Only the letters of the one value change; where that does not read back as meant, the whole file is written anew. */
function withAnswer(source: string, key: string, value: Value): string {
  const document = parseDocument(source, { prettyErrors: false });
  if (document.errors[0]) throw document.errors[0];
  const before = (document.toJS({ maxAliasCount: 20 }) ?? {}) as Record<string, unknown>;
  if (same(before[key], value)) return source;

  const spliced = splice(source, document, key, value);
  try {
    if (same(parse(spliced, { logLevel: 'silent' }), { ...before, [key]: value })) return spliced;
  } catch {
    // It did not fit there: behind an end of document, or outside of braces.
  }
  document.set(key, value);
  return document.toString({ lineWidth: 0 });
}

function splice(source: string, document: Document, key: string, value: Value): string {
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  const node = document.get(key, true);
  if (!isNode(node) || !node.range) {
    const end = source === '' || source.endsWith('\n') ? '' : newline;
    return `${source}${end}${key}: ${oneLine(value)}${newline}`;
  }
  const [from, to] = node.range;
  const text = isSeq(node) && !node.flow && Array.isArray(value) ? listLines(node, value) : [oneLine(value)];
  const indent = ' '.repeat(from - source.lastIndexOf('\n', from - 1) - 1);
  // A block ends with its line.
  const end = /\r?\n$/.exec(source.slice(from, to))?.[0] ?? '';
  return source.slice(0, from) + text.join(newline + indent) + end + source.slice(to);
}

const oneLine = (value: Value) =>
  stringify(value, {
    lineWidth: 0,
    blockQuote: false,
    collectionStyle: 'flow',
    flowCollectionPadding: false,
  }).trimEnd();

/** Items that stay keep their comments. */
function listLines(list: YAMLSeq, value: string[]): string[] {
  if (value.length === 0) return ['[]'];
  const document = new Document<YAMLSeq, false>([]);
  document.contents.items = value.map(
    (text) => list.items.find((item) => isScalar(item) && item.value === text) ?? text,
  );
  return document.toString({ lineWidth: 0 }).trimEnd().split('\n');
}
