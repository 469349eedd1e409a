// appspec.yml from its bytes: what the agent's YAML parser takes or refuses, with the place of everything.
import { error, type Finding, START, warning } from './finding.ts';
import { type Hash, isNone, rubyOf, shown, type Value } from './ruby.ts';
import type { Mark } from './yaml/cursor.ts';
import { isBreakOrEnd, YamlError } from './yaml/cursor.ts';
import { type Parsed, parseYaml, TooDeep } from './yaml/parse.ts';

export interface Document {
  /** The mapping at its top, unless the agent refuses the document before it looks into it. */
  root?: Hash;
  findings: Finding[];
  lines: string[];
}

/** Far larger than any file that means something. */
export const LARGEST = 1024 * 1024;

/** Line breaks as YAML 1.1 has them. */
const BREAK = /\r\n|[\r\n\x85\u2028\u2029]/;
/** All that libyaml lets in, but for line breaks and the mark, which it takes for letters. */
const CONTROL = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export function readDocument(bytes: Uint8Array): Document {
  if (bytes.length > LARGEST) return refused([], error('too-large', { mark: START }, { bytes: bytes.length }));
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return refused([], error('utf-16', { mark: START }, {}));
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  // Editors count without the mark.
  const lines = text.replace(/^\ufeff/, '').split(BREAK);
  const strange = wrongByte(bytes);
  if (strange !== undefined) return refused(lines, error('not-utf8', { mark: markAt(text, strange) }, {}));
  const control = CONTROL.exec(text);
  if (control)
    return refused(
      lines,
      error('control-character', { mark: markAt(text, control.index) }, { code: codeOf(control[0]) }),
    );
  return { ...withoutMark(text, readText(text)), lines };
}

const refused = (lines: string[], finding: Finding): Document => ({ findings: [finding], lines });

interface Read {
  root?: Hash;
  findings: Finding[];
}

/**
 * The parser counts a byte order mark as a column, so that a mapping which begins after it ends with its first line.
 * What is wrong besides shows without the mark.
 */
function withoutMark(text: string, marked: Read): Read {
  if (!text.startsWith('\ufeff')) return marked;
  const clean = readText(text.slice(1));
  const harmless = warning('bom-harmless', { mark: START }, {});
  if (shapeOf(marked) === shapeOf(clean)) return { ...clean, findings: [harmless, ...clean.findings] };
  // What follows the first line is indented as if the mark were a blank.
  if (!clean.root && marked.root?.pairs.has('text os')) return { ...marked, findings: [harmless, ...marked.findings] };
  return { ...clean, findings: [error('bom', { mark: START }, {}), ...clean.findings] };
}

const shapeOf = ({ root, findings }: Read) =>
  [...(root?.pairs.keys() ?? []), ...findings.map(({ id, severity }) => `${id} ${severity}`)].join();

function readText(text: string): Read {
  const findings: Finding[] = [];
  let parsed: Parsed;
  try {
    parsed = parseYaml(text);
  } catch (problem) {
    if (!(problem instanceof YamlError)) throw problem;
    return { findings: [refusal(problem, text)] };
  }
  const { root: node, more } = parsed;
  const value: Value = node ? rubyOf(node, (finding) => findings.push(finding)) : { type: 'nil', mark: START };
  if (more) findings.push(warning('second-document', { mark: more }, {}));
  if (value.type === 'hash') return { root: value, findings };
  if (isNone(value)) findings.push(error('empty', value, {}));
  else if (value.type !== 'unknown') findings.push(error('not-a-document', value, { value: shown(value) }));
  return { findings };
}

/** What libyaml says, told apart by what one can do about it. */
function refusal(problem: YamlError, text: string): Finding {
  const { mark, message } = problem;
  const at = { mark: within(mark, text) };
  if (problem instanceof TooDeep) return error('too-deep', at, {});
  const tab = problem.problem.includes('tab character') || text.charAt(mark.index) === '\t';
  if (tab) return error('tab', at, { problem: message });
  if (problem.problem === 'found unknown escape character')
    return error('unknown-escape', at, { escape: text.slice(mark.index, mark.index + 2), problem: message });
  if (/unexpected (end of stream|document indicator)/.test(problem.problem))
    return error('unclosed-quote', at, { problem: message });
  return error('syntax', at, { problem: message });
}

/** The end of the text may be the start of a line that is not there. */
function within(mark: Mark, text: string): Mark {
  if (mark.index < text.length || mark.index === 0) return mark;
  return isBreakOrEnd(text.charAt(text.length - 1)) ? markAt(text, text.length - 1) : mark;
}

function markAt(text: string, index: number): Mark {
  const before = text
    .slice(0, index)
    .replace(/^\ufeff/, '')
    .split(BREAK);
  return { index, line: before.length - 1, column: before.at(-1)!.length };
}

const codeOf = (character: string) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

/** The letter at which bytes are no UTF-8. A line feed is never part of a longer one, so that lines can be looked at alone. */
function wrongByte(bytes: Uint8Array): number | undefined {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  const fits = (part: Uint8Array) => {
    try {
      strict.decode(part);
      return true;
    } catch {
      return false;
    }
  };
  if (fits(bytes)) return undefined;
  let from = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0 && fits(bytes.subarray(from, end)); end = bytes.indexOf(0x0a, from))
    from = end + 1;
  const before = lenient.decode(bytes.subarray(0, from)).length;
  return before + Math.max(0, lenient.decode(bytes.subarray(from)).indexOf('\ufffd'));
}
