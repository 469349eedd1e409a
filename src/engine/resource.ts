// A thing in AWS that must exist: what must hold of it, how to read it, and how to make it hold.
import type { KindKey, MessageData, MessageKey, Reason } from '../text/en/index.ts';
import type { Board } from './grid.ts';
import type { Json } from './json.ts';

/** A line of the catalogue, said later by whoever knows the language. */
export type Line = { [K in MessageKey]: { key: K; data: MessageData<K> } }[MessageKey];

export const line = <K extends MessageKey>(key: K, data: MessageData<K>): Line => ({ key, data }) as Line;

/** What a resource may say while it works or is waited for. */
export interface Progress {
  say(line: Line): void;
  warn(line: Line): void;
  /** How far it has come, told again and again; undefined when it is there. */
  advance(line: Line | undefined): void;
  /** Something happened to one instance of a deployment. */
  target(event: { deploymentId: string; instance: string; event: string; status: string; message?: string }): void;
  /** Only where somebody looks at a terminal: there, what happens is drawn and not told one by one. */
  readonly board?: Board;
}

export interface Difference {
  key: string;
  from: Json;
  to: Json;
}

export interface Resource<Found extends object = object> {
  readonly kind: KindKey;
  readonly name: string;
  /** What must hold; compared key by key with what `read` found, which speaks the same normal form. */
  readonly spec: Record<string, Json>;
  read(): Promise<Found | undefined>;
  create(progress: Progress): Promise<unknown>;
  update?(found: Found, progress: Progress, differs: Difference[]): Promise<unknown>;
  /** The update takes it away: what is wanted is that nothing is there. */
  readonly unwanted?: boolean;
  remove?(found: Found, progress: Progress): Promise<unknown>;
  /** False: it is not ours, or AWS cannot change it; the difference is a conflict, named key by key. */
  mayUpdate?(found: Found, differs: Difference[]): boolean;
  /** Why a difference that is not ours to change is wrong. */
  because?(found: Found, differs: Difference[]): Reason | undefined;
  /** What it is still waiting for, looked at again until undefined. Throws what can never become right. */
  waiting?(found: Found, progress: Progress): Promise<Line | undefined> | Line | undefined;
  /** What to say of a look that failed and is worth repeating; undefined where the failure is final. */
  passing?(error: unknown): Line | undefined;
  /** Once this run has been cut off: how to go on waiting, as soon as there is something to wait for. */
  takenUpBy?(): TakenUp | undefined;
  /** What to say while what was made is not yet as wanted. Throws when it never will be. */
  notYet?(found: Found): Line;
  /** Refusals that pass by themselves, such as IAM spreading. */
  transient?(error: unknown): boolean;
  /** The longest wait, in milliseconds, unless `--timeout` says otherwise. */
  readonly patience?: number;
  /** What one must know before it is done, shown with the plan. */
  notes?(found: Found | undefined, differs: Difference[]): Promise<Line[]> | Line[];
  /** A change so severe that its name must be typed. */
  severe?(found: Found | undefined, differs: Difference[]): Promise<Severe[]> | Severe[];
}

export interface TakenUp {
  command: string;
  /** What a script needs to find it again, in the words of the step that gives it in the end. */
  gives?: Record<string, Record<string, string>>;
}

export interface Severe {
  /** What must be typed, or given with `--confirm`. */
  confirm: string;
  why: Line;
  /** What it concerns cannot be shown yet: somebody at a terminal is asked once it can. */
  later?: boolean;
}

/** Lines of which a script must hear as well, wherever they are said. */
const WARNINGS: ReadonlySet<MessageKey> = new Set<MessageKey>([
  'serviceRoleOnInstance',
  'serviceRoleTrustsEc2',
  'readsEveryBucket',
  'instanceInAsg',
  'instanceInTargetGroup',
  'instanceMatchesGroup',
  'profileOther',
  'filesInTheWay',
  'userDataRegion',
  'oldInstancesStay',
  'overridesPinned',
  'matchesNone',
  'matchesStopped',
  'targetGroupNotOnAsg',
  'otherGroupOnAsg',
  'blueGreenRenames',
  'renameAlarms',
  'renamePolicies',
  'renameSchedules',
  'renameOwner',
  'launchRights',
  'policyWithoutAlarm',
  'staysCookies',
  'fewAddresses',
  'weightsGoBack',
  'weightsStay',
  'noBucketVersioning',
  'revisionWarning',
  'notPacked',
  'linksOutside',
  'envPacked',
  'wouldNotStart',
  'silentAgents',
  'revisionGone',
  'noWayBack',
  'hookSuspended',
  'hookTakesTraffic',
  'hookTerminatesWaiting',
  'hooksNotCleanedUp',
  'bareMembers',
  'putBackFailed',
  'rescueUnfinished',
]);

export const isWarning = ({ key }: Line): boolean => WARNINGS.has(key);
