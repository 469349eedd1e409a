// Looks at all that a deployment depends on, and says what to do. Changes nothing.
import { nearest } from '../appspec/near.ts';
import { type Checked, examine, type HostCounts } from '../doctor/check.ts';
import { checks } from '../doctor/checks/index.ts';
import { factsOf } from '../doctor/facts.ts';
import { WizardError } from '../engine/errors.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application } from '../steps/app.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { readsOnly } from './reads-only.ts';
import { suggest } from './suggest.ts';
import { answersTo } from './which-group.ts';

const MARKS = { pass: '✔', warn: '!', fail: '✘', unknown: '?' } as const;

interface Shown {
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

export async function doctor(session: Session, settings: Settings, options: { only?: string[] }): Promise<Work> {
  await readsOnly(session, settings);
  const wanted = chosen(session, options.only);
  const place = await session.place();
  const want = await answersTo(session, settings, [project, application, groupName]);
  const asked = {
    application: String(want.application),
    group: String(want.group),
    directory: given(settings, 'directory') ?? '.',
    gitHubToken: given(settings, 'githubTokenName'),
  };
  const facts = factsOf(place, asked);
  const found = await examine(facts, wanted);
  const where = { ...asked, region: place.region, profile: session.globals.profile };
  const shown = found.map((one) => told(session, where, one));
  const read = found.map((one) => told(session, where, together(found, one)));
  const failed = shown.some(({ status }) => status === 'fail');
  const blocks = [...groupsOf(session, read), { rows: summary(session, shown).map((line) => [line]) }];
  return { data: { checks: shown }, blocks, next: nextOf(session, found), exitCode: failed ? 3 : 0 };
}

/** As typed or written down; nobody is asked. */
const given = ({ given: { flags, variables, config } }: Settings, key: string): string | undefined =>
  flags[key] ?? variables[key] ?? (config[key] as string | undefined);

function chosen({ text }: Session, only: string[] | undefined) {
  if (!only) return checks;
  const ids = only.flatMap((list) => list.split(',')).map((id) => id.trim());
  for (const id of ids) {
    if (checks.some((check) => check.id === id)) continue;
    const near = nearest(
      id,
      checks.map((check) => check.id),
    );
    throw new WizardError('usage', {
      problem: text.doctor.noCheck({ id }),
      ...(near && { suggestion: `${text.words.didYouMean} ${near}?` }),
    });
  }
  return checks.filter(({ id }) => ids.includes(id));
}

type Sentences = { evidence: (data: object) => string; fix: (data: object) => string };

function told({ text }: Session, where: object, one: Checked): Shown {
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

function groupsOf({ text }: Session, shown: Shown[]): Block[] {
  return alike(shown).flatMap(([{ group, status, evidence, fix }, ids], index, all) => {
    const title = group === all[index - 1]?.[0].group ? undefined : text.doctor.groups[group];
    const lines = (fix?.split('\n') ?? []).map(
      (line): Block => (isCommand(line) ? { lines: [`      ${line}`] } : { rows: [['', `→ ${line}`]] }),
    );
    return [{ title, rows: [[MARKS[status], `${evidence} (${ids.join(', ')})`]] }, ...lines];
  });
}

/** For people: what one refusal hides in a group is said once, with all that its checks take. */
function together(found: Checked[], one: Checked): Checked {
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

function summary({ text }: Session, shown: Shown[]): string[] {
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
function nextOf(session: Session, found: Checked[]): string[] {
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
