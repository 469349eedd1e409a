// Where both colours stand: read, never remembered, but for the one tag of a release that is on its way.
import { type Colour, healthIn, otherSide, type Side, shareOf, stickiness, weightsOf } from '../deployments/colours.ts';
import { revisionOf } from '../deployments/revision.ts';
import { wholeRevision } from '../deployments/revision-text.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import { groupNamed } from '../resources/auto-scaling-group.ts';
import { groupsOn } from '../resources/colour-group.ts';
import { keptUntil } from '../resources/fleet-health.ts';
import { isServing } from '../resources/storm.ts';
import { moment } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { pairAsks } from '../steps/blue-green.ts';
import { type Ground, groundOf, leastShare, pairFlags } from './blue-green-ground.ts';
import { runsOn } from './blue-green-phases.ts';
import { readsOnly } from './reads-only.ts';
import { suggest } from './suggest.ts';

type Phase = 'preparing' | 'shifting' | 'keeping' | 'kept';

export async function blueGreenStatus(session: Session, settings: Settings): Promise<Work> {
  await readsOnly(session, settings);
  const ground = await groundOf(session, settings, pairAsks, true);
  const { data, blocks } = await standing(session, ground);
  return { data, blocks, next: nextOf(session, ground, data.release?.phase) };
}

/** The command that leads on from here. */
export function nextOf(session: Session, ground: Ground, phase: Phase | undefined): string[] {
  const flags = pairFlags(ground);
  const command = (...words: string[]) => suggest(session, 'bluegreen', ...words, ...flags);
  if (!ground.green) return [command()];
  if (!phase) return ground.active ? [command()] : [command('switch', '--to', 'blue')];
  if (phase === 'preparing' || phase === 'shifting') return [command(), command('abort')];
  return [command('finish'), command('abort')];
}

/** As things are now, also where the ground was read before something was changed. */
export async function standing(session: Session, ground: Ground): Promise<{ data: Standing; blocks: Block[] }> {
  const { place, colours, forwards, active, release } = ground;
  const sides = await Promise.all([colours.blue, colours.green].map((side) => sideNow(ground, side)));
  const [blue, green] = sides as [Now, Now];
  const data: Standing = {
    active: active?.colour ?? null,
    colours: { blue, green },
    traffic: forwards.map((forward) => ({ kind: forward.kind, name: forward.name, weights: weightsOf(forward) })),
    release: release
      ? {
          from: release.from.colour,
          to: release.to.colour,
          phase: phaseOf(),
          since: moment(release.note.since * 1_000),
          moved: release.note.moved === undefined ? null : moment(release.note.moved * 1_000),
          keptUntil: until() === undefined ? null : moment(until()!),
        }
      : null,
  };
  return { data, blocks: blocksOf(session, data) };

  function until(): number | undefined {
    const { keep, moved } = release?.note ?? {};
    if (keep === undefined || moved === undefined) return undefined;
    return keptUntil({ keep, moved, sticky: stickiness(forwards) });
  }

  function phaseOf(): Phase {
    const { from, to } = release!;
    const end = until();
    if (end !== undefined && active === to) return place.clock.now() < end ? 'keeping' : 'kept';
    return leastShare(forwards, from, to) > 0 || active === undefined ? 'shifting' : 'preparing';
  }
}

type Now = Awaited<ReturnType<typeof sideNow>>;

interface Standing {
  active: Colour | null;
  colours: Record<Colour, Now>;
  traffic: { kind: string; name: string; weights: Record<string, number> }[];
  release: {
    from: Colour;
    to: Colour;
    phase: Phase;
    since: string;
    moved: string | null;
    keptUntil: string | null;
  } | null;
}

async function sideNow({ place, colours, forwards }: Ground, side: Side) {
  const group = await groupNamed(place, side.asg);
  const other = otherSide(colours, side);
  const targets = await healthIn(place, side.targetGroup);
  const own = group && (await groupsOn(place, colours.application, side))[0];
  const { applicationName = '', deploymentGroupName = '' } = own ?? {};
  const last = own && (await runsOn(place, applicationName, deploymentGroupName));
  const revision = revisionOf(last?.revision);
  const shares = forwards.map((forward) => shareOf(forward, other, side));
  return {
    asg: side.asg,
    exists: group !== undefined,
    targetGroup: side.targetGroup,
    deploymentGroup: own ? `${applicationName}/${deploymentGroupName}` : null,
    share: shares.length > 0 ? Math.round(Math.max(...shares)) : 0,
    min: group?.MinSize ?? 0,
    max: group?.MaxSize ?? 0,
    desired: group?.DesiredCapacity ?? 0,
    inService: (group?.Instances ?? []).filter(isServing).length,
    healthy: targets.filter(({ state }) => state === 'healthy').length,
    suspended: (group?.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []).sort(),
    deployment: last?.deploymentId ?? null,
    revision: revision ? wholeRevision(revision) : null,
  };
}

function blocksOf(session: Session, { active, colours, traffic, release }: Standing): Block[] {
  const { blueGreen: text, words } = session.text;
  const named = (colour: Colour) => `${text.colours[colour]}${active === colour ? ` (${text.active})` : ''}`;
  const both = ['blue', 'green'] as const;
  const rows = both.map((colour) => {
    const { exists, asg, share, inService: ready, desired, healthy } = colours[colour];
    if (!exists) return [named(colour), asg, text.absent];
    return [named(colour), asg, text.share({ percent: share }), text.serving({ ready, desired, total: healthy })];
  });
  const revisions = both.map((colour) => [named(colour), colours[colour].revision ?? words.none]);
  const divided = traffic.map(({ name, weights }) => [
    name,
    Object.entries(weights)
      .map(([group, weight]) => `${group} ${weight}`)
      .join(' · '),
  ]);
  return [
    { title: text.titles.colours, rows },
    { title: text.titles.revision, rows: revisions },
    ...(divided.length > 0 ? [{ title: text.titles.traffic, rows: divided }] : []),
    ...(release
      ? [
          {
            title: text.titles.release,
            rows: [
              [
                `${text.colours[release.from]} → ${text.colours[release.to]}`,
                text.phases[release.phase],
                release.keptUntil ?? release.since,
              ],
            ],
          },
        ]
      : []),
  ];
}
