// What has been found so far, a finding for each sign: where it began, whether it is over, and which comes first.
import { stripVTControlCharacters } from 'node:util';
import { mask } from '../engine/mask.ts';
import type { SignId } from '../text/en/explain/index.ts';
import type { Entry } from './entries.ts';
import { COVERED, type Sign, VAGUE } from './signs.ts';

export interface Finding {
  id: SignId;
  severity: 'error' | 'warning' | 'info';
  /** The line that proves it, and what it says. */
  line: number;
  evidence: string;
  /** How many lines say so, and the last of them. */
  lines: number;
  lastLine: number;
  deployment: string | null;
  event: string | null;
  script: string | null;
  /** From this line on it is over. */
  overSince: number | null;
}

interface Seen extends Finding {
  sign: Sign;
  /** Events that its deployment had behind it. */
  reached: number;
  level?: string;
}

export interface Where {
  deployment?: string;
  event?: string;
  script?: string;
  reached: number;
}

const SEVERITIES = ['error', 'warning', 'info'];

export function findings() {
  const seen = new Map<SignId, Seen>();

  /** A finding that was over begins anew; one that goes on keeps its first line, unless a line of an error says it better. */
  function note(sign: Sign, entry: Entry, said: string, where: Where): void {
    const before = seen.get(sign.id);
    const { deployment = null, event = null, script = null, reached } = where;
    const goesOn =
      before && before.overSince === null && (sign.of !== 'deployment' || before.deployment === deployment);
    const proof = () => ({ line: entry.line, evidence: excerpt(entry.whole, said), level: entry.level });
    if (!goesOn) {
      const { id, severity } = sign;
      const first = { lines: 1, lastLine: entry.line, overSince: null };
      seen.set(id, { sign, id, severity, ...proof(), ...first, deployment, event, script, reached });
      return;
    }
    if (entry.level === 'ERROR' && before.level !== 'ERROR') Object.assign(before, proof());
    before.lines++;
    before.lastLine = entry.line;
    before.event ??= event;
    before.script ??= script;
    if (SEVERITIES.indexOf(sign.severity) < SEVERITIES.indexOf(before.severity)) before.severity = sign.severity;
  }

  function over(line: number, which: (finding: Seen) => boolean): void {
    for (const finding of seen.values()) if (finding.overSince === null && which(finding)) finding.overSince = line;
  }

  /** Best first: what goes on before what is over, then by severity, what stops the agent before what stops one deployment. */
  function ranked(): Finding[] {
    const all = [...seen.values()].filter(
      ({ id, overSince }) =>
        !(COVERED[id]?.some((other) => seen.get(other)?.overSince === null) ?? false) &&
        // Whether something was wrong at all is not sure, and now it is over.
        !(id === 'wroteErrors' && overSince !== null),
    );
    const rank = ({ overSince, severity, sign, id }: Seen) => [
      overSince === null ? 0 : 1,
      SEVERITIES.indexOf(severity),
      VAGUE.has(id) ? 1 : 0,
      sign.of === 'agent' ? 0 : 1,
    ];
    return all
      .sort((a, b) => {
        const [mine, other] = [rank(a), rank(b)];
        const at = mine.findIndex((value, index) => value !== other[index]);
        return at < 0 ? b.lastLine - a.lastLine : mine[at]! - other[at]!;
      })
      .map(({ sign: _, reached: _reached, level: _level, ...finding }) => ({
        ...finding,
        severity: finding.overSince === null ? finding.severity : 'info',
      }));
  }

  return { note, over, ranked };
}

/** Characters of a line: enough to know it by. */
const SHOWN = 300;

/** The part of a line around what was said, without secrets and control characters. */
export function excerpt(whole: string, said = ''): string {
  const plain = mask(stripVTControlCharacters(whole.slice(0, 16_384)))
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  const at = plain.indexOf(said.slice(0, 20));
  const from = at > SHOWN / 2 ? at - 40 : 0;
  const shown = plain.slice(from, from + SHOWN);
  return `${from > 0 ? '…' : ''}${shown}${from + SHOWN < plain.length ? '…' : ''}`;
}
