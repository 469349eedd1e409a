// The instances of one deployment as rows.
import { expect, test } from 'vitest';
import { instanceBlocks } from '../../src/commands/deployment-blocks.ts';
import type { DescribedTarget } from '../../src/deployments/describe.ts';
import type { Session } from '../../src/session.ts';
import { textFor } from '../../src/text/index.ts';

const target = (instance: string, label: string | null, status: string): DescribedTarget => ({
  instance,
  label,
  status,
  events: [],
});

test('the colour of a blue/green instance is a column, also where some have none', async () => {
  const session = { text: await textFor('en') } as Session;
  const rows = (...targets: DescribedTarget[]) =>
    instanceBlocks(session, targets, false).map((block) => ('rows' in block ? block.rows : []));
  expect(
    rows(target('i-1', 'Blue', 'Pending'), target('i-2', 'Green', 'Succeeded'), target('i-3', null, 'Failed')),
  ).toEqual([
    [
      ['i-1', 'Blue', 'Pending', '', ''],
      ['i-2', 'Green', 'Succeeded', '', ''],
      ['i-3', '', 'Failed', '', ''],
    ],
  ]);
  expect(rows(target('i-1', null, 'Pending'))).toEqual([[['i-1', 'Pending', '', '']]]);
});
