// What is to go wrong in the embedded account: listed, armed, and disarmed again.
import { WizardError } from '../engine/errors.ts';
import { distance } from '../engine/near.ts';
import { invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import { openAccount } from '../sandbox/account.ts';
import { arm, disarm, type FaultName, faults } from '../sandbox/faults.ts';
import type { Store } from '../sandbox/index.ts';
import type { Fault, State } from '../sandbox/state.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { begin, storeOf } from './sandbox.ts';
import { suggest } from './suggest.ts';

interface Asked {
  name?: string;
  instance?: string;
  event?: string;
  list?: boolean;
  /** All of them, or the one that is named. */
  clear?: boolean | string;
}

export async function faultSandbox(session: Session, settings: Settings, asked: Asked): Promise<Work> {
  const { store } = storeOf(session, settings);
  return store.alone(() => faultsOf(store, session, asked));
}

async function faultsOf(store: Store, session: Session, asked: Asked): Promise<Work> {
  const { text, globals, world } = session;
  const state = store.load() ?? begin(session, globals.sandbox ?? 'book');
  const account = openAccount(state, world.cwd);
  const keep = () => {
    if (!globals.dryRun) store.save(state);
  };

  if (asked.clear !== undefined) {
    const name = asked.name ?? (typeof asked.clear === 'string' ? asked.clear : undefined);
    const gone = disarm(account, name && known(session, name));
    keep();
    const { cleared, nothingArmed } = text.faultWords;
    const lines = gone.length > 0 ? gone.map((fault) => cleared({ what: titleOf(fault) })) : [nothingArmed];
    return { data: { cleared: gone.map(shape) }, blocks: [{ lines }] };
  }
  if (asked.list || !asked.name) return list(session, state.faults ?? []);

  const name = known(session, asked.name);
  check(state, name, asked);
  const fault = arm(account, {
    name,
    ...(asked.instance && { instance: asked.instance }),
    ...(asked.event && { event: asked.event }),
  });
  keep();
  return {
    data: { armed: shape(fault) },
    blocks: [{ lines: [`${titleOf(fault)}: ${text.faults[name]}`] }],
    next: [suggest(session, 'sandbox', 'fault', '--clear', name)],
  };
}

/** Lifecycle events that run scripts. */
const SCRIPTED = [
  'BeforeBlockTraffic',
  'AfterBlockTraffic',
  'ApplicationStop',
  'BeforeInstall',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
];

function check(state: State, name: FaultName, { instance, event }: Asked) {
  const { of } = faults[name];
  if (instance !== undefined) {
    if (of === 'account') throw invalid('--instance', instance, 'wholeAccount', { fault: name });
    const { instances } = state.ec2;
    if (!instances[instance])
      throw new WizardError('notFound', { kind: 'ec2.instance', name: instance, instead: Object.keys(instances) });
  }
  if (event !== undefined) {
    if (of !== 'script') throw invalid('--event', event, 'noScript', { fault: name });
    if (!SCRIPTED.includes(event)) throw invalid('--event', event, 'oneOf', { options: SCRIPTED.join(', ') });
  }
}

function list({ text }: Session, armed: Fault[]): Work {
  const names = Object.keys(faults) as FaultName[];
  const rows = names.map((name) => {
    const active = armed.filter((fault) => fault.name === name);
    return [
      name,
      [text.faults[name], ...active.map((fault) => text.faultWords.isArmed({ what: titleOf(fault) }))].join('\n'),
    ];
  });
  return {
    data: {
      faults: names.map((name) => ({
        name,
        about: text.faults[name],
        of: faults[name].of,
        armed: armed.filter((fault) => fault.name === name).map(shape),
      })),
    },
    blocks: [{ title: text.faultWords.title, rows }],
  };
}

const shape = ({ name, instance, victim, event }: Fault) => ({
  name,
  instance: instance ?? victim ?? null,
  event: event ?? null,
});

const titleOf = ({ name, instance, victim, event }: Fault) =>
  [name, instance ?? victim, event].filter(Boolean).join(' ');

function known({ text }: Session, name: string): FaultName {
  if (Object.hasOwn(faults, name)) return name as FaultName;
  const names = Object.keys(faults);
  const near = names.filter((one) => isNear(one, name));
  throw new WizardError('usage', {
    problem: text.faultWords.unknown({ name }),
    suggestion: `${near.length > 0 ? `${text.words.didYouMean} ${near.join(', ')}? ` : ''}${text.faultWords.thereAre({ names: names.join(', ') })}`,
  });
}

/** Shares a word, or differs by few letters. */
function isNear(name: string, typed: string): boolean {
  const parts = typed.toLowerCase().split(/[^a-z0-9]+/);
  return name.split('-').some((part) => part.length > 2 && parts.includes(part)) || distance(name, typed) <= 3;
}
