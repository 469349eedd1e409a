// What may be taken away, and what must stay: found together, before anything is written.
import type { Place } from '../aws/place.ts';
import { type Line, line, type Progress, type Resource, type Severe } from '../engine/resource.ts';
import type { KindKey, LeftKey } from '../text/en/index.ts';

export interface Thing {
  kind: KindKey;
  name: string;
}

export interface Left extends Thing {
  why: LeftKey;
  /** Who uses it. */
  users: Thing[];
}

export interface Removable extends Thing {
  present(): Promise<boolean>;
  remove(progress: Progress): Promise<unknown>;
  notes?: Line[];
  transient?(error: unknown): boolean;
  patience?: number;
}

/** What goes, in the order in which it can, and what stays. */
export interface Survey {
  goes: Removable[];
  stays: Left[];
}

/** The names by which things are found, where AWS cannot search for tags. */
export interface Names {
  project: string;
  application: string;
  group: string;
  ec2Role: string;
  ec2Policy: string;
  serviceRole: string;
  template?: string;
  asg?: string;
  bucket?: string;
  /** Whether images go too, with their snapshots. */
  images: boolean;
}

export interface Search extends Names {
  place: Place;
  /** What goes by then uses nothing any more. */
  goes(kind: KindKey, name: string): boolean;
}

export const left = (kind: KindKey, name: string, why: LeftKey, users: Thing[] = []): Left => ({
  kind,
  name,
  why,
  users,
});

/** In use: it stays. Else it goes. */
export const unlessUsed = (thing: Removable, users: Thing[]): Survey =>
  users.length > 0 ? { goes: [], stays: [left(thing.kind, thing.name, 'inUse', users)] } : { goes: [thing], stays: [] };

export const together = (surveys: Survey[]): Survey => ({
  goes: surveys.flatMap(({ goes }) => goes),
  stays: surveys.flatMap(({ stays }) => stays),
});

export const NOTHING: Survey = { goes: [], stays: [] };

/** What is wanted of it is that it is not there. */
export function unwanted(thing: Removable, severe: Severe[] = []): Resource<{ present?: true }> {
  const { kind, name, transient, patience } = thing;
  return {
    kind,
    name,
    spec: { present: null },
    unwanted: true,
    read: async () => ((await thing.present()) ? { present: true } : {}),
    create: () => thing.present(),
    update: (_found, progress) => thing.remove(progress),
    notYet: () => line('waitGone', { kind, name }),
    notes: (found) => (found?.present ? (thing.notes ?? []) : []),
    severe: () => severe,
    ...(transient && { transient }),
    ...(patience && { patience }),
  };
}
