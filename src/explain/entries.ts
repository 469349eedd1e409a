// Splits a log into what was said: by the agent, by a script, or by somebody else. Lines may be long, cut off or run together.

export interface Entry {
  /** Of the file, from 1. */
  line: number;
  by: 'agent' | 'script' | 'other';
  /** What was said, without time and origin. */
  text: string;
  /** As it stands in the log. */
  whole: string;
  level?: string;
  time?: string;
  /** Of a script's log. */
  deployment?: string;
  mark?: 'event' | 'script' | 'stdout' | 'stderr';
}

/** Agents before 1.4 write a space where later ones write T; neither names a zone. */
const TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d`;
const AGENT = new RegExp(String.raw`(${TIME})(?:\.\d+)? +(DEBUG|INFO|WARN|ERROR|FATAL) +\[[\w.:-]+\(\d+\)\]: ?`, 'g');
const SCRIPT = new RegExp(
  String.raw`^(?:\[?(${TIME})(?:\.\d+)?\]? ?)?(?:\[(d-[A-Z0-9]+)\])?(?:(LifecycleEvent|Script) - |\[(stdout|stderr)\])`,
);
/** Of Ruby: where an error was raised says nothing that its message does not. */
const BACKTRACE = /^\s*(?:from )?\/[^\s:]+:\d+:in [`']/;
const MARKS = { LifecycleEvent: 'event', Script: 'script' } as const;

/** The master's lines may stand on one physical line (https://github.com/aws/aws-codedeploy-agent/issues/402). */
export function entriesOf(whole: string, line: number): Entry[] {
  const script = SCRIPT.exec(whole);
  if (script) {
    const [head, time, deployment, title, stream] = script;
    const mark = title ? MARKS[title as keyof typeof MARKS] : (stream as 'stdout' | 'stderr');
    return [{ line, by: 'script', text: whole.slice(head.length), whole, time, deployment, mark }];
  }
  const heads = [...whole.matchAll(AGENT)];
  if (heads.length > 0)
    return heads.map(({ 0: head, 1: time, 2: level, index }, at) => {
      const piece = whole.slice(index, heads[at + 1]?.index);
      return { line, by: 'agent', text: piece.slice(head.length), whole: piece, time, level };
    });
  return whole.trim() === '' || BACKTRACE.test(whole) ? [] : [{ line, by: 'other', text: whole, whole }];
}

/** Of one line; what is longer is cut, so that a file without line breaks does not fill the memory. */
const LONGEST = 65_536;

/** Takes text in pieces and gives it in lines. */
export function inLines(each: (line: string) => void): { push(text: string): void; end(): void } {
  let rest = '';
  const finish = (more: string) => {
    each((rest + more.slice(0, LONGEST)).slice(0, LONGEST).replace(/\r$/, ''));
    rest = '';
  };
  return {
    push(text) {
      const parts = text.split('\n');
      const last = parts.pop()!;
      for (const part of parts) finish(part);
      if (rest.length < LONGEST) rest += last.slice(0, LONGEST);
    },
    end() {
      if (rest) finish('');
    },
  };
}

/** Logs are UTF-8, broken now and then; what PowerShell redirects into a file is UTF-16, whose mark a copy may have lost. */
export function decoderFor(first: Uint8Array): InstanceType<typeof TextDecoder> {
  const [a, b] = first;
  const little = (a === 0xff && b === 0xfe) || (a !== 0 && b === 0);
  const big = (a === 0xfe && b === 0xff) || (a === 0 && b !== undefined && b !== 0);
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8');
}
