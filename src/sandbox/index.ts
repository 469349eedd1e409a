// The embedded account: answers every operation in this process, below the SDK's own serialisation, signing and retry.
// Behaviour sheet: docs/sandbox.md.
import type { Handlers, ServiceName } from '../aws/operations.ts';
import { type Account, type Bytes, forgetValues, heldInMemory, openAccount } from './account.ts';
import * as autoScaling from './auto-scaling.ts';
import * as cloudWatch from './cloudwatch.ts';
import * as codeDeploy from './codedeploy.ts';
import { disturbing, refuseInstead, SLOW } from './disturbances.ts';
import * as ec2 from './ec2.ts';
import * as elb from './elb.ts';
import { disturb } from './faults.ts';
import * as iam from './iam.ts';
import { rememberPast } from './lag.ts';
import { loseConnection, throttle } from './refusals.ts';
import * as s3 from './s3.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import * as ssm from './ssm.ts';
import type { State } from './state.ts';
import * as sts from './sts.ts';

const handlers: { [S in ServiceName]: Handlers<S, Account> } = {
  sts: sts.handlers,
  iam: iam.handlers,
  ec2: ec2.handlers,
  autoScaling: autoScaling.handlers,
  elb: elb.handlers,
  codeDeploy: codeDeploy.handlers,
  ssm: ssm.handlers,
  s3: s3.handlers,
  cloudWatch: cloudWatch.handlers,
};

/** What happens by itself as time goes by. Machines first, then what watches machines. */
const movers: ((account: Account) => void)[] = [ec2.advance, autoScaling.advance, codeDeploy.advance];

export interface Store {
  /** Nobody else loads and saves while `act` does. */
  alone<T>(act: () => Promise<T>): Promise<T>;
  load(): State | undefined;
  save(state: State): void;
  /** Another one after each save, by whomever. */
  stamp(): string;
  /** What is too large for the state. */
  readonly bytes: Bytes;
}

export interface Call {
  service: ServiceName;
  operation: string;
  write: boolean;
  input: unknown;
  /** The account at this moment. */
  readonly state?: State;
  /** Once it has been acted on. Changing it changes the answer. */
  output?: unknown;
}

export interface SandboxOptions {
  scenario: string;
  region: string;
  cwd: string;
  store: Store;
  /** Seen before and after each call is acted on; throwing stands for the network failing, or for the process dying. */
  onCall?: (call: Call, moment: 'before' | 'after') => void | Promise<void>;
  /** Off in tests that count calls. */
  throttling?: boolean;
  /** For tests: carries each call here and its answer back, such as a network on which both take their time. */
  carry?: (operation: string, answer: () => Promise<unknown>) => Promise<unknown>;
}

export type Sandbox = ReturnType<typeof createSandbox>;

/** How far the clock moves with each call: long enough that waiting ends, short enough that one sees things pending. */
const CALL_TAKES = 1_000;
/** Every so manieth call is throttled once; the SDK's own retry takes it up. */
const THROTTLED_EVERY = 61;

export function createSandbox(options: SandboxOptions) {
  const { store, onCall } = options;
  /** What the store held when it and `state` were last the same; looked at before loading, so that nothing is overlooked. */
  let seen = store.stamp();
  /** A refused write may have left something half done. */
  let spoilt = false;
  let state = store.load() ?? startOf(options);
  const calls: Call[] = [];

  const move = (milliseconds: number) => {
    // In small strides: what becomes ready in one stride is seen by what waits for it in the next.
    const until = state.now + milliseconds;
    const account = openAccount(state, options.cwd);
    while (state.now < until) {
      state.now = Math.min(until, state.now + 5_000);
      for (const advance of movers) advance(account);
    }
  };

  const save = () => {
    store.save(state);
    seen = store.stamp();
    spoilt = false;
  };

  /** Another process may have written since; its account is taken over, and catches up with our clock. */
  const takeUp = (write: boolean) => {
    const stamp = store.stamp();
    if (stamp === seen && !(write && spoilt)) return;
    const { now, calls } = state;
    state = store.load() ?? state;
    seen = stamp;
    spoilt = false;
    state.calls = Math.max(state.calls, calls);
    if (state.now < now) move(now - state.now);
  };
  /** How often a request has come: the SDK sends the same one again. */
  const attempts = new WeakMap<object, number>();
  let last: Promise<unknown> = Promise.resolve();
  const past = rememberPast();

  return {
    calls,
    get state() {
      // Who looks into the account may change it.
      forgetValues(state.ec2.instances);
      return state;
    },
    now: () => state.now,
    /** Waiting costs nothing here: the clock moves instead. */
    async sleep(milliseconds: number) {
      move(milliseconds);
    },
    /** One after the other: calls that are made side by side must not lose each other's writes. */
    answer(service: ServiceName, operation: string, write: boolean, input: unknown): Promise<unknown> {
      const inTurn = () => {
        const act = () => answer(service, operation, write, input);
        const answered = last.then(() => (isKept(operation, write) ? store.alone(act) : act()));
        last = answered.catch(() => {});
        return answered;
      };
      return options.carry ? options.carry(`${service}.${operation}`, inTurn) : inTurn();
    },
    save,
    /** What time has moved is kept; what others have written meanwhile as well. */
    close: () =>
      store.alone(async () => {
        takeUp(false);
        save();
      }),
  };

  async function answer(service: ServiceName, operation: string, write: boolean, input: unknown): Promise<unknown> {
    const call: Call = { service, operation, write, input };
    // Whoever lists the calls means what was asked.
    Object.defineProperty(call, 'state', { get: () => state });
    takeUp(write);
    state.calls++;
    if (options.throttling !== false && state.calls % THROTTLED_EVERY === 0) throttle(service);
    const attempt = (attempts.get(input as object) ?? 0) + 1;
    attempts.set(input as object, attempt);
    disturb(openAccount(state, options.cwd), service, operation, attempt);
    const disturbance = disturbing(state.disturbances, `${service}.${operation}`);
    if (disturbance) refuseInstead(disturbance, service, operation);
    if (disturbance === 'slow') move(SLOW);
    await onCall?.(call, 'before');
    calls.push(call);
    move(CALL_TAKES);
    const handler = (handlers[service] as Record<string, (input: unknown, account: Account) => unknown>)[operation];
    if (!handler) throw new Error(`The sandbox has no ${service}.${operation}.`);
    let output: unknown;
    try {
      const kept = isKept(operation, write);
      if (write) past.keep(state, service);
      const shown = kept ? state : past.seen(state, service);
      output = structuredClone(await handler(input, openAccount(shown, options.cwd, store.bytes)));
      if (kept) save();
    } catch (error) {
      // What a refused write has left half done is taken back by the next one.
      if (write) spoilt = true;
      throw error;
    }
    attempts.delete(input as object);
    call.output = output;
    await onCall?.(call, 'after');
    if (disturbance === 'lost') loseConnection();
    return call.output;
  }
}

/** A script that only looks changes nothing on its server, but leaves a command behind that is asked for its output. */
const isKept = (operation: string, write: boolean) => write || operation === 'lookInside';

function startOf(options: SandboxOptions): State {
  const build: ((region: string) => State) | undefined = scenarios[options.scenario as Scenario];
  if (!build) throw new Error(`There is no sandbox scenario ${options.scenario}.`);
  return build(options.region);
}

/** Keeps the state of one process: for tests, and for `--dry-run`. */
export function memoryStore(initial?: State): Store {
  let kept = initial && JSON.stringify(initial);
  let saves = 0;
  return {
    alone: (act) => act(),
    bytes: heldInMemory(),
    load: () => (kept ? (JSON.parse(kept) as State) : undefined),
    save: (state) => {
      kept = JSON.stringify(state);
      saves++;
    },
    stamp: () => String(saves),
  };
}
