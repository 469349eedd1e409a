// What AWS does not know everywhere yet: however long it takes, it ends the same.
import { describe, expect, test } from 'vitest';
import type { Lag } from '../src/sandbox/lag.ts';
import { actsNamed } from './support/acts.ts';
import { undisturbed, wrongWith } from './support/ordeal.ts';

const lags: Partial<Lag>[] = [
  { iam: 0 },
  { iam: 60_000 },
  { images: 60_000 },
  { templates: 30_000 },
  { staleReads: 1 },
  { iam: 60_000, images: 60_000, templates: 30_000, staleReads: 3 },
];

test.each(lags)(
  'init, %j',
  async (lag) => {
    const [act] = actsNamed('init, running instances replaced');
    expect(await wrongWith(act!, await undisturbed(act!), { lag })).toEqual([]);
  },
  120_000,
);

describe.each(
  actsNamed('init, an empty', 'deploy', 'asg hook', 'asg rescue').filter(
    ({ name }) => name !== 'deploy push, in parts',
  ),
)('$name', (act) => {
  test('reads that are answered from before the last write change nothing', async () => {
    expect(await wrongWith(act, await undisturbed(act), { lag: { staleReads: 2 } })).toEqual([]);
  }, 120_000);
});
