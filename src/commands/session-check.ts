// Whether users would notice a deployment: what decides it in the account, how long it would take, and what happens to sessions.
import { type Checked, examine, Unknown } from '../doctor/check.ts';
import { sessionChecks } from '../doctor/checks/sessions.ts';
import { type Estimate, estimateOf, type Stickiness, stickinessOf } from '../doctor/estimate.ts';
import { factsOf } from '../doctor/facts.ts';
import { asGiven } from '../engine/answers.ts';
import { line } from '../engine/resource.ts';
import type { Block } from '../engine/ui.ts';
import { duration } from '../globals.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application } from '../steps/app.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { groupsOf, nextOf, summary, together, told } from './checks-shown.ts';
import { readsOnly } from './reads-only.ts';
import { type Sight, sightOf } from './sight.ts';
import { answersTo } from './which-group.ts';

export interface CheckOptions {
  longestRequest?: string;
  keepAlive?: string;
  scripts?: string;
}

export async function sessionCheck(session: Session, settings: Settings, options: CheckOptions): Promise<Work> {
  await readsOnly(session, settings);
  const sight = sightOf(session);
  const seconds = (flag: string, given: string | undefined) => {
    const milliseconds = duration(flag, given);
    return milliseconds === undefined ? undefined : milliseconds / 1_000;
  };
  const said = {
    longestRequest: seconds('--longest-request', options.longestRequest),
    keepAlive: seconds('--keep-alive', options.keepAlive),
  };
  const scripts = seconds('--scripts', options.scripts);
  const place = await session.place();
  const want = await answersTo(session, settings, [project, application, groupName], sight.isDenied);
  const directory = asGiven(settings.given, 'directory') ?? '.';
  const asked = { application: String(want.application), group: String(want.group), directory, ...said };
  const facts = factsOf(place, asked);
  const found = await examine(facts, sessionChecks);
  const [estimate, stickiness] = await Promise.all([
    known(sight, () => estimateOf(facts, scripts)),
    known(sight, () => stickinessOf(facts)),
  ]);
  const unknown = unseen(session, sight, found);
  const where = { ...asked, region: place.region, profile: session.globals.profile };
  const shown = found.map((one) => told(session, where, one));
  const read = found.map((one) => told(session, where, together(found, one)));
  const blocks: Block[] = [
    ...groupsOf(session, read),
    { title: session.text.sessions.titles.sessions, rows: aboutSessions(session, stickiness) },
    { title: session.text.sessions.titles.estimate, rows: aboutTime(session, estimate) },
    { rows: summary(session, shown).map((line) => [line]) },
  ];
  const failed = shown.some(({ status }) => status === 'fail');
  // Where nothing at all could be looked at in the account, that is the answer.
  const blind = sight.refusal && estimate === undefined && stickiness === undefined && !failed;
  return {
    data: { checks: shown, sessions: stickiness ?? null, estimate: estimate ?? null, probe: null, unknown },
    blocks,
    next: unknown.length > 0 ? [sight.next] : nextOf(session, found),
    ...(blind ? { error: sight.refusal } : { exitCode: failed ? 3 : 0 }),
  };
}

/** Undefined where it may not be looked at, or where what it is about is not there. */
async function known<T>(sight: Sight, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await sight.allowed(read);
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** The actions that are missing; a check that lacks one says so itself, and here it is said once for all. */
function unseen({ ui }: Session, { unknown }: Sight, found: readonly Checked[]): string[] {
  const denied = found.flatMap((one) =>
    one.status === 'unknown' && one.why === 'denied' ? [(one.data as { action: string }).action] : [],
  );
  const all = new Set([...unknown, ...denied]);
  for (const action of all) if (!unknown.includes(action)) ui.warn(line('notAllowed', { action }));
  return [...all];
}

function aboutSessions({ text }: Session, stickiness: Stickiness[] | undefined): string[][] {
  const { sessions, words } = text;
  if (!stickiness) return [[words.unknown]];
  if (stickiness.length === 0) return [[sessions.noBalancer]];
  return stickiness
    .flatMap(({ targetGroup, sticky, type, seconds }) => [
      [
        sticky
          ? sessions.sticky({
              targetGroup,
              type: type ?? '',
              time: seconds === null ? '' : text.time.took({ seconds }),
            })
          : sessions.notSticky({ targetGroup }),
      ],
      ...(sticky && type === 'source_ip' ? [[sessions.sourceIp]] : []),
    ])
    .concat([[sessions.mixed]]);
}

function aboutTime({ text }: Session, estimate: Estimate | undefined): string[][] {
  const { sessions, words, time } = text;
  if (!estimate) return [[words.unknown]];
  const { batches, draining, becomingHealthy, scripts, seconds, instances, lowestHealthy, config } = estimate;
  return [
    [sessions.estimate({ time: time.took({ seconds }), batches, draining, healthy: becomingHealthy, scripts })],
    [sessions.capacity({ lowest: lowestHealthy, total: instances, config })],
    ...(scripts === undefined ? [[sessions.withoutScripts]] : []),
  ];
}
