// What the tests of resources share: a place whose AWS is mocked, refusals as AWS makes them, and the engine's plan.

import { connect } from '../../src/aws/connect.ts';
import type { Place } from '../../src/aws/place.ts';
import { differences, planResource } from '../../src/engine/plan.ts';
import type { Line, Progress, Resource } from '../../src/engine/resource.ts';

export const place: Place = {
  aws: connect({ region: 'ap-northeast-2' }),
  account: '123456789012',
  partition: 'aws',
  region: 'ap-northeast-2',
  clock: { now: () => 1_000, sleep: async () => {} },
  cwd: '/nowhere',
  command: (...words) => ['codedeploy-wizard', ...words].join(' '),
  remember: () => {},
  forget: () => {},
  once: (_, read) => read(),
  // Looks until there is nothing to wait for, and never for ever.
  async until(look) {
    for (let looks = 0; looks < 20; looks++) if (!(await look())) return;
    throw new Error('never settled');
  },
};

export const owner = { project: 'shop', step: 'test' };

export const ownTags = [
  { Key: 'codedeploy-wizard:project', Value: 'shop' },
  { Key: 'codedeploy-wizard:step', Value: 'test' },
];

export const said: Line[] = [];

export const progress: Progress = {
  say: (line) => said.push(line),
  warn: (line) => said.push(line),
  target: () => {},
  advance: () => {},
};

export const named = (name: string, message = '') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

export const verb = async (resource: Resource) => (await planResource('test', resource)).change.verb;

/** Reads, compares and updates, as the engine does. */
export async function updated<F extends object>(resource: Resource<F>) {
  const { change, found } = await planResource('test', resource as Resource);
  if (change.verb !== 'update') throw new Error(`The plan says ${change.verb}`);
  await resource.update?.(found as F, progress, differences(resource.spec, found as F));
}

/** The inputs of every call of one command, in order. */
export const inputs = (calls: { args: readonly { input: unknown }[] }[]) => calls.map(({ args }) => args[0]?.input);

interface Mocked {
  reset(): unknown;
  onAnyCommand(): { resolves(answer: object): unknown };
}

/** Forgets what was arranged; every command answers nothing. */
export function fresh(...clients: Mocked[]) {
  for (const client of clients) {
    client.reset();
    client.onAnyCommand().resolves({});
  }
}
