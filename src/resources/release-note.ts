// What a release must remember until its end: a tag on the Auto Scaling group that it leaves. It is the first write of a
// release, and its removal the last: a release is unfinished exactly as long as it is there.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Place } from '../aws/place.ts';
import type { Resource } from '../engine/resource.ts';
import { groupNamed } from './auto-scaling-group.ts';
import { PROCESSES, type Process, suspendedIn } from './processes.ts';
import { tagOn } from './suspension.ts';
import { tagValue } from './tags.ts';

export const RELEASE = 'codedeploy-wizard:release';

/** How a colour was before the release. */
export interface Before {
  min: number;
  max: number;
  desired: number;
  suspended: Process[];
}

export interface Note {
  /** The colour that is left, and the one that comes. */
  old: Before;
  new: Before;
  /** Epoch seconds. */
  since: number;
  /** For how long the way back is kept once all traffic has moved, in seconds. */
  keep: number;
  /** When all traffic had moved, in epoch seconds. */
  moved?: number;
}

export const before = (group: AutoScalingGroup | undefined): Before => ({
  min: group?.MinSize ?? 0,
  max: group?.MaxSize ?? 0,
  desired: group?.DesiredCapacity ?? 0,
  suspended: suspendedIn(group),
});

/** A letter for each of the processes that a release touches. */
const LETTERS: Record<Process, string> = {
  AZRebalance: 'Z',
  AlarmNotification: 'N',
  ReplaceUnhealthy: 'U',
  ScheduledActions: 'S',
};

/** `2/4/3 - 0/4/0 ZN 1767571200 1800 1767573000`: the old colour, the new one, since, keep, moved. */
const written = ({ old, new: coming, since, keep, moved }: Note) =>
  [
    ...[old, coming].flatMap(({ min, max, desired, suspended }) => [
      `${min}/${max}/${desired}`,
      suspended.map((process) => LETTERS[process]).join('') || '-',
    ]),
    since,
    keep,
    ...(moved === undefined ? [] : [moved]),
  ].join(' ');

function beforeOf(sizes = '', letters = ''): Before {
  const [min = 0, max = 0, desired = 0] = sizes.split('/').map(Number);
  return { min, max, desired, suspended: PROCESSES.filter((process) => letters.includes(LETTERS[process])) };
}

export function noteOn(group: AutoScalingGroup | undefined): Note | undefined {
  const [, a, b, c, d, since, keep, moved] =
    /^(\S+) (\S+) (\S+) (\S+) (\d+) (\d+)(?: (\d+))?$/.exec(tagValue(group?.Tags, RELEASE) ?? '') ?? [];
  if (since === undefined) return undefined;
  return {
    old: beforeOf(a, b),
    new: beforeOf(c, d),
    since: Number(since),
    keep: Number(keep),
    ...(moved !== undefined && { moved: Number(moved) }),
  };
}

interface FoundNote {
  release: 'begun' | 'moved' | null;
  note?: Note;
}

/** `wanted` absent: forgotten. One that is there already is not written again, but for whether all has moved. */
export function releaseNote(
  place: Place,
  asg: string,
  wanted: { note: Note; moved: boolean } | undefined,
): Resource<FoundNote> {
  return {
    kind: 'autoscaling.group',
    name: asg,
    spec: { release: !wanted ? null : wanted.moved ? 'moved' : 'begun' },
    async read() {
      const group = await groupNamed(place, asg);
      const note = noteOn(group);
      return group && { release: !note ? null : note.moved === undefined ? 'begun' : 'moved', ...(note && { note }) };
    },
    create: () => groupNamed(place, asg),
    async update({ note }) {
      if (!wanted) return place.aws.autoScaling.deleteTags({ Tags: [tagOn(asg, RELEASE)] });
      const moved = wanted.moved ? Math.floor(place.clock.now() / 1_000) : undefined;
      const Value = written({ ...(note ?? wanted.note), moved });
      return place.aws.autoScaling.createOrUpdateTags({
        Tags: [{ ...tagOn(asg, RELEASE), Value, PropagateAtLaunch: false }],
      });
    },
  };
}
