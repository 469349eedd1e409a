// HashiCorp's configuration language, written as `terraform fmt` would.

/** Written as it is: a reference, a call. */
export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = string | number | boolean | Code | Value[] | { [key: string]: Value };
/** An attribute, a block with its labels, or a comment of one or more lines about what follows. */
export type Item =
  | { attribute: string; value: Value }
  | { block: string; labels?: string[]; body: Item[] }
  | { comment: string };

export const attribute = (name: string, value: Value): Item => ({ attribute: name, value });
/** Only where there is something. */
export const optional = (name: string, value: Value | undefined): Item[] =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? [] : [attribute(name, value)];
export const block = (name: string, body: Item[], ...labels: string[]): Item => ({ block: name, labels, body });
export const comment = (text: string): Item => ({ comment: text });

const ESCAPED: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The inside of a quoted string: neither a reference nor the end of it. */
export const escaped = (text: string) =>
  text
    .replace(/[\\"\n\r\t]/g, (character) => ESCAPED[character]!)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no other form.
    .replace(/[\u0000-\u001f\u007f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[$%](?=\{)/g, '$&$&');

const WIDTH = 100;
const isSimple = (value: Value) => typeof value !== 'object' || value instanceof Code;

/** The first line stands behind what came before. */
function written(value: Value, indent: string): string {
  if (value instanceof Code) return value.text.replaceAll('\n', `\n${indent}`);
  if (typeof value === 'string') return `"${escaped(value)}"`;
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((each) => written(each, indent)).join(', ')}]`;
    if (value.length === 0 || (value.every(isSimple) && value.length <= 4 && line.length <= WIDTH)) return line;
    return `[\n${value.map((each) => `${inner}${written(each, inner)},\n`).join('')}${indent}]`;
  }
  const entries = Object.entries(value).map(([key, each]) => ({ name: keyOf(key), text: written(each, inner) }));
  if (entries.length === 0) return '{}';
  return `{\n${aligned(entries, inner)}${indent}}`;
}

const keyOf = (key: string) => (/^[A-Za-z_][\w-]*$/.test(key) ? key : `"${escaped(key)}"`);

/** Equal signs below each other, where lines that are whole follow each other. */
function aligned(entries: { name: string; text: string }[], indent: string): string {
  const isWhole = ({ text }: { text: string }) => !text.includes('\n');
  let width = 0;
  return entries
    .map((entry, index) => {
      const { name, text } = entry;
      if (!isWhole(entry)) return `${indent}${name} = ${text}\n`;
      if (index === 0 || !isWhole(entries[index - 1]!)) {
        const rest = entries.slice(index);
        const end = rest.findIndex((each) => !isWhole(each));
        width = Math.max(...(end < 0 ? rest : rest.slice(0, end)).map((each) => each.name.length));
      }
      return `${indent}${name.padEnd(width)} = ${text}\n`;
    })
    .join('');
}

/** A body: attributes in a row together, everything longer by itself with an empty line before it. */
export function body(items: Item[], indent = ''): string {
  const parts: string[] = [];
  let row: { name: string; text: string }[] = [];
  let above = '';
  const close = () => {
    if (row.length > 0) parts.push(aligned(row, indent));
    row = [];
  };
  for (const item of items) {
    if ('comment' in item) {
      close();
      above += item.comment
        .split('\n')
        .map((line) => `${`${indent}# ${line}`.trimEnd()}\n`)
        .join('');
    } else if ('attribute' in item) {
      const entry = { name: item.attribute, text: written(item.value, indent) };
      if (above === '' && !entry.text.includes('\n')) {
        row.push(entry);
        continue;
      }
      close();
      parts.push(above + aligned([entry], indent));
      above = '';
    } else {
      close();
      const inside = body(item.body, `${indent}  `);
      const head = [item.block, ...(item.labels ?? []).map((label) => `"${label}"`)].join(' ');
      parts.push(`${above}${indent}${head} {${inside === '' ? '' : `\n${inside}${indent}`}}\n`);
      above = '';
    }
  }
  close();
  if (above !== '') parts.push(above);
  return parts.join('\n');
}

/** A function of one argument. */
export const call = (name: string, value: Value) => new Code(`${name}(${written(value, '')})`);

/** A quoted string of texts and references. */
export const joined = (parts: (string | Code)[]) =>
  new Code(`"${parts.map((part) => (part instanceof Code ? `\${${part.text}}` : escaped(part))).join('')}"`);

/** A text of several lines, each in one. */
export const linesOf = (text: string) => {
  const lines = text.split('\n').map((line) => `  "${escaped(line)}",\n`);
  return `join("\\n", [\n${lines.join('')}])`;
};
