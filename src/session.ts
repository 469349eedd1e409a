// One run of the program: its global options, its language and face, and the account it works in, opened when first needed.
import { basename } from 'node:path';
import type { CallReport } from './aws/connect.ts';
import { explain, isNamed } from './aws/errors.ts';
import type { Aws } from './aws/operations.ts';
import type { Place } from './aws/place.ts';
import { knownRegions } from './aws/regions.ts';
import { suggest } from './commands/suggest.ts';
import { WizardError } from './engine/errors.ts';
import type { Change } from './engine/plan.ts';
import type { TakenUp } from './engine/resource.ts';
import { type Clock, settle } from './engine/settle.ts';
import type { Ui } from './engine/ui.ts';
import type { Globals } from './globals.ts';
import { type About, NOTICED_WITHIN, suspensions } from './notice.ts';
import type { SandboxOptions } from './sandbox/index.ts';
import type { Text } from './text/en/index.ts';
import type { World } from './world.ts';

export interface Session {
  readonly world: World;
  readonly globals: Globals;
  readonly text: Text;
  readonly ui: Ui;
  readonly warnings: { code: string; message: string }[];
  /** How this run was called: the beginning of every command it suggests. */
  readonly program: string;
  place(): Promise<Place>;
  /** The same place, where calls and waits go on after we were told to stop: only to put back what must not stay. */
  placeToTheEnd(): Promise<Place>;
  /** What was missing is there now, such as a sandbox that was offered: the place is opened anew. */
  forgetPlace(): void;
  /** What is known of the place without asking AWS. */
  known(): { account: string | null; region: string | null };
  /** What a command has planned and given so far: told also when it fails. */
  readonly soFar: {
    changes: Change[];
    gives: Record<string, Record<string, string>>;
    /** What has been written and was found to be as wanted. */
    made: { kind: string; name: string }[];
    next: string[];
    /** A write was sent. */
    hasBegun?: boolean;
    /** How to go on where this run is cut off; without it, by the same command line again. */
    takenUpBy?: () => TakenUp | undefined;
  };
  /** Writes are refused from now on: dry runs, and commands that only read. */
  readOnly: boolean;
  close(): Promise<void>;
}

/** For tests: what happens around each call in the sandbox. */
export type AroundCalls = Pick<SandboxOptions, 'onCall' | 'carry' | 'throttling'>;

export interface SessionOptions extends Pick<Session, 'world' | 'globals' | 'text' | 'ui' | 'warnings'> {
  /** The project's name as far as it is known before anything is asked: it names the sandbox's state. */
  project: string | undefined;
  /** What flags, variables and the config file say once the account is opened. */
  about: () => About;
  aroundCalls: AroundCalls;
}

const SANDBOX_REGION = 'ap-northeast-2';

export function openSession(options: SessionOptions): Session {
  const { world, globals, text, ui, warnings, project, about, aroundCalls } = options;
  let opened: Promise<{ place: Place; toTheEnd: () => Place }> | undefined;
  let present: { account: string | null; region: string | null } = { account: null, region: null };
  let closing = async () => {};
  const session: Session = {
    world,
    globals,
    text,
    ui,
    warnings,
    program: 'codedeploy-wizard',
    soFar: { changes: [], gives: {}, made: [], next: [] },
    readOnly: globals.dryRun,
    known: () => present,
    async place() {
      opened ??= open();
      return (await opened).place;
    },
    async placeToTheEnd() {
      opened ??= open();
      return (await opened).toTheEnd();
    },
    forgetPlace() {
      opened = undefined;
    },
    close: () => closing(),
  };
  return session;

  async function open(): Promise<{ place: Place; toTheEnd: () => Place }> {
    const { env } = world;
    const region = await regionOf(session);
    present = { account: null, region };
    const sandbox = globals.sandbox && (await openSandbox(region));
    const { connect } = await import('./aws/connect.ts');
    let known: Map<string, Promise<unknown>> | undefined;
    const connected = (signal?: AbortSignal): Aws =>
      connect({
        region,
        profile: globals.profile,
        endpointUrl: globals.endpointUrl,
        pathStyle: [globals.endpointUrl, env.AWS_ENDPOINT_URL, env.AWS_ENDPOINT_URL_S3].some(Boolean),
        ...(sandbox && { sandbox }),
        readOnly: () => session.readOnly,
        known: () => known,
        onWrite: () => {
          known = undefined;
          session.soFar.hasBegun = true;
        },
        ...(signal && { signal }),
        ...(globals.debug && { onCall: (report) => world.stderr.write(`${debugLine(report)}\n`) }),
      });
    const aws = connected(world.signal);
    const clock = sandbox ? { now: sandbox.now, sleep: sandbox.sleep } : { now: world.now, sleep: world.sleep };
    const soon = () => connected(AbortSignal.any([world.signal, AbortSignal.timeout(NOTICED_WITHIN)]));
    const noticed = suspensions(session, sandbox ? aws : soon(), about());
    const identity = await aws.sts.getCallerIdentity({}).catch((error: unknown) => {
      if (isNamed(error, ['Error', 'TypeError'], 'ENOTFOUND') && !knownRegions.includes(region) && !globals.endpointUrl)
        throw unknownRegion(region);
      throw explain(error);
    });
    const account = identity.Account ?? '';
    const arn = identity.Arn ?? '';
    present = { account, region };
    if (globals.expectAccount && globals.expectAccount !== account) {
      throw new WizardError('wrongAccount', { expected: globals.expectAccount, account });
    }
    ui.header({ account, region, profile: globals.profile ?? env.AWS_PROFILE, sandbox: globals.sandbox, arn });
    for (const line of await noticed) ui.warn(line);

    const lists = new Map<string, Promise<unknown>>();
    const placeWith = (aws: Aws, clock: Clock, signal: AbortSignal): Place => ({
      aws,
      account,
      partition: arn.split(':')[1] || 'aws',
      region,
      clock,
      cwd: world.cwd,
      command: (...words) => suggest(session, ...words),
      once<T>(key: string, read: () => Promise<T>) {
        const known = lists.get(key) ?? read();
        lists.set(key, known);
        return known as Promise<T>;
      },
      remember() {
        known ??= new Map();
      },
      forget() {
        known = undefined;
      },
      until: (look, what) =>
        settle(look, what, {
          clock,
          signal,
          interval: globals.pollInterval,
          timeout: globals.timeout ?? 30 * 60_000,
          wait: (line) => ui.wait(line),
        }),
    });
    // The real clock's sleep ends at once when we were told to stop: after that it is slept without it.
    const patient: Clock = sandbox
      ? clock
      : { now: world.now, sleep: (ms) => new Promise((done) => setTimeout(done, ms)) };
    return {
      place: placeWith(aws, clock, world.signal),
      toTheEnd: () => placeWith(connected(), patient, new AbortController().signal),
    };
  }

  async function openSandbox(region: string) {
    const [{ createSandbox, memoryStore }, { fileStore, stateFile }] = await Promise.all([
      import('./sandbox/index.ts'),
      import('./sandbox/store.ts'),
    ]);
    const file = fileStore(stateFile(world.env, world.homedir, project ?? basename(world.cwd)));
    // A dry run writes nothing anywhere, the sandbox's own state included.
    const store = globals.dryRun ? memoryStore(file.load()) : file;
    const sandbox = createSandbox({
      scenario: globals.sandbox ?? 'book',
      region,
      cwd: world.cwd,
      store,
      ...aroundCalls,
    });
    closing = () => sandbox.close();
    return sandbox;
  }
}

const debugLine = ({ service, operation, milliseconds, status, attempts, requestId }: CallReport) =>
  `[aws] ${service}:${operation} ${milliseconds} ms ${status}${attempts > 1 ? ` attempts ${attempts}` : ''}${requestId ? ` ${requestId}` : ''}`;

/** Those of the same part of the world, or all. */
const nearRegions = (region: string) => {
  const near = knownRegions.filter((name) => name.startsWith(region.slice(0, 2).toLowerCase()));
  return near.length > 0 ? near : knownRegions;
};

const unknownRegion = (region: string) =>
  new WizardError('notFound', {
    kind: 'aws.region',
    name: region,
    instead: nearRegions(region),
  });

/** Flag, then environment, then profile; in the sandbox there is always one. */
async function regionOf({ world, globals }: Session): Promise<string> {
  const given = globals.region ?? world.env.AWS_REGION ?? world.env.AWS_DEFAULT_REGION;
  if (given && !/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/.test(given)) throw unknownRegion(given);
  if (globals.sandbox) {
    if (given && !knownRegions.includes(given)) throw unknownRegion(given);
    return given ?? SANDBOX_REGION;
  }
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const profile = globals.profile ?? world.env.AWS_PROFILE;
  const profiles = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(
    (name) => !name.includes('.'),
  );
  if (profile && !profiles.includes(profile))
    throw new WizardError('notFound', { kind: 'aws.profile', name: profile, instead: profiles });
  const region = given ?? configFile[profile ?? 'default']?.region;
  if (!region) throw new WizardError('regionMissing', {});
  return region;
}
