// Checks and what they found, as commands tell them: evidence and fix in the language of the run.
import type { Checked, HostCounts } from '../doctor/check.ts';
import type { Block } from '../engine/ui.ts';
import type { Session } from '../session.ts';
import { suggest } from './suggest.ts';

const MARKS = { pass: '✔', warn: '!', fail: '✘', unknown: '?' } as const;

export interface Shown {
  id: string;
  group: Checked['group'];
  status: Checked['status'];
  evidence: string;
  fix: string | null;
  /** Of a check that looks inside: how many instances there are, were seen, and have what is wrong. */
  hosts?: HostCounts;
  /** IAM actions that it needs, where it is unknown. */
  needs?: string[];
}

type Sentences = { evidence: (data: object) => string; fix: (data: object) => string };

export function told({ text }: Session, where: object, one: Checked): Shown {
  const { id, group, status, hosts } = one;
  const about = { id, group, status, ...(hosts && { hosts }) };
  if (one.status === 'pass') return { ...about, evidence: text.doctorChecks[id].title, fix: null };
  if (one.status === 'unknown') {
    const { evidence, fix } = text.doctor.unknown[one.why] as unknown as Sentences;
    const data = { ...where, ...one.data };
    return { ...about, evidence: evidence(data), fix: fix(data), needs: one.needs };
  }
  const { evidence, fix } = text.doctorChecks[id] as unknown as Sentences;
  const all = [one.data, ...(one.more ?? [])].map((data) => ({ ...where, ...data }));
  const besides = one.besides ? [(text.doctor.besides as (data: object) => string)(one.besides)] : [];
  return {
    ...about,
    evidence: [...all.map(evidence), ...besides].join('; '),
    // The sentence before the commands is the same for each.
    fix: [...new Set(all.flatMap((data) => fix(data).split('\n')))].join('\n'),
  };
}

/** What is pasted is never broken into lines. */
const isCommand = (line: string) => /^(aws|for id|sudo|curl|codedeploy-wizard|[RT]=)/.test(line);

export function groupsOf({ text }: Session, shown: Shown[]): Block[] {
  return alike(shown).flatMap(([{ group, status, evidence, fix }, ids], index, all) => {
    const title = group === all[index - 1]?.[0].group ? undefined : text.doctor.groups[group];
    const lines = (fix?.split('\n') ?? []).map(
      (line): Block => (isCommand(line) ? { lines: [`      ${line}`] } : { rows: [['', `→ ${line}`]] }),
    );
    return [{ title, rows: [[MARKS[status], `${evidence} (${ids.join(', ')})`]] }, ...lines];
  });
}

/** For people: what one refusal hides in a group is said once, with all that its checks take. */
export function together(found: Checked[], one: Checked): Checked {
  const refused = (other: Checked) =>
    other.status === 'unknown' && other.why === 'denied' && other.group === one.group
      ? [other.data as { action: string; further: string[] }]
      : [];
  const [own] = refused(one);
  if (!own) return one;
  const alike = found.flatMap(refused).filter(({ action }) => action === own.action);
  return { ...one, data: { ...own, further: [...new Set(alike.flatMap(({ further }) => further))] } } as Checked;
}

/** What is unknown for the same reason in the same group is said once, with all that it takes. */
function alike(shown: Shown[]): [Shown, string[]][] {
  const said: [Shown, string[]][] = [];
  for (const one of shown) {
    const same = said.find(
      ([before]) => before.status === 'unknown' && before.group === one.group && before.evidence === one.evidence,
    );
    if (same) same[1].push(one.id);
    else said.push([one, [one.id]]);
  }
  return said;
}

export function summary({ text }: Session, shown: Shown[]): string[] {
  const count = (wanted: Checked['status']) => String(shown.filter(({ status }) => status === wanted).length);
  const looks = shown.flatMap(({ hosts }) => hosts ?? []);
  const total = Math.max(0, ...looks.map((hosts) => hosts.total));
  const most = Math.max(0, ...looks.map(({ seen }) => seen));
  const seen = shown.filter(({ group }) => group !== 'caller');
  const blind = seen.length > 1 && seen.every(({ status }) => status === 'unknown');
  return [
    ...(total > 0 ? [text.doctor.looked({ seen: most, total })] : []),
    ...(blind ? [text.doctor.blind] : []),
    text.doctor.counts({
      passed: count('pass'),
      warned: count('warn'),
      failed: count('fail'),
      unknown: count('unknown'),
    }),
  ];
}

/** The first fix that is a command of this program; where all is well, what all this is for. */
export function nextOf(session: Session, found: Checked[]): string[] {
  const wrong = [...found]
    .sort((a, b) => rank(a) - rank(b))
    .filter(({ status }) => status === 'fail' || status === 'warn');
  for (const one of wrong) {
    const command = 'data' in one ? (one.data as { command?: string }).command : undefined;
    if (command) return [command];
  }
  return wrong.length > 0 || found.some(({ status }) => status === 'unknown') ? [] : [suggest(session, 'deploy')];
}

const rank = ({ status }: Checked) => (status === 'fail' ? 0 : 1);
