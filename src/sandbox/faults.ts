// What can be made to go wrong: name -> what it does. Each one happens to real accounts, and shows itself there in these words.
import type { ServiceName } from '../aws/operations.ts';
import type { Account } from './account.ts';
import { instancesOf, settingsOf } from './codedeploy-fleet.ts';
import { documentsOf, roleOf, serviceRole } from './codedeploy-roles.ts';
import { agentOf, changeAgent, failing, type Kind } from './fault-kind.ts';
import { misconfigurations } from './misconfigurations.ts';
import { expire, loseConnection, throttle } from './refusals.ts';
import type { Fault } from './state.ts';

export const faults = {
  'agent-missing': { of: 'instance', strike: (_, alter, instance) => alter(agentOf(instance), undefined) },
  'agent-stopped': { of: 'instance', strike: changeAgent({ running: false }) },
  'no-credentials': { of: 'instance', strike: changeAgent({ credentials: false }) },
  'stopped-instance': {
    of: 'instance',
    strike: (_, alter, instance) => alter(['ec2', 'instances', instance, 'state'], 'stopped'),
  },
  'script-fails': { of: 'script' },
  'script-times-out': { of: 'script' },
  'script-missing': { of: 'script' },
  'some-fail': { of: 'account' },
  'file-exists': {
    of: 'instance',
    // The agent's record of what it has installed is lost, as on a machine that comes out of an image.
    strike: ({ state }, alter, instance) => {
      const { files } = state.ec2.instances[instance]!.host;
      for (const [file, owner] of Object.entries(files))
        if (owner) alter(['ec2', 'instances', instance, 'host', 'files', file], '');
    },
  },
  'unhealthy-target': {
    of: 'instance',
    strike: ({ state }, alter, instance) => {
      for (const { arn, targets } of Object.values(state.elb.targetGroups))
        if (targets[instance]) alter(failing(arn, instance), true);
    },
  },
  's3-denied': {
    of: 'account',
    strike: (account, alter) => {
      const fleets = fleetsOf(account).map((id) => account.state.ec2.instances[id]);
      for (const role of new Set(fleets.map((instance) => instance && roleOf(account, instance))))
        if (role)
          alter(
            ['iam', 'roles', role.name, 'attached'],
            role.attached.filter((arn) => !READS_S3.test(documentsOf(account, [arn]).join())),
          );
    },
  },
  'bucket-elsewhere': {
    of: 'account',
    strike: ({ state, region }, alter) => {
      const elsewhere = region === 'us-west-2' ? 'us-east-1' : 'us-west-2';
      for (const bucket of Object.values(state.s3.buckets))
        if (bucket.region === region) alter(['s3', 'buckets', bucket.name, 'region'], elsewhere);
    },
  },
  'commit-not-found': { of: 'account' },
  'service-role-trust': {
    of: 'account',
    strike: (account, alter) => {
      const Statement = [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }];
      for (const group of Object.values(account.state.codeDeploy.groups)) {
        const role = serviceRole(account, settingsOf(group).serviceRoleArn);
        if (role) alter(['iam', 'roles', role.name, 'trust'], JSON.stringify({ Version: '2012-10-17', Statement }));
      }
    },
  },
  'alarm-active': {
    of: 'account',
    strike: ({ state }, alter) => {
      const watched = Object.values(state.codeDeploy.groups).flatMap(
        (group) => settingsOf(group).alarmConfiguration?.alarms ?? [],
      );
      const names = [...Object.keys(state.cloudWatch.alarms), ...watched.flatMap(({ name }) => name ?? [])];
      for (const name of new Set(names.length > 0 ? names : ['sandbox-errors']))
        alter(['cloudWatch', 'alarms', name], { name, state: 'ALARM' });
    },
  },
  'slow-overview': { of: 'account' },
  'throttling-storm': {
    of: 'account',
    call: ({ service, attempt, age }) => {
      // Who asks who we are gets through at the second attempt: there is no third.
      if (age < 600_000 && attempt <= (service === 'sts' ? 1 : 2)) throttle(service);
    },
  },
  'connection-lost': {
    of: 'account',
    call: ({ nth }) => {
      if (nth > 10 && nth <= 30) loseConnection();
    },
  },
  'credentials-expire': {
    of: 'account',
    call: ({ service, nth }) => {
      if (nth > 30) expire(service);
    },
  },
  ...misconfigurations,
} satisfies Record<string, Kind>;

export type FaultName = keyof typeof faults;

const kindOf = ({ name }: Pick<Fault, 'name'>): Kind | undefined => faults[name as FaultName];

const READS_S3 = /"s3:|"Action": *\[? *"\*"/;

// --- armed and disarmed

const armed = ({ state }: Account): Fault[] => state.faults ?? [];

export const isArmed = (account: Account, name: FaultName) => armed(account).some((fault) => fault.name === name);

export const armedAs = (account: Account, name: FaultName) => armed(account).filter((fault) => fault.name === name);

/** The instances of all deployment groups. */
const fleetsOf = (account: Account): string[] =>
  Object.values(account.state.codeDeploy.groups).flatMap((group) => instancesOf(account, group));

export function arm(account: Account, wanted: Pick<Fault, 'name' | 'instance' | 'event'>): Fault {
  const { state, now } = account;
  const fault: Fault = { ...wanted, armedAt: now, armedAfter: state.calls, changes: [] };
  const isSame = (one: Fault) =>
    one.name === fault.name && one.instance === fault.instance && one.event === fault.event;
  for (const before of armed(account).filter(isSame)) undo(account, before);
  state.faults = [...armed(account).filter((one) => !isSame(one)), fault];
  strike(account, fault, fleetsOf(account));
  return fault;
}

/** Puts back what is still as the faults of this name, or all faults, have left it. */
export function disarm(account: Account, name?: string): Fault[] {
  const gone = armed(account).filter((fault) => !name || fault.name === name);
  // The last one first: what it has found changed must be as it has left it.
  for (const fault of gone.toReversed()) undo(account, fault);
  account.state.faults = armed(account).filter((fault) => !gone.includes(fault));
  return gone;
}

/** Faults that were armed while there was nothing for them to strike do so when a deployment begins. */
export function strikeFleet(account: Account, fleet: string[]): void {
  for (const fault of armed(account)) if (fault.changes.length === 0) strike(account, fault, fleet);
}

function strike(account: Account, fault: Fault, fleet: string[]) {
  const { of, strike } = kindOf(fault) ?? {};
  if (!strike) return;
  const victim = of === 'instance' ? (fault.instance ?? firstOf(fleet)) : '';
  if (victim === undefined || (victim && !account.state.ec2.instances[victim])) return;
  strike(account, (path, value) => alter(account, fault, path, value), victim);
  if (victim && fault.changes.length > 0) fault.victim = victim;
}

const firstOf = (ids: string[]) =>
  ids.reduce<string | undefined>((least, id) => (least && least < id ? least : id), undefined);

type Fields = Record<string, unknown>;

function parentOf(account: Account, path: string[]): Fields | undefined {
  return path
    .slice(0, -1)
    .reduce<Fields | undefined>(
      (fields, key) => fields?.[key] as Fields | undefined,
      account.state as unknown as Fields,
    );
}

function put(fields: Fields, key: string, value: unknown) {
  if (value === undefined) delete fields[key];
  else fields[key] = structuredClone(value);
}

export function alter(account: Account, fault: Fault, path: string[], after: unknown): void {
  const fields = parentOf(account, path);
  const key = path.at(-1) ?? '';
  if (!fields || isEqual(fields[key], after)) return;
  fault.changes.push(structuredClone({ path, before: fields[key], after }));
  put(fields, key, after);
}

/** What somebody has repaired or changed since stays as it is. */
function undo(account: Account, { changes }: Fault) {
  for (const { path, before, after } of changes.toReversed()) {
    const fields = parentOf(account, path);
    const key = path.at(-1) ?? '';
    if (fields && isEqual(fields[key], after)) put(fields, key, before);
  }
}

const isEqual = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/** Marks a target as one that answers no health check. */
export const failTarget = (account: Account, fault: Fault, targetGroup: string, instance: string) =>
  alter(account, fault, failing(targetGroup, instance), true);

/** Before a call is answered: it may get no answer, or a refusal. */
export function disturb(account: Account, service: ServiceName, operation: string, attempt: number): void {
  for (const fault of armed(account)) {
    const nth = account.state.calls - fault.armedAfter;
    kindOf(fault)?.call?.({ service, operation, nth, attempt, age: account.now - fault.armedAt });
  }
}
